#!/usr/bin/python3
"""Every exported function is called by the fuzzer that tests/fuzz/functions.txt names. SPDX-License-Identifier: MIT

usage: check_fuzzers.py ROOT
"""

import pathlib
import re
import sys

import project

TABLE = "tests/fuzz/functions.txt"


def read_table(root):
    """(function, fuzzers) of each line; comments begin with #."""
    lines = (line.split("#")[0].split() for line in project.read(root, TABLE).splitlines())
    return [(words[0], words[1:]) for words in lines if words]


def fuzzers(root):
    """The fuzzers that are built and run."""
    return set(re.findall(r"^add_fuzzer\((\w+)", project.read(root, "tests/fuzz/CMakeLists.txt"), re.MULTILINE))


def code_of(folder, name, seen):
    """A file of the folder and what it includes from it, without comments."""
    if name in seen or not (folder / name).is_file():
        return ""
    seen.add(name)
    text = project.without_comments((folder / name).read_text())
    return text + "".join(code_of(folder, included, seen) for included in re.findall(r'#include "([^"]+)"', text))


def check(root):
    exported = {line.split("@@")[0] for line in project.read(root, "tests/symbols.txt").split()}
    table = read_table(root)
    named = [function for function, _ in table]
    built = fuzzers(root)
    calls = {name: set(re.findall(r"\b(nps_\w+)\(", code_of(root / "tests/fuzz", f"{name}.c", set())))
             for name in built}
    if named != sorted(set(named)):
        yield f"{TABLE}: is not sorted, or has doubles"
    yield from (f"{name}: exported, but in no line of {TABLE}" for name in sorted(exported - set(named)))
    for function, drivers in table:
        if function not in exported:
            yield f"{TABLE}: {function} is not exported"
        if not drivers:
            yield f"{TABLE}: {function} has no fuzzer"
        for driver in drivers:
            if driver not in built:
                yield f"{TABLE}: there is no fuzzer {driver}"
            elif function not in calls[driver]:
                yield f"{TABLE}: {function} is not called by tests/fuzz/{driver}.c"
    yield from (f"{TABLE}: no line names the fuzzer {name}"
                for name in sorted(built - {driver for _, drivers in table for driver in drivers}))
    yield from (f"tests/fuzz/corpus/{name}: no inputs to replay"
                for name in sorted(built) if not any((root / "tests/fuzz/corpus" / name).glob("*")))


if __name__ == "__main__":
    project.conclude(list(check(pathlib.Path(sys.argv[1]))))
