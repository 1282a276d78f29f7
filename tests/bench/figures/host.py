"""Figures of the host: instructions of each part, counted by callgrind."""
import glob
import os
import re
import subprocess
import tempfile

from .parts import folder


def measure(build):
    """Returns the instructions and the version of the compiler. No test compares them: they also depend on the C library."""
    program = os.path.join(folder(build), "flintls_bench")
    with tempfile.TemporaryDirectory() as profiles:
        out = os.path.join(profiles, "profile")
        command = ["valgrind", "--tool=callgrind", "--toggle-collect=flintls_bench_*",
                   f"--callgrind-out-file={out}", program]
        done = subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=50, check=False)
        if done.returncode != 0:
            raise RuntimeError(f"{program} ended with {done.returncode}:\n{done.stdout}{done.stderr}")
        figures = {}
        for path in glob.glob(out + ".*"):
            with open(path, encoding="utf-8") as file:
                text = file.read()
            call = re.search(r"(?m)^desc: Trigger: Client Request: (\S+) (\S+)$", text)
            if call:
                figures.setdefault(call[1], {})[call[2]] = {
                    "instructions": int(re.search(r"(?m)^totals: (\d+)$", text)[1])}
    return figures, re.search(r"(?m)^compiler (.*)$", done.stdout)[1]
