# SPDX-License-Identifier: MIT
"""The score over time, from Python objects of every kind."""

import csv
import json
import math
from collections import namedtuple
from datetime import date, datetime
from pathlib import Path

import nps
import pytest

FIGURES = Path(__file__).parents[1] / "reference" / "trends.csv"
MONTHS = [nps.Counts(46, 30, 24), nps.Counts(50, 29, 21), None, nps.Counts(58, 25, 17), nps.Counts(61, 27, 12)]
Record = namedtuple("Record", "first last accumulator")


def records(samples, length=30, step=30):
    start = date(2024, 1, 1).toordinal() - date(1970, 1, 1).toordinal()
    return [Record(start + i * step, start + i * step + length - 1, sample) for i, sample in enumerate(samples)]


def test_trends_are_the_reference_figures():
    with FIGURES.open() as file:
        for row in csv.DictReader(file):
            parts = [part.split("@") for part in row["series"].split(";")]
            samples = [nps.Counts(*map(int, counts.split("/"))) for counts, _ in parts]
            times = [float(time) for _, time in parts]
            season, level = int(row["season"]), float(row["level"])
            found = nps.trend_test(samples, times=times, per=100, season=season, level=level)
            width = 1e4 * (float(row["upper"]) - float(row["lower"]))
            for name in ("slope", "lower", "upper"):
                assert getattr(found, name) == pytest.approx(1e4 * float(row[name]), abs=1e-8 * width)
            assert found.p_value == pytest.approx(float(row["p_value"]), rel=1e-8)
            assert nps.homogeneity(samples).p_value == pytest.approx(float(row["homogeneity"]), abs=1e-8)


def test_a_trend_is_a_record_and_unpacks():
    found = nps.trend_test(MONTHS)
    slope, lower, upper, p_value = found
    assert (slope, lower, upper, p_value) == (found.slope, found.lower, found.upper, found.p_value)
    assert lower < slope < upper and found.per == "period" and found.periods == 4
    assert json.loads(json.dumps(found))["degrees"] is None
    assert float(nps.homogeneity(MONTHS)) == nps.homogeneity(MONTHS).p_value


def test_samples_of_every_kind_are_the_same():
    counts = [nps.Counts(3, 1, 1), nps.Counts(2, 2, 1), nps.Counts(4, 1, 0)]
    answers = [[10] * each.promoters + [8] * each.passives + [1] * each.detractors for each in counts]
    accumulators = [nps.Accumulator(each) for each in answers]
    weighted = [nps.Weighted(each, [2.0] * len(each)) for each in answers]
    expected, other = nps.trend_test(counts), nps.homogeneity(counts)
    for samples in (
        accumulators,
        weighted,
        [each.read() for each in weighted],
        dict(zip("abc", accumulators)),
        iter(counts),
        records(accumulators),
        [counts[0], weighted[1], accumulators[2]],
    ):
        samples = samples if isinstance(samples, dict) else list(samples)
        found = nps.trend_test(samples)
        assert list(found) == pytest.approx(list(expected), rel=1e-9)
        assert nps.homogeneity(samples).p_value == pytest.approx(other.p_value, rel=1e-9)


def test_empty_periods_keep_their_place():
    for empty in (None, nps.Accumulator(), nps.Accumulator([None, 11]), nps.Counts(0, 0, 0), nps.Weighted()):
        samples = [MONTHS[0], empty, MONTHS[1], MONTHS[3]]
        assert nps.trend_test(samples) == nps.trend_test([MONTHS[0], None, MONTHS[1], MONTHS[3]])
    found = nps.trend_test([MONTHS[0], None, MONTHS[1], MONTHS[3]])
    by_time = nps.trend_test([MONTHS[0], MONTHS[1], MONTHS[3]], times=[0, 2, 3])
    assert list(found) == pytest.approx(list(by_time))


