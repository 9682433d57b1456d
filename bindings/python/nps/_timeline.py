# SPDX-License-Identifier: MIT
"""Answers over time: accumulators by day, read between two days, by periods and as rolling windows."""

from __future__ import annotations

from contextlib import contextmanager
from datetime import date
from typing import Any, Callable, Dict, Iterable, Iterator, List, Optional, SupportsIndex, Tuple, Type, TypeVar

from . import _raw as raw
from ._accumulator import Accumulator
from ._arrow import numbers_of_arrow
from ._calendar import (
    AWARE,
    DAYS,
    NAIVE,
    Day,
    Every,
    check_length,
    clock_of,
    date_of,
    period_name,
    read_any_day,
    read_day,
    read_days,
    read_periods,
    read_window,
    zoned_of,
)
from ._columns import (
    Answer,
    Answers,
    Codes,
    bytes_of,
    check_answers,
    check_days,
    check_lengths,
    column_of,
    count_one,
    read_codes,
)
from ._documentation import documented
from ._encoded import Buffer, unchanging
from ._html import record_html
from ._numbers import Real, read_count
from ._options import Population, Prior, read_options
from ._scale import ScaleName
from ._segments import summary_table
from ._shown import numbered, short
from ._summed import Subtractable
from ._table import Table
from .errors import CountOverflowError, DayError, EmptyError, OverlapError, PeriodError, RuleError

Self = TypeVar("Self", bound="Timeline")

_OLDER: Dict[str, int] = {"refuse": raw.NPS_OLDER_REFUSED, "gather": raw.NPS_OLDER_GATHERED}
_LENGTHS: Dict[str, float] = {"day": 1, "week": 7, "month": 30.4, "quarter": 91.3, "half": 182.6}
"""The lengths of periods in days."""
_PERIODS = 36
"""The largest number of periods that a picture has room for."""
_SINGLE_DAYS = ((raw.NPS_PERIOD_DAY, 0), (raw.NPS_PERIOD_DAYS, 1))


