# SPDX-License-Identifier: MIT
"""Columns of the keys of a cube, counted without a copy where their library has them in a form that is read
directly."""

from __future__ import annotations

from array import array
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any, Callable, Dict, Iterable, NamedTuple, Optional, SupportsIndex, Tuple, Union

from . import _raw as raw
from ._arrow import capsules_of, is_arrow, keys_of, numbers_of_arrow, refuse_table
from ._calendar import read_any_day, read_days
from ._columns import Answers, Codes, bytes_of, column_of, integers_of, masked_integers_of, numbers_of_column
from ._ids import list_of
from ._shown import short
from .errors import KeyTypeError

Value = Union[str, SupportsIndex, date, bool, None]
"""A value of a key: a text, an integer, a day, a boolean, or None."""

_PLAIN = (str, int, bool, type(None))
_KINDS: Dict[type, str] = {str: "texts", int: "integers", bool: "booleans", tuple: "days"}
"""What the values of a key are, by their type as the raw module takes them."""


class CubeColumn(NamedTuple):
    """A column of values of a key."""

    column: Tuple[Any, ...]
    """As the raw module takes it."""
    length: Optional[int]
    """The number of values, where it is known."""
    decode: Optional[Callable[[int], Any]] = None
    """The value of an integer of the column, as the raw module takes it; None for a column of the values themselves."""


def read_cube_column(column: Any, name: str, budget: int) -> CubeColumn:
    """The values of a key: a column of NumPy, pandas, Polars or PyArrow, a buffer of integers, or any iterable."""
    if isinstance(column, (str, bytes, bytearray, set, frozenset, Mapping)):
        raise TypeError(f"the column {name!r} must be a column or a list, not {short(column)}")
    count = len(column) if hasattr(column, "__len__") else None
    kind = getattr(getattr(column, "dtype", None), "kind", None)
    if kind == "M":
        return _days(column, count)
    view = integers_of(column)
    read: Optional[Tuple[Any, ...]] = (view, None, ()) if view is not None else masked_integers_of(column)
    if read is None and kind in ("f", "b") and getattr(column, "ndim", 1) == 1:
        read = numbers_of_column(column)
        if read is not None and kind == "b":
            return CubeColumn(read, count, bool)
    if read is None and hasattr(getattr(column, "cat", None), "codes"):
        return _categories(column, name, count)
    if read is None:
        key_type, read = keys_of(column, budget)
        if key_type is None and is_arrow(column) and raw.arrow_format(capsules_of(column), None).startswith("ts"):
            return _days(column, count)  # in a zone with rules, such as Europe/Paris
        if key_type is None or read is None:
            return _listed(list_of(column), name)
    return CubeColumn(read, count)


def _days(column: Any, count: Optional[int]) -> CubeColumn:
    """Days as integers."""
    days, mask, missing = read_days(column).column
    return CubeColumn((days, mask, ()), count, lambda day: None if day in missing else (day,))


def _categories(column: Any, name: str, count: Optional[int]) -> CubeColumn:
    """Categories of pandas by their codes; a missing one is -1."""
    values = [read_cube_value(value, name) for value in list_of(column.cat.categories)]
    codes = column.cat.codes.to_numpy()
    return CubeColumn((codes, None, ()), count, lambda code: None if code < 0 else values[code])


def _listed(values: Iterable[Any], name: str) -> CubeColumn:
    """Any values, each numbered where it comes first."""
    given = listed = list(values)
    kinds = set(map(type, listed))
    if not kinds.issubset(_PLAIN):
        listed = [_value_of_row(value, name, row) for row, value in enumerate(given)]
        kinds = set(map(type, listed))
    if len(kinds - {type(None)}) > 1:
        first = next(type(value) for value in listed if value is not None)
        row = next(row for row, value in enumerate(listed) if type(value) is not first and value is not None)
        other = type(listed[row])
        alike = ", and True is not 1" if {first, other} == {bool, int} else ""
        both = f"{_KINDS[first]} and {_KINDS[other]}"
        raise KeyTypeError(f"the key {name!r} has {both}: row {row} is {short(given[row])}{alike}")
    numbers: Dict[Any, int] = {}
    codes = array("q", [numbers.setdefault(value, len(numbers)) for value in listed])
    return CubeColumn((memoryview(codes), None, ()), len(listed), list(numbers).__getitem__)


def _value_of_row(value: Any, name: str, row: int) -> Any:
    try:
        return read_cube_value(value, name)
    except KeyTypeError as refused:
        raise KeyTypeError(f"row {row}: {refused}") from None


def count_columns(state: Any, columns: Iterable[CubeColumn], answers: Answers, codes: Codes) -> None:
    """Counts answers in the cells of a new state."""
    keys: Any = tuple(column.column for column in columns)
    numbers = None
    try:
        numbers = numbers_of_arrow(answers)
        if numbers is not None:
            raw.cube_count_columns(state, keys, numbers, codes)
        elif is_arrow(answers):
            refuse_table(answers, capsules_of(answers))
            raw.cube_count_columns(state, keys, (bytes_of(answers, codes), None, ()), (raw.NPS_ANSWER_MISSING,))
        else:
            with column_of(answers, codes) as read:
                raw.cube_count_columns(state, keys, read, read[2])
    finally:
        del keys, numbers  # released while no exception is set, as in read_arrow()


def merge_decoded(state: Any, coded: Any, columns: Iterable[CubeColumn]) -> None:
    """Adds the cells of a state whose integers are those of columns, with the values that these stand for."""
    are_days = [kind == raw.NPS_CUBE_DAY for kind in raw.cube_types(coded)]
    decodes = [column.decode or ((lambda day: (day,)) if is_day else None) for column, is_day in zip(columns, are_days)]
    for place, cell in enumerate(raw.cube_cells(coded)):
        values = tuple(
            value if value is None or decode is None else decode(value) for value, decode in zip(cell, decodes)
        )
        raw.nps_cube_merge_cell(state, values, raw.cube_get(coded, place))


def read_cube_value(value: Any, name: str) -> Any:
    """A value as the raw module takes it: None, a str, an int, a bool, or a tuple of the number of a day."""
    if type(value) in _PLAIN:
        return value
    if isinstance(value, str):
        return str.__str__(value)
    kind = getattr(getattr(value, "dtype", None), "kind", None)
    if kind == "b":
        return bool(value)
    if isinstance(value, (date, datetime)) or kind == "M":
        day = read_any_day(value, f"the key {name!r}").number
        return None if day is None else (day,)
    if _is_missing(value):
        return None
    number = _whole(value)
    if number is None:
        raise KeyTypeError(
            f"the key {name!r} must be a str, an int or a whole number, a date, a bool or None, not {short(value)}"
        )
    return number


def _whole(value: Any) -> Any:
    """An integer; None for what is none."""
    try:
        return raw.whole_of(value)
    except TypeError:  # an array without dimensions whose number is none
        return None


def _is_missing(value: Any) -> bool:
    """Whether it is NaN, or pandas.NA, which is not equal to itself."""
    if type(value).__name__ in ("NAType", "NaTType"):
        return True
    return isinstance(value, float) and value != value
