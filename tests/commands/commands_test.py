"""commands_test.py <root of the project>: tests `sh tests/run.sh` and `sh examples/run.sh`. Both announce downloads and
installations, print a line for each step, and print the requirements where they cannot install them.

The commands run in copies of the project: with a PATH that lacks tools; with an apt whose folders belong to the test (no package
is installed; the mirror is a folder, or a port that refuses connections); and with a tiny project in place of this one. The test
changes nothing in the system and needs no network.
"""
import os
import pty
import re
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time

ROOT = sys.argv[1]
BASIC = """sh env cat echo printf sed awk grep head tail tee cut tr sort find date sleep mkdir mktemp rm mv cp chmod ls dirname basename
    id uname nice getconf kill touch true false expr wc timeout""".split()
APT = "apt-get apt-cache apt-config dpkg dpkg-query dpkg-deb".split()
LISTED = ("arm-none-eabi-g++", "QEMU for Arm", "FLINTLS_MBEDTLS_SOURCE")
# Error messages of other tools, and of a shell that does not find a tool. The commands must print their own messages instead.
FOREIGN = re.compile(r"^(E|W|Err|Ign|Hit|Get)[: ]|not found$|Permission denied|CMake Error|Reading package lists", re.M)
failures = []


def check(what, condition, output):
    if not condition:
        failures.append(what)
        print(f"FAILED: {what}\n{output}\n")


def copy(folder):
    """Copies the files of the project that the commands read before they build."""
    os.makedirs(folder)
    for name in (".ci", "tests/run.sh", "tests/interop/fetch_peers.sh", "examples/run.sh", "examples/support", "ports"):
        target = os.path.join(folder, name)
        os.makedirs(os.path.dirname(target), exist_ok=True)
        source = os.path.join(ROOT, name)
        (shutil.copytree if os.path.isdir(source) else shutil.copy)(source, target)


def path_of(folder, names, **scripts):
    """Makes a folder for PATH with links to these programs of the system, and with these scripts."""
    os.makedirs(folder)
    for name in names:
        program = shutil.which(name)
        if program:
            os.symlink(program, os.path.join(folder, name))
    for name, text in scripts.items():
        path = os.path.join(folder, name)
        with open(path, "w", encoding="utf-8") as file:
            file.write(f"#!/bin/sh\n{text}\n")
        os.chmod(path, 0o755)
    return folder


def run(folder, command, path=None, **variables):
    environment = {name: value for name, value in os.environ.items()
                   if not name.startswith("FLINTLS_") and not name.startswith("CTEST")}
    environment.update(variables)
    if path:
        environment["PATH"] = path
    done = subprocess.run(["/bin/sh", *command.split()], cwd=folder, env=environment, stdin=subprocess.DEVNULL,
                          stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, timeout=300)
    return done.returncode, done.stdout


def check_requirements_printed(what, status, output):
    check(f"{what}: exit status 1", status == 1, f"status {status}\n{output}")
    for word in LISTED:
        check(f"{what}: says {word}", word in output, output)
    check(f"{what}: nothing of another tool", not FOREIGN.search(output), output)


def without_tools(work):
    """Neither apt nor tools, as on a system that is not Debian."""
    path = path_of(f"{work}/nothing", BASIC)
    for command in ("tests/run.sh", "examples/run.sh"):
        status, output = run(f"{work}/project", command, path)
        check_requirements_printed(f"{command} without apt", status, output)
        check(f"{command} without apt: names cmake", re.search(r"Not found.*\bcmake\b", output), output)
        if shutil.which("cmake"):
            status, output = run(f"{work}/project", command, path_of(f"{path}-{command.split('/')[0]}", [*BASIC, "cmake"]))
            check(f"{command} with cmake: does not name it", not re.search(r"Not found.*\bcmake\b", output), output)


