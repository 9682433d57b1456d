# SPDX-License-Identifier: MIT
"""The timeline of the airport against its file, and three synthetic years against their truth."""

import csv
import subprocess
import sys
from collections import Counter
from datetime import date, timedelta

import nps
from survey_report_runner import PYTHON_FILE

EXAMPLES = PYTHON_FILE.parent
sys.path.insert(0, str(EXAMPLES))
import airport_by_day  # noqa: E402
import three_years  # noqa: E402


def file_rows():
    with open(airport_by_day.DATA, newline="", encoding="utf-8") as file:
        return list(csv.DictReader(file))


def test_every_day_of_the_airport_is_that_of_its_file():
    survey, by_day = airport_by_day.read(airport_by_day.DATA), {}
    for row in file_rows():
        answer = int(row["answer"] or 11)
        by_day.setdefault(date.fromisoformat(row["date"]), Counter())[answer] += int(row["respondents"])
    for year in (2017, 2018):
        table = survey.periods("day", first=date(year, 5, 1), last=date(year, 5, 31), method="wald")
        assert len(table) == 31
        for row in table:
            answers = by_day.get(row.first, Counter())
            given = sum(times for answer, times in answers.items() if answer <= 10)
            assert (row.promoters, row.passives, row.n) == (answers[9] + answers[10], answers[7] + answers[8], given)
            assert row.missing == answers[11]
    assert f"{survey.periods('year')[0].score:.2f}" == "39.84"


def test_the_program_prints_all_tables():
    done = subprocess.run([sys.executable, str(EXAMPLES / "airport_by_day.py")], capture_output=True, text=True, check=True)
    assert done.stderr == ""
    for words in ("May 2017, by week", "2018-W20", "2018-05-31", "May 2018, the last seven days", "both years"):
        assert words in done.stdout


def three_year_survey():
    survey = nps.Timeline()
    people, days, answers = zip(*three_years.rows())
    survey.update(days, answers)
    return survey, people


def expected_score(survey, first, last):
    """The mean of the true scores of all answers between two days."""
    days = [first + timedelta(place) for place in range((last - first).days + 1)]
    numbers = {day: survey.between(day, day).n for day in days}
    return sum(three_years.true_score(day) * n for day, n in numbers.items()) / sum(numbers.values())


def test_the_synthetic_years_have_their_truth():
    survey, people = three_year_survey()
    assert survey.span == (three_years.FIRST, three_years.LAST)
    assert len(people) == survey.between(None, None).n
    assert max(Counter(people).values()) > 8 and len(set(people)) > 0.9 * three_years.PEOPLE
    months = survey.periods("month")
    assert len(months) == 36
    truths = [expected_score(survey, row.first, row.last) for row in months]
    held = sum(row.lower <= truth <= row.upper for row, truth in zip(months, truths))
    assert held >= 31  # of 36 intervals at 95 %, fewer than 31 hold once in 200 surveys
    errors = [row.score - truth for row, truth in zip(months, truths)]
    assert abs(sum(errors) / len(errors)) < 1.5


def test_the_synthetic_step_is_found_beside_the_season():
    """Half a year after the step against the same days a year before."""
    survey, _ = three_year_survey()
    first, days = three_years.STEP, timedelta(181)
    a_year_before = first - timedelta(365)
    after, before = survey.between(first, first + days), survey.between(a_year_before, a_year_before + days)
    truth = expected_score(survey, first, first + days) - expected_score(survey, a_year_before, a_year_before + days)
    found = nps.compare(after, before, level=0.99)
    assert abs(truth - 10) < 0.3
    assert found.p_value < 0.001
    assert found.lower < truth < found.upper


def test_rolling_windows_of_the_synthetic_years():
    survey, _ = three_year_survey()
    rolled = survey.rolling(90, first=date(2024, 1, 1), method="wald")
    for row in rolled[::50]:
        group = survey.between(row.first, row.last)
        assert (row.n, row.score) == (group.n, group.score)
