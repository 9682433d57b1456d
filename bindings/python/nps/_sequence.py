# SPDX-License-Identifier: MIT
"""Intervals and evidence that are valid at any moment of a running survey."""

from __future__ import annotations

from typing import Any, Tuple, Type, TypeVar

from . import _raw as raw
from ._counts import Counts
from ._documentation import documented
from ._encoded import Buffer, Encoded, unchanging
from ._html import record_html
from ._numbers import Real, read_level, read_score
from ._results import Interval
from ._sample import Sample, answered
from ._scale import ScaleName
from ._structs import read_struct

Self = TypeVar("Self", bound="Sequence")


@documented(raw.nps_evalue)
def evalue(sample: Sample, reference: Real, *, scale: ScaleName = "0_10", outside: str = "raise") -> float:
    """The natural logarithm of the e-value against a score; math.exp() of it is the e-value.

    Parameters
    ----------
    reference
        The score of the null hypothesis, in points.

    Returns
    -------
    float
        The logarithm.

    Examples
    --------
    >>> import math
    >>> math.exp(nps.evalue(nps.Counts(46, 30, 14), 0)) > 20
    True
    """
    log_e: float = raw.nps_evalue(answered(sample, "the sample", scale, outside), read_score(reference, "reference"))
    return log_e


class Sequence(Encoded):
    """The scores that are in all intervals of a running survey so far.

    Each update() intersects the interval of that moment with all earlier ones. The result depends on the order of the
    answers, so two sequences cannot be merged; merge the accumulators instead.

    Examples
    --------
    >>> watched, survey = nps.Sequence(level=0.95), nps.Accumulator()
    >>> for answer in [10, 9, 9, 8, 7, 6, 10, 3] * 20:
    ...     survey.add(answer)
    ...     watched.update(survey)
    ...
    >>> watched.bounds()
    Interval(lower=4.902, upper=44.284, method='anytime')
    """

    __slots__ = ("__weakref__", "_state")
    _state: Any

    @documented(raw.nps_sequence_init)
    def __init__(self, *, level: Real = 0.95) -> None:
        """Begins a sequence without answers, whose bounds are -100 and 100."""
        state = raw.nps_sequence(0, 0, 0, -100.0, 100.0, 0.95)
        raw.nps_sequence_init(state, read_level(level))
        self._state = state

    @documented(raw.nps_sequence_update)
    def update(self, sample: Sample, *, scale: ScaleName = "0_10", outside: str = "raise") -> None:
        """Intersects the bounds with the interval of all answers so far.

        Parameters
        ----------
        sample
            All answers so far, not only the new ones: an Accumulator, or Counts.

        Examples
        --------
        >>> watched = nps.Sequence()
        >>> watched.update(nps.Counts(46, 30, 14))
        >>> watched.bounds()
        Interval(lower=10.111, upper=56.912, method='anytime')
        """
        raw.nps_sequence_update(self._state, answered(sample, "the sample", scale, outside))

    @documented(raw.nps_sequence_bounds)
    def bounds(self) -> Interval:
        """The bounds of the scores in all intervals; DriftError if there are none.

        Examples
        --------
        >>> nps.Sequence().bounds()
        Interval(lower=-100.000, upper=100.000, method='anytime')
        """
        bounds = raw.nps_sequence_bounds(self._state)
        return Interval(bounds.lower, bounds.upper, "anytime")

    @property
    def counts(self) -> Counts:
        """The counts at the last update()."""
        return read_struct(Counts, self._state.counts)

    @property
    def level(self) -> float:
        """The confidence level."""
        return float(self._state.level)

    def _numbers(self) -> Tuple[Any, ...]:
        counts, bounds = self._state.counts, self._state.bounds
        return counts.promoters, counts.passives, counts.detractors, bounds.lower, bounds.upper, self._state.level

    @classmethod
    @documented(raw.nps_sequence_decode)
    def from_bytes(cls: Type[Self], data: Buffer) -> Self:
        """Reads the result of to_bytes(), of this machine or another.

        Returns
        -------
        Sequence
            The sequence that was encoded.

        Examples
        --------
        >>> watched = nps.Sequence()
        >>> nps.Sequence.from_bytes(watched.to_bytes()) == watched
        True
        """
        return cls._decoded(data)

    @documented(raw.nps_sequence_encode)
    def to_bytes(self) -> bytes:
        """Encodes the sequence, for from_bytes().

        Returns
        -------
        bytes
            The same bytes on every machine.

        Examples
        --------
        >>> len(nps.Sequence().to_bytes()) < 60
        True
        """
        return self._encoded()

    def _encoded(self) -> bytes:
        encoded: bytes = raw.nps_sequence_encode(self._state)
        return encoded

    def _settings(self) -> Tuple[Any, ...]:
        return ()

    @classmethod
    def _decoded(cls: Type[Self], data: Buffer) -> Self:
        self = cls.__new__(cls)
        self._state = raw.nps_sequence(0, 0, 0, -100.0, 100.0, 0.95)
        raw.nps_sequence_decode(self._state, unchanging(data))
        return self

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Sequence):
            return NotImplemented
        return self._numbers() == other._numbers()

    def _repr_html_(self) -> str:
        """The figures in a notebook."""
        *counts, lower, upper, level = self._numbers()
        return record_html(type(self).__name__, {"n": sum(counts), "lower": lower, "upper": upper, "level": level})

    def __repr__(self) -> str:
        *counts, lower, upper, level = self._numbers()
        left = f"{lower:.3f} to {upper:.3f} left" if lower <= upper else "nothing left"
        return f"<nps.{type(self).__name__}: level {level:g}, {sum(counts)} answers, {left}>"
