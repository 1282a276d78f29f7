"""Lists the files of a checkout: tracked files, and new files that git does not ignore."""
import os
import subprocess


def files(root):
    """Paths relative to root."""
    git = ["git", "-c", "safe.directory=*", "-C", root]
    try:
        out = subprocess.run([*git, "ls-files", "-z", "-co", "--exclude-standard"],
                             check=True, capture_output=True, text=True).stdout
        found = out.split("\0")
    except (OSError, subprocess.CalledProcessError):  # a tree without git, such as an unpacked archive
        found = [os.path.relpath(os.path.join(folder, name), root)
                 for folder, _, names in os.walk(root) for name in names]
        found = [path for path in found if path.split(os.sep)[0] not in ("build", ".git")]
    return sorted(path for path in found if path and os.path.isfile(os.path.join(root, path)))
