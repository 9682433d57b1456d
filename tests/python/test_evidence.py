# SPDX-License-Identifier: MIT
"""Weighted answers, designs, estimates and counts go through the same functions."""

import random
from dataclasses import replace
from itertools import product

import pytest

import nps

ANSWERS = [10] * 50 + [8] * 30 + [0] * 20
COUNTS = nps.Counts(50, 30, 20)
OTHER = nps.Accumulator([9, 9, 3, 7, 10, 8, 9, 0] * 10)


def kinds():
    """The same sample in every form; the last one has degrees of freedom."""
    survey = nps.Weighted(ANSWERS, [3] * 100)
    return [COUNTS, nps.Accumulator(ANSWERS), survey, survey.read(), nps.WeightedDesign(ANSWERS, [1] * 100)]


QUESTIONS = {
    "compare": lambda a, b: nps.compare(a, b, method="score"),
    "non-inferiority": lambda a, b: nps.compare_noninferiority(a, b, margin=12),
    "equivalence": lambda a, b: nps.compare_equivalence(a, b, margin=30, level=0.9),
    "benchmark": lambda a, b: nps.compare_benchmark(a, 12, method="score"),
    "benchmark of some": lambda a, b: nps.compare_benchmark(a, 12, respondents=90),
}


@pytest.mark.parametrize("question", QUESTIONS)
def test_every_kind_of_sample_has_the_figures_of_counts(question):
    ask = QUESTIONS[question]
    plain = ask(COUNTS, OTHER)
    for a, b in product(kinds()[:4], (OTHER, nps.Weighted([9, 9, 3, 7, 10, 8, 9, 0] * 10, [0.5] * 80))):
        found = ask(a, b)
        assert (found.difference, found.lower, found.upper) == pytest.approx(
            (plain.difference, plain.lower, plain.upper), abs=1e-6
        )
        assert found.p_value == pytest.approx(plain.p_value, rel=1e-6)
        assert found.method == plain.method
    design = ask(kinds()[-1], OTHER)
    assert design.difference == pytest.approx(plain.difference)
    assert design.upper - design.lower > plain.upper - plain.lower


def test_compare_is_weighted_compare_where_something_has_weights():
    a, b = nps.Weighted([10, 9, 3, 7], [1.2, 0.8, 1.5, 1.0]), nps.WeightedDesign(ANSWERS, [1] * 100, [1, 2] * 50)
    assert nps.compare(a, b) == nps.weighted_compare(a, b)
    assert nps.compare(a, COUNTS).method == "skewness-corrected score"


def test_domains_of_one_design_with_a_margin():
    design = nps.WeightedDesign()
    clusters = [row % 10 for row in range(100)]
    design.update(ANSWERS, [1.0] * 100, clusters=clusters, domains=["a", "b"] * 50)
    plain = design.compare_domains("a", "b", level=0.9, method="wald")
    margin = -plain.lower
    found = design.compare_domains_noninferiority("a", "b", margin=margin, method="wald")
    assert (found.lower, found.upper) == pytest.approx((plain.lower, plain.upper))
    assert found.p_value == pytest.approx(0.05)
    both = design.compare_domains_equivalence("a", "b", margin=max(margin, plain.upper), method="wald")
    assert both.p_value == pytest.approx(0.05)


def test_what_cannot_be():
    survey = nps.Weighted(ANSWERS, [3] * 100)
    for ask in (
        lambda: nps.compare(survey, COUNTS, method="exact"),
        lambda: nps.compare_noninferiority(COUNTS, survey, margin=5, method="anytime"),
        lambda: nps.compare_benchmark(survey, 5, method="exact"),
    ):
        with pytest.raises(nps.UnavailableError, match="is not available for weighted answers"):
            ask()
    with pytest.raises(nps.EmptyError, match="the sample b: no answer has a weight: 1 missing"):
        nps.compare(COUNTS, nps.Weighted([None], [1]))
    with pytest.raises(nps.OutsideError, match="the sample a: some weighted answers are off the scale 1 to 5"):
        nps.compare(survey, COUNTS, scale="1_5")
    with pytest.raises(nps.EmptyError, match="the sample a has no answers"):
        nps.compare_equivalence(nps.Accumulator(), survey, margin=5)
    with pytest.raises(TypeError, match="the sample b must be an Accumulator or Counts, not 'int'"):
        nps.compare(survey, 3)
    with pytest.raises(nps.WeightError):
        nps.compare(replace(survey.read(), promoters=float("nan")), survey)