class Timeline(Subtractable):
    """Accumulators by day. Answers are added in any order of their days, late ones included.

    A day is a date, a time or a number of days since 1970-01-01. A time with a zone is a day of its zone, a time
    without one is the day that it shows; a timeline takes times of one kind only (`zoned`). The days of one call are
    all of one kind; dates and numbers in one call and times in another are the same days, and are taken. None and NaT
    are answers without a day, which are counted in `undated`. datetime64 of NumPy, and columns of dates and times of
    pandas, Polars and PyArrow, are days too.

    The horizon is the first day that is kept; by default all are. advance() moves it forward, which bounds the memory.
    Answers before it raise DayError, or are counted in `older` with older="gather". A call that raises changes nothing.

    Examples
    --------
    >>> from datetime import date
    >>> survey = nps.Timeline()
    >>> survey.add(date(2026, 1, 5), 9)
    >>> survey.update([date(2026, 3, 2), date(2026, 1, 7)], [4, 10])
    >>> print(survey.periods("month"))
    period   first       last        n  missing  invalid  promoters  passives  detractors   score   lower  upper  method
    2026-01  2026-01-01  2026-01-31  2        0        0          2         0           0   100.0   -55.3  100.0  exact
    2026-02  2026-02-01  2026-02-28  0        0        0          0         0           0       -       -      -  -
    2026-03  2026-03-01  2026-03-31  1        0        0          0         0           1  -100.0  -100.0   90.0  exact
    """

    __slots__ = ("__weakref__", "_budget", "_clock", "_codes", "_older", "_state", "_window")
    _budget: int
    _clock: str
    """The kind of the times that were added; "" before the first one."""
    _codes: Codes
    _older: int
    _state: Any
    _window: int
    """The number of days whose answers each day holds: 1, or the window of Respondents.timeline()."""

    @documented()
    def __init__(
        self,
        *,
        horizon: Optional[Day] = None,
        older: str = "refuse",
        missing_codes: Iterable[SupportsIndex] = (),
        memory_budget: SupportsIndex = 0,
    ) -> None:
        """Makes a timeline without answers.

        Parameters
        ----------
        horizon
            The first day that is kept; None for all.
        older
            What happens to answers before the horizon: "refuse" or "gather".
        """
        self._codes = read_codes(missing_codes)
        self._older = _read_older(older)
        self._budget = read_count(memory_budget, "memory_budget", "bytes")
        self._clock = ""
        self._window = 1
        first = raw.NPS_DAY_MIN if horizon is None else read_day(horizon, "horizon")
        self._state = raw.nps_timeline_create((first, self._older, self._budget))

    @classmethod
    @documented(raw.nps_timeline_decode)
    def from_bytes(
        cls: Type[Self],
        data: Buffer,
        *,
        older: str = "refuse",
        missing_codes: Iterable[SupportsIndex] = (),
        memory_budget: SupportsIndex = 0,
        zoned: Optional[bool] = None,
    ) -> Self:
        """Reads the result of to_bytes(), of this machine or another. Missing codes and budget are not part of it.

        Parameters
        ----------
        older
            As for Timeline().
        zoned
            What `zoned` was of the timeline that was encoded, which the bytes do not say. None: not known, so that the
            first times that are added decide.

        Returns
        -------
        Timeline
            With the days, the horizon and the other answers that were encoded.

        Examples
        --------
        >>> from datetime import date
        >>> survey = nps.Timeline()
        >>> survey.add(date(2026, 1, 5), 9)
        >>> nps.Timeline.from_bytes(survey.to_bytes()) == survey
        True
        """
        budget = read_count(memory_budget, "memory_budget", "bytes")
        return cls._decoded(data, read_codes(missing_codes), _read_older(older), budget, clock_of(zoned))

    # ---- adding ----

    @documented(raw.nps_timeline_add)
    def add(self, day: Optional[Day], answer: Answer, times: SupportsIndex = 1) -> None:
        """Counts one answer, or the same one several times, on a day.

        Parameters
        ----------
        day
            The day. None: the day is not known, and the answer is counted in `undated`.
        answer
            As for Accumulator.add().

        Raises
        ------
        TypeError
            The day is neither a date nor a number, or the answer is not a number.

        Examples
        --------
        >>> from datetime import date
        >>> survey = nps.Timeline()
        >>> survey.add(date(2026, 1, 5), 9, times=2)
        >>> survey.between(date(2026, 1, 1), date(2026, 1, 31))
        <nps.Accumulator: 2 answers, score 100.00>
        """
        self._check_single("answers cannot be added to it")
        counted = count_one(answer, times, self._codes)
        number, kind = read_any_day(day, "day")
        clock = self._checked_clock(kind)
        if number is None:
            raw.nps_timeline_merge_undated(self._state, counted)
        else:
            with self._explaining(number):
                raw.nps_timeline_merge_day(self._state, number, counted)
        self._clock = clock

    @documented(raw.nps_timeline_add_missing)
    def add_missing(self, day: Optional[Day], times: SupportsIndex = 1) -> None:
        """Counts respondents who gave no answer on a day.

        Parameters
        ----------
        day
            As for add().

        Examples
        --------
        >>> from datetime import date
        >>> survey = nps.Timeline()
        >>> survey.add_missing(date(2026, 1, 5), 3)
        >>> survey.between(None, None).missing
        3
        """
        self.add(day, None, times)

    @documented(raw.nps_timeline_add_column)
    def update(self, days: Any, answers: Answers) -> None:
        """Counts many answers, each on the day beside it; there must be as many days as answers.

        Columns are not iterated, and other threads run while they are counted.

        Parameters
        ----------
        days
            The day of each answer: a column of dates, times or integers, or any iterable of days.
        answers
            As for Accumulator.update().

        Raises
        ------
        TypeError
            A day is neither a date nor a number, or an answer is not a number.
        ValueError
            There are not as many days as answers.
        DayError
            The days are of different kinds: dates and times, or times with and without a zone.

        Examples
        --------
        >>> from datetime import date
        >>> survey = nps.Timeline()
        >>> survey.update([20458, 20514, None], [9, 4, 10])
        >>> survey
        <nps.Timeline: 2 answers from 2026-01-05 to 2026-03-02, 1 undated>
        """
        self._check_single("answers cannot be added to it")
        check_days(days)
        check_answers(answers)
        check_lengths(days, answers, "days")
        column, kind = read_days(days)
        clock = self._checked_clock(kind)
        counted = raw.nps_timeline_create((self._first, self._older, self._budget))
        if numbers_of_arrow(answers) is not None:
            self._count(counted, column, (bytes_of(answers, self._codes), None, (raw.NPS_ANSWER_MISSING,)))
        else:
            with column_of(answers, self._codes) as read:
                self._count(counted, column, read)
        raw.nps_timeline_merge(self._state, counted)
        self._clock = clock

    @staticmethod
    def _count(counted: Any, days: Any, answers: Any) -> None:
        length, others = len(days[0]), len(answers[0])
        if length != others:
            raise ValueError(f"there must be as many days as answers: there are {length} days and {others} answers")
        raw.nps_timeline_add_column(counted, days, answers)

    @documented()
    def merge(self, other: Timeline) -> None:
        """Adds the days of another timeline, and its answers on no day. The horizon becomes the later of both.

        Timelines are merged in any order with the same result.

        Parameters
        ----------
        other
            The timeline to add.

        Raises
        ------
        DayError
            One timeline has answers before the horizon of the other, and this one refuses them; or one has times with
            a zone and the other has times without.
        CountOverflowError
            A count would exceed 2^64 - 1.
        OutOfMemoryError
            Out of memory.

        Examples
        --------
        >>> from datetime import date
        >>> survey, late = nps.Timeline(), nps.Timeline()
        >>> late.add(date(2026, 1, 5), 9)
        >>> survey.merge(late)
        >>> survey == late
        True
        """
        if not isinstance(other, Timeline):
            raise TypeError(f"other must be a Timeline, not {short(other)}")
        self.__iadd__(other)

    @documented(raw.nps_timeline_merge_encoded)
    def merge_bytes(self, data: Buffer, *, zoned: Optional[bool] = None) -> None:
        """Adds another timeline, encoded as for from_bytes().

        Parameters
        ----------
        zoned
            As for from_bytes(). Times with a zone and times without one are refused as by merge(); None is taken as
            being like the times here.

        Examples
        --------
        >>> from datetime import date
        >>> survey = nps.Timeline()
        >>> survey.add(date(2026, 1, 5), 9)
        >>> survey.merge_bytes(survey.to_bytes())
        >>> survey.between(None, None).n
        2
        """
        self._check_single("merge() timelines like it, because bytes do not say what their days hold")
        clock = self._checked_clock(clock_of(zoned))
        raw.nps_timeline_merge_encoded(self._state, unchanging(data))
        self._clock = clock

    @documented()
    def __iadd__(self: Self, other: Timeline) -> Self:
        """Adds another timeline, day by day."""
        if not isinstance(other, Timeline):
            return NotImplemented
        clock, window = self._checked_clock(other._clock), self._checked_window(other)
        try:
            raw.nps_timeline_merge(self._state, other._state)
        except DayError:
            horizon, which = date_of(max(self._first, other._first)), "one that is added"
            if self._first < other._first:
                which = "timeline"
            raise DayError(
                f"the {which} has answers before {horizon}, the horizon of the other: advance() it to {horizon} before, "
                "or make the timeline that is added to with older='gather'"
            ) from None
        self._clock, self._window = clock, window
        return self

    @documented(raw.nps_timeline_subtract)
    def __isub__(self: Self, other: Timeline) -> Self:
        """Subtracts another timeline, day by day; CountUnderflowError when a count is too small."""
        if not isinstance(other, Timeline):
            return NotImplemented
        self._checked_window(other)
        self._checked_clock(other._clock)
        raw.nps_timeline_subtract(self._state, other._state)
        return self

    @documented(raw.nps_timeline_advance)
    def advance(self, horizon: Day) -> None:
        """Moves the horizon forward. The days before it are counted in `older`, and their memory is released.

        Parameters
        ----------
        horizon
            The first day that is kept. The horizon never moves back: an earlier day changes nothing.

        Examples
        --------
        >>> from datetime import date
        >>> survey = nps.Timeline()
        >>> survey.update([20458, 20514], [9, 4])
        >>> survey.advance(date(2026, 2, 1))
        >>> survey.horizon, survey.older.n
        (datetime.date(2026, 2, 1), 1)
        """
        self._check_single("its days cannot be gathered")
        raw.nps_timeline_advance(self._state, read_day(horizon, "horizon"))

    def _check_single(self, consequence: str) -> None:
        """Refuses a timeline whose days share answers."""
        if self._window != 1:
            raise OverlapError(
                f"each day of this timeline holds the answers of {_name_of(self._window)}, so that days share answers: "
                f"{consequence}"
            )

    def _checked_window(self, other: Timeline) -> int:
        """The window of the sum with another timeline; a timeline without days takes that of the other."""
        if self._window == other._window or other.span is None:
            return self._window
        if self.span is None:
            return other._window
        raise OverlapError(
            f"the days of one timeline hold {_name_of(self._window)}, and those of the other {_name_of(other._window)}"
        )

    def _checked_clock(self, kind: str) -> str:
        """The kind of the times of this timeline after days of a kind were added to it."""
        if kind not in (NAIVE, AWARE):
            return self._clock
        if self._clock not in ("", kind):
            raise DayError(
                f"the days of this timeline were {self._clock}, and now there is {kind}: use one of them only"
            )
        return kind

    @contextmanager
    def _explaining(self, day: int) -> Iterator[None]:
        try:
            yield
        except DayError:
            first = date_of(self._first)
            raise DayError(
                f"{date_of(day)} is before the horizon, {first}: such answers are refused, or with older='gather' "
                "counted in `older`"
            ) from None

    # ---- reading ----

    @property
    def zoned(self) -> Optional[bool]:
        """Whether the times that were added have a zone. None before the first time, and of dates and numbers."""
        return zoned_of(self._clock)

    @property
    def _first(self) -> int:
        return int(raw.nps_timeline_horizon(self._state))

    @property
    def horizon(self) -> date:
        """The first day that is kept."""
        return date_of(self._first)

    @property
    def span(self) -> Optional[Tuple[date, date]]:
        """The first and the last day with a count; None without such days."""
        try:
            span = raw.nps_timeline_read_span(self._state)
        except EmptyError:
            return None
        return date_of(span.first), date_of(span.last)

    @property
    def older(self) -> Accumulator:
        """The answers before the horizon."""
        return Accumulator._around(raw.nps_timeline_read_rest(self._state).older, self._codes)

    @property
    def undated(self) -> Accumulator:
        """The answers without a day."""
        return Accumulator._around(raw.nps_timeline_read_rest(self._state).undated, self._codes)

    @documented(raw.nps_timeline_read_between)
    def between(self, first: Optional[Day], last: Optional[Day]) -> Accumulator:
        """The sum of the days from the first to the last one, both included.

        Parameters
        ----------
        first
            The first day; None for the first day with answers.
        last
            The last day; None for the last day with answers.

        Returns
        -------
        Accumulator
            A new accumulator, empty when there are no answers.

        Examples
        --------
        >>> from datetime import date
        >>> survey = nps.Timeline()
        >>> survey.update([20458, 20514], [9, 4])
        >>> survey.between(date(2026, 1, 1), date(2026, 1, 31))
        <nps.Accumulator: 1 answer, score 100.00>
        """
        begin = self._first if first is None else read_day(first, "first")
        end = raw.NPS_DAY_MAX if last is None else read_day(last, "last")
        if begin != end:
            self._check_single("read one day, not several")
        with self._explaining_range(begin, end, self._first):
            return Accumulator._around(raw.nps_timeline_read_between(self._state, begin, end), self._codes)

    @documented(raw.nps_timeline_read_periods)
    def periods(
        self,
        every: Every = "month",
        *,
        first: Optional[Day] = None,
        last: Optional[Day] = None,
        origin: Optional[Day] = None,
        scale: ScaleName = "0_10",
        outside: str = "raise",
        method: str = "auto",
        level: Real = 0.95,
        population: Population = None,
        prior: Prior = None,
    ) -> Table:
        """The score of each period. Periods without answers are rows too; their score is None.

        Periods are whole: the first and the last one have all their days.

        Parameters
        ----------
        every
            "day", "week" (ISO, from Monday on), "month", "quarter", "half" or "year"; or a number of days.
        first
            A day of the first period; None for the first day with answers.
        last
            A day of the last period; None for the last day with answers.
        origin
            The first day of one of the periods of a number of days; None for 1970-01-01.

        Returns
        -------
        Table
            A row for each period, at most 40,000, with columns period (its name), first, last (its days), n, missing,
            invalid, promoters, passives, detractors, score, lower, upper and method.

        Examples
        --------
        >>> from datetime import date
        >>> survey = nps.Timeline()
        >>> survey.update([20458, 20514], [9, 4])
        >>> survey.periods("quarter")["period"], survey.periods("month")["n"]
        (('2026-Q1',), (1, 0, 1))
        """
        options = read_options(method, level, population, prior)
        periods = read_periods(every, origin)
        if periods[:2] not in _SINGLE_DAYS:
            self._check_single("read it by day")
        span = self._range(first, last)
        if span is None:
            return _table([], [], scale, outside, options)
        notes = []
        if first is None:
            span, note = self._whole(periods, span)
            notes = [note] if note else []
        check_length(periods, *span)
        begin = int(raw.nps_periods_find(periods, span[0]).first)
        with self._explaining_range(begin, span[1], self._first_whole(periods)):
            found = raw.nps_timeline_read_periods(self._state, periods, span)
        if self._window != 1:
            return rolling_table(
                [each.accumulator for each in found], span[0], self._window, scale, outside, options, self._codes
            )
        rows = [
            (period_name(periods[0], each.days.first), each.days.first, each.days.last, each.accumulator)
            for each in found
        ]
        return _table(rows, notes, scale, outside, options, self._codes)

    @documented(raw.nps_timeline_read_rolling)
    def rolling(
        self,
        window: Every,
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
        """The score of the last days, on every day: a row for each day, with the `window` days that end with it.

        The windows of neighbouring days share most of their answers, so their scores are not independent.

        Parameters
        ----------
        window
            The number of days in a window, such as 90 or "90d".
        first
            The day of the first row; None for the first day with answers.
        last
            The day of the last row; None for the last day with answers.

        Returns
        -------
        Table
            A row for each day, at most 40,000, with the columns of periods(): `period` is the day, `first` and `last`
            are the days of its window.

        Examples
        --------
        >>> from datetime import date
        >>> survey = nps.Timeline()
        >>> survey.update([20458, 20460], [9, 4])
        >>> survey.rolling(2)["n"]
        (1, 1, 1)
        """
        options = read_options(method, level, population, prior)
        days = read_window(window, "window")
        if days != 1:
            self._check_single("windows of them would count answers twice")
        span = self._range(first, last)
        if span is None:
            return _table([], [], scale, outside, options)
        if first is None and self._has_older:
            span = min(max(span[0], self._first + days - 1), span[1]), span[1]
        check_length(DAYS, *span)
        begin = max(span[0] - days + 1, raw.NPS_DAY_MIN)
        with self._explaining_range(begin, span[1], min(self._first + days - 1, raw.NPS_DAY_MAX)):
            found = raw.nps_timeline_read_rolling(self._state, days, span)
        return rolling_table(found, span[0], max(days, self._window), scale, outside, options, self._codes)

    @property
    def _has_older(self) -> bool:
        return any(raw.nps_timeline_read_rest(self._state).older.words())

    def _range(self, first: Optional[Day], last: Optional[Day]) -> Optional[Tuple[int, int]]:
        """The range of days to read, which by default is that of the days with a count; None without such days."""
        begin = None if first is None else read_day(first, "first")
        end = None if last is None else read_day(last, "last")
        if begin is not None and end is not None:
            if begin > end:
                raise DayError(f"first must not be after last: {date_of(begin)} is after {date_of(end)}")
            return begin, end
        try:
            span = raw.nps_timeline_read_span(self._state)
        except EmptyError:
            return None
        begin, end = span.first if begin is None else begin, span.last if end is None else end
        return (begin, end) if begin <= end else None  # nothing is left between the answers and the given day

    def _whole(self, periods: Tuple[int, int, int], span: Tuple[int, int]) -> Tuple[Tuple[int, int], str]:
        """The range without a first period that the horizon has cut, and a note about it."""
        found = raw.nps_periods_find(periods, span[0])
        if found.first >= self._first or not self._has_older or found.last >= span[1]:
            return span, ""
        name = period_name(periods[0], found.first)
        return (found.last + 1, span[1]), f"{name} is left out: its days before {self.horizon} were gathered in `older`"

    def _first_whole(self, periods: Tuple[int, int, int]) -> int:
        """The first day of the first period that the horizon has not cut."""
        found = raw.nps_periods_find(periods, self._first)
        return int(found.first if found.first == self._first else min(found.last + 1, raw.NPS_DAY_MAX))

    @contextmanager
    def _explaining_range(self, begin: int, last: int, earliest: int) -> Iterator[None]:
        """Says why days from `begin` on cannot be read, and from which day on they can."""
        try:
            yield
        except DayError:
            if begin > last:
                raise DayError(f"first must not be after last: {date_of(begin)} is after {date_of(last)}") from None
            raise DayError(
                f"{date_of(begin)} is asked for, and the answers of the days before {self.horizon}, the horizon, were "
                f"gathered in `older`, where they have no days: pass first={date_of(earliest)} or later"
            ) from None

    # ---- showing ----

    @documented()
    def plot(
        self,
        ax: Any = None,
        *,
        every: Optional[Every] = None,
        window: Optional[Every] = None,
        benchmark: Any = None,
        anytime: bool = False,
        alarm: Any = None,
        language: str = "en",
        title: Optional[str] = None,
        scale: ScaleName = "0_10",
        outside: str = "raise",
        method: str = "auto",
        level: Real = 0.95,
    ) -> Any:
        """Draws the score of each period with a ribbon of the intervals.

        Parameters
        ----------
        every
            The periods, as for periods(). None: days, weeks, months, quarters, half-years or years, the shortest of
            which there are not too many.
        window
            The number of days of a rolling window, as for rolling(), instead of periods. None: periods.
        anytime
            Whether there is a second ribbon, of intervals that are valid however often one looks.
        alarm
            The moment of an alarm, as for TrendDisplay.from_table(). None: there is none.

        Returns
        -------
        TrendDisplay
            A display of nps.plots, with `ax_` and `figure_`.

        Raises
        ------
        ImportError
            matplotlib is not installed.
        ValueError
            Both periods and a window were given.

        Examples
        --------
        >>> survey = nps.Timeline()
        >>> survey.update([20458, 20459, 20514], [9, 10, 4])
        >>> display = survey.plot(every="month")
        >>> [(each.line.name, each.line.n) for each in display.moments]
        [('2026-01', 2), ('2026-02', 0), ('2026-03', 1)]
        """
        from .plots import TrendDisplay  # imported here because few need it

        if every is not None and window is not None:
            raise ValueError("a picture has either periods, every=, or a rolling window, window=")
        options: Dict[str, Any] = {"scale": scale, "outside": outside, "method": method, "level": level}
        if window is None:
            table = self.periods(self._fitting_period() if every is None else every, **options)
        else:
            table = self.rolling(window, **options)
        figures = TrendDisplay.from_table(table, benchmark=benchmark, anytime=anytime, alarm=alarm, level=level)
        return figures.plot(ax, language=language, title=title)

    def _repr_html_(self) -> str:
        """The table of periods in a notebook."""
        rest = {"before the horizon": _n_of(lambda: self.older), "without a day": _n_of(lambda: self.undated)}
        notes = [f"{numbered(number, 'answer')} {name}" for name, number in rest.items() if number]
        try:
            table = self.periods(self._fitting_period(), outside="ignore")
        except (PeriodError, CountOverflowError):  # windows on days far apart, or more answers than a counter has
            return record_html(type(self).__name__, dict(zip(("first", "last"), self.span or ())))
        return Table(table.columns, table.rows, notes=[*table.notes, *notes])._repr_html_()

    def _fitting_period(self) -> str:
        """The shortest period of which there are not too many for a picture."""
        span = self.span
        if self._window != 1 or span is None:
            return "day"
        days = (span[1] - span[0]).days + 1
        return next((name for name, length in _LENGTHS.items() if days <= _PERIODS * length), "year")

    # ---- encoding, copying, pickling, repr ----

    @documented(raw.nps_timeline_encode)
    def to_bytes(self) -> bytes:
        """Encodes all days, the horizon, and the answers on no day, for from_bytes() and merge_bytes().

        Bytes have days, not times: pass `zoned` with them where others may have times of the other kind.

        Returns
        -------
        bytes
            The same bytes on every machine.

        Examples
        --------
        >>> from datetime import date
        >>> survey = nps.Timeline()
        >>> survey.add(date(2026, 1, 5), 9)
        >>> len(survey.to_bytes())
        56
        """
        return self._encoded()

    def _encoded(self) -> bytes:
        encoded: bytes = raw.nps_timeline_encode(self._state)
        return encoded

    def _settings(self) -> Tuple[Any, ...]:
        return self._codes, self._older, self._budget, self._clock, self._window

    @classmethod
    def _decoded(
        cls: Type[Self], data: Any, codes: Codes, older: int, budget: int, clock: str, window: int = 1
    ) -> Self:
        state = raw.nps_timeline_decode((raw.NPS_DAY_MIN, older, budget), unchanging(data))
        self = cls._around(state, codes)
        self._older, self._budget, self._clock, self._window = older, budget, clock, window
        return self

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Timeline):
            return NotImplemented
        return self._encoded() == other._encoded()

    def __repr__(self) -> str:
        span, rest = self.span, {"older": _n_of(lambda: self.older), "undated": _n_of(lambda: self.undated)}
        parts = ["0 answers"]
        if span is not None:
            what = _name_of(self._window)
            if self._window == 1:
                what = numbered(_n_of(lambda: self.between(*span)), "answer")
            parts = [f"{what} from {span[0]} to {span[1]}"]
        parts += [f"{number} {name}" for name, number in rest.items() if number]
        return f"<nps.{type(self).__name__}: {', '.join(parts)}>"


