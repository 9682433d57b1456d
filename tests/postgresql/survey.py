"""Answers that the tests count. SPDX-License-Identifier: MIT"""

import nps

ANSWERS = [10, 9, 9, 8, 7, 6, 10, 3, None, 11, -1, 0, 10, 10, 5, None, 8]
A, B = nps.Accumulator(ANSWERS), nps.Accumulator([2, 10, 9, 7, 7, 0, 6])
EMPTY = nps.Accumulator()
LARGEST = nps.Accumulator.from_counts([2**64 - 1] + [0] * 10, missing=2**64 - 1, invalid=2**64 - 1)


def text(state):
    """A state as a literal of SQL."""
    return f"'\\x{state.to_bytes().hex()}'::nps_state"


def fill(sql, table="answers", kind="integer"):
    sql(f"CREATE TEMP TABLE {table} (place integer PRIMARY KEY, shop text, answer {kind})")
    rows = [(place, ("Rome", "Oslo", "Lima")[place % 3], answer) for place, answer in enumerate(ANSWERS)]
    for row in rows:
        sql(f"INSERT INTO {table} VALUES (%s, %s, %s)", *row)
    return rows
