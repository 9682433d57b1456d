# SPDX-License-Identifier: MIT
"""The expected results of the library, computed in simple and slow Python."""

import math
from collections import Counter
from fractions import Fraction

LARGEST = 2**64 - 1


class Oracle(Counter):
    """Counts by answer, "missing" and "invalid". A method that raises changes nothing."""

    def __init__(self, answers=(), missing_codes=()):
        super().__init__()
        self.missing_codes = missing_codes
        self.feed(answers)

    def bin_of(self, answer):
        if answer is None or answer != answer or answer in self.missing_codes:
            return "missing"
        if not math.isinf(answer) and Fraction(answer) in range(11):
            return int(answer)
        return "invalid"

    def feed(self, answers):
        self.merge(Counter(map(self.bin_of, answers)))

    def merge(self, other):
        total = +Counter(self)
        total.update(other)
        if any(times > LARGEST for times in total.values()):
            raise OverflowError
        self.clear()
        self.update(total)

    def take(self, part):
        if any(self[key] < times for key, times in part.items()):
            raise ValueError
        for key, times in part.items():
            self[key] -= times

    @property
    def answers(self):
        return tuple(self[answer] for answer in range(11))

    def counts(self, lowest, highest, detractor_max, promoter_min):
        of = self.answers
        return (
            sum(of[promoter_min : highest + 1]),
            sum(of[detractor_max + 1 : promoter_min]),
            sum(of[lowest : detractor_max + 1]),
        )

    def agrees_with(self, accumulator):
        return (self.answers, self["missing"], self["invalid"]) == (
            accumulator.answers,
            accumulator.missing,
            accumulator.invalid,
        )


class WeightedOracle:
    """Rows of (answer, weight, stratum, cluster), with the formulas of the textbook."""

    def __init__(self, rows, missing_codes=()):
        bin_of = Oracle(missing_codes=missing_codes).bin_of
        self.rows = [(bin_of(answer), Fraction(weight), *place) for answer, weight, *place in rows]

    def weight_of(self, bin):
        return float(sum(weight for answer, weight, *_ in self.rows if answer == bin))

    def scored(self):
        """The rows with an answer and a weight, as (1, 0 or -1, weight, stratum, cluster)."""
        for answer, weight, *place in self.rows:
            if weight and answer in range(11):
                yield ((answer >= 9) - (answer <= 6), weight, *place)

    @property
    def theta(self):
        total = sum(weight for _, weight, *_ in self.scored())
        return sum(code * weight for code, weight, *_ in self.scored()) / total

    @property
    def kish(self):
        weights = [weight for _, weight, *_ in self.scored()]
        return float(sum(weights) ** 2 / sum(weight**2 for weight in weights))

    @property
    def standard_error(self):
        """Clusters drawn with replacement within strata, each of which has at least two."""
        theta, total = self.theta, sum(weight for _, weight, *_ in self.scored())
        strata = {}
        for number, (code, weight, *place) in enumerate(self.scored()):
            stratum, cluster = place or (0, None)
            clusters = strata.setdefault(stratum, Counter())
            clusters[number if cluster is None else (cluster,)] += weight * (code - theta) / total
        variance = 0
        for clusters in strata.values():
            m, mean = len(clusters), sum(clusters.values()) / len(clusters)
            variance += Fraction(m, m - 1) * sum((value - mean) ** 2 for value in clusters.values())
        return 100 * math.sqrt(variance)
