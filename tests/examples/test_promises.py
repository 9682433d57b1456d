# SPDX-License-Identifier: MIT
"""docs/promises.md shows R's figures and those of this library.

From the environment: SURVEY_REPORT_PY, docs/examples/survey_report.py, from which the other paths follow.
"""

import csv
import os
import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(os.environ["SURVEY_REPORT_PY"]).resolve().parents[2]
PAGE = (ROOT / "docs" / "promises.md").read_text()


def test_the_figures_of_r():
    script = ROOT / "benchmarks" / "survey_figures.py"
    printed = subprocess.run([sys.executable, script], capture_output=True, text=True, check=True).stdout
    shown = re.search(r"<!-- survey figures -->\n(.*)<!-- end -->", PAGE, re.DOTALL)
    assert shown and shown[1].strip() == printed.strip()


def measured(name, **wanted):
    with open(ROOT / "docs" / "coverage" / name, newline="") as file:
        rows = list(csv.DictReader(file))
    return [row for row in rows if all(row[column] in values for column, values in wanted.items())]


def cut(number):
    """Rounded down to four places, as .9485."""
    return f"{int(float(number) * 10_000 + 1e-6) / 10_000:.4f}".lstrip("0")


def figure_of(promise):
    rows = [line.split(" | ") for line in PAGE.splitlines() if line.startswith(f"| {promise}")]
    assert len(rows) == 1, promise
    return rows[0][2]


def test_figures_of_one_sample():
    exact = measured("one_sample.csv", method=["exact"], level=["0.95"])
    assert cut(min(float(row["lowest"]) for row in exact)) in figure_of("The same, as computed. | enumeration of")
    for level, promise in (
        ("0.95", "`auto` above 100 answers, 5 expected in every group, level .95"),
        ("0.99", "The same at level .99"),
        ("0.9", "The same at level .90"),
    ):
        rows = measured(
            "one_sample.csv", method=["skewness-corrected score"], level=[level], n=["101", "150", "200"],
            region=["expected 5"],
        )  # fmt: skip
        assert cut(min(float(row["lowest"]) for row in rows)) in figure_of(promise)


def test_figures_of_two_samples():
    rows = measured("two_samples.csv", method=["skewness-corrected score"], level=["0.95"])
    lowest = min(float(row["lowest"]) for row in rows)
    assert cut(lowest) in figure_of("The default comparison covers")
    some = [row for row in rows if row["region"] != "anywhere" and min(int(row["n_a"]), int(row["n_b"])) >= 10]
    assert cut(min(float(row["lowest"]) for row in some)) in figure_of("The same with at least 10 answers")
    assert f"{max(float(row['error']) for row in measured('margins.csv')):.4f}".lstrip("0") in figure_of(
        "Non-inferiority and equivalence: "
    )


def test_figures_of_streams():
    missed = max(float(row["missed_ever"]) for row in measured("anytime.csv"))
    assert f"{missed:.2f} %" in figure_of("`anytime`: at most 5 %")
