# SPDX-License-Identifier: MIT
"""Segments as a caller passes them, and results by segment."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import Any, Dict, Iterable, List, Optional, Tuple, TypeVar

from ._accumulator import Accumulator
from ._counts import Counts, Numbers
from ._documentation import documented
from ._results import Result
from ._sample import answered, counts_of
from ._scale import ScaleName
from ._shown import short
from ._table import Table

Key = TypeVar("Key")
Value = TypeVar("Value")
Made = TypeVar("Made", bound="Segmented[Any, Any]")


class Segmented(Dict[Key, Value]):
    """Results by the key of their segment: a dict that is also a table.

    The keys of segments_compare_pairs() are pairs, which JSON does not accept as keys: to_dicts() is a list of records
    for JSON and data frames.

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

    __slots__ = ("_columns", "_key_columns", "_notes", "left_out")

    left_out: Tuple[Any, ...]
    """The keys of segments without answers, which have no result."""
    _columns: Tuple[str, ...]
    _key_columns: Tuple[str, ...]
    _notes: Tuple[str, ...]

    @documented()
    def __init__(
        self,
        results: Any = (),
        *,
        left_out: Iterable[Any] = (),
        columns: Iterable[str] = ("value",),
        key_columns: Iterable[str] = ("key",),
    ) -> None:
        """Makes results by key, as segments_rank() and the like return them.

        Parameters
        ----------
        results
            The results by key: a mapping, or pairs of a key and a result.
        left_out
            The keys of segments without answers.
        columns
            The columns of a result in the table.
        key_columns
            The columns of a key in the table.
        """
        super().__init__(results)
        self.left_out, self._columns, self._key_columns = tuple(left_out), tuple(columns), tuple(key_columns)
        self._notes = ()

    @documented()
    def table(self) -> Table:
        """The results as a Table: a row for each segment, with its key, or for each pair, with "first" and "second".

        Returns
        -------
        Table
            Its columns do not depend on the number of results; its notes name the segments without answers.

        Examples
        --------
        >>> shops = {"Rome": nps.Counts(46, 30, 14), "Oslo": nps.Counts(31, 22, 27), "Lima": nps.Counts(28, 8, 9)}
        >>> print(nps.segments_best(shops).table())
        key   probability
        Rome       0.3305
        Oslo    0.0007271
        Lima       0.6688
        """
        rows: List[List[Any]] = [
            [*self._listed(name), *(result.values() if isinstance(result, Result) else [result])]
            for name, result in self.items()
        ]
        return Table([*self._key_columns, *self._columns], rows, notes=self._remarks())

    def _noting(self: Made, notes: Iterable[str]) -> Made:
        """The same, with remarks on the answers that were read for the notes of the table."""
        self._notes = tuple(notes)
        return self

    def _remarks(self) -> List[str]:
        """The notes that every table has: segments without answers, and remarks on the answers that were read."""
        return [*([f"without answers: {', '.join(map(str, self.left_out))}"] if self.left_out else []), *self._notes]

    def _kept(self) -> Tuple[None, Dict[str, Any]]:
        """What pickle sets beside the parameters."""
        return None, {"_notes": self._notes}

    @documented()
    def to_dicts(self) -> List[Dict[str, Any]]:
        """The rows of the table as dicts, which JSON accepts for pairs of segments too.

        Returns
        -------
        list of dict
            A dict for each segment or pair.

        Examples
        --------
        >>> shops = {"Rome": nps.Counts(46, 30, 14), "Oslo": nps.Counts(31, 22, 27)}
        >>> [(row["first"], row["second"]) for row in nps.segments_compare_pairs(shops).to_dicts()]
        [('Rome', 'Oslo')]
        """
        return self.table().to_dicts()

    @documented()
    def plot(self, ax: Any = None, *, benchmark: Any = None, language: str = "en", title: Optional[str] = None) -> Any:
        """Draws the picture that fits the results, as Table.plot() does.

        Returns
        -------
        Display
            A display of nps.plots, with `ax_` and `figure_`.

        Raises
        ------
        ImportError
            matplotlib is not installed.
        ValueError
            There are no scores or differences with intervals.

        Examples
        --------
        >>> shops = {"Rome": nps.Counts(46, 30, 14), "Oslo": nps.Counts(31, 22, 27), "Lima": nps.Counts(28, 8, 9)}
        >>> nps.segments_compare_rest(shops).plot().kind
        'forest'
        """
        return self.table().plot(ax, benchmark=benchmark, language=language, title=title)

    def _listed(self, key: Any) -> Iterable[Any]:
        """A key as the values of its columns."""
        return tuple(key) if len(self._key_columns) > 1 else (key,)

    def _repr_html_(self) -> str:
        """The table in a notebook."""
        return self.table()._repr_html_()

    def __reduce__(self) -> Tuple[Any, ...]:
        named = {"left_out": self.left_out, "columns": self._columns, "key_columns": self._key_columns}
        return partial(type(self), **named), (dict(self),), self._kept()


@dataclass(frozen=True)
class SegmentsRead:
    """The counts of the segments that have answers."""

    keys: List[Any]
    """The keys of the segments, or their places in a list."""
    counts: Tuple[Numbers, ...]
    left_out: List[Any]
    """The keys of the segments without answers."""
    are_keyed: bool

    def named(self) -> Dict[str, Numbers]:
        """The counts by the names of the segments in messages."""
        return {segment_name(key): counts for key, counts in zip(self.keys, self.counts)}

    def keyed(self, results: List[Any], columns: Iterable[str]) -> Any:
        """Results as the segments were given: by key, with the names of their columns in a table, or in order."""
        if not self.are_keyed:
            return results
        return Segmented(zip(self.keys, results), left_out=self.left_out, columns=columns)


def segment_name(key: Any) -> str:
    """The name of a segment in messages."""
    return f"the segment {short(key)}"


NO_SEGMENTS = (str, bytes, bytearray, set, frozenset, Counts, Accumulator)
"""What can be iterated and is no list of samples."""


def check_new(key: Any, known: Iterable[Any]) -> None:
    """Refuses a key that was there before; a Series of pandas may have the same key twice."""
    if key in known:
        raise ValueError(f"two segments have the key {short(key)}: merge them, or give them keys of their own")


def read_segments(segments: Any, scale: ScaleName, outside: str) -> SegmentsRead:
    """The counts of segments. By key, those without answers are left out; in a list they raise EmptyError."""
    if isinstance(segments, NO_SEGMENTS) or (not hasattr(segments, "__iter__") and not hasattr(segments, "items")):
        raise TypeError(f"segments are samples by key or a list of samples, not {type(segments).__name__!r}")
    if hasattr(segments, "keys") and hasattr(segments, "items"):  # a mapping, or a Series of pandas
        return _by_key(segments, scale, outside)
    counts = [answered(sample, segment_name(place), scale, outside) for place, sample in enumerate(segments)]
    return SegmentsRead(list(range(len(counts))), tuple(counts), [], False)


def _by_key(segments: Any, scale: ScaleName, outside: str) -> SegmentsRead:
    read: Dict[Any, Numbers] = {}
    for key, sample in segments.items():
        check_new(key, read)
        read[key] = counts_of(sample, segment_name(key), scale, outside)
    has = {key: counts for key, counts in read.items() if any(counts)}
    return SegmentsRead(list(has), tuple(has.values()), [key for key in read if key not in has], True)
