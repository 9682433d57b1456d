# SPDX-License-Identifier: MIT
"""Checks the numbers that a caller passes: levels, scores, shares and counts."""

from __future__ import annotations

from operator import index
from typing import SupportsFloat, SupportsIndex, Union

from . import _raw as raw
from ._shown import short
from .errors import LevelError, PlanError, ReferenceScoreError

Real = Union[SupportsFloat, float]

_IN_POINTS = "a number of points, such as"


def read_number(number: Real, name: str, expected: str = "a number") -> float:
    """A number as a float. Unlike float() it refuses texts, booleans, complex numbers and dates."""
    if type(number) is float:
        return number
    if getattr(number, "shape", None) == () and hasattr(number, "item"):
        number = number.item()  # NumPy's numbers and arrays without dimensions
    try:
        (read,) = memoryview(raw.numbers_bytes((number,), name, True)).cast("d")
    except TypeError:
        raise TypeError(f"{name} must be {expected}, not {short(number)}") from None
    except OverflowError:
        raise OverflowError(f"{name} must be {expected}; {short(number)} is too large for a float") from None
    return float(read)


def read_count(count: SupportsIndex, name: str, things: str) -> int:
    """A whole number of things, from 0 to 2^64 - 1."""
    number = read_integer(count, name, f"a whole number of {things}")
    if not 0 <= number < 2**64:
        raise OverflowError(f"{name} must be a whole number of {things} from 0 to 2^64 - 1, not {short(number)}")
    return number


def read_integer(number: SupportsIndex, name: str, expected: str) -> int:
    """An integer of any size. Booleans are refused: they count as 0 and 1 by accident only."""
    try:
        if not isinstance(number, bool):
            return index(number)
    except TypeError:
        pass
    raise TypeError(f"{name} must be {expected}, not {short(number)}")


def read_level(level: Real) -> float:
    """A confidence level."""
    number = read_number(level, "level", "a number such as 0.95")
    if 1 < number < 100:
        raise LevelError(f"level must be between 0 and 1: write {_as_fraction(number)}")
    if not 0 < number < 1:
        raise LevelError(f"level must be between 0 and 1, such as 0.95, not {shown(number)}")
    return number


def read_score(score: Real, name: str) -> float:
    """A score in points, such as a benchmark."""
    number = read_number(score, name, f"{_IN_POINTS} 36")
    if not -100 <= number <= 100:
        raise ReferenceScoreError(f"{name} must be from -100 to 100 points, not {shown(number)}")
    return number


def shown(number: float) -> str:
    """A number in a message: short, but with all digits where few would hide what is wrong with it."""
    few = f"{number:g}"
    return few if abs(float(few) - number) <= 1e-9 * abs(number) else repr(number)


def read_margin(margin: Real) -> float:
    """The margin of a non-inferiority or equivalence test, in points."""
    number = read_number(margin, "margin", f"{_IN_POINTS} 5")
    if not 0 < number <= 200:
        raise ReferenceScoreError(f"margin must be above 0 and at most 200 points, not {shown(number)}")
    return number


def read_points(points: Real, name: str, example: str) -> float:
    """A number of points of any size; the caller checks its range."""
    return read_number(points, name, f"{_IN_POINTS} {example}")


def read_share(share: Real, name: str, example: float) -> float:
    """A probability or a rate; the caller checks its range. The error for a percentage says how to write it."""
    number = read_number(share, name, f"a number such as {example:g}")
    if 1 < number < 100:
        raise PlanError(f"{name} must be between 0 and 1: write {_as_fraction(number)}")
    if number > 1:
        raise PlanError(f"{name} must be between 0 and 1, such as {example:g}, not {shown(number)}")
    return number


def _as_fraction(percentage: float) -> str:
    """How to write a percentage as a fraction: "0.95, not 95"."""
    return f"{shown(percentage / 100)}, not {shown(percentage)}"
