# SPDX-License-Identifier: MIT
"""Keys of groups: texts and integers, and dates and booleans, which the raw module keeps as integers."""

from __future__ import annotations

from datetime import date
from typing import Any, Dict, Iterable, Iterator, NamedTuple, Optional, Type, Union

from . import _raw as raw
from ._calendar import date_of, read_any_day
from ._shown import short
from .errors import KeyTypeError

PlainKey = Union[str, int]
"""A text or an integer."""
Key = Union[str, int, date]
"""A text, an integer, a date or a boolean."""
KeyType = Union[Type[str], Type[int], Type[date]]

_NUMBERS: Dict[KeyType, int] = {
    str: raw.NPS_KEY_TEXT,
    int: raw.NPS_KEY_INTEGER,
    date: raw.NPS_KEY_INTEGER,
    bool: raw.NPS_KEY_INTEGER,
}


class ReadKey(NamedTuple):
    """A key as the raw module takes it."""

    kind: KeyType
    """str, int, date or bool."""
    plain: PlainKey
    """As plain_key() returns it."""


def check_key_type(key_type: Any) -> None:
    """Refuses what is no type of keys."""
    if not any(key_type is kind for kind in _NUMBERS):
        raise KeyTypeError(f"key_type must be str, int, datetime.date or bool, not {short(key_type)}")


def new_groups(key_type: KeyType, budget: int) -> Any:
    """A state of the raw module without groups."""
    return raw.nps_groups_create((_NUMBERS[key_type], budget))


def type_in(state: Any) -> KeyType:
    """str or int: the type of the keys of a state."""
    return str if raw.nps_groups_key_type(state) == raw.NPS_KEY_TEXT else int


def read_key(key: Any) -> ReadKey:
    """A key, and of what type it is."""
    if type(key) is str or type(key) is int:
        return ReadKey(type(key), key)
    kind = whole_kind(key)
    if kind is bool:
        return ReadKey(bool, int(bool(key)))
    if kind is date:
        day = read_any_day(key, "the key").number
        if day is None:
            raise KeyTypeError(f"keys are str, int, a date or a bool, not {short(key)}")
        return ReadKey(date, day)
    plain = plain_key(key)
    return ReadKey(type(plain), plain)


def plain_key(key: Any) -> PlainKey:
    """A text, or an integer or a whole number, as a plain str or int, whose methods no subclass overrides."""
    if type(key) is str or type(key) is int:
        return key
    return str.__str__(key) if raw.key_type_of(key) == raw.NPS_KEY_TEXT else raw.whole_of(key)


def shown_key(kind: Optional[KeyType], plain: Any) -> Key:
    """A key as its caller wrote it."""
    if kind is date:
        return date_of(plain)
    return bool(plain) if kind is bool else plain


def plain_keys(keys: Iterable[Any], kind: KeyType) -> Iterator[Any]:
    """Dates or booleans as integers, with None where there is none."""
    day = ""
    for row, key in enumerate(keys):
        if key is None or whole_kind(key) is not kind:
            if key is not None and key == key:
                raise KeyTypeError(f"key {row} is {short(key)}; keys are {name_of(kind)} here")
            yield None
        elif kind is bool:
            yield int(bool(key))
        else:
            read = read_any_day(key, f"key {row}")
            if read.kind and read.kind != (day := day or read.kind):
                raise KeyTypeError(f"key {row} is {read.kind}, and those before are {day}: pass one kind")
            yield read.number


def check_whole(state: Any, kind: KeyType) -> None:
    """Refuses integers of a state that are no days of the calendar, or no booleans."""
    if kind is date:
        lowest, highest, what = raw.NPS_DAY_MIN, raw.NPS_DAY_MAX, "a day in the years 1 to 9999"
    elif kind is bool:
        lowest, highest, what = 0, 1, "a boolean, 0 or 1"
    else:
        return
    for key in raw.groups_keys(state):
        if isinstance(key, str) or not lowest <= key <= highest:
            raise KeyTypeError(f"the key {short(key)} is not {what}")


def name_of(kind: KeyType) -> str:
    """The type of keys in messages."""
    return {date: "dates", bool: "bool"}.get(kind, kind.__name__)


def whole_kind(key: Any) -> Optional[KeyType]:
    """date or bool for a key that is one, which the raw module keeps as an integer."""
    if isinstance(key, bool):
        return bool
    if isinstance(key, date):
        return date
    if getattr(key, "shape", None) != () or type(key).__hash__ is None:  # an array of no dimensions is no key
        return None
    return {"b": bool, "M": date}.get(getattr(getattr(key, "dtype", None), "kind", ""))
