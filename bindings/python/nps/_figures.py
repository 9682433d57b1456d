# SPDX-License-Identifier: MIT
"""The figures of rows: counts or sums of weights, scores and intervals of many samples at once."""

from __future__ import annotations

from typing import Any, Dict, Mapping, Sequence

from . import _raw as raw
from ._explained import explaining
from ._methods import method_name
from ._options import read_options
from ._weighted import WeightedEstimate


def figures_of(samples: Mapping[int, Any], options: Mapping[str, Any]) -> Dict[int, Sequence[Any]]:
    """Promoters, passives, detractors, score, lower, upper and method of each sample: three counts, or an estimate."""
    if any(isinstance(sample, WeightedEstimate) for sample in samples.values()):
        return {place: _weighted_figures(sample, options) for place, sample in samples.items()}
    counts = {place: tuple(sample) for place, sample in samples.items()}
    named = {f"row {place}": sample for place, sample in counts.items()}
    with explaining(lambda: named):
        asked = read_options(options["method"], options["level"], None, None)
        found = raw.nps_interval_many(tuple(counts.values()), asked)
    return {
        place: (*sample, raw.nps_score(sample), read.bounds.lower, read.bounds.upper, method_name(read.method))
        for (place, sample), read in zip(counts.items(), found)
    }


def _weighted_figures(sample: WeightedEstimate, options: Mapping[str, Any]) -> Sequence[Any]:
    bounds = sample.interval(**options)
    shares = [share * sample.weight for share in (sample.promoters, sample.passives, sample.detractors)]
    return (*shares, sample.score, *bounds, bounds.method)
