"""mutation.py <build> <command>: mutation testing, which proves that the tests fail when the code is wrong. README.md beside this
file explains the method.

    plant [--seed N] [--count N]    draws a sample of mutants and writes headers with all of them to <build>/mutated
          [--count-13 N] [--rules]  adds so many mutants of TLS 1.3, and the breaches of rules.json, in the same build
    check-rules                     checks that the original text of each breach in rules.json exists in its header, once
    plant-rules                     plants the breaches of rules.json only
    build                           builds the test programs with the mutated headers, once
    baseline                        runs each test source without a mutant; notes the time and the mutants that it reaches
    run [--from N] [--to N]         activates one mutant after the other, and runs the test sources that reach it
    alone [--from N] [--to N]       builds each mutant that no run has noticed on its own, with the tests of its header
    report                          prints a table of the results
"""
import argparse
import dataclasses
import json
import os
import pathlib
import re
import shutil
import subprocess
import sys
import time

import mutants

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parent.parent
FOLDERS = ["wire", "extension", "renegotiation", "ticket", "record", "handshake", "tls12"]
HEADERS = ["client.hpp", "server.hpp"]  # headers that are in no folder
FOLDERS_13 = ["tls13", "versions"]  # these have a sample of their own
SECONDS = 60  # the limit for all runs of one mutant
RULE_SECONDS = 180  # the limit for a breach of a rule: some programs of the drivers run for a minute
UNIT_PROGRAMS = ["flintls_tests", "flintls_host_tests", "ticket_archive", "ticket_zero_heap", "ticket_pool"]
DRIVER_PROGRAMS = ["tls12_choices", "tls12_client_certificates", "tls12_decisions", "tls12_edge", "tls12_extensions",
                   "tls12_faults", "tls12_full", "tls12_limits", "tls12_names", "tls12_records", "tls12_renegotiation_client",
                   "tls12_renegotiation_server", "tls12_sessions", "tls12_sizes", "tls12_states", "tls12_tickets_client",
                   "tls12_tickets_server"]
PROGRAMS_13 = ["tls13_schedule", "tls13_after", "tls13_faults", "tls13_flights", "tls13_full", "tls13_hellos",
               "tls13_versions"]


class Work:
    """A build folder with the results so far: state.json."""

    def __init__(self, build):
        self.build = build.resolve()
        self.state_file = self.build / "state.json"
        self.state = json.loads(self.state_file.read_text()) if self.state_file.exists() else {}

    def save(self):
        self.state_file.write_text(json.dumps(self.state, indent=1))

    @property
    def mutants(self):
        return [mutants.Mutant(**each) for each in self.state["mutants"]]

    def programs(self):
        return self.state["programs"]

    def path_of(self, program):
        return next(p for p in (self.build / "tests").rglob(program) if p.is_file() and os.access(p, os.X_OK))


def write_headers(work, drawn, not_planted):
    """Writes mutated copies of the headers that have mutants. The other headers come from the project."""
    out = work.build / "mutated"
    for name in sorted({each.file for each in drawn}):
        text = mutants.read(ROOT / "include/flintls" / name)
        mine = [(i, each) for i, each in enumerate(drawn) if each.file == name and i not in not_planted]
        target = out / "flintls" / name
        target.parent.mkdir(parents=True, exist_ok=True)
        mutated = mutants.planted(text, mine)
        if not target.exists() or mutants.read(target) != mutated:
            target.write_text(mutated, "latin-1")
    return out


def compile_flags(out):
    return ["-std=c++20", "-w", "-Wno-narrowing", f"-I{out}", "-include", str(HERE / "mutant.hpp"), f"-I{ROOT}/include"]


def guilty_mutants(work, output):
    """The mutants in the lines with errors of the compiler. If these lines have none: the mutants in all lines that its output
    names."""
    for pattern in (r"mutated/flintls/(\S+?):(\d+):\d+: +(?:fatal )?error", r"mutated/flintls/(\S+?):(\d+):\d+:"):
        guilty = set()
        for file, line in re.findall(pattern, output):
            text = (work.build / "mutated/flintls" / file).read_text().splitlines()
            guilty |= {int(n) for n in re.findall(r"flintls_mutant\((\d+)\)", text[int(line) - 1])}
        if guilty:
            return guilty
    return set()


