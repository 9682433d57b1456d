# SPDX-License-Identifier: MIT
"""The intervals of many samples at once, as for the segments of a dashboard."""

from __future__ import annotations

from typing import Iterable, List

from . import _raw as raw
from ._documentation import documented
from ._levels import Real
from ._methods import method_name
from ._options import Population, Prior, read_options
from ._results import Interval
from ._sample import Sample, counts_of


@documented(raw.nps_interval_many)
def intervals(
    samples: Iterable[Sample],
    level: Real = 0.95,
    method: str = "auto",
    *,
    population: Population = None,
    prior: Prior = None,
) -> List[Interval]:
    """The confidence intervals of many samples, in their order; faster than one by one, and other threads run.

    One that has no answers raises EmptyError: leave such samples out. Population and prior are those of
    Counts.interval(), the same for all.
    """
    counts = tuple(map(counts_of, samples))
    results = raw.nps_interval_many(counts, read_options(method, level, population, prior))
    return [Interval(lower, upper, method_name(really)) for lower, upper, really in results]
