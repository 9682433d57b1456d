# SPDX-License-Identifier: MIT
"""Writes the pages of the Python reference: a page for each purpose that help(nps) names, with what it names there.

usage: write_python_reference.py FOLDER

What help(nps) does not name is on a page of its own: results, errors and constants.
"""

import inspect
import re
import sys
from pathlib import Path

import nps

_LINE = re.compile(r"^    (\w[\w ]*?)  +(\S.*)$|^ {8,}(\S.*)$", re.MULTILINE)

_END = '\n\n"python -m nps'


def purposes():
    """Purposes and the public names in the text of each, in the order of help(nps); a name is with its first purpose."""
    found, seen = {}, set()
    purpose = None
    listed, end, _ = nps.__doc__.split("by purpose:")[1].partition(_END)
    if not end:
        raise SystemExit(f"help(nps) has no {_END!r} after the purposes: the lists of functions would be taken for such")
    for title, text, more in _LINE.findall(listed):
        purpose = title or purpose
        names = [name for name in dict.fromkeys(re.findall(r"\b\w+\b", text or more)) if _is_documented(name)]
        found.setdefault(purpose, []).extend(name for name in names if name not in seen)
        seen.update(names)
    rest = [name for name in sorted(dir(nps)) if _is_documented(name) and name not in seen]
    found["errors"] = [name for name in rest if name.endswith("Error")]
    found["results"] = [name for name in rest if not name.endswith("Error")]
    return found


def _is_documented(name):
    value = getattr(nps, name, None)
    return not name.startswith("_") and (inspect.isclass(value) or inspect.isroutine(value))


def entry(name):
    value = getattr(nps, name)
    if not inspect.isclass(value):
        return f"```{{eval-rst}}\n.. autofunction:: nps.{name}\n```\n"
    return f"```{{eval-rst}}\n.. autoclass:: nps.{name}\n   :members:\n```\n"


def page(title, names):
    return f"# {title.capitalize()}\n\n" + "\n".join(entry(name) for name in names)


def main(folder):
    files = {title.replace(" ", "_"): page(title, names) for title, names in purposes().items()}
    listed = "\n".join(files)
    files["index"] = (
        f"# Python reference\n\nWhat `help()` says of each function and class, by purpose.\n\n"
        f"```{{toctree}}\n:maxdepth: 2\n{listed}\n```\n"
    )
    for name, text in files.items():
        (Path(folder) / f"{name}.md").write_text(text)


if __name__ == "__main__":
    main(sys.argv[1])
