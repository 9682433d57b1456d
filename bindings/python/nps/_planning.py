# SPDX-License-Identifier: MIT
"""Plans before a survey: the number of answers and of invitations, and how often to measure."""

from __future__ import annotations

from dataclasses import dataclass
from math import inf, isfinite
from typing import Iterable, List, Optional, SupportsIndex, Tuple, Union

from . import _raw as raw
from ._accumulator import Accumulator
from ._documentation import documented, documented_fields
from ._methods import boundary_number
from ._numbers import Real, read_count, read_number, read_points, read_score, read_share
from ._options import Population, read_three
from ._paired import Paired
from ._plan_options import explaining_plan, plan_options, read_cluster_size, read_power, read_ratio, unavailable_power
from ._results import Result, Unpacked
from ._sample import counts_of
from ._shown import short
from ._structs import read_struct
from .errors import CountOverflowError, EmptyError, PlanError, SharesError, TooManyError


@dataclass(frozen=True)
class PlanShares(Unpacked):
    """Expected shares of promoters, passives and detractors; only their proportions matter.

    Examples
    --------
    >>> promoters, passives, detractors = nps.PlanShares(0.5, 0.3, 0.2)
    """

    _length = 3

    promoters: float
    passives: float
    detractors: float

    def __post_init__(self) -> None:
        for name in ("promoters", "passives", "detractors"):
            object.__setattr__(self, name, read_number(getattr(self, name), name))
        super().__post_init__()


@dataclass(frozen=True)
class PlanSizes(Unpacked):
    """The numbers of respondents of two groups; unpacks as (first, second).

    Examples
    --------
    >>> first, second = nps.plan_comparison(change=10)
    >>> first, second
    (1575, 1575)
    """

    first: int
    second: int


@documented_fields(raw.nps_plan_look)
@dataclass(frozen=True)
class PlanLook(Result):
    """One of several looks at a comparison.

    Examples
    --------
    >>> first, second = nps.plan_looks(looks=2)
    >>> round(first.level, 4), round(second.detected, 2), round(second.inflation, 2)
    (0.9706, 0.8, 1.11)
    """

    share: float
    level: float
    detected: float
    inflation: float


@dataclass(frozen=True)
class PlanRotation(Unpacked):
    """How often to measure; unpacks as (waves, days).

    Examples
    --------
    >>> waves, days = nps.plan_waves(base=1000, invitations=100, rest_days=90)
    >>> waves, days
    (10, 9.0)
    """

    waves: int
    """How many waves fit into one rest period."""
    days: float
    """Days from one wave to the next."""


@dataclass(frozen=True)
class PlanJoint(Unpacked):
    """Expected shares of the same people in two waves; unpacks as (promoters, passives, detractors) of the first wave.

    Each is the PlanShares of these people in the second wave; only the proportions of the nine shares matter.

    Examples
    --------
    >>> joint = nps.PlanJoint((40, 8, 2), (6, 20, 4), (1, 5, 14))
    >>> nps.plan_paired_people(expected=joint)
    3033
    """

    _length = 3

    promoters: PlanShares
    passives: PlanShares
    detractors: PlanShares

    def __post_init__(self) -> None:
        for name in ("promoters", "passives", "detractors"):
            object.__setattr__(self, name, PlanShares(*read_three(getattr(self, name), name)))
        super().__post_init__()


Joint = Union[Paired, Iterable[Iterable[Real]]]
"""Expected shares of two waves: PlanJoint, three rows of three numbers, or the Paired of a pilot survey."""

Shares = Union[Accumulator, Iterable[Real]]
"""Expected shares: PlanShares, three numbers, or the Counts or the Accumulator of a pilot survey."""

_MOST_ANSWERS = 2**53
_MOST_DRAWN = 10**9
"""The most answers for which an assurance is computed."""
_SMALLEST_MARGIN = 0.5
"""A smaller margin, in points, is taken for a fraction."""


def _read_shares(shares: Shares, name: str) -> Tuple[float, ...]:
    three = read_three(counts_of(shares, name) if isinstance(shares, Accumulator) else shares, name)
    if not (all(0 <= share < inf for share in three) and any(three)):
        numbers = ", ".join(f"{share:g}" for share in three)
        raise SharesError(f"{name} must be finite shares of at least 0, not all of them 0; not ({numbers})")
    return three


