# SPDX-License-Identifier: MIT
"""Confidence levels as they are given."""

from __future__ import annotations

from math import ldexp
from reprlib import repr as short
from typing import SupportsFloat, Union

from .errors import LevelError

Real = Union[SupportsFloat, float]


def read_level(level: Real) -> float:
    """The level as a float; libnps refuses most of those that are none, here the likely ones are explained."""
    try:
        number = ldexp(level, 0)  # unlike float() it takes no text
    except TypeError:
        raise TypeError(f"a level is a number such as 0.95, not {short(level)}") from None
    if number > 1:
        example = f"{number / 100:g}, not {number:g}" if number < 100 else "0.95, not 95"
        raise LevelError(f"the level is not between 0 and 1: write {example}")
    return number
