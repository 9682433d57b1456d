# SPDX-License-Identifier: MIT
"""Columns of keys that are whole numbers of another type than an integer: floats, booleans, dates and times."""

from __future__ import annotations

from datetime import date
from typing import Any, Optional

from . import _raw as raw
from ._arrow import capsules_of, is_arrow
from ._calendar import read_days
from ._columns import Column, masked_integers_of, numbers_of_column
from .errors import KeyTypeError


def key_column_of(keys: Any) -> Optional[Column]:
    """A column of integers, or of floats that the library reads as such; None for keys that are read otherwise."""
    kind = getattr(getattr(keys, "dtype", None), "kind", None)
    if kind == "M" or (isinstance(keys, (list, tuple)) and keys and isinstance(keys[0], date)):
        return _without_missing(read_days(keys).column)
    if kind in ("i", "u"):
        return masked_integers_of(keys)
    return numbers_of_column(keys) if kind in ("f", "b") and getattr(keys, "ndim", 1) == 1 else None


def zoned_key_column(keys: Any) -> Optional[Column]:
    """The days of timestamps of Arrow in a zone with rules, such as Europe/Paris; None for other data."""
    if not is_arrow(keys) or not raw.arrow_format(capsules_of(keys), None).startswith("ts"):
        return None
    return _without_missing(read_days(keys).column)


def _without_missing(column: Column) -> Column:
    """A column of days, each of which must be there."""
    days, mask, codes = column
    for code in codes:
        if code in days:
            raise KeyTypeError(f"key {list(days).index(code)} is missing: a row without a day has no group")
    return days, mask, ()
