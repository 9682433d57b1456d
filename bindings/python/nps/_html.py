# SPDX-License-Identifier: MIT
"""Results in a notebook: one style of table for all of them.

The style sets no colour, so that a table is readable on a light page and on a dark one; lines and remarks are the
colour of the text, lighter.
"""

from __future__ import annotations

from typing import Any, Iterable, List, Mapping, Sequence

from ._shown import cell

_TABLE = "border-collapse: collapse; font-variant-numeric: tabular-nums"
_HEAD = "padding: 0.2em 0.7em; border-bottom: 1px solid currentColor; font-weight: 600"
_CELL = "padding: 0.2em 0.7em"
_SHORT = 12
_REMARK = "margin: 0.3em 0; opacity: 0.75; font-size: 90%"


def table_html(
    heads: Sequence[str], rows: Iterable[Sequence[str]], numeric: Sequence[bool], remarks: Iterable[str] = ()
) -> str:
    """A table of texts, numeric columns aligned at the right, with remarks below it. Everything is escaped."""
    from html import escape  # imported here because it is slow to import and rarely needed

    sides = ["right" if each else "left" for each in numeric]
    shown = "".join(f'<th style="{_HEAD}; text-align: {side}">{escape(head)}</th>' for head, side in zip(heads, sides))
    head = f"<thead><tr>{shown}</tr></thead>" if heads else ""
    body = "".join(
        "<tr>"
        + "".join(
            f'<td style="{_cell_style(text)}; text-align: {side}">{escape(text)}</td>' for text, side in zip(row, sides)
        )
        + "</tr>"
        for row in rows
    )
    below = "".join(f'<p style="{_REMARK}">{escape(remark)}</p>' for remark in remarks)
    return f'<div style="overflow-x: auto"><table style="{_TABLE}">{head}<tbody>{body}</tbody></table></div>{below}'


def _cell_style(text: str) -> str:
    """Short texts, such as dates, stay in one line."""
    return f"{_CELL}; white-space: nowrap" if len(text) <= _SHORT else _CELL


def record_html(kind: str, items: Mapping[str, Any], remarks: Iterable[str] = ()) -> str:
    """A record: a line for each of its items, below the name of its kind."""
    rows: List[List[str]] = [[name, cell(name, value)] for name, value in items.items()]
    return table_html([kind, ""], rows, [False, True], remarks)
