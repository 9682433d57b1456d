# SPDX-License-Identifier: MIT
"""Two samples compared by their shares, and rounded shares."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Iterable, List, SupportsIndex, Tuple, Union

from . import _raw as raw
from ._accumulator import Accumulator
from ._counts import Counts
from ._documentation import documented
from ._methods import method_name, method_number
from ._numbers import Real, read_count, read_integer, read_level
from ._results import Result
from ._sample import Sample, answered
from ._scale import ScaleName, limits_of
from ._shown import points, short
from ._table import Table
from .errors import MethodError, TooManyError, UnavailableError

_GROUPS = "promoters", "passives", "detractors"


@dataclass(frozen=True)
class ShareDifference(Result):
    """The difference of the shares that a category has in two samples, in points.

    Examples
    --------
    >>> rome, oslo = nps.Counts(40, 60, 0), nps.Counts(65, 10, 25)
    >>> nps.composition_test(rome, oslo).shares[1]
    ShareDifference(category='passives', difference=+50.000, lower=35.286, upper=63.121)
    """

    category: Any
    """"promoters", "passives" or "detractors", or an answer."""
    difference: float
    """The share in the first sample minus that in the second, in points."""
    lower: float
    """The lower bound; the intervals of all categories hold together."""
    upper: float

    def __repr__(self) -> str:
        bounds = f"lower={points(self.lower)}, upper={points(self.upper)}"
        difference = points(self.difference, "+.3f")
        return f"ShareDifference(category={self.category!r}, difference={difference}, {bounds})"


@dataclass(frozen=True)
class Composition(Result):
    """How two samples differ in their answers; float() is the p-value.

    Examples
    --------
    >>> rome, oslo = nps.Counts(40, 60, 0), nps.Counts(65, 10, 25)
    >>> found = nps.composition_test(rome, oslo)
    >>> float(found) < 1e-10, rome.score == oslo.score
    (True, True)
    >>> print(found.table())
    category    difference  lower  upper
    promoters        -25.0  -40.9   -8.0
    passives         +50.0   35.3   63.1
    detractors       -25.0  -36.5  -15.6
    """

    p_value: float
    """The p-value of the hypothesis that all shares are equal."""
    rank_p_value: float
    """The p-value of the Wilcoxon-Mann-Whitney test: whether the answers of one sample tend to be higher."""
    statistic: float
    """Pearson's chi-square statistic."""
    degrees: float
    """The number of categories with answers, minus 1."""
    cramers_v: float
    total_variation: float
    """The part of the answers, 0 to 1, that would have to change to make the shares equal."""
    superiority: float
    """The probability that a random answer of a is higher than one of b, ties counting half."""
    superiority_lower: float
    superiority_upper: float
    cliffs_delta: float
    method: str
    """The method used, never "auto"."""
    shares: Tuple[ShareDifference, ...]
    """The differences of the shares, by category."""

    def __float__(self) -> float:
        return self.p_value

    @documented()
    def table(self) -> Table:
        """The differences of the shares as a table.

        Returns
        -------
        Table
            A row for each category.

        Examples
        --------
        >>> nps.composition_test(nps.Counts(40, 60, 0), nps.Counts(65, 10, 25)).table()["category"]
        ('promoters', 'passives', 'detractors')
        """
        return Table(ShareDifference.__dataclass_fields__, self.shares)

    def __repr__(self) -> str:
        effects = f"cramers_v={self.cramers_v:.3f}, superiority={self.superiority:.3f}, method={self.method!r}"
        return f"Composition(p_value={self.p_value:.3g}, rank_p_value={self.rank_p_value:.3g}, {effects})"


