# SPDX-License-Identifier: MIT
"""The same people in two waves, with weights."""

import pickle
from copy import copy

import nps
import pytest

FIRST = [9, 3, 7, 10, None, 8, 10, 2, 6, 9] * 6
SECOND = [10, 7, 7, 6, 9, None, 10, 3, 9, 10] * 6
WEIGHTS = [1.2, 0.8, 1.5, 1.0, 0.9, 1.1, 0.7, 1.3, 2.0, 0.5] * 6


def test_equal_weights_are_no_weights():
    plain = nps.Paired(FIRST, SECOND)
    for method in ("auto", "score", "wald"):
        for estimator in ("best", "proportional"):
            options = {"method": method, "estimator": estimator, "level": 0.9}
            found = nps.WeightedPaired(FIRST, SECOND, [2.5] * len(FIRST)).compare(**options)
            expected = plain.compare(**options)
            for name, value in expected.items():
                assert found[name] == (pytest.approx(value, abs=1e-7) if isinstance(value, float) else value), name


def test_scores_are_weighted():
    found = nps.WeightedPaired(FIRST, SECOND, WEIGHTS).compare(estimator="proportional")
    first, second = nps.Weighted(FIRST, WEIGHTS), nps.Weighted(SECOND, WEIGHTS)
    assert found.difference == pytest.approx(second.score - first.score)
    assert nps.WeightedPaired(FIRST, SECOND, WEIGHTS).compare().lower < found.difference


def test_sums_copies_and_pickles():
    whole, part = nps.WeightedPaired(FIRST, SECOND, WEIGHTS), nps.WeightedPaired(FIRST[:7], SECOND[:7], WEIGHTS[:7])
    rest = nps.WeightedPaired(FIRST[7:], SECOND[7:], WEIGHTS[7:])
    assert part + rest == whole and whole - part == rest
    assert copy(whole) == whole == pickle.loads(pickle.dumps(whole)) != rest
    single = nps.WeightedPaired()
    for first, second, weight in zip(FIRST, SECOND, WEIGHTS):
        single.add(first, second, weight)
    assert single == whole and repr(single) == repr(whole)


def test_a_scale_and_missing_codes():
    waves = nps.WeightedPaired([5, 1, 0, 99], [4, 5, 5, 2], [1, 1, 1, 1], scale="1_5", missing_codes=[99])
    assert repr(waves) == "<nps.WeightedPaired: 2 respondents in both waves, 0 in the first only, 2 in the second only>"
    assert pickle.loads(pickle.dumps(waves)) == waves


def test_what_is_wrong_is_said():
    waves = nps.WeightedPaired(FIRST, SECOND, WEIGHTS)
    for wrong, error, said in (
        (lambda: nps.WeightedPaired(FIRST, SECOND), TypeError, "together"),
        (lambda: waves.update([1, 2], [3], [1, 1]), ValueError, "2 answers in the first wave, but 1"),
        (lambda: waves.update([1, 2], [3, 4], [1]), ValueError, "weights"),
        (lambda: waves.update([1, 2], [3, 4], [1, -1]), nps.WeightError, "-1"),
        (lambda: waves.add(1, 2, float("nan")), nps.WeightError, "nan"),
        (lambda: waves.compare(method="exact"), nps.UnavailableError, "not available"),
        (lambda: waves.compare(estimator="guess"), nps.MethodError, "guess"),
        (lambda: nps.WeightedPaired([9], [None], [1]).compare(), nps.EmptyError, "1 in the first only"),
        (lambda: nps.WeightedPaired() - waves, nps.CountUnderflowError, "more would be taken away"),
        (lambda: waves + 7, TypeError, "unsupported operand"),
    ):
        before = copy(waves)
        with pytest.raises(error, match=said):
            wrong()
        assert waves == before
