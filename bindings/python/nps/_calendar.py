# SPDX-License-Identifier: MIT
"""Days and periods as callers write them: dates, times in their zones, columns of either, names of periods."""

from __future__ import annotations

import re
from array import array
from datetime import date, datetime, timedelta, timezone, tzinfo
from typing import Any, Iterable, Iterator, List, NamedTuple, Optional, SupportsIndex, Tuple, Union

from . import _raw as raw
from ._arrow import capsules_of, is_arrow, refuse_table
from ._columns import Column, check_days, integers_of, masked_integers_of
from ._numbers import read_integer
from ._shown import short
from .errors import ColumnError, DayError, PeriodError

Day = Union[date, SupportsIndex]
"""A date, a datetime, a datetime64 of NumPy, or the number of days since 1970-01-01."""

_EPOCH = date(1970, 1, 1).toordinal()
_NO_DAY: int = raw.NPS_DAY_MISSING
_EXPECTED = "a date, a datetime, or a number of days since 1970-01-01"


class ReadDay(NamedTuple):
    """A day, and as what it was written."""

    number: Optional[int]
    """The number of days since 1970-01-01; None for a missing day."""
    kind: str
    """One of the kinds below; "" for a missing day."""


DATE, NUMBER, NAIVE, AWARE = "a date", "a number", "a time without a zone", "a time with a zone"
_CLOCKS = {None: "", False: NAIVE, True: AWARE}


def clock_of(zoned: Optional[bool]) -> str:
    """The kind of times with a zone (True) or without one (False); "" where it is not known."""
    if zoned is not None and not isinstance(zoned, bool):
        raise TypeError(f"zoned must be True, False or None, not {short(zoned)}")
    return _CLOCKS[zoned]


def zoned_of(clock: str) -> Optional[bool]:
    """What clock_of() was given."""
    return next(zoned for zoned, kind in _CLOCKS.items() if kind == clock)


class Days(NamedTuple):
    """A column of days as the raw module takes it, and the kind of its items, which is "" if all are missing."""

    column: Column
    kind: str


# ---- one day ----


def date_of(day: int) -> date:
    """The date of a day of the calendar."""
    return date.fromordinal(day + _EPOCH)


def day_of(day: date) -> int:
    """The number of days from 1970-01-01 to a date, or to the date that a time shows."""
    return day.toordinal() - _EPOCH


def read_day(day: Any, name: str) -> int:
    """The number of a day that is required."""
    number = read_any_day(day, name).number
    if number is None:
        raise DayError(f"{name} must be {_EXPECTED}, not {short(day)}")
    return number


def read_any_day(day: Any, name: str) -> ReadDay:
    """A day as a number. None and NaT are missing. A time is a day of its own zone."""
    if day is None or _is_nat(day):
        return ReadDay(None, "")
    if isinstance(day, datetime):
        return ReadDay(day_of(day), NAIVE if day.utcoffset() is None else AWARE)
    if isinstance(day, date):
        return ReadDay(day_of(day), DATE)
    if getattr(getattr(day, "dtype", None), "kind", None) == "M" and getattr(day, "shape", None) == ():
        column, kind = _numpy_scalar(day, name)
        return ReadDay(_checked(int(column[0]), name), kind)
    return ReadDay(_checked(_integer(day, name), name), NUMBER)


def _numpy_scalar(day: Any, name: str) -> Tuple[Any, str]:
    """A scalar of datetime64 as a column of one row, and its kind."""
    try:
        (column, _, _), kind = _numpy_days(day.reshape(1), day.dtype)
    except DayError:
        raise DayError(f"{name} must be in the years 1 to 9999, not {short(day)}") from None
    return column, kind


def _is_nat(day: Any) -> bool:
    """Whether it is NaT of pandas or NumPy, the only times that differ from themselves."""
    has_nat = isinstance(day, datetime) or getattr(getattr(day, "dtype", None), "kind", None) == "M"
    return has_nat and getattr(day, "shape", ()) == () and bool(day != day)


def _integer(day: Any, name: str) -> int:
    try:
        return read_integer(day, name, _EXPECTED)
    except TypeError:
        remedy = ": read it with datetime.date.fromisoformat()" if isinstance(day, str) else ""
        raise TypeError(f"{name} must be {_EXPECTED}, not {short(day)}{remedy}") from None


