# SPDX-License-Identifier: MIT
"""Labels that overlap, such as the themes of comments: how the score is with each, and what it takes or gives."""

from __future__ import annotations

from collections.abc import Iterable as AnyIterable, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any, Dict, Iterable, List, Optional, SupportsIndex, Tuple

from . import _raw as raw
from ._accumulator import Accumulator
from ._cells import asked_of, read_answers_of
from ._counts import Numbers
from ._documentation import documented
from ._drivers import PRESENCE, DriverEffect, dependent_adjustment, read_effect
from ._explained import explaining
from ._frame import Columns, is_nothing, read_frame, values_of
from ._multiplicity import read_segments_options
from ._notes import invalid_notes_of
from ._numbers import Real, read_count
from ._results import Result
from ._sample import Sample, answered, counts_of
from ._scale import ScaleName
from ._segmented import Segmented
from ._shown import numbered, short
from ._table import Table
from .errors import PartError

_NOTE = "an answer may have several labels, or none: impacts do not add up; correlation, not cause"
_ANSWERS: int = raw.NPS_ANSWERS
_COLUMNS = (
    *("label", "n", "share", "score_with", "score_without", "difference", "lower", "upper"),
    *("impact", "impact_lower", "impact_upper", "p_value", "adjusted"),
)
_CHANGES = (
    *("label", "presence", "share_before", "share_after", "impact_before", "impact_after"),
    *("difference", "lower", "upper", "p_value", "adjusted"),
)


@dataclass(frozen=True)
class Theme(Result):
    """A label against all answers without it. What is None is hidden, or cannot be compared.

    Examples
    --------
    >>> found = nps.themes({"waiting": nps.Counts(30, 60, 110)}, total=nps.Counts(460, 300, 240))["waiting"]
    >>> found.n, found.share, found.score, found.without
    (200, 0.2, -40.0, 37.5)
    >>> found.impact
    DriverEffect(points=-15.500, lower=-18.715, upper=-12.649, p_value=9.56e-30, adjusted=9.56e-30)
    """

    n: int
    """The number of answers with the label."""
    share: float
    """The share of all answers that has the label, 0 to 1."""
    score: Optional[float]
    """The score of the answers with the label."""
    without: Optional[float]
    """The score of all answers without the label."""
    difference: Optional[DriverEffect]
    """`score` minus `without`."""
    impact: Optional[DriverEffect]
    """What the label takes or gives: the score of all answers minus `without`."""


@dataclass(frozen=True)
class ThemeChange(Result):
    """A label in two periods. What is None is hidden, or cannot be compared.

    Examples
    --------
    >>> before, after = {"waiting": nps.Counts(30, 60, 110)}, {"waiting": nps.Counts(40, 90, 180)}
    >>> totals = nps.Counts(460, 300, 240), nps.Counts(430, 290, 280)
    >>> found = nps.themes_change(before, after, totals=totals)["waiting"]
    >>> round(found.share.points, 2), found.impact_before, round(found.impact_after, 2)
    (0.11, -15.5, -27.03)
    """

    presence: str
    """"stayed", "new", "gone", or "absent" without answers in both periods."""
    share_before: float
    """The share of the answers of the first period that has the label, 0 to 1."""
    share_after: float
    impact_before: Optional[float]
    """The impact of the label in the first period, in points; 0 for a new label."""
    impact_after: Optional[float]
    share: Optional[DriverEffect]
    """`share_after` minus `share_before`, -1 to 1; None for an absent label."""
    score: Optional[DriverEffect]
    """The change of the score of the answers with the label, in points; None unless it stayed."""
    impact: Optional[DriverEffect]
    """`impact_after` minus `impact_before`, in points."""


