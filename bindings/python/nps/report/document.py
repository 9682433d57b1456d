# SPDX-License-Identifier: MIT
"""What a report says, in order: sections with sentences and tables, which the terminal, the page and the workbook show.

The words of headings are those of labels(), and sentences those of sentences.py; notes on the data are English.
"""

from __future__ import annotations

import os
import re
from dataclasses import dataclass, field, replace
from typing import Any, Dict, Iterable, Iterator, List, Optional, Sequence, Tuple

from .. import _raw as raw
from .._composition import shares_round
from .._labels import labels
from .._results import Comparison
from .._scale import limits_of
from .._shown import points
from .._table import Table
from .figures import Changes, Periods, Report, Segments
from .problems import printable
from .sentences import SENTENCES

Groups = Tuple[float, float, float]
"""Detractors, passives and promoters, in the order in which they are drawn."""


@dataclass(frozen=True)
class Column:
    """A column of a table. Its values are numbers as they are; `kind` says how they are shown."""

    head: str
    kind: str
    """ "name", "text", "count", "score", "difference", "p", "share", "interval" or "bar"."""
    values: Sequence[Any]
    extra: int = 0
    """0 for a column that is always shown; the higher, the earlier a narrow terminal leaves it out."""
    between: str = "{} to {}"
    """How an interval is written."""

    @property
    def is_number(self) -> bool:
        """Whether it is aligned at the right."""
        return self.kind not in ("name", "text", "bar")


@dataclass(frozen=True)
class Section:
    """A part of a report."""

    key: str
    """ "score", "notes", "reading", "shares", "histogram", "benchmark", "change", "changes", "segments", "trend",
    "limits"."""
    title: str
    sentences: Sequence[str] = ()
    items: Sequence[str] = ()
    """Remarks, one a line."""
    columns: Sequence[Column] = ()
    below: Sequence[str] = ()
    """What is to be known of the table."""
    about: Any = None
    """The figures that a picture is made of."""
    narrow: str = "(too narrow for: {columns})"
    """What is said of columns that a terminal has no room for."""

    @property
    def rows(self) -> int:
        """The number of rows of the table."""
        return len(self.columns[0].values) if self.columns else 0


@dataclass
class Document:
    """A report in words."""

    title: str
    language: str
    words: Dict[str, str]
    said: Dict[str, str]
    """The sentences of the language."""
    score: str
    """The score, for the headline."""
    interval: str
    groups: Groups
    sections: List[Section] = field(default_factory=list)


def write(report: Report) -> Document:
    """A report in words."""
    words, code = labels(report.choices.language), _code(report.choices.language)
    said = SENTENCES[code]
    level = f"{100 * report.choices.level:g} %"
    total = report.total
    made = Document(
        f"{titled(words['nps'])}: {', '.join(map(os.path.basename, report.counted.files))}",
        code,
        words,
        said,
        points(total.score, ".1f"),
        interval_text(total, said["range"]),
        _groups(total),
    )
    sections = [
        _score(report, words, said, level),
        *_notes(report, words),
        _reading(report, words, said),
        _shares(report, words),
        *_answers(report, words),
        *_benchmark(report, words, said, level),
        *_change(report, words, said, level),
        *(_segments(segments, words, said, level) for segments in report.segments),
        *_trend(report, words, said, level),
        _limits(report, said),
    ]
    made.sections = [replace(section, narrow=said["narrow"]) for section in sections]
    return made


def _code(language: str) -> str:
    """The code of a language as HTML has it."""
    return str(raw.nps_language_string(_number(language)))


def _number(language: str) -> int:
    from .._labels import language_number

    return language_number(language)


# ---- figures as texts ----


def titled(text: str) -> str:
    """A text with a capital letter."""
    return text[:1].upper() + text[1:]


def interval_text(row: Any, between: str = "{} to {}") -> str:
    """The bounds of an interval."""
    return between.format(points(row["lower"], ".1f"), points(row["upper"], ".1f"))


