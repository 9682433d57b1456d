# SPDX-License-Identifier: MIT
"""Numbers as they are given: levels, shares and scores."""

from __future__ import annotations

from math import ldexp
from reprlib import repr as short
from typing import SupportsFloat, Union

from .errors import LevelError, PlanError, ReferenceScoreError

Real = Union[SupportsFloat, float]


def read_number(number: Real, name: str, example: str) -> float:
    """A number as a float; unlike float() it takes no text."""
    try:
        return ldexp(number, 0)
    except TypeError:
        raise TypeError(f"{name} is a number such as {example}, not {short(number)}") from None


def read_level(level: Real) -> float:
    """The level as a float."""
    number = read_number(level, "a level", "0.95")
    if number > 1:
        raise LevelError(f"the level is not between 0 and 1: write {_example(number, 0.95)}")
    if not 0 < number < 1:
        raise LevelError(f"the level is between 0 and 1, such as 0.95, not {number:g}")
    return number


def read_score(score: Real, name: str) -> float:
    """A score in points, such as a benchmark."""
    number = read_number(score, name, "36, in points")
    if not -100 <= number <= 100:
        raise ReferenceScoreError(f"{name} is from -100 to 100 points, not {number:g}")
    return number


def read_margin(margin: Real) -> float:
    """How large a difference of two scores does not matter, in points."""
    number = read_number(margin, "a margin", "5, in points")
    if not 0 < number <= 200:
        raise ReferenceScoreError(f"a margin is above 0 and at most 200 points, not {number:g}")
    return number


def read_share(share: Real, name: str, example: float) -> float:
    """A part of 1 that a plan starts from; libnps refuses the rest, here a percentage is explained."""
    number = read_number(share, name, f"{example:g}")
    if number > 1:
        raise PlanError(f"{name} is not between 0 and 1: write {_example(number, example)}")
    return number


def _example(percentage: float, usual: float) -> str:
    """How to write a percentage; the usual one for what is none."""
    shown = percentage if percentage < 100 else usual * 100
    return f"{shown / 100:g}, not {shown:g}"
