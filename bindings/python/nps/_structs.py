# SPDX-License-Identifier: MIT
"""The structs of C as the dataclasses of this package, member by member."""

from __future__ import annotations

from typing import Any, Type, TypeVar

from ._methods import method_name
from ._results import Comparison

Struct = TypeVar("Struct")


def read_struct(kind: Type[Struct], read: Any) -> Struct:
    """A dataclass whose fields are the members of the same names of an object of the raw module."""
    return kind(*[getattr(read, name) for name in kind.__dataclass_fields__])  # type: ignore[attr-defined]


def read_comparison(read: Any) -> Comparison:
    """A Comparison made of the struct of the raw module."""
    return _comparison(read, read.bounds)


def read_comparison_of_bounds(read: Any) -> Comparison:
    """A Comparison made of a struct of the raw module that has the bounds as members."""
    return _comparison(read, read)


def _comparison(read: Any, bounds: Any) -> Comparison:
    return Comparison(read.difference, bounds.lower, bounds.upper, read.p_value, method_name(read.method))
