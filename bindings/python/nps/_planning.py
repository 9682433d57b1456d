# SPDX-License-Identifier: MIT
"""Before a survey: how many answers, how many invitations, how often."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Iterable, Optional, SupportsIndex, Tuple, Union

from . import _raw as raw
from ._accumulator import Accumulator
from ._documentation import documented
from ._levels import Real, read_level, read_number, read_score, read_share
from ._methods import method_number
from ._options import Population, read_population, read_three
from ._results import Unpacked
from ._sample import counts_of
from ._structs import read_struct


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


@dataclass(frozen=True)
class PlanSizes(Unpacked):
    """The respondents of two groups; unpacks as (first, second).

    Examples
    --------
    >>> first, second = nps.plan_comparison(change=10)
    >>> first, second
    (1575, 1575)
    """

    first: int
    second: int


@dataclass(frozen=True)
class PlanRotation(Unpacked):
    """How often one can measure; unpacks as (waves, days).

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


Shares = Union[Accumulator, Iterable[Real]]
"""Three numbers: PlanShares, the Counts of a pilot, a tuple; or the pilot itself."""


def _read_shares(shares: Shares) -> Tuple[float, ...]:
    if isinstance(shares, (Accumulator, PlanShares)):
        shares = tuple(shares) if isinstance(shares, PlanShares) else counts_of(shares)
    return read_three(shares, "shares are", "shares")


def _read_expected(shares: Optional[Shares]) -> Optional[Tuple[float, ...]]:
    return None if shares is None else _read_shares(shares)


def _options(
    method: str, level: Real, power: Real = 0.8, ratio: Real = 1.0, population: Population = None
) -> Tuple[Any, ...]:
    return (
        method_number(method),
        read_level(level),
        read_share(power, "the power", 0.8),
        read_number(ratio, "a ratio", "1.0"),
        read_population(population),
    )


@documented(raw.nps_plan_margin)
def plan_margin(
    *,
    respondents: SupportsIndex,
    expected: Optional[Shares] = None,
    method: str = "auto",
    level: Real = 0.95,
    population: Population = None,
) -> float:
    """The margin of error to expect.

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
    options = _options(method, level, population=population)
    margin: float = raw.nps_plan_margin(respondents, _read_expected(expected), options)
    return margin


@documented(raw.nps_plan_respondents)
def plan_respondents(
    *,
    margin: Real,
    expected: Optional[Shares] = None,
    method: str = "auto",
    level: Real = 0.95,
    population: Population = None,
) -> int:
    """How many respondents keep a margin of error.

    Parameters
    ----------
    margin
        The margin of error wanted, in points: 5 for +-5.

    Returns
    -------
    int
        How many respondents.

    Examples
    --------
    >>> nps.plan_respondents(margin=5)
    1536
    >>> nps.plan_respondents(margin=5, population=2000)
    869
    """
    options = _options(method, level, population=population)
    return int(
        raw.nps_plan_respondents(read_number(margin, "a margin", "5, in points"), _read_expected(expected), options)
    )


@documented(raw.nps_plan_shift)
def plan_shift(*, shares: Shares, change: Real) -> PlanShares:
    """Expected shares after the score has changed by so many points.

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
    return read_struct(PlanShares, raw.nps_plan_shift(_read_shares(shares), change))


@documented(raw.nps_plan_power)
def plan_power(
    *,
    first: Shares,
    first_answers: SupportsIndex,
    second: Shares,
    second_answers: SupportsIndex,
    method: str = "auto",
    level: Real = 0.95,
) -> float:
    """The probability that compare() finds the difference between two groups of so many answers.

    Parameters
    ----------
    first
        Expected shares of the first group: PlanShares, three numbers, or a pilot.
    first_answers
        How many answers the first group has.
    second
        Expected shares of the second group.
    second_answers
        How many answers the second group has.

    Returns
    -------
    float
        The probability, from 0 to 1.

    Examples
    --------
    >>> round(nps.plan_power(first=(0.5, 0.3, 0.2), first_answers=400, second=(0.6, 0.25, 0.15), second_answers=400), 3)
    0.79
    """
    groups = _read_shares(first), first_answers, _read_shares(second), second_answers
    power: float = raw.nps_plan_power(*groups, _options(method, level))
    return power


