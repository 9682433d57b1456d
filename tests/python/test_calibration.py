# SPDX-License-Identifier: MIT
"""Raking and post-stratification."""

import array
import math
import pickle
from decimal import Decimal
from fractions import Fraction

import nps
import pytest
from hypothesis import given, strategies as st

AGES = ["young", "young", "old", "old", "old"]
SEXES = [0, 1, 0, 1, 1]
ANSWERS = [9, 3, 10, 7, 9]
AGE_TOTALS, SEX_TOTALS = {"young": 600, "old": 400}, [450, 550]


def sums(weights, categories):
    return {
        category: math.fsum(w for w, c in zip(weights, categories) if c == category) for category in set(categories)
    }


def margins():
    return [nps.Margin(AGES, AGE_TOTALS), nps.Margin(SEXES, SEX_TOTALS)]


def test_equal_margins():
    margin = nps.Margin(AGES, AGE_TOTALS)
    same = nps.Margin(list(AGES), dict(AGE_TOTALS))
    assert margin == same and hash(margin) == hash(same)
    assert margin != nps.Margin(SEXES, SEX_TOTALS) and margin != "margin"
    assert nps.Margin([0, 1], [3, 4]) != nps.Margin([0, 1], [3, 5])
    assert nps.Margin([0, 1], [3, 4]) != nps.Margin([1, 0], [3, 4])


def raked(base, rounds=2000):
    """Iterative proportional fitting, in plain Python."""
    weights = list(base)
    for _ in range(rounds):
        for categories, totals in ((AGES, AGE_TOTALS), (SEXES, SEX_TOTALS)):
            now = sums(weights, categories)
            weights = [w * totals[c] / now[c] for w, c in zip(weights, categories)]
    return weights


def test_raking():
    result = nps.calibration_rake(margins())
    assert sums(result.weights, AGES) == pytest.approx(AGE_TOTALS, rel=1e-8)
    assert sums(result.weights, SEXES) == pytest.approx(dict(enumerate(SEX_TOTALS)), rel=1e-8)
    assert list(result.weights) == pytest.approx(raked([1] * 5), rel=1e-7)
    assert result.iterations > 1 and result.error <= 1e-9 and result.trimmed == 0
    assert repr(result).startswith(f"CalibrationResult(5 weights, iterations={result.iterations}, error=")
    assert pickle.loads(pickle.dumps(result)) == result


@given(st.lists(st.floats(0.125, 10, width=32), min_size=5, max_size=5))
def test_base_weights(base):
    weights = nps.calibration_rake(iter(margins()), base).weights
    assert list(weights) == pytest.approx(raked(base), rel=1e-6)
    for column in (array.array("f", base), array.array("d", base), iter(base), tuple(map(Fraction, base))):
        assert nps.calibration_rake(margins(), column).weights == weights
    assert nps.calibration_rake(margins(), weights).iterations == 1


def test_one_margin_is_poststratification():
    result = nps.calibration_rake(nps.Margin(AGES, AGE_TOTALS))
    estimate = nps.calibration_read(ANSWERS, nps.Margin(AGES, AGE_TOTALS), calibrated=result.weights)
    segments = nps.Groups()
    segments.update(AGES, ANSWERS)
    direct = nps.calibration_poststratify(segments, AGE_TOTALS)
    assert list(result.weights) == pytest.approx([300, 300, 400 / 3, 400 / 3, 400 / 3])
    assert estimate.score == pytest.approx(direct.score) == pytest.approx(0.6 * 0 + 0.4 * 200 / 3)
    assert nps.Weighted(ANSWERS, result.weights).score == pytest.approx(direct.score)
    lower, upper = estimate.interval()
    assert lower < estimate.score < upper


def test_what_margins_explain_does_not_vary():
    answers, ages = [10, 10, 3, 3, 9, 0], ["a", "a", "b", "b", "a", "b"]
    margin = nps.Margin(ages, {"a": 50, "b": 50})
    estimate = nps.calibration_read(answers, margin, calibrated=[1.0] * 6)
    assert estimate.standard_error < nps.Weighted(answers, [1] * 6).read().standard_error / 1e6


