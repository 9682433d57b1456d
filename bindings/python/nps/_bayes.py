# SPDX-License-Identifier: MIT
"""How probable a score is, given a prior."""

from __future__ import annotations

from . import _raw as raw
from ._documentation import documented
from ._levels import Real, read_score
from ._options import Prior, read_prior
from ._sample import Sample, answered
from ._scale import ScaleName


@documented(raw.nps_bayes_probability)
def bayes_probability(
    sample: Sample, value: Real, *, scale: ScaleName = "0_10", outside: str = "raise", prior: Prior = None
) -> float:
    """How probable it is that the true score is above a value.

    Parameters
    ----------
    prior
        Promoters, passives and detractors, which count like respondents seen before; None: 1/2 each.

    Returns
    -------
    float
        The probability, from 0 to 1.

    Examples
    --------
    >>> round(nps.bayes_probability(nps.Counts(46, 30, 14), 30), 3)
    0.745
    """
    counts = answered(sample, "the sample", scale, outside)
    above: float = raw.nps_bayes_probability(counts, read_prior(prior), read_score(value, "a value"))
    return above
