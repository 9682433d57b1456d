# SPDX-License-Identifier: MIT
"""The figures of a report, computed from answers that were counted."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Dict, Iterable, List, Mapping, Optional, Sequence, Tuple, Union

from .. import _raw as raw
from .._accumulator import Accumulator
from .._benchmark import Benchmark
from .._calendar import check_length, date_of, period_name, read_periods
from .._cells import Labels, in_order
from .._comparison import compare, compare_benchmark
from .._counts import Counts
from .._drivers import Drivers, drivers
from .._multiplicity import adjust, segments_compare_rest
from .._results import Comparison, SegmentComparison
from .._summarize import table_of_cells
from .._table import Row, Table
from .._trend import Homogeneity, Trend, homogeneity, trend_test
from .._trend_table import spans_of
from .._weighted import weighted_compare
from ..errors import EmptyError
from .counting import Counted
from .problems import DataProblem, quoted
from .tally import Groups, Wave

_EPOCH = date_of(0).toordinal()
_EVERY = ("day", "week", "month", "quarter", "year")
_MOST_PERIODS = 31
_FURTHEST = 150 * 366
"""Days between answers that no survey has: one of them is a date such as 9999-12-31, which means none."""
LONGER = "take longer periods (--every), or leave out rows"
"""What helps if there are too many periods."""
"""Up to this number of periods a length of periods is taken unasked."""
_FEWEST_ANSWERS = 20
"""From this mean number of answers a period on."""
_PERIODS_OF_A_TREND = 3
_FEW_ANSWERS = 100
_LOW_ANSWER = 7
_TAKEN = frozenset(
    "n missing invalid promoters passives detractors score lower upper method standard_error effective withheld depth".split()
)


_NOTHING: Mapping[str, Any] = dict.fromkeys("n missing invalid promoters passives detractors".split(), 0)
"""The figures of a period without rows."""


@dataclass(frozen=True)
class Choices:
    """How figures are computed."""

    level: float = 0.95
    method: str = "auto"
    minimum: int = 0
    every: Optional[str] = None
    """The length of periods, "day" to "year"; None is to be found."""
    benchmark: Optional[Benchmark] = None
    language: str = "en"

    @property
    def options(self) -> Dict[str, Any]:
        """The options of intervals and comparisons."""
        return {"method": self.method, "level": self.level}


@dataclass(frozen=True)
class Segments:
    """The segments of one column."""

    name: str
    table: Table
    """As summarize() returns it."""
    samples: Mapping[Any, Any]
    """The counts or estimates of the segments that are shown and have answers."""
    rest: Mapping[Any, SegmentComparison]
    """Each against all others, where there are two or more."""

    @property
    def withheld(self) -> List[Any]:
        """The segments that have too few answers to be shown."""
        return [row[self.table.columns[0]] for row in self.table if row.get("withheld")]


@dataclass(frozen=True)
class Periods:
    """The score over time."""

    every: str
    table: Table
    """As trend() returns it."""
    slope: Optional[Trend]
    homogeneity: Optional[Homogeneity]


@dataclass(frozen=True)
class Changes:
    """The change of the segments of one column."""

    name: str
    table: Table
    """As change() returns it."""
    drivers: Optional[Drivers]


@dataclass(frozen=True)
class Change:
    """The change from an earlier survey."""

    name: str
    """What the earlier survey is called."""
    before: Row
    comparison: Comparison
    by: Sequence[Changes]


@dataclass(frozen=True)
class Questions:
    """Three answers: "yes", "no" or "not known"."""

    higher: Optional[str]
    rising: Optional[str]
    above_zero: str


@dataclass
class Report:
    """Everything that a report says, in figures."""

    counted: Counted
    choices: Choices
    total: Row
    answers: Accumulator
    sample: Any
    """The counts or the estimate of all answers."""
    questions: Questions
    segments: List[Segments] = field(default_factory=list)
    periods: Optional[Periods] = None
    change: Optional[Change] = None
    standing: Optional[Comparison] = None
    """The difference from the benchmark."""
    notes: List[str] = field(default_factory=list)
    """What looks wrong, or is to be known of the figures."""


def measure(counted: Counted, choices: Choices) -> Report:
    """The figures of a report."""
    table = measure_empty(counted, choices)
    total = table[0]
    sample = _samples(counted, counted.now.total)[""]
    notes = [*table.notes, *_doubts(counted.now.all)]
    change = _change(counted, choices, notes)
    benchmark = choices.benchmark
    standing = None
    if benchmark is not None:
        standing = compare_benchmark(
            sample,
            benchmark.score,
            respondents=benchmark.respondents or 0,
            scale=counted.asked.scale,
            **choices.options,
        )
    questions = _questions(total, standing, None if change is None else change.comparison, choices)
    report = Report(counted, choices, total, counted.now.all, sample, questions, notes=notes)
    report.change, report.standing = change, standing
    for name, groups in counted.now.by.items():
        report.segments.append(_segments(counted, name, groups, choices, notes))
    report.periods = _periods(counted, choices, notes)
    return report


def measure_empty(counted: Counted, choices: Choices) -> Table:
    """The table of all answers; refuses a survey without any."""
    table = _table(counted, counted.now.total, None, choices)
    _refuse_empty(counted, table[0] if len(table) else Row(), choices)
    return table


def _refuse_empty(counted: Counted, total: Row, choices: Choices) -> None:
    where, column = ", ".join(counted.files), quoted(counted.chosen.answer)
    answers = counted.now.all
    if not answers.n:
        raise DataProblem(
            f"{where}: the column {column} holds no answers ({answers.missing} missing, {answers.invalid} invalid), "
            "so there is no score: is it the right column (--answer), the right scale (--scale)?"
        )
    if total.get("withheld"):
        raise DataProblem(
            f"{where}: there are fewer than {choices.minimum} answers, so that nothing may be shown (--minimum)"
        )
    if total.score is None:
        raise DataProblem(f"{where}: the weights of all answers are 0, so there is no score")


def _doubts(answers: Accumulator) -> Iterable[str]:
    if answers.n < _FEW_ANSWERS:
        yield f"few answers ({answers.n}): the interval says how little is known"


# ---- tables ----


def _samples(counted: Counted, groups: Groups) -> Dict[Any, Any]:
    """The counts or the estimate of each group that has answers."""
    if groups.weighted is None:
        return {labels[0]: group.counts(counted.asked.scale) for labels, group in groups.groups().items() if group.n}
    found: Dict[Any, Any] = {}
    for label, weighted in groups.weighted.items():
        try:
            found[label] = weighted.read(counted.asked.scale)
        except EmptyError:
            pass
    return found


def _table(counted: Counted, groups: Groups, name: Union[str, Tuple[str, ...], None], choices: Choices) -> Table:
    """The table of groups, as summarize() makes it: of all answers, of one key, or of several together."""
    samples = _samples(counted, groups)
    minimum = choices.minimum
    names = () if name is None else (name,) if isinstance(name, str) else name

    def estimates(rows: Dict[int, Labels]) -> Dict[int, Any]:
        if isinstance(name, tuple):
            return {place: samples[keys] for place, keys in rows.items() if keys in samples}
        keyed = {place: keys[0] if keys else "" for place, keys in rows.items() if keys or name is None}
        return {place: samples[key] for place, key in keyed.items() if key in samples}

    made = table_of_cells(
        counted.cells(groups, tuple(map(column_name, names)), isinstance(name, tuple)),
        counted.asked,
        None if groups.weighted is None else estimates,
        options=choices.options,
        minimum=minimum,
        subtotals=bool(minimum) and name is not None,  # the total is shown too
    )
    if not minimum or name is None:
        return made
    columns = [column for column in made.columns if column != "depth"]
    rows = [[row[column] for column in columns] for row in made if row["depth"] == len(names)]
    return Table(columns, rows, notes=made.notes)


def column_name(name: str) -> str:
    """The name of a column of keys in a table, which has columns of its own."""
    return f"{name} " if name in _TAKEN else name


def summarized(counted: Counted, choices: Choices) -> Table:
    """The table of all answers, or of each combination of segments."""
    if counted.now.crossed is None:
        return _table(counted, counted.now.total, None, choices)
    return _table(counted, counted.now.crossed, tuple(counted.chosen.by), choices)


# ---- segments ----


def _segments(counted: Counted, name: str, groups: Groups, choices: Choices, notes: List[str]) -> Segments:
    table = _table(counted, groups, name, choices)
    notes += [note for note in table.notes if note not in notes]
    key = table.columns[0]
    shown = [row[key] for row in table if not row.get("withheld")]
    all_samples = _samples(counted, groups)
    samples = {label: all_samples[label] for label in shown if label in all_samples}
    rest: Mapping[Any, SegmentComparison] = {}
    if len(samples) > 1 and len(shown) == len(table):  # each rest would give away what is withheld
        options = {**choices.options, "method": "auto" if choices.method == "exact" else choices.method}
        rest = segments_compare_rest(samples, scale=counted.asked.scale, **options)
    return Segments(name, table, samples, rest)


# ---- over time ----


def _periods(counted: Counted, choices: Choices, notes: List[str]) -> Optional[Periods]:
    every = every_of(counted, choices)
    if every is None:
        return None
    days = days_in(counted.now.days)
    if choices.every is None and max(days) - min(days) > _FURTHEST:
        notes.append(
            f"there is no trend, because the dates go from {date_of(min(days) - _EPOCH)} to {date_of(max(days) - _EPOCH)}: "
            "correct what is no day of an answer (--every shows the years all the same)"
        )
        return None
    periods = periods_of(counted, choices, every)
    if len(periods.table) < 2:
        if choices.every is None:
            notes.append(f"all answers are of one {every}: there is no trend (--every: other periods)")
            return None
    return periods


def every_of(counted: Counted, choices: Choices) -> Optional[str]:
    """The length of the periods, as asked for or as fits; None without dates."""
    days = [labels[0] for labels in counted.now.days.groups() if labels[0] is not None]
    if counted.chosen.date is None or not days:
        return None
    return choices.every or _fitting_every(min(days), max(days), counted.now.all.n)


def _fitting_every(first: int, last: int, answers: int) -> str:
    """A length of periods that gives neither too many of them nor too few answers in each."""
    for every in _EVERY:
        count = int(raw.nps_periods_count(read_periods(every, None), first - _EPOCH, last - _EPOCH))
        if count <= _MOST_PERIODS and answers >= _FEWEST_ANSWERS * count:
            return every
    return _EVERY[-1]


def periods_of(counted: Counted, choices: Choices, every: str) -> Periods:
    """The score of each period."""
    by_day = _wave_by_person(counted, every).days if counted.people is not None else counted.now.days
    return _periods_of_days(counted, choices, every, by_day, days_in(by_day))


def days_in(groups: Groups) -> List[int]:
    """The days of groups by day."""
    return [labels[0] for labels in groups.groups() if labels[0] is not None]


def series_of(counted: Counted, choices: Choices, every: str) -> Table:
    """The score of each period of each combination of segments, from the first period of all to the last one."""
    wave = counted.now if counted.people is None else _wave_by_person(counted, every)
    assert wave.series is not None
    found = wave.series.days
    if counted.people is not None:
        found = {**{labels: Groups(False) for labels in counted.people.segments()}, **found}
    days = [day for groups in found.values() for day in days_in(groups)]
    if days:
        check_length(read_periods(every, None), min(days) - _EPOCH, max(days) - _EPOCH, LONGER, len(found))
    tables = {
        labels: _periods_of_days(counted, choices, every, found[labels], days).table for labels in in_order(found)
    }
    return joined(counted.chosen.by, tables)


def joined(by: Sequence[str], tables: Mapping[Tuple[Any, ...], Table]) -> Table:
    """The tables of combinations of segments as one, with a column for each key."""
    columns: Dict[str, None] = dict.fromkeys(name for table in tables.values() for name in table.columns)
    rows = [[*labels, *(row.get(name) for name in columns)] for labels, table in tables.items() for row in table]
    notes = dict.fromkeys(note for table in tables.values() for note in table.notes)
    return Table([*(f"{name} " if name in columns else name for name in by), *columns], rows, notes=notes)


def _periods_of_days(counted: Counted, choices: Choices, every: str, by_day: Groups, days: Sequence[int]) -> Periods:
    """The score of each period from the first to the last of some days."""
    columns = [
        "period",
        "first",
        "last",
        *"n missing invalid promoters passives detractors score lower upper method".split(),
    ]
    if not days:
        return Periods(every, Table(columns, []), None, None)
    periods = read_periods(every, None)
    check_length(periods, min(days) - _EPOCH, max(days) - _EPOCH, LONGER)
    spans = spans_of(periods, min(days) - _EPOCH, max(days) - _EPOCH)
    starts = {day: int(raw.nps_periods_find(periods, day - _EPOCH).first) for day in days_in(by_day)}
    groups = by_day.merged(starts.get)
    table = _table(counted, groups, "first", choices)
    rows: Dict[int, Mapping[str, Any]] = {row["first"]: row for row in table}
    unit = periods[0]
    more = [name for name in table.columns if name in ("standard_error", "effective", "withheld")]
    made = []
    for first, last in spans:
        row: Mapping[str, Any] = rows.get(first, _NOTHING)
        figures = [row.get(name) for name in (*columns[3:], *more)]
        made.append([period_name(unit, first), date_of(first), date_of(last), *figures])
    shown = [first for first, _ in spans if not rows.get(first, _NOTHING).get("withheld")]
    samples = _samples(counted, groups)
    members = [samples.get(first) for first in shown]
    slope = tested = None
    if sum(member is not None for member in members) >= _PERIODS_OF_A_TREND and len(shown) == len(spans):
        slope = trend_test(members, scale=counted.asked.scale, level=choices.level)
        tested = homogeneity(members, scale=counted.asked.scale)
    notes = [note for note in table.notes if "withheld" in note]
    return Periods(every, Table([*columns, *more], made, notes=notes), slope, tested)


def _wave_by_person(counted: Counted, every: str) -> Wave:
    """The answers by day, of which the latest of each person in each period counts."""
    assert counted.people is not None
    periods = read_periods(every, None)

    def period_of(day: int) -> int:
        return int(raw.nps_periods_find(periods, day - _EPOCH).first)

    made = Wave(counted.chosen.by, counted.chosen.weight is not None, False, counted.now.series is not None)
    for rows in counted.people.rows(counted.people.kept(period_of)):
        days = rows.days or []
        made.add(rows.taken([row for row, day in enumerate(days) if day is not None and day >= counted.first_day]))
    return made


# ---- the change ----


def _change(counted: Counted, choices: Choices, notes: List[str]) -> Optional[Change]:
    if counted.before is None:
        return None
    name, wave = counted.before_name, counted.before
    table = _table(counted, wave.total, None, choices)
    if not wave.all.n or table[0].get("withheld") or table[0].score is None:
        why = f"{wave.all.missing} missing, {wave.all.invalid} invalid" if not wave.all.n else "too few"
        raise DataProblem(f"{name}: the earlier survey has no answers to compare with ({why})")
    notes += [f"{name}: {note}" for note in table.notes if note not in notes]
    options = {**choices.options, "method": _comparing(choices.method)}
    comparison = _compared(_samples(counted, counted.now.total)[""], _samples(counted, wave.total)[""], options)
    by = [_changes(counted, wave, name, choices, options) for name in counted.now.by]
    return Change(name, table[0], comparison, by)


def _comparing(method: str) -> str:
    """The method of comparisons: the exact one takes small samples only."""
    return "auto" if method == "exact" else method


def _compared(now: Any, before: Any, options: Dict[str, Any]) -> Comparison:
    """The change, later minus earlier."""
    if isinstance(now, Counts):
        return compare(now, before, **options)
    return weighted_compare(now, before, **options)


_CHANGES = "n_before n_after score_before score_after difference lower upper p_value adjusted method".split()


def _changes(counted: Counted, wave: Wave, name: str, choices: Choices, options: Dict[str, Any]) -> Changes:
    """The change of each segment; the intervals hold together, at the level 1 - (1 - level) / m for m segments."""
    tables = [_table(counted, groups, name, choices) for groups in (wave.by[name], counted.now.by[name])]
    withheld = {row[table.columns[0]] for table in tables for row in table if row.get("withheld")}
    samples = [_samples(counted, groups) for groups in (wave.by[name], counted.now.by[name])]
    both = [label for label in samples[1] if label in samples[0] and label not in withheld]
    each = {**options, "level": 1 - (1 - choices.level) / max(1, len(both))}
    found = {label: _compared(samples[1][label], samples[0][label], each) for label in both}
    adjusted = dict(zip(found, adjust([comparison.p_value for comparison in found.values()]))) if found else {}
    rows: List[List[Any]] = []
    for row in tables[1]:
        label = row[tables[1].columns[0]]
        if label not in found:
            continue
        before = next(each for each in tables[0] if each[tables[0].columns[0]] == label)
        made = found[label]
        figures = [made.difference, made.lower, made.upper, made.p_value, adjusted[label], made.method]
        rows.append([label, before.n, row.n, before.score, row.score, *figures])
    split = None
    if len(both) > 1 and not withheld and isinstance(samples[1][both[0]], Counts):
        split = drivers(samples[0], samples[1], level=choices.level, method=options["method"])
    return Changes(name, Table([column_name(name), *_CHANGES], rows), split)


# ---- questions ----


def _questions(total: Row, standing: Optional[Comparison], change: Optional[Comparison], choices: Choices) -> Questions:
    """Is it higher than the benchmark, is it rising, is it above zero? Each at the level by itself."""
    return Questions(
        None if standing is None else _verdict(standing.lower, standing.upper),
        None if change is None else _verdict(change.lower, change.upper),
        _verdict(total.lower, total.upper),
    )


def _verdict(lower: float, upper: float) -> str:
    return "yes" if lower > 0 else "no" if upper < 0 else "not known"
