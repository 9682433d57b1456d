# SPDX-License-Identifier: MIT
"""The numbers of promoters, passives and detractors, with their score, interval and test."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Optional, Tuple

from . import _raw as raw
from ._documentation import documented
from ._explained import explaining
from ._methods import method_name, read_alternative
from ._numbers import Real, read_count, read_score
from ._options import Population, Prior, read_options
from ._results import Interval, Significance, Unpacked

Numbers = Tuple[int, ...]
"""Promoters, passives and detractors, as the raw module takes them."""


@dataclass(frozen=True)
class Counts(Unpacked):
    """The numbers of promoters, passives and detractors; unpacks as the three numbers.

    Examples
    --------
    >>> counts = nps.Counts(promoters=46, passives=30, detractors=14)
    >>> round(counts.score, 3)
    35.556
    >>> promoters, passives, detractors = counts
    >>> counts.to_dict()
    {'promoters': 46, 'passives': 30, 'detractors': 14}
    """

    _length = 3

    promoters: int
    passives: int
    detractors: int

    def __post_init__(self) -> None:
        for name, number in self._fields().items():
            if type(number) is not int or not 0 <= number < 2**64:
                object.__setattr__(self, name, read_count(number, name, "people"))
        super().__post_init__()

    @property
    def n(self) -> int:
        """The number of respondents."""
        return self.promoters + self.passives + self.detractors

    @property
    @documented(raw.nps_score)
    def score(self) -> float:
        """The score in points; EmptyError without answers."""
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

    @documented()
    def plot(
        self,
        ax: Any = None,
        *,
        language: str = "en",
        title: Optional[str] = None,
        method: str = "auto",
        level: Real = 0.95,
    ) -> Any:
        """Draws a bar of the shares, with the score and its interval.

        Returns
        -------
        SharesDisplay
            A display of nps.plots, with `ax_` and `figure_`.

        Raises
        ------
        ImportError
            matplotlib is not installed.

        Examples
        --------
        >>> nps.Counts(46, 30, 14).plot().percentages
        ((16, 33, 51),)
        """
        from .plots import SharesDisplay  # imported here because few need it

        return SharesDisplay.from_sample(self, method=method, level=level).plot(ax, language=language, title=title)

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
        options = read_options(method, 0.95, population, prior)  # the level has no effect on a test
        score, counts = read_score(reference, "reference"), tuple(self)
        number, claimed = read_alternative(alternative)
        with explaining(lambda: {"the sample": counts}):
            tested = raw.nps_test_with(counts, score, number, options)
        return Significance(tested.p_value, method_name(tested.method), claimed, score)


def read_interval(read: Any) -> Interval:
    """An Interval made of the struct of the raw module."""
    bounds = read.bounds
    return Interval(bounds.lower, bounds.upper, method_name(read.method))
