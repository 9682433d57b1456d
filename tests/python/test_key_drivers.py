# SPDX-License-Identifier: MIT
"""Key drivers against naive counts and ranks."""

import json
import pickle
import random

import nps
import pytest

SURVEY = {
    "nps": [10, 9, 10, 9, 8, 7, 6, 3, 2, 5, None, 11],
    "clean": [5, 5, 4, 5, 3, 4, 2, 1, 3, 2, 5, 5],
    "quiet": [5, 1, 4, 2, None, 4, 3, 4, 5, 2, 1, 1],
    "wifi": [0, None, 7, None, 0, 0, 0, 0, 0, 0, 3, 4],
}


def ranks(values):
    """Mean ranks, from the definition."""
    return [sum(other < each for other in values) + (sum(other == each for other in values) + 1) / 2 for each in values]


def correlation(xs, ys):
    x, y = sum(xs) / len(xs), sum(ys) / len(ys)
    together = sum((a - x) * (b - y) for a, b in zip(xs, ys))
    return together / (sum((a - x) ** 2 for a in xs) * sum((b - y) ** 2 for b in ys)) ** 0.5


def drawn(seed, rows, attributes):
    chance = random.Random(seed)
    survey = {"nps": [chance.choice([None, *range(11)]) for _ in range(rows)]}
    for name in attributes:
        survey[name] = [chance.choice([None, 0, 1, 2, 3, 4, 5]) for _ in range(rows)]
    return survey


@pytest.mark.parametrize("seed", range(6))
def test_figures_are_those_of_single_respondents(seed):
    survey = drawn(seed, 80, "abc")
    found = nps.key_drivers(survey, "nps", list("abc"), method="score", adjustment="bonferroni")
    for name, driver in found.items():
        pairs = [(a, r) for a, r in zip(survey["nps"], survey[name]) if a is not None and r is not None and r > 0]
        assert driver.n == len(pairs)
        assert driver.mean == pytest.approx(sum(r for _, r in pairs) / len(pairs))
        assert driver.satisfied == sum(r >= 4 for _, r in pairs) / len(pairs)
        assert driver.rho == pytest.approx(correlation(*map(ranks, zip(*pairs))), abs=1e-12)
        groups = [nps.Accumulator([a for a, r in pairs if (r >= 4) == is_satisfied]) for is_satisfied in (True, False)]
        assert [driver.score_satisfied, driver.score_others] == [group.score for group in groups]
        expected = nps.compare(*groups, method="score", level=1 - 0.05 / 3)
        assert (driver.difference, driver.lower, driver.upper) == pytest.approx(
            (expected.difference, expected.lower, expected.upper), abs=1e-9
        )
        assert driver.p_value == expected.p_value
        assert driver.adjusted == pytest.approx(min(3 * expected.p_value, 1))
    differences = [driver.difference for driver in found.values()]
    assert differences == sorted(differences, reverse=True)


def test_what_cannot_be_compared():
    found = nps.key_drivers(SURVEY, "nps", ["clean", "quiet", "wifi"])
    assert found.left_out == ("wifi",) and "without answers: wifi" in found.table().notes
    assert found["quiet"].n == 9
    alike = nps.key_drivers({"nps": [1, 2, 3], "a": [5, 5, 5]}, "nps", ["a"])["a"]
    assert alike.rho is None and alike.difference is None and alike.score_others is None
    assert alike.score_satisfied == -100 and alike.satisfied == 1


def test_small_groups_are_not_shown():
    found = nps.key_drivers(SURVEY, "nps", ["clean", "quiet"], minimum=5)
    assert found["clean"].difference is not None
    quiet = found["quiet"]
    assert quiet.difference is None and quiet.score_others is None and quiet.score_satisfied is None
    assert list(found) == ["clean", "quiet"]
    assert found["clean"].p_value == found["clean"].adjusted  # the only comparison


def test_a_hidden_group_does_not_follow_from_another_attribute():
    # Both attributes are rated by the same people: the scores of one add up to the total.
    answers = [10, 9, 3] + [9, 8, 7, 6, 10, 10, 2, 5, 9, 9, 8, 0, 10, 7, 9, 6, 10]
    survey = {"nps": answers, "a": [5] * 10 + [1] * 10, "b": [5] * 3 + [1] * 17}
    found = nps.key_drivers(survey, "nps", ["a", "b"], minimum=5)
    assert found["a"].score_others is not None
    assert found["b"].score_satisfied is None and found["b"].score_others is None
    few = nps.key_drivers({"nps": [1, 9, 10], "a": [1, 4, 5]}, "nps", ["a"], minimum=4)["a"]
    assert few.rho is None and few.n == 3


def test_boxes():
    ratings = {"nps": list(range(1, 11)), "a": list(range(1, 11))}
    assert nps.key_drivers(ratings, "nps", ["a"], points=10).top == "8 to 10"
    assert nps.key_drivers(ratings, "nps", ["a"], points=10, top=1)["a"].satisfied == 0.1
    assert nps.key_drivers(ratings, "nps", ["a"], points=3).top == "3"
    assert nps.key_drivers(ratings, "nps", ["a"], points=7)["a"].n == 7
    assert nps.key_drivers(SURVEY, "nps", ["clean"], missing_codes=[5])["clean"].n == 6
    apart = nps.key_drivers(SURVEY, "nps", ["clean"], rating_missing_codes=[5])["clean"].n
    answers = nps.key_drivers(SURVEY, "nps", ["clean"], missing_codes=[5], rating_missing_codes=())["clean"].n
    both = [row for row in zip(SURVEY["nps"], SURVEY["clean"]) if row[0] is not None and row[0] < 11]
    assert apart == sum(rating != 5 for _, rating in both) and answers == sum(answer != 5 for answer, _ in both)
    with pytest.raises(ValueError, match="no usual top box of 8 points"):
        nps.key_drivers(ratings, "nps", ["a"], points=8)


def test_results_are_records_with_a_note():
    found = nps.key_drivers(SURVEY, "nps", ["clean"])
    assert found.note.startswith("correlation, not cause")
    copied = pickle.loads(pickle.dumps(found))
    assert (copied, copied.note, copied.top) == (found, found.note, found.top)
    assert json.loads(json.dumps(found))["clean"]["n"] == 10
    assert found.note in str(found.table())


@pytest.mark.parametrize(
    "options, error, said",
    [
        ({"attributes": "clean"}, TypeError, "list of names"),
        ({"attributes": ["clean", "clean"]}, ValueError, "the attribute 'clean' is named twice"),
        ({"attributes": [["clean"]]}, TypeError, r"one of them is \['clean'\]"),
        ({"attributes": ["dirty"]}, KeyError, "no column 'dirty'"),
        ({"points": 11}, ValueError, "from 2 to 10"),
        ({"top": 5}, ValueError, "from 1 to 4"),
        ({"level": 95}, nps.LevelError, "0.95"),
        ({"adjustment": "BH"}, nps.UnavailableError, "same people"),
        ({"minimum": -1}, OverflowError, "minimum"),
        ({"answer": "wifi", "missing_codes": [0, 3, 4, 7]}, nps.EmptyError, "no answers"),
    ],
)
def test_what_is_refused(options, error, said):
    options = {"answer": "nps", "attributes": ["clean"], **options}
    with pytest.raises(error, match=said):
        nps.key_drivers(SURVEY, **options)


def test_columns_of_different_lengths():
    with pytest.raises(ValueError, match="2 rows"):
        nps.key_drivers({"nps": [1, 2, 3], "a": [1, 2]}, "nps", ["a"])
