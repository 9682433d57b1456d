# SPDX-License-Identifier: MIT
"""The public names: none appears or disappears unnoticed."""

import inspect
import pydoc
import re
from pathlib import Path

import nps
from nps import _raw as raw

ROOT = Path(__file__).parents[2]
HEADERS = ROOT / "include" / "nps"

NAMES = """
Composition Conversion WeightedPaired ShareDifference composition_test convert reach shares_round
Band Benchmark Standing ThreeQuestions Verdict band benchmarks read_benchmarks standing three_questions
LANGUAGES MISSING_TEXTS ParsedAnswers labels parse_answers
Pooled PooledScore pool Driver DriverEffect DriverKey DriverKeys driver_keys Drivers Theme ThemeChange Themes themes themes_change KeyDriver KeyDrivers key_drivers Homogeneity Trend compare_before_after compare_periods drivers homogeneity trend_test
ADJUSTMENTS Accumulator AlternativeError CalibrationResult ChecksumError CodeGroups ColumnError Comparison
ConvergenceError CountOverflowError CountUnderflowError Counts DayError DriftError EmptyError EntropyError FormatError Groups
Interval KeyTypeError LevelError METHODS Margin MarginError MethodError NotFoundError NpsError NullError
OutOfMemoryError OutsideError OverlapError Paired PairedChange PairedMoves PartError PeriodError PlanError PlanJoint PlanLook PlanRotation PlanShares PlanSizes PopulationError
PriorError ProbabilityError Proportion Rank ReferenceScoreError ReplicateWeights Respondents RuleError SCALE_0_10 SCALE_1_10 SCALE_1_5 SCALE_1_7 Scale ScaleError
SegmentComparison Segmented Sequence SharesError Significance SizeError SpaceError StoppedError Table Timeline TooManyError
UnavailableError
Panel
Cube
change from_counts paired summarize trend Survey read_batches read_survey
UnreachableError VersionError Watch WeightError Weighted WeightedDesign WeightedEstimate WorkspaceError __version__ adjust
compare_proportions proportion proportion_test Ces Csat Enps ces compare_means csat enps retention
Nonresponse NonresponseLimits ResponseScore nonresponse nonresponse_limit response_rate response_waves
bayes_probability calibration_poststratify calibration_rake calibration_read compare compare_benchmark
compare_equivalence compare_noninferiority evalue intervals plan_benchmark_power plan_benchmark_respondents
plan_change plan_comparison plan_design_effect plan_joint_shares plan_looks plan_looks_power plan_paired_people plan_paired_power plan_invitations plan_margin plan_power plan_power_error plan_respondents plan_shift plan_waves replicates_make
respondents_roll segments_best
segments_compare_benchmark segments_compare_pairs segments_compare_rest segments_rank weighted_compare
"""

