"""Aggregates: plain, by group, in parallel, in moving windows. SPDX-License-Identifier: MIT"""

import nps
import pytest
from survey import A, ANSWERS, EMPTY, LARGEST, fill, text

KINDS = ["smallint", "integer", "bigint", "numeric", "real", "double precision"]


@pytest.mark.parametrize("kind", KINDS)
def test_the_state_has_the_bytes_of_the_library(sql, kind):
    rows = fill(sql, kind=kind)
    assert sql.value("SELECT nps_agg(answer)::bytea FROM answers") == A.to_bytes()
    assert sql.value("SELECT nps_agg(answer, 2)::bytea FROM answers") == (A + A).to_bytes()
    found = sql("SELECT shop, nps_agg(answer)::bytea FROM answers GROUP BY shop")
    assert {shop: bytes(state) for shop, state in found} == {
        shop: nps.Accumulator([answer for _, name, answer in rows if name == shop]).to_bytes()
        for shop in ("Rome", "Oslo", "Lima")}


def test_every_number_is_an_answer_or_missing_or_invalid(sql):
    invalid = "7.5 -0.5 10.000001 1e300 -1e300 Infinity -Infinity".split()
    for kind in ("double precision", "numeric"):
        for given in invalid:
            assert sql.value(f"SELECT nps_invalid(nps_agg('{given}'::{kind}))") == 1, (kind, given)
        assert sql.value(f"SELECT nps_missing(nps_agg('NaN'::{kind}))") == 1
        for answer in range(11):
            state = nps.Accumulator([answer]).to_bytes()
            assert sql.value(f"SELECT nps_agg('{answer}.000'::{kind})::bytea") == state
    assert sql.value("SELECT nps_invalid(nps_agg(9.00000000000000000000000000000000001))") == 1
    assert sql.value("SELECT nps_invalid(nps_agg('-0.00000000000000000000000001'::numeric))") == 1
    assert sql.value("SELECT nps_agg('-0'::double precision)::bytea") == nps.Accumulator([0]).to_bytes()
    for kind, least, most in (("smallint", -2**15, 2**15 - 1), ("integer", -2**31, 2**31 - 1),
                              ("bigint", -2**63, 2**63 - 1)):
        for given in (least, -2, -1, 11, most):
            assert sql.value(f"SELECT nps_invalid(nps_agg('{given}'::{kind}))") == 1, (kind, given)


def test_a_row_may_stand_for_many(sql):
    counted = sql.value("SELECT nps_agg(answer, times)::bytea FROM (VALUES (9, 3000), (NULL, 7), (12, 2), (4, 0)) "
                        "rows (answer, times)")
    assert counted == nps.Accumulator.from_counts([0] * 9 + [3000, 0], missing=7, invalid=2).to_bytes()
    for times in ("-1", "NULL"):
        message, _ = sql.refused(f"SELECT nps_agg(9, {times})")
        assert message == f"nps_agg: times must be a whole number from 0, not {times}"


def test_no_rows_are_null_and_answers_that_are_missing_are_rows(sql):
    for none in ("nps_agg(1) WHERE false", f"nps_rollup({text(A)}) WHERE false", "nps_rollup(NULL)"):
        assert sql.value(f"SELECT {none}") is None
    assert sql.value("SELECT nps_agg(NULL::integer)::bytea") == nps.Accumulator([None]).to_bytes()
    assert sql.value("SELECT nps_agg(9, 0)::bytea") == EMPTY.to_bytes()


def test_states_of_shops_roll_up_to_that_of_all(sql):
    fill(sql)
    shops = "(SELECT nps_agg(answer) state FROM answers GROUP BY shop UNION ALL SELECT NULL) shops"
    assert sql.value(f"SELECT nps_rollup(state)::bytea FROM {shops}") == A.to_bytes()


FRAMES = {"3 PRECEDING": (3, 0), "UNBOUNDED PRECEDING": (99, 0), "BETWEEN 2 PRECEDING AND 1 FOLLOWING": (2, 1),
          "BETWEEN 3 FOLLOWING AND 4 FOLLOWING": (-3, 4), "BETWEEN 1 PRECEDING AND 1 PRECEDING": (1, -1),
          "BETWEEN CURRENT ROW AND UNBOUNDED FOLLOWING": (0, 99)}


