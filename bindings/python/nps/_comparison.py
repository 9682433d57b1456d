# SPDX-License-Identifier: MIT
"""The difference of two scores, and a score against a benchmark."""

from __future__ import annotations

from typing import Any, SupportsIndex

from . import _raw as raw
from ._documentation import documented
from ._explained import explaining
from ._levels import Real, read_level, read_margin, read_score
from ._methods import method_name, method_number
from ._options import read_count
from ._results import Comparison
from ._sample import Sample, answered
from ._scale import ScaleName


def read_comparison(read: Any) -> Comparison:
    """A comparison as the raw module gives it."""
    bounds = read.bounds
    return Comparison(read.difference, bounds.lower, bounds.upper, read.p_value, method_name(read.method))


@documented(raw.nps_compare)
def compare(
    a: Sample,
    b: Sample,
    *,
    scale: ScaleName = "0_10",
    outside: str = "raise",
    method: str = "auto",
    level: Real = 0.95,
) -> Comparison:
    """Compares two independent samples, a minus b.

    Parameters
    ----------
    a
        The first sample: an Accumulator, or Counts.
    b
        The second sample.

    Examples
    --------
    >>> rome, oslo = nps.Counts(46, 30, 14), nps.Counts(31, 22, 27)
    >>> nps.compare(rome, oslo)
    Comparison(difference=+30.556, lower=5.858, upper=54.766, p_value=0.0153, method='skewness-corrected score')
    >>> round(nps.compare(rome, oslo, method="score", level=0.9).difference, 3)
    30.556
    """
    first, second = answered(a, "the sample a", scale, outside), answered(b, "the sample b", scale, outside)
    number, level = method_number(method), read_level(level)
    with explaining(lambda: {"the sample a": first, "the sample b": second}):
        return read_comparison(raw.nps_compare(first, second, number, level))


@documented(raw.nps_compare_noninferiority)
def compare_noninferiority(
    a: Sample,
    b: Sample,
    *,
    margin: Real,
    scale: ScaleName = "0_10",
    outside: str = "raise",
    method: str = "auto",
    level: Real = 0.95,
) -> Comparison:
    """Tests whether a's score is not worse than b's by a margin or more: a one-sided test.

    Parameters
    ----------
    a
        The first sample: an Accumulator, or Counts.
    b
        The second sample.
    margin
        How large a difference does not matter, in points.

    Returns
    -------
    Comparison
        `p_value` is one-sided, and the interval has the level 2 * level - 1.

    Examples
    --------
    >>> rome, oslo = nps.Counts(46, 30, 14), nps.Counts(31, 22, 27)
    >>> nps.compare_noninferiority(rome, oslo, margin=5)
    Comparison(difference=+30.556, lower=9.808, upper=50.946, p_value=0.0024, method='skewness-corrected score')
    """
    first, second = answered(a, "the sample a", scale, outside), answered(b, "the sample b", scale, outside)
    points, number, level = read_margin(margin), method_number(method), read_level(level)
    with explaining(lambda: {"the sample a": first, "the sample b": second}):
        return read_comparison(raw.nps_compare_noninferiority(first, second, points, number, level))


@documented(raw.nps_compare_equivalence)
def compare_equivalence(
    a: Sample,
    b: Sample,
    *,
    margin: Real,
    scale: ScaleName = "0_10",
    outside: str = "raise",
    method: str = "auto",
    level: Real = 0.95,
) -> Comparison:
    """Tests whether two scores differ by less than a margin: two one-sided tests.

    Parameters
    ----------
    a
        The first sample: an Accumulator, or Counts.
    b
        The second sample.
    margin
        How large a difference does not matter, in points.

    Returns
    -------
    Comparison
        `p_value` is one-sided, the larger of the two, and the interval has the level 2 * level - 1, 90 % for 0.95.

    Examples
    --------
    >>> rome, oslo = nps.Counts(46, 30, 14), nps.Counts(31, 22, 27)
    >>> nps.compare_equivalence(rome, oslo, margin=50)
    Comparison(difference=+30.556, lower=9.808, upper=50.946, p_value=0.0586, method='skewness-corrected score')
    """
    first, second = answered(a, "the sample a", scale, outside), answered(b, "the sample b", scale, outside)
    points, number, level = read_margin(margin), method_number(method), read_level(level)
    with explaining(lambda: {"the sample a": first, "the sample b": second}):
        return read_comparison(raw.nps_compare_equivalence(first, second, points, number, level))


@documented(raw.nps_compare_benchmark)
def compare_benchmark(
    a: Sample,
    benchmark: Real,
    *,
    respondents: SupportsIndex = 0,
    scale: ScaleName = "0_10",
    outside: str = "raise",
    method: str = "auto",
    level: Real = 0.95,
) -> Comparison:
    """Compares a sample with a published score.

    Parameters
    ----------
    a
        The sample: an Accumulator, or Counts.
    respondents
        How many respondents the published score rests on; 0: it is known exactly.

    Examples
    --------
    >>> nps.compare_benchmark(nps.Counts(46, 30, 14), 20)
    Comparison(difference=+15.556, lower=-1.543, upper=29.219, p_value=0.0675, method='exact')
    >>> nps.compare_benchmark(nps.Counts(46, 30, 14), 20, respondents=500).p_value > 0.1
    False
    """
    counts, score = answered(a, "the sample", scale, outside), read_score(benchmark, "a benchmark")
    asked, number, level = read_count(respondents, "respondents", "people"), method_number(method), read_level(level)
    with explaining(lambda: {"the sample": counts}):
        return read_comparison(raw.nps_compare_benchmark(counts, score, asked, number, level))
