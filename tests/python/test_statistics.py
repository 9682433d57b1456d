# SPDX-License-Identifier: MIT
"""Scores, intervals, tests and comparisons in Python; the figures themselves are tested in C."""

import dataclasses
import math
import pickle
from decimal import Decimal
from fractions import Fraction

import nps
import pytest
from nps import _raw as raw

SURVEY_2017, SURVEY_2018 = nps.Counts(1436, 968, 342), nps.Counts(1268, 935, 447)
AVAILABLE = ["score", "skewness-corrected score", "adjusted wald", "agresti-min", "bonett-price", "wald"]
WRONG_LEVELS = [0, 1, -0.1, 1.1, 95, math.nan, math.inf]


def accumulator(counts):
    return nps.Accumulator.from_counts({9: counts.promoters, 7: counts.passives, 3: counts.detractors})


SAMPLES = [SURVEY_2017, accumulator(SURVEY_2017)]


@pytest.mark.parametrize("sample", SAMPLES)
def test_score(sample):
    assert sample.score == pytest.approx(39.840, abs=5e-4)


@pytest.mark.parametrize("sample", SAMPLES)
def test_interval(sample):
    interval = sample.interval()
    lower, upper = interval
    assert (interval.lower, interval.upper, interval.method) == (lower, upper, "skewness-corrected score")
    assert lower < sample.score < upper
    assert sample.interval(level=0.99).lower < lower
    assert sample.interval(level=0.95, method="wald").method == "wald"


def test_intervals():
    samples = [SURVEY_2017, accumulator(SURVEY_2018), nps.Counts(1, 0, 0), SURVEY_2017, nps.Counts(0, 0, 1)]
    assert nps.intervals(samples) == [sample.interval() for sample in samples]
    for method in AVAILABLE:
        assert nps.intervals(iter(samples), level=0.9, method=method) == [
            sample.interval(level=0.9, method=method) for sample in samples
        ]
    assert nps.intervals([]) == []


@pytest.mark.parametrize("samples", [None, 7, [None], [(1, 2, 3)], [SURVEY_2017, "A"], nps.Groups], ids=repr)
def test_intervals_of_what_is_no_sample(samples):
    with pytest.raises(TypeError):
        nps.intervals(samples)


def test_intervals_that_cannot_be():
    for empty in (nps.Accumulator(), nps.Counts(0, 0, 0)):
        with pytest.raises(nps.EmptyError):
            nps.intervals([SURVEY_2017, empty, SURVEY_2018])
    with pytest.raises(nps.CountOverflowError):
        nps.intervals([SURVEY_2017, nps.Counts(2**64 - 1, 1, 0)])
    with pytest.raises(nps.LevelError):
        nps.intervals([SURVEY_2017], level=95)
    with pytest.raises(nps.MethodError):
        nps.intervals([SURVEY_2017], method="scores")


@pytest.mark.parametrize("method", AVAILABLE)
def test_test_agrees_with_the_interval(method):
    lower, upper = SURVEY_2017.interval(level=0.9, method=method)
    for reference in (lower, upper):
        tested = SURVEY_2017.test(reference, method=method)
        assert float(tested) == tested.p_value == pytest.approx(0.1, abs=1e-9)
        assert (tested.method, tested.reference, tested.alternative) == (method, reference, "two-sided")


@pytest.mark.parametrize("sample", SAMPLES)
def test_alternatives(sample):
    greater = sample.test(36, alternative="greater")
    less = sample.test(36, alternative="less")
    assert (greater.alternative, less.alternative) == ("greater", "less")
    assert greater.method == less.method == sample.interval().method
    assert greater.p_value + less.p_value == pytest.approx(1)
    with pytest.raises(nps.AlternativeError, match="two-sided, greater, less"):
        sample.test(36, alternative="both")
    with pytest.raises(TypeError):
        sample.test(36, alternative=0)


def test_what_auto_is():
    for answers, method in ((1, "exact"), (raw.NPS_EXACT_AUTO_MAX, "exact"), (2746, "skewness-corrected score")):
        counts = nps.Counts(1, 0, answers - 1)
        assert counts.interval().method == counts.test(0).method == nps.intervals([counts])[0].method == method


def test_the_exact_method_takes_so_many_answers():
    most = nps.Counts(1, 0, raw.NPS_EXACT_MAX - 1)
    assert most.interval(method="exact").method == most.test(0, method="exact").method == "exact"
    more = nps.Counts(1, 0, raw.NPS_EXACT_MAX)
    for call in (lambda: more.interval(method="exact"), lambda: more.test(0, method="exact")):
        with pytest.raises(nps.TooManyError):
            call()


def test_compare():
    change = nps.compare(SURVEY_2018, SURVEY_2017)
    assert change.difference == pytest.approx(-8.859, abs=5e-4)
    assert change.lower < change.difference < change.upper < 0
    assert change.p_value < 0.05
    assert change.method == "skewness-corrected score"
    assert nps.compare(accumulator(SURVEY_2018), SURVEY_2017) == change
    assert nps.compare(accumulator(SURVEY_2018), accumulator(SURVEY_2017), method="auto", level=0.95) == change
    assert nps.compare(SURVEY_2018, SURVEY_2017, method="wald", level=0.5).method == "wald"


