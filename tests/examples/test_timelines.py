# SPDX-License-Identifier: MIT
"""The timeline of the airport against its file, and three synthetic years against their truth."""

import csv
import re
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


def printed(program):
    done = subprocess.run([sys.executable, str(EXAMPLES / program)], capture_output=True, text=True, check=True)
    assert done.stderr == ""
    return done.stdout


def test_the_program_prints_all_tables():
    output = printed("airport_by_day.py")
    for words in ("May 2017, by week", "2018-W20", "2018-05-31", "May 2018, the last seven days", "both years"):
        assert words in output


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


def latest_in(rows, first, last):
    """The day and the latest answer of each person between two days, by a naive loop."""
    latest = {}
    for person, day, answer in rows:
        if first <= day <= last:
            latest[person] = day, answer
    return list(latest.values())


def groups_of(answers):
    return sum(a > 8 for a in answers), sum(6 < a < 9 for a in answers), sum(a < 7 for a in answers)


def test_one_answer_a_person_is_that_of_a_naive_loop():
    """A tenth of the people in one year, in windows of 90 days."""
    rows = [row for row in three_years.rows() if row[0] % 10 == 0 and row[1].year == 2024]
    people, repeated = nps.Respondents(), 0
    people.update(*zip(*rows))
    series = people.rolling(90, first=date(2024, 1, 1), last=date(2024, 12, 31))
    assert len(series) == 366
    for row in series:
        first = row.last - timedelta(89)
        answers = [answer for _, answer in latest_in(rows, first, row.last)]
        assert (row.first, row.promoters, row.passives, row.detractors) == (first, *groups_of(answers))
        repeated += sum(first <= day <= row.last for _, day, _ in rows) - len(answers)
    assert repeated > 1000  # the rule has much to leave out


def test_the_program_of_the_synthetic_years_prints_the_figures_beside_the_truth():
    rows, output = list(three_years.rows()), printed("three_years.py")
    found = {}  # the figures of a line by its name: n if there is one, value, lower, upper, truth
    for name, figures in re.findall(r"^(\S.*?)  +((?:-?\d+\.?\d* +(?:to +)?)+-?\d+\.\d)$", output, re.MULTILINE):
        found[name] = [float(figure) for figure in figures.replace("to", "").split()]
    assert len(found) == 12 + 6 + 3
    assert all(lower < value < upper and lower < truth < upper for *_, value, lower, upper, truth in found.values())

    def check(name, answers):
        """The n, the score and the truth of a line, given days and answers."""
        promoters, _, detractors = groups_of([answer for _, answer in answers])
        n, score, _, _, truth = found[name]
        assert n == len(answers)
        assert abs(score - 100 * (promoters - detractors) / n) < 0.051
        assert abs(truth - sum(three_years.true_score(day) for day, _ in answers) / n) < 0.051

    for year in (2023, 2024, 2025):
        for quarter in (1, 2, 3, 4):
            its = [row[1:] for row in rows if (row[1].year, (row[1].month + 2) // 3) == (year, quarter)]
            check(f"{year}-Q{quarter}", its)
        for last in (date(year, 6, 30), date(year, 12, 31)):
            check(f"{last}", latest_in(rows, last - timedelta(89), last))

    step, last, weeks = three_years.STEP, date(2025, 12, 28), timedelta(weeks=52)
    share = ((three_years.LAST - step).days + 1) / 365
    assert abs(found["a year, of a trend"][-1] - 10 * share / 2) < 0.1  # of three years only the last one is higher
    months = three_year_survey()[0].periods("month")
    assert abs(found["a year, of a trend"][0] - three_years.true_slope(months, months["score"])) < 0.051

    def check_difference(name, *spans):
        sides = [[(day, answer) for _, day, answer in rows if first <= day <= end] for first, end in spans]
        scores = [100 * sum((answer > 8) - (answer < 7) for _, answer in side) / len(side) for side in sides]
        truths = [sum(three_years.true_score(day) for day, _ in side) / len(side) for side in sides]
        assert abs(found[name][0] - (scores[1] - scores[0])) < 0.051
        assert abs(found[name][-1] - (truths[1] - truths[0])) < 0.051

    check_difference("after the step", (three_years.FIRST, step - timedelta(1)), (step, three_years.LAST))
    check_difference("from year to year", (step - weeks, last - weeks), (step, last))
    assert abs(found["from year to year"][-1] - 10) < 0.2

    (above, way), (season, season_way) = re.findall(r"^alarm .*: (\S+), (\w+)$", output, re.MULTILINE)
    assert step < date.fromisoformat(above) < step + timedelta(120) and way == "up"
    assert date.fromisoformat(season) < step and season_way == "down"
