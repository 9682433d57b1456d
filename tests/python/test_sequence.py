# SPDX-License-Identifier: MIT
"""Sequences and e-values, priors, and finite populations."""

import copy
import itertools
import math
import pickle

import nps
import pytest
from nps import _raw as raw

SURVEY = nps.Counts(1436, 968, 342)


def stream():
    """The counts after 1, 2, 3... answers."""
    survey = nps.Accumulator()
    for answer in itertools.islice(itertools.cycle([10, 9, 7, 9, 3]), 200):
        survey.add(answer)
        yield copy.copy(survey)


def test_a_sequence_is_the_cut_of_all_intervals():
    sequence = nps.Sequence(level=0.9)
    assert tuple(sequence.bounds()) == (-100, 100)
    lowest, highest = -100, 100
    for survey in stream():
        sequence.update(survey)
        lower, upper = survey.interval(level=0.9, method="anytime")
        lowest, highest = max(lower, lowest), min(upper, highest)
        assert tuple(sequence.bounds()) == (lowest, highest)
        assert sequence.bounds().method == "anytime"
        assert sequence.counts == survey.counts()
    assert sequence.level == 0.9
    assert repr(sequence).startswith("<nps.Sequence: level 0.9, 200 answers, ")


def test_when_nothing_is_left():
    sequence = nps.Sequence()
    for promoters, detractors in ((1000, 0), (1000, 10**6)):
        sequence.update(nps.Counts(promoters, 0, detractors))
    with pytest.raises(nps.DriftError):
        sequence.bounds()
    assert repr(sequence) == "<nps.Sequence: level 0.95, 1001000 answers, nothing left>"


def test_what_is_not_the_same_stream():
    sequence = nps.Sequence()
    sequence.update(SURVEY)
    before = copy.copy(sequence)
    for wrong, error in (
        (nps.Counts(1435, 10**6, 342), nps.CountUnderflowError), (nps.Counts(0, 0, 0), nps.EmptyError),
        (nps.Counts(2**64 - 1, 10**6, 342), nps.CountOverflowError), ([9], TypeError), (None, TypeError),
    ):  # fmt: skip
        with pytest.raises(error):
            sequence.update(wrong)
    assert sequence == before != nps.Sequence()
    with pytest.raises(TypeError):
        sequence + before
    with pytest.raises(TypeError):
        hash(sequence)


@pytest.mark.parametrize("level", [0, 1, -1, 95, math.nan, math.inf])
def test_wrong_levels(level):
    with pytest.raises(nps.LevelError):
        nps.Sequence(level=level)
    for call in (nps.compare_equivalence, nps.compare_noninferiority):
        with pytest.raises(nps.LevelError):
            call(SURVEY, SURVEY, margin=5, level=level)


class Named(nps.Sequence):
    pass


COPIES = [copy.copy, copy.deepcopy]
COPIES += [lambda thing, protocol=protocol: pickle.loads(pickle.dumps(thing, protocol)) for protocol in range(6)]


@pytest.mark.parametrize("copied", COPIES)
def test_copies(copied):
    original = Named(level=0.99)
    original.update(SURVEY)
    original.parts = [1]
    other = copied(original)
    assert (type(other), other.parts, other) == (Named, [1], original)
    other.update(nps.Counts(2000, 1000, 400))
    assert other != original


@pytest.mark.parametrize("numbers", [(), (0,) * 5, ("0",) * 6, None, (-1,) * 6, b""], ids=repr)
def test_hostile_pickles(numbers):
    restore, (kind, _), _ = nps.Sequence().__reduce__()
    with pytest.raises((TypeError, nps.FormatError)):
        restore(kind, numbers)


def test_evidence():
    for reference in (-50, 30, 36, 39.8, 60):
        log_e = nps.evalue(SURVEY, reference)
        assert float(SURVEY.test(reference, method="anytime")) == pytest.approx(min(1, math.exp(-log_e)), rel=1e-8)
    assert nps.evalue(SURVEY, 100) == math.inf
    assert nps.evalue(nps.Accumulator([9, 9]), 100) < 0
    with pytest.raises(nps.ReferenceScoreError):
        nps.evalue(SURVEY, 101)
    with pytest.raises(nps.EmptyError):
        nps.evalue(nps.Accumulator(), 0)
    with pytest.raises(TypeError):
        nps.evalue(SURVEY, "0")


def test_comparing_at_any_time():
    a, b = nps.Counts(50, 30, 20), nps.Counts(40, 30, 30)
    watched = nps.compare(a, b, method="anytime")
    assert watched.method == "anytime"
    planned = nps.compare(a, b)
    assert watched.lower < planned.lower < planned.upper < watched.upper
    halves = [sample.interval(level=0.975, method="anytime") for sample in (a, b)]
    apart = sum(half.upper - half.lower for half in halves)
    assert watched.upper - watched.lower < 0.8 * apart


