# SPDX-License-Identifier: MIT
"""Results are records, whose names JSON and data frames keep, and tables."""

import copy
import json
import math
import pickle
import re
from datetime import date
from html.parser import HTMLParser

import nps
import pytest
from nps._table import Row

SURVEY = nps.Accumulator([10, 9, 9, 8, 7, 6, 10, 3])
COUNTS = nps.Counts(46, 30, 14)
INTERVAL = nps.Interval(-31.25, 68.5, "exact")


def groups():
    made = nps.Groups()
    made.update(["Rome", "Oslo", "Rome", "Oslo", "Lima"], [9, 10, 4, 8, None])
    return made


RESULTS = [
    SURVEY.interval(),
    SURVEY.test(36),
    nps.compare(SURVEY, SURVEY),
    nps.segments_compare_rest([SURVEY, nps.Counts(5, 3, 2)])[0],
    nps.segments_rank([SURVEY, nps.Counts(5, 3, 2)])[0],
    nps.Paired([9, 3], [3, 9]).moves(),
    nps.Weighted([9, 3], [1, 2]).read(),
    nps.plan_shift(shares=(5, 3, 2), change=10),
    nps.plan_comparison(change=20),
    nps.plan_waves(base=1000, invitations=100, rest_days=90),
    nps.Counts(5, 3, 2),
    nps.WeightedDesign([10, 9, 3], [1, 2, 1], clusters=[1, 1, 1]).read(),
]


@pytest.mark.parametrize("result", RESULTS, ids=lambda result: type(result).__name__)
def test_results_are_records(result):
    names = list(type(result).__dataclass_fields__)
    attributes = {name: getattr(result, name) for name in names}
    record = {name: None if value in (math.inf, -math.inf) else value for name, value in attributes.items()}
    assert result.to_dict() == record and type(result.to_dict()) is dict
    assert json.loads(json.dumps(result, allow_nan=False)) == json.loads(json.dumps(record))
    assert json.loads(json.dumps({"a": [result]}, indent=1)) == {"a": [json.loads(json.dumps(record))]}
    assert {**result} == record and list(result.keys()) == names
    assert result[names[0]] == record[names[0]]


@pytest.mark.parametrize("result", RESULTS, ids=lambda result: type(result).__name__)
def test_results_cannot_be_changed(result):
    before = result.to_dict()
    name = next(iter(before))
    for change in (
        lambda: result.__setitem__(name, 7),
        lambda: result.__delitem__(name),
        lambda: result.update({name: 7}),
        lambda: result.__ior__({name: 7}),
        lambda: result.pop(name),
        lambda: result.popitem(),
        lambda: result.clear(),
        lambda: result.setdefault("new", 7),
        lambda: setattr(result, name, 7),
    ):
        with pytest.raises((TypeError, AttributeError)):
            change()
    assert result.to_dict() == before
    assert "clear" not in dir(result) and name in dir(result)


@pytest.mark.parametrize("result", RESULTS, ids=lambda result: type(result).__name__)
@pytest.mark.parametrize("copied", [copy.copy, copy.deepcopy, lambda thing: pickle.loads(pickle.dumps(thing))])
def test_copies(result, copied):
    other = copied(result)
    assert type(other) is type(result) and other == result and not other != result
    assert hash(other) == hash(result)
    assert result == result.to_dict() and not result != result.to_dict()
    assert result != {**result, "more": 1}


def test_what_is_not_finite_is_null_in_json():
    read = nps.Weighted([9, 3], [1, 2]).read()
    assert read.degrees == math.inf and read["degrees"] is None and '"degrees": null' in json.dumps(read)
    assert copy.copy(read).degrees == pickle.loads(pickle.dumps(read)).degrees == math.inf
    assert read.interval() == pickle.loads(pickle.dumps(read)).interval()
    interval = nps.Interval(-math.inf, math.nan, "wald")
    assert interval.to_dict() == {"lower": None, "upper": None, "method": "wald"}
    assert tuple(interval)[0] == interval.lower == -math.inf


