# SPDX-License-Identifier: MIT
"""Proportions with exact intervals, their test and their comparison."""

from __future__ import annotations

from dataclasses import dataclass
from typing import AbstractSet, Any, Dict, Mapping, SupportsIndex, Tuple, Union

from . import _raw as raw
from ._documentation import documented
from ._methods import plain, read_alternative, refused
from ._numbers import Real, read_count, read_level, read_number
from ._results import Comparison, Result, Significance
from ._shown import points, short
from ._structs import read_comparison_of_bounds
from .errors import EmptyError, MethodError, PartError, ReferenceScoreError, TooManyError

_METHODS: Dict[str, int] = {
    raw.nps_proportion_method_string(number): number
    for number in (raw.NPS_PROPORTION_AUTO, raw.NPS_PROPORTION_BLAKER, raw.NPS_PROPORTION_WILSON)
}


@dataclass(frozen=True)
class Share(Result):
    """A share from 0 to 1 with its interval; float() is the share."""

    share: float
    lower: float
    upper: float
    method: str
    """The method of the interval, "blaker" or "wilson"."""

    def __float__(self) -> float:
        return self.share

    def _shown(self, about: str) -> str:
        interval = f"lower={points(self.lower, '.4f')}, upper={points(self.upper, '.4f')}"
        return f"{type(self).__name__}(share={points(self.share, '.4f')}, {interval}, method={self.method!r}, {about})"


@dataclass(frozen=True)
class Proportion(Share):
    """A share from 0 to 1 with its confidence interval; float() is the share.

    Examples
    --------
    >>> found = nps.proportion(41, 50)
    >>> found.share, round(found.lower, 3)
    (0.82, 0.693)
    >>> found.to_dict()["method"]
    'blaker'
    """

    successes: int
    n: int
    """The number of trials."""

    def __repr__(self) -> str:
        return self._shown(f"successes={self.successes}, n={self.n}")


Trials = Union[Proportion, Tuple[SupportsIndex, SupportsIndex]]
"""A Proportion, or a pair of numbers: successes and trials."""


def read_trials(successes: SupportsIndex, n: SupportsIndex, names: Tuple[str, str]) -> Tuple[int, int]:
    """Successes and trials as the raw module takes them; `names` are those of the parameters."""
    some, every = read_count(successes, names[0], "trials"), read_count(n, names[1], "trials")
    if some > every:
        raise PartError(f"{names[0]} must be at most {names[1]}: {some} of {every}")
    if every == 0:
        raise EmptyError(f"{names[1]} must be at least 1, not 0")
    return some, every


def method_of_proportion(method: str, n: int) -> int:
    """The number of a method in C, which `n` trials must not be too many for."""
    if not isinstance(method, str):
        raise TypeError(f"method must be a name, such as 'wilson', not {short(method)}")
    number = _METHODS.get(plain(method))
    if number is None:
        refused("method for a proportion", method, _METHODS, MethodError)
    if number == raw.NPS_PROPORTION_BLAKER and n > raw.NPS_PROPORTION_BLAKER_MAX:
        raise TooManyError(f'"blaker" takes up to 10^12 trials, not {n}; "wilson" takes any number')
    return number


def made_of(trials: Tuple[int, int], read: Any) -> Proportion:
    """A Proportion made of the struct of the raw module."""
    method = raw.nps_proportion_method_string(read.method)
    return Proportion(read.share, read.lower, read.upper, method, *trials)


@documented(raw.nps_proportion_interval)
def proportion(successes: SupportsIndex, n: SupportsIndex, *, method: str = "auto", level: Real = 0.95) -> Proportion:
    """A share, such as that of satisfied customers, with an interval that keeps its level.

    Parameters
    ----------
    successes
        How many of the trials were successes.
    n
        The number of trials.
    method
        "blaker", "wilson", or "auto": "blaker" up to 10^12 trials and "wilson" above.

    Examples
    --------
    >>> nps.proportion(41, 50)
    Proportion(share=0.8200, lower=0.6932, upper=0.9054, method='blaker', successes=41, n=50)
    >>> nps.proportion(0, 20, method="wilson").upper < 0.17
    True
    """
    trials = read_trials(successes, n, ("successes", "n"))
    number, wanted = method_of_proportion(method, trials[1]), read_level(level)
    return made_of(trials, raw.nps_proportion_interval(trials, number, wanted))


@documented(raw.nps_proportion_test)
def proportion_test(
    successes: SupportsIndex,
    n: SupportsIndex,
    reference: Real,
    *,
    method: str = "auto",
    alternative: str = "two-sided",
) -> Significance:
    """Tests a share against a reference.

    Parameters
    ----------
    successes
        How many of the trials were successes.
    n
        The number of trials.
    reference
        The share to test against, from 0 to 1.
    method
        "blaker", "wilson", or "auto": "blaker" up to 10^12 trials and "wilson" above.

    Examples
    --------
    >>> nps.proportion_test(41, 50, 0.7)
    Significance(p_value=0.0653, method='blaker', alternative='two-sided', reference=0.7)
    """
    trials = read_trials(successes, n, ("successes", "n"))
    number, (side, claimed) = method_of_proportion(method, trials[1]), read_alternative(alternative)
    share = read_number(reference, "reference", "a share such as 0.7")
    if not 0 <= share <= 1:
        raise ReferenceScoreError(f"reference must be a share from 0 to 1, such as 0.7, not {share:g}")
    if number == raw.NPS_PROPORTION_AUTO:
        is_few = trials[1] <= raw.NPS_PROPORTION_BLAKER_MAX
        number = raw.NPS_PROPORTION_BLAKER if is_few else raw.NPS_PROPORTION_WILSON
    p_value: float = raw.nps_proportion_test(trials, share, number, side)
    return Significance(p_value, raw.nps_proportion_method_string(number), claimed, share)


def _read_pair(trials: Trials, name: str) -> Tuple[int, int]:
    if isinstance(trials, Proportion):
        return trials.successes, trials.n
    if isinstance(trials, (str, bytes, Mapping, AbstractSet)) or not hasattr(trials, "__len__") or len(trials) != 2:
        raise TypeError(f"{name} must be a Proportion, or two numbers, successes and trials, not {short(trials)}")
    successes, n = trials
    return read_trials(successes, n, (f"the successes of {name}", f"the trials of {name}"))


@documented(raw.nps_proportion_compare)
def compare_proportions(a: Trials, b: Trials, *, level: Real = 0.95) -> Comparison:
    """Compares the shares of two independent samples, a minus b.

    Parameters
    ----------
    a
        The first share: a Proportion, or two numbers, successes and trials.
    b
        The second share, the same.

    Returns
    -------
    Comparison
        The difference and its interval are shares, from -1 to 1.

    Examples
    --------
    >>> nps.compare_proportions((52, 56), (41, 50))
    Comparison(difference=+0.109, lower=-0.022, upper=0.249, p_value=0.101, method='skewness-corrected score')
    """
    first, second, wanted = _read_pair(a, "a"), _read_pair(b, "b"), read_level(level)
    return read_comparison_of_bounds(raw.nps_proportion_compare(first, second, wanted))
