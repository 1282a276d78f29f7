"""The cost of the firmware examples: flash and RAM by part, painted and worst stack, instructions of a handshake.
size.py QEMU BOARD FOLDER IDENTITY [--option OPTION]... [--cost EXAMPLE=IMAGE]... [--handshakes NAME=IMAGE]...
        [--defaults EXAMPLE=IMAGE]... [--bench BUILD] [--update] [--table] [--log EXAMPLE=FILE]...
Compares the figures with baseline.json.
  --option    an option for QEMU
  --cost      an image of handshake_cost, which counts instructions
  --handshakes
              an image that counts handshakes of TLS 1.3 and is no example: its row has instructions only
  --defaults  the image of an example with default settings
  --bench     a build folder with tests/bench: its measuring image runs and counts the instructions of the codec; without
              --bench the committed figures are shown
  --update    writes the baseline
  --table     prints the figures of the existing images; runs no image and compares nothing
  --log       the output of a client from an earlier run; the client does not run again
Exit status: 0; 1 if a figure got worse; 77 (skipped) if another compiler made the baseline."""
import argparse
import glob
import json
import os
import re
import subprocess
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.join(HERE, "..", "firmware"))
sys.path.insert(0, os.path.join(HERE, "..", "bench"))
from device import Test  # noqa: E402
from figures import stack, target  # noqa: E402
import parts  # noqa: E402

BASELINE = os.path.join(HERE, "baseline.json")
EXAMPLES = ["hello_rom", "peek", "tls_client_psk", "tls_client_psk13", "tls_client_12", "tls_client", "c_api", "tls_server"]
GOALS = {"tls_client_psk": {"flash": 19700}, "tls_client_psk13": {"flash": 19500},
         "tls_client_12": {"flash": 27000, "ram_and_stack": 10240}, "tls_client": {"flash": 34000}}
SLACK = {"instructions": 1.03, "without_p256": 1.05, "stack": 1.02}  # these figures vary with the random numbers of a run
INTERRUPT = 32 + 4  # bytes that the processor pushes at an interrupt, and the padding for alignment
# Messages of the codec: the rows of tests/bench for parsing and for writing.
CODEC = {"ClientHello of 126 B": ("parse/mbedtls36_tls12", "serialize/mbedtls36_tls12"),
         "ClientHello of 334 B": ("parse/openssl3_s_client", "serialize/openssl3_s_client"),
         "ClientHello of 1,982 B": ("parse/chromium156_1", "serialize/chromium156_1"),
         "ClientHello of 126 B, from values": (None, "messages/build_client_hello_126"),
         "ClientHello of 126 B, from flash": (None, "messages/compiled_client_hello_126"),
         "ServerHello of 77 B": ("parse/serverhello_mbedtls36", "messages/build_server_hello_77"),
         "NewSessionTicket of 128 B": ("messages/parse_new_session_ticket_128", "messages/write_new_session_ticket_128")}


def compiler():
    return subprocess.run(["arm-none-eabi-g++", "-dumpfullversion"], capture_output=True, text=True, check=True).stdout.strip()


def sections(image):
    """Returns (bytes of flash, bytes of RAM without stack)."""
    out = subprocess.run(["arm-none-eabi-size", image], capture_output=True, text=True, check=True).stdout
    text, data, bss = map(int, out.split("\n")[1].split()[:3])
    return text + data, data + bss


def run(test, example, image, *options, versions=()):
    """Runs a client with a server that supports tickets and renegotiation, and returns the client's output. `versions`: the
    options of the server that select versions."""
    more = {"tls_client_psk": ["-psk", "1a2b3c4d5e6f708192a3b4c5d6e7f809", "-psk_identity", "device-1", "-cipher",
                               "PSK-AES128-CCM8"],
            "tls_client_psk13": ["-psk", "2b3c4d5e6f708192a3b4c5d6e7f8091a", "-psk_identity", "device-1",
                                 "-allow_no_dhe_kex", "-ciphersuites", "TLS_AES_128_CCM_8_SHA256"]}
    versions = versions or (("-tls1_3",) if example.endswith("13") else ("-tls1_2",))
    server = test.s_server("-rev", "-client_renegotiation", *more.get(example, []), versions=versions)
    device = test.calling_device(image, server.port, *options)
    if device.finish() != 0:
        raise AssertionError(device.output)
    return device.output


