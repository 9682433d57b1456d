"""Writes and checks the tables of reference figures, for the generators in this folder."""

import csv
import io
import pathlib
import sys

HERE = pathlib.Path(__file__).parent


def as_text(rows):
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerows(rows)
    return text.getvalue()


def every():
    """N of the argument --every=N, or 1."""
    return max([1, *(int(argument[8:]) for argument in sys.argv if argument.startswith("--every="))])


def some(items):
    """What a table is computed for: all of these, or with --every=N the first of each N."""
    return list(items)[:: every()]


def agrees(computed, kept):
    """Whether the lines computed are those of the file, or with --every=N are found there in the same order."""
    if every() == 1:
        return computed == kept
    rest = iter(kept.splitlines())
    return all(line in rest for line in computed.splitlines())


def main(*tables):
    """Writes the tables, or compares them with --check; further arguments select tables by name.

    A table is a function that yields rows, the first of them the header; its file has its name. Those that go through
    some() can be compared in part.
    """
    chosen = [argument for argument in sys.argv[1:] if not argument.startswith("--")]
    if every() > 1 and "--check" not in sys.argv:
        sys.exit("--every is for --check only: a file has all rows")
    wrong = []
    for rows in tables:
        if chosen and rows.__name__ not in chosen:
            continue
        path = HERE / f"{rows.__name__}.csv"
        text = as_text(rows())
        if "--check" not in sys.argv:
            path.write_text(text)
        elif not agrees(text, path.read_text()):
            wrong.append(path.name)
    if wrong:
        sys.exit(f"different from what the generator computes: {', '.join(wrong)}")
