# SPDX-License-Identifier: MIT
"""Errors of designs that name the stratum or the cluster, which a status does not."""

from __future__ import annotations

from struct import iter_unpack, pack
from typing import Any, Dict, Tuple

from . import _raw as raw
from ._error import NpsError
from ._ids import Names
from ._scale import limits_of
from ._shown import numbered, short
from .errors import PartError, PopulationError

_PLENTY = 1 << 53
"""More clusters than any design has."""


def packed_populations(counts: Dict[int, int]) -> bytes:
    """The clusters of each stratum, as the raw module takes them."""
    return b"".join(pack("=qQ", *pair) for pair in sorted(counts.items()))


def refused_population(state: Any, strata: Names, options: Tuple[int, int, int, bytes]) -> PopulationError:
    """Says which stratum has more clusters than its population, or no population at all."""
    given: Dict[int, int] = dict(iter_unpack("=qQ", options[3]))

    def accepts(counts: Dict[int, int]) -> bool:
        tried = (*options[:3], packed_populations(counts))
        try:
            raw.nps_weighted_design_domain(state, state, tried, limits_of("0_10"), True)
        except PopulationError:
            return False
        except NpsError:
            pass
        return True

    plenty = dict.fromkeys(given, _PLENTY)
    if not accepts(plenty):
        lacking = strata.texts_without(given)
        known = ", ".join(short(strata.name_of(number)) for number in sorted(given))
        which = f"stratum {short(lacking[0])}" if lacking else "some stratum of the design"
        return PopulationError(f"population_clusters has no number of clusters for {which}; it has one for: {known}")
    for number, clusters in given.items():
        if not accepts({**plenty, number: clusters}):
            low, high = clusters, _PLENTY  # not accepted, accepted
            while high - low > 1:
                middle = (low + high) // 2
                low, high = (low, middle) if accepts({**plenty, number: middle}) else (middle, high)
            sampled = numbered(high, "cluster")
            return PopulationError(
                f"population_clusters of stratum {short(strata.name_of(number))} is {clusters}, "
                f"and the design has {sampled} in it: the population is at least as large as the sample"
            )
    return PopulationError("the population is smaller than the sample")


def refused_part(whole: Tuple[Any, Names, Names], part: Tuple[Any, Names, Names]) -> PartError:
    """Says what a domain has that its design has not; each is a state, the names of its strata and of its clusters."""
    for thing, known, names in (("stratum", whole[1], part[1]), ("cluster", whole[2], part[2])):
        lacking = names.texts_without(known.numbers())
        if lacking:
            return PartError(f"the part has the {thing} {short(lacking[0])}, which the whole design does not have")
    return PartError(
        "the part holds more answers of a stratum or cluster than the whole design: update() the design with all "
        "respondents, under the same strata and clusters"
    )
