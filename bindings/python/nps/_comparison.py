# SPDX-License-Identifier: MIT
"""The difference of two scores, and a score against a benchmark."""

from __future__ import annotations

from typing import SupportsIndex

from . import _raw as raw
from ._documentation import documented
from ._levels import Real, read_level
from ._methods import method_name, method_number
from ._results import Comparison
from ._sample import Sample, counts_of


def read_comparison(difference: float, lower: float, upper: float, p_value: float, method: int) -> Comparison:
    """A comparison as the raw module gives it."""
    return Comparison(difference, lower, upper, p_value, method_name(method))


@documented(raw.nps_compare)
def compare(a: Sample, b: Sample, method: str = "auto", level: Real = 0.95) -> Comparison:
    """Compares two independent samples, a minus b."""
    return read_comparison(*raw.nps_compare(counts_of(a), counts_of(b), method_number(method), read_level(level)))


@documented(raw.nps_compare_noninferiority)
def compare_noninferiority(a: Sample, b: Sample, margin: Real, method: str = "auto", level: Real = 0.95) -> Comparison:
    """Tests whether a's score is not worse than b's by a margin or more: a one-sided test.

    `p_value` is one-sided, and the interval has the level 2 * level - 1.
    """
    number = method_number(method)
    return read_comparison(
        *raw.nps_compare_noninferiority(counts_of(a), counts_of(b), margin, number, read_level(level))
    )


@documented(raw.nps_compare_equivalence)
def compare_equivalence(a: Sample, b: Sample, margin: Real, method: str = "auto", level: Real = 0.95) -> Comparison:
    """Tests whether two scores differ by less than a margin: two one-sided tests.

    `p_value` is one-sided, the larger of the two, and the interval has the level 2 * level - 1, 90 % for 0.95.
    """
    number = method_number(method)
    return read_comparison(*raw.nps_compare_equivalence(counts_of(a), counts_of(b), margin, number, read_level(level)))


@documented(raw.nps_compare_benchmark)
def compare_benchmark(
    a: Sample, benchmark: Real, respondents: SupportsIndex = 0, method: str = "auto", level: Real = 0.95
) -> Comparison:
    """Compares a sample with a published score, which rests on so many respondents; 0: it is known exactly."""
    number = method_number(method)
    return read_comparison(*raw.nps_compare_benchmark(counts_of(a), benchmark, respondents, number, read_level(level)))
