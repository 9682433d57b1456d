# SPDX-License-Identifier: MIT
"""The intervals of many samples at once, as for the segments of a dashboard."""

from __future__ import annotations

from typing import Any, Iterable, List, Mapping, Optional, Sequence, Tuple, TypeVar, overload

from . import _raw as raw
from ._accumulator import Accumulator
from ._counts import Counts, Numbers, read_interval
from ._documentation import documented
from ._explained import explaining
from ._levels import Real
from ._options import Population, Prior, read_options
from ._results import Interval
from ._sample import Sample
from ._scale import ScaleName
from ._segmented import Segmented, SegmentsRead, read_segments
from ._table import Table

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
    """The confidence intervals of many samples at once; faster than one by one, and other threads run.

    By key, samples without answers are left out; in a list one raises EmptyError.

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
    """The intervals of segments that have answers, as the segments were given."""
    with explaining(segments.named):
        found = [
            read_interval(read)
            for first in range(0, len(segments.counts), _AT_ONCE)
            for read in raw.nps_interval_many(segments.counts[first : first + _AT_ONCE], options)
        ]
    return segments.keyed(found)


_AT_ONCE = 32
"""How many intervals are computed between two looks at signals: 0.1 seconds of exact ones."""


SUMMARY = "key n missing invalid promoters passives detractors score lower upper method".split()
"""The columns of a summary."""


def summary_table(
    groups: Iterable[Tuple[Any, Accumulator]], scale: ScaleName, outside: str, options: Tuple[Any, ...]
) -> Table:
    """A row for each group, also for those without answers, which have neither a score nor an interval."""
    listed = list(groups)
    read = read_segments(dict(listed), scale, outside)
    counts = dict(zip(read.keys, read.counts))
    found = segment_intervals(read, options)
    return Table(SUMMARY, [_summary(key, group, counts.get(key), found.get(key)) for key, group in listed])


def _summary(key: Any, group: Accumulator, counts: Optional[Numbers], interval: Optional[Interval]) -> List[Any]:
    about = [group.missing, group.invalid]
    if counts is None or interval is None:
        return [key, 0, *about, 0, 0, 0, None, None, None, None]
    return [key, sum(counts), *about, *counts, Counts(*counts).score, *interval, interval.method]
