# SPDX-License-Identifier: MIT
"""Dates as people and programs wrote them: ISO, day or month first, with names of months, and Excel's day numbers."""

from __future__ import annotations

import re
from collections import Counter
from datetime import date, datetime, timedelta
from typing import Any, Callable, Dict, List, NamedTuple, Optional, Tuple

_EXCEL = date(1899, 12, 30)
"""Day 0 of Excel, which takes 1900 for a leap year: right from 1900-03-01 on."""
_SERIALS = range(10_000, 110_000)
"""The numbers that are read as days of Excel: 1927 to 2201."""
_MONTHS = {
    name: number
    for number, names in enumerate(
        "jan january|feb february|mar march|apr april|may may|jun june|jul july|aug august|sep september sept|"
        "oct october|nov november|dec december".split("|"),
        1,
    )
    for name in names.split()
}
_TIME = r"(?:[T ,]\s*\d{1,2}:\d{2}(?::\d{2}(?:[.,]\d+)?)?\s*(?:[AaPp]\.?[Mm]\.?)?\s*(?:Z|UTC|[+-]\d{2}:?\d{2})?)?"
_OF_DAY = re.compile(r"\d:\d{2}(?::\d{2}(?:[.,]\d+)?)?\s*(?:[AaPp]\.?[Mm]\.?)?\s*(Z|UTC|[+-]\d{2}:?\d{2})?\s*$")
"""The time of day at the end of a text that was read, and its zone."""
_ISO = re.compile(rf"(\d{{4}})([-/.])(\d{{1,2}})\2(\d{{1,2}}){_TIME}")
_COMPACT = re.compile(r"(\d{4})(\d{2})(\d{2})")
_NUMBERS = re.compile(rf"(\d{{1,2}})([-/.])(\d{{1,2}})\2(\d{{4}}|\d{{2}}){_TIME}")
_DAY_NAME = re.compile(rf"(\d{{1,2}})(?:st|nd|rd|th)?[-\s.]+([A-Za-z]+)\.?,?[-\s]+(\d{{4}}|\d{{2}}){_TIME}")
_NAME_DAY = re.compile(rf"([A-Za-z]+)\.?\s+(\d{{1,2}})(?:st|nd|rd|th)?,?\s+(\d{{4}}){_TIME}")
_SERIAL = re.compile(r"\d{5,6}(?:\.\d+)?")


class ReadDates(NamedTuple):
    """Dates that were read from texts and numbers."""

    dates: List[Optional[date]]
    unread: Dict[str, int]
    """The texts that are no dates, and how often each was there."""
    notes: List[str]
    """What was decided: the order of day and month, numbers as days of Excel."""


def read_dates(values: List[Any], day_first: Optional[bool] = None) -> ReadDates:
    """The dates of texts, numbers, dates and times. None is missing; what is no date is unread.

    Of "3/4/2026" the other dates decide: day 13 or above shows which part it is. If none does, `day_first` or the
    separator does, and a note says so.
    """
    texts = Counter(value.strip() for value in values if isinstance(value, str))
    order, notes = _order_of(texts, day_first)
    known: Dict[str, Optional[date]] = {text: _date_of(text, order) for text in texts}
    dates: List[Optional[date]] = []
    unread: Counter[str] = Counter()
    serials = 0
    for value in values:
        found, is_unread, is_serial = _one(value, known)
        dates.append(found)
        serials += is_serial
        if is_unread:
            unread[value.strip() if isinstance(value, str) else str(value)] += 1
    if serials:
        notes.append(f"{serials} numbers are read as days of Excel, such as 45000 for 2023-03-15")
    times = [each for each in values if isinstance(each, datetime)]
    notes += _of_mixed([*(text for text, day in known.items() if day), *times])
    return ReadDates(dates, dict(unread.most_common()), notes)


class Order(NamedTuple):
    """The order of day and month in dates such as "3/4/2026"."""

    day_first: bool
    is_shown: bool
    """Whether some date fits this order only; otherwise the separator decides."""
    example: str


def order_of(values: List[Any]) -> Optional[Order]:
    """The order of day and month; None if there are no such dates."""
    found = _of_numbers_in(Counter(value.strip() for value in values if isinstance(value, str)))
    if not found:
        return None
    days, months = _evidence(found)
    example = found[0][0]
    return Order(days >= months if days or months else example[2] != "/", bool(days or months), example[0])


