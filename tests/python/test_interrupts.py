# SPDX-License-Identifier: MIT
"""Ctrl-C ends a long call soon, and the call changes nothing."""

import array
import os
import random
import signal
import subprocess
import sys
import threading
import time

import nps
import pytest

pytestmark = pytest.mark.skipif(not hasattr(signal, "pthread_kill"), reason="signals cannot be sent to a thread")

# Processor time from the signal to the exception, in seconds; a busy machine makes a call wait, but not work longer.
LATEST = 0.2
SEGMENTS = [nps.Counts(random.Random(seed).randrange(50, 200), 60, 30) for seed in range(3000)]
DIFFERENT = [nps.Counts(40 + i, 140 - i - k, 20 + k) for i in range(60) for k in range(60)]


@pytest.fixture(autouse=True)
def heard():
    """A shell may start a program in the background with SIGINT ignored."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)


def interrupted(call):
    """Sends SIGINT during a call and returns how much longer the call worked."""
    sent = []
    main = threading.get_ident()

    def send():
        sent.append(time.process_time())
        signal.pthread_kill(main, signal.SIGINT)

    timer = threading.Timer(0.3, send)
    began = time.monotonic()
    timer.start()
    try:
        with pytest.raises(KeyboardInterrupt):
            call()
            pytest.fail(f"the call ended in {time.monotonic() - began:.2f} seconds: give it more to do")
        return time.process_time() - sent[0]
    finally:
        timer.join()


@pytest.mark.parametrize(
    "call",
    [
        lambda: nps.segments_compare_pairs(SEGMENTS),
        lambda: nps.segments_best(SEGMENTS),
        lambda: nps.intervals(DIFFERENT, method="exact"),
        lambda: nps.intervals({i: nps.Counts(90, 60, 40 + i) for i in range(2000)}, method="bayes"),
        lambda: nps.standing(nps.Counts(46, 30, 14), [i / 10 for i in range(1000)]),
        lambda: nps.three_questions(nps.Counts(46, 30, 14), competitors=[i / 10 for i in range(1000)]),
        lambda: nps.plan_comparison(change=0.5, expected=(0.5, 0.3, 0.2), method="bayes", level=0.6),
    ],
    ids=["pairs", "best", "exact intervals", "intervals", "standing", "questions", "plan"],
)
def test_long_computations(call):
    assert min(interrupted(call) for _ in range(3)) < LATEST


@pytest.mark.parametrize(
    "call",
    [
        lambda a, b: nps.compare(a, b, method="exact"),
        lambda a, b: nps.compare_noninferiority(a, b, margin=10, method="exact"),
        lambda a, b: nps.compare_equivalence(a, b, margin=30, method="exact"),
        lambda a, b: nps.compare_benchmark(a, 10, respondents=20, method="exact"),
    ],
    ids=["compare", "noninferiority", "equivalence", "benchmark"],
)
def test_one_exact_comparison(call):
    """Handlers of signals run while it computes, many times in some tenths of a second, and may end it."""
    a, b = nps.Counts(12, 5, 3), nps.Counts(6, 7, 7)
    looks = []
    before = signal.signal(signal.SIGVTALRM, lambda number, frame: looks.append(number))
    try:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0.01, 0.01)  # of the time that the process works
        call(a, b)
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        assert len(looks) > 1
        signal.signal(signal.SIGVTALRM, signal.default_int_handler)
        signal.setitimer(signal.ITIMER_VIRTUAL, 0.01)
        with pytest.raises(KeyboardInterrupt):
            call(a, b)
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        signal.signal(signal.SIGVTALRM, before)


def test_groups_by_many_keys():
    keys = array.array("q", range(20_000_000))
    groups = nps.Groups()
    groups.update([1, 2], [9, 3])
    before = groups.to_bytes()
    assert min(interrupted(lambda: groups.update(keys, bytes(len(keys)))) for _ in range(3)) < LATEST
    assert groups.to_bytes() == before


ROWS = 1_000_000
"""Groups in each object: merging takes some tenths of a second, during which no other thread of Python runs."""

SENDER = """
import os, signal, sys, time
clock = (~int(sys.argv[1]) << 3) | 2
began = time.clock_gettime(clock)
print("ready", flush=True)
while time.clock_gettime(clock) - began < 0.1:
    time.sleep(0.002)
os.kill(int(sys.argv[1]), signal.SIGINT)
print(time.clock_gettime(clock), flush=True)
"""
"""Sends SIGINT to a process that has worked for 0.1 s more, and tells when, in seconds of its processor."""


def sender():
    child = subprocess.Popen([sys.executable, "-c", SENDER, str(os.getpid())], stdout=subprocess.PIPE, text=True)
    assert child.stdout.readline() == "ready\n"
    return child


def groups_from(first):
    groups = nps.Groups()
    groups.update(array.array("q", range(first, first + ROWS)), bytes(ROWS))
    return groups


@pytest.mark.skipif(sys.platform != "linux", reason="the clock of another process is read as on Linux")
def test_merging_sorting_and_encoding_groups():
    groups, others = groups_from(0), groups_from(ROWS)
    encoded = others.to_bytes()
    shuffled = nps.Groups()
    shuffled.update(array.array("q", (row * 7919 % ROWS for row in range(ROWS))), bytes(ROWS))
    for call in (
        lambda: groups.merge(others),
        lambda: groups.merge_bytes(encoded),
        lambda: nps.Groups.from_bytes(encoded),
        shuffled.to_bytes,
        lambda: list(shuffled),
    ):
        with sender() as child:
            with pytest.raises(KeyboardInterrupt):
                call()
                pytest.fail("the call ended: give it more to do")
            ended = time.process_time()
            assert ended - float(child.stdout.readline()) < LATEST
        assert len(groups) == ROWS and len(others) == ROWS
    assert groups[0].n == 1 and ROWS not in groups


@pytest.mark.skipif(sys.platform != "linux", reason="the clock of another process is read as on Linux")
def test_a_handler_that_uses_the_groups():
    groups, others = groups_from(0), groups_from(ROWS)
    seen = []

    def ring(*_):
        seen.append(len(groups))
        groups.add(-1, 10)

    old = signal.signal(signal.SIGINT, ring)
    try:
        with sender():
            groups.merge(others)
    finally:
        signal.signal(signal.SIGINT, old)
    assert seen == [ROWS]
    assert len(groups) == 2 * ROWS + 1 and groups[-1].n == 1 and groups[ROWS].n == 1


def test_a_handler_of_another_kind():
    class Alarm(Exception):
        pass

    def ring(*_):
        raise Alarm

    old = signal.signal(signal.SIGALRM, ring)
    signal.setitimer(signal.ITIMER_REAL, 0.1)
    try:
        with pytest.raises(Alarm):
            nps.segments_compare_pairs(SEGMENTS)
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, old)


def test_signals_that_raise_nothing_stop_nothing():
    rung = []
    old = signal.signal(signal.SIGALRM, lambda *_: rung.append(1))
    signal.setitimer(signal.ITIMER_REAL, 0.01, 0.05)
    try:
        few = SEGMENTS[:200]
        assert len(nps.segments_compare_pairs(few)) == len(few) * (len(few) - 1) // 2
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, old)
    assert rung
