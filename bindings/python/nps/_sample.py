# SPDX-License-Identifier: MIT
"""What statistics are made of: accumulators and counts alike."""

from __future__ import annotations

from typing import Tuple, Union

from ._accumulator import Accumulator
from ._counts import Counts

Sample = Union[Accumulator, Counts]


def counts_of(sample: Sample) -> Tuple[int, ...]:
    """The counts of a sample as the raw module takes them; an accumulator is read on the standard scale."""
    if isinstance(sample, Accumulator):
        return tuple(sample.counts())
    if isinstance(sample, Counts):
        return tuple(sample)
    what = f"a sample is an Accumulator or Counts, not {type(sample).__name__!r}"
    if hasattr(sample, "standard_error") or hasattr(sample, "read"):
        what += ": weighted answers are compared by weighted_compare() and have an interval() and a test() of their own"
    raise TypeError(what)
