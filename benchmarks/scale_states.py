#!/usr/bin/python3
"""Bytes of encoded states, merges per second and memory: the figures of docs/scale.md.

usage: PYTHONPATH=build/release/python scale_states.py [SEGMENTS]

Rates are of processor time on one core. SPDX-License-Identifier: MIT
"""

import resource
import sys
import time
from array import array

import nps

SHARES = 2, 1, 1, 2, 2, 5, 5, 10, 18, 22, 32
"""Answers 0 to 10 of a hundred people."""


def survey(people):
    made = nps.Accumulator()
    for answer, share in enumerate(SHARES):
        made.add(answer, people * share // 100)
    return made


def print_sizes():
    for power in range(2, 10):
        print(f"state of {10**power:,} answers: {len(survey(10**power).to_bytes())} bytes")


def rate(what, count, call):
    began = time.process_time()
    call()
    seconds = time.process_time() - began
    print(f"{what}: {count / seconds:,.0f} a second")


def memory():
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def allocated(call, most=2**26):
    """The smallest memory budget with which a call succeeds: the bytes that its object holds at once, at most."""
    least = 0
    while most - least > most // 200:
        middle = (least + most) // 2
        try:
            call(middle)
            most = middle
        except MemoryError:
            least = middle
    return most


def count_people(people, rows, history, budget):
    found = nps.Respondents(history=history, memory_budget=budget)
    for row in range(rows):
        found.update(people, array("i", [20000 + row]) * len(people), bytes([row % 11]) * len(people))


def merge_each(states):
    whole = nps.Accumulator()
    for state in states:
        whole.merge_bytes(state)


def main(segments="1000000"):
    count = int(segments)
    print_sizes()
    states = [survey(people).to_bytes() for people in (100, 1000, 10000)] * 100_000
    rate("states merged one by one, from Python", len(states), lambda: merge_each(states))
    keys, answers = array("q", range(count)) * 10, bytes(range(10)) * count
    before = memory()
    groups = nps.Groups()
    groups.update(keys, answers)
    print(f"groups by integer, {count:,} with 10 answers each: {memory() - before:.0f} MiB of memory while counting")
    encoded = groups.to_bytes()
    print(f"groups by integer: {len(encoded) / count:.1f} bytes each, encoded")
    rate("groups merged from bytes", count, lambda: groups.merge_bytes(encoded))
    cube = nps.Cube(["day", "segment"])
    cube.update([array("q", [20000]) * len(keys), keys], answers)
    data = cube.to_bytes()
    print(f"cells of a cube of two integers: {len(data) / count:.1f} bytes each, encoded")
    rate("cells merged from bytes", count, lambda: cube.merge_bytes(data))
    days = nps.Timeline()
    days.update(array("q", range(20000, 20365)) * 100, bytes(range(10)) * 3650)
    print(f"a timeline of 365 days: {len(days.to_bytes())} bytes")
    people = array("q", range(10**9, 10**9 + 7 * 100_000, 7))
    for rows, history in ((5, False), (1, True), (5, True)):
        most = allocated(lambda budget: count_people(people, rows, history, budget))
        kept = f"{rows} answers each, history={history}"
        print(f"respondents by integer, {len(people):,} with {kept}: {most / len(people):.0f} bytes a person while counting")


if __name__ == "__main__":
    main(*sys.argv[1:])
