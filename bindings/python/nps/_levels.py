# SPDX-License-Identifier: MIT
"""Confidence levels as they are given."""

from __future__ import annotations

from math import ldexp
from reprlib import repr as short
from typing import SupportsFloat, Union

from .errors import LevelError, PlanError

Real = Union[SupportsFloat, float]


def read_level(level: Real) -> float:
    """The level as a float; libnps refuses most of those that are none, here the likely ones are explained."""
    try:
        number = ldexp(level, 0)  # unlike float() it takes no text
    except TypeError:
        raise TypeError(f"a level is a number such as 0.95, not {short(level)}") from None
    if number > 1:
        raise LevelError(f"the level is not between 0 and 1: write {_example(number, 0.95)}")
    return number


def read_share(share: Real, name: str, example: float) -> Real:
    """A part of 1 that a plan starts from; libnps refuses the rest, here a percentage is explained."""
    try:
        number = ldexp(share, 0)
    except TypeError:
        raise TypeError(f"{name} is a number such as {example:g}, not {short(share)}") from None
    if number > 1:
        raise PlanError(f"{name} is not between 0 and 1: write {_example(number, example)}")
    return number


def _example(percentage: float, usual: float) -> str:
    """How to write a percentage; the usual one for what is none."""
    shown = percentage if percentage < 100 else usual * 100
    return f"{shown / 100:g}, not {shown:g}"
