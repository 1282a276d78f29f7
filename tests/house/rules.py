"""rules.py <root>: the project's rules that a compiler does not check. Prints each breach; exits with 1 if there is a breach."""
import os
import re
import sys

from tree import files

TOP_LEVEL = {"CMakeLists.txt", "CMakePresets.json", "LICENSE", "README.md", "examples", "include", "ports", "tests"}
STANDARD = set("array bit compare concepts cstddef cstdint limits span type_traits utility".split())

# The folders that each folder (or header without a folder) of include/flintls may include, besides itself.
WIRE = {"wire"}
REGISTRY = WIRE | {"registry"}
EXTENSION = REGISTRY | {"extension"}
MESSAGE = EXTENSION | {"message"}
POLICY = MESSAGE | {"policy", "crypto"}
RECORD = POLICY | {"hello", "renegotiation", "ticket", "record"}
HANDSHAKE = RECORD | {"trust", "handshake"}
KNOWS = {
    "wire": set(),
    "registry": WIRE,
    "extension": REGISTRY,
    "crypto": REGISTRY,
    "message": EXTENSION,
    "policy": MESSAGE | {"crypto"},
    "hello": POLICY,
    "renegotiation": POLICY,
    "ticket": POLICY | {"renegotiation"},  # the type of a rule's result: renegotiation/judgement.hpp
    "record": RECORD,
    "trust": EXTENSION | {"crypto", "ticket"},  # the identity of a peer: ticket/session.hpp
    "handshake": HANDSHAKE,
    "tls12": HANDSHAKE,
    "tls13": HANDSHAKE,
    "versions": HANDSHAKE | {"tls12", "tls13"},
    "client": HANDSHAKE | {"tls12", "tls13", "versions"},
    "server": HANDSHAKE | {"tls12", "tls13", "versions"},
}
KNOWS["flintls"] = set(KNOWS)

# A back end is a header, with or without a folder of the same name. No other header of the library includes a back end. A back
# end may include the listed header of the library that it drives.
BACK_ENDS = {"crypto/mbedtls": {"psa/crypto.h"}, "crypto/bearssl": {"bearssl.h"}}

SPDX = "// SPDX-License-Identifier: Apache-2.0"
BANNED = {
    "the heap": r"\bnew\b(?! \(&|\(std::size_t\s*, void\*)|(?<!=)\s\bdelete\b|\b(malloc|calloc|realloc|free)\s*\(",
    "exceptions": r"\b(try|catch|throw)\b",
    "RTTI": r"\b(typeid|dynamic_cast)\b",
    "virtual functions": r"\bvirtual\b",
    "thread-local state": r"\bthread_local\b",
}


def code_only(text):
    """The text with spaces in place of comments and literals. Line breaks stay."""
    pattern = r"""//[^\n]*|/\*.*?\*/|"(?:\\.|[^"\\\n])*"|(?<![0-9a-fA-F])'(?:\\.|[^'\\\n])+'"""
    return re.sub(pattern, lambda match: re.sub(r"[^\n]", " ", match.group()), text, flags=re.S)


def folder_of(header):
    return header.split("/")[0].removesuffix(".hpp")


def back_end_of(header):
    return next((name for name in BACK_ENDS if header == f"{name}.hpp" or header.startswith(f"{name}/")), None)


def check_includes(name, text):
    """Yields the breaches in the #include lines. name: path below include/flintls."""
    home = folder_of(name)
    if home not in KNOWS:
        yield f"{home}: no such folder or header in the layout"
        return
    for kind, target in re.findall(r"""(?m)^[ \t]*#[ \t]*include[ \t]*([<"])([^>"]+)""", text):
        if kind == "<":
            if target not in STANDARD | BACK_ENDS.get(back_end_of(name), set()):
                yield f"<{target}> is not an allowed standard header"
            continue
        if not target.startswith("flintls/"):
            yield f'"{target}" is not written as "flintls/…"'
            continue
        target = target.removeprefix("flintls/")
        if back_end_of(target) not in (None, back_end_of(name)):
            yield f"includes the back end {target}"
        elif folder_of(target) != home and folder_of(target) not in KNOWS[home]:
            yield f"includes {target}, but {home} must not know {folder_of(target)}"


def check_header(path, text):
    """Yields the breaches in a header. path: path below include/."""
    if not path.startswith("flintls/") or not path.endswith(".hpp"):
        yield "only flintls/**/*.hpp belongs into include/"
        return
    lines = text.splitlines()
    if SPDX not in lines[:2]:
        yield "no SPDX line at the top"
    yield from check_includes(path.removeprefix("flintls/"), text)
    code = code_only(text)
    for line in code.splitlines():
        directive = re.match(r"\s*#\s*(\w+)\s*(.*)", line)
        if directive and directive[1] in ("define", "undef") and not directive[2].startswith("FLINTLS_" + guard(path)):
            yield f"a macro: {line.strip()}"
        elif not directive:
            for what, pattern in BANNED.items():
                if found := re.search(pattern, line):
                    yield f"{what}: {found.group().strip()}"


def guard(path):
    return re.sub(r"\W", "_", path.removeprefix("flintls/")).upper()


def check_tree(root):
    paths = files(root)
    for name in sorted({path.split("/")[0] for path in paths}):
        if name not in TOP_LEVEL and not name.startswith("."):
            yield f"{name}: not allowed at the top level"
    headers = [path for path in paths if path.startswith("include/")]
    if not headers:
        yield "include/: empty"
    for path in headers:
        with open(os.path.join(root, path), encoding="utf-8") as file:
            text = file.read()
        for breach in check_header(path.removeprefix("include/"), text):
            yield f"{path}: {breach}"


if __name__ == "__main__":
    breaches = list(check_tree(sys.argv[1]))
    print("\n".join(breaches))
    sys.exit(1 if breaches else 0)
