# SPDX-License-Identifier: MIT
"""Options are passed by name, in one order, and names may be spelled in several ways."""

import inspect
import re

import nps
import pytest

A, B = nps.Accumulator([10, 9, 9, 8, 7, 6, 10, 3]), nps.Counts(5, 3, 2)
ORDER = ["scale", "outside", "method", "level", "estimator", "alternative", "adjustment", "population", "prior"]


def callables():
    for name in dir(nps):
        thing = getattr(nps, name)
        if inspect.isfunction(thing):
            yield name, thing
        elif inspect.isclass(thing) and not issubclass(thing, nps.NpsError):
            for attribute, value in vars(thing).items():
                if inspect.isfunction(value) and (attribute[0] != "_" or attribute == "__init__"):
                    yield f"{name}.{attribute}", value
                elif isinstance(value, classmethod) and attribute[0] != "_":
                    yield f"{name}.{attribute}", value.__func__


CALLABLES = dict(callables())
# The scale may be passed by position where it is the only option; results are made of their fields by position.
EXEMPT = {
    "Accumulator.counts": {"scale"},
    "Accumulator.outside": {"scale"},
    "Weighted.read": {"scale"},
    "WeightedDesign.read": {"scale"},
    "ces": {"scale"},
    "csat": {"scale"},
}
RESULTS = {"Ces", "Comparison", "Composition", "Conversion", "Csat", "Enps", "Interval", "KeyDriver", "PairedChange", "PlanLook", "PooledScore", "Proportion", "SegmentComparison", "Significance", "Standing", "WeightedEstimate"}


@pytest.mark.parametrize("name", CALLABLES)
def test_options_are_named_and_in_one_order(name):
    if name.split(".")[0] in RESULTS and name.endswith("__init__"):
        return
    parameters = inspect.signature(CALLABLES[name]).parameters
    options = [option for option in ORDER if option in parameters]
    for option in options:
        wanted = (
            parameters[option].POSITIONAL_OR_KEYWORD
            if option in EXEMPT.get(name, ())
            else parameters[option].KEYWORD_ONLY
        )
        assert parameters[option].kind == wanted, option
    assert [option for option in parameters if option in ORDER] == options


def test_there_are_options_to_look_at():
    seen = [option for made in CALLABLES.values() for option in inspect.signature(made).parameters]
    assert set(ORDER) <= set(seen) and len(CALLABLES) > 80


@pytest.mark.parametrize("name", [name for name in CALLABLES if name.startswith("plan_")])
def test_plans_take_nothing_by_place(name):
    parameters = inspect.signature(CALLABLES[name]).parameters.values()
    assert {parameter.kind for parameter in parameters} == {inspect.Parameter.KEYWORD_ONLY}


@pytest.mark.parametrize(
    "call",
    [
        lambda: nps.compare_benchmark(A, 36, 5),
        lambda: nps.compare(A, A, 0.9),
        lambda: nps.compare_noninferiority(A, A, 5),
        lambda: nps.plan_respondents(0.05),
        lambda: A.interval(0.9),
        lambda: A.test(36, "wald"),
        lambda: nps.Accumulator([9], [99]),
        lambda: nps.Groups(str, [99]),
        lambda: nps.Sequence(0.9),
        lambda: nps.Watch(30, 1000),
        lambda: nps.adjust([0.1], "holm"),
        lambda: nps.segments_rank([A, B], "wald"),
        lambda: nps.calibration_poststratify([A], [1], "0_10"),
    ],
)
def test_what_is_misread_by_place(call):
    with pytest.raises(TypeError, match=r"positional argument.*; pass the others by name: \w+="):
        call()


def test_the_names_of_options_are_said():
    with pytest.raises(TypeError) as raised:
        nps.compare(A, A, 0.9)
    assert str(raised.value) == (
        "compare() takes 2 positional arguments but 3 were given; "
        "pass the others by name: scale=, outside=, method=, level="
    )
    with pytest.raises(
        TypeError, match=r"^Counts.interval\(\) takes no positional arguments but 1 was given; .* level=,"
    ):
        B.interval(0.9)


@pytest.mark.parametrize("name", [*nps.METHODS])
def test_methods_are_forgiven_their_spelling(name):
    for change in (str.upper, str.title, lambda text: re.sub("[ -]", "_", text), lambda text: f" {text} "):
        try:
            assert A.interval(method=change(name)) == A.interval(method=name)
        except nps.UnavailableError:
            pytest.fail(name)


def test_scales_are_forgiven_their_spelling():
    survey = nps.Accumulator([5, 5, 4, 5, 3])
    for name in ("1_5", "1-5", "1 5", " 1 - 5 ", "1\u20135"):
        assert survey.counts(name).score == 40
        assert survey.interval(scale=name) == survey.counts(nps.SCALE_1_5).interval()
    with pytest.raises(nps.ScaleError, match="there is no scale '1_6'; there are 0_10, 1_10, 1_5, 1_7"):
        survey.counts("1_6")


def test_alternatives_are_forgiven_their_spelling():
    for name in ("two-sided", "two_sided", "Two Sided", "TWO-SIDED"):
        assert A.test(36, alternative=name) == A.test(36)
        assert A.test(36, alternative=name).alternative == "two-sided"
    assert A.test(36, alternative="Greater").alternative == "greater"


def test_adjustments_have_the_names_of_other_packages():
    p_values = [0.01, 0.02, 0.03, 0.5]
    for name in ("BH", "bh", "fdr_bh", "FDR-BH", "Benjamini_Hochberg"):
        assert nps.adjust(p_values, adjustment=name) == nps.adjust(p_values, adjustment="benjamini-hochberg")
    for name in ("BY", "fdr_by"):
        assert nps.adjust(p_values, adjustment=name) == nps.adjust(p_values, adjustment="benjamini-yekutieli")
    assert nps.adjust(p_values, adjustment="BH") != nps.adjust(p_values, adjustment="BY")


def test_outside_is_forgiven_its_spelling():
    survey = nps.Accumulator([5, 5, 4, 5, 3, 9])
    assert survey.counts("1_5", outside="Ignore").n == 5
    with pytest.raises(nps.OutsideError):
        survey.counts("1_5", outside=" RAISE")


def test_samples_are_read_on_a_scale():
    old, new = nps.Accumulator([5, 5, 4, 5, 3]), nps.Accumulator([2, 5, 4, 5, 3])
    counts = new.counts("1_5"), old.counts("1_5")
    assert nps.compare(new, old, scale="1_5") == nps.compare(*counts)
    assert nps.compare_benchmark(new, 30, scale="1_5") == nps.compare_benchmark(counts[0], 30)
    assert nps.bayes_probability(new, 30, scale="1_5") == nps.bayes_probability(counts[0], 30)
    assert nps.segments_rank([new, old], scale="1_5") == nps.segments_rank(counts)
    assert nps.intervals([new, old], scale="1_5") == nps.intervals(counts)
    assert new.test(30, scale="1_5") == counts[0].test(30)
