# SPDX-License-Identifier: MIT
"""docs/which_interval.md shows the committed measurements, and new measurements of the library agree with them.

From the environment:
    SURVEY_REPORT_PY        docs/examples/survey_report.py, from which the other paths follow
    INTERVAL_COVERAGE       the compiled benchmarks
    TWO_SAMPLE_COVERAGE
    ANYTIME_PEERS
"""

import csv
import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(os.environ["SURVEY_REPORT_PY"]).resolve().parents[2]
MEASURED = ROOT / "docs" / "coverage"
GROUPS = ("promoters", "passives", "detractors")


def rows_of(text):
    return list(csv.DictReader(text.splitlines()))


def run(program, *arguments):
    command = [os.environ[program], *arguments]
    return rows_of(subprocess.run(command, capture_output=True, text=True, check=True).stdout)


def assert_same(computed, committed):
    """Equal in all digits, except for the rounding of the last."""
    assert len(computed) == len(committed) > 0
    for one, other in zip(computed, committed):
        assert one.keys() == other.keys()
        for name, value in one.items():
            if value != other[name]:
                assert float(value) == pytest.approx(float(other[name]), abs=1.01 * 10 ** -len(value.partition(".")[2]))


def test_tables_and_pictures_are_the_measurements():
    script = ROOT / "benchmarks" / "which_interval.py"
    result = subprocess.run([sys.executable, script, "--check"], capture_output=True, text=True)
    assert result.returncode == 0, result.stderr


def without_truth(rows):
    """Several truths may have nearly the lowest coverage, and which one a search ends at depends on the last bits."""
    return [{name: value for name, value in row.items() if name not in GROUPS} for row in rows]


def test_small_samples_are_measured_again():
    computed = run("INTERVAL_COVERAGE", "3,5,10", "0.9,0.95,0.99")
    committed = rows_of((MEASURED / "one_sample.csv").read_text())
    assert_same(without_truth(computed), without_truth(row for row in committed if int(row["n"]) <= 10))


def test_a_small_pair_is_measured_again():
    computed = run("TWO_SAMPLE_COVERAGE", "5+5")
    committed = rows_of((MEASURED / "two_samples.csv").read_text())
    assert_same(computed, [row for row in committed if (row["n_a"], row["n_b"], row["level"]) == ("5", "5", "0.95")])


def test_peers_are_measured_again():
    computed = run("ANYTIME_PEERS", ROOT / "benchmarks" / "peers" / "confseq_hedged_cs.csv")
    assert_same(computed, rows_of((MEASURED / "anytime_peers.csv").read_text()))
