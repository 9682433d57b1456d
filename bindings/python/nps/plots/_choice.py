# SPDX-License-Identifier: MIT
"""The natural picture of a table."""

from __future__ import annotations

from typing import Any, Optional

from .._numbers import Real
from ._display import Display
from ._forest import ForestDisplay


def display_of(table: Any, *, benchmark: Any = None, level: Optional[Real] = None) -> Display:
    """The display that fits the columns of a table: periods in their order, other segments by their score."""
    has = set(table.columns)
    if {"lower", "upper"} <= has and has & {"score", "difference"}:
        order = "given" if "period" in has else "score"
        return ForestDisplay.from_table(table, benchmark=benchmark, order=order, level=level)
    raise ValueError(
        "a picture needs the columns lower and upper, and score or difference; there are "
        f"{', '.join(table.columns) or 'none'}"
    )