class Themes(Segmented[str, Theme]):
    """Themes by label, those with the largest impact first: a dict that is also a table.

    Examples
    --------
    >>> survey = {"nps": [10, 9, 2, 0, 8, 9], "themes": ["price; staff", "staff", "queue", "queue; price", "", "staff"]}
    >>> found = nps.themes(survey, "nps", "themes", separator=";")
    >>> list(found), found["staff"].n
    (['staff', 'queue', 'price'], 3)
    """

    __slots__ = ("note",)

    note: str
    """What the figures do not show."""

    @documented()
    def __init__(
        self,
        results: Any = (),
        *,
        note: str = _NOTE,
        left_out: Iterable[Any] = (),
        columns: Iterable[str] = (),
        key_columns: Iterable[str] = ("label",),
    ) -> None:
        """Makes themes by label, as themes() and themes_change() return them.

        Parameters
        ----------
        results
            The themes by label: a mapping, or pairs of a label and a Theme or ThemeChange.
        note
            What the figures do not show.
        left_out
            The labels without answers.
        columns
            The columns of a theme in the table; not used.
        key_columns
            The column of a label in the table.
        """
        super().__init__(results, left_out=left_out, columns=columns, key_columns=key_columns)
        self.note = note

    @documented()
    def table(self) -> Table:
        """The themes as a Table: a row for each label, with the intervals of its difference and its impact.

        Of changes between two periods, the difference is that of the impacts.

        Returns
        -------
        Table
            The note is among its notes, and how many labels are hidden.

        Examples
        --------
        >>> labelled = {"waiting": nps.Counts(30, 60, 110), "staff": nps.Counts(150, 40, 10)}
        >>> table = nps.themes(labelled, total=nps.Counts(460, 300, 240)).table()
        >>> table["label"], table["score_without"], [round(impact) for impact in table["impact"]]
        (('waiting', 'staff'), (37.5, 10.0), [-16, 12])
        >>> print(table.notes[0])
        an answer may have several labels, or none: impacts do not add up; correlation, not cause
        """
        are_changes = any(isinstance(theme, ThemeChange) for theme in self.values())
        rows = [_change_row(*item) if are_changes else _row(*item) for item in self.items()]
        hidden = sum(theme.impact is None for theme in self.values())
        notes = [self.note]
        if hidden:
            notes.append(f"{numbered(hidden, 'label')} hidden, or without answers to compare with")
        notes += self._remarks()
        return Table(_CHANGES if are_changes else _COLUMNS, rows, notes=notes)

    def __reduce__(self) -> Tuple[Any, ...]:
        return partial(type(self), note=self.note, left_out=self.left_out), (dict(self),), self._kept()


def _row(label: str, theme: Any) -> List[Any]:
    difference, impact = theme.difference, theme.impact
    tested = [None] * 8 if impact is None else [*list(difference.values())[:3], *impact.values()]
    return [label, theme.n, theme.share, theme.score, theme.without, *tested]


def _change_row(label: str, change: Any) -> List[Any]:
    tested = [None] * 5 if change.impact is None else list(change.impact.values())
    return [label, *list(change.values())[:5], *tested]


@documented(raw.nps_themes)
def themes(
    data: Columns,
    answer: Optional[str] = None,
    labels: Optional[str] = None,
    *,
    total: Optional[Sample] = None,
    separator: Optional[str] = None,
    minimum: SupportsIndex = 0,
    missing_codes: Iterable[Any] = (),
    scale: ScaleName = "0_10",
    outside: str = "raise",
    method: str = "auto",
    level: Real = 0.95,
    adjustment: str = "holm",
) -> Themes:
    """Holds each label of answers, of which each may have several or none, against the answers without it.

    Parameters
    ----------
    data
        A data frame or a mapping of columns, with `answer` and `labels`; or samples by label, with `total`.
    answer
        The name of the column of answers, numbers or texts as for summarize().
    labels
        The name of the column of labels: a list of texts for each answer, or a text. None and empty texts are no label,
        blanks around a label do not count, and a label counts once for each answer.
    total
        All answers, those without any label too, if `data` are samples by label.
    separator
        What separates the labels in a text, such as ";". None: a text is one label.
    missing_codes
        Integers and texts that mean "no answer".
    minimum
        A label is hidden if fewer answers have it, or if fewer do not. 0: none is.

    Raises
    ------
    NotFoundError
        There is no such column.
    TypeError
        A label is no text.

    Examples
    --------
    >>> survey = {"nps": [10, 9, 2, 0, 8, 9], "themes": [["staff"], ["staff"], ["queue"], ["queue", "price"], [], None]}
    >>> found = nps.themes(survey, "nps", "themes")
    >>> found["queue"].score, found["queue"].without, round(found["queue"].impact.points, 1)
    (-100.0, 75.0, -58.3)
    """
    fewest, options = read_count(minimum, "minimum", "respondents"), read_segments_options(method, level, adjustment)
    read = _read(data, "data", answer, labels, total, separator, missing_codes, scale, outside)
    with explaining(read.named, True), dependent_adjustment(adjustment, "labels of the same answers"):
        found = raw.nps_themes((tuple(read.labels.values()), read.total, fewest), options)
    made = dict(zip(read.labels, map(_theme, found)))
    return Themes([(label, made[label]) for label in _ranked(made)], left_out=read.left_out)._noting(read.notes)