def test_trimming():
    result = nps.calibration_rake(nps.Margin([0] * 9 + [1], [30, 70]), highest=7.0)
    assert (max(result.weights), result.trimmed) == (pytest.approx(70), 1)
    with pytest.raises(nps.ConvergenceError, match="category 1"):
        nps.calibration_rake(nps.Margin([0] * 9 + [1], [30, 70]), highest=2.0)
    with pytest.raises(nps.ConvergenceError):
        nps.calibration_rake(margins(), iterations=1)
    with pytest.raises(nps.ConvergenceError):
        nps.calibration_rake(margins(), tolerance=math.nan, iterations=3)
    assert nps.calibration_rake(margins(), iterations=10**15).weights
    for bounds in ({"lowest": 2}, {"highest": 0.5}, {"lowest": -1}, {"lowest": math.nan}, {"highest": math.nan}):
        with pytest.raises(nps.WeightError):
            nps.calibration_rake(margins(), **bounds)
    for wrong in ({"lowest": "0"}, {"tolerance": None}, {"iterations": 1.0}, {"iterations": "9"}):
        with pytest.raises(TypeError):
            nps.calibration_rake(margins(), **wrong)
    for iterations in (-1, 10**30):
        with pytest.raises(OverflowError):
            nps.calibration_rake(margins(), iterations=iterations)


@pytest.mark.parametrize(
    "totals, said",
    [
        ({"young": -1, "old": 2}, "negative"), ({"young": math.nan, "old": 2}, "negative, not finite"),
        ({"young": math.inf, "old": 2}, "not finite"), ({"young": 0, "old": 0}, "all totals are 0"),
        ({"young": 1, "old": 2, "ancient": 3}, "category 2 has a total, but no row"),
    ],
    ids=repr,
)  # fmt: skip
def test_impossible_margins(totals, said):
    with pytest.raises(nps.MarginError, match=said):
        nps.calibration_rake(nps.Margin(AGES, totals))


def test_margins_that_do_not_fit():
    with pytest.raises(nps.MarginError, match="margin 1: its sum is not that of margin 0"):
        nps.calibration_rake([nps.Margin(AGES, AGE_TOTALS), nps.Margin(SEXES, [1, 2])])
    with pytest.raises(nps.MarginError):
        nps.calibration_rake([])
    with pytest.raises(ValueError, match="5 categories, but there are 4 categories of margin 0"):
        nps.calibration_rake([nps.Margin(AGES[:4], AGE_TOTALS), nps.Margin(SEXES, SEX_TOTALS)])
    for base in ([1] * 4, [1] * 6, []):
        with pytest.raises(ValueError, match="5 categories"):
            nps.calibration_rake(margins(), base)
        for name in ("weights", "calibrated", "strata", "clusters"):
            with pytest.raises(ValueError, match=f"there are 5 answers, but {len(base)}"):
                nps.calibration_read(ANSWERS, margins(), **{name: base})
        with pytest.raises(ValueError, match="margin 0 has 5 categories, but there are 4 answers"):
            nps.calibration_read(ANSWERS[:4], margins(), calibrated=[1] * 4)
    with pytest.raises(nps.EmptyError):
        nps.calibration_rake(nps.Margin([], [0, 1]))
    with pytest.raises(nps.EmptyError):
        nps.calibration_rake(margins(), [0] * 5)


@pytest.mark.parametrize("weight", [-1, math.nan, math.inf, 1e-39])
def test_what_is_no_weight(weight):
    weights = [1, 1, weight, 1, 1]
    with pytest.raises(nps.WeightError, match="row 2 has the weight"):
        nps.calibration_rake(margins(), weights)
    with pytest.raises(nps.WeightError, match="row 2 has the weight"):
        nps.calibration_read(ANSWERS, margins(), weights=weights)
    for name in ("weights", "calibrated"):
        with pytest.raises(nps.WeightError, match="weight 2 is"):
            nps.calibration_read(ANSWERS, [], **{name: weights})


def test_margins():
    margin = nps.Margin(iter(AGES), AGE_TOTALS)
    assert (margin.labels, margin.totals, len(margin)) == (("young", "old"), (600.0, 400.0), 5)
    assert repr(margin) == "<nps.Margin: 5 rows, {'old': 400.0, 'young': 600.0}>"
    by_number = nps.Margin(array.array("b", SEXES), (Decimal(450), 550))
    assert (by_number.labels, by_number.totals) == ((0, 1), (450.0, 550.0))
    any_kind = nps.Margin([None, (1, 2), "é"], {None: 1, (1, 2): 2, "é": 3})
    assert nps.calibration_rake(any_kind).weights.tolist() == pytest.approx([1, 2, 3])


