# SPDX-License-Identifier: MIT
"""Comparisons of two samples, and of a sample with a benchmark."""

from __future__ import annotations

from typing import Any, Callable, SupportsIndex, Tuple

from . import _raw as raw
from ._documentation import documented
from ._explained import explaining
from ._methods import method_number
from ._numbers import Real, read_count, read_level, read_margin, read_score
from ._results import Comparison
from ._sample import answered
from ._scale import ScaleName
from ._structs import read_comparison
from ._weighted import Evidence, estimate_of, explaining_method, is_weighted
from .errors import UnavailableError


def _compared(
    a: Evidence,
    b: Evidence,
    read_as: Tuple[ScaleName, str],
    functions: Tuple[Callable[..., Any], Callable[..., Any]],
    method: str,
    options: Tuple[Any, ...],
) -> Comparison:
    """What a function of the raw module for counts, or the one for estimates, says of two samples."""
    of_counts, of_estimates = functions
    if is_weighted(a) or is_weighted(b):
        estimates = estimate_of(a, "the sample a", *read_as), estimate_of(b, "the sample b", *read_as)
        with explaining_method(method):
            return read_comparison(of_estimates(*estimates, *options))
    first, second = answered(a, "the sample a", *read_as), answered(b, "the sample b", *read_as)
    with explaining(lambda: {"the sample a": first, "the sample b": second}, compared=True):
        return read_comparison(of_counts(first, second, *options))


def _of_counts(test: int) -> Callable[..., Any]:
    """The function of the raw module for counts, which Ctrl-C ends; a margin comes before the method."""

    def compared(a: Any, b: Any, *options: Any) -> Any:
        *margin, method, level = options
        return raw.nps_compare_with(a, b, raw.nps_comparison_options(method, level, test, *margin))

    return compared


@documented(raw.nps_compare)
def compare(
    a: Evidence,
    b: Evidence,
    *,
    scale: ScaleName = "0_10",
    outside: str = "raise",
    method: str = "auto",
    level: Real = 0.95,
) -> Comparison:
    """Compares the scores of two independent samples, a minus b.

    Parameters
    ----------
    a
        The first sample: an Accumulator or Counts; or weighted answers, or what was read of them: Weighted,
        WeightedDesign or WeightedEstimate.
    b
        The second sample, of the same kind or another.

    Examples
    --------
    >>> rome, oslo = nps.Counts(46, 30, 14), nps.Counts(31, 22, 27)
    >>> nps.compare(rome, oslo)
    Comparison(difference=+30.556, lower=5.858, upper=54.766, p_value=0.0153, method='skewness-corrected score')
    >>> round(nps.compare(rome, oslo, method="score", level=0.9).difference, 3)
    30.556
    >>> nps.compare(rome, nps.Weighted([10, 9, 3, 7], [1.2, 0.8, 1.5, 1.0]))
    Comparison(difference=+24.444, lower=-53.033, upper=113.885, p_value=0.623, method='skewness-corrected score')
    """
    functions = _of_counts(raw.NPS_COMPARISON_DIFFERENCE), raw.nps_weighted_compare
    return _compared(a, b, (scale, outside), functions, method, (method_number(method), read_level(level)))


@documented(raw.nps_compare_noninferiority)
def compare_noninferiority(
    a: Evidence,
    b: Evidence,
    *,
    margin: Real,
    scale: ScaleName = "0_10",
    outside: str = "raise",
    method: str = "auto",
    level: Real = 0.95,
) -> Comparison:
    """Tests whether the score of a is less than a margin below that of b (non-inferiority).

    Parameters
    ----------
    a
        The first sample: an Accumulator or Counts; or weighted answers, or what was read of them: Weighted,
        WeightedDesign or WeightedEstimate.
    b
        The second sample, of the same kind or another.
    margin
        The smallest difference that matters, in points, above 0 and at most 200.

    Returns
    -------
    Comparison
        `p_value` is one-sided, and the interval has the level 2 * level - 1.

    Examples
    --------
    >>> rome, oslo = nps.Counts(46, 30, 14), nps.Counts(31, 22, 27)
    >>> nps.compare_noninferiority(rome, oslo, margin=5)
    Comparison(difference=+30.556, lower=9.863, upper=50.893, p_value=0.00237, method='skewness-corrected score')
    """
    options = read_margin(margin), method_number(method), read_level(level)
    functions = _of_counts(raw.NPS_COMPARISON_NONINFERIORITY), raw.nps_weighted_compare_noninferiority
    return _compared(a, b, (scale, outside), functions, method, options)


