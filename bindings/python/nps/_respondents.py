# SPDX-License-Identifier: MIT
"""One answer a person: the latest or the first, as of a day or in a rolling window of days."""

from __future__ import annotations

from array import array
from contextlib import contextmanager
from datetime import date
from typing import Any, Callable, Dict, Iterable, Iterator, List, Optional, SupportsIndex, Tuple, Type, TypeVar

from . import _raw as raw
from ._accumulator import Accumulator
from ._arrow import Capsules, keys_of
from ._calendar import (
    AWARE,
    DAYS,
    NAIVE,
    Day,
    Every,
    check_length,
    clock_of,
    date_of,
    read_any_day,
    read_day,
    read_days,
    read_window,
    zoned_of,
)
from ._columns import (
    Answer,
    Answers,
    Codes,
    Column,
    bytes_of,
    check_answers,
    check_days,
    column_of,
    integers_of,
    place_of,
    read_codes,
)
from ._documentation import documented
from ._encoded import Buffer, unchanging
from ._group_keys import PlainKey, plain_key
from ._html import record_html
from ._ids import list_of
from ._methods import plain, refused
from ._numbers import Real, read_count, read_integer
from ._options import Population, Prior, read_options
from ._scale import ScaleName
from ._shown import numbered, short
from ._summed import Summed
from ._table import Table
from ._timeline import Timeline, rolling_table
from .errors import DayError, EmptyError, KeyTypeError, RuleError, UnavailableError

Self = TypeVar("Self", bound="Respondents")
Window = Optional[Every]
"""A number of days, such as 90 or "90d"; None: answers count for ever."""

_NUMBERS: Dict[type, int] = {str: raw.NPS_KEY_TEXT, int: raw.NPS_KEY_INTEGER}
_TYPES = {number: key_type for key_type, number in _NUMBERS.items()}
_KEEPS: Dict[str, int] = {"latest": raw.NPS_KEEP_LATEST, "first": raw.NPS_KEEP_FIRST}
_NO_WINDOW = 2**32 - 1
_INTEGERS = frozenset("cCsSiIlL")
"""The formats of integers of Arrow."""
Rule = Tuple[int, int, int]
"""keep, window and history as the raw module takes them."""


def read_keep(keep: str) -> int:
    """The number of a rule, "latest" or "first"."""
    if not isinstance(keep, str):
        raise TypeError(f'keep must be "latest" or "first", not {short(keep)}')
    number = _KEEPS.get(plain(keep))
    return refused("keep", keep, _KEEPS, RuleError) if number is None else number


def _read_length(window: Window) -> int:
    """The number of days in a window."""
    return _NO_WINDOW if window is None else read_window(window, "window")


