"""Figures of the Cortex-M4: instructions and painted stack from the measuring image in QEMU, static stack, flash."""
import os
import subprocess

from . import chains as judged
from . import drivers, stack
from .flash import measure_flash
from .parts import PARTS, call_graph, flash_image, folder, part_of, symbol


def run_image(build):
    image = os.path.join(folder(build), "bench-mps2-an386.elf")
    command = ["qemu-system-arm", "-M", "mps2-an386", "-nographic", "-monitor", "none", "-serial", "none",
               "-semihosting-config", "enable=on,target=native", "-icount", "shift=7", "-kernel", image]
    done = subprocess.run(command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
                          text=True, timeout=50, check=False)
    if done.returncode != 0:
        raise RuntimeError(f"{image} ended with {done.returncode}:\n{done.stdout}")
    return done.stdout.splitlines()


def chains(build):
    """Returns {part: call chain with the largest static stack}."""
    return {part: stack.worst_chain(call_graph(build, part), flash_image(build, "alone", part), symbol(part))
            for part in PARTS}


def measure(build):
    """Returns all figures, the version of the compiler, and the text of each part's call chain."""
    worst = chains(build)
    figures = measure_flash(build)
    figures["drivers"], driver_chains = drivers.measure(build)
    figures["chains"] = judged.measure(build)
    compiler = None
    for line in run_image(build):
        group, name, *numbers = line.split(" ")
        if group == "compiler":
            compiler = line.partition(" ")[2]
        elif group == "size":
            figures["ram"][name] = int(numbers[0])
        elif group == "mean":
            figures.setdefault("mean", {})[name] = int(numbers[0])
        elif group == "empty":
            figures["empty"] = int(numbers[0])
        else:
            figures.setdefault(group, {})[name] = {"instructions": int(numbers[0]),
                                                   "stack_static": stack.depth(worst[part_of(group, name)]),
                                                   "stack_painted": int(numbers[1])}
    return figures, compiler, {part: stack.describe(chain) for part, chain in worst.items()} | driver_chains


def contradictions(figures):
    """Yields the rows whose painted stack is larger than the static one. There the static figure is wrong."""
    for group, rows in figures.items():
        for name, row in rows.items() if isinstance(rows, dict) else ():
            if isinstance(row, dict) and "stack_painted" in row and row["stack_painted"] > row["stack_static"]:
                yield f"{group} {name}: {row['stack_painted']} B of stack painted, {row['stack_static']} B static"
