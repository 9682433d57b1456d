# SPDX-License-Identifier: MIT
# What the package offers. The build makes the table from it by which nps/__init__.py finds a name when it is first
# asked for; functions listed here are in help(nps).

from . import errors as errors, plots as plots
from ._accumulator import Accumulator as Accumulator
from ._bayes import bayes_probability as bayes_probability
from ._benchmark import (
    Band as Band,
    Benchmark as Benchmark,
    Standing as Standing,
    ThreeQuestions as ThreeQuestions,
    Verdict as Verdict,
    band as band,
    benchmarks as benchmarks,
    read_benchmarks as read_benchmarks,
    standing as standing,
    three_questions as three_questions,
)
from ._calibration import (
    CalibrationResult as CalibrationResult,
    Margin as Margin,
    calibration_poststratify as calibration_poststratify,
    calibration_rake as calibration_rake,
    calibration_read as calibration_read,
)
from ._change import change as change
from ._code_groups import CodeGroups as CodeGroups
from ._comparison import (
    compare as compare,
    compare_benchmark as compare_benchmark,
    compare_equivalence as compare_equivalence,
    compare_noninferiority as compare_noninferiority,
)
from ._composition import (
    Composition as Composition,
    ShareDifference as ShareDifference,
    composition_test as composition_test,
    shares_round as shares_round,
)
from ._conversion import Conversion as Conversion, convert as convert, reach as reach
from ._counts import Counts as Counts
from ._cube import Cube as Cube
from ._drivers import (
    Driver as Driver,
    DriverEffect as DriverEffect,
    DriverKey as DriverKey,
    DriverKeys as DriverKeys,
    Drivers as Drivers,
    driver_keys as driver_keys,
    drivers as drivers,
)
from ._error import NpsError as NpsError
from ._from_counts import from_counts as from_counts
from ._groups import Groups as Groups
from ._labels import LANGUAGES as LANGUAGES, labels as labels
from ._key_drivers import KeyDriver as KeyDriver, KeyDrivers as KeyDrivers, key_drivers as key_drivers
from ._methods import ADJUSTMENTS as ADJUSTMENTS, METHODS as METHODS
from ._metrics import (
    Ces as Ces,
    Csat as Csat,
    Enps as Enps,
    ces as ces,
    compare_means as compare_means,
    csat as csat,
    enps as enps,
    retention as retention,
)
from ._multiplicity import (
    adjust as adjust,
    segments_best as segments_best,
    segments_compare_benchmark as segments_compare_benchmark,
    segments_compare_pairs as segments_compare_pairs,
    segments_compare_rest as segments_compare_rest,
    segments_rank as segments_rank,
)
from ._paired import Paired as Paired, PairedChange as PairedChange, PairedMoves as PairedMoves
from ._paired_frame import paired as paired
from ._panel import Panel as Panel
from ._planning import (
    PlanJoint as PlanJoint,
    PlanLook as PlanLook,
    PlanRotation as PlanRotation,
    PlanShares as PlanShares,
    PlanSizes as PlanSizes,
    plan_benchmark_power as plan_benchmark_power,
    plan_benchmark_respondents as plan_benchmark_respondents,
    plan_change as plan_change,
    plan_comparison as plan_comparison,
    plan_design_effect as plan_design_effect,
    plan_invitations as plan_invitations,
    plan_joint_shares as plan_joint_shares,
    plan_looks as plan_looks,
    plan_looks_power as plan_looks_power,
    plan_margin as plan_margin,
    plan_paired_people as plan_paired_people,
    plan_paired_power as plan_paired_power,
    plan_power as plan_power,
    plan_power_error as plan_power_error,
    plan_respondents as plan_respondents,
    plan_shift as plan_shift,
    plan_waves as plan_waves,
)
from ._proportion import (
    Proportion as Proportion,
    compare_proportions as compare_proportions,
    proportion as proportion,
    proportion_test as proportion_test,
)
from ._reading import (
    MISSING_TEXTS as MISSING_TEXTS,
    ParsedAnswers as ParsedAnswers,
    parse_answers as parse_answers,
)
from ._pooling import Pooled as Pooled, PooledScore as PooledScore, pool as pool
from ._replicates import ReplicateWeights as ReplicateWeights, replicates_make as replicates_make
from ._respondents import Respondents as Respondents, respondents_roll as respondents_roll
from ._response import (
    Nonresponse as Nonresponse,
    NonresponseLimits as NonresponseLimits,
    ResponseScore as ResponseScore,
    nonresponse as nonresponse,
    nonresponse_limit as nonresponse_limit,
    response_rate as response_rate,
    response_waves as response_waves,
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
from ._summarize import summarize as summarize
from ._survey import Survey as Survey, read_batches as read_batches, read_survey as read_survey
from ._table import Table as Table
from ._themes import (
    Theme as Theme,
    ThemeChange as ThemeChange,
    Themes as Themes,
    themes as themes,
    themes_change as themes_change,
)
from ._timeline import Timeline as Timeline
from ._trend import (
    Homogeneity as Homogeneity,
    Trend as Trend,
    compare_before_after as compare_before_after,
    compare_periods as compare_periods,
    homogeneity as homogeneity,
    trend_test as trend_test,
)
from ._trend_table import trend as trend
from ._watch import Watch as Watch
from ._weighted import Weighted as Weighted, WeightedEstimate as WeightedEstimate, weighted_compare as weighted_compare
from ._weighted_design import WeightedDesign as WeightedDesign
from ._weighted_paired import WeightedPaired as WeightedPaired
from .errors import *  # noqa: F403  one class per status

__version__: str
