# SPDX-License-Identifier: MIT
"""Replicate weights."""

import array
import math

import nps
import pytest

ANSWERS = [10, 9, 3, 7, 9, 10]
SHOPS = ["Rome", "Rome", "Oslo", "Oslo", "Bern", "Bern"]
MATRIX = [[4, 0, 4], [2, 0, 0], [0, 2, 2], [0, 4, 0], [1, 1, 0], [2, 2, 2]]  # a row for each respondent
COLUMNS = list(zip(*MATRIX))


def score(weights):
    values = [1, 1, -1, 0, 1, 1]
    return 100 * math.fsum(w * v for w, v in zip(weights, values)) / math.fsum(weights)


def spread(columns, centre, factors=(1, 1, 1)):
    return math.fsum(factor * (score(column) - centre) ** 2 for factor, column in zip(factors, columns))


def test_kinds():
    scores = [score(column) for column in COLUMNS]
    mean = math.fsum(scores) / 3
    for kind, scale, options in (
        ("brr", 1 / 3, {}), ("Fay", 1 / 3 / 0.25, {"fay": 0.5}), ("JK1", 2 / 3, {}), ("bootstrap", 1 / 2, {}),
        ("successive", 4 / 3, {}), ("other", 0.3, {"variance_scale": 0.3}),
    ):  # fmt: skip
        estimate = nps.ReplicateWeights(COLUMNS, kind=kind, **options).read(ANSWERS)
        assert estimate.standard_error == pytest.approx(math.sqrt(scale * spread(COLUMNS, mean)))
        assert estimate.score == pytest.approx(score([1] * 6)) and estimate.degrees == 2
    weights, factors = [1, 2, 1, 2, 1, 1], [0.5, 0.75, 0.25]
    survey = nps.ReplicateWeights(COLUMNS, weights, kind="jkn", replicate_scales=factors, around_estimate=True)
    estimate = survey.read(ANSWERS)
    assert estimate.standard_error == pytest.approx(math.sqrt(spread(COLUMNS, score(weights), factors)))
    assert estimate.degrees == pytest.approx(1.5)
    assert (len(survey), survey.count, survey.rows, survey.kind, survey.degrees) == (3, 3, 6, "jkn", None)
    assert survey.weights.tolist() == weights and survey.replicate_scales.tolist() == factors
    assert survey.replicate(-1).tolist() == list(COLUMNS[2])
    combined = [[a * b for a, b in zip(column, weights)] for column in COLUMNS]
    factored = nps.ReplicateWeights(COLUMNS, weights, has_factors=True, degrees=7)
    assert factored.read(ANSWERS).standard_error == pytest.approx(
        nps.ReplicateWeights(combined, weights).read(ANSWERS).standard_error
    )
    assert factored.read(ANSWERS).degrees == 7
    assert math.isinf(nps.ReplicateWeights(COLUMNS, degrees=0).read(ANSWERS).standard_error)


def test_shapes():
    expected = nps.ReplicateWeights(COLUMNS).read(ANSWERS)
    flat = array.array("d", [w for row in MATRIX for w in row])
    table = memoryview(flat.tobytes()).cast("d", (6, 3))
    columns = [array.array("f", column) for column in COLUMNS]
    for replicates in (table, columns, dict(enumerate(COLUMNS)), iter(COLUMNS), (map(float, c) for c in COLUMNS)):
        assert nps.ReplicateWeights(replicates).read(ANSWERS) == expected
    assert repr(nps.ReplicateWeights(table)) == "<nps.ReplicateWeights: 6 rows, 3 replicates, jk1>"


@pytest.mark.parametrize("replicates", [7, None, "ab", b"ab", [1, 2], [["1", 2]], [[None]], [[True]]], ids=repr)
def test_what_is_no_table(replicates):
    with pytest.raises(TypeError):
        nps.ReplicateWeights(replicates)


def test_what_does_not_fit():
    with pytest.raises(ValueError, match="replicate 1 has 1 weights, and replicate 0 has 2"):
        nps.ReplicateWeights([[1, 2], [3]])
    with pytest.raises(ValueError, match="no replicates"):
        nps.ReplicateWeights([])
    with pytest.raises(ValueError, match="there are 2 weights, not 6"):
        nps.ReplicateWeights(COLUMNS, [1, 2]).read(ANSWERS)
    with pytest.raises(ValueError, match="there are 2 replicate scales, not 3"):
        nps.ReplicateWeights(COLUMNS, replicate_scales=[1, 2]).read(ANSWERS)
    with pytest.raises(nps.ColumnError, match="there are 5 answers, but 6 rows of weights"):
        nps.ReplicateWeights(COLUMNS).read(ANSWERS[:5])
    with pytest.raises(nps.NullError, match="needs a factor of each replicate"):
        nps.ReplicateWeights(COLUMNS, kind="jkn").read(ANSWERS)
    with pytest.raises(nps.MethodError, match="no kind of replicates 'jk2'; there are other, brr"):
        nps.ReplicateWeights(COLUMNS, kind="jk2")
    with pytest.raises(nps.EmptyError, match="in replicate 1 no answer has a weight"):
        nps.ReplicateWeights([[1, 2], [0, 0]]).read([9, 3])
    for wrong in (-1, math.nan, math.inf, 1e39):
        with pytest.raises(nps.WeightError, match="row 1 has the weight .* in replicate 0"):
            nps.ReplicateWeights([[1, wrong], [1, 1]]).read([9, 3])
        with pytest.raises(nps.WeightError, match="row 1 has the weight"):
            nps.ReplicateWeights([[1, 1], [1, 1]], [1, wrong]).read([9, 3])
    for options in ({"fay": 1}, {"fay": math.nan}):
        with pytest.raises(nps.WeightError, match="Fay"):
            nps.ReplicateWeights(COLUMNS, kind="fay", **options).read(ANSWERS)
    with pytest.raises(nps.OutsideError):
        nps.ReplicateWeights(COLUMNS).read(ANSWERS, scale="1_5")


