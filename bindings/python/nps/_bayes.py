# SPDX-License-Identifier: MIT
"""How probable a score is, given a prior."""

from __future__ import annotations

from . import _raw as raw
from ._documentation import documented
from ._levels import Real
from ._options import Prior, read_prior
from ._sample import Sample, counts_of


@documented(raw.nps_bayes_probability)
def bayes_probability(sample: Sample, value: Real, prior: Prior = None) -> float:
    """How probable it is that the true score is above a value.

    The prior is promoters, passives and detractors, which count like respondents seen before; None, or all zero,
    is 1/2 each.
    """
    above: float = raw.nps_bayes_probability(counts_of(sample), read_prior(prior), value)
    return above