def _read_joint(expected: Joint) -> Tuple[float, ...]:
    rows = (expected.promoters, expected.passives, expected.detractors) if isinstance(expected, Paired) else expected
    try:
        joint = rows if isinstance(rows, PlanJoint) else PlanJoint(*rows)
    except TypeError:
        raise TypeError(f"expected must be three rows of three shares, or a Paired, not {short(expected)}") from None
    nine = tuple(share for row in joint for share in row)
    if not (all(0 <= share < inf for share in nine) and any(nine)):
        numbers = ", ".join(f"{share:g}" for share in nine)
        raise SharesError(f"expected must be finite shares of at least 0, not all of them 0; not ({numbers})")
    return nine


def _read_expected(shares: Optional[Shares]) -> Optional[Tuple[float, ...]]:
    return None if shares is None else _read_shares(shares, "expected")


def _read_answers(count: SupportsIndex, name: str) -> int:
    number = read_count(count, name, "answers")
    if number == 0:
        raise EmptyError(f"{name} must be at least 1, not 0")
    if number > _MOST_ANSWERS:
        raise CountOverflowError(f"{name} must be at most 2^53, not {number}")
    return number


@documented(raw.nps_plan_design_effect)
def plan_design_effect(*, cluster_size: Real, icc: Real, variation: Real = 0.0) -> float:
    """The design effect of a sample of clusters, such as flights or shops.

    Parameters
    ----------
    cluster_size
        The mean number of respondents of a cluster.
    icc
        The correlation between two respondents of one cluster, from 0 to 1.
    variation
        The standard deviation of the numbers of respondents, divided by their mean.

    Returns
    -------
    float
        The design effect, for `design_effect` of the other plans, which take `cluster_size` as well.

    Examples
    --------
    >>> effect = nps.plan_design_effect(cluster_size=20, icc=0.05)
    >>> round(effect, 2), nps.plan_respondents(margin=5, design_effect=effect, cluster_size=20)
    (1.95, 3044)
    """
    size, number = read_cluster_size(cluster_size), read_share(icc, "icc", 0.05)
    spread = read_number(variation, "variation", "a number such as 0.5")
    if not number >= 0:
        raise PlanError(f"icc must be from 0 to 1, such as 0.05, not {number:g}")
    if not 0 <= spread < inf:
        raise PlanError(f"variation must be finite and at least 0, such as 0.5, not {spread:g}")
    effect: float = raw.nps_plan_design_effect(size, spread, number)
    return effect


@documented(raw.nps_plan_margin)
def plan_margin(
    *,
    respondents: SupportsIndex,
    expected: Optional[Shares] = None,
    method: str = "auto",
    level: Real = 0.95,
    population: Population = None,
    comparisons: SupportsIndex = 1,
    design_effect: Real = 1.0,
    cluster_size: Optional[Real] = None,
    cluster_strata: SupportsIndex = 1,
) -> float:
    """The expected margin of error.

    Returns
    -------
    float
        Half the width of the interval, in points.

    Examples
    --------
    >>> round(nps.plan_margin(respondents=400), 3)
    9.788
    >>> round(nps.plan_margin(respondents=400, expected=(0.5, 0.3, 0.2)), 3)
    7.661
    """
    number, shares = _read_answers(respondents, "respondents"), _read_expected(expected)
    options = plan_options(
        method, level, comparisons, design_effect, cluster_size, cluster_strata, population=population
    )
    with explaining_plan():
        margin: float = raw.nps_plan_margin(number, shares, options)
    return margin


@documented(raw.nps_plan_respondents)
def plan_respondents(
    *,
    margin: Real,
    expected: Optional[Shares] = None,
    method: str = "auto",
    level: Real = 0.95,
    population: Population = None,
    comparisons: SupportsIndex = 1,
    design_effect: Real = 1.0,
    cluster_size: Optional[Real] = None,
    cluster_strata: SupportsIndex = 1,
) -> int:
    """The number of respondents that a margin of error needs.

    Parameters
    ----------
    margin
        The margin of error wanted, in points: 5 for +-5. At least 0.5, so that a fraction such as 0.05 is not taken
        for points; plan_margin() computes smaller margins from the number of respondents.

    Returns
    -------
    int
        The number of respondents.

    Raises
    ------
    PlanError
        The margin is not from 0.5 to 100 points.

    Examples
    --------
    >>> nps.plan_respondents(margin=5)
    1536
    >>> nps.plan_respondents(margin=5, population=2000)
    869
    """
    points, shares = read_points(margin, "margin", "5"), _read_expected(expected)
    if not 0 < points <= 100:
        raise PlanError(f"margin must be above 0 and at most 100 points, such as 5, not {points:g}")
    options = plan_options(
        method, level, comparisons, design_effect, cluster_size, cluster_strata, population=population
    )
    with explaining_plan():
        found = int(raw.nps_plan_respondents(points, shares, options))
    if points < _SMALLEST_MARGIN:
        raise PlanError(
            f"margin is in points, and {points:g} points need {found:,} answers: write margin={100 * points:g} for "
            f"+-{100 * points:g} points. If you mean {points:g} points, plan_margin() gives the margin of any number"
        )
    return found


