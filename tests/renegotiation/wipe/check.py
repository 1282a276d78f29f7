"""check.py <object>: the machine code of a connection that closes must contain the wipe.

The control: the compiler removes the assignment `object = T{}`. The code has no more stores and calls than without the assignment.
"""
import re
import subprocess
import sys

WIPE = "wipe_memory"
CALL = re.compile(r"(bl|b\.w|b) _?[A-Za-z]\w*[\w.]*$")
STORE = re.compile(r"str|stm")


def functions(path):
    """Returns {function: instructions}. Calls have the name of the target."""
    listing = subprocess.run(["arm-none-eabi-objdump", "-dr", "--no-show-raw-insn", path],
                             check=True, capture_output=True, text=True).stdout
    code, current = {}, None
    for line in listing.splitlines():
        if head := re.match(r"[0-9a-f]+ <(.*)>:$", line):
            current = code.setdefault(head[1], [])
        elif relocation := re.match(r"\s+[0-9a-f]+: R_ARM_THM_(?:CALL|JUMP24)\s+(\S+)", line):
            current[-1] = f"{current[-1].split(' ')[0]} {relocation[1]}"
        elif instruction := re.match(r"\s+[0-9a-f]+:\t(.*)", line):
            current.append(re.sub(r"\s+", " ", instruction[1]))
    return code


def behind_copy(code):
    """The instructions behind the last copy of verify_data into the connection, or behind the call that copies."""
    copies = [i for i, text in enumerate(code) if CALL.match(text) and ("copy" in text or "6finish" in text)]
    if not copies:
        raise SystemExit(f"no copy: {code}")
    return code[copies[-1] + 1:]


def stores(code):
    return [text for text in code if STORE.match(text) or CALL.match(text)]


def only(code, part):
    names = [name for name in code if part in name]
    if len(names) != 1:
        raise SystemExit(f"{part}: {names}")
    return code[names[0]]


def main(path):
    code = functions(path)
    closes, assigns = code["flintls_wipe_closes"], code["flintls_wipe_assigns"]
    wrong = []
    # If wipe<T> is not inlined, wipe<T> must contain the call of wipe_memory.
    own = [name for name in code if "4wipeI" in name and any(WIPE in text for text in code[name])]
    if not any(CALL.match(text) and text.split()[-1] in [*own, *(n for n in code if WIPE in n)]
               for text in behind_copy(closes)):
        wrong.append(f"closes: no call of {WIPE} behind the copy: {closes}")
    wipe = only(code, WIPE)
    if not stores(wipe):
        wrong.append(f"{WIPE}: does not store: {wipe}")
    leaves = code["flintls_wipe_leaves"]
    folded = "flintls_wipe_assigns" in leaves[0]  # the compiler merged the two identical functions
    if not folded and len(stores(assigns)) > len(stores(leaves)):
        wrong.append(f"the control: object = T{{}} stores something: {assigns}")
    print("\n".join(wrong) or f"code behind the copy: {behind_copy(closes)}; with object = T{{}}: {behind_copy(assigns)}")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