def test_days_give_units():
    by_day = nps.trend_test(records(MONTHS), per="day")
    for unit, days in (("week", 7), ("month", 365.2425 / 12), ("quarter", 365.2425 / 4), ("year", 365.2425)):
        found = nps.trend_test(records(MONTHS), per=unit)
        assert found.per == unit
        assert list(found)[:3] == pytest.approx([days * each for each in list(by_day)[:3]])
        assert found.p_value == pytest.approx(by_day.p_value)
    assert by_day.slope == pytest.approx(nps.trend_test(MONTHS).slope / 30)
    days = [Record(date(2024, month, 1), date(2024, month, 28), each) for month, each in enumerate(MONTHS, 1)]
    numbers = [Record((each.first - date(1970, 1, 1)).days, (each.last - date(1970, 1, 1)).days, each.accumulator)
               for each in days]  # fmt: skip
    assert nps.trend_test(days, per="year") == nps.trend_test(numbers, per="year")


def test_rolling_windows_are_refused():
    windows = records(MONTHS, length=90)
    for function in (nps.trend_test, nps.homogeneity):
        with pytest.raises(nps.OverlapError, match="period 1 begins on 2024-01-31, but period 0 ends on 2024-03-30"):
            function(windows)


def test_seasons():
    high, low = nps.Counts(70, 20, 10), nps.Counts(40, 20, 40)
    samples = [high, low, high, low, high]
    assert nps.trend_test(samples[:4]).p_value < nps.trend_test(samples, season=2).p_value == 1


@pytest.mark.parametrize(
    "options, error, said",
    [
        ({"per": "fortnight"}, nps.PeriodError, "per must be one of period, day, week, month, quarter, year, not 'fort"),
        ({"per": 5}, nps.PeriodError, "there are no times"),
        ({"per": "day"}, nps.PeriodError, "period 0 has no days"),
        ({"per": "day", "times": range(5)}, nps.PeriodError, "per must be a number of units of times, not 'day'"),
        ({"per": 0, "times": range(5)}, nps.PeriodError, "per must be positive and finite, not 0"),
        ({"per": math.inf, "times": range(5)}, nps.PeriodError, "per must be positive and finite, not inf"),
        ({"per": None, "times": range(5)}, TypeError, "per must be a unit of time"),
        ({"times": range(4)}, nps.PeriodError, "a time for each period: 5 periods, 4 times"),
        ({"times": [0, 1, math.nan, 3, 4]}, nps.PeriodError, "period 2: its time is not a finite number"),
        ({"times": [0, 1, 2, math.inf, 4]}, nps.PeriodError, "period 3: its time is not a finite number"),
        ({"times": [0, 1, "2", 3, 4]}, TypeError, "time 2 must be a number"),
        ({"times": [7] * 5}, nps.EmptyError, "a trend needs answers at two times; 4 of 5 periods have some"),
        ({"season": 12}, nps.EmptyError, "a trend needs answers at two times of one season"),
        ({"season": -1}, nps.PeriodError, "season must be a whole number of periods"),
        ({"season": 2.0}, TypeError, "season must be a whole number of periods"),
        ({"level": 95}, nps.LevelError, "0.95, not 95"),
    ],
)
def test_options_are_explained(options, error, said):
    with pytest.raises(error) as refused:
        nps.trend_test(MONTHS, **options)
    assert said in str(refused.value)


