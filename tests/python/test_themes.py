# SPDX-License-Identifier: MIT
"""Labels that overlap, against fractions of single answers."""

import json
import pickle
import random
from fractions import Fraction

import nps
import pytest

LABELS = {"waiting": nps.Counts(30, 60, 110), "staff": nps.Counts(150, 40, 10), "rare": nps.Counts(1, 0, 2)}
TOTAL = nps.Counts(460, 300, 240)
LATER = {"waiting": nps.Counts(40, 90, 180), "app": nps.Counts(20, 10, 4), "rare": nps.Counts(5, 4, 3)}
TOTAL_LATER = nps.Counts(430, 290, 280)
SURVEY = {
    "nps": [10, 9, 2, 0, 8, None, 11, 99, 7],
    "themes": [["a", " a ", "b"], ["a"], ["b", None], ["b", "c"], [], ["a"], ["d"], ["a"], None],
}


def score(answers):
    return Fraction(100 * sum((answer > 8) - (answer < 7) for answer in answers), len(answers))


def drawn(seed, rows):
    chance = random.Random(seed)
    answers = [chance.randrange(11) for _ in range(rows)]
    return answers, [chance.sample("abcde", chance.randint(0, 3)) for _ in answers]


@pytest.mark.parametrize("seed", range(4))
def test_figures_are_those_of_single_answers(seed):
    answers, labels = drawn(seed, 120)
    found = nps.themes({"nps": answers, "themes": labels}, "nps", "themes", adjustment="none")
    assert sorted(found) == list("abcde")
    for label, theme in found.items():
        with_it = [answer for answer, own in zip(answers, labels) if label in own]
        without = [answer for answer, own in zip(answers, labels) if label not in own]
        assert theme.n == len(with_it) and theme.share == pytest.approx(len(with_it) / len(answers))
        assert theme.score == pytest.approx(float(score(with_it)))
        assert theme.impact.points == pytest.approx(float(score(answers) - score(without)), abs=1e-10)
        compared = nps.compare(nps.Accumulator(with_it).counts(), nps.Accumulator(without).counts())
        assert (theme.difference.lower, theme.difference.p_value) == (compared.lower, compared.p_value)
    impacts = [abs(theme.impact.points) for theme in found.values()]
    assert impacts == sorted(impacts, reverse=True)


def test_missing_answers_and_labels_do_not_count():
    found = nps.themes(SURVEY, "nps", "themes", missing_codes=[99])
    assert {label: theme.n for label, theme in found.items()} == {"a": 2, "b": 3, "c": 1}
    assert found.left_out == ("d",)
    assert found["a"].without == pytest.approx(-50)
    assert "without answers: d" in found.table().notes


def test_texts_with_a_separator_are_lists():
    texts = {"nps": SURVEY["nps"], "themes": ["a; a ;b", "a", "b;", "b;c", "", "a", "d", "a", None]}
    assert nps.themes(texts, "nps", "themes", separator=";") == nps.themes(SURVEY, "nps", "themes")
    alone = {"nps": [9, 2, 10], "themes": ["a, b", "c", "a, b"]}
    assert list(nps.themes(alone, "nps", "themes")) == ["a, b", "c"]


def test_counts_by_label_are_the_same():
    answers, labels = drawn(9, 200)
    counted = {
        label: nps.Accumulator([answer for answer, own in zip(answers, labels) if label in own]) for label in "abcde"
    }
    found = nps.themes(counted, total=nps.Accumulator(answers))
    assert found == nps.themes({"nps": answers, "themes": labels}, "nps", "themes")


def test_small_labels_are_hidden():
    found = nps.themes(LABELS, total=TOTAL, minimum=5)
    assert found["rare"] == nps.Theme(3, 0.003, None, None, None, None)
    assert list(found) == ["waiting", "staff", "rare"]
    assert found.table().notes[1].startswith("1 label hidden")
    assert found["waiting"].impact.adjusted == nps.themes(LABELS, total=TOTAL)["waiting"].impact.p_value * 2


