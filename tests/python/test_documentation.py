# SPDX-License-Identifier: MIT
"""Docstrings: all there, and what C and Python share comes from the C headers."""

import inspect
import pickle
import pydoc
import re
from copy import copy
from pathlib import Path

import nps
import pytest
from nps import _error as error
from nps import _raw as raw
from nps._documentation import description, translated

HEADERS = Path(__file__).parents[2] / "include" / "nps"

SHARED = {
    nps.Accumulator.add: "nps_accumulator_add_n",
    nps.Accumulator.update: "nps_accumulator_add_column",
    nps.Accumulator.add_arrow: "nps_accumulator_add_arrow",
    nps.Groups.add_arrow: "nps_groups_add_arrow",
    nps.Accumulator.remove: "nps_accumulator_remove_n",
    nps.Accumulator.counts: "nps_accumulator_counts",
    nps.Accumulator.__iadd__: "nps_accumulator_merge",
    nps.Accumulator.__isub__: "nps_accumulator_subtract",
    nps.Accumulator.interval: "nps_interval",
    nps.Accumulator.to_bytes: "nps_accumulator_encode",
    nps.Accumulator.from_bytes: "nps_accumulator_decode",
    nps.Accumulator.merge_bytes: "nps_accumulator_merge_encoded",
    nps.Counts.score: "nps_score",
    nps.Counts.test: "nps_test",
    nps.Sequence.__init__: "nps_sequence_init",
    nps.Sequence.update: "nps_sequence_update",
    nps.Paired.add: "nps_paired_add",
    nps.Paired.waves: "nps_paired_read_waves",
    nps.Paired.compare: "nps_paired_compare",
    nps.Weighted.add: "nps_weighted_add_n",
    nps.Weighted.update: "nps_weighted_add_column",
    nps.Weighted.read: "nps_weighted_read",
    nps.Weighted.to_bytes: "nps_weighted_encode",
    nps.Weighted.from_bytes: "nps_weighted_decode",
    nps.Weighted.merge_bytes: "nps_weighted_merge_encoded",
    nps.weighted_compare: "nps_weighted_compare",
    nps.Weighted.__isub__: "nps_weighted_subtract",
    nps.WeightedEstimate.interval: "nps_weighted_interval",
    nps.WeightedEstimate.test: "nps_weighted_test",
    nps.WeightedDesign.add: "nps_weighted_design_add_cluster",
    nps.WeightedDesign.update: "nps_weighted_design_add_column",
    nps.WeightedDesign.total: "nps_weighted_design_total",
    nps.WeightedDesign.read: "nps_weighted_design_read",
    nps.CodeGroups.update: "nps_code_groups_add",
    nps.CodeGroups.__iadd__: "nps_code_groups_merge",
    nps.Groups.merge: "nps_groups_merge",
    nps.Groups.intervals: "nps_interval_many",
    nps.Groups.to_bytes: "nps_groups_encode",
    nps.Groups.from_bytes: "nps_groups_decode",
    nps.Groups.merge_bytes: "nps_groups_merge_encoded",
    nps.compare: "nps_compare",
    nps.compare_benchmark: "nps_compare_benchmark",
    nps.compare_equivalence: "nps_compare_equivalence",
    nps.compare_noninferiority: "nps_compare_noninferiority",
    nps.bayes_probability: "nps_bayes_probability",
    nps.evalue: "nps_evalue",
    nps.calibration_poststratify: "nps_calibration_poststratify",
    nps.calibration_rake: "nps_calibration_rake",
    nps.calibration_read: "nps_calibration_read",
    nps.adjust: "nps_adjust",
    nps.segments_best: "nps_segments_best",
    nps.segments_compare_benchmark: "nps_segments_compare_benchmark",
    nps.segments_compare_pairs: "nps_segments_compare_pairs",
    nps.segments_compare_rest: "nps_segments_compare_rest",
    nps.segments_rank: "nps_segments_rank",
    nps.plan_benchmark_power: "nps_plan_benchmark_power",
    nps.plan_benchmark_respondents: "nps_plan_benchmark_respondents",
    nps.plan_change: "nps_plan_change",
    nps.plan_comparison: "nps_plan_comparison",
    nps.plan_invitations: "nps_plan_invitations",
    nps.plan_margin: "nps_plan_margin",
    nps.plan_power: "nps_plan_power",
    nps.plan_respondents: "nps_plan_respondents",
    nps.plan_shift: "nps_plan_shift",
    nps.plan_waves: "nps_plan_waves",
    nps.intervals: "nps_interval_many",
}


def comment_on(function):
    """What the headers say of a function before its first @param, with blanks for line ends."""
    text = "".join(header.read_text() for header in HEADERS.glob("*.h"))
    comment = re.search(rf"/\*\*((?:(?!\*/).)*)\*/\nNPS_EXPORT [^(;]*?{function}\(", text, re.DOTALL).group(1)
    return " ".join(re.sub(r"\n \*", "\n", comment).split("@param")[0].split())


