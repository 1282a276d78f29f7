"""The worst static call chain of a function, from what the compiler says about frames and calls (.ci files)."""
import re
import subprocess


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
            frames[name] = int(size[1])
    calls = {}
    for caller, callee in re.findall(r'edge: \{ sourcename: "([^"]*)" targetname: "([^"]*)"', text):
        calls.setdefault(caller, set()).add(callee)
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


def worst_chain(path, image, root):
    """The deepest chain of calls from `root`: a list of (function, frame)."""
    frames, calls = read_call_graph(path)

    def below(function, above):
        if function in above:
            raise ValueError(f"{function}: recursion")
        frame = frames[function] if function in frames else library_frame(image, function)
        chains = [below(callee, above | {function}) for callee in sorted(calls.get(function, ()))]
        return [(function, frame), *max(chains, key=depth, default=[])]

    return below(root, frozenset())


def depth(chain):
    return sum(frame for _, frame in chain)


def describe(chain):
    """`parse 48 → refuse 144 → memset 12`"""
    names = subprocess.run(["arm-none-eabi-c++filt", "-p"], input="\n".join(name.split(":")[-1] for name, _ in chain),
                           check=True, capture_output=True, text=True).stdout.splitlines()
    short = [re.sub(r"<.*", "", name).split("::")[-1] for name in names]
    return " → ".join(f"{name} {frame}" for name, (_, frame) in zip(short, chain))
