"""format.py <clang-format> <root>: fails if clang-format would change a C++ file."""
import os
import subprocess
import sys

from tree import files

tool, root = sys.argv[1:]
sources = [os.path.join(root, path) for path in files(root) if path.endswith((".hpp", ".cpp"))]
if not sources:
    sys.exit("no sources found")
sys.exit(subprocess.run([tool, "--dry-run", "-Werror", *sources], check=False).returncode)
