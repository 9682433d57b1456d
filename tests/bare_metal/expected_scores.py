#!/usr/bin/python3
"""Prints the scores of device.c, counted without the library. SPDX-License-Identifier: MIT"""

from datetime import datetime, timedelta, timezone

DAYS, ANSWERS = 3, 200
BEGIN = datetime.fromtimestamp(1772146800, timezone(timedelta(hours=1)))


def rows():
    number = 1
    for place in range(ANSWERS):
        number = (number * 1664525 + 1013904223) % 2**32
        yield (BEGIN + timedelta(seconds=place * (DAYS * 86400 // ANSWERS))).date(), (number >> 16) % 12


def score(answers):
    given = [answer for answer in answers if answer <= 10]
    return 100 * (sum(answer >= 9 for answer in given) - sum(answer <= 6 for answer in given)) / len(given)


by_day = {}
for day, answer in rows():
    by_day.setdefault(day, []).append(answer)
for day, answers in by_day.items():
    print(f"{day} {score(answers):.3f}")
print(f"{day} {score([answer for answers in by_day.values() for answer in answers]):.3f}")
