# SPDX-License-Identifier: MIT
"""Many segments at once: which differ, which rank where, which is the best."""

from __future__ import annotations

from array import array
from contextlib import contextmanager
from itertools import combinations
from typing import Any, Callable, Iterable, Iterator, List, Mapping, Sequence, SupportsIndex, Tuple, TypeVar, overload

from . import _raw as raw
from ._comparison import read_comparison
from ._counts import Numbers
from ._documentation import documented
from ._explained import explaining
from ._levels import Real, read_level, read_score
from ._methods import adjustment_number, method_number
from ._options import Prior, read_count, read_prior
from ._results import Comparison, Rank, SegmentComparison
from ._sample import Sample
from ._scale import ScaleName
from ._segmented import Segmented, Segments, read_segments
from ._structs import read_struct
from ._tally import numbers_of
from .errors import UnavailableError

Key = TypeVar("Key")


@documented(raw.nps_adjust)
def adjust(p_values: Iterable[Real], *, adjustment: str = "holm") -> List[float]:
    """Adjusts p-values of any origin, in their order.

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
        raise UnavailableError(f"{adjustment!r} picks by the family, which is not known here: name one of the others")
    with numbers_of(p_values, "p-values", are_real=True) as column:
        return array("d", raw.nps_adjust(column, number)).tolist()


def _comparisons(family: List[Any]) -> List[SegmentComparison]:
    return [_segment_comparison(read_comparison(read.comparison), read.adjusted) for read in family]


def _segment_comparison(made: Comparison, adjusted: float) -> SegmentComparison:
    return SegmentComparison(made.difference, made.lower, made.upper, made.p_value, made.method, adjusted)


@contextmanager
def _explaining(named: Callable[[], Mapping[str, Numbers]], adjustment: str = "holm") -> Iterator[None]:
    """Tells which segment is too large, and which adjustment holds where one is refused for dependent tests."""
    try:
        with explaining(named):
            yield
    except UnavailableError:
        if adjustment_number(adjustment) != raw.NPS_ADJUST_BENJAMINI_HOCHBERG:
            raise
        raise UnavailableError(
            f"the adjustment {adjustment!r} is refused for this family, whose tests depend on each other: "
            '"false discovery" picks the one that holds'
        ) from None


def _options(method: str, level: Real, adjustment: str, prior: Prior = None) -> Tuple[Any, ...]:
    return method_number(method), read_level(level), adjustment_number(adjustment), read_prior(prior)


@overload
def segments_compare_benchmark(
    segments: Mapping[Key, Sample],
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
    segments: Sequence[Sample],
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

    By key, segments without answers are left out; in a list one raises EmptyError.

    Parameters
    ----------
    benchmark
        The published score, in points.
    respondents
        How many respondents the published score rests on; 0: it is known exactly.

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
    read = read_segments(segments, scale, outside)
    score, asked = read_score(benchmark, "a benchmark"), read_count(respondents, "respondents", "people")
    options = _options(method, level, adjustment)
    with _explaining(read.named, adjustment):
        family = raw.nps_segments_compare_benchmark(read.counts, score, asked, options)
    return read.keyed(_comparisons(family))


@overload
def segments_compare_rest(
    segments: Mapping[Key, Sample],
    *,
    scale: ScaleName = "0_10",
    outside: str = "raise",
    method: str = "auto",
    level: Real = 0.95,
    adjustment: str = "holm",
) -> Segmented[Key, SegmentComparison]: ...
@overload
def segments_compare_rest(
    segments: Sequence[Sample],
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
    """Compares every segment with all others together.

    By key, segments without answers are left out; in a list one raises EmptyError.

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
    read, options = read_segments(segments, scale, outside), _options(method, level, adjustment)
    with _explaining(read.named, adjustment):
        family = raw.nps_segments_compare_rest(read.counts, options)
    return read.keyed(_comparisons(family))


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

    By key, segments without answers are left out; in a list one raises EmptyError.

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
    """
    read, options = read_segments(segments, scale, outside), _options(method, level, adjustment)
    with _explaining(read.named, adjustment):
        family = raw.nps_segments_compare_pairs(read.counts, options)
    names = "first", "second", "value"
    return Segmented(zip(combinations(read.keys, 2), _comparisons(family)), left_out=read.left_out, names=names)


@overload
def segments_rank(
    segments: Mapping[Key, Sample],
    *,
    scale: ScaleName = "0_10",
    outside: str = "raise",
    method: str = "auto",
    level: Real = 0.95,
) -> Segmented[Key, Rank]: ...
@overload
def segments_rank(
    segments: Sequence[Sample],
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
    """The ranks that each segment may have.

    By key, segments without answers are left out; in a list one raises EmptyError.

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
    read, options = read_segments(segments, scale, outside), _options(method, level, "holm")
    with _explaining(read.named):
        ranks = raw.nps_segments_rank(read.counts, options)
    return read.keyed([read_struct(Rank, rank) for rank in ranks])


@overload
def segments_best(
    segments: Mapping[Key, Sample], *, scale: ScaleName = "0_10", outside: str = "raise", prior: Prior = None
) -> Segmented[Key, float]: ...
@overload
def segments_best(
    segments: Sequence[Sample], *, scale: ScaleName = "0_10", outside: str = "raise", prior: Prior = None
) -> List[float]: ...
@documented(raw.nps_segments_best)
def segments_best(segments: Any, *, scale: ScaleName = "0_10", outside: str = "raise", prior: Prior = None) -> Any:
    """How probable it is, for each segment, that it is the best.

    Returns
    -------
    Segmented or list of float
        Probabilities by key, without segments that have no answers, or in the order of a list.

    Examples
    --------
    >>> shops = {"Rome": nps.Counts(46, 30, 14), "Oslo": nps.Counts(31, 22, 27), "Lima": nps.Counts(28, 8, 9)}
    >>> {shop: round(probability, 3) for shop, probability in nps.segments_best(shops).items()}
    {'Rome': 0.331, 'Oslo': 0.001, 'Lima': 0.669}
    """
    read = read_segments(segments, scale, outside)
    found = raw.nps_segments_best(read.counts, _options("auto", 0.95, "holm", prior))
    return read.keyed([best.probability for best in found], "probability")
