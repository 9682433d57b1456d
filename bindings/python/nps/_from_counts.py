# SPDX-License-Identifier: MIT
"""States of counts that a database made."""

from __future__ import annotations

from decimal import Decimal
from math import isfinite
from typing import Any, Iterable, Optional, Sequence, Tuple, Union, overload

from . import _raw as raw
from ._accumulator import Accumulator
from ._cube import Cube
from ._documentation import documented
from ._frame import Columns, Frame, kind_of, read_frame, values_of
from ._numbers import read_count

COUNTED: Tuple[str, ...] = (*(f"answer_{answer}" for answer in range(raw.NPS_ANSWERS)), "missing", "invalid")
"""The columns of counts."""


@overload
def from_counts(frame: Columns, by: None = None) -> Accumulator: ...
@overload
def from_counts(frame: Columns, by: Union[str, Iterable[str]]) -> Cube: ...
@documented()
def from_counts(frame: Columns, by: Optional[Union[str, Iterable[str]]] = None) -> Any:
    """The states of answers that a database counted, as by the query of nps.sql.counts().

    Parameters
    ----------
    frame
        The result of the query: a cursor, a relation of DuckDB, a frame, a mapping of columns or a list of records. Its
        columns are answer_0 to answer_10, missing and invalid, besides the keys.
    by
        The name of the column of keys, or a list of names, for a Cube. None: all rows are added up.

    Returns
    -------
    Accumulator or Cube
        The sum of all rows; or with `by` the sum of the rows of each key.

    Raises
    ------
    KeyError
        There is no such column.
    TypeError
        A count is not a whole number.
    KeyTypeError
        A value of a key is not a str, an int, a date or None.

    Examples
    --------
    >>> counted = {"shop": ["Rome", "Oslo"], **{f"answer_{answer}": [0, 0] for answer in range(11)}}
    >>> counted.update(answer_10=[3, 1], answer_4=[1, 2], missing=[0, 5], invalid=[0, 0])
    >>> nps.from_counts(counted)
    <nps.Accumulator: 7 answers, score 14.29, 5 missing>
    >>> nps.from_counts(counted, by="shop")["Rome"].score
    50.0
    """
    names = [by] if isinstance(by, str) else list(by or ())
    read = _read(frame, (*names, *COUNTED))
    rows = zip(*(values_of(read.column(name, "frame")) for name in (*names, *COUNTED)))
    total, cube = Accumulator(), Cube(names) if by is not None else None
    for place, row in enumerate(rows):
        state = _state_of(row[len(names) :], place)
        if cube is None:
            raw.nps_accumulator_merge(total._state, state)
        else:
            raw.nps_cube_merge_cell(cube._state, cube._values(row[: len(names)]), state)
    return total if cube is None else cube


def _read(frame: Any, names: Sequence[str]) -> Frame:
    """The columns of a frame, or of the result of a cursor."""
    if hasattr(frame, "fetchall") and kind_of(frame, "cursor") == "cursor":
        if frame.description is None:
            raise TypeError("the cursor has no result: execute the query first")
        found = [column[0] for column in frame.description]
        frame = dict(zip(found, zip(*frame.fetchall()))) or dict.fromkeys(found, ())
    return read_frame(frame, *names)


def _state_of(numbers: Sequence[Any], row: int) -> Any:
    return raw.nps_accumulator(tuple(_count(number, f"{name} of row {row}") for number, name in zip(numbers, COUNTED)))


def _count(number: Any, name: str) -> int:
    """A count: an integer, or a decimal or a float that is one."""
    if isinstance(number, (Decimal, float)) and isfinite(number) and number == int(number):
        number = int(number)
    return read_count(number, name, "answers")
