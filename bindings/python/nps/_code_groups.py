# SPDX-License-Identifier: MIT
"""Many accumulators by a dense code 0, 1, 2, ..., which is faster than by key."""

from __future__ import annotations

from itertools import chain
from typing import Any, Iterable, Iterator, Optional, SupportsIndex, Type, TypeVar

from . import _raw as raw
from ._accumulator import Accumulator
from ._columns import REFUSED, Answer, Answers, Codes, column_of, is_plain, numbers_of, place_of, read_codes
from ._documentation import documented
from ._encoded import Buffer, unchanging
from ._numbers import Real, read_count, read_integer
from ._options import Population, Prior, read_options
from ._results import Interval
from ._scale import ScaleName
from ._segmented import Segmented, read_segments
from ._segments import segment_intervals, summary_html, summary_table
from ._shown import numbered, short
from ._summed import Subtractable, refuse_part
from ._table import Table
from .errors import CountUnderflowError, UnavailableError

Self = TypeVar("Self", bound="CodeGroups")


class CodeGroups(Subtractable):
    """Accumulators by the codes 0 to count - 1, such as those of a categorical column.

    Items are copies: only add(), update(), merge_bytes(), += and -= change a group. Missing codes apply to answers, as
    in Accumulator. A call that raises changes nothing. While one thread is in update(), calls of other threads raise
    RuntimeError.

    Examples
    --------
    >>> groups = nps.CodeGroups(3)
    >>> groups.update([0, 2, 2, 7], [9, 10, 4, 8])
    >>> groups[2]
    <nps.Accumulator: 2 answers, score 0.00>
    >>> groups.outside
    <nps.Accumulator: 1 answer, score 0.00>
    """

    __slots__ = ("__weakref__", "_codes", "_state")
    _codes: Codes
    _state: Any

    @documented()
    def __init__(self, count: SupportsIndex, *, missing_codes: Iterable[SupportsIndex] = ()) -> None:
        """Makes empty groups.

        Parameters
        ----------
        count
            The number of groups.
        """
        self._codes = read_codes(missing_codes)
        number = read_count(count, "count", "groups")
        try:
            self._state = raw.nps_code_groups(number)
        except UnavailableError:
            raise UnavailableError(f"count must be at most 2^28 groups, not {number}") from None

    @documented(raw.nps_code_groups_add_column)
    def update(self, codes: Any, answers: Answers) -> None:
        """Counts many answers, each in the group of the code beside it; there must be as many codes as answers.

        Either is a buffer of integers or floats, or any iterable; other threads run while buffers are counted.

        Parameters
        ----------
        codes
            The code of each answer: a buffer of integers, or any iterable.

        Raises
        ------
        ValueError
            There are not as many codes as answers.

        Examples
        --------
        >>> groups = nps.CodeGroups(2)
        >>> groups.update([0, 1, 1], [9, 10, 4])
        >>> [group.score for group in groups]
        [100.0, 0.0]
        """
        if is_plain(codes) and is_plain(answers):
            try:
                raw.nps_code_groups_add_column(self._state, (codes, None, ()), (answers, None, self._codes))
                return
            except REFUSED:
                pass  # the code below says what is wrong
        with numbers_of(codes, "codes", are_real=False) as places, column_of(answers, self._codes) as column:
            raw.nps_code_groups_add_column(self._state, places, column)

    @documented(raw.nps_code_groups_add)
    def add(self, code: SupportsIndex, answer: Answer, times: SupportsIndex = 1) -> None:
        """Counts one answer, or the same one several times, in the group of a code.

        Parameters
        ----------
        code
            The code. Answers with a code that is not one of 0 to count - 1 are counted in `outside`.
        answer
            As for Accumulator.add().

        Raises
        ------
        TypeError
            The answer is not a number.

        Examples
        --------
        >>> groups = nps.CodeGroups(2)
        >>> groups.add(1, 9)
        >>> groups[1]
        <nps.Accumulator: 1 answer, score 100.00>
        """
        place = place_of(answer, self._codes)
        if place is None:
            raw.nps_code_groups_add_missing(self._state, code, times)
        else:
            raw.nps_code_groups_add(self._state, code, place, times)

    @documented(raw.nps_code_groups_add_missing)
    def add_missing(self, code: SupportsIndex, times: SupportsIndex = 1) -> None:
        """Counts respondents of the group of a code who gave no answer.

        Parameters
        ----------
        code
            As for add().

        Examples
        --------
        >>> groups = nps.CodeGroups(2)
        >>> groups.add_missing(1, 3)
        >>> groups[1].missing
        3
        """
        raw.nps_code_groups_add_missing(self._state, code, times)

    @documented(raw.nps_code_groups_merge_encoded)
    def merge_bytes(self, data: Buffer) -> None:
        """Adds other groups code by code, encoded as for from_bytes().

        Examples
        --------
        >>> groups = nps.CodeGroups(2)
        >>> groups.update([0, 1], [9, 3])
        >>> groups.merge_bytes(groups.to_bytes())
        >>> groups[0].n
        2
        """
        raw.nps_code_groups_merge_encoded(self._state, unchanging(data))

    @documented(raw.nps_code_groups_subtract)
    def __isub__(self: Self, other: CodeGroups) -> Self:
        """Subtracts other groups code by code, and the rest; CountUnderflowError when a count is too small."""
        if not isinstance(other, CodeGroups):
            return NotImplemented
        if len(self) != len(other):
            raise ValueError(f"{len(other)} groups cannot be subtracted from {len(self)}: both need the same codes")
        try:
            raw.nps_code_groups_subtract(self._state, other._state)
        except CountUnderflowError:
            groups = ((f"the group of the code {code}", self[code], part) for code, part in enumerate(other))
            refuse_part(
                chain(groups, [("outside", self.outside, other.outside), ("missing", self.missing, other.missing)])
            )
            raise
        return self

    @documented(raw.nps_code_groups_merge)
    def __iadd__(self: Self, other: CodeGroups) -> Self:
        """Adds other groups code by code, and `outside` and `missing`."""
        if not isinstance(other, CodeGroups):
            return NotImplemented
        if len(other) != len(self):
            raise ValueError(f"{len(other)} groups cannot be merged with {len(self)}: both need the same codes")
        raw.nps_code_groups_merge(self._state, other._state)
        return self

    # ---- reading ----

    def __len__(self) -> int:
        """The number of groups, including empty ones."""
        return int(self._state.group_count)

    def __getitem__(self, code: SupportsIndex) -> Accumulator:
        """A copy of a group; IndexError for a code that is not one of 0 to count - 1."""
        place = read_integer(code, "code", "an integer")
        if not 0 <= place < len(self):
            codes = f"codes are 0 to {len(self) - 1}" if len(self) else "there are no groups"
            raise IndexError(f"there is no group of the code {short(place)}: {codes}")
        return self._group(place)

    def __iter__(self) -> Iterator[Accumulator]:
        """Copies of all groups, in the order of their codes."""
        return map(self._group, range(len(self)))

    @property
    def outside(self) -> Accumulator:
        """The answers of rows whose code is not one of 0 to count - 1."""
        return self._get(len(self))

    @property
    def missing(self) -> Accumulator:
        """The answers of rows without a code."""
        return self._get(len(self) + 1)

    @documented()
    def table(
        self,
        *,
        scale: ScaleName = "0_10",
        outside: str = "raise",
        method: str = "auto",
        level: Real = 0.95,
        population: Population = None,
        prior: Prior = None,
    ) -> Table:
        """A table of all groups. The score of a group without answers is None.

        Returns
        -------
        Table
            A row for each code, with columns key, n, missing, invalid, promoters, passives, detractors, score,
            lower, upper and method.

        Examples
        --------
        >>> groups = nps.CodeGroups(2)
        >>> groups.update([0, 0, 0], [9, 10, 4])
        >>> print(groups.table())
        key  n  missing  invalid  promoters  passives  detractors  score  lower  upper  method
          0  3        0        0          2         0           1   33.3  -72.9   96.6  exact
          1  0        0        0          0         0           0      -      -      -  -
        """
        options = read_options(method, level, population, prior)
        return summary_table(enumerate(self), scale, outside, options)

    def _group(self, code: int) -> Accumulator:
        return Accumulator._of_group(raw.code_groups_get(self._state, code), self._codes, code)

    def _get(self, place: int) -> Accumulator:
        return Accumulator._around(raw.code_groups_get(self._state, place), self._codes)

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, CodeGroups):
            return NotImplemented
        return self._encoded() == other._encoded()

    @documented(raw.nps_code_groups_total)
    def total(self) -> Accumulator:
        """The sum of all groups, without `outside` and `missing`.

        Returns
        -------
        Accumulator
            A new accumulator.

        Examples
        --------
        >>> groups = nps.CodeGroups(2)
        >>> groups.update([0, 1, 7], [9, 3, 10])
        >>> groups.total()
        <nps.Accumulator: 2 answers, score 0.00>
        """
        return Accumulator._around(raw.nps_code_groups_total(self._state), self._codes)

    @documented(raw.nps_interval_many)
    def intervals(
        self,
        *,
        scale: ScaleName = "0_10",
        outside: str = "raise",
        method: str = "auto",
        level: Real = 0.95,
        population: Population = None,
        prior: Prior = None,
    ) -> Segmented[int, Interval]:
        """The confidence interval of the score of every group that has answers.

        Returns
        -------
        Segmented
            Intervals by code: a dict, whose table() is a Table.

        Examples
        --------
        >>> groups = nps.CodeGroups(3)
        >>> groups.update([0, 0, 2], [9, 3, 10])
        >>> list(groups.intervals())
        [0, 2]
        """
        options = read_options(method, level, population, prior)
        found: Segmented[int, Interval] = segment_intervals(
            read_segments(dict(enumerate(self)), scale, outside), options
        )
        return found

    # ---- showing ----

    @documented()
    def plot(
        self,
        ax: Any = None,
        *,
        names: Optional[Iterable[Any]] = None,
        benchmark: Any = None,
        language: str = "en",
        title: Optional[str] = None,
        scale: ScaleName = "0_10",
        outside: str = "raise",
        method: str = "auto",
        level: Real = 0.95,
    ) -> Any:
        """Draws the score of each group with its interval, the highest first.

        Parameters
        ----------
        names
            The name of each group in the order of the codes, such as the categories of the column. None: the codes.

        Returns
        -------
        ForestDisplay
            A display of nps.plots, with `ax_` and `figure_`.

        Raises
        ------
        ImportError
            matplotlib is not installed.
        ValueError
            There are not as many names as groups.

        Examples
        --------
        >>> groups = nps.CodeGroups(2)
        >>> groups.update([0, 1, 1], [9, 10, 4])
        >>> [line.name for line in groups.plot(names=["Rome", "Oslo"]).lines]
        ['Rome', 'Oslo', '']
        """
        from .plots import ForestDisplay  # imported here because few need it

        listed = list(range(len(self)) if names is None else names)
        if len(listed) != len(self) or len(set(listed)) != len(listed):
            raise ValueError(f"names must be {len(self)} different names, one for each group, not {short(listed)}")
        segments = dict(zip(listed, self))
        figures = ForestDisplay.from_segments(
            segments, benchmark=benchmark, scale=scale, outside=outside, method=method, level=level
        )
        return figures.plot(ax, language=language, title=title)

    def _repr_html_(self) -> str:
        """The table of the first groups in a notebook."""
        others = {"with another code": self.outside.n, "without a code": self.missing.n}
        notes = [f"{numbered(number, 'answer')} {name}" for name, number in others.items() if number]
        return summary_html(enumerate(self), len(self), "group", notes)

    # ---- encoding, copying, pickling, repr ----

    @documented(raw.nps_code_groups_encode)
    def to_bytes(self) -> bytes:
        """Encodes all groups, `outside` and `missing` for from_bytes() and merge_bytes(), without the missing codes.

        Returns
        -------
        bytes
            The same bytes on every machine.

        Examples
        --------
        >>> len(nps.CodeGroups(2).to_bytes()) < 80
        True
        """
        return self._encoded()

    @classmethod
    @documented(raw.nps_code_groups_decode)
    def from_bytes(cls: Type[Self], data: Buffer, *, missing_codes: Iterable[SupportsIndex] = ()) -> Self:
        """Reads the result of to_bytes(), of this machine or another. Missing codes are not part of it.

        Returns
        -------
        CodeGroups
            With the counts that were encoded.

        Examples
        --------
        >>> groups = nps.CodeGroups(2)
        >>> groups.update([0, 1], [9, 3])
        >>> nps.CodeGroups.from_bytes(groups.to_bytes()) == groups
        True
        """
        return cls._decoded(data, missing_codes)

    def _encoded(self) -> bytes:
        encoded: bytes = raw.nps_code_groups_encode(self._state)
        return encoded

    @classmethod
    def _decoded(cls: Type[Self], data: Buffer, codes: Iterable[SupportsIndex] = ()) -> Self:
        encoded = unchanging(data)
        state = raw.nps_code_groups(raw.nps_code_groups_encoded_count(encoded))
        raw.nps_code_groups_decode(state, encoded)
        return cls._around(state, read_codes(codes))

    def __repr__(self) -> str:
        return f"<nps.{type(self).__name__}: {numbered(len(self), 'group')}>"