class Respondents(Summed):
    """Answers by person and day, of which one a person counts: the latest or the first.

    A window of w days holds the rows of a day and of the w - 1 days before it. A person who has answers in the window
    counts once, with the latest or with the first of them. A missing or an invalid answer never replaces an answer:
    a person whose rows in the window are all missing or invalid counts once, as missing or as invalid. Of rows of one
    day the one with the largest `sequence` is the latest, else the later call. All respondents are str or all are int.

    A day is a date, a time or a number of days since 1970-01-01, as in Timeline; times with a zone and without one are
    not mixed, nor are different kinds of days in one call. merge() gives the same in any order; of answers of one
    person on one day from two objects, with equal sequence numbers, it keeps the lower one. append() adds an object
    whose calls were all later. A call that raises changes nothing.

    Examples
    --------
    >>> from datetime import date
    >>> people = nps.Respondents()
    >>> people.add("Ann", date(2024, 3, 1), 3)
    >>> people.add("Bob", date(2024, 3, 2), 9)
    >>> people.add("Ann", date(2024, 5, 20), 10)
    >>> people.accumulator().score
    100.0
    >>> people.accumulator(as_of=date(2024, 3, 31)).score
    0.0
    """

    __slots__ = ("__weakref__", "_budget", "_clock", "_codes", "_held", "_rule")
    _budget: int
    _clock: str
    """The kind of the times that were added; "" before the first one."""
    _codes: Codes
    _held: Dict[str, Any]
    """The state, once there is a respondent. setdefault() keeps a thread from replacing the state of another."""
    _rule: Rule

    @documented()
    def __init__(
        self,
        keep: str = "latest",
        window: Window = None,
        *,
        history: bool = True,
        missing_codes: Iterable[SupportsIndex] = (),
        memory_budget: SupportsIndex = 0,
    ) -> None:
        """Makes an object without respondents.

        Parameters
        ----------
        keep
            The answer of a person that counts, "latest" or "first".
        window
            The number of days that an answer counts in accumulator(), its own day included. None: for ever.
        history
            True: the rows of all days are kept, for any day and any window, in at most 32 bytes for an integer and 14
            for each answer, and while they are counted 26. False: one row a person is kept, in at most 48 bytes for an
            integer, which is enough for the last day and later days.
        """
        rule = read_keep(keep), _read_length(window), int(bool(history))
        self._codes, self._budget, self._rule = (
            read_codes(missing_codes),
            read_count(memory_budget, "memory_budget", "bytes"),
            rule,
        )
        self._held, self._clock = {}, ""
        try:
            self._new_state(str)  # refuses a rule that cannot be kept
        except UnavailableError:
            raise UnavailableError(
                'keep="first" with a window needs history=True: when the first answer of a person leaves the window, '
                "the next one counts"
            ) from None

    def _new_state(self, key_type: Type[Any]) -> Any:
        return raw.nps_respondents_create((_NUMBERS[key_type], *self._rule, self._budget))

    @property
    def _state(self) -> Any:
        """The state of the raw module. None until there is a respondent, and then always the same one."""
        return self._held.get("state")

    @_state.setter
    def _state(self, state: Any) -> None:
        self._held = {} if state is None else {"state": state}

    def _state_for(self, key_type: Type[Any]) -> Any:
        state = self._state
        if state is None:
            state = self._held.setdefault("state", self._new_state(key_type))
        if _type_in(state) is not key_type:
            here, there = ("str", "integers") if _type_in(state) is str else ("int", "texts")
            raise KeyTypeError(f"respondents are {here} here, not {there}")
        return state

    @classmethod
    @documented(raw.nps_respondents_decode)
    def from_bytes(
        cls: Type[Self],
        data: Buffer,
        *,
        missing_codes: Iterable[SupportsIndex] = (),
        memory_budget: SupportsIndex = 0,
        zoned: Optional[bool] = None,
    ) -> Self:
        """Reads the result of to_bytes(), of this machine or another. Missing codes and budget are not part of it.

        Parameters
        ----------
        zoned
            As for Timeline.from_bytes().

        Returns
        -------
        Respondents
            With the answers and the rule that were encoded.

        Examples
        --------
        >>> people = nps.Respondents("first")
        >>> people.add(7, 19782, 9)
        >>> nps.Respondents.from_bytes(people.to_bytes()) == people
        True
        """
        budget = read_count(memory_budget, "memory_budget", "bytes")
        return cls._decoded(unchanging(data), read_codes(missing_codes), budget, clock_of(zoned))

    # ---- the rule ----

    @property
    def keep(self) -> str:
        """The answer of a person that counts, "latest" or "first"."""
        return next(name for name, number in _KEEPS.items() if number == self._rule[0])

    @property
    def window(self) -> Optional[int]:
        """The number of days that an answer counts in accumulator(); None: for ever."""
        return None if self._rule[1] == _NO_WINDOW else self._rule[1]

    @property
    def history(self) -> bool:
        """Whether the rows of all days are kept."""
        return bool(self._rule[2])

    @property
    def key_type(self) -> Optional[Type[PlainKey]]:
        """str or int; None until there is a respondent."""
        state = self._state
        return None if state is None else _type_in(state)

    # ---- adding ----

    @documented(raw.nps_respondents_add_text)
    def add(self, respondent: PlainKey, day: Day, answer: Answer, *, sequence: SupportsIndex = 0) -> None:
        """Adds an answer of a person. Answers may come in any order of days.

        Parameters
        ----------
        respondent
            The person, a text or an integer.
        day
            The day of the answer.
        answer
            As for Accumulator.add().
        sequence
            Orders the answers of one day.

        Raises
        ------
        TypeError
            The answer is not a number.

        Examples
        --------
        >>> people = nps.Respondents()
        >>> people.add("Ann", 19783, 9)
        >>> people.add("Ann", 19783, 3)
        >>> people.accumulator().score
        -100.0
        """
        place, (number, kind_of_day) = place_of(answer, self._codes), read_any_day(day, "day")
        if number is None:
            read_day(day, "day")  # raises
        clock = self._checked_clock(kind_of_day)
        order = _read_sequence(sequence, "sequence")
        person = plain_key(respondent)
        kind: Any = str if isinstance(person, str) else int
        counted = self._new_state(kind)  # so that an object keeps no key type of a refused row
        arguments = (person, number) if place is None else (person, number, place)
        _adder(kind, place is None)(counted, *arguments, order)
        self._take(raw.nps_respondents_append, counted)
        self._clock = clock

    def _checked_clock(self, kind: str) -> str:
        """The kind of the times of this object after days of a kind were added to it."""
        if kind not in (NAIVE, AWARE):
            return self._clock
        if self._clock not in ("", kind):
            raise DayError(f"the days were {self._clock} here, and now there is {kind}: use one of them only")
        return kind

    @documented(raw.nps_respondents_add_column)
    def update(
        self, respondents: Iterable[Optional[PlainKey]], days: Any, answers: Answers, *, sequences: Optional[Any] = None
    ) -> Accumulator:
        """Adds many answers, each of the person and on the day beside it.

        Columns of integers are the fastest, then columns of texts that have the Arrow interface. Rows without a
        respondent or without a day are counted separately.

        Parameters
        ----------
        respondents
            The person of each answer: a buffer of integers, a column, or any iterable of texts or of integers.
        days
            The day of each answer: a column of dates, times or integers, or any iterable of days.
        sequences
            The sequence number of each answer: a buffer or an iterable of integers.

        Returns
        -------
        Accumulator
            The answers of rows without a respondent or without a day.

        Raises
        ------
        ValueError
            There are not as many respondents, days and answers.

        Examples
        --------
        >>> people = nps.Respondents()
        >>> rest = people.update([7, 8, 7], [19783, 19784, 19863], [3, 9, 10])
        >>> people.accumulator().n, rest.n
        (2, 0)
        """
        rest = raw.nps_accumulator()
        check_days(days)
        check_answers(answers)
        view = integers_of(respondents)
        dates, kind = read_days(days)
        clock = self._checked_clock(kind)
        kind_of_ids, capsules = (None, None) if view is not None else _ids_of(respondents, self._budget)
        if view is not None:
            counted = self._new_state(int) if self._state is None else self._state_for(int)
            with _rows(view, dates, answers, sequences, self._codes) as columns:
                raw.nps_respondents_add_column(counted, columns, rest)
            self._adopt(counted)
        elif kind_of_ids is not None:
            counted = raw.nps_respondents_create((_NUMBERS[kind_of_ids], *self._rule, self._budget, True))
            try:
                with _rows(None, dates, answers, sequences, self._codes) as columns:
                    raw.respondents_add_ids(counted, capsules, columns, rest)
            finally:
                del capsules  # released while no exception is set, as in read_arrow()
            self._take(raw.nps_respondents_append, counted)
        else:
            self._take(raw.nps_respondents_append, self._counted(respondents, dates, answers, sequences, rest))
        self._clock = clock
        return Accumulator._around(rest, self._codes)

    def _counted(self, respondents: Any, dates: Column, answers: Answers, sequences: Any, rest: Any) -> Any:
        """A new state of rows whose respondents are iterated."""
        listed = _respondents_in(respondents)
        first = next((person for person in listed if person is not None), "")
        counted = self._new_state(str if isinstance(first, str) else int)
        ordered = b"" if sequences is None else _sequences_in(sequences).tobytes()
        days = array("i", _numbers_in(dates)).tobytes()
        raw.respondents_add_all(counted, listed, days, bytes(bytes_of(answers, self._codes)), ordered, rest)
        return counted

    def _adopt(self, counted: Any) -> None:
        """Makes a state with people that of this object; adds it if another thread was faster."""
        if raw.nps_respondents_count(counted) != 0 and self._held.setdefault("state", counted) is not counted:
            self._take(raw.nps_respondents_append, counted)

    def _take(self, add: Callable[[Any, Any], None], state: Any) -> None:
        """Adds a state of the same rule, as `add` does. None, and a state without people, add nothing."""
        if state is not None and raw.nps_respondents_count(state) != 0:
            add(self._state_for(_type_in(state)), state)

    def _check_rule(self, other: Any) -> None:
        if not isinstance(other, Respondents):
            raise TypeError(f"other must be Respondents, not {short(other)}")
        if other._rule != self._rule:
            raise RuleError(f"the rules differ: {_said(self)} here, {_said(other)} there")

    @documented(raw.nps_respondents_merge)
    def merge(self, other: Respondents) -> None:
        """Adds the answers of other respondents, who were gathered by the same rule. The order does not matter.

        Parameters
        ----------
        other
            Respondents with the same keep, window and history.

        Examples
        --------
        >>> monday, friday = nps.Respondents(), nps.Respondents()
        >>> monday.add("Ann", 19782, 3)
        >>> friday.add("Ann", 19786, 10)
        >>> monday.merge(friday)
        >>> monday.accumulator().score
        100.0
        """
        self._check_rule(other)
        clock = self._checked_clock(other._clock)
        self._take(raw.nps_respondents_merge, other._state)
        self._clock = clock

    @documented(raw.nps_respondents_append)
    def append(self, later: Respondents) -> None:
        """Adds the answers of other respondents as if they had been added here, after those that are here.

        Parameters
        ----------
        later
            Respondents with the same keep, window and history.

        Examples
        --------
        >>> morning, evening = nps.Respondents(), nps.Respondents()
        >>> morning.add("Ann", 19782, 3)
        >>> evening.add("Ann", 19782, 10)
        >>> morning.append(evening)
        >>> morning.accumulator().score
        100.0
        """
        self._check_rule(later)
        clock = self._checked_clock(later._clock)
        self._take(raw.nps_respondents_append, later._state)
        self._clock = clock

    @documented(raw.nps_respondents_merge_encoded)
    def merge_bytes(self, data: Buffer, *, zoned: Optional[bool] = None) -> None:
        """Adds other respondents, encoded as for from_bytes().

        Parameters
        ----------
        zoned
            As for Timeline.merge_bytes().

        Examples
        --------
        >>> people = nps.Respondents()
        >>> people.add("Ann", 19782, 3)
        >>> people.merge_bytes(people.to_bytes())
        >>> len(people)
        1
        """
        self.merge(type(self)._decoded(unchanging(data), self._codes, self._budget, clock_of(zoned)))

    def __iadd__(self: Self, other: Any) -> Self:
        """As merge()."""
        if not isinstance(other, Respondents):
            return NotImplemented
        self.merge(other)
        return self

    # ---- reading ----

    @property
    def zoned(self) -> Optional[bool]:
        """Whether the times that were added have a zone, as for Timeline."""
        return zoned_of(self._clock)

    @documented(raw.nps_respondents_count)
    def __len__(self) -> int:
        """The number of people, those without an answer included."""
        state = self._state
        return 0 if state is None else int(raw.nps_respondents_count(state))

    @property
    @documented(raw.nps_respondents_read_rows)
    def rows(self) -> Accumulator:
        """All answers that were added, those that others replaced included."""
        state = self._state
        counted = raw.nps_accumulator() if state is None else raw.nps_respondents_read_rows(state)
        return Accumulator._around(counted, self._codes)

    @property
    @documented(raw.nps_respondents_read_span)
    def days(self) -> Tuple[date, date]:
        """The first and the last day of the answers that were added. EmptyError if there are none."""
        first, last = self._span()
        return date_of(first), date_of(last)

    def _span(self) -> Tuple[int, int]:
        state = self._state
        if state is None:
            raise EmptyError("there are no answers")
        span = raw.nps_respondents_read_span(state)
        return span.first, span.last

    @documented(raw.nps_respondents_read)
    def accumulator(self, as_of: Optional[Day] = None) -> Accumulator:
        """The answers that count on a day, one for each person, in the window of the object.

        Parameters
        ----------
        as_of
            The day. None: the last day of the answers.

        Returns
        -------
        Accumulator
            A new accumulator.

        Examples
        --------
        >>> people = nps.Respondents(window=90)
        >>> rest = people.update(["Ann", "Bob", "Ann"], [19783, 19784, 19863], [3, 9, 10])
        >>> people.accumulator(), people.accumulator(as_of=19936)
        (<nps.Accumulator: 2 answers, score 100.00>, <nps.Accumulator: 1 answer, score 100.00>)
        """
        day = None if as_of is None else read_day(as_of, "as_of")
        state = self._state
        if state is None or raw.nps_respondents_count(state) == 0:
            return Accumulator(missing_codes=self._codes)
        last = self._span()[1]
        if day is not None and day < last and not self.history:
            raise UnavailableError(
                f"as_of must be {date_of(last)}, the last day of the answers, or later, not {date_of(day)}: earlier days "
                "need history=True, because without it only one answer a person is kept"
            )
        return Accumulator._around(raw.nps_respondents_read(state, last if day is None else day), self._codes)

    @documented(raw.nps_respondents_read_rolling)
    def timeline(self, window: Window = 90, *, first: Optional[Day] = None, last: Optional[Day] = None) -> Timeline:
        """The answers that count on each day, one for each person, in a rolling window.

        Each day of the timeline holds the answers of its whole window, so that days share answers. Single days can be
        read, by between() and periods("day"); what would add days up is an OverlapError, and so are tests of a trend.
        The timeline cannot be told from others by its bytes.

        Parameters
        ----------
        window
            The number of days in the window. None: answers count for ever.
        first
            The first day of the series. None: that of the answers.
        last
            The last day. None: that of the answers.

        Returns
        -------
        Timeline
            A new timeline of at most 40,000 days.

        Examples
        --------
        >>> people = nps.Respondents()
        >>> rest = people.update(["Ann", "Bob", "Ann"], [19783, 19784, 19786], [3, 9, 10])
        >>> series = people.timeline(window=2)
        >>> [series.between(day, day).score for day in range(19783, 19787)]
        [-100.0, 0.0, 100.0, 100.0]
        """
        length = _read_length(window)
        begin, states = self._rolled(length, first, last)
        return _timeline_of(begin, states, self._codes, length)

    @documented()
    def rolling(
        self,
        window: Window = 90,
        *,
        first: Optional[Day] = None,
        last: Optional[Day] = None,
        scale: ScaleName = "0_10",
        outside: str = "raise",
        method: str = "auto",
        level: Real = 0.95,
        population: Population = None,
        prior: Prior = None,
    ) -> Table:
        """The score of each day, of one answer a person in a rolling window: as Timeline.rolling() of all answers.

        Parameters
        ----------
        window
            The number of days in the window. None: answers count for ever.
        first
            The day of the first row. None: the first day of the answers.
        last
            The day of the last row. None: the last day of the answers.

        Returns
        -------
        Table
            A row for each day, at most 40,000, with columns period (the day), first, last (the days of its window), n,
            missing, invalid, promoters, passives, detractors, score, lower, upper and method.

        Examples
        --------
        >>> people = nps.Respondents()
        >>> rest = people.update(["Ann", "Bob", "Ann"], [19783, 19784, 19786], [3, 9, 10])
        >>> people.rolling(2)["score"]
        (-100.0, 0.0, 100.0, 100.0)
        """
        options, length = read_options(method, level, population, prior), _read_length(window)
        begin, states = self._rolled(length, first, last)
        return rolling_table(states, begin, length, scale, outside, options, self._codes)

    def _rolled(self, length: int, first: Optional[Day], last: Optional[Day]) -> Tuple[int, Iterable[Any]]:
        """The first day of a series and the state of each day."""
        if not self.history:
            raise UnavailableError(
                "a series needs history=True: without it only one answer a person is kept, which says nothing about "
                "the days before the last one"
            )
        state = self._state
        if state is None or raw.nps_respondents_count(state) == 0:
            return 0, ()
        span = _range(self._span(), first, last)
        return span[0], raw.nps_respondents_read_rolling(state, length, span)

    # ---- showing ----

    @documented()
    def plot(
        self,
        ax: Any = None,
        *,
        window: Window = 90,
        benchmark: Any = None,
        language: str = "en",
        title: Optional[str] = None,
        scale: ScaleName = "0_10",
        outside: str = "raise",
        method: str = "auto",
        level: Real = 0.95,
    ) -> Any:
        """Draws the score of each day, of one answer a person in a rolling window, with a ribbon of the intervals.

        Parameters
        ----------
        window
            The number of days in the window. None: answers count for ever.

        Returns
        -------
        TrendDisplay
            A display of nps.plots, with `ax_` and `figure_`.

        Raises
        ------
        ImportError
            matplotlib is not installed.

        Examples
        --------
        >>> people = nps.Respondents()
        >>> rest = people.update(["Ann", "Bob", "Ann"], [19783, 19784, 19786], [3, 9, 10])
        >>> [each.line.n for each in people.plot(window=2).moments]
        [1, 2, 1, 1]
        """
        from .plots import TrendDisplay  # imported here because few need it

        table = self.rolling(window, scale=scale, outside=outside, method=method, level=level)
        figures = TrendDisplay.from_table(table, benchmark=benchmark, level=level)
        return figures.plot(ax, language=language, title=title)

    def _repr_html_(self) -> str:
        """The figures of the answers that count, on the last day, in a notebook."""
        if not len(self):
            return record_html(type(self).__name__, {"people": 0})
        first, last = self.days
        counted = self.accumulator()
        figures: Dict[str, Any] = {
            "people": len(self),
            "rows": sum(self.rows._counters()),
            "first": first,
            "last": last,
        }
        return record_html(type(self).__name__, {**figures, **counted._figures()})

    # ---- encoding, copying, pickling, repr ----

    @documented(raw.nps_respondents_encode)
    def to_bytes(self) -> bytes:
        """Encodes all answers and the rule for from_bytes() and merge_bytes(), without the missing codes.

        An object without respondents is encoded as one of texts. Bytes have days, not times, as those of a Timeline.

        Returns
        -------
        bytes
            The same bytes on every machine, and for every order of answers and of merges.

        Examples
        --------
        >>> people = nps.Respondents()
        >>> people.add("Ann", 19782, 9)
        >>> len(people.to_bytes())
        40
        """
        state = self._state
        encoded: bytes = raw.nps_respondents_encode(self._new_state(str) if state is None else state)
        return encoded

    def _encoded(self) -> bytes:
        return self.to_bytes()

    def _settings(self) -> Tuple[Any, ...]:
        return self._codes, self._budget, self._clock

    @classmethod
    def _decoded(cls: Type[Self], data: Any, codes: Codes, budget: int = 0, clock: str = "") -> Self:
        self = cls.__new__(cls)
        state = raw.nps_respondents_decode((raw.NPS_KEY_TEXT, *_KEEPS.values(), 1, budget), data)
        rule = raw.nps_respondents_read_rule(state)
        self._codes, self._budget, self._clock = codes, budget, clock
        self._rule = rule.keep, rule.window, rule.has_history
        is_nobody = raw.nps_respondents_count(state) == 0 and rule.key_type == raw.NPS_KEY_TEXT
        self._state = None if is_nobody else state
        return self

    def __eq__(self, other: object) -> bool:
        """Whether both have the same answers, by the same rule."""
        return self.to_bytes() == other.to_bytes() if isinstance(other, Respondents) else NotImplemented

    __hash__ = None  # type: ignore[assignment]

    def __repr__(self) -> str:
        return f"<nps.{type(self).__name__}: {numbered(len(self), 'respondent')}, {_said(self)}>"