@documented(raw.nps_plan_shift)
def plan_shift(*, shares: Shares, change: Real) -> PlanShares:
    """The expected shares after a change of the score.

    Parameters
    ----------
    shares
        Expected shares before: PlanShares, three numbers, or a pilot.
    change
        The change of the score, in points.

    Examples
    --------
    >>> [round(share, 3) for share in nps.plan_shift(shares=(0.5, 0.3, 0.2), change=10)]
    [0.55, 0.3, 0.15]
    """
    before, points = _read_shares(shares, "shares"), read_points(change, "change", "10")
    if not isfinite(points):
        raise PlanError(f"change must be finite, not {points:g}")
    with explaining_plan(f"a change of {points:g} points takes the score out of -100 to 100"):
        return read_struct(PlanShares, raw.nps_plan_shift(before, points))


@documented(raw.nps_plan_power)
def plan_power(
    *,
    first: Shares,
    first_answers: SupportsIndex,
    second: Shares,
    second_answers: SupportsIndex,
    method: str = "auto",
    level: Real = 0.95,
    comparisons: SupportsIndex = 1,
    design_effect: Real = 1.0,
    cluster_size: Optional[Real] = None,
    cluster_strata: SupportsIndex = 1,
    goal: str = "difference",
    margin: Optional[Real] = None,
) -> float:
    """The power of a comparison: the probability that compare() finds a difference.

    Parameters
    ----------
    first
        Expected shares of the first group: PlanShares, three numbers, or a pilot.
    first_answers
        The number of answers of the first group.
    second
        Expected shares of the second group.
    goal
        What the comparison is to show: "difference", "noninferiority" (of the second group) or "equivalence".
    margin
        The margin of non-inferiority or equivalence, in points.
    second_answers
        The number of answers of the second group.

    Returns
    -------
    float
        The probability, from 0 to 1.

    Examples
    --------
    >>> round(nps.plan_power(first=(0.5, 0.3, 0.2), first_answers=400, second=(0.6, 0.25, 0.15), second_answers=400), 3)
    0.79
    """
    first_group = _read_shares(first, "first"), _read_answers(first_answers, "first_answers")
    second_group = _read_shares(second, "second"), _read_answers(second_answers, "second_answers")
    design = design_effect, cluster_size, cluster_strata
    options = plan_options(method, level, comparisons, *design, goal=goal, margin=margin)
    with explaining_plan(unavailable=unavailable_power(method)):
        power: float = raw.nps_plan_power(*first_group, *second_group, options)
    return power


@documented(raw.nps_plan_power_error)
def plan_power_error(
    *,
    first_answers: SupportsIndex,
    second_answers: SupportsIndex = 0,
    cluster_size: Optional[Real] = None,
    cluster_strata: SupportsIndex = 1,
) -> float:
    """How far the power of a plan may be from the real one.

    Parameters
    ----------
    first_answers
        The number of answers of the first group.
    second_answers
        The number of answers of the second group. 0: a benchmark, or the same people in two waves.

    Returns
    -------
    float
        The bound, 0 to 1.

    Examples
    --------
    >>> nps.plan_power_error(first_answers=400, second_answers=400)
    0.01
    >>> round(nps.plan_power_error(first_answers=120, second_answers=120, cluster_size=20), 3)
    0.13
    """
    first = _read_answers(first_answers, "first_answers")
    second = _read_answers(second_answers, "second_answers") if second_answers != 0 else 0
    options = plan_options("auto", 0.95, 1, 1.0, cluster_size, cluster_strata)
    with explaining_plan():
        error: float = raw.nps_plan_power_error((first, second), options)
    return error