def test_what_is_no_margin():
    for categories in (["young", "new"], [["young"]], ["young", None]):
        with pytest.raises((nps.NotFoundError, TypeError)):
            nps.Margin(categories, AGE_TOTALS)
    with pytest.raises(nps.NotFoundError, match="row 1 is in category 2, which has no total"):
        nps.Margin([0, 2], [1, 2])
    with pytest.raises(nps.NotFoundError):
        nps.Margin([0, -1], [1, 2])
    for categories, totals in (
        (7, [1]),
        ("ab", {"a": 1, "b": 2}),
        ([0], 7),
        ([0], [None]),
        ([0], ["1"]),
        ([0], [True]),
    ):
        with pytest.raises(TypeError):
            nps.Margin(categories, totals)
    for wrong in (7, [7], [None], "ab", [([0], [1])]):
        with pytest.raises(TypeError):
            nps.calibration_rake(wrong)


def test_read():
    weights = nps.calibration_rake(margins()).weights
    estimate = nps.calibration_read(ANSWERS, margins(), calibrated=weights)
    assert estimate.respondents == 5
    assert estimate == nps.calibration_read(ANSWERS, margins())
    assert estimate == nps.calibration_read(array.array("d", ANSWERS), margins(), calibrated=list(weights))
    with_others = nps.calibration_read([9, 3, 10, None, 98], margins(), missing_codes=[98])
    assert with_others.respondents == 3
    assert with_others == nps.calibration_read([9, 3, 10, 77, 7.5], margins())
    with pytest.raises(nps.OutsideError):
        nps.calibration_read(ANSWERS, margins(), scale="1_5")
    assert nps.calibration_read(ANSWERS, margins(), scale="1_5", outside="ignore").score == -100
    with pytest.raises(nps.EmptyError):
        nps.calibration_read([None] * 5, margins())
    with pytest.raises(ValueError, match="outside must be"):
        nps.calibration_read(ANSWERS, margins(), outside="count")
    assert nps.calibration_read(ANSWERS, [], calibrated=weights).score == estimate.score
    with pytest.raises(nps.MarginError, match="category 2 has a total"):
        nps.calibration_read(ANSWERS, nps.Margin(AGES, {"young": 1, "old": 2, "ancient": 3}))
    with pytest.raises(nps.WeightError):
        nps.calibration_read(ANSWERS, margins(), weights=[1, 1, 0, 1, 1], calibrated=weights)


SHOPS = ["Rome", "Rome", "Oslo", "Oslo", "Bern"]


def variance(totals):
    """m / (m - 1) times the sum of squared distances from the mean."""
    mean = math.fsum(totals) / len(totals)
    return len(totals) / (len(totals) - 1) * math.fsum((total - mean) ** 2 for total in totals)


def test_clusters_and_strata():
    # One margin: residuals are distances from the mean of the category, by base weights.
    margin, base = nps.Margin(AGES, AGE_TOTALS), [1, 2, 1, 1, 2]
    weights = nps.calibration_rake(margin, base).weights
    values = [1, -1, 1, 0, 1]
    means = {"young": (1 - 2) / 3, "old": (1 + 0 + 2) / 4}
    parts = [w * (v - means[age]) / 1000 for w, v, age in zip(weights, values, AGES)]
    by_shop = [math.fsum(part for part, shop in zip(parts, SHOPS) if shop == name) for name in ("Rome", "Oslo", "Bern")]
    estimate = nps.calibration_read(ANSWERS, margin, weights=base, clusters=SHOPS)
    assert estimate.standard_error == pytest.approx(100 * math.sqrt(variance(by_shop)))
    assert estimate.degrees == 2
    assert estimate == nps.calibration_read(ANSWERS, margin, weights=base, clusters=[7, 7, -1, -1, 3])
    strata = ["south", "south", "north", "north", "north"]
    stratified = nps.calibration_read(ANSWERS, margin, weights=base, strata=strata)
    assert stratified.standard_error == pytest.approx(100 * math.sqrt(variance(parts[:2]) + variance(parts[2:])))
    assert stratified.degrees == 3
    assert nps.calibration_read(ANSWERS, margin, weights=base).degrees == 4
    lower, upper = estimate.interval()
    assert lower < estimate.score < upper and 0 < estimate.test(0).p_value <= 1