@documented(raw.nps_respondents_roll)
def respondents_roll(
    respondents: Any,
    days: Any,
    answers: Answers,
    *,
    window: Window = 90,
    keep: str = "latest",
    sequences: Optional[Any] = None,
    first: Optional[Day] = None,
    last: Optional[Day] = None,
    missing_codes: Iterable[SupportsIndex] = (),
) -> Timeline:
    """The answers that count on each day, one for each person, in a rolling window of columns.

    The result of Respondents.update() and Respondents.timeline(), several times faster for columns of integers. Rows
    without a respondent or without a day are left out.

    Parameters
    ----------
    respondents
        The person of each answer, as for Respondents.update().
    days
        The day of each answer, likewise.
    window
        The number of days in the window. None: answers count for ever.
    keep
        The answer of a person that counts, "latest" or "first".
    sequences
        The sequence number of each answer.
    first
        The first day of the series. None: that of the answers.
    last
        The last day. None: that of the answers.

    Returns
    -------
    Timeline
        A timeline as that of Respondents.timeline(), of at most 40,000 days.

    Examples
    --------
    >>> series = nps.respondents_roll([7, 8, 7], [19783, 19784, 19786], [3, 9, 10], window=2)
    >>> [series.between(day, day).score for day in range(19783, 19787)]
    [-100.0, 0.0, 100.0, 100.0]
    """
    length, rule, codes = _read_length(window), read_keep(keep), read_codes(missing_codes)
    check_days(days)
    check_answers(answers)
    view = integers_of(respondents)
    if view is None:
        listed = _respondents_in(respondents)
        if not all(type(person) is int for person in listed):
            people = Respondents(keep, missing_codes=codes)
            people.update(listed, days, answers, sequences=sequences)
            return people.timeline(window, first=first, last=last)
        view = memoryview(array("q", listed))
    dates = read_days(days).column
    with _rows(view, dates, answers, sequences, codes) as columns:
        span = _span_of(dates)
        if span is None:
            return _timeline_of(0, (), codes, length)
        span = _range(span, first, last)
        options = (raw.NPS_KEY_INTEGER, rule, length, 1, 0, True)
        states = raw.nps_respondents_roll(columns, options, span, raw.nps_accumulator())
        return _timeline_of(span[0], states, codes, length)


