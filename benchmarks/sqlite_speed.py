#!/usr/bin/env python3
"""The aggregate of SQLite beside avg() on the same rows, in one run.

usage: sqlite_speed.py EXTENSION [ROWS]

Each query runs in turn, 25 times; the least processor time of each counts. SPDX-License-Identifier: MIT
"""

import sqlite3
import sys
import time

import turns

ROUNDS = 25
WINDOW = "OVER (ORDER BY day ROWS 89 PRECEDING)"

QUERIES = {
    "all rows": ("SELECT avg(answer) FROM answers", "SELECT nps_agg(answer) FROM answers"),
    "by shop": ("SELECT shop, avg(answer) FROM answers GROUP BY shop",
                "SELECT shop, nps_agg(answer) FROM answers GROUP BY shop"),
    "windows of 90 days": (f"SELECT sum(n) {WINDOW} FROM days", f"SELECT nps_rollup(state) {WINDOW} FROM days"),
}


def fill(connection, rows):
    """Answers of 100 shops, one after the other, and the states of 3,650 days."""
    connection.execute("CREATE TABLE answers (shop INTEGER, answer INTEGER)")
    connection.executemany("INSERT INTO answers VALUES (?, ?)",
                           ((row * 100 // rows, row * 2654435761 % 2**32 * 11 >> 32) for row in range(rows)))
    connection.execute("CREATE TABLE days (day INTEGER, n INTEGER, state BLOB)")
    connection.execute("INSERT INTO days SELECT rowid % 3650, count(*), nps_agg(answer) FROM answers GROUP BY 1")
    connection.execute("CREATE INDEX by_day ON days (day)")
    connection.commit()


def fastest(connection, queries):
    """The seconds of each query."""
    return turns.fastest(lambda query: connection.execute(query).fetchall(), queries, time.process_time, ROUNDS)


def main(extension, rows="1000000"):
    connection = sqlite3.connect(":memory:")
    connection.enable_load_extension(True)
    connection.load_extension(extension)
    fill(connection, int(rows))
    print(f"SQLite {sqlite3.sqlite_version}, {int(rows):,} rows, milliseconds")
    for what, (plain, ours) in QUERIES.items():
        (first, second) = fastest(connection, (plain, ours))
        print(f"{what}: {plain.split(' FROM')[0][7:]} {1000 * first:.1f}, nps {1000 * second:.1f}, "
              f"ratio {second / first:.2f}")


if __name__ == "__main__":
    main(*sys.argv[1:])
