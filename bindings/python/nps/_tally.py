# SPDX-License-Identifier: MIT
"""Counting whatever holds answers into a new state, which the caller merges when all went well."""

from __future__ import annotations

import sys
from array import array
from collections.abc import Mapping
from collections.abc import Set as AbstractSet
from contextlib import contextmanager
from operator import index
from reprlib import repr as short
from typing import Any, Callable, Iterable, Iterator, Optional, SupportsFloat, SupportsIndex, Tuple, Union

from . import _raw as raw
from ._counts import Counts
from .errors import KeyTypeError

Answer = Union[SupportsIndex, SupportsFloat, None]
"""A number, NumPy's and Decimal and Fraction too; None and NaN are missing."""
Answers = Union[bytes, bytearray, memoryview, Iterable[Any]]
"""A buffer of numbers, or an iterable of Answer."""
Codes = Tuple[int, ...]
Column = Tuple[Any, Any, Codes]
"""Values, where they are masked, and the missing codes, as the raw module takes them."""


_INTEGERS = tuple("bBhHiIlLqQnN")
"""The formats of buffers of integers, without the byte order."""


def read_codes(missing_codes: Iterable[SupportsIndex]) -> Codes:
    """The missing codes as the raw module takes them."""
    try:
        codes = tuple(missing_codes)
    except TypeError:
        raise TypeError(f"missing codes are integers in a list or the like, not {short(missing_codes)}") from None
    return tuple(map(_read_code, codes))


def _read_code(code: SupportsIndex) -> int:
    try:
        if not isinstance(code, bool):
            return index(code)
    except TypeError:
        pass
    raise TypeError(f"a missing code is an integer, not {short(code)}")


_PLAIN = (bytes, bytearray, memoryview, array)
REFUSED = (TypeError, ValueError, BufferError)
"""What is raised for a plain buffer that has no numbers."""


def is_plain(data: Any) -> bool:
    """Whether it is sure to be a buffer; subclasses may mean something else."""
    kind = type(data)
    return kind in _PLAIN or (kind.__name__ == "ndarray" and kind.__module__ == "numpy")


def numbers_in(words: bytes) -> Tuple[int, ...]:
    """The counts in the words of a state."""
    return tuple(memoryview(words).cast("Q"))


def tally_one(answer: Answer, times: SupportsIndex, codes: Codes) -> Any:
    """The state of one answer."""
    state = raw.nps_accumulator()
    raw.accumulator_count(state, answer, times, codes)
    return state


def place_of(answer: Answer, codes: Codes) -> Optional[int]:
    """One of 0 to 10, -1 for an invalid answer, None for a missing one."""
    *answers, missing, _ = numbers_in(tally_one(answer, 1, codes).words())
    if missing:
        return None
    return answers.index(1) if 1 in answers else -1


def tally(answers: Answers, codes: Codes, into: Optional[Callable[[], Any]] = None) -> Any:
    """Counts many answers into the state that `into` gives once they have been iterated, or into a new one."""
    state_of = into or raw.nps_accumulator
    values, mask, view = _opened(answers, "answers")
    if view is None:
        counted = raw.nps_accumulator()
        raw.accumulator_count_all(counted, values, codes)
        state = state_of()
        raw.nps_accumulator_merge(state, counted)
    else:
        state = state_of()
        with view:
            raw.nps_accumulator_add_column(state, (view, mask, codes))
    return state


@contextmanager
def column_of(answers: Answers, codes: Codes) -> Iterator[Column]:
    """Many answers as a column; what is no buffer is read into one."""
    values, mask, view = _opened(answers, "answers")
    if view is None:
        yield raw.answers_bytes(values, codes), None, (raw.NPS_ANSWER_MISSING,)
    else:
        with view:
            yield view, mask, codes


def bytes_of(answers: Answers, codes: Codes) -> bytes:
    """Many answers as a byte each, with raw.NPS_ANSWER_MISSING for no answer."""
    with column_of(answers, codes) as column:
        answered: bytes = column[0] if type(column[0]) is bytes else raw.column_bytes(column)
    return answered


