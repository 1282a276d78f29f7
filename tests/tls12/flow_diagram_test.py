"""flow_diagram_test.py <text> <program> [--write]: between two markers a text has what a program prints. --write puts it there."""
import pathlib
import subprocess
import sys

BEGIN, END = "<!-- flow_diagram begins -->\n", "<!-- flow_diagram ends -->\n"

path, program = pathlib.Path(sys.argv[1]), sys.argv[2]
printed = subprocess.run([program], check=True, capture_output=True, text=True).stdout
text = path.read_text()
if text.count(BEGIN) != 1 or text.count(END) != 1 or text.index(BEGIN) > text.index(END):
    sys.exit(f"{path} has not one of each marker, in this order: {BEGIN}{END}")
begin, end = text.index(BEGIN) + len(BEGIN), text.index(END)
shown = text[begin:end].strip()
if shown == printed.strip():
    sys.exit(0)
if "--write" in sys.argv[3:]:
    path.write_text(f"{text[:begin]}\n{printed.strip()}\n\n{text[end:]}")
    sys.exit(0)
for here, there in zip(shown.splitlines() + [""], printed.strip().splitlines() + [""]):
    if here != there:
        sys.exit(f"{path} has another handshake than flintls/tls12/flow.hpp:\n{here}\nand not\n{there}\n"
                 f"python3 {' '.join(sys.argv)} --write puts it right")
sys.exit(f"{path} has another handshake than flintls/tls12/flow.hpp")
