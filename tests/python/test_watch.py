# SPDX-License-Identifier: MIT
"""Watches: alarms when the score has changed."""

import copy
import math
import pickle
import random
from array import array
from decimal import Decimal

import nps
import pytest

STAKES = (1 / 2, 1 / 4, 1 / 8, 1 / 16)


def naive(answers, reference):
    """The evidence after each answer, from the definition."""
    mu = (reference / 100 + 1) / 2
    sums = [0.0] * 8
    for answer in answers:
        x = 1 if answer >= 9 else 0.5 if answer >= 7 else 0
        factors = [1 - c + c * x / mu for c in STAKES] + [1 - c + c * (1 - x) / (1 - mu) for c in STAKES]
        sums = [(m + 1) * factor for m, factor in zip(sums, factors)]
        yield sum(sums) / 8


def draw(count, promoters, passives, seed=1):
    choose = random.Random(seed)
    return [
        10 if u < promoters else 8 if u < promoters + passives else 3 for u in (choose.random() for _ in range(count))
    ]


def test_evidence_and_alarm():
    answers = draw(600, 0.4, 0.2)
    evidence = list(naive(answers, 30))
    watch = nps.Watch(30, false_alarm_every=200)
    for number, (answer, wanted) in enumerate(zip(answers, evidence), 1):
        watch.update(answer)
        assert watch.evidence == pytest.approx(wanted, rel=1e-12)
        assert watch.alarmed == (max(evidence[:number]) >= 200)
    first = next(number for number, value in enumerate(evidence, 1) if value >= 200)
    assert (watch.at, watch.alarm_direction, watch.n) == (first, "down", 600)


def test_every_way_of_adding():
    answers = [10, 3, None, 8, 99, 7.5, 11, 0]
    wanted = nps.Watch(12, missing_codes=[99])
    for answer in answers:
        wanted.add(answer)
    assert (wanted.n, wanted.missing, wanted.invalid) == (4, 2, 2)
    numbers = [math.nan if answer is None else answer for answer in answers]
    for data in (answers, iter(answers), tuple(answers), array("d", numbers), map(Decimal, map(str, numbers))):
        watch = nps.Watch(12, missing_codes=[99])
        watch.update(data)
        assert watch == wanted
    one_by_one = nps.Watch(12, missing_codes=[99])
    for answer in answers:
        one_by_one.update(answer)
    assert one_by_one == wanted
    wanted.add_missing(3)
    assert wanted.missing == 5 and wanted != one_by_one


def test_long_columns_are_added_in_pieces():
    answers = bytes(draw(200_001, 0.5, 0.3))
    whole, single = nps.Watch(30), nps.Watch(30)
    whole.update(answers)
    for answer in answers[:3000]:
        single.add(answer)
    single.update(iter(answers[3000:]))
    assert whole == single and whole.n == 200_001


def test_directions():
    falling = draw(500, 0.2, 0.3)
    for direction, alarmed in (("both", "down"), ("down", "down"), ("up", None)):
        watch = nps.Watch(30, direction=direction)
        watch.update(falling)
        assert (watch.direction, watch.alarm_direction, watch.alarmed) == (direction, alarmed, alarmed is not None)
    assert watch.at is None


def test_baselines():
    watch = nps.Watch(baseline=nps.Counts(250, 150, 100), false_alarm_every=1000)
    assert (watch.reference, watch.baseline) == (None, nps.Counts(250, 150, 100))
    watch.update(draw(1000, 0.3, 0.3))
    assert watch.alarm_direction == "down" and 20 < watch.at < 600
    survey = nps.Accumulator([5, 5, 4, 3, 1])
    stars = nps.Watch(baseline=survey, scale="1_5")
    stars.update([5, 0, 6])
    assert (stars.baseline, stars.scale, stars.invalid) == (nps.Counts(2, 1, 2), nps.SCALE_1_5, 2)
    with pytest.raises(nps.EmptyError, match="the baseline has no answers"):
        nps.Watch(baseline=nps.Accumulator([None]))


def test_reset():
    watch = nps.Watch(30)
    watch.update([0] * 100)
    at = watch.at
    watch.update([10] * 1000)
    assert watch.at == at
    watch.reset()
    assert (watch.alarmed, watch.at, watch.alarm_direction, watch.evidence, watch.n) == (False, None, None, 0, 1100)
    watch.update([0] * 100)
    assert watch.at == 1100 + at


