# SPDX-License-Identifier: MIT
"""The score of a frame over time, by period or in a rolling window, of all answers or of one answer a person."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import Any, Dict, Iterable, List, NamedTuple, Optional, Sequence, Tuple

from . import _raw as raw
from ._accumulator import Accumulator
from ._calendar import DAYS, Every, check_length, date_of, day_of, period_name, read_days, read_periods, read_window
from ._cells import Answers, Asked, asked_of, in_order, read_answers_of, row_keys
from ._documentation import documented
from ._figures import figures_of
from ._frame import ColumnName, Columns, Frame, read_frame, values_of
from ._keys import Keys, read_keys
from ._notes import invalid_notes, scale_notes
from ._numbers import Real
from ._respondents import Respondents
from ._scale import ScaleName
from ._segments import SUMMARY
from ._shown import numbered, short
from ._survey import Survey
from ._table import Table
from ._timeline import Timeline
from ._weighted import Weighted
from ._weighted_cells import Design, estimate_cells, weights_of
from ._weighted_windows import weighted_windows
from .errors import RuleError

_PERIOD = ["period", "first", "last"]
_WEIGHTED = ["standard_error", "effective"]
_REMEDY = "leave out rows, or take longer periods"
_MISSING: int = raw.NPS_ANSWER_MISSING
_ADDED: Dict[int, Optional[int]] = {_MISSING: None, raw.NPS_ANSWER_INVALID: -1}
"""What is added for answers that are none."""


@documented()
def trend(
    frame: Columns,
    answer: ColumnName,
    date: ColumnName,
    *,
    every: Every = "month",
    window: Optional[Every] = None,
    by: Keys = None,
    respondent: ColumnName = None,
    keep: str = "latest",
    weight: ColumnName = None,
    strata: ColumnName = None,
    cluster: ColumnName = None,
    day_first: Optional[bool] = None,
    scale: ScaleName = "0_10",
    missing_codes: Iterable[Any] = (),
    labels: Optional[Mapping[Any, Optional[int]]] = None,
    method: str = "auto",
    level: Real = 0.95,
) -> Table:
    """The score over time: of each period, or on each day that of a rolling window.

    Periods without answers are rows too, from the first period of all segments to the last one.

    Parameters
    ----------
    frame
        As for summarize().
    answer
        The column of answers, by name or as values.
    date
        The column of dates: dates, times, numbers of days since 1970-01-01, or texts. The notes say how texts such as
        "3/4/2026" were read.
    every
        "day", "week" (ISO, from Monday on), "month", "quarter", "half" or "year"; or a number of days.
    window
        The number of days of a rolling window, such as 90 or "90d", instead of periods.
    by
        The keys of segments that have a series each, as for summarize().
    respondent
        The column of persons, of whom one answer counts: in each period, in one segment only, or in each window of
        each segment. Rows without a person are left out, and the notes say how many. None: every row counts.
    keep
        Which answer of a person counts, "latest" or "first". Of rows of one day the last one is the latest. A missing
        or invalid answer never replaces an answer.
    weight
        The column of weights. In a rolling window every row counts, not one of each person.
    strata
        The column of strata, for periods only.
    cluster
        The column of clusters, for periods only.
    day_first
        Whether texts such as "3/4/2026" have the day first. None: as the other dates show.
    missing_codes
        Integers and texts that mean "no answer".
    labels
        What texts among the answers mean, as for parse_answers().

    Returns
    -------
    Table
        A row for each segment and period with its keys, period (its name), first, last (its days), n, missing, invalid,
        promoters, passives, detractors, score, lower, upper and method; with weights also standard_error and effective.
        A segment has at most 40,000 rows, and all of them together have 200,000.

    Raises
    ------
    KeyError
        There is no such column.
    ValueError
        The columns have different lengths.

    Examples
    --------
    >>> survey = {"answer": [9, 3, 10, 8], "day": ["2026-01-05", "2026-01-20", "2026-03-02", "2026-03-31"]}
    >>> table = nps.trend(survey, "answer", "day")
    >>> table["period"], table["score"]
    (('2026-01', '2026-02', '2026-03'), (0.0, None, 50.0))
    >>> nps.trend(survey, "answer", "day", window="30d")[-1].n
    2
    """
    asked = asked_of(scale, missing_codes, labels)
    keys = read_keys(frame, by, (*_PERIOD, *SUMMARY[1:], *_WEIGHTED))
    if keep not in ("latest", "first"):
        raise RuleError(f'keep must be "latest" or "first", not {short(keep)}')
    read = read_frame(frame, answer, date, respondent, weight, strata, cluster, *(column for _, column in keys))
    options = {"method": method, "level": level}
    design = Design(weight, strata, cluster)
    if not keys and respondent is None and all(each is None for each in design):
        if _has_days(read.column(date, "date"), isinstance(read.native, Survey)):
            return _of_timeline(read, answer, date, asked, every, window, options)
    rows = _Rows.read(read, answer, date, respondent, keys, asked, day_first)
    if window is not None:
        weights = _weights(rows, read, design)
        columns, lines, notes = _rolling(rows, read_window(window, "window"), keep, weights, asked.scale, options)
    else:
        columns, lines, notes = _by_period(rows, read_periods(every, None), keep, read, design, keys, asked, options)
    names = [name for name, _ in keys]
    return Table([*names, *columns], lines, notes=[*rows.notes, *notes], kind=read.kind)


def _has_days(column: Any, is_file: bool) -> bool:
    """Whether it is a column of days, of times or, outside files, of numbers of days of a library of frames."""
    dtype = getattr(column, "dtype", None)
    named = str(getattr(column, "type", "" if dtype is None else dtype)).lower()
    return named.startswith(("date", "timestamp")) or (named.startswith(("int", "uint")) and not is_file)


def _of_timeline(
    frame: Frame,
    answer: Any,
    date: Any,
    asked: Asked,
    every: Every,
    window: Optional[Every],
    options: Dict[str, Any],
) -> Table:
    """The trend of all answers, whose days are a column."""
    answers = read_answers_of(frame.column(answer, "answer"), asked)
    timeline = Timeline(missing_codes=[_MISSING])
    timeline.update(frame.column(date, "date"), answers.bins)
    undated = sum(timeline.undated._counters())
    notes = [f"{numbered(undated, 'row')} without a date left out"] if undated else []
    notes += _answer_notes(answers, asked)
    options = {**options, "scale": asked.scale}
    if timeline.span is not None:
        first, last = map(day_of, timeline.span)
        check_length(read_periods(every, None) if window is None else DAYS, first, last, _REMEDY)
    table = timeline.periods(every, **options) if window is None else timeline.rolling(window, **options)
    return Table(table.columns, [list(row.values()) for row in table], notes=[*notes, *table.notes], kind=frame.kind)


class _Rows(NamedTuple):
    """The rows that have a day and, where one answer a person counts, a person."""

    bins: bytes
    days: List[int]
    people: Optional[List[Any]]
    keys: List[Tuple[Any, ...]]
    places: List[int]
    """The place of each row in the frame."""
    notes: List[str]

    @classmethod
    def read(
        cls,
        frame: Frame,
        answer: Any,
        date: Any,
        respondent: Any,
        keys: Sequence[Tuple[str, Any]],
        asked: Asked,
        day_first: Optional[bool],
    ) -> _Rows:
        answers = read_answers_of(frame.column(answer, "answer"), asked)
        length = len(answers.bins)
        days, notes = _days_of(frame.column(date, "date"), day_first, isinstance(frame.native, Survey))
        people = None if respondent is None else values_of(frame.column(respondent, "respondent"))
        for name, column in (("date", days), ("respondent", people)):
            if column is not None and len(column) != length:
                raise ValueError(f"the column of {name} has {len(column)} rows, and there are {length} answers")
        labels = row_keys(frame, keys, length)
        there = [row for row in range(length) if days[row] is not None and (people is None or people[row] is not None)]
        undated = sum(day is None for day in days)
        if undated:
            notes.append(f"{numbered(undated, 'row')} without a date left out")
        if people is not None and length - len(there) > undated:
            notes.append(f"{numbered(length - len(there) - undated, 'row')} without a person left out")
        notes += _answer_notes(answers, asked)
        return cls(
            bytes(answers.bins[row] for row in there),
            [days[row] or 0 for row in there],
            None if people is None else [people[row] for row in there],
            [labels[row] for row in there],
            there,
            notes,
        )

    def segments(self) -> List[Tuple[Any, ...]]:
        """The keys of all segments in order."""
        return in_order(self.keys)


def _answer_notes(answers: Answers, asked: Asked) -> List[str]:
    total = Accumulator(answers.bins, missing_codes=[_MISSING])
    return [*scale_notes(total, asked), *invalid_notes(total, answers.invalid)]


def _days_of(column: Any, day_first: Optional[bool], is_file: bool) -> Tuple[List[Optional[int]], List[str]]:
    """The days since 1970 of a column of dates; texts are read, and so are numbers in files, and the notes
    say how."""
    values = None if _has_days(column, is_file) else values_of(column)
    if values is not None and (is_file or any(isinstance(value, str) for value in values)):
        from ._dates import read_dates  # slow to import, and needed for texts only

        found = read_dates(values, day_first)
        notes = list(found.notes)
        if found.unread:
            named = ", ".join(f"{text!r} {times}" for text, times in list(found.unread.items())[:5])
            notes.append(f"{numbered(sum(found.unread.values()), 'date')} could not be read: {named}")
        return [None if day is None else day_of(day) for day in found.dates], notes
    days, mask, codes = read_days(column if values is None else values).column
    numbers = days.tolist() if hasattr(days, "tolist") else list(days)
    if mask is not None:
        numbers = [None if is_masked else number for number, is_masked in zip(numbers, memoryview(mask).tolist())]
    none = frozenset(codes)
    return [None if number is None or number in none else int(number) for number in numbers], []


# ---- one answer a person ----


def _kept(rows: _Rows, groups: Sequence[Any], keep: str) -> List[int]:
    """The rows that count: one for each person in each of `groups`, the latest or the first."""
    people = rows.people or ()
    chosen: Dict[Tuple[Any, Any], int] = {}
    for row, person in enumerate(people):
        at = person, groups[row]
        other = chosen.get(at)
        if other is None or _wins(rows, row, other, keep):
            chosen[at] = row
    return sorted(chosen.values())


def _wins(rows: _Rows, row: int, other: int, keep: str) -> bool:
    """Whether a later row of the file replaces an earlier one of the same person."""
    mine, theirs = (rows.bins[each] < _MISSING for each in (row, other))
    if mine != theirs:
        return mine
    is_later = rows.days[row] >= rows.days[other]
    return is_later if keep == "latest" or not mine else not is_later  # of rows without an answer the latest counts


# ---- periods ----


def _by_period(
    rows: _Rows,
    periods: Tuple[int, int, int],
    keep: str,
    frame: Frame,
    design: Design,
    keys: Sequence[Tuple[str, Any]],
    asked: Asked,
    options: Dict[str, Any],
) -> Tuple[List[str], List[List[Any]], List[str]]:
    is_weighted = any(each is not None for each in design)
    columns = [*_PERIOD, *SUMMARY[1:], *(_WEIGHTED if is_weighted else [])]
    if not rows.days:
        return columns, [], []
    check_length(periods, min(rows.days), max(rows.days), _REMEDY, len(rows.segments()))
    spans = spans_of(periods, min(rows.days), max(rows.days))
    first_of: Dict[int, int] = {}
    for day in set(rows.days):
        first_of[day] = raw.nps_periods_find(periods, day).first
    starts = [first_of[day] for day in rows.days]
    at = list(range(len(starts))) if rows.people is None else _kept(rows, starts, keep)
    wanted = [(segment, span) for segment in rows.segments() for span in spans]
    counted = _counted(rows, at, starts)
    found = {place: counted.get((segment, span[0]), Accumulator()) for place, (segment, span) in enumerate(wanted)}
    samples: Dict[int, Any] = {place: group.counts(asked.scale) for place, group in found.items() if group.n}
    if is_weighted:
        samples = _estimates(rows, at, starts, frame, design, asked, {place: wanted[place] for place in samples})
    figures = figures_of(samples, options)
    lines = []
    for place, (segment, (first, last)) in enumerate(wanted):
        group = found[place]
        about = [period_name(periods[0], first), date_of(first), date_of(last), group.n, group.missing, group.invalid]
        line = [*segment, *about, *figures.get(place, (0, 0, 0, None, None, None, None))]
        if is_weighted:
            estimate = samples.get(place)
            line += [None, None] if estimate is None else [estimate.standard_error, estimate.effective]
        lines.append(line)
    return columns, lines, []


def _counted(rows: _Rows, at: List[int], starts: List[int]) -> Dict[Tuple[Any, int], Accumulator]:
    """The answers of each segment and period."""
    columns = rows.keys, starts, rows.bins
    if len(at) < len(starts):
        columns = [rows.keys[row] for row in at], [starts[row] for row in at], bytes(rows.bins[row] for row in at)
    counts: Dict[Tuple[Any, int], List[int]] = {}
    for (segment, start, answer), times in Counter(zip(*columns)).items():
        counts.setdefault((segment, start), [0] * (raw.NPS_ANSWERS + 2))[answer] += times
    return {place: Accumulator._around(raw.nps_accumulator(tuple(each)), ()) for place, each in counts.items()}


def spans_of(periods: Tuple[int, int, int], first: int, last: int) -> List[Tuple[int, int]]:
    """The first and the last day of each period from that of one day to that of another."""
    spans = []
    day = first
    while day <= last:
        found = raw.nps_periods_find(periods, day)
        spans.append((found.first, found.last))
        day = found.last + 1
    return spans


def _estimates(
    rows: _Rows,
    at: List[int],
    starts: List[int],
    frame: Frame,
    design: Design,
    asked: Asked,
    wanted: Dict[int, Tuple[Tuple[Any, ...], Tuple[int, int]]],
) -> Dict[int, Any]:
    """The estimates of periods, of the rows that count; the others are no part of the design."""
    columns = {
        name: None if column is None else values_of(frame.column(column, name))
        for name, column in design._asdict().items()
    }
    kept = Design(
        *(None if column is None else [column[rows.places[row]] for row in at] for column in columns.values())
    )
    answers = [None if rows.bins[row] == _MISSING else rows.bins[row] for row in at]
    keys = [[(*rows.keys[row], starts[row])[place] for row in at] for place in range(len(rows.keys[0]) + 1)]
    named = [(str(place), column) for place, column in enumerate(keys)]
    labels = {place: (*segment, span[0]) for place, (segment, span) in wanted.items()}
    return dict(
        estimate_cells(read_frame(None), answers, named, kept, asked._replace(labels=None, texts=()), labels).items
    )


# ---- windows ----


def _weights(rows: _Rows, frame: Frame, design: Design) -> Optional[List[float]]:
    """The weights of rows in windows, if there are any."""
    if design.strata is not None or design.cluster is not None:
        raise ValueError("strata and clusters are for periods: leave out window=")
    if design.weight is None:
        return None
    if rows.people is not None:
        raise ValueError(
            "one answer a person is for windows without weights: leave out window=, respondent= or weight="
        )
    return weights_of(frame, design.weight, rows.places)


def _rolling(
    rows: _Rows,
    days: int,
    keep: str,
    weights: Optional[List[float]],
    scale: ScaleName,
    options: Dict[str, Any],
) -> Tuple[List[str], List[List[Any]], List[str]]:
    columns = [*_PERIOD, *SUMMARY[1:], *(_WEIGHTED if weights is not None else [])]
    if not rows.days:
        return columns, [], []
    first, last = min(rows.days), max(rows.days)
    check_length(DAYS, first, last, _REMEDY, len(rows.segments()))
    lines: List[List[Any]] = []
    notes: Tuple[str, ...] = ()
    for segment in rows.segments():
        at = [row for row, keys in enumerate(rows.keys) if keys == segment]
        dates = [rows.days[row] for row in at]
        bins = bytes(rows.bins[row] for row in at)
        if rows.people is None:
            timeline = Timeline(missing_codes=[_MISSING])
            timeline.update(dates, bins)
            plain = {} if weights is not None else options
            table = timeline.rolling(days, first=first, last=last, scale=scale, **plain)
            if weights is not None:
                by_day = _weighted_days(dates, bins, [weights[row] for row in at])
                table = weighted_windows(table, by_day, days, scale, options)
        else:
            people = Respondents(keep, missing_codes=[_MISSING])
            people.update(_ids(rows.people[row] for row in at), dates, bins)
            table = people.rolling(days, first=first, last=last, scale=scale, **options)
        lines += [[*segment, *row.values()] for row in table]
        notes = table.notes
    return columns, lines, list(notes)


def _weighted_days(dates: List[int], bins: bytes, weights: List[float]) -> Dict[int, Weighted]:
    found: Dict[int, Weighted] = {}
    for day, answer, weight in zip(dates, bins, weights):
        if day not in found:
            found[day] = Weighted(missing_codes=[_MISSING])
        found[day].add(_ADDED.get(answer, answer), weight)
    return found


def _ids(people: Iterable[Any]) -> List[Any]:
    """Persons as texts, or as integers if all are."""
    listed = list(people)
    if all(isinstance(person, int) and not isinstance(person, bool) for person in listed):
        return listed
    return [person if isinstance(person, str) else str(person) for person in listed]