@documented(raw.nps_plan_comparison)
def plan_comparison(
    *,
    change: Real,
    expected: Optional[Shares] = None,
    method: str = "auto",
    level: Real = 0.95,
    power: Real = 0.8,
    ratio: Real = 1.0,
    comparisons: SupportsIndex = 1,
    design_effect: Real = 1.0,
    cluster_size: Optional[Real] = None,
    cluster_strata: SupportsIndex = 1,
    goal: str = "difference",
    margin: Optional[Real] = None,
) -> PlanSizes:
    """The numbers of respondents of two groups that a comparison needs to find a change.

    Parameters
    ----------
    change
        The change from the first group to the second, in points: from -200 to 200, not 0.
    expected
        Expected shares of the first group: PlanShares, three numbers, or a pilot. None: the worst case.
    power
        The wanted probability that the change is found, above 1 - level and below 1.
    ratio
        The number of respondents of the second group for each of the first.
    goal
        What the comparison is to show: "difference", "noninferiority" (of the second group) or "equivalence".
    margin
        The margin of non-inferiority or equivalence, in points.

    Examples
    --------
    >>> nps.plan_comparison(change=10, expected=(0.5, 0.3, 0.2))
    PlanSizes(first=911, second=911)
    >>> nps.plan_comparison(change=10, ratio=2)
    PlanSizes(first=1183, second=2366)

    How many respondents show that nothing has become worse by 10 points or more, if nothing has changed?

    >>> nps.plan_comparison(change=0, expected=(0.5, 0.3, 0.2), goal="noninferiority", margin=10)
    PlanSizes(first=759, second=759)
    """
    points, shares = read_points(change, "change", "10"), _read_expected(expected)
    wanted, share = read_power(power, level, comparisons), read_ratio(ratio)
    options = plan_options(
        method,
        level,
        comparisons,
        design_effect,
        cluster_size,
        cluster_strata,
        power=wanted,
        ratio=share,
        goal=goal,
        margin=margin,
    )
    may_be_0 = options[-2] != raw.NPS_PLAN_DIFFERENCE
    if not -200 <= points <= 200 or (points == 0 and not may_be_0):
        raise PlanError(f"change must be from -200 to 200 points{'' if may_be_0 else ' and not 0'}, not {points:g}")
    unreachable = f"a change of {points:g} points takes the score of the expected shares out of -100 to 100"
    if options[-1] and (-points if options[-2] == raw.NPS_PLAN_NONINFERIORITY else abs(points)) >= options[-1]:
        unreachable = f"no number of respondents shows {goal} when a change of {points:g} points reaches the margin"
    with explaining_plan(unreachable, unavailable_power(method)):
        return read_struct(PlanSizes, raw.nps_plan_comparison(points, shares, options))


@documented(raw.nps_plan_change)
def plan_change(
    *,
    sizes: Iterable[SupportsIndex],
    expected: Optional[Shares] = None,
    method: str = "auto",
    level: Real = 0.95,
    power: Real = 0.8,
    comparisons: SupportsIndex = 1,
    design_effect: Real = 1.0,
    cluster_size: Optional[Real] = None,
    cluster_strata: SupportsIndex = 1,
) -> float:
    """The smallest rise of the score that a comparison of two groups finds.

    Parameters
    ----------
    sizes
        The numbers of respondents of the first and the second group: PlanSizes, or two numbers.
    power
        The wanted probability that the rise is found, above 1 - level and below 1.

    Returns
    -------
    float
        The rise, in points.

    Examples
    --------
    >>> round(nps.plan_change(sizes=(400, 400), expected=(0.5, 0.3, 0.2)), 2)
    14.84
    """
    first, second = _read_sizes(sizes)
    shares, share = _read_expected(expected), read_power(power, level, comparisons)
    options = plan_options(method, level, comparisons, design_effect, cluster_size, cluster_strata, power=share)
    unreachable = f"{first} and {second} answers find no rise of the score with a power of {share:g}"
    with explaining_plan(unreachable, unavailable_power(method)):
        change: float = raw.nps_plan_change((first, second), shares, options)
    return change


def _read_sizes(sizes: Iterable[SupportsIndex]) -> Tuple[int, int]:
    try:
        first, second = sizes
    except (TypeError, ValueError):
        raise TypeError(f"sizes must be two numbers of respondents, such as (400, 400), not {short(sizes)}") from None
    return _read_answers(first, "the first of sizes"), _read_answers(second, "the second of sizes")