def read_log(text):
    """The figures in a client's output: its stack, or the instructions of a full handshake, of an abbreviated handshake and of
    the longest call."""
    figures = {}
    text = re.sub(r"Warning: The guest is .*\n", "", text)
    found = re.findall(r"instructions (\d+), longest call (\d+)\n(full handshake|resumed),", text)
    if found:
        first = {kind: int(total) for total, _, kind in reversed(found)}
        figures["instructions"] = {"full": first["full handshake"], "abbreviated": first["resumed"],
                                   "longest_call": max(int(longest) for _, longest, _ in found)}
    elif stack := re.search(r"stack (\d+)", text):
        figures["stack"] = int(stack[1])
    return figures


def count_handshakes(test, images):
    """Returns {name: figures} of the images [(name, image)], which run at the same time; `p256` is the cost of P-256 in each handshake.
    A ticket of TLS 1.3 is used once, so the UART must be connected before the second connection begins. Therefore the emulator's clock
    must not be ahead of real time (align=on)."""
    devices = {}
    for name, image in images:
        server = test.s_server("-rev", versions=("-tls1_3",))
        devices[name] = test.calling_device(image, server.port, "-icount", "shift=7,align=on")
    figures = {}
    for name, device in devices.items():
        if device.finish() != 0:
            raise AssertionError(device.output)
        figures[name] = read_log(device.output)
        if found := re.search(r"P-256 (\d+), resumed (\d+)", device.output):
            figures["p256"] = {"instructions": {"full": int(found[1]), "abbreviated": int(found[2])}}
    for name in devices:
        figures[name]["without_p256"] = {kind: figures[name]["instructions"][kind] - of_keys
                                         for kind, of_keys in figures["p256"]["instructions"].items()}
    return figures


def worst_stack(image):
    """The chain of calls from reset with the largest stack, plus an interrupt: [(function, frame)]. The compiler lists frames and
    calls at link time; the machine code shows further calls. A call through a pointer can reach each function whose address is in
    the image."""
    graphs = glob.glob(glob.escape(image) + ".ltrans*.ci")
    chain = stack.worst_chain(graphs, image, "flintls_reset", whole_program=True)
    return [*chain, ("interrupt", INTERRUPT), *stack.worst_chain(graphs, image, "flintls_system_tick", whole_program=True)]


def codec_instructions(build):
    """Returns {path: instructions} of tests/bench: counted now if `build` is given, otherwise as committed."""
    if build:
        rows = [line.split(" ") for line in target.run_image(build)]
        return {f"{row[0]}/{row[1]}": int(row[2]) for row in rows if len(row) == 4 and row[0] != "empty"}
    with open(os.path.join(HERE, "..", "bench", "baseline.json"), encoding="utf-8") as file:
        groups = json.load(file)["target"]
    return {f"{group}/{name}": row["instructions"] for group in ("parse", "serialize", "messages")
            for name, row in groups[group].items()}


def measure(test, cost, handshakes, defaults, logs, existing_only):
    """Returns the figures, and the texts of the call chains."""
    figures, chains = {}, {}
    for example in EXAMPLES:
        image = os.path.join(test.folder, f"{example}-{test.board}.elf")
        if existing_only and not os.path.exists(image):
            continue
        flash, ram = sections(image)
        by_part, ram_by_part = parts.of_image(image)
        figures[example] = {"flash": flash, "ram": ram, "flash_parts": dict(by_part), "ram_parts": dict(ram_by_part)}
        figures[example] |= {"flash_with_defaults": sections(path)[0] for name, path in defaults if name == example}
        chain = worst_stack(image)
        figures[example]["stack_worst"], chains[example] = stack.depth(chain), stack.describe(chain)
        texts = [open(log, encoding="utf-8").read() for name, log in logs if name == example]
        if not texts and example in GOALS and not existing_only:
            texts.append(run(test, example, image))
        for name, counted in cost:
            if name == example:
                versions = ("-tls1_2",) if name.endswith("12") else ("-tls1_3",)
                texts.append(run(test, example, counted, "-icount", "shift=7", versions=versions))
        for text in texts:
            figures[example] |= read_log(text)
    if not existing_only:
        figures |= count_handshakes(test, handshakes)
    return figures, chains


def table(board, title, rows, columns):
    """Prints a table of bytes. A value of 0 or None is blank."""
    print(f"{board:16}" + "".join(f"{name:>15}" for name in [title, *columns]))
    for example, values in rows.items():
        print(f"{example:16}" + "".join(f"{value:15,}" if value else f"{'':15}" for value in values))
    print()