@documented(raw.nps_compare_equivalence)
def compare_equivalence(
    a: Evidence,
    b: Evidence,
    *,
    margin: Real,
    scale: ScaleName = "0_10",
    outside: str = "raise",
    method: str = "auto",
    level: Real = 0.95,
) -> Comparison:
    """Tests whether two scores differ by less than a margin (equivalence: two one-sided tests).

    Parameters
    ----------
    a
        The first sample: an Accumulator or Counts; or weighted answers, or what was read of them: Weighted,
        WeightedDesign or WeightedEstimate.
    b
        The second sample, of the same kind or another.
    margin
        The smallest difference that matters, in points, above 0 and at most 200.

    Returns
    -------
    Comparison
        `p_value` is the larger of two one-sided p-values, and the interval has the level 2 * level - 1, 90 % for 0.95.

    Examples
    --------
    >>> rome, oslo = nps.Counts(46, 30, 14), nps.Counts(31, 22, 27)
    >>> nps.compare_equivalence(rome, oslo, margin=50)
    Comparison(difference=+30.556, lower=9.863, upper=50.893, p_value=0.0581, method='skewness-corrected score')
    """
    options = read_margin(margin), method_number(method), read_level(level)
    functions = _of_counts(raw.NPS_COMPARISON_EQUIVALENCE), raw.nps_weighted_compare_equivalence
    return _compared(a, b, (scale, outside), functions, method, options)


_NEAR_WHOLE = 1e-6
"""How far the promoters behind a published score, which is rounded, may be from a whole number."""


@documented(raw.nps_compare_benchmark)
def compare_benchmark(
    a: Evidence,
    benchmark: Real,
    *,
    respondents: SupportsIndex = 0,
    scale: ScaleName = "0_10",
    outside: str = "raise",
    method: str = "auto",
    level: Real = 0.95,
) -> Comparison:
    """Compares the score of a sample with a published score.

    Parameters
    ----------
    a
        The sample: an Accumulator or Counts; or Weighted, WeightedDesign or WeightedEstimate.
    respondents
        The number of respondents of the published score. 0: the score is known exactly.

    Examples
    --------
    >>> nps.compare_benchmark(nps.Counts(46, 30, 14), 20)
    Comparison(difference=+15.556, lower=-1.543, upper=29.219, p_value=0.0675, method='exact')
    >>> nps.compare_benchmark(nps.Counts(46, 30, 14), 20, respondents=500).p_value > 0.1
    False
    """
    score, asked = read_score(benchmark, "benchmark"), read_count(respondents, "respondents", "people")
    number, level = method_number(method), read_level(level)
    if is_weighted(a):
        estimate = estimate_of(a, "the sample", scale, outside)
        with explaining_method(method):
            return read_comparison(raw.nps_weighted_compare_benchmark(estimate, score, asked, number, level))
    counts = answered(a, "the sample", scale, outside)
    if number == raw.NPS_METHOD_EXACT and asked > 0:
        published = _published_split(score, asked)
        with explaining(lambda: {"the sample": counts, "the published score": published}, compared=True):
            return read_comparison(_of_counts(raw.NPS_COMPARISON_DIFFERENCE)(counts, published, number, level))
    with explaining(lambda: {"the sample": counts}, compared=asked > 0):
        return read_comparison(raw.nps_compare_benchmark(counts, score, asked, number, level))


def _published_split(score: float, respondents: int) -> Tuple[int, int, int]:
    """The split with no passives of those behind a published score, which nps_compare_benchmark() assumes.

    The exact comparison of these counts can be interrupted. It needs whole numbers.
    """
    promoters = respondents * (1 + score / 100) / 2
    whole = round(promoters)
    if abs(promoters - whole) > _NEAR_WHOLE:
        raise UnavailableError(
            f"the exact method needs whole numbers of promoters and detractors, and {respondents} respondents with a "
            f"score of {score:g} would be {promoters:g} and {respondents - promoters:g}: "
            'method="auto" takes any number'
        )
    return whole, 0, respondents - whole
