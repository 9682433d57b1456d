# SPDX-License-Identifier: MIT
"""Metrics beside the score, from the same accumulator: satisfaction, effort, retention, employees."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass
from typing import AbstractSet, Any, Iterator, Mapping, Optional, SupportsIndex, Tuple, Union

from . import _raw as raw
from ._accumulator import Accumulator
from ._counts import Counts
from ._documentation import documented
from ._methods import plain, refused
from ._numbers import Real, read_count, read_integer, read_level
from ._proportion import Proportion, Share, made_of
from ._results import Comparison, Result
from ._sample import Sample, answered
from ._scale import IGNORABLE, Scale, ScaleName, is_ignored, limits_of
from ._shown import points, short
from ._structs import read_struct
from .errors import EmptyError, MethodError, OutsideError, PartError, ScaleError, UnavailableError

Range = Union[Scale, str, Tuple[int, int]]
"""A Scale, the name of one, any name such as "1_4", or its lowest and highest points."""


@dataclass(frozen=True)
class Csat(Share):
    """The share of satisfied customers with its interval and its box; float() is the share.

    Examples
    --------
    >>> found = nps.csat(nps.Accumulator([5, 4, 4, 3, 5, 2, 4, 5]), "1_5")
    >>> found.share, found.box
    (0.75, 'top 2 of 5')
    """

    box: str
    """How many of the highest points of the scale count as satisfied: "top 2 of 5"."""
    successes: int
    """The number of answers in the box."""
    n: int
    """The number of answers."""

    def __repr__(self) -> str:
        return self._shown(f"box={self.box!r}, successes={self.successes}, n={self.n}")


@dataclass(frozen=True)
class Ces(Result):
    """A customer effort score with its interval; float() is the value.

    Examples
    --------
    >>> answers = nps.Accumulator([7, 6, 6, 5, 7, 2, 4, 7, 6, 5])
    >>> nps.ces(answers, "1_7").value, nps.ces(answers, "1_7", how="net").value
    (5.5, 70.0)
    """

    value: float
    """The mean in points of the scale, or the net score from -100 to 100."""
    lower: float
    upper: float
    method: str
    """The method of the interval."""
    how: str
    """"mean" or "net"."""
    scale: str
    """The lowest and the highest point: "1 to 7"."""
    n: int
    """The number of answers."""

    def __float__(self) -> float:
        return self.value

    def __repr__(self) -> str:
        interval = f"lower={points(self.lower)}, upper={points(self.upper)}"
        about = f"method={self.method!r}, how={self.how!r}, scale={self.scale!r}, n={self.n}"
        return f"Ces(value={points(self.value)}, {interval}, {about})"


@dataclass(frozen=True)
class Enps(Result):
    """An employee net promoter score with its interval; float() is the score.

    Examples
    --------
    >>> nps.enps(nps.Counts(5, 3, 2)).minimum
    5
    """

    score: float
    lower: float
    upper: float
    method: str
    """The method of the interval, never "auto"."""
    n: int
    """The number of respondents."""
    minimum: int
    """The smallest number of respondents whose score is shown."""

    def __float__(self) -> float:
        return self.score

    def __repr__(self) -> str:
        interval = f"lower={points(self.lower)}, upper={points(self.upper)}"
        about = f"method={self.method!r}, n={self.n}, minimum={self.minimum}"
        return f"Enps(score={points(self.score)}, {interval}, {about})"


def _range_of(scale: Range) -> Tuple[int, ...]:
    """The limits of a scale as the raw module takes them; only the lowest and the highest point are used."""
    ends: Tuple[object, ...] = ()
    if isinstance(scale, str):
        ends = tuple(int(end) if end.isdecimal() and len(end) < 3 else None for end in plain(scale).split(" "))
    elif not isinstance(scale, (Scale, Mapping, AbstractSet)) and hasattr(scale, "__len__") and len(scale) == 2:
        ends = tuple(read_integer(end, "an end of scale", "an integer") for end in scale)
    if len(ends) != 2 or None in ends:
        return limits_of(scale)  # type: ignore[arg-type]
    lowest, highest = ends
    if not 0 <= lowest < highest <= 10:  # type: ignore[operator]
        raise ScaleError(f"a scale must have 0 <= lowest < highest <= 10, unlike {short(scale)}")
    return lowest, highest, lowest, highest  # type: ignore[return-value]


def _accumulator(sample: Accumulator, name: str) -> Accumulator:
    if not isinstance(sample, Accumulator):
        raise TypeError(f"{name} must be an Accumulator, whose answers have points, not {type(sample).__name__!r}")
    return sample


def _on_scale(sample: Accumulator, limits: Tuple[int, ...]) -> int:
    """The number of answers on a scale."""
    return sum(sample.answers[limits[0] : limits[1] + 1])


@contextmanager
def _explaining(limits: Tuple[int, ...], rest: str = IGNORABLE, **samples: Accumulator) -> Iterator[None]:
    """Says which sample has answers off a scale, or none on it; `rest` is what to do about those off the scale."""
    lowest, highest = limits[:2]
    try:
        yield
    except OutsideError:
        name = next(name for name, sample in samples.items() if sample.n > _on_scale(sample, limits))
        raise OutsideError(f"the sample {name} has {samples[name]._off(lowest, highest)}{rest}") from None
    except EmptyError:
        name = next(name for name, sample in samples.items() if _on_scale(sample, limits) == 0)
        raise EmptyError(f"the sample {name} has no answers{samples[name]._instead(samples[name].n)}") from None


def _without_outside(read: Any, ignored: bool) -> Any:
    """The result of a function of the raw module, which returns the number of answers off the scale with it if
    asked."""
    return read[0] if ignored else read


@documented(raw.nps_csat)
def csat(
    accumulator: Accumulator,
    scale: Range,
    *,
    top: Optional[SupportsIndex] = None,
    outside: str = "raise",
    level: Real = 0.95,
) -> Csat:
    """Customer satisfaction: the share of answers in the highest box of a scale.

    Parameters
    ----------
    accumulator : Accumulator
        The answers.
    scale : Scale, str or pair of int
        The scale: a Scale, a name such as "1_5", or the lowest and the highest point.
    top
        How many of the highest points count as satisfied. None: 1 of up to 3 points, 2 of 4 to 7, 3 of 10 or 11;
        8 and 9 points have no usual box, and need it.

    Examples
    --------
    >>> nps.csat(nps.Accumulator([5, 4, 4, 3, 5, 2, 4, 5]), "1_5")
    Csat(share=0.7500, lower=0.3586, upper=0.9536, method='blaker', box='top 2 of 5', successes=6, n=8)
    """
    sample, limits, wanted = _accumulator(accumulator, "accumulator"), _range_of(scale), read_level(level)
    number, size = 0 if top is None else read_count(top, "top", "points"), limits[1] - limits[0] + 1
    if top is None and size in (8, 9):
        raise UnavailableError(f"a scale of {size} points has no usual box: pass top=, the number of satisfied points")
    if top is not None and not 0 < number < size:
        raise ScaleError(f"top must be from 1 to {size - 1} of {size} points, not {number}")
    ignored = is_ignored(outside)
    with _explaining(limits, accumulator=sample):
        found = _without_outside(raw.nps_csat(sample._state, limits, number, wanted, ignored), ignored)
    share, counts = found.satisfied, found.counts
    method = raw.nps_proportion_method_string(share.method)
    box = f"top {found.top} of {found.points}"
    return Csat(share.share, share.lower, share.upper, method, box, counts.successes, counts.n)


def usual_top(points: int) -> int:
    """The number of points in the usual top box of a scale from 1; UnavailableError if there is none."""
    one = raw.nps_accumulator()
    raw.nps_accumulator_add(one, points)
    found: int = raw.nps_csat(one, _range_of((1, points)), 0, 0.95, False).top
    return found


@documented(raw.nps_ces_mean)
def ces(
    accumulator: Accumulator, scale: Range, *, how: str = "mean", outside: str = "raise", level: Real = 0.95
) -> Ces:
    """The customer effort score: the mean answer, or the net score; high answers mean little effort.

    Parameters
    ----------
    accumulator : Accumulator
        The answers.
    scale : Scale, str or pair of int
        The scale: a Scale, a name such as "1_7", or the lowest and the highest point.
    how
        "mean", or "net": the percentage of answers above the middle of the scale minus that below.

    Examples
    --------
    >>> answers = nps.Accumulator([7, 6, 6, 5, 7, 2, 4, 7, 6, 5])
    >>> nps.ces(answers, "1_7")
    Ces(value=5.500, lower=3.862, upper=6.354, method='gaffke', how='mean', scale='1 to 7', n=10)
    >>> nps.ces(answers, "1_7", how="net").method
    'exact'
    """
    sample, limits, wanted = _accumulator(accumulator, "accumulator"), _range_of(scale), read_level(level)
    if not isinstance(how, str) or plain(how) not in ("mean", "net"):
        refused("effort score", how, ("mean", "net"), MethodError)
    shown, ignored = f"{limits[0]} to {limits[1]}", is_ignored(outside)
    with _explaining(limits, accumulator=sample):
        if plain(how) == "mean":
            mean = _without_outside(raw.nps_ces_mean(sample._state, limits, wanted, ignored), ignored)
            return Ces(mean.mean, mean.lower, mean.upper, "gaffke", "mean", shown, mean.n)
        counts = read_struct(Counts, _without_outside(raw.nps_ces_counts(sample._state, limits, ignored), ignored))
    found = counts.interval(level=wanted)
    return Ces(counts.score, found.lower, found.upper, found.method, "net", shown, counts.n)


@documented(raw.nps_mean_compare)
def compare_means(a: Accumulator, b: Accumulator, *, scale: Range = "0_10", level: Real = 0.95) -> Comparison:
    """Compares the mean answers of two independent samples, a minus b.

    Parameters
    ----------
    a
        The first sample, an Accumulator.
    b
        The second sample, an Accumulator.
    scale
        The scale: a Scale, a name such as "1_7", or the lowest and the highest point.

    Returns
    -------
    Comparison
        The difference and its interval are in points of the scale; the method is "gaffke", joined by MOVER.

    Examples
    --------
    >>> before, after = nps.Accumulator([3, 4, 2, 5, 3, 4, 4, 3]), nps.Accumulator([5, 5, 4, 5, 5, 4, 5, 4])
    >>> found = nps.compare_means(after, before, scale="1_5")
    >>> found.difference, found.lower > 0
    (1.125, False)
    """
    samples, limits = (_accumulator(a, "a"), _accumulator(b, "b")), _range_of(scale)
    with _explaining(limits, ", which compare_means() does not leave out", a=samples[0], b=samples[1]):
        found = raw.nps_mean_compare(samples[0]._state, samples[1]._state, limits, read_level(level))
    return Comparison(found.difference, found.lower, found.upper, found.p_value, "gaffke")


@documented(raw.nps_retention)
def retention(start: SupportsIndex, end: SupportsIndex, new: SupportsIndex, *, level: Real = 0.95) -> Proportion:
    """The share of customers who stayed: (end - new) / start, with its interval.

    Parameters
    ----------
    new
        The number of customers at the end who were won in the period.

    Examples
    --------
    >>> nps.retention(200, 210, 40).share
    0.85
    """
    first, last = read_count(start, "start", "customers"), read_count(end, "end", "customers")
    won, wanted = read_count(new, "new", "customers"), read_level(level)
    if first == 0:
        raise EmptyError("start must be at least 1 customer, not 0")
    if won > last:
        raise PartError(f"new must be at most end, the customers at the end: {won} of {last}")
    if last - won > first:
        raise PartError(f"end must be at most start + new, {first} + {won}, not {last}")
    return made_of((last - won, first), raw.nps_retention(first, last, won, wanted))


@documented()
def enps(
    sample: Sample,
    *,
    minimum: SupportsIndex = 5,
    scale: ScaleName = "0_10",
    outside: str = "raise",
    method: str = "auto",
    level: Real = 0.95,
) -> Enps:
    """The employee net promoter score: the score of a group that is large enough not to give away its members.

    Parameters
    ----------
    sample
        The answers of the group: an Accumulator, or Counts.
    minimum
        The smallest number of respondents whose score is shown.

    Raises
    ------
    UnavailableError
        The group has fewer respondents than `minimum`.

    Examples
    --------
    >>> nps.enps(nps.Counts(5, 3, 2))
    Enps(score=30.000, lower=-23.882, upper=69.994, method='exact', n=10, minimum=5)
    """
    least = read_count(minimum, "minimum", "respondents")
    try:
        promoters, passives, detractors = answered(sample, "the group", scale, outside)
    except EmptyError:
        needed = f"at least {least} are" if least > 1 else "at least 1 is"
        raise UnavailableError(f"the group has no respondents; {needed} needed") from None
    n = promoters + passives + detractors
    if n < least:
        raise UnavailableError(f"the group has fewer than {least} respondents: its score would give away their answers")
    counts = Counts(promoters, passives, detractors)
    interval = counts.interval(method=method, level=level)
    return Enps(counts.score, interval.lower, interval.upper, interval.method, n, least)
