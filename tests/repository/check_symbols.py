#!/usr/bin/python3
"""The exported symbols equal those of tests/symbols.txt and of the headers. SPDX-License-Identifier: MIT

usage: check_symbols.py ROOT NM libnps.so libnps.a
"""

import pathlib
import re
import subprocess
import sys

import project

NODE = "@@NPS_0"
MOST_PARAMETERS = 6  # more belong into a struct


def defined(nm, library, *options):
    """(type, name) of each symbol that a library defines."""
    output = subprocess.run([nm, "--defined-only", *options, library], check=True, capture_output=True, text=True)
    rows = (line.split() for line in output.stdout.splitlines())
    return [(row[1], row[2]) for row in rows if len(row) == 3]


def statements(text):
    """The top-level statements of a header, without comments, macros and the contents of braces."""
    text = re.sub(r"^\s*#(.*\\\n)*.*$", "", project.without_comments(text), flags=re.MULTILINE)
    text = re.sub(r"\bNPS_(BEGIN|END)_DECLARATIONS\b", "", text)
    while "{" in text:
        text = re.sub(r"\{[^{}]*\}", ";", text)
    return [" ".join(statement.split()) for statement in text.split(";")]


def declared(header):
    """(exported, name, number of parameters) of each function that a header declares but does not define."""
    functions = [re.match(r"(?!static |typedef )[\w *]*?\b(nps_\w+)\((.*)\)", statement)
                 for statement in statements(header.read_text())]
    return [(found[0].startswith("NPS_EXPORT "), found[1], found[2].count(",") + 1) for found in functions if found]


def check_shared(listed, symbols):
    exported = {name for kind, name in symbols if kind != "A"}  # A: the version node itself
    yield from (f"{name}: in tests/symbols.txt, but not exported" for name in sorted(set(listed) - exported))
    yield from (f"{name}: exported, but not in tests/symbols.txt" for name in sorted(exported - set(listed)))
    yield from (f"{name}: not in the version node {NODE}" for name in sorted(exported) if not name.endswith(NODE))
    # Exported data is copied into programs (copy relocations), so its size could never change.
    yield from (f"{name}: of type {kind}, but only functions are exported"
                for kind, name in symbols if kind not in "AT")


def check_static(symbols):
    yield from (f"{name}: in libnps.a without the prefix nps_" for _, name in symbols if not name.startswith("nps_"))


def check_headers(root, listed):
    functions = [entry for header in sorted((root / "include/nps").glob("*.h")) for entry in declared(header)]
    names = {name + NODE for _, name, _ in functions}
    yield from (f"{name}: declared without NPS_EXPORT" for exported, name, _ in functions if not exported)
    yield from (f"{name}: {parameters} parameters, but at most {MOST_PARAMETERS} are easy to read and to call"
                for _, name, parameters in functions if parameters > MOST_PARAMETERS)
    yield from (f"{name}: declared, but not in tests/symbols.txt" for name in sorted(names - set(listed)))
    yield from (f"{name}: in tests/symbols.txt, but not declared" for name in sorted(set(listed) - names))


def main(root, nm, shared, static):
    root = pathlib.Path(root)
    listed = project.read(root, "tests/symbols.txt").split()
    failures = [] if listed == sorted(set(listed)) else ["tests/symbols.txt is not sorted or has duplicate lines"]
    failures += check_shared(listed, defined(nm, shared, "-D"))
    failures += check_static(defined(nm, static, "-g"))
    failures += check_headers(root, listed)
    project.conclude(failures)


if __name__ == "__main__":
    main(*sys.argv[1:])
