"""Finds mutants in headers with libclang, and draws a random sample.

A mutant is a place in a header, the original text and the mutated text. A planted mutant is an expression or a statement that
calls `flintls_mutant(n)` to select one of the two texts. One build contains all mutants of a sample."""
import dataclasses
import pathlib
import random
import re
import sys

sys.path.append("/usr/lib/python3/dist-packages")  # the package python3-clang-14, also for another python3 than Debian's

RELATIONAL = {"<": "<=", "<=": "<", ">": ">=", ">=": ">", "==": "!=", "!=": "=="}
LOGICAL = {"&&": "||", "||": "&&"}
BITWISE = {"&": "|", "|": "&", "<<": ">>", ">>": "<<"}
ERRC = {"errc::ok": "errc::truncated", "errc::truncated": "errc::bad_length", "errc::bad_length": "errc::truncated"}


@dataclasses.dataclass(frozen=True, order=True)
class Mutant:
    file: str  # below include/flintls
    start: int
    end: int
    operator: str
    mutated: str  # the text in place of the original
    form: str = "expression"  # the form of the planted code: expression, condition or statement

    def line(self, text):
        return text.count("\n", 0, self.start) + 1


def read(path):
    """The text of a header with one character for each byte: clang's offsets count bytes."""
    return path.read_text("latin-1")


def find(include, places):
    """All mutants in order. places: folders, and headers that are in no folder."""
    from clang import cindex
    library = pathlib.Path("/usr/lib/llvm-14/lib/libclang-14.so.1")
    if library.exists() and not cindex.Config.loaded:
        cindex.Config.set_library_file(str(library))
    patterns = [place if place.endswith(".hpp") else f"{place}/*.hpp" for place in places]
    headers = sorted(p for pattern in patterns for p in (include / "flintls").glob(pattern))
    whole = "".join(f'#include "flintls/{p.relative_to(include / "flintls")}"\n' for p in headers)
    unit = cindex.Index.create().parse("all.cpp", args=["-std=c++20", f"-I{include}"], unsaved_files=[("all.cpp", whole)])
    if errors := [str(d) for d in unit.diagnostics if d.severity >= 3]:
        sys.exit("\n".join(errors[:5]))
    texts = {str(p): read(p) for p in headers}
    found = set()
    for cursor in unit.cursor.get_children():
        if cursor.location.file and cursor.location.file.name in texts:
            _visit(cindex.CursorKind, cursor, None, texts, include, found)
    return sorted(found)


def _visit(kinds, cursor, parent, texts, include, found):
    extent = cursor.extent
    file = extent.start.file.name if extent.start.file else None
    if cursor.kind in (kinds.STATIC_ASSERT, kinds.ENUM_DECL, kinds.ANNOTATE_ATTR):
        return  # code that exists at compile time only, and documented numbers
    if file in texts:
        text = texts[file]
        start, end = extent.start.offset, extent.end.offset
        if text[start:].startswith(("concept ", "requires")):
            return
        name = str(pathlib.Path(file).relative_to(include / "flintls"))
        for operator, mutated, form, a, b in _of(kinds, cursor, parent, text, start, end):
            found.add(Mutant(name, a, b, operator, mutated, form))
    for child in cursor.get_children():
        _visit(kinds, child, cursor, texts, include, found)


