"""Functions that the checks of the repository share. SPDX-License-Identifier: MIT"""

import os
import pathlib
import re
import subprocess
import sys

NOT_OURS = {".git", "build", "dist", "__pycache__"}


def files(root):
    """Every file of the project that git tracks or would add, as paths relative to its root."""
    root = pathlib.Path(root)
    if (root / ".git").exists():
        listed = subprocess.run(
            ["git", "-c", "safe.directory=*", "-C", root, "ls-files", "-z", "--cached", "--others",
             "--exclude-standard"],
            check=True, capture_output=True, text=True).stdout.split("\0")
        return sorted(pathlib.Path(name) for name in set(listed) if name and (root / name).is_file())
    return sorted(walk(root))


def walk(root):
    """Every file of a tree without git, such as a released archive."""
    for directory, below, names in os.walk(root):
        below[:] = [name for name in below if name not in NOT_OURS]
        yield from ((pathlib.Path(directory) / name).relative_to(root) for name in names)


def read(root, name):
    """The text of a file that must exist."""
    path = pathlib.Path(root) / name
    if not path.is_file():
        sys.exit(f"{path} does not exist")
    return path.read_text()


def without_comments(text):
    """C text without its comments; line numbers do not change."""
    return re.sub(r"/\*.*?\*/|//[^\n]*", lambda comment: "\n" * comment[0].count("\n"), text, flags=re.DOTALL)


def header_version(root):
    """The version in the header, which is its only source."""
    text = read(root, "include/nps/version.h")
    return ".".join(re.search(rf"^#define NPS_VERSION_{part} (\d+)$", text, re.MULTILINE)[1]
                    for part in ("MAJOR", "MINOR", "PATCH"))


def conclude(failures):
    """Prints the failures and ends the program."""
    for failure in failures:
        print(failure)
    print(f"{len(failures)} failures" if failures else "all checks passed")
    sys.exit(bool(failures))