def test_jackknife():
    replicates = nps.replicates_make(weights=[1, 2, 1, 2, 1, 2], clusters=SHOPS)
    assert (replicates.kind, replicates.count, replicates.degrees) == ("jkn", 3, 2)
    # In the order of the hashes of the names: each shop is left out once.
    left_out = sorted(replicates.replicate(r).tolist() for r in range(3))
    assert left_out == [[0, 0, 1.5, 3, 1.5, 3], [1.5, 3, 0, 0, 1.5, 3], [1.5, 3, 1.5, 3, 0, 0]]
    assert replicates.replicate_scales.tolist() == pytest.approx([2 / 3] * 3)
    scores = [score(column) for column in left_out]
    mean = math.fsum(scores) / 3
    expected = math.sqrt(2 / 3 * math.fsum((each - mean) ** 2 for each in scores))
    assert replicates.read(ANSWERS).standard_error == pytest.approx(expected)


def test_calibrated_replicates():
    margin = nps.Margin(["a", "b"] * 3, {"a": 30, "b": 20})
    replicates = nps.replicates_make(clusters=SHOPS, margins=margin)
    for r in range(3):
        assert sum(replicates.replicate(r)[::2]) == pytest.approx(30)
    assert replicates.weights.tolist() == pytest.approx([10, 20 / 3] * 3)
    bootstrap = nps.replicates_make(clusters=SHOPS, margins=[margin], kind="Bootstrap", replicates=50, seed=3)
    assert bootstrap.count == 50
    assert sum(bootstrap.replicate(49)[1::2]) == pytest.approx(20)
    again = nps.replicates_make(clusters=SHOPS, margins=[margin], kind="bootstrap", replicates=50, seed=3)
    assert [again.replicate(r).tolist() for r in range(50)] == [bootstrap.replicate(r).tolist() for r in range(50)]
    with pytest.raises(nps.MarginError, match="replicate 0: margin 0: category"):
        nps.replicates_make(clusters=["x", "y"], margins=nps.Margin([0, 1], [1, 2]))


def test_populations_and_lonely_strata():
    strata = ["a", "a", "a", "b"]
    replicates = nps.replicates_make(strata=strata, population_clusters={"a": 6, "b": 2})
    assert sorted(replicates.replicate_scales) == pytest.approx([1 / 3, 1 / 3, 1 / 3, 1 / 2])
    replicates = nps.replicates_make(strata=strata, lonely="certainty")
    assert sorted(replicates.replicate_scales) == pytest.approx([0, 2 / 3, 2 / 3, 2 / 3])
    with pytest.raises(nps.PopulationError):
        nps.replicates_make(strata=strata, population_clusters={"a": 2, "b": 2})


def test_what_cannot_be_made():
    with pytest.raises(TypeError, match="which rows"):
        nps.replicates_make()
    with pytest.raises(ValueError, match="there are 2 strata, but 3 clusters"):
        nps.replicates_make(strata=[1, 2], clusters=[1, 2, 3])
    with pytest.raises(nps.UnavailableError):
        nps.replicates_make(clusters=[1, 2], kind="brr")
    with pytest.raises(nps.EmptyError):
        nps.replicates_make(clusters=[1, 2], kind="bootstrap", replicates=1)
    with pytest.raises(OverflowError):
        nps.replicates_make(clusters=[1, 2], kind="bootstrap", replicates=-1)
    for seed in (-1, 2**64):
        with pytest.raises(OverflowError):
            nps.replicates_make(clusters=[1, 2], kind="bootstrap", seed=seed)
    for count in (2**62, 10**30):
        with pytest.raises((nps.CountOverflowError, OverflowError, MemoryError)):
            nps.replicates_make(clusters=[1, 2], kind="bootstrap", replicates=count)
    with pytest.raises(nps.EmptyError):
        nps.replicates_make(clusters=[])
    with pytest.raises(nps.WeightError, match="row 1 has the weight -1"):
        nps.replicates_make(weights=[1, -1])
    for wrong in ({"kind": 3}, {"replicates": 1.5}, {"seed": "1"}, {"margins": 7}, {"tolerance": "x"}):
        with pytest.raises(TypeError):
            nps.replicates_make(**{"clusters": [1, 2], "kind": "bootstrap", **wrong})
