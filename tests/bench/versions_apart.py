#!/usr/bin/env python3
"""versions_apart.py <build folder>: has a client that speaks one version of TLS a byte of the other's driver?

Of each image: functions and constants by their names, strings, and instructions by the lines that they come from, inlined ones
too. A client of both has all that a client of one must not have: else this looks for nothing. Exit status: 0 or 1.
"""
import re
import sys

from figures import drivers, elf
from figures.flash import run

OLD = {"symbols": [r"flintls::v0::tls12::", r"client_renegotiation<", r"outside::psk::master_secret",
                   r"program_of<flintls::v0::(server_key_exchange|client_key_exchange|server_hello_done|change_cipher_spec)"],
       "strings": [b"master secret", b"server finished"],
       "lines": [r"/flintls/tls12/", r"/flintls/renegotiation/(client|side|state)\.hpp", r"/crypto/prf\.hpp"]}
NEW = {"symbols": [r"flintls::v0::tls13::", r"flintls::v0::versions::", r"outside::psk::early_secret",
                   r"program_of<flintls::v0::(encrypted_extensions|key_update)"],
       "strings": [b"c hs traffic", b"res binder"],
       "lines": [r"/flintls/tls13/", r"/flintls/versions/"]}
ROWS = {"ecdhe": {"old"}, "ecdhe_psk": {"old"}, "bare": {"old"}, "tls13_psk_ke": {"new"}, "tls13_psk": {"new"},
        "tls13_certificate": {"new"}, "both_never": {"old", "new"}, "both_full": {"old", "new"}}


def found(path):
    """{trace: is it there?}, for old and new."""
    names = run("arm-none-eabi-nm", "-C", path)
    loaded = b"".join(content for _, content in elf.Image(path).loaded())
    lines = "\n".join(sorted(set(re.findall(r"^/.*\.hpp:\d+", run("arm-none-eabi-objdump", "-dl", path), re.MULTILINE))))
    return {whose: {**{name: re.search(name, names) is not None for name in what["symbols"]},
                    **{str(text): text in loaded for text in what["strings"]},
                    **{name: re.search(name, lines) is not None for name in what["lines"]}}
            for whose, what in (("old", OLD), ("new", NEW))}


def main(build):
    traces = {row: found(drivers.image(build, "client", row)) for row in ROWS}
    wrong = [f"client_{row}: {trace} is there" for row, has in ROWS.items() for whose in ("old", "new") if whose not in has
             for trace, there in traces[row][whose].items() if there]
    wrong += [f"client_both_full: {trace} is missing, so that looking for it says nothing" for whose in ("old", "new")
              for trace, there in traces["both_full"][whose].items() if not there]
    print("\n".join(wrong) or f"{len(ROWS)} images")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
