# SPDX-License-Identifier: MIT
"""What statistics are made of: accumulators and counts alike."""

from __future__ import annotations

from typing import Union

from ._accumulator import Accumulator
from ._counts import Counts, Numbers
from ._scale import ScaleName
from .errors import EmptyError

Sample = Union[Accumulator, Counts]


def counts_of(sample: Sample, scale: ScaleName = "0_10", outside: str = "raise") -> Numbers:
    """The counts of a sample; an accumulator is read on a scale."""
    if isinstance(sample, Accumulator):
        return tuple(sample.counts(scale, outside=outside))
    if isinstance(sample, Counts):
        return tuple(sample)
    what = f"a sample is an Accumulator or Counts, not {type(sample).__name__!r}"
    if hasattr(sample, "standard_error") or hasattr(sample, "read"):
        what += ": weighted answers are compared by weighted_compare() and have an interval() and a test() of their own"
    raise TypeError(what)


def answered(sample: Sample, name: str, scale: ScaleName = "0_10", outside: str = "raise") -> Numbers:
    """The counts of a sample that must have answers; the error says which one has none, and what it has instead."""
    counts = counts_of(sample, scale, outside)
    if not any(counts):
        rest = sample._instead(scale) if isinstance(sample, Accumulator) else ""
        raise EmptyError(f"{name} has no answers{rest}")
    return counts
