# SPDX-License-Identifier: MIT
"""Columns and data frames of other libraries through the Arrow PyCapsule interface, without a copy."""

from __future__ import annotations

import re
from contextlib import contextmanager
from importlib import import_module
from typing import Any, Callable, Iterator, List, Optional, Tuple

from . import _raw as raw
from .errors import ColumnError, NotFoundError

Arrow = Any
"""An object with __arrow_c_array__ or __arrow_c_stream__: of PyArrow, Polars, DuckDB, or pandas from 2.2 on."""


Capsules = Tuple[Any, ...]
"""A schema and an array; a stream; or a stream of codes, and one of the values that they stand for."""

_TEXTS = frozenset(("u", "U", "vu", "z", "Z", "vz"))
_NUMBERS = frozenset("cCsSiIlLefg")
_LONG = 1 << 14
"""From this many rows on, to list the categories of Polars costs less than to have it make a dictionary of them."""
_WITH_RULES = re.compile(r"ts[smun]:(?!UTC$|Z$|Etc/UTC$|GMT$|[+-]\d\d:\d\d$).")
"""Timestamps in a zone whose offset from UTC changes, such as Europe/Paris."""


def is_arrow(data: Any) -> bool:
    """Whether a column is read through Arrow. A Series of pandas is read as the array that it holds."""
    has_interface = hasattr(data, "__arrow_c_array__") or hasattr(data, "__arrow_c_stream__")
    return has_interface and not hasattr(getattr(data, "dtype", None), "kind")


def read_arrow(
    data: Arrow, array_reader: Callable[..., Any], stream_reader: Callable[..., Any], state: Any, *options: Any
) -> None:
    """Passes the array of an object, or else its stream, to a function of the raw module."""
    capsules = capsules_of(data)
    try:
        reader = array_reader if hasattr(data, "__arrow_c_array__") else stream_reader
        reader(state, *capsules, *options)
    except BaseException:
        # Released while no exception is set, because producers may run Python code then.
        del capsules
        raise


def only(data: Arrow, *names: str) -> Arrow:
    """The named columns of a data frame of pandas. Arrow may have no type for the others."""
    if not hasattr(data, "iloc") or getattr(data, "ndim", 0) != 2:
        return data
    for name in names:
        if name not in data.columns:
            raise NotFoundError(f"no column is called {name!r}")
    return data[list(dict.fromkeys(names))]


def capsules_of(data: Arrow) -> Capsules:
    """The capsules of an array, or else of a stream."""
    data = without_wide(data)
    try:
        if hasattr(data, "__arrow_c_array__"):
            capsules = tuple(data.__arrow_c_array__())
            if len(capsules) != 2:
                raise TypeError(
                    f"expected a schema and an array from {type(data).__name__!r}, got {len(capsules)} objects"
                )
            return capsules
        if hasattr(data, "__arrow_c_stream__"):
            return (data.__arrow_c_stream__(),)
    except ImportError as absent:
        raise ImportError(
            f"{type(data).__name__!r} has its Arrow data made by another package, which cannot be imported ({absent}): "
            'install pyarrow, or hand over columns, as in update(frame["answer"])'
        ) from absent
    raise TypeError(f"expected Arrow data, which has __arrow_c_stream__, not {type(data).__name__!r}")


_MOST = 10**38 - 1
"""The largest number of a decimal of 128 bits."""


def without_wide(data: Any) -> Any:
    """Integers of 128 bits of Polars, for which Arrow has no type, as decimals. Those of 39 digits, which are neither
    answers nor keys, become the nearest one of 38, which is neither."""
    if hasattr(data, "get_columns") and any(map(_is_wide, data.dtypes)):
        wide = [column for column in data.get_columns() if _is_wide(column.dtype)]
        return data.with_columns(*map(without_wide, wide))
    if not _is_wide(getattr(data, "dtype", None)):
        return data
    least = 0 if str(data.dtype) == "UInt128" else -_MOST
    return data.clip(least, _MOST).cast(import_module("polars").Decimal(38, 0))


def _is_wide(dtype: Any) -> bool:
    return getattr(dtype, "__name__", type(dtype).__name__) in ("Int128", "UInt128")


def polars_categories(column: Any) -> Optional[Any]:
    """The categories of a column of Polars as texts in a Series, in which each is at the place of its code. None where
    there may be more of them than rows, and where Polars is too old to list them."""
    codes = column.to_physical()
    last = codes.max()
    if last is None or last >= len(column) or not hasattr(codes.cat, "to"):
        return None
    polars = import_module("polars")
    return polars.Series(range(last + 1), dtype=codes.dtype).cat.to(column.dtype).cast(polars.String)


