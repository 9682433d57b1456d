# SPDX-License-Identifier: MIT
"""Many segments at once: which differ, which rank where, which is the best."""

from __future__ import annotations

from contextlib import contextmanager
from itertools import combinations
from typing import Any, Iterable, Iterator, List, Mapping, Sequence, SupportsIndex, Tuple, TypeVar, overload

from . import _raw as raw
from ._counts import Numbers
from ._documentation import documented
from ._explained import explaining
from ._levels import Real, read_level, read_score
from ._methods import adjustment_number, method_name, method_number
from ._options import Prior, read_count, read_prior
from ._results import Rank, SegmentComparison
from ._sample import Sample
from ._scale import SCALE_0_10, ScaleName
from ._segmented import Segmented, Segments, read_segments
from ._tally import numbers_of
from .errors import UnavailableError

Key = TypeVar("Key")


@documented(raw.nps_adjust)
def adjust(p_values: Iterable[Real], *, adjustment: str = "holm") -> List[float]:
    """Adjusts p-values, in their order; `adjustment` is one of ADJUSTMENTS."""
    number = adjustment_number(adjustment)
    if number == raw.NPS_ADJUST_FALSE_DISCOVERY:
        raise UnavailableError(f"{adjustment!r} picks by the family, which is not known here: name one of the others")
    with numbers_of(p_values, "p-values", are_real=True) as column:
        adjusted: List[float] = raw.nps_adjust(column, number)
    return adjusted


def _comparisons(family: Iterable[Tuple[Tuple[Any, ...], float]]) -> List[SegmentComparison]:
    return [
        SegmentComparison(difference, lower, upper, p_value, method_name(method), adjusted)
        for (difference, lower, upper, p_value, method), adjusted in family
    ]


@contextmanager
def _explaining(named: Mapping[str, Numbers], adjustment: str = "holm") -> Iterator[None]:
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


def _options(method: str, level: Real, adjustment: str) -> Tuple[int, float, int]:
    return method_number(method), read_level(level), adjustment_number(adjustment)


@overload
def segments_compare_benchmark(
    segments: Mapping[Key, Sample],
    benchmark: Real,
    *,
    respondents: SupportsIndex = 0,
    scale: ScaleName = SCALE_0_10,
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
    scale: ScaleName = SCALE_0_10,
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
    scale: ScaleName = SCALE_0_10,
    outside: str = "raise",
    method: str = "auto",
    level: Real = 0.95,
    adjustment: str = "holm",
) -> Any:
    """Compares every segment with a published score, which rests on so many respondents; 0: it is known exactly.

    Segments by key, such as Groups or a Series of pandas, give results by key, without those that have no answers; a
    list gives a list, and EmptyError for one that has none.
    """
    read = read_segments(segments, scale, outside)
    score, asked = read_score(benchmark, "a benchmark"), read_count(respondents, "respondents", "people")
    options = _options(method, level, adjustment)
    with _explaining(read.named(), adjustment):
        family = raw.nps_segments_compare_benchmark(read.counts, score, asked, options)
    return read.keyed(_comparisons(family))


@overload
def segments_compare_rest(
    segments: Mapping[Key, Sample],
    *,
    scale: ScaleName = SCALE_0_10,
    outside: str = "raise",
    method: str = "auto",
    level: Real = 0.95,
    adjustment: str = "holm",
) -> Segmented[Key, SegmentComparison]: ...
@overload
def segments_compare_rest(
    segments: Sequence[Sample],
    *,
    scale: ScaleName = SCALE_0_10,
    outside: str = "raise",
    method: str = "auto",
    level: Real = 0.95,
    adjustment: str = "holm",
) -> List[SegmentComparison]: ...
@documented(raw.nps_segments_compare_rest)
def segments_compare_rest(
    segments: Any,
    *,
    scale: ScaleName = SCALE_0_10,
    outside: str = "raise",
    method: str = "auto",
    level: Real = 0.95,
    adjustment: str = "holm",
) -> Any:
    """Compares every segment with all others together.

    Segments are given, and results come, as in segments_compare_benchmark().
    """
    read, options = read_segments(segments, scale, outside), _options(method, level, adjustment)
    with _explaining(read.named(), adjustment):
        family = raw.nps_segments_compare_rest(read.counts, options)
    return read.keyed(_comparisons(family))


@documented(raw.nps_segments_compare_pairs)
def segments_compare_pairs(
    segments: Segments,
    *,
    scale: ScaleName = SCALE_0_10,
    outside: str = "raise",
    method: str = "auto",
    level: Real = 0.95,
    adjustment: str = "holm",
) -> Segmented[Tuple[Any, Any], SegmentComparison]:
    """Compares every segment with every other: results by pairs of keys, or of places in a list, in their order.

    Segments are given as in segments_compare_benchmark().
    """
    read, options = read_segments(segments, scale, outside), _options(method, level, adjustment)
    with _explaining(read.named(), adjustment):
        family = raw.nps_segments_compare_pairs(read.counts, options)
    names = "first", "second", "value"
    return Segmented(zip(combinations(read.keys, 2), _comparisons(family)), left_out=read.left_out, names=names)


@overload
def segments_rank(
    segments: Mapping[Key, Sample],
    *,
    scale: ScaleName = SCALE_0_10,
    outside: str = "raise",
    method: str = "auto",
    level: Real = 0.95,
) -> Segmented[Key, Rank]: ...
@overload
def segments_rank(
    segments: Sequence[Sample],
    *,
    scale: ScaleName = SCALE_0_10,
    outside: str = "raise",
    method: str = "auto",
    level: Real = 0.95,
) -> List[Rank]: ...
@documented(raw.nps_segments_rank)
def segments_rank(
    segments: Any,
    *,
    scale: ScaleName = SCALE_0_10,
    outside: str = "raise",
    method: str = "auto",
    level: Real = 0.95,
) -> Any:
    """The ranks that each segment may have.

    Segments are given, and results come, as in segments_compare_benchmark().
    """
    read, options = read_segments(segments, scale, outside), _options(method, level, "holm")
    with _explaining(read.named()):
        ranks = raw.nps_segments_rank(read.counts, options)
    return read.keyed([Rank(best, worst) for best, worst in ranks])


@overload
def segments_best(
    segments: Mapping[Key, Sample], *, scale: ScaleName = SCALE_0_10, outside: str = "raise", prior: Prior = None
) -> Segmented[Key, float]: ...
@overload
def segments_best(
    segments: Sequence[Sample], *, scale: ScaleName = SCALE_0_10, outside: str = "raise", prior: Prior = None
) -> List[float]: ...
@documented(raw.nps_segments_best)
def segments_best(segments: Any, *, scale: ScaleName = SCALE_0_10, outside: str = "raise", prior: Prior = None) -> Any:
    """How probable it is, for each segment, that it is the best; the prior is that of bayes_probability().

    Segments are given, and results come, as in segments_compare_benchmark().
    """
    read = read_segments(segments, scale, outside)
    return read.keyed(raw.nps_segments_best(read.counts, read_prior(prior)), "probability")