def p_text(p_value: float) -> str:
    """A p-value in a sentence."""
    return "p < 0.0001" if p_value < 0.0001 else f"p = {p_value:.4f}"


def shown(kind: str, value: Any, between: str = "{} to {}") -> str:
    """A value of a column as a text; "-" for none."""
    if value is None:
        return "-"
    if kind == "score":
        return points(value, ".1f")
    if kind == "difference":
        return points(value, "+.1f")
    if kind == "share":
        return f"{value:.1f} %"
    if kind == "p":
        return "<0.0001" if value < 0.0001 else f"{value:.4f}"
    if kind == "interval":
        return between.format(points(value[0], ".1f"), points(value[1], ".1f"))
    if kind == "count":
        return f"{value:.1f}" if isinstance(value, float) and not value.is_integer() else f"{value:.0f}"
    return printable(value)


def _groups(row: Any) -> Groups:
    return row["detractors"], row["passives"], row["promoters"]


def _bar(row: Any) -> Optional[Groups]:
    """The groups of a row, for a bar; None without answers."""
    return _groups(row) if row["score"] is not None else None


def _bounds(row: Any) -> Optional[Tuple[float, float]]:
    return None if row["lower"] is None else (row["lower"], row["upper"])


def _methods(table: Table, said: Dict[str, str]) -> str:
    """The methods of the intervals of a table."""
    found = dict.fromkeys(row.method for row in table if row.get("method"))
    return said["methods"].format(methods=", ".join(found)) if found else ""


def _intervals(table: Table, words: Dict[str, str], said: Dict[str, str], level: str) -> Column:
    """The column of intervals."""
    bounds = [_bounds(row) for row in table]
    return Column(f"{level} {words['interval']}", "interval", bounds, between=said["cell"])


# ---- sections ----


def _score(report: Report, words: Dict[str, str], said: Dict[str, str], level: str) -> Section:
    total = report.total
    sentences = [
        f"{words['score']} {points(total.score, '.1f')}, {level} {words['interval']} "
        f"{interval_text(total, said['range'])}, {words['n']} {total.n} ({total.method})"
    ]
    if report.questions.above_zero == "not known":
        sentences.append(said["contains_zero"])
    if "effective" in total:
        sentences.append(said["weighted"].format(effective=f"{total.effective:.0f}"))
    asked = [("is_higher", report.questions.higher), ("is_rising", report.questions.rising),
             ("is_above_zero", report.questions.above_zero)]  # fmt: skip
    answered = [f"{titled(words[name])} {_word(words, verdict)}" for name, verdict in asked if verdict is not None]
    return Section("score", titled(words["nps"]), sentences, answered if len(answered) > 1 else ())


def _word(words: Dict[str, str], verdict: str) -> str:
    return words["not_known" if verdict == "not known" else verdict]


def _reading(report: Report, words: Dict[str, str], said: Dict[str, str]) -> Section:
    counted = report.counted
    rows = said["row" if counted.rows == 1 else "rows"].format(n=counted.rows)
    items = [f"{', '.join(counted.files)}: {rows}", *counted.chosen.said]
    items += [as_option(printable(note)) for note in counted.notes]
    limits = dict(zip(("lowest", "highest", "detractor_max", "promoter_min"), limits_of(counted.asked.scale)))
    items.append(said["scale"].format(detractors=words["detractors"], promoters=words["promoters"], **limits))
    return Section("reading", titled(words["survey"]), items=items)


_OPTION = re.compile(
    r"""\b(missing_codes|encoding|decimal|separator|scale|header|method)=(?:\[([^\]]*)\]|"([^"]*)"|'([^']*)')?"""
)


def as_option(note: str) -> str:
    """A note of the package in the words of the command line: missing_codes=[98, 99] is --missing=98,99."""

    def option(found: re.Match[str]) -> str:
        value = (found[2] or found[3] or found[4] or "").replace(" ", "" if found[2] else "-")
        return f"--{'missing' if found[1] == 'missing_codes' else found[1]}{'=' if value else ''}{value}"

    return _OPTION.sub(option, note)


