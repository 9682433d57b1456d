"""The type nps_timeline: answers by day. SPDX-License-Identifier: MIT"""

import datetime

import nps
import pytest
from survey import A, ANSWERS, text

FIRST = datetime.date(2024, 1, 20)
DAYS = [FIRST + datetime.timedelta(days=place * place * 3 % 400) if place % 7 else None for place in range(400)]
ROWS = [(day, ANSWERS[place % len(ANSWERS)]) for place, day in enumerate(DAYS)]
KINDS = ["smallint", "integer", "bigint", "numeric", "double precision"]


def timeline(rows=ROWS):
    made = nps.Timeline()
    for day, answer in rows:
        made.add(day, answer)
    return made


def fill(sql, kind="integer"):
    sql(f"CREATE TEMP TABLE answers (day date, answer {kind})")
    with sql.connection.cursor() as cursor:
        cursor.executemany("INSERT INTO answers VALUES (%s, %s)", ROWS)


@pytest.mark.parametrize("kind", KINDS)
def test_the_timeline_has_the_bytes_of_the_library(sql, kind):
    fill(sql, kind)
    wanted = timeline().to_bytes()
    assert sql.value("SELECT nps_timeline_agg(day, answer)::bytea FROM answers") == wanted
    assert sql.value("SELECT nps_timeline_agg(day, answer, 2)::bytea FROM answers") == timeline(ROWS * 2).to_bytes()
    assert sql.value("SELECT nps_timeline_agg(day, state)::bytea FROM "
                     "(SELECT day, nps_agg(answer) state FROM answers GROUP BY day) days") == wanted
    parts = "(SELECT nps_timeline_agg(day, answer) t FROM answers GROUP BY answer UNION ALL SELECT NULL) parts"
    assert sql.value(f"SELECT nps_timeline_rollup(t)::bytea FROM {parts}") == wanted
    whole = "(SELECT nps_timeline_agg(day, answer) t FROM answers) whole"
    assert sql.value(f"SELECT t::text FROM {whole}") == "\\x" + wanted.hex()
    assert sql.value("SELECT %s::bytea::nps_timeline::bytea", wanted) == wanted
    assert sql.value("SELECT %s::nps_timeline::bytea", "\\x" + wanted.hex()) == wanted
    assert sql.value(f"SELECT (t + t)::bytea FROM {whole}") == timeline(ROWS * 2).to_bytes()


def test_parallel_and_grouped_timelines(sql):
    sql("CREATE TABLE many AS SELECT date '2020-02-01' + i % 700 AS day, i % 30 AS shop, i % 11 AS answer "
        "FROM generate_series(1, 40000) i")
    sql("ALTER TABLE many SET (parallel_workers = 2)")
    sql("ANALYZE many")
    query = "SELECT nps_timeline_agg(day, answer)::bytea FROM many"
    assert "Partial Aggregate" in str(sql(f"EXPLAIN {query}"))
    wanted = sql.value(query)
    for settings in ("SET max_parallel_workers_per_gather = 0", "SET enable_hashagg = off", "SET enable_hashagg = on"):
        sql(settings)
        assert sql.value(query) == wanted
        parts = "(SELECT nps_timeline_agg(day, answer) t FROM many GROUP BY shop) parts"
        assert sql.value(f"SELECT nps_timeline_rollup(t)::bytea FROM {parts}") == wanted
    rows = sql("SELECT day, answer FROM many WHERE shop = 3")
    assert sql.value(query + " WHERE shop = 3") == timeline(rows).to_bytes()
    found = sql("SELECT (nps_timeline_agg(day, answer) OVER (ORDER BY day ROWS 3 PRECEDING))::bytea "
                "FROM (SELECT * FROM many WHERE shop = 3 ORDER BY day LIMIT 20) few")
    few = sorted(rows)[:20]
    assert len(found) == 20
    assert nps.Timeline.from_bytes(bytes(found[-1][0])).between(few[0][0], few[-1][0]).n == 4


