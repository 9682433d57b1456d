# SPDX-License-Identifier: MIT
"""Answers, weights and other columns as the raw module takes them.

Answers are counted into a new state, which the caller merges when all of them were read.
"""

from __future__ import annotations

import sys
from array import array
from collections.abc import Mapping, Set as AbstractSet
from contextlib import contextmanager
from typing import Any, Callable, Iterable, Iterator, Optional, SupportsFloat, SupportsIndex, Tuple, Union

from . import _raw as raw
from ._arrow import without_wide
from ._counts import Counts
from ._numbers import read_integer
from ._shown import short
from .errors import KeyTypeError

Answer = Union[SupportsIndex, SupportsFloat, None]
"""A number: int, float, Decimal, Fraction or one of NumPy's. None and NaN are missing."""
Answers = Union[bytes, bytearray, memoryview, Iterable[Any]]
"""A buffer of numbers, or an iterable of Answer."""
Codes = Tuple[int, ...]
Column = Tuple[Any, Any, Codes]
"""Values, the mask of missing ones or None, and the missing codes, as the raw module takes them."""

_INTEGERS = tuple("bBhHiIlLqQnN")
"""The formats of buffers of integers, without the byte order."""


def read_codes(missing_codes: Iterable[SupportsIndex], name: str = "missing_codes") -> Codes:
    """The missing codes as the raw module takes them."""
    if isinstance(missing_codes, (str, bytes, bytearray)) or not hasattr(missing_codes, "__iter__"):
        raise TypeError(f"{name} must be integers in a list, such as [99], not {short(missing_codes)}")
    return tuple(_read_code(code, name) for code in missing_codes)


def _read_code(code: SupportsIndex, name: str) -> int:
    number = read_integer(code, f"each of {name}", "an integer")
    if not -(2**63) <= number < 2**63:
        raise OverflowError(f"each of {name} must be from -2^63 to 2^63 - 1, not {short(number)}")
    return number


_PLAIN = (bytes, bytearray, memoryview, array)
REFUSED = (TypeError, ValueError, BufferError)
"""The exceptions for a plain buffer that holds no numbers."""


def is_plain(data: Any) -> bool:
    """Whether it is certainly a buffer. Subclasses may override what a buffer does, so they are not plain."""
    kind = type(data)
    return kind in _PLAIN or (kind.__name__ == "ndarray" and kind.__module__ == "numpy")


def numbers_in(words: bytes) -> Tuple[int, ...]:
    """The counts in the words of a state."""
    return tuple(memoryview(words).cast("Q"))


def count_one(answer: Answer, times: SupportsIndex, codes: Codes) -> Any:
    """A new state that has counted one answer, a number of times."""
    state = raw.nps_accumulator()
    raw.accumulator_count(state, answer, times, codes)
    return state


def place_of(answer: Answer, codes: Codes) -> Optional[int]:
    """One of 0 to 10, -1 for an invalid answer, None for a missing one."""
    *answers, missing, _ = numbers_in(count_one(answer, 1, codes).words())
    if missing:
        return None
    return answers.index(1) if 1 in answers else -1


def count_all(answers: Answers, codes: Codes, into: Callable[[], Any]) -> None:
    """Counts many answers into the state that `into` returns once all of them have been read."""
    values, mask, view = _opened(answers, "answers")
    if view is None:
        counted = raw.nps_accumulator()
        raw.accumulator_count_all(counted, values, codes)
        raw.nps_accumulator_merge(into(), counted)
    else:
        with view:
            raw.nps_accumulator_add_column(into(), (view, mask, codes))


@contextmanager
def column_of(answers: Answers, codes: Codes) -> Iterator[Column]:
    """Many answers as a column; those that are not in a buffer are read into one."""
    values, mask, view = _opened(answers, "answers")
    if view is None:
        yield raw.answers_bytes(values, codes), None, (raw.NPS_ANSWER_MISSING,)
    else:
        with view:
            yield view, mask, codes


