#!/usr/bin/python3
"""The time and the memory that summarize() takes for a long file of CSV, read in parts.

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


def main(gigabytes="2", folder=None):
    with tempfile.TemporaryDirectory(dir=folder) as made:
        path = Path(made) / "long.csv"
        write(path, float(gigabytes) * 1e9)
        start = time.process_time()
        table = nps.summarize(nps.read_batches(path, columns=["region", "score"]), "score", by="region")
        seconds = time.process_time() - start
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        print(f"{path.stat().st_size / 1e9:.2f} GB, {sum(table['n'])} answers: {seconds:.0f} s, at most {peak:.0f} MiB")


if __name__ == "__main__":
    main(*sys.argv[1:])