def _notes(report: Report, words: Dict[str, str]) -> Iterator[Section]:
    if report.notes:
        yield Section("notes", titled(words["notes"]), items=[as_option(printable(note)) for note in report.notes])


def _shares(report: Report, words: Dict[str, str]) -> Section:
    total = report.total
    names = ("promoters", "passives", "detractors")
    counts = [total[name] for name in names]
    shares = shares_round(counts, decimals=1) if all(isinstance(count, int) for count in counts) else [
        100 * count / sum(counts) for count in counts
    ]  # fmt: skip
    rest = [("missing", total.missing), ("invalid", total.invalid)]
    columns = [
        Column("", "name", [*(words[name] for name in names), *(words[name] for name, _ in rest)]),
        Column(words["n" if "effective" not in total else "weight"], "count", [*counts, *(count for _, count in rest)]),
        Column(words["share"], "share", [*shares, *[None] * len(rest)]),
    ]
    return Section("shares", titled(words["answers"]), columns=columns, about=report.sample)


def _answers(report: Report, words: Dict[str, str]) -> Iterator[Section]:
    """How often each answer was given."""
    lowest, highest = limits_of(report.counted.asked.scale)[:2]
    listed = list(range(lowest, highest + 1))
    counts = [report.answers.answers[answer] for answer in listed]
    most = max(counts)
    if most and "effective" not in report.total:
        columns = [
            Column(words["answers"], "count", listed),
            Column(words["n"], "count", counts),
            Column("", "length", [count / most for count in counts]),
        ]
        yield Section("histogram", f"{lowest} … {highest}", columns=columns, about=report.answers)


def _sentence_of(found: Comparison, words: Dict[str, str], said: Dict[str, str], level: str) -> str:
    return (
        f"{words['difference']} {points(found.difference, '+.1f')}, {level} {words['interval']} "
        f"{interval_text(found, said['range'])}, {p_text(found.p_value)} ({found.method})"
    )


def _judged(found: Comparison, level: float, said: Dict[str, str], up: str, down: str) -> str:
    """Whether a difference is more than chance, in words."""
    is_small = abs(found.difference) < 0.05
    size = said["no_size" if is_small else "size"].format(size=f"{abs(found.difference):.1f}")
    is_clear = found.p_value < 1 - level
    return said["chance" if not is_clear else up if found.difference > 0 else down].format(size=size)


def _benchmark(report: Report, words: Dict[str, str], said: Dict[str, str], level: str) -> Iterator[Section]:
    found, benchmark = report.standing, report.choices.benchmark
    if found is None or benchmark is None:
        return
    name = f" ({printable(benchmark.name)})" if benchmark.name else ""
    lines = [
        f"{words['score']} {points(report.total.score, '.1f')}, {words['benchmark']} {points(benchmark.score, 'g')}{name}",
        _sentence_of(found, words, said, level),
        _judged(found, report.choices.level, said, "above", "below"),
    ]
    if not benchmark.respondents:
        lines.append(said["taken_as_exact"])
    items = [f"{words['source']}: {printable(benchmark.source)}"] if benchmark.source else []
    yield Section("benchmark", titled(words["benchmark"]), lines, items)


def _change(report: Report, words: Dict[str, str], said: Dict[str, str], level: str) -> Iterator[Section]:
    change = report.change
    if change is None:
        return
    before = change.before
    lines = [
        f"{printable(change.name)}: {points(before.score, '.1f')}, {interval_text(before, said['range'])}, "
        f"{words['n']} {before.n}; {words['after']}: {points(report.total.score, '.1f')}",
        _sentence_of(change.comparison, words, said, level),
        _judged(change.comparison, report.choices.level, said, "up", "down"),
    ]
    yield Section("change", titled(words["change"]), lines)
    for each in change.by:
        if len(each.table):
            yield _change_by(each, words, said, level)


