# SPDX-License-Identifier: MIT
"""The key drivers of the airport against sums of its file."""

import csv
import subprocess
import sys
from collections import Counter

import pytest
from survey_report_runner import PYTHON_FILE

EXAMPLES = PYTHON_FILE.parent
sys.path.insert(0, str(EXAMPLES))
import key_drivers  # noqa: E402


def pairs_of_file():
    """How often each pair of an answer and a rating is in the file, by attribute."""
    pairs = {}
    with open(key_drivers.DATA, newline="", encoding="utf-8") as file:
        for row in csv.DictReader(file):
            counted = pairs.setdefault(row["attribute"], Counter())
            counted[int(row["answer"] or 11), int(row["rating"])] += int(row["respondents"])
    return pairs


def score(counted):
    n = sum(counted.values())
    return 100 * sum(times * ((answer > 8) - (answer < 7)) for answer, times in counted.items()) / n


def test_the_file_has_every_respondent_for_every_attribute():
    pairs = pairs_of_file()
    assert len(pairs) == 22 and {sum(counted.values()) for counted in pairs.values()} == {2831}
    answers = [Counter() for _ in pairs]
    for total, counted in zip(answers, pairs.values()):
        for (answer, _), times in counted.items():
            total[answer] += times
    assert all(total == answers[0] for total in answers)
    assert (answers[0][10], answers[0][6], answers[0][11]) == (872, 130, 85)  # 84 coded 11 and one blank


def test_every_attribute_is_that_of_its_file():
    found = key_drivers.find(key_drivers.read(key_drivers.DATA))
    pairs = pairs_of_file()
    assert set(found) == set(pairs) and not found.left_out
    for attribute, counted in pairs.items():
        rated = {pair: times for pair, times in counted.items() if pair[0] <= 10 and 1 <= pair[1] <= 5}
        satisfied, others = Counter(), Counter()
        for (answer, rating), times in rated.items():
            (satisfied if rating >= 4 else others)[answer] += times
        n = sum(rated.values())
        driver = found[attribute]
        assert driver.n == n
        assert driver.satisfied == pytest.approx(sum(satisfied.values()) / n)
        assert driver.mean == pytest.approx(sum(rating * times for (_, rating), times in rated.items()) / n)
        assert driver.difference == pytest.approx(score(satisfied) - score(others))
        assert driver.lower < driver.difference < driver.upper


def test_the_program_prints_a_ranked_table():
    done = subprocess.run([sys.executable, str(EXAMPLES / "key_drivers.py")], capture_output=True, text=True, check=True)
    assert done.stderr == ""
    header, *lines = done.stdout.splitlines()
    assert header.split()[:2] == ["attribute", "n"] and len(lines) == 24
    differences = [float(word) for line in lines[:22] for word in line.split() if word.startswith("+")]
    assert differences == sorted(differences, reverse=True) and len(differences) == 22
    assert "correlation, not cause" in lines[-1]
