# SPDX-License-Identifier: MIT
"""The keys of segments as a caller names them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Iterable, List, Tuple

from ._shown import short

Keys = Any
"""The name of a column, a list of names, a column of values, or a mapping of names to columns; None for no key."""


def read_keys(frame: Any, by: Keys, taken: Iterable[str]) -> List[Tuple[str, Any]]:
    """The keys: the name of each and its column. The table has the columns `taken` itself."""
    reserved = frozenset(taken)
    if by is None:
        return []
    if isinstance(by, str):
        return [_named(by, by, reserved)]
    if isinstance(by, Mapping):
        return [_named(name, column, reserved) for name, column in by.items()]
    if frame is not None and isinstance(by, (list, tuple)) and all(isinstance(name, str) for name in by):
        if len(set(by)) != len(by):
            raise ValueError(f"a key is named twice: {', '.join(by)}")
        return [_named(name, name, reserved) for name in by]
    return [_named(getattr(by, "name", None) or "key", by, reserved)]


def _named(name: Any, column: Any, taken: Iterable[str]) -> Tuple[str, Any]:
    if not isinstance(name, str):
        raise TypeError(f"the name of a key must be a str, not {short(name)}")
    if name in taken:
        raise ValueError(
            f"the table has a column {name!r} of its own: name the key otherwise, as in "
            f"by={{'my_{name}': {short(column) if isinstance(column, str) else '...'}}}"
        )
    return name, column
