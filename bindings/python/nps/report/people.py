# SPDX-License-Identifier: MIT
"""One answer a person: rows are kept until the end, when it is known which of a person's answers counts."""

from __future__ import annotations

from array import array
from typing import Any, Callable, Dict, Iterator, List, Optional, Set, Tuple

from .. import _raw as raw
from .._calendar import date_of
from .._respondents import Respondents
from .tally import Rows

_MISSING: int = raw.NPS_ANSWER_MISSING
_EPOCH = date_of(0).toordinal()
_NO_DAY = -1
_AT_ONCE = 100_000


class People:
    """The rows of persons, in columns of a few bytes a row."""

    def __init__(self, by: List[str]) -> None:
        self._known: Dict[Any, int] = {}
        self._labels: Dict[str, Dict[Any, int]] = {name: {} for name in by}
        self._people = array("q")
        self._bins = bytearray()
        self._days = array("i")
        self._weights = array("d")
        self._keys = {name: array("i") for name in by}
        self.without = 0
        """The number of rows without a person, which are left out."""

    def add(self, rows: Rows) -> None:
        """Keeps rows; those without a person are left out."""
        assert rows.people is not None
        if None in rows.people:
            there = [row for row, person in enumerate(rows.people) if person is not None]
            self.without += len(rows.people) - len(there)
            rows = rows.taken(there)
            assert rows.people is not None
        known = self._known
        self._people.extend(known.setdefault(person, len(known)) for person in rows.people)
        self._bins += rows.bins
        if rows.days is not None:
            self._days.extend(_NO_DAY if day is None else day for day in rows.days)
        if rows.weights is not None:
            self._weights.extend(rows.weights)
        for name, column in rows.keys.items():
            labels = self._labels[name]
            self._keys[name].extend(labels.setdefault(label, len(labels)) for label in column)

    def __len__(self) -> int:
        return len(self._bins)

    def kept(self, group_of: Optional[Callable[[int], Any]] = None) -> List[int]:
        """The rows that count: the latest of each person, or of each person in each group of days."""
        chosen: Dict[Any, int] = {}
        groups: Dict[int, Any] = {}
        for row, person in enumerate(self._people):
            at: Any = person
            if group_of is not None:
                day = self._days[row]
                if day not in groups:
                    groups[day] = group_of(day) if day != _NO_DAY else None
                at = person, groups[day]
            other = chosen.get(at)
            if other is None or self._wins(row, other):
                chosen[at] = row
        return sorted(chosen.values())

    def _wins(self, row: int, other: int) -> bool:
        """Whether a later row of the file replaces an earlier one: an answer always replaces a missing one."""
        mine, theirs = self._bins[row] < _MISSING, self._bins[other] < _MISSING
        if mine != theirs:
            return mine
        return not self._days or self._days[row] >= self._days[other]

    def rows(self, at: List[int]) -> Iterator[Rows]:
        """The rows at some places, in parts."""
        labels = {name: list(known) for name, known in self._labels.items()}
        for start in range(0, len(at), _AT_ONCE):
            part = at[start : start + _AT_ONCE]
            yield Rows(
                bytes(self._bins[row] for row in part),
                {name: [labels[name][column[row]] for row in part] for name, column in self._keys.items()},
                [None if self._days[row] == _NO_DAY else self._days[row] for row in part] if self._days else None,
                [self._weights[row] for row in part] if self._weights else None,
                None,
                None,
            )

    def segments(self) -> Set[Tuple[Any, ...]]:
        """The combinations of segments of all rows, also of those that do not count."""
        labels = [list(self._labels[name]) for name in self._keys]
        return {tuple(known[code] for known, code in zip(labels, codes)) for codes in set(zip(*self._keys.values()))}

    def days(self) -> List[int]:
        """The days of rows, as date.toordinal() has them; an undated row has none."""
        return [day for day in set(self._days) if day != _NO_DAY]

    def respondents(self) -> Dict[Tuple[Any, ...], Respondents]:
        """The dated rows of each combination of segments, of which the latest answer of a person counts."""
        labels = [list(self._labels[name]) for name in self._keys]
        members: Dict[Tuple[int, ...], List[int]] = {}
        for row, codes in enumerate(zip(*self._keys.values()) if self._keys else [()] * len(self)):
            members.setdefault(codes, []).append(row)
        return {
            tuple(known[code] for known, code in zip(labels, codes)): self._counted(at) for codes, at in members.items()
        }

    def _counted(self, at: List[int]) -> Respondents:
        dated = [row for row in at if self._days[row] != _NO_DAY]
        made = Respondents(missing_codes=[_MISSING])
        days = [self._days[row] - _EPOCH for row in dated]
        made.update([self._people[row] for row in dated], days, bytes(self._bins[row] for row in dated))
        return made

    def numbers(self) -> Tuple[int, int]:
        """How many persons there are, and how many rows."""
        return len(self._known), len(self._bins)
