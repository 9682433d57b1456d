# SPDX-License-Identifier: MIT
"""Objects that can be added to another of their kind."""

from __future__ import annotations

from copy import copy
from typing import Any, Iterable, Tuple, Type, TypeVar

from . import _raw as raw
from ._columns import Codes
from ._encoded import Encoded
from .errors import CountUnderflowError

Self = TypeVar("Self", bound="Summed")
Rest = TypeVar("Rest", bound="Subtractable")
COUNTERS = (*(f"of the answer {answer}" for answer in range(raw.NPS_ANSWERS)), "missing", "invalid")


def refuse_part(parts: Iterable[Tuple[str, Any, Any]]) -> None:
    """CountUnderflowError for the first accumulator that is smaller than its part: a place, the whole and the part."""
    for where, there, taken in parts:
        lacking = there._lacking(taken)
        if lacking:
            raise CountUnderflowError(f"more would be taken away than there is in {where}: {lacking}") from None


def lacking_of(names: Iterable[str], there: Iterable[float], taken: Iterable[float]) -> str:
    """Which numbers of a part are larger than those of the whole."""
    compared = zip(names, there, taken)
    return ", ".join(f"{more} {name} of {less}" for name, less, more in compared if more > less)


class Summed(Encoded):
    """An object around a state of the raw module, with a + b made of a += b."""

    __slots__ = ()
    _codes: Codes
    _state: Any

    def _settings(self) -> Tuple[Any, ...]:
        return (self._codes,)

    @classmethod
    def _around(cls: Type[Self], state: Any, codes: Codes) -> Self:
        """An object around a state of the raw module, which belongs to the object from now on."""
        self = cls.__new__(cls)
        self._state = state
        self._codes = codes
        return self

    def __iadd__(self: Self, other: Any) -> Self:
        raise NotImplementedError

    def __add__(self: Self, other: Any) -> Self:
        """The sum of both, with the missing codes and the scale of the left one."""
        total = copy(self)
        return total.__iadd__(other)  # NotImplemented for an object of another kind


class Subtractable(Summed):
    """An object with a - b made of a -= b as well."""

    __slots__ = ()

    def __isub__(self: Rest, other: Any) -> Rest:
        raise NotImplementedError

    def __sub__(self: Rest, other: Any) -> Rest:
        """The answers without those of a part."""
        rest = copy(self)
        return rest.__isub__(other)