def _checked(day: int, name: str) -> int:
    if not raw.NPS_DAY_MIN <= day <= raw.NPS_DAY_MAX:
        raise DayError(
            f"{name} must be in the years 1 to 9999, which are the days {raw.NPS_DAY_MIN} to {raw.NPS_DAY_MAX}, "
            f"not {short(day)}"
        )
    return day


# ---- columns of days ----

_UNITS = {"s": 1, "ms": 10**3, "us": 10**6, "ns": 10**9}
_DATES = ("D", "W", "M", "Y")
"""The units of NumPy in which there are no times of day."""
_FINE = {"ps": 10**12, "fs": 10**15, "as": 10**18}
_PER_SECOND = {**_UNITS, **_FINE}
_SIZES = {"s": 1, "m": 60, "h": 3600, "D": 1, "W": 7, "M": 30, "Y": 365}
"""In seconds or days; of months and years nearly."""
_FURTHEST = 4 * 10**11
"""Seconds or days that are outside the calendar."""
_NAT = -(2**63)


def read_days(days: Any) -> Days:
    """A column of days: of NumPy, pandas, Polars or PyArrow, a buffer of integers, or any iterable."""
    check_days(days)
    dtype = getattr(days, "dtype", None)
    if hasattr(dtype, "pyarrow_dtype"):  # a Series of pandas that keeps its values in Arrow
        return _arrow_days(days.array.__arrow_array__())
    if getattr(dtype, "kind", None) == "M":
        return _numpy_days(days, dtype)
    if is_arrow(days):
        return _arrow_days(days)
    view = integers_of(days)
    if view is not None:
        return Days((view, None, ()), NUMBER)
    masked = masked_integers_of(days)
    if masked is not None:
        return Days(masked, NUMBER)
    return _iterated_days(days)


def _unit_of(dtype: Any) -> str:
    """The unit of datetime64 of NumPy or pandas: "D" or "ns", for example."""
    found = re.search(r"datetime64\[(\d*)(\w+)", str(dtype))
    return "" if found is None else found[1] + found[2]


def _numpy_days(days: Any, dtype: Any) -> Days:
    """A column of datetime64; a Series or an index of pandas may have a zone."""
    zone, unit = getattr(dtype, "tz", None), _unit_of(dtype)
    stored = getattr(days, "array", days)
    if hasattr(stored, "asi8"):  # of pandas, in UTC
        return _days_of_times((stored.asi8, None, (_NAT,)), unit, zone)
    values = getattr(days, "filled", lambda _: days)(dtype.type("NaT"))  # of masked arrays
    if unit in _UNITS or not unit:  # a column without a unit has missing days only
        unit = unit or "s"
        return _days_of_times((values.astype(f"<M8[{unit}]", copy=False).view("i8"), None, (_NAT,)), unit, None)
    if unit == "D":
        return Days((values.astype("<M8[D]", copy=False).view("i8"), None, (_NAT,)), DATE)
    numbers, base = _in_base_units(values, unit)
    if base in _DATES:
        return Days((numbers, None, (_NAT,)), DATE)
    return _days_of_times((numbers, None, (_NAT,)), "s", None)