def test_equality_hash_and_order(sql):
    fill(sql)
    # Of each number of rows two: one that an aggregate hands on, and one that was stored.
    sql("""CREATE TEMP TABLE kept AS SELECT place, nps_timeline_agg(day, answer) t FROM answers,
           generate_series(5, 8) place WHERE answer > place GROUP BY place""")
    sql("INSERT INTO kept SELECT place + 10, t FROM kept")
    wanted = [timeline([row for row in ROWS if row[1] is not None and row[1] > place]).to_bytes()
              for place in range(5, 9)]
    fresh = "(SELECT nps_timeline_agg(day, answer) t FROM answers WHERE answer > 6) fresh"
    assert sql(f"SELECT place FROM kept, {fresh} WHERE kept.t = fresh.t ORDER BY 1") == [(6,), (16,)]
    assert sql(f"SELECT count(*) FROM kept, {fresh} WHERE kept.t <> fresh.t") == [(6,)]
    assert sql.value("SELECT count(DISTINCT t) FROM kept") == 4
    joins = {"hashjoin": "Hash Join", "mergejoin": "Merge Join", "nestloop": "Nested Loop"}
    for kind, node in joins.items():
        for each in joins:
            sql(f"SET enable_{each} = {'on' if each == kind else 'off'}")
        query = "SELECT count(*) FROM kept a JOIN kept b ON a.t = b.t"
        assert node in str(sql(f"EXPLAIN {query}"))
        assert sql.value(query) == 16
    for grouping in ("hashagg", "sort"):
        sql("SET enable_hashagg = off; SET enable_sort = off")
        sql(f"SET enable_{grouping} = on")
        assert sorted(sql("SELECT min(place), count(*) FROM kept GROUP BY t")) == [(place, 2) for place in range(5, 9)]
    found = sql("SELECT t::bytea FROM kept WHERE place < 10 ORDER BY t")
    assert [bytes(row[0]) for row in found] == sorted(wanted)
    less = sql("SELECT a.t < b.t, a.t <= b.t, a.t > b.t, a.t >= b.t FROM kept a, kept b "
               "WHERE a.place = 5 AND b.place = 6")
    first, second = wanted[:2]
    assert less == [(first < second, first <= second, first > second, first >= second)]
    sql("CREATE UNIQUE INDEX ON kept (t, place)")


def test_periods_and_windows_are_those_of_the_library(sql):
    fill(sql)
    made = timeline()
    dated = [(day, answer) for day, answer in ROWS if day]
    sql("CREATE TEMP TABLE kept AS SELECT nps_timeline_agg(day, answer) t FROM answers")
    for unit in ("day", "week", "month", "quarter", "half", "year"):
        found = sql("SELECT first, last, state::bytea FROM kept, nps_timeline_periods(t, %s)", unit)
        assert [(first, last) for first, last, _ in found] == [(each.first, each.last) for each in made.periods(unit)]
        for first, last, state in found:
            assert bytes(state) == nps.Accumulator([a for day, a in dated if first <= day <= last]).to_bytes()
    since, until = FIRST + datetime.timedelta(days=30), FIRST + datetime.timedelta(days=500)
    found = sql("SELECT first, last FROM kept, nps_timeline_periods(t, 'month', %s, %s)", since, until)
    assert found[0][0] == datetime.date(2024, 2, 1) and found[-1][1] == datetime.date(2025, 6, 30)
    for window in (1, 7, 90, 2**31 - 1):
        found = sql("SELECT day, state::bytea FROM kept, nps_timeline_rolling(t, %s)", window)
        days = [day for day, _ in dated]
        assert found[0][0] == min(days) and found[-1][0] == max(days)
        for day, state in found[::17]:
            seen = [a for when, a in dated if 0 <= (day - when).days < window]
            assert bytes(state) == nps.Accumulator(seen).to_bytes()
    assert len(sql("SELECT 1 FROM kept, nps_timeline_rolling(t, 90, %s, %s)", since, until)) == 471
    assert sql.value("SELECT nps_timeline_between(t, %s, %s)::bytea FROM kept", since, until) == nps.Accumulator(
        [a for day, a in dated if since <= day <= until]).to_bytes()
    assert sql.value("SELECT nps_timeline_undated(t)::bytea FROM kept") == nps.Accumulator(
        [a for day, a in ROWS if not day]).to_bytes()


