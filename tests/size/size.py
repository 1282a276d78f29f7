"""What the firmware examples cost: flash and RAM by part, the stack as painted, instructions of a handshake.
size.py QEMU BOARD FOLDER IDENTITY [--cost IMAGE] [--update] [--table] [--log EXAMPLE=FILE]: compares with baseline.json;
--update writes it; --table prints and compares nothing. --cost: handshake_cost's image. --log: what a client said before, and
nothing is run. Exit status: 0, 1 if a figure got worse, 77 (skipped) if
the baseline is another compiler's."""
import argparse
import json
import os
import re
import subprocess
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.join(HERE, "..", "firmware"))
from device import Test  # noqa: E402
import parts  # noqa: E402

BASELINE = os.path.join(HERE, "baseline.json")
EXAMPLES = ["hello_rom", "peek", "tls_client_psk", "tls_client", "c_api", "tls_server"]
GOALS = {"tls_client_psk": {"flash": 24000}, "tls_client": {"flash": 32000, "ram_and_stack": 10240}}
SLACK = {"instructions": 1.03, "stack": 1.02}  # random numbers have their say in these


def compiler():
    return subprocess.run(["arm-none-eabi-g++", "-dumpfullversion"], capture_output=True, text=True, check=True).stdout.strip()


def sections(image):
    """(bytes of flash, bytes of RAM without stack)"""
    out = subprocess.run(["arm-none-eabi-size", image], capture_output=True, text=True, check=True).stdout
    text, data, bss = map(int, out.split("\n")[1].split()[:3])
    return text + data, data + bss


def run(test, example, image, *options):
    """What a client says in two connections with everything."""
    psk = ["-psk", "1a2b3c4d5e6f708192a3b4c5d6e7f809", "-psk_identity", "device-1", "-cipher", "PSK-AES128-CCM8"]
    server = test.s_server("-rev", "-client_renegotiation", *(psk if example.endswith("psk") else []))
    device = test.calling_device(image, server.port, *options)
    if device.finish() != 0:
        raise AssertionError(device.output)
    return device.output


def read_log(text):
    """The stack that a client says it used; instructions of a full handshake, an abbreviated one, and the longest call."""
    figures = {}
    found = re.findall(r"instructions (\d+), longest call (\d+)\n(full handshake|resumed),", text)
    if found:
        first = {kind: int(total) for total, _, kind in reversed(found)}
        figures["instructions"] = {"full": first["full handshake"], "abbreviated": first["resumed"],
                                   "longest_call": max(int(longest) for _, longest, _ in found)}
    elif stack := re.search(r"stack (\d+)", text):
        figures["stack"] = int(stack[1])
    return figures


def measure(test, cost, logs):
    figures = {}
    for example in EXAMPLES:
        image = os.path.join(test.folder, f"{example}-{test.board}.elf")
        if logs and not os.path.exists(image):
            continue
        flash, ram = sections(image)
        by_part, ram_by_part = parts.of_map(image + ".map")
        figures[example] = {"flash": flash, "ram": ram, "flash_parts": dict(by_part), "ram_parts": dict(ram_by_part)}
        texts = [open(log, encoding="utf-8").read() for name, log in logs if name == example]
        if not logs and example in GOALS:
            texts.append(run(test, example, image))
        if not logs and cost and example == "tls_client":
            texts.append(run(test, example, cost, "-icount", "shift=7"))
        for text in texts:
            figures[example] |= read_log(text)
    return figures


def show(board, figures):
    names = [name for name, _ in parts.PARTS if name != "record buffers"]
    columns = list(dict.fromkeys([*names, parts.OTHER]))
    print(f"{board:16}" + "".join(f"{name:>14}" for name in ["flash", *columns]))
    for example, row in figures.items():
        print(f"{example:16}" + "".join(f"{value:14,}" for value in
                                        [row["flash"], *(row["flash_parts"].get(name, 0) for name in columns)]))
    print()
    print(f"{'':16}{'static RAM':>14}{'of it buffers':>14}{'stack':>14}{'RAM in all':>14}")
    for example, row in figures.items():
        stack = row.get("stack")
        print(f"{example:16}{row['ram']:14,}{row['ram_parts'].get('record buffers', 0):14,}" +
              (f"{stack:14,}{row['ram'] + stack:14,}" if stack else f"{'':28}"))
    for example, row in figures.items():
        for kind, count in row.get("instructions", {}).items():
            print(f"{example}: {kind.replace('_', ' ')} {count:,} instructions")
    for example, goals in GOALS.items() if board == "mps2-an386" else []:
        row = figures[example]
        have = {"flash": row["flash"], "ram_and_stack": row["ram"] + row.get("stack", 0)}
        for what, goal in goals.items():
            print(f"{example}: {what.replace('_', ' ')} {have[what]:,}, goal {goal:,}: " +
                  ("reached" if have[what] <= goal else f"{have[what] - goal:,} too many"))


def flatten(row, path=""):
    for key, value in row.items():
        if isinstance(value, dict):
            if not key.endswith("_parts"):
                yield from flatten(value, f"{path}{key}/")
        else:
            yield path + key, value


def worse(old, new):
    before, after = dict(flatten(old)), dict(flatten(new))
    slack = lambda path: next((factor for word, factor in SLACK.items() if word in path), 1)  # noqa: E731
    return [f"{path}: {value} -> {after.get(path, 'not measured')}" for path, value in before.items()
            if after.get(path, float("inf")) > value * slack(path)]


def main():
    words = argparse.ArgumentParser()
    for name in ("qemu", "board", "folder", "identity"):
        words.add_argument(name)
    words.add_argument("--cost")
    words.add_argument("--update", action="store_true")
    words.add_argument("--table", action="store_true")
    words.add_argument("--log", action="append", default=[])
    given = words.parse_args()
    test = Test(given.qemu, given.board, given.folder, given.identity)
    try:
        figures = measure(test, given.cost, [log.split("=", 1) for log in given.log])
    finally:
        test.close()
    show(given.board, figures)
    if given.table:
        return 0
    baseline = {}
    if os.path.exists(BASELINE):
        with open(BASELINE, encoding="utf-8") as file:
            baseline = json.load(file)
    if given.update:
        baseline = {"compiler": compiler(), "boards": baseline.get("boards", {}) | {given.board: figures}}
        with open(BASELINE, "w", encoding="utf-8") as file:
            json.dump(baseline, file, indent=1, sort_keys=True)
            file.write("\n")
        return 0
    if baseline.get("compiler") != compiler():
        print("SKIPPED: the baseline is another compiler's")
        return 77
    found = worse(baseline["boards"][given.board], figures)
    for line in found:
        print(f"worse: {line}")
    return 1 if found else 0


sys.exit(main())
