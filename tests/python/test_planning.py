# SPDX-License-Identifier: MIT
"""Plans, as Python gives them; the figures themselves are tested in C."""

import math
from decimal import Decimal

import nps
import pytest

PILOT = nps.Counts(50, 30, 20)


def test_margins():
    margin = nps.plan_margin(100, PILOT)
    lower, upper = PILOT.interval()
    assert margin == pytest.approx((upper - lower) / 2, abs=1e-6)
    assert nps.plan_margin(100, PILOT, population=150) < margin < nps.plan_margin(100)
    assert nps.plan_margin(100, method="wald", level=0.9) == pytest.approx(1.6448536 / 10 * 100, abs=1e-4)


@pytest.mark.parametrize("margin, population, respondents", [(10, None, 385), (5, None, 1537), (10, 1000, 278)])
def test_the_figures_of_textbooks(margin, population, respondents):
    assert nps.plan_respondents(margin, method="wald", population=population) == respondents


def test_respondents():
    n = nps.plan_respondents(8, PILOT, method="score", level=0.9)
    assert nps.plan_margin(n, PILOT, method="score", level=0.9) <= 8
    assert nps.plan_margin(n - 1, PILOT, method="score", level=0.9) > 8


def test_whatever_has_three_shares():
    survey = nps.Accumulator.from_counts({9: 50, 7: 30, 0: 20})
    shares = (PILOT, survey, (0.5, 0.3, 0.2), [50, 30, 20], nps.PlanShares(5, 3, 2), iter((Decimal(5), 3, 2)))
    assert len({nps.plan_respondents(8, expected) for expected in shares}) == 1


def test_shift():
    after = nps.plan_shift(PILOT, 10)
    assert tuple(after) == pytest.approx((0.55, 0.3, 0.15))
    promoters, passives, detractors = nps.plan_shift(after, -10)
    assert (promoters, passives, detractors) == pytest.approx((0.5, 0.3, 0.2))
    with pytest.raises(nps.UnreachableError):
        nps.plan_shift(PILOT, 71)


def test_groups():
    sizes = nps.plan_groups(15, PILOT, level=0.9, power=0.9, ratio=2)
    first, second = sizes
    assert second == 2 * first
    after = nps.plan_shift(PILOT, 15)
    assert nps.plan_power(PILOT, first, after, second, level=0.9) >= 0.9
    assert nps.plan_power(PILOT, first - 1, after, second - 2, level=0.9) < 0.9
    change = nps.plan_change(sizes, PILOT, level=0.9, power=0.9)
    assert change == nps.plan_change((first, second), PILOT, level=0.9, power=0.9)
    assert change == pytest.approx(15, abs=0.2) and change <= 15


def test_benchmarks():
    n = nps.plan_benchmark_respondents(PILOT, 20, power=0.9)
    assert nps.plan_benchmark_power(PILOT, n, 20) >= 0.9 > nps.plan_benchmark_power(PILOT, n - 1, 20)
    with pytest.raises(nps.UnreachableError):
        nps.plan_benchmark_respondents(PILOT, 30)
    with pytest.raises(nps.ReferenceScoreError):
        nps.plan_benchmark_power(PILOT, 100, 101)


def test_invitations():
    assert nps.plan_invitations(21, 0.07) == 300
    sure = nps.plan_invitations(21, 0.07, 0.9)
    enough = [
        sum(math.comb(n, k) * 0.07**k * 0.93 ** (n - k) for k in range(21, n + 1)) >= 0.9 for n in (sure - 1, sure)
    ]
    assert enough == [False, True]


def test_waves():
    waves, days = nps.plan_waves(1000, 300, 90)
    assert (waves, days) == (3, 30)
    assert nps.plan_waves(1000, 300, 90) == nps.PlanRotation(3, 30)
    with pytest.raises(nps.UnreachableError):
        nps.plan_waves(100, 300, 90)


