# SPDX-License-Identifier: MIT
"""Timelines against a dict of days, and days in all the forms that Python knows."""

import copy
import datetime
import pickle
import random
from array import array
from collections import Counter
from datetime import date, timedelta, timezone
from zoneinfo import ZoneInfo

import goldens
import nps
import pytest
from nps import _raw as raw

EPOCH = date(1970, 1, 1)
FIRST = date(2023, 12, 15)


def rows(count=3000, days=1000, seed=1):
    """Dates and answers in no order, some of them missing or invalid."""
    numbers = random.Random(seed)
    return [(FIRST + timedelta(numbers.randrange(days)), numbers.choice([*range(12), None])) for _ in range(count)]


def counted(pairs):
    """A dict of accumulators by date."""
    found = {}
    for day, answer in pairs:
        found.setdefault(day, nps.Accumulator()).add(answer)
    return found


def total(accumulators):
    return sum(accumulators, nps.Accumulator())


@pytest.fixture(name="survey")
def _survey():
    survey = nps.Timeline()
    survey.update(*zip(*rows()))
    return survey


def test_answers_one_by_one_are_those_of_columns(survey):
    single = nps.Timeline()
    for day, answer in rows():
        single.add(day, answer)
    assert single == survey
    numbers = nps.Timeline()
    days, answers = zip(*rows())
    numbers.update(array("i", [(day - EPOCH).days for day in days]), [99 if a is None else a for a in answers])
    assert numbers.between(None, None).n == survey.between(None, None).n


def test_between(survey):
    by_day = counted(rows())
    for first, last in [(0, 10), (5, 5), (-50, 2000), (100, 465), (990, 1200)]:
        first, last = FIRST + timedelta(first), FIRST + timedelta(last)
        expected = total(group for day, group in by_day.items() if first <= day <= last)
        assert survey.between(first, last) == expected
    assert survey.between(None, None) == total(by_day.values())
    assert survey.between(date.min, date.max) == total(by_day.values())
    assert survey.span == (min(by_day), max(by_day))


NAMES = {
    "day": lambda day: day.isoformat(),
    "week": lambda day: "%04d-W%02d" % day.isocalendar()[:2],
    "month": lambda day: f"{day:%Y-%m}",
    "quarter": lambda day: f"{day.year}-Q{(day.month - 1) // 3 + 1}",
    "half": lambda day: f"{day.year}-H{(day.month - 1) // 6 + 1}",
    "year": lambda day: str(day.year),
}


@pytest.mark.parametrize("every", NAMES)
def test_periods(survey, every):
    name, by_day = NAMES[every], counted(rows())
    first, last = min(by_day), max(by_day)
    expected = {}
    for number in range((last - first).days + 1):
        day = first + timedelta(number)
        group = expected.setdefault(name(day), nps.Accumulator())
        group += by_day.get(day, nps.Accumulator())
    table = survey.periods(every)
    assert table.columns == tuple(
        "period first last n missing invalid promoters passives detractors score lower upper method".split()
    )
    assert table["period"] == tuple(expected)
    for row, group in zip(table, expected.values()):
        assert (row.n, row.missing, row.invalid) == (group.n, group.missing, group.invalid)
        if group.n:
            counts, interval = group.counts(), group.interval()
            assert (row.promoters, row.passives, row.detractors) == (counts.promoters, counts.passives, counts.detractors)
            assert (row.score, row.lower, row.upper, row.method) == (group.score, *interval, interval.method)
        else:
            assert row.score is row.lower is row.upper is row.method is None
    for row, after in zip(table, table[1:]):
        assert row.last + timedelta(1) == after.first
        assert name(row.first) == name(row.last) == row.period


def test_empty_periods_are_rows():
    survey = nps.Timeline()
    survey.add(date(2026, 1, 5), 9)
    survey.add(date(2026, 4, 30), 3)
    assert survey.periods("month")["n"] == (1, 0, 0, 1)
    assert survey.periods("month", first=date(2025, 12, 31), last=date(2026, 2, 1))["n"] == (0, 1, 0)
    assert survey.periods("year", first=date(2027, 1, 1), last=date(2028, 1, 1))["n"] == (0, 0)
    assert survey.periods("year", first=date(2027, 1, 1))["n"] == ()
    assert nps.Timeline().periods("month")["n"] == ()
    assert nps.Timeline().periods("year", first=date(2027, 1, 1), last=date(2027, 1, 1))["score"] == (None,)