ATTRIBUTES = {
    nps.Accumulator: """add add_arrow add_missing answers counts from_bytes from_counts interval invalid merge_bytes
                        missing n outside plot remove score test to_bytes update""",
    nps.CalibrationResult: "error iterations trimmed weights",
    nps.CodeGroups: """add add_missing from_bytes intervals merge_bytes missing outside plot table to_bytes total
                       update""",
    nps.Comparison: "difference lower method p_value plot upper",
    nps.Composition: """cliffs_delta cramers_v degrees method p_value rank_p_value shares statistic superiority
                        superiority_lower superiority_upper table total_variation""",
    nps.Conversion: """change cost counts detractors detractors_to_passives lower method passives score upper""",
    nps.Counts: "detractors interval n passives plot promoters score test",
    nps.Cube: "add add_missing from_bytes items merge merge_bytes names periods plot rollup rollups slice to_bytes total update",
    nps.Driver: "mix presence rate score_after score_before share_after share_before total without",
    nps.DriverEffect: "adjusted lower p_value points upper",
    nps.KeyDriver: """adjusted difference lower mean method n p_value rho satisfied score_others score_satisfied
                      upper""",
    nps.KeyDrivers: "left_out note plot table to_dicts top",
    nps.Drivers: "change left_out mix plot rate table to_dicts",
    nps.DriverKey: "adjusted mix p_value rate segments spread to_dict",
    nps.DriverKeys: "change drivers left_out plot table to_dicts",
    nps.Theme: "difference impact n score share to_dict without",
    nps.ThemeChange: "impact impact_after impact_before presence score share share_after share_before to_dict",
    nps.Themes: "left_out note plot table to_dicts",
    nps.Groups: """add add_arrow add_missing from_bytes get intervals items key_type keys merge merge_bytes plot table to_bytes total
                   update values""",
    nps.Homogeneity: "degrees p_value periods statistic",
    nps.Interval: "lower method upper",
    nps.Margin: "labels totals",
    nps.Paired: """add compare detractors first_only from_bytes from_counts merge_bytes moves passives plot promoters
                   second_only to_bytes update waves""",
    nps.Panel: "add compare count from_bytes merge_bytes pair plot table to_bytes update waves",
    nps.PairedChange: "both difference first_weight lower method others p_value plot second_weight upper",
    nps.PairedMoves: """change detractors_gained detractors_lost down passives_gained passives_lost promoters_gained
                        promoters_lost same up""",
    nps.Band: "convention highest interval lowest name text",
    nps.Benchmark: "kind name not_known region respondents score source year",
    nps.Standing: "adjusted benchmark difference lower method not_known p_value plot rank upper",
    nps.ThreeQuestions: "above_zero higher rising score",
    nps.Verdict: "answer evidence",
    nps.ParsedAnswers: "answers unread",
    nps.PlanJoint: "detractors passives promoters",
    nps.PlanLook: "detected inflation level share",
    nps.PlanRotation: "days waves",
    nps.PlanShares: "detractors passives promoters",
    nps.PlanSizes: "first second",
    nps.Ces: "how lower method n scale upper value",
    nps.Csat: "box lower method n share successes upper",
    nps.Enps: "lower method minimum n score upper",
    nps.Nonresponse: "best observed rate reweighted worst",
    nps.NonresponseLimits: "benchmark conclusion others_score rate_ratio",
    nps.ResponseScore: "lower score upper",
    nps.Proportion: "lower method n share successes upper",
    nps.Pooled: "deviation left_out plot prior score table to_dicts variation",
    nps.PooledScore: "lower method own pooled pooled_lower pooled_upper score upper",
    nps.Rank: "best worst",
    nps.ReplicateWeights: "count degrees kind read replicate replicate_scales rows weights",
    nps.Respondents: """accumulator add append days from_bytes history keep key_type merge merge_bytes plot rolling rows timeline
                        to_bytes update window zoned""",
    nps.SegmentComparison: "adjusted difference lower method p_value plot upper",
    nps.Segmented: "left_out plot table to_dicts",
    nps.Table: "columns notes plot rows to_arrow to_dicts to_native to_pandas to_polars",
    nps.Timeline: """add add_missing advance between from_bytes horizon merge merge_bytes older periods plot rolling span
                     to_bytes undated update zoned""",
    nps.Survey: "codes dates get items keys notes questions row_of rows source unread values",
    nps.Scale: "detractor_max highest lowest promoter_min",
    nps.Sequence: "bounds counts from_bytes level to_bytes update",
    nps.ShareDifference: "category difference lower upper",
    nps.Significance: "alternative method p_value reference",
    nps.Trend: "degrees lower p_value per periods score slope time upper",
    nps.Watch: """add add_missing alarm_direction alarmed at baseline direction evidence false_alarm_every from_bytes
                  invalid merge missing n plot reference reset scale to_bytes update""",
    nps.Weighted: """add add_missing from_bytes interval invalid_weight merge_bytes missing_weight plot read rows score test
                     to_bytes update weightless weights""",
    nps.WeightedDesign: """add add_missing compare_domains compare_domains_equivalence
                          compare_domains_noninferiority domain domains from_bytes from_waves interval merge_bytes plot read score test to_bytes total update""",
    nps.WeightedPaired: "add compare update",
    nps.WeightedEstimate: """degrees degrees_rule design_effect detractors effective interval kish lonely lonely_strata
                             passives promoters respondents score standard_error strata test units weight""",
    nps.NpsError: "add_note args code status with_traceback",
}

def test_names():
    assert dir(nps) == sorted(NAMES.split())
    everything = {}
    exec("from nps import *", everything)
    assert set(NAMES.split()) - {"__version__"} <= set(everything)


def test_the_help_of_the_package_is_the_overview():
    said = pydoc.plain(pydoc.render_doc(nps))
    assert nps.__doc__.split("\n\n")[1].strip() in said.replace("\n    ", "\n")
    assert len(said.splitlines()) < 320
    assert "    compare_benchmark           Compares the score of a sample with a published score." in said