@pytest.mark.parametrize("frame", FRAMES)
@pytest.mark.parametrize("kind", KINDS)
def test_windows_equal_recomputation(sql, frame, kind):
    fill(sql, kind=kind)
    window = f"OVER (ORDER BY place ROWS {frame})"
    first, last = FRAMES[frame]
    seen = [ANSWERS[max(0, row - first):max(0, row + last + 1)] for row in range(len(ANSWERS))]
    wanted = [nps.Accumulator(answers).to_bytes() if answers else None for answers in seen]
    found = [row[0] and bytes(row[0]) for row in sql(f"SELECT (nps_agg(answer) {window})::bytea FROM answers")]
    assert found == wanted
    found = sql(f"SELECT (nps_agg(answer, place) {window})::bytea FROM answers")
    for row, (state,) in enumerate(found):
        many = [answer for place in range(max(0, row - first), min(len(ANSWERS), max(0, row + last + 1)))
                for answer in [ANSWERS[place]] * place]
        assert (state and bytes(state)) == (nps.Accumulator(many).to_bytes() if seen[row] else None)
    sql("CREATE TEMP TABLE days AS SELECT place, nps_agg(answer) state FROM answers GROUP BY place")
    found = [row[0] and bytes(row[0]) for row in sql(f"SELECT (nps_rollup(state) {window})::bytea FROM days")]
    assert found == wanted


def test_moving_windows_skip_states_that_are_null(sql):
    sql("CREATE TEMP TABLE days AS SELECT i, CASE WHEN i % 3 = 0 OR i BETWEEN 20 AND 30 THEN NULL "
        "ELSE nps_state(i, 2, 3) END state FROM generate_series(1, 60) i")
    moved = sql("SELECT (nps_rollup(state) OVER (ORDER BY i ROWS 4 PRECEDING))::bytea FROM days ORDER BY i")
    again = sql("SELECT (SELECT nps_rollup(state) FROM days d WHERE d.i BETWEEN days.i - 4 AND days.i)::bytea "
                "FROM days ORDER BY i")
    assert [row[0] and bytes(row[0]) for row in moved] == [row[0] and bytes(row[0]) for row in again]
    assert any(row[0] is None for row in moved)


def test_a_window_that_cannot_move_back_is_recomputed(sql):
    """With an exclusion, or a function in the argument that changes, PostgreSQL does not subtract."""
    fill(sql)
    found = sql("SELECT (nps_agg(answer) OVER (ORDER BY place ROWS BETWEEN 2 PRECEDING AND 2 FOLLOWING EXCLUDE CURRENT "
                "ROW))::bytea FROM answers")
    assert [bytes(row[0]) for row in found] == [
        nps.Accumulator(ANSWERS[max(0, row - 2):row] + ANSWERS[row + 1:row + 3]).to_bytes()
        for row in range(len(ANSWERS))]
    found = sql("SELECT (nps_agg(answer + (random() * 0)::integer) OVER (ORDER BY place ROWS 2 PRECEDING))::bytea "
                "FROM answers")
    assert bytes(found[-1][0]) == nps.Accumulator(ANSWERS[-3:]).to_bytes()


def test_a_parallel_plan_gives_the_same_bytes(sql):
    sql("CREATE TABLE many AS SELECT i, i % 13 shop, CASE i % 17 WHEN 0 THEN NULL ELSE i::bigint * 7919 % 12 "
        "END::smallint answer FROM generate_series(1, 100000) i")
    sql("ALTER TABLE many SET (parallel_workers = 3)")
    sql("CREATE TABLE states AS SELECT i / 10 ten, nps_agg(answer) state FROM many GROUP BY 1")
    sql("ALTER TABLE states SET (parallel_workers = 3)")
    sql("ANALYZE many, states")
    sql("SET parallel_leader_participation = off")
    answers = [None if i % 17 == 0 else i * 7919 % 12 for i in range(1, 100001)]
    by_shop = [[answers[i - 1] for i in range(1, 100001) if i % 13 == shop] for shop in range(13)]
    for query, wanted in (("nps_agg(answer)::bytea FROM many", [answers]),
                          ("nps_rollup(state)::bytea FROM states", [answers]),
                          ("nps_agg(answer)::bytea FROM many GROUP BY shop ORDER BY shop", by_shop)):
        plan = "\n".join(row[0] for row in sql(f"EXPLAIN (ANALYZE, COSTS off, TIMING off) SELECT {query}"))
        assert "Finalize" in plan and "Partial" in plan and "Workers Launched: 0" not in plan, plan
        found = [bytes(row[0]) for row in sql(f"SELECT {query}")]
        assert found == [nps.Accumulator(part).to_bytes() for part in wanted]


def test_groups_that_do_not_fit_into_memory(sql):
    sql("SET work_mem = '64kB'")
    sql("SET hash_mem_multiplier = 1")
    query = "SELECT i % 20000 AS shop, nps_agg(i % 11) state FROM generate_series(1, 60000) i GROUP BY 1"
    for settings in ("SET enable_sort = off", "SET enable_sort = on; SET enable_hashagg = off"):
        sql(settings)
        assert sql.value(f"SELECT nps_rollup(state)::bytea FROM ({query}) shops") == nps.Accumulator(
            [i % 11 for i in range(1, 60001)]).to_bytes()


