# SPDX-License-Identifier: MIT
"""The calendar of C against that of Python's datetime, over all days of the years 1 to 9999."""

import datetime
from itertools import accumulate

import nps
import pytest
from nps import _raw as raw

EPOCH = datetime.date(1970, 1, 1).toordinal()
LAST = 9999


def day_of(date):
    return date.toordinal() - EPOCH


def date_of(day):
    return datetime.date.fromordinal(day + EPOCH)


def boundaries(unit):
    """The first and last days of all periods, walked by next()."""
    period = raw.nps_periods_find((unit,), raw.NPS_DAY_MIN)
    while True:
        yield period.first, period.last
        if period.last == raw.NPS_DAY_MAX:
            return
        period = raw.nps_periods_next((unit,), period)


def starts(months):
    return [day_of(datetime.date(year, month, 1)) for year in range(1, LAST + 1) for month in range(1, 13, months)]


def test_the_ends_are_those_of_datetime():
    assert (raw.NPS_DAY_MIN, raw.NPS_DAY_MAX) == (day_of(datetime.date.min), day_of(datetime.date.max))


@pytest.mark.parametrize(
    "unit, months", [("MONTH", 1), ("QUARTER", 3), ("HALF", 6), ("YEAR", 12)], ids=["month", "quarter", "half", "year"]
)
def test_months_and_more_of_all_years(unit, months):
    first = starts(months)
    last = [day - 1 for day in first[1:]] + [raw.NPS_DAY_MAX]
    assert list(boundaries(getattr(raw, f"NPS_PERIOD_{unit}"))) == list(zip(first, last))


def test_the_first_and_last_days_of_all_months_and_the_days_of_all_leap_years_ends():
    for first in starts(1):
        for day in (first, first + 27, first + 28, first + 29, first + 30):
            if day > raw.NPS_DAY_MAX:
                break
            date, expected = raw.nps_date_from_day(day), date_of(day)
            assert (date.year, date.month, date.day) == (expected.year, expected.month, expected.day)


def test_the_weeks_of_all_years():
    """The Monday of each year's first weeks, and all days around each New Year: the rest follows by counting."""
    for year in range(1, LAST + 1):
        new_year = day_of(datetime.date(year, 1, 1))
        for day in range(max(new_year - 4, raw.NPS_DAY_MIN), new_year + 5):
            week = raw.nps_week_from_day(day)
            assert (week.year, week.week, week.weekday) == tuple(date_of(day).isocalendar())


def test_dates_that_do_not_exist():
    for wrong in [(2023, 2, 29), (0, 1, 1), (10000, 1, 1), (2024, 13, 1), (2024, 4, 31), (2**40, 1, 1), (2024, 2**40, 1)]:
        with pytest.raises(nps.DayError):
            raw.nps_day_from_date(wrong)
    for day in (raw.NPS_DAY_MIN - 1, raw.NPS_DAY_MAX + 1, 2**40, -(2**40)):
        with pytest.raises(nps.DayError):
            raw.nps_date_from_day(day)


def test_times_are_those_of_datetime():
    zones = [datetime.timezone(datetime.timedelta(hours=hours)) for hours in (-12, -9.5, -1, 0, 1, 5.75, 14)]
    moments = accumulate([36_000] * 300, initial=-1_500_000)
    for moment in moments:
        for zone in zones:
            local = datetime.datetime.fromtimestamp(moment, zone)
            offset = int(local.utcoffset().total_seconds())
            assert raw.nps_day_from_seconds(moment, offset) == day_of(local.date())
            assert raw.nps_day_from_microseconds(moment * 1_000_000, offset) == day_of(local.date())


def test_periods_that_do_not_exist():
    for wrong in [(0,), (8,), (raw.NPS_PERIOD_DAYS,), (raw.NPS_PERIOD_DAYS, -3, 0)]:
        with pytest.raises(nps.PeriodError):
            raw.nps_periods_find(wrong, 0)
