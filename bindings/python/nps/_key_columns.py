# SPDX-License-Identifier: MIT
"""Columns of keys that are whole numbers of another type than an integer: floats, booleans, dates and times."""

from __future__ import annotations

from datetime import date
from typing import Any, NamedTuple, Optional

from . import _raw as raw
from ._arrow import capsules_of, is_arrow, keys_of
from ._calendar import read_days
from ._columns import Column, integers_of, masked_integers_of, numbers_of_column
from ._group_keys import KeyType


class KeyColumn(NamedTuple):
    """A column of keys as the raw module takes it."""

    kind: KeyType
    """str, int, date or bool: what the keys are."""
    column: Any


def key_column_of(keys: Any, budget: int) -> Optional[KeyColumn]:
    """A column of texts, of integers, or of floats, days and booleans that the library reads as integers; None for keys
    that have to be iterated."""
    view = integers_of(keys)
    if view is not None:
        return KeyColumn(int, (view, None, ()))
    kind = getattr(getattr(keys, "dtype", None), "kind", None)
    if kind == "M" or (isinstance(keys, (list, tuple)) and keys and isinstance(keys[0], date)):
        return KeyColumn(date, _days(keys))
    if kind in ("i", "u"):
        masked = masked_integers_of(keys)
        return None if masked is None else KeyColumn(int, masked)
    if kind in ("f", "b") and getattr(keys, "ndim", 1) == 1:
        numbers = numbers_of_column(keys)
        return None if numbers is None else KeyColumn(bool if kind == "b" else int, numbers)
    return _arrow_column(keys, budget)


def kind_in_arrow(capsules: Any, child: Optional[str] = None) -> Optional[KeyType]:
    """date or bool for a column of Arrow, or of a data frame, that has them; None for others."""
    name = raw.arrow_format(capsules, child)
    return date if name.startswith(("td", "ts")) else bool if name == "b" else None


def _arrow_column(keys: Any, budget: int) -> Optional[KeyColumn]:
    key_type, capsules = keys_of(keys, budget)
    if key_type is not None:
        is_byte = getattr(getattr(keys, "type", None), "extension_name", None) == "arrow.bool8"
        return KeyColumn(bool if is_byte else kind_in_arrow(capsules) or key_type, capsules)
    if not is_arrow(keys) or not raw.arrow_format(capsules_of(keys), None).startswith("ts"):
        return None
    return KeyColumn(date, _days(keys))  # in a zone with rules, such as Europe/Paris


def _days(keys: Any) -> Column:
    """A column of days with a mask of those that are missing."""
    days, mask, codes = read_days(keys).column
    if any(code in days for code in codes):
        missing = bytes(day in codes or (mask is not None and bool(mask[row])) for row, day in enumerate(days))
        return days, memoryview(missing).cast("?"), ()
    return days, mask, ()