def show(board, figures, chains, codec, counted):
    """Prints all figures. `chains`: {example: text of its call chain}, which may be empty."""
    weighed = {example: row for example, row in figures.items() if "flash" in row}
    table(board, "flash", {example: [row["flash"], *(row["flash_parts"].get(name, 0) for name in parts.NAMES)]
                           for example, row in weighed.items()}, parts.NAMES)
    names = [name for name in ("record buffers", "connection", *parts.NAMES)
             if any(name in row["ram_parts"] for row in weighed.values())]
    table("", "static RAM", {example: [row["ram"], *(row["ram_parts"].get(name, 0) for name in names)]
                             for example, row in weighed.items()}, names)
    table("", "stack painted", {example: [row.get("stack"), row["stack_worst"], row["ram"] + row["stack_worst"]]
                                for example, row in weighed.items()}, ["at worst", "RAM in all"])
    for example, chain in chains.items():
        print(f"{example}: worst stack: {chain}")
    for example, row in figures.items():
        if "flash_with_defaults" in row:
            print(f"{example}: flash with default settings {row['flash_with_defaults']:,}")
        for kind, count in row.get("instructions", {}).items():
            print(f"{example}: {kind.replace('_', ' ')} {count:,} instructions")
        for kind, count in row.get("without_p256", {}).items():
            print(f"{example}: {kind} without P-256 {count:,} instructions")
    if codec:
        print("\nCodec, instructions" + ("" if counted else ", as committed in tests/bench"))
        for name, (read, written) in CODEC.items():
            print(f"{name:36}" + (f"{'parse':>10}{codec[read]:8,}" if read else f"{'':18}") + f"{'write':>10}{codec[written]:8,}")
    for example, goals in GOALS.items() if board == "mps2-an386" else []:
        row = figures[example]
        have = {"flash": row["flash"], "ram_and_stack": row["ram"] + row["stack_worst"]}
        for what, goal in goals.items():
            print(f"{example}: {what.replace('_', ' ')} {have[what]:,}, goal {goal:,}: " +
                  ("reached" if have[what] <= goal else f"{have[what] - goal:,} above it"))


def flatten(row, path=""):
    for key, value in row.items():
        if isinstance(value, dict):
            if not key.endswith("_parts"):
                yield from flatten(value, f"{path}{key}/")
        else:
            yield path + key, value


def worse(old, new):
    before, after = dict(flatten(old)), dict(flatten(new))
    slack = lambda path: SLACK.get(path.partition("/")[2].partition("/")[0], 1)  # noqa: E731
    return [f"{path}: {value} -> {after.get(path, 'not measured')}" for path, value in before.items()
            if after.get(path, float("inf")) > value * slack(path)]


def main():
    parser = argparse.ArgumentParser()
    for name in ("qemu", "board", "folder", "identity"):
        parser.add_argument(name)
    parser.add_argument("--cost", action="append", default=[])
    parser.add_argument("--handshakes", action="append", default=[])
    parser.add_argument("--bench")
    parser.add_argument("--option", action="append", default=[])
    parser.add_argument("--update", action="store_true")
    parser.add_argument("--table", action="store_true")
    parser.add_argument("--defaults", action="append", default=[])
    parser.add_argument("--log", action="append", default=[])
    options = parser.parse_args()
    test = Test(options.qemu, options.board, options.folder, options.identity, options.option)
    try:
        defaults, logs, cost, handshakes = ([text.split("=", 1) for text in texts] for texts in
                                            (options.defaults, options.log, options.cost, options.handshakes))
        figures, chains = measure(test, cost, handshakes, defaults, logs, options.table)
    finally:
        test.close()
    codec = codec_instructions(options.bench) if options.bench or options.table else {}
    show(options.board, figures, {} if options.table else chains, codec, options.bench)
    if options.table:
        return 0
    deeper = [example for example, row in figures.items() if row.get("stack", 0) > row.get("stack_worst", 0)]
    if deeper:
        print(f"the painted stack is larger than the worst stack: {', '.join(deeper)}")
        return 1
    baseline = {}
    if os.path.exists(BASELINE):
        with open(BASELINE, encoding="utf-8") as file:
            baseline = json.load(file)
    if options.update:
        baseline = {"compiler": compiler(), "boards": baseline.get("boards", {}) | {options.board: figures}}
        with open(BASELINE, "w", encoding="utf-8") as file:
            json.dump(baseline, file, indent=1, sort_keys=True)
            file.write("\n")
        return 0
    if baseline.get("compiler") != compiler():
        print("SKIPPED: another compiler made the baseline")
        return 77
    if options.board not in baseline["boards"]:
        print("SKIPPED: the baseline has no figures of this board")
        return 77
    found = worse(baseline["boards"][options.board], figures)
    for line in found:
        print(f"worse: {line}")
    return 1 if found else 0


sys.exit(main())