@documented(raw.nps_composition_test)
def composition_test(
    a: Sample,
    b: Sample,
    *,
    of: str = "groups",
    scale: ScaleName = "0_10",
    outside: str = "raise",
    method: str = "auto",
    level: Real = 0.95,
) -> Composition:
    """Tests whether two independent samples have the same shares, also where their scores are equal.

    Parameters
    ----------
    a
        The first sample: an Accumulator or Counts.
    b
        The second sample.
    of
        "groups" for the shares of promoters, passives and detractors; "answers" for those of all answers of the scale,
        which need an Accumulator.
    method
        "auto", "exact" or "score". "exact" takes up to 1000 answers in the smaller sample, and up to 50 for all
        answers of a scale; "auto" is "exact" for as many, and "score" for more.

    Examples
    --------
    >>> nps.composition_test(nps.Counts(40, 60, 0), nps.Counts(65, 10, 25))
    Composition(p_value=1.3e-17, rank_p_value=0.182, cramers_v=0.577, superiority=0.450, method='exact')
    >>> before, after = nps.Accumulator([10, 9, 9, 8, 6, 6]), nps.Accumulator([10, 10, 9, 7, 3, 0])
    >>> nps.composition_test(before, after, of="answers").p_value > 0.5
    True
    """
    options = method_number(method), read_level(level), limits_of(scale)
    samples = (a, "the sample a"), (b, "the sample b")
    read = [answered(sample, name, scale, outside) for sample, name in samples]
    if of == "groups":
        found, shares = _tested(raw.nps_composition_test, read, options, (method, raw.NPS_COMPOSITION_EXACT_MAX))
        return _composition(found, zip(_GROUPS, shares))
    if of != "answers":
        raise MethodError(f'of must be "groups" or "answers", not {short(of)}')
    states = [_answers_on_scale(sample, name, scale) for sample, name in samples]
    found, shares = _tested(raw.nps_distribution_test, states, options, (method, raw.NPS_DISTRIBUTION_EXACT_MAX))
    limits = limits_of(scale)
    return _composition(found, list(enumerate(shares))[limits[0] : limits[1] + 1])


def _answers_on_scale(sample: Sample, name: str, scale: ScaleName) -> Any:
    """The raw accumulator of the answers on a scale; that others may be left out has been checked."""
    if not isinstance(sample, Accumulator):
        raise TypeError(f'{name} must be an Accumulator for of="answers": Counts do not know single answers')
    lowest, highest = limits_of(scale)[:2]
    return Accumulator.from_counts({answer: sample.answers[answer] for answer in range(lowest, highest + 1)})._state


def _tested(function: Any, samples: Any, options: Any, limit: Tuple[str, int]) -> Any:
    method, most = limit
    try:
        return function(*samples, options)
    except TooManyError:
        raise TooManyError(
            f'the exact method takes up to {most} answers in the smaller sample: method="auto" takes any number'
        ) from None
    except UnavailableError:
        raise UnavailableError(f'shares are compared by "exact" and "score", not by {method!r}') from None


def _composition(found: Any, shares: Iterable[Tuple[Any, Any]]) -> Composition:
    differences = []
    for category, share in shares:
        bounds = share.bounds
        differences.append(ShareDifference(category, share.difference, bounds.lower, bounds.upper))
    fields: List[Any] = [getattr(found, name) for name in list(Composition.__dataclass_fields__)[:-2]]
    fields += [method_name(found.method), tuple(differences)]
    return Composition(*fields)


@documented(raw.nps_shares_round)
def shares_round(
    counts: Union[Sample, Iterable[SupportsIndex]],
    *,
    decimals: SupportsIndex = 0,
    scale: ScaleName = "0_10",
    outside: str = "raise",
) -> Tuple[float, ...]:
    """Shares in percent, rounded so that they add up to 100.

    Parameters
    ----------
    counts
        An Accumulator or Counts: promoters, passives and detractors; or numbers of answers.
    decimals
        The number of decimals, up to 13.

    Returns
    -------
    tuple of float
        The shares, in the order of the counts.

    Examples
    --------
    >>> nps.shares_round([1, 1, 1])
    (34.0, 33.0, 33.0)
    >>> nps.shares_round(nps.Counts(2080, 159, 42), decimals=1)
    (91.2, 7.0, 1.8)
    """
    if isinstance(counts, (Accumulator, Counts)):
        numbers: Tuple[int, ...] = answered(counts, "the sample", scale, outside)
    else:
        numbers = _read_counts(counts)
    places = read_integer(decimals, "decimals", "a number of decimals")
    if not 0 <= places <= raw.NPS_SHARES_DECIMALS_MAX:
        most = raw.NPS_SHARES_DECIMALS_MAX
        raise UnavailableError(f"decimals must be from 0 to {most}, not {short(places)}")
    shares: Tuple[float, ...] = tuple(raw.nps_shares_round(numbers, places))
    return shares


def _read_counts(counts: Iterable[SupportsIndex]) -> Tuple[int, ...]:
    if isinstance(counts, (str, bytes, set, frozenset, Mapping)) or not hasattr(counts, "__iter__"):
        raise TypeError(f"counts must be a sample or a list of numbers of answers, not {short(counts)}")
    return tuple(read_count(number, "a count", "answers") for number in counts)