def test_the_ends_of_the_calendar(sql):
    sql("CREATE TEMP TABLE kept AS SELECT nps_timeline_agg(day, 9) t FROM "
        "(VALUES (date '0001-01-01'), (date '9999-12-31'), (NULL)) days (day)")
    assert sql("SELECT count(*) FROM kept, nps_timeline_periods(t, 'year')") == [(9999,)]
    assert sql("SELECT day, nps_n(state) FROM kept, nps_timeline_rolling(t, 2, '0001-01-01', '0001-01-03')") == [
        (datetime.date(1, 1, 1), 1), (datetime.date(1, 1, 2), 1), (datetime.date(1, 1, 3), 0)]
    assert sql("SELECT nps_n(state) FROM kept, nps_timeline_rolling(t, 2147483647, '9999-12-30')") == [(1,), (2,)]
    wanted = "nps_timeline_agg: a day must be from 0001-01-01 to 9999-12-31, not "
    for day in ("infinity", "-infinity", "0001-12-31 BC", "10000-01-01", "5874897-12-31", "4713-01-01 BC"):
        message, code = sql.refused(f"SELECT nps_timeline_agg(date '{day}', 9)")
        assert message == wanted + day and code == "22008"


def test_what_has_no_value(sql):
    assert sql.value("SELECT nps_timeline_agg(date '2026-01-01', 9) WHERE false") is None
    assert sql.value("SELECT nps_timeline_rollup(NULL)") is None
    empty = "(%s::bytea::nps_timeline)"
    nothing = nps.Timeline().to_bytes()
    for call in ("nps_timeline_periods({}, 'day')", "nps_timeline_periods(NULL, 'day', '2026-01-01', '2026-01-03')",
                 "nps_timeline_rolling({}, 3, '2026-01-01')", "nps_timeline_rolling(NULL, 3)"):
        assert sql(f"SELECT * FROM {call.format(empty)}", *([nothing] if "{}" in call else [])) == []
    found = sql(f"SELECT day, nps_n(state) FROM nps_timeline_rolling({empty}, 3, '2026-01-01', '2026-01-03')", nothing)
    assert [n for _, n in found] == [0, 0, 0]
    assert sql(f"SELECT * FROM nps_timeline_rolling({empty}, 3, '2026-01-03', '2026-01-01')", nothing) == []
    assert sql.value(f"SELECT nps_timeline_between({empty}, NULL, '2026-01-01')", nothing) is None


@pytest.mark.parametrize("call,wanted", [
    ("nps_timeline_periods(t, 'fortnight')",
     'nps_timeline_periods: the unit must be one of day, week, month, quarter, half, year, not the text "fortnight"'),
    ("nps_timeline_periods(t, NULL)", "nps_timeline_periods: "),
    ("nps_timeline_rolling(t, 0)", "nps_timeline_rolling: a window must have at least 1 day, not 0"),
    ("nps_timeline_rolling(t, NULL)", "nps_timeline_rolling: a window must have at least 1 day, not 0"),
    ("nps_timeline_periods(t, 'day', 'infinity')",
     "nps_timeline_periods: a day must be from 0001-01-01 to 9999-12-31, not infinity"),
])
def test_messages_name_what_is_wrong(sql, call, wanted):
    message, _ = sql.refused(f"SELECT * FROM (SELECT nps_timeline_agg(date '2026-01-01', 9) t) made, {call}")
    assert message.startswith(wanted) and (message == wanted or wanted.endswith(": "))


