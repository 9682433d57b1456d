#!/usr/bin/python3
"""Every command of docs/promises.md runs something that exists. SPDX-License-Identifier: MIT

usage: check_promises.py ROOT BUILD

A table of promises has the columns promise, evidence, figure and command. A row without a command is a proof, and one
with "the same" has the command above it. BUILD has the tests of the preset dev.
"""

import pathlib
import re
import shlex
import subprocess
import sys

import project

PAGE = "docs/promises.md"
HEAD = "| promise | evidence | figure | command |"


def tables(text):
    """The rows of each table of promises, as lists of cells."""
    for table in text.split(HEAD)[1:]:
        lines = table.lstrip("\n").split("\n\n")[0].splitlines()[1:]
        yield [[cell.strip() for cell in re.split(r"(?<!\\)\|", line)[1:-1]] for line in lines]


def tests_of(root, build):
    """The names of the tests of the build, those of the trials of fuzzers, and the beginnings of those of the preset slow."""
    listed = subprocess.run(["ctest", "--test-dir", build, "-N"], check=True, capture_output=True, text=True).stdout
    sources = [path.read_text() for path in sorted((pathlib.Path(root) / "tests").rglob("CMakeLists.txt"))]
    slow = [f"slow.{name}" for source in sources for name in re.findall(r"add_slow_test\((\w+)", source)]
    trials = [f"trials.{name}" for source in sources for name in re.findall(r"add_fuzzer\((\w+)", source)]
    return re.findall(r"^ +Test +#\d+: (\S+)$", listed, re.MULTILINE) + slow + trials


def wrong_with(root, command, programs, tests):
    """What is wrong with a command, or None."""
    words = shlex.split(command.replace(r"\|", "|"))
    if words[0] == "ctest":
        pattern = words[words.index("-R") + 1]
        return None if any(re.search(pattern, test) for test in tests) else f"no test matches {pattern}"
    if words[0].startswith("build/release/benchmarks/"):
        return None if words[0].rsplit("/", 1)[1] in programs else f"{words[0]} is not built"
    if words[0].startswith("build/slow/tests/"):
        name = words[0].rsplit("/", 1)[1]
        return None if f'"{name}"' in (pathlib.Path(root) / "CMakePresets.json").read_text() else f"{words[0]} is not built"
    return None if (pathlib.Path(root) / words[0]).is_file() else f"{words[0]} does not exist"


def check_row(cells, is_first):
    """What is wrong with a row, its command aside."""
    if len(cells) != 4:
        return f"a row with {len(cells)} cells: {cells[0][:40]}"
    promise, evidence, figure, command = cells
    if not promise or not evidence:
        return f"a row without a promise or evidence: {promise}"
    if not command:
        return None if "proof" in evidence else f"no command, and no proof: {promise}"
    if command == "the same":
        return f"no command above: {promise}" if is_first else None
    if not figure:
        return f"no figure: {promise}"
    return None if re.fullmatch("`[^`]+`", command) else f"not a command: {command}"


def main(root, build):
    programs = re.findall(r"add_executable\((\w+)", project.read(root, "benchmarks/CMakeLists.txt"))
    tests = tests_of(root, build)
    failures = []
    found = list(tables(project.read(root, PAGE)))
    for rows in found:
        for i, cells in enumerate(rows):
            wrong = check_row(cells, i == 0)
            if not wrong and cells[3].startswith("`"):
                wrong = wrong_with(root, cells[3].strip("`"), programs, tests)
            failures += [f"{PAGE}: {wrong}"] if wrong else []
    if not found:
        failures.append(f"{PAGE}: no table of promises")
    project.conclude(failures)


if __name__ == "__main__":
    main(*sys.argv[1:])