def test_changes_are_differences_of_impacts():
    found = nps.themes_change(LABELS, LATER, totals=(TOTAL, TOTAL_LATER))
    first, second = nps.themes(LABELS, total=TOTAL), nps.themes(LATER, total=TOTAL_LATER)
    waiting = found["waiting"]
    assert waiting.impact_before == pytest.approx(first["waiting"].impact.points)
    assert waiting.impact_after == pytest.approx(second["waiting"].impact.points)
    assert waiting.impact.points == pytest.approx(waiting.impact_after - waiting.impact_before)
    assert waiting.score.points == pytest.approx(second["waiting"].score - first["waiting"].score)
    assert (found["staff"].presence, found["staff"].impact_after, found["staff"].score) == ("gone", 0.0, None)
    assert (found["app"].presence, found["app"].impact_before) == ("new", 0.0)
    assert nps.themes_change(LABELS, LATER, totals=(TOTAL, TOTAL_LATER), minimum=5)["rare"].impact is None
    assert "share_after" in found.table().columns


def test_themes_survive_pickle_and_json():
    for found in (nps.themes(LABELS, total=TOTAL), nps.themes_change(LABELS, LATER, totals=(TOTAL, TOTAL_LATER))):
        copy = pickle.loads(pickle.dumps(found))
        assert copy == found and copy.note == found.note and str(copy.table()) == str(found.table())
        assert json.loads(json.dumps(found))["waiting"]["impact"]["points"] == found["waiting"].impact.points


@pytest.mark.parametrize(
    "arguments, options, error, text",
    [
        ((LABELS,), {}, TypeError, "pass answer= and labels="),
        ((SURVEY, "nps"), {}, TypeError, "pass answer= and labels="),
        ((SURVEY, "nps", "themes"), {"total": TOTAL}, TypeError, "pass answer= and labels="),
        ((SURVEY, "nps", "topics"), {}, KeyError, "there is no column 'topics'"),
        ((SURVEY, "nps", "themes"), {"separator": ""}, TypeError, "separator must be a text"),
        ((["waiting"],), {"total": TOTAL}, TypeError, "data must be samples by label"),
        (({"nps": [9, 8], "t": ["a", 3]}, "nps", "t"), {}, TypeError, "row 1 of 't' must be a text or a list of texts"),
        (({"nps": [9, 8], "t": [["a", 3], []]}, "nps", "t"), {}, TypeError, "row 0 of 't' must be a list of texts"),
        (({"nps": [9, 8], "t": [b"a", "b"]}, "nps", "t"), {}, TypeError, "row 0 of 't'"),
        (({"nps": [9], "t": ["a", "b"]}, "nps", "t"), {}, ValueError, "'t' has 2 rows, that of answers 1"),
        (({"nps": [None], "t": ["a"]}, "nps", "t"), {}, nps.EmptyError, "all answers of data has no answers"),
        ((LABELS,), {"total": nps.Counts(100, 300, 240)}, nps.PartError, "the label 'staff' of data has more answers than the total"),
        ((LABELS,), {"total": TOTAL, "minimum": -1}, OverflowError, "minimum"),
        ((LABELS,), {"total": TOTAL, "level": 2}, nps.LevelError, "level"),
        ((LABELS,), {"total": TOTAL, "adjustment": "BH"}, nps.UnavailableError, "labels of the same answers"),
        ((LABELS,), {"total": TOTAL, "method": "exact"}, nps.TooManyError, "all answers of data has 1000"),
    ],
)
def test_bad_input_is_explained(arguments, options, error, text):
    with pytest.raises(error, match=text):
        nps.themes(*arguments, **options)


def test_changes_need_two_totals():
    with pytest.raises(TypeError, match="totals must be a pair of samples"):
        nps.themes_change(LABELS, LATER, totals=TOTAL)
    with pytest.raises(nps.PartError, match="the label 'waiting' of after has more"):
        nps.themes_change(LABELS, LATER, totals=(TOTAL, nps.Counts(430, 290, 100)))


def test_answers_may_be_texts():
    data = {"nps": ["10 - Extremely likely", "9", "n/a", " 2 ", "Promoter"], "themes": ["a", "b", "a", "a", "b"]}
    found = nps.themes(data, "nps", "themes")
    assert (found["a"].n, found["b"].n) == (2, 2)
    assert found["a"].score == 0
    assert nps.themes(data, "nps", "themes", missing_codes=["Promoter"])["b"].n == 1
