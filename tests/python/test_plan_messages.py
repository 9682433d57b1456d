# SPDX-License-Identifier: MIT
"""An error of a plan names the input, its range and its value."""

import math
from decimal import Decimal
from fractions import Fraction

import nps
import pytest

SHARES = (5, 3, 2)

MESSAGES = {
    "margin must be above 0 and at most 100 points, such as 5, not 0": lambda: nps.plan_respondents(margin=0),
    "margin must be above 0 and at most 100 points, such as 5, not nan": lambda: nps.plan_respondents(margin=math.nan),
    "margin must be a number of points, such as 5, not True": lambda: nps.plan_respondents(margin=True),
    "margin must be a number of points, such as 5, not 5j": lambda: nps.plan_respondents(margin=5j),
    "margin is in points, and 0.05 points need 15,365,835 answers: write margin=5 for +-5 points. "
    "If you mean 0.05 points, plan_margin() gives the margin of any number": lambda: nps.plan_respondents(margin=0.05),
    'method="exact" accepts up to 1000 answers, and the plan has more: method="auto" accepts any number': lambda: (
        nps.plan_respondents(margin=1, method="exact")
    ),
    'method="exact" accepts up to 500 answers, and the plan has more: method="auto" accepts any number': lambda: (
        nps.plan_benchmark_respondents(benchmark=29, expected=SHARES, method="exact")
    ),
    "the plan exceeds 2^53, the largest number that is planned for": lambda: nps.plan_respondents(margin=1e-12),
    "expected must be three numbers: promoters, passives and detractors, not 2 numbers": lambda: nps.plan_margin(
        respondents=9, expected=(1, 2)
    ),
    "expected must be three numbers: promoters, passives and detractors, not more": lambda: nps.plan_margin(
        respondents=9, expected=iter(range(10**9))
    ),
    "passives of expected must be a number, not '3'": lambda: nps.plan_margin(respondents=9, expected=(5, "3", 2)),
    "expected must be finite shares of at least 0, not all of them 0; not (5, -3, 2)": lambda: nps.plan_margin(
        respondents=9, expected=(5, -3, 2)
    ),
    "respondents must be at least 1, not 0": lambda: nps.plan_margin(respondents=0),
    "respondents must be a whole number of answers, not 4.0": lambda: nps.plan_margin(respondents=4.0),
    "respondents must be at most 2^53, not 9007199254740993": lambda: nps.plan_margin(respondents=2**53 + 1),
    "respondents must be a whole number of answers from 0 to 2^64 - 1, not a huge int": lambda: nps.plan_margin(
        respondents=10**5000
    ),
    "population must be at least as large as the number of respondents": lambda: nps.plan_margin(
        respondents=9, population=8
    ),
    "population must be at least 1, not -5; None is an infinite population": lambda: nps.plan_margin(
        respondents=9, population=-5
    ),
    "change must be from -200 to 200 points and not 0, not 0": lambda: nps.plan_comparison(change=0),
    "change must be from -200 to 200 points and not 0, not -201": lambda: nps.plan_comparison(change=-201),
    "a change of 90 points takes the score of the expected shares out of -100 to 100": lambda: nps.plan_comparison(
        change=90, expected=SHARES
    ),
    "power must be between 0.05, which is 1 - level, and 1, such as 0.8; not 0.04": lambda: nps.plan_comparison(
        change=10, power=0.04
    ),
    "power must be between 0.005, which is 1 - level, divided by 10 comparisons, and 1, such as 0.8; not 0.004": lambda: (
        nps.plan_comparison(change=10, power=0.004, comparisons=10)
    ),
    "comparisons must be at least 1, not 0": lambda: nps.plan_margin(respondents=9, comparisons=0),
    "comparisons must be a whole number of comparisons, not 2.5": lambda: nps.plan_margin(
        respondents=9, comparisons=2.5
    ),
    "level divided among so many comparisons is 1: plan for fewer comparisons": lambda: nps.plan_margin(
        respondents=9, comparisons=2**60
    ),
    "design_effect must be finite and above 0, such as 1.5, not 0": lambda: nps.plan_respondents(
        margin=9, design_effect=0
    ),
    "there must be at least one answer for each design_effect, which divides the answers": lambda: nps.plan_margin(
        respondents=9, design_effect=10
    ),
    'the power of method="exact" is not available for two samples, because its sum takes seconds for 5 and 5 answers: '
    'method="auto" is available for any number': lambda: nps.plan_comparison(change=90, method="exact"),
    'method="anytime" has no test with a margin: method="auto" has one': lambda: nps.plan_comparison(
        change=1, goal="equivalence", margin=5, method="anytime"
    ),
    "there is no goal 'same'; there are difference, noninferiority, equivalence": lambda: nps.plan_comparison(
        change=1, goal="same"
    ),
    "goal='equivalence' needs a margin in points, such as margin=5": lambda: nps.plan_comparison(
        change=0, goal="equivalence"
    ),
    'margin belongs to goal="noninferiority" and goal="equivalence"': lambda: nps.plan_comparison(change=9, margin=5),
    "level must be above 0.5 for goal='equivalence', such as 0.95, not 0.5": lambda: nps.plan_comparison(
        change=1, goal="equivalence", margin=5, level=0.5
    ),
    "no number of respondents shows noninferiority when a change of -5 points reaches the margin": lambda: (
        nps.plan_comparison(change=-5, goal="noninferiority", margin=5)
    ),
    "expected must be three rows of three shares, or a Paired, not 7": lambda: nps.plan_paired_people(expected=7),
    "correlation must be from -1 to 1, such as 0.5, not 1.5": lambda: nps.plan_joint_shares(
        first=SHARES, second=SHARES, correlation=1.5
    ),
    "the shares of the two waves do not allow a correlation of 0.9": lambda: nps.plan_joint_shares(
        first=(1, 0, 1), second=(9, 0, 1), correlation=0.9
    ),
    "the expected shares have no change of the score: there is nothing to find": lambda: nps.plan_paired_people(
        expected=((4, 1, 1), (1, 4, 1), (1, 1, 4))
    ),
    "cluster_size must be finite and at least 1, such as 20, not 0.5": lambda: nps.plan_design_effect(
        cluster_size=0.5, icc=0.1
    ),
    "icc must be from 0 to 1, such as 0.05, not -0.1": lambda: nps.plan_design_effect(cluster_size=20, icc=-0.1),
    "icc must be between 0 and 1: write 0.05, not 5": lambda: nps.plan_design_effect(cluster_size=20, icc=5),
    "variation must be finite and at least 0, such as 0.5, not -1": lambda: nps.plan_design_effect(
        cluster_size=20, icc=0.1, variation=-1
    ),
    "ratio must be finite and above 0, such as 1.0, not inf": lambda: nps.plan_comparison(change=10, ratio=math.inf),
    "sizes must be two numbers of respondents, such as (400, 400), not (100,)": lambda: nps.plan_change(sizes=(100,)),
    "the second of sizes must be at least 1, not 0": lambda: nps.plan_change(sizes=(100, 0)),
    "2 and 2 answers find no rise of the score with a power of 0.8": lambda: nps.plan_change(sizes=(2, 2)),
    "first_answers must be at least 1, not 0": lambda: nps.plan_power(
        first=SHARES, first_answers=0, second=SHARES, second_answers=9
    ),
    "second must be three numbers: promoters, passives and detractors, not None": lambda: nps.plan_power(
        first=SHARES, first_answers=9, second=None, second_answers=9
    ),
    "the benchmark, 30, is the score of the expected shares: there is no difference to find": lambda: (
        nps.plan_benchmark_respondents(expected=SHARES, benchmark=30)
    ),
    "change must be finite, not inf": lambda: nps.plan_shift(shares=SHARES, change=math.inf),
    "change must be a number of points, such as 10, not '5'": lambda: nps.plan_shift(shares=SHARES, change="5"),
    "a change of 100 points takes the score out of -100 to 100": lambda: nps.plan_shift(shares=SHARES, change=100),
    "rate must be above 0 and at most 1, such as 0.2, not 0": lambda: nps.plan_invitations(respondents=9, rate=0),
    "assurance must be 0, or from 0.5 to below 1, such as 0.9; not 0.3": lambda: nps.plan_invitations(
        respondents=9, rate=0.2, assurance=0.3
    ),
    "respondents must be at most 10^9 with an assurance, not 1000000001; without one, up to 2^53": lambda: (
        nps.plan_invitations(respondents=10**9 + 1, rate=0.2, assurance=0.9)
    ),
    "invitations must be at least 1, not 0": lambda: nps.plan_waves(base=9, invitations=0, rest_days=9),
    "invitations must be at most base: each wave invites 10 of 9 customers": lambda: nps.plan_waves(
        base=9, invitations=10, rest_days=9
    ),
    "rest_days must be finite and at least 0, not -1": lambda: nps.plan_waves(base=9, invitations=1, rest_days=-1),
    "promoters must be a number, not 'a'": lambda: nps.PlanShares("a", 2, 3),
}


@pytest.mark.parametrize("said", MESSAGES)
def test_messages(said):
    with pytest.raises((nps.NpsError, TypeError, ValueError, OverflowError)) as raised:
        MESSAGES[said]()
    assert str(raised.value) == said
    assert raised.value.__cause__ is None


def test_the_limits_themselves_are_accepted():
    assert nps.plan_respondents(margin=0.5, method="wald") == 153659
    assert nps.plan_respondents(margin=100) >= 1
    assert nps.plan_comparison(change=200).first > 0
    assert nps.plan_margin(respondents=2**53) > 0
    assert nps.plan_invitations(respondents=9, rate=1, assurance=0.5) == 9
    assert nps.plan_waves(base=9, invitations=9, rest_days=0) == nps.PlanRotation(1, 0)
    assert nps.plan_margin(respondents=9, level=0.1) > 0  # below the default power, which has no effect here


def test_numbers_of_any_kind():
    for five in (5, 5.0, Decimal(5), Fraction(5)):
        assert nps.plan_respondents(margin=five) == 1536