def apt_of(work, name, sources):
    """Makes the folders of an apt without installed packages and with these sources. Returns the environment that selects them."""
    folder = f"{work}/{name}"
    for sub in ("lists/partial", "cache/archives/partial", "dpkg/updates", "dpkg/info"):
        os.makedirs(f"{folder}/{sub}")
    for file in ("dpkg/status", "dpkg/available"):
        open(f"{folder}/{file}", "w", encoding="utf-8").close()
    with open(f"{folder}/sources.list", "w", encoding="utf-8") as file:
        file.write(sources)
    with open(f"{folder}/apt.conf", "w", encoding="utf-8") as file:
        file.write(f"""Acquire::Retries "0";
Acquire::Languages "none";
APT::Sandbox::User "root";
Dir::Etc::main "/dev/null";
Dir::Etc::parts "/dev/null";
Dir::Etc::sourcelist "{folder}/sources.list";
Dir::Etc::sourceparts "/dev/null";
Dir::State "{folder}";
Dir::State::lists "{folder}/lists";
Dir::State::status "{folder}/dpkg/status";
Dir::Cache "{folder}/cache";
""")
    return {"APT_CONFIG": f"{folder}/apt.conf", "DPKG_ADMINDIR": f"{folder}/dpkg"}


def packages_of(command):
    """The packages that a script requires: the words of its variable `packages`."""
    with open(os.path.join(ROOT, command), encoding="utf-8") as file:
        text = file.read()
    return re.findall(r"[a-z0-9][a-z0-9+.-]+", re.search(r'packages="([^"]*)"', text).group(1))


def mirror(work, packages):
    """Makes a folder that apt uses as a mirror: an index of packages, without the packages."""
    folder = f"{work}/mirror"
    os.makedirs(folder)
    with open(f"{folder}/Packages", "w", encoding="utf-8") as file:
        for package in packages:
            file.write(f"Package: {package}\nVersion: 1\nArchitecture: all\nMaintainer: nobody\nInstalled-Size: 2000\n"
                       f"Filename: ./{package}.deb\nSize: 1000000\nSHA256: {'0' * 64}\nDescription: none\n\n")
    return f"deb [trusted=yes] copy:{folder} ./\n"


def with_apt(work):
    if not shutil.which("apt-get") or not shutil.which("dpkg-query"):
        print("this system has no apt: the cases with apt are left out")
        return
    # The test owns the folders of this apt: apt needs no root.
    sudo = 'while [ "$1" = -n ]; do shift; done\nexec "$@"'
    names = [*BASIC, *APT]
    packages = packages_of("tests/run.sh")
    listed = mirror(work, packages)

    # Neither root nor sudo.
    path = path_of(f"{work}/no_root", [name for name in names if name != "id"], id="echo 1000")
    for command in ("tests/run.sh", "examples/run.sh"):
        name = f"nobody-{command.split('/')[0]}"
        status, output = run(f"{work}/project", command, path, **apt_of(work, name, listed))
        check_requirements_printed(f"{command} without root and sudo", status, output)
        check(f"{command} without root and sudo: says so", "root or sudo" in output, output)
        check(f"{command} without root and sudo: says what to run", "apt-get install" in output, output)

    # No network: no process listens on the port of this mirror.
    path = path_of(f"{work}/sudo", [name for name in names if name != "id"], id="echo 1000", sudo=sudo)
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
    refusing = f"deb http://127.0.0.1:{port}/debian bookworm main\n"
    for command in ("tests/run.sh", "examples/run.sh"):
        name = f"offline-{command.split('/')[0]}"
        status, output = run(f"{work}/project", command, path, http_proxy="", **apt_of(work, name, refusing))
        check_requirements_printed(f"{command} without network", status, output)
        check(f"{command} without network: says so", "no network" in output, output)
        log = re.search(r"\bbuild/\S*\.log\b", output)
        check(f"{command} without network: names a log", log, output)
        if not log:
            continue
        with open(f"{work}/project/{log.group()}", encoding="utf-8") as file:
            check(f"{command} without network: apt's words are there", f"127.0.0.1:{port}" in file.read(), output)

    # A mirror with an index and without packages: the command prints the sizes before it downloads.
    status, output = run(f"{work}/project", "tests/run.sh", path, **apt_of(work, "indexed", listed))
    check_requirements_printed("tests/run.sh, packages that cannot be downloaded", status, output)
    figures = f"{len(packages)} packages; {len(packages)}.0 MB to download, {len(packages) * 2000 * 1024 / 1e6:.1f} MB on the disk"
    check("tests/run.sh: says how much", figures in output, f"not: {figures}\n{output}")
    check("tests/run.sh: says it first", 0 < output.find(figures) < output.find("download of packages"), output)
    check("tests/run.sh: says what it downloads itself", "Mbed TLS" in output.split("apt's lists")[0], output)
    check("tests/run.sh: says how long the tests take", re.search(r"usually \d+ minutes", output), output)

    # A mirror whose index lacks a package, as in another distribution.
    other = mirror(f"{work}/other", [package for package in packages if package != "spin"])
    status, output = run(f"{work}/project", "tests/run.sh", path, **apt_of(work, "other_one", other))
    check_requirements_printed("tests/run.sh, an unknown package", status, output)
    check("tests/run.sh, an unknown package: says which", re.search(r"no package.* spin\b", output), output)


