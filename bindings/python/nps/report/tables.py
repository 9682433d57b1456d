# SPDX-License-Identifier: MIT
"""The commands summarize and trend: one table on standard output, notes on standard error."""

from __future__ import annotations

import sys
from argparse import Namespace
from datetime import date
from typing import Any, Dict, List, Sequence

from .._calendar import DAYS, check_length, date_of
from .._cells import in_order
from .._respondents import Respondents
from .._table import Table
from .._timeline import Timeline
from .._weighted_windows import weighted_windows
from .columns import NONE, Chosen
from .counting import Counted, count
from .designs import designed
from .document import Column, as_option
from .figures import LONGER, Choices, days_in, every_of, joined, measure_empty, periods_of, series_of, summarized
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
    if choices.minimum:
        raise UsageProblem(
            "--window is without --minimum: windows overlap, so that what one withholds could be computed from the next"
        )
    if counted.people is not None and counted.chosen.weight is not None:
        raise UsageProblem("--window counts one answer a person, or weights: leave out --weight, or --respondent -")
    days = days_in(counted.now.days) if counted.people is None else counted.people.days()
    if not days:
        return Table([], [])
    if counted.people is not None:
        series = len(counted.people.segments()) if counted.chosen.by else 1
    else:
        series = 1 if counted.now.series is None else len(counted.now.series.days)
    check_length(DAYS, min(days) - _EPOCH, max(days) - _EPOCH, LONGER, series)
    window_of = _Windows(counted, choices, window, date_of(min(days) - _EPOCH), date_of(max(days) - _EPOCH))
    if counted.people is not None:
        people = counted.people.respondents()
        if not counted.chosen.by:
            return window_of.people(people[()])
        return joined(counted.chosen.by, {labels: window_of.people(people[labels]) for labels in in_order(people)})
    if counted.now.series is None:
        return window_of.answers(counted.now.days)
    found = counted.now.series.days
    tables = {labels: window_of.answers(found[labels]) for labels in in_order(found)}
    return joined(counted.chosen.by, tables)


class _Windows:
    """The tables of rolling windows from one day to another."""

    def __init__(self, counted: Counted, choices: Choices, window: int, first: date, last: date) -> None:
        self._scale, self._figures, self._window = counted.asked.scale, choices.options, window
        self._span: Dict[str, Any] = {"first": first, "last": last, "scale": self._scale}

    def people(self, people: Respondents) -> Table:
        """One answer a person in each window."""
        return people.rolling(self._window, **self._span, **self._figures)

    def answers(self, by_day: Groups) -> Table:
        """All answers, with their weights where there are any."""
        timeline = _timeline(by_day)
        if by_day.weighted is None:
            return timeline.rolling(self._window, **self._span, **self._figures)
        weighted = {day - _EPOCH: answers for day, answers in by_day.weighted.items() if day is not None}
        counts = timeline.rolling(self._window, **self._span)
        return weighted_windows(counts, weighted, self._window, self._scale, self._figures)


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
