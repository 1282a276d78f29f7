"""The cost of compiling: CPU time and peak memory, for a translation unit with a client and for one with <array> only."""
import json
import os
import shlex
import statistics
import subprocess

UNITS = ["tls_client", "array"]
TIMES = 5


def once(command, folder):
    process = subprocess.Popen(command, cwd=folder)
    _, status, used = os.wait4(process.pid, 0)
    if status != 0:
        raise RuntimeError(f"{shlex.join(command)} ended with {status}")
    return used.ru_utime + used.ru_stime, used.ru_maxrss


def measure(build):
    """Returns medians in MB and in milliseconds of user and system time. Other load on the machine changes the CPU time less
    than the elapsed time."""
    with open(os.path.join(build, "compile_commands.json"), encoding="utf-8") as file:
        entries = {os.path.basename(entry["file"]): entry for entry in json.load(file) if "/bench/compile/" in entry["file"]}
    rows = {}
    for unit in UNITS if entries else []:  # a build without Mbed TLS has no such unit
        entry = entries[f"{unit}.cpp"]
        command = [*shlex.split(entry["command"]), "-O0", "-o", os.devnull]
        seconds, kilobytes = zip(*(once(command, entry["directory"]) for _ in range(TIMES)))
        rows[unit] = {"milliseconds": round(1000 * statistics.median(seconds)),
                      "megabytes": round(statistics.median(kilobytes) / 1024)}
    return rows
