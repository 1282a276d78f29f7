"""What compiling takes: CPU time and the largest memory of a unit with a client, and of one with <array> alone."""
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
    """Medians, in MB and in milliseconds of user and system time, which other work on the machine disturbs least."""
    with open(os.path.join(build, "compile_commands.json"), encoding="utf-8") as file:
        entries = {os.path.basename(entry["file"]): entry for entry in json.load(file) if "/bench/compile/" in entry["file"]}
    rows = {}
    for unit in UNITS if entries else []:  # there are none without Mbed TLS
        entry = entries[f"{unit}.cpp"]
        command = [*shlex.split(entry["command"]), "-O0", "-o", os.devnull]
        seconds, kilobytes = zip(*(once(command, entry["directory"]) for _ in range(TIMES)))
        rows[unit] = {"milliseconds": round(1000 * statistics.median(seconds)),
                      "megabytes": round(statistics.median(kilobytes) / 1024)}
    return rows
