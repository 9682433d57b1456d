#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Draws the pictures of the documentation into this folder, from the survey of San Francisco Airport.

usage: make.py [FOLDER]

It needs the package nps with matplotlib: pip install "libnps[plot]". The survey has neither rated attributes nor the
same people twice; the two pictures of these are of invented answers, and say so.
"""

import csv
import random
import sys
from datetime import date
from pathlib import Path

import matplotlib

matplotlib.use("Agg")

import nps
import nps.plots as plots

HERE = Path(__file__).parent
DATA = HERE.parent / "examples/data/sfo_recommend_counts.csv"
DOTS_PER_INCH = 90
INVENTED = "invented answers"
SEED, RATERS = 1, 600
ATTRIBUTES = {
    "cleanliness": (4.2, 0.35), "waiting at security": (2.9, 0.5), "friendly staff": (3.9, 0.55), "signs": (3.6, 0.2),
    "food and drink": (3.1, 0.3), "free internet": (2.7, 0.1), "art": (3.4, 0.05),
}  # fmt: skip
"""The mean rating of each invented attribute, and how much it goes with the answer."""


def read(year):
    """The answers of a year by boarding area, and by day; the survey writes 11, or nothing, for no answer."""
    areas, days = nps.Groups(missing_codes=[11]), nps.Timeline(missing_codes=[11])
    with open(DATA, newline="", encoding="utf-8") as file:
        for row in csv.DictReader(file):
            if row["date"].startswith(year):
                answer, times = int(row["answer"]) if row["answer"] else None, int(row["respondents"])
                areas.add(row["boarding_area"], answer, times=times)
                days.add(date.fromisoformat(row["date"]), answer, times=times)
    return areas, days


def rated():
    """Invented answers and ratings, the same on every machine."""
    chance = random.Random(SEED)
    liking = [chance.gauss(0, 1) for _ in range(RATERS)]
    survey = {"answer": [max(0, min(10, round(8.2 + 1.8 * each))) for each in liking]}
    for name, (mean, weight) in ATTRIBUTES.items():
        ratings = [mean + weight * each + (1 - weight) * chance.gauss(0, 1.2) for each in liking]
        survey[name] = [max(1, min(5, round(each))) for each in ratings]
    return nps.key_drivers(survey, "answer", list(ATTRIBUTES))


def pictures():
    """The displays, by the names of their files, and their titles."""
    (before, _), (after, _) = read("2017"), read("2018")
    days = read("2017")[1].periods("day", first=date(2017, 5, 1), last=date(2017, 5, 31))
    waves = nps.Paired.from_counts((190, 28, 12), (26, 80, 14), (9, 16, 40), second_only=(120, 40, 40))
    pilot = after.total().counts()
    return {
        "forest": (plots.ForestDisplay.from_segments(after, benchmark=36), "San Francisco Airport 2018, by boarding area"),
        "shares": (plots.SharesDisplay.from_segments(after), "San Francisco Airport 2018, by boarding area"),
        "trend": (
            plots.TrendDisplay.from_table(days, level=0.95, anytime=True),
            "San Francisco Airport, May 2017, by day",
        ),
        "histogram": (plots.HistogramDisplay.from_sample(after.total()), "San Francisco Airport 2018"),
        "drivers": (
            plots.DriversDisplay.from_drivers(nps.drivers(before, after), level=0.95),
            "San Francisco Airport, from 2017 to 2018",
        ),
        "key_drivers": (plots.KeyDriversDisplay.from_key_drivers(rated(), level=0.95), f"Key drivers ({INVENTED})"),
        "moves": (plots.MovesDisplay.from_paired(waves), f"Moves between the groups ({INVENTED})"),
        "plan": (
            plots.PlanDisplay.margins(expected=pilot, target=5),
            "Margin of error, shares as at San Francisco Airport 2018",
        ),
    }


def main():
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else HERE
    for name, (display, title) in pictures().items():
        figure = display.plot(title=title).figure_
        figure.savefig(folder / f"{name}.png", dpi=DOTS_PER_INCH, metadata={"Software": None})


if __name__ == "__main__":
    main()