CALLS = {
    "margin": lambda **options: nps.plan_margin(100, **options),
    "respondents": lambda **options: nps.plan_respondents(10, **options),
    "groups": lambda **options: nps.plan_groups(10, **options),
    "change": lambda **options: nps.plan_change((100, 100), **options),
    "power": lambda **options: nps.plan_power(PILOT, 100, PILOT, 100, **options),
    "benchmark": lambda **options: nps.plan_benchmark_power(PILOT, 100, 20, **options),
    "benchmark respondents": lambda **options: nps.plan_benchmark_respondents(PILOT, 20, **options),
}


@pytest.mark.parametrize("call", CALLS.values(), ids=CALLS)
def test_wrong_options(call):
    for level in (0, 1, 95, math.nan):
        with pytest.raises(nps.LevelError):
            call(level=level)
    with pytest.raises(nps.MethodError):
        call(method="scores")
    with pytest.raises(TypeError):
        call(method=None)


@pytest.mark.parametrize("power", [0, 0.04, 1, math.nan, -1])
def test_wrong_powers(power):
    for name in ("groups", "change", "benchmark respondents"):
        with pytest.raises(nps.PlanError):
            CALLS[name](power=power)
    for wrong in ("0.8", None):
        with pytest.raises(TypeError):
            nps.plan_groups(10, power=wrong)


@pytest.mark.parametrize(
    "shares, error",
    [
        ((0, 0, 0), nps.SharesError), ((1, 1, -1), nps.SharesError), ((1, 1, math.nan), nps.SharesError),
        ((1, 1, math.inf), nps.SharesError), ((1, 1), ValueError), ((1, 1, 1, 1), ValueError), ("abc", TypeError),
        (b"abc", TypeError), (7, TypeError), ((1, 1, None), TypeError), ((True, 1, 1), TypeError),
    ],
    ids=repr,
)  # fmt: skip
def test_wrong_shares(shares, error):
    for call in (
        lambda: nps.plan_margin(100, shares),
        lambda: nps.plan_shift(shares, 1),
        lambda: nps.plan_power(PILOT, 100, shares, 100),
        lambda: nps.plan_power(shares, 100, PILOT, 100),
        lambda: nps.plan_benchmark_power(shares, 100, 20),
    ):
        with pytest.raises(error):
            call()


def test_wrong_figures():
    for call, error in (
        (lambda: nps.plan_margin(0), nps.EmptyError),
        (lambda: nps.plan_margin(-1), OverflowError),
        (lambda: nps.plan_margin(2**60), nps.CountOverflowError),
        (lambda: nps.plan_margin(10.0), TypeError),
        (lambda: nps.plan_margin(100, population=99), nps.PopulationError),
        (lambda: nps.plan_respondents(0), nps.PlanError),
        (lambda: nps.plan_respondents("10"), TypeError),
        (lambda: nps.plan_respondents(1e-12), nps.CountOverflowError),
        (lambda: nps.plan_respondents(1, method="exact"), nps.TooManyError),
        (lambda: nps.plan_groups(0), nps.PlanError),
        (lambda: nps.plan_groups(10, ratio=0), nps.PlanError),
        (lambda: nps.plan_change((100,)), TypeError),
        (lambda: nps.plan_change(100), TypeError),
        (lambda: nps.plan_change((0, 100)), nps.EmptyError),
        (lambda: nps.plan_invitations(0, 0.5), nps.EmptyError),
        (lambda: nps.plan_invitations(10, 0), nps.PlanError),
        (lambda: nps.plan_invitations(10, 7), nps.PlanError),
        (lambda: nps.plan_invitations(10, 0.5, 0.3), nps.PlanError),
        (lambda: nps.plan_waves(10, 0, 90), nps.EmptyError),
        (lambda: nps.plan_waves(10, 1, -1), nps.PlanError),
        (lambda: nps.plan_waves(10, 1, math.nan), nps.PlanError),
    ):
        with pytest.raises(error):
            call()
