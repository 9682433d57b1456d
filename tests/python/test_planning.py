# SPDX-License-Identifier: MIT
"""Plans, as Python gives them; the figures themselves are tested in C."""

import math
from decimal import Decimal

import nps
import pytest

PILOT = nps.Counts(50, 30, 20)


def test_margins():
    margin = nps.plan_margin(respondents=100, expected=PILOT)
    lower, upper = PILOT.interval()
    assert margin == pytest.approx((upper - lower) / 2, abs=1e-6)
    assert nps.plan_margin(respondents=100, expected=PILOT, population=150) < margin < nps.plan_margin(respondents=100)
    assert nps.plan_margin(respondents=100, method="wald", level=0.9) == pytest.approx(1.6448536 / 10 * 100, abs=1e-4)


@pytest.mark.parametrize("margin, population, respondents", [(10, None, 385), (5, None, 1537), (10, 1000, 278)])
def test_the_figures_of_textbooks(margin, population, respondents):
    assert nps.plan_respondents(margin=margin, method="wald", population=population) == respondents


def test_respondents():
    n = nps.plan_respondents(margin=8, expected=PILOT, method="score", level=0.9)
    assert nps.plan_margin(respondents=n, expected=PILOT, method="score", level=0.9) <= 8
    assert nps.plan_margin(respondents=n - 1, expected=PILOT, method="score", level=0.9) > 8


def test_whatever_has_three_shares():
    survey = nps.Accumulator.from_counts({9: 50, 7: 30, 0: 20})
    shares = (PILOT, survey, (0.5, 0.3, 0.2), [50, 30, 20], nps.PlanShares(5, 3, 2), iter((Decimal(5), 3, 2)))
    assert len({nps.plan_respondents(margin=8, expected=expected) for expected in shares}) == 1


def test_shift():
    after = nps.plan_shift(shares=PILOT, change=10)
    assert tuple(after) == pytest.approx((0.55, 0.3, 0.15))
    promoters, passives, detractors = nps.plan_shift(shares=after, change=-10)
    assert (promoters, passives, detractors) == pytest.approx((0.5, 0.3, 0.2))
    with pytest.raises(nps.UnreachableError):
        nps.plan_shift(shares=PILOT, change=71)


def test_groups():
    sizes = nps.plan_comparison(change=15, expected=PILOT, level=0.9, power=0.9, ratio=2)
    first, second = sizes
    assert second == 2 * first
    after = nps.plan_shift(shares=PILOT, change=15)
    assert nps.plan_power(first=PILOT, first_answers=first, second=after, second_answers=second, level=0.9) >= 0.9
    assert (
        nps.plan_power(first=PILOT, first_answers=first - 1, second=after, second_answers=second - 2, level=0.9) < 0.9
    )
    change = nps.plan_change(sizes=sizes, expected=PILOT, level=0.9, power=0.9)
    assert change == nps.plan_change(sizes=(first, second), expected=PILOT, level=0.9, power=0.9)
    assert change == pytest.approx(15, abs=0.2) and change <= 15


def test_benchmarks():
    n = nps.plan_benchmark_respondents(expected=PILOT, benchmark=20, power=0.9)
    assert (
        nps.plan_benchmark_power(expected=PILOT, respondents=n, benchmark=20)
        >= 0.9
        > nps.plan_benchmark_power(expected=PILOT, respondents=n - 1, benchmark=20)
    )
    with pytest.raises(nps.UnreachableError):
        nps.plan_benchmark_respondents(expected=PILOT, benchmark=30)
    with pytest.raises(nps.ReferenceScoreError):
        nps.plan_benchmark_power(expected=PILOT, respondents=100, benchmark=101)


def test_invitations():
    assert nps.plan_invitations(respondents=21, rate=0.07) == 300
    sure = nps.plan_invitations(respondents=21, rate=0.07, assurance=0.9)
    enough = [
        sum(math.comb(n, k) * 0.07**k * 0.93 ** (n - k) for k in range(21, n + 1)) >= 0.9 for n in (sure - 1, sure)
    ]
    assert enough == [False, True]


def test_waves():
    waves, days = nps.plan_waves(base=1000, invitations=300, rest_days=90)
    assert (waves, days) == (3, 30)
    assert nps.plan_waves(base=1000, invitations=300, rest_days=90) == nps.PlanRotation(3, 30)
    with pytest.raises(nps.UnreachableError):
        nps.plan_waves(base=100, invitations=300, rest_days=90)


CALLS = {
    "margin": lambda **options: nps.plan_margin(respondents=100, **options),
    "respondents": lambda **options: nps.plan_respondents(margin=10, **options),
    "groups": lambda **options: nps.plan_comparison(change=10, **options),
    "change": lambda **options: nps.plan_change(sizes=(100, 100), **options),
    "power": lambda **options: nps.plan_power(
        first=PILOT, first_answers=100, second=PILOT, second_answers=100, **options
    ),
    "benchmark": lambda **options: nps.plan_benchmark_power(expected=PILOT, respondents=100, benchmark=20, **options),
    "benchmark respondents": lambda **options: nps.plan_benchmark_respondents(expected=PILOT, benchmark=20, **options),
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
            nps.plan_comparison(change=10, power=wrong)


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
        lambda: nps.plan_margin(respondents=100, expected=shares),
        lambda: nps.plan_shift(shares=shares, change=1),
        lambda: nps.plan_power(first=PILOT, first_answers=100, second=shares, second_answers=100),
        lambda: nps.plan_power(first=shares, first_answers=100, second=PILOT, second_answers=100),
        lambda: nps.plan_benchmark_power(expected=shares, respondents=100, benchmark=20),
    ):
        with pytest.raises(error):
            call()


def test_wrong_figures():
    for call, error in (
        (lambda: nps.plan_margin(respondents=0), nps.EmptyError),
        (lambda: nps.plan_margin(respondents=-1), OverflowError),
        (lambda: nps.plan_margin(respondents=2**60), nps.CountOverflowError),
        (lambda: nps.plan_margin(respondents=10.0), TypeError),
        (lambda: nps.plan_margin(respondents=100, population=99), nps.PopulationError),
        (lambda: nps.plan_respondents(margin=0), nps.PlanError),
        (lambda: nps.plan_respondents(margin="10"), TypeError),
        (lambda: nps.plan_respondents(margin=1e-12), nps.CountOverflowError),
        (lambda: nps.plan_respondents(margin=1, method="exact"), nps.TooManyError),
        (lambda: nps.plan_comparison(change=0), nps.PlanError),
        (lambda: nps.plan_comparison(change=10, ratio=0), nps.PlanError),
        (lambda: nps.plan_change(sizes=(100,)), TypeError),
        (lambda: nps.plan_change(sizes=100), TypeError),
        (lambda: nps.plan_change(sizes=(0, 100)), nps.EmptyError),
        (lambda: nps.plan_invitations(respondents=0, rate=0.5), nps.EmptyError),
        (lambda: nps.plan_invitations(respondents=10, rate=0), nps.PlanError),
        (lambda: nps.plan_invitations(respondents=10, rate=7), nps.PlanError),
        (lambda: nps.plan_invitations(respondents=10, rate=0.5, assurance=0.3), nps.PlanError),
        (lambda: nps.plan_waves(base=10, invitations=0, rest_days=90), nps.EmptyError),
        (lambda: nps.plan_waves(base=10, invitations=1, rest_days=-1), nps.PlanError),
        (lambda: nps.plan_waves(base=10, invitations=1, rest_days=math.nan), nps.PlanError),
    ):
        with pytest.raises(error):
            call()
