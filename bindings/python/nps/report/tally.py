# SPDX-License-Identifier: MIT
"""The answers of a long survey, counted part by part: in all, by segment and by day.

Memory depends on the number of segments and days, not on the number of answers; of one answer a person it depends on
the number of answers, see people.py.
"""

from __future__ import annotations

from collections import Counter
from typing import Any, Callable, Dict, Iterable, List, NamedTuple, Optional, Sequence, Tuple

from .. import _raw as raw
from .._accumulator import Accumulator
from .._cells import Asked, Labels, plain_key, read_answers_of
from .._dates import read_dates
from .._frame import is_nothing, values_of
from .._shown import numbered
from .._survey import Survey
from .._weighted import Weighted
from .columns import Chosen
from .problems import DataProblem, printable, quoted

_MISSING: int = raw.NPS_ANSWER_MISSING
_INVALID: int = raw.NPS_ANSWER_INVALID
_COUNTERS: int = raw.NPS_ANSWERS + 2
_MOST_SEGMENTS = 20_000
"""A column with more values is no column of segments, and would need much memory."""
_MOST_SERIES = 1_000
"""The largest number of series over time."""
_NAMED = 5
_TOTAL = ""
"""The name of the key that all rows have."""

_PLACES: Dict[int, int] = {**{answer: answer for answer in range(raw.NPS_ANSWERS)}, _MISSING: raw.NPS_ANSWERS}
_PLACES[_INVALID] = raw.NPS_ANSWERS + 1

_ADDED: Dict[int, Optional[int]] = {_MISSING: None, _INVALID: -1}
"""What is added for answers that are none."""


class Rows(NamedTuple):
    """Rows of a survey after reading, a value for each."""

    bins: bytes
    keys: Dict[str, List[Any]]
    """The labels of each column of segments."""
    days: Optional[List[Optional[int]]]
    """The days as date.toordinal() has them."""
    weights: Optional[List[float]]
    times: Optional[List[int]]
    people: Optional[List[Any]]

    def taken(self, at: Sequence[int]) -> Rows:
        """Some of the rows."""

        def some(column: Optional[List[Any]]) -> Optional[List[Any]]:
            return None if column is None else [column[row] for row in at]

        keys = {name: [column[row] for row in at] for name, column in self.keys.items()}
        columns = some(self.days), some(self.weights), some(self.times), some(self.people)
        return Rows(bytes(self.bins[row] for row in at), keys, *columns)


class Groups:
    """Answers by the labels of one key, with their weights where there are any."""

    def __init__(self, is_weighted: bool) -> None:
        self._counters: Dict[Any, List[int]] = {}
        self.weighted: Optional[Dict[Any, Weighted]] = {} if is_weighted else None

    def __len__(self) -> int:
        return len(self._counters)

    def add(self, labels: Optional[Sequence[Any]], rows: Rows) -> None:
        """Adds rows by their labels; without labels they are all of one group."""
        counted: Dict[Tuple[Any, int], int] = {}
        if labels is None:
            labels = [_TOTAL] * len(rows.bins)
        if rows.times is None:
            counted = Counter(zip(labels, rows.bins))
        else:
            for label, answer, times in zip(labels, rows.bins, rows.times):
                counted[label, answer] = counted.get((label, answer), 0) + times
        for (label, answer), times in counted.items():
            self._counters.setdefault(label, [0] * _COUNTERS)[_PLACES[answer]] += times
        if self.weighted is not None:
            self._add_weights(labels, rows)

    def _add_weights(self, labels: Sequence[Any], rows: Rows) -> None:
        assert self.weighted is not None and rows.weights is not None
        if rows.times is not None:
            for label, answer, weight, times in zip(labels, rows.bins, rows.weights, rows.times):
                self._weighted(label).add(_ADDED.get(answer, answer), weight, times)
            return
        members: Dict[Any, Tuple[bytearray, List[float]]] = {}
        for label, answer, weight in zip(labels, rows.bins, rows.weights):
            bins, weights = members.setdefault(label, (bytearray(), []))
            bins.append(answer)
            weights.append(weight)
        for label, (bins, weights) in members.items():
            self._weighted(label).update(bytes(bins), weights)

    def _weighted(self, label: Any) -> Weighted:
        """The weighted answers of a label, which may be new."""
        assert self.weighted is not None
        if label not in self.weighted:
            self.weighted[label] = Weighted(missing_codes=[_MISSING])
        return self.weighted[label]

    def groups(self) -> Dict[Labels, Accumulator]:
        """The answers by label."""
        return {
            (label,): Accumulator._around(raw.nps_accumulator(tuple(counters)), ())
            for label, counters in self._counters.items()
        }

    def merged(self, group_of: Callable[[Any], Any]) -> Groups:
        """The groups under other labels, of which several may be alike."""
        made = Groups(self.weighted is not None)
        for label, counters in self._counters.items():
            if group_of(label) is not None:
                into = made._counters.setdefault(group_of(label), [0] * _COUNTERS)
                into[:] = [a + b for a, b in zip(into, counters)]
        for label, weighted in (self.weighted or {}).items():
            if group_of(label) is not None:
                into_weighted = made._weighted(group_of(label))
                into_weighted += weighted
        return made


