# SPDX-License-Identifier: MIT
"""Many segments at once: which differ, which rank where, which is the best."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import contextmanager
from itertools import combinations
from typing import Any, Dict, Iterable, Iterator, List, Sequence, SupportsIndex, Tuple, TypeVar, Union, overload

from . import _raw as raw
from ._documentation import documented
from .errors import UnavailableError
from ._levels import Real, read_level
from ._methods import adjustment_number, method_name, method_number
from ._options import Prior, read_prior
from ._results import Rank, SegmentComparison
from ._sample import Sample, counts_of
from ._tally import numbers_of

Key = TypeVar("Key")
Result = TypeVar("Result")


@documented(raw.nps_adjust)
def adjust(p_values: Iterable[Real], adjustment: str = "holm") -> List[float]:
    """Adjusts p-values, in their order; `adjustment` is one of ADJUSTMENTS."""
    number = adjustment_number(adjustment)
    if number == raw.NPS_ADJUST_FALSE_DISCOVERY:
        raise UnavailableError(f"{adjustment!r} picks by the family, which is not known here: name one of the others")
    with numbers_of(p_values, "p-values", are_real=True) as column:
        adjusted: List[float] = raw.nps_adjust(column, number)
    return adjusted


def _read(segments: Any) -> Tuple[List[Any], Tuple[Tuple[int, ...], ...]]:
    """The keys, or places, of segments, and their counts; of a mapping those that have answers."""
    if isinstance(segments, Mapping):
        read = {key: counts_of(sample) for key, sample in segments.items()}
        answered = {key: counts for key, counts in read.items() if any(counts)}
        return list(answered), tuple(answered.values())
    counts = tuple(map(counts_of, segments))
    return list(range(len(counts))), counts


def _keyed(segments: Any, keys: List[Any], results: List[Any]) -> Any:
    """Results as the segments were given: by key, or in order."""
    return dict(zip(keys, results)) if isinstance(segments, Mapping) else results


def _comparisons(family: Iterable[Tuple[Tuple[Any, ...], float]]) -> List[SegmentComparison]:
    return [
        SegmentComparison(difference, lower, upper, p_value, method_name(method), adjusted)
        for (difference, lower, upper, p_value, method), adjusted in family
    ]


@contextmanager
def _explaining(adjustment: str, is_independent: bool) -> Iterator[None]:
    """Tells which adjustment holds where one is refused for a family of dependent tests."""
    try:
        yield
    except UnavailableError:
        if is_independent or adjustment_number(adjustment) != raw.NPS_ADJUST_BENJAMINI_HOCHBERG:
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
    respondents: SupportsIndex = 0,
    method: str = "auto",
    level: Real = 0.95,
    *,
    adjustment: str = "holm",
) -> Dict[Key, SegmentComparison]: ...
@overload
def segments_compare_benchmark(
    segments: Sequence[Sample],
    benchmark: Real,
    respondents: SupportsIndex = 0,
    method: str = "auto",
    level: Real = 0.95,
    *,
    adjustment: str = "holm",
) -> List[SegmentComparison]: ...
@documented(raw.nps_segments_compare_benchmark)
def segments_compare_benchmark(
    segments: Any,
    benchmark: Real,
    respondents: SupportsIndex = 0,
    method: str = "auto",
    level: Real = 0.95,
    *,
    adjustment: str = "holm",
) -> Any:
    """Compares every segment with a published score, which rests on so many respondents; 0: it is known exactly.

    Segments by key, such as Groups, give results by key, without those that have no answers; a list gives a list, and
    EmptyError for one that has none. Accumulators are read on the scale 0 to 10: for another one give
    {key: group.counts(scale) for key, group in groups.items()}.
    """
    keys, counts = _read(segments)
    options = _options(method, level, adjustment)
    with _explaining(adjustment, is_independent=respondents == 0):
        family = raw.nps_segments_compare_benchmark(counts, benchmark, respondents, options)
    return _keyed(segments, keys, _comparisons(family))


@overload
def segments_compare_rest(
    segments: Mapping[Key, Sample], method: str = "auto", level: Real = 0.95, *, adjustment: str = "holm"
) -> Dict[Key, SegmentComparison]: ...
@overload
def segments_compare_rest(
    segments: Sequence[Sample], method: str = "auto", level: Real = 0.95, *, adjustment: str = "holm"
) -> List[SegmentComparison]: ...
@documented(raw.nps_segments_compare_rest)
def segments_compare_rest(segments: Any, method: str = "auto", level: Real = 0.95, *, adjustment: str = "holm") -> Any:
    """Compares every segment with all others together.

    Segments are given, and results come, as in segments_compare_benchmark().
    """
    keys, counts = _read(segments)
    with _explaining(adjustment, is_independent=False):
        family = raw.nps_segments_compare_rest(counts, _options(method, level, adjustment))
    return _keyed(segments, keys, _comparisons(family))


@documented(raw.nps_segments_compare_pairs)
def segments_compare_pairs(
    segments: Union[Mapping[Any, Sample], Iterable[Sample]],
    method: str = "auto",
    level: Real = 0.95,
    *,
    adjustment: str = "holm",
) -> Dict[Tuple[Any, Any], SegmentComparison]:
    """Compares every segment with every other: a dict by pairs of keys, or of places in a list, in their order.

    Segments are given as in segments_compare_benchmark().
    """
    keys, counts = _read(segments)
    with _explaining(adjustment, is_independent=False):
        family = raw.nps_segments_compare_pairs(counts, _options(method, level, adjustment))
    return dict(zip(combinations(keys, 2), _comparisons(family)))


@overload
def segments_rank(segments: Mapping[Key, Sample], method: str = "auto", level: Real = 0.95) -> Dict[Key, Rank]: ...
@overload
def segments_rank(segments: Sequence[Sample], method: str = "auto", level: Real = 0.95) -> List[Rank]: ...
@documented(raw.nps_segments_rank)
def segments_rank(segments: Any, method: str = "auto", level: Real = 0.95) -> Any:
    """The ranks that each segment may have.

    Segments are given, and results come, as in segments_compare_benchmark().
    """
    keys, counts = _read(segments)
    ranks = raw.nps_segments_rank(counts, _options(method, level, "holm"))
    return _keyed(segments, keys, [Rank(best, worst) for best, worst in ranks])


@overload
def segments_best(segments: Mapping[Key, Sample], prior: Prior = None) -> Dict[Key, float]: ...
@overload
def segments_best(segments: Sequence[Sample], prior: Prior = None) -> List[float]: ...
@documented(raw.nps_segments_best)
def segments_best(segments: Any, prior: Prior = None) -> Any:
    """How probable it is, for each segment, that it is the best; the prior is that of bayes_probability().

    Segments are given, and results come, as in segments_compare_benchmark().
    """
    keys, counts = _read(segments)
    return _keyed(segments, keys, raw.nps_segments_best(counts, read_prior(prior)))
