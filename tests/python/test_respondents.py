# SPDX-License-Identifier: MIT
"""One answer a person: against lists of answers, looked at anew for every day and window."""

import itertools
import pickle
import random
from array import array
from copy import copy
from datetime import date, datetime, timedelta, timezone

import nps
import pytest
from arrow_producer import Chunks, Column


class Oracle:
    """Rows in the order of their calls; what a window holds is found by looking at every row."""

    def __init__(self, keep):
        self.keep, self.rows = keep, []

    def kept(self, person, day, window):
        there = [row for row in self.rows if row[0] == person and day - window < row[1] <= day]
        answers = [row for row in there if row[2] in range(11)]
        order = [(row[1], row[3], call) for call, row in enumerate(answers or there)]
        if not order:
            return None
        chosen = min if self.keep == "first" and answers else max
        return (answers or there)[order.index(chosen(order))][2]

    def counts(self, day, window):
        window = 10**9 if window is None else window
        kept = [self.kept(person, day, window) for person in {row[0] for row in self.rows}]
        answers = [kept.count(answer) for answer in range(11)]
        return nps.Accumulator.from_counts(answers, missing=kept.count("missing"), invalid=kept.count("invalid"))


def value_of(answer):
    return {"missing": None, "invalid": 77}.get(answer, answer)


def random_rows(chance, count, people, days):
    answers = [*range(11), *range(11), "missing", "invalid"]
    return [(chance.choice(people), 19000 + chance.randrange(days), chance.choice(answers), chance.randrange(-1, 2))
            for _ in range(count)]  # fmt: skip


@pytest.mark.parametrize("keep", ["latest", "first"])
@pytest.mark.parametrize("window", [None, 1, 3, 10])
@pytest.mark.parametrize("people", [["Ann", "Bob", "", "a\0b", "Zoë"], [0, 7, -1, 2**63 - 1]])
def test_every_window_is_like_looking_at_every_row(keep, window, people):
    chance = random.Random(f"{keep} {window} {people}")
    for _ in range(5):
        oracle, added = Oracle(keep), nps.Respondents(keep, window)
        oracle.rows = random_rows(chance, 60, people, 25)
        for person, day, answer, sequence in oracle.rows:
            added.add(person, day, value_of(answer), sequence=sequence)
        columns = list(zip(*oracle.rows))
        updated = nps.Respondents(keep, window)
        rest = updated.update(columns[0], columns[1], list(map(value_of, columns[2])), sequences=columns[3])
        assert rest == nps.Accumulator() and updated == added
        for day in range(18999, 19035):
            assert added.accumulator(day) == oracle.counts(day, window)
        series = added.timeline(window, first=18999, last=19034)
        rolled = nps.respondents_roll(columns[0], columns[1], list(map(value_of, columns[2])), window=window, keep=keep,
                                      sequences=columns[3], first=18999, last=19034)  # fmt: skip
        assert series == rolled
        assert all(series.between(day, day) == oracle.counts(day, window) for day in range(18999, 19035))


def test_seven_people_of_whom_two_answer_twice_are_seven():
    people = nps.Respondents()
    people.update(
        ["Ann", "Bob", "Cid", "Dan", "Eve", "Fay", "Gus", "Ann", "Fay"],
        [date(2024, 5, day) for day in (1, 1, 2, 2, 3, 3, 4, 5, 6)],
        [3, 9, 10, 7, 10, 2, 9, 10, 8],
    )
    assert len(people) == 7
    latest = people.accumulator()
    assert latest.n == 7 and latest.score == pytest.approx(500 / 7)
    assert people.accumulator(date(2024, 5, 4)).score == pytest.approx(200 / 7)
    assert people.rows.n == 9
    assert people.days == (date(2024, 5, 1), date(2024, 5, 6))


@pytest.mark.parametrize("keep", ["latest", "first"])
@pytest.mark.parametrize("history", [True, False])
def test_merging_in_any_order_gives_the_same_bytes(keep, history):
    chance = random.Random(f"{keep} {history}")
    rows = random_rows(chance, 80, ["a", "b", "c", "d"], 6)
    parts = []
    for _ in range(5):
        parts.append(nps.Respondents(keep, history=history))
    for person, day, answer, _ in rows:
        chance.choice(parts).add(person, day, value_of(answer))
    found = set()
    for _ in range(20):
        left = [copy(part) for part in parts]
        while len(left) > 1:
            chance.shuffle(left)
            merged = left.pop()
            if chance.random() < 0.5:
                left[0].merge(merged)
            else:
                left[0].merge_bytes(merged.to_bytes())
        found.add(left[0].to_bytes())
    assert len(found) == 1
    assert nps.Respondents.from_bytes(found.pop()).rows.n + sum(row[2] in ("missing", "invalid") for row in rows) == 80


