# SPDX-License-Identifier: MIT
"""Net Promoter Scores that can be trusted.

    >>> import nps
    >>> survey = nps.Accumulator([10, 9, 9, 8, 7, 6, 10, 3, None])
    >>> survey.score
    25.0
    >>> lower, upper = survey.interval()

Scores and bounds are in points, -100 to 100; levels are 0.95, not 95. What there is, by what it is for:

    answers          Accumulator, Groups by key, CodeGroups by number, Counts; a Scale if it is not 0 to 10
    how sure it is   interval() and test() of these, intervals() of many, bayes_probability()
    two samples      compare(), compare_benchmark(), compare_noninferiority(), compare_equivalence()
    many segments    segments_compare_benchmark(), segments_compare_rest(), segments_compare_pairs(),
                     segments_rank(), segments_best(); adjust() for p-values of any origin
    the same people  Paired
    weights          Weighted, WeightedDesign with strata and clusters, weighted_compare();
                     calibration_rake() to a Margin, calibration_read(), calibration_poststratify()
    while it runs    Sequence, evalue()
    before a survey  plan_respondents(), plan_margin(), plan_groups(), plan_power(), plan_change(), plan_shift(),
                     plan_benchmark_respondents(), plan_benchmark_power(), plan_invitations(), plan_waves()

help(nps.METHODS) and help(nps.ADJUSTMENTS) explain the methods. What libnps raises is an NpsError, and the built-in
exception that fits.
"""

from . import error as _error
from . import raw as _raw
from .accumulator import Accumulator
from .bayes import bayes_probability
from .calibration import (
    CalibrationResult,
    Margin,
    calibration_poststratify,
    calibration_rake,
    calibration_read,
)
from .code_groups import CodeGroups
from .comparison import compare, compare_benchmark, compare_equivalence, compare_noninferiority
from .counts import Counts
from .error import NpsError
from .errors import *  # noqa: F403  one class per status
from .groups import Groups
from .methods import ADJUSTMENTS, METHODS
from .multiplicity import (
    adjust,
    segments_best,
    segments_compare_benchmark,
    segments_compare_pairs,
    segments_compare_rest,
    segments_rank,
)
from .paired import Paired, PairedMoves
from .planning import (
    PlanRotation,
    PlanShares,
    PlanSizes,
    plan_benchmark_power,
    plan_benchmark_respondents,
    plan_change,
    plan_groups,
    plan_invitations,
    plan_margin,
    plan_power,
    plan_respondents,
    plan_shift,
    plan_waves,
)
from .results import Comparison, Interval, Rank, SegmentComparison, Significance
from .scale import SCALE_0_10, SCALE_1_5, SCALE_1_7, SCALE_1_10, Scale
from .segments import intervals
from .sequence import Sequence, evalue
from .weighted import Weighted, WeightedEstimate, weighted_compare
from .weighted_design import WeightedDesign

__version__: str = _raw.nps_version_string()

__all__ = [
    "ADJUSTMENTS",
    "METHODS",
    "SCALE_0_10",
    "SCALE_1_5",
    "SCALE_1_7",
    "SCALE_1_10",
    "Accumulator",
    "CalibrationResult",
    "CodeGroups",
    "Comparison",
    "Counts",
    "Groups",
    "Interval",
    "Margin",
    "NpsError",
    "Paired",
    "PairedMoves",
    "PlanRotation",
    "PlanShares",
    "PlanSizes",
    "Rank",
    "Scale",
    "SegmentComparison",
    "Sequence",
    "Significance",
    "Weighted",
    "WeightedDesign",
    "WeightedEstimate",
    "__version__",
    "adjust",
    "bayes_probability",
    "calibration_poststratify",
    "calibration_rake",
    "calibration_read",
    "compare",
    "compare_benchmark",
    "compare_equivalence",
    "compare_noninferiority",
    "evalue",
    "intervals",
    "plan_benchmark_power",
    "plan_benchmark_respondents",
    "plan_change",
    "plan_groups",
    "plan_invitations",
    "plan_margin",
    "plan_power",
    "plan_respondents",
    "plan_shift",
    "plan_waves",
    "segments_best",
    "segments_compare_benchmark",
    "segments_compare_pairs",
    "segments_compare_rest",
    "segments_rank",
    "weighted_compare",
]
__all__ += [error.__name__ for error in _error.classes().values()]
