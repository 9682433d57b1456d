#!/usr/bin/python3
"""The tree contains only expected files, with licences and without forbidden text; and no two structs have one name.
SPDX-License-Identifier: MIT

usage: check_tree.py ROOT
"""

import pathlib
import re
import socket
import sys

import project

TOP_LEVEL = {
    "CHANGELOG.md", "CITATION.cff", "CMakeLists.txt", "CMakePresets.json", "CONTRIBUTING.md", "LICENSE", "Makefile",
    "README.md", "RELEASE.md", "SECURITY.md", "benchmarks", "bindings", "docs", "include", "lib", "pkgconfig",
    "pyproject.toml", "tests",
}

# The patterns are written so that they do not match this file, and begin with letters, by which they are found quickly.
FORBIDDEN = {
    "a path of one machine": r"/(?<![\w.]/)(?:home|work|root|Users)/\w|/tmp/(?:bash)",
    "a host of one network": r"https?://(?:\d+\.|[\w-]+(?:[:/]|$))",
    "a package registry": r"[hH](?i:ttps?://[\w.-]*)(?i:pypi|pythonhosted|artifactory|nexus|registry)",
    "unfinished, without a reason in brackets": r"[TFX](?<!\w[TFX])(?:(?<=T)O[D]O|(?<=F)IX[M]E|(?<=X)[X]X)\b(?!\([^)\n]{3,}\): \S)",
}


def check_top_level(paths):
    for name in sorted({path.parts[0] for path in paths} - TOP_LEVEL):
        if not name.startswith("."):
            yield f"{name}: not expected at the top level; add it to TOP_LEVEL in check_tree.py if it belongs there"


def check_folders(paths, house):
    """CONTRIBUTING.md shows every folder of the house: `lib/method/`, or `lib/` and then `method/`."""
    folders = sorted({path.parts[:depth] for path in paths for depth in (1, 2) if len(path.parts) > depth})
    yield from (f"{'/'.join(folder)}/: not shown in CONTRIBUTING.md" for folder in folders
                if not folder[0].startswith(".") and f"`{'/'.join(folder)}/" not in house
                and not (len(folder) == 2 and f"`{folder[1]}/`" in house))


def check_structs(root, paths):
    """A struct name means one thing, so it is defined in one file of the library or of a binding."""
    files = {}
    for path in paths:
        if path.suffix in {".c", ".h"} and path.parts[0] in {"bindings", "include", "lib"}:
            for name in set(re.findall(r"^(?:typedef )?struct (\w+) \{", (root / path).read_text(), re.MULTILINE)):
                files.setdefault(name, []).append(str(path))
    yield from (f"struct {name}: defined in {' and '.join(where)}; each needs a name of its own"
                for name, where in sorted(files.items()) if len(where) > 1)


def check_licence(path, text):
    if path.suffix in {".c", ".h", ".cpp", ".hpp", ".i"}:
        if "SPDX-License-Identifier: MIT" not in "\n".join(text.splitlines()[:30]):
            yield f"{path}: no SPDX-License-Identifier"


def check_text(path, text):
    host = socket.gethostname().split(".")[0]
    forbidden = dict(FORBIDDEN)
    if len(host) > 5 and host not in {"localhost", "debian", "ubuntu"}:
        forbidden["the name of this machine"] = rf"\b{re.escape(host)}\b"
    for what, pattern in forbidden.items():
        if re.search(pattern, text, re.MULTILINE):
            yield from (f"{path}:{number}: {what}: {line.strip()}"
                        for number, line in enumerate(text.splitlines(), 1) if re.search(pattern, line))


def main(root):
    root = pathlib.Path(root)
    paths = project.files(root)
    failures = [*check_top_level(paths), *check_folders(paths, project.read(root, "CONTRIBUTING.md")),
                *check_structs(root, paths)]
    for path in paths:
        text = (root / path).read_text(errors="replace")
        failures += check_licence(path, text)
        # Data files come from elsewhere and may contain any text, and so may the bytes of a picture.
        if path.suffix not in {".csv", ".png"}:
            failures += check_text(path, text)
    project.conclude(failures)


if __name__ == "__main__":
    main(*sys.argv[1:])
