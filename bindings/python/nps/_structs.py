# SPDX-License-Identifier: MIT
"""The structs of C as the dataclasses of this package, member by member."""

from __future__ import annotations

from dataclasses import fields
from typing import Any, Type, TypeVar

Struct = TypeVar("Struct")


def read_struct(kind: Type[Struct], read: Any) -> Struct:
    """A dataclass with the members of the same names that an object of the raw module has."""
    return kind(*[getattr(read, field.name) for field in fields(kind)])  # type: ignore[arg-type]