def bytes_of(answers: Answers, codes: Codes) -> bytes:
    """Many answers as a byte each; a missing answer is raw.NPS_ANSWER_MISSING."""
    with column_of(answers, codes) as column:
        answered: bytes = column[0] if type(column[0]) is bytes else raw.column_bytes(column)
    return answered


@contextmanager
def numbers_of(numbers: Any, name: str, are_real: bool) -> Iterator[Column]:
    """Many numbers as a column: weights, p-values, codes, strata or clusters."""
    if are_real and isinstance(numbers, (bytes, bytearray)):
        raise TypeError(f"{name} must be a buffer or an iterable of numbers, not bytes: {short(numbers)}")
    if getattr(getattr(numbers, "type", None), "extension_name", None) == "arrow.bool8":
        raise TypeError(f"{name} are numbers, not booleans: {short(numbers)}")
    values, mask, view = _opened(numbers, name)
    read: Any = view
    if view is None:
        read = memoryview(raw.numbers_bytes(values, name, are_real)).cast("d" if are_real else "q")
    with read:
        yield read, mask, ()


def integers_of(numbers: Any) -> Optional[memoryview]:
    """The buffer of integers, or None for data that has to be iterated."""
    dtype = getattr(numbers, "dtype", None)
    is_plain = getattr(dtype, "kind", None) in ("i", "u") and not hasattr(dtype, "na_value")
    if is_plain and hasattr(numbers, "to_numpy"):
        numbers = numbers.to_numpy()
    view = _view_of(numbers) if is_plain or isinstance(numbers, (bytes, bytearray, array, memoryview)) else None
    if view is None or view.ndim != 1 or _mask_of(numbers) is not None or view.format.strip("@=<>!") not in _INTEGERS:
        return None
    return view


def masked_integers_of(numbers: Any) -> Optional[Column]:
    """A column of integers with a mask, such as Int64 of pandas; None for other data."""
    if getattr(getattr(numbers, "dtype", None), "kind", None) not in ("i", "u"):
        return None
    _, mask, view = _opened(numbers, "numbers")
    return None if view is None else (view, mask, ())


def numbers_of_column(numbers: Any) -> Optional[Column]:
    """A column of floats, or of booleans as 0 and 1, of NumPy or pandas, with its mask; None for other data."""
    dtype = numbers.dtype
    if dtype.kind == "b" and hasattr(dtype, "na_value"):
        mask = numbers.isna()
        return numbers.to_numpy(dtype="u1", na_value=0), getattr(mask, "to_numpy", lambda: mask)(), ()
    values = numbers.to_numpy() if hasattr(numbers, "to_numpy") and not hasattr(dtype, "na_value") else numbers
    _, mask, view = _opened(values.view("u1") if dtype.kind == "b" else values, "keys")
    return None if view is None else (view, mask, ())


def _opened(answers: Any, name: str) -> Tuple[Any, Any, Optional[memoryview]]:
    """The values, the mask of missing ones, and the buffer, which is None for values that have to be iterated."""
    view = _view_of(answers)
    if view is not None and view.format != "O" and _has_numbers(answers):
        return answers, _mask_of(answers), view  # the raw module checks the rest
    _check(answers, name)
    values, mask = _array_of(answers)
    _check(values, name)
    view = _view_of(values)
    return values, mask, None if view is None or view.format == "O" else view


def check_keys(keys: Any) -> None:
    """Refuses data whose items are not the keys that it seems to hold, such as the characters of one text."""
    if isinstance(keys, (str, bytes, bytearray)):
        what = "one text: "
    elif isinstance(keys, (Mapping, AbstractSet)):
        what = f"a {type(keys).__name__!r}: "
    elif is_iterable(keys):
        return
    else:
        what = ""
    raise KeyTypeError(f"keys are a column or an iterable with a key for each answer, not {what}{short(keys)}")


