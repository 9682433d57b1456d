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


def main(*tables):
    """Writes the tables, or compares them with --check; further arguments select tables by name.

    A table is a function that yields rows, the first of them the header; its file has its name.
    """
    chosen = [argument for argument in sys.argv[1:] if argument != "--check"]
    wrong = []
    for rows in tables:
        if chosen and rows.__name__ not in chosen:
            continue
        path = HERE / f"{rows.__name__}.csv"
        text = as_text(rows())
        if "--check" not in sys.argv:
            path.write_text(text)
        elif path.read_text() != text:
            wrong.append(path.name)
    if wrong:
        sys.exit(f"different from what the generator computes: {', '.join(wrong)}")
