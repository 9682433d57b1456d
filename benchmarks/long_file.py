#!/usr/bin/python3
"""The time and the memory that summarize(), and the whole report, take for a long file of CSV, read in parts.

SPDX-License-Identifier: MIT
usage: long_file.py [GIGABYTES [FOLDER]]

Writes a file of that size into the folder (that of temporary files by default), reads it and removes it.
"""

import resource
import sys
import tempfile
import time
from pathlib import Path

import nps
from nps.report import main as report

ROWS = 100_000


def write(path, size):
    """Writes the same rows again and again: an id, a date, a region, an answer and a comment."""
    comment = "a comment that nobody will ever read "
    rows = "".join(
        f"{row},2026-{row % 12 + 1:02}-{row % 28 + 1:02},region {row % 7},{row * 7919 % 11},{comment * (row % 3)}{row}\n"
        for row in range(ROWS)
    )
    with path.open("w") as file:
        file.write("id,date,region,score,comment\n")
        while file.tell() < size:
            file.write(rows)


def measured(task):
    """What a task returns, its seconds of processor time, and the largest memory of the program so far, in MiB."""
    start = time.process_time()
    found = task()
    return found, time.process_time() - start, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def main(gigabytes="2", folder=None):
    with tempfile.TemporaryDirectory(dir=folder) as made:
        path = Path(made) / "long.csv"
        write(path, float(gigabytes) * 1e9)
        parts = nps.read_batches(path, columns=["region", "score"])
        answers, *used = measured(lambda: sum(nps.summarize(parts, "score", by="region")["n"]))
        size = path.stat().st_size / 1e9
        print("{:.2f} GB, {} answers: summarize {:.0f} s, at most {:.0f} MiB".format(size, answers, *used))
        _, *used = measured(lambda: report(["report", str(path), "--quiet"]))
        print("python -m nps report: {:.0f} s, at most {:.0f} MiB".format(*used))


if __name__ == "__main__":
    main(*sys.argv[1:])