def test_counts_are_three_numbers():
    counts = nps.Counts(46, 30, 14)
    assert tuple(counts) == (46, 30, 14) and len(counts) == 3 and counts[0] == counts["promoters"] == 46
    for wrong, error in (((True, 2, 3), TypeError), ((1.0, 2, 3), TypeError), (("1", 2, 3), TypeError)):
        with pytest.raises(error, match=r"promoters must be a whole number of people, not (True|1\.0|'1')"):
            nps.Counts(*wrong)
    with pytest.raises(OverflowError, match=r"detractors must be a whole number of people from 0 to 2\^64 - 1, not -1"):
        nps.Counts(0, 0, -1)


def test_an_interval_is_a_pair():
    lower, upper = INTERVAL
    assert (lower, upper) == tuple(INTERVAL) == (INTERVAL[0], INTERVAL[1]) == INTERVAL[:] == (-31.25, 68.5)
    assert INTERVAL[-1] == 68.5 and len(INTERVAL) == 2 and list(reversed(INTERVAL)) == [68.5, -31.25]
    with pytest.raises(IndexError):
        INTERVAL[2]
    with pytest.raises(KeyError):
        INTERVAL["middle"]


def test_what_lies_in_an_interval():
    assert 36 in INTERVAL and -31.25 in INTERVAL and 68.5 in INTERVAL
    assert 68.6 not in INTERVAL and -40 not in INTERVAL and float("nan") not in INTERVAL
    assert nps.Interval(0, 10, "exact") in INTERVAL and nps.Interval(0, 70, "exact") not in INTERVAL
    with pytest.raises(TypeError):
        "36" in INTERVAL  # noqa: B015
    assert 36 in SURVEY.interval()


def test_an_interval_is_formatted():
    assert f"{INTERVAL:.1f}" == "-31.2 to 68.5"
    assert f"{INTERVAL:+.0f}" == "-31 to +68"
    assert f"{INTERVAL}" == str(INTERVAL) == "Interval(lower=-31.250, upper=68.500, method='exact')"
    assert f"{nps.Interval(-1e-14, 0.0, 'exact'):.1f}" == "0.0 to 0.0"
    assert "-0.000" not in repr(nps.Comparison(-1e-14, -1e-14, 1.0, 1.0, "score"))


# ---- by segment ----


class Series(dict):
    """Like a Series of pandas: with keys and items, but not a Mapping."""

    __iter__ = None


def test_segments_keep_their_keys():
    segments = {"Rome": nps.Counts(46, 30, 14), "Oslo": nps.Counts(31, 22, 27), "Lima": nps.Counts(28, 8, 9)}
    for family in (nps.segments_rank, nps.segments_best, nps.segments_compare_rest, nps.intervals):
        results = family(segments)
        assert list(results) == ["Rome", "Oslo", "Lima"] and list(results.values()) == family(list(segments.values()))
        assert family(Series(segments)) == results
    with pytest.raises(TypeError, match="not 'set'"):
        nps.segments_rank({SURVEY.score})


def test_a_key_that_is_there_twice():
    class Twice:
        def keys(self):
            return ["a", "a"]

        def items(self):
            return [("a", SURVEY), ("a", SURVEY)]

    with pytest.raises(ValueError, match="two segments have the key 'a'"):
        nps.segments_rank(Twice())


def test_results_by_segment_are_tables():
    segments = {"Rome": nps.Counts(46, 30, 14), "Oslo": nps.Counts(31, 22, 27), "Lima": nps.Counts(0, 0, 0)}
    found = nps.segments_compare_rest(segments)
    assert found.left_out == ("Lima",)
    table = found.table()
    assert table.columns == ("key", "difference", "lower", "upper", "p_value", "method", "adjusted")
    assert table["key"] == ("Rome", "Oslo") and table["adjusted"] == tuple(each.adjusted for each in found.values())
    assert table.notes == ("without answers: Lima",)
    assert nps.segments_best(segments).table().columns == ("key", "probability")
    pairs = nps.segments_compare_pairs(segments).table()
    assert pairs.columns[:3] == ("first", "second", "difference") and pairs["second"] == ("Oslo",)
    assert nps.segments_rank({}).table().to_dicts() == nps.segments_rank({}).to_dicts() == []
    again = pickle.loads(pickle.dumps(found))
    assert (again, again.left_out, again.table()) == (found, found.left_out, table)


