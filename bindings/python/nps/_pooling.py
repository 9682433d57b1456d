# SPDX-License-Identifier: MIT
"""Small segments pooled partially, beside their own scores."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import Any, Iterable, Mapping, Tuple, Union

from . import _raw as raw
from ._documentation import documented
from ._explained import explaining
from ._methods import method_name
from ._multiplicity import read_segments_options
from ._numbers import Real
from ._results import Result
from ._sample import Sample
from ._scale import ScaleName
from ._segmented import Segmented, read_segments
from ._shown import points

Samples = Union[Mapping[Any, Sample], Iterable[Sample]]
"""Samples by key, or a list of samples."""


@dataclass(frozen=True)
class PooledScore(Result):
    """The score of a segment, alone and pooled, in points.

    Examples
    --------
    >>> shops = {"Rome": nps.Counts(9, 1, 0), "Oslo": nps.Counts(60, 25, 15), "Lima": nps.Counts(55, 25, 20)}
    >>> rome = nps.pool(shops)["Rome"]
    >>> rome.score, rome.pooled < rome.score, 0 < rome.own < 1
    (90.0, True, True)
    """

    score: float
    """Its own score."""
    lower: float
    upper: float
    method: str
    """The method of the interval of its own score, never "auto"."""
    pooled: float
    """The pooled score, between its own and that of all."""
    pooled_lower: float
    pooled_upper: float
    own: float
    """The weight of its own score in the pooled one, 0 to 1."""

    def __repr__(self) -> str:
        alone = f"score={points(self.score)}, lower={points(self.lower)}, upper={points(self.upper)}"
        pooled = f"pooled={points(self.pooled)}, pooled_lower={points(self.pooled_lower)}"
        return f"PooledScore({alone}, {pooled}, pooled_upper={points(self.pooled_upper)}, own={self.own:.3f})"


class Pooled(Segmented[Any, PooledScore]):
    """Pooled scores by the key of their segment, or by its place in a list.

    Examples
    --------
    >>> shops = {"Rome": nps.Counts(9, 1, 0), "Oslo": nps.Counts(60, 25, 15), "Lima": nps.Counts(55, 25, 20)}
    >>> pooled = nps.pool(shops)
    >>> 40 < pooled.score < 60, len(pooled.prior)
    (True, 3)
    """

    __slots__ = ("deviation", "prior", "score", "variation")

    prior: Tuple[float, float, float]
    """The parameters of the prior: promoters, passives and detractors, at the most likely variation."""
    score: float
    """The mean score of segments."""
    variation: float
    """The most likely part of the variance of an answer that lies between segments, 0 to 1."""
    deviation: float
    """The standard deviation of the true scores of segments, in points."""

    @documented()
    def __init__(
        self,
        results: Any = (),
        *,
        prior: Iterable[Real] = (0.0, 0.0, 0.0),
        score: Real = 0.0,
        variation: Real = 0.0,
        deviation: Real = 0.0,
        left_out: Iterable[Any] = (),
        columns: Iterable[str] = tuple(PooledScore.__dataclass_fields__),
        key_columns: Iterable[str] = ("key",),
    ) -> None:
        """Makes pooled scores by key, as pool() returns them.

        Parameters
        ----------
        results
            The pooled scores by key: a mapping, or pairs of a key and a PooledScore.
        prior
            The parameters of the prior.
        score
            The mean score of segments.
        variation
            The most likely variation.
        deviation
            The standard deviation of the true scores.
        left_out
            The keys of segments without answers.
        columns
            The columns of a pooled score in the table.
        key_columns
            The column of a key in the table.
        """
        super().__init__(results, left_out=left_out, columns=columns, key_columns=key_columns)
        for name, value in (("prior", prior), ("score", score), ("variation", variation), ("deviation", deviation)):
            setattr(self, name, value)

    def __reduce__(self) -> Tuple[Any, ...]:
        named = {name: getattr(self, name) for name in (*Pooled.__slots__, "left_out")}
        return partial(type(self), **named), (dict(self),)


@documented(raw.nps_pool)
def pool(
    segments: Samples,
    *,
    scale: ScaleName = "0_10",
    outside: str = "raise",
    method: str = "auto",
    level: Real = 0.95,
) -> Pooled:
    """Pools small segments partially: scores that borrow from the other segments, beside those of their own.

    Segments without answers are left out if the segments have keys; in a list they raise EmptyError.

    Returns
    -------
    Pooled
        By key, or by the place in a list.

    Examples
    --------
    >>> shops = {"Rome": nps.Counts(9, 1, 0), "Oslo": nps.Counts(60, 25, 15), "Lima": nps.Counts(55, 25, 20),
    ...          "Kyiv": nps.Counts(62, 22, 16), "Bern": nps.Counts(2, 3, 5)}
    >>> pooled = nps.pool(shops)
    >>> round(pooled["Rome"].score), round(pooled["Rome"].pooled), round(pooled["Oslo"].pooled)
    (90, 53, 43)
    """
    read = read_segments(segments, scale, outside)
    with explaining(read.named):
        found, pooling = raw.nps_pool(read.counts, read_segments_options(method, level, "holm"))
    return Pooled(
        zip(read.keys, map(_pooled, found)),
        prior=(pooling.promoters, pooling.passives, pooling.detractors),
        score=pooling.score,
        variation=pooling.variation,
        deviation=pooling.deviation,
        left_out=read.left_out,
    )


def _pooled(read: Any) -> PooledScore:
    own, pooled = read.bounds, read.pooled_bounds
    method = method_name(read.method)
    return PooledScore(read.score, own.lower, own.upper, method, read.pooled, pooled.lower, pooled.upper, read.own)
