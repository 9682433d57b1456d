"""The type nps_state: its forms, and everything that may be wrong with one. SPDX-License-Identifier: MIT"""

import io

import nps
import psycopg2
import pytest
from survey import A, ANSWERS, B, EMPTY, LARGEST, text

DAMAGED = "nps_state: the state is damaged or of another kind: "
STATES = [A, B, EMPTY, LARGEST, nps.Accumulator([9] * 300)]


@pytest.mark.parametrize("state", STATES)
def test_a_state_has_the_bytes_of_the_library_as_text_and_as_bytea(sql, state):
    assert sql.value(f"SELECT {text(state)}::text") == "\\x" + state.to_bytes().hex()
    assert sql.value(f"SELECT upper({text(state)}::text) = upper(%s)", "\\x" + state.to_bytes().hex()) is True
    assert sql.value(f"SELECT {text(state)}::bytea") == state.to_bytes()
    assert sql.value("SELECT %s::bytea::nps_state::bytea", state.to_bytes()) == state.to_bytes()
    assert sql.value("SELECT nps_state_send(%s::bytea::nps_state)", state.to_bytes()) == state.to_bytes()
    assert sql.value("SELECT ('\\x' || upper(%s))::nps_state::bytea", state.to_bytes().hex()) == state.to_bytes()


def copied(sql, table, rows):
    """The bytes of COPY ... BINARY with one column, which holds the given fields."""
    body = b"".join(b"\0\1" + len(field).to_bytes(4, "big") + field for field in rows)
    file = b"PGCOPY\n\xff\r\n\0" + bytes(8) + body + b"\xff\xff"
    with sql.connection.cursor() as cursor:
        cursor.copy_expert(f"COPY {table} FROM STDIN (FORMAT binary)", io.BytesIO(file))
    return file


def test_copy_writes_and_reads_states_in_binary(sql):
    sql("CREATE TEMP TABLE days (state nps_state)")
    file = copied(sql, "days", [state.to_bytes() for state in STATES])
    assert [bytes(row[0]) for row in sql("SELECT state::bytea FROM days")] == [state.to_bytes() for state in STATES]
    out = io.BytesIO()
    with sql.connection.cursor() as cursor:
        cursor.copy_expert("COPY days TO STDOUT (FORMAT binary)", out)
    assert out.getvalue() == file


def damaged(good):
    """Every length, and every byte changed by each of its bits."""
    yield from (good[:length] for length in range(len(good)))
    yield good + b"\0"
    yield good * 2
    yield from (good[:place] + bytes([good[place] ^ 1 << bit]) + good[place + 1:]
                for place in range(len(good)) for bit in range(8))


def test_damaged_bytes_are_errors_with_the_fact(sql):
    sql("CREATE TEMP TABLE days (state nps_state)")
    found = sql.value("""
        CREATE FUNCTION pg_temp.said(query text, value bytea) RETURNS text LANGUAGE plpgsql AS $$
        BEGIN EXECUTE query USING value; RETURN NULL;
        EXCEPTION WHEN OTHERS THEN RETURN sqlstate || ' ' || sqlerrm; END $$;
        SELECT 1""")
    assert found == 1
    bad = [*damaged(A.to_bytes()), nps.Weighted([9], [1.5]).to_bytes(), nps.Timeline().to_bytes(), bytes(108),
           bytes(10000)]
    for query, code in (("SELECT $1::nps_state", "22P03"),
                        ("SELECT (''\\x'' || encode($1, ''hex''))::nps_state", "22P02")):
        said = sql(f"SELECT pg_temp.said('{query}', value) FROM unnest(%s::bytea[]) value", bad)
        assert len(said) == len(bad)
        for state, (message,) in zip(bad, said):
            if code == "22P02" and len(state) > 142:
                assert "at most 142 bytes" in message
            else:
                assert message.startswith(f"{code} {DAMAGED}") and len(message) > len(DAMAGED) + 10, message
    for state in bad[::37]:
        message, code = refused_copy(sql, state)
        assert message.startswith(DAMAGED) and code == "22P03"


def refused_copy(sql, state):
    with pytest.raises(psycopg2.Error) as error:
        copied(sql, "days", [state])
    return error.value.diag.message_primary, error.value.pgcode


def test_other_texts_are_errors_that_say_what_a_state_is(sql):
    wanted = ("nps_state: a state as text is \\x and then two hexadecimal digits a byte, at most 142 bytes, "
              "not the text ")
    for given in ("", "\\", "ten", "\\x1", "\\y00", "\\x0g", "\\X00", "é" * 100, "\\x" + "00" * 200, " \\xc1"):
        message, code = sql.refused("SELECT %s::nps_state", given)
        assert message.startswith(wanted) and code == "22P02" and len(message) < len(wanted) + 45
    assert sql.refused("SELECT '\\x'::nps_state")[0].startswith(DAMAGED)


