# SPDX-License-Identifier: MIT
"""The commands summarize and trend: one table on standard output, notes on standard error."""

from __future__ import annotations

import sys
from argparse import Namespace
from typing import Any, Dict, List, Sequence

from .._calendar import date_of
from .._cells import in_order
from .._table import Table
from .._timeline import Timeline
from .columns import NONE, Chosen
from .counting import Counted, count
from .designs import designed
from .document import Column, as_option
from .figures import Choices, days_in, every_of, joined, measure_empty, periods_of, series_of, summarized
from .machine import json_of
from .options import choices_of, request_of
from .problems import DataProblem, UsageProblem, printable
from .tally import Groups
from .terminal import look_of, table_text, write

_EPOCH = date_of(0).toordinal()


def summarize(options: Namespace) -> None:
    """The score of the survey, or of each segment."""
    if options.by is None:
        options.by = [NONE]
    if options.date is None and options.respondent in (None, NONE):
        options.date = NONE
    if options.strata is not None or options.cluster is not None:
        _write(options, *designed(options))
        return
    counted = count(request_of(options, is_crossed=True))
    choices = choices_of(options)
    measure_empty(counted, choices)
    table = summarized(counted, choices)
    _write(options, counted.chosen, table, counted.notes)


def trend(options: Namespace) -> None:
    """The score of each period, or of a rolling window on each day."""
    if options.window is not None and options.every is not None:
        raise UsageProblem("--every and --window: one of them")
    if options.by is None:
        options.by = [NONE]
    counted = count(request_of(options, has_series=True))
    choices = choices_of(options)
    if counted.chosen.date is None:
        raise DataProblem(f"{', '.join(counted.files)}: no column of dates was found: name it with --date")
    measure_empty(counted, choices)
    table = _rolling(counted, choices, options.window) if options.window is not None else _periods(counted, choices)
    if not len(table):
        raise DataProblem(f"{', '.join(counted.files)}: no value of the column {counted.chosen.date!r} is a date")
    _write(options, counted.chosen, table, counted.notes)


def _periods(counted: Counted, choices: Choices) -> Table:
    every = every_of(counted, choices)
    if every is None:
        return Table([], [])
    return periods_of(counted, choices, every).table if not counted.chosen.by else series_of(counted, choices, every)


def _rolling(counted: Counted, choices: Choices, window: int) -> Table:
    if counted.chosen.weight is not None or counted.people is not None or choices.minimum:
        raise UsageProblem(
            "--window is for answers without --weight, --respondent and --minimum: nps.trend() has the first two"
        )
    options: Dict[str, Any] = {"scale": counted.asked.scale, **choices.options}
    days = days_in(counted.now.days)
    if not days:
        return Table([], [])
    first, last = date_of(min(days) - _EPOCH), date_of(max(days) - _EPOCH)
    series = counted.now.series
    if series is None:
        return _timeline(counted.now.days).rolling(window, first=first, last=last, **options)
    tables = {
        labels: _timeline(series.days[labels]).rolling(window, first=first, last=last, **options)
        for labels in in_order(series.days)
    }
    return joined(counted.chosen.by, tables)


def _timeline(by_day: Groups) -> Timeline:
    """The answers by day as a timeline."""
    made = Timeline()
    for (day,), group in by_day.groups().items():
        if day is not None:
            for answer, times in enumerate(group.answers):
                made.add(date_of(day - _EPOCH), answer, times)
            made.add(date_of(day - _EPOCH), None, group.missing)
            made.add(date_of(day - _EPOCH), -1, group.invalid)
    return made


def _write(options: Namespace, chosen: Chosen, table: Table, reading: Sequence[str]) -> None:
    said = [as_option(printable(note)) for note in [*chosen.said, *reading, *table.notes]]
    if options.json:
        write(json_of({"columns": chosen.to_dict(), "rows": table.to_dicts(), "notes": said}), sys.stdout)
        return
    write(table_text(columns_of(table), look_of(sys.stdout, options.width)), sys.stdout)
    for note in said:
        print(note, file=sys.stderr)


_KINDS: Dict[str, str] = {
    **dict.fromkeys("score lower upper standard_error".split(), "score"),
    **dict.fromkeys("n missing invalid promoters passives detractors effective respondents both".split(), "count"),
    "difference": "difference",
    "p_value": "p",
}
_EXTRA: Dict[str, int] = {
    **dict.fromkeys("missing invalid".split(), 1),
    **dict.fromkeys("promoters passives detractors standard_error effective".split(), 2),
    "method": 3,
    **dict.fromkeys("first last".split(), 4),
}
"""What a narrow terminal leaves out, the highest first."""


def columns_of(table: Table) -> List[Column]:
    """The columns of a table, as a terminal shows them."""
    keys = [name for name in table.columns if name not in _KINDS and name not in _EXTRA]
    return [
        Column(
            printable(name),
            _KINDS.get(name, "name" if name in keys else "text"),
            list(table[name]),
            _EXTRA.get(name, 0),
        )
        for name in table.columns
    ]
