# SPDX-License-Identifier: MIT
"""Columns and data frames of other libraries through the Arrow PyCapsule interface, without a copy."""

from __future__ import annotations

from contextlib import contextmanager
from typing import Any, Callable, Iterator, Optional, Tuple

from . import _raw as raw
from .errors import ColumnError

Arrow = Any
"""Whatever has __arrow_c_array__ or __arrow_c_stream__: pyarrow, Polars, DuckDB, pandas from 2.2 on."""


Capsules = Tuple[Any, ...]
"""A schema and an array, or a stream."""

_TEXTS = frozenset(("u", "U", "vu"))
_INTEGERS = frozenset("cCsSiIlL")
_NUMBERS = _INTEGERS | frozenset("fg")


def is_arrow(data: Any) -> bool:
    """Whether a column is best read through Arrow; what lies below a pandas Series is better read as an array."""
    has_interface = hasattr(data, "__arrow_c_array__") or hasattr(data, "__arrow_c_stream__")
    return has_interface and not hasattr(getattr(data, "dtype", None), "kind")


def read_arrow(
    data: Arrow, array_reader: Callable[..., Any], stream_reader: Callable[..., Any], state: Any, *options: Any
) -> None:
    """Has a function of the raw module count what an object hands out: an array, or else a stream."""
    capsules = capsules_of(data)
    try:
        reader = array_reader if hasattr(data, "__arrow_c_array__") else stream_reader
        reader(state, *capsules, *options)
    except BaseException:
        # Dropped while no exception is pending: producers may run Python when they are released.
        del capsules
        raise


def capsules_of(data: Arrow) -> Capsules:
    """What an object hands out: an array, or else a stream."""
    if hasattr(data, "__arrow_c_array__"):
        capsules = tuple(data.__arrow_c_array__())
        if len(capsules) != 2:
            raise TypeError(f"expected a schema and an array from {type(data).__name__!r}, got {len(capsules)} objects")
        return capsules
    if hasattr(data, "__arrow_c_stream__"):
        return (data.__arrow_c_stream__(),)
    raise TypeError(f"expected Arrow data, which has __arrow_c_stream__, not {type(data).__name__!r}")


def keys_of(column: Any) -> Tuple[Optional[type], Optional[Capsules]]:
    """The type and the capsules of a column of keys, str or int; None for what is to be iterated."""
    data = column if is_arrow(column) else _arrow_below(column)
    if data is None:
        return None, None
    capsules = capsules_of(data)
    refuse_table(column, capsules)
    key_type = key_type_of(capsules)
    return key_type, None if key_type is None else capsules


def numbers_of_arrow(column: Any) -> Optional[Capsules]:
    """The capsules of a column of numbers, or None."""
    if not is_arrow(column):
        return None
    capsules = capsules_of(column)
    refuse_table(column, capsules)
    return capsules if raw.arrow_format(capsules, None) in _NUMBERS else None


def key_type_of(capsules: Capsules, child: Optional[str] = None) -> Optional[type]:
    """What the keys are in a column, or in one of a data frame; None for neither texts nor integers."""
    name = raw.arrow_format(capsules, child)
    return str if name in _TEXTS else int if name in _INTEGERS else None


def _arrow_below(column: Any) -> Optional[Arrow]:
    """The Arrow data of a Series of pandas that has its texts, or those that its categories are, in Arrow; or None."""
    dtype = getattr(column, "dtype", None)
    if _is_kept_in_arrow(dtype) and hasattr(getattr(column, "array", None), "__arrow_array__"):
        return column.array.__arrow_array__()
    categories = getattr(dtype, "categories", None)
    if _is_kept_in_arrow(getattr(categories, "dtype", None)) and hasattr(column, "__arrow_c_stream__"):
        return column
    return None


def _is_kept_in_arrow(dtype: Any) -> bool:
    return getattr(dtype, "storage", None) == "pyarrow" or hasattr(dtype, "pyarrow_dtype")


@contextmanager
def explaining_tables(data: Arrow, child: Optional[str]) -> Iterator[None]:
    """Tells who gave a whole data frame where a column is expected how to name one."""
    try:
        yield
    except ColumnError as refused:
        if child is not None or 'got format "+s"' not in str(refused):
            raise
        raise _table_refused(data) from None


def refuse_table(data: Arrow, capsules: Capsules) -> None:
    """ColumnError for a whole data frame where a column is expected."""
    if raw.arrow_format(capsules, None) == "+s":
        raise _table_refused(data)


def _table_refused(data: Arrow) -> ColumnError:
    return ColumnError(
        f"{type(data).__name__!r} is a table, not a column: hand it to add_arrow() with the names of its columns, "
        'survey.add_arrow(frame, "answer") or groups.add_arrow(frame, "shop", "answer")'
    )