def test_equal_days():
    people = nps.Respondents()
    people.add("Ann", 19782, 3)
    people.add("Ann", 19782, 9)
    assert people.accumulator().answers[9] == 1
    people.add("Ann", 19782, 10, sequence=5)
    people.add("Ann", 19782, 2, sequence=4)
    assert people.accumulator().answers[10] == 1
    people.add("Ann", 19782, None, sequence=9)
    assert people.accumulator().answers[10] == 1
    other = nps.Respondents()
    other.add("Ann", 19782, 6, sequence=5)
    assert (people + other).accumulator() == (other + people).accumulator() == nps.Accumulator([6])
    people.append(other)
    assert people.accumulator() == nps.Accumulator([6])
    other.append(people)
    assert other.accumulator() == nps.Accumulator([6])


def test_days_are_dates_times_and_numbers():
    people = nps.Respondents()
    people.update(range(2), [date(2024, 5, 1), None], [9] * 2)
    people.update(range(2), [datetime(2024, 5, 1, 23, 59)] * 2, [9] * 2)
    people.add(7, 19844, 9)
    assert people.days == (date(2024, 5, 1),) * 2
    aware = datetime(2024, 5, 1, 20, tzinfo=timezone(timedelta(hours=-10)))
    for day in (2932897, -719163, None, aware):
        with pytest.raises(nps.DayError):
            people.add(1, day, 9)
    for day in (1.5, True, [19844], "2024-05-01"):
        with pytest.raises(TypeError):
            people.add(1, day, 9)
    with pytest.raises(nps.DayError):
        people.update(array("q", [1, 2]), array("q", [1, 2932897]), [9, 9])
    with pytest.raises(nps.DayError):
        people.update(["1", "2"], array("q", [1, 2**40]), [9, 9])
    with pytest.raises(nps.DayError):
        pickle.loads(pickle.dumps(people)).update([1], [aware], [9])
    assert people.rows.n == 4
    other = nps.Respondents()
    other.add(1, aware, 9)
    assert other.days == (date(2024, 5, 1),) * 2


def test_rows_without_a_respondent_or_a_day_are_counted_apart():
    people = nps.Respondents()
    rest = people.update(["Ann", None, "Bob", float("nan")], [1, 2, None, 3], [9, 3, None, 77])
    assert len(people) == 1 and people.rows.n == 1
    assert (rest.n, rest.missing, rest.invalid) == (1, 1, 1)
    integers = nps.Respondents(missing_codes=[99])
    rest = integers.update(array("q", [1, 2]), [1, None], array("B", [9, 99]))
    assert len(integers) == 1 and rest.missing == 1


@pytest.mark.parametrize("ids", [["Ann", None, "Bob", "", "Ann", "a name of more than twelve bytes"], [7, None, 8, 0, 7, -1]])
def test_columns_of_arrow_are_like_lists(ids):
    days, answers, order = [3, 1, None, 2, 3, 1], [9, 3, 5, None, 2, 77], [2, 0, 0, 0, 1, 0]
    code = "u" if "Ann" in ids else "q"
    wanted = nps.Respondents(missing_codes=[77])
    rest = wanted.update(ids, days, answers, sequences=order)
    for column in (Column(ids, code), Column(ids, code, offset=3), Chunks(Column(ids[:4], code), Column(ids[4:], code))):
        people = nps.Respondents(missing_codes=[77])
        assert people.update(column, days, answers, sequences=order) == rest
        assert people.to_bytes() == wanted.to_bytes() and people.key_type is wanted.key_type
        people.update(column, days, answers)  # into an object that has people
        assert len(people) == len(wanted)
    assert rest.n == 2 and column.released == 2