def check_days(days: Any) -> None:
    """Refuses data whose items are not the days that it seems to hold."""
    if isinstance(days, (str, bytes, bytearray, Mapping, AbstractSet)) or not is_iterable(days):
        what = repr(type(days).__name__) if isinstance(days, (Mapping, AbstractSet)) else short(days)
        raise TypeError(f"days are a column or an iterable with a day for each answer, not {what}")
    dimensions = getattr(days, "ndim", 1)
    if dimensions != 1:
        raise TypeError(f"days must have one dimension, not {dimensions}: pass one column")


def check_answers(answers: Any) -> None:
    """Refuses data whose items are not the answers that it seems to hold."""
    _check(answers, "answers")


def check_lengths(keys: Any, answers: Any, name: str = "keys") -> None:
    """Refuses keys and answers of different lengths, as far as these are known before they are read."""
    if hasattr(keys, "__len__") and hasattr(answers, "__len__") and len(keys) != len(answers):
        raise ValueError(
            f"there must be as many {name} as answers: there are {len(keys)} {name} and {len(answers)} answers"
        )


def _check(answers: Any, name: str) -> None:
    if isinstance(answers, Counts):
        raise TypeError(
            f"{name} are what people answered, not Counts: these are counted already, and compared as they are"
        )
    if isinstance(answers, (str, Mapping)) or not is_iterable(answers):
        remedy = "; += adds the answers of another object" if hasattr(answers, "merge_bytes") else ""
        what = repr(type(answers).__name__) if isinstance(answers, Mapping) else short(answers)
        raise TypeError(f"{name} must be a buffer or an iterable of numbers, such as [9, 10], not {what}{remedy}")
    if not _has_numbers(answers):
        raise TypeError(f"{name} must be integers or floats, not {answers.dtype}")
    dimensions = getattr(answers, "ndim", 1)
    if dimensions != 1:  # the items of a table are its columns or its rows
        raise TypeError(f"{name} must have one dimension, not {dimensions}: pass one column")


def is_iterable(data: Any) -> bool:
    """Whether an object holds values: a buffer, a column or an iterable."""
    is_sequence = hasattr(data, "__getitem__") and hasattr(data, "__len__")
    names = ("__iter__", "__arrow_c_array__", "__arrow_c_stream__")
    return is_sequence or any(hasattr(data, name) for name in names) or _view_of(data) is not None


def _has_numbers(answers: Any) -> bool:
    """False for columns of dates and time spans among others, also for empty ones: their buffers hold integers."""
    return getattr(getattr(answers, "dtype", None), "kind", "O") in "iufO"


def _array_of(answers: Any) -> Tuple[Any, Any]:
    """The values and the mask of missing ones; those of a pandas Series from its array, which is not iterated."""
    if not hasattr(answers, "to_numpy") or _view_of(answers) is not None:
        return answers, _mask_of(answers)
    answers = without_wide(answers)
    dtype: Any = getattr(answers, "dtype", None)
    if hasattr(dtype, "na_value") and getattr(dtype, "kind", None) in ("i", "u", "f"):
        # to_numpy() makes floats or objects of numbers with pandas.NA among them, unless it is told what NA becomes.
        mask = answers.isna()
        return answers.to_numpy(dtype=f"{dtype.kind}8", na_value=0), getattr(mask, "to_numpy", lambda: mask)()
    try:
        return answers.to_numpy(zero_copy_only=False), None  # pyarrow raises for a copy that was not asked for
    except TypeError:
        return answers.to_numpy(), None


def _view_of(answers: Any) -> Optional[memoryview]:
    """The buffer of an object; None for an object without one, or with a type that memoryview does not know."""
    try:
        return memoryview(answers)
    except (TypeError, ValueError):
        return None


def _mask_of(answers: Any) -> Any:
    """The mask of a masked array of NumPy, which its buffer does not have. NumPy is not imported for it."""
    masked = sys.modules.get("numpy.ma")
    if masked is None or not isinstance(answers, masked.MaskedArray):
        return None
    mask = masked.getmask(answers)
    return None if mask is masked.nomask else mask
