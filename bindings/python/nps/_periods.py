# SPDX-License-Identifier: MIT
"""Periods as a caller passes them: samples in the order of time, with or without days."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any, Iterable, List, Mapping, Optional, Tuple

from ._accumulator import Accumulator
from ._calendar import day_of, read_day
from ._counts import Counts
from ._numbers import Real, read_integer, read_number
from ._sample import counts_of
from ._scale import ScaleName
from ._shown import short
from ._table import Table
from ._weighted import WeightedEstimate, estimate_of, is_weighted
from .errors import DayError, EmptyError, PeriodError

_SAMPLES = "accumulator", "sample", "counts"
"""The names under which a record has its answers, in the order in which they are looked for."""
_GROUPS = "promoters", "passives", "detractors"
_COLUMNS = "first", "last", *_GROUPS
"""The columns of a row of Timeline.periods() that make it a period."""
_NO_ESTIMATE: Tuple[Any, ...] = (0.0,) * 5 + (0,) + (0.0,) * 5


@dataclass(frozen=True)
class PeriodsRead:
    """Periods as the raw module takes them, and their keys or places."""

    keys: List[Any]
    members: Tuple[Tuple[Any, ...], ...]


def read_periods(periods: Any, scale: ScaleName, outside: str, times: Optional[Iterable[Real]] = None) -> PeriodsRead:
    """The periods of a mapping or a list; `times` are those of the periods, or None."""
    is_refused = isinstance(periods, (str, bytes, bytearray, set, frozenset, Counts, Accumulator, WeightedEstimate))
    if is_refused or not hasattr(periods, "__iter__"):
        raise TypeError(f"periods are samples in the order of time, not {type(periods).__name__!r}")
    _check_one_series(periods)
    if hasattr(periods, "keys") and hasattr(periods, "items"):  # a mapping, or a Series of pandas
        listed = list(periods.items())
    else:
        listed = [(_key(each, place), each) for place, each in enumerate(periods)]
    read_times = [0.0] * len(listed) if times is None else _times(times, len(listed))
    members = [
        _member(each, f"period {short(key)}", scale, outside, time) for (key, each), time in zip(listed, read_times)
    ]
    return PeriodsRead([key for key, _ in listed], tuple(members))


def _check_one_series(periods: Any) -> None:
    """Refuses a table of trend() with the periods of several segments, which are one series each."""
    columns = list(periods.columns) if isinstance(periods, Table) else []
    by = columns[: columns.index("period")] if "period" in columns else []
    series = list(dict.fromkeys(tuple(row[name] for name in by) for row in periods)) if by else []
    if len(series) > 1:
        name, value = by[0], series[0][0]
        raise PeriodError(
            f"the table has {len(series)} series, by {', '.join(by)}: pass the rows of one of them, "
            f"such as [row for row in table if row[{name!r}] == {short(value)}]"
        )


def _key(each: Any, place: int) -> Any:
    """The name of the period of a row of a table, or the place in a list."""
    return each["period"] if isinstance(each, Mapping) and "period" in each else place


def _times(times: Iterable[Real], count: int) -> List[float]:
    read = [read_number(time, f"time {place}") for place, time in enumerate(times)]
    if len(read) != count:
        raise PeriodError(f"there must be a time for each period: {count} periods, {len(read)} times")
    return read


def _member(each: Any, name: str, scale: ScaleName, outside: str, time: float) -> Tuple[Any, ...]:
    """A period: its counts, its time, its days and whether it has some, and its estimate and whether it has one."""
    sample, days = _parts(each, name)
    first, last = days or (0, 0)
    place = time, first, last, int(days is not None)
    if sample is None:
        return (0, 0, 0, *place, 0, _NO_ESTIMATE)
    if not is_weighted(sample):
        return (*counts_of(sample, name, scale, outside), *place, 0, _NO_ESTIMATE)
    try:
        return (0, 0, 0, *place, 1, estimate_of(sample, name, scale, outside))
    except EmptyError:
        return (0, 0, 0, *place, 0, _NO_ESTIMATE)


def _parts(each: Any, name: str) -> Tuple[Any, Optional[Tuple[int, int]]]:
    """The sample of a period, and its first and last day if it is a record that has them."""
    if each is None or isinstance(each, (Accumulator, Counts)) or is_weighted(each):
        return each, None
    if isinstance(each, Mapping) and all(column in each for column in _COLUMNS):
        return Counts(*[each[column] for column in _GROUPS]), (
            _day(each["first"], name, "first"),
            _day(each["last"], name, "last"),
        )
    for attribute in _SAMPLES:
        if hasattr(each, "first") and hasattr(each, "last") and hasattr(each, attribute):
            return getattr(each, attribute), (_day(each.first, name, "first"), _day(each.last, name, "last"))
    raise TypeError(
        f"{name} must be a sample, None, or a record with first, last and accumulator, not {type(each).__name__!r}"
    )


def date_number(day: Any, name: str) -> Optional[int]:
    """The number of days from 1970-01-01 to a date, a time or the text of a date; None for anything else."""
    if isinstance(day, date) or getattr(getattr(day, "dtype", None), "kind", None) == "M":
        return read_day(day, name)
    if not isinstance(day, str):
        return None
    from ._dates import order_of, read_dates  # slow to import, and needed for texts only

    order = order_of([day])
    if order is not None and not order.is_shown:
        raise DayError(f"{name}, {short(day)}, fits two orders of day and month: write it as 2026-12-31")
    (found,) = read_dates([day]).dates
    return None if found is None else day_of(found)


def _day(day: Any, name: str, which: str) -> int:
    """The number of a day since 1970-01-01."""
    dated = date_number(day, f"the {which} day of {name}")
    if dated is not None:
        return dated
    number = read_integer(day, f"the {which} day of {name}", "a date, or a number of days since 1970-01-01")
    if not -(2**31) <= number < 2**31:
        raise DayError(f"the {which} day of {name} is not in the years 1 to 9999: {short(number)}")
    return number
