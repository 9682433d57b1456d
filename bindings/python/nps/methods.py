# SPDX-License-Identifier: MIT
"""The statistical methods and alternatives by name."""

from __future__ import annotations

from itertools import count, takewhile
from typing import Dict, Tuple

from . import raw
from .errors import AlternativeError, MethodError

_UNKNOWN = raw.nps_method_string(-1)

METHODS: Tuple[str, ...] = tuple(takewhile(lambda name: name != _UNKNOWN, map(raw.nps_method_string, count())))
"""The names of all methods."""

_ALTERNATIVES: Dict[str, int] = {
    "two-sided": raw.NPS_TWO_SIDED,
    "greater": raw.NPS_GREATER,
    "less": raw.NPS_LESS,
}


_NO_ADJUSTMENT = raw.nps_adjustment_string(-1)

ADJUSTMENTS: Tuple[str, ...] = tuple(
    takewhile(lambda name: name != _NO_ADJUSTMENT, map(raw.nps_adjustment_string, count()))
)
"""The names of all adjustments of p-values."""


def _plain(name: str) -> str:
    return name.replace("_", " ").replace("-", " ")


_NUMBERS: Dict[str, int] = {_plain(name): number for number, name in enumerate(METHODS)}


def method_number(name: str) -> int:
    """The number of a method in C; words may be joined by a blank, "-" or "_"."""
    if not isinstance(name, str):
        raise TypeError(f"a method is a name, not {type(name).__name__!r}")
    if _plain(name) not in _NUMBERS:
        raise MethodError(f"there is no method {name!r}; there are {', '.join(METHODS)}")
    return _NUMBERS[_plain(name)]


def method_name(number: int) -> str:
    """The name of a method that C gave the number of."""
    return METHODS[number]


def alternative_number(name: str) -> int:
    """The number of an alternative in C."""
    if not isinstance(name, str):
        raise TypeError(f"an alternative is a name, not {type(name).__name__!r}")
    if name not in _ALTERNATIVES:
        raise AlternativeError(f"there is no alternative {name!r}; there are {', '.join(_ALTERNATIVES)}")
    return _ALTERNATIVES[name]


def adjustment_number(name: str) -> int:
    """The number of an adjustment in C; words may be joined by a blank, "-" or "_"."""
    if not isinstance(name, str):
        raise TypeError(f"an adjustment is a name, not {type(name).__name__!r}")
    plain = [_plain(adjustment) for adjustment in ADJUSTMENTS]
    if _plain(name) not in plain:
        raise MethodError(f"there is no adjustment {name!r}; there are {', '.join(ADJUSTMENTS)}")
    return plain.index(_plain(name))