def test_columns_of_arrow_that_are_refused_change_nothing():
    people = nps.Respondents()
    people.add("Ann", 100, 9)
    before = people.to_bytes()
    ids = ["Ann", "Bob", "Cid"]
    broken = Column(ids, "u")
    broken.kept[0][1][4] = b"\xff"
    for column, days, answers, error, words in (
        (Column(ids, "u"), [1, 2, 3], [9, 9], ValueError, "keys as answers: the answers end after 2, the keys go on"),
        (Column(ids[:2], "u"), [1, 2, 3], [9, 9, 9], ValueError, "the keys end after 2, the answers go on"),
        (Chunks(Column(ids, "u"), Column(ids, "u")), [1] * 5, [9] * 5, ValueError, "the answers end after 5"),
        (Column([1, 2]), [1, 2], [9, 9], nps.KeyTypeError, "respondents are str here, not integers"),
        (Chunks(Column(ids, "u"), Column(ids, "u")), array("q", [1] * 5 + [10**9]), [9] * 6, nps.DayError, "row 5: exp"),
        (broken, [1, 2, 3], [9, 9, 9], nps.ColumnError, "offset"),
        (Chunks(Column(ids, "u"), error=b"the disk is gone"), [1, 2, 3], [9] * 3, nps.NpsError, "the disk is gone"),
        (Column(ids, "u"), [1, 2], [9, 9, 9], nps.ColumnError, "as many days as answers, 3, got 2"),
    ):
        with pytest.raises(error, match=words):
            people.update(column, days, answers)
    assert people.to_bytes() == before
    nobody = nps.Respondents()
    with pytest.raises(nps.DayError):
        nobody.update(Column(ids, "u"), [1, 2, 10**9], [9, 9, 9])
    assert nobody.key_type is None


def test_without_history_the_last_day_is_known():
    people = nps.Respondents("latest", 90, history=False)
    people.update([1, 2, 1], [100, 150, 160], [3, 9, 10])
    assert people.accumulator().n == 2
    assert people.accumulator(245).n == 1
    with pytest.raises(nps.UnavailableError):
        people.accumulator(150)
    with pytest.raises(nps.UnavailableError):
        people.timeline()
    with pytest.raises(nps.UnavailableError, match='keep="first" with a window needs history=True'):
        nps.Respondents("first", 90, history=False)


def test_a_call_that_raises_changes_nothing():
    people = nps.Respondents()
    people.add("Ann", 100, 9)
    before = people.to_bytes()
    numbers = nps.Respondents()
    numbers.add(7, 100, 9)
    for wrong, error in (
        (lambda: people.add(7, 100, 9), nps.KeyTypeError),
        (lambda: people.add("Bob", 100, "9"), TypeError),
        (lambda: people.update(["Bob", 7], [1, 2], [9, 9]), TypeError),
        (lambda: people.update(["Bob", "Cid"], [1, 2], [9]), ValueError),
        (lambda: people.update(["Bob"], [1, 2], [9, 9]), ValueError),
        (lambda: people.update(["Bob", "Cid"], [1], [9, 9]), ValueError),
        (lambda: people.update([1, 2], [1, 2], [9, 9]), nps.KeyTypeError),
        (lambda: people.update("Bob", [1, 2, 3], [9, 9, 9]), nps.KeyTypeError),
        (lambda: people.update(array("q", [1]), [1, 2], [9]), TypeError),
        (lambda: people.merge(numbers), nps.KeyTypeError),
        (lambda: people.merge(nps.Respondents("first")), nps.RuleError),
        (lambda: people.merge(nps.Respondents(window=90)), nps.RuleError),
        (lambda: people.append(nps.Respondents(history=False)), nps.RuleError),
        (lambda: people.merge({"Ann": 9}), TypeError),
        (lambda: people.merge_bytes(before[:-1]), nps.ChecksumError),
        (lambda: people.timeline(0), nps.PeriodError),
        (lambda: people.timeline(first=20000, last=19000), nps.DayError),
        (lambda: people.rolling(0), nps.PeriodError),
        (lambda: nps.Respondents("last"), nps.RuleError),
        (lambda: nps.Respondents(window=0), nps.PeriodError),
        (lambda: nps.Respondents(window=90.0), TypeError),
        (lambda: nps.respondents_roll([1], [1], [9], first=3, last=2), nps.DayError),
    ):
        with pytest.raises(error):
            wrong()
    assert people.to_bytes() == before


def test_a_memory_budget_is_kept():
    people = nps.Respondents(memory_budget=20000)
    with pytest.raises(nps.OutOfMemoryError):
        people.update(range(10000), [1] * 10000, [9] * 10000)
    people.update(range(100), [1] * 100, [9] * 100)
    assert len(people) == 100


