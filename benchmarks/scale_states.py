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


if __name__ == "__main__":
    main(*sys.argv[1:])
