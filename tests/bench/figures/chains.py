"""What judging chains of certificates costs: flash and RAM of whole clients, instructions and stack of a chain."""
import os
import subprocess

from .flash import run
from .parts import folder

CLIENTS = ["pins", "p256", "p256_ipv6", "p256_m31", "public_ones", "public_i31", "public_sha512", "public_pss", "public_rsa_leaf"]


def image(build, name):
    return os.path.join(folder(build), "chains", f"{name}-mps2-an386.elf")


def weigh(path):
    """(bytes of flash, bytes of RAM without stack)"""
    text, data, bss = map(int, run("arm-none-eabi-size", path).split("\n")[1].split()[:3])
    return text + data, data + bss


def run_judges(build):
    command = ["qemu-system-arm", "-M", "mps2-an386", "-nographic", "-monitor", "none", "-serial", "none",
               "-semihosting-config", "enable=on,target=native", "-icount", "shift=7", "-kernel", image(build, "bench_chains")]
    done = subprocess.run(command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
                          timeout=150, check=False)
    if done.returncode != 0:
        raise RuntimeError(f"the judges ended with {done.returncode}:\n{done.stdout}")
    return [line.split(" ") for line in done.stdout.splitlines()]


def measure(build):
    """Nothing where there is no BearSSL."""
    if not os.path.exists(image(build, "bench_chains")):
        return {}
    figures = {f"client_{name}": dict(zip(("flash", "ram"), weigh(image(build, f"bench_chains_{name}")))) for name in CLIENTS}
    for _, name, *numbers in run_judges(build):
        figures[name] = dict(zip(("instructions", "stack", "longest_call"), map(int, numbers)))
    return figures