@contextmanager
def numbers_of(numbers: Any, name: str, are_real: bool) -> Iterator[Column]:
    """Many numbers as a column, from whatever can hold answers."""
    values, mask, view = _opened(numbers, name)
    read: Any = view
    if view is None:
        read = memoryview(raw.numbers_bytes(values, name, are_real)).cast("d" if are_real else "q")
    with read:
        yield read, mask, ()


def integers_of(numbers: Any) -> Optional[memoryview]:
    """The buffer of integers, or None for what is to be iterated."""
    dtype = getattr(numbers, "dtype", None)
    is_plain = getattr(dtype, "kind", None) in ("i", "u") and not hasattr(dtype, "na_value")
    if is_plain and hasattr(numbers, "to_numpy"):
        numbers = numbers.to_numpy()
    view = _view_of(numbers) if is_plain or isinstance(numbers, (bytes, bytearray, array, memoryview)) else None
    if view is None or view.ndim != 1 or _mask_of(numbers) is not None or view.format.strip("@=<>!") not in _INTEGERS:
        return None
    return view


def _opened(answers: Any, name: str) -> Tuple[Any, Any, Optional[memoryview]]:
    """What to count, where it is masked, and its buffer, unless it is to be iterated."""
    view = _view_of(answers)
    if view is not None and view.format != "O" and _has_numbers(answers):
        return answers, _mask_of(answers), view  # the raw module looks at the rest
    _check(answers, name)
    values, mask = _array_of(answers)
    _check(values, name)
    view = _view_of(values)
    return values, mask, None if view is None or view.format == "O" else view


def check_keys(keys: Any) -> None:
    """Refuses what would be taken for other keys than it has when it is iterated."""
    if isinstance(keys, (str, bytes, bytearray, Mapping, AbstractSet)):
        what = "one text" if isinstance(keys, (str, bytes, bytearray)) else f"a {type(keys).__name__!r}"
        raise KeyTypeError(f"keys are a column or an iterable with a key for each answer, not {what}: {short(keys)}")


def check_answers(answers: Any) -> None:
    """Refuses what would be taken for other answers than it has when it is iterated."""
    _check(answers, "answers")


def _check(answers: Any, name: str) -> None:
    if isinstance(answers, Counts):
        raise TypeError(
            f"{name} are what people answered, not Counts: these are counted already, and compared as they are"
        )
    if isinstance(answers, (str, Mapping)):
        raise TypeError(f"{name} are a buffer or an iterable of numbers, not {type(answers).__name__!r}")
    if not _has_numbers(answers):
        raise TypeError(f"{name} are integers or floats, not {answers.dtype}")
    if getattr(answers, "ndim", 1) != 1:  # a table would be taken for the list of its columns
        raise TypeError(f"{name} have one dimension")


def _has_numbers(answers: Any) -> bool:
    """False for dates and time spans among others, even if there are none; the buffer of one has bytes of it."""
    return getattr(getattr(answers, "dtype", None), "kind", "O") in "iufO"


def _array_of(answers: Any) -> Tuple[Any, Any]:
    """What to count, and where it is masked: the array of a pandas Series, which need not be iterated."""
    if not hasattr(answers, "to_numpy") or _view_of(answers) is not None:
        return answers, _mask_of(answers)
    dtype: Any = getattr(answers, "dtype", None)
    if hasattr(dtype, "na_value") and getattr(dtype, "kind", None) in ("i", "u", "f"):
        # Numbers that may have pandas.NA among them, and would all become floats or objects.
        mask = answers.isna()
        return answers.to_numpy(dtype=f"{dtype.kind}8", na_value=0), getattr(mask, "to_numpy", lambda: mask)()
    try:
        return answers.to_numpy(zero_copy_only=False), None  # pyarrow asks to be asked
    except TypeError:
        return answers.to_numpy(), None


def _view_of(answers: Any) -> Optional[memoryview]:
    """The buffer of an object, or None for what has none; also for types that a buffer cannot say."""
    try:
        return memoryview(answers)
    except (TypeError, ValueError):
        return None


def _mask_of(answers: Any) -> Any:
    """Where a masked array of NumPy has no value; its buffer does not tell. NumPy need not be there."""
    masked = sys.modules.get("numpy.ma")
    if masked is None or not isinstance(answers, masked.MaskedArray):
        return None
    mask = masked.getmask(answers)
    return None if mask is masked.nomask else mask
