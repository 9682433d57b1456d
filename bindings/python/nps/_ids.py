# SPDX-License-Identifier: MIT
"""Strata and clusters with names, which are hashed to the numbers that libnps takes."""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Mapping, Set as AbstractSet
from hashlib import blake2b
from importlib import import_module
from operator import index
from typing import Any, Dict, List, Optional, SupportsIndex, Union

from ._arrow import is_arrow
from ._columns import integers_of
from ._shown import short
from .errors import KeyTypeError

Id = Union[SupportsIndex, str]
"""An integer, or a text."""
Ids = Any
"""A buffer or a column of integers, a column of texts, or any iterable of either."""


LISTS = "to_pylist", "to_list", "tolist"
"""The methods of columns of other libraries that return a list."""


def number_of(name: str) -> int:
    """The number of a name, from 0 to 2^63 - 1. It depends on the name alone."""
    return int.from_bytes(blake2b(name.encode("utf-8", "surrogatepass"), digest_size=8).digest(), "little") >> 1


class Names:
    """The names of the strata or of the clusters of a design. Empty for integers, and before the first answer."""

    __slots__ = ("_kind", "_numbers", "_thing", "_things")

    def __init__(self, thing: str, things: str, kind: Optional[type] = None, names: Any = ()) -> None:
        self._thing, self._things, self._kind = thing, things, kind
        self._numbers: Dict[int, str] = {number_of(name): name for name in names}

    def fresh(self) -> Names:
        """An empty object of the same kind, for ids that may be refused."""
        return Names(self._thing, self._things, self._kind)

    def copy(self) -> Names:
        """A copy with the same names."""
        new = self.fresh()
        new._numbers.update(self._numbers)
        return new

    def pickled(self) -> Any:
        """The arguments of Names() for a copy."""
        return self._thing, self._things, self._kind, tuple(self._numbers.values())

    def read_one(self, name: Id) -> int:
        """The number of an id."""
        if not isinstance(name, str):
            try:
                number = index(name)
            except TypeError:
                raise KeyTypeError(f"{self._thing} must be an integer or a text, not {short(name)}") from None
            self._settle(int)
            return number
        self._settle(str)
        return self._learn(str.__str__(name))

    def read(self, ids: Ids) -> Any:
        """The numbers of many ids; a column of integers is returned unchanged."""
        is_refused = isinstance(ids, (str, bytes, bytearray, Mapping, AbstractSet))
        if is_refused or not (is_arrow(ids) or any(hasattr(ids, name) for name in (*LISTS, "__iter__", "__getitem__"))):
            raise KeyTypeError(f"{self._things} must be an iterable with one for each answer, not {short(ids)}")
        if integers_of(ids) is not None:
            self._settle(int)
            return ids
        listed = list_of(ids)
        if not any(isinstance(name, str) for name in listed):
            if listed:
                self._settle(int)
            return ids if hasattr(ids, "dtype") or (is_arrow(ids) and hasattr(ids, "__iter__")) else listed
        self._settle(str)
        return array("q", self._learn_all(listed))

    def read_none(self) -> None:
        """Records that answers have no id; their number is 0."""
        self._settle(int)

    def check(self, other: Names) -> None:
        """Raises KeyTypeError if the names of another cannot be merged: of another kind, or with the same hash."""
        mixed = self.fresh()
        if other._kind is not None:
            mixed._settle(other._kind)
        for number, name in other._numbers.items():
            self._tell_apart(self._numbers.get(number, name), name)

    def merge(self, other: Names) -> None:
        """Adds names that check() has accepted."""
        self._kind = other._kind or self._kind
        self._numbers.update(other._numbers)

    def numbers(self) -> Iterable[int]:
        """The numbers of all names that are texts."""
        return self._numbers.keys()

    def texts_without(self, numbers: Iterable[int]) -> List[str]:
        """The names that are texts and have none of these numbers."""
        return [name for number, name in self._numbers.items() if number not in numbers]

    def name_of(self, number: int) -> Id:
        """The name with a number; the number itself where names are integers."""
        return self._numbers.get(number, number)

    def _settle(self, kind: type) -> None:
        if self._kind not in (None, kind):
            here = "integers here, or were not given" if kind is str else "texts here"
            there = "texts" if kind is str else "integers"
            raise KeyTypeError(f"{self._things} are {here}, not {there}: all must be of the same kind")
        self._kind = kind

    def _learn(self, name: str) -> int:
        number = number_of(name)
        self._tell_apart(self._numbers.setdefault(number, name), name)
        return number

    def _tell_apart(self, known: str, name: str) -> None:
        if known != name:
            names = f"{short(known)} and {short(name)}"
            raise KeyTypeError(f"the {self._things} {names} have the same hash: rename one of them")

    def _learn_all(self, listed: List[Any]) -> List[int]:
        numbers: Dict[str, int] = {}
        for row, name in enumerate(listed):
            if not isinstance(name, str):
                what = "missing" if name is None or name != name else short(name)
                raise KeyTypeError(f"the {self._thing} of row {row} is {what}, where others are texts")
            if name not in numbers:
                numbers[name] = self._learn(str.__str__(name))
        return [numbers[name] for name in listed]


def list_of(ids: Ids) -> List[Any]:
    """The ids as a list; columns of other libraries are converted by their own methods."""
    for attribute in LISTS:
        if hasattr(ids, attribute):
            return list(getattr(ids, attribute)())
    return list(ids) if hasattr(ids, "__iter__") or not is_arrow(ids) else _read_arrow(ids)


def _read_arrow(ids: Ids) -> List[Any]:
    """The ids of a column of Arrow whose library has no lists."""
    name = "array" if hasattr(ids, "__arrow_c_array__") else "chunked_array"
    for library, name in (("pyarrow", name), ("polars", "Series")):
        try:
            read = getattr(import_module(library), name)(ids)
        except ImportError:
            continue
        return list_of(read)
    raise ImportError(f"the ids in {type(ids).__name__!r} need pyarrow or polars, and neither is installed")