def crossing(drawn):
    """The mutants that begin inside another mutant and end behind it. Only one of two such mutants can be planted."""
    at = sorted((each.file, each.start, -each.end, i) for i, each in enumerate(drawn))
    crossed, file, open_ends = set(), None, []
    for name, start, end, i in at:
        if name != file:
            file, open_ends = name, []
        open_ends = [each for each in open_ends if each > start]
        if open_ends and -end > min(open_ends):
            crossed.add(i)
        else:
            open_ends.append(-end)
    return crossed


def plant(work, drawn, programs):
    """Plants all mutants except those that do not compile in the planted form. These are built alone."""
    not_planted = {i for i, each in enumerate(drawn) if each.form == "alone"} | crossing(drawn)
    probe = work.build / "probe.cpp"
    probe.parent.mkdir(parents=True, exist_ok=True)
    includes = sorted({each.file for each in drawn})
    probe.write_text("".join(f'#include "flintls/{name}"\n' for name in includes))
    for _ in range(8):
        out = write_headers(work, drawn, not_planted)
        done = subprocess.run(["g++", *compile_flags(out), "-fsyntax-only", probe], capture_output=True, text=True)
        if done.returncode == 0:
            break
        guilty = guilty_mutants(work, done.stderr)
        if not guilty:
            sys.exit(done.stderr[:4000])
        not_planted |= guilty
    else:
        sys.exit("the headers with the mutants do not compile")
    work.state = {"mutants": [dataclasses.asdict(each) for each in drawn], "not_planted": sorted(not_planted),
                  "programs": programs, "outcomes": {},
                  "commit": subprocess.run(["git", "-C", ROOT, "rev-parse", "--short", "HEAD"], capture_output=True,
                                           text=True).stdout.strip()}
    work.save()
    print(f"{len(drawn)} mutants, {len(not_planted)} of them not planted")


def rule_name(rule):
    return f"{rule['rule']}: {rule['what']}"


def load_rules():
    """Returns the breaches of rules.json as mutants. It is an error if the original text is not in the header, or not once."""
    drawn, wrong, programs = [], [], set()
    for each in json.loads((HERE / "rules.json").read_text()):
        text = mutants.read(ROOT / "include/flintls" / each["file"])
        place, original = each.get("inside", each["original"]), each["original"]
        if text.count(place) != 1 or original not in place:
            wrong.append(f"{each['rule']}, {each['what']}: {each['file']} must have this text once, has it {text.count(place)} "
                         f"times: {place}")
            continue
        start = text.index(place) + place.index(original)
        drawn.append(mutants.Mutant(each["file"], start, start + len(original), rule_name(each), each["broken"],
                                    each.get("form", "expression")))
        programs.update(each["noticed_by"])
    if wrong:
        sys.exit("\n".join(wrong))
    return drawn, sorted(programs)


def build(work):
    """Builds the programs. A mutant that does not compile when a template is instantiated is removed from the headers, and built
    alone later. (-iquote: an -I in these flags would stand behind the -I of a target.)"""
    flags = f"-std=c++20 -O0 -w -Wno-narrowing -iquote {work.build}/mutated -include {HERE}/mutant.hpp"
    subprocess.run(["cmake", "-S", ROOT, "-B", work.build, "-G", "Ninja", "-DCMAKE_C_COMPILER=gcc",
                    "-DCMAKE_CXX_COMPILER=g++", "-DCMAKE_BUILD_TYPE=", "-DFLINTLS_TESTS=ON",
                    "-DFLINTLS_MUTATED=ON", "-DCMAKE_C_FLAGS=-O2", f"-DCMAKE_CXX_FLAGS={flags}"],
                   check=True, stdout=subprocess.DEVNULL)
    command = ["cmake", "--build", work.build, f"-j{os.environ.get('JOBS', '1')}", "--", "-k", "0", *work.programs()]
    for _ in range(5):
        done = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
        if done.returncode == 0:
            return
        guilty = guilty_mutants(work, done.stdout)
        if not guilty:
            break
        print("not planted:", sorted(guilty), flush=True)
        work.state["not_planted"] = sorted({*work.state["not_planted"], *guilty})
        work.save()
        write_headers(work, work.mutants, set(work.state["not_planted"]))
    sys.exit("\n".join(line for line in done.stdout.splitlines() if "error" in line)[:4000])