def _timeline_of(first: int, states: Iterable[Any], codes: Codes, window: int) -> Timeline:
    """A timeline with the states of successive days, of which each holds the answers of a window."""
    timeline = Timeline(missing_codes=codes)
    timeline._window = window
    for day, state in enumerate(states, first):
        raw.nps_timeline_merge_day(timeline._state, day, state)
    return timeline


def _range(span: Tuple[int, int], first: Optional[Day], last: Optional[Day]) -> Tuple[int, int]:
    """The days of a series, which by default are those of the answers."""
    begin = span[0] if first is None else read_day(first, "first")
    end = span[1] if last is None else read_day(last, "last")
    if begin > end:
        raise DayError(f"first must not be after last: {date_of(begin)} is after {date_of(end)}")
    check_length(DAYS, begin, end)
    return begin, end


def _span_of(dates: Column) -> Optional[Tuple[int, int]]:
    """The first and the last day of a column of days, or None if there is none."""
    found = raw.nps_timeline_create((raw.NPS_DAY_MIN, raw.NPS_OLDER_REFUSED))
    raw.nps_timeline_add_column(found, dates, (bytes(len(dates[0])), None, ()))
    try:
        span = raw.nps_timeline_read_span(found)
    except EmptyError:
        return None
    return span.first, span.last


