# SPDX-License-Identifier: MIT
"""Who did not answer: response rates, and what the answers of the others could change."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from math import isnan
from typing import Any, Iterable, List, Optional, SupportsIndex, Tuple, Union

from . import _raw as raw
from ._benchmark import Benchmark, benchmark_of
from ._documentation import documented
from ._numbers import Real, read_count, read_level, read_number
from ._options import read_three
from ._proportion import Proportion, made_of, read_trials
from ._results import Result, Unpacked
from ._sample import Sample, answered as answers_of
from ._scale import ScaleName
from ._shown import points, short
from .errors import EmptyError, PartError, SharesError

Rates = Union[Mapping[str, Real], Iterable[Real]]
"""The parts of promoters, passives and detractors who answer: three numbers, or a mapping by name."""

_CATEGORIES = "promoters", "passives", "detractors"
_CONCLUSIONS = {1: "above", 0: "undecided", -1: "below"}


@dataclass(frozen=True)
class ResponseScore(Result):
    """A score in points with its interval; float() is the score.

    Examples
    --------
    >>> worst = nps.nonresponse(nps.Counts(46, 30, 14), 200).worst
    >>> worst.score, worst.lower < -39
    (-39.0, True)
    """

    score: float
    lower: float
    upper: float

    def __float__(self) -> float:
        return self.score

    def __repr__(self) -> str:
        interval = f"lower={points(self.lower)}, upper={points(self.upper)}"
        return f"ResponseScore(score={points(self.score)}, {interval})"


@dataclass(frozen=True)
class Nonresponse(Unpacked):
    """The scores that all who were asked could have; unpacks as (worst, best, reweighted).

    Examples
    --------
    >>> worst, best, reweighted = nps.nonresponse(nps.Counts(46, 30, 14), 200, rates=(0.55, 0.37, 0.5))
    >>> worst.score, best.score, round(reweighted.score, 1)
    (-39.0, 71.0, 28.9)
    """

    _length = 3

    worst: ResponseScore
    """If all others are detractors."""
    best: ResponseScore
    """If all others are promoters."""
    reweighted: Optional[ResponseScore]
    """With each answer counted as 1 / rate of its category; None without rates."""
    observed: ResponseScore
    """The score of the answers alone."""
    rate: Proportion
    """The response rate."""


@dataclass(frozen=True)
class NonresponseLimits(Result):
    """How different those who did not answer would have to be to change a conclusion.

    Examples
    --------
    >>> nps.nonresponse_limit(nps.Counts(460, 300, 140), 2000)
    NonresponseLimits(conclusion='above', others_score=-25.1, rate_ratio=2.71, benchmark=0)
    """

    conclusion: str
    """Where the interval of the score is: "above" or "below" the benchmark, or "undecided" when it contains it."""
    others_score: Optional[float]
    """The score of the others at which the interval of all who were asked begins to contain the benchmark; None if no
    score does that, or nothing is concluded."""
    rate_ratio: Optional[float]
    """The rate of answering of promoters divided by that of detractors at which the interval of the reweighted score
    begins to contain the benchmark; None if no ratio from 1e-6 to 1e6 does that, or nothing is concluded."""
    benchmark: float

    def __repr__(self) -> str:
        score = None if self.others_score is None else points(self.others_score, ".1f")
        ratio = None if self.rate_ratio is None else f"{self.rate_ratio:.3g}"
        about = f"others_score={score}, rate_ratio={ratio}, benchmark={self.benchmark:g}"
        return f"NonresponseLimits(conclusion={self.conclusion!r}, {about})"


@documented(raw.nps_response_rate)
def response_rate(answered: SupportsIndex, asked: SupportsIndex, *, level: Real = 0.95) -> Proportion:
    """The share of those asked who answered, with its interval.

    Examples
    --------
    >>> nps.response_rate(300, 1000)
    Proportion(share=0.3000, lower=0.2718, upper=0.3293, method='blaker', successes=300, n=1000)
    """
    trials = read_trials(answered, asked, ("answered", "asked"))
    return made_of(trials, raw.nps_response_rate(*trials, read_level(level)))


@documented()
def response_waves(
    asked: SupportsIndex, answered: Iterable[SupportsIndex], *, level: Real = 0.95
) -> List[Tuple[Proportion, Proportion]]:
    """Response rates by wave, where each wave asks those who have not answered before.

    Parameters
    ----------
    asked
        The number of people asked in the first wave.
    answered
        The numbers of people who answered, by wave.

    Returns
    -------
    list of pair of Proportion
        For each wave its own rate, of those asked in it, and the rate of it and all earlier ones, of all people.

    Examples
    --------
    >>> waves = nps.response_waves(1000, [180, 90, 30])
    >>> [(wave.n, total.share) for wave, total in waves]
    [(1000, 0.18), (820, 0.27), (730, 0.3)]
    """
    people, before, waves = read_count(asked, "asked", "people"), 0, []
    if isinstance(answered, (str, bytes, Mapping)) or not isinstance(answered, Iterable):
        raise TypeError(f"answered must be a list of numbers of people, not {short(answered)}")
    for place, some in enumerate(answered):
        number, name = read_count(some, f"answered[{place}]", "people"), f"answered[{place}]"
        if number > people - before:
            raise PartError(f"{name} must be at most {people - before}, those who had not answered, not {number}")
        if people > 0 and people == before:
            raise EmptyError(f"{name}: all {people} people answered before, so that nobody was asked")
        wave = response_rate(number, people - before, level=level)
        before += number
        waves.append((wave, response_rate(before, people, level=level)))
    return waves


def _read_rates(rates: Rates) -> Tuple[float, ...]:
    if isinstance(rates, Mapping):
        if set(rates) != set(_CATEGORIES):
            raise SharesError(f"rates must have promoters, passives and detractors, not {short(list(rates))}")
        three = tuple(read_number(rates[name], f"the rate of {name}") for name in _CATEGORIES)
    else:
        three = read_three(rates, "rates")
    for name, rate in zip(_CATEGORIES, three):
        if not 0 < rate <= 1:
            raise SharesError(f"the rate of {name} must be above 0 and at most 1, such as 0.55, not {short(rate)}")
    if min(three) * 1e6 < max(three):
        raise SharesError(f"a rate must be at least a millionth of another: {short(three)}")
    return three


def _read_asked(counts: Tuple[int, ...], asked: SupportsIndex) -> int:
    people, n = read_count(asked, "asked", "people"), sum(counts)
    if people < n:
        raise PartError(f"asked must be at least the number of answers, {n}, not {people}")
    return people


def _score(read: Any) -> ResponseScore:
    return ResponseScore(read.score, read.bounds.lower, read.bounds.upper)


@documented(raw.nps_nonresponse)
def nonresponse(
    counts: Sample,
    asked: SupportsIndex,
    *,
    rates: Optional[Rates] = None,
    scale: ScaleName = "0_10",
    outside: str = "raise",
    level: Real = 0.95,
) -> Nonresponse:
    """The worst and the best score of all who were asked, and the score with assumed rates of answering.

    The intervals of the worst and of the best score are those of a sample in which all who were asked have answered,
    the others as detractors or as promoters. nonresponse_limit() takes the others as certain instead.

    Parameters
    ----------
    counts
        The answers: an Accumulator, or Counts.
    rates
        The parts of promoters, passives and detractors who answer when they are asked: three numbers, or a mapping by
        name. None: `reweighted` is None.

    Examples
    --------
    >>> found = nps.nonresponse(nps.Counts(46, 30, 14), 200, rates={"promoters": 0.55, "passives": 0.37, "detractors": 0.5})
    >>> found.reweighted
    ResponseScore(score=28.869, lower=13.445, upper=43.260)
    """
    given = answers_of(counts, "the sample", scale, outside)
    people, wanted = _read_asked(given, asked), read_level(level)
    read = raw.nps_nonresponse(given, people, None if rates is None else _read_rates(rates), wanted)
    cases = _score(read.worst), _score(read.best), None if rates is None else _score(read.reweighted)
    return Nonresponse(*cases, _score(read.observed), made_of((sum(given), people), read.rate))


@documented(raw.nps_nonresponse_limit)
def nonresponse_limit(
    counts: Sample,
    asked: SupportsIndex,
    *,
    benchmark: Union[Benchmark, Real] = 0.0,
    scale: ScaleName = "0_10",
    outside: str = "raise",
    level: Real = 0.95,
) -> NonresponseLimits:
    """How different those who did not answer would have to be to change a conclusion about a benchmark.

    The score of the others is fixed: they move the interval of the answers and add nothing to its width. In the worst
    case of nonresponse() they are further answers of a sample. So its interval may contain a benchmark where
    `others_score` is None.

    Parameters
    ----------
    counts
        The answers: an Accumulator, or Counts.
    benchmark
        The score that the conclusion is about: in points, or a Benchmark.

    Examples
    --------
    >>> nps.nonresponse_limit(nps.Counts(46, 30, 14), 100, benchmark=10).others_score is None
    False
    >>> found = nps.nonresponse(nps.Counts(46, 30, 14), 105).worst
    >>> nps.nonresponse_limit(nps.Counts(46, 30, 14), 105).others_score, found.lower < 0 < found.upper
    (None, True)
    """
    given = answers_of(counts, "the sample", scale, outside)
    people, score, wanted = _read_asked(given, asked), benchmark_of(benchmark).score, read_level(level)
    read = raw.nps_nonresponse_limit(given, people, score, wanted)
    others, ratio = (None if isnan(limit) else limit for limit in (read.others_score, read.rate_ratio))
    return NonresponseLimits(_CONCLUSIONS[read.conclusion], others, ratio, score)
