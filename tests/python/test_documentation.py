# SPDX-License-Identifier: MIT
"""Docstrings: complete, and taken from the C headers where C and Python share a function."""

import doctest
import inspect
import pickle
import pydoc
import re
import sys
from copy import copy
from importlib.util import find_spec
from pathlib import Path
from types import SimpleNamespace

import nps
import pytest
from arrow_producer import Column, Table
from c_headers import description, translated
from nps import _error as error, _raw as raw

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
    nps.CodeGroups.update: "nps_code_groups_add_column",
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
    nps.drivers: "nps_drivers",
    nps.driver_keys: "nps_drivers_key",
    nps.themes: "nps_themes",
    nps.themes_change: "nps_themes_change",
    nps.pool: "nps_pool",
    nps.trend_test: "nps_trend_test",
    nps.compare_periods: "nps_compare_periods",
    nps.compare_before_after: "nps_compare_before_after",
    nps.homogeneity: "nps_homogeneity",
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
    """The comment of the headers on a function up to its first @param and its example, in one line."""
    text = "".join(header.read_text() for header in HEADERS.glob("*.h"))
    comment = re.search(rf"/\*\*((?:(?!\*/).)*)\*/\nNPS_EXPORT [^(;]*?{function}\(", text, re.DOTALL).group(1)
    return " ".join(re.sub(r"\n \*", "\n", comment).split("@param")[0].split("@code")[0].split())


@pytest.mark.parametrize("face, function", SHARED.items(), ids=SHARED.values())
def test_from_the_header(face, function):
    comment = comment_on(function)
    assert len(comment) > 20
    assert " ".join(description(getattr(raw, function)).split()) == comment
    assert translated(comment) in " ".join(face.__doc__.split())
    assert face.__doc__.split("\n")[0].endswith(".")


def public():
    """All public functions, classes, methods and properties by name."""
    for name in dir(nps):
        thing = getattr(nps, name)
        if inspect.isfunction(thing) or inspect.isclass(thing):
            yield name, thing
        if inspect.isclass(thing) and not issubclass(thing, nps.NpsError):
            for attribute, value in vars(thing).items():
                if inspect.isroutine(value) or isinstance(value, (property, classmethod)):
                    if attribute[0] != "_" or attribute == "__init__":
                        yield f"{name}.{attribute}", value


PUBLIC = dict(public())
CALLABLE = {
    name: getattr(thing, "__func__", thing)
    for name, thing in PUBLIC.items()
    if not isinstance(thing, (property, type)) and hasattr(getattr(thing, "__func__", thing), "__annotations__")
}
MADE_BY_DATACLASS = {name for name in CALLABLE if name.endswith("__init__") and not CALLABLE[name].__doc__}


@pytest.mark.parametrize("name", PUBLIC)
def test_everything_has_a_docstring(name):
    assert PUBLIC[name].__doc__ or name in MADE_BY_DATACLASS


def section(text, name):
    found = re.search(rf"^{name}\n-+\n((?:.|\n)*?)(?=\n\n\w+\n---|\Z)", text, re.MULTILINE)
    return found[1] if found else ""


@pytest.mark.parametrize("name", sorted(CALLABLE.keys() - MADE_BY_DATACLASS))
def test_every_parameter_is_explained(name):
    function = CALLABLE[name]
    said = section(function.__doc__, "Parameters")
    entries = re.findall(r"^(\w+) : (\S.*)\n    (\S.*)$", said, re.MULTILINE)
    wanted = [each for each in inspect.signature(function).parameters if each not in ("self", "cls")]
    assert [parameter for parameter, _, _ in entries] == wanted
    for _, kind, _ in entries:
        assert not re.search(r"Optional|Union|Supports|Any\b|Iterable\[", kind), kind
    if function.__annotations__.get("return") not in ("None", "Self"):
        assert re.match(r"\S.*\n    \S", section(function.__doc__, "Returns")), name


def arrow_table(columns):
    """As pyarrow.table()."""
    codes = {str: "u", int: "q", float: "d"}
    table = Table(*(Column(values, codes[type(values[0])], name) for name, values in columns.items()))
    table.column_names = list(columns)
    return table


# Stand-ins for packages that are not installed; tests/integrations runs the examples with the packages.
STAND_INS = {
    "pandas": SimpleNamespace(DataFrame=lambda data, columns: SimpleNamespace(columns=columns)),
    "polars": SimpleNamespace(DataFrame=lambda data, strict: SimpleNamespace(columns=list(data))),
    "pyarrow": SimpleNamespace(table=arrow_table),
}


# Pictures need matplotlib, for which there is no stand-in; tests/integrations runs these too.
WITH_EXAMPLES = [name for name in PUBLIC if not name.endswith(".plot") or find_spec("matplotlib")]


@pytest.mark.parametrize("name", WITH_EXAMPLES)
def test_examples(name, monkeypatch):
    for package, stand_in in STAND_INS.items():
        if find_spec(package) is None:
            monkeypatch.setitem(sys.modules, package, stand_in)
    thing = PUBLIC[name]
    text = getattr(thing, "__func__", thing).__doc__ or ""
    examples = doctest.DocTestParser().get_doctest(text, {"nps": nps}, name, None, None)
    runner = doctest.DocTestRunner(optionflags=doctest.NORMALIZE_WHITESPACE)
    said = []
    runner.run(examples, out=said.append)
    assert not said, "".join(said)
    is_error = inspect.isclass(thing) and issubclass(thing, nps.NpsError) and thing is not nps.NpsError
    if not (isinstance(thing, property) or name.endswith("__init__") or is_error):
        assert examples.examples, "there is no example"
    assert not any(doctest.SKIP in example.options for example in examples.examples)


def test_the_help_reads_well():
    said = pydoc.plain(pydoc.render_doc(nps.Accumulator.interval))
    for part in (
        'method : str, default "auto"',
        "The confidence level, 0.95 for 95 %.",
        "Interval\n        A confidence interval in points; unpacks as (lower, upper).",
        "EmptyError\n        There are no answers.",
        ">>> interval = survey.interval()",
    ):
        assert part in said, part
    order = [said.index(f"{name}\n    ---") for name in ("Parameters", "Returns", "Raises", "Notes", "Examples")]
    assert order == sorted(order)


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
        assert not re.search(
            r":param|\bnps_|\bnps/|NPS_|INFINITY|has a status|workspace or|`rest|`length`|the caller's", text
        ), text


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
    assert translated("up to NPS_EXACT_MAX; INFINITY") == "up to 1000; infinity"


@pytest.mark.parametrize(
    "kind, struct, count", [(nps.WeightedEstimate, "weighted_estimate", 16), (nps.PairedMoves, "paired_moves", 10)]
)
def test_fields_from_the_header(kind, struct, count):
    header = (HEADERS / f"{struct.split('_')[0]}.h").read_text()
    members = re.search(rf"typedef struct nps_{struct} {{\n(.*?)}} nps_{struct};", header, re.DOTALL).group(1)
    comments = [
        " ".join(text.replace("\n     *", "\n").split()) for text in re.findall(r"/\*\*<?(.*?)\*/", members, re.S)
    ]
    said = " ".join(kind.__doc__.split())
    assert len(comments) == len(kind.__dataclass_fields__) == count
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
