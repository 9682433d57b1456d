# SPDX-License-Identifier: MIT
"""Many accumulators by a dense code 0, 1, 2, ...: the fast path of dashboards."""

from __future__ import annotations

from operator import index
from typing import Any, Iterable, Iterator, SupportsIndex, Tuple, Type, TypeVar

from . import _raw as raw
from ._accumulator import Accumulator
from ._documentation import documented
from ._encoded import Buffer, unchanging
from ._levels import Real
from ._options import Population, Prior, read_options
from ._results import Interval, numbered
from ._scale import ScaleName
from ._segmented import Segmented, read_segments
from ._segments import segment_intervals, summary_table
from ._summed import Subtractable
from ._table import Table
from ._tally import REFUSED, Answer, Answers, Codes, column_of, is_plain, numbers_of, place_of, read_codes

Self = TypeVar("Self", bound="CodeGroups")


class CodeGroups(Subtractable):
    """Accumulators by the codes 0 to count - 1, such as those of a categorical column.

    What it gives are copies: groups are changed by add(), update(), merge_bytes(), += and -=. Missing codes are
    those of Accumulator, for the answers. When a call raises, nothing has changed. While a thread is in update()
    others get RuntimeError.

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
            How many groups there are.
        """
        self._codes = read_codes(missing_codes)
        self._state = raw.nps_code_groups(count)

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
                pass  # it is explained below what is wrong
        with numbers_of(codes, "codes", are_real=False) as places, column_of(answers, self._codes) as column:
            raw.nps_code_groups_add_column(self._state, places, column)

    @documented(raw.nps_code_groups_add)
    def add(self, code: SupportsIndex, answer: Answer, times: SupportsIndex = 1) -> None:
        """Counts one answer, or the same one several times, in the group of a code.

        Parameters
        ----------
        code
            The code; what is not one of 0 to count - 1 is counted in `outside`.
        answer
            As for Accumulator.add().

        Raises
        ------
        TypeError
            The answer is no number.

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
        """Adds other groups, given as for from_bytes(), code by code.

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
        """Takes groups away, code by code, and their rest; CountUnderflowError when they are not there."""
        if not isinstance(other, CodeGroups):
            return NotImplemented
        if len(self) != len(other):
            raise ValueError(f"groups of {len(other)} codes cannot be taken away from groups of {len(self)}")
        raw.nps_code_groups_subtract(self._state, other._state)
        return self

    @documented(raw.nps_code_groups_merge)
    def __iadd__(self: Self, other: CodeGroups) -> Self:
        """Adds as many other groups, code by code, and their rest."""
        if not isinstance(other, CodeGroups):
            return NotImplemented
        if len(other) != len(self):
            raise ValueError(f"groups of {len(self)} codes cannot be merged with groups of {len(other)}")
        raw.nps_code_groups_merge(self._state, other._state)
        return self

    # ---- read ----

    def __len__(self) -> int:
        """How many groups there are, empty ones too."""
        return int(self._state.group_count)

    def __getitem__(self, code: SupportsIndex) -> Accumulator:
        """A copy of a group; IndexError for a code that is not one of 0 to count - 1."""
        place = index(code)
        if not 0 <= place < len(self):
            raise IndexError(f"there is no group of the code {place}, but 0 to {len(self) - 1}")
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
        """A table of all groups; one without answers has the score None.

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
        return CodeGroups.to_bytes(self) == CodeGroups.to_bytes(other)

    @documented(raw.nps_code_groups_total)
    def total(self) -> Accumulator:
        """All groups together, without those outside and those without a code.

        Returns
        -------
        Accumulator
            A new one.

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
        """The confidence interval of the score of each group that has answers.

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

    # ---- encoded, copied, pickled, shown ----

    @documented(raw.nps_code_groups_encode)
    def to_bytes(self) -> bytes:
        """Encodes all groups and their rest, for from_bytes() and merge_bytes(); without the missing codes.

        Returns
        -------
        bytes
            The same on every machine.

        Examples
        --------
        >>> len(nps.CodeGroups(2).to_bytes()) < 80
        True
        """
        encoded: bytes = raw.nps_code_groups_encode(self._state)
        return encoded

    @classmethod
    @documented(raw.nps_code_groups_decode)
    def from_bytes(cls: Type[Self], data: Buffer, *, missing_codes: Iterable[SupportsIndex] = ()) -> Self:
        """Reads what to_bytes() gave, here or elsewhere; missing codes are not in it.

        Returns
        -------
        CodeGroups
            With what was counted.

        Examples
        --------
        >>> groups = nps.CodeGroups(2)
        >>> groups.update([0, 1], [9, 3])
        >>> nps.CodeGroups.from_bytes(groups.to_bytes()) == groups
        True
        """
        return _restored(cls, unchanging(data), read_codes(missing_codes))

    def __reduce__(self) -> Tuple[Any, ...]:
        # Also serves copy and deepcopy; the dict is that of a subclass.
        return _restored, (type(self), CodeGroups.to_bytes(self), self._codes), getattr(self, "__dict__", None)

    def __repr__(self) -> str:
        return f"<nps.{type(self).__name__}: {numbered(len(self), 'group')}>"


def _restored(cls: Type[Self], data: bytes, codes: Codes) -> Self:
    """What was encoded or pickled; old pickles name it and give it the same."""
    state = raw.nps_code_groups(raw.nps_code_groups_encoded_count(data))
    raw.nps_code_groups_decode(state, data)
    return cls._around(state, codes)