SHOPS = {"Rome": nps.Counts(46, 30, 14), "Oslo": nps.Counts(31, 22, 27), "Lima": nps.Counts(28, 8, 9)}

FAMILIES = {
    "pairs": lambda segments: nps.segments_compare_pairs(segments, method="score", adjustment="false discovery"),
    "rest": lambda segments: nps.segments_compare_rest(segments, level=0.9),
    "benchmark": lambda segments: nps.segments_compare_benchmark(segments, 20, method="score"),
    "benchmark of some": lambda segments: nps.segments_compare_benchmark(segments, 20, respondents=80),
}


def weighted_shops():
    """The same shops in other forms: a weight of 1, an estimate, and counts."""
    return {
        "Rome": nps.Weighted([10] * 46 + [8] * 30 + [2] * 14, [1] * 90),
        "Oslo": nps.Weighted([10] * 31 + [8] * 22 + [2] * 27, [1] * 80).read(),
        "Lima": SHOPS["Lima"],
    }


@pytest.mark.parametrize("question", FAMILIES)
def test_families_have_the_figures_of_counts(question):
    plain, found = FAMILIES[question](SHOPS), FAMILIES[question](weighted_shops())
    assert list(plain) == list(found)
    for key, expected in plain.items():
        for name in ("difference", "lower", "upper", "p_value", "adjusted"):
            assert found[key][name] == pytest.approx(expected[name], abs=1e-6)
        assert found[key].method == expected.method
    listed = FAMILIES[question](list(weighted_shops().values()))
    assert [each.adjusted for each in (listed.values() if question == "pairs" else listed)] == [
        each.adjusted for each in found.values()
    ]


def test_ranks_and_the_best_of_weighted_segments():
    assert nps.segments_rank(weighted_shops()) == nps.segments_rank(SHOPS)
    plain, found = nps.segments_best(SHOPS), nps.segments_best(weighted_shops())
    assert found == {key: pytest.approx(probability, abs=1e-9) for key, probability in plain.items()}


def test_the_rest_counts_by_weight():
    """A shop with few respondents who stand for many people dominates the rest."""
    heavy = nps.Weighted([10] * 30 + [2] * 10, [100] * 40)
    light = nps.Weighted([10] * 100 + [2] * 300, [1] * 400)
    own = nps.Weighted([8] * 50, [1] * 50)
    found = nps.segments_compare_rest({"own": own, "heavy": heavy, "light": light})
    assert found["own"].difference == pytest.approx(-(heavy + light).score)


def survey_with_domains():
    """Clusters that differ more than the two domains in each; the third domain is empty."""
    design = nps.WeightedDesign()
    for cluster in range(12):
        for label, more in (("a", 12), ("b", 0), ("none", None)):
            promoters = 8 * cluster + (more or 0)
            answers = [None] if more is None else [10] * promoters + [0] * (100 - promoters)
            design.update(answers, [1] * len(answers), clusters=[cluster] * len(answers), domains=[label] * len(answers))
    return design


def test_the_domains_of_a_design_are_segments():
    design = survey_with_domains()
    pairs = nps.segments_compare_pairs(design)
    assert list(pairs) == [("a", "b")] and pairs.left_out == ("none",)
    plain = design.compare_domains("a", "b")
    assert (pairs["a", "b"].lower, pairs["a", "b"].p_value) == (plain.lower, plain.p_value)
    rest = nps.segments_compare_rest(design, adjustment="none")
    assert rest["a"].p_value == pytest.approx(plain.p_value)
    assert rest["b"].difference == pytest.approx(-plain.difference)
    benchmark = nps.segments_compare_benchmark(design, 0, adjustment="none")
    assert benchmark["a"].p_value == nps.compare_benchmark(design.domain("a"), 0).p_value
    assert nps.segments_rank(design) == {"a": nps.Rank(1, 1), "b": nps.Rank(2, 2)}
    alone = {label: design.domain(label) for label in "ab"}
    assert nps.segments_rank(alone) == {"a": nps.Rank(1, 2), "b": nps.Rank(1, 2)}


def test_the_best_domain_is_found_by_the_covariance_of_domains():
    design = survey_with_domains()
    found, again = nps.segments_best(design), nps.segments_best(design)
    assert found == again and found.left_out == ("none",)
    alone = nps.segments_best({label: design.domain(label) for label in "ab"})
    assert sum(found.values()) == pytest.approx(1)
    assert found["a"] > 0.99 > alone["a"]
    with pytest.raises(nps.PriorError):
        nps.segments_best(design, prior=(1, 1, 0))


