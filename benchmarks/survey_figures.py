#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""R's figures and libnps's side by side, for the eight stratified cluster samples of tests/reference/survey_designs.csv.

R's are those of its package survey 4.1; see tests/reference/README.md. Prints the tables of docs/promises.md.
"""

import csv
import math
import pathlib

import nps

REFERENCE = pathlib.Path(__file__).resolve().parents[1] / "tests" / "reference"
DESIGNS = range(1, 9)
KINDS = ["all", "finite population", "domain", "difference", "raked", "jackknife"]


def read(name):
    with open(REFERENCE / name, newline="") as file:
        return list(csv.DictReader(file))


class Sample:
    """The rows of one design, by column."""

    def __init__(self, rows):
        self.answers = [int(row["answer"]) if row["answer"] else None for row in rows]
        self.weights = [float(row["weight"]) for row in rows]
        self.units = {name: [int(row[column]) for row in rows] for name, column in (("strata", "stratum"), ("clusters", "cluster"))}
        self.categories = {name: [int(row[name]) for row in rows] for name in ("g", "r")}
        self.populations = {int(row["stratum"]): int(row["clusters_in_stratum"]) for row in rows}
        self.design = nps.WeightedDesign()
        self.design.update(
            self.answers, self.weights, *self.units.values(), domains=[int(row["domain"]) for row in rows]
        )

    def figures(self, row):
        """The score, or the difference, its standard error and the degrees of freedom of a row of R's figures."""
        if row["what"] == "difference":
            return self.difference(int(row["a"]), int(row["b"]))
        estimate = self.estimate(row)
        return estimate.score, estimate.standard_error, estimate.degrees

    def estimate(self, row):
        kind = row["what"]
        if kind == "domain":
            return self.design.domain(int(row["a"]))
        if kind == "finite population":
            return self.design.domain(self.design, population_clusters=self.populations)
        if kind == "raked":
            margins = [
                nps.Margin(self.categories[name], [float(total) for total in row[f"{name}_totals"].split()])
                for name in ("g", "r")
            ]
            return nps.calibration_read(self.answers, margins, weights=self.weights, tolerance=1e-13, **self.units)
        if kind == "jackknife":
            return nps.replicates_make(weights=self.weights, **self.units).read(self.answers)
        return self.design.read()

    def difference(self, a, b):
        """The Wald interval is the difference plus and minus its standard error times a quantile of t."""
        compared = self.design.compare_domains(a, b, method="wald", level=0.5)
        degrees = self.design.domain(a).degrees
        width = compared.upper - compared.lower
        return compared.difference, width / 2 / student_quantile(0.75, degrees), degrees


def student_quantile(p, degrees):
    """By the definition: Simpson's rule for the distribution function, and bisection."""

    def cumulative(x, steps=2000):
        constant = math.exp(math.lgamma((degrees + 1) / 2) - math.lgamma(degrees / 2)) / math.sqrt(degrees * math.pi)
        heights = [(1 + (x * i / steps) ** 2 / degrees) ** (-(degrees + 1) / 2) for i in range(steps + 1)]
        return 0.5 + constant * x / steps / 3 * (
            heights[0] + heights[-1] + 4 * sum(heights[1:-1:2]) + 2 * sum(heights[2:-1:2])
        )

    low, high = 0.0, 10.0
    for _ in range(60):
        middle = (low + high) / 2
        low, high = (middle, high) if cumulative(middle) < p else (low, middle)
    return low


def relative(ours, theirs):
    return max(abs(one - other) / max(1, abs(other)) for one, other in zip(ours, theirs))


def main():
    rows = read("survey_designs.csv")
    samples = {number: Sample([row for row in rows if row["design"] == str(number)]) for number in DESIGNS}
    compared = {kind: [] for kind in KINDS}
    for row in read("survey_figures.csv") + read("survey_calibrated.csv"):
        if row["what"] in compared:
            theirs = tuple(float(row[name]) for name in ("score", "standard_error", "degrees"))
            compared[row["what"]].append((row["design"], theirs, samples[int(row["design"])].figures(row)))
    print("| figure | rows | largest relative difference |\n|---|---:|---:|")
    for kind, pairs in compared.items():
        largest = max(relative(ours, theirs) for _, theirs, ours in pairs)
        print(f"| {kind} | {len(pairs)} | {'below 1e-8' if largest < 1e-8 else f'{largest:.0e}'} |")
    print("\n| design | raked score, R | libnps | standard error, R | libnps | jackknife, R | libnps |")
    print("|---|---:|---:|---:|---:|---:|---:|")
    for (design, raked, ours), (_, jackknife, ours_too) in zip(compared["raked"], compared["jackknife"]):
        cells = (raked[0], ours[0], raked[1], ours[1], jackknife[1], ours_too[1])
        print(f"| {design} | " + " | ".join(f"{cell:.6f}" for cell in cells) + " |")


if __name__ == "__main__":
    main()
