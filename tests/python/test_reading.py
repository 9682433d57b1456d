# SPDX-License-Identifier: MIT
"""parse_answers(): every kind of value, what is named as unread, and speed by reading each text once."""

import datetime
import decimal
import fractions
import json
import pickle
from array import array

import pytest

import nps
from nps import _raw as raw


def test_what_people_write_is_read():
    values = [9, "9", " 9 ", "9.0", "10 - Extremely likely", "Extremely likely - 10", "10/10", "Promoter", "Detractor"]
    parsed = nps.parse_answers(values)
    assert parsed.answers == [9, 9, 9, 9, 10, 10, 10, 9, 6]
    assert parsed.unread == {}
    assert nps.parse_answers(["9,0", "9"], decimal=",").answers == [9, 9]
    assert nps.parse_answers(["9,0"]).unread == {"9,0": 1}


def test_every_value_has_an_answer_and_what_is_unread_is_counted():
    parsed = nps.parse_answers(["1 or 2", "x", "1 or 2", None, float("nan"), "", 11, "11", "x", "1 or 2", 3])
    assert parsed.answers == [-1, -1, -1, None, None, None, -1, -1, -1, -1, 3]
    assert list(parsed.unread.items()) == [("1 or 2", 3), ("x", 2), ("11", 2)]
    survey = nps.Accumulator(parsed.answers)
    assert (survey.n, survey.missing, survey.invalid) == (1, 3, 7)
    assert repr(parsed) == "ParsedAnswers(11 values: 1 answer, 3 missing, 7 unread {'1 or 2': 3, '11': 2, 'x': 2})"


def test_equal_values_of_other_types_are_not_alike():
    values = [True, 1, 1.0, "1", False, 0, 0.0, decimal.Decimal(1), fractions.Fraction(1)]
    for turned in (values, values[::-1]):
        answers = dict(zip(map(repr, turned), nps.parse_answers(turned).answers))
        assert answers["True"] == answers["False"] == -1
        assert answers["1"] == answers["1.0"] == answers["'1'"] == answers["Decimal('1')"] == 1
        assert answers["0"] == answers["0.0"] == 0
    assert nps.parse_answers(values).unread == {"True": 1, "False": 1}


@pytest.mark.parametrize(
    "value",
    [
        b"9", bytearray(b"9"), 9j, datetime.date(2018, 5, 9), datetime.datetime(2018, 5, 9), object(), [9], (9,), {9: 9},
        float("inf"), -1, 11, 7.5, 10**400, -(10**400), 2**63, 1e308, "9\0", "\0", "\ud800", "9" * 1000, type, "1" * 5000,
        decimal.Decimal("9.00000000000000000001"), fractions.Fraction(29, 3), datetime.timedelta(9),
    ],
)  # fmt: skip
def test_other_values_are_unread(value):
    parsed = nps.parse_answers([value, 9, "9"])
    assert parsed.answers == [-1, 9, 9]
    assert list(parsed.unread.values()) == [1]


class Missing:
    """What a frame of another library has in place of a value."""

    def __bool__(self):
        raise TypeError("ambiguous")

    __eq__ = __bool__


def test_what_frames_have_for_nothing_is_missing():
    nothing = type("NAType", (Missing,), {"__hash__": None})()
    assert nps.parse_answers([None, float("nan"), nothing, decimal.Decimal("nan"), "9"]).answers == [None] * 4 + [9]
    assert nps.parse_answers([None, None]).answers == [None, None]
    assert nps.parse_answers([]) == nps.ParsedAnswers([], {})


def test_subclasses_of_text_and_numbers_are_read():
    class Text(str):
        def __eq__(self, other):
            return False

        __hash__ = str.__hash__

    class Number(int):
        pass

    assert nps.parse_answers([Text("9"), Number(8), "7"]).answers == [9, 8, 7]


def test_columns_are_read():
    class Column:
        def to_list(self):
            return ["9", None]

    class Scalar:
        def tolist(self):
            return 9

    assert nps.parse_answers(Column()).answers == [9, None]
    assert nps.parse_answers(Scalar()).answers == [9]
    assert nps.parse_answers(array("d", [9, 7.5, float("nan")])).answers == [9, -1, None]
    assert nps.parse_answers(iter(["9"])).answers == [9]
    assert nps.parse_answers({"9": 1}.keys()).answers == [9]


def test_missing_is_declared():
    assert nps.parse_answers(["98", 98, 98.0, "98.0", "-99", -99, "NA"], missing=[98, "-99"]).answers == [None] * 6 + [-1]
    assert nps.parse_answers(["98", "NA", ""], missing=[*nps.MISSING_TEXTS, 98]).answers == [None] * 3
    assert nps.parse_answers(["5", 5], missing=["5"]).answers == [None, None]
    assert nps.parse_answers(["NA", None, ""], missing=()).answers == [-1, None, -1]
    assert nps.parse_answers(["NA"], missing=[None, float("nan"), "na"]).answers == [None]
    assert "" in nps.MISSING_TEXTS and "N/A" in nps.MISSING_TEXTS and "NA" in nps.MISSING_TEXTS


