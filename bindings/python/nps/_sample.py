# SPDX-License-Identifier: MIT
"""Samples: accumulators and counts, which the statistics accept alike."""

from __future__ import annotations

from typing import Union

from ._accumulator import Accumulator
from ._counts import Counts, Numbers
from ._scale import ScaleName, is_ignored, limits_of
from .errors import EmptyError, OutsideError

Sample = Union[Accumulator, Counts]


def counts_of(sample: Sample, name: str, scale: ScaleName = "0_10", outside: str = "raise") -> Numbers:
    """The counts of a sample, an accumulator being read on a scale; `name` is that of the sample in messages."""
    if isinstance(sample, Accumulator):
        try:
            return tuple(sample.counts(scale, outside=outside))
        except OutsideError as refused:
            raise OutsideError(f"{name} has {refused}") from None
    if isinstance(sample, Counts):
        limits_of(scale), is_ignored(outside)  # refused also where they change nothing
        return tuple(sample)
    what = f"{name} must be an Accumulator or Counts, not {type(sample).__name__!r}"
    if hasattr(sample, "__iter__") and not isinstance(sample, (str, bytes, dict)) and not hasattr(sample, "read"):
        what += ": Accumulator(answers) counts a list or a column of answers"
    if hasattr(sample, "standard_error") or hasattr(sample, "read"):
        what += ": weighted answers have an interval() and a test() of their own, and compare() takes them"
    raise TypeError(what)


def answered(sample: Sample, name: str, scale: ScaleName = "0_10", outside: str = "raise") -> Numbers:
    """As counts_of(), with EmptyError for a sample without answers, which says what the sample has instead."""
    counts = counts_of(sample, name, scale, outside)
    if not any(counts):
        rest = sample._instead(sample.outside(scale)) if isinstance(sample, Accumulator) else ""
        raise EmptyError(f"{name} has no answers{rest}")
    return counts
