"""Bytes in a row that no function made, as a damaged disk has them. SPDX-License-Identifier: MIT"""

import pytest
from survey import A, B, EMPTY, LARGEST, text

CALLS = ["nps_score($1)", "nps_n($1)", "nps_promoters($1)", "nps_passives($1)", "nps_detractors($1)", "nps_missing($1)",
         "nps_invalid($1)", "nps_lower($1)", "nps_upper($1)", "nps_test($1, 0)", "nps_read($1)", "nps_json($1)",
         "nps_compare($1, {0})", "nps_compare_lower({0}, $1)", "nps_compare_upper($1, $1)", "nps_compare_p({0}, $1)",
         "nps_compare_read($1, {0})", "$1 + {0}", "{0} - $1", "$1 = {0}", "$1 < $1", "nps_state_cmp({0}, $1)",
         "nps_state_hash($1)", "nps_state_hash_extended($1, 1)", "$1::bytea", "$1::text", "nps_state_send($1)",
         "nps_state_end($1)", "nps_rollup($1)", "nps_rollup(s) FROM (VALUES ({0}), ($1)) v (s)",
         "nps_rollup(s) FROM (VALUES ($1), ({0})) v (s)"]


@pytest.fixture
def raw(sql):
    """A connection in which a bytea becomes a state unread, which only a superuser can arrange."""
    if sql.value("SELECT count(*) FROM pg_cast WHERE casttarget = 'nps_state'::regtype AND castmethod = 'b'") == 0:
        sql("ALTER EXTENSION nps DROP CAST (bytea AS nps_state)")
        sql("DROP CAST (bytea AS nps_state)")
        sql("CREATE CAST (bytea AS nps_state) WITHOUT FUNCTION")
    sql("CREATE FUNCTION pg_temp.said(query text, value bytea) RETURNS text LANGUAGE plpgsql AS $$ BEGIN EXECUTE query "
        "USING value::nps_state; RETURN NULL; EXCEPTION WHEN OTHERS THEN RETURN sqlstate || ' ' || sqlerrm; END $$")
    return sql


@pytest.mark.parametrize("call", CALLS)
def test_every_function_refuses_damaged_bytes(raw, call):
    good = A.to_bytes()
    bad = [good[:length] for length in range(len(good))] + [good + b"\0", bytes(107), bytes(109), b"\1" + bytes(107)]
    bad += [good[:place] + bytes([good[place] ^ 0x55]) + good[place + 1:] for place in range(len(good))]
    query = "SELECT " + call.format(text(B))
    said = raw("SELECT pg_temp.said(%s, value) FROM unnest(%s::bytea[]) value", query, bad)
    assert len(said) == len(bad)
    for (message,) in said:
        assert message.startswith("XX001 nps_") and ": the state is damaged or of another kind: " in message
    assert raw.value("SELECT pg_temp.said(%s, %s)", query, B.to_bytes()) is None


@pytest.mark.parametrize("call", CALLS)
def test_any_bytes_of_the_length_of_a_sum_are_a_sum(raw, call):
    sums = [bytes(4) + bytes(state.answers[0] // (2**64 - 1) * 255 for _ in range(104)) for state in (EMPTY, LARGEST)]
    sums += [bytes(4) + bytes((place * step + step) % 256 for place in range(104)) for step in range(1, 256, 8)]
    said = raw("SELECT pg_temp.said(%s, value) FROM unnest(%s::bytea[]) value", "SELECT " + call.format(text(B)), sums)
    assert len(said) == len(sums)
    assert all(message is None or message.startswith(("22003 nps_", "22023 nps_")) for (message,) in said)


def test_an_index_of_damaged_states_is_refused(raw):
    raw("CREATE TEMP TABLE days (state nps_state)")
    raw("INSERT INTO days VALUES (%s::nps_state), (%s::nps_state)", A.to_bytes(), A.to_bytes()[:-1])
    for method in ("btree", "hash"):
        message, code = raw.refused(f"CREATE INDEX ON days USING {method} (state)")
        assert code == "XX001" and message.startswith("nps_state: ")
    message, code = raw.refused("SELECT nps_rollup(state) FROM days")
    assert code == "XX001" and message.startswith("nps_rollup: ")
