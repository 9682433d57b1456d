# SPDX-License-Identifier: MIT
"""A report as one page of HTML, which needs no other file and no network."""

from __future__ import annotations

import re
import sys
from importlib import import_module
from pathlib import Path
from typing import Any, Dict, List, Optional, Sequence

from .. import _raw as raw
from .document import Column, Document, Section, shown, write
from .figures import Report
from .pictures import is_installed, pictures_of
from .problems import printable

_TEMPLATE = Path(__file__).with_name("page.html")
_GROUPS = ("detractors", "passives", "promoters")


def page_of(report: Report) -> bytes:
    """The page, in UTF-8."""
    jinja = _jinja()
    document = write(report)
    pictures, said = pictures_of(report, document.sections) if is_installed() else ({}, [_WITHOUT])
    for note in said:
        print(printable(note), file=sys.stderr)
    environment = jinja.Environment(
        autoescape=True, undefined=jinja.StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    template = environment.from_string(_TEMPLATE.read_text(encoding="utf-8"))
    text: str = template.render(
        document=document,
        total=report.total,
        level=f"{100 * report.choices.level:g} %",
        scale=_strip(report),
        bar_of_all=_bar(document.groups, document.words),
        sections=[
            {"about": section, "table": _table(section, document), "picture": pictures.get(place)}
            for place, section in enumerate(document.sections)
        ],
        version=raw.nps_version_string(),
        minus=_minus,
        coded=_coded,
        markup=import_module("markupsafe").Markup,
    )
    return text.encode("utf-8", "replace")


_WITHOUT = "the page has no pictures: they need matplotlib (pip install 'libnps[report]')"


def _jinja() -> Any:
    try:
        return import_module("jinja2")
    except ImportError as absent:
        raise ImportError(
            f"--html needs Jinja2, which cannot be imported ({absent}): pip install 'libnps[report]'", name="jinja2"
        ) from None


_NEGATIVE = re.compile(r"(?<![\w./\\-])-(?=\.?\d)")
"""The sign of a number: no hyphen of a word, and none of a date."""


def _minus(text: str) -> str:
    """A text whose numbers have the sign that typography has for minus."""
    return _NEGATIVE.sub("\u2212", text)


_OPTION = re.compile(r"(?<!\S|\w)\(?(--[a-z][a-z-]*(?:=\S*[^\s.,:;)])?(?: (?:NAME|-)(?![\w-]))?)")


def _coded(text: str) -> Any:
    """A text in which options are code, which is not broken at its hyphens."""
    markup = import_module("markupsafe")
    parts, start = [], 0
    for found in _OPTION.finditer(text):
        parts += [markup.escape(text[start : found.start(1)]), markup.Markup("<code>{}</code>").format(found[1])]
        start = found.end(1)
    return markup.Markup("").join([*parts, markup.escape(text[start:])])


def _strip(report: Report) -> Dict[str, float]:
    """The places of the score and its interval on a line from -100 to 100, in percent."""
    total = report.total
    left, right, score = (50 + value / 2 for value in (total.lower, total.upper, total.score))
    return {"left": left, "width": max(right - left, 0.4), "score": score}


def _bar(groups: Sequence[float], words: Dict[str, str]) -> Optional[Dict[str, Any]]:
    """The parts of a bar, in percent, and what it shows in words."""
    total = sum(groups)
    if not total:
        return None
    parts: List[Dict[str, Any]] = [
        {"group": group, "share": 100 * count / total} for group, count in zip(_GROUPS, groups)
    ]
    listed = ", ".join(f"{words[part['group']]} {part['share']:.1f} %" for part in reversed(parts))
    return {"parts": parts, "alt": listed}


def _table(section: Section, document: Document) -> Optional[Dict[str, Any]]:
    """The heads and the rows of a table, as the template takes them."""
    if not section.columns:
        return None
    heads = [{"text": column.head, "is_number": column.is_number, "kind": column.kind} for column in section.columns]
    rows: List[List[Dict[str, Any]]] = [
        [_cell(column, place, document) for column in section.columns] for place in range(section.rows)
    ]
    return {
        "heads": heads,
        "rows": rows,
        "has_bars": any(column.kind in ("bar", "length") for column in section.columns),
    }


def _cell(column: Column, place: int, document: Document) -> Dict[str, Any]:
    value = column.values[place]
    cell: Dict[str, Any] = {"kind": column.kind, "is_number": column.is_number, "text": "", "bar": None, "length": None}
    if column.kind == "bar":
        cell["bar"] = None if value is None else _bar(value, document.words)
    elif column.kind == "length":
        cell["length"] = 100 * value
    else:
        text = shown(column.kind, value, column.between)
        cell["text"] = "–" if value is None else _minus(text) if column.is_number else text
    return cell