def test_wrong_calls_are_refused(sql):
    for call, wanted in (("nps_timeline_between(t, '2026-02-01', '2026-01-01')", "nps_timeline_between: "),
                         ("nps_timeline_step(t, date '2026-01-01', 9)", "nps_timeline_agg: this is a part of the"),
                         ("nps_timeline_rollup_step(t, t)", "nps_timeline_rollup: this is a part of the"),
                         ("nps_timeline_agg('2026-01-01'::date, 9, -1)",
                          "nps_timeline_agg: times must be a whole number from 0, not -1")):
        message, _ = sql.refused(f"SELECT {call} FROM (SELECT nps_timeline_agg(date '2026-01-01', 9) t) made")
        assert message.startswith(wanted)


def test_damaged_timelines_are_errors(sql):
    good = timeline(ROWS[:20]).to_bytes()
    sql("""CREATE FUNCTION pg_temp.said(query text, value bytea) RETURNS text LANGUAGE plpgsql AS $$
           BEGIN EXECUTE query USING value; RETURN NULL;
           EXCEPTION WHEN OTHERS THEN RETURN sqlstate || ' ' || sqlerrm; END $$""")
    bad = [good[:length] for length in range(len(good))] + [good + b"\0", A.to_bytes()]
    bad += [good[:place] + bytes([good[place] ^ 0x41]) + good[place + 1:] for place in range(len(good))]
    for query in ("SELECT $1::nps_timeline", "SELECT (''\\x'' || encode($1, ''hex''))::nps_timeline"):
        said = sql(f"SELECT pg_temp.said('{query}', value) FROM unnest(%s::bytea[]) value", bad)
        assert len(said) == len(bad)
        for (message,) in said:
            assert message.startswith("22P03 nps_timeline: the timeline is damaged or of another kind: ")
    assert sql.refused("SELECT 'ten'::nps_timeline")[1] == "22P03"
    sql("ALTER EXTENSION nps DROP CAST (bytea AS nps_timeline)")
    sql("DROP CAST (bytea AS nps_timeline)")
    sql("CREATE CAST (bytea AS nps_timeline) WITHOUT FUNCTION")
    for call in ("nps_timeline_between(v, ''2026-01-01'', ''2026-01-01'')", "nps_timeline_undated(v)", "v + v",
                 "nps_timeline_rollup(t) FROM (VALUES (v), (v)) x (t)", "nps_timeline_periods(v, ''day'')",
                 "nps_timeline_rolling(v, 2)"):
        query = f"SELECT {call} FROM (SELECT $1::nps_timeline v) made" if " FROM " not in call else (
            f"SELECT {call}".replace("(v)", "($1::nps_timeline)"))
        for (message,) in sql(f"SELECT pg_temp.said('{query}', value) FROM unnest(%s::bytea[]) value", bad):
            assert message.startswith("XX001 nps_timeline"), (query, message)


def test_long_timelines_are_stored_out_of_line(sql):
    sql("CREATE TEMP TABLE kept AS SELECT nps_timeline_agg(date '0001-01-01' + i * 37, i % 11) t "
        "FROM generate_series(0, 90000) i")
    assert sql.value("SELECT length(t::bytea) > 1000000 FROM kept")
    assert sql("SELECT sum(nps_n(state)), count(*) FROM kept, nps_timeline_periods(t, 'year')")[0][0] == 90001
    sql("INSERT INTO kept SELECT nps_timeline_rollup(t) FROM (SELECT t FROM kept UNION ALL SELECT t FROM kept) two")
    assert sql("SELECT nps_n(nps_timeline_between(t, '0001-01-01', '9999-12-31')) FROM kept") == [(90001,), (180002,)]
    assert sql.value(f"SELECT nps_n({text(A)})") == A.n
