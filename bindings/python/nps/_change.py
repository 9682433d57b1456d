# SPDX-License-Identifier: MIT
"""The change of every segment between two waves."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Dict, Iterable, List, NamedTuple, Optional, Sequence, SupportsIndex, Tuple

from . import _raw as raw
from ._accumulator import Accumulator
from ._cells import Asked, Cells, asked_of, count_cells, in_order, order_of
from ._comparison import compare
from ._counts import Counts
from ._cube import Cube
from ._documentation import documented
from ._frame import ColumnName, Columns, Frame, read_frame
from ._keys import Keys, read_keys
from ._methods import adjustment_number
from ._multiplicity import adjust
from ._notes import invalid_notes, scale_notes
from ._numbers import Real, read_integer, read_level
from ._paired_frame import two_waves
from ._results import Comparison
from ._scale import ScaleName
from ._shown import numbered
from ._table import Table
from ._weighted import weighted_compare
from ._weighted_cells import Design, estimate_cells

_FIGURES = "n_before n_after score_before score_after difference lower upper p_value adjusted method".split()


@documented()
def change(
    frame: Columns,
    answer: ColumnName,
    wave: ColumnName,
    by: Keys = None,
    *,
    before: Any = None,
    after: Any = None,
    weight: ColumnName = None,
    strata: ColumnName = None,
    cluster: ColumnName = None,
    scale: ScaleName = "0_10",
    missing_codes: Iterable[Any] = (),
    labels: Optional[Mapping[Any, Optional[int]]] = None,
    minimum: SupportsIndex = 0,
    method: str = "auto",
    level: Real = 0.95,
    adjustment: str = "holm",
) -> Table:
    """The change of the score of every segment between two waves, with intervals and adjusted p-values.

    With any adjustment but "none" the intervals are simultaneous, each at the level 1 - (1 - level) / m for m segments
    that are compared. The waves are taken for independent samples: paired() is for the same people in both.

    Parameters
    ----------
    frame
        As for summarize().
    answer
        The column of answers, by name or as values.
    wave
        The column that says which wave a row belongs to, such as a year.
    by
        The keys of the segments, as for summarize(). None: all respondents.
    before
        The value of the earlier wave. None: the smaller one, if there are two.
    after
        The value of the later wave.
    weight
        The column of weights.
    strata
        The column of strata.
    cluster
        The column of clusters. Clusters that are in both waves make their scores depend on each other, which is
        accounted for; give the clusters of each wave names of their own where that is not so.
    missing_codes
        Integers and texts that mean "no answer".
    labels
        What texts among the answers mean, as for parse_answers().
    minimum
        Segments of fewer answers in one of the waves are withheld, and so are those that would give them away.

    Returns
    -------
    Table
        A row for each segment with its keys, n_before, n_after, score_before, score_after, difference, lower, upper,
        p_value, adjusted and method. The figures of segments without answers in one of the waves are None.

    Raises
    ------
    KeyError
        There is no such column or wave.
    ValueError
        There are not two waves.

    Examples
    --------
    >>> survey = {"answer": [9, 10, 4, 8, 3, 6, 9, 2], "year": [2025] * 4 + [2026] * 4,
    ...           "shop": ["Rome", "Rome", "Oslo", "Oslo"] * 2}
    >>> table = nps.change(survey, "answer", "year", by="shop")
    >>> table["shop"], table["difference"]
    (('Oslo', 'Rome'), (50.0, -200.0))
    """
    asked = asked_of(scale, missing_codes, labels)
    least, certainty = read_integer(minimum, "minimum", "a number of answers"), read_level(level)
    is_adjusted = adjustment_number(adjustment) != raw.NPS_ADJUST_NONE
    keys = read_keys(frame, by, _FIGURES)
    read = read_frame(frame, answer, wave, weight, strata, cluster, *(column for _, column in keys))
    cells = count_cells(read, answer, [("wave", wave), *keys], asked)
    waves = _waves(cells, before, after)
    segments = _segments(cells, waves.both, least)
    design = Design(weight, strata, cluster)
    samples = _Samples(read, answer, wave, keys, design, asked, waves.both, segments)
    compared = [segment for segment in segments if samples.has_both(segment)]
    each = 1 - (1 - certainty) / max(len(compared), 1) if is_adjusted else certainty
    found = {segment.keys: samples.compare(segment, method, each) for segment in compared}
    p_values = [comparison.p_value for comparison in found.values()]
    adjusted = dict(zip(found, adjust(p_values, adjustment=adjustment))) if found else {}
    rows = [_row(segment, samples, found.get(segment.keys), adjusted.get(segment.keys)) for segment in segments]
    notes = [*waves.notes, *_notes(cells, asked, segments)]
    return Table([*(name for name, _ in keys), *_FIGURES], rows, notes=notes, kind=read.kind)


class _Waves(NamedTuple):
    both: Tuple[Any, Any]
    notes: List[str]


def _waves(cells: Cells, before: Any, after: Any) -> _Waves:
    """The two waves, and what is left out."""
    there = order_of({keys[0] for keys in cells.groups})
    before, after = two_waves(there, before, after)
    others = [wave for wave in there if wave not in (before, after)]
    notes = [f"the change from {before} to {after}"]
    if others:
        notes.append(f"left out: the waves {', '.join(map(str, others))}")
    without = sum(sum(group._counters()) for keys, group in cells.groups.items() if keys[0] is None)
    if without:
        notes.append(f"{numbered(without, 'row')} without a wave left out")
    return _Waves((before, after), notes)


class _Segment(NamedTuple):
    keys: Tuple[Any, ...]
    groups: Tuple[Accumulator, Accumulator]
    withheld: bool


def _segments(cells: Cells, both: Tuple[Any, Any], minimum: int) -> List[_Segment]:
    """The segments in order, with their groups in both waves."""
    count = len(cells.names) - 1
    found = {keys[1:] for keys in cells.groups if keys[0] in both}
    orders = [order_of({keys[place] for keys in found}) for place in range(count)]
    ranks = [{label: rank for rank, label in enumerate(order)} for order in orders]
    listed = in_order(found)
    withheld = _withheld(cells, both, ranks, minimum) if minimum else frozenset()
    return [
        _Segment(
            keys,
            (cells.groups.get((both[0], *keys), Accumulator()), cells.groups.get((both[1], *keys), Accumulator())),
            keys in withheld,
        )
        for keys in listed
    ]


def _withheld(cells: Cells, both: Tuple[Any, Any], ranks: Sequence[Dict[Any, int]], minimum: int) -> Any:
    """The segments that are withheld in one of the waves, in which the totals are known."""
    cube = Cube([str(place) for place in range(len(cells.names))])
    for keys, group in cells.groups.items():
        if keys[0] in both:
            places = both.index(keys[0]), *(rank.get(key) for key, rank in zip(keys[1:], ranks))
            raw.nps_cube_merge_cell(cube._state, places, group._state)
    labels = [{rank: label for label, rank in each.items()} for each in ranks]
    found = set()
    for (places, _), is_withheld in cube._lines(minimum, True):
        *values, depth = places
        if depth == len(cells.names) and is_withheld:
            found.add(tuple(None if value is None else each[value] for value, each in zip(values[1:], labels)))
    return found


class _Samples:
    """The samples of segments in both waves: counts, or estimates."""

    def __init__(
        self,
        frame: Frame,
        answer: Any,
        wave: Any,
        keys: Sequence[Tuple[str, Any]],
        design: Design,
        asked: Asked,
        both: Tuple[Any, Any],
        segments: Sequence[_Segment],
    ) -> None:
        self.scale, self.both = asked.scale, both
        self.design = None
        self.samples: Dict[Tuple[Any, ...], Any] = {}
        shown = [segment for segment in segments if not segment.withheld]
        if all(column is None for column in design):
            for segment in shown:
                for label, group in zip(both, segment.groups):
                    if group.n:
                        self.samples[(label, *segment.keys)] = group.counts(asked.scale)
            return
        wanted = [(label, *segment.keys) for segment in shown for label in both]
        found = estimate_cells(frame, answer, [("wave", wave), *keys], design, asked, dict(enumerate(wanted)))
        self.samples = {wanted[place]: estimate for place, estimate in found.items.items()}
        self.design = found.design

    def of(self, segment: _Segment, place: int) -> Any:
        return self.samples.get((self.both[place], *segment.keys))

    def has_both(self, segment: _Segment) -> bool:
        return self.of(segment, 0) is not None and self.of(segment, 1) is not None

    def compare(self, segment: _Segment, method: str, level: float) -> Comparison:
        """The change of a segment, later minus earlier."""
        first, second = self.of(segment, 0), self.of(segment, 1)
        if isinstance(first, Counts):
            return compare(second, first, method=method, level=level)
        if self.design is None:
            return weighted_compare(second, first, method=method, level=level)
        earlier, later = ((label, *segment.keys) for label in self.both)
        return self.design.compare_domains(later, earlier, scale=self.scale, method=method, level=level)


def _row(segment: _Segment, samples: _Samples, found: Optional[Comparison], adjusted: Optional[float]) -> List[Any]:
    if segment.withheld:
        return [*segment.keys, *[None] * len(_FIGURES)]
    scores = [None if sample is None else sample.score for sample in (samples.of(segment, 0), samples.of(segment, 1))]
    about = [group.n for group in segment.groups]
    if found is None:
        return [*segment.keys, *about, *scores, *[None] * 6]
    figures = [found.difference, found.lower, found.upper, found.p_value, adjusted, found.method]
    return [*segment.keys, *about, *scores, *figures]


def _notes(cells: Cells, asked: Asked, segments: Sequence[_Segment]) -> List[str]:
    total = Accumulator()
    for segment in segments:
        for group in segment.groups:
            total += group
    notes = [*scale_notes(total, asked), *invalid_notes(total, cells.invalid)]
    withheld = sum(segment.withheld for segment in segments)
    if withheld:
        notes.append(f"{numbered(withheld, 'row')} withheld: too few answers, or would give such a row away")
    return notes
