# SPDX-License-Identifier: MIT
"""The public names, so that nothing appears or vanishes unseen."""

import inspect
import pydoc
import re
from pathlib import Path

import nps
from nps import _raw as raw

HEADERS = Path(__file__).parents[2] / "include" / "nps"

NAMES = """
ADJUSTMENTS Accumulator AlternativeError CalibrationResult ChecksumError CodeGroups ColumnError Comparison
ConvergenceError CountOverflowError CountUnderflowError Counts DriftError EmptyError EntropyError FormatError Groups
Interval KeyTypeError LevelError METHODS Margin MarginError MethodError NotFoundError NpsError NullError
OutOfMemoryError OutsideError Paired PairedMoves PlanError PlanRotation PlanShares PlanSizes PopulationError
PriorError ProbabilityError Rank ReferenceScoreError SCALE_0_10 SCALE_1_10 SCALE_1_5 SCALE_1_7 Scale ScaleError
SegmentComparison Segmented Sequence SharesError Significance SizeError SpaceError StoppedError Table TooManyError
UnavailableError
UnreachableError VersionError WeightError Weighted WeightedDesign WeightedEstimate WorkspaceError __version__ adjust
bayes_probability calibration_poststratify calibration_rake calibration_read compare compare_benchmark
compare_equivalence compare_noninferiority evalue intervals plan_benchmark_power plan_benchmark_respondents
plan_change plan_comparison plan_invitations plan_margin plan_power plan_respondents plan_shift plan_waves segments_best
segments_compare_benchmark segments_compare_pairs segments_compare_rest segments_rank weighted_compare
"""

ATTRIBUTES = {
    nps.Accumulator: """add add_arrow add_missing answers counts from_bytes from_counts interval invalid merge_bytes
                        missing n outside remove score test to_bytes update""",
    nps.CalibrationResult: "error iterations trimmed weights",
    nps.CodeGroups: """add add_missing from_bytes intervals merge_bytes missing outside table to_bytes total
                       update""",
    nps.Comparison: "difference lower method p_value upper",
    nps.Counts: "detractors interval n passives promoters score test to_dict",
    nps.Groups: """add add_arrow add_missing from_bytes get intervals items key_type keys merge merge_bytes table to_bytes total
                   update values""",
    nps.Interval: "lower method upper",
    nps.Margin: "labels totals",
    nps.Paired: """add compare detractors first_only from_bytes from_counts merge_bytes moves passives promoters
                   second_only to_bytes update waves""",
    nps.PairedMoves: """change detractors_gained detractors_lost down passives_gained passives_lost promoters_gained
                        promoters_lost same up""",
    nps.PlanRotation: "days waves",
    nps.PlanShares: "detractors passives promoters",
    nps.PlanSizes: "first second",
    nps.Rank: "best worst",
    nps.SegmentComparison: "adjusted difference lower method p_value upper",
    nps.Segmented: "left_out table",
    nps.Table: "columns notes rows to_arrow to_dicts to_pandas to_polars",
    nps.Scale: "detractor_max highest lowest promoter_min",
    nps.Sequence: "bounds counts from_bytes level to_bytes update",
    nps.Significance: "alternative method p_value reference",
    nps.Weighted: """add add_missing from_bytes interval invalid_weight merge_bytes missing_weight read rows score test
                     to_bytes update weightless weights""",
    nps.WeightedDesign: """add add_missing from_bytes interval merge_bytes read score test to_bytes total update""",
    nps.WeightedEstimate: """degrees design_effect detractors effective interval kish passives promoters respondents
                             score standard_error test""",
    nps.NpsError: "add_note args code status with_traceback",
}

# What Python has no use for: handles destroy what they hold, a column of bytes is a column, classified ones are bytes, and
# the members of a summary are attributes and methods of an Accumulator.
LEFT_OUT = {
    "nps_groups_add_column",
    "nps_groups_destroy",
    "nps_code_groups_workspace_size",
    "nps_weighted_design_destroy",
    "nps_accumulator_add_u8",
    "nps_accumulator_read",
    "nps_column_answers",
}


def test_names():
    assert dir(nps) == sorted(NAMES.split())
    everything = {}
    exec("from nps import *", everything)
    assert set(NAMES.split()) - {"__version__"} <= set(everything)


def test_the_help_of_the_package_is_the_overview():
    said = pydoc.plain(pydoc.render_doc(nps))
    assert nps.__doc__.split("\n\n")[1].strip() in said.replace("\n    ", "\n")
    assert len(said.splitlines()) < 140


def test_attributes():
    for kind, names in ATTRIBUTES.items():
        annotated = [name for base in kind.__mro__ for name in getattr(base, "__annotations__", ())]
        found = {name for name in [*dir(kind), *annotated] if not name.startswith("_")} | {"add_note"}
        wanted = {*names.split(), "add_note"}  # exceptions have that one from Python 3.11 on
        if issubclass(kind, dict):
            wanted |= {name for name in dir(dict) if name[0] != "_"}
            wanted |= set() if kind is nps.Segmented else {"to_dict"}
        assert found == wanted, kind


def test_every_public_class_is_in_the_list():
    classes = {getattr(nps, name) for name in dir(nps) if inspect.isclass(getattr(nps, name))}
    assert {kind for kind in classes if not issubclass(kind, nps.NpsError)} | {nps.NpsError} == set(ATTRIBUTES)


def test_every_function_of_the_library_is_in_the_raw_module():
    text = "".join(header.read_text() for header in HEADERS.glob("*.h"))
    declared = set(re.findall(r"^NPS_EXPORT [^(]*?(nps_\w+)\(", text, re.MULTILINE))
    assert len(declared) > 30
    missing = declared - {name for name in dir(raw) if name.startswith("nps_")}
    assert missing == LEFT_OUT


def test_the_version_is_that_of_the_header():
    text = (HEADERS / "version.h").read_text()
    assert nps.__version__ == ".".join(re.findall(r"#define NPS_VERSION_\w+ (\d+)", text))


def test_the_package_is_typed():
    assert (Path(nps.__file__).parent / "py.typed").exists()
