"""check.py <image>…: an image must not contain code of a renegotiation mode that its policy does not choose.

The traces of a mode are: the numbers of the errors that the mode can find, moved into registers, and the function that compares
verify_data. EXPECTED lists the errors of each mode. The comments name the rules.
"""
import os
import re
import subprocess
import sys

# errc of include/flintls/wire/error.hpp
INSECURE_PEER, MISMATCH, MISSING, UNEXPECTED, SCSV, TOO_MANY = 32, 33, 34, 35, 36, 37
ALL = {INSECURE_PEER, MISMATCH, MISSING, UNEXPECTED, SCSV, TOO_MANY}
EXPECTED = {
    # C2 C3 C5 B6
    "client_strict": {INSECURE_PEER, MISMATCH, MISSING, TOO_MANY},
    # C2 C5 B6
    "client_secure_only": {MISMATCH, MISSING, TOO_MANY},
    # C2 C5 C7 B6
    "client_compatible": {MISMATCH, MISSING, UNEXPECTED, TOO_MANY},
    # C2 B6
    "client_never": {MISMATCH, TOO_MANY},
    # S1 S2 S3 B6
    "server_strict": {INSECURE_PEER, MISMATCH, MISSING, SCSV, TOO_MANY},
    # S1 S3 B6
    "server_secure_only": {MISMATCH, MISSING, SCSV, TOO_MANY},
    # S1 S3 S5 B6
    "server_compatible": {MISMATCH, MISSING, UNEXPECTED, SCSV, TOO_MANY},
    # S1 B6
    "server_never": {MISMATCH, TOO_MANY},
}
COMPARISON = "equal_in_constant_time"


def output(*command):
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout


def errors_in(image):
    code = output("arm-none-eabi-objdump", "-d", image)
    found = re.findall(r"\t(?:mov|and|orr)[a-z.]*\s+\w+, (?:\w+, )?#(\d+)\b", code)
    return {int(number) for number in found} & ALL


def size_of(image):
    return int(output("arm-none-eabi-size", image).splitlines()[1].split()[0])


def compares(image):
    return COMPARISON in output("arm-none-eabi-nm", "-C", image)


def check(images):
    """images: {name: path}. Yields the faults."""
    size = {name: size_of(path) for name, path in images.items()}
    print(", ".join(f"{name} {bytes}" for name, bytes in size.items()))
    for name, expected in EXPECTED.items():
        found = errors_in(images[name])
        if found != expected:
            yield (f"{name}: error(s) {sorted(found - expected)} of modes that were not chosen, "
                   f"{sorted(expected - found)} missing")
        if compares(images[name]) != (not name.endswith("never")):
            yield f"{name}: {COMPARISON} is {'there' if compares(images[name]) else 'missing'}"
    for side in ("client", "server"):
        for mode in ("strict", "secure_only", "compatible"):
            if size[f"{side}_never"] >= size[f"{side}_{mode}"]:
                yield f"{side}_never is not smaller than {side}_{mode}"
    if errors_in(images["all"]) != ALL or not compares(images["all"]):
        yield "all: the image with all modes lacks code of a mode"
    if size["all"] >= sum(size[name] for name in EXPECTED):
        yield "all: the modes in one image share no code"


def main(paths):
    images = {os.path.basename(path).removeprefix("flintls_mode_"): path for path in paths}
    wrong = list(check(images))
    print("\n".join(wrong))
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
