# SPDX-License-Identifier: MIT
"""How values appear in messages and in one line."""

from __future__ import annotations

from reprlib import Repr
from typing import Any, Callable, Dict, Mapping, Optional, Union

from ._error import NpsError


class _Short(Repr):
    """As reprlib, which raises for an int with more digits than Python converts, or from 3.14 on shows its address."""

    def repr_int(self, x: int, level: int) -> str:
        try:
            repr(x)
        except ValueError:
            return "a huge int"
        return super().repr_int(x, level)


_SHORT = _Short()

_FORMATS: Dict[str, str] = {
    "score": ".1f",
    "score_before": ".1f",
    "score_after": ".1f",
    "pooled": ".1f",
    "pooled_lower": ".1f",
    "pooled_upper": ".1f",
    "lower": ".1f",
    "upper": ".1f",
    "difference": "+.1f",
    "p_value": ".4f",
    "adjusted": ".4f",
}
"""The formats of floats by column; other columns have four digits."""


def short(value: object) -> str:
    """The repr of a value, shortened for a message."""
    return _SHORT.repr(value)


def without_middle(text: str, room: float, width_of: Callable[[str], float]) -> str:
    """A text that is too wide, with "…" in its middle; what is left of it has at most the width `room`.

    Names that begin alike often end differently, so that both ends are kept.
    """
    head, tail = "", ""
    while True:
        from_head = width_of(head) <= 1.5 * width_of(tail)
        taken = text[len(head)] if from_head else text[-1 - len(tail)]
        if width_of(head + taken + tail) > room:
            return f"{head.rstrip()}…{tail.lstrip()}"
        head, tail = (head + taken, tail) if from_head else (head, taken + tail)


def points(number: float, how: str = ".3f") -> str:
    """A number in a format; never minus zero."""
    text = format(number, how)
    return text if any(digit in "123456789infa" for digit in text) else format(0.0, how)


def numbered(number: Union[int, float], name: str) -> str:
    """A number of things: "1 answer", "2 answers"."""
    return f"{number} {name}" if number == 1 else f"{number} {name}s"


def shown(self: Any, answers: int, others: Mapping[str, int]) -> str:
    """The repr of an object with answers: their number, the score, and each of the `others` that is not 0."""
    parts = [numbered(answers, "answer")]
    try:
        parts.append(f"score {self.score:.2f}")
    except NpsError:
        pass  # without answers there is no score
    parts += [f"{number} {name}" for name, number in others.items() if number]
    return f"<nps.{type(self).__name__}: {', '.join(parts)}>"


def cell(column: str, value: Any, decimals: Optional[int] = None) -> str:
    """A value of a column of a table as a text; without `decimals` in the usual format of the column."""
    if value is None:
        return "-"
    if not isinstance(value, float):
        return str(value)
    if decimals is not None:
        return points(value, f".{decimals}f")
    if column in ("p_value", "adjusted") and value < 0.0001:
        return "<0.0001"
    return points(value, _FORMATS.get(column, ".4g"))
