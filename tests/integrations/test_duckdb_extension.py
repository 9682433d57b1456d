# SPDX-License-Identifier: MIT
"""The extension of DuckDB: the same states and figures as the library, and the same messages as the other engines."""

import json
import os
import pathlib

import duckdb
import nps
import pyarrow as pa
import pytest

ROOT = pathlib.Path(__file__).parents[2]
EXTENSION = os.environ.get("NPS_DUCKDB", ROOT / "build" / "duckdb" / "duckdb" / "nps.duckdb_extension")
ANSWERS = [10, 9, 9, 8, 7, 6, 10, 3, None, 11, -1, 0, 10, 10, 5, None, 8]
FLOATS = [*map(lambda answer: answer and float(answer), ANSWERS), 7.5, float("nan"), float("inf"), -0.0]
A, B = nps.Accumulator(ANSWERS), nps.Accumulator([2, 10, 9, 7, 7, 0, 6])
EMPTY = nps.Accumulator().to_bytes()
INTEGERS = ["TINYINT", "SMALLINT", "INTEGER", "BIGINT", "HUGEINT"]
UNSIGNED = ["UTINYINT", "USMALLINT", "UINTEGER", "UBIGINT"]
MANY = 100_003
"""More rows than a vector or a row group has."""


@pytest.fixture(scope="module")
def connection():
    made = duckdb.connect(config={"allow_unsigned_extensions": True})
    made.load_extension(str(EXTENSION))
    made.register("arrow", pa.table({"place": list(range(len(FLOATS))), "answer": pa.array(FLOATS, from_pandas=False)}))
    made.execute("CREATE TABLE floats AS FROM arrow")
    made.execute(f"CREATE TABLE answers AS FROM floats LIMIT {len(ANSWERS)}")
    made.execute(f"""CREATE TABLE many AS SELECT i, i * 7 % 1009 AS shop, CASE WHEN i % 13 < 12 THEN i * 5 % 13 - 1 END
                     AS answer FROM range({MANY}) t(i)""")
    yield made
    made.close()


def value(connection, query, *parameters):
    return connection.execute(query, parameters).fetchall()[0][0]


@pytest.mark.parametrize("kind", [*INTEGERS, "DOUBLE", "FLOAT", "DECIMAL(5, 1)"])
def test_the_state_has_the_bytes_of_the_library(connection, kind):
    assert value(connection, f"SELECT nps_agg(answer::{kind}) FROM answers") == A.to_bytes()
    rows = connection.execute(f"SELECT place % 3, nps_agg(answer::{kind}) FROM answers GROUP BY 1").fetchall()
    assert dict(rows) == {key: nps.Accumulator(ANSWERS[key::3]).to_bytes() for key in range(3)}


@pytest.mark.parametrize("kind", UNSIGNED)
def test_unsigned_answers(connection, kind):
    wanted = nps.Accumulator([answer for answer in ANSWERS if answer != -1])
    assert value(connection, f"SELECT nps_agg(answer::{kind}) FROM answers WHERE answer IS DISTINCT FROM -1") == \
        wanted.to_bytes()


@pytest.mark.parametrize("kind", ["DOUBLE", "FLOAT"])
def test_nan_is_missing_and_fractions_are_invalid(connection, kind):
    assert value(connection, f"SELECT nps_agg(answer::{kind}) FROM floats") == nps.Accumulator(FLOATS).to_bytes()


@pytest.mark.parametrize("threads", [1, 4])
def test_many_rows_in_many_groups(connection, threads):
    connection.execute(f"SET threads = {threads}")
    answers = [i * 5 % 13 - 1 if i % 13 < 12 else None for i in range(MANY)]
    assert value(connection, "SELECT nps_agg(answer) FROM many") == nps.Accumulator(answers).to_bytes()
    groups = {}
    for i, answer in enumerate(answers):
        groups.setdefault(i * 7 % 1009, []).append(answer)
    found = dict(connection.execute("SELECT shop, nps_agg(answer) FROM many GROUP BY shop").fetchall())
    assert found == {shop: nps.Accumulator(each).to_bytes() for shop, each in groups.items()}
    rolled = "SELECT nps_rollup(state) FROM (SELECT nps_agg(answer) AS state FROM many GROUP BY shop)"
    assert value(connection, rolled) == nps.Accumulator(answers).to_bytes()
    times = "SELECT nps_agg(answer, times) FROM (SELECT answer, count(*) AS times FROM many GROUP BY answer)"
    assert value(connection, times) == nps.Accumulator(answers).to_bytes()


