# SPDX-License-Identifier: MIT
"""The README is true: its programs are the examples, and its output and figures are those of the library.

From the environment, beside what test_survey_report.py takes:
    INTERVAL_COVERAGE       the compiled benchmarks/interval_coverage
"""

import csv
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

EXAMPLES = Path(os.environ["SURVEY_REPORT_PY"]).parent
README = (EXAMPLES.parents[1] / "README.md").read_text()


def shown(mark):
    """The code block after a comment."""
    return re.search(rf"<!-- {re.escape(mark)} -->\n```\w*\n(.*?)```\n", README, re.S).group(1)


def without_licence(path):
    return "".join(line for line in path.read_text().splitlines(True) if "SPDX-License-Identifier" not in line)


def test_the_programs_are_the_examples():
    for name in ("ten_lines.c", "ten_lines.py", "segments.py", "decisions.py"):
        assert shown(f"docs/examples/{name}") == without_licence(EXAMPLES / name)


def test_the_report_is_what_the_demo_prints():
    command = [os.environ["SURVEY_REPORT_C"], "--answer", "answer", "--segment", "boarding_area", "--count", "respondents",
               "--date", "date", "--missing", "11", "--benchmark", "36", "--benchmark-name", "airlines"]  # fmt: skip
    report = subprocess.run([*command, EXAMPLES / "data" / "sfo_recommend_counts.csv"], capture_output=True, text=True)
    assert shown("output of the demo") in report.stdout


@pytest.mark.parametrize("name", ["segments.py", "decisions.py"])
def test_the_output_is_what_python_prints(name):
    done = subprocess.run([sys.executable, EXAMPLES / name], capture_output=True, text=True, check=True)
    assert shown(f"output of docs/examples/{name}") == done.stdout


def test_the_coverage_is_what_the_benchmark_computes():
    output = subprocess.run([os.environ["INTERVAL_COVERAGE"]], capture_output=True, text=True).stdout
    rows = [row for row in csv.DictReader(output.splitlines()) if row["region"] == "grid"]
    computed = {(row["method"], int(row["n"])): f"{share(row['mean'])} / {share(row['lowest'])}" for row in rows}
    sizes = [int(n) for n in re.findall(r"n = (\d+) \|", README)]
    table = re.findall(r"^\| (\w[^|]*?) \|((?: [\d.]+ / [\d.]+ \|)+)", README, re.M)
    assert len(sizes) == 4 and len(table) >= 4
    for name, cells in table:
        assert [computed[name.lower(), n] for n in sizes] == [cell.strip() for cell in cells.split("|")[:-1]]


def share(digits):
    """Three places, rounded down, so that no method looks better than it is."""
    return f".{int(digits[2:]) // 10:03}"
