# SPDX-License-Identifier: MIT
"""The README and the guide are true: their programs are the examples, their output and figures are those of the library.

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
PAGES = [EXAMPLES.parents[1] / "README.md", *sorted((EXAMPLES.parents[1] / "docs" / "guide").glob("*.md"))]
TEXT = "\n".join(page.read_text() for page in PAGES)


def shown(mark):
    """The code block after a comment."""
    return re.search(rf"<!-- {re.escape(mark)} -->\n```\w*\n(.*?)```\n", TEXT, re.S).group(1)


def test_the_rows_are_the_counts():
    data = EXAMPLES / "data"
    counted = csv.DictReader((data / "sfo_recommend_counts.csv").read_text().splitlines())
    expected = [line for row in counted
                for line in [f"{row['date']},{row['boarding_area']},{row['answer']}"] * int(row["respondents"])]  # fmt: skip
    for year in ("2017", "2018"):
        rows = (data / f"sfo_{year}.csv").read_text().splitlines()
        assert rows == ["date,boarding_area,answer", *(line for line in expected if line.startswith(year))]


def without_licence(path):
    return "".join(line for line in path.read_text().splitlines(True) if "SPDX-License-Identifier" not in line)


def test_the_programs_are_the_examples():
    for name in ("airport.py", "ten_lines.c", "ten_lines.py", "segments.py", "decisions.py", "over_time.py"):
        assert shown(f"docs/examples/{name}") == without_licence(EXAMPLES / name)


def test_the_report_is_what_the_demo_prints():
    command = [os.environ["SURVEY_REPORT_C"], "--answer", "answer", "--segment", "boarding_area", "--count", "respondents",
               "--date", "date", "--missing", "11", "--benchmark", "36", "--benchmark-name", "airlines"]  # fmt: skip
    report = subprocess.run([*command, EXAMPLES / "data" / "sfo_recommend_counts.csv"], capture_output=True, text=True)
    assert shown("output of the demo") in report.stdout


@pytest.mark.parametrize("name", ["segments.py", "decisions.py", "over_time.py"])
def test_the_output_is_what_python_prints(name):
    done = subprocess.run([sys.executable, EXAMPLES / name], capture_output=True, text=True, check=True)
    assert shown(f"output of docs/examples/{name}") == done.stdout


def test_the_coverage_is_what_the_benchmark_computes():
    output = subprocess.run([os.environ["INTERVAL_COVERAGE"]], capture_output=True, text=True).stdout
    rows = [row for row in csv.DictReader(output.splitlines()) if row["region"] == "grid"]
    computed = {(row["method"], int(row["n"])): f"{share(row['mean'])} / {share(row['lowest'])}" for row in rows}
    shown_table = TEXT.split("<!-- output of interval_coverage -->")[1].split("\n\n")[0]
    sizes = [int(n) for n in re.findall(r"n = (\d+) \|", shown_table)]
    table = re.findall(r"^\| (\w[^|]*?) \|((?: [\d.]+ / [\d.]+ \|)+)", shown_table, re.M)
    assert len(sizes) == 4 and len(table) >= 4
    for name, cells in table:
        assert [computed[name.lower(), n] for n in sizes] == [cell.strip() for cell in cells.split("|")[:-1]]


def share(digits):
    """Three places, rounded down, so that no method looks better than it is."""
    return f".{int(digits[2:]) // 10:03}"