def run_tests(path, source, number, seconds, reached=None):
    """\return the reason of the failure, or None if all tests passed. (The working directory is the build folder: ccache may have
    made paths relative.)"""
    environment = {**os.environ, "FLINTLS_MUTANT": str(number)}
    if reached:
        environment["FLINTLS_MUTANTS_REACHED"] = str(reached)
    command = [path, f"--source-file=*/{source}", "--abort-after=1", "--no-colors", "--minimal"]
    try:
        done = subprocess.run(command, capture_output=True, timeout=seconds, env=environment,
                              cwd=next((p for p in path.parents if (p / "CMakeCache.txt").exists()), None))
    except subprocess.TimeoutExpired:
        return "never ends"
    if done.returncode == 0:
        return None
    cases = re.findall(r"TEST CASE:  (.*)", done.stdout.decode(errors="replace"))
    return cases[0] if cases else f"ends with {done.returncode}"


def sources_of(work, program):
    """The sources of a program that have test cases, as paths below the project."""
    listed = subprocess.run(["ninja", "-C", work.build, "-t", "inputs", work.path_of(program).relative_to(work.build)],
                            capture_output=True, text=True, check=True).stdout
    files = {pathlib.Path(line.strip()) for line in listed.splitlines() if line.strip().endswith(".cpp")}
    tests = [f for f in files if ROOT / "tests" in f.parents and "TEST_CASE" in f.read_text()]
    return sorted(str(f.relative_to(ROOT)) for f in tests)


def baseline(work):
    work.state["baseline"] = []
    for program in work.programs():
        path = work.path_of(program)
        for source in sources_of(work, program):
            reached = work.build / "reached.txt"
            reached.unlink(missing_ok=True)
            begin = time.monotonic()
            why = run_tests(path, source, -1, 300, reached)
            if why:
                sys.exit(f"{program}, {source} fails without a mutant: {why}")
            took = time.monotonic() - begin
            numbers = [int(n) for n in reached.read_text().split()]
            work.state["baseline"].append(
                {"program": program, "source": source, "seconds": round(took, 2), "reached": numbers})
            print(f"{took:6.2f} s  {len(numbers):4} mutants  {source}", flush=True)
    work.state["baseline"].sort(key=lambda each: each["seconds"])
    work.save()


def run(work, numbers):
    drawn = work.mutants
    noticed_by = {rule_name(each): each["noticed_by"] for each in json.loads((HERE / "rules.json").read_text())}
    for number in numbers:
        if number in work.state["not_planted"] or str(number) in work.state["outcomes"]:
            continue
        begin, outcome, runs = time.monotonic(), None, 0
        folder = drawn[number].file.split("/")[0]
        reaching = [each for each in work.state["baseline"] if number in each["reached"]]
        # For a breach of a rule, only the programs that must notice the breach run. For a mutant, the tests of the same folder run
        # first: they are the most likely to fail.
        known = noticed_by.get(drawn[number].operator)
        limit = RULE_SECONDS if known else SECONDS
        reaching = [each for each in reaching if known is None or each["program"] in known]
        reaching.sort(key=lambda each: (f"tests/{folder}/" not in each["source"], each["seconds"]))
        for each in reaching:
            left = limit - (time.monotonic() - begin)
            if left < each["seconds"]:
                continue
            runs += 1
            allowed = 10 * each["seconds"] + 5
            why = run_tests(work.path_of(each["program"]), each["source"], number, min(left, allowed))
            if why == "never ends" and left < allowed:
                break  # the time limit ended the run: no result
            if why:
                outcome = {"killed": "at run time", "by": each["source"], "why": why}
                break
        if reaching:
            work.state["outcomes"][str(number)] = outcome or {"killed": None, "runs": runs}
            work.save()
        print(number, drawn[number].file, outcome or f"not noticed by {runs} of {len(reaching)} runs", flush=True)