def test_periods_of_days_from_an_origin():
    survey = nps.Timeline()
    survey.update([date(2026, 1, 1), date(2026, 1, 10), date(2026, 1, 11)], [9, 9, 9])
    table = survey.periods(10, origin=date(2026, 1, 1))
    assert (table["first"], table["n"]) == ((date(2026, 1, 1), date(2026, 1, 11)), (2, 1))
    assert survey.periods("10 days", origin=date(2025, 12, 31))["n"] == (1, 2)
    assert survey.periods(timedelta(days=10), origin=date(2025, 12, 31))["n"] == (1, 2)
    assert survey.periods("5d")["period"] == ("2025-12-28", "2026-01-02", "2026-01-07")


def test_the_spelling_of_periods_is_forgiving(survey):
    for spelling in ("month", "Month", "months", " MONTHS "):
        assert survey.periods(spelling, method="wald").rows == survey.periods(method="wald").rows


@pytest.mark.parametrize("window", [1, 7, 90, 5000, 10**6])
def test_rolling(survey, window):
    by_day = counted(rows())
    table = survey.rolling(window, method="wald")
    first, last = survey.span
    assert len(table) == (last - first).days + 1
    for number in range(0, len(table), 97):
        day = first + timedelta(number)
        expected = total(group for each, group in by_day.items() if 0 <= (day - each).days < window)
        row = table[number]
        assert (row.period, row.last) == (day.isoformat(), day)
        assert row.first == (day - timedelta(window - 1) if window < 10**6 else date.min)
        assert (row.n, row.score) == (expected.n, expected.score if expected.n else None)
    assert bool(table.notes) == (window > 1)


def test_a_year_of_days_rolls_to_the_sums_of_the_months():
    """Rolling twelve months over monthly sums equals the sum of the months."""
    survey = nps.Timeline()
    for number, (day, answer) in enumerate(rows(days=1500)):
        survey.add(day, answer, times=number % 3)
    months = survey.periods("month")
    for place in range(12, len(months)):
        year = months[place - 11 : place + 1]
        window = (year[-1].last - year[0].first).days + 1
        rolled = survey.rolling(window, first=year[-1].last, last=year[-1].last)[0]
        assert (rolled.first, rolled.last) == (year[0].first, year[-1].last)
        for name in ("n", "missing", "invalid", "promoters", "passives", "detractors"):
            assert rolled[name] == sum(year[name])


def test_merging_in_any_order(survey):
    parts = [nps.Timeline() for _ in range(4)]
    for number, (day, answer) in enumerate(rows()):
        parts[number % 4].add(day, answer)
    numbers = random.Random(2)
    for _ in range(5):
        numbers.shuffle(parts)
        merged = nps.Timeline()
        for part in parts:
            merged.merge(part)
        assert merged == survey
        assert merged.to_bytes() == survey.to_bytes()
    assert parts[0] + parts[1] + (parts[2] + parts[3]) == survey
    assert survey - parts[0] == parts[1] + parts[2] + parts[3]
    survey -= parts[0]
    with pytest.raises(nps.CountUnderflowError):
        survey -= parts[0] + parts[0]
    assert survey == parts[1] + parts[2] + parts[3]


def test_bytes_copies_and_pickles(survey):
    for again in (
        nps.Timeline.from_bytes(survey.to_bytes()),
        nps.Timeline.from_bytes(memoryview(bytearray(survey.to_bytes()))),
        copy.copy(survey),
        copy.deepcopy(survey),
        pickle.loads(pickle.dumps(survey)),
    ):
        assert again == survey
        again.add(date(2026, 1, 1), 9)
        assert again != survey
    survey.merge_bytes(nps.Timeline().to_bytes())
    with pytest.raises(nps.ChecksumError):
        nps.Timeline.from_bytes(survey.to_bytes()[:-1] + b"?")
    with pytest.raises(nps.FormatError, match="kind 03"):
        nps.Timeline.from_bytes(nps.Accumulator().to_bytes())
    with pytest.raises(TypeError):
        hash(survey)