@pytest.mark.parametrize(
    "family",
    [
        nps.segments_rank, nps.segments_best, nps.segments_compare_rest, nps.segments_compare_pairs, nps.intervals,
        lambda segments: nps.segments_compare_benchmark(segments, 10),
    ],
)  # fmt: skip
def test_a_table_without_results_has_the_same_columns(family):
    found = family({"Rome": nps.Counts(46, 30, 14), "Oslo": nps.Counts(31, 22, 27)})
    for empty in (family({}), family({"Lima": nps.Counts(0, 0, 0)})):
        assert len(empty) == 0 and empty.table().columns == found.table().columns
        assert pickle.loads(pickle.dumps(empty)).table() == empty.table()


def test_pairs_of_segments_become_json():
    found = nps.segments_compare_pairs({"Rome": nps.Counts(46, 30, 14), "Oslo": nps.Counts(31, 22, 27)})
    (row,) = json.loads(json.dumps(found.to_dicts()))
    assert row == {"first": "Rome", "second": "Oslo", **found["Rome", "Oslo"]}


def test_one_sample_is_not_segments():
    for family in (nps.segments_rank, nps.segments_best, nps.segments_compare_rest, nps.intervals):
        for one in (SURVEY, nps.Counts(5, 3, 2), 5):
            with pytest.raises(TypeError, match="segments are samples by key or a list of samples, not"):
                family(one)
    with pytest.raises(TypeError, match="the segment 'a' must be an Accumulator or Counts, not 'int'"):
        nps.segments_rank({"a": 5})
    with pytest.raises(nps.OutsideError, match="the segment 'a' has 4 answers off the scale 1 to 7: "):
        nps.segments_rank({"a": nps.Accumulator([9, 9, 0, 10])}, scale="1_7")


def test_groups_are_a_table():
    table = groups().table(level=0.9)
    assert table.columns == (
        "key", "n", "missing", "invalid", "promoters", "passives", "detractors", "score", "lower", "upper", "method",
    )  # fmt: skip
    assert table["key"] == ("Lima", "Oslo", "Rome") and table["score"] == (None, 50.0, 0.0)
    lima, oslo, _ = table
    assert lima.to_dict() == dict(zip(table.columns, ["Lima", 0, 1, 0, 0, 0, 0, None, None, None, None]))
    assert (oslo.lower, oslo.upper) == tuple(groups()["Oslo"].interval(level=0.9))
    assert (oslo.promoters, oslo.passives, oslo.detractors, oslo.n) == (1, 1, 0, 2)
    assert nps.Groups().table().rows == ()
    codes = nps.CodeGroups(3)
    codes.update([0, 2], [9, 3])
    assert codes.table()["score"] == (100.0, None, -100.0) and codes.table()["key"] == (0, 1, 2)


def test_a_table_is_shown():
    assert str(groups().table()) == (
        "key   n  missing  invalid  promoters  passives  detractors  score  lower  upper  method\n"
        "Lima  0        1        0          0         0           0      -      -      -  -\n"
        "Oslo  2        0        0          1         1           0   50.0  -61.3   97.5  exact\n"
        "Rome  2        0        0          1         0           1    0.0  -94.9   94.9  exact"
    )
    table = nps.Table(["a<b", "p_value"], [["<i>", 1e-9], [None, 0.05]], notes=["5 < 6"])
    assert str(table) == "a<b  p_value\n<i>  <0.0001\n-     0.0500\n5 < 6"
    shown = table._repr_html_()
    assert "&lt;i&gt;" in shown and "a&lt;b" in shown and "5 &lt; 6" in shown and "<i>" not in shown
    long = nps.Table(["n"], [[n] for n in range(100)])
    assert len(str(long).splitlines()) == 62 and str(long).endswith("... 40 more rows")