def test_labels_map_words_to_answers():
    labels = {"Love it": 10, "meh": 5, "no": 0, "?": None, 7: 8, "NA": 1}
    values = ["love  it", "MEH", "no", "?", 7, "7", "NA", "n/a", "10 - love it", "9 - love it"]
    assert nps.parse_answers(values, labels=labels).answers == [10, 5, 0, None, 8, 8, 1, None, 10, -1]
    assert nps.parse_answers(["yes"], labels={"yes": 1, "Yes": 2}).unread == {"yes": 1}


def test_other_scales():
    assert nps.parse_answers(["5", "0", "4/5", "promoter"], scale="1_5").answers == [5, -1, 4, 5]
    with pytest.raises(nps.OutsideError, match="from 1 to 5, or None, not 10"):
        nps.parse_answers([], scale="1_5", labels={"x": 10})


def test_averages_are_cut_as_declared():
    values = [6.5, "6.5", "8.99", 10.2, "-0.1", 9]
    assert nps.parse_answers(values).answers == [-1, -1, -1, -1, -1, 9]
    assert nps.parse_answers(values, cut="floor").answers == [6, 6, 8, -1, -1, 9]
    assert nps.parse_answers(values, cut="nearest").answers == [7, 7, 9, -1, -1, 9]
    assert nps.parse_answers(["6,5"], cut="floor", decimal=",").answers == [6]


@pytest.mark.parametrize(
    "arguments, error, message",
    [
        (dict(values="9"), TypeError, "values must be a list or a column"),
        (dict(values=9), TypeError, "values must be a list or a column"),
        (dict(values={"a": 9}), TypeError, "values must be a list or a column"),
        (dict(values=[], missing="NA"), TypeError, "missing must be a list"),
        (dict(values=[], missing=98), TypeError, "missing must be a list"),
        (dict(values=[], missing=[7.5]), TypeError, "whole number, not 7.5"),
        (dict(values=[], missing=[True]), TypeError, "whole number, not True"),
        (dict(values=[], missing=[[1]]), TypeError, "whole number"),
        (dict(values=[], labels=["x"]), TypeError, "labels must map"),
        (dict(values=[], labels={"x": "9"}), TypeError, "an answer or None"),
        (dict(values=[], labels={"x": True}), TypeError, "an answer or None"),
        (dict(values=[], labels={"x": 11}), nps.OutsideError, "'x' must stand for an answer from 0 to 10"),
        (dict(values=[], cut="ceil"), nps.MethodError, "there is no cut 'ceil'"),
        (dict(values=[], decimal=";"), nps.MethodError, "there is no decimal mark ';'"),
        (dict(values=[], scale="1_9"), nps.ScaleError, "there is no scale '1_9'"),
    ],
)
def test_wrong_arguments(arguments, error, message):
    values = arguments.pop("values")
    with pytest.raises(error, match=message):
        nps.parse_answers(values, **arguments)


def test_each_text_is_read_once(monkeypatch):
    asked = []
    read = raw.reading_answers
    monkeypatch.setattr(raw, "reading_answers", lambda values, options: asked.extend(values) or read(values, options))
    nps.parse_answers(["9", "8"] * 50_000 + [" 9"])
    assert sorted(asked) == [" 9", "8", "9"]
    asked.clear()
    nps.parse_answers([9, True, "9", 9.0, None] * 10_000)
    assert len(asked) <= 6


def test_results_are_records():
    parsed = nps.parse_answers(["9", "x"])
    assert json.loads(json.dumps(parsed)) == {"answers": [9, -1], "unread": {"x": 1}}
    assert pickle.loads(pickle.dumps(parsed)) == parsed


def test_words_of_every_language_are_read():
    for language in nps.LANGUAGES:
        words = nps.labels(language)
        texts = [words[name] for name in ("promoters", "passive", "detractors", "no_answer")]
        assert nps.parse_answers(texts).answers == [9, 7, 6, None]
        ends = [f"10 - {words['extremely_likely']}", f"{words['not_at_all_likely']}: 0"]
        assert nps.parse_answers(ends).answers == [10, 0]


def test_labels():
    assert nps.LANGUAGES == ("en", "lt", "zh", "ru", "fil", "pl")
    assert nps.labels()["promoters"] == "promoters"
    assert nps.labels("pl-PL") == nps.labels("pl") == nps.labels("Polish") == nps.labels(" PL ")
    assert nps.labels("zh_CN.UTF-8")["score"] == "得分"
    assert nps.labels("tl") == nps.labels("fil")
    assert {tuple(nps.labels(language)) for language in nps.LANGUAGES} == {tuple(nps.labels())}
    assert "band_good" in nps.labels() and "end" not in nps.labels()
    for unknown in ("de", "", "p"):
        with pytest.raises(nps.MethodError, match="there is no language"):
            nps.labels(unknown)
    with pytest.raises(TypeError):
        nps.labels(5)


def test_the_raw_module_survives_wrong_options():
    for options in (None, (), (0, 0, (0, 10, 6, 9), ((b"x", 11),)), (0, 0, (0, 10, 6, 9), (("x", 1),)), (0, 0, 5, ())):
        with pytest.raises(Exception):
            raw.reading_answers(["9"], options)
    for values in (None, "9", ("9",), [None], [[]]):
        with pytest.raises(TypeError):
            raw.reading_answers(values, (0, 0, (0, 10, 6, 9), ()))
    assert raw.nps_reading_text("9", (0, 0, (0, 10, 6, 9), ())) == 9
    assert raw.nps_reading_number(9, (0, 0, (0, 10, 6, 9), ())) == 9