def test_goldens():
    survey = nps.Timeline(horizon=date(2024, 2, 29), older="gather")
    survey.add(date(2024, 2, 29), 9, times=128)
    survey.add_missing(date(2024, 12, 31))
    survey.add(date(2026, 1, 1), 11, times=2)
    survey.add(None, 0, times=300)
    for day in (date(2024, 3, 1), date(1999, 1, 1)):
        answers, missing, invalid = goldens.generate.TYPICAL
        for answer, times in enumerate(answers):
            survey.add(day, answer, times)
        survey.add_missing(day, missing)
        survey.add(day, 7.5, invalid)
    assert survey.to_bytes() == goldens.golden("timeline")
    assert nps.Timeline.from_bytes(goldens.golden("timeline"), older="gather") == survey


# ---- the horizon ----


def test_older_answers_are_refused_or_gathered():
    refusing = nps.Timeline(horizon=date(2026, 1, 1))
    with pytest.raises(nps.DayError, match="2025-12-31 is before the horizon, 2026-01-01"):
        refusing.add(date(2025, 12, 31), 9)
    with pytest.raises(nps.DayError, match="row 1: expected a day from 20454 to"):
        refusing.update([date(2026, 1, 1), date(2025, 12, 31)], [9, 9])
    assert refusing == nps.Timeline(horizon=date(2026, 1, 1))
    gathering = nps.Timeline(horizon=date(2026, 1, 1), older="gather")
    gathering.add(date(2025, 12, 31), 9)
    gathering.update([date(2026, 1, 1), date(2025, 12, 30)], [4, 10])
    assert (gathering.older.n, gathering.between(None, None).n) == (2, 1)
    with pytest.raises(nps.DayError, match="were gathered in `older`"):
        gathering.between(date(2025, 12, 31), None)
    with pytest.raises(nps.RuleError):
        nps.Timeline(older="drop")


def test_a_horizon_never_moves_back():
    survey = nps.Timeline()
    survey.update([date(2026, 1, 1), date(2026, 2, 1)], [9, 9])
    survey.advance(date(2026, 1, 15))
    survey.advance(date(2026, 1, 1))
    assert (survey.horizon, survey.older.n) == (date(2026, 1, 15), 1)
    assert repr(survey) == "<nps.Timeline: 1 answer from 2026-02-01 to 2026-02-01, 1 older>"


def test_a_period_that_the_horizon_cuts_is_left_out_and_named():
    survey = nps.Timeline()
    survey.update([date(2026, 1, 1), date(2026, 1, 20), date(2026, 2, 1), date(2026, 3, 1)], [9] * 4)
    survey.advance(date(2026, 1, 15))
    table = survey.periods("month")
    assert table["period"] == ("2026-02", "2026-03")
    assert table.notes == ("2026-01 is left out: its days before 2026-01-15 were gathered in `older`",)
    with pytest.raises(nps.DayError):
        survey.periods("month", first=date(2026, 1, 20))
    assert survey.rolling(5)[0].last == date(2026, 1, 20)
    assert survey.rolling(20)[0].last == date(2026, 2, 3)


def test_merging_timelines_with_horizons():
    late, early = nps.Timeline(horizon=date(2026, 1, 1)), nps.Timeline()
    early.add(date(2025, 1, 1), 9)
    for a, b, which in ((late, early, "one that is added"), (early, late, "timeline")):
        with pytest.raises(nps.DayError, match=f"the {which} has answers before 2026-01-01, the horizon of the other"):
            a.merge(b)
    gathering = nps.Timeline(older="gather")
    gathering.merge(early)
    gathering.merge(late)
    assert (gathering.horizon, gathering.older.n) == (date(2026, 1, 1), 1)


def test_a_memory_budget():
    survey = nps.Timeline(memory_budget=8192)
    survey.add(date.min, 9)
    survey.add(date.max, 9)
    with pytest.raises(nps.OutOfMemoryError):
        for year in range(2, 100):
            survey.add(date(year, 1, 1), 9)
    assert survey.between(None, date(1, 1, 2)).n == 1


# ---- days ----


def read(days):
    """How many answers a timeline has on each date, when they are added by column and one by one."""
    survey, single = nps.Timeline(), nps.Timeline()
    survey.update(days, [9] * len(days))
    for day in days:
        single.add(day, 9)
    assert single == survey
    span = survey.span
    table = survey.periods("day") if span else ()
    return {row.first: row.n for row in table if row.n}, survey.undated.n


