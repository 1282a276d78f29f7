"""The table of matrix_test.py. Each row is a peer, each column a kind of connection. A cell has the number of connections that passed,
or a letter: the reason why there are none. ../README.md contains the table between two marks."""
import re

CELLS = ("1.2 full", "1.2 ticket", "1.2 id", "1.2 PSK", "1.2 certificate", "1.2 RSA", "1.3 full", "1.3 ticket", "1.3 retry",
         "1.3 PSK", "1.3 certificate", "1.3 RSA", "refused")
BEGIN, END = "<!-- matrix begins -->", "<!-- matrix ends -->"


class Row:
    """A peer in one role. `cannot`: {cell: reason}."""

    def __init__(self, name, cannot):
        self.name, self.cannot, self.passed, self.tried = name, cannot, {}, {}

    def count(self, cell, passed):
        self.tried[cell] = self.tried.get(cell, 0) + 1
        self.passed[cell] = self.passed.get(cell, 0) + (1 if passed else 0)

    def failed(self):
        return [f"{self.name}, {cell}: {self.passed[cell]} of {self.tried[cell]}" for cell in CELLS
                if self.tried.get(cell, 0) != self.passed.get(cell, 0)]

    def cell(self, cell, letters):
        if cell in self.passed:
            return str(self.passed[cell])
        return letters[self.cannot[cell]]


def letters_of(rows):
    """Returns {reason: letter}, in the order of the rows."""
    reasons = dict.fromkeys(row.cannot[cell] for row in rows for cell in CELLS if cell in row.cannot and cell not in row.passed)
    return {reason: chr(ord("a") + number) for number, reason in enumerate(reasons)}


def lines(rows):
    """Returns the lines of the table, of the reasons and of the sum."""
    letters = letters_of(rows)
    made = ["| the peer | " + " | ".join(CELLS) + " |", "|---|" + "---|" * len(CELLS)]
    made += [f"| {row.name} | " + " | ".join(row.cell(cell, letters) for cell in CELLS) + " |" for row in rows]
    return made + ["", *(f"- {letter}: {reason}" for reason, letter in letters.items()), "",
                   f"{sum(sum(row.passed.values()) for row in rows)} connections passed."]


def read(text):
    """Returns {name of a peer: {cell: number or reason}} of the table in `text`."""
    between = text.split(BEGIN)[1].split(END)[0]
    reasons = dict(re.findall(r"(?m)^- ([a-z]): (.*)$", between))
    table = [[cell.strip() for cell in line.strip("|").split("|")] for line in between.splitlines() if line.startswith("|")]
    return {row[0]: {cell: int(value) if value.isdigit() else reasons[value] for cell, value in zip(table[0][1:], row[1:])}
            for row in table[2:]}


def differences(rows, text):
    """Returns the differences between `rows` and the table in `text`. Peers without a row in `rows` are not compared."""
    committed = read(text)
    found = []
    for row in rows:
        before = committed.get(row.name)
        if before is None:
            found.append(f"{row.name}: not in the table")
            continue
        for cell in CELLS:
            now = row.passed[cell] if cell in row.passed else row.cannot[cell]
            if before.get(cell) != now:
                found.append(f"{row.name}, {cell}: {before.get(cell)} in the table, {now} now")
    return found


def rewritten(text, made):
    before, _, rest = text.partition(BEGIN)
    return before + BEGIN + "\n\n" + "\n".join(made) + "\n\n" + END + rest.partition(END)[2]