def polars_codes(column: Any) -> Optional[Capsules]:
    """The codes and the categories of a long Categorical of Polars, which would hash every row to make a dictionary of
    them; None for other columns, such as an Enum, which has its dictionary, and where Polars is too old."""
    if type(getattr(column, "dtype", None)).__name__ != "Categorical" or len(column) < _LONG or "\0" in column.name:
        return None
    try:
        categories = polars_categories(column)
        if categories is None:
            return None
        parts = column.to_physical(), categories
        return tuple((part if part.n_chunks() == 1 else part.rechunk()).__arrow_c_stream__() for part in parts)
    except Exception:  # of a version of Polars that keeps them in another way
        return None


def polars_columns(data: Arrow, *names: str) -> Optional[Tuple[Capsules, ...]]:
    """Columns of keys of a data frame of Polars and one of numbers, if a key is read by codes; None for others, of which
    the stream of the whole frame is read, as its messages name the columns."""
    if not hasattr(data, "get_columns") or not all(isinstance(name, str) and name in data.columns for name in names):
        return None
    *keys, numbers = (data.get_column(name) for name in names)
    codes = [polars_codes(key) for key in keys]
    answers = numbers_of_arrow(numbers) if any(codes) else None
    return None if answers is None else (*(each or capsules_of(key) for each, key in zip(codes, keys)), answers)


def keys_of(column: Any, budget: int) -> Tuple[Optional[type], Optional[Capsules]]:
    """The type, str or int, and the capsules of a column of keys; None for keys that have to be iterated. With a budget
    of memory, a dictionary has no more values than the column."""
    codes = None if budget else polars_codes(column)
    if codes is not None:
        return str, codes
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
    if getattr(getattr(column, "type", None), "extension_name", None) == "arrow.bool8":
        raise ColumnError("Arrow: expected numbers as answers, got booleans: true is not the answer 1")
    capsules = capsules_of(column)
    refuse_table(column, capsules)
    name = raw.arrow_format(capsules, None)
    return capsules if name in _NUMBERS or name == "n" or name.startswith("d:") else None


def key_type_of(capsules: Capsules, child: Optional[str] = None) -> Optional[type]:
    """The type of the keys of a column, or of a column of a data frame; None for columns that have none.

    Booleans are 0 and 1, dates and times are days since 1970-01-01, and other numbers have to be whole.
    """
    name = raw.arrow_format(capsules, child)
    if name in _TEXTS:
        return str
    is_time = name.startswith("ts") and not _WITH_RULES.match(name)
    return int if name in _NUMBERS or name in ("b", "tdD", "tdm") or name.startswith("d:") or is_time else None


def _arrow_below(column: Any) -> Optional[Arrow]:
    """The Arrow data of a Series of pandas whose texts or categories are kept in Arrow; otherwise None."""
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
def explaining_columns(data: Arrow, *names: Optional[str]) -> Iterator[None]:
    """Says which columns there are; `names` are the columns asked for."""
    try:
        yield
    except NotFoundError as refused:
        there_are = ", ".join(map(repr, _column_names(data)))
        raise NotFoundError(f"{refused}; there are {there_are}" if there_are else str(refused)) from None
    except ColumnError as refused:
        if names == (None,) and 'got format "+s"' in str(refused):
            raise _table_refused(data) from None
        if "expected a struct" in str(refused):
            raise ColumnError(
                f"{type(data).__name__!r} is a column, not a data frame: update() counts columns, as in "
                "groups.update(shops, answers)"
            ) from None
        raise


def _column_names(data: Arrow) -> List[str]:
    """The names of the columns of a data frame; an empty list where they are not known."""
    for attribute in ("column_names", "columns"):
        names = getattr(data, attribute, None)
        if names is not None and not callable(names):
            return [name for name in names if isinstance(name, str)]
    return []


def refuse_table(data: Arrow, capsules: Capsules) -> None:
    """Raises ColumnError for a data frame where a column is expected."""
    if raw.arrow_format(capsules, None) == "+s":
        raise _table_refused(data)


def _table_refused(data: Arrow) -> ColumnError:
    return ColumnError(
        f"{type(data).__name__!r} is a table, not a column: hand it to add_arrow() with the names of its columns, "
        'survey.add_arrow(frame, "answer") or groups.add_arrow(frame, "shop", "answer")'
    )