def test_what_families_cannot_be():
    design, shops = survey_with_domains(), weighted_shops()
    with pytest.raises(nps.EmptyError, match="the design has no domains to compare"):
        nps.segments_rank(nps.WeightedDesign([10], [1]))
    for ask in (nps.segments_compare_pairs, nps.segments_compare_rest, nps.segments_rank):
        for segments in (design, shops):
            with pytest.raises(nps.UnavailableError, match="method='exact' is not available for weighted answers"):
                ask(segments, method="exact")
    with pytest.raises(nps.UnavailableError, match='"false discovery" picks the one that is valid'):
        nps.segments_compare_benchmark(design, 5, adjustment="bh")
    with pytest.raises(nps.WeightError):
        nps.segments_compare_rest({**shops, "none": replace(shops["Oslo"], weight=0.0)})
    with pytest.raises(TypeError, match="samples by key or a list of samples, not 'Weighted'"):
        nps.segments_rank(shops["Rome"])
    with pytest.raises(TypeError, match="the segment 'other' must be an Accumulator or Counts, not 'int'"):
        nps.segments_rank({**shops, "other": 3})
    with pytest.raises(nps.EmptyError, match="the segment 1: no answer has a weight"):
        nps.segments_rank([shops["Rome"], nps.Weighted()])
    empty = nps.segments_rank({**shops, "new": nps.Weighted(), "old": nps.Accumulator()})
    assert empty.left_out == ("new", "old")
    with pytest.raises(nps.EmptyError, match="the segment 'Rome' is the only one with answers"):
        nps.segments_compare_rest({"Rome": shops["Rome"], "new": nps.Weighted()})
    with pytest.raises(nps.OutsideError, match="the segment 'Rome': some weighted answers are off the scale"):
        nps.segments_rank(shops, scale="1_5")


def naive_change(first, second, weights):
    """The change of the weighted score and its standard error by the delta method, person by person."""
    value = {None: None, **{answer: (answer > 8) - (answer < 7) for answer in range(11)}}
    distances, scores = [], []
    for answers in (first, second):
        taken = [(weight, value[answer]) for weight, answer in zip(weights, answers) if answer is not None]
        total = sum(weight for weight, _ in taken)
        score = sum(weight * y for weight, y in taken) / total
        scores.append(score)
        distances.append(
            [0 if answer is None else weight * (value[answer] - score) / total for weight, answer in zip(weights, answers)]
        )
    people = [after - before for before, after in zip(*distances)]
    mean = sum(people) / len(people)
    variance = len(people) / (len(people) - 1) * sum((person - mean) ** 2 for person in people)
    return 100 * (scores[1] - scores[0]), 100 * variance**0.5


def test_waves_of_a_weighted_panel():
    """The answers of one person in two waves are alike, and a quarter of the people miss a wave."""
    choose = random.Random(4)
    waves = {"May": [], "June": [], "July": []}
    weights = [choose.uniform(0.2, 3) for _ in range(400)]
    for _ in weights:
        mood = choose.randint(1, 9)
        for wave in waves.values():
            wave.append(None if choose.random() < 0.25 else mood + choose.randint(-1, 1))
    design = nps.WeightedDesign.from_waves(waves, weights)
    assert design.domains == ("May", "June", "July")
    for first, second in (("May", "June"), ("June", "July")):
        change, error = naive_change(waves[first], waves[second], weights)
        found = design.compare_domains(second, first, method="wald")
        t = 1.9659272969  # .975, 399 degrees of freedom
        assert found.difference == pytest.approx(change, abs=1e-9)
        assert (found.lower, found.upper) == pytest.approx((change - t * error, change + t * error), abs=1e-6)
        alone = [nps.Weighted(waves[wave], weights) for wave in (second, first)]
        independent = nps.compare(*alone, method="wald")
        assert found.upper - found.lower < 0.8 * (independent.upper - independent.lower)
        careful = design.compare_domains(second, first)
        assert careful.upper - careful.lower < 1.06 * (independent.upper - independent.lower)
    changes = nps.segments_compare_pairs(design, method="wald", adjustment="none")
    assert changes["May", "June"].difference == -design.compare_domains("June", "May").difference
    shops = [person % 20 for person in range(400)]
    assert nps.WeightedDesign.from_waves(list(waves.values()), weights, clusters=shops).read().degrees == 19
    with pytest.raises(ValueError, match="there are 2 answers, but not as many weights"):
        nps.WeightedDesign.from_waves([[9, 3], [9, 3]], [1, 1, 1])