def test_forms_of_a_day():
    assert read([date(2026, 1, 1), date(2026, 1, 1)]) == ({date(2026, 1, 1): 2}, 0)
    assert read([20454, -1, 0]) == ({date(2026, 1, 1): 1, date(1969, 12, 31): 1, EPOCH: 1}, 0)
    assert read([datetime.datetime(2026, 1, 1, 23, 59)]) == ({date(2026, 1, 1): 1}, 0)
    assert read([None, 20454, None]) == ({date(2026, 1, 1): 1}, 2)
    assert read([None]) == ({}, 1)
    assert read([]) == ({}, 0)
    survey = nps.Timeline()
    survey.update([date.min, date.max], [9, 9])
    assert survey.span == (date.min, date.max)


@pytest.mark.parametrize("code", "hHiIlLqQ")
def test_buffers_of_day_numbers(code):
    survey = nps.Timeline()
    survey.update(array(code, [20454, 20455, 20454]), bytes([9, 10, 3]))
    assert survey.periods("day")["n"] == (2, 1)
    survey.update(memoryview(array(code, [20454, 0, 20455, 0]))[::2], [9, 9])
    assert survey.periods("day")["n"] == (3, 2)


def test_a_time_is_a_day_of_its_own_zone():
    """One moment is January 1 on Kiritimati and December 30 or 31 elsewhere."""
    moment = datetime.datetime(2025, 12, 31, 10, 30, tzinfo=timezone.utc)
    for hours, day in [(14, 1), (13.5, 1), (13, 31), (0, 31), (-10, 31), (-11, 30), (-12, 30)]:
        local = moment.astimezone(timezone(timedelta(hours=hours)))
        expected = date(2026, 1, 1) if day == 1 else date(2025, 12, day)
        assert read([local])[0] == {expected: 1}


def test_daylight_saving():
    """The hour that summer time skips, and the hour that comes twice, are hours of the days that people saw."""
    berlin = ZoneInfo("Europe/Berlin")
    nights = [datetime.datetime(2026, 3, 28, 22), datetime.datetime(2026, 10, 24, 21)]
    found = Counter()
    for night in nights:
        for minutes in range(0, 30 * 60, 15):
            moment = night.replace(tzinfo=timezone.utc) + timedelta(minutes=minutes)
            found[moment.astimezone(berlin).date()] += 1
    days = [
        (night.replace(tzinfo=timezone.utc) + timedelta(minutes=minutes)).astimezone(berlin)
        for night in nights
        for minutes in range(0, 30 * 60, 15)
    ]
    assert read(days)[0] == found
    assert found[date(2026, 3, 29)] == 23 * 4
    assert found[date(2026, 10, 25)] == 25 * 4


def test_a_day_that_a_zone_skipped():
    """Samoa had no 2011-12-30."""
    apia = ZoneInfo("Pacific/Apia")
    moments = [datetime.datetime(2011, 12, 29, 20, tzinfo=timezone.utc) + timedelta(hours=hour) for hour in range(48)]
    found = read([moment.astimezone(apia) for moment in moments])[0]
    assert sorted(found) == [date(2011, 12, 29), date(2011, 12, 31), date(2012, 1, 1)]


AWARE = datetime.datetime(2026, 1, 1, tzinfo=timezone.utc)
NAIVE = datetime.datetime(2026, 1, 1)


@pytest.mark.parametrize(
    "days, said",
    [
        ([NAIVE, AWARE], "row 0 is a time without a zone, but row 1 is a time with a zone"),
        ([AWARE, None, NAIVE], "row 0 is a time with a zone, but row 2 is a time without a zone"),
        ([date(2026, 1, 1), NAIVE], "row 0 is a date, but row 1 is a time without a zone"),
        ([AWARE, date(2026, 1, 1)], "row 0 is a time with a zone, but row 1 is a date"),
        ([20454, date(2026, 1, 1)], "row 0 is a number, but row 1 is a date"),
    ],
)
def test_mixed_days_are_refused(days, said):
    survey = nps.Timeline()
    with pytest.raises(nps.DayError, match=said):
        survey.update(days, [9] * len(days))
    assert survey == nps.Timeline()


