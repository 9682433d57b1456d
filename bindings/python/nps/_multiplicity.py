# SPDX-License-Identifier: MIT
"""Many segments at once: comparisons, ranks, and the best segment."""

from __future__ import annotations

from array import array
from itertools import combinations
from typing import Any, Iterable, List, Sequence, SupportsIndex, Tuple, TypeVar, overload

from . import _raw as raw
from ._columns import numbers_of
from ._documentation import documented
from ._evidence import Keyed, Segments, read_family
from ._methods import adjustment_number, method_number
from ._numbers import Real, read_count, read_level, read_score
from ._options import Prior, read_prior
from ._results import Rank, SegmentComparison
from ._scale import ScaleName
from ._segmented import Segmented, segment_name
from ._structs import read_comparison, read_struct
from ._weighted import Evidence
from .errors import EmptyError, ProbabilityError, UnavailableError

Key = TypeVar("Key")


@documented(raw.nps_adjust)
def adjust(p_values: Iterable[Real], *, adjustment: str = "holm") -> List[float]:
    """Adjusts p-values for their number.

    Returns
    -------
    list of float
        The adjusted p-values, in the same order.

    Examples
    --------
    >>> nps.adjust([0.01, 0.04, 0.03, 0.5])
    [0.04, 0.09, 0.09, 0.5]
    >>> [round(p_value, 3) for p_value in nps.adjust([0.01, 0.04, 0.03, 0.5], adjustment="BH")]
    [0.04, 0.053, 0.053, 0.5]
    """
    number = adjustment_number(adjustment)
    if number == raw.NPS_ADJUST_FALSE_DISCOVERY:
        raise UnavailableError(f"adjustment={adjustment!r} picks by the kind of comparison, unknown here: use another")
    with numbers_of(p_values, "p-values", are_real=True) as column:
        try:
            return array("d", raw.nps_adjust(column, number)).tolist()
        except ProbabilityError:
            place, wrong = next((place, each) for place, each in enumerate(column[0]) if not 0 <= each <= 1)
            raise ProbabilityError(f"p-value {place} must be from 0 to 1, not {wrong:g}") from None


def _comparisons(family: List[Any]) -> List[SegmentComparison]:
    return [comparison_of(read) for read in family]


def comparison_of(read: Any) -> SegmentComparison:
    """A SegmentComparison made of the struct of the raw module."""
    made = read_comparison(read.comparison)
    return SegmentComparison(made.difference, made.lower, made.upper, made.p_value, made.method, read.adjusted)


def read_segments_options(method: str, level: Real, adjustment: str, prior: Prior = None) -> Tuple[Any, ...]:
    """The options of functions for many segments, as the raw module takes them."""
    return method_number(method), read_level(level), adjustment_number(adjustment), read_prior(prior)


@overload
def segments_compare_benchmark(
    segments: Keyed[Key],
    benchmark: Real,
    *,
    respondents: SupportsIndex = 0,
    scale: ScaleName = "0_10",
    outside: str = "raise",
    method: str = "auto",
    level: Real = 0.95,
    adjustment: str = "holm",
) -> Segmented[Key, SegmentComparison]: ...
@overload
def segments_compare_benchmark(
    segments: Sequence[Evidence],
    benchmark: Real,
    *,
    respondents: SupportsIndex = 0,
    scale: ScaleName = "0_10",
    outside: str = "raise",
    method: str = "auto",
    level: Real = 0.95,
    adjustment: str = "holm",
) -> List[SegmentComparison]: ...
@documented(raw.nps_segments_compare_benchmark)
def segments_compare_benchmark(
    segments: Any,
    benchmark: Real,
    *,
    respondents: SupportsIndex = 0,
    scale: ScaleName = "0_10",
    outside: str = "raise",
    method: str = "auto",
    level: Real = 0.95,
    adjustment: str = "holm",
) -> Any:
    """Compares every segment with a published score.

    Segments without answers are left out if the segments have keys; in a list they raise EmptyError.

    Parameters
    ----------
    benchmark
        The published score, in points.
    respondents
        The number of respondents of the published score. 0: the score is known exactly.

    Returns
    -------
    Segmented or list of SegmentComparison
        By key, or in the order of a list.

    Examples
    --------
    >>> shops = {"Rome": nps.Counts(46, 30, 14), "Oslo": nps.Counts(31, 22, 27), "Lima": nps.Counts(28, 8, 9)}
    >>> nps.segments_compare_benchmark(shops, 20)["Oslo"]
    SegmentComparison(difference=-15.000, lower=-37.773, upper=6.580, p_value=0.103, adjusted=0.206, method='exact')
    >>> print(nps.segments_compare_benchmark(shops, 20).table())
    key   difference  lower  upper  p_value  method  adjusted
    Rome       +15.6   -5.1   31.8   0.0675  exact     0.2026
    Oslo       -15.0  -37.8    6.6   0.1030  exact     0.2060
    Lima       +22.2  -10.1   45.5   0.1078  exact     0.2060
    """
    family = read_family(segments, scale, outside)
    score, asked = read_score(benchmark, "benchmark"), read_count(respondents, "respondents", "people")
    options = read_segments_options(method, level, adjustment)
    with family.explaining(method, adjustment, compared=asked > 0):
        found = family.ask("compare_benchmark", score, asked, options)
    return family.read.keyed(_comparisons(found), SegmentComparison.__dataclass_fields__)


