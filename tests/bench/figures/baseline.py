"""The committed figures. A change that makes a figure worse must also change the baseline."""
import json

from .tree import flatten


def load(path):
    try:
        with open(path, encoding="utf-8") as file:
            return json.load(file)
    except FileNotFoundError:
        return None


def save(path, figures, compiler):
    with open(path, "w", encoding="utf-8") as file:
        json.dump({"compiler": compiler, "target": figures}, file, indent=1)
        file.write("\n")


def ours(figures):
    """The figures without those of the measuring program and of the C library."""
    return flatten({group: rows for group, rows in figures.items() if group not in ("empty", "flash_c_library")})


def compare(baseline, figures):
    """Returns (worse, better), two lists with a line of text for each figure that changed."""
    old, new = ours(baseline["target"]), ours(figures)
    worse = [f"{path}: {old[path]} → {new.get(path, 'not measured')}" for path in old
             if path not in new or new[path] > old[path]]
    better = [f"{path}: {old.get(path, 'new')} → {new[path]}" for path in new
              if path not in old or new[path] < old[path]]
    return worse, better
