# SPDX-License-Identifier: MIT
"""trend() of frames, and the dates that it reads."""

from datetime import date, datetime, timedelta, timezone
from random import Random

import nps
import pytest
from nps._dates import read_dates

START = date(2025, 11, 20)
RANDOM = Random(20260105)
ROWS = 200
SURVEY = {
    "answer": [RANDOM.choice([*range(11), None, 77]) for _ in range(ROWS)],
    "day": [START + timedelta(days=RANDOM.randrange(100)) for _ in range(ROWS)],
    "shop": [RANDOM.choice(["Rome", "Oslo", None]) for _ in range(ROWS)],
    "who": [f"person {RANDOM.randrange(60)}" for _ in range(ROWS)],
    "weight": [RANDOM.choice([0.5, 1.0, 2.5]) for _ in range(ROWS)],
}
DAY = date(2026, 1, 5)


def test_periods_are_those_of_a_timeline():
    timeline = nps.Timeline()
    timeline.update(SURVEY["day"], SURVEY["answer"])
    for every in ("month", "week", "quarter", 10):
        found = nps.trend(SURVEY, "answer", "day", every=every)
        assert found.rows == timeline.periods(every).rows
    assert sum(found["n"]) == timeline.between(None, None).n


def test_windows_are_those_of_a_timeline():
    timeline = nps.Timeline()
    timeline.update(SURVEY["day"], SURVEY["answer"])
    found = nps.trend(SURVEY, "answer", "day", window="30d")
    assert found.rows == timeline.rolling(30).rows
    assert any("overlap" in note for note in found.notes)


def test_each_segment_has_every_period():
    found = nps.trend(SURVEY, "answer", "day", by="shop")
    months = nps.trend(SURVEY, "answer", "day")
    assert found["shop"] == tuple(shop for shop in ("Oslo", "Rome", None) for _ in months)
    for month in months:
        rows = [row for row in found if row.period == month.period]
        for name in ("n", "missing", "invalid", "promoters", "detractors"):
            assert sum(row[name] for row in rows) == month[name]
    rolled = nps.trend(SURVEY, "answer", "day", by="shop", window=90)
    assert len(rolled) == 3 * len(nps.trend(SURVEY, "answer", "day", window=90))


@pytest.mark.parametrize("keep", ["latest", "first"])
def test_one_answer_a_person(keep):
    found = nps.trend(SURVEY, "answer", "day", respondent="who", keep=keep)
    for row in found:
        people = nps.Respondents(keep)
        at = [place for place, day in enumerate(SURVEY["day"]) if row["first"] <= day <= row["last"]]
        people.update(*([SURVEY[name][place] for place in at] for name in ("who", "day", "answer")))
        wanted = people.accumulator()
        assert (row.n, row.missing, row.invalid) == (wanted.n, wanted.missing, wanted.invalid)
        assert row.promoters == wanted.counts().promoters
    people = nps.Respondents(keep)
    people.update(SURVEY["who"], SURVEY["day"], SURVEY["answer"])
    assert nps.trend(SURVEY, "answer", "day", respondent="who", keep=keep, window=60).rows == people.rolling(60).rows


def test_seven_people_of_whom_two_answer_twice():
    frame = {"a": [9, 9, 3, 10, 8, 7, 10, 3, 9], "p": [1, 2, 3, 4, 5, 6, 7, 1, 3], "d": ["2026-01-05"] * 7 + ["2026-01-09"] * 2}
    assert nps.trend(frame, "a", "d", respondent="p")[0].n == 7


def test_weights_by_period():
    found = nps.trend(SURVEY, "answer", "day", by="shop", weight="weight")
    for row in found:
        at = [
            place
            for place in range(ROWS)
            if row["first"] <= SURVEY["day"][place] <= row["last"] and SURVEY["shop"][place] == row.shop
        ]
        sample = nps.Weighted([SURVEY["answer"][place] for place in at], [SURVEY["weight"][place] for place in at])
        if row.n:
            assert (row.score, row.standard_error) == (sample.score, sample.read().standard_error)
        else:
            assert row.score is None and row.standard_error is None