@pytest.mark.parametrize("face, function", SHARED.items(), ids=SHARED.values())
def test_from_the_header(face, function):
    comment = comment_on(function)
    assert len(comment) > 20
    assert " ".join(description(getattr(raw, function)).split()) == comment
    assert " ".join(face.__doc__.split()).endswith(translated(comment))
    assert face.__doc__.split("\n")[0].endswith(".")


def test_everything_has_a_docstring():
    for name in dir(nps):
        thing = getattr(nps, name)
        if not inspect.isclass(thing) and not inspect.isroutine(thing):
            continue
        assert thing.__doc__, name
        for attribute, value in vars(thing).items() if inspect.isclass(thing) else ():
            if not attribute.startswith("_") and (inspect.isroutine(value) or isinstance(value, property)):
                assert value.__doc__, f"{name}.{attribute}"


def docstrings():
    yield from (nps.__doc__, nps.METHODS.__doc__, nps.ADJUSTMENTS.__doc__)
    for name in dir(nps):
        thing = getattr(nps, name)
        attributes = vars(thing) if inspect.isclass(thing) else ()
        for part in [thing, *(getattr(thing, attribute) for attribute in attributes)]:
            if callable(part) or isinstance(part, property):
                yield part.__doc__ or ""


def test_no_docstring_speaks_of_c():
    for text in docstrings():
        assert not re.search(r":param|\bnps_|\bnps/|NPS_|INFINITY|has a status", text), text


def test_no_docstring_says_the_same_twice():
    for text in docstrings():
        paragraphs = text.split("\n\n")
        assert len(set(paragraphs)) == len(paragraphs), text


def test_translated():
    assert translated("nps_accumulator_add_n() or nps_test(); see nps_column.") == "add() or test()."
    assert translated("Undoes nps_accumulator_merge(). NPS_ERROR_EMPTY.") == "Undoes +=. EmptyError."
    assert translated("nps_paired_merge() of nps_paired_moves.change") == "+= of PairedMoves.change"
    assert translated("moments (nps/sequence.h): nps_weighted_design") == "moments: WeightedDesign"
    assert translated("NPS_METHOD_EXACT") == '"exact"'
    assert translated("but NPS_ADJUST_NONE, as in nps/bayes.h") == 'but "none", as in bayes_probability()'
    assert translated("one has a status\nand does not count") == "one does not count"
    assert translated("up to NPS_EXACT_MAX; INFINITY") == "up to 200; infinity"


@pytest.mark.parametrize(
    "kind, struct", [(nps.WeightedEstimate, "weighted_estimate"), (nps.PairedMoves, "paired_moves")]
)
def test_fields_from_the_header(kind, struct):
    header = (HEADERS / f"{struct.split('_')[0]}.h").read_text()
    members = re.search(rf"typedef struct nps_{struct} {{\n(.*?)}} nps_{struct};", header, re.DOTALL).group(1)
    comments = [
        " ".join(text.replace("\n     *", "\n").split()) for text in re.findall(r"/\*\*<?(.*?)\*/", members, re.S)
    ]
    said = " ".join(kind.__doc__.split())
    assert len(comments) == len(kind.__dataclass_fields__) == 10
    for name, comment in zip(kind.__dataclass_fields__, comments):
        assert f"{name}: {translated(comment)}" in said


@pytest.mark.parametrize(
    "names, prefix, header", [(nps.METHODS, "METHOD", "method.h"), (nps.ADJUSTMENTS, "ADJUST", "multiplicity.h")]
)
def test_names_are_explained(names, prefix, header):
    text = (HEADERS / header).read_text()
    members = re.findall(rf"/\*\*((?:(?!\*/).)*)\*/\s+NPS_{prefix}_\w+ = (\d+)", text, re.DOTALL)
    said = " ".join(names.__doc__.split())
    assert len(members) == len(names)
    for comment, number in members:
        text = " ".join(re.sub(r"\n +\*", "\n", comment).split())
        assert f"{names[int(number)]}: {translated(text)}" in said
    assert "_" in names.__doc__.split("\n")[0]
    assert type(pickle.loads(pickle.dumps(names))) is type(copy(names)) is tuple
    assert names == copy(names) == pickle.loads(pickle.dumps(names)) and repr(names) == repr(tuple(names))
    assert names.__doc__.split("\n")[0] in pydoc.render_doc(nps)


def test_the_overview_has_every_function():
    for name in dir(nps):
        if inspect.isfunction(getattr(nps, name)):
            assert f"{name}()" in nps.__doc__, name


@pytest.mark.parametrize("kind", error.classes().values())
def test_the_help_of_an_exception_is_short(kind):
    text = pydoc.plain(pydoc.render_doc(kind))
    assert kind.code in text and kind.__doc__ in text
    assert "inherited" not in text
    assert "args" in dir(kind())
