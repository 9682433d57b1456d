# SPDX-License-Identifier: MIT
"""Which of 22 rated attributes of an airport go with recommending it, the largest difference of scores first.

usage: key_drivers.py [data/sfo_ratings_counts.csv]

SFO is the airport of San Francisco; data/README.md describes its survey.
"""

import csv
import sys
from pathlib import Path

import nps

DATA = Path(__file__).parent / "data/sfo_ratings_counts.csv"
NO_ANSWER = 11
COLUMNS = "attribute", "n", "satisfied", "mean", "rho", "difference", "lower", "upper", "adjusted"


def read(path):
    """The survey as columns: the answers, and the ratings of each attribute in the same order of answers.

    The file counts pairs of a rating and an answer. Respondents are put into the order of their answers, so that each
    row of an attribute is such a pair; key_drivers() looks at one attribute at a time.
    """
    pairs = {}
    with open(path, newline="", encoding="utf-8") as file:
        for row in csv.DictReader(file):
            pair = int(row["answer"] or NO_ANSWER), int(row["rating"])
            pairs.setdefault(row["attribute"], []).extend([pair] * int(row["respondents"]))
    columns = {attribute: [rating for _, rating in sorted(rated)] for attribute, rated in pairs.items()}
    answers = [sorted(answer for answer, _ in rated) for rated in pairs.values()]
    if any(each != answers[0] for each in answers):
        raise SystemExit(f"{path}: not all attributes have the same answers")
    return {"answer": answers[0], **columns}


def find(survey):
    """The key drivers, of groups of at least 30 respondents. Ratings of 0 and 6 are not from 1 to 5, and do not count."""
    attributes = [name for name in survey if name != "answer"]
    return nps.key_drivers(survey, "answer", attributes, missing_codes=[NO_ANSWER], minimum=30)


def main(path=DATA):
    survey = read(path)
    table = find(survey).table()
    print(nps.Table(COLUMNS, [[row[name] for name in COLUMNS] for row in table], notes=table.notes))


if __name__ == "__main__":
    main(*sys.argv[1:])