@pytest.mark.parametrize("by", [None, "shop"])
def test_weights_in_windows(by):
    found = nps.trend(SURVEY, "answer", "day", by=by, weight="weight", window=90, level=0.9)
    plain = nps.trend(SURVEY, "answer", "day", by=by, window=90)
    assert len(found) == len(plain) and found.notes == plain.notes
    for row, other in list(zip(found, plain))[::7]:
        at = [
            place
            for place in range(ROWS)
            if row["first"] <= SURVEY["day"][place] <= row["last"] and (by is None or SURVEY[by][place] == row[by])
        ]
        for name in ("period", "first", "last", "n", "missing", "invalid"):
            assert row[name] == other[name]
        sample = nps.Weighted([SURVEY["answer"][place] for place in at], [SURVEY["weight"][place] for place in at])
        if row.n:
            estimate = sample.read()
            bounds = sample.interval(level=0.9)
            wanted = (estimate.score, *bounds, bounds.method, estimate.standard_error, estimate.effective)
            assert (row.score, row.lower, row.upper, row.method, row.standard_error, row.effective) == wanted
        else:
            assert row.score is None and row.standard_error is None


def test_windows_refuse_what_they_cannot_weigh():
    for options in ({"strata": "shop"}, {"cluster": "who"}, {"weight": "weight", "respondent": "who"}):
        with pytest.raises(ValueError, match="leave out window="):
            nps.trend(SURVEY, "answer", "day", window=90, **options)
    frame = {"answer": [9, 3, 10], "day": ["2026-01-05"] * 3, "weight": [1, None, 2]}
    with pytest.raises(nps.WeightError, match="row 1 has no weight but None"):
        nps.trend(frame, "answer", "day", weight="weight", window=90)


@pytest.mark.parametrize("options", [{"every": "year"}, {"window": 30}, {"window": 30, "respondent": "who"}])
@pytest.mark.parametrize("by", [None, "key"])
def test_the_scale_is_that_of_the_answers(options, by):
    answers = [1, 2, 3, 4, 5, 0, 6]
    frame = {"answer": answers, "day": [DAY] * 7, "who": list(range(7)), "key": ["all"] * 7}
    row = nps.trend(frame, "answer", "day", by=by, scale="1_5", **options)[-1]
    assert (row.n, row.invalid, row.promoters, row.passives, row.detractors) == (5, 2, 1, 1, 3)


def test_a_person_counts_once_in_a_period_and_once_in_a_window_of_each_segment():
    rows = {"d": ["2026-01-05", "2026-01-20"], "a": [10, 3], "p": ["A", "A"], "s": ["x", "y"]}
    months = nps.trend(rows, "a", "d", by="s", respondent="p", every="month")
    windows = nps.trend(rows, "a", "d", by="s", respondent="p", window=31)
    assert {row["s"]: row["n"] for row in months} == {"x": 0, "y": 1}
    assert [row["n"] for row in windows if row["last"] == date(2026, 1, 20)] == [1, 1]
    assert nps.trend(rows, "a", "d", respondent="p", every="month")[0].n == 1


def test_rows_without_a_date_or_a_person_are_counted():
    frame = {"a": [9, 3, 10, 8], "d": ["2026-01-05", None, "soon", "2026-01-06"], "p": ["Ann", "Bob", "Cid", None]}
    found = nps.trend(frame, "a", "d")
    assert found["n"] == (2,)
    assert found.notes == ("1 date could not be read: 'soon' 1", "2 rows without a date left out")
    assert nps.trend(frame, "a", "d", respondent="p").notes[-1] == "1 row without a person left out"
    assert len(nps.trend({"a": [], "d": []}, "a", "d")) == 0


