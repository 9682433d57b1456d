# SPDX-License-Identifier: MIT
"""The statistical methods and alternatives by name."""

from __future__ import annotations

from typing import Dict

from . import _raw as raw
from ._documentation import Names
from .errors import AlternativeError, MethodError

METHODS = Names(raw.nps_method_string, "NPS_METHOD_", "The names of all methods")

_ALTERNATIVES: Dict[str, int] = {
    "two-sided": raw.NPS_TWO_SIDED,
    "greater": raw.NPS_GREATER,
    "less": raw.NPS_LESS,
}


ADJUSTMENTS = Names(raw.nps_adjustment_string, "NPS_ADJUST_", "The names of what p-values can be adjusted to promise")


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
