# SPDX-License-Identifier: MIT
"""The rows of a table of segments before their figures are known, and which of them are withheld."""

from __future__ import annotations

from typing import Any, Dict, List, NamedTuple, Sequence, Tuple

from . import _raw as raw
from ._cells import Cells, in_order, order_of
from ._counts import Numbers
from ._cube import Cube
from ._scale import ScaleName, limits_of

_ANSWERS: int = raw.NPS_ANSWERS


class Line(NamedTuple):
    """A row before its figures are known."""

    keys: Tuple[Any, ...]
    depth: int
    """The number of keys that it has values of."""
    counters: Tuple[int, ...]
    """The numbers of the answers 0 to 10, of missing ones and of invalid ones."""
    withheld: bool


def lines_of(cells: Cells, minimum: int, subtotals: bool) -> List[Line]:
    """The rows in order; which are withheld, and the subtotals, are those of a cube."""
    count = len(cells.names)
    if not minimum and not subtotals:
        listed = in_order(cells.groups)
        return [Line(keys, count, cells.groups[keys]._counters(), False) for keys in listed]
    orders = [order_of({keys[place] for keys in cells.groups}) for place in range(count)]
    ranks = [{label: rank for rank, label in enumerate(order)} for order in orders]
    cube = Cube([str(place) for place in range(count)])
    for keys, group in cells.groups.items():
        where = tuple(rank.get(key) for key, rank in zip(keys, ranks))
        raw.nps_cube_merge_cell(cube._state, where, group._state)
    lines = []
    for (places, group), withheld in cube._lines(minimum, subtotals):
        depth = places[count] if subtotals else count
        keys = tuple(None if place is None else order[place] for place, order in zip(places, orders))
        lines.append(Line(keys, depth, group._counters(), withheld))
    return lines


def samples_of(lines: Sequence[Line], scale: ScaleName) -> Dict[int, Numbers]:
    """The counts of the rows that are shown and have answers, by the place of the row."""
    _, highest, detractor_max, promoter_min = limits_of(scale)
    counted: Dict[int, Numbers] = {}
    for place, line in enumerate(lines):
        answers = line.counters[:_ANSWERS]
        detractors, promoters = sum(answers[: detractor_max + 1]), sum(answers[promoter_min:])
        counts = promoters, sum(answers) - promoters - detractors, detractors
        if any(counts) and not line.withheld:
            counted[place] = counts
    return counted


def about_line(line: Line) -> List[Any]:
    """n, missing and invalid."""
    return [None] * 3 if line.withheld else [sum(line.counters[:_ANSWERS]), *line.counters[_ANSWERS:]]


def append_figures(rows: List[List[Any]], figures: Dict[int, Sequence[Any]], width: int) -> None:
    for place, row in enumerate(rows):
        row += figures.get(place, (None,) * width)


def without_answers(lines: Sequence[Line]) -> Dict[int, Sequence[Any]]:
    """The figures of rows without answers: promoters, passives and detractors are 0, and nothing else is known."""
    return {place: (0, 0, 0, *[None] * 4) for place, line in enumerate(lines) if not line.withheld}
