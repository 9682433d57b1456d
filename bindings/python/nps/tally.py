# SPDX-License-Identifier: MIT
"""Counting whatever holds answers into a new state, which the caller merges when all went well."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from operator import index
from typing import Any, Iterable, Optional, SupportsFloat, SupportsIndex, Tuple, Union

from . import raw

Answer = Union[SupportsIndex, SupportsFloat, None]
"""A number, NumPy's and Decimal and Fraction too; None and NaN are missing."""
Answers = Union[bytes, bytearray, memoryview, Iterable[Any]]
"""A buffer of numbers, or an iterable of Answer."""
Codes = Tuple[int, ...]


def read_codes(missing_codes: Iterable[SupportsIndex]) -> Codes:
    """The missing codes as the raw module takes them."""
    codes = tuple(missing_codes)
    if any(isinstance(code, bool) for code in codes):
        raise TypeError("a missing code is an integer, not a bool")
    return tuple(index(code) for code in codes)


def tally_one(answer: Answer, times: SupportsIndex, codes: Codes) -> Any:
    """The state of one answer."""
    state = raw.accumulator_new()
    raw.accumulator_count(state, answer, times, codes)
    return state


def tally(answers: Answers, codes: Codes) -> Any:
    """The state of many answers."""
    if isinstance(answers, (str, Mapping)):
        raise TypeError(f"answers are a buffer or an iterable of numbers, not {type(answers).__name__!r}")
    state = raw.accumulator_new()
    view = _view_of(answers)
    if view is None or view.format == "O":
        if getattr(answers, "ndim", 1) != 1:  # a table would be taken for the list of its columns
            raise TypeError("answers have one dimension")
        raw.accumulator_count_all(state, answers, codes)
    else:
        with view:
            raw.nps_accumulator_add_column(state, (view, _mask_of(answers), codes))
    return state


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
