# SPDX-License-Identifier: MIT
"""What the library should do, in plain Python: slow and plain to see."""

import math
from collections import Counter
from fractions import Fraction

LARGEST = 2**64 - 1


class Oracle(Counter):
    """Counts by answer, "missing" and "invalid"; what it raises leaves it as it was."""

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
