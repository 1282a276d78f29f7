"""Figures as a tree, and as paths: `target/parse/curl_openssl3/instructions`."""


def flatten(tree, path=""):
    """Returns {path: number} of all numbers in the tree."""
    flat = {}
    for name, value in tree.items():
        here = f"{path}/{name}" if path else name
        if isinstance(value, dict):
            flat.update(flatten(value, here))
        else:
            flat[here] = value
    return flat