@documented(raw.nps_themes_change)
def themes_change(
    before: Columns,
    after: Columns,
    answer: Optional[str] = None,
    labels: Optional[str] = None,
    *,
    totals: Optional[Tuple[Sample, Sample]] = None,
    separator: Optional[str] = None,
    minimum: SupportsIndex = 0,
    missing_codes: Iterable[Any] = (),
    scale: ScaleName = "0_10",
    outside: str = "raise",
    method: str = "auto",
    level: Real = 0.95,
    adjustment: str = "holm",
) -> Themes:
    """Says how share, score and impact of each label changed between two periods.

    Parameters
    ----------
    before
        The first period: a data frame or a mapping of columns, with `answer` and `labels`; or samples by label, with
        `totals`.
    after
        The second period, of the same kind.
    answer
        The name of the column of answers, numbers or texts as for summarize().
    labels
        The name of the column of labels, as for themes().
    totals
        All answers of the first and of the second period, if these are samples by label.
    separator
        What separates the labels in a text, such as ";". None: a text is one label.
    missing_codes
        Integers and texts that mean "no answer".
    minimum
        A label is hidden if it is on some answers of a period, but fewer, or if fewer are without it. 0: none is.

    Raises
    ------
    NotFoundError
        There is no such column.
    TypeError
        A label is no text.

    Examples
    --------
    >>> before = {"queue": nps.Counts(30, 60, 110), "app": nps.Counts(20, 20, 20)}
    >>> after = {"queue": nps.Counts(40, 90, 180), "app": nps.Counts(30, 20, 20)}
    >>> found = nps.themes_change(before, after, totals=(nps.Counts(460, 300, 240), nps.Counts(430, 290, 280)))
    >>> found["queue"].impact
    DriverEffect(points=-11.529, lower=-17.137, upper=-5.921, p_value=4.07e-06, adjusted=8.13e-06)
    """
    fewest, options = read_count(minimum, "minimum", "respondents"), read_segments_options(method, level, adjustment)
    if totals is not None and (not isinstance(totals, tuple) or len(totals) != 2):
        raise TypeError(f"totals must be a pair of samples, of the first and the second period, not {short(totals)}")
    first, second = (
        _read(data, name, answer, labels, sample, separator, missing_codes, scale, outside)
        for data, name, sample in zip((before, after), ("before", "after"), totals or (None, None))
    )
    names = list(dict.fromkeys((*first.labels, *second.labels)))
    pairs = tuple((*first.of(name), *second.of(name)) for name in names)
    with explaining(lambda: {**first.named(), **second.named()}, True):
        with dependent_adjustment(adjustment, "labels of the same answers"):
            found = raw.nps_themes_change((pairs, (*first.total, *second.total), fewest), options)
    made = dict(zip(names, map(_theme_change, found)))
    left_out = [name for name in dict.fromkeys((*first.left_out, *second.left_out)) if name not in made]
    notes = [f"{period.name}: {note}" for period in (first, second) for note in period.notes]
    return Themes([(name, made[name]) for name in _ranked(made)], left_out=left_out)._noting(notes)


@dataclass(frozen=True)
class _Labelled:
    """The counts of labels and of all answers."""

    name: str
    labels: Dict[str, Numbers]
    total: Numbers
    left_out: List[str]
    notes: List[str]

    def of(self, label: str) -> Numbers:
        return self.labels.get(label, (0, 0, 0))

    def named(self) -> Dict[str, Numbers]:
        labels = {f"the label {short(label)} of {self.name}": counts for label, counts in self.labels.items()}
        return {**labels, f"all answers of {self.name}": self.total}


def _check_parts(read: _Labelled) -> None:
    for label, counts in read.labels.items():
        if any(part > all_of_it for part, all_of_it in zip(counts, read.total)):
            what = f"the label {short(label)} of {read.name}"
            raise PartError(f"{what} has more answers than the total: {counts} of {read.total}")


def _ranked(made: Mapping[str, Any]) -> List[str]:
    """The labels, those with the largest impact first, and those that are not shown last."""
    return sorted(made, key=lambda label: 1.0 if made[label].impact is None else -abs(made[label].impact.points))


