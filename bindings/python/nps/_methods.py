# SPDX-License-Identifier: MIT
"""The statistical methods, alternatives and adjustments by name."""

from __future__ import annotations

import re
from reprlib import repr as short
from typing import Dict, Iterable, Mapping, NoReturn, Tuple, Type

from . import _raw as raw
from ._documentation import Names
from ._error import NpsError
from .errors import AlternativeError, MethodError

METHODS = Names(raw.nps_method_string, "NPS_METHOD_", "The names of all methods")
ADJUSTMENTS = Names(raw.nps_adjustment_string, "NPS_ADJUST_", "The names of what p-values can be adjusted to promise")

_JOINTS = re.compile(r"[-_\s\u2010-\u2013]+")


def plain(name: str) -> str:
    """A name as names are compared: without regard to case, and words joined by a blank, "-" or "_"."""
    return _JOINTS.sub(" ", name).strip().casefold()


def refused(what: str, name: str, known: Iterable[str], error: Type[NpsError]) -> NoReturn:
    """Raises for a name that is not one of those known."""
    raise error(f"there is no {what} {short(name)}; there are {', '.join(known)}")


def _numbered(names: Iterable[str]) -> Dict[str, int]:
    return {plain(name): number for number, name in enumerate(names)}


def _found(what: str, article: str, name: str, numbers: Mapping[str, int]) -> int:
    """The number of a name, or -1 for one that is not known."""
    if not isinstance(name, str):
        raise TypeError(f"{article} {what} is a name, not {short(name)}")
    return numbers.get(plain(name), -1)


_METHODS = _numbered(METHODS)
_ADJUSTMENTS = _numbered(ADJUSTMENTS)
_ALIASES: Dict[str, str] = {
    "bh": "benjamini hochberg",
    "fdr bh": "benjamini hochberg",
    "by": "benjamini yekutieli",
    "fdr by": "benjamini yekutieli",
}
_ADJUSTMENTS.update({alias: _ADJUSTMENTS[name] for alias, name in _ALIASES.items()})
_ALTERNATIVES: Dict[int, str] = {
    raw.NPS_TWO_SIDED: "two-sided",
    raw.NPS_GREATER: "greater",
    raw.NPS_LESS: "less",
}
_ALTERNATIVE_NUMBERS: Dict[str, int] = {plain(name): number for number, name in _ALTERNATIVES.items()}


def method_number(name: str) -> int:
    """The number of a method in C."""
    number = _found("method", "a", name, _METHODS)
    return number if number >= 0 else refused("method", name, METHODS, MethodError)


def method_name(number: int) -> str:
    """The name of a method that C gave the number of."""
    return METHODS[number]


def read_alternative(name: str) -> Tuple[int, str]:
    """The number of an alternative in C, and its name."""
    number = _found("alternative", "an", name, _ALTERNATIVE_NUMBERS)
    if number < 0:
        refused("alternative", name, _ALTERNATIVES.values(), AlternativeError)
    return number, _ALTERNATIVES[number]


def adjustment_number(name: str) -> int:
    """The number of an adjustment in C; the names that statsmodels and R have for some are known too."""
    number = _found("adjustment", "an", name, _ADJUSTMENTS)
    return number if number >= 0 else refused("adjustment", name, ADJUSTMENTS, MethodError)
