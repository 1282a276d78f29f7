"""The cost of the drivers: flash without crypto, the state of a connection, the call chain with the largest static stack."""
import glob
import os
import re

from . import stack
from .flash import flash_of, run
from .parts import folder

SUITES = ["ecdhe", "ecdhe_psk"]
SIDES = ["client", "server"]
# Rows of which only the flash is measured, and the policy of the image. The policies ecdhe and ecdhe_psk have an image already.
LEAN = {row: row for row in ("without_tickets", "without_renegotiation", "without_extended_master_secret",
                             "without_server_name", "without_alpn", "without_fragment_length")}
LEAN |= {"without_psk": "ecdhe", "without_client_certificates": "ecdhe_psk", "bare": "bare",
         "with_client_certificates": "with_client_certificates"}
# Policies with TLS 1.3, with and without TLS 1.2. MODERN_LEAN: clients of which only the flash is measured.
MODERN = {"client": ["tls13_psk_ke", "tls13_psk", "tls13_certificate", "both_never", "both_full"],
          "server": ["tls13_psk_ke", "tls13_psk", "tls13_certificate", "tls13_with_cookie", "both_full"]}
MODERN_LEAN = ["tls13_with_client_certificate", "tls13_with_exporter"]
# Clients that judge chains, with the suite of `ecdhe`: flash and stack, without the judge's state.
JUDGED = ["p256_chains", "p256_ipv6_chains", "public_chains", "public_sha512_chains", "public_pss_chains"]
OUTSIDE = ["_ZN7outside", "_ZNK7outside"]
# The largest number of key slots of Mbed TLS that one connection occupies, in the middle of a full renegotiation: two keys of the
# record protection and the key of its share. examples/firmware/tls_client, which renegotiates, runs with 3 slots and fails with 2.
# A resumed connection needs 2 (tests/size/few_slots.h).
KEYS = {"client": 3}


def image(build, side, suites):
    return os.path.join(folder(build), f"bench_drivers_{side}_{suites}.elf")


def objects(build, target):
    return os.path.join(folder(build), "CMakeFiles", f"{target}.dir", "drivers")


def symbol_sizes(path):
    lines = [line.split() for line in run("arm-none-eabi-nm", "-S", "--defined-only", path).splitlines()]
    return {fields[3]: int(fields[1], 16) for fields in lines if len(fields) == 4}


def slot_size(build):
    """The size of a key slot of Mbed TLS: the size of the table of slots divided by their number, rounded up."""
    library = os.path.join(build, "libflintls_mbedtls.a")
    [table] = [size for name, size in symbol_sizes(library).items() if re.search(r"global_data$", name) and size > 256]
    with open(os.path.join(os.path.dirname(__file__), "..", "..", "..", "ports", "mbedtls", "zero_heap.h"),
              encoding="utf-8") as file:
        count = int(re.search(r"define MBEDTLS_PSA_KEY_SLOT_COUNT (\d+)", file.read())[1])
    return -(-table // count)


def worst_stack(build, side, suites):
    """The deepest chain of calls of any public call."""
    entries = [name for name in symbol_sizes(image(build, side, suites)) if name.startswith(f"flintls_bench_{side}_")]
    graphs = glob.glob(os.path.join(objects(build, f"flintls_bench_drivers_{suites}"), f"{side}.cpp.ci"))
    return max((stack.worst_chain(graphs, image(build, side, suites), entry, OUTSIDE) for entry in entries), key=stack.depth)


def measure(build):
    """Returns ({side_suites: figures}, {side_suites: text of the call chain})."""
    states = symbol_sizes(os.path.join(objects(build, "flintls_bench_drivers_sizes"), "sizes.cpp.obj"))
    slot = slot_size(build)
    figures, chains = {}, {}
    for suites in dict.fromkeys([*SUITES, *MODERN["client"], *MODERN["server"]]):
        for side in SIDES if suites in SUITES else [side for side in SIDES if suites in MODERN[side]]:
            row = {"flash": flash_of(image(build, side, suites)), "state": states[f"flintls_bench_state_{side}_{suites}"]}
            if side in KEYS:
                row["state_with_keys"] = row["state"] + KEYS[side] * slot
            worst = worst_stack(build, side, suites)
            row["stack_static"] = stack.depth(worst)
            figures[f"{side}_{suites}"] = row
            chains[f"{side}_{suites}"] = stack.describe(worst)
        if suites in SUITES or suites == "both_full":
            figures[f"both_{suites}"] = {"flash": flash_of(image(build, "both", suites))}
    for suites in JUDGED:
        worst = worst_stack(build, "client", suites)
        figures[f"client_{suites}"] = {"flash": flash_of(image(build, "client", suites)), "stack_static": stack.depth(worst)}
        chains[f"client_{suites}"] = stack.describe(worst)
    figures |= {f"{side}_{row}": {"flash": flash_of(image(build, side, of))} for side in SIDES for row, of in LEAN.items()}
    figures |= {f"client_{row}": {"flash": flash_of(image(build, "client", row))} for row in MODERN_LEAN}
    return figures, chains
