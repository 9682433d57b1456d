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


@dataclass(frozen=True)
class PlanShares(Unpacked):
    """Expected shares of promoters, passives and detractors; only their proportions matter."""

    _length = 3

    promoters: float
    passives: float
    detractors: float


@dataclass(frozen=True)
class PlanSizes(Unpacked):
    """The respondents of two groups; unpacks as (first, second)."""

    first: int
    second: int


@dataclass(frozen=True)
class PlanRotation(Unpacked):
    """How often one can measure; unpacks as (waves, days)."""

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
    """The margin of error to expect, in points. `expected` is a pilot or shares; without it, the worst case."""
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
    """How many respondents keep a margin of error; `expected` is that of plan_margin()."""
    options = _options(method, level, population=population)
    return int(
        raw.nps_plan_respondents(read_number(margin, "a margin", "5, in points"), _read_expected(expected), options)
    )


@documented(raw.nps_plan_shift)
def plan_shift(*, shares: Shares, change: Real) -> PlanShares:
    """Expected shares after the score has changed by so many points."""
    return PlanShares(*raw.nps_plan_shift(_read_shares(shares), change))


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
    """The probability that compare() finds a difference between two groups of so many answers."""
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
    """How many respondents per group find a change with a power; the second group is `ratio` times the first.

    `expected` are the shares of the first group, or a pilot; without it, the worst case.
    """
    options = _options(method, level, power, ratio)
    return PlanSizes(
        *raw.nps_plan_comparison(read_number(change, "a change", "10, in points"), _read_expected(expected), options)
    )


@documented(raw.nps_plan_change)
def plan_change(
    *,
    sizes: Iterable[SupportsIndex],
    expected: Optional[Shares] = None,
    method: str = "auto",
    level: Real = 0.95,
    power: Real = 0.8,
) -> float:
    """The smallest rise of the score that two groups of these sizes find; `expected` is that of plan_comparison()."""
    change: float = raw.nps_plan_change(tuple(sizes), _read_expected(expected), _options(method, level, power))
    return change


@documented(raw.nps_plan_benchmark_power)
def plan_benchmark_power(
    *, expected: Shares, respondents: SupportsIndex, benchmark: Real, method: str = "auto", level: Real = 0.95
) -> float:
    """The probability that compare_benchmark() tells a sample of so many answers from a benchmark."""
    score = read_score(benchmark, "a benchmark")
    power: float = raw.nps_plan_benchmark_power(_read_shares(expected), respondents, score, _options(method, level))
    return power


@documented(raw.nps_plan_benchmark_respondents)
def plan_benchmark_respondents(
    *, expected: Shares, benchmark: Real, method: str = "auto", level: Real = 0.95, power: Real = 0.8
) -> int:
    """How many respondents tell expected shares from a benchmark with a power."""
    score, options = read_score(benchmark, "a benchmark"), _options(method, level, power)
    return int(raw.nps_plan_benchmark_respondents(_read_shares(expected), score, options))


@documented(raw.nps_plan_invitations)
def plan_invitations(*, respondents: SupportsIndex, rate: Real, assurance: Real = 0.0) -> int:
    """How many invitations bring so many answers at a response rate, on average or with an assurance such as 0.9."""
    shares = read_share(rate, "the response rate", 0.2), read_share(assurance, "the assurance", 0.9)
    return int(raw.nps_plan_invitations(respondents, *shares))


@documented(raw.nps_plan_waves)
def plan_waves(*, base: SupportsIndex, invitations: SupportsIndex, rest_days: Real) -> PlanRotation:
    """How often one can measure when nobody of so many customers may be invited again before a rest."""
    return PlanRotation(*raw.nps_plan_waves(base, invitations, rest_days))
