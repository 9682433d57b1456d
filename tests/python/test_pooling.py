# SPDX-License-Identifier: MIT
"""Pooled scores from Python objects of every kind."""

import json
import pickle

import nps
import pytest

SHOPS = {
    "Rome": nps.Counts(9, 1, 0),
    "Oslo": nps.Counts(60, 25, 15),
    "Lima": nps.Counts(55, 25, 20),
    "Kyiv": nps.Counts(62, 22, 16),
    "Bern": nps.Counts(2, 3, 5),
    "Riga": nps.Counts(0, 0, 0),
}


def test_own_scores_stay_beside_pooled_ones():
    pooled = nps.pool(SHOPS)
    assert list(pooled) == ["Rome", "Oslo", "Lima", "Kyiv", "Bern"] and pooled.left_out == ("Riga",)
    for key, found in pooled.items():
        assert found.score == SHOPS[key].score
        assert (found.lower, found.upper) == tuple(SHOPS[key].interval())
        assert found.pooled_lower < found.pooled < found.pooled_upper
        assert abs(found.pooled - pooled.score) < abs(found.score - pooled.score)
        assert found.pooled_upper - found.pooled_lower < found.upper - found.lower
    assert pooled["Bern"].own < pooled["Oslo"].own
    assert pooled.score == pytest.approx(100 * (pooled.prior[0] - pooled.prior[2]) / sum(pooled.prior), abs=1e-9)


def test_samples_of_every_kind():
    answers = {key: nps.Accumulator([10] * a + [7] * b + [0] * c) for key, (a, b, c) in SHOPS.items()}
    assert nps.pool(answers) == nps.pool(SHOPS)
    listed = nps.pool([SHOPS["Rome"], SHOPS["Oslo"]])
    assert list(listed) == [0, 1]


def test_results_are_records():
    pooled = nps.pool(SHOPS)
    copied = pickle.loads(pickle.dumps(pooled))
    assert copied == pooled and copied.prior == pooled.prior and copied.left_out == pooled.left_out
    assert json.loads(json.dumps(pooled))["Rome"]["score"] == 90
    assert pooled.table().columns[:2] == ("key", "score")


@pytest.mark.parametrize(
    "segments, options, error",
    [
        ({"a": nps.Counts(0, 0, 0)}, {}, nps.EmptyError),
        ([nps.Counts(0, 0, 0)], {}, nps.EmptyError),
        ("text", {}, TypeError),
        (SHOPS, {"level": 95}, nps.LevelError),
        (SHOPS, {"method": "none"}, nps.MethodError),
    ],
)
def test_what_is_refused(segments, options, error):
    with pytest.raises(error):
        nps.pool(segments, **options)
