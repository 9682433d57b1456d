# SPDX-License-Identifier: MIT
"""Threads: the GIL is free while a buffer is counted, and changes by other threads do no harm."""

import sys
import threading
from contextlib import contextmanager

import nps
import pytest

SIZE = 4_000_000


@contextmanager
def nobody_preempts():
    """Inside, a thread runs until it releases the GIL itself."""
    before = sys.getswitchinterval()
    sys.setswitchinterval(1000)
    try:
        yield
    finally:
        sys.setswitchinterval(before)


def another_thread_runs_during(work, tries):
    """Whether a thread that waits for the GIL gets it within some repetitions of a call."""
    gate, progress = threading.Lock(), []

    def other():
        gate.acquire()
        progress.append("made")

    gate.acquire()
    thread = threading.Thread(target=other)
    thread.start()
    with nobody_preempts():
        gate.release()
        for _ in range(tries):
            work()
            if progress:
                break
        got_it = bool(progress)
    thread.join()
    return got_it


def test_the_gil_is_free_while_a_buffer_is_counted():
    answers, survey = bytes(SIZE), nps.Accumulator()
    assert another_thread_runs_during(lambda: survey.update(answers), tries=1000)


def test_the_gil_is_free_while_many_intervals_are_computed():
    counts = [nps.Counts(number, 1000, 1000) for number in range(2000)]
    assert another_thread_runs_during(lambda: nps.intervals(counts), tries=100)


def test_the_gil_is_free_while_one_exact_figure_is_computed():
    counts, other = nps.Counts(40, 30, 30), nps.Counts(35, 30, 35)
    for work in (
        lambda: counts.interval(method="exact"),
        lambda: counts.test(0, method="exact"),
        lambda: nps.compare(counts, other),
        lambda: nps.compare_benchmark(counts, 10),
    ):
        assert another_thread_runs_during(work, tries=1000)


def test_that_the_tests_above_can_fail():
    assert not another_thread_runs_during(lambda: sum(range(100_000)), tries=20)


def test_changing_the_buffer_meanwhile():
    answers, done = bytearray(SIZE), threading.Event()

    def meddle():
        value = 0
        while not done.is_set():
            value = (value + 37) % 256
            answers[:] = bytes([value]) * SIZE

    survey, thread = nps.Accumulator(), threading.Thread(target=meddle)
    thread.start()
    for _ in range(20):
        survey.update(answers)
        survey.update(memoryview(answers)[::-3])
    done.set()
    thread.join()
    assert sum(survey.answers) + survey.invalid == 20 * (SIZE + (SIZE + 2) // 3)


def test_releasing_and_resizing_the_buffer_meanwhile():
    answers, done = bytearray(SIZE), threading.Event()
    refused = []

    def meddle():
        while not done.is_set():
            try:
                answers.append(0)
                answers.pop()
            except BufferError:
                refused.append(True)

    survey, thread = nps.Accumulator(), threading.Thread(target=meddle)
    thread.start()
    for _ in range(20):
        survey.update(answers)
        view = memoryview(b"\t" * SIZE)
        releasing = threading.Thread(target=view.release)
        releasing.start()
        try:
            survey.update(view)
        except ValueError:
            pass  # it was released before
        releasing.join()
    done.set()
    thread.join()
    assert survey.answers[0] >= 20 * SIZE


@pytest.mark.parametrize("kind", ["add", "update", "merge", "merge_bytes"])
def test_groups_first_fed_by_many_threads(kind):
    part = nps.Groups()
    part.add("A", 9)
    encoded = part.to_bytes()
    feeds = {
        "add": lambda groups: groups.add("A", 9),
        "update": lambda groups: groups.update(["A"], [9]),
        "merge": lambda groups: groups.merge(part),
        "merge_bytes": lambda groups: groups.merge_bytes(encoded),
    }
    many = [nps.Groups() for _ in range(2000)]
    ready = threading.Barrier(4)

    def feed():
        ready.wait()
        for groups in many:
            feeds[kind](groups)

    threads = [threading.Thread(target=feed) for _ in range(4)]
    before = sys.getswitchinterval()
    sys.setswitchinterval(1e-6)
    try:
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    finally:
        sys.setswitchinterval(before)
    assert {groups["A"].n for groups in many} == {4}


def test_many_threads_on_one_accumulator():
    survey, answers = nps.Accumulator(), bytes(10_000)

    def feed():
        for _ in range(100):
            survey.update(answers)
            survey.add(9)

    threads = [threading.Thread(target=feed) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert survey == nps.Accumulator.from_counts({0: 8 * 100 * 10_000, 9: 8 * 100})