class Series:
    """The answers of each combination of segments by day."""

    def __init__(self, is_weighted: bool) -> None:
        self._is_weighted = is_weighted
        self.days: Dict[Labels, Groups] = {}

    def add(self, rows: Rows) -> None:
        """Adds rows, which have days."""
        members: Dict[Labels, List[int]] = {}
        for row, labels in enumerate(zip(*rows.keys.values())):
            members.setdefault(labels, []).append(row)
        for labels, at in members.items():
            part = rows.taken(at)
            self.days.setdefault(labels, Groups(self._is_weighted)).add(part.days, part)


class Wave:
    """The answers of a survey, or of its earlier part."""

    def __init__(
        self, by: Sequence[str], is_weighted: bool, is_crossed: bool = False, has_series: bool = False
    ) -> None:
        self.total = Groups(is_weighted)
        self.by = {} if is_crossed else {name: Groups(is_weighted) for name in by}
        self.crossed = Groups(is_weighted) if is_crossed and by else None
        """The combinations of all segments; its labels are tuples."""
        self.series = Series(is_weighted) if has_series and by else None
        self.days = Groups(is_weighted)

    def add(self, rows: Rows) -> None:
        """Adds rows to all groups."""
        self.total.add(None, rows)
        for name, groups in self.by.items():
            groups.add(rows.keys[name], rows)
        if self.crossed is not None:
            self.crossed.add(list(zip(*rows.keys.values())), rows)
        if self.series is not None:
            self.series.add(rows)
        if rows.days is not None:
            self.days.add(rows.days, rows)

    @property
    def all(self) -> Accumulator:
        """All answers."""
        return next(iter(self.total.groups().values()), Accumulator())


