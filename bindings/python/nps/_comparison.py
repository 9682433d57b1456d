# SPDX-License-Identifier: MIT
"""The difference of two scores, and a score against a benchmark."""

from __future__ import annotations

from typing import SupportsIndex

from . import _raw as raw
from ._documentation import documented
from ._explained import explaining
from ._levels import Real, read_level, read_margin, read_score
from ._methods import method_name, method_number
from ._options import read_count
from ._results import Comparison
from ._sample import Sample, answered
from ._scale import SCALE_0_10, ScaleName


def read_comparison(difference: float, lower: float, upper: float, p_value: float, method: int) -> Comparison:
    """A comparison as the raw module gives it."""
    return Comparison(difference, lower, upper, p_value, method_name(method))


@documented(raw.nps_compare)
def compare(
    a: Sample,
    b: Sample,
    *,
    scale: ScaleName = SCALE_0_10,
    outside: str = "raise",
    method: str = "auto",
    level: Real = 0.95,
) -> Comparison:
    """Compares two independent samples, a minus b."""
    first, second = answered(a, "the sample a", scale, outside), answered(b, "the sample b", scale, outside)
    number, level = method_number(method), read_level(level)
    with explaining({"the sample a": first, "the sample b": second}):
        return read_comparison(*raw.nps_compare(first, second, number, level))


@documented(raw.nps_compare_noninferiority)
def compare_noninferiority(
    a: Sample,
    b: Sample,
    *,
    margin: Real,
    scale: ScaleName = SCALE_0_10,
    outside: str = "raise",
    method: str = "auto",
    level: Real = 0.95,
) -> Comparison:
    """Tests whether a's score is not worse than b's by a margin or more: a one-sided test.

    `p_value` is one-sided, and the interval has the level 2 * level - 1.
    """
    first, second = answered(a, "the sample a", scale, outside), answered(b, "the sample b", scale, outside)
    points, number, level = read_margin(margin), method_number(method), read_level(level)
    with explaining({"the sample a": first, "the sample b": second}):
        return read_comparison(*raw.nps_compare_noninferiority(first, second, points, number, level))


@documented(raw.nps_compare_equivalence)
def compare_equivalence(
    a: Sample,
    b: Sample,
    *,
    margin: Real,
    scale: ScaleName = SCALE_0_10,
    outside: str = "raise",
    method: str = "auto",
    level: Real = 0.95,
) -> Comparison:
    """Tests whether two scores differ by less than a margin: two one-sided tests.

    `p_value` is one-sided, the larger of the two, and the interval has the level 2 * level - 1, 90 % for 0.95.
    """
    first, second = answered(a, "the sample a", scale, outside), answered(b, "the sample b", scale, outside)
    points, number, level = read_margin(margin), method_number(method), read_level(level)
    with explaining({"the sample a": first, "the sample b": second}):
        return read_comparison(*raw.nps_compare_equivalence(first, second, points, number, level))


@documented(raw.nps_compare_benchmark)
def compare_benchmark(
    a: Sample,
    benchmark: Real,
    *,
    respondents: SupportsIndex = 0,
    scale: ScaleName = SCALE_0_10,
    outside: str = "raise",
    method: str = "auto",
    level: Real = 0.95,
) -> Comparison:
    """Compares a sample with a published score, which rests on so many respondents; 0: it is known exactly."""
    counts, score = answered(a, "the sample", scale, outside), read_score(benchmark, "a benchmark")
    asked, number, level = read_count(respondents, "respondents", "people"), method_number(method), read_level(level)
    with explaining({"the sample": counts}):
        return read_comparison(*raw.nps_compare_benchmark(counts, score, asked, number, level))
