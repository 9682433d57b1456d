# SPDX-License-Identifier: MIT
"""The queries of nps.sql on DuckDB, and read by the parser of every other dialect."""

import duckdb
import nps
import nps.sql
import pyarrow as pa
import pytest
import sqlglot
from sqlglot import exp

ANSWERS = [10, 9, 9, 8, 7, 6, 10, 3, None, 11, -1, 0, 10, 10, 5, None, 8, 2, 4, 1, 10, 0]
FLOATS = [*map(lambda answer: answer and float(answer), ANSWERS), 7.5, float("nan"), float("inf"), -0.0]
NAMES = {"postgresql": "postgres"}
"""What sqlglot calls a dialect, if not as we do."""
TABLE = ["public", 'the "answers`\\']


@pytest.fixture
def connection():
    made = duckdb.connect()
    made.register("arrow", pa.table({"shop": [("Rome", "Oslo", None)[row % 3] for row in range(len(FLOATS))],
                                     "answer": pa.array(FLOATS, from_pandas=False)}))  # fmt: skip
    made.execute("CREATE TABLE floats AS SELECT * FROM arrow")
    made.execute(f"CREATE TABLE integers AS SELECT * FROM floats LIMIT {len(ANSWERS)}")
    made.execute("ALTER TABLE integers ALTER answer TYPE SMALLINT")
    made.execute("CREATE TABLE decimals AS SELECT shop, answer::DECIMAL(5, 1) AS answer FROM integers")
    yield made
    made.close()


@pytest.mark.parametrize("table, answers", [("floats", FLOATS), ("integers", ANSWERS), ("decimals", ANSWERS)])
def test_duckdb_counts_as_the_library_does(connection, table, answers):
    query = nps.sql.counts("duckdb", ["main", table], "answer", by="shop")
    wanted = nps.Cube(["shop"])
    for row, answer in enumerate(answers):
        wanted.add([("Rome", "Oslo", None)[row % 3]], answer)
    for kind in (lambda relation: relation, lambda relation: connection.execute(query), lambda relation: relation.df(),
                 lambda relation: relation.to_arrow_table(), lambda relation: relation.pl()):  # fmt: skip
        assert nps.from_counts(kind(connection.sql(query)), by="shop").to_bytes() == wanted.to_bytes()
    everything = nps.from_counts(connection.sql(nps.sql.counts("duckdb", table, "answer")))
    assert everything.to_bytes() == nps.Accumulator(answers).to_bytes()


def test_duckdb_has_the_adjusted_wald_interval(connection):
    rows = connection.sql(nps.sql.adjusted_wald("duckdb", "floats", "answer", by="shop", level=0.9)).fetchall()
    assert len(rows) == 3
    for shop, n, missing, invalid, *counts, score, lower, upper, method in rows:
        sample = nps.Accumulator([a for row, a in enumerate(FLOATS) if ("Rome", "Oslo", None)[row % 3] == shop])
        assert (n, missing, invalid) == (sample.n, sample.missing, sample.invalid) and counts == [*sample.counts()]
        found = sample.interval(method="adjusted wald", level=0.9)
        assert method == found.method
        assert (score, lower, upper) == pytest.approx((sample.score, found.lower, found.upper), abs=1e-12)
    (figures,) = connection.sql(nps.sql.adjusted_wald("duckdb", "floats", "answer", where="false")).fetchall()
    assert figures == (0, 0, 0, 0, 0, 0, None, None, None, "adjusted wald")


@pytest.mark.parametrize("make", [nps.sql.counts, nps.sql.adjusted_wald])
@pytest.mark.parametrize("dialect", nps.sql.DIALECTS)
def test_every_dialect_is_read(dialect, make):
    query = make(dialect, TABLE, 'the "answer', by=["shop", "day"], where="day > 3")
    (read,) = sqlglot.parse(query, read=NAMES.get(dialect, dialect), error_level=sqlglot.ErrorLevel.RAISE)
    shown = read.sql(dialect=NAMES.get(dialect, dialect))
    assert not list(read.find_all(exp.Anonymous)) or dialect == "clickhouse"
    assert [each.name for each in read.find_all(exp.Table)] == [TABLE[1]]
    assert read.named_selects[:2] == ["shop", "day"] and read.named_selects[-1] in ("invalid", "method")
    assert {'the "answer', "shop", "day"} <= {each.name for each in read.find_all(exp.Column)}
    assert sqlglot.parse_one(shown, read=NAMES.get(dialect, dialect)) == read