@documented(raw.nps_plan_comparison)
def plan_comparison(
    *,
    change: Real,
    expected: Optional[Shares] = None,
    method: str = "auto",
    level: Real = 0.95,
    power: Real = 0.8,
    ratio: Real = 1.0,
) -> PlanSizes:
    """How many respondents in each of two groups find a change with a power.

    Parameters
    ----------
    change
        The change to find from the first group to the second, in points.
    expected
        Expected shares of the first group: PlanShares, three numbers, or a pilot. None: the worst case.
    power
        The probability wanted of finding the change.
    ratio
        How many respondents the second group has for each of the first.

    Examples
    --------
    >>> nps.plan_comparison(change=10, expected=(0.5, 0.3, 0.2))
    PlanSizes(first=911, second=911)
    >>> nps.plan_comparison(change=10, ratio=2)
    PlanSizes(first=1183, second=2366)
    """
    options = _options(method, level, power, ratio)
    sizes = raw.nps_plan_comparison(read_number(change, "a change", "10, in points"), _read_expected(expected), options)
    return read_struct(PlanSizes, sizes)


@documented(raw.nps_plan_change)
def plan_change(
    *,
    sizes: Iterable[SupportsIndex],
    expected: Optional[Shares] = None,
    method: str = "auto",
    level: Real = 0.95,
    power: Real = 0.8,
) -> float:
    """The smallest rise of the score that two groups of these sizes find.

    Parameters
    ----------
    sizes
        The respondents of the first group and of the second: PlanSizes, or two numbers.
    power
        The probability wanted of finding the rise.

    Returns
    -------
    float
        The rise, in points.

    Examples
    --------
    >>> round(nps.plan_change(sizes=(400, 400), expected=(0.5, 0.3, 0.2)), 2)
    14.84
    """
    change: float = raw.nps_plan_change(tuple(sizes), _read_expected(expected), _options(method, level, power))
    return change


@documented(raw.nps_plan_benchmark_power)
def plan_benchmark_power(
    *, expected: Shares, respondents: SupportsIndex, benchmark: Real, method: str = "auto", level: Real = 0.95
) -> float:
    """The probability that compare_benchmark() tells a sample of so many answers from a benchmark.

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
    score = read_score(benchmark, "a benchmark")
    power: float = raw.nps_plan_benchmark_power(_read_shares(expected), respondents, score, _options(method, level))
    return power


@documented(raw.nps_plan_benchmark_respondents)
def plan_benchmark_respondents(
    *, expected: Shares, benchmark: Real, method: str = "auto", level: Real = 0.95, power: Real = 0.8
) -> int:
    """How many respondents tell expected shares from a benchmark with a power.

    Parameters
    ----------
    benchmark
        The published score, in points.
    power
        The probability wanted of finding the difference.
    expected
        Expected shares: PlanShares, three numbers, or a pilot.

    Returns
    -------
    int
        How many respondents.

    Examples
    --------
    >>> nps.plan_benchmark_respondents(expected=(0.5, 0.3, 0.2), benchmark=20)
    498
    """
    score, options = read_score(benchmark, "a benchmark"), _options(method, level, power)
    return int(raw.nps_plan_benchmark_respondents(_read_shares(expected), score, options))


@documented(raw.nps_plan_invitations)
def plan_invitations(*, respondents: SupportsIndex, rate: Real, assurance: Real = 0.0) -> int:
    """How many invitations bring so many answers.

    Parameters
    ----------
    respondents
        How many answers are wanted.
    rate
        The response rate, such as 0.2.
    assurance
        The probability wanted that so many answer, such as 0.9; 0: so many answer on average.

    Returns
    -------
    int
        How many invitations.

    Examples
    --------
    >>> nps.plan_invitations(respondents=400, rate=0.2)
    2000
    >>> nps.plan_invitations(respondents=400, rate=0.2, assurance=0.95)
    2150
    """
    shares = read_share(rate, "the response rate", 0.2), read_share(assurance, "the assurance", 0.9)
    return int(raw.nps_plan_invitations(respondents, *shares))


@documented(raw.nps_plan_waves)
def plan_waves(*, base: SupportsIndex, invitations: SupportsIndex, rest_days: Real) -> PlanRotation:
    """How often one can measure when nobody may be invited again before a rest.

    Parameters
    ----------
    base
        How many customers there are.
    invitations
        How many of them each wave invites.
    rest_days
        How many days pass before somebody is invited again.

    Examples
    --------
    >>> nps.plan_waves(base=12000, invitations=2000, rest_days=90)
    PlanRotation(waves=6, days=15.0)
    """
    return read_struct(PlanRotation, raw.nps_plan_waves(base, invitations, rest_days))