class Reader:
    """Reads the parts of a file as rows, and remembers what could not be read."""

    def __init__(self, source: str, chosen: Chosen, asked: Asked, day_first: Optional[bool]) -> None:
        self._source, self._chosen, self._asked, self._day_first = source, chosen, asked, day_first
        self.rows = 0
        self.invalid: Counter[str] = Counter()
        self.where: List[Tuple[int, str]] = []
        """The row and the value of the first invalid answers."""
        self._undated, self._unread = 0, Counter[str]()
        self._unread_row: Optional[int] = None
        self._serials = False

    def read(self, part: Survey) -> Rows:
        """The rows of a part."""
        chosen = self._chosen
        column = part[chosen.answer]
        answers = read_answers_of(column, self._asked)
        self.rows += len(answers.bins)
        self.invalid.update(answers.invalid)
        if answers.invalid and len(self.where) < _NAMED:
            self._note_invalid(part, values_of(column), answers.bins)
        keys = {name: _labels(values_of(part[name])) for name in chosen.by}
        return Rows(
            answers.bins,
            keys,
            None if chosen.date is None else self._days(part, chosen.date),
            None
            if chosen.weight is None
            else self._numbers(part, chosen.weight, float, "weight", "a number from 0 on"),
            None
            if chosen.count is None
            else self._numbers(part, chosen.count, _whole, "count", "a whole number from 0 to 2^63 - 1"),
            None if chosen.respondent is None else values_of(part[chosen.respondent]),
        )

    def _note_invalid(self, part: Survey, values: List[Any], bins: bytes) -> None:
        at = bins.find(_INVALID)
        while at >= 0 and len(self.where) < _NAMED:
            self.where.append((part.row_of(at), printable(values[at])))
            at = bins.find(_INVALID, at + 1)

    def _days(self, part: Survey, name: str) -> List[Optional[int]]:
        values = values_of(part[name])
        distinct = list(set(values))  # of which there are few
        read = read_dates(distinct, self._day_first)
        known = {value: None if day is None else day.toordinal() for value, day in zip(distinct, read.dates)}
        days = list(map(known.__getitem__, values))
        self._undated += days.count(None)
        if read.unread:
            odd = [at for at, day in enumerate(days) if day is None and not is_nothing(values[at])]
            self._unread.update(str(values[at]) for at in odd)
            if self._unread_row is None:
                self._unread_row = part.row_of(odd[0])
        self._serials = self._serials or any("Excel" in note for note in read.notes)
        return days

    def _numbers(self, part: Survey, name: str, read: Callable[[Any], Any], what: str, expected: str) -> List[Any]:
        numbers = []
        for place, value in enumerate(values_of(part[name])):
            try:
                number = read(value)
                if not 0 <= number < 2**63:
                    raise ValueError
            except (TypeError, ValueError, OverflowError):
                said = "nothing" if value is None else quoted(value)
                raise DataProblem(
                    f"{self._source}: row {part.row_of(place)}, column {quoted(name)}: the {what} must be {expected}, "
                    f"not {said}: correct it, leave the row out, or do without (--{what} -)"
                ) from None
            numbers.append(number)
        return numbers

    def notes(self) -> List[str]:
        """What is to be known of the rows."""
        said = []
        if self.where:
            rows = ", ".join(f"{quoted(value, 30)} in row {row}" for row, value in self.where)
            said.append(f"invalid answers in the column {quoted(self._chosen.answer)}: {rows}"
                        f"{', ...' if sum(self.invalid.values()) > len(self.where) else ''}")  # fmt: skip
        if self._serials:
            said.append("numbers in the column of dates are read as days of Excel, such as 45000 for 2023-03-15")
        if self._undated:
            said.append(f"{numbered(self._undated, 'row')} without a date: they count, but for no period")
        if self._unread:
            named = ", ".join(f"{quoted(text, 30)} {times}" for text, times in self._unread.most_common(_NAMED))
            said.append(f"no dates, the first one in row {self._unread_row}: {named}")
        return said


def _labels(values: List[Any]) -> List[Any]:
    """The values of a key."""
    if {str, type(None)}.issuperset(map(type, values)):
        return values
    return [value if isinstance(value, str) else None if is_nothing(value) else plain_key(value) for value in values]


def _whole(value: Any) -> int:
    number = float(value)
    if not number.is_integer():
        raise ValueError
    return int(value) if isinstance(value, int) else int(number)


def check_segments(wave: Wave, source: str) -> None:
    """Refuses a column with so many values that it is none of segments."""
    crossed = {} if wave.crossed is None else {"the combinations": wave.crossed}
    if wave.series is not None and len(wave.series.days) > _MOST_SERIES:
        raise DataProblem(f"{source}: --by makes more than {_MOST_SERIES} series: name a column with fewer values")
    for name, groups in {**wave.by, **crossed}.items():
        if len(groups) > _MOST_SEGMENTS:
            raise DataProblem(
                f"{source}: the column {quoted(name)} has more than {_MOST_SEGMENTS} values: it is no column of segments, "
                "name another one with --by"
            )


def days_of(groups: Groups) -> List[int]:
    """The days that have rows, in order."""
    return sorted(labels[0] for labels in groups.groups() if labels[0] is not None)


def answers_by(groups: Groups, wanted: Iterable[Any]) -> Dict[Labels, Accumulator]:
    """The answers by label, with an empty group for each wanted label without rows."""
    found = groups.groups()
    return {**{(label,): Accumulator() for label in wanted}, **found}
