# SPDX-License-Identifier: MIT
"""The posterior probability of a score."""

from __future__ import annotations

from . import _raw as raw
from ._documentation import documented
from ._numbers import Real, read_score
from ._options import Prior, read_prior
from ._sample import Sample, answered
from ._scale import ScaleName


@documented(raw.nps_bayes_probability)
def bayes_probability(
    sample: Sample, value: Real, *, scale: ScaleName = "0_10", outside: str = "raise", prior: Prior = None
) -> float:
    """The probability that the true score is above a value.

    Parameters
    ----------
    prior
        Promoters, passives and detractors, which count as respondents seen before. None: 1/2 each.

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
    above: float = raw.nps_bayes_probability(counts, read_prior(prior), read_score(value, "value"))
    return above
