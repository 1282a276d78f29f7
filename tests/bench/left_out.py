#!/usr/bin/env python3
"""left_out.py <build folder>: does what a policy leaves out of a driver cost nothing?

Each image of a driver has all traces of the features that its policy has, and no trace of the others; and it is smaller than
the image that has one feature more. Exit status: 0 or 1.
"""
import re
import struct
import sys

from figures import drivers, elf
from figures.flash import flash_of, run

# Traces of a feature: symbols that only this feature brings into an image. A symbol is a function, a constant, or a called
# function of the crypto.
SYMBOLS = {
    "tickets": {"client": ["ticket_store<", "on_new_session_ticket<", "program_of<flintls::v0::new_session_ticket>"],
                "server": ["ticket_sealer<", "open_ticket<", "seal_ticket<", "session_ticket_bytes",
                           "program_of<flintls::v0::new_session_ticket>"]},
    "renegotiation": {"client": [r"client_renegotiation<.*>::start\("], "server": ["program_of<flintls::v0::hello_request>"]},
    "extended_master_secret": {"client": ["label::extended_master_secret"],
                               "server": ["label::extended_master_secret", "::extended_master_secret_bytes"]},
    "server_name": {"server": [r"server_name::host_name\(", "digest_host_name<", "::server_name_bytes"]},
    "alpn": {"client": ["::choose_protocol<"], "server": ["::choose_offered_protocol<", ">::protocol$"]},
    "fragment_length": {"server": [">::fragment_length$"]},
    "psk": {"client": ["outside::psk::master_secret", "program_of<flintls::v0::client_key_exchange_psk>",
                       "program_of<flintls::v0::server_key_exchange_psk>"],
            "server": ["outside::psk::master_secret", "outside::server_credentials::psk",
                       "program_of<flintls::v0::client_key_exchange_psk>"]},
    "client_certificates": {"client": ["outside::signer::sign", "program_of<flintls::v0::certificate_verify>"],
                            "server": ["outside::verifier::verify", "program_of<flintls::v0::certificate_verify>"]},
}
STRINGS = {"extended_master_secret": b"extended master secret", "alpn": b"mqtt"}
# Extensions that the parser of a hello reads. The parser has a table of `values_detail::row`, four bytes each.
EXTENSIONS = {"tickets": 35, "extended_master_secret": 23, "server_name": 0, "alpn": 16, "fragment_length": 1}
ROWS = "4rowsE"
REFUSED = 0xff
# A client moves the number of errc::renegotiation_info_missing into a register. (A server also uses the number 34 elsewhere.)
MISSING = r"\tmovs?(\.w)?\s+\w+, #34\b"


def features_of(row):
    if row.startswith("with_"):
        return set(SYMBOLS)
    return set() if row == "bare" else set(SYMBOLS) - {"client_certificates", row.removeprefix("without_")}


def is_read(image, extension):
    [(at, size)] = [(value, size) for name, value, size, _ in image.symbols() if ROWS in name]
    [rows] = [content[at - address:][:size // 4 * 4] for address, content in image.loaded()
              if address <= at < address + len(content)]
    return any(kind == extension and words != REFUSED for kind, words, _ in struct.iter_unpack("<HBB", rows))


def traces(path, side):
    """{(feature, what it is known by): is it there?}"""
    image = elf.Image(path)
    names, code = run("arm-none-eabi-nm", "-C", path), run("arm-none-eabi-objdump", "-d", path)
    loaded = b"".join(content for _, content in image.loaded())
    found = {(feature, pattern): re.search(pattern, names, re.MULTILINE) is not None
             for feature, sides in SYMBOLS.items() for pattern in sides.get(side, [])}
    found |= {(feature, str(text)): text in loaded for feature, text in STRINGS.items()}
    found |= {(feature, f"extension {number}"): is_read(image, number) for feature, number in EXTENSIONS.items()}
    if side == "client":
        found["renegotiation", MISSING] = re.search(MISSING, code) is not None
    return found


def check(build):
    """Yields what is wrong."""
    for side in drivers.SIDES:
        size = {}
        for row, of in drivers.LEAN.items():
            path = drivers.image(build, side, of)
            size[row] = flash_of(path)
            for (feature, trace), there in traces(path, side).items():
                if there != (feature in features_of(row)):
                    yield f"{side}_{row}: {trace} of {feature} is {'there' if there else 'missing'}"
        full = size["without_client_certificates"]
        for row, bytes in size.items():
            print(f"{side}_{row}: {bytes:,}, {bytes - full:+,}")
            if row.startswith("without_") and features_of(row) != features_of("without_client_certificates"):
                if not size["bare"] < bytes < full:
                    yield f"{side}_{row}: {bytes} bytes, not between {size['bare']} and {full}"
        if not full < size["with_client_certificates"]:
            yield f"{side}: certificates of clients cost nothing"


def main(build):
    wrong = list(check(build))
    print("\n".join(wrong))
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