def test_a_table_is_shown_with_the_decimals_asked_for():
    table = nps.Table(["key", "score", "rate"], [["a", 12345.678, -0.001], ["b", None, 2.0]], decimals={"rate": 2})
    assert str(table) == "key    score  rate\na    12345.7  0.00\nb          -  2.00"
    assert ">0.00</td>" in table._repr_html_() and table[0].rate == -0.001
    for wrong, error in ((-1, ValueError), (18, ValueError), (True, TypeError), ("1", TypeError)):
        with pytest.raises(error, match="decimals must be "):
            nps.Table(["key"], [], decimals={"key": wrong})


class Page(HTMLParser):
    """The texts of a page by the element they are in, and what was opened and not closed."""

    def __init__(self, text):
        super().__init__()
        self.open, self.texts, self.styles = [], [], set()
        self.feed(text)
        self.close()

    def handle_starttag(self, tag, attributes):
        self.open.append(tag)
        self.styles.update(value for name, value in attributes if name == "style")

    def handle_endtag(self, tag):
        assert self.open.pop() == tag

    def handle_data(self, data):
        self.texts.append((self.open[-1], data))


HOSTILE = '<script>alert("&amp;")</script>'
SHOWN_IN_NOTEBOOKS = [
    COUNTS, COUNTS.interval(), COUNTS.test(20), nps.compare(COUNTS, nps.Counts(5, 3, 2)), nps.Rank(1, 2),
    nps.segments_rank({"a": COUNTS, HOSTILE: COUNTS}), nps.Table([HOSTILE, "n"], [[HOSTILE, 1]], notes=[HOSTILE]),
    nps.Accumulator([9, 3, None]), nps.Accumulator(), groups(), nps.Groups(), nps.Benchmark(30, HOSTILE),
    nps.drivers({"a": COUNTS}, {"a": COUNTS})["a"], nps.plan_comparison(change=10),
]  # fmt: skip


@pytest.mark.parametrize("result", SHOWN_IN_NOTEBOOKS, ids=lambda result: type(result).__name__)
def test_results_in_a_notebook(result):
    page = Page(result._repr_html_())
    assert not page.open and page.texts
    assert "script" not in page.open and "<script" not in result._repr_html_()
    # Readable on a light page and on a dark one: no colour but that of the text.
    assert not any(re.search(r"(?<!-)\bcolor:|background|#[0-9a-f]{3}", style) for style in page.styles)


def test_a_record_in_a_notebook():
    page = Page(nps.Interval(-31.25, 68.5, "exact")._repr_html_())
    cells = [text for tag, text in page.texts if tag in ("th", "td")]
    assert cells == ["Interval", "lower", "-31.2", "upper", "68.5", "method", "exact"]
    known = Page(nps.Accumulator([9, 3, None])._repr_html_())
    assert [text for tag, text in known.texts if tag == "td"][:8] == ["n", "2", "missing", "1", "invalid", "0", "score", "0.0"]


def test_many_groups_in_a_notebook():
    many = nps.Groups(int)
    many.update(list(range(100)), [9] * 100)
    page = Page(many._repr_html_())
    assert ("p", "... 40 more groups") in page.texts
    assert sum(tag == "td" for tag, _ in page.texts) == 60 * 11


