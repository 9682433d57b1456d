#!/usr/bin/python3
"""The texts of each language are in the order of the labels. SPDX-License-Identifier: MIT

usage: check_labels.py ROOT
"""

import pathlib
import re
import sys

import project


def check(root):
    labels = re.findall(r"^    NPS_LABEL_(\w+) = \d+,", project.read(root, "include/nps/labels.h"), re.MULTILINE)
    if not labels:
        yield "include/nps/labels.h: no labels"
    for path in sorted((root / "lib/labels").glob("*.c")):
        texts = re.findall(r"^    NPS_TEXT\((\w+), ", path.read_text(), re.MULTILINE)
        for label, text in zip([*labels, "END"], [*texts, "END"]):
            if label != text:
                yield f"{path.relative_to(root)}: expected the text of {label}, found that of {text}"
                break


if __name__ == "__main__":
    project.conclude(list(check(pathlib.Path(sys.argv[1]))))
