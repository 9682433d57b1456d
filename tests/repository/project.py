"""What the checks of the repository share. SPDX-License-Identifier: MIT"""

import os
import pathlib
import re
import subprocess
import sys

NOT_OURS = {".git", "build", "dist", "__pycache__"}


def files(root):
    """Every file of the project, as paths relative to its root: what git has, or would take."""
    root = pathlib.Path(root)
    if (root / ".git").exists():
        listed = subprocess.run(
            ["git", "-c", "safe.directory=*", "-C", root, "ls-files", "-z", "--cached", "--others",
             "--exclude-standard"],
            check=True, capture_output=True, text=True).stdout.split("\0")
        return sorted(pathlib.Path(name) for name in set(listed) if name and (root / name).is_file())
    return sorted(walk(root))


def walk(root):
    """The same for a tree without git, as a released archive is."""
    for directory, below, names in os.walk(root):
        below[:] = [name for name in below if name not in NOT_OURS]
        yield from ((pathlib.Path(directory) / name).relative_to(root) for name in names)


def read(root, name):
    """The text of a file that must be there."""
    path = pathlib.Path(root) / name
    if not path.is_file():
        sys.exit(f"there is no {name}")
    return path.read_text()


def without_comments(text):
    """C without its comments, each line where it was."""
    return re.sub(r"/\*.*?\*/|//[^\n]*", lambda comment: "\n" * comment[0].count("\n"), text, flags=re.DOTALL)


def header_version(root):
    """The version as the header has it, where it is written once."""
    text = read(root, "include/nps/version.h")
    return ".".join(re.search(rf"^#define NPS_VERSION_{part} (\d+)$", text, re.MULTILINE)[1]
                    for part in ("MAJOR", "MINOR", "PATCH"))


def conclude(failures):
    """Prints what is wrong, and ends the program."""
    for failure in failures:
        print(failure)
    print(f"{len(failures)} wrong" if failures else "all right")
    sys.exit(bool(failures))
