#!/usr/bin/python3
"""Prints the bytes of libnps in the programs for a Cortex-M3, as in docs/size.md. SPDX-License-Identifier: MIT

usage: sizes.py WORK

WORK is where build.sh has linked the programs. Fails when the limit is exceeded.
"""

import pathlib
import sys

sys.path.insert(0, str(pathlib.Path(__file__).parents[1] / "install"))
from sizes import of_the_library  # noqa: E402

PROGRAMS = [("state", "state, calendar and score", 16 * 1024), ("device", "the same with an interval, the format and a watch", 32 * 1024)]


def main(work):
    too_large = False
    for name, what, limit in PROGRAMS:
        size = of_the_library((pathlib.Path(work) / f"{name}.map").read_text())
        print(f"| {what} | {size:,} | {limit:,} |")
        too_large |= size > limit
    return too_large


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
