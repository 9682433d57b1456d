#!/usr/bin/python3
"""What one state can do, the others can, or docs/reference.md says why not. SPDX-License-Identifier: MIT

usage: check_verbs.py ROOT
"""

import pathlib
import re
import sys

import project

PAGE = "docs/reference.md"
TYPES = (
    "accumulator", "cube", "weighted", "weighted_design", "groups", "code_groups", "respondents", "paired", "sequence", "timeline",
    "watch", "weighted_paired",
)  # fmt: skip

# Which functions of a type a verb has, behind nps_<type>_; the first verb that matches is the one.
VERBS = {
    "add_missing": r"add_(?:\w+_)?missing(?:_\w+)?",
    "add_column": r"add_(?:columns?|u8|arrow|arrow_stream)",
    "add": r"add(?:_\w+)?",
    "merge_encoded": r"merge_encoded",
    "merge": r"merge(?:_\w+)?|append",
    "subtract": r"subtract|remove_n",
    "encode": r"encode|encoded_\w+",
    "decode": r"decode",
    "read": r"read(?:_\w+)?|counts|weights|total|find_\w+|get|bounds|evidence|compare",
}
# nps_weighted_compare() and others there take estimates, not the state.
OF_ESTIMATES = {"nps_weighted_compare", "nps_weighted_difference_compare", "nps_weighted_read_counts"}


def cell_of(function):
    """The type and the verb of a function, or None."""
    for kind in sorted(TYPES, key=len, reverse=True):
        rest = function.removeprefix(f"nps_{kind}_")
        if rest != function:
            verb = next((verb for verb, names in VERBS.items() if re.fullmatch(names, rest)), None)
            return (kind, verb) if verb and function not in OF_ESTIMATES else None
    return None


def declared(root):
    """Every public function."""
    headers = sorted((pathlib.Path(root) / "include/nps").glob("*.h"))
    text = "".join(project.without_comments(header.read_text()) for header in headers)
    return set(re.findall(r"^NPS_EXPORT [^(;]*?\b(nps_\w+)\(", text, re.MULTILINE))


def table(text):
    """What the page says of each type and verb."""
    rows = re.findall(r"^\| (\w+) \| (\w+) \| (.+) \|$", text, re.MULTILINE)
    return {(kind, verb): said for kind, verb, said in rows if kind in TYPES}


def main(root):
    functions = declared(root)
    said = table(project.read(root, PAGE))
    wanted = {(kind, verb) for kind in TYPES for verb in VERBS}
    failures = [f"{PAGE}: no row for {kind} and {verb}" for kind, verb in sorted(wanted - said.keys())]
    failures += [f"{PAGE}: a row for {kind} and {verb}, which is no verb" for kind, verb in sorted(said.keys() - wanted)]
    for cell, text in sorted(said.items()):
        for name in re.findall(r"(nps_\w+)\(\)", text):
            if name not in functions:
                failures.append(f"{PAGE}: {name}() does not exist")
    for function in sorted(functions):
        cell = cell_of(function)
        if cell and f"{function}()" not in said.get(cell, ""):
            failures.append(f"{PAGE}: {function}() is not in the row of {cell[0]} and {cell[1]}")
    project.conclude(failures)


if __name__ == "__main__":
    main(sys.argv[1])