def _numbers_in(dates: Column) -> Iterator[int]:
    """The days of a column as numbers of 32 bits; raw.NPS_DAY_MISSING for a missing one."""
    values, mask, codes = dates
    for row, day in enumerate(values):
        is_missing = day in codes or (mask is not None and mask[row])
        yield raw.NPS_DAY_MISSING if is_missing else min(max(int(day), raw.NPS_DAY_MIN - 1), raw.NPS_DAY_MAX + 1)


@contextmanager
def _rows(
    ids: Optional[memoryview], dates: Column, answers: Answers, sequences: Any, codes: Codes
) -> Iterator[Tuple[Any, ...]]:
    """Columns as the raw module takes them."""
    ordered = None
    if sequences is not None:
        view = integers_of(sequences)
        ordered = (memoryview(_sequences_in(sequences)) if view is None else view, None, ())
    with column_of(answers, codes) as column:
        yield None if ids is None else (ids, None, ()), dates, column, ordered


def _read_sequence(sequence: Any, name: str) -> int:
    number = read_integer(sequence, name, "an integer")
    if not -(2**63) <= number < 2**63:
        raise OverflowError(f"{name} must be an integer from -2^63 to 2^63 - 1, not {short(number)}")
    return number


def _sequences_in(sequences: Any) -> array[int]:
    """Sequence numbers that are iterated; a row without one has 0."""
    if isinstance(sequences, (str, bytes, bytearray, dict, set, frozenset)) or not hasattr(sequences, "__iter__"):
        raise TypeError(
            f"sequences must be a column or an iterable with an integer for each answer, not {short(sequences)}"
        )
    read = array("q")
    for row, each in enumerate(sequences):
        read.append(0 if each is None else _read_sequence(each, f"row {row} of sequences"))
    return read


