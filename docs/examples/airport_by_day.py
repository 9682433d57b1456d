#!/usr/bin/env python3
"""The score of San Francisco Airport by day and week of May, and over the last seven days.

usage: airport_by_day.py [data/sfo_recommend_counts.csv]

SPDX-License-Identifier: MIT
"""

import csv
import sys
from datetime import date
from pathlib import Path

import nps

DATA = Path(__file__).parent / "data/sfo_recommend_counts.csv"


def read(path):
    """A timeline of the survey, which writes 11, or nothing, for no answer."""
    survey = nps.Timeline(missing_codes=[11])
    with open(path, newline="", encoding="utf-8") as file:
        for row in csv.DictReader(file):
            answer = int(row["answer"]) if row["answer"] else None
            survey.add(date.fromisoformat(row["date"]), answer, times=int(row["respondents"]))
    return survey


def main():
    survey = read(sys.argv[1] if len(sys.argv) > 1 else DATA)
    for year in (2017, 2018):
        first, last = date(year, 5, 1), date(year, 5, 31)
        print(f"May {year}, by week\n{survey.periods('week', first=first, last=last)}\n")
        print(f"May {year}, by day\n{survey.periods('day', first=first, last=last)}\n")
        print(f"May {year}, the last seven days\n{survey.rolling(7, first=first, last=last)}\n")
    print(f"both years\n{survey.periods('year')}")


if __name__ == "__main__":
    main()