def _change_by(changes: Changes, words: Dict[str, str], said: Dict[str, str], level: str) -> Section:
    table = changes.table
    columns = [
        Column(printable(changes.name), "name", [_name(row[table.columns[0]], said) for row in table]),
        Column(f"{words['n']} {words['before']}", "count", table["n_before"], extra=2),
        Column(f"{words['n']} {words['after']}", "count", table["n_after"], extra=2),
        Column(words["before"], "score", table["score_before"]),
        Column(words["after"], "score", table["score_after"]),
        Column(words["change"], "difference", table["difference"]),
        _intervals(table, words, said, level),
        Column(words["adjusted"], "p", table["adjusted"]),
    ]
    below = [said["together"].format(n=len(table), level=level)]
    return Section(
        "changes", f"{titled(words['change'])}: {printable(changes.name)}", columns=columns, below=below, about=changes
    )


def _name(label: Any, said: Dict[str, str]) -> str:
    return said["without_key"] if label is None else printable(label)


def _segments(segments: Segments, words: Dict[str, str], said: Dict[str, str], level: str) -> Section:
    table = segments.table
    key = table.columns[0]
    columns = [
        Column(printable(segments.name), "name", [_name(row[key], said) for row in table]),
        Column(words["n"], "count", table["n"]),
        Column(words["score"], "score", table["score"]),
        _intervals(table, words, said, level),
    ]
    below = [_methods(table, said)]
    if segments.rest:
        rest = [segments.rest.get(row[key]) for row in table]
        columns += [
            Column(said["rest"], "difference", [None if each is None else each.difference for each in rest], extra=2),
            Column(words["adjusted"], "p", [None if each is None else each.adjusted for each in rest], extra=2),
        ]
        below.append(said["about_rest"])
    columns.append(Column("", "bar", [_bar(row) for row in table], extra=1))
    withheld = segments.withheld
    if withheld:
        below.append(said["withheld" if len(withheld) == 1 else "withheld_many"].format(n=len(withheld)))
    return Section(
        "segments", f"{titled(words['segments'])}: {printable(segments.name)}", columns=columns,
        below=[line for line in below if line], about=segments,
    )  # fmt: skip


def _trend(report: Report, words: Dict[str, str], said: Dict[str, str], level: str) -> Iterator[Section]:
    periods = report.periods
    if periods is None:
        return
    table = periods.table
    columns = [
        Column(words["period"], "name", table["period"]),
        Column(words["n"], "count", table["n"]),
        Column(words["score"], "score", table["score"]),
        _intervals(table, words, said, level),
        Column("", "bar", [_bar(row) for row in table], extra=1),
    ]
    every = words["half_year" if periods.every == "half" else periods.every]
    yield Section(
        "trend", f"{titled(words['trend'])}: {every}", list(_trend_sentences(periods, report, said, every, level)),
        columns=columns, below=[line for line in [_methods(table, said), *table.notes] if line], about=periods,
    )  # fmt: skip


def _trend_sentences(periods: Periods, report: Report, said: Dict[str, str], every: str, level: str) -> Iterator[str]:
    slope, tested = periods.slope, periods.homogeneity
    if slope is None or tested is None:
        return
    alpha = 1 - report.choices.level
    yield said["slope"].format(
        slope=points(slope.slope, "+.2f"),
        every=every,
        level=level,
        bounds=said["range"].format(points(slope.lower, "+.2f"), points(slope.upper, "+.2f")),
        p=p_text(slope.p_value),
        judged=said["trend" if slope.p_value < alpha else "no_trend"],
    )
    yield said["differ" if tested.p_value < alpha else "alike"].format(p=p_text(tested.p_value))


def _limits(report: Report, said: Dict[str, str]) -> Section:
    silent = report.answers.missing + report.answers.invalid
    items = [said["silent"].format(n=silent) if silent else said["bias"], said["independent"]]
    if any(len(segments.table) > 5 for segments in report.segments):
        items.append(said["luck"])
    return Section("limits", said["limits"], items=items)


def row_texts(columns: Iterable[Column], place: int) -> List[str]:
    """The texts of a row; bars have none."""
    return [
        "" if column.kind in ("bar", "length") else shown(column.kind, column.values[place], column.between)
        for column in columns
    ]
