# SPDX-License-Identifier: MIT
"""Answers that are counted in parts, by engines that spread rows over many processes: counters, states and figures.

A part is counted as thirteen columns of counters, which any engine sums; states and figures are made of the sums.
"""

from __future__ import annotations

from typing import Any, Iterable, List, NamedTuple, Sequence, SupportsIndex, Tuple

from . import _raw as raw
from ._accumulator import Accumulator
from ._cells import Asked, Cells, Labels, on_scale, read_answers_of
from ._figures import figures_of
from ._lines import Line, about_line, append_figures, lines_of, samples_of, without_answers
from ._numbers import Real, read_integer
from ._scale import ScaleName, limits_of
from ._segments import SUMMARY
from ._shown import short

MISSING, INVALID = 11, 12
"""The places of the counters of missing and of invalid answers, after those of the answers 0 to 10."""
COUNTERS: Tuple[str, ...] = tuple(f"nps_{place}" for place in range(INVALID + 1))
"""The names of the columns of counters."""
STATE = "state"
"""The name of the column of states."""
LARGEST = 2**63 - 1
"""The largest number that the integers of these engines hold."""
TAKEN: Tuple[str, ...] = (*SUMMARY[1:], "withheld", STATE)
"""Names that keys cannot have."""

Counters = Sequence[int]
"""The thirteen numbers of a state."""

_PLACES = bytes(
    place if place < MISSING else MISSING if place == raw.NPS_ANSWER_MISSING else INVALID for place in range(256)
)


def places_of(column: Any, asked: Asked) -> bytes:
    """The place of the counter of each answer."""
    return read_answers_of(column, asked).bins.translate(_PLACES)


def encoded(counters: Iterable[Counters]) -> List[bytes]:
    """The states of counters."""
    return [_accumulator_of(numbers).to_bytes() for numbers in counters]


def decoded(states: Iterable[Any]) -> List[Tuple[int, ...]]:
    """The counters of states; None, which is no state, has none to add."""
    return [(0,) * len(COUNTERS) if state is None else _counters_of_state(state) for state in states]


def _counters_of_state(state: Any) -> Tuple[int, ...]:
    try:
        counters = Accumulator.from_bytes(state)._counters()
    except (ValueError, TypeError) as wrong:
        raise ValueError(f"the state {short(state)} is damaged or of another kind: {wrong}") from None
    if max(counters) > LARGEST:
        raise OverflowError(f"a state counts {max(counters)} answers, and the integers here end at {LARGEST}")
    return counters


def _accumulator_of(counters: Counters) -> Accumulator:
    if min(counters) < 0:
        raise OverflowError(f"a sum of states is above {LARGEST}, where the integers here end")
    return Accumulator._around(raw.nps_accumulator(tuple(counters)), ())


# ---- figures ----


class Figures(NamedTuple):
    """How figures are made of counters."""

    scale: ScaleName
    method: str
    level: float
    minimum: int

    @property
    def columns(self) -> List[str]:
        """The columns, after those of the keys."""
        return [*SUMMARY[1:], *["withheld"] * bool(self.minimum)]


def read_figures(scale: ScaleName, method: str, level: Real, minimum: SupportsIndex) -> Figures:
    """The options of figures, which are refused here and not on some other machine."""
    limits_of(scale)
    figures_of({0: (1, 1, 1)}, {"method": method, "level": level})
    least = read_integer(minimum, "minimum", "a number of answers")
    if least < 0:
        raise ValueError(f"minimum must be a number of answers from 0 on, not {short(least)}")
    return Figures(scale, method, float(level), least)


def figure_rows(counters: Iterable[Counters], asked: Figures) -> List[List[Any]]:
    """The figures of each row, without a minimum."""
    return _rows_of([Line((), 0, _kept(numbers, asked.scale), False) for numbers in counters], asked)


def figure_rows_withheld(
    names: Sequence[str], labels: Sequence[Labels], counters: Sequence[Counters], asked: Figures
) -> List[List[Any]]:
    """The figures of all rows of a table, with those withheld that a minimum withholds. `labels` has their keys."""
    if len(set(labels)) != len(labels):
        raise ValueError("a minimum is for rows of different keys: roll the states up first")
    groups = {keys: _accumulator_of(_kept(numbers, asked.scale)) for keys, numbers in zip(labels, counters)}
    lines = lines_of(Cells(tuple(names), groups, {}), asked.minimum, False)
    figures = {line.keys: [*row, line.withheld] for row, line in zip(_rows_of(lines, asked), lines)}
    return [figures[keys] for keys in labels]


def _kept(counters: Counters, scale: ScaleName) -> Tuple[int, ...]:
    """The counters, with answers off the scale as invalid ones."""
    lowest, highest = limits_of(scale)[:2]
    return on_scale(_accumulator_of(counters), lowest, highest)._counters()


def _rows_of(lines: Sequence[Line], asked: Figures) -> List[List[Any]]:
    options = {"method": asked.method, "level": asked.level}
    rows = [about_line(line) for line in lines]
    append_figures(rows, {**without_answers(lines), **figures_of(samples_of(lines, asked.scale), options)}, 7)
    return rows