def test_compare_benchmark():
    known = nps.compare_benchmark(SURVEY_2017, 36, method="score")
    lower, upper = SURVEY_2017.interval(method="score")
    assert (known.lower, known.upper) == pytest.approx((lower - 36, upper - 36))
    assert known.p_value == pytest.approx(SURVEY_2017.test(36, method="score").p_value)
    sampled = nps.compare_benchmark(accumulator(SURVEY_2017), 36, respondents=1000)
    assert sampled.lower < known.lower
    assert sampled.difference == known.difference == pytest.approx(3.840, abs=5e-4)


@pytest.mark.parametrize("samples", [(None, SURVEY_2017), (SURVEY_2017, (1, 2, 3)), (36, 39), ("a", "b")], ids=repr)
def test_compare_refuses(samples):
    with pytest.raises(TypeError, match=r"the sample [ab] must be an Accumulator or Counts, not"):
        nps.compare(*samples)


def test_methods():
    assert nps.METHODS[0] == "auto"
    assert set(AVAILABLE) | {"auto", "exact", "bayes", "anytime"} == set(nps.METHODS)
    for spelling in ("adjusted wald", "adjusted-wald", "adjusted_wald"):
        assert SURVEY_2017.interval(method=spelling).method == "adjusted wald"
    with pytest.raises(nps.MethodError, match="there is no method 'scores'; there are auto"):
        SURVEY_2017.interval(method="scores")
    for method in (None, 2, b"score"):
        with pytest.raises(TypeError):
            SURVEY_2017.interval(method=method)


@pytest.mark.parametrize("level", WRONG_LEVELS)
def test_wrong_levels(level):
    for call in (
        lambda: SURVEY_2017.interval(level=level),
        lambda: nps.compare(SURVEY_2017, SURVEY_2018, level=level),
        lambda: nps.compare_benchmark(SURVEY_2017, 36, level=level),
    ):
        with pytest.raises(nps.LevelError):
            call()


@pytest.mark.parametrize("reference", [-100.1, 101, math.nan, math.inf])
def test_wrong_references(reference):
    with pytest.raises(nps.ReferenceScoreError):
        SURVEY_2017.test(reference)
    with pytest.raises(nps.ReferenceScoreError):
        nps.compare_benchmark(SURVEY_2017, reference)


@pytest.mark.parametrize("number", ["0.95", None, [0.95], b"1", 1j], ids=repr)
def test_what_is_no_number(number):
    with pytest.raises(TypeError):
        SURVEY_2017.interval(level=number)
    with pytest.raises(TypeError):
        SURVEY_2017.test(number)


def test_other_numbers():
    assert (
        SURVEY_2017.interval(level=Decimal("0.5"))
        == SURVEY_2017.interval(level=Fraction(1, 2))
        == SURVEY_2017.interval(level=0.5)
    )
    assert SURVEY_2017.test(Decimal(36)) == SURVEY_2017.test(36)


@pytest.mark.parametrize("empty", [nps.Accumulator(), nps.Accumulator([None, 11]), nps.Counts(0, 0, 0)], ids=repr)
def test_nothing_to_compute_from(empty):
    for call in (lambda: empty.score, empty.interval, lambda: empty.test(0), lambda: nps.compare(empty, SURVEY_2017)):
        with pytest.raises(nps.EmptyError):
            call()


def test_counts():
    counts = nps.Counts(1, 2, 3)
    promoters, passives, detractors = counts
    assert (promoters, passives, detractors) == (1, 2, 3)
    with pytest.raises(nps.CountOverflowError):
        nps.Counts(2**64 - 1, 1, 0).score  # noqa: B018
    for wrong, error in ((-1, OverflowError), (2**64, OverflowError), (1.0, TypeError), (None, TypeError)):
        with pytest.raises(error):
            nps.Counts(1, wrong, 3)


RESULTS = {
    "Counts(promoters=1436, passives=968, detractors=342)": SURVEY_2017,
    "Interval(lower=-97.500, upper=32.000, method='wald')": nps.Interval(-97.5, 32.0, "wald"),
    "Significance(p_value=0.0123, method='score', alternative='less', reference=36)": nps.Significance(
        0.01234, "score", "less", 36.0
    ),
    "Comparison(difference=-8.859, lower=-12.500, upper=-5.000, p_value=2e-06, method='score')": nps.Comparison(
        -8.859, -12.5, -5.0, 2e-6, "score"
    ),
}


@pytest.mark.parametrize("shown, result", RESULTS.items())
def test_results_are_frozen_short_and_plain(shown, result):
    assert repr(result) == shown
    for field in dataclasses.fields(result):
        with pytest.raises(dataclasses.FrozenInstanceError):
            setattr(result, field.name, 0)
    assert pickle.loads(pickle.dumps(result)) == result
    assert hash(result) == hash(dataclasses.replace(result))


def test_lists_are_not_taken_for_samples_and_the_message_says_what_to_do():
    with pytest.raises(TypeError, match=r"not 'list': Accumulator\(answers\) counts a list"):
        nps.compare([10, 9], [3, 4])
    with pytest.raises(TypeError, match=r"not 'str'$"):
        nps.compare("10", [3, 4])


@pytest.mark.parametrize("respondents", [1, 3, 7, 9, 10, 20])
def test_an_exact_comparison_with_a_published_score_is_that_of_its_split(respondents):
    survey = nps.Counts(5, 3, 2)
    for promoters in range(respondents + 1):
        split = nps.Counts(promoters, 0, respondents - promoters)
        for score in (split.score, round(split.score, 6)):
            found = nps.compare_benchmark(survey, score, respondents=respondents, method="exact")
            expected = nps.compare(survey, split, method="exact")
            assert (found.lower, found.upper, found.p_value) == (expected.lower, expected.upper, expected.p_value)
