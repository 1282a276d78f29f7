"""flow_diagram_test.py <text> <program> [--write]: fails if the part of the text between two markers differs from the output of the
program. --write replaces the part."""
import pathlib
import subprocess
import sys

BEGIN, END = "<!-- flow_diagram begins -->\n", "<!-- flow_diagram ends -->\n"

path, program = pathlib.Path(sys.argv[1]), sys.argv[2]
printed = subprocess.run([program], check=True, capture_output=True, text=True).stdout
text = path.read_text()
if text.count(BEGIN) != 1 or text.count(END) != 1 or text.index(BEGIN) > text.index(END):
    sys.exit(f"{path} must have each of these markers once, in this order: {BEGIN}{END}")
begin, end = text.index(BEGIN) + len(BEGIN), text.index(END)
shown = text[begin:end].strip()
if shown == printed.strip():
    sys.exit(0)
if "--write" in sys.argv[3:]:
    path.write_text(f"{text[:begin]}\n{printed.strip()}\n\n{text[end:]}")
    sys.exit(0)
for shown_line, printed_line in zip(shown.splitlines() + [""], printed.strip().splitlines() + [""]):
    if shown_line != printed_line:
        sys.exit(f"{path} differs from the tables of the flow (flintls/tls12/flow.hpp, flintls/tls13/flow.hpp). The text has\n"
                 f"{shown_line}\nand must have\n{printed_line}\npython3 {' '.join(sys.argv)} --write corrects the text")
sys.exit(f"{path} differs from the tables of the flow (flintls/tls12/flow.hpp, flintls/tls13/flow.hpp)")
