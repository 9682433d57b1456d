#!/usr/bin/python3
"""The extension of PostgreSQL beside plain SQL on the same rows, in one run, in a server of its own.

usage: postgresql_speed.py EXTENSION [ROWS]

EXTENSION is the folder with nps.so and nps.control. Each query runs in turn, 5 times; the least time of each counts.
SPDX-License-Identifier: MIT
"""

import pathlib
import sys
import time

import turns

sys.path.insert(0, str(pathlib.Path(__file__).parents[1] / "tests" / "postgresql"))
from server import Server  # noqa: E402

ROUNDS = 5
COUNTS = ("count(*) FILTER (WHERE answer >= 9), count(*) FILTER (WHERE answer BETWEEN 7 AND 8), "
          "count(*) FILTER (WHERE answer <= 6)")
ANSWERS_A_DAY = 11
OF_ANSWERS = f"OVER (ORDER BY day ROWS {90 * ANSWERS_A_DAY - 1} PRECEDING) FROM one_segment"
OF_DAYS = "OVER (PARTITION BY segment ORDER BY day ROWS 89 PRECEDING) FROM some_days"
MOVED = f"SELECT segment, day, nps_rollup(state) {OF_DAYS}"
SUMMED = f"SELECT segment, day, sum(segment) {OF_DAYS}"
EACH_DAY = """SELECT segment, day, (SELECT nps_rollup(state) FROM some_days WHERE segment = each.segment
              AND day BETWEEN each.day - 89 AND each.day) FROM some_days each"""
ROLLING = "SELECT segment, nps_timeline_rolling(nps_timeline_agg(day, state), 90) FROM some_days GROUP BY segment"

PLAIN = {
    "all rows": (f"SELECT {COUNTS} FROM answers", "SELECT nps_agg(answer) FROM answers"),
    "by segment": (f"SELECT segment, {COUNTS} FROM answers GROUP BY segment",
                   "SELECT segment, nps_agg(answer) FROM answers GROUP BY segment"),
}
MOVING = {
    f"90 days of {ANSWERS_A_DAY} answers": (f"SELECT recomputed_agg(answer) {OF_ANSWERS}",
                                            f"SELECT nps_agg(answer) {OF_ANSWERS}"),
    "90 stored days": (f"SELECT segment, day, recomputed_rollup(state) {OF_DAYS}", MOVED),
    "90 stored days, a query for each day": (EACH_DAY, MOVED),
    "90 stored days, as a timeline": (EACH_DAY, ROLLING),
}
STORED = {
    "by quarter and segment": "SELECT date_trunc('quarter', day), segment, nps_rollup(state) FROM days GROUP BY 1, 2",
    "by segment, with intervals": "SELECT segment, nps_read(nps_rollup(state)) FROM days GROUP BY 1",
}


def fill(sql, rows):
    """Answers of 200 segments on 3,650 days, and the states of 10 years of each segment."""
    sql(f"""CREATE TABLE answers AS SELECT (i * 2654435761 % 4294967296 * 11 / 4294967296)::smallint AS answer,
            (i * 40503 % 65536 * 200 / 65536)::integer AS segment, date '2016-01-01' + (i % 3650)::integer AS day
            FROM generate_series(1::bigint, {rows}) i""")
    sql("""CREATE TABLE days AS SELECT segment, date '2016-01-01' + day AS day,
           nps_agg((segment * 7 + day + i) % 11, segment + day % 50 + i) AS state
           FROM generate_series(0, 199) segment, generate_series(0, 3649) day, generate_series(0, 10) i
           GROUP BY 1, 2""")
    sql(f"CREATE TABLE one_segment AS SELECT (i * 7919 % 11)::smallint AS answer, i / {ANSWERS_A_DAY} AS day "
        f"FROM generate_series(0, 3649 * {ANSWERS_A_DAY}) i")
    # As such tables are: a row for each segment and day, which a key finds.
    sql("CREATE TABLE some_days (segment integer, day date, state nps_state, PRIMARY KEY (segment, day))")
    sql("INSERT INTO some_days SELECT segment, day, state FROM days WHERE segment < 5 ORDER BY segment, day")
    sql("VACUUM ANALYZE answers, days, one_segment, some_days")
    # The same without the moving form.
    sql("""CREATE AGGREGATE recomputed_agg (smallint)
           (SFUNC = nps_agg_step, STYPE = nps_state, FINALFUNC = nps_state_end, PARALLEL = SAFE)""")
    sql("""CREATE AGGREGATE recomputed_rollup (nps_state)
           (SFUNC = nps_rollup_step, STYPE = nps_state, FINALFUNC = nps_state_end, PARALLEL = SAFE)""")


def fastest(session, queries):
    """The milliseconds of each query: those of the processor, and for a parallel plan those of the clock."""
    explain = "EXPLAIN (ANALYZE, TIMING off)"  # runs it and sends no rows
    return turns.fastest(lambda query: session(f"{explain} {query}"), queries, session.now, ROUNDS)


class Session:
    """A connection, and the time that its process has taken."""

    def __init__(self, connection):
        self._cursor = connection.cursor()
        self._statistics = pathlib.Path(f"/proc/{self.value('SELECT pg_backend_pid()')}/schedstat")
        self.is_parallel = False

    def __call__(self, query):
        self._cursor.execute(query)

    def value(self, query):
        self(query)
        return self._cursor.fetchone()[0]

    def now(self):
        """Milliseconds."""
        if self.is_parallel:
            return time.perf_counter() * 1e3
        return int(self._statistics.read_text().split()[0]) / 1e6

    def set_workers(self, workers):
        self(f"SET max_parallel_workers_per_gather = {workers}")
        self.is_parallel = workers != 0


def main(extension, rows="2000000"):
    settings = {"shared_buffers": "'512MB'", "max_wal_size": "'4GB'", "work_mem": "'64MB'"}
    with Server(extension, settings=settings) as server:
        connection = server.connect()
        sql = Session(connection)
        sql("CREATE EXTENSION nps")
        fill(sql, int(rows))
        states = sql.value("SELECT count(*) FROM days")
        version = connection.server_version // 10000
        print(f"PostgreSQL {version}, {int(rows):,} answers, {states:,} states, milliseconds")
        for workers in (0, 2):
            sql.set_workers(workers)
            for what, queries in PLAIN.items():
                plain, ours = fastest(sql, queries)
                print(f"{what}, {workers} workers: three counts {plain:.0f}, nps_agg {ours:.0f}, "
                      f"ratio {ours / plain:.2f}")
            for what, query in STORED.items():
                (ours,) = fastest(sql, (query,))
                print(f"stored states {what}, {workers} workers: {ours:.0f}")
        sql.set_workers(0)
        for what, queries in MOVING.items():
            again, moved = fastest(sql, queries)
            print(f"window of {what}: recomputed {again:.0f}, moved {moved:.0f}, {again / moved:.0f} times")
        summed, moved = fastest(sql, (SUMMED, MOVED))
        print(f"window of 90 stored days: sum of integers {summed:.1f}, nps_rollup {moved:.1f}, "
              f"ratio {moved / summed:.2f}")
        connection.close()


if __name__ == "__main__":
    main(*sys.argv[1:])