def test_equality_hash_and_order(sql):
    sql("CREATE TEMP TABLE days (day integer, state nps_state)")
    for day in range(40):
        sql("INSERT INTO days VALUES (%s, %s::bytea::nps_state)", day, STATES[day % 5].to_bytes())
    assert sql.value("SELECT count(*) FROM (SELECT DISTINCT state FROM days) found") == 5
    assert sql.value("SELECT count(DISTINCT state) FROM days") == 5
    joins = {"hashjoin": "Hash Join", "mergejoin": "Merge Join", "nestloop": "Nested Loop"}
    for kind, node in joins.items():
        for each in joins:
            sql(f"SET enable_{each} = {'on' if each == kind else 'off'}")
        query = "SELECT count(*) FROM days a JOIN days b ON a.state = b.state"
        assert node in str(sql(f"EXPLAIN {query}"))
        assert sql.value(query) == 5 * 64
    sql("CREATE UNIQUE INDEX ON days (state, day)")
    assert sql.value("SELECT count(*) FROM days WHERE state <> %s::bytea::nps_state", A.to_bytes()) == 32
    orders = (f"{text(A)} < {text(B)}", f"{text(A)} <= {text(A)}", f"{text(A)} > {text(A)}", f"{text(A)} >= {text(B)}")
    assert sql(f"SELECT {', '.join(orders)}") == [(True, True, False, False)]
    keys = [tuple(state.answers) + (state.missing, state.invalid) for state in STATES]
    found = sql("SELECT state::bytea FROM (SELECT DISTINCT state FROM days) found ORDER BY state")
    assert [bytes(row[0]) for row in found] == [state.to_bytes() for _, state in sorted(zip(keys, STATES))]
    assert sql.value("SELECT count(*) FROM (SELECT state, nps_rollup(state) FROM days GROUP BY state) found") == 5


def test_states_are_added_and_taken_back(sql):
    assert sql.value(f"SELECT ({text(A)} + {text(B)})::bytea") == (A + B).to_bytes()
    assert sql.value(f"SELECT ({text(A)} + {text(B)} - {text(A)})::bytea") == B.to_bytes()
    assert sql.value(f"SELECT {text(A)} + NULL") is None
    message, code = sql.refused(f"SELECT {text(LARGEST)} + {text(LARGEST)}")
    assert message.startswith("nps_merge: ") and code == "22003"
    message, code = sql.refused(f"SELECT {text(A)} - {text(B)}")
    assert message.startswith("nps_subtract: ") and code == "22003"
    sql("CREATE TEMP TABLE days (day date PRIMARY KEY, state nps_state)")
    for answer in ANSWERS:
        sql("INSERT INTO days SELECT '2026-01-01', nps_agg(%s::integer) "
            "ON CONFLICT (day) DO UPDATE SET state = days.state + excluded.state", answer)
    assert sql.value("SELECT state::bytea FROM days") == A.to_bytes()


@pytest.mark.parametrize("storage", ["plain", "main", "external", "extended"])
@pytest.mark.parametrize("compression", ["pglz", "lz4"])
def test_states_are_read_however_they_are_stored(sql, storage, compression):
    """With short headers, at odd addresses, compressed, and moved out of their rows."""
    sql(f"CREATE TEMP TABLE days (odd text, state nps_state COMPRESSION {compression}, filling text) "
        "WITH (toast_tuple_target = 128)")
    sql(f"ALTER TABLE days ALTER state SET STORAGE {storage}, ALTER filling SET STORAGE plain")
    for place in range(8):
        for state in STATES:
            sql("INSERT INTO days VALUES (%s, %s::bytea::nps_state, %s)", "x" * place, state.to_bytes(),
                "y" * 3000 * (place % 2))
    for state in STATES:
        assert sql.value("SELECT count(*) FROM days WHERE state::bytea = %s::bytea", state.to_bytes()) == 8
        assert sql.value("SELECT count(*) FROM days WHERE state = %s::bytea::nps_state", state.to_bytes()) == 8
    small = [state for state in STATES if state is not LARGEST]
    wanted = nps.Accumulator()
    for state in small * 8:
        wanted += state
    assert sql.value(f"SELECT nps_rollup(state)::bytea FROM days WHERE state <> {text(LARGEST)}") == wanted.to_bytes()
    moved = sql.value("SELECT pg_relation_size(reltoastrelid) > 0 FROM pg_class WHERE oid = 'pg_temp.days'::regclass")
    assert moved == (storage in {"external", "extended"})
    compressed = {row[0] for row in sql("SELECT pg_column_compression(state) FROM days")}
    assert compressed == ({None, compression} if storage in {"main", "extended"} else {None})