def test_a_timeline_has_times_with_or_without_zones():
    survey, other = nps.Timeline(), nps.Timeline()
    survey.add(AWARE, 9)
    survey.add(date(2026, 1, 2), 9)
    for mixing in (
        lambda: survey.add(NAIVE, 9),
        lambda: survey.update([NAIVE], [9]),
        lambda: copy.copy(survey).add(NAIVE, 9),
        lambda: survey.merge(other),
    ):
        other = nps.Timeline()
        other.add(NAIVE, 9)
        with pytest.raises(nps.DayError, match="a time with a zone, and now there is a time without a zone"):
            mixing()
    assert survey.between(None, None).n == 2


@pytest.mark.parametrize("day", ["2026-01-01", 1.5, True, b"1", object(), (2026, 1, 1), [20454], 2 + 0j])
def test_what_is_no_day(day):
    survey = nps.Timeline()
    for call in (
        lambda: survey.add(day, 9),
        lambda: survey.update([day], [9]),
        lambda: survey.between(day, None),
        lambda: survey.between(None, day),
        lambda: survey.periods("month", first=day),
        lambda: survey.rolling(7, last=day),
        lambda: survey.advance(day),
        lambda: nps.Timeline(horizon=day),
    ):
        with pytest.raises(TypeError, match="must be a date, a datetime, or a number of days since 1970-01-01"):
            call()
    assert survey == nps.Timeline()


@pytest.mark.parametrize("day", [raw.NPS_DAY_MIN - 1, raw.NPS_DAY_MAX + 1, 2**31, 2**64, -(10**30)])
def test_days_outside_the_calendar(day):
    survey = nps.Timeline()
    for call in (lambda: survey.add(day, 9), lambda: survey.update([0, day], [9, 9]), lambda: survey.between(day, None)):
        with pytest.raises(nps.DayError, match="in the years 1 to 9999"):
            call()
    if day in (2**31, raw.NPS_DAY_MIN - 1):
        with pytest.raises(nps.DayError, match="row 1: expected a day from"):
            survey.update(array("q", [0, day]), [9, 9])
    assert survey == nps.Timeline()


@pytest.mark.parametrize("every", ["fortnight", "", "monthx", 0, -3, "0d", 2**31, timedelta(hours=5), "d"])
def test_what_is_no_period(survey, every):
    with pytest.raises(nps.PeriodError):
        survey.periods(every)
    with pytest.raises(nps.PeriodError):
        survey.rolling(every)


@pytest.mark.parametrize("every", [1.5, None, True, [7]])
def test_what_is_no_name_of_a_period(survey, every):
    with pytest.raises(TypeError):
        survey.periods(every)
    with pytest.raises(TypeError):
        survey.rolling(every)


def test_other_wrong_arguments(survey):
    before = copy.copy(survey)
    for error, call in [
        (nps.PeriodError, lambda: survey.periods("month", origin=date(2026, 1, 1))),
        (nps.DayError, lambda: survey.between(date(2026, 1, 2), date(2026, 1, 1))),
        (nps.DayError, lambda: survey.periods("month", first=date(2026, 1, 2), last=date(2026, 1, 1))),
        (nps.DayError, lambda: survey.rolling(7, first=date(2026, 1, 2), last=date(2026, 1, 1))),
        (ValueError, lambda: survey.update([1, 2], [9])),
        (ValueError, lambda: survey.update(iter([1, 2]), iter([9]))),
        (TypeError, lambda: survey.update([1], ["nine"])),
        (TypeError, lambda: survey.update("2026-01-01", [9])),
        (TypeError, lambda: survey.update({1: 2}, [9])),
        (TypeError, lambda: survey.update(5, [9])),
        (TypeError, lambda: survey.add(5, "nine")),
        (TypeError, lambda: survey.merge(nps.Accumulator())),
        (TypeError, lambda: survey + 1),
        (TypeError, lambda: nps.Timeline.from_bytes(5)),
        (nps.MethodError, lambda: survey.periods("month", method="guess")),
        (nps.DayError, lambda: survey.add(10**9, 9)),
    ]:
        with pytest.raises(error):
            call()
        assert survey == before


