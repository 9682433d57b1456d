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


def purposes():
    """Pairs of a purpose and the public names in its text, in the order of help(nps)."""
    found = {}
    purpose = None
    for title, text, more in _LINE.findall(nps.__doc__.split("by purpose:")[1].split("\n\nOptions")[0]):
        purpose = title or purpose
        found.setdefault(purpose, []).extend(re.findall(r"\b\w+\b", text or more))
    return {purpose: [name for name in dict.fromkeys(words) if _is_documented(name)] for purpose, words in found.items()}


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
    folder = Path(folder)
    pages = purposes()
    seen = {name for names in pages.values() for name in names}
    rest = [name for name in sorted(dir(nps)) if _is_documented(name) and name not in seen]
    pages["errors"] = [name for name in rest if name.endswith("Error")]
    pages["results"] = [name for name in rest if not name.endswith("Error")]
    written = []
    for title, names in pages.items():
        once = [name for name in names if name not in {each for other in written for each in other[1]}]
        written.append((title, once))
        (folder / f"{title.replace(' ', '_')}.md").write_text(page(title, once))
    listed = "\n".join(f"{title.replace(' ', '_')}" for title, _ in written)
    (folder / "index.md").write_text(
        f"# Python reference\n\nWhat `help()` says of each function and class, by purpose.\n\n"
        f"```{{toctree}}\n:maxdepth: 2\n{listed}\n```\n"
    )


if __name__ == "__main__":
    main(sys.argv[1])
