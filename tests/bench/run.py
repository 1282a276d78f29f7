#!/usr/bin/env python3
"""Measures what the codec costs on the target and on the host, and compares it with the goals and the baseline.

Exit status: 0 no figure got worse, 1 one did or could not be measured, 77 the baseline is another compiler's.
"""
import argparse
import json
import os
import subprocess
import sys

from figures import baseline, compiling, host, target
from figures.goals import Goals
from figures.report import Report
from figures.tree import flatten

HERE = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.dirname(os.path.dirname(HERE))
BASELINE = os.path.join(HERE, "baseline.json")
SKIPPED = 77


def arguments():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--target-build", default=os.path.join(ROOT, "build", "cortex-m4"), metavar="DIR")
    parser.add_argument("--host-build", default=os.path.join(ROOT, "build", "host"), metavar="DIR")
    parser.add_argument("--only", choices=("target", "host"), help="measure one side")
    parser.add_argument("--no-build", action="store_true", help="measure the images as they are")
    parser.add_argument("--json", action="store_true", help="print the figures as one JSON document, nothing else")
    parser.add_argument("--update", action="store_true", help="write the baseline instead of comparing with it")
    return parser.parse_args()


def build(preset, folder):
    """Configures the folder if it is new, and builds what is measured; the build's own words go to stderr."""
    commands = [["cmake", "--build", folder, "--parallel", "2", "--target", "bench_images"]]
    if not os.path.exists(os.path.join(folder, "CMakeCache.txt")):
        commands.insert(0, ["cmake", "--preset", preset, "-B", folder])
    for command in commands:
        subprocess.run(command, cwd=ROOT, stdin=subprocess.DEVNULL, stdout=sys.stderr, check=True)


def judge(figures, compiler):
    """Compares with the baseline. Returns the exit status and lines for people."""
    contradictions = list(target.contradictions(figures))
    if contradictions:
        return 1, contradictions
    committed = baseline.load(BASELINE)
    if committed is None:
        return 1, ["there is no baseline.json; --update writes it"]
    if committed["compiler"] != compiler:
        return SKIPPED, [f"the baseline is of {committed['compiler']}, this is {compiler}: not compared"]
    worse, better = baseline.compare(committed, figures)
    lines = [f"WORSE   {line}" for line in worse] + [f"better  {line}" for line in better]
    if better and not worse:
        lines.append("lower the baseline: python3 tests/bench/run.py --only target --update")
    return (1 if worse else 0), lines or ["all figures are those of the baseline"]


def main():
    options = arguments()
    sides = [options.only] if options.only else ["target", "host"]
    if not options.no_build:
        for side, preset, folder in (("target", "cortex-m4", options.target_build),
                                     ("host", "host", options.host_build)):
            if side in sides:
                build(preset, folder)
    measured, status, remarks = {}, 0, []
    if "target" in sides:
        measured["target"], compiler, chains = target.measure(options.target_build)
        remarks += ["Worst static call chains, bytes of stack:", *(f"  {chain}" for chain in chains.values()), "",
                    f"Target: {compiler}"]
        if options.update:
            baseline.save(BASELINE, measured["target"], compiler)
        status, verdict = judge(measured["target"], compiler)
        remarks += verdict
    if "host" in sides:
        measured["host"], compiler = host.measure(options.host_build)
        measured["host"]["compile"] = compiling.measure(options.host_build)
        remarks.append(f"Host: g++ {compiler}")
    if options.json:
        print(json.dumps(measured, indent=1))
        print("\n".join(remarks), file=sys.stderr)
    else:
        goals = Goals(os.path.join(HERE, "goals.json"), flatten(measured))
        print(Report(measured, goals, os.path.join(ROOT, "tests", "vectors")).text())
        print("\n".join(remarks))
    return status


if __name__ == "__main__":
    sys.exit(main())