@pytest.mark.parametrize(
    "periods, error, said",
    [
        ([], nps.EmptyError, "0 of 0"),
        ([None, None], nps.EmptyError, "0 of 2"),
        (MONTHS[:1], nps.EmptyError, "1 of 1"),
        (MONTHS[0], TypeError, "periods are samples in the order of time, not 'Counts'"),
        ("abc", TypeError, "not 'str'"),
        (7, TypeError, "not 'int'"),
        ([1, 2], TypeError, "period 0 must be a sample, None, or a record"),
        ({"May": MONTHS[0], "June": 5}, TypeError, "period 'June' must be a sample"),
        ([Record("2024", "2025", MONTHS[0])] * 2, TypeError, "the first day of period 0 must be a date"),
        ([Record(0, 2**40, MONTHS[0])] * 2, nps.DayError, "the last day of period 0 is not in the years 1 to 9999"),
        ([Record(5, 4, MONTHS[0])] * 2, nps.PeriodError, "period 0: its first day, 1970-01-06, is after its last day, 1970-01-05"),
        ([Record(0, 3000000, MONTHS[0])] * 2, nps.DayError, "period 0: its days, 0 to 3000000"),
    ],
)
def test_periods_are_explained(periods, error, said):
    for function in (nps.trend_test, nps.homogeneity):
        with pytest.raises(error) as refused:
            function(periods)
        assert said in str(refused.value)


def test_answers_off_the_scale():
    periods = [nps.Accumulator([0, 5]), nps.Accumulator([5, 5])]
    with pytest.raises(nps.OutsideError, match="period 0 has"):
        nps.trend_test(periods, scale="1_5")
    assert nps.trend_test(periods, scale="1_5", outside="ignore").slope == 0


def test_times_may_be_dates_of_a_datetime():
    # a datetime is a date: its day counts
    days = [Record(datetime(2024, month, 1, 12), datetime(2024, month, 28), each) for month, each in enumerate(MONTHS, 1)]
    dates = [Record(date(2024, month, 1), date(2024, month, 28), each) for month, each in enumerate(MONTHS, 1)]
    assert nps.trend_test(days, per="year") == nps.trend_test(dates, per="year")


def test_every_period_is_compared_with_the_one_before():
    samples = {"Q1": nps.Counts(46, 30, 24), "Q2": nps.Counts(50, 29, 21), "Q3": None, "Q4": nps.Counts(58, 25, 17),
               "Q5": nps.Counts(61, 27, 12)}  # fmt: skip
    found = nps.compare_periods(samples)
    assert list(found) == ["Q2", "Q5"]
    alone = nps.compare(samples["Q5"], samples["Q4"], level=0.975)
    assert (found["Q5"].lower, found["Q5"].p_value) == (alone.lower, alone.p_value)
    assert [each.adjusted for each in found.values()] == nps.adjust([each.p_value for each in found.values()])
    assert list(nps.compare_periods(list(samples.values()), before=3)) == [3, 4]
    with pytest.raises(nps.UnavailableError, match='"false discovery" picks'):
        nps.compare_periods(samples, adjustment="BH")
    for before in (0, -1, 2**40):
        with pytest.raises(nps.PeriodError, match="before must be a number of periods"):
            nps.compare_periods(samples, before=before)
    for before in ("month", 1.5, None):
        with pytest.raises(TypeError, match="before must be a number of periods or"):
            nps.compare_periods(samples, before=before)


def test_years_are_found_by_days():
    months = [Record(date(year, month, 1), date(year, month, 28), nps.Counts(month, 30, 20))
              for year in (2023, 2024) for month in range(1, 13)]  # fmt: skip
    found = nps.compare_periods(months, before="year", adjustment="none")
    assert list(found) == list(range(12, 24))
    assert all(each.difference == 0 for each in found.values())
    with pytest.raises(nps.PeriodError, match="period 0 has no days"):
        nps.compare_periods(MONTHS, before="year")