@overload
def segments_compare_rest(
    segments: Keyed[Key],
    *,
    scale: ScaleName = "0_10",
    outside: str = "raise",
    method: str = "auto",
    level: Real = 0.95,
    adjustment: str = "holm",
) -> Segmented[Key, SegmentComparison]: ...
@overload
def segments_compare_rest(
    segments: Sequence[Evidence],
    *,
    scale: ScaleName = "0_10",
    outside: str = "raise",
    method: str = "auto",
    level: Real = 0.95,
    adjustment: str = "holm",
) -> List[SegmentComparison]: ...
@documented(raw.nps_segments_compare_rest)
def segments_compare_rest(
    segments: Any,
    *,
    scale: ScaleName = "0_10",
    outside: str = "raise",
    method: str = "auto",
    level: Real = 0.95,
    adjustment: str = "holm",
) -> Any:
    """Compares every segment with the sum of all others.

    Segments without answers are left out if the segments have keys; in a list they raise EmptyError.

    Returns
    -------
    Segmented or list of SegmentComparison
        By key, or in the order of a list.

    Examples
    --------
    >>> shops = {"Rome": nps.Counts(46, 30, 14), "Oslo": nps.Counts(31, 22, 27), "Lima": nps.Counts(28, 8, 9)}
    >>> nps.segments_compare_rest(shops)["Oslo"]
    SegmentComparison(difference=-32.778, lower=-60.616, upper=-4.629, p_value=0.00527, adjusted=0.0158,
        method='skewness-corrected score')
    """
    family, options = read_family(segments, scale, outside), read_segments_options(method, level, adjustment)
    if len(family.read.keys) == 1:
        alone = segment_name(family.read.keys[0])
        raise EmptyError(f"{alone} is the only one with answers: there is no rest to compare with")
    with family.explaining(method, adjustment):
        found = family.ask("compare_rest", options)
    return family.read.keyed(_comparisons(found), SegmentComparison.__dataclass_fields__)


@documented(raw.nps_segments_compare_pairs)
def segments_compare_pairs(
    segments: Segments,
    *,
    scale: ScaleName = "0_10",
    outside: str = "raise",
    method: str = "auto",
    level: Real = 0.95,
    adjustment: str = "holm",
) -> Segmented[Tuple[Any, Any], SegmentComparison]:
    """Compares every segment with every other.

    Segments without answers are left out if the segments have keys; in a list they raise EmptyError.

    Returns
    -------
    Segmented of SegmentComparison
        By pairs of keys, or of places in a list, in their order.

    Examples
    --------
    >>> shops = {"Rome": nps.Counts(46, 30, 14), "Oslo": nps.Counts(31, 22, 27), "Lima": nps.Counts(28, 8, 9)}
    >>> print(nps.segments_compare_pairs(shops).table())
    first  second  difference  lower  upper  p_value  method                    adjusted
    Rome   Oslo         +30.6    0.4   60.0   0.0153  skewness-corrected score    0.0459
    Rome   Lima          -6.7  -39.8   30.4   0.6797  skewness-corrected score    0.6797
    Oslo   Lima         -37.2  -72.7    2.2   0.0237  skewness-corrected score    0.0473

    The domains of one design are compared with their covariance:

    >>> design = nps.WeightedDesign()
    >>> design.update([10, 9, 3, 7, 10, 8], [1.0] * 6, clusters=[1, 1, 2, 2, 3, 3], domains=list("abaaab"))
    >>> nps.segments_compare_pairs(design)["a", "b"].difference
    -25.0
    """
    family, options = read_family(segments, scale, outside), read_segments_options(method, level, adjustment)
    with family.explaining(method, adjustment):
        found = family.ask("compare_pairs", options)
    pairs = zip(combinations(family.read.keys, 2), _comparisons(found))
    columns = SegmentComparison.__dataclass_fields__
    return Segmented(pairs, left_out=family.read.left_out, columns=columns, key_columns=("first", "second"))


