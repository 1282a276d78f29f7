"""The committed figures that no change may make worse without saying so."""
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
    """Without what is the harness's or the C library's."""
    return flatten({group: rows for group, rows in figures.items() if group not in ("empty", "flash_c_library")})


def compare(baseline, figures):
    """(worse, better): a line of text for each figure."""
    old, new = ours(baseline["target"]), ours(figures)
    worse = [f"{path}: {old[path]} → {new.get(path, 'not measured')}" for path in old
             if path not in new or new[path] > old[path]]
    better = [f"{path}: {old.get(path, 'new')} → {new[path]}" for path in new
              if path not in old or new[path] < old[path]]
    return worse, better