@documented(raw.nps_plan_looks)
def plan_looks(
    *,
    looks: SupportsIndex,
    boundary: str = "pocock",
    level: Real = 0.95,
    power: Real = 0.8,
    comparisons: SupportsIndex = 1,
) -> List[PlanLook]:
    """The levels of several looks at a comparison, and the respondents that they cost.

    Parameters
    ----------
    looks
        The number of looks, from 1 to 20.
    boundary
        How the error is shared: "pocock" (the same level at every look) or "obrien-fleming" (higher levels early).
    power
        The wanted probability that one of the looks detects the change, above 1 - level and below 1.

    Returns
    -------
    list of PlanLook
        The looks, from the first to the last.

    Examples
    --------
    >>> for look in nps.plan_looks(looks=3, boundary="obrien-fleming"):
    ...     print(f"{look.share:.2f} {look.level:.4f} {look.detected:.2f} {look.inflation:.3f}")
    0.33 0.9995 0.03 1.017
    0.67 0.9859 0.44 1.017
    1.00 0.9549 0.80 1.017
    """
    number, kind = _read_looks(looks), boundary_number(boundary)
    options = plan_options("auto", level, comparisons, 1.0, None, 1, power=read_power(power, level, comparisons))
    with explaining_plan():
        found = [raw.nps_plan_looks(number, look, kind, options) for look in range(1, number + 1)]
    return [read_struct(PlanLook, look) for look in found]


@documented(raw.nps_plan_looks_power)
def plan_looks_power(
    *,
    first: Shares,
    first_answers: SupportsIndex,
    second: Shares,
    second_answers: SupportsIndex,
    looks: SupportsIndex,
    look: Optional[SupportsIndex] = None,
    boundary: str = "pocock",
    method: str = "auto",
    level: Real = 0.95,
    comparisons: SupportsIndex = 1,
    design_effect: Real = 1.0,
) -> float:
    """The probability that one of several looks at a comparison finds a difference.

    Parameters
    ----------
    first
        Expected shares of the first group: PlanShares, three numbers, or a pilot.
    first_answers
        The planned number of answers of the first group, at the last look.
    second
        Expected shares of the second group.
    second_answers
        The planned number of answers of the second group, at the last look.
    looks
        The number of looks, from 1 to 20.
    look
        The last look that counts, from 1; None: all looks.
    boundary
        How the error is shared: "pocock" (the same level at every look) or "obrien-fleming" (higher levels early).

    Returns
    -------
    float
        The probability, from 0 to 1.

    Examples
    --------
    >>> groups = dict(first=(0.5, 0.3, 0.2), first_answers=19, second=(0.9, 0.1, 0), second_answers=19)
    >>> [round(nps.plan_looks_power(looks=2, look=look, **groups), 2) for look in (1, 2)]
    [0.25, 0.78]
    """
    shares = _read_shares(first, "first"), _read_shares(second, "second")
    sizes = _read_answers(first_answers, "first_answers"), _read_answers(second_answers, "second_answers")
    number, kind = _read_looks(looks), boundary_number(boundary)
    last = number if look is None else read_count(look, "look", "looks")
    if not 1 <= last <= number:
        raise PlanError(f"look must be from 1 to looks, which is {number}, not {last}")
    options = plan_options(method, level, comparisons, design_effect, None, 1)
    unavailable = f'the power of several looks is not available for method={method!r}: method="auto" has one'
    with explaining_plan(unavailable=unavailable):
        power: float = raw.nps_plan_looks_power(*shares, sizes, (number, last, kind), options)
    return power


def _read_looks(looks: SupportsIndex) -> int:
    number = read_count(looks, "looks", "looks")
    if not 1 <= number <= raw.NPS_PLAN_LOOKS_MAX:
        raise PlanError(f"looks must be from 1 to {raw.NPS_PLAN_LOOKS_MAX}, not {number}")
    return number


