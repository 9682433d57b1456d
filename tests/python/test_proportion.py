# SPDX-License-Identifier: MIT
"""Proportions in Python; the figures themselves are tested in C."""

import json
import math
import pickle

import nps
import pytest


def test_a_proportion():
    found = nps.proportion(3, 10)
    assert found.share == float(found) == 0.3
    assert (found.successes, found.n, found.method) == (3, 10, "blaker")
    # R: BlakerCI::binom.blaker.limits(3, 10)
    assert (found.lower, found.upper) == (pytest.approx(0.08726443, abs=5e-9), pytest.approx(0.61941066, abs=5e-9))
    assert pickle.loads(pickle.dumps(found)) == found
    assert json.loads(json.dumps(found))["share"] == 0.3
    assert nps.proportion(3, 10, level=0.99).lower < found.lower < nps.proportion(3, 10, method="WILSON").lower


@pytest.mark.parametrize("n", [1, 20, 10**12, 10**15])
@pytest.mark.parametrize("method", ["auto", "wilson"])
def test_no_interval_leaves_0_to_1(n, method):
    none, every = nps.proportion(0, n, method=method), nps.proportion(n, n, method=method)
    assert none.share == none.lower == 0 and 0 < none.upper < 1
    assert every.share == every.upper == 1 and 0 < every.lower < 1
    assert none.method == ("blaker" if method == "auto" and n <= 10**12 else "wilson")


def test_test_and_interval_agree():
    found = nps.proportion(41, 50)
    inside, outside = found.lower + 1e-6, found.lower - 1e-6
    assert nps.proportion_test(41, 50, inside).p_value >= 0.05 - 1e-9
    assert nps.proportion_test(41, 50, outside).p_value <= 0.05 + 1e-9
    exact = nps.proportion_test(2, 3, 0.5, alternative="greater")
    assert exact.p_value == pytest.approx(0.5) and exact.alternative == "greater" and exact.method == "blaker"


def test_two_proportions():
    found = nps.compare_proportions((52, 56), (41, 50))
    assert found == nps.compare_proportions(nps.proportion(52, 56), nps.proportion(41, 50))
    assert found.difference == pytest.approx(52 / 56 - 0.82)
    assert -1 <= found.lower < found.difference < found.upper <= 1
    assert (found.p_value < 0.05) == (not found.lower <= 0 <= found.upper)
    assert nps.compare_proportions((0, 3), (3, 3)).method == "exact"


@pytest.mark.parametrize(
    "call, error, said",
    [
        (lambda: nps.proportion(3, 2), nps.PartError, "successes must be at most n: 3 of 2"),
        (lambda: nps.proportion(0, 0), nps.EmptyError, "n must be at least 1"),
        (lambda: nps.proportion(-1, 2), OverflowError, "successes must be a whole number"),
        (lambda: nps.proportion(0.5, 2), TypeError, "successes must be a whole number"),
        (lambda: nps.proportion(True, 2), TypeError, "successes must be a whole number"),
        (lambda: nps.proportion(1, 2, method="wald"), nps.MethodError, "there are auto, blaker, wilson"),
        (lambda: nps.proportion(1, 2, method=None), TypeError, "method must be a name"),
        (lambda: nps.proportion(1, 10**13, method="blaker"), nps.TooManyError, "10\\^12"),
        (lambda: nps.proportion(1, 2, level=95), nps.LevelError, "0.95, not 95"),
        (lambda: nps.proportion(1, 2, level=101), nps.LevelError, "such as 0.95, not 101"),
        (lambda: nps.proportion(1, 2, level=math.inf), nps.LevelError, "such as 0.95, not inf"),
        (lambda: nps.proportion(1, 2, "wilson"), TypeError, "method="),
        (lambda: nps.proportion_test(1, 2, 70), nps.ReferenceScoreError, "from 0 to 1"),
        (lambda: nps.proportion_test(1, 2, math.nan), nps.ReferenceScoreError, "from 0 to 1"),
        (lambda: nps.proportion_test(1, 2, 0.5, alternative="more"), nps.AlternativeError, "more"),
        (lambda: nps.compare_proportions(1, (1, 2)), TypeError, "a must be a Proportion"),
        (lambda: nps.compare_proportions({1: 2, 3: 4}, (1, 2)), TypeError, "a must be a Proportion"),
        (lambda: nps.compare_proportions((1, 2), (1, 2, 3)), TypeError, "b must be a Proportion"),
        (lambda: nps.compare_proportions((1, 2), (3, 2)), nps.PartError, "the successes of b"),
    ],
)
def test_what_is_wrong(call, error, said):
    with pytest.raises(error, match=said):
        call()