def _of_numbers_in(texts: Dict[str, int]) -> List[Tuple[re.Match[str], int]]:
    matches = ((_NUMBERS.fullmatch(text), times) for text, times in texts.items())
    return [(match, times) for match, times in matches if match]


def _evidence(found: List[Tuple[re.Match[str], int]]) -> Tuple[int, int]:
    """How many dates can have the day first only, and how many the month."""
    return (
        sum(times for match, times in found if int(match[1]) > 12 >= int(match[3])),
        sum(times for match, times in found if int(match[3]) > 12 >= int(match[1])),
    )


def _one(value: Any, known: Dict[str, Optional[date]]) -> Tuple[Optional[date], bool, bool]:
    """A date, whether the value is unread, and whether it is a day of Excel."""
    if isinstance(value, str):
        text = value.strip()
        found = known[text]
        return found, found is None and text != "", found is not None and _SERIAL.fullmatch(text) is not None
    if value is None or value != value:
        return None, False, False
    if isinstance(value, datetime):
        return value.date(), False, False
    if isinstance(value, date):
        return value, False, False
    if isinstance(value, (int, float)) and not isinstance(value, bool) and int(value) in _SERIALS:
        return _EXCEL + timedelta(days=int(value)), False, True
    return None, True, False


def _of_mixed(times: List[Any]) -> List[str]:
    """A note if some times have a zone and some have none. It is no error: texts show the day that people saw."""
    found: Dict[bool, Any] = {}
    for time in times:
        zoned = _is_zoned(time)
        if zoned is not None:
            found.setdefault(zoned, time)
    if len(found) < 2:
        return []
    return [
        f"times with a zone, such as {found[True]}, and times without one, such as {found[False]}, are mixed: each "
        "counts on the day that it shows"
    ]


def _is_zoned(value: Any) -> Optional[bool]:
    """Whether a time has a zone; None for what has no time of day."""
    if isinstance(value, datetime):
        return value.utcoffset() is not None
    found = _OF_DAY.search(value) if isinstance(value, str) else None
    return None if found is None else found[1] is not None


def _order_of(texts: Dict[str, int], day_first: Optional[bool]) -> Tuple[bool, List[str]]:
    """Whether the day comes before the month in dates of numbers, and what is to be said about it."""
    found = _of_numbers_in(texts)
    if not found:
        return bool(day_first), []
    days, months = _evidence(found)
    example = found[0][0][0]
    if day_first is not None:
        return day_first, [f"dates such as {example} are read with the {_named(day_first)} first, as asked for"]
    if days or months:
        order = days >= months
        return order, [f"dates such as {example} are read with the {_named(order)} first, as others show"]
    order = found[0][0][2] != "/"
    return order, [
        f"dates such as {example} fit both orders and are read with the {_named(order)} first: "
        f"pass day_first={not order} if that is wrong"
    ]


def _named(day_first: bool) -> str:
    return "day" if day_first else "month"


def _date_of(text: str, day_first: bool) -> Optional[date]:
    """The date of a text; None for what is none."""
    for pattern, read in _FORMS:
        match = pattern.fullmatch(text)
        if match:
            try:
                return read(match, day_first)
            except (ValueError, KeyError):
                return None
    return None


def _year(text: str) -> int:
    """A year; of two digits 69 to 99 are in the 20th century, as POSIX has it."""
    year = int(text)
    return year if len(text) == 4 else year + (1900 if year >= 69 else 2000)


def _of_numbers(match: re.Match[str], day_first: bool) -> date:
    day, month = (match[1], match[3]) if day_first else (match[3], match[1])
    return date(_year(match[4]), int(month), int(day))


def _of_serial(match: re.Match[str], _: bool) -> Optional[date]:
    number = int(float(match[0]))
    return _EXCEL + timedelta(days=number) if number in _SERIALS else None


_FORMS: Tuple[Tuple[re.Pattern[str], Callable[[re.Match[str], bool], Optional[date]]], ...] = (
    (_ISO, lambda match, _: date(int(match[1]), int(match[3]), int(match[4]))),
    (_COMPACT, lambda match, _: date(int(match[1]), int(match[2]), int(match[3]))),
    (_NUMBERS, _of_numbers),
    (_DAY_NAME, lambda match, _: date(_year(match[3]), _MONTHS[match[2].lower()], int(match[1]))),
    (_NAME_DAY, lambda match, _: date(_year(match[3]), _MONTHS[match[1].lower()], int(match[2]))),
    (_SERIAL, _of_serial),
)
