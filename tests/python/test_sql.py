# SPDX-License-Identifier: MIT
"""The queries of nps.sql, run by SQLite, and the states that nps.from_counts() makes of their results."""

import datetime as dt
import doctest
import sqlite3
from decimal import Decimal
from pathlib import Path

import nps
import nps.sql
import pytest

ANSWERS = [10, 9, 9, 8, 7, 6, 10, 3, None, 11, -1, 0, 7.5, 9.0, float("inf"), 10, 10, 5, None, 8, 2, 4, 1, 10.0, -0.0]
SHOPS = ["Rome", "Oslo", "Lima", None]
REGIONS = [1, 2]
ROWS = [(SHOPS[row % 4], REGIONS[row // 3 % 2], answer) for row, answer in enumerate(ANSWERS)]
ODD = 'an "odd`name\\ of; it\'s --'
ZEROS = {f"answer_{answer}": 0 for answer in range(11)}
EMPTY = {**ZEROS, "missing": 0, "invalid": 0}


@pytest.fixture
def connection():
    made = sqlite3.connect(":memory:")
    made.execute("CREATE TABLE answers (shop, region, answer)")
    made.executemany("INSERT INTO answers VALUES (?, ?, ?)", ROWS)
    yield made
    made.close()


def test_all_rows(connection):
    cursor = connection.execute(nps.sql.counts("sqlite", "answers", "answer"))
    assert [column[0] for column in cursor.description] == list(EMPTY)
    assert nps.from_counts(cursor).to_bytes() == nps.Accumulator(ANSWERS).to_bytes()


def test_each_segment(connection):
    query = nps.sql.counts("sqlite", ["main", "answers"], "answer", by=["shop", "region"])
    cube = nps.from_counts(connection.execute(query), by=["shop", "region"])
    wanted, of_regions = nps.Cube(["shop", "region"]), nps.Cube(["region"])
    for shop, region, answer in ROWS:
        wanted.add((shop, region), answer)
        of_regions.add((region,), answer)
    assert cube.to_bytes() == wanted.to_bytes()
    assert nps.from_counts(connection.execute(query), by="region").to_bytes() == of_regions.to_bytes()
    assert nps.from_counts(connection.execute(query)) == nps.Accumulator(ANSWERS)


def test_a_condition(connection):
    query = nps.sql.counts("sqlite", "answers", "answer", where="region = 1 -- the first")
    assert nps.from_counts(connection.execute(query)) == nps.Accumulator([a for _, r, a in ROWS if r == 1])


def test_no_rows(connection):
    for by, wanted in (((), [(0,) * 13]), ("shop", [])):
        query = nps.sql.counts("sqlite", "answers", "answer", by, where="0")
        assert connection.execute(query).fetchall() == wanted
    assert len(nps.from_counts(connection.execute(query), by="shop")) == 0
    assert nps.from_counts(connection.execute(query)).n == 0


def test_odd_names_are_only_names(connection):
    quoted = ODD.replace('"', '""')
    connection.execute(f'CREATE TABLE "{quoted}" ("{quoted}2", "{quoted}")')
    connection.execute(f'INSERT INTO "{quoted}" VALUES (?, 9)', ["Rome"])
    query = nps.sql.counts("sqlite", ODD, ODD, by=ODD + "2")
    assert nps.from_counts(connection.execute(query), by=ODD + "2")["Rome"].answers[9] == 1
    # The answer may be a key too.
    query = nps.sql.counts("sqlite", ODD, ODD, by=ODD)
    assert nps.from_counts(connection.execute(query), by=ODD)[9].n == 1


def test_an_unknown_column_is_an_error_and_no_text(connection):
    with pytest.raises(sqlite3.OperationalError, match="no such column: anser"):
        connection.execute(nps.sql.counts("sqlite", "answers", "anser"))


@pytest.mark.parametrize("dialect", nps.sql.DIALECTS)
def test_names_are_quoted(dialect):
    query = nps.sql.counts(dialect, ["a b", ODD], ODD, by=["Shop"])
    wanted = {
        "`": ["`a b`.`" + ODD.replace("`", "``") + "`", "`Shop`"],
        '"': ['"a b"."' + ODD.replace('"', '""') + '"', '"Shop"'],
        "\\": ["`a b`.`" + ODD.replace("\\", "\\\\").replace("`", "\\`") + "`", "`Shop`"],
    }
    sign = {"sqlite": "`", "spark": "`", "clickhouse": "\\", "bigquery": "\\"}.get(dialect, '"')
    assert all(part in query for part in wanted[sign])


@pytest.mark.parametrize("scale", ["0_10", "1_10", "1_5", "1_7", nps.Scale(2, 6, 3, 4)])
@pytest.mark.parametrize("level", [0.95, 0.5, 1 - 1e-9])
def test_adjusted_wald_is_that_of_the_library(connection, scale, level):
    connection.execute("INSERT INTO answers VALUES ('none', 1, NULL), ('all', 1, 5), ('big', 2, 5)")
    connection.execute("WITH RECURSIVE n AS (SELECT 1 i UNION ALL SELECT i + 1 FROM n WHERE i < 40000)"
                       "INSERT INTO answers SELECT 'many', 1, i % 13 FROM n")  # fmt: skip
    query = nps.sql.adjusted_wald("sqlite", "answers", "answer", "shop", scale=scale, level=level)
    assert query.startswith("-- Adjusted Wald")
    cursor = connection.execute(query)
    names = [column[0] for column in cursor.description]
    found = [dict(zip(names, row)) for row in cursor]
    rows = connection.execute("SELECT shop, answer FROM answers").fetchall()
    assert len(found) == 8
    for row in found:
        sample = nps.Accumulator([answer for shop, answer in rows if shop == row["shop"]])
        counted = sample.counts(scale, outside="ignore")
        off = sample.n - counted.n
        assert [row[name] for name in counted.to_dict()] == [*counted]
        assert [row["n"], row["missing"], row["invalid"]] == [counted.n, sample.missing, sample.invalid + off]
        if counted.n:
            wanted = counted.interval(method="adjusted wald", level=level)
            assert row["score"] == pytest.approx(counted.score, abs=1e-12)
            assert row["lower"] == pytest.approx(wanted.lower, abs=1e-12)
            assert row["upper"] == pytest.approx(wanted.upper, abs=1e-12)
            assert row["method"] == wanted.method
        else:
            assert row["score"] is row["lower"] is row["upper"] is None


def test_every_figure_of_adjusted_wald_up_to_ten_answers(connection):
    connection.execute("CREATE TABLE cases (place, answer)")
    cases = [(p, m, d) for p in range(11) for m in range(11 - p) for d in range(11 - p - m) if p + m + d]
    for place, (p, m, d) in enumerate(cases):
        connection.executemany("INSERT INTO cases VALUES (?, ?)", [(place, a) for a in [10] * p + [8] * m + [0] * d])
    query = f"SELECT lower, upper FROM ({nps.sql.adjusted_wald('sqlite', 'cases', 'answer', 'place')}) ORDER BY place"
    for counts, (lower, upper) in zip(cases, connection.execute(query).fetchall()):
        wanted = nps.Counts(*counts).interval(method="adjusted wald")
        assert (lower, upper) == pytest.approx((wanted.lower, wanted.upper), abs=1e-12)


@pytest.mark.parametrize(
    "frame",
    [
        {**{name: [0, 1] for name in EMPTY}, "answer_9": [2, Decimal(1)], "day": [dt.date(2026, 1, 1), None]},
        [{**EMPTY, "answer_9": 2.0, "day": dt.date(2026, 1, 1)}, {**{name: 1 for name in EMPTY}, "day": None}],
    ],
)
def test_frames(frame):
    cube = nps.from_counts(frame, by="day")
    assert cube[dt.date(2026, 1, 1)].to_bytes() == nps.Accumulator([9, 9]).to_bytes()
    assert cube[None].to_bytes() == nps.Accumulator([*range(11), None, 11]).to_bytes()


@pytest.mark.parametrize(
    "change, error, said",
    [
        ({"answer_3": 1.5}, TypeError, "answer_3 of row 1 must be a whole number of answers, not 1.5"),
        ({"answer_3": Decimal("NaN")}, TypeError, "answer_3 of row 1 must be a whole number of answers"),
        ({"missing": None}, TypeError, "missing of row 1 must be a whole number of answers, not None"),
        ({"invalid": -1}, OverflowError, r"invalid of row 1 must be .* from 0 to 2\^64 - 1, not -1"),
        ({"answer_0": float("inf")}, TypeError, "answer_0 of row 1 must be a whole number"),
        ({"answer_0": 2**64 - 1}, OverflowError, "."),
        ({"shop": 1.5}, nps.KeyTypeError, "shop"),
    ],
)
def test_what_is_no_count(change, error, said):
    with pytest.raises(error, match=said):
        nps.from_counts([{**EMPTY, "answer_0": 1, "shop": "a"}, {**EMPTY, "shop": "a", **change}], by="shop")


def test_what_is_no_result(connection):
    with pytest.raises(KeyError, match="there is no column 'invalid'"):
        nps.from_counts([{**ZEROS, "missing": 1}])
    with pytest.raises(KeyError, match="there is no column 'shop'"):
        nps.from_counts([EMPTY], by="shop")
    with pytest.raises(TypeError, match="the cursor has no result"):
        nps.from_counts(connection.execute("CREATE TABLE other (x)"))
    with pytest.raises(KeyError, match="there is no column 'answer_0'"):
        nps.from_counts(connection.execute("SELECT 1 AS x"))


@pytest.mark.parametrize(
    "call, error, said",
    [
        (lambda: nps.sql.counts("oracle", "t", "a"), ValueError, "one of sqlite, postgresql, .*, not 'oracle'"),
        (lambda: nps.sql.counts(None, "t", "a"), ValueError, "the dialect must be one of"),
        (lambda: nps.sql.counts("duckdb", "", "a"), ValueError, "table must be a name"),
        (lambda: nps.sql.counts("duckdb", [], "a"), ValueError, "not an empty list"),
        (lambda: nps.sql.counts("duckdb", "t", "a\0"), ValueError, "zero bytes"),
        (lambda: nps.sql.counts("duckdb", "t", 3), TypeError, "answer must be the name of a column, not 3"),
        (lambda: nps.sql.counts("duckdb", "t", "a", ["b", "b"]), ValueError, "the key 'b' is named twice"),
        (lambda: nps.sql.counts("duckdb", "t", "a", "Missing"), ValueError, "a column 'Missing' of its own"),
        (lambda: nps.sql.counts("duckdb", "t", "a", "nps_answer"), ValueError, "give the key another name in a view"),
        (lambda: nps.sql.counts("duckdb", "t", "a", where=" "), ValueError, "where must be a condition"),
        (lambda: nps.sql.adjusted_wald("duckdb", "t", "a", "score"), ValueError, "a column 'score' of its own"),
        (lambda: nps.sql.adjusted_wald("duckdb", "t", "a", level=95), nps.LevelError, "write 0.95"),
        (lambda: nps.sql.adjusted_wald("duckdb", "t", "a", scale="1_6"), nps.ScaleError, "1_6"),
    ],
)
def test_what_is_no_query(call, error, said):
    with pytest.raises(error, match=said):
        call()


def test_the_examples_of_the_module_print_what_they_say():
    found = doctest.testmod(nps.sql, extraglobs={"nps": nps})
    assert found.attempted > 8 and found.failed == 0


def test_the_page_on_databases_prints_what_it_says():
    found = doctest.testfile(str(Path(__file__).parents[2] / "docs" / "databases.md"), module_relative=False)
    assert found.attempted > 5 and found.failed == 0
