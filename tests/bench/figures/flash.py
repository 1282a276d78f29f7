"""Flash of each part: the size of an image whose only root is the part.

The size is the sum of .text, .rodata, .data and the tables of the unwinder, without the functions of the C library (memcpy,
memset), which have a line of their own.
"""
import re
import subprocess

from .parts import PARTS, RULES, SERVER_TICKETS, flash_image, key

IN_FLASH = (".text", ".rodata", ".data", ".ARM.exidx", ".ARM.extab", ".init_array")
IN_RAM = (".data", ".bss")
OURS = re.compile(r"_Z|flintls_")


def run(*command):
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout


def sections(image):
    lines = run("arm-none-eabi-size", "-A", image).splitlines()
    return {fields[0]: int(fields[1]) for line in lines if len(fields := line.split()) == 3 and fields[1].isdigit()}


def library_symbols(image):
    """Returns {name: size} of the functions of the C library in the image."""
    lines = [line.split() for line in run("arm-none-eabi-nm", "-S", "--defined-only", image).splitlines()]
    return {fields[3]: int(fields[1], 16) for fields in lines if len(fields) == 4 and not OURS.match(fields[3])}


def copy_size(image):
    """The size of flintls's copy(). An image that serialises or stores contains copy() in any case."""
    lines = [line.split(maxsplit=3) for line in run("arm-none-eabi-nm", "-S", "-C", image).splitlines()]
    [size] = [fields[1] for fields in lines if len(fields) == 4 and re.match(r"(flintls::)?(v0::)?copy\(", fields[3])]
    return int(size, 16)


def flash_of(image):
    sizes = sections(image)
    return sum(sizes.get(name, 0) for name in IN_FLASH) - sum(library_symbols(image).values())


def ram_of(image):
    sizes = sections(image)
    return sum(sizes.get(name, 0) for name in IN_RAM)


def measure_flash(build):
    """Returns the flash that each part adds to the parts before it, the flash of each part alone, and the sums with a goal."""
    added, before = {}, 0
    for part in PARTS:
        total = flash_of(flash_image(build, "together", part))
        added[key(part)] = total - before
        before = total
    sums = {message: added[f"{message}_parse"] + added[f"{message}_write"]
            for message in ("client_hello", "server_hello", "new_session_ticket")}
    sums["codec"] = sum(sums.values())
    sums["server_tickets"] = sum(added[part] for part in SERVER_TICKETS)
    sums["session"] = added["session_save"] + added["session_load"]
    alone = {key(part): flash_of(flash_image(build, "alone", part)) for part in PARTS}
    rules = {key(part): alone[key(part)] - copy_size(flash_image(build, "alone", part)) for part in RULES}
    whole = flash_image(build, "together", PARTS[-1])
    return {"flash": added,
            "flash_sums": sums,
            "flash_alone": alone,
            "flash_without_copy": rules,
            "flash_c_library": library_symbols(whole),
            "ram": {"static": ram_of(whole)}}