TINY = """cmake_minimum_required(VERSION 3.25)
project(tiny LANGUAGES NONE)
enable_testing()
add_custom_target(thing ALL COMMAND sh ${PROJECT_SOURCE_DIR}/build.sh VERBATIM)
add_test(NAME right COMMAND sh ${PROJECT_SOURCE_DIR}/right.sh)
add_test(NAME other COMMAND sh ${PROJECT_SOURCE_DIR}/other.sh)
"""
PRESETS = """{"version": 6,
 "configurePresets": [{"name": "tiny", "generator": "Ninja", "binaryDir": "${sourceDir}/build/${presetName}"},
                      {"name": "second", "inherits": "tiny"}],
 "buildPresets": [{"name": "tiny", "configurePreset": "tiny"}, {"name": "second", "configurePreset": "second"}],
 "testPresets": [{"name": "tiny", "configurePreset": "tiny", "output": {"outputOnFailure": true}},
                 {"name": "second", "configurePreset": "second", "output": {"outputOnFailure": true}}]}
"""


def project(work, name, **scripts):
    """Makes a project with two tests, which tests/run.sh builds and tests."""
    folder = f"{work}/{name}"
    copy(folder)
    texts = {"build": "echo building it", "right": "echo words of the right one", "other": "true"} | scripts
    for script, text in texts.items():
        with open(f"{folder}/{script}.sh", "w", encoding="utf-8") as file:
            file.write(text + "\n")
    for file_name, text in (("CMakeLists.txt", TINY), ("CMakePresets.json", PRESETS)):
        with open(f"{folder}/{file_name}", "w", encoding="utf-8") as file:
            file.write(text)
    return folder