def test_messages():
    with pytest.raises(nps.RuleError, match='"latest" or "first"'):
        nps.trend(SURVEY, "answer", "day", respondent="who", keep="last")
    with pytest.raises(ValueError, match="date has 1 rows"):
        nps.trend(None, [9, 3], [DAY])
    with pytest.raises(nps.PeriodError):
        nps.trend(SURVEY, "answer", "day", every="fortnight")


FORMS = [
    "2026-01-05", "2026/01/05", "2026-1-5", "2026.01.05", "20260105", "2026-01-05 10:30", "2026-01-05T10:30:00Z",
    "2026-01-05T23:30:00.123+02:00", "5.1.2026", "05.01.2026 10:30", "5-1-2026", "5 Jan 2026", "05-Jan-2026",
    "5th January 2026", "January 5, 2026", "Jan 5 2026 10:30 AM", "5 January 26", "46027", "46027.4375", " 2026-01-05 ",
]  # fmt: skip


@pytest.mark.parametrize("text", FORMS)
def test_usual_forms(text):
    found = read_dates([text])
    assert found.dates == [DAY] and found.unread == {}


@pytest.mark.parametrize("value", [DAY, datetime(2026, 1, 5, 23, 59), datetime(2026, 1, 5, 23, tzinfo=timezone.utc), 46027, 46027.9])
def test_values(value):
    assert read_dates([value]).dates == [DAY]


@pytest.mark.parametrize("text", ["soon", "2026-13-05", "2026-02-30", "32.1.2026", "5 Foo 2026", "1", "12345678", "2026-01-05 or 06", "5/13/14/2026"])
def test_no_dates(text):
    found = read_dates([text, text, None, "", 5, True])
    assert found.dates == [None] * 6 and found.unread[text] == 2


def test_the_other_dates_show_the_order():
    month_first = read_dates(["1/5/2026", "1/13/2026"])
    assert month_first.dates == [DAY, date(2026, 1, 13)]
    assert month_first.notes == ["dates such as 1/5/2026 are read with the month first, as others show"]
    day_first = read_dates(["5/1/2026", "13/1/2026"])
    assert day_first.dates == [DAY, date(2026, 1, 13)]
    mixed = read_dates(["5/1/2026", "13/1/2026", "14/1/2026", "1/31/2026"])
    assert mixed.dates[-1] is None and mixed.unread == {"1/31/2026": 1}


def test_an_open_order_is_said():
    found = read_dates(["1/5/2026"])
    assert found.dates == [DAY]
    assert found.notes == [
        "dates such as 1/5/2026 fit both orders and are read with the month first: pass day_first=True if that is wrong"
    ]
    assert read_dates(["5.1.2026"]).dates == [DAY]
    assert read_dates(["5/1/2026"], day_first=True).dates == [DAY]
    assert "as asked for" in read_dates(["5/1/2026"], day_first=True).notes[0]
    assert nps.trend({"a": [9], "d": ["5/1/2026"]}, "a", "d", day_first=True)["period"] == ("2026-01",)


def test_times_with_and_without_a_zone_are_named():
    for texts in (
        ["2026-01-05T10:30:00Z", "2026-01-05 10:30"],
        ["5.1.2026 10:30", "5.1.2026 10:30 +02:00"],
        ["2026-01-05T10:30:00Z", datetime(2026, 1, 5)],
    ):
        (note,) = nps.trend({"a": [9, 3], "d": texts}, "a", "d", day_first=None).notes[-1:]
        assert "are mixed: each counts on the day that it shows" in note and all(str(text) in note for text in texts)
    for texts in (["2026-01-05T10:30:00Z", "2026-01-05T10:30:00+01:00", "2026-01-05"], ["5 Jan 2026 10:30 PM", "2026-01-05"], ["2026-01-05 at 10:30", "2026-01-05T10:30Z"]):
        assert not any("mixed" in note for note in nps.trend({"a": [9] * len(texts), "d": texts}, "a", "d").notes)


def test_years_of_two_digits():
    assert read_dates(["05.01.26", "05.01.69"]).dates == [DAY, date(1969, 1, 5)]