@documented(raw.nps_plan_joint_shares)
def plan_joint_shares(*, first: Shares, second: Shares, correlation: Real) -> PlanJoint:
    """The expected shares of the same people in two waves.

    Parameters
    ----------
    first
        Expected shares of the first wave: PlanShares, three numbers, or a pilot.
    second
        Expected shares of the second wave.
    correlation
        The correlation of the two answers of a person, from -1 to 1; often 0.3 to 0.8.

    Examples
    --------
    >>> joint = nps.plan_joint_shares(first=(0.5, 0.3, 0.2), second=(0.55, 0.3, 0.15), correlation=0.6)
    >>> [round(share, 3) for share in joint.promoters]
    [0.421, 0.053, 0.026]
    """
    before, after = _read_shares(first, "first"), _read_shares(second, "second")
    number = read_number(correlation, "correlation", "a number such as 0.5")
    if not -1 <= number <= 1:
        raise PlanError(f"correlation must be from -1 to 1, such as 0.5, not {number:g}")
    with explaining_plan(f"the shares of the two waves do not allow a correlation of {number:g}"):
        joint = raw.nps_plan_joint_shares(before, after, number)
    return PlanJoint(*[read_struct(PlanShares, row) for row in (joint.promoters, joint.passives, joint.detractors)])


@documented(raw.nps_plan_paired_power)
def plan_paired_power(
    *,
    expected: Joint,
    people: SupportsIndex,
    method: str = "auto",
    level: Real = 0.95,
    comparisons: SupportsIndex = 1,
    design_effect: Real = 1.0,
    cluster_size: Optional[Real] = None,
    cluster_strata: SupportsIndex = 1,
) -> float:
    """The power of two waves with the same people: the probability that Paired.compare() finds a change.

    Parameters
    ----------
    expected
        Expected shares of both waves: PlanJoint, three rows of three numbers, or the Paired of a pilot.
    people
        The number of people who answer in both waves.

    Returns
    -------
    float
        The probability, from 0 to 1.

    Examples
    --------
    >>> joint = nps.plan_joint_shares(first=(0.5, 0.3, 0.2), second=(0.55, 0.3, 0.15), correlation=0.6)
    >>> round(nps.plan_paired_power(expected=joint, people=400), 2)
    0.83
    """
    shares, number = _read_joint(expected), _read_answers(people, "people")
    options = plan_options(method, level, comparisons, design_effect, cluster_size, cluster_strata)
    with explaining_plan():
        power: float = raw.nps_plan_paired_power(shares, number, options)
    return power


@documented(raw.nps_plan_paired_people)
def plan_paired_people(
    *,
    expected: Joint,
    method: str = "auto",
    level: Real = 0.95,
    power: Real = 0.8,
    comparisons: SupportsIndex = 1,
    design_effect: Real = 1.0,
    cluster_size: Optional[Real] = None,
    cluster_strata: SupportsIndex = 1,
) -> int:
    """The number of people, the same in two waves, that finds the expected change.

    Parameters
    ----------
    expected
        Expected shares of both waves: PlanJoint, three rows of three numbers, or the Paired of a pilot.
    power
        The wanted probability that the change is found, above 1 - level and below 1.

    Returns
    -------
    int
        The number of people.

    Examples
    --------
    >>> joint = nps.plan_joint_shares(first=(0.5, 0.3, 0.2), second=(0.55, 0.3, 0.15), correlation=0.6)
    >>> nps.plan_paired_people(expected=joint)
    371
    """
    shares = _read_joint(expected)
    share = read_power(power, level, comparisons)
    options = plan_options(method, level, comparisons, design_effect, cluster_size, cluster_strata, power=share)
    with explaining_plan("the expected shares have no change of the score: there is nothing to find"):
        return int(raw.nps_plan_paired_people(shares, options))


@documented(raw.nps_plan_benchmark_power)
def plan_benchmark_power(
    *,
    expected: Shares,
    respondents: SupportsIndex,
    benchmark: Real,
    method: str = "auto",
    level: Real = 0.95,
    comparisons: SupportsIndex = 1,
    design_effect: Real = 1.0,
    cluster_size: Optional[Real] = None,
    cluster_strata: SupportsIndex = 1,
) -> float:
    """The power against a benchmark: the probability that compare_benchmark() finds a difference.

    Parameters
    ----------
    benchmark
        The published score, in points.
    expected
        Expected shares: PlanShares, three numbers, or a pilot.

    Returns
    -------
    float
        The probability, from 0 to 1.

    Examples
    --------
    >>> round(nps.plan_benchmark_power(expected=(0.5, 0.3, 0.2), respondents=400, benchmark=20), 3)
    0.708
    """
    shares, number = _read_shares(expected, "expected"), _read_answers(respondents, "respondents")
    score = read_score(benchmark, "benchmark")
    options = plan_options(method, level, comparisons, design_effect, cluster_size, cluster_strata)
    with explaining_plan(exact_max=raw.NPS_PLAN_EXACT_MAX):
        power: float = raw.nps_plan_benchmark_power(shares, number, score, options)
    return power