def including(file):
    """The sources of unit tests for a header: those that include the header directly, those of its folder, and those of messages,
    which include most headers indirectly."""
    folder, stem = file.split("/")[0], pathlib.Path(file).stem
    sources = [p for f in dict.fromkeys([folder, "message", "hello", *FOLDERS, "policy", "host"])
               for p in sorted((ROOT / "tests" / f).glob("*.cpp")) if "TEST_CASE" in p.read_text()]
    direct = [p for p in sources if f'"flintls/{file}"' in p.read_text()]
    direct.sort(key=lambda p: (p.stem != stem, p.parent.name != folder, p.stat().st_size))
    return direct + [p for p in sources if p not in direct and p.parent.name in (folder, "message")]


def build_alone(work, number):
    """\return the result: the header itself does not compile, a test does not compile or fails, or no test noticed the mutant"""
    mutant = work.mutants[number]
    out = work.build / "alone" / str(number)
    shutil.rmtree(out, ignore_errors=True)
    target = out / "flintls" / mutant.file
    target.parent.mkdir(parents=True)
    header = mutants.read(ROOT / "include/flintls" / mutant.file)
    target.write_text(mutants.alone(header, mutant), "latin-1")
    flags = ["-std=c++20", "-O0", "-w", f"-I{out}", f"-I{ROOT}/include", f"-I{ROOT}/tests",
             f"-I{work.build}/tests/generated"]
    own = subprocess.run(["g++", *flags, "-fsyntax-only", "-x", "c++", target], capture_output=True, text=True)
    if own.returncode != 0:
        asserts = re.search(r"static assertion failed[^\n]*|in a constant expression|is not a constant", own.stderr)
        return {"killed": "by the header itself", "why": asserts.group()} if asserts else {"stillborn": own.stderr[:300]}
    begin = time.monotonic()
    for source in including(mutant.file):
        if time.monotonic() - begin > SECONDS:
            break
        program = out / "test"
        command = ["g++", *flags, source, work.build / "doctest_main.o", "-o", program]
        done = subprocess.run(command, capture_output=True, text=True)
        name = str(source.relative_to(ROOT))
        if done.returncode != 0:
            error = re.search(r"error: ([^\n]*)", done.stderr)
            return {"killed": "when compiled", "by": name, "why": error.group(1)[:100] if error else "does not link"}
        if why := run_tests(program, name, -2, SECONDS):
            return {"killed": "alone", "by": name, "why": why}
    return {"killed": None, "alone": True}


def refused_alone(work, number):
    """The same with the programs of tests/fail, which must not compile. Each has an expected error."""
    out = work.build / "alone" / str(number)
    flags = f"-std=c++20 -I{out} -I{ROOT}/include"
    programs = sorted((ROOT / "tests/fail").glob("*.cpp"))
    done = subprocess.run([sys.executable, ROOT / "tests/fail/check.py", "g++", *flags.split(), "--", *programs],
                          capture_output=True, text=True)
    if done.returncode != 0:
        return {"killed": "by a program that must not compile", "by": "tests/fail", "why": done.stdout.strip()[:100]}
    return {"killed": None, "alone": True}


def programs_for(file):
    """The programs that test a header which the unit tests do not: the tests of sealed tickets and of drivers need Mbed TLS."""
    folder = file.split("/")[0]
    if folder == "ticket":
        return ["ticket_zero_heap", "ticket_pool", "ticket_archive"]
    if folder in FOLDERS_13:
        return ["tls13_full", "tls13_hellos", "tls13_schedule"]
    return ["tls12_full", "tls12_extensions", "tls12_tickets_client"] if folder in ("record", "handshake", "tls12") else []