def test_missing_codes_and_other_scales():
    survey = nps.Timeline(missing_codes=[99])
    survey.update([0, 0, 0, 40], [99, 5, 4, 5])
    assert survey.between(None, None).missing == 1
    assert survey.periods("month", scale="1_5")["score"] == (50.0, 100.0)
    assert copy.copy(survey).between(0, 40).counts("1_5").promoters == 2
    with pytest.raises(nps.OutsideError):
        survey.add(0, 10)
        survey.periods("month", scale="1_5")
    assert survey.periods("month", scale="1_5", outside="ignore")["n"] == (2, 1)


@pytest.mark.parametrize("wrong", [date.min, date(1900, 1, 1), date.max])
def test_a_date_that_means_none_does_not_make_millions_of_rows(wrong):
    survey = nps.Timeline()
    survey.update([date(2026, 1, 1), date(2026, 3, 2), wrong], [9, 3, 9])
    people = nps.Respondents()
    people.update([1, 2, 3], [date(2026, 1, 1), date(2026, 3, 2), wrong], [9, 3, 9])
    first, last = sorted([date(2026, 1, 1), wrong]) if wrong == date.max else (wrong, date(2026, 3, 2))
    days = (last - first).days + 1
    frame = {"a": [9, 3, 9], "d": [date(2026, 1, 1), date(2026, 3, 2), wrong], "p": ["x", "y", "x"], "w": [1.0, 2.0, 1.0]}
    for call, remedy in (
        (lambda: survey.periods("day"), "pass first= and last="),
        (lambda: survey.periods(1), "pass first= and last="),
        (lambda: survey.rolling(90), "pass first= and last="),
        (lambda: survey.rolling(90, first=first, last=last), "pass first= and last="),
        (lambda: people.rolling(), "pass first= and last="),
        (lambda: people.timeline(), "pass first= and last="),
        (lambda: nps.respondents_roll([1, 2], [first, last], [9, 3]), "pass first= and last="),
        (lambda: nps.trend(frame, "a", "d", window=90), "leave out rows"),
        (lambda: nps.trend(frame, "a", "d", every="day"), "leave out rows"),
        (lambda: nps.trend(frame, "a", "d", every="day", by="p"), "leave out rows"),
        (lambda: nps.trend(frame, "a", "d", every="day", respondent="p"), "leave out rows"),
        (lambda: nps.trend(frame, "a", "d", window=90, respondent="p"), "leave out rows"),
        (lambda: nps.trend(frame, "a", "d", window=90, weight="w"), "leave out rows"),
        (lambda: nps.trend({**frame, "d": [each.isoformat() for each in frame["d"]]}, "a", "d", window=90), "leave out rows"),
    ):
        with pytest.raises(nps.PeriodError) as refused:
            call()
        said = str(refused.value)
        assert f"{days:,} " in said and f"from {first} to {last}" in said and "at most 40,000: " + remedy in said
        assert f"correct {first} or {last}" in said
    assert survey.rolling(90, first=date(2026, 1, 1), last=date(2026, 3, 2))["n"][-1] == 2
    assert len(people.rolling(first=date(2026, 1, 1), last=date(2026, 3, 2))) == 61
    assert sum(survey.periods("year")["n"]) == 3
    assert "<table" in survey._repr_html_() and repr(survey)


def test_the_largest_table():
    for limited in (nps.Timeline.periods, nps.Timeline.rolling, nps.Respondents.rolling, nps.Respondents.timeline,
                    nps.respondents_roll, nps.trend):  # fmt: skip
        assert "at most 40,000" in limited.__doc__
    survey = nps.Timeline()
    survey.update([0, 39_999], [9, 3])
    assert len(survey.periods("day", method="score")) == 40_000
    with pytest.raises(nps.PeriodError, match="there are 40,001 days from 1970-01-01 to 2079-07-08"):
        survey.periods("day", last=40_000)
    with pytest.raises(nps.PeriodError, match="there are 40,001 periods from"):
        survey.periods(2, last=80_001)
    frame = {"a": [9] * 12, "d": [0, 39_999] * 6, "s": list("abcdef" * 2)}
    said = "40,000 days from 1970-01-01 to 2079-07-07 in each of 6 series, .* at most 200,000: leave out rows"
    with pytest.raises(nps.PeriodError, match=said):
        nps.trend(frame, "a", "d", every="day", by="s")