def steps(work):
    status, output = run(project(work, "good"), "tests/run.sh tiny second")
    check("both pass: exit status 0", status == 0, output)
    check("both pass: counted", "\n100% tests passed, 0 tests failed out of 4\n" in output, output)
    for preset in ("tiny", "second"):
        for what in ("configure", "build", "test"):
            check(f"a line for {preset}: {what}", re.search(rf"^{preset}: {what} +\d+ s$", output, re.M), output)
    check("both pass: nothing else", len(output.splitlines()) <= 16 and "building it" not in output, output)

    status, output = run(project(work, "loud"), "tests/run.sh --verbose tiny")
    check("--verbose: all", status == 0 and "building it" in output and re.search(r"Test +#1: right", output), output)

    folder = project(work, "skips", other="exit 77")
    with open(f"{folder}/CMakeLists.txt", "a", encoding="utf-8") as file:
        file.write("set_tests_properties(other PROPERTIES SKIP_RETURN_CODE 77)\n")
    status, output = run(folder, "tests/run.sh tiny")
    check("a test is skipped: it says which", status == 0 and re.search(r"^tiny .*skipped: other", output, re.M), output)

    folder = project(work, "bad", other="echo why it failed; echo and where >&2; exit 3")
    status, output = run(folder, "tests/run.sh tiny")
    check("a test fails: exit status 1", status == 1, output)
    check("a test fails: counted", "\n50% tests passed, 1 tests failed out of 2\n" in output, output)
    check("a test fails: its words", "why it failed" in output and "and where" in output, output)
    check("a test fails: no others", "words of the right one" not in output and "#1: right" not in output, output)
    check("a test fails: names the log", "build/tiny.log" in output, output)
    with open(f"{folder}/build/tiny.log", encoding="utf-8") as file:
        check("a test fails: all is in the log", "building it" in (text := file.read()) and "#1: right" in text, text)

    status, output = run(project(work, "broken", build="echo a good line; echo the bad line; exit 1"), "tests/run.sh tiny second")
    check("a build fails: exit status 1", status == 1, output)
    check("a build fails: counted", "\n0% tests passed, 2 tests failed out of 2\n" in output, output)
    check("a build fails: its words", "the bad line" in output, output)
    check("a build fails: no tests", "tiny: test" not in output, output)

    status, output = run(project(work, "unknown"), "tests/run.sh no_such_preset tiny")
    check("no such preset: exit status 1", status == 1 and "no_such_preset" in output, output)
    check("no such preset: the other one is tested", "\n66% tests passed, 1 tests failed out of 3\n" in output, output)

    folder = project(work, "full")
    open(f"{folder}/build", "w", encoding="utf-8").close()
    status, output = run(folder, "tests/run.sh tiny")
    check("no folder for logs: says so", status == 1 and output.startswith("cannot write build/"), output)

    for command in ("tests/run.sh --no-such-option", "examples/run.sh no_such_word"):
        status, output = run(f"{work}/project", command)
        check(f"{command}: says how it is called", status == 2 and f"sh {command.split()[0]}" in output, output)


def on_a_terminal(work):
    """On a terminal the last line shows the progress."""
    ours, theirs = pty.openpty()
    process = subprocess.Popen(["/bin/sh", "tests/run.sh", "tiny"], cwd=project(work, "seen", build="sleep 3"),
                               stdin=subprocess.DEVNULL, stdout=theirs, stderr=theirs)
    os.close(theirs)
    output = b""
    while True:
        try:
            more = os.read(ours, 4096)
        except OSError: # the command has closed the terminal
            break
        if not more:
            break
        output += more
    os.close(ours)
    text = output.decode()
    check("on a terminal: exit status 0", process.wait(timeout=30) == 0, text)
    check("on a terminal: how far it is", re.search(r"\r\x1b\[Ktiny: build[^\n]*, [1-9]\d* s", text), text)
    check("on a terminal: the same lines", re.search(r"\x1b\[Ktiny: build +\d+ s\r\n", text), text)


def interrupted(work):
    """A signal that ends the command also ends the processes that the command has started."""
    folder = project(work, "ended", build="echo $$ >pid.new; mv pid.new ../../started; exec sleep 60")
    started = f"{folder}/started"
    process = subprocess.Popen(["/bin/sh", "tests/run.sh", "tiny"], cwd=folder, stdin=subprocess.DEVNULL,
                               stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    for _ in range(600):
        if os.path.exists(started) or process.poll() is not None:
            break
        time.sleep(0.05)
    check("ended: the build had started", os.path.exists(started), "")
    process.send_signal(signal.SIGTERM)
    output = process.communicate(timeout=30)[0]
    check("ended: exit status", process.returncode not in (0, None), output)
    with open(started, encoding="utf-8") as file:
        pid = int(file.read())
    for _ in range(100):
        try:
            os.kill(pid, 0)
        except ProcessLookupError:
            return
        time.sleep(0.05)
    os.kill(pid, signal.SIGKILL)
    check("ended: the processes of the command have ended, too", False, output)


with tempfile.TemporaryDirectory() as scratch:
    copy(f"{scratch}/project")
    without_tools(scratch)
    with_apt(scratch)
    steps(scratch)
    on_a_terminal(scratch)
    interrupted(scratch)
print(f"{len(failures)} failed")
sys.exit(1 if failures else 0)