@documented(raw.nps_plan_benchmark_respondents)
def plan_benchmark_respondents(
    *,
    expected: Shares,
    benchmark: Real,
    method: str = "auto",
    level: Real = 0.95,
    power: Real = 0.8,
    comparisons: SupportsIndex = 1,
    design_effect: Real = 1.0,
    cluster_size: Optional[Real] = None,
    cluster_strata: SupportsIndex = 1,
) -> int:
    """The number of respondents that a comparison with a benchmark needs to find the difference.

    Parameters
    ----------
    benchmark
        The published score, in points.
    power
        The wanted probability that the difference is found, above 1 - level and below 1.
    expected
        Expected shares: PlanShares, three numbers, or a pilot.

    Returns
    -------
    int
        The number of respondents.

    Examples
    --------
    >>> nps.plan_benchmark_respondents(expected=(0.5, 0.3, 0.2), benchmark=20)
    498
    """
    shares, score = _read_shares(expected, "expected"), read_score(benchmark, "benchmark")
    share = read_power(power, level, comparisons)
    options = plan_options(method, level, comparisons, design_effect, cluster_size, cluster_strata, power=share)
    unreachable = f"the benchmark, {score:g}, is the score of the expected shares: there is no difference to find"
    with explaining_plan(unreachable, exact_max=raw.NPS_PLAN_EXACT_MAX):
        return int(raw.nps_plan_benchmark_respondents(shares, score, options))


@documented(raw.nps_plan_invitations)
def plan_invitations(*, respondents: SupportsIndex, rate: Real, assurance: Real = 0.0) -> int:
    """The number of invitations that a number of answers needs.

    Parameters
    ----------
    respondents
        The wanted number of answers.
    rate
        The response rate, above 0 and at most 1, such as 0.2.
    assurance
        The wanted probability of at least this number of answers, from 0.5 to below 1, such as 0.9. 0: this number
        is reached on average.

    Returns
    -------
    int
        The number of invitations.

    Examples
    --------
    >>> nps.plan_invitations(respondents=400, rate=0.2)
    2000
    >>> nps.plan_invitations(respondents=400, rate=0.2, assurance=0.95)
    2150
    """
    number, share, wanted = _read_answers(respondents, "respondents"), _read_rate(rate), _read_assurance(assurance)
    if wanted and number > _MOST_DRAWN:
        raise TooManyError(f"respondents must be at most 10^9 with an assurance, not {number}; without one, up to 2^53")
    with explaining_plan():
        return int(raw.nps_plan_invitations(number, share, wanted))


def _read_rate(rate: Real) -> float:
    share = read_share(rate, "rate", 0.2)
    if not 0 < share <= 1:
        raise PlanError(f"rate must be above 0 and at most 1, such as 0.2, not {share:g}")
    return share


def _read_assurance(assurance: Real) -> float:
    share = read_share(assurance, "assurance", 0.9)
    if not (share == 0 or 0.5 <= share < 1):
        raise PlanError(f"assurance must be 0, or from 0.5 to below 1, such as 0.9; not {share:g}")
    return share


@documented(raw.nps_plan_waves)
def plan_waves(*, base: SupportsIndex, invitations: SupportsIndex, rest_days: Real) -> PlanRotation:
    """How often to measure when no customer is invited again before a rest.

    Parameters
    ----------
    base
        The number of customers.
    invitations
        The number of customers that each wave invites.
    rest_days
        The days before a customer is invited again.

    Examples
    --------
    >>> nps.plan_waves(base=12000, invitations=2000, rest_days=90)
    PlanRotation(waves=6, days=15.0)
    """
    customers, invited = read_count(base, "base", "customers"), read_count(invitations, "invitations", "customers")
    days = read_number(rest_days, "rest_days", "a number of days such as 90")
    if invited == 0:
        raise EmptyError("invitations must be at least 1, not 0")
    if not 0 <= days < inf:
        raise PlanError(f"rest_days must be finite and at least 0, not {days:g}")
    with explaining_plan(f"invitations must be at most base: each wave invites {invited} of {customers} customers"):
        return read_struct(PlanRotation, raw.nps_plan_waves(customers, invited, days))
