# SPDX-License-Identifier: MIT
"""Key drivers: which rated attributes go with recommending."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from functools import partial
from math import sqrt
from typing import Any, Dict, Iterable, List, Optional, SupportsIndex, Tuple

from . import _raw as raw
from ._accumulator import Accumulator
from ._cells import asked_of, read_answers_of
from ._columns import Codes, read_codes
from ._comparison import compare
from ._counts import Counts
from ._documentation import documented
from ._frame import Frame, read_frame
from ._methods import adjustment_number
from ._metrics import usual_top
from ._multiplicity import adjust
from ._notes import invalid_notes_of
from ._numbers import Real, read_count, read_integer, read_level
from ._results import Result
from ._sample import counts_of
from ._scale import Scale, ScaleName
from ._segmented import Segmented
from ._shown import numbered, points, short
from ._table import Table
from .errors import EmptyError, UnavailableError

_NOTE = (
    "correlation, not cause: those satisfied with an attribute may recommend for another reason, "
    "and raising its ratings need not raise the score"
)
_RATINGS = 11
"""Ratings are from 0 to 10, as answers are."""


@dataclass(frozen=True)
class KeyDriver(Result):
    """How the ratings of an attribute go with recommending.

    Examples
    --------
    >>> survey = {"nps": [10, 9, 10, 9, 8, 7, 6, 3, 2, 5], "clean": [5, 5, 4, 5, 3, 4, 2, 1, 3, 2]}
    >>> found = nps.key_drivers(survey, "nps", ["clean"])["clean"]
    >>> found.satisfied, round(found.mean, 2), round(found.rho, 3)
    (0.5, 3.4, 0.788)
    >>> round(found.difference), found.p_value < 0.01
    (160, True)
    """

    n: int
    """The number of respondents with an answer and a rating."""
    satisfied: float
    """The share of these whose rating is in the top box: the performance of the attribute."""
    mean: float
    """The mean rating."""
    rho: Optional[float]
    """Spearman's rank correlation of rating and answer, with mean ranks for ties; None where all are equal, or where
    the respondents are too few to be shown."""
    score_satisfied: Optional[float]
    """The score of those satisfied; None if the group is empty, or if either group is too small to be shown, because
    the score of one tells that of the other beside an attribute that the same people rated."""
    score_others: Optional[float]
    """The score of those not satisfied."""
    difference: Optional[float]
    """The score of those satisfied minus that of the others, by compare(); None if one of both is not shown."""
    lower: Optional[float]
    upper: Optional[float]
    p_value: Optional[float]
    method: Optional[str]
    adjusted: Optional[float]
    """The p-value adjusted for the number of attributes that are compared."""

    def __repr__(self) -> str:
        about = f"n={self.n}, satisfied={self.satisfied:.3f}, mean={self.mean:.3f}"
        if self.difference is None or self.lower is None or self.upper is None:
            return f"KeyDriver({about}, difference=None)"
        interval = f"lower={points(self.lower)}, upper={points(self.upper)}, adjusted={self.adjusted:.3g}"
        return f"KeyDriver({about}, difference={points(self.difference, '+.3f')}, {interval})"


class KeyDrivers(Segmented[str, KeyDriver]):
    """The key drivers by the name of their attribute, those with the largest difference first.

    Examples
    --------
    >>> survey = {"nps": [10, 9, 10, 9, 8, 7, 6, 3, 2, 5], "clean": [5, 5, 4, 5, 3, 4, 2, 1, 3, 2]}
    >>> found = nps.key_drivers(survey, "nps", ["clean"])
    >>> found.top, found.note.split(":")[0]
    ('4 to 5', 'correlation, not cause')
    """

    __slots__ = ("note", "top")

    note: str
    """What the figures do not show."""
    top: str
    """The ratings that count as satisfied."""

    @documented()
    def __init__(
        self,
        results: Any = (),
        *,
        note: str = _NOTE,
        top: str = "",
        left_out: Iterable[Any] = (),
        columns: Iterable[str] = tuple(KeyDriver.__dataclass_fields__),
        key_columns: Iterable[str] = ("attribute",),
    ) -> None:
        """Makes key drivers by attribute, as key_drivers() returns them.

        Parameters
        ----------
        results
            The key drivers by attribute: a mapping, or pairs of a name and a KeyDriver.
        note
            What the figures do not show.
        top
            The ratings that count as satisfied.
        left_out
            The attributes without respondents.
        columns
            The columns of a key driver in the table.
        key_columns
            The column of the attribute in the table.
        """
        super().__init__(results, left_out=left_out, columns=columns, key_columns=key_columns)
        self.note, self.top = note, top

    @documented()
    def table(self) -> Table:
        """The key drivers as a Table, with the note among its notes.

        Returns
        -------
        Table
            A row for each attribute.

        Examples
        --------
        >>> survey = {"nps": [10, 9, 10, 9, 8, 7, 6, 3, 2, 5], "clean": [5, 5, 4, 5, 3, 4, 2, 1, 3, 2]}
        >>> table = nps.key_drivers(survey, "nps", ["clean"]).table()
        >>> table["attribute"], table.notes[0]
        (('clean',), 'satisfied: ratings 4 to 5')
        """
        plain = super().table()
        rows = [row.values() for row in plain]
        hidden = sum(driver.difference is None for driver in self.values())
        hiding = [f"{numbered(hidden, 'attribute')} hidden, or with nobody to compare with"] if hidden else []
        return Table(plain.columns, rows, notes=[f"satisfied: ratings {self.top}", self.note, *hiding, *plain.notes])

    @documented()
    def plot(  # type: ignore[override]
        self,
        ax: Any = None,
        *,
        language: str = "en",
        title: Optional[str] = None,
        level: Optional[Real] = None,
    ) -> Any:
        """Draws the quadrant: how much each attribute goes with recommending, against how well it does.

        Parameters
        ----------
        level
            The confidence level of the intervals, which key drivers do not hold. None: it is not shown.

        Returns
        -------
        KeyDriversDisplay
            A display of nps.plots, with `ax_` and `figure_`.

        Raises
        ------
        ImportError
            matplotlib is not installed.

        Examples
        --------
        >>> survey = {"nps": [10, 9, 10, 9, 8, 7, 6, 3, 2, 5], "clean": [5, 5, 4, 5, 3, 4, 2, 1, 3, 2]}
        >>> display = nps.key_drivers(survey, "nps", ["clean"]).plot()
        >>> display.kind, [text.get_text() for text in display.key_[0]][:3]
        ('key drivers', ['1', 'clean', '10'])
        """
        from .plots import KeyDriversDisplay  # imported here because few need it

        return KeyDriversDisplay.from_key_drivers(self, level=level).plot(ax, language=language, title=title)

    def __reduce__(self) -> Tuple[Any, ...]:
        return partial(type(self), note=self.note, top=self.top, left_out=self.left_out), (dict(self),), self._kept()


@documented()
def key_drivers(
    data: Any,
    answer: str,
    attributes: Iterable[str],
    *,
    points: SupportsIndex = 5,
    top: Optional[SupportsIndex] = None,
    minimum: SupportsIndex = 0,
    missing_codes: Iterable[SupportsIndex] = (),
    rating_missing_codes: Optional[Iterable[SupportsIndex]] = None,
    scale: ScaleName = "0_10",
    outside: str = "raise",
    method: str = "auto",
    level: Real = 0.95,
    adjustment: str = "holm",
) -> KeyDrivers:
    """Compares those satisfied with an attribute with those not satisfied, for many rated attributes.

    Respondents count for an attribute if they have an answer and a rating from 1 to `points`. The difference of the two
    scores, which compare() gives, says how much the attribute goes with recommending; the share of those satisfied says
    how well it does. An attribute with a large difference and a low share is one to look at first. This is association
    in a survey, not an experiment: the result has a note that says so.

    With any adjustment but "none" the intervals are simultaneous, each at the level 1 - (1 - level) / m for m
    attributes that are compared. The tests depend on each other, because the same people rate all attributes.

    Parameters
    ----------
    data
        A frame, as for summarize().
    answer
        The name of the column of answers to "how likely are you to recommend us?".
    attributes
        The names of the columns of ratings.
    points
        The number of points of a rating: ratings are from 1 to `points`, at most 10.
    top
        The number of points that count as satisfied. None: the usual top box, as in csat(): 1 of 2 or 3 points, 2 of 4
        to 7, 3 of 10.
    minimum
        The scores of both groups of an attribute are not shown where one of them has fewer respondents. 0: all are.
    missing_codes
        Integers that mean "no answer".
    rating_missing_codes
        Integers that mean "no rating" in the columns of ratings. None: those of answers. Ratings that are not from 1 to
        `points`, such as 0 or 6 for "did not use", need no code.

    Raises
    ------
    NotFoundError
        There is no such column.
    ValueError
        Two columns have different lengths; or there is no usual top box for `points`.
    EmptyError
        No respondent has an answer.
    UnavailableError
        The adjustment is not proven for tests that depend on each other.

    Examples
    --------
    >>> survey = {"nps": [10, 9, 10, 9, 8, 7, 6, 3, 2, 5], "clean": [5, 5, 4, 5, 3, 4, 2, 1, 3, 2],
    ...           "quiet": [5, 1, 4, 2, None, 4, 3, 4, 5, 2]}
    >>> found = nps.key_drivers(survey, "nps", ["clean", "quiet"])
    >>> list(found), found["quiet"].n
    (['clean', 'quiet'], 9)
    >>> found["clean"].adjusted < 0.01 < found["quiet"].adjusted
    True
    """
    box = _Box.read(points, top)
    fewest = max(read_count(minimum, "minimum", "respondents"), 1)
    codes, certainty = read_codes(missing_codes), read_level(level)
    rating_codes = codes if rating_missing_codes is None else read_codes(rating_missing_codes, "rating_missing_codes")
    adjusting = adjustment_number(adjustment)
    if adjusting == raw.NPS_ADJUST_BENJAMINI_HOCHBERG:
        raise UnavailableError(
            f"the adjustment {adjustment!r} is not proven for ratings by the same people: "
            '"benjamini-yekutieli" is valid for them'
        )
    names = _read_names(attributes)
    frame = read_frame(data, answer, *names)
    asked = asked_of(scale, codes)._replace(keeps_all=True)
    read = read_answers_of(frame.column(answer, "answer"), asked)
    answers = read.bins
    if not any(each < _RATINGS for each in answers):
        raise EmptyError(f"the column {answer!r} has no answers")
    tables = {name: _cross(answers, _ratings_of(frame, name, box, rating_codes), name, box) for name in names}
    known = {name: table for name, table in tables.items() if table}
    pairs = {name: _split(table, box, name, scale, outside) for name, table in known.items()}
    shown = [name for name, groups in pairs.items() if all(group.n >= fewest for group in groups)]
    alone = adjusting == raw.NPS_ADJUST_NONE or len(shown) < 2
    each = certainty if alone else 1 - (1 - certainty) / len(shown)
    compared = {name: compare(*pairs[name], method=method, level=each) for name in shown}
    p_values = [found.p_value for found in compared.values()]
    adjusted = dict(zip(shown, adjust(p_values, adjustment=_dependent(adjustment))))
    made = {}
    for name, table in known.items():
        is_hidden = any(0 < group.n < fewest for group in pairs[name])
        scores = [None if is_hidden or group.n == 0 else group.score for group in pairs[name]]
        difference = [*compared[name].values(), adjusted[name]] if name in compared else [None] * 6
        fields: List[Any] = [*_described(table, box, fewest), *scores, *difference]
        made[name] = KeyDriver(*fields)
    ordered = sorted(made, key=lambda name: (made[name].difference is None, -(made[name].difference or 0.0)))
    left_out = [name for name in names if name not in known]
    found = KeyDrivers([(name, made[name]) for name in ordered], top=box.name, left_out=left_out)
    return found._noting(invalid_notes_of(read))


def _ratings_of(frame: Frame, name: str, box: _Box, codes: Codes) -> bytes:
    """The ratings of a column as a byte each; texts are read as answers on a scale of the points are."""
    scale = Scale(1, box.points, 1, box.points)
    return read_answers_of(frame.column(name, "attributes"), asked_of(scale, codes)._replace(keeps_all=True)).bins


@dataclass(frozen=True)
class _Box:
    """The points of a rating and the lowest of those that count as satisfied."""

    points: int
    lowest: int

    @classmethod
    def read(cls, number: SupportsIndex, top: Optional[SupportsIndex]) -> _Box:
        highest = read_integer(number, "points", "a whole number, such as 5")
        if not 2 <= highest < _RATINGS:
            raise ValueError(f"points must be from 2 to 10, not {short(highest)}")
        size = _usual_top(highest) if top is None else read_integer(top, "top", "a whole number, such as 2")
        if not 1 <= size < highest:
            raise ValueError(f"top must be from 1 to {highest - 1} of {highest} points, not {short(size)}")
        return cls(highest, highest - size + 1)

    @property
    def name(self) -> str:
        return f"{self.lowest} to {self.points}" if self.lowest < self.points else str(self.points)


def _usual_top(points: int) -> int:
    """The number of points in the usual top box, which is that of csat()."""
    try:
        return usual_top(points)
    except UnavailableError:
        raise ValueError(f"there is no usual top box of {points} points: pass top=, such as top=1") from None


def _dependent(adjustment: str) -> str:
    """The adjustment that is valid for tests that depend on each other."""
    chosen = adjustment_number(adjustment) == raw.NPS_ADJUST_FALSE_DISCOVERY
    return "benjamini-yekutieli" if chosen else adjustment


def _read_names(attributes: Iterable[str]) -> List[str]:
    if isinstance(attributes, (str, bytes)) or not isinstance(attributes, Iterable):
        raise TypeError(f"attributes must be a list of names of columns, not {short(attributes)}")
    names = list(attributes)
    for name in names:
        if not isinstance(name, str):
            raise TypeError(f"attributes must be a list of names of columns; one of them is {short(name)}")
        if names.count(name) > 1:
            raise ValueError(f"the attribute {short(name)} is named twice")
    return names


Cells = Dict[Tuple[int, int], int]
"""How often each pair of an answer and a rating was given."""


def _cross(answers: bytes, ratings: bytes, name: str, box: _Box) -> Cells:
    if len(answers) != len(ratings):
        raise ValueError(f"the column {name!r} has {len(ratings)} rows, that of answers {len(answers)}")
    return {
        pair: times
        for pair, times in Counter(zip(answers, ratings)).items()
        if pair[0] < _RATINGS and 1 <= pair[1] <= box.points
    }


def _split(table: Cells, box: _Box, name: str, scale: ScaleName, outside: str) -> Tuple[Counts, Counts]:
    """The counts of those satisfied, and of the others."""
    counts = [0] * _RATINGS, [0] * _RATINGS
    for (answer, rating), times in table.items():
        counts[rating < box.lowest][answer] += times
    first, second = (
        Counts(*counts_of(Accumulator.from_counts(each), f"{name!r} by those {who}", scale, outside))
        for each, who in zip(counts, ("satisfied", "not satisfied"))
    )
    return first, second


def _described(table: Cells, box: _Box, fewest: int) -> Tuple[int, float, float, Optional[float]]:
    """The number of respondents, the share of those satisfied, the mean rating and the rank correlation."""
    n = sum(table.values())
    satisfied = sum(times for (_, rating), times in table.items() if rating >= box.lowest)
    mean = sum(rating * times for (_, rating), times in table.items()) / n
    return n, satisfied / n, mean, _spearman(table, n) if n >= fewest else None


def _spearman(table: Cells, n: int) -> Optional[float]:
    """Spearman's rho: the correlation of mean ranks (Kendall and Gibbons, Rank Correlation Methods, 1990)."""
    first, second = _ranks(table, 0, n), _ranks(table, 1, n)
    spread = sum(first[answer] ** 2 * times for (answer, _), times in table.items())
    spread_of_ratings = sum(second[rating] ** 2 * times for (_, rating), times in table.items())
    if spread == 0 or spread_of_ratings == 0:
        return None
    together = sum(first[answer] * second[rating] * times for (answer, rating), times in table.items())
    return max(-1.0, min(together / sqrt(spread * spread_of_ratings), 1.0))


def _ranks(table: Cells, which: int, n: int) -> Dict[int, int]:
    """Twice the distance of the mean rank of each value from the mean of all ranks, a whole number."""
    times: Dict[int, int] = {}
    for pair, count in table.items():
        times[pair[which]] = times.get(pair[which], 0) + count
    ranks, below = {}, 0
    for value in sorted(times):
        ranks[value] = 2 * below + times[value] - n
        below += times[value]
    return ranks
