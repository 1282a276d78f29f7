"""check.py [--controls] COMPILER… -- FILE…: fails if a file compiles, or if the errors are not those that its comments expect.

README.md describes the comments. COMPILER is a command with flags. --controls also compiles each file with the flags of its
control: then the file must compile.

All files are compiled together, each in a namespace of its own, which takes a tenth of the time. An error belongs to the file
that the error names, or to the file that instantiates the template. If the expected error of a file is missing, for example
because the compiler prints an error only once, the file is compiled alone.
"""
import pathlib
import re
import shlex
import subprocess
import sys

# Lines that GCC prints before an error.
CONTEXT = re.compile(r"^(In file included from|.*: In |.*\brequired (from|by)\b|\s+from |.*:\s+in .constexpr. expansion of )")
ERROR = re.compile(r"(fatal )?error: ")


class Case:
    """A file, with the expectations in its comments."""

    def __init__(self, path):
        self.path = path
        self.lines = path.read_text().splitlines()
        self.all = self.comments("expect")
        self.any = self.comments("expect-any")
        self.controls = [shlex.split(flags) for flags in self.comments("control")]

    def comments(self, keyword):
        begin = f"// {keyword}: "
        return [line.removeprefix(begin) for line in self.lines if line.startswith(begin)]

    def includes(self):
        """Yields the names in the #include lines, in a form that a file in another folder can include."""
        for line in self.lines:
            if name := re.match(r'#include "(.*)"', line):
                beside = self.path.parent / name[1]
                yield f'"{beside if beside.exists() else name[1]}"'
            elif name := re.match(r"#include (<.*>)", line):
                yield name[1]

    def inside_namespace(self):
        """The text of the file in a namespace. A #line directive keeps the line numbers."""
        body = ["" if line.startswith("#include") else line for line in self.lines]
        return [f"namespace case_{self.path.stem} {{", f'#line 1 "{self.path}"', *body, "}"]

    def missing(self, errors):
        """A text about the expected error that these errors do not contain; empty if they contain all."""
        text_of_errors = "\n".join(errors)
        if not errors:
            return "it compiles"
        for text in self.all:
            if text not in text_of_errors:
                return f"no error says: {text}"
        if self.any and not any(text in text_of_errors for text in self.any):
            return f"no error says any of: {self.any}"
        return ""


class Compiler:
    def __init__(self, command):
        self.is_clang = "clang" in pathlib.Path(command[0]).name
        self.command = [*command, "-fsyntax-only", "-ftemplate-backtrace-limit=0",
                        "-ferror-limit=0" if self.is_clang else "-fmax-errors=0"]

    def run(self, text, *flags, folder):
        """Returns whether this text compiles, and the output of the compiler, with its notes and quoted lines."""
        done = subprocess.run([*self.command, *flags, f"-I{folder}", "-x", "c++", "-"], input=text, text=True,
                              stderr=subprocess.PIPE, check=False)
        return done.returncode == 0, done.stderr

    def errors_of(self, output, cases):
        """Returns {path of a file: its errors}."""
        found = {str(case.path): [] for case in cases}
        named = re.compile("|".join(re.escape(path) for path in found))
        owner, context, error = None, [], None
        for line in output.splitlines():
            if ERROR.search(line):
                error = line
                names = named.findall(line) or named.findall("\n".join(context))
                owner = names[-1] if names else None if self.is_clang or context else owner
                context = []
                if owner:
                    found[owner].append(error)
            elif self.is_clang and "warning: " in line:
                error = None  # the following notes belong to the warning
            elif self.is_clang and error and not owner and (names := named.findall(line)):  # clang prints notes behind an error
                owner = names[-1]
                found[owner].append(error)
            elif not self.is_clang and CONTEXT.match(line):
                context.append(line)
        return found


def together(cases):
    included = dict.fromkeys(name for case in cases for name in case.includes())
    return "\n".join([*(f"#include {name}" for name in included),
                      *(line for case in cases for line in case.inside_namespace())]) + "\n"


def alone(compiler, case, controls):
    """A text about the fault of a case; empty if the case fails to compile as expected."""
    text, folder = f'#line 1 "{case.path}"\n' + "\n".join(case.lines) + "\n", case.path.parent
    compiles, output = compiler.run(text, folder=folder)
    fault = "it compiles" if compiles else case.missing([line for line in output.splitlines() if ERROR.search(line)])
    if fault:
        return f"{fault}\n{output}"
    for flags in case.controls if controls else []:
        compiles, output = compiler.run(text, *flags, folder=folder)
        if not compiles:
            return f"the control does not compile:\n{output}"
    return ""


def main():
    arguments = sys.argv[1:]
    split = arguments.index("--")
    command, files = arguments[:split], arguments[split + 1:]
    controls = command[0] == "--controls"
    compiler = Compiler(command[controls:])
    cases = [Case(pathlib.Path(name).resolve()) for name in files]

    faults = {case.path.stem: "no // expect: in it" for case in cases if not case.all and not case.any}
    # In the unit of all files each file has a namespace, so that its names are not global.
    faults |= {case.path.stem: "it names a type of its own through the global namespace" for case in cases
               if any(re.search(r"(^|[^\w:>)])::\w", line) for line in case.lines)}
    text, folder = together(cases), cases[0].path.parent
    _, output = compiler.run(text, folder=folder)
    errors = compiler.errors_of(output, cases)
    retried = [case for case in cases if case.missing(errors[str(case.path)])]
    if controls:
        flags = {tuple(flags) for case in cases for flags in case.controls}
        with_one = [case for case in cases if case.controls]
        for each in flags:
            compiles, output = compiler.run(together(with_one), *each, folder=folder)
            errors = compiler.errors_of(output, with_one)
            named = [case for case in with_one if errors[str(case.path)]]
            retried += [case for case in named or with_one if not compiles and case not in retried]
    for case in retried:
        if fault := alone(compiler, case, controls):
            faults.setdefault(case.path.stem, fault)
    print(f"{len(cases)} programs; compiled alone: {' '.join(case.path.stem for case in retried) or 'none'}")
    for name, fault in faults.items():
        print(f"{name}: {fault}")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
