# SPDX-License-Identifier: MIT
"""Intervals and tables of many samples at once."""

from __future__ import annotations

from itertools import islice
from typing import Any, Iterable, List, Mapping, Optional, Sequence, Tuple, TypeVar, overload

from . import _raw as raw
from ._accumulator import Accumulator
from ._counts import Counts, Numbers, read_interval
from ._documentation import documented
from ._explained import explaining
from ._numbers import Real
from ._options import Population, Prior, read_options
from ._results import Interval
from ._sample import Sample
from ._scale import ScaleName
from ._segmented import Segmented, SegmentsRead, read_segments
from ._shown import numbered
from ._table import SHOWN, Table

Key = TypeVar("Key")


@overload
def intervals(
    samples: Mapping[Key, Sample],
    *,
    scale: ScaleName = "0_10",
    outside: str = "raise",
    method: str = "auto",
    level: Real = 0.95,
    population: Population = None,
    prior: Prior = None,
) -> Segmented[Key, Interval]: ...
@overload
def intervals(
    samples: Sequence[Sample],
    *,
    scale: ScaleName = "0_10",
    outside: str = "raise",
    method: str = "auto",
    level: Real = 0.95,
    population: Population = None,
    prior: Prior = None,
) -> List[Interval]: ...
@documented(raw.nps_interval_many)
def intervals(
    samples: Any,
    *,
    scale: ScaleName = "0_10",
    outside: str = "raise",
    method: str = "auto",
    level: Real = 0.95,
    population: Population = None,
    prior: Prior = None,
) -> Any:
    """The confidence intervals of many samples, faster than one by one.

    Other threads run meanwhile.

    Samples without answers are left out if the samples have keys; in a list they raise EmptyError.

    Returns
    -------
    Segmented or list of Interval
        By key, or in order.

    Examples
    --------
    >>> shops = {"Rome": nps.Counts(46, 30, 14), "Oslo": nps.Counts(31, 22, 27), "Lima": nps.Counts(28, 8, 9)}
    >>> nps.intervals(shops)["Oslo"]
    Interval(lower=-14.160, upper=22.852, method='exact')
    >>> nps.intervals(list(shops.values()))[1]
    Interval(lower=-14.160, upper=22.852, method='exact')
    """
    options = read_options(method, level, population, prior)
    return segment_intervals(read_segments(samples, scale, outside), options)


def segment_intervals(segments: SegmentsRead, options: Tuple[Any, ...]) -> Any:
    """The intervals of segments that have answers: by key, or in the order of a list."""
    with explaining(segments.named):
        found = [read_interval(read) for read in raw.nps_interval_many(segments.counts, options)]
    return segments.keyed(found, Interval.__dataclass_fields__)


SUMMARY = "key n missing invalid promoters passives detractors score lower upper method".split()
"""The columns of a summary."""


def summary_table(
    groups: Iterable[Tuple[Any, Accumulator]],
    scale: ScaleName,
    outside: str,
    options: Tuple[Any, ...],
    key_columns: Optional[Sequence[str]] = None,
) -> Table:
    """A row for each group; groups without answers have neither a score nor an interval. A key is a tuple of the values
    of its columns, if they are named."""
    listed = list(groups)
    read = read_segments(dict(listed), scale, outside)
    counts = dict(zip(read.keys, read.counts))
    found = segment_intervals(read, options)
    rows = [
        [*([key] if key_columns is None else key), *_summary(group, counts.get(key), found.get(key))]
        for key, group in listed
    ]
    return Table([*(SUMMARY[:1] if key_columns is None else key_columns), *SUMMARY[1:]], rows)


def summary_html(
    groups: Iterable[Tuple[Any, Accumulator]],
    count: int,
    thing: str,
    notes: Iterable[str] = (),
    key_columns: Optional[Sequence[str]] = None,
) -> str:
    """The table of the first groups, of so many, in a notebook; invalid answers are left out."""
    options = read_options("auto", 0.95, None, None)
    table = summary_table(islice(groups, SHOWN), "0_10", "ignore", options, key_columns)
    more = [f"... {numbered(count - SHOWN, f'more {thing}')}"] if count > SHOWN else []
    return Table(table.columns, table.rows, notes=[*table.notes, *more, *notes])._repr_html_()


def _summary(group: Accumulator, counts: Optional[Numbers], interval: Optional[Interval]) -> List[Any]:
    about = [group.missing, group.invalid]
    if counts is None or interval is None:
        return [0, *about, 0, 0, 0, None, None, None, None]
    return [sum(counts), *about, *counts, Counts(*counts).score, *interval, interval.method]