def _ids_of(respondents: Any, budget: int) -> Tuple[Optional[Type[Any]], Optional[Capsules]]:
    """The type and the capsules of a column of texts or of integers; None for respondents that have to be iterated."""
    key_type, capsules = keys_of(respondents, budget)
    if key_type is int and raw.arrow_format(capsules, None) not in _INTEGERS:
        return None, None
    return key_type, capsules


def _respondents_in(respondents: Any) -> List[Any]:
    """Respondents as a list, with None for each missing one."""
    if isinstance(respondents, (str, bytes, bytearray, dict, set, frozenset)) or not hasattr(respondents, "__iter__"):
        raise KeyTypeError(
            f"respondents must be a column or an iterable with one for each answer, not {short(respondents)}"
        )
    return [None if _is_missing(person) else person for person in list_of(respondents)]


def _is_missing(person: Any) -> bool:
    return person is None or type(person).__name__ == "NAType" or (isinstance(person, float) and person != person)


def _adder(kind: type, is_missing: bool) -> Any:
    """The function that adds one row."""
    if is_missing:
        return raw.nps_respondents_add_missing_text if kind is str else raw.nps_respondents_add_missing_integer
    return raw.nps_respondents_add_text if kind is str else raw.nps_respondents_add_integer


def _type_in(state: Any) -> Type[Any]:
    return _TYPES[raw.nps_respondents_read_rule(state).key_type]


def _said(people: Respondents) -> str:
    """The rule in words."""
    window = "" if people.window is None else f" in {numbered(people.window, 'day')}"
    return f"{people.keep} answer{window}{'' if people.history else ', without history'}"
