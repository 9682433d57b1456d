# SPDX-License-Identifier: MIT
"""Figures and names as texts in a picture, and how wide they are."""

from __future__ import annotations

from typing import Dict, Optional
from unicodedata import combining, east_asian_width

from .._shown import points

_NARROW = 0.62
"""The mean width of a character, in sizes of the font; a digit of DejaVu Sans has 0.636."""
_WIDE = 1.0
"""The width of a Chinese character, likewise."""


def width_of(text: str) -> float:
    """About how wide a text is, in sizes of the font."""
    return sum(0.0 if combining(each) else _WIDE if east_asian_width(each) in "WF" else _NARROW for each in text)


def shortened(name: object, width: float) -> str:
    """A name in one line of at most a width, in sizes of the font: the middle of a longer one becomes "…".

    Names that begin alike often end differently, so that both ends are kept.
    """
    text = "".join(each if each.isprintable() else " " for each in str(name))
    if width_of(text) <= width:
        return text
    head, tail = "", ""
    room = width - _WIDE
    while True:
        from_head = width_of(head) <= 1.5 * width_of(tail)
        taken = text[len(head)] if from_head else text[-1 - len(tail)]
        if width_of(head + taken + tail) > room:
            return f"{head.rstrip()}…{tail.lstrip()}"
        head, tail = (head + taken, tail) if from_head else (head, taken + tail)


def interval_text(lower: float, upper: float, how: str = ".1f") -> str:
    """The bounds of an interval: in brackets, which every language reads alike."""
    return f"[{points(lower, how)}, {points(upper, how)}]"


def level_text(level: Optional[float], words: Dict[str, str]) -> str:
    """ "95 % confidence interval", or without the level if it is not known."""
    return words["interval"] if level is None else f"{100 * level:.10g} % {words['interval']}"


def titled(text: str) -> str:
    """A text with a capital."""
    return text[:1].upper() + text[1:]