@overload
def segments_rank(
    segments: Keyed[Key],
    *,
    scale: ScaleName = "0_10",
    outside: str = "raise",
    method: str = "auto",
    level: Real = 0.95,
) -> Segmented[Key, Rank]: ...
@overload
def segments_rank(
    segments: Sequence[Evidence],
    *,
    scale: ScaleName = "0_10",
    outside: str = "raise",
    method: str = "auto",
    level: Real = 0.95,
) -> List[Rank]: ...
@documented(raw.nps_segments_rank)
def segments_rank(
    segments: Any,
    *,
    scale: ScaleName = "0_10",
    outside: str = "raise",
    method: str = "auto",
    level: Real = 0.95,
) -> Any:
    """The range of ranks of each segment.

    Segments without answers are left out if the segments have keys; in a list they raise EmptyError.

    Returns
    -------
    Segmented or list of Rank
        By key, or in the order of a list.

    Examples
    --------
    >>> shops = {"Rome": nps.Counts(46, 30, 14), "Oslo": nps.Counts(31, 22, 27), "Lima": nps.Counts(28, 8, 9)}
    >>> nps.segments_rank(shops)
    {'Rome': Rank(best=1, worst=2), 'Oslo': Rank(best=2, worst=3), 'Lima': Rank(best=1, worst=3)}
    """
    family, options = read_family(segments, scale, outside), read_segments_options(method, level, "holm")
    with family.explaining(method, compared=False):
        ranks = family.ask("rank", options)
    return family.read.keyed([read_struct(Rank, rank) for rank in ranks], Rank.__dataclass_fields__)


@overload
def segments_best(
    segments: Keyed[Key], *, scale: ScaleName = "0_10", outside: str = "raise", prior: Prior = None
) -> Segmented[Key, float]: ...
@overload
def segments_best(
    segments: Sequence[Evidence], *, scale: ScaleName = "0_10", outside: str = "raise", prior: Prior = None
) -> List[float]: ...
@documented(raw.nps_segments_best)
def segments_best(segments: Any, *, scale: ScaleName = "0_10", outside: str = "raise", prior: Prior = None) -> Any:
    """The probability of each segment that it has the highest score.

    The domains of a WeightedDesign share clusters; their covariance is taken into account, with an error of at most
    .002 for up to 20 domains that may be the best.

    Returns
    -------
    Segmented or list of float
        Probabilities by key, without segments that have no answers; or in the order of a list.

    Examples
    --------
    >>> shops = {"Rome": nps.Counts(46, 30, 14), "Oslo": nps.Counts(31, 22, 27), "Lima": nps.Counts(28, 8, 9)}
    >>> {shop: round(probability, 3) for shop, probability in nps.segments_best(shops).items()}
    {'Rome': 0.331, 'Oslo': 0.001, 'Lima': 0.669}

    Each flight has two good answers more in economy than in business, so that the flights' own moods cancel out:

    >>> design, flights = nps.WeightedDesign(), range(12)
    >>> for label, more in (("economy", 2), ("business", 0)):
    ...     for flight in flights:
    ...         answers = [10] * (flight + more) + [3] * (14 - flight - more)
    ...         design.update(answers, [1.0] * 14, clusters=[flight] * 14, domains=[label] * 14)
    >>> {label: round(probability, 2) for label, probability in nps.segments_best(design).items()}
    {'economy': 1.0, 'business': 0.0}
    """
    family = read_family(segments, scale, outside)
    found = family.ask("best", read_segments_options("auto", 0.95, "holm", prior))
    return family.read.keyed([best.probability for best in found], ["probability"])
