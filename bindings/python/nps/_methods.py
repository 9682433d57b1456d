# SPDX-License-Identifier: MIT
"""The statistical methods, alternatives and adjustments by name."""

from __future__ import annotations

import re
from typing import Dict, Iterable, Mapping, NoReturn, Tuple, Type

from . import _raw as raw
from ._documentation import Names
from ._error import NpsError
from ._shown import short
from .errors import AlternativeError, MethodError

METHODS = Names(raw.nps_method_string, "NPS_METHOD_", "The names of all methods")
ADJUSTMENTS = Names(raw.nps_adjustment_string, "NPS_ADJUST_", "The names of all adjustments of p-values")

_JOINTS = re.compile(r"[-_\s\u2010-\u2013]+")


def plain(name: str) -> str:
    """A name in the form in which names are compared: case, blanks, "-" and "_" make no difference."""
    return _JOINTS.sub(" ", name).strip().casefold()


def refused(what: str, name: str, known: Iterable[str], error: Type[NpsError]) -> NoReturn:
    """Raises the error for an unknown name."""
    raise error(f"there is no {what} {short(name)}; there are {', '.join(known)}")


def _numbered(names: Iterable[str]) -> Dict[str, int]:
    return {plain(name): number for number, name in enumerate(names)}


def _found(what: str, name: str, numbers: Mapping[str, int], example: str) -> int:
    """The number of a name, or -1 for one that is not known."""
    if not isinstance(name, str):
        raise TypeError(f"{what} must be a name, such as {example!r}, not {short(name)}")
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


_LONELY: Dict[int, str] = {
    raw.NPS_LONELY_ADJUST: "adjust",
    raw.NPS_LONELY_CERTAINTY: "certainty",
    raw.NPS_LONELY_AVERAGE: "average",
}
_DEGREES: Dict[int, str] = {raw.NPS_DEGREES_DESIGN: "design", raw.NPS_DEGREES_SATTERTHWAITE: "satterthwaite"}


def _rule_number(parameter: str, what: str, name: str, names: Dict[int, str]) -> int:
    number = _found(parameter, name, {plain(known): place for place, known in names.items()}, names[0])
    return number if number >= 0 else refused(what, name, names.values(), MethodError)


def lonely_number(name: str) -> int:
    """The number of a rule for lonely strata in C."""
    return _rule_number("lonely", "rule for lonely strata", name, _LONELY)


def degrees_number(name: str) -> int:
    """The number of a rule for degrees of freedom in C."""
    return _rule_number("degrees", "rule for degrees of freedom", name, _DEGREES)


def lonely_name(number: int) -> str:
    """The name of a rule for lonely strata."""
    return _LONELY[number]


def degrees_name(number: int) -> str:
    """The name of a rule for degrees of freedom."""
    return _DEGREES[number]


_GOALS: Dict[int, str] = {
    raw.NPS_PLAN_DIFFERENCE: "difference",
    raw.NPS_PLAN_NONINFERIORITY: "noninferiority",
    raw.NPS_PLAN_EQUIVALENCE: "equivalence",
}


_BOUNDARIES: Dict[int, str] = {
    raw.NPS_PLAN_POCOCK: "pocock",
    raw.NPS_PLAN_OBRIEN_FLEMING: "obrien-fleming",
}


def boundary_number(name: str) -> int:
    """The number of a boundary of looks in C."""
    return _rule_number("boundary", "boundary", name, _BOUNDARIES)


def goal_number(name: str) -> int:
    """The number of the goal of a plan in C."""
    return _rule_number("goal", "goal", name, _GOALS)


def method_number(name: str) -> int:
    """The number of a method in C."""
    number = _found("method", name, _METHODS, "auto")
    return number if number >= 0 else refused("method", name, METHODS, MethodError)


def method_name(number: int) -> str:
    """The name of a method by its number in C."""
    return METHODS[number]


def read_alternative(name: str) -> Tuple[int, str]:
    """The number of an alternative in C, and its name."""
    number = _found("alternative", name, _ALTERNATIVE_NUMBERS, "greater")
    if number < 0:
        refused("alternative", name, _ALTERNATIVES.values(), AlternativeError)
    return number, _ALTERNATIVES[number]


def adjustment_number(name: str) -> int:
    """The number of an adjustment in C; some names of statsmodels and of R are known too."""
    number = _found("adjustment", name, _ADJUSTMENTS, "holm")
    return number if number >= 0 else refused("adjustment", name, ADJUSTMENTS, MethodError)
