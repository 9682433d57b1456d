# SPDX-License-Identifier: MIT
"""What holds a state of the raw module and can be added to another of its kind."""

from __future__ import annotations

from copy import copy
from typing import Any, Type, TypeVar

from ._tally import Codes

Self = TypeVar("Self", bound="Summed")
Rest = TypeVar("Rest", bound="Subtractable")


class Summed:
    """a + b from a += b."""

    __slots__ = ()
    _codes: Codes
    _state: Any

    @classmethod
    def _around(cls: Type[Self], state: Any, codes: Codes) -> Self:
        """One around a state of the raw module, which it takes over."""
        self = cls.__new__(cls)
        self._state = state
        self._codes = codes
        return self

    def __iadd__(self: Self, other: Any) -> Self:
        raise NotImplementedError

    def __add__(self: Self, other: Any) -> Self:
        """Both together, with what was declared for the left: its missing codes, its scale."""
        total = copy(self)
        return total.__iadd__(other)  # which is NotImplemented for what cannot be added


class Subtractable(Summed):
    """And a - b from a -= b."""

    __slots__ = ()

    def __isub__(self: Rest, other: Any) -> Rest:
        raise NotImplementedError

    def __sub__(self: Rest, other: Any) -> Rest:
        """What is left without a part."""
        rest = copy(self)
        return rest.__isub__(other)
