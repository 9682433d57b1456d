# SPDX-License-Identifier: MIT
"""The natural picture of a table."""

from __future__ import annotations

from typing import Any, Optional

from .._numbers import Real
from ._display import Display
from ._forest import ForestDisplay
from ._trend import TrendDisplay


def display_of(table: Any, *, benchmark: Any = None, level: Optional[Real] = None) -> Display:
    """The display that fits the columns of a table: periods along the time, other segments by their score."""
    has = set(table.columns)
    if {"period", "score", "lower", "upper"} <= has and len(set(table["period"])) == len(table):
        return TrendDisplay.from_table(table, benchmark=benchmark, level=level)
    if {"lower", "upper"} <= has and has & {"score", "difference"}:
        return ForestDisplay.from_table(table, benchmark=benchmark, level=level)
    raise ValueError(
        "a picture needs the columns lower and upper, and score or difference; there are "
        f"{', '.join(table.columns) or 'none'}"
    )
