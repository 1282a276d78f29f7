"""check.py <readelf> <object>: of a compile-time hello, the object file must contain the constant bytes only.

The read-only data must equal the bytes below, which are written by hand: the suites, and the extensions without variable
content. The object file must have no writable data, and no code that runs before main.
"""
import re
import subprocess
import sys

EXPECTED = bytes.fromhex("""
    c02b
    0010 0007 0005 04 6d717474
    000a 0004 0002 0017
    000b 0002 01 00
    000d 0004 0002 0403
    0017 0000
""")
# [number] name type address offset size entry-size flags link info alignment
SECTION = re.compile(r"^ *\[ *\d+\] +(\S+) +(\S+) +[0-9a-f]+ +([0-9a-f]+) +([0-9a-f]+) +\S+ +([A-Za-z]*) +\d+ +\d+ +\d+$",
                     re.M)


def sections(readelf, path):
    """Returns (name, type, offset, size, flags) of each section that is not empty."""
    command = [readelf, "--wide", "--section-headers", path]
    text = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    found = [(name, kind, int(offset, 16), int(size, 16), flags)
             for name, kind, offset, size, flags in SECTION.findall(text)]
    if not any(name.startswith(".text") for name, *_ in found):
        raise RuntimeError(f"no code found in {path}:\n{text}")
    return [section for section in found if section[3] != 0]


def check(readelf, path):
    with open(path, "rb") as file:
        image = file.read()
    constants = b""
    for name, kind, offset, size, flags in sections(readelf, path):
        if "A" not in flags or kind in ("NOTE", "ARM_EXIDX") or name.startswith((".eh_frame", ".ARM.")):
            continue
        if "W" in flags:
            yield f"{name}: {size} bytes that are written to, or run before main"
        elif "X" not in flags and not name.startswith(".rodata.cst"):  # GCC puts pairs of numbers there on x86-64
            constants += image[offset:offset + size]
    if constants != EXPECTED:
        yield f"the constants are not the {len(EXPECTED)} bytes expected, but {len(constants)} bytes: {constants.hex()}"


def main(arguments):
    wrong = list(check(*arguments))
    print("\n".join(wrong) or f"the object contains the {len(EXPECTED)} constant bytes only")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
