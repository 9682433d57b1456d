# SPDX-License-Identifier: MIT
"""Ctrl-C ends a long call soon, and leaves everything as it was."""

import array
import random
import signal
import threading
import time

import nps
import pytest

pytestmark = pytest.mark.skipif(not hasattr(signal, "pthread_kill"), reason="signals cannot be sent to a thread")

# Seconds of the processor from the signal to the exception: on a busy machine a call waits, but works no longer.
LATEST = 0.2
SEGMENTS = [nps.Counts(random.Random(seed).randrange(50, 200), 60, 30) for seed in range(3000)]


def interrupted(call):
    """Sends SIGINT during a call; how much longer the call worked."""
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
        lambda: nps.intervals([nps.Counts(90, 60, 40)] * 4000, method="exact"),
    ],
    ids=["pairs", "best", "intervals"],
)
def test_many_segments(call):
    assert min(interrupted(call) for _ in range(3)) < LATEST


def test_groups_by_many_keys():
    keys = array.array("q", range(20_000_000))
    groups = nps.Groups()
    groups.update([1, 2], [9, 3])
    before = groups.to_bytes()
    assert min(interrupted(lambda: groups.update(keys, bytes(len(keys)))) for _ in range(3)) < LATEST
    assert groups.to_bytes() == before


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
