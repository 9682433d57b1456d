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
    before a survey  plan_respondents(), plan_margin(), plan_comparison(), plan_power(), plan_change(), plan_shift(),
                     plan_benchmark_respondents(), plan_benchmark_power(), plan_invitations(), plan_waves()

help(nps.METHODS) and help(nps.ADJUSTMENTS) explain the methods. What libnps raises is an NpsError, and the built-in
exception that fits.
"""

from types import ModuleType as _ModuleType
from typing import List as _List

from . import _loading as _loading, _raw
from ._accumulator import Accumulator as Accumulator
from ._bayes import bayes_probability as bayes_probability
from ._calibration import (
    CalibrationResult as CalibrationResult,
    Margin as Margin,
    calibration_poststratify as calibration_poststratify,
    calibration_rake as calibration_rake,
    calibration_read as calibration_read,
)
from ._code_groups import CodeGroups as CodeGroups
from ._comparison import (
    compare as compare,
    compare_benchmark as compare_benchmark,
    compare_equivalence as compare_equivalence,
    compare_noninferiority as compare_noninferiority,
)
from ._counts import Counts as Counts
from ._error import NpsError as NpsError
from ._groups import Groups as Groups
from ._methods import ADJUSTMENTS as ADJUSTMENTS, METHODS as METHODS
from ._multiplicity import (
    adjust as adjust,
    segments_best as segments_best,
    segments_compare_benchmark as segments_compare_benchmark,
    segments_compare_pairs as segments_compare_pairs,
    segments_compare_rest as segments_compare_rest,
    segments_rank as segments_rank,
)
from ._paired import Paired as Paired, PairedMoves as PairedMoves
from ._planning import (
    PlanRotation as PlanRotation,
    PlanShares as PlanShares,
    PlanSizes as PlanSizes,
    plan_benchmark_power as plan_benchmark_power,
    plan_benchmark_respondents as plan_benchmark_respondents,
    plan_change as plan_change,
    plan_comparison as plan_comparison,
    plan_invitations as plan_invitations,
    plan_margin as plan_margin,
    plan_power as plan_power,
    plan_respondents as plan_respondents,
    plan_shift as plan_shift,
    plan_waves as plan_waves,
)
from ._results import (
    Comparison as Comparison,
    Interval as Interval,
    Rank as Rank,
    SegmentComparison as SegmentComparison,
    Significance as Significance,
)
from ._scale import (
    SCALE_0_10 as SCALE_0_10,
    SCALE_1_5 as SCALE_1_5,
    SCALE_1_7 as SCALE_1_7,
    SCALE_1_10 as SCALE_1_10,
    Scale as Scale,
)
from ._segmented import Segmented as Segmented
from ._segments import intervals as intervals
from ._sequence import Sequence as Sequence, evalue as evalue
from ._table import Table as Table
from ._weighted import Weighted as Weighted, WeightedEstimate as WeightedEstimate, weighted_compare as weighted_compare
from ._weighted_design import WeightedDesign as WeightedDesign
from .errors import *  # noqa: F403  one class per status

__version__: str = _raw.nps_version_string()


def __dir__() -> _List[str]:
    # Without __all__, so that help(nps) is the text above and not every class in full.
    public = [name for name, value in globals().items() if name[0] != "_" and not isinstance(value, _ModuleType)]
    return sorted([*public, "__version__"])
