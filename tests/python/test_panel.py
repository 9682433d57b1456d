# SPDX-License-Identifier: MIT
"""Panels of more than two waves."""

import copy
import pickle
import random

import nps
import pytest


def waves_of(people, seed=1):
    """Four waves; the last one is more content, and a quarter of the people are absent from each."""
    choose = random.Random(seed)
    waves = [[], [], [], []]
    for _ in range(people):
        mood = choose.randint(0, 10)
        for number, wave in enumerate(waves):
            answer = min(10, max(0, mood + choose.randint(-1, 1) + (number == 3)))
            wave.append(None if choose.random() < 0.25 else answer)
    return waves


def test_every_pair_is_that_of_two_waves():
    waves = waves_of(400)
    panel = nps.Panel(waves)
    changes = panel.compare(adjustment="bonferroni")
    assert list(changes) == [(0, 1), (0, 2), (0, 3), (1, 2), (1, 3), (2, 3)]
    for (first, second), change in changes.items():
        alone = nps.Paired(waves[first], waves[second])
        assert panel.pair(first, second) == alone
        expected = alone.compare(level=1 - 0.05 / 6)
        assert (change.difference, change.p_value) == (expected.difference, expected.p_value)
        assert (change.lower, change.upper) == pytest.approx((expected.lower, expected.upper))
        assert change.adjusted == pytest.approx(min(1, 6 * expected.p_value))
    assert panel.waves() == tuple(nps.Accumulator(wave).counts() for wave in waves)
    assert changes.table().columns[:2] == ("first", "second")


def test_one_by_one_merged_subtracted_and_encoded():
    waves = waves_of(60)
    panel, other = nps.Panel(count=4), nps.Panel(count=4)
    for place, answers in enumerate(zip(*waves)):
        (panel if place % 3 else other).add(answers)
    whole = nps.Panel(waves)
    assert panel + other == whole != panel
    assert whole - other == panel
    for again in (pickle.loads(pickle.dumps(whole)), copy.deepcopy(whole), nps.Panel.from_bytes(whole.to_bytes())):
        assert again == whole
    panel.merge_bytes(other.to_bytes())
    assert panel == whole and panel.count == 4
    twice = nps.Panel(count=2)
    twice.add([9, 3], times=2)
    assert twice == nps.Panel([[9, 9], [3, 3]])


def test_scales_and_missing_codes():
    panel = nps.Panel([[5, 99], [1, 5], [99, 7]], scale="1_5", missing_codes=[99])
    assert panel.waves() == (nps.Counts(1, 0, 0), nps.Counts(1, 0, 1), nps.Counts(0, 0, 0))
    changes = panel.compare()
    assert list(changes) == [(0, 1)] and changes.left_out == (2,)


def test_what_cannot_be():
    panel = nps.Panel(waves_of(20))
    before = copy.copy(panel)
    with pytest.raises(ValueError, match="at least two waves: 1 were given"):
        nps.Panel([[9, 3]])
    with pytest.raises(ValueError, match="at least two waves: 0 were given, and count=1"):
        nps.Panel(count=1)
    with pytest.raises(ValueError, match="there are 3 answers of a person, but 4 waves"):
        panel.add([9, 3, 7])
    with pytest.raises(ValueError, match="there are 2 columns of answers, but 4 waves"):
        panel.update([[9], [3]])
    with pytest.raises(ValueError, match="there are 2 answers in wave 0, but 1 in wave 2"):
        panel.update([[9, 3], [3, 9], [9], [9, 9]])
    with pytest.raises(TypeError):
        panel.update([[9, "ten"]] * 4)
    with pytest.raises(nps.CountOverflowError):
        panel.add([9, 9, 9, 9], times=2**64 - 1)
    with pytest.raises(ValueError, match="there are 2 waves in the other panel, but 4 waves"):
        panel += nps.Panel(count=2)
    with pytest.raises(nps.CountUnderflowError):
        panel -= nps.Panel(waves_of(20, seed=2))
    for pair in ((0, 4), (2, 1), (1, 1)):
        with pytest.raises(IndexError, match="waves are numbered from 0 to 3"):
            panel.pair(*pair)
    with pytest.raises(nps.UnavailableError):
        panel.compare(method="exact")
    with pytest.raises(nps.UnavailableError):
        panel.compare(adjustment="BH")
    with pytest.raises((nps.FormatError, nps.ChecksumError, nps.VersionError)):
        nps.Panel.from_bytes(panel.to_bytes()[:-1])
    with pytest.raises(nps.FormatError, match="5 pairs of waves are not those of a panel"):
        encoded = panel.to_bytes()
        nps.Panel.from_bytes(encoded[4 + int.from_bytes(encoded[:4], "little") :])
    assert panel == before
    assert nps.Panel(count=3).compare() == {}
