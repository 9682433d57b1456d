# SPDX-License-Identifier: MIT
"""Strata and clusters that have names: libnps knows numbers, which the names are hashed to."""

from __future__ import annotations

from array import array
from collections.abc import Mapping
from collections.abc import Set as AbstractSet
from hashlib import blake2b
from operator import index
from reprlib import repr as short
from typing import Any, Dict, List, Optional, SupportsIndex, Union

from ._tally import integers_of
from .errors import KeyTypeError

Id = Union[SupportsIndex, str]
"""An integer, or a text."""
Ids = Any
"""A buffer or a column of integers, a column of texts, or any iterable of either."""


def number_of(name: str) -> int:
    """The number of a name, from 0 to 2^63 - 1: the same everywhere, whatever was seen before."""
    return int.from_bytes(blake2b(name.encode("utf-8", "surrogatepass"), digest_size=8).digest(), "little") >> 1


class Names:
    """The names of the strata or of the clusters of a design; without any they are integers, or there were none yet."""

    __slots__ = ("_kind", "_numbers", "_thing", "_things")

    def __init__(self, thing: str, things: str, kind: Optional[type] = None, names: Any = ()) -> None:
        self._thing, self._things, self._kind = thing, things, kind
        self._numbers: Dict[int, str] = {number_of(name): name for name in names}

    def fresh(self) -> Names:
        """Names of the same kind without any, for ids that may turn out wrong."""
        return Names(self._thing, self._things, self._kind)

    def copy(self) -> Names:
        """A copy with the same names."""
        new = self.fresh()
        new._numbers.update(self._numbers)
        return new

    def pickled(self) -> Any:
        """What Names() can be made of."""
        return self._thing, self._things, self._kind, tuple(self._numbers.values())

    def read_one(self, name: Id) -> int:
        """The number of an id."""
        if not isinstance(name, str):
            try:
                number = index(name)
            except TypeError:
                raise KeyTypeError(f"a {self._thing} is an integer or a text, not {short(name)}") from None
            self._settle(int)
            return number
        self._settle(str)
        return self._learn(str.__str__(name))

    def read(self, ids: Ids) -> Any:
        """The numbers of many ids; a column of integers stays what it is."""
        if isinstance(ids, (str, bytes, bytearray, Mapping, AbstractSet)):
            raise KeyTypeError(f"{self._things} are one for each answer, not {short(ids)}")
        if integers_of(ids) is not None:
            self._settle(int)
            return ids
        listed = _listed(ids)
        if not any(isinstance(name, str) for name in listed):
            if listed:
                self._settle(int)
            return ids if hasattr(ids, "dtype") or hasattr(ids, "__arrow_c_array__") else listed
        self._settle(str)
        return array("q", self._learn_all(listed))

    def read_none(self) -> None:
        """Takes note of answers without an id, which have the number 0."""
        self._settle(int)

    def check(self, other: Names) -> None:
        """Whether another's names can be merged: of the same kind, and all told apart."""
        mixed = self.fresh()
        if other._kind is not None:
            mixed._settle(other._kind)
        for number, name in other._numbers.items():
            self._tell_apart(self._numbers.get(number, name), name)

    def merge(self, other: Names) -> None:
        """Adds names that check() has found no fault with."""
        self._kind = other._kind or self._kind
        self._numbers.update(other._numbers)

    def _settle(self, kind: type) -> None:
        if self._kind not in (None, kind):
            here = "integers here, or not given" if kind is str else "texts here"
            there = "texts" if kind is str else "integers"
            raise KeyTypeError(f"{self._things} are {here}, not {there}: give all of them the same kind")
        self._kind = kind

    def _learn(self, name: str) -> int:
        number = number_of(name)
        self._tell_apart(self._numbers.setdefault(number, name), name)
        return number

    def _tell_apart(self, known: str, name: str) -> None:
        if known != name:
            raise KeyTypeError(f"the {self._things} {short(known)} and {short(name)} have one hash: rename one of them")

    def _learn_all(self, listed: List[Any]) -> List[int]:
        numbers: Dict[str, int] = {}
        for row, name in enumerate(listed):
            if not isinstance(name, str):
                what = "missing" if name is None or name != name else short(name)
                raise KeyTypeError(f"the {self._thing} of row {row} is {what}, where others are texts")
            if name not in numbers:
                numbers[name] = self._learn(str.__str__(name))
        return [numbers[name] for name in listed]


def _listed(ids: Ids) -> List[Any]:
    """The ids as a list: columns of other libraries as they list their values."""
    for attribute in ("to_pylist", "to_list", "tolist"):
        if hasattr(ids, attribute):
            return list(getattr(ids, attribute)())
    return list(ids)