def build_programs_alone(work, number):
    """The same with whole programs that no run has tried with this mutant."""
    mutant = work.mutants[number]
    target = work.build / "mutated/flintls" / mutant.file
    planted = mutants.read(target)
    tried = {each["program"] for each in work.state["baseline"] if number in each["reached"]}
    try:
        header = mutants.read(ROOT / "include/flintls" / mutant.file)
        target.write_text(mutants.alone(header, mutant), "latin-1")
        for program in (p for p in programs_for(mutant.file) if p in work.programs() and p not in tried):
            done = subprocess.run(["cmake", "--build", work.build, "-j1", "--target", program],
                                  stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
            if done.returncode != 0:
                error = re.search(r"error: ([^\n]*)", done.stdout)
                return {"killed": "when compiled", "by": program, "why": error.group(1)[:100] if error else ""}
            for each in work.state["baseline"]:
                if each["program"] == program and (why := run_tests(work.path_of(program), each["source"], -2, SECONDS)):
                    return {"killed": "alone", "by": each["source"], "why": why}
    finally:
        target.write_text(planted, "latin-1")
    return {"killed": None, "alone": True}


def run_alone(work, numbers):
    main = work.build / "doctest_main.o"
    if not main.exists():
        subprocess.run(["g++", "-std=c++20", "-O0", "-c", ROOT / "tests/support/doctest_main.cpp", "-o", main], check=True)
    for number in numbers:
        before = work.state["outcomes"].get(str(number))
        if before and (before.get("killed") or before.get("alone") or "stillborn" in before):
            continue
        outcome = build_alone(work, number)
        for further in (refused_alone, build_programs_alone):
            if "stillborn" not in outcome and not outcome["killed"]:
                outcome = further(work, number)
        work.state["outcomes"][str(number)] = outcome
        work.save()
        print(number, work.mutants[number].file, outcome, flush=True)
        shutil.rmtree(work.build / "alone" / str(number), ignore_errors=True)


def report(work):
    drawn, outcomes = work.mutants, work.state["outcomes"]
    counts, rows = {}, []
    for i, mutant in enumerate(drawn):
        text = mutants.read(ROOT / "include/flintls" / mutant.file)
        outcome = outcomes.get(str(i), {"not_run": True})
        how = ("stillborn" if "stillborn" in outcome else "not run" if "not_run" in outcome else
               f"killed {outcome['killed']}" if outcome["killed"] else "survived")
        counts[how] = counts.get(how, 0) + 1
        if how in ("survived", "not run"):
            original = " ".join(text[mutant.start:mutant.end].split())
            rows.append(f"| {i} | {mutant.file}:{mutant.line(text)} | {mutant.operator} | `{original[:90]}` | "
                        f"`{mutant.mutated[:90]}` | {how} |")
    summary = ", ".join(f"{n} {how}" for how, n in sorted(counts.items()))
    print(f"commit {work.state['commit']}; {len(drawn)} mutants: {summary}")
    print("\n".join(rows))


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("build", type=pathlib.Path)
    parser.add_argument("command", choices=["check-rules", "plant", "plant-rules", "build", "baseline", "run", "alone", "report"])
    parser.add_argument("--seed", type=int, default=5746)
    parser.add_argument("--count", type=int, default=260)
    parser.add_argument("--count-13", type=int, default=0)
    parser.add_argument("--rules", action="store_true")
    parser.add_argument("--from", type=int, default=0, dest="first")
    parser.add_argument("--to", type=int, default=10 ** 6)
    parser.add_argument("--only", type=lambda text: [int(n) for n in text.split(",")])
    options = parser.parse_args()
    if options.command == "check-rules":
        print(f"{len(load_rules()[0])} breaches; the original text of each is in its header, once")
        return
    work = Work(options.build)
    if options.command.startswith("plant"):
        shutil.rmtree(work.build / "mutated", ignore_errors=True)
    if options.command == "plant":
        found = mutants.find(ROOT / "include", FOLDERS + HEADERS)
        drawn, programs = mutants.draw(found, options.count, options.seed), UNIT_PROGRAMS + DRIVER_PROGRAMS
        if options.count_13 > 0:
            found = mutants.find(ROOT / "include", FOLDERS_13)
            drawn, programs = drawn + mutants.draw(found, options.count_13, options.seed), programs + PROGRAMS_13
        if options.rules:
            rules, by = load_rules()
            drawn, programs = drawn + rules, programs + [each for each in by if each not in programs]
        plant(work, drawn, programs)
        return
    if options.command == "plant-rules":
        plant(work, *load_rules())
        return
    for number in options.only or []:
        work.state["outcomes"].pop(str(number), None)
    numbers = options.only or range(options.first, min(options.to, len(work.state["mutants"])))
    if options.command in ("run", "alone"):
        {"run": run, "alone": run_alone}[options.command](work, numbers)
    else:
        {"build": build, "baseline": baseline, "report": report}[options.command](work)


if __name__ == "__main__":
    main()