def test_an_object_without_respondents():
    people = nps.Respondents("first", 30)
    assert len(people) == 0 and people.key_type is None
    assert people.accumulator() == people.rows == nps.Accumulator()
    assert people.timeline() == nps.respondents_roll([], [], []) == nps.Timeline()
    assert len(people.rolling().rows) == 0
    assert nps.Respondents.from_bytes(people.to_bytes()) == people
    with pytest.raises(nps.EmptyError):
        people.days  # noqa: B018
    people.merge(nps.Respondents("first", 30))
    people.add(7, 1, 9)
    assert people.key_type is int


def test_an_update_that_adds_nobody_fixes_no_key_type():
    people = nps.Respondents()
    with pytest.raises(nps.DayError):
        people.update(array("q", [1, 2]), array("q", [5, 2932897]), [9, 9])
    assert people.update(array("q", []), [], []).n == 0
    assert people.update(array("q", [1]), [None], [9]).n == 1
    assert people == nps.Respondents() and people.key_type is None
    people.add("Ann", 5, 9)
    people.update(["Ann"], [6], [3])
    assert people.key_type is str and len(people) == 1


def test_copies_and_pickles():
    people = nps.Respondents("first", 30, missing_codes=[99])
    people.add("Ann", 19844, 9)
    for other in (copy(people), pickle.loads(pickle.dumps(people)), nps.Respondents.from_bytes(people.to_bytes())):
        assert other == people
        assert (other.keep, other.window, other.history) == ("first", 30, True)
    copied = copy(people)
    copied.add("Ann", 19800, 99)
    assert copied.rows.missing == 1 and people.rows.missing == 0
    assert repr(people) == "<nps.Respondents: 1 respondent, first answer in 30 days>"


def test_the_series_is_a_table():
    people = nps.Respondents()
    people.update(["Ann", "Bob", "Ann"], [19844, 19846, 19847], [9, 3, 4])
    table = people.rolling("2d")
    assert table["last"] == tuple(date(2024, 5, day) for day in (1, 2, 3, 4))
    assert table["n"] == (1, 1, 1, 2) and table["score"] == (100.0, 100.0, -100.0, -100.0)
    assert people.rolling(None, last=19850)["n"] == (1, 1, 2, 2, 2, 2, 2)


def test_one_row_a_person_is_the_timeline_of_all_answers():
    rows = random_rows(random.Random(3), 50, range(10**6), 40)
    people, all_answers = nps.Respondents(), nps.Timeline()
    for person, day, answer, _ in rows:
        people.add(person, day, value_of(answer))
        all_answers.add(day, value_of(answer))
    assert len(people) == 50
    assert people.rolling(7).to_dicts() == all_answers.rolling(7).to_dicts()


def test_a_timeline_of_windows_is_not_added_up():
    people = nps.Respondents()
    people.update([1, 2, 1], [19783, 19784, 19786], [3, 9, 10])
    series = people.timeline(window=3)
    rows = series.periods("day")
    assert (rows["n"], rows["score"]) == ((1, 2, 2, 2), people.rolling(3)["score"])
    assert (rows["first"], rows["last"]) == (people.rolling(3)["first"], people.rolling(3)["last"])
    assert series.rolling(1)["n"] == series.periods(1)["n"] == rows["n"]
    for wrong in (
        lambda: series.between(None, None),
        lambda: series.between(19783, 19784),
        lambda: series.periods("week"),
        lambda: series.periods(2),
        lambda: series.rolling(2),
        lambda: series.add(19783, 9),
        lambda: series.update([19783], [9]),
        lambda: series.advance(19785),
        lambda: series.merge_bytes(nps.Timeline().to_bytes()),
        lambda: nps.trend_test(rows),
        lambda: nps.homogeneity(rows),
        lambda: series + people.timeline(window=4),
        lambda: nps.Timeline() + series + people.timeline(window=1),
        lambda: pickle.loads(pickle.dumps(series)).between(None, None),
    ):
        with pytest.raises(nps.OverlapError):
            wrong()
    assert repr(series) == "<nps.Timeline: windows of 3 days from 2024-03-01 to 2024-03-04>"
    assert repr(people.timeline(None)) == "<nps.Timeline: windows without an end from 2024-03-01 to 2024-03-04>"
    assert people.timeline(window=1).between(None, None).n == 3
    with pytest.raises(nps.OverlapError, match="windows of 3 days"):
        nps.respondents_roll([1, 2], [19783, 19784], [3, 9], window=3).between(None, None)


