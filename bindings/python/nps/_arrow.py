# SPDX-License-Identifier: MIT
"""Columns and data frames of other libraries through the Arrow PyCapsule interface, without a copy."""

from __future__ import annotations

import re
from contextlib import contextmanager
from typing import Any, Callable, Iterable, Iterator, List, Match, Optional, Tuple

from . import _raw as raw
from .errors import ColumnError, NotFoundError

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


def only(data: Arrow, *names: str) -> Arrow:
    """The named columns of a data frame of pandas, whose others may be such that Arrow has no name for them."""
    if not hasattr(data, "iloc") or getattr(data, "ndim", 0) != 2:
        return data
    for name in names:
        if name not in data.columns:
            raise NotFoundError(f"no column is called {name!r}")
    return data[list(dict.fromkeys(names))]


def capsules_of(data: Arrow) -> Capsules:
    """What an object hands out: an array, or else a stream."""
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
    _refuse_booleans(column, [None])
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
def explaining_columns(data: Arrow, *names: Optional[str]) -> Iterator[None]:
    """Says which columns there are, and what is in one that is refused; `names` are those that were asked for."""
    _refuse_booleans(data, names)
    try:
        yield
    except NotFoundError as refused:
        there_are = ", ".join(map(repr, _column_names(data)))
        raise NotFoundError(f"{refused}; there are {there_are}" if there_are else str(refused)) from None
    except ColumnError as refused:
        if names == (None,) and 'got format "+s"' in str(refused):
            raise _table_refused(data) from None
        raise ColumnError(_FORMAT.sub(_in_words, str(refused))) from None


_FORMAT = re.compile(r'got format "([^"]*)"')
_IN_WORDS = {
    "n": "nulls only",
    "b": "booleans",
    "e": "half floats",
    "u": "texts",
    "U": "texts",
    "vu": "texts",
    "z": "bytes",
    "Z": "bytes",
    "vz": "bytes",
}
_TYPES_IN_WORDS = {"d": "decimals", "td": "dates", "tt": "times of day", "ts": "timestamps", "tD": "durations"}


def _in_words(found: Match[str]) -> str:
    """A format with its name: got format "u" (texts)."""
    name = _IN_WORDS.get(found[1]) or next(
        (words for start, words in _TYPES_IN_WORDS.items() if found[1].startswith(start)), ""
    )
    remedy = ": make numbers of them first" if name == "texts" else ""
    return f"{found[0]} ({name}){remedy}" if name else found[0]


def _column_names(data: Arrow) -> List[str]:
    """The names of the columns of a data frame, as far as it tells them."""
    for attribute in ("column_names", "columns"):
        names = getattr(data, attribute, None)
        if names is not None and not callable(names):
            return [name for name in names if isinstance(name, str)]
    return []


def _refuse_booleans(data: Arrow, names: Iterable[Optional[str]]) -> None:
    """ColumnError for booleans of one byte each, whose storage looks like integers."""
    for name in names:
        kind = getattr(data, "type", None) if name is None else _type_of(data, name)
        if getattr(kind, "extension_name", None) == "arrow.bool8":
            raise ColumnError('Arrow: expected integers or floating numbers, got booleans (extension "arrow.bool8")')


def _type_of(data: Arrow, name: str) -> Any:
    try:
        return data.schema.field(name).type
    except (AttributeError, LookupError, TypeError):
        return None  # no schema as pyarrow has it


def refuse_table(data: Arrow, capsules: Capsules) -> None:
    """ColumnError for a whole data frame where a column is expected."""
    if raw.arrow_format(capsules, None) == "+s":
        raise _table_refused(data)


def _table_refused(data: Arrow) -> ColumnError:
    return ColumnError(
        f"{type(data).__name__!r} is a table, not a column: hand it to add_arrow() with the names of its columns, "
        'survey.add_arrow(frame, "answer") or groups.add_arrow(frame, "shop", "answer")'
    )