def test_bayes():
    lower, upper = SURVEY.interval(level=0.9, method="bayes")
    assert nps.bayes_probability(SURVEY, lower) == pytest.approx(0.95, abs=1e-8)
    assert nps.bayes_probability(nps.Accumulator.from_counts({9: 1436, 7: 968, 0: 342}), upper) == pytest.approx(
        0.05, abs=1e-8
    )
    # By symmetry.
    assert nps.bayes_probability(nps.Counts(3, 1, 3), 0, prior=(2, 5, 2)) == pytest.approx(0.5, abs=1e-9)
    # The prior counts like respondents seen before.
    assert nps.bayes_probability(nps.Counts(3, 2, 1), 20, prior=(4.5, 3.5, 2.5)) == pytest.approx(
        nps.bayes_probability(nps.Counts(7, 5, 3), 20), abs=1e-9
    )
    assert SURVEY.interval(method="bayes", prior=(0.5, 0.5, 0.5)) == SURVEY.interval(method="bayes")
    # All zero is the default, as in C.
    assert SURVEY.interval(method="bayes", prior=(0, 0, 0)) == SURVEY.interval(method="bayes")
    assert nps.bayes_probability(SURVEY, 38, prior=(0, 0, 0)) == nps.bayes_probability(SURVEY, 38)
    assert SURVEY.interval(method="bayes", prior=iter([1, 1, 1])) != SURVEY.interval(method="bayes")
    assert nps.intervals([SURVEY], method="bayes", prior=[1, 1, 1]) == [
        SURVEY.interval(method="bayes", prior=(1, 1, 1))
    ]
    below = 1 - nps.bayes_probability(SURVEY, 38, prior=(1, 2, 3))
    assert float(SURVEY.test(38, method="bayes", alternative="greater", prior=(1, 2, 3))) == pytest.approx(
        below, abs=1e-9
    )


@pytest.mark.parametrize(
    "prior, error",
    [
        ((1, 1, 0), nps.PriorError), ((1, 1, -1), nps.PriorError),
        ((1, 1, math.nan), nps.PriorError), ((1, 1, 1e16), nps.PriorError), ((1, 1), ValueError),
        ((1, 1, 1, 1), ValueError), ("abc", TypeError), (b"abc", TypeError), (1, TypeError), ((1, 1, None), TypeError),
        ((1, 1, True), TypeError), (("1", 1, 1), TypeError),
    ],
    ids=repr,
)  # fmt: skip
def test_wrong_priors(prior, error):
    for call in (
        lambda: nps.bayes_probability(SURVEY, 0, prior=prior),
        lambda: SURVEY.interval(method="bayes", prior=prior),
        lambda: SURVEY.test(0, method="bayes", prior=prior),
        lambda: nps.intervals([SURVEY], method="bayes", prior=prior),
    ):
        with pytest.raises(error):
            call()


def test_a_prior_for_another_method():
    with pytest.raises(nps.PriorError):
        SURVEY.interval(method="score", prior=(1, 1, 1))


def test_finite_populations():
    groups = nps.Groups()
    groups.update(list("AAABBB"), [9, 9, 3, 10, 7, 0])
    endless = nps.Counts(50, 30, 20)
    for method in ("exact", "score", "skewness-corrected score", "wald", "bayes"):
        wide = endless.interval(method=method)
        narrow = endless.interval(method=method, population=200)
        assert wide.lower < narrow.lower < narrow.upper < wide.upper
        whole = endless.interval(method=method, population=100)
        assert tuple(whole) == pytest.approx((30, 30), abs=1e-6)
        assert float(endless.test(20, method=method, population=110)) < float(endless.test(20, method=method))
    survey = nps.Accumulator.from_counts({9: 50, 7: 30, 0: 20})
    assert survey.interval(population=200) == endless.interval(population=200)
    assert survey.test(20, population=200) == endless.test(20, population=200)
    assert nps.intervals([survey], population=200) == [survey.interval(population=200)]
    assert groups.intervals(population=5) == {key: groups[key].interval(population=5) for key in "AB"}


@pytest.mark.parametrize(
    "population, error",
    [
        (2745, nps.PopulationError), (1, nps.PopulationError), (0, nps.PopulationError), (-1, nps.PopulationError),
        (2**64, OverflowError), (3000.0, TypeError), ("3000", TypeError), (True, TypeError), ([], TypeError),
    ],
    ids=repr,
)  # fmt: skip
def test_wrong_populations(population, error):
    for call in (
        lambda: SURVEY.interval(population=population),
        lambda: SURVEY.test(0, population=population),
        lambda: nps.intervals([SURVEY], population=population),
    ):
        with pytest.raises(error):
            call()


def test_what_takes_no_population():
    with pytest.raises(nps.UnavailableError):
        SURVEY.interval(method="anytime", population=10**6)
    # The exact method treats large populations as infinite.
    few = nps.Counts(1, 1, 1)
    assert few.interval(population=raw.NPS_EXACT_POPULATION_MAX + 1) == few.interval()


def test_margins_between_scores():
    a, b = nps.Counts(500, 300, 200), nps.Counts(510, 300, 190)
    same = nps.compare_equivalence(a, b, margin=10)
    assert same.p_value < 0.05
    assert -10 < same.lower < same.difference < same.upper < 10
    by_score = nps.compare_equivalence(a, b, margin=10, method="score")
    assert nps.compare(a, b, method="score", level=0.9).lower == pytest.approx(by_score.lower, abs=1e-6)
    assert nps.compare_equivalence(a, b, margin=3).p_value > 0.05
    assert (
        nps.compare_noninferiority(a, b, margin=10).p_value < 0.05 < nps.compare_noninferiority(a, b, margin=3).p_value
    )
    assert nps.compare_noninferiority(b, a, margin=3, method="score", level=0.9).method == "score"
    for call in (nps.compare_equivalence, nps.compare_noninferiority):
        for margin in (0, -1, 201, math.nan):
            with pytest.raises(nps.ReferenceScoreError):
                call(a, b, margin=margin)
        with pytest.raises(nps.UnavailableError):
            call(a, b, margin=5, method="anytime")
        with pytest.raises(nps.TooManyError):
            call(a, b, margin=5, method="exact")
        assert call(nps.Counts(4, 1, 0), nps.Counts(2, 1, 3), margin=5, method="exact").method == "exact"
        for wrong in (None, "5"):
            with pytest.raises(TypeError):
                call(a, b, margin=wrong)
        with pytest.raises(TypeError):
            call(a, (1, 2, 3), margin=5)
