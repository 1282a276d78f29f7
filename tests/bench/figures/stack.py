"""The worst static call chain of a function, from what the compiler says about frames and calls (.ci files)."""
import re
import subprocess

from . import elf

INDIRECT = "__indirect_call"


def read_call_graph(path):
    """Frames in bytes by function, and the functions each one calls. One that is defined elsewhere has no frame."""
    with open(path, encoding="utf-8") as file:
        text = file.read()
    frames = {}
    for name, label in re.findall(r'node: \{ title: "([^"]*)" label: "([^"]*)"', text):
        size = re.search(r"(\d+) bytes \(([^)]*)\)", label)
        if size and size[2] != "static":
            raise ValueError(f"{name}: a frame of {size[2]} size")
        if size:
            frames[plain(name)] = int(size[1])
    calls = {}
    for caller, callee in re.findall(r'edge: \{ sourcename: "([^"]*)" targetname: "([^"]*)"', text):
        calls.setdefault(plain(caller), set()).add(plain(callee))
    return frames, calls


def plain(title):
    """The function's symbol, without the file that the compiler puts before one that has no name outside of it."""
    return title.rpartition(":")[2]


def read_call_graphs(paths):
    """Of a whole program. Where two functions of the same name are, the deeper frame, and all that either calls."""
    frames, calls = {}, {}
    for path in paths:
        more_frames, more_calls = read_call_graph(path)
        for name, size in more_frames.items():
            frames[name] = max(size, frames.get(name, 0))
        for caller, callees in more_calls.items():
            calls.setdefault(caller, set()).update(callees)
    return frames, calls


def library_frame(image, function):
    """The frame of a function of the C library, read from its machine code. It must not call anything."""
    listing = subprocess.run(["arm-none-eabi-objdump", "-d", f"--disassemble={function}", image],
                             check=True, capture_output=True, text=True).stdout
    code = re.findall(r"^\s+[0-9a-f]+:\t[0-9a-f ]+\t(.*)$", listing, flags=re.M)
    if not code:
        raise ValueError(f"{function}: not in {image}")
    size = 0
    for instruction in code:
        if re.match(r"blx?\b", instruction):
            raise ValueError(f"{function}: calls something")
        if registers := re.match(r"(?:push|stmdb\s+sp!,)\s*[^{]*\{([^}]*)\}", instruction):
            size += 4 * len(registers[1].split(","))
        elif amount := re.match(r"sub(?:\.w)?\s+sp,(?: sp,)? #(\d+)|str(?:\.w)?\s+\w+, \[sp, #-(\d+)\]!", instruction):
            size += int(amount[1] or amount[2])
    return size


def worst_chain(paths, image, root, outside=()):
    """The deepest chain of calls from `root`: a list of (function, frame). A call through a pointer may go to any function
    whose address is somewhere in the image, but not to one that is on the chain already: nothing here recurses through a
    pointer. `outside`: prefixes of functions that are not counted, nor what they call."""
    frames, calls = read_call_graphs([paths] if isinstance(paths, str) else paths)
    pointed_at = None
    chains = {}  # of functions below which no pointer is called: they do not depend on who calls

    def below(function, above, by_pointer):
        """The deepest chain, and whether a pointer was called in any. `by_pointer`: one was called above."""
        nonlocal pointed_at
        if function in above:
            if by_pointer:
                return [], True
            raise ValueError(f"{function}: recursion")
        if function in chains:
            return chains[function], False
        if function.startswith(tuple(outside)):
            return [], False
        if function not in frames:
            function = next((name for name in elf.other_names(image, function) if name in frames), function)
        frame = frames[function] if function in frames else library_frame(image, function)
        above = above | {function}
        indirect, deepest = False, []
        for callee in sorted(calls.get(function, ())):
            if callee == INDIRECT:
                pointed_at = elf.functions_pointed_at(image) if pointed_at is None else pointed_at
                found = [(below(name, above, True)[0], True) for name in pointed_at]
            else:
                found = [below(callee, above, by_pointer)]
            for chain, pointer in found:
                indirect = indirect or pointer
                deepest = max(deepest, chain, key=depth)
        chain = [(function, frame), *deepest]
        if not indirect:
            chains[function] = chain
        return chain, indirect

    return below(root, frozenset(), False)[0]


def depth(chain):
    return sum(frame for _, frame in chain)


def describe(chain):
    """`parse 48 → refuse 144 → memset 12`"""
    names = subprocess.run(["arm-none-eabi-c++filt", "-p"], input="\n".join(name for name, _ in chain),
                           check=True, capture_output=True, text=True).stdout.splitlines()
    short = [re.sub(r"<.*", "", name).split("::")[-1] for name in names]
    return " → ".join(f"{name} {frame}" for name, (_, frame) in zip(short, chain))
