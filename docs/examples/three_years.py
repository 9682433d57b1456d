"""Three synthetic years of a survey whose truth is known: seasons, a step, and people who answer again.

The true score of a day is 20 points, plus 6 points at midsummer and minus 6 at midwinter, plus a step of 10 points from
2025-03-10 on. A quarter of all answers are passive. About twenty people answer a day, on Saturdays and Sundays half as
many; each answer comes from one of 6,000 people, so most people answer several times. Given the day, answers are
independent. The same seed gives the same rows on every machine and in every version of Python.

SPDX-License-Identifier: MIT
"""

from datetime import date, timedelta
from math import cos, pi

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
