# SPDX-License-Identifier: MIT
"""Days of NumPy, pandas, Polars and PyArrow, in zones with daylight saving, against the libraries' own dates."""

import datetime
from datetime import date
from zoneinfo import ZoneInfo

import nps
import numpy as np
import pandas as pd
import polars as pl
import pyarrow as pa
import pytest

ZONES = ["UTC", "Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "Pacific/Apia", "Asia/Kathmandu"]
LOCAL = ["2026-01-01T00:00", "2025-12-31T23:59:59.999999999", "1969-12-31T23:00", "2026-01-01T05:00", "NaT"]


class Counted:
    """A timeline that equals a pair: how many answers there are on each date, and how many have none."""

    def __init__(self, survey):
        self.survey = survey

    def __eq__(self, other):
        if isinstance(other, Counted):
            return self.survey == other.survey
        days, undated = other
        found = {day: self.survey.between(day, day).n for day in days}
        return (found, self.survey.between(None, None).n, self.survey.undated.n) == (days, sum(days.values()), undated)


def days_of(survey):
    return Counted(survey)


def added(days):
    survey = nps.Timeline()
    survey.update(days, np.full(len(days), 9, dtype=np.uint8))
    return days_of(survey)


def expected(dates):
    found = {}
    for day in dates:
        if day is not None:
            found[day] = found.get(day, 0) + 1
    return found, sum(day is None for day in dates)


DATES = [date(2026, 1, 1), date(2025, 12, 31), date(1969, 12, 31), date(2026, 1, 1), None]


@pytest.mark.parametrize("unit", ["2D", "7D", "2W", "3M", "2Y", "5h", "7m", "2s", "3ms", "25us", "W", "M", "Y", "h"])
def test_numpy_units_far_from_1970(unit):
    """NumPy's own dates of these units do not wrap, if they are taken one by one."""
    texts = [f"{year:04}-{month:02}-15" for year in (2, 1500, 1677, 1969, 1970, 2262, 2263, 9998) for month in (4, 12)]
    days = np.array(texts, dtype="M8[s]").astype(f"M8[{unit}]")
    assert added(days) == expected([day.astype("M8[D]").item() for day in days])


@pytest.mark.parametrize("unit", ["h", "m", "2s", "7us", "W", "5D", "3M", "Y"])
@pytest.mark.parametrize("number", [2**62, -(2**62)])
def test_numpy_days_outside_the_calendar_are_refused(unit, number):
    survey = nps.Timeline()
    with pytest.raises(nps.DayError, match="row 1: expected a"):
        survey.update(np.array([0, number], dtype="i8").view(f"M8[{unit}]"), [9, 9])
    assert survey == nps.Timeline()


@pytest.mark.parametrize("unit", ["D", "h", "m", "s", "ms", "us", "ns", "15m", "W", "M", "Y"])
@pytest.mark.parametrize("order", "<>")
def test_numpy(unit, order):
    days = np.array(LOCAL, dtype="M8[ns]").astype(f"{order}M8[{unit}]")
    dates = [None if np.isnat(day) else day.astype("M8[D]").item() for day in days]
    assert added(days) == added(days[::-1]) == expected(dates)
    single = nps.Timeline()
    for day in days:
        single.add(day, 9)
    assert days_of(single) == expected(dates)
    assert added(np.repeat(days, 3)[::3]) == expected(dates)


UNITS = ["2D", "7D", "2W", "3M", "2Y", "5h", "7m", "2s", "3ms", "25us", "Y", "M", "W", "D", "h", "s", "ns", "25ns"]


@pytest.mark.parametrize("unit", UNITS)
def test_numpy_scalars_are_like_columns(unit):
    is_time = unit.lstrip("0123456789") not in ("Y", "M", "W", "D")
    for text in ("1677-10-15", "1969-12-31", "2024-02-29"):
        day = np.datetime64(text).astype(f"M8[{unit}]")
        single, column = nps.Timeline(), nps.Timeline()
        single.add(day, 9)
        column.update(np.array([day]), [9])
        assert single == column
        assert single.zoned == column.zoned == (False if is_time else None)
    # Nanoseconds do not reach the ends of the calendar.
    for number in () if "ns" in unit else (2**62, -(2**62), 2**63 - 1, -(2**63) + 1):
        day = np.array(number, dtype="i8").view(f"M8[{unit}]")[()]
        for call in (
            lambda: nps.Timeline().add(day, 9),
            lambda: nps.Timeline(horizon=day),
            lambda: nps.Timeline().between(day, None),
            lambda: nps.Timeline().update([day], [9]),
            lambda: nps.Respondents().add("Ann", day, 9),
        ):
            with pytest.raises(nps.DayError, match="in the years 1 to 9999"):
                call()


def test_the_finest_numpy_scalars():
    survey = nps.Timeline()
    for unit in ("ps", "fs", "as"):
        survey.add(np.datetime64(-5, unit), 9)
    assert days_of(survey) == ({date(1969, 12, 31): 3}, 0)


def test_masked_days():
    days = np.ma.array(np.array(["2026-01-01", "2026-01-02"], dtype="M8[D]"), mask=[True, False])
    assert added(days) == ({date(2026, 1, 2): 1}, 1)
    numbers = np.ma.array([20454, 20455], mask=[True, False])
    assert added(numbers) == ({date(2026, 1, 2): 1}, 1)


@pytest.mark.parametrize("kind", ["i2", "i4", "i8", "u4", ">i4", ">i8"])
def test_day_numbers(kind):
    assert added(np.array([20454, 20455, 20454], dtype=kind)) == ({date(2026, 1, 1): 2, date(2026, 1, 2): 1}, 0)
    with pytest.raises(TypeError):
        added(np.array([20454.0]))
    with pytest.raises(TypeError):
        added(np.array([True]))


@pytest.mark.parametrize("unit", ["s", "ms", "us", "ns"])
def test_pandas(unit):
    days = pd.Series(np.array(LOCAL, dtype="M8[ns]")).astype(f"M8[{unit}]")
    assert added(days) == added(pd.DatetimeIndex(days)) == expected(DATES)
    assert added(days.astype(object)) == expected(DATES)
    assert added(days.dt.date) == expected(DATES)
    assert added(days.set_axis([5, 4, 3, 2, 1])) == expected(DATES)
    assert added(pd.Series([20454, None], dtype="Int64")) == ({date(2026, 1, 1): 1}, 1)


def moments(zone):
    """All hours around the nights of a year in which clocks change, and one in 1800."""
    hours = [datetime.datetime(2025, 12, 25, tzinfo=datetime.timezone.utc) + datetime.timedelta(hours=n) for n in range(9500)]
    return [moment.astimezone(ZoneInfo(zone)) for moment in hours[::3]] + [None]


@pytest.mark.parametrize("zone", ZONES)
@pytest.mark.parametrize("unit", ["s", "ms", "us", "ns"])
def test_times_in_a_zone(zone, unit):
    times = moments(zone)
    dates = expected([None if time is None else time.date() for time in times])
    column = pd.Series(pd.to_datetime([t and t.astimezone(datetime.timezone.utc) for t in times], utc=True)).dt.tz_convert(zone).dt.as_unit(unit)
    assert added(column) == dates
    assert added(pd.DatetimeIndex(column)) == dates
    assert added(pa.array(column, from_pandas=True)) == dates
    assert added(pa.chunked_array([pa.array(column[:100]), pa.array(column[100:])])) == dates
    assert added(column.astype(f"timestamp[{unit}, tz={zone}][pyarrow]")) == dates
    if unit != "s":
        assert added(pl.Series(times[:-1] + [None]).dt.convert_time_zone(zone).dt.cast_time_unit(unit)) == dates


def test_fixed_offsets():
    times = pa.array([1767225600, None], pa.timestamp("s", "+14:00"))
    assert added(times) == ({date(2026, 1, 1): 1}, 1)
    assert added(pa.array([1767225600], pa.timestamp("s", "-01:00"))) == ({date(2025, 12, 31): 1}, 0)
    zone = datetime.timezone(datetime.timedelta(hours=-12))
    assert added(pd.Series(pd.to_datetime([1767225600], unit="s", utc=True)).dt.tz_convert(zone)) == ({date(2025, 12, 31): 1}, 0)


def test_pyarrow_and_polars_dates():
    dates = [date(2026, 1, 1), None, date.min, date(2026, 1, 1)]
    want = {date(2026, 1, 1): 2, date.min: 1}
    for column in (
        pa.array(dates, pa.date32()),
        pa.array(dates, pa.date64()),
        pa.array(dates, pa.date32())[1:],
        pa.chunked_array([dates[:1], dates[1:]], pa.date32()),
        pl.Series(dates),
        pl.Series(dates)[1:],
        pd.Series(dates, dtype="date32[pyarrow]"),
    ):
        survey = nps.Timeline()
        survey.update(column, [9] * len(column))
        assert survey.undated.n == 1
        assert survey.between(date(2026, 1, 1), date(2026, 1, 1)).n == len(column) - 2
        assert survey.between(None, date.min).n == 1


def test_pyarrow_and_polars_integers_and_answers():
    for days in (pa.array([20454, None, 20455], pa.int32()), pl.Series([20454, None, 20455]), pa.array([4, None, 5], pa.int8())):
        for answers in (pa.array([9, 3, None]), pl.Series([9, 3, None]), pd.Series([9, 3, None]), [9, 3, None]):
            survey = nps.Timeline()
            survey.update(days, answers)
            assert (survey.between(None, None).n, survey.between(None, None).missing, survey.undated.n) == (1, 1, 1)


@pytest.mark.parametrize("days", [pa.array([5, -(2**63)]), pl.Series([5, -(2**63)]), pa.array([5, -(2**63), None])[:2], pa.array([5, -(2**63)]).cast(pa.timestamp("s"))])
def test_the_smallest_number_is_no_null(days):
    survey = nps.Timeline()
    with pytest.raises(nps.DayError, match="row 1"):
        survey.update(days, [9, 9])
    assert survey == nps.Timeline()


@pytest.mark.parametrize("days", [pa.array(["2026-01-01"]), pa.array([1.5]), pa.array([1], pa.time32("s")), pa.table({"day": [1]}), pl.Series(["a"])])
def test_columns_that_are_no_days(days):
    survey = nps.Timeline()
    with pytest.raises((TypeError, ValueError)):
        survey.update(days, [9])
    assert survey == nps.Timeline()


def test_times_with_and_without_a_zone_are_not_mixed():
    survey = nps.Timeline()
    survey.update(pd.to_datetime(["2026-01-01"], utc=True), [9])
    for naive in (pd.to_datetime(["2026-01-01"]), np.array(["2026-01-01T05"], dtype="M8[s]"), pl.Series([datetime.datetime(2026, 1, 1)])):
        with pytest.raises(nps.DayError, match="a time without a zone"):
            survey.update(naive, [9])
    mixed = pd.Series([pd.Timestamp("2026-01-01"), pd.Timestamp("2026-01-01", tz="UTC")], dtype=object)
    with pytest.raises(nps.DayError, match="row 0 is a time without a zone"):
        nps.Timeline().update(mixed, [9, 9])


def test_times_outside_the_calendar():
    for days in (np.array(["10000-01-01"], dtype="M8[D]"), np.array(["-0001-01-01"], dtype="M8[s]"), np.array([2**62], dtype="M8[ms]")):
        survey = nps.Timeline()
        with pytest.raises(nps.DayError, match="row 0"):
            survey.update(days, [9])
        assert survey == nps.Timeline()


def test_resampling_agrees_with_pandas():
    numbers = np.random.default_rng(1)
    times = pd.Series(pd.to_datetime("2024-01-01", utc=True) + pd.to_timedelta(numbers.integers(0, 900 * 86400, 20000), unit="s")).dt.tz_convert("Europe/Berlin")
    answers = numbers.integers(0, 11, 20000).astype(np.uint8)
    survey = nps.Timeline()
    survey.update(times, answers)
    frame = pd.DataFrame({"time": times.dt.tz_localize(None), "promoters": answers >= 9})
    for every, rule in [("day", "D"), ("week", "W-MON"), ("month", "MS"), ("quarter", "QS"), ("year", "YS")]:
        summed = frame.resample(rule, on="time", closed="left", label="left")["promoters"].agg(["sum", "size"])
        table = survey.periods(every, method="wald")
        assert table["first"] == tuple(summed.index.date)
        assert table["promoters"] == tuple(summed["sum"])
        assert table["n"] == tuple(summed["size"])
    daily = frame.resample("D", on="time")["promoters"].agg(["sum", "size"]).rolling(90, min_periods=1).sum()
    rolled = survey.rolling(90, method="wald")
    assert rolled["promoters"] == tuple(daily["sum"].astype(int))
    assert rolled["n"] == tuple(daily["size"].astype(int))


def test_tables_become_frames():
    survey = nps.Timeline()
    survey.update([20454, 20500], [9, 3])
    table = survey.periods("month")
    assert list(table.to_pandas()["n"]) == [1, 1]
    assert table.to_polars()["first"].dtype == pl.Date
    assert table.to_arrow().schema.field("first").type == pa.date32()


def test_columns_without_a_day_have_no_zone():
    survey = nps.Timeline()
    survey.update(np.array([], "M8[s]"), [])
    survey.update(np.array(["NaT"], "M8[ns]"), [9])
    assert survey.zoned is None
    survey.update(pd.to_datetime(pd.Series(["2026-01-01T10:00Z"])), [9])
    assert survey.zoned is True
