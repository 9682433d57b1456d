# SPDX-License-Identifier: MIT
"""Segments as they are given, and results by segment."""

from __future__ import annotations

from dataclasses import dataclass
from reprlib import repr as short
from typing import Any, Dict, Iterable, List, Mapping, Tuple, TypeVar, Union

from ._counts import Numbers
from ._documentation import documented
from ._results import Result
from ._sample import Sample, answered, counts_of
from ._scale import ScaleName
from ._table import Table

Key = TypeVar("Key")
Value = TypeVar("Value")
Segments = Union[Mapping[Any, Sample], Iterable[Sample]]
"""Samples by key: a mapping such as Groups, or a Series of pandas; or samples in an order."""


class Segmented(Dict[Key, Value]):
    """Results by the keys of their segments: a dict, and a table.

    Examples
    --------
    >>> shops = {"Rome": nps.Counts(46, 30, 14), "Oslo": nps.Counts(31, 22, 27), "Lima": nps.Counts(28, 8, 9)}
    >>> ranks = nps.segments_rank(shops)
    >>> ranks["Oslo"]
    Rank(best=2, worst=3)
    >>> print(ranks.table())
    key   best  worst
    Rome     1      2
    Oslo     2      3
    Lima     1      3
    """

    __slots__ = ("_names", "left_out")

    left_out: Tuple[Any, ...]
    """The keys of segments without answers, which have no result."""
    _names: Tuple[str, ...]

    def __init__(
        self, results: Any = (), *, left_out: Iterable[Any] = (), names: Iterable[str] = ("key", "value")
    ) -> None:
        super().__init__(results)
        self.left_out, self._names = tuple(left_out), tuple(names)

    @documented()
    def table(self) -> Table:
        """The results as a Table: a row for each segment, with its key, or for each pair, with "first" and "second".

        Returns
        -------
        Table
            Segments without answers are in its notes.

        Examples
        --------
        >>> shops = {"Rome": nps.Counts(46, 30, 14), "Oslo": nps.Counts(31, 22, 27), "Lima": nps.Counts(28, 8, 9)}
        >>> print(nps.segments_best(shops).table())
        key   probability
        Rome       0.3305
        Oslo    0.0007271
        Lima       0.6688
        """
        *keys, value = self._names
        first = next(iter(self.values()), None)
        columns = [*keys, *(first.to_dict() if isinstance(first, Result) else [value])]
        rows: List[List[Any]] = [
            [*_listed(name, len(keys)), *(result.values() if isinstance(result, Result) else [result])]
            for name, result in self.items()
        ]
        notes = [f"without answers: {', '.join(map(str, self.left_out))}"] if self.left_out else []
        return Table(columns, rows, notes=notes)

    def _repr_html_(self) -> str:
        """The table in a notebook."""
        return self.table()._repr_html_()

    def __reduce__(self) -> Tuple[Any, ...]:
        return _restored, (type(self), dict(self), self.left_out, self._names)


def _listed(key: Any, number: int) -> Iterable[Any]:
    """The columns of a key."""
    return tuple(key) if number > 1 else (key,)


def _restored(cls: Any, results: Dict[Any, Any], left_out: Tuple[Any, ...], names: Tuple[str, ...]) -> Any:
    return cls(results, left_out=left_out, names=names)


@dataclass(frozen=True)
class SegmentsRead:
    """Segments that have answers."""

    keys: List[Any]
    """Their keys, or their places."""
    counts: Tuple[Numbers, ...]
    left_out: List[Any]
    """The keys of those without answers."""
    are_keyed: bool

    def named(self) -> Dict[str, Numbers]:
        """The counts by what an error calls the segments."""
        return {segment_name(key): counts for key, counts in zip(self.keys, self.counts)}

    def keyed(self, results: List[Any], value: str = "value") -> Any:
        """Results as the segments were given, by key or in order; `value` names those that are numbers."""
        if not self.are_keyed:
            return results
        return Segmented(zip(self.keys, results), left_out=self.left_out, names=("key", value))


def segment_name(key: Any) -> str:
    """What an error calls a segment."""
    return f"the segment {short(key)}"


def read_segments(segments: Any, scale: ScaleName, outside: str) -> SegmentsRead:
    """The counts of segments; by key those that have answers, in an order all, which must have some."""
    if isinstance(segments, (str, bytes, set, frozenset)):
        raise TypeError(f"segments are samples by key or in an order, not {type(segments).__name__!r}")
    if hasattr(segments, "keys") and hasattr(segments, "items"):  # a mapping, or a Series of pandas
        return _by_key(segments, scale, outside)
    counts = [_answered(place, sample, scale, outside) for place, sample in enumerate(segments)]
    return SegmentsRead(list(range(len(counts))), tuple(counts), [], False)


def _answered(place: int, sample: Sample, scale: ScaleName, outside: str) -> Numbers:
    counts = counts_of(sample, scale, outside)
    return counts if any(counts) else answered(sample, segment_name(place), scale, outside)


def _by_key(segments: Any, scale: ScaleName, outside: str) -> SegmentsRead:
    read: Dict[Any, Numbers] = {}
    for key, sample in segments.items():
        if key in read:  # as a Series of pandas may have it
            raise ValueError(f"two segments have the key {short(key)}: merge them, or give them keys of their own")
        read[key] = counts_of(sample, scale, outside)
    has = {key: counts for key, counts in read.items() if any(counts)}
    return SegmentsRead(list(has), tuple(has.values()), [key for key in read if key not in has], True)