def test_false_alarms_are_rare():
    sums = 0
    for seed in range(200):
        watch = nps.Watch(0, false_alarm_every=50)
        watch.update(draw(1000, 0.5, 0, seed))
        sums += watch.at or 1000
    assert sums / 200 > 50


def test_it_says_that_it_cannot_be_merged():
    a, b = nps.Watch(30), nps.Watch(30)
    before = a.to_bytes()
    for merge in (lambda: a + b, lambda: a.merge(b), lambda: a.__iadd__(b), lambda: sum([a, b], a)):
        with pytest.raises(TypeError, match="cannot be merged: its evidence depends on the order of the answers"):
            merge()
    assert a.to_bytes() == before


@pytest.mark.parametrize(
    "call, error, message",
    [
        (lambda: nps.Watch(), TypeError, "either a reference"),
        (lambda: nps.Watch(3, baseline=nps.Counts(1, 1, 1)), TypeError, "either a reference"),
        (lambda: nps.Watch(100), nps.ReferenceScoreError, "between -100 and 100"),
        (lambda: nps.Watch(-100.0), nps.ReferenceScoreError, "between -100 and 100"),
        (lambda: nps.Watch(101), nps.ReferenceScoreError, "from -100 to 100 points, not 101"),
        (lambda: nps.Watch(math.nan), nps.ReferenceScoreError, "not nan"),
        (lambda: nps.Watch("30"), TypeError, "a number of points"),
        (lambda: nps.Watch(30, false_alarm_every=0.5), nps.PlanError, "from 1 to 1e15 answers, not 0.5"),
        (lambda: nps.Watch(30, false_alarm_every=math.inf), nps.PlanError, "not inf"),
        (lambda: nps.Watch(30, false_alarm_every="often"), TypeError, "number of answers"),
        (lambda: nps.Watch(30, direction="sideways"), nps.AlternativeError, "both, up, down"),
        (lambda: nps.Watch(30, direction=1), TypeError, "'both', 'up' or 'down', not 1"),
        (lambda: nps.Watch(30, scale="1_6"), nps.ScaleError, "1_6"),
        (lambda: nps.Watch(baseline=[9, 10]), TypeError, "the baseline must be an Accumulator or Counts"),
    ],
)
def test_wrong_settings(call, error, message):
    with pytest.raises(error, match=message):
        call()


@pytest.mark.parametrize("wrong", ["9", "ten", True, object(), {"a": 9}, ["9"], nps.Counts(1, 2, 3)], ids=repr)
def test_wrong_answers_change_nothing(wrong):
    watch = nps.Watch(30)
    watch.update([9, 3])
    before = watch.to_bytes()
    for add in (watch.add, watch.update):
        with pytest.raises(TypeError):
            add(wrong)
    assert watch.to_bytes() == before


class Named(nps.Watch):
    pass


COPIES = [copy.copy, copy.deepcopy]
COPIES += [lambda thing, protocol=protocol: pickle.loads(pickle.dumps(thing, protocol)) for protocol in range(6)]


@pytest.mark.parametrize("copied", COPIES)
@pytest.mark.parametrize("settings", [{"reference": 30}, {"baseline": nps.Counts(46, 30, 14)}], ids=repr)
def test_copies(copied, settings):
    original = Named(**settings, missing_codes=[9])
    original.update([9, 3, 10])
    original.parts = [1]
    other = copied(original)
    assert (type(other), other.parts, other, other.missing) == (Named, [1], original, 1)
    for watch in (original, other):
        watch.update([9, 3, 8])
    assert other == original and other.missing == 2
    other.add(3)
    assert other != original


def test_bytes_go_on():
    watch = nps.Watch(baseline=nps.Counts(46, 30, 14), direction="up", false_alarm_every=500)
    watch.update([10] * 5)
    again = nps.Watch.from_bytes(memoryview(watch.to_bytes()), missing_codes=[7])
    again.update([7, 10])
    watch.update([None, 10])
    assert again == watch and again.direction == "up" and again.false_alarm_every == 500
    assert len(nps.Watch(30).to_bytes()) == 105


def test_what_it_shows():
    watch = nps.Watch(30)
    assert repr(watch) == "<nps.Watch: reference 30, 0 answers, no alarm, evidence 0 of 10000>"
    watch.update([0] * 100)
    assert repr(watch).startswith("<nps.Watch: reference 30, 100 answers, alarm down at ")
    assert repr(nps.Watch(baseline=nps.Counts(1, 2, 3))).startswith("<nps.Watch: baseline of 6 answers, 0 answers,")
    with pytest.raises(TypeError):
        hash(watch)
