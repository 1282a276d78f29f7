"""check.py <readelf> <object>: does nothing of a compile-time hello but its constant bytes end up in the object file?

The read-only data is exactly the bytes below, written by hand: the suites, and the extensions that no slot stands for.
There is no data that can be written to, and nothing that runs before main.
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
    """(name, type, offset, size, flags) of all that is not empty."""
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
        elif "X" not in flags and not name.startswith(".rodata.cst"):  # which x86-64 makes of two numbers in a row
            constants += image[offset:offset + size]
    if constants != EXPECTED:
        yield f"{len(constants)} bytes of constants, not the {len(EXPECTED)} that never change: {constants.hex()}"


def main(arguments):
    wrong = list(check(*arguments))
    print("\n".join(wrong) or f"{len(EXPECTED)} bytes, and nothing else")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