def _of(kinds, cursor, parent, text, start, end):
    source = text[start:end]
    children = list(cursor.get_children())
    kind = cursor.kind
    if kind in (kinds.BINARY_OPERATOR, kinds.CALL_EXPR, kinds.UNEXPOSED_EXPR) and len(children) >= 2:
        left, right = children[0].extent, children[-1].extent
        between = text[left.end.offset:right.start.offset].strip()
        if left.start.offset == start and right.end.offset == end:
            a, b = text[start:left.end.offset], text[right.start.offset:end]
            if between in RELATIONAL:
                yield "relational", f"{a} {RELATIONAL[between]} {b}", "expression", start, end
            if between in LOGICAL:
                yield "and/or", f"({a}) {LOGICAL[between]} ({b})", "expression", start, end
                yield "operand dropped", f"static_cast<bool>({a})", "expression", start, end
                yield "operand dropped", f"static_cast<bool>({b})", "expression", start, end
            if between in BITWISE and kind == kinds.BINARY_OPERATOR:
                yield "bitwise", f"{a} {BITWISE[between]} {b}", "expression", start, end
            if between in "+-" and between and kind == kinds.BINARY_OPERATOR:
                yield "off by one", f"({source}) + 1", "expression", start, end
    if kind == kinds.INTEGER_LITERAL and re.fullmatch(r"[0-9][0-9a-fA-FxX']*[uU]?", source):
        up = start % 2 == 0 or re.fullmatch(r"0[uU]?", source)
        yield "constant", f"({source} {'+' if up else '-'} 1)", "expression", start, end
    if kind == kinds.CXX_BOOL_LITERAL_EXPR and source in ("true", "false"):
        yield "constant", "false" if source == "true" else "true", "expression", start, end
    if kind == kinds.DECL_REF_EXPR and re.fullmatch(r"errc::\w+", source):
        yield "errc", ERRC.get(source, "errc::ok"), "expression", start, end
    if kind == kinds.CONDITIONAL_OPERATOR and children and children[0].extent.start.offset == start:
        stop = children[0].extent.end.offset
        yield "negation", f"!({text[start:stop]})", "condition", start, stop
    if kind == kinds.IF_STMT:
        for child in children:
            a, b = child.extent.start.offset, child.extent.end.offset
            before, behind = text[start:a].rstrip()[-1:], text[b:].lstrip()[:1]
            if child.kind.is_expression() and before in "(;" and behind == ")":
                yield "negation", f"!({text[a:b]})", "condition", a, b
                yield "check removed", "false", "condition", a, b
                break
    if kind == kinds.RETURN_STMT and children:
        a, b = children[0].extent.start.offset, children[0].extent.end.offset
        if re.fullmatch(r"errc::\w+", text[a:b]) is None and children[0].type.spelling == "bool":
            yield "negation", f"!({text[a:b]})", "condition", a, b
    if parent is not None and parent.kind == kinds.COMPOUND_STMT and kind.is_expression():
        if text[end:].lstrip().startswith(";"):
            stop = text.index(";", end) + 1
            yield "statement deleted", ";", "statement", start, stop


def draw(found, count, seed):
    """A sample of `count` mutants, in order. The same headers and the same seed give the same sample."""
    return sorted(random.Random(seed).sample(found, min(count, len(found))))


def planted(text, mine):
    """The text with these mutants planted. mine: pairs of a number and a mutant. A mutant inside another one is planted first."""

    def render(start, end, inside):
        pieces, at = [], start
        while inside:
            number, outer = inside[0]
            within = [each for each in inside[1:] if each[1].start < outer.end]
            inside = inside[1 + len(within):]
            same = [each for each in within if each[1].start == outer.start and each[1].end == outer.end]
            nested = [each for each in within if each not in same]
            inner = render(outer.start, outer.end, nested)
            for which, mutant in reversed([(number, outer), *same]):
                inner = one(which, mutant, inner)
            pieces += [text[at:outer.start], inner]
            at = outer.end
        return "".join(pieces) + text[at:end]

    def one(number, mutant, original):
        asks = f"flintls_mutant({number})"
        if mutant.form == "statement":
            instead = "" if mutant.mutated == ";" else f" else {{ {mutant.mutated} }}"
            return f"if (!{asks}) {{ {original} }}{instead}"
        if mutant.form == "condition" and mutant.mutated == "false":
            return f"!{asks} && ({original})"
        if mutant.form == "condition":
            return f"({asks} ? {mutant.mutated} : static_cast<bool>({original}))"
        return f"({asks} ? ({mutant.mutated}) : ({original}))"

    ordered = sorted(mine, key=lambda each: (each[1].start, -each[1].end, each[1].form != "statement"))
    return render(0, len(text), ordered)


def alone(text, mutant):
    """The text with this mutant in place of the original code."""
    return text[:mutant.start] + mutant.mutated + text[mutant.end:]
