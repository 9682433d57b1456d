# SPDX-License-Identifier: MIT
"""What if: the score after some passives or detractors were won over, and the least costly way to a target."""

from __future__ import annotations

from dataclasses import dataclass
from math import inf
from typing import Any, List, Mapping, Optional, SupportsIndex

from . import _raw as raw
from ._counts import Counts
from ._documentation import documented
from ._methods import method_name
from ._numbers import Real, read_count, read_number, read_score
from ._options import read_options
from ._results import Result
from ._sample import Sample, answered
from ._scale import ScaleName
from ._shown import points, short
from ._structs import read_struct
from .errors import CountUnderflowError, PlanError, UnreachableError

_KINDS = "passives", "detractors", "detractors_to_passives"


@dataclass(frozen=True)
class Conversion(Result):
    """A sample after some respondents were won over.

    Examples
    --------
    >>> then = nps.convert(nps.Counts(50, 30, 20), passives=6, detractors=2)
    >>> then.counts
    Counts(promoters=58, passives=24, detractors=18)
    >>> then.score, then.change
    (40.0, 10.0)
    """

    passives: int
    """The number of passives who become promoters."""
    detractors: int
    """The number of detractors who become promoters."""
    detractors_to_passives: int
    """The number of detractors who become passives."""
    counts: Counts
    """The sample after the conversions."""
    score: float
    change: float
    """The score minus that before, in points."""
    lower: float
    upper: float
    method: str
    """The method of the interval, never "auto"."""
    cost: float
    """The sum of the costs; of convert(), and of reach() without costs, the number of conversions."""

    def __repr__(self) -> str:
        kinds = ", ".join(f"{name}={getattr(self, name)}" for name in _KINDS)
        return (
            f"Conversion({kinds}, score={points(self.score)}, change={points(self.change, '+.3f')}, cost={self.cost:g})"
        )


def _read(found: Any) -> Conversion:
    counts, kinds, bounds = found.counts, found.conversions, found.bounds
    numbers = found.score, found.change, bounds.lower, bounds.upper, method_name(found.method), found.cost
    fields: List[Any] = [*(getattr(kinds, name) for name in _KINDS), read_struct(Counts, counts), *numbers]
    return Conversion(*fields)


@documented(raw.nps_convert)
def convert(
    counts: Sample,
    *,
    passives: SupportsIndex = 0,
    detractors: SupportsIndex = 0,
    detractors_to_passives: SupportsIndex = 0,
    scale: ScaleName = "0_10",
    outside: str = "raise",
    method: str = "auto",
    level: Real = 0.95,
) -> Conversion:
    """The score if some respondents were won over.

    Parameters
    ----------
    counts
        The sample: an Accumulator or Counts.
    passives
        The number of passives who become promoters.
    detractors
        The number of detractors who become promoters.
    detractors_to_passives
        The number of detractors who become passives.

    Examples
    --------
    >>> nps.convert(nps.Counts(70, 20, 10), passives=5)
    Conversion(passives=5, detractors=0, detractors_to_passives=0, score=65.000, change=+5.000, cost=5)
    """
    sample = answered(counts, "the sample", scale, outside)
    wanted = passives, detractors, detractors_to_passives
    kinds = tuple(read_count(number, name, "respondents") for name, number in zip(_KINDS, wanted))
    options = read_options(method, level, None, None)
    try:
        return _read(raw.nps_convert(sample, kinds, options))
    except CountUnderflowError:
        there = f"the sample has {sample[1]} passives and {sample[2]} detractors"
        asked = ", ".join(f"{name}={number}" for name, number in zip(_KINDS, kinds))
        raise CountUnderflowError(f"more respondents would be converted than there are: {there}, and {asked}") from None


@documented(raw.nps_reach)
def reach(
    counts: Sample,
    target: Real,
    *,
    costs: Optional[Mapping[str, Real]] = None,
    scale: ScaleName = "0_10",
    outside: str = "raise",
    method: str = "auto",
    level: Real = 0.95,
) -> Conversion:
    """The least costly conversions that reach a target score.

    Parameters
    ----------
    counts
        The sample: an Accumulator or Counts.
    target
        The score to reach, in points.
    costs
        The cost of one conversion by kind: "passives" and "detractors" who become promoters, and
        "detractors_to_passives". A kind that is left out is not possible. None: each costs 1, so that the number of
        conversions is the smallest.

    Examples
    --------
    >>> nps.reach(nps.Counts(70, 20, 10), 70)
    Conversion(passives=0, detractors=5, detractors_to_passives=0, score=70.000, change=+10.000, cost=5)
    >>> nps.reach(nps.Counts(70, 20, 10), 70, costs={"passives": 1, "detractors": 3})
    Conversion(passives=10, detractors=0, detractors_to_passives=0, score=70.000, change=+10.000, cost=10)
    """
    sample = answered(counts, "the sample", scale, outside)
    options = read_options(method, level, None, None)
    try:
        return _read(raw.nps_reach(sample, read_score(target, "target"), _read_costs(costs), options))
    except UnreachableError as refused:
        raise UnreachableError(f"the target cannot be reached: {refused}") from None


def _read_costs(costs: Optional[Mapping[str, Real]]) -> Optional[tuple[float, ...]]:
    if costs is None:
        return None
    kinds = ", ".join(_KINDS)
    if not hasattr(costs, "keys"):
        raise TypeError(f"costs must be a mapping with {kinds}, not {short(costs)}")
    unknown = [name for name in costs.keys() if name not in _KINDS]
    if unknown:
        raise PlanError(f"costs has {short(unknown[0])}; there are {kinds}")
    numbers = {name: read_number(costs[name], f"the cost of {name}") for name in costs.keys()}
    for name, number in numbers.items():
        if not number >= 0:
            raise PlanError(f"the cost of {name} must be 0 or more, not {number:g}")
    return tuple(numbers.get(name, inf) for name in _KINDS)
