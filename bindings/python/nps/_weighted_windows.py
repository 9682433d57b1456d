# SPDX-License-Identifier: MIT
"""The weighted score of each day in a rolling window."""

from __future__ import annotations

from typing import Any, Dict, List, Mapping, Sequence

from . import _raw as raw
from ._calendar import date_of
from ._figures import figures_of
from ._scale import ScaleName
from ._segments import SUMMARY
from ._table import Table
from ._weighted import Weighted
from .errors import EmptyError

_COUNTED = ("period", "first", "last", "n", "missing", "invalid")
_FIGURES: Sequence[None] = (None,) * (len(SUMMARY) - 4)
"""Promoters and what follows, of a window in which nobody has a weight above 0."""
_EPOCH = date_of(0)


def weighted_windows(
    counted: Table, by_day: Mapping[int, Weighted], days: int, scale: ScaleName, options: Mapping[str, Any]
) -> Table:
    """A table of windows, of which each is of one day more than the one before, with weighted figures.

    `by_day` has the answers by days since 1970-01-01, of which none is before the first row.
    """
    moving = Weighted(missing_codes=[raw.NPS_ANSWER_MISSING])
    estimates: Dict[int, Any] = {}
    for place, row in enumerate(counted):
        day = (row["last"] - _EPOCH).days
        if day in by_day:
            moving += by_day[day]
        if day - days in by_day:
            moving -= by_day[day - days]  # exact: what is left has the sums of the answers that are left
        try:
            estimates[place] = moving.read(scale)
        except EmptyError:
            pass
    figures = figures_of(estimates, options)
    lines: List[List[Any]] = []
    for place, row in enumerate(counted):
        estimate = estimates.get(place)
        errors = (None, None) if estimate is None else (estimate.standard_error, estimate.effective)
        lines.append([*(row[name] for name in _COUNTED), *figures.get(place, _FIGURES), *errors])
    columns = [*_COUNTED, *SUMMARY[4:], "standard_error", "effective"]
    return Table(columns, lines, notes=counted.notes)