def test_a_year_of_stored_days_rolls_up(sql):
    sql("CREATE TABLE answers_of_a_year AS SELECT date '2025-01-01' + i % 365 AS day, i % 7 AS shop, "
        "CASE i % 19 WHEN 0 THEN NULL ELSE i::bigint * 104729 % 12 END answer FROM generate_series(0, 49999) i")
    sql("CREATE TABLE days AS SELECT day, shop, nps_agg(answer) state FROM answers_of_a_year GROUP BY 1, 2")
    for by in ("shop", "date_trunc('month', day)", "date_trunc('quarter', day)", "1 + 0"):
        stored = sql(f"SELECT {by}, nps_rollup(state)::bytea FROM days GROUP BY 1 ORDER BY 1")
        counted = sql(f"SELECT {by}, nps_agg(answer)::bytea FROM answers_of_a_year GROUP BY 1 ORDER BY 1")
        assert [(key, bytes(state)) for key, state in stored] == [(key, bytes(state)) for key, state in counted]
    window = "OVER (PARTITION BY shop ORDER BY day RANGE '89 days' PRECEDING)"
    moved = sql(f"SELECT shop, day, (nps_rollup(state) {window})::bytea FROM days ORDER BY 1, 2")
    rows = sql("SELECT shop, day, answer FROM answers_of_a_year")
    for shop, day, state in moved[::200]:
        seen = [answer for name, when, answer in rows if name == shop and 0 <= (day - when).days < 90]
        assert bytes(state) == nps.Accumulator(seen).to_bytes()


def test_an_overflow_is_an_error_and_the_state_is_not_lost(sql):
    twice = f"(VALUES ({text(LARGEST)}), ({text(LARGEST)})) states (state)"
    message, code = sql.refused(f"SELECT nps_rollup(state) FROM {twice}")
    assert message.startswith("nps_rollup: ") and code == "22003"
    sql("BEGIN")
    sql("CREATE TEMP TABLE kept ON COMMIT DROP AS SELECT nps_agg(9) state")
    sql("SAVEPOINT before")
    with pytest.raises(Exception):
        sql(f"SELECT nps_rollup(state) FROM {twice}")
    sql("ROLLBACK TO before")
    assert sql.value("SELECT nps_score(state) FROM kept") == 100
    sql("COMMIT")
    message, _ = sql.refused("SELECT nps_agg(9, 9223372036854775807) FROM generate_series(1, 3)")
    assert message.startswith("nps_agg: ")


PARTS = ["nps_agg_step(NULL, 9)", "nps_agg_back(NULL, 9)", "nps_agg_step({0}, 9.5, 3)", "nps_rollup_step({0}, {0})",
         "nps_rollup_back({0}, {0})"]


@pytest.mark.parametrize("part", PARTS)
def test_parts_of_an_aggregate_refuse_to_be_called_alone(sql, part):
    message, code = sql.refused("SELECT " + part.format(text(A)))
    assert "which only an aggregate can call" in message and code == "55000"


def test_an_aggregate_of_somebody_else_may_use_the_parts(sql):
    """Without a final function its result is a sum that is not encoded, which every function reads, and stores."""
    sql("CREATE AGGREGATE pg_temp.raw_agg (integer) (SFUNC = nps_agg_step, STYPE = nps_state)")
    sql("CREATE AGGREGATE pg_temp.from_a (nps_state) (SFUNC = nps_rollup_step, STYPE = nps_state, "
        f"INITCOND = '\\x{A.to_bytes().hex()}')")
    fill(sql)
    sql("CREATE TEMP TABLE kept AS SELECT pg_temp.raw_agg(answer) state, 1 filling FROM answers")
    assert sql.value("SELECT state::bytea FROM kept") == A.to_bytes()
    assert sql.value("SELECT state::text FROM kept") == "\\x" + A.to_bytes().hex()
    twice = "(SELECT * FROM kept UNION ALL SELECT * FROM kept) two"
    assert sql.value(f"SELECT nps_rollup(state)::bytea FROM {twice}") == (A + A).to_bytes()
    assert sql.value(f"SELECT state = {text(A)} AND nps_state_hash(state) = nps_state_hash({text(A)}) "
                     f"AND nps_state_send(state) = {text(A)}::bytea AND nps_score(state) = nps_score({text(A)}) "
                     "FROM kept")
    for _ in range(2):
        assert sql(f"SELECT place % 2, pg_temp.from_a({text(A)})::bytea FROM answers GROUP BY 1")[0][1] is not None
        assert sql.value(f"SELECT pg_temp.from_a({text(A)})::bytea") == (A + A).to_bytes()
