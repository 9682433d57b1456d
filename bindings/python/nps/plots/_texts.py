# SPDX-License-Identifier: MIT
"""Figures and names as texts in a picture, and how wide they are."""

from __future__ import annotations

from typing import Dict, Optional
from unicodedata import combining, east_asian_width

from .._shown import points, without_middle

_NARROW = 0.65
"""The mean width of a character, in sizes of the font; a digit of DejaVu Sans has 0.636."""
_THIN = 0.37
"""The width of a point, a blank, a bracket and the like, likewise."""
_WIDE = 1.0
"""The width of a Chinese character, likewise."""


def width_of(text: str) -> float:
    """About how wide a text is, in sizes of the font: that of its widest line."""
    return max(sum(map(_width, line)) for line in text.split("\n"))


def _width(character: str) -> float:
    if combining(character):
        return 0.0
    if east_asian_width(character) in "WF":
        return _WIDE
    return _THIN if character in " .,:;|!'()[]ijltf-" else _NARROW


def shortened(name: object, width: float) -> str:
    """A name in one line of at most a width, in sizes of the font: the middle of a longer one becomes "…"."""
    text = "".join(each if each.isprintable() else " " for each in str(name))
    return text if width_of(text) <= width else without_middle(text, width - _WIDE, width_of)


def in_two_lines(text: str, longest: int = 12) -> str:
    """A heading that is longer, broken at the blank that is nearest to its middle."""
    blanks = [place for place, each in enumerate(text) if each == " "]
    if len(text) <= longest or not blanks:
        return text
    middle = min(blanks, key=lambda place: abs(place - len(text) / 2))
    return f"{text[:middle]}\n{text[middle + 1 :]}"


def interval_text(lower: float, upper: float, how: str = ".1f") -> str:
    """The bounds of an interval: in brackets, which every language reads alike."""
    return f"[{points(lower, how)}, {points(upper, how)}]"


def level_text(level: Optional[float], words: Dict[str, str]) -> str:
    """ "95 % confidence interval", or without the level if it is not known."""
    return words["interval"] if level is None else f"{100 * level:.10g} % {words['interval']}"


def titled(text: str) -> str:
    """A text with a capital."""
    return text[:1].upper() + text[1:]
