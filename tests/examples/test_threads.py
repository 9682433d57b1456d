# SPDX-License-Identifier: MIT
"""The examples with threads print the same for every number of threads.

From the environment:
    SPLIT_OVER_THREADS      the compiled docs/examples/split_over_threads.c
    GROUPS_BY_RANGE         the compiled docs/examples/groups_by_range.c
"""

import os
import subprocess

import pytest


def output(program, threads):
    return subprocess.run([os.environ[program], str(threads)], capture_output=True, text=True, check=True).stdout


def answers_of_split():
    random = 1
    for _ in range(4_000_000):
        random = (random * 1664525 + 1013904223) % 2**32
        yield (random >> 16) % 12


def test_one_thread_counts_what_a_loop_counts():
    counted = [0] * 12
    for answer in answers_of_split():
        counted[answer] += 1
    score = 100 * (sum(counted[9:11]) - sum(counted[:7])) / sum(counted[:11])
    assert output("SPLIT_OVER_THREADS", 1) == f"NPS {score:.3f} of 4000000 rows, {counted[11]} of them invalid\n"


@pytest.mark.parametrize("program", ["SPLIT_OVER_THREADS", "GROUPS_BY_RANGE"])
@pytest.mark.parametrize("threads", [2, 3, 8])
def test_threads_do_not_show(program, threads):
    assert output(program, threads) == output(program, 1)


def test_all_rows_are_in_a_group_or_outside():
    text = output("GROUPS_BY_RANGE", 1)
    outside = int(text.split()[5])
    assert 0.8 < outside / (4_000_000 / 101) < 1.2