def _n_of(read: Callable[[], Accumulator]) -> Any:
    """The number of answers, or that it is larger than a counter."""
    try:
        return read().n
    except CountOverflowError:
        return "more than 2^64 - 1"


def _name_of(window: int) -> str:
    if window > raw.NPS_DAY_MAX - raw.NPS_DAY_MIN:
        return "windows without an end"
    return f"windows of {numbered(window, 'day')}" if window != 1 else "single days"


def _read_older(older: str) -> int:
    if older not in _OLDER:
        raise RuleError(f'older must be "refuse" or "gather", not {short(older)}')
    return _OLDER[older]


def rolling_table(
    states: Iterable[Any],
    first: int,
    days: int,
    scale: ScaleName,
    outside: str,
    options: Tuple[Any, ...],
    codes: Codes,
) -> Table:
    """A table of the states of successive days, of which each holds the answers of a window of days."""
    rows = [
        (date_of(day).isoformat(), max(day - days + 1, raw.NPS_DAY_MIN), day, state)
        for day, state in enumerate(states, first)
    ]
    notes = [f"the windows of {numbered(days, 'day')} overlap: neighbouring rows share answers"] if days > 1 else []
    return _table(rows, notes, scale, outside, options, codes)


_COLUMNS = ("period", "first", "last")


def _table(
    rows: List[Tuple[str, int, int, Any]],
    notes: Iterable[str],
    scale: ScaleName,
    outside: str,
    options: Tuple[Any, ...],
    codes: Codes = (),
) -> Table:
    """A table of periods by name, first day, last day and state."""
    named = [(name, Accumulator._around(state, codes)) for name, _, _, state in rows]
    summary = summary_table(named, scale, outside, options)
    listed = [
        [name, date_of(first), date_of(last), *list(row.values())[1:]]
        for (name, first, last, _), row in zip(rows, summary)
    ]
    return Table([*_COLUMNS, *summary.columns[1:]], listed, notes=notes)
