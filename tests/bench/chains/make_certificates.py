"""make_certificates.py: prints certificates.hpp, with keys of its own each time; committed once, so that figures can be compared.
The shapes are those of tests/trust/chains."""
import hashlib
import os
import sys
import tempfile

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "..", "trust", "chains"))
from make_chains import CA, CA0, DEVICE, cert, leaf, name, run  # noqa: E402

CHAINS = {"p256": ["p256leaf", "p256int"], "p384": ["p384leaf", "p384int"], "rsa": ["rsa2leaf", "rsa2int"],
          "p384_under_rsa": ["leleaf", "leint"], "pss": ["pssleaf", "pssint"]}
ANCHORS = {"p256root": "p256", "p384root": "p384", "rsa4root": "rsa"}


def make():
    cert("p256root", "p256", name("P256 Root"), ext=CA)
    cert("p256int", "p256", name("P256 Int"), "p256root", CA0)
    cert("p256leaf", "p256", DEVICE, "p256int", leaf())
    cert("p384root", "p384", name("P384 Root"), ext=CA, md="sha384")
    cert("p384int", "p384", name("P384 Int"), "p384root", CA0, md="sha384")
    cert("p384leaf", "p256", DEVICE, "p384int", leaf(), md="sha384")
    cert("rsa4root", "rsa4096", name("RSA4096 Root"), ext=CA)
    cert("rsa2int", "rsa2048", name("RSA2048 Int"), "rsa4root", CA0)
    cert("rsa2leaf", "rsa2048", DEVICE, "rsa2int", leaf())
    cert("leint", "p384", name("LE E"), "rsa4root", CA0)
    cert("leleaf", "p256", DEVICE, "leint", leaf(), md="sha384")
    cert("pssint", "rsa2048", name("PSS Int"), "rsa4root", CA0, pss=True)
    cert("pssleaf", "rsa2048", DEVICE, "pssint", leaf(), pss=True)


def read(path):
    with open(path, "rb") as file:
        return file.read()


def hex_text(data):
    text = data.hex()
    return "".join(f'\n    "{text[at:at + 110]}"' for at in range(0, len(text), 110))


def elements(der):
    """The elements of a SEQUENCE, each with its header."""
    def header(at):
        size = der[at + 1]
        if size < 0x80:
            return 2, size
        return 2 + size - 0x80, int.from_bytes(der[at + 2:at + 2 + size - 0x80], "big")
    at, found = header(0)[0], []
    while at < len(der):
        head, size = header(at)
        found.append(der[at:at + head + size])
        at += head + size
    return found


def anchor(certificate):
    """(SHA-256 of the subject, contents of subjectPublicKey)"""
    fields = elements(elements(certificate)[0])
    key = elements(fields[6])[1]
    return hashlib.sha256(fields[5]).digest(), key[key.index(0, 1) + 1:]


def main():
    os.chdir(tempfile.mkdtemp())
    make()
    print("// Made by make_certificates.py.\n#pragma once\n\n#include <array>\n\n#include \"flintls/trust/anchor.hpp\"\n"
          "#include \"support/codec.hpp\"\n\nnamespace bench {\n\nusing namespace test::literals;\n")
    for each in sorted({each for chain in CHAINS.values() for each in chain}):
        print(f"inline constexpr auto const& {each} ={hex_text(read(each + '.der'))}_hex;")
    for root, kind in ANCHORS.items():
        subject, key = anchor(read(root + ".der"))
        print(f"inline constexpr auto const& {root}_subject ={hex_text(subject)}_hex;")
        print(f"inline constexpr auto const& {root}_key ={hex_text(key)}_hex;")
        print(f"inline constexpr std::array<flintls::anchor, 1> {root}{{{{{{{root}_subject, "
              f"{{flintls::issuer_key::sort::{kind}, {root}_key}}}}}}}};")
    print("\n} // namespace bench")


if __name__ == "__main__":
    main()
