#!/usr/bin/env python3
"""The aggregate of DuckDB beside the same counts in plain SQL on the same rows, in one run.

usage: duckdb_speed.py EXTENSION [ROWS]

Each query runs in turn, 15 times; the least time of each counts. "groups" are promoters, passives, detractors, missing
and invalid answers, each by count(*) FILTER, which is less than a state has; "state" is all thirteen counts of a state by
count(*) FILTER; "sql" is the query of nps.sql.counts(). SPDX-License-Identifier: MIT
"""

import sys
import time

import duckdb
import nps.sql
import turns

ROUNDS = 15
WINDOW = "OVER (ORDER BY day ROWS 89 PRECEDING)"

MISSING = "count(*) FILTER (answer IS NULL)"
INVALID = "count(*) FILTER (answer NOT BETWEEN 0 AND 10)"
GROUPS = ", ".join([f"count(*) FILTER (answer BETWEEN {low} AND {high})" for low, high in ((9, 10), (7, 8), (0, 6))])
GROUPS = f"{GROUPS}, {MISSING}, {INVALID}"
STATE = ", ".join([*(f"count(*) FILTER (answer = {each})" for each in range(11)), MISSING, INVALID])


def queries():
    """The name of each comparison, our query, and the others by name."""
    yield "all rows", "SELECT nps_agg(answer) FROM answers", {
        "groups": f"SELECT {GROUPS} FROM answers",
        "state": f"SELECT {STATE} FROM answers",
        "sql": nps.sql.counts("duckdb", "answers", "answer"),
    }
    yield "by shop", "SELECT shop, nps_agg(answer) FROM answers GROUP BY shop", {
        "groups": f"SELECT shop, {GROUPS} FROM answers GROUP BY shop",
        "state": f"SELECT shop, {STATE} FROM answers GROUP BY shop",
        "sql": nps.sql.counts("duckdb", "answers", "answer", by="shop"),
    }
    yield "windows of 90 days", f"SELECT nps_rollup(state) {WINDOW} FROM days", {"sum": f"SELECT sum(n) {WINDOW} FROM days"}


def fill(connection, rows):
    """Answers of 100 shops, of which 3 % are missing and 1 % invalid, and the states of 3,650 days."""
    connection.execute(f"""
        CREATE TABLE answers AS SELECT (hash(row) % 100)::INTEGER AS shop, (CASE WHEN hash(row + 1) % 100 < 3 THEN NULL
        WHEN hash(row + 1) % 100 = 3 THEN 99 ELSE hash(row + 2) % 11 END)::TINYINT AS answer FROM range({rows}) t(row);
        CREATE TABLE days AS SELECT hash(rowid) % 3650 AS day, count(*) AS n, nps_agg(answer) AS state FROM answers
        GROUP BY ALL""")


def fastest(connection, texts):
    """The seconds of each query."""
    return turns.fastest(lambda text: connection.execute(text).fetchall(), texts, time.perf_counter, ROUNDS)


def main(extension, rows="10000000"):
    connection = duckdb.connect(config={"allow_unsigned_extensions": True})
    connection.load_extension(extension)
    fill(connection, int(rows))
    all_threads = connection.execute("SELECT current_setting('threads')").fetchall()[0][0]
    print(f"DuckDB {duckdb.__version__}, {int(rows):,} rows, milliseconds")
    for threads in dict.fromkeys((1, all_threads)):
        connection.execute(f"SET threads = {threads}")
        for what, ours, others in queries():
            mine, *theirs = fastest(connection, [ours, *others.values()])
            compared = ", ".join(f"{name} {1000 * each:.1f} (ratio {mine / each:.2f})" for name, each in zip(others, theirs))
            print(f"{threads} threads, {what}: nps {1000 * mine:.1f}, {compared}")


if __name__ == "__main__":
    main(*sys.argv[1:])
