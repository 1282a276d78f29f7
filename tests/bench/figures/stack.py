"""The call chain of a function with the largest static stack. The compiler lists frames and calls in .ci files."""
import functools
import re
import subprocess

from . import elf

INDIRECT = "__indirect_call"


def read_call_graph(path):
    """Returns ({function: bytes of its frame}, {function: functions that it calls}). A function of another file has no frame."""
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
    """The symbol of the function. For a function with internal linkage the compiler writes `file:symbol`."""
    return title.rpartition(":")[2]


def read_call_graphs(paths):
    """The same for a whole program. Two functions of the same name count as one, with the larger frame and the calls of both."""
    frames, calls = {}, {}
    for path in paths:
        more_frames, more_calls = read_call_graph(path)
        for name, size in more_frames.items():
            frames[name] = max(size, frames.get(name, 0))
        for caller, callees in more_calls.items():
            calls.setdefault(caller, set()).update(callees)
    return frames, calls


CALL = re.compile(r"(?:blx?|b[a-z]{0,2}(?:\.[nw])?|cbn?z\s+r\d,)\s+([0-9a-f]+) <")
CALL_BY_REGISTER = re.compile(r"blx\s+\w+$|bx\s+(?!lr)\w+$")
FRAME = re.compile(r"sub(?:\.w)?\s+sp,(?: sp,)? #(\d+)|str(?:\.w)?\s+\w+, \[sp, #-(\d+)\]!")
SAVED = re.compile(r"(?:push|stmdb\s+sp!,)\s*[^{]*\{([^}]*)\}")


class MachineCode:
    """The machine code of an image, by function."""

    def __init__(self, image):
        listing = subprocess.run(["arm-none-eabi-objdump", "-d", "--no-show-raw-insn", image], check=True,
                                 capture_output=True, text=True).stdout
        self.image, self.names, self.instructions, current = image, elf.functions(image), {}, []
        for line in listing.splitlines():
            if address := re.match(r"([0-9a-f]+) <.*>:$", line):
                current = self.instructions.setdefault(int(address[1], 16), [])
            elif code := re.match(r"\s*[0-9a-f]+:\t(.*)$", line):
                current.append(re.sub(r"\s*[;@].*", "", code[1]))
        self.at = {name: address for address, names in self.names.items() for name in names}

    def same(self, function):
        """All names of a function: a constructor, for example, has two."""
        return self.names.get(self.at.get(function), [function])

    def calls(self, function):
        """The functions that this function calls or jumps to, also those whose calls the compiler added (memcpy)."""
        own = self.at.get(function)
        targets = {int(call[1], 16) for code in self.instructions.get(own, ()) if (call := CALL.match(code))}
        return {self.names[address][0] for address in targets - {own} if address in self.names}

    def frame(self, function):
        """The frame of a function without .ci file, such as one of the C library or of libgcc."""
        code = self.instructions.get(self.at.get(function))
        if not code:
            raise ValueError(f"{function}: not in {self.image}")
        if any(CALL_BY_REGISTER.match(instruction) for instruction in code):
            raise ValueError(f"{function}: calls through a register")
        size = 0
        for instruction in code:
            if registers := SAVED.match(instruction):
                size += 4 * sum(registers_in(part) for part in registers[1].split(","))
            elif amount := FRAME.match(instruction):
                size += int(amount[1] or amount[2])
        return size


@functools.lru_cache(maxsize=None)
def machine_code(image):
    return MachineCode(image)


def registers_in(part):
    """`r4` is one register, `r4-r7` are four."""
    first, _, last = part.strip().removeprefix("r").partition("-r")
    return int(last) - int(first) + 1 if last else 1


def worst_chain(paths, image, root, outside=(), whole_program=False):
    """The chain of calls from `root` with the largest stack: a list of (function, frame). A call through a pointer can reach each
    function whose address is in the image, except the functions that are on the chain already: no pointer causes recursion.
    `outside`: prefixes of functions that do not count, with all that they call. `whole_program`: the machine code of the image
    also shows calls."""
    frames, calls = read_call_graphs([paths] if isinstance(paths, str) else paths)
    chains = {}  # results for functions without calls through pointers below them: these do not depend on the caller

    def callees(function):
        """Yields (name, whether the call goes through a pointer)."""
        found = calls.get(function, set())
        if function not in frames:
            frames[function] = machine_code(image).frame(function)
            found = found | machine_code(image).calls(function)
        elif whole_program:  # a function that is not in the image is not called: the compiler inlines a small memset, for example
            found = {name for name in found if name in frames or name in machine_code(image).at or name == INDIRECT}
            found |= machine_code(image).calls(function)
        yield from ((name, False) for name in sorted(found - {INDIRECT}))
        if INDIRECT in found:
            yield from ((name, True) for name in elf.functions_pointed_at(image))

    def below(function, above, by_pointer):
        """Returns the chain with the largest stack, and whether any chain has a call through a pointer. `by_pointer`: the chain
        above has such a call."""
        if function.startswith(tuple(outside)):
            return [], False
        if function not in frames:
            function = next((name for name in machine_code(image).same(function) if name in frames), function)
        if function in above:
            if by_pointer:
                return [], True
            raise ValueError(f"{function}: recursion")
        if function in chains:
            return chains[function], False
        above = above | {function}
        indirect, deepest = False, []
        for callee, pointer in callees(function):
            chain, pointer_below = below(callee, above, by_pointer or pointer)
            indirect = indirect or pointer or pointer_below
            deepest = max(deepest, chain, key=depth)
        chain = [(function, frames[function]), *deepest]
        if not indirect:
            chains[function] = chain
        return chain, indirect

    return below(root, frozenset(), False)[0]


def depth(chain):
    return sum(frame for _, frame in chain)


def describe(chain):
    """The chain as a text: `parse 48 → refuse 144 → memset 12`."""
    names = subprocess.run(["arm-none-eabi-c++filt", "-p"], input="\n".join(name for name, _ in chain),
                           check=True, capture_output=True, text=True).stdout.splitlines()
    short = [re.sub(r"<.*", "", name).split("::")[-1] for name in names]
    return " → ".join(f"{name} {frame}" for name, (_, frame) in zip(short, chain))
