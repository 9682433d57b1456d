# SPDX-License-Identifier: MIT
"""Promoters, passives and detractors, and what follows from them."""

from __future__ import annotations

from dataclasses import asdict, dataclass, fields
from operator import index
from typing import Any, Dict, Iterator, Tuple

from . import _raw as raw
from ._documentation import documented
from ._explained import explaining
from ._levels import Real, read_score
from ._methods import method_name, read_alternative
from ._options import Population, Prior, read_options
from ._results import Interval, Significance

Numbers = Tuple[int, ...]
"""Promoters, passives and detractors as the raw module takes them."""


@dataclass(frozen=True)
class Counts:
    """How many respondents are promoters, passives and detractors; unpacks as the three numbers.

    Examples
    --------
    >>> counts = nps.Counts(promoters=46, passives=30, detractors=14)
    >>> round(counts.score, 3)
    35.556
    >>> promoters, passives, detractors = counts
    """

    promoters: int
    passives: int
    detractors: int

    def __post_init__(self) -> None:
        for field in fields(self):
            number = index(getattr(self, field.name))
            if not 0 <= number < 2**64:
                raise OverflowError(f"{field.name} are counted from 0 to 2^64 - 1, not {number}")
            object.__setattr__(self, field.name, number)

    def __iter__(self) -> Iterator[int]:
        return iter((self.promoters, self.passives, self.detractors))

    @documented()
    def to_dict(self) -> Dict[str, int]:
        """The three numbers by name.

        Returns
        -------
        dict
            promoters, passives and detractors.

        Examples
        --------
        >>> nps.Counts(46, 30, 14).to_dict()
        {'promoters': 46, 'passives': 30, 'detractors': 14}
        """
        return asdict(self)

    @property
    def n(self) -> int:
        """How many respondents there are."""
        return self.promoters + self.passives + self.detractors

    @property
    @documented(raw.nps_score)
    def score(self) -> float:
        """The score in points; EmptyError when there are no answers."""
        score: float = raw.nps_score(tuple(self))
        return score

    @documented(raw.nps_interval)
    def interval(
        self, *, method: str = "auto", level: Real = 0.95, population: Population = None, prior: Prior = None
    ) -> Interval:
        """A confidence interval for the score.

        Examples
        --------
        >>> nps.Counts(46, 30, 14).interval()
        Interval(lower=18.457, upper=49.219, method='exact')
        >>> nps.Counts(46, 30, 14).interval(population=120)
        Interval(lower=26.667, upper=42.500, method='exact')
        >>> nps.Counts(46, 30, 14).interval(method="bayes", prior=(4, 3, 3))
        Interval(lower=17.972, upper=47.158, method='bayes')
        """
        options, counts = read_options(method, level, population, prior), tuple(self)
        with explaining(lambda: {"the sample": counts}):
            return read_interval(raw.nps_interval_with(counts, options))

    @documented(raw.nps_test)
    def test(
        self,
        reference: Real,
        *,
        method: str = "auto",
        alternative: str = "two-sided",
        population: Population = None,
        prior: Prior = None,
    ) -> Significance:
        """Tests the score against a reference.

        Parameters
        ----------
        reference
            The score to test against, in points.

        Examples
        --------
        >>> nps.Counts(46, 30, 14).test(20)
        Significance(p_value=0.0675, method='exact', alternative='two-sided', reference=20)
        """
        options = read_options(method, 0.95, population, prior)  # a test does not look at the level
        score, counts = read_score(reference, "a reference"), tuple(self)
        number, claimed = read_alternative(alternative)
        with explaining(lambda: {"the sample": counts}):
            tested = raw.nps_test_with(counts, score, number, options)
        return Significance(tested.p_value, method_name(tested.method), claimed, score)


def read_interval(read: Any) -> Interval:
    """An interval as the raw module gives it."""
    bounds = read.bounds
    return Interval(bounds.lower, bounds.upper, method_name(read.method))