def test_attributes():
    for kind, names in ATTRIBUTES.items():
        annotated = [name for base in kind.__mro__ for name in getattr(base, "__annotations__", ())]
        found = {name for name in [*dir(kind), *annotated] if not name.startswith("_")} | {"add_note"}
        wanted = {*names.split(), "add_note"}  # exceptions have that one from Python 3.11 on
        if issubclass(kind, dict):
            wanted |= {name for name in dir(dict) if name[0] != "_"}
            wanted |= set() if issubclass(kind, nps.Segmented) else {"to_dict"}
        assert found == wanted, kind


def test_every_public_class_is_in_the_list():
    classes = {getattr(nps, name) for name in dir(nps) if inspect.isclass(getattr(nps, name))}
    assert {kind for kind in classes if not issubclass(kind, nps.NpsError)} | {nps.NpsError} == set(ATTRIBUTES)


def declared():
    """The functions that the headers export."""
    text = "".join(header.read_text() for header in HEADERS.glob("*.h"))
    return set(re.findall(r"^NPS_EXPORT [^(]*?(nps_\w+)\(", text, re.MULTILINE))


def test_what_python_does_not_call_is_in_the_table_of_the_documentation():
    """A function is called by its name in the package, or docs/python_functions.md says what does the same."""
    page = (ROOT / "docs" / "python_functions.md").read_text()
    rows = re.findall(r"^\| (`nps_[^|]*) \| ([^|]+) \|$", page, re.MULTILINE)
    listed = [name for functions, _ in rows for name in re.findall(r"`(\w+)`", functions)]
    called = {
        name
        for path in (ROOT / "bindings" / "python" / "nps").glob("**/*.py")
        for name in re.findall(r"\braw\.(nps_\w+)", path.read_text())
    }
    assert sorted(listed) == sorted(declared() - called)
    assert len(declared()) > 300 and all(reason.strip() for _, reason in rows)


def test_what_python_calls_is_in_the_raw_module():
    listed = re.findall(r"`(nps_\w+)`", (ROOT / "docs" / "python_functions.md").read_text())
    assert declared() - set(listed) <= set(dir(raw))


def test_the_version_is_that_of_the_header():
    text = (HEADERS / "version.h").read_text()
    assert nps.__version__ == ".".join(re.findall(r"#define NPS_VERSION_\w+ (\d+)", text))


def test_the_package_is_typed():
    assert (Path(nps.__file__).parent / "py.typed").exists()


# Classes without a picture, and why.
WITHOUT_PICTURE = {
    "Band": "a word", "Benchmark": "a published figure", "CalibrationResult": "weights", "Ces": "a figure",
    "Composition": "figures of a test", "Conversion": "a figure for each move", "Csat": "a figure",
    "Driver": "a row of Drivers", "DriverEffect": "a part of a Driver", "DriverKey": "a row of DriverKeys",
    "Enps": "a figure", "Homogeneity": "figures of a test", "Interval": "a figure", "KeyDriver": "a row of KeyDrivers",
    "Margin": "an input", "Nonresponse": "figures", "NonresponseLimits": "figures",
    "PairedMoves": "Paired has the picture", "ParsedAnswers": "answers: an Accumulator of them has the picture",
    "PlanJoint": "a plan: PlanDisplay has pictures of plans", "PlanLook": "a plan", "PlanRotation": "a plan",
    "PlanShares": "an input", "PlanSizes": "a plan", "PooledScore": "a row of Pooled", "Proportion": "a figure",
    "Rank": "a figure", "ReplicateWeights": "weights", "ResponseScore": "a figure", "Scale": "an input",
    "Sequence": "an interval", "ShareDifference": "a part of a Composition", "Significance": "figures of a test",
    "Survey": "columns as they were read", "Theme": "a row of Themes", "ThemeChange": "a row", "ThreeQuestions": "words",
    "Trend": "figures of a test: Timeline has the picture", "Verdict": "a word", "WeightedEstimate": "figures: Weighted has "
    "the picture", "WeightedPaired": "its moves are not known by group; compare() has the picture of the change",
}  # fmt: skip


def classes():
    found = {name: getattr(nps, name) for name in dir(nps)}
    return {name: kind for name, kind in found.items() if inspect.isclass(kind) and not issubclass(kind, Exception)}


def test_every_class_shows_itself_in_a_notebook_and_draws_itself_or_there_is_a_reason():
    public = classes()
    assert not {name for name, kind in public.items() if not hasattr(kind, "_repr_html_")}
    without = {name for name, kind in public.items() if not hasattr(kind, "plot")}
    assert without == set(WITHOUT_PICTURE)
    for name in set(public) - without:
        assert list(inspect.signature(public[name].plot).parameters)[:2] == ["self", "ax"], name
