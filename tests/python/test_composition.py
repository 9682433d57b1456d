# SPDX-License-Identifier: MIT
"""Two samples compared by their shares, and rounded shares."""

import csv
import json
import pickle
from pathlib import Path

import nps
import pytest

FIGURES = Path(__file__).parents[1] / "reference" / "compositions.csv"
ROME, OSLO = nps.Counts(40, 60, 0), nps.Counts(65, 10, 25)


def test_compositions_are_the_reference_figures():
    with FIGURES.open() as file:
        for row in csv.DictReader(file):
            a, b = ([int(number) for number in row[name].split(";")] for name in "ab")
            found = nps.composition_test(
                *(nps.Accumulator.from_counts(answers + [0] * (11 - len(answers))) for answers in (a, b)),
                of="answers",
                method="score",
            )
            assert found.p_value == pytest.approx(float(row["score"]), rel=1e-8)
            assert found.rank_p_value == pytest.approx(float(row["score_ranks"]), rel=1e-8)
            assert found.superiority_lower == pytest.approx(float(row["lower"]), abs=1e-9)
            if len(a) == 3 and min(sum(a), sum(b)) <= 1000:
                found = nps.composition_test(nps.Counts(*a[::-1]), nps.Counts(*b[::-1]))
                assert found.method == "exact"
                assert found.p_value == pytest.approx(float(row["exact"]), rel=1e-8)


def test_one_score_and_different_shares():
    found = nps.composition_test(ROME, OSLO)
    assert ROME.score == OSLO.score and nps.compare(ROME, OSLO).p_value > 0.9
    assert float(found) == found.p_value < 1e-16
    assert [share.category for share in found.shares] == ["promoters", "passives", "detractors"]
    assert [round(share.difference) for share in found.shares] == [-25, 50, -25]
    assert sum(share.difference for share in found.shares if share.difference > 0) == pytest.approx(
        100 * found.total_variation
    )


def test_a_composition_is_a_record():
    found = nps.composition_test(ROME, OSLO)
    assert json.loads(json.dumps(found))["shares"][1]["category"] == "passives"
    assert pickle.loads(pickle.dumps(found)) == found
    assert len(found.table()) == 3 and found.table().columns == ("category", "difference", "lower", "upper")


def test_all_answers():
    a, b = nps.Accumulator([5, 5, 4, 3, 2, 2]), nps.Accumulator([5, 4, 4, 3, 1, None, 11])
    found = nps.composition_test(a, b, of="answers", scale="1_5")
    assert [share.category for share in found.shares] == [1, 2, 3, 4, 5]
    assert found.degrees == 4 and found.method == "exact"
    a.add(0)
    with pytest.raises(nps.OutsideError):
        nps.composition_test(a, b, of="answers", scale="1_5")
    assert nps.composition_test(a, b, of="answers", scale="1_5", outside="ignore") == found


def test_what_is_wrong_is_said():
    many = nps.Counts(1000, 1000, 1)
    for wrong, error, said in (
        (lambda: nps.composition_test(ROME, OSLO, of="answers"), TypeError, "Counts do not know single answers"),
        (lambda: nps.composition_test(ROME, OSLO, of="shares"), nps.MethodError, '"groups" or "answers"'),
        (lambda: nps.composition_test(ROME, OSLO, method="wald"), nps.UnavailableError, '"exact" and "score"'),
        (lambda: nps.composition_test(ROME, OSLO, method="guess"), nps.MethodError, "guess"),
        (lambda: nps.composition_test(many, many, method="exact"), nps.TooManyError, "1000 answers in the smaller"),
        (lambda: nps.composition_test(ROME, nps.Counts(0, 0, 0)), nps.EmptyError, "the sample b has no answers"),
        (lambda: nps.composition_test(ROME, [1, 2, 3]), TypeError, "the sample b"),
        (lambda: nps.composition_test(ROME, OSLO, level=95), nps.LevelError, "0.95"),
        (lambda: nps.shares_round("123"), TypeError, "a list of numbers of answers"),
        (lambda: nps.shares_round([1, -2]), OverflowError, "a count"),
        (lambda: nps.shares_round([0, 0]), nps.EmptyError, "no answers"),
        (lambda: nps.shares_round([1, 2], decimals=14), nps.UnavailableError, "from 0 to 13"),
        (lambda: nps.shares_round([2**63, 2**63]), nps.CountOverflowError, "2\\^64"),
    ):
        with pytest.raises(error, match=said):
            wrong()


def test_a_mapping_is_not_a_list_of_counts():
    with pytest.raises(TypeError, match="counts must be a sample or a list"):
        nps.shares_round({9: 3, 10: 1})


def test_rounded_shares_add_up():
    assert nps.shares_round([1, 1, 1]) == (34, 33, 33)
    assert nps.shares_round(ROME) == (40, 60, 0)
    assert nps.shares_round(nps.Accumulator([10, 9, 8, 1, 0, 0]), decimals=1) == (33.3, 16.7, 50.0)
    for decimals in range(14):
        shares = nps.shares_round([2080, 159, 42, 17, 3], decimals=decimals)
        assert sum(round(share * 10**decimals) for share in shares) == 100 * 10**decimals