def _in_base_units(values: Any, unit: str) -> Tuple[Any, str]:
    """Days or seconds of datetime64 in another unit, such as "W", "2D" or "25ns", and the unit without its number.

    NumPy would let large values wrap. Here they end outside the calendar, so that they are refused.
    """
    found = re.fullmatch(r"(\d*)(\w+)", unit)
    step, base = (int(found[1] or 1), found[2]) if found else (1, unit)
    numbers = values.astype(f"<M8[{unit}]").view("i8")  # a copy
    is_missing = numbers == _NAT
    if base in _SIZES:
        size = step * _SIZES[base]
        numbers = numbers.clip(-(_FURTHEST // size), _FURTHEST // size) * (step if base in "YM" else size)
        if base in "YM":
            numbers = numbers.astype(f"<M8[{base}]").astype("<M8[D]").view("i8")
    else:
        per_second = _PER_SECOND[base]
        seconds, finest = numbers // per_second, min(per_second, 10**9)
        numbers = seconds * step + (numbers - seconds * per_second) // (per_second // finest) * step // finest
    numbers[is_missing] = _NAT
    return numbers, base


def _arrow_days(days: Any) -> Days:
    """A column of dates, timestamps or integers of Arrow."""
    capsules = capsules_of(days)
    refuse_table(days, capsules)
    kind = raw.arrow_format(capsules, None)
    if kind in ("c", "C", "s", "S", "I", "L"):
        return _iterated_days(getattr(days, "to_pylist", lambda: days)())
    if not (kind in ("i", "l", "tdD", "tdm") or kind.startswith("ts")):
        raise ColumnError(f'Arrow: expected dates, timestamps or integers as days, got format "{kind}"')
    numbers = raw.arrow_integers(capsules, kind not in ("i", "tdD"))
    del capsules
    column = (memoryview(numbers).cast("q"), None, (_NAT,))
    if kind in ("i", "l", "tdD"):
        return Days(column, NUMBER if len(kind) == 1 else DATE)
    if kind == "tdm":
        return Days((_days_in(column, 1000, ()), None, (_NO_DAY,)), DATE)
    unit, _, zone = kind[2:].partition(":")
    return _days_of_times(column, {"s": "s", "m": "ms", "u": "us", "n": "ns"}[unit], _zone_of(zone))


def _zone_of(name: str) -> Optional[tzinfo]:
    """The zone of a timestamp of Arrow: a name, or an offset such as +02:00; None without a name."""
    if not name:
        return None
    offset = re.fullmatch(r"([+-])(\d\d):?(\d\d)", name)
    if offset:
        sign = -1 if offset[1] == "-" else 1
        return timezone(sign * timedelta(hours=int(offset[2]), minutes=int(offset[3])))
    from zoneinfo import ZoneInfo  # imported here because it is slow to import and rarely needed

    return ZoneInfo(name)


def _days_of_times(column: Column, unit: str, zone: Optional[tzinfo]) -> Days:
    """Times since 1970 in UTC as days of a zone; or local times as days, without a zone."""
    per_second = _UNITS[unit]
    offsets = () if zone is None else _offsets(column, per_second, zone)
    days = _days_in(column, per_second, offsets)
    kind = "" if all(day == _NO_DAY for day in days) else NAIVE if zone is None else AWARE
    return Days((days, None, (_NO_DAY,)), kind)


def _days_in(column: Column, per_second: int, offsets: Iterable[int]) -> memoryview:
    return memoryview(raw.nps_times_to_days(column, (per_second, array("q", offsets).tobytes()))).cast("i")


def _iterated_days(days: Iterable[Any]) -> Days:
    """Any iterable of days, all of the same kind."""
    numbers, kind, first = array("i"), "", 0
    for row, day in enumerate(days):
        read = read_any_day(day, f"row {row} of days")
        numbers.append(_NO_DAY if read.number is None else read.number)
        if read.kind and not kind:
            kind, first = read.kind, row
        elif read.kind and read.kind != kind:
            raise DayError(f"days must be of one kind: row {first} is {kind}, but row {row} is {read.kind}")
    return Days((numbers, None, (_NO_DAY,)), kind)


# ---- zones ----

_MOMENT = datetime(1970, 1, 1, tzinfo=timezone.utc)
_REGULAR = (day_of(datetime(1840, 1, 1)), day_of(datetime(2101, 1, 1)))
"""The days between which zones have changed their offsets by other rules than two changes a year, months apart."""


def _offsets(column: Column, per_second: int, zone: tzinfo) -> List[int]:
    """The offsets from UTC of a zone over the times of a column, as pairs of the first second and the offset."""
    found = raw.nps_timeline_create((raw.NPS_DAY_MIN, raw.NPS_OLDER_REFUSED))
    days = _days_in(column, per_second, ())
    raw.nps_timeline_add_column(found, (days, None, (_NO_DAY,)), (bytes(len(days)), None, ()))
    try:
        span = raw.nps_timeline_read_span(found)
    except ValueError:
        return []  # there are no times
    first, last = max(span.first, raw.NPS_DAY_MIN + 1), min(span.last + 1, raw.NPS_DAY_MAX - 1)
    pairs = [first * 86400, _offset_at(zone, first * 86400)]
    for before, after in _steps(first, last):
        _add_changes(pairs, zone, before * 86400, after * 86400)
    return pairs


def _steps(first: int, last: int) -> Iterator[Tuple[int, int]]:
    """Neighbouring days, or days a week apart where changes are regular."""
    while first < last:
        step = 1 if _REGULAR[0] <= first < _REGULAR[1] else 7
        yield first, min(first + step, last)
        first += step


def _add_changes(pairs: List[int], zone: tzinfo, before: int, after: int) -> None:
    """Adds the change of the offset between two moments, if there is one: its first second and the new offset."""
    offset = _offset_at(zone, after)
    if offset == pairs[-1]:
        return
    while after - before > 1:
        middle = (before + after) // 2
        before, after = (before, middle) if _offset_at(zone, middle) == offset else (middle, after)
    pairs += [after, offset]


def _offset_at(zone: tzinfo, second: int) -> int:
    offset = (_MOMENT + timedelta(seconds=second)).astimezone(zone).utcoffset()
    return 0 if offset is None else int(offset.total_seconds())


# ---- periods ----

PERIODS = {
    "day": raw.NPS_PERIOD_DAY,
    "week": raw.NPS_PERIOD_WEEK,
    "month": raw.NPS_PERIOD_MONTH,
    "quarter": raw.NPS_PERIOD_QUARTER,
    "half": raw.NPS_PERIOD_HALF,
    "year": raw.NPS_PERIOD_YEAR,
}
DAYS = (raw.NPS_PERIOD_DAY, 0, 0)
"""Single days, as read_periods() returns them."""
MOST_PERIODS = 40_000
"""The largest number of periods of a series: the days of 109 years, fewer than since 1900-01-01."""
MOST_ROWS = 200_000
"""The largest number of rows of several series together."""
Every = Union[str, SupportsIndex]
"""The name of a period, or a number of days."""


def read_periods(every: Every, origin: Optional[Day]) -> Tuple[int, int, int]:
    """Periods as the raw module takes them: the name of a unit, or a number of days counted from an origin."""
    if isinstance(every, str) and not re.match(r"\s*\d", every):
        name = every.strip().lower()
        unit = PERIODS.get(name, PERIODS.get(name[:-1] if name.endswith("s") else name))
        if unit is None:
            raise PeriodError(f"every must be {', '.join(PERIODS)}, or a number of days, not {short(every)}")
        if origin is not None:
            raise PeriodError(f"an origin is for periods of a number of days, not for every {name}")
        return unit, 0, 0
    days = read_window(every, "every")
    return raw.NPS_PERIOD_DAYS, days, 0 if origin is None else read_day(origin, "origin")


def check_length(
    periods: Tuple[int, int, int], first: int, last: int, remedy: str = "pass first= and last=", series: int = 1
) -> None:
    """Refuses series that nobody reads and that take minutes: a date such as 9999-12-31 that means none makes them."""
    count = int(raw.nps_periods_count(periods, first, last))
    if count <= MOST_PERIODS and count * series <= MOST_ROWS:
        return
    what = "days" if periods == DAYS else "periods"
    times, most = ("", MOST_PERIODS) if count > MOST_PERIODS else (f" in each of {series:,} series", MOST_ROWS)
    raise PeriodError(
        f"there are {count:,} {what} from {date_of(first)} to {date_of(last)}{times}, and a table has at most "
        f"{most:,}: {remedy}, or correct {date_of(first)} or {date_of(last)} if it is no day of an answer"
    )


def read_window(days: Every, name: str) -> int:
    """A number of days, at least 1: 90, "90d" or "90 days"."""
    expected = 'a number of days such as 90 or "90d"'
    if isinstance(days, str):
        found = re.fullmatch(r"(\d{1,9})\s*d(?:ays?)?", days.strip().lower())
        if found is None:
            raise PeriodError(f"{name} must be {expected}, not {short(days)}")
        days = int(found[1])
    elif isinstance(days, timedelta):
        if days % timedelta(1):
            raise PeriodError(f"{name} must be a whole number of days, not {short(days)}")
        days = days.days
    number = read_integer(days, name, expected)
    if not 1 <= number < 2**31:
        raise PeriodError(f"{name} must be at least 1 day and less than 2^31, not {short(number)}")
    return number


def period_name(unit: int, first: int) -> str:
    """The name of a period by its first day: 2026-01, 2026-W01, 2026-Q1, 2026-H1, 2026; else its first day."""
    day = date_of(first)
    if unit == raw.NPS_PERIOD_WEEK:
        year, week, _ = day.isocalendar()
        return f"{year:04}-W{week:02}"
    names = {
        raw.NPS_PERIOD_MONTH: f"{day.year:04}-{day.month:02}",
        raw.NPS_PERIOD_QUARTER: f"{day.year:04}-Q{(day.month + 2) // 3}",
        raw.NPS_PERIOD_HALF: f"{day.year:04}-H{(day.month + 5) // 6}",
        raw.NPS_PERIOD_YEAR: f"{day.year:04}",
    }
    return names.get(unit, day.isoformat())