def test_no_rows_are_null_and_answers_that_are_missing_are_rows(connection):
    for none in ("nps_agg(9) WHERE false", "nps_rollup(''::BLOB) WHERE false", "nps_rollup(NULL)"):
        assert value(connection, f"SELECT {none}") is None
    for kind in [*INTEGERS, *UNSIGNED, "DOUBLE", "VARCHAR"]:
        assert value(connection, f"SELECT nps_agg(NULL::{kind})") == nps.Accumulator([None]).to_bytes()
    assert value(connection, "SELECT nps_agg(9, 0)") == EMPTY


def test_windows_equal_recomputation(connection):
    window = "OVER (ORDER BY place ROWS BETWEEN 2 PRECEDING AND 1 FOLLOWING)"
    wanted = [nps.Accumulator(ANSWERS[max(0, row - 2):row + 2]).to_bytes() for row in range(len(ANSWERS))]
    found = connection.execute(f"SELECT nps_agg(answer) {window} FROM answers ORDER BY place").fetchall()
    assert [state for (state,) in found] == wanted
    days = "(SELECT place, nps_agg(answer) AS state FROM answers GROUP BY place)"
    found = connection.execute(f"SELECT nps_rollup(state) {window} FROM {days} ORDER BY place").fetchall()
    assert [state for (state,) in found] == wanted


def test_figures_are_those_of_the_library(connection):
    state, other, counts = A.to_bytes(), B.to_bytes(), A.counts()
    for name, wanted in {
        "nps_score($1)": A.score, "nps_n($1)": A.n, "nps_promoters($1)": counts.promoters,
        "nps_passives($1)": counts.passives, "nps_detractors($1)": counts.detractors, "nps_missing($1)": A.missing,
        "nps_invalid($1)": A.invalid, "nps_lower($1)": A.interval().lower, "nps_upper($1)": A.interval().upper,
        "nps_lower($1, 0.9)": A.interval(level=0.9).lower,
        "nps_upper($1, NULL, 'Wald')": A.interval(method="wald").upper,
        "nps_lower($1, 0.99, 'adjusted_WALD', '0-10')": A.interval(level=0.99, method="adjusted wald").lower,
        "nps_test($1, 36)": A.test(36).p_value, "nps_test($1, -20.5)": A.test(-20.5).p_value,
    }.items():  # fmt: skip
        assert value(connection, f"SELECT {name}", state) == wanted, name
    for level, method in ((0.95, "auto"), (0.9, "score")):
        found = nps.compare(A, B, level=level, method=method)
        for suffix, wanted in {"": found.difference, "_lower": found.lower, "_upper": found.upper,
                               "_p": found.p_value}.items():  # fmt: skip
            assert value(connection, f"SELECT nps_compare{suffix}(?, ?, {level}, '{method}')", state, other) == wanted
    stars = nps.Accumulator([5, 5, 4, 1, 3])
    assert value(connection, "SELECT nps_score(?, '1_5')", stars.to_bytes()) == stars.counts("1_5").score
    assert value(connection, "SELECT nps_version()") == nps.__version__
    read = json.loads(value(connection, "SELECT nps_json(?)", state))
    assert (read["score"], read["upper"], read["missing"]) == (A.score, A.interval().upper, 2)
    made = nps.Accumulator.from_bytes(value(connection, "SELECT nps_state(46, 30, 14)"))
    assert made.counts() == nps.Counts(46, 30, 14)


def test_figures_of_many_states(connection):
    states = "(SELECT shop, nps_agg(answer) AS state FROM many GROUP BY shop)"
    for shop, state, score, lower in connection.execute(
        f"SELECT shop, state, nps_score(state), nps_lower(state, 0.9, 'wald') FROM {states} WHERE shop % 10 = 3"
    ).fetchall():
        read = nps.Accumulator.from_bytes(state)
        assert (score, lower) == (read.score, read.interval(level=0.9, method="wald").lower), shop