def _read(
    data: Any,
    name: str,
    answer: Optional[str],
    labels: Optional[str],
    total: Optional[Sample],
    separator: Optional[str],
    missing_codes: Iterable[Any],
    scale: ScaleName,
    outside: str,
) -> _Labelled:
    if separator is not None and (not isinstance(separator, str) or not separator.strip()):
        raise TypeError(f'separator must be a text such as ";", not {short(separator)}')
    if (answer is None) != (labels is None) or (answer is None) == (total is None):
        raise TypeError("pass answer= and labels=, the names of columns; or samples by label with all answers")
    counted: Mapping[Any, Sample]
    everything: Sample
    notes: List[str] = []
    if total is None:
        frame = read_frame(data, answer, labels)
        columns = frame.column(answer, name), frame.column(labels, name)
        asked = asked_of(scale, missing_codes)._replace(keeps_all=True)
        found = read_answers_of(columns[0], asked)
        counted, everything = _count(found.bins, columns[1], str(labels), separator)
        notes = invalid_notes_of(found)
    else:
        if not (hasattr(data, "keys") and hasattr(data, "items")):
            raise TypeError(f"{name} must be samples by label, or columns with answer= and labels=, not {short(data)}")
        counted, everything = dict(data.items()), total
    read = {label: counts_of(sample, f"the label {short(label)}", scale, outside) for label, sample in counted.items()}
    has = {label: counts for label, counts in read.items() if any(counts)}
    left_out = [label for label in read if label not in has]
    labelled = _Labelled(name, has, answered(everything, f"all answers of {name}", scale, outside), left_out, notes)
    _check_parts(labelled)
    return labelled


def _count(
    given: bytes, column: Any, name: str, separator: Optional[str]
) -> Tuple[Dict[str, Accumulator], Accumulator]:
    """The accumulators of the labels of a column, and that of all answers, which are a byte each."""
    values = values_of(column)
    if len(given) != len(values):
        raise ValueError(f"the column {name!r} has {len(values)} rows, that of answers {len(given)}")
    counted: Dict[str, List[int]] = {}
    total = [0] * _ANSWERS
    for row, (answer, value) in enumerate(zip(given, values)):
        labels = _labels_of(value, name, row, separator)
        for label in labels:
            counted.setdefault(label, [0] * _ANSWERS)
        if answer < _ANSWERS:
            total[answer] += 1
            for label in labels:
                counted[label][answer] += 1
    return {label: Accumulator.from_counts(each) for label, each in counted.items()}, Accumulator.from_counts(total)


def _labels_of(value: Any, name: str, row: int, separator: Optional[str]) -> Iterable[str]:
    """The labels of an answer, each once."""
    if is_nothing(value):
        return ()
    if isinstance(value, str):
        parts: Iterable[Any] = (value,) if separator is None else value.split(separator)
    elif isinstance(value, (bytes, Mapping)) or not isinstance(value, AnyIterable):
        raise TypeError(f"row {row} of {name!r} must be a text or a list of texts, not {short(value)}")
    else:
        parts = [part for part in value if not is_nothing(part)]
        wrong = [part for part in parts if not isinstance(part, str)]
        if wrong:
            raise TypeError(f"row {row} of {name!r} must be a list of texts, not one with {short(wrong[0])}")
    return dict.fromkeys(label for label in (part.strip() for part in parts) if label)


def _theme(read: Any) -> Theme:
    """A Theme made of the struct of the raw module."""
    is_shown = read.state == raw.NPS_THEME_SHOWN
    figures = (read.score, read.without, read_effect(read.difference), read_effect(read.impact))
    return Theme(read.answers, read.share, *(figures if is_shown else [None] * 4))


def _theme_change(read: Any) -> ThemeChange:
    """A ThemeChange made of the struct of the raw module."""
    is_shown = read.state == raw.NPS_THEME_SHOWN
    has_score = is_shown and read.presence == raw.NPS_DRIVER_STAYED
    return ThemeChange(
        PRESENCE[read.presence],
        read.share_before,
        read.share_after,
        read.impact_before if is_shown else None,
        read.impact_after if is_shown else None,
        None if read.presence == raw.NPS_DRIVER_ABSENT else read_effect(read.share),
        read_effect(read.score) if has_score else None,
        read_effect(read.impact) if is_shown else None,
    )