def test_a_table_is_read():
    table = nps.Table(["key", "n"], [{"key": "a", "n": 1}, ("b", 2)])
    assert len(table) == 2 and table[0].n == table[0]["n"] == 1 and table[-1].key == "b"
    assert table["n"] == (1, 2) and table[1:].to_dicts() == [{"key": "b", "n": 2}]
    assert table.to_dicts() == [{"key": "a", "n": 1}, {"key": "b", "n": 2}]
    assert json.loads(json.dumps(table.rows)) == table.to_dicts()
    assert table == copy.deepcopy(table) == pickle.loads(pickle.dumps(table)) != table[:1]
    assert type(table[0]) is Row and pickle.loads(pickle.dumps(table[0])) == table[0]
    with pytest.raises(KeyError, match="there is no column 'N'; there are key, n"):
        table["N"]
    with pytest.raises(AttributeError, match="there is no column 'N'; there are key, n"):
        getattr(table[0], "N")  # noqa: B009
    with pytest.raises(TypeError):
        table[0]["n"] = 7
    with pytest.raises(AttributeError, match="cannot be changed"):
        table.rows = ()
    with pytest.raises(ValueError, match="different names"):
        nps.Table(["a", "a"], [])
    with pytest.raises(ValueError, match="2 values, not 1"):
        nps.Table(["a", "b"], [[1]])


def test_a_table_for_a_package_that_is_not_there(monkeypatch):
    import sys

    for name in ("pandas", "polars", "pyarrow"):
        monkeypatch.setitem(sys.modules, name, None)
        asked = f"to_{'arrow' if name == 'pyarrow' else name}"
        with pytest.raises(ImportError, match=rf"{asked}\(\) needs {name}"):
            getattr(groups().table(), asked)()


def texts_of(result):
    """What a notebook shows of a result, by cell."""
    return {text for _, text in Page(result._repr_html_()).texts}


def test_states_show_their_figures_in_a_notebook():
    days = nps.Timeline(horizon=20000, older="gather")
    days.update([20000, 20001, 20030, 3, None], [9, 3, 10, 4, 4])
    assert {"2024-10-04", "1 answer before the horizon", "1 answer without a day"} <= texts_of(days)
    watch = nps.Watch(30)
    watch.update([0] * 100)
    texts = texts_of(watch)
    assert f"down at {watch.at}" in texts and "10,000" in texts
    assert "35.6 of 90 answers" in texts_of(nps.Watch(baseline=nps.Counts(46, 30, 14)))
    cube = nps.Cube(["shop", "day"])
    for number in range(80):
        cube.add([f"shop {number:02}", date(2026, 1, 1)], 9)
    assert {"shop 00", "2026-01-01", "... 20 more cells"} <= texts_of(cube)
    codes = nps.CodeGroups(61)
    codes.update([0, 60, 99, 7], [9, 3, 10, 4])
    assert {"... 1 more group", "1 answer with another code"} <= texts_of(codes)
    panel = nps.Panel([[9, 3, 7] * 20, [10, 7, None] * 20])
    assert {"wave", "60", "40"} <= texts_of(panel)
    change = panel.pair(0, 1).compare()
    assert {"both waves", "40", f"{change.difference:+.1f}"} <= texts_of(panel.pair(0, 1))
    weighted = nps.WeightedDesign([10, 9, 3, 7], [1.0, 2.0, 1.0, 2.0])
    assert {f"{weighted.score:.1f}", "design_effect"} <= texts_of(weighted)
    people = nps.Respondents()
    people.update(["Ann", "Bob", "Ann"], [20000, 20001, 20002], [3, 9, 10])
    assert {"people", "2", "3", "100.0", "2024-10-06"} <= texts_of(people)
    age = nps.Margin(["young", "old", "old"], {"young": 300, "old": 700})
    assert {"old", "2", "700"} <= texts_of(age)
    assert {"350"} <= texts_of(nps.calibration_rake(age))
    assert {"7 to 8"} <= texts_of(nps.SCALE_0_10)
    assert {"none"} <= texts_of(nps.Scale(1, 5, 3, 4))


EMPTY = [
    nps.Timeline(), nps.Cube(["shop"]), nps.CodeGroups(0), nps.Panel(count=2), nps.Paired(), nps.WeightedPaired(),
    nps.Weighted(), nps.WeightedDesign(), nps.Respondents(), nps.Sequence(), nps.Watch(30),
]  # fmt: skip


@pytest.mark.parametrize("state", EMPTY, ids=lambda state: type(state).__name__)
def test_states_without_answers_show_themselves_too(state):
    assert "<table " in state._repr_html_()