def test_before_and_after():
    expected = nps.compare(nps.Counts(119, 52, 29), nps.Counts(96, 59, 45))
    days = records(MONTHS)
    for found in (
        nps.compare_before_after(MONTHS, 2),
        nps.compare_before_after(MONTHS, 2.5, times=[1, 2, 3, 4, 5]),
        nps.compare_before_after(days, date.fromordinal(date(1970, 1, 1).toordinal() + days[2].first)),
        nps.compare_before_after(days, "2024-03-01"),
        nps.compare_before_after(days, "1 March 2024"),
        nps.compare_before_after(days, "2024-03-01T10:30:00+02:00"),
        nps.compare_before_after(days, datetime(2024, 3, 1, 10, 30)),
    ):
        assert found == expected
    for moment, error, said in [
        (0, nps.EmptyError, "no answers before the moment"),
        (9, nps.EmptyError, "no answers after the moment"),
        ("2024", TypeError, "moment must be a date, a time, or the place of a period"),
        ("2024-02-30", TypeError, "moment must be a date"),
        ("3/4/2024", nps.DayError, "moment, '3/4/2024', fits two orders of day and month: write it as 2026-12-31"),
        ("2024-01-20", nps.PeriodError, "period 0 has no days"),
        (date(2024, 1, 20), nps.PeriodError, "period 0 has no days"),
        (math.nan, nps.PeriodError, "not a number"),
    ]:
        with pytest.raises(error, match=said):
            nps.compare_before_after(MONTHS, moment)
    with pytest.raises(nps.PeriodError, match="inside of period 0, from 2024-01-01 to 2024-01-30"):
        nps.compare_before_after(days, date(2024, 1, 20))
    with pytest.raises(nps.PeriodError, match="times are numbers"):
        nps.compare_before_after(MONTHS, date(2024, 1, 20), times=range(5))


def test_the_table_of_a_timeline_has_periods():
    columns = "period first last n missing invalid promoters passives detractors score".split()
    rows = [
        [f"2024-{month:02}", date(2024, month, 1), date(2024, month, 28), 100, 0, 0, *(each or (0, 0, 0)), None]
        for month, each in enumerate(MONTHS, 1)
    ]
    table = nps.Table(columns, rows)
    days = [Record(date(2024, month, 1), date(2024, month, 28), each) for month, each in enumerate(MONTHS, 1)]
    for per in ("period", "year"):
        assert nps.trend_test(table, per=per) == nps.trend_test(days, per=per)
    assert nps.homogeneity(table) == nps.homogeneity(MONTHS)
    assert list(nps.compare_periods(table)) == ["2024-02", "2024-05"]
    rolling = [[*row[:1], date(2024, 1, 1), *row[2:]] for row in rows]
    with pytest.raises(nps.OverlapError):
        nps.trend_test(nps.Table(columns, rolling))


def test_a_timeline_gives_periods():
    survey = nps.Timeline()
    first = (date(2023, 1, 1) - date(1970, 1, 1)).days
    for day in range(800):
        for answer, times in ((10, 3 + day // 200), (8, 2), (3, 4)):
            survey.add(first + day, answer, times)
    months = survey.periods("month")
    found = nps.trend_test(months, per="year", season=12)
    assert found.slope > 0 and found.p_value < 1e-6 and found.periods == 27
    assert list(nps.compare_periods(months, before="year"))[0] == "2024-01"
    assert nps.compare_before_after(months, date(2024, 1, 1)).difference > 0
    with pytest.raises(nps.OverlapError):
        nps.trend_test(survey.rolling(90))


def test_a_table_of_several_series_is_named():
    frame = {"a": [9, 3, 10, 8, 9, 2], "d": ["2026-01-05", "2026-02-05", "2026-03-05"] * 2, "shop": ["Rome"] * 3 + ["Oslo"] * 3}
    table = nps.trend(frame, "a", "d", by="shop")
    for function in (nps.trend_test, nps.homogeneity, nps.compare_periods, lambda each: nps.compare_before_after(each, 1)):
        with pytest.raises(nps.PeriodError) as refused:
            function(table)
        assert str(refused.value) == (
            "the table has 2 series, by shop: pass the rows of one of them, "
            "such as [row for row in table if row['shop'] == 'Oslo']"
        )
    rome = [row for row in table if row["shop"] == "Rome"]
    alone = nps.trend({name: column[:3] for name, column in frame.items()}, "a", "d")
    assert nps.trend_test(rome) == nps.trend_test(alone)
    only = nps.trend({name: column[:3] for name, column in frame.items()}, "a", "d", by="shop")
    assert nps.trend_test(only) == nps.trend_test(alone)