@pytest.mark.parametrize("call", [nps.Respondents.merge, nps.Respondents.append], ids=["merge", "append"])
def test_times_with_and_without_a_zone_are_not_merged(call):
    naive, aware = nps.Respondents(), nps.Respondents()
    naive.add("Ann", datetime(2026, 3, 1, 12), 9)
    aware.add("Bob", datetime(2026, 3, 1, 12, tzinfo=timezone.utc), 9)
    before = naive.to_bytes()
    with pytest.raises(nps.DayError):
        call(naive, aware)
    assert naive.to_bytes() == before
    taken = nps.Respondents()
    call(taken, naive)
    with pytest.raises(nps.DayError):
        taken.add("Bob", datetime(2026, 3, 1, 12, tzinfo=timezone.utc), 9)


@pytest.mark.parametrize("keep", ["latest", "first"])
@pytest.mark.parametrize("history", [True, False])
def test_the_rule_of_merging_is_that_of_the_header(keep, history):
    """Of every two rows of a person and a day, and of every three of them in every order, the same one counts."""
    rows = [(None, 0), (77, 0), (3, 0), (9, 0), (9, 1), (3, 1), (None, 2), (77, 2), (10, -1)]

    def made(answer, sequence):
        new = nps.Respondents(keep, history=history)
        new.add("Ann", 19782, answer, sequence=sequence)
        return new

    def order(row):
        answer, sequence = row
        is_answer = answer in range(11)
        later = sequence if keep == "first" and is_answer else -sequence
        return not is_answer, later, answer if is_answer else 11 if answer is None else 12

    for some in [*itertools.product(rows, repeat=2), *itertools.combinations(rows, 3)]:
        expected = nps.Accumulator([min(some, key=order)[0]])
        for ordered in itertools.permutations(some):
            merged = made(*ordered[0])
            for row in ordered[1:]:
                merged.merge(made(*row))
            assert merged.accumulator() == expected
    # Calls of one object, and objects that are appended, have an order.
    for answers in itertools.permutations([3, 9, 10]):
        called, appended = nps.Respondents(keep, history=history), nps.Respondents(keep, history=history)
        for answer in answers:
            called.add("Ann", 19782, answer)
            appended.append(made(answer, 0))
        chosen = answers[0 if keep == "first" else -1]
        assert called.accumulator() == appended.accumulator() == nps.Accumulator([chosen])


def test_messages():
    people, without = nps.Respondents(), nps.Respondents(history=False)
    for each in (people, without):
        each.add("Ann", date(2024, 3, 1), 9)
    for call in (without.rolling, without.timeline, nps.Respondents(history=False).rolling):
        with pytest.raises(nps.UnavailableError, match="a series needs history=True: without it only one answer a person"):
            call(7)
    with pytest.raises(nps.UnavailableError, match="as_of must be 2024-03-01, .*, not 2024-02-29: earlier days need history=True"):
        without.accumulator(date(2024, 2, 29))
    before = people.to_bytes()
    for sequence, error, said in (
        (1.5, TypeError, "must be an integer, not 1.5"),
        ("1", TypeError, "must be an integer, not '1'"),
        (2**63, OverflowError, "must be an integer from -2^63 to 2^63 - 1, not 9223372036854775808"),
    ):
        with pytest.raises(error) as refused:
            people.add("Ann", 19784, 9, sequence=sequence)
        assert str(refused.value) == f"sequence {said}"
        for ids in (["Ann", "Bob"], [1, 2]):
            with pytest.raises(error) as refused:
                nps.Respondents().update(ids, [1, 2], [9, 9], sequences=[1, sequence])
            assert str(refused.value) == f"row 1 of sequences {said}"
        with pytest.raises(error, match="row 0 of sequences"):
            nps.respondents_roll([1], [2], [9], sequences=[sequence])
    for wrong in (5, "12", {1: 2}):
        with pytest.raises(TypeError, match="sequences must be a column or an iterable with an integer for each answer"):
            people.update(["Ann", "Bob"], [1, 2], [9, 9], sequences=wrong)
    for ids in (["Ann", "Bob"], array("q", [1, 2])):
        with pytest.raises((ValueError, nps.ColumnError)):
            nps.Respondents().update(ids, [1, 2], [9, 9], sequences=[1])
    assert people.to_bytes() == before
    people.update(["Ann", "Ann"], [19784, 19784], [3, 9], sequences=[1, None])
    assert people.accumulator() == nps.Accumulator([3])
