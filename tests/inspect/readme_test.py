"""readme_test.py <root> <peek>: the program in README.md is main of examples/peek.cpp, and the output there is what peek prints."""
import pathlib
import re
import subprocess
import sys

root, peek = pathlib.Path(sys.argv[1]), sys.argv[2]
readme = (root / "README.md").read_text()
source = (root / "examples" / "peek.cpp").read_text()

programs = re.findall(r"```cpp\n(int main.*?)```", readme, re.S)
assert len(programs) == 1, f"README.md shows a program {len(programs)} times, expected once"
assert programs[0] in source, "README.md shows another program than examples/peek.cpp"

shown = re.findall(r"```text\n(to .*?)```", readme, re.S)
printed = subprocess.run([peek], check=True, capture_output=True, text=True).stdout
assert shown == [printed], f"README.md shows {shown}, peek prints {printed!r}"
