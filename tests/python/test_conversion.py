# SPDX-License-Identifier: MIT
"""What if some respondents were won over."""

import json
import pickle
from itertools import product

import nps
import pytest

SAMPLE = nps.Counts(70, 20, 10)


def test_conversions_move_people():
    then = nps.convert(SAMPLE, passives=5, detractors=2, detractors_to_passives=3)
    assert then.counts == nps.Counts(77, 18, 5)
    assert then.score == then.counts.score == 72 and then.change == 12
    assert (then.lower, then.upper) == tuple(then.counts.interval())
    assert nps.convert(SAMPLE).change == 0
    assert nps.convert(nps.Accumulator([10, 8, 8, 3]), passives=1).counts == nps.Counts(2, 1, 1)


def test_the_least_costly_way_is_that_of_brute_force():
    for sample, target, costs in product(
        [nps.Counts(3, 4, 5), nps.Counts(1, 0, 6), nps.Counts(2, 5, 1)],
        [-10, 0, 25, 33, 60, 100],
        [None, {"passives": 1, "detractors": 1.5, "detractors_to_passives": 0.25}, {"detractors": 2, "passives": 3}],
    ):
        prices = costs or dict.fromkeys(("passives", "detractors", "detractors_to_passives"), 1)
        found = []
        for numbers in product(range(sample.passives + 1), *[range(sample.detractors + 1)] * 2):
            kinds = dict(zip(("passives", "detractors", "detractors_to_passives"), numbers))
            possible = all(name in prices for name, number in kinds.items() if number)
            if possible and kinds["detractors"] + kinds["detractors_to_passives"] <= sample.detractors:
                if nps.convert(sample, **kinds, method="wald").score >= target:
                    found.append(sum(number * prices.get(name, 0) for name, number in kinds.items()))
        if found:
            assert nps.reach(sample, target, costs=costs).cost == min(found)
        else:
            with pytest.raises(nps.UnreachableError, match="can be had"):
                nps.reach(sample, target, costs=costs)


def test_a_conversion_is_a_record():
    then = nps.reach(SAMPLE, 70)
    assert json.loads(json.dumps(then))["counts"] == {"promoters": 75, "passives": 20, "detractors": 5}
    assert pickle.loads(pickle.dumps(then)) == then
    assert then["cost"] == 5


def test_large_samples():
    then = nps.reach(nps.Counts(10**12, 10**12, 10**12), 12.5)
    assert then.detractors == 187_500_000_000 and then.passives == 0


def test_what_is_wrong_is_said():
    for wrong, error, said in (
        (lambda: nps.convert(SAMPLE, passives=21), nps.CountUnderflowError, "20 passives and 10 detractors"),
        (lambda: nps.convert(SAMPLE, detractors=6, detractors_to_passives=5), nps.CountUnderflowError, "detractors=6"),
        (lambda: nps.convert(SAMPLE, passives=-1), OverflowError, "passives"),
        (lambda: nps.convert(SAMPLE, passives=1.5), TypeError, "passives"),
        (lambda: nps.convert(nps.Counts(0, 0, 0)), nps.EmptyError, "no answers"),
        (lambda: nps.convert([70, 20, 10]), TypeError, "Accumulator or Counts"),
        (lambda: nps.reach(SAMPLE, 101), nps.ReferenceScoreError, "target"),
        (lambda: nps.reach(SAMPLE, 70, costs=3), TypeError, "a mapping"),
        (lambda: nps.reach(SAMPLE, 70, costs={"promoters": 1}), nps.PlanError, "promoters"),
        (lambda: nps.reach(SAMPLE, 70, costs={"passives": -1}), nps.PlanError, "0 or more"),
        (lambda: nps.reach(SAMPLE, 90, costs={"passives": 1}), nps.UnreachableError, "30 more promoters"),
    ):
        with pytest.raises(error, match=said):
            wrong()
