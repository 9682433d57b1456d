# SPDX-License-Identifier: MIT
"""The options of plans, and the errors of what cannot be planned."""

from __future__ import annotations

from contextlib import contextmanager
from math import inf
from typing import Any, Iterator, Optional, SupportsIndex, Tuple

from . import _raw as raw
from ._methods import goal_number, method_number
from ._numbers import Real, read_count, read_level, read_margin, read_number, read_share
from ._options import Population, read_population
from .errors import (
    CountOverflowError,
    EmptyError,
    LevelError,
    PlanError,
    PopulationError,
    TooManyError,
    UnavailableError,
    UnreachableError,
)


def read_power(power: Real, level: Real, comparisons: SupportsIndex) -> float:
    """The power wanted, which is above the error that a plan with these comparisons allows."""
    number = _read_comparisons(comparisons)
    least, divided = (1 - read_level(level)) / number, "" if number == 1 else f", divided by {number} comparisons"
    share = read_share(power, "power", 0.8)
    if not least < share < 1:
        raise PlanError(
            f"power must be between {least:g}, which is 1 - level{divided}, and 1, such as 0.8; not {share:g}"
        )
    return share


def unavailable_power(method: str) -> str:
    """Why the power of two samples is not available with a method."""
    if method_number(method) == raw.NPS_METHOD_ANYTIME:
        return 'method="anytime" has no test with a margin: method="auto" has one'
    return (
        'the power of method="exact" is not available for two samples, because its sum takes seconds for 5 and 5 '
        'answers: method="auto" is available for any number'
    )


def _read_comparisons(comparisons: SupportsIndex) -> int:
    return _read_positive(comparisons, "comparisons", "comparisons")


def _read_positive(count: SupportsIndex, name: str, things: str) -> int:
    number = read_count(count, name, things)
    if number == 0:
        raise PlanError(f"{name} must be at least 1, not 0")
    return number


def _read_effect(effect: Real) -> float:
    number = read_number(effect, "design_effect", "a number such as 1.5")
    if not 0 < number < inf:
        raise PlanError(f"design_effect must be finite and above 0, such as 1.5, not {number:g}")
    return number


def read_cluster_size(cluster_size: Real) -> float:
    """The mean number of respondents of a cluster."""
    size = read_number(cluster_size, "cluster_size", "a number such as 20")
    if not 1 <= size < inf:
        raise PlanError(f"cluster_size must be finite and at least 1, such as 20, not {size:g}")
    return size


def _read_clusters(cluster_size: Optional[Real], cluster_strata: SupportsIndex) -> Tuple[float, int]:
    number = _read_positive(cluster_strata, "cluster_strata", "strata")
    return 0.0 if cluster_size is None else read_cluster_size(cluster_size), number


def read_ratio(ratio: Real) -> float:
    """The respondents of the second group for each of the first."""
    number = read_number(ratio, "ratio", "a number such as 1.0")
    if not 0 < number < inf:
        raise PlanError(f"ratio must be finite and above 0, such as 1.0, not {number:g}")
    return number


def plan_options(
    method: str,
    level: Real,
    comparisons: SupportsIndex,
    design_effect: Real,
    cluster_size: Optional[Real],
    cluster_strata: SupportsIndex,
    *,
    power: float = 0.8,
    ratio: float = 1.0,
    population: Population = None,
    goal: str = "difference",
    margin: Optional[Real] = None,
) -> Tuple[Any, ...]:
    """The options of a plan, in the order of the raw module."""
    number, share, people = method_number(method), read_level(level), read_population(population)
    design = _read_comparisons(comparisons), _read_effect(design_effect), *_read_clusters(cluster_size, cluster_strata)
    return number, share, power, ratio, people, *design, *_read_goal(goal, margin, level)


def _read_goal(goal: str, margin: Optional[Real], level: Real) -> Tuple[int, float]:
    number = goal_number(goal)
    if number == raw.NPS_PLAN_DIFFERENCE:
        if margin is not None:
            raise PlanError('margin belongs to goal="noninferiority" and goal="equivalence"')
        return number, 0.0
    if margin is None:
        raise PlanError(f"goal={goal!r} needs a margin in points, such as margin=5")
    if read_level(level) <= 0.5:
        raise LevelError(f"level must be above 0.5 for goal={goal!r}, such as 0.95, not {read_level(level):g}")
    return number, read_margin(margin)


@contextmanager
def explaining_plan(
    unreachable: str = "no number of respondents reaches the goal of the plan",
    unavailable: str = "",
    exact_max: int = raw.NPS_EXACT_MAX,
) -> Iterator[None]:
    """Says what cannot be reached or is not available, and which limit a plan exceeds."""
    try:
        yield
    except UnreachableError:
        raise UnreachableError(unreachable) from None
    except CountOverflowError:
        raise CountOverflowError("the plan exceeds 2^53, the largest number that is planned for") from None
    except PopulationError:
        raise PopulationError("population must be at least as large as the number of respondents") from None
    except TooManyError:
        raise TooManyError(
            f'method="exact" accepts up to {exact_max} answers, and the plan has more: '
            'method="auto" accepts any number'
        ) from None
    except UnavailableError:
        if not unavailable:
            raise
        raise UnavailableError(unavailable) from None
    except EmptyError:
        raise EmptyError(
            "there must be at least one answer for each design_effect, which divides the answers"
        ) from None
    except LevelError:
        raise LevelError("level divided among so many comparisons is 1: plan for fewer comparisons") from None
