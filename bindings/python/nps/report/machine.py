# SPDX-License-Identifier: MIT
"""A report for programs: one object of JSON, whose keys stay. docs/guide/report.md explains them."""

from __future__ import annotations

import json
from datetime import date
from math import isfinite
from typing import Any, Dict, List, Mapping, Optional

from .._table import Table
from .document import as_option
from .figures import Changes, Report, Segments

VERSION = 1
"""Counts up when a key changes its meaning or disappears; new keys do not count."""


def data_of(report: Report) -> Dict[str, Any]:
    """A report as objects of JSON."""
    counted, choices = report.counted, report.choices
    made = {
        "format": "nps report",
        "version": VERSION,
        "files": counted.files,
        "rows": counted.rows,
        "columns": counted.chosen.to_dict(),
        "options": {
            "level": choices.level,
            "method": choices.method,
            "minimum": choices.minimum,
            "scale": str(counted.asked.scale),
            "missing": [*counted.asked.codes, *counted.asked.texts],
            "language": choices.language,
        },
        "assumptions": counted.chosen.said,
        "reading": [as_option(note) for note in counted.notes],
        "notes": [as_option(note) for note in report.notes],
        "total": {**report.total, "answers": list(report.answers.answers)},
        "questions": vars(report.questions),
        "segments": [_segments(segments) for segments in report.segments],
        "trend": None,
        "change": None,
        "benchmark": None,
    }
    if report.periods is not None:
        made["trend"] = {
            "every": report.periods.every,
            "periods": report.periods.table.to_dicts(),
            "slope": report.periods.slope,
            "homogeneity": report.periods.homogeneity,
        }
    if report.change is not None:
        change = report.change
        by = [_changes(each) for each in change.by]
        made["change"] = {"before": {"name": change.name, **change.before}, **change.comparison, "by": by}
    if report.standing is not None and choices.benchmark is not None:
        made["benchmark"] = {**report.standing, "benchmark": choices.benchmark}
    found: Dict[str, Any] = cleaned(made)
    return found


def _segments(segments: Segments) -> Dict[str, Any]:
    rows = rows_of(segments.table, "segment")
    for row in rows:
        rest = segments.rest.get(row["segment"])
        row["rest"] = None if rest is None else dict(rest.items())
    return {"by": segments.name, "rows": rows}


def _changes(changes: Changes) -> Dict[str, Any]:
    drivers: Optional[List[Dict[str, Any]]] = None
    if changes.drivers is not None:
        drivers = [
            {"segment": key, **{name: driver[name] for name in ("share_before", "share_after", "rate", "mix")}}
            for key, driver in changes.drivers.items()
        ]
    return {"by": changes.name, "rows": rows_of(changes.table, "segment"), "drivers": drivers}


def rows_of(table: Table, key: str) -> List[Dict[str, Any]]:
    """The rows of a table whose first column has another name."""
    first, *others = table.columns
    return [{key: row[first], **{name: row[name] for name in others}} for row in table]


def cleaned(value: Any) -> Any:
    """A value that JSON has: numbers that are not finite are null, dates are texts."""
    if isinstance(value, float):
        return value if isfinite(value) else None
    if value is None or isinstance(value, (str, int)):
        return value
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Mapping):
        return {str(name): cleaned(each) for name, each in value.items()}
    if isinstance(value, (list, tuple)):
        return [cleaned(each) for each in value]
    return str(value)


def json_of(data: Any) -> str:
    """JSON, never with NaN or Infinity."""
    return json.dumps(cleaned(data), ensure_ascii=True, allow_nan=False, indent=2) + "\n"
