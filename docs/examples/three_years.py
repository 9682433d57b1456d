#!/usr/bin/env python3
"""Three synthetic years of a survey whose truth is known: seasons, a step, and people who answer again.

The true score of a day is 20 points, plus 6 points at midsummer and minus 6 at midwinter, plus a step of 10 points from
2025-03-10 on. A quarter of all answers are passive. About twenty people answer a day, on Saturdays and Sundays half as
many; each answer comes from one of 6,000 people, so most people answer several times. Given the day, answers are
independent. The same seed gives the same rows on every machine and in every version of Python.

The program prints what the library finds, beside the truth: the mean of the true scores of the same answers.

usage: three_years.py

SPDX-License-Identifier: MIT
"""

from datetime import date, timedelta
from math import cos, pi
from statistics import fmean

import nps

FIRST, LAST, STEP = date(2023, 1, 1), date(2025, 12, 31), date(2025, 3, 10)
PEOPLE, PASSIVES = 6000, 0.25


def true_score(day):
    """The score in points that the answers of a day have on average."""
    season = -6 * cos(2 * pi * (day.timetuple().tm_yday - 1) / 365.25 - pi / 18)
    return 20 + season + (10 if day >= STEP else 0)


def rows(seed=2023):
    """Yields (respondent, day, answer), in the order of the days."""
    numbers = _numbers(seed)
    for place in range((LAST - FIRST).days + 1):
        day = FIRST + timedelta(place)
        people = 10 if day.weekday() >= 5 else 20
        for _ in range(people):
            yield int(next(numbers) * PEOPLE), day, _answer(true_score(day), next(numbers), next(numbers))


def _answer(score, which, within):
    """An answer with the expected score: promoters say 9 or 10, passives 7 or 8, detractors 0 to 6."""
    promoters = (1 - PASSIVES + score / 100) / 2
    if which < promoters:
        return 9 + int(within * 2)
    return 7 + int(within * 2) if which < promoters + PASSIVES else int(within * 7)


def _numbers(state):
    """Numbers in [0, 1) that are the same everywhere (xorshift64*, Vigna 2016)."""
    while True:
        state ^= state >> 12
        state ^= state << 25 & (1 << 64) - 1
        state ^= state >> 27
        yield (state * 0x2545F4914F6CDD1D & (1 << 64) - 1) / 2**64


def true_mean(days, first=FIRST, last=LAST):
    """The mean of the true scores of answers between two days, given the day of each answer."""
    return fmean(true_score(day) for day in days if first <= day <= last)


def true_slope(months, truths):
    """The slope of least squares through true scores, in points a year, of each month against its own name only."""
    above = below = 0
    middles = [(row.first.toordinal() + row.last.toordinal()) / 2 / 365.2425 for row in months]
    for name in range(12):
        same = list(zip(months["n"], middles, truths))[name::12]
        mean = sum(n * time for n, time, _ in same) / sum(n for n, _, _ in same)
        above += sum(n * (time - mean) * truth for n, time, truth in same)
        below += sum(n * (time - mean) ** 2 for n, time, _ in same)
    return above / below


def line(name, n, value, found, truth):
    """A figure with its interval and the truth."""
    return f"{name:20}{n:>6}{value:8.1f}{found.lower:8.1f} to {found.upper:4.1f}{truth:8.1f}"


def print_scores(data, survey, respondents):
    days = [day for _, day, _ in data]
    print("\nquarter                  n   score  95 % interval   truth")
    for row in survey.periods("quarter"):
        print(line(row.period, row.n, row.score, row, true_mean(days, row.first, row.last)))
    print("\none answer a person, of the last 90 days")
    rolling = {row.last: row for row in respondents.rolling(90)}
    for half in survey.periods("half"):
        row = rolling[half.last]
        counted = {person: day for person, day, _ in data if row.first <= day <= row.last}  # the latest of each person
        print(line(row.period, row.n, row.score, row, true_mean(counted.values())))


def print_changes(days, survey):
    # A slope is an average over the whole time, also where the score did not move along a line.
    months = survey.periods("month")
    slope = nps.trend_test(months, per="year", season=12)
    truth = true_slope(months, [true_mean(days, row.first, row.last) for row in months])
    print(f"\nchanges\n{line('a year, of a trend', '', slope.slope, slope, truth)}")
    # All weeks before and after the step differ by their seasons too; the same weeks of the year before do not.
    found = nps.compare_before_after(survey.periods("week"), STEP)
    truth = true_mean(days, first=STEP) - true_mean(days, last=STEP - timedelta(1))
    print(line("after the step", "", found.difference, found, truth))
    last, weeks = date(2025, 12, 28), timedelta(weeks=52)
    before = survey.periods("week", first=STEP - weeks, last=last - weeks)
    after = survey.periods("week", first=STEP, last=last)
    found = nps.compare_before_after([*before, *after], STEP)
    truth = true_mean(days, STEP, last) - true_mean(days, STEP - weeks, last - weeks)
    print(line("from year to year", "", found.difference, found, truth))


def alarm(watch, data, begin=FIRST):
    """The first alarm of a watch that is looked at after every answer."""
    for _, day, answer in data:
        if day >= begin:
            watch.add(answer)
        if watch.alarmed:
            return f"{day}, {watch.alarm_direction}"
    return "none"


def print_alarms(data, survey):
    # A season is a change of the score too, so the baseline is the best quarter: no season of three months exceeds it.
    best = survey.between(date(2024, 7, 1), date(2024, 9, 30))
    found = alarm(nps.Watch(baseline=best, direction="up"), data, begin=date(2024, 10, 1))
    print(f"\nalarm of a score above that of 2024-Q3: {found}")
    print(f"alarm of a score other than 20, which a season raises: {alarm(nps.Watch(20), data)}")


def main():
    data = list(rows())
    people, days, answers = zip(*data)
    survey, respondents = nps.Timeline(), nps.Respondents()
    survey.update(days, answers)
    respondents.update(people, days, answers)
    print(f"{len(data)} answers of {len(respondents)} people; a step of 10 points on {STEP}")
    print_scores(data, survey, respondents)
    print_changes(days, survey)
    print_alarms(data, survey)


if __name__ == "__main__":
    main()
