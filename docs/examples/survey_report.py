#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""A report on a survey in a file: the one of the package, from a program of your own.

    python3 survey_report.py --help
    python3 survey_report.py sfo_recommend_counts.csv --missing 11 --before 2018-01-01 --benchmark 36

nps.report.main() takes the words of the command line and returns the exit status; docs/guide/report.md explains both. A
program that wants the figures and not the text asks for them by --json, or calls nps.summarize(), nps.trend() and
nps.change(). The program in C in survey_report/ has the same figures.
"""

import sys

from nps.report import main

if __name__ == "__main__":
    sys.exit(main(["report", *sys.argv[1:]]))