@pytest.mark.parametrize("kind", [nps.Timeline, nps.Respondents])
def test_bytes_of_times(kind):
    """Bytes have days. What the times were is said by the caller, or decided by what is added first."""
    def made(time):
        new = kind()
        new.add(*([] if kind is nps.Timeline else ["Ann"]), time, 9)
        return new

    naive, aware, dated = made(NAIVE), made(AWARE), made(date(2026, 1, 1))
    assert (naive.zoned, aware.zoned, dated.zoned, kind().zoned) == (False, True, None, None)
    assert naive.to_bytes() == aware.to_bytes()
    for told, other in ((naive, aware), (aware, naive)):
        before = told.to_bytes()
        with pytest.raises(nps.DayError, match="a time with"):
            told.merge_bytes(other.to_bytes(), zoned=other.zoned)
        restored = kind.from_bytes(other.to_bytes(), zoned=other.zoned)
        assert restored.zoned == other.zoned
        with pytest.raises(nps.DayError):
            told.merge(restored)
        with pytest.raises(nps.DayError):
            restored.merge(told)
        assert told.to_bytes() == before and told.zoned is not other.zoned
        unknown = kind.from_bytes(other.to_bytes())
        assert unknown.zoned is None
        unknown.merge(told)
        assert unknown.zoned == told.zoned
        with pytest.raises(nps.DayError):
            unknown.merge(other)
        taken = kind()
        taken.merge_bytes(told.to_bytes(), zoned=told.zoned)
        assert taken.zoned == told.zoned
        taken.merge_bytes(other.to_bytes())
        assert taken.zoned == told.zoned == copy.copy(taken).zoned == pickle.loads(pickle.dumps(taken)).zoned
        with pytest.raises(nps.FormatError):
            dated.merge_bytes(b"x" * 40, zoned=True)
        assert dated.zoned is None
    for wrong in ("aware", 1, 0, ""):
        with pytest.raises(TypeError, match="zoned must be True, False or None"):
            kind.from_bytes(naive.to_bytes(), zoned=wrong)


def test_times_of_another_kind_are_not_subtracted():
    survey, part = nps.Timeline(), nps.Timeline()
    survey.add(AWARE, 9)
    part.add(NAIVE, 9)
    with pytest.raises(nps.DayError, match="a time with a zone, and now there is a time without a zone"):
        survey - part
    assert survey.between(None, None).n == 1


def test_messages_of_ranges():
    with pytest.raises(nps.DayError, match="first must not be after last: 2024-03-01 is after 2024-02-01"):
        nps.Timeline().rolling(7, first=date(2024, 3, 1), last=date(2024, 2, 1))
    with pytest.raises(nps.DayError, match="first must not be after last"):
        nps.Timeline().periods("month", first=date(2024, 3, 1), last=date(2024, 2, 1))
    survey = nps.Timeline(older="gather")
    survey.update([100, 200], [9, 3])
    survey.advance(150)
    for call, begin, earliest in (
        (lambda first: survey.between(first, 200), 100, 150),
        (lambda first: survey.rolling(30, first=first), 131, 179),
        (lambda first: survey.periods("month", first=first), 120, 151),
        (lambda first: survey.periods(10, first=first), 140, 150),
    ):
        first = {131: 160, 140: 149}.get(begin, begin)
        day = EPOCH + timedelta(earliest)
        with pytest.raises(nps.DayError) as refused:
            call(EPOCH + timedelta(first))
        assert str(refused.value) == (
            f"{EPOCH + timedelta(begin)} is asked for, and the answers of the days before 1970-05-31, the horizon, were "
            f"gathered in `older`, where they have no days: pass first={day} or later"
        )
        call(day)


def test_a_timeline_of_more_answers_than_a_counter_has_a_text():
    survey = nps.Timeline(older="gather")
    survey.add(5, 9, 2**64 - 1)
    survey.add(6, 9, 2**64 - 1)
    assert repr(survey) == "<nps.Timeline: more than 2^64 - 1 answers from 1970-01-06 to 1970-01-07>"
    assert "1970-01-07" in survey._repr_html_()


def test_a_timeline_of_windows_on_days_far_apart_has_a_picture():
    survey = nps.Timeline()
    for day in (0, 1_000_000):
        people = nps.Respondents()
        people.add("Ann", day, 9)
        survey.merge(people.timeline(7))
    assert "1970-01-01" in survey._repr_html_() and "4707-11-29" in survey._repr_html_()
