# SPDX-License-Identifier: MIT
"""Plans in Python; the figures themselves are tested in C."""

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


def test_many_comparisons_and_clusters():
    effect = nps.plan_design_effect(cluster_size=21, icc=0.05)
    assert effect == pytest.approx(2)
    assert nps.plan_design_effect(cluster_size=10, icc=0.2, variation=0.5) == pytest.approx(3.3)
    simple = nps.plan_comparison(change=20, expected=PILOT, level=0.99)
    assert nps.plan_comparison(change=20, expected=PILOT, comparisons=5) == simple
    assert nps.plan_comparison(change=20, expected=PILOT, comparisons=5, design_effect=2) == nps.PlanSizes(
        2 * simple.first, 2 * simple.second
    )
    options = {"comparisons": 5, "design_effect": 2}
    assert nps.plan_margin(respondents=400, **options) == nps.plan_margin(respondents=200, level=0.99)
    assert nps.plan_benchmark_power(expected=PILOT, respondents=400, benchmark=20, **options) == (
        nps.plan_benchmark_power(expected=PILOT, respondents=200, benchmark=20, level=0.99)
    )
    assert nps.plan_power(first=PILOT, first_answers=400, second=(1, 1, 1), second_answers=200, **options) == (
        nps.plan_power(first=PILOT, first_answers=200, second=(1, 1, 1), second_answers=100, level=0.99)
    )
    assert nps.plan_change(sizes=(400, 600), **options) == nps.plan_change(sizes=(200, 300), level=0.99)


def test_goals_with_a_margin():
    options = {"goal": "noninferiority", "margin": 20}
    first, second = nps.plan_comparison(change=0, expected=PILOT, **options)
    answers = {"first": PILOT, "first_answers": first, "second": PILOT, "second_answers": second}
    assert 0.8 <= nps.plan_power(**answers, **options) < 0.82
    assert nps.plan_power(**answers, goal="equivalence", margin=20) < nps.plan_power(**answers, **options)
    assert nps.plan_power(**answers, goal="Non-inferiority".replace("-", ""), margin=20) >= 0.8
    assert nps.plan_comparison(change=5, expected=PILOT, **options).first < first
    with pytest.raises(nps.ReferenceScoreError):
        nps.plan_comparison(change=0, goal="equivalence", margin=0)


def test_the_same_people_in_two_waves():
    joint = nps.plan_joint_shares(first=PILOT, second=(0.7, 0.2, 0.1), correlation=0.4)
    promoters, passives, detractors = joint
    assert sum(promoters) == pytest.approx(0.5)
    assert promoters.promoters + passives.promoters + detractors.promoters == pytest.approx(0.7)
    people = nps.plan_paired_people(expected=joint, power=0.9)
    assert nps.plan_paired_power(expected=joint, people=people) >= 0.9
    assert nps.plan_paired_power(expected=joint, people=people - 1) < 0.9
    rows = [[100 * share for share in row] for row in joint]
    assert nps.plan_paired_people(expected=rows, power=0.9) == people
    pilot = nps.Paired([9, 3, 7, 10, 2], [10, 7, 7, 10, 9])
    assert 0 < nps.plan_paired_power(expected=pilot, people=30, method="score") < 1
    for wrong, error in ((7, TypeError), ([PILOT] * 2, TypeError), ([(0, 0, 0)] * 3, nps.SharesError)):
        with pytest.raises(error):
            nps.plan_paired_power(expected=wrong, people=30)


def test_looks():
    pocock, late = nps.plan_looks(looks=5), nps.plan_looks(looks=5, boundary="O'Brien-Fleming".replace("'", ""))
    assert [look.share for look in pocock] == pytest.approx([0.2, 0.4, 0.6, 0.8, 1])
    assert pocock[0].level == pytest.approx(pocock[-1].level) == pytest.approx(0.98419, abs=1e-5)
    assert late[-1].inflation == pytest.approx(1.028, abs=1e-3)
    assert late[-1].inflation < pocock[-1].inflation
    assert late[-1].detected == pytest.approx(0.8) and late[0].level > late[1].level
    assert nps.plan_looks(looks=1)[0].level == pytest.approx(0.95)
    for wrong in (0, 21):
        with pytest.raises(nps.PlanError):
            nps.plan_looks(looks=wrong)
    with pytest.raises(nps.MethodError):
        nps.plan_looks(looks=3, boundary="haybittle")


def test_power_of_looks():
    groups = {"first": PILOT, "first_answers": 60, "second": (8, 1, 1), "second_answers": 50, "looks": 3}
    early, later, all_looks = (nps.plan_looks_power(look=look, **groups) for look in (1, 2, 3))
    assert 0 < early < later < all_looks == nps.plan_looks_power(**groups) < 1
    late = nps.plan_looks_power(look=1, boundary="obrien-fleming", **groups)
    assert late < early
    one = {**groups, "looks": 1}
    assert nps.plan_looks_power(**one) == pytest.approx(
        nps.plan_power(first=PILOT, first_answers=60, second=(8, 1, 1), second_answers=50), abs=1e-3
    )
    for wrong in (0, 4):
        with pytest.raises(nps.PlanError, match="from 1 to looks, which is 3"):
            nps.plan_looks_power(look=wrong, **groups)
    with pytest.raises(nps.UnavailableError, match="several looks"):
        nps.plan_looks_power(method="exact", **groups)


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


def test_few_clusters_need_more_respondents():
    design = {"expected": (0.5, 0.3, 0.2), "design_effect": nps.plan_design_effect(cluster_size=20, icc=0.1)}
    few = nps.plan_comparison(change=50, cluster_size=20, **design)
    assert few.first > nps.plan_comparison(change=50, **design).first
    assert nps.plan_comparison(change=50, cluster_size=20, cluster_strata=3, **design).first > few.first
    for wrong in ({"cluster_size": 0.5}, {"cluster_size": math.nan}, {"cluster_size": 20, "cluster_strata": 0}):
        with pytest.raises(nps.PlanError, match=list(wrong)[-1]):
            nps.plan_margin(respondents=100, **wrong)