def test_populations_lonely_strata_and_degrees():
    strata = ["south", "south", "north", "north", "east"]

    def read(**options):
        return nps.calibration_read(ANSWERS, [], strata=strata, **options)

    # Without margins: distances from the score, 40, in each stratum; the east has a single row.
    south, north, east = (variance([0.12, -0.28]), variance([0.12, -0.08]), 0.12**2)
    for options, expected in (
        ({}, south + north + east),
        ({"lonely": "certainty"}, south + north),
        ({"lonely": "Average"}, 1.5 * (south + north)),
        ({"population_clusters": {"south": 4, "north": 2, "east": 3}}, south / 2 + east * 2 / 3),
    ):
        assert read(**options).standard_error == pytest.approx(100 * math.sqrt(expected))
    assert (read().lonely_strata, read().lonely, read(lonely="certainty").lonely) == (1, "adjust", "certainty")
    clustered = nps.calibration_read([10, 9, 3, 7, 10, 0], [], clusters=[1, 1, 1, 2, 2, 3], degrees="Satterthwaite")
    assert 1 <= clustered.degrees < 2 and clustered.degrees_rule == "satterthwaite"
    assert nps.calibration_read(ANSWERS, [], population_clusters=5).standard_error == 0
    for wrong, error in (
        ({"population_clusters": {"south": 4, "north": 1, "east": 3}}, nps.PopulationError),
        ({"population_clusters": {"south": 4}}, nps.PopulationError),
        ({"population_clusters": {1: 4}}, nps.KeyTypeError),
        ({"population_clusters": [4]}, TypeError),
        ({"population_clusters": {"south": 1.5}}, TypeError),
        ({"population_clusters": {"south": -1}}, OverflowError),
        ({"lonely": "remove"}, nps.MethodError),
        ({"degrees": 4}, TypeError),
    ):
        with pytest.raises(error):
            read(**wrong)
    with pytest.raises(OverflowError):
        nps.calibration_read(ANSWERS, [], population_clusters={2**63: 5})


@pytest.mark.parametrize("ids", [7, "abcde", [1.5] * 5, [None] * 5, ["a", 1, 2, 3, 4], {1, 2, 3, 4, 5}], ids=repr)
def test_what_is_no_cluster(ids):
    for name in ("strata", "clusters"):
        with pytest.raises(TypeError):
            nps.calibration_read(ANSWERS, margins(), **{name: ids})


def test_poststratification():
    listed = [nps.Accumulator([9, 3]), nps.Accumulator([10, 7, 9])]
    estimate = nps.calibration_poststratify(listed, [600, 400])
    assert nps.calibration_poststratify({"a": listed[0], "b": listed[1]}, {"a": 600, "b": 400}) == estimate
    assert estimate.score == pytest.approx(0.4 * 200 / 3)
    # (share^2 s^2 / n) of both: s^2 is 2 and 1/3.
    assert estimate.standard_error == pytest.approx(100 * math.sqrt(0.36 * 2 / 2 + 0.16 * (1 / 3) / 3))
    assert nps.calibration_poststratify(iter(listed), array.array("d", [6, 4])).score == pytest.approx(estimate.score)
    assert nps.calibration_poststratify(listed, [0, 400]).score == pytest.approx(200 / 3)


@pytest.mark.parametrize(
    "segments, totals, error",
    [
        ([], [], nps.EmptyError), ([nps.Accumulator([9])], [-1], nps.MarginError),
        ([nps.Accumulator([9])], [0], nps.MarginError), ([nps.Accumulator([9])], [math.nan], nps.MarginError),
        ([nps.Accumulator()], [1], nps.MarginError), ([nps.Accumulator([9])], [1, 2], ValueError),
        ({"a": nps.Accumulator([9])}, {"a": 1, "b": 2}, nps.MarginError),
        ({"a": nps.Accumulator([9])}, {"b": 2}, nps.MarginError), ({"a": nps.Accumulator([9])}, [1], TypeError),
        ([nps.Counts(1, 2, 3)], [1], TypeError), (7, [1], TypeError), ([nps.Accumulator([9])], 7, TypeError),
        ([nps.Accumulator([9])], ["1"], TypeError), ([nps.Accumulator([9])], [None], TypeError),
    ],
    ids=repr,
)  # fmt: skip
def test_poststratification_refuses(segments, totals, error):
    with pytest.raises(error):
        nps.calibration_poststratify(segments, totals)