def test_what_has_no_value_is_null(connection):
    for name in ("nps_score", "nps_lower", "nps_upper"):
        assert value(connection, f"SELECT {name}(?)", EMPTY) is None
        assert value(connection, f"SELECT {name}(NULL)") is None
    assert value(connection, "SELECT nps_test(?, 0)", EMPTY) is None
    assert value(connection, "SELECT nps_compare(?, ?)", EMPTY, A.to_bytes()) is None


STATE = "'" + "".join(f"\\x{byte:02X}" for byte in A.to_bytes()) + "'::BLOB"
SHOWN = 'not the text "ten"'
REFUSED = {
    "nps_agg('ten')": f"nps_agg: an answer is a number or NULL, {SHOWN}; see CAST(... AS INTEGER)",
    "nps_agg(9, -1)": "nps_agg: times must be a whole number from 0, not -1",
    "nps_agg(9, NULL)": "nps_agg: times must be a whole number from 0, not NULL",
    "nps_rollup(''::BLOB)": "nps_rollup: the state is damaged or of another kind: ",
    "nps_missing('a'::BLOB)": "nps_missing: the state is damaged or of another kind: ",
    f"nps_lower({STATE}, 95)": "nps_lower: the level must be a number between 0 and 1, such as 0.95, not 95.0",
    f"nps_json({STATE}, 0.9, 'ten')": "nps_json: the method must be one of auto, exact, score, ",
    f"nps_n({STATE}, '1-5')": "nps_n: answers off the scale 1_5: 11",
    f"nps_n({STATE}, 'ten')": f"nps_n: the scale must be one of 0_10, 1_10, 1_5, 1_7, {SHOWN}",
    "nps_state(1, -2, 3)": "nps_state: passives must be a whole number from 0, not -2",
    "nps_state(1, 2, NULL)": "nps_state: detractors must be a whole number from 0, not NULL",
    "nps_n(nps_rollup(s)) FROM (SELECT nps_state(9223372036854775807, 0, 0) s FROM range(2))":
        "nps_n: 18446744073709551614 is more than an integer of SQL holds",
    "nps_rollup(s) FROM (SELECT nps_state(9223372036854775807, 0, 0) s FROM range(3))": "nps_rollup: ",
}


@pytest.mark.parametrize("call", REFUSED)
def test_messages_name_what_is_wrong(connection, call):
    with pytest.raises(duckdb.InvalidInputException) as error:
        connection.execute(f"SELECT {call}").fetchall()
    assert REFUSED[call] in str(error.value)
    assert value(connection, "SELECT nps_score(nps_agg(9))") == 100


def test_every_damage_of_a_state_is_an_error(connection):
    good = A.to_bytes()
    damaged = [good[:length] for length in range(len(good))] + [good + b"\0"]
    damaged += [good[:place] + bytes([good[place] ^ 1 << bit]) + good[place + 1:]
                for place in range(len(good)) for bit in range(8)]  # fmt: skip
    for state in damaged:
        with pytest.raises(duckdb.InvalidInputException):
            connection.execute("SELECT nps_rollup(?)", (state,)).fetchall()
        with pytest.raises(duckdb.InvalidInputException):
            connection.execute("SELECT nps_score(?)", (state,)).fetchall()


def test_states_of_another_kind_are_errors(connection):
    with pytest.raises(duckdb.InvalidInputException, match="nps_score: the state is damaged or of another kind: "):
        connection.execute("SELECT nps_score(?)", (nps.Weighted([9], [1.5]).to_bytes(),)).fetchall()


def test_states_are_stored_and_read_again(connection, tmp_path):
    file = tmp_path / "states.parquet"
    connection.execute(f"COPY (SELECT shop, nps_agg(answer) AS state FROM many GROUP BY shop) TO '{file}'")
    found = value(connection, f"SELECT nps_rollup(state) = (SELECT nps_agg(answer) FROM many) FROM '{file}'")
    assert found is True
