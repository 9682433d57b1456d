# SPDX-License-Identifier: MIT
"""summarize() on lists, mappings and records."""

import json
import pickle
from array import array
from datetime import date

import nps
import pytest
from nps import _raw as raw

SURVEY = {
    "answer": [9, 10, 4, 8, 10, 99, None, 9, 3, 7],
    "shop": ["Rome", "Rome", "Oslo", "Oslo", None, "Rome", "Oslo", "Rome", "Lima", "Lima"],
    "year": [2025, 2026, 2025, 2025, 2026, 2025, 2026, None, 2026, 2026],
}
RECORDS = [dict(zip(SURVEY, row)) for row in zip(*SURVEY.values())]


def by_hand(rows):
    """n, missing, invalid, promoters, passives and detractors of answers, counted one by one."""
    n = [answer for answer in rows if answer in range(11)]
    return [
        len(n),
        sum(answer is None for answer in rows),
        sum(answer is not None and answer not in range(11) for answer in rows),
        sum(answer >= 9 for answer in n),
        sum(answer in (7, 8) for answer in n),
        sum(answer <= 6 for answer in n),
    ]


def figures(row):
    return [row[name] for name in ("n", "missing", "invalid", "promoters", "passives", "detractors")]


@pytest.mark.parametrize("frame", [SURVEY, RECORDS, nps.Table(list(SURVEY), RECORDS)], ids=["mapping", "records", "table"])
def test_every_row_is_in_one_segment(frame):
    table = nps.summarize(frame, "answer", by="shop")
    assert table.columns == ("shop", *"n missing invalid promoters passives detractors score lower upper method".split())
    assert table["shop"] == ("Lima", "Oslo", "Rome", None)
    for row in table:
        answers = [answer for answer, shop in zip(SURVEY["answer"], SURVEY["shop"]) if shop == row.shop]
        assert figures(row) == by_hand(answers)
        counts = nps.Counts(row.promoters, row.passives, row.detractors)
        assert (row.score, row.lower, row.upper) == (counts.score, *counts.interval())
        assert row.method == counts.interval().method
    whole = nps.summarize(frame, "answer")
    assert len(whole) == 1 and figures(whole[0]) == by_hand(SURVEY["answer"])
    for name in ("n", "missing", "invalid", "promoters", "passives", "detractors"):
        assert sum(table[name]) == whole[0][name]


def test_the_keys_may_be_values():
    named = nps.summarize(SURVEY, "answer", by="shop")
    for found in (
        nps.summarize(None, SURVEY["answer"], by={"shop": SURVEY["shop"]}),
        nps.summarize(SURVEY, "answer", {"shop": SURVEY["shop"]}),
        nps.summarize(SURVEY, SURVEY["answer"], by=["shop"]),
    ):
        assert found == named
    assert nps.summarize(None, SURVEY["answer"], by=SURVEY["shop"]).columns[0] == "key"
    assert nps.summarize(None, SURVEY["answer"], by=tuple(SURVEY["shop"])).rows == tuple(
        {("key" if name == "shop" else name): value for name, value in row.items()} for row in named
    )


@pytest.mark.parametrize("answers", [[9, 3, 7], (9, 3, 7), array("b", [9, 3, 7]), b"\x09\x03\x07", (each for each in [9, 3, 7])])
def test_answers_alone(answers):
    assert figures(nps.summarize(answers)[0]) == [3, 0, 0, 1, 1, 1]


def test_keys_of_every_type():
    for keys in ([True, False, None], [date(2026, 1, 5), date(2025, 1, 1), None], [2, 1, None], [1.5, 0.5, float("nan")]):
        table = nps.summarize(None, [9, 3, 7], by={"key": keys})
        assert table["key"] == (*sorted(keys[:2]), None)
        assert table["promoters"] == (0, 1, 0)
    assert nps.summarize(None, [9, 3, 7], by={"key": [3.0, 3, None]})["key"] == (3, None)
    assert set(nps.summarize(None, [9, 3, 7], by={"key": [3, "3", date(2026, 1, 1)]})["key"]) == {3, "3", date(2026, 1, 1)}


def test_subtotals_add_up():
    table = nps.summarize(SURVEY, "answer", by=["shop", "year"], subtotals=True)
    assert table.columns[:3] == ("shop", "year", "depth")
    cells = [row for row in table if row.depth == 2]
    plain = nps.summarize(SURVEY, "answer", by=["shop", "year"])
    assert [figures(row) for row in cells] == [figures(row) for row in plain]
    for depth in (0, 1):
        rows = [row for row in table if row.depth == depth]
        for place in range(6):
            assert sum(figures(row)[place] for row in rows) == sum(figures(row)[place] for row in cells)
    rome = next(row for row in table if row.depth == 1 and row.shop == "Rome")
    assert figures(rome) == figures(nps.summarize(SURVEY, "answer", by="shop")[2])
    assert table[0].depth == 0 or table[-1].depth == 0


def test_small_segments_are_withheld_and_so_is_what_gives_them_away():
    answers, shops = [9] * 30 + [3] * 12 + [10] * 2, ["Rome"] * 30 + ["Oslo"] * 12 + ["Lima"] * 2
    table = nps.summarize(None, answers, by={"shop": shops}, minimum=5)
    assert dict(zip(table["shop"], table["withheld"])) == {"Lima": True, "Oslo": True, "Rome": False}
    assert table[0].n is None and table[0].score is None
    assert "2 rows withheld" in table.notes[-1]
    with_total = nps.summarize(None, answers, by={"shop": shops}, minimum=5, subtotals=True)
    known = [row for row in with_total if not row.withheld]
    assert sorted(row.n for row in known) == [30, 44]


def test_texts_are_read():
    table = nps.summarize(["9", " 10 - Extremely likely", "Promoter", "n/a", "1 or 2", "1 or 2", 3])
    assert figures(table[0]) == [4, 1, 2, 3, 0, 1]
    assert table.notes == ("2 of 6 answers are invalid (33.3 %): '1 or 2' 2",)
    table = nps.summarize(["love it", "Don't know", "9"], labels={"love it": 10}, missing_codes=["Don't know"])
    assert figures(table[0]) == [2, 1, 0, 2, 0, 0] and table.notes == ()


def test_codes_are_offered_and_never_dropped():
    answers = [9, 10, 8, 7, 3] * 8 + [99, 99, -2147483648, 6.5]
    table = nps.summarize(answers)
    assert figures(table[0]) == [40, 0, 4, 16, 16, 8]
    assert table.notes == (
        "many: 4 of 44 answers are invalid (9.1 %): 99 2, -2147483648 1, 6.5 1",
        'if -2147483648, 99 means "no answer", pass missing_codes=[-2147483648, 99]',
    )
    declared = nps.summarize(answers, missing_codes=[99, -2147483648])
    assert figures(declared[0]) == [40, 3, 1, 16, 16, 8]


def test_another_scale():
    stars = nps.summarize([5, 5, 4, 5, 3, 9, 0], scale="1_5")
    assert figures(stars[0]) == [5, 0, 2, 3, 1, 1] and stars[0].score == 40
    assert stars.notes[0].endswith("invalid (28.6 %): 9 1, 0 1")
    wrong = nps.summarize([5, 5, 4, 5, 3])
    assert wrong.notes == ('no answer is above 5: is "0_10" the right scale? Of 5 points it is scale="1_5"',)
    assert nps.summarize([5, 5, 4, 5, 3], scale="1_5").notes == ()
    assert "1_7" in nps.summarize([7, 6, 5, 4] * 5).notes[0]
    assert nps.summarize([5, 3]).notes == ()


def test_a_benchmark_is_compared_with():
    table = nps.summarize(SURVEY, "answer", by="shop", benchmark=20)
    wanted = nps.segments_compare_benchmark(
        {row.shop: nps.Counts(row.promoters, row.passives, row.detractors) for row in table}, 20
    )
    for row in table:
        assert [row.difference, row.p_value, row.adjusted] == [
            wanted[row.shop][name] for name in ("difference", "p_value", "adjusted")
        ]
    published = nps.Benchmark(20, respondents=50)
    assert nps.summarize(SURVEY, "answer", benchmark=published)[0].p_value == (
        nps.compare_benchmark(nps.Accumulator(SURVEY["answer"]), 20, respondents=50).p_value
    )


def test_pooled_scores_are_beside_their_own():
    table = nps.summarize(SURVEY, "answer", by="shop", pool=True, subtotals=True)
    segments = [row for row in table if row.depth == 1]
    wanted = nps.pool([nps.Counts(row.promoters, row.passives, row.detractors) for row in segments])
    assert [row.pooled for row in segments] == [wanted[place].pooled for place in range(len(segments))]
    assert next(row for row in table if row.depth == 0).pooled is None


WEIGHTS = [1.0, 0.5, 2.0, 1.5, 1.0, 0.75, 1.0, 1.25, 0.5, 2.5]
STRATA = ["a", "a", "a", "b", "b", "b", "a", "b", "a", "b"]
CLUSTERS = [1, 1, 2, 3, 3, 4, 2, 4, 1, 3]


def test_weights():
    table = nps.summarize({**SURVEY, "w": WEIGHTS}, "answer", by="shop", weight="w")
    assert table["shop"] == ("Lima", "Oslo", "Rome", None)
    for row in table:
        at = [place for place, shop in enumerate(SURVEY["shop"]) if shop == row.shop]
        sample = nps.Weighted([SURVEY["answer"][place] for place in at], [WEIGHTS[place] for place in at])
        read = sample.read()
        assert (row.score, row.standard_error, row.effective) == (read.score, read.standard_error, read.effective)
        assert (row.lower, row.upper, row.method) == (*read.interval(), read.interval().method)
        promoters = [place for place in at if SURVEY["answer"][place] in (9, 10)]
        assert row.promoters == pytest.approx(sum(WEIGHTS[place] for place in promoters))


@pytest.mark.parametrize("subtotals", [False, True])
def test_a_design_keeps_its_clusters_in_every_segment(subtotals):
    frame = {**SURVEY, "w": WEIGHTS, "s": STRATA, "c": CLUSTERS}
    table = nps.summarize(frame, "answer", by="shop", weight="w", strata="s", cluster="c", subtotals=subtotals)
    design = nps.WeightedDesign(SURVEY["answer"], WEIGHTS, STRATA, CLUSTERS, domains=[shop or "-" for shop in SURVEY["shop"]])
    for row in table:
        if subtotals and row.depth == 0:
            assert row.score == design.read().score and row.standard_error == design.read().standard_error
        else:
            assert row.standard_error == design.domain(row.shop or "-").standard_error
    assert any("few clusters" in note for note in table.notes)


def test_clusters_without_weights():
    found = nps.summarize(SURVEY, "answer", cluster=CLUSTERS)[0]
    wanted = nps.WeightedDesign(SURVEY["answer"], [1.0] * 10, clusters=CLUSTERS).read()
    assert (found.score, found.standard_error) == (wanted.score, wanted.standard_error)


def test_segments_without_answers():
    table = nps.summarize(None, [None, 99, 9], by={"shop": ["Rome", "Rome", "Oslo"]})
    assert table[1].to_dict() == {
        "shop": "Rome", "n": 0, "missing": 1, "invalid": 1, "promoters": 0, "passives": 0, "detractors": 0,
        "score": None, "lower": None, "upper": None, "method": None,
    }  # fmt: skip
    assert nps.summarize([])[0].n == 0
    assert len(nps.summarize(None, [], by={"shop": []})) == 0


@pytest.mark.parametrize(
    "call, error, said",
    [
        (lambda: nps.summarize(SURVEY, "anwser"), KeyError, "answer: there is no column 'anwser'; there are 'answer', 'shop'"),
        (lambda: nps.summarize(SURVEY, "answer", by="city"), KeyError, "by: there is no column 'city'"),
        (lambda: nps.summarize(SURVEY, "answer", by="n"), ValueError, "by={'my_n': 'n'}"),
        (lambda: nps.summarize(SURVEY), TypeError, "answer must be the name"),
        (lambda: nps.summarize(None, "answer"), TypeError, "there is no frame"),
        (lambda: nps.summarize(SURVEY, "answer", by=["shop", "shop"]), ValueError, "named twice"),
        (lambda: nps.summarize(None, [9, 3], by={"score": [1, 2]}), ValueError, "column 'score' of its own"),
        (lambda: nps.summarize(None, [9, 3], by=["a"]), ValueError, "'key' has 1 rows, and there are 2 answers"),
        (lambda: nps.summarize(None, [9, 3], weight=[1]), ValueError, "weight has 1 rows"),
        (lambda: nps.summarize(None, [9, 3], weight=[1, None]), nps.WeightError, "row 1 has no weight"),
        (lambda: nps.summarize(None, [9, 3], cluster=["a", None]), ValueError, "row 1 has no cluster"),
        (lambda: nps.summarize(SURVEY, "answer", weight=WEIGHTS, pool=True), ValueError, "without weights"),
        (lambda: nps.summarize(SURVEY, "answer", missing_codes="99"), TypeError, "missing_codes must be"),
        (lambda: nps.summarize(object(), "answer"), TypeError, "a frame is"),
        (lambda: nps.summarize({"answer": "999"}, "answer"), TypeError, "'answer' has '999'"),
        (lambda: nps.summarize(SURVEY, "answer", scale="1_6"), nps.ScaleError, "1_6"),
        (lambda: nps.summarize(SURVEY, "answer", level=95), nps.LevelError, "0.95"),
        (lambda: nps.summarize(None, [9, 3], by={"k": [[1], [2]]}), TypeError, "container"),
        (lambda: nps.summarize([{"answer": 9}, 3], "answer"), TypeError, "row 1 is 3"),
    ],
)  # fmt: skip
def test_messages(call, error, said):
    with pytest.raises(error) as raised:
        call()
    assert said in str(raised.value)


def test_blanks_around_names():
    assert nps.summarize({"NETPRO  ": [9, 3]}, "NETPRO")[0].n == 2
    with pytest.raises(KeyError, match="2 columns are called"):
        nps.summarize({"NETPRO ": [9], "NETPRO  ": [9]}, "NETPRO")


def test_what_comes_out():
    assert nps.summarize(SURVEY, "answer", by="shop").to_native()["shop"] == ["Lima", "Oslo", "Rome", None]
    table = nps.summarize(RECORDS, "answer", by="shop")
    assert table.to_native() == table.to_dicts() == nps.summarize(RECORDS, "answer", by="shop")[0:].to_native()
    copied = pickle.loads(pickle.dumps(nps.summarize(SURVEY, "answer", by="shop")))
    assert copied == table and type(copied.to_native()) is dict
    assert json.loads(json.dumps(table.to_dicts()))[0]["shop"] == "Lima"
    assert "<table " in table._repr_html_() and str(table).splitlines()[1].startswith("Lima")


def test_parts_are_added_up():
    whole = nps.summarize(SURVEY, "answer", by=["shop", "year"], benchmark=20)
    for size in (1, 3, 10):
        parts = (RECORDS[first : first + size] for first in range(0, len(RECORDS), size))
        found = nps.summarize(parts, "answer", by=["shop", "year"], benchmark=20)
        assert found.rows == whole.rows and found.notes == whole.notes
    assert nps.summarize(iter(()), "answer")[0].n == 0 and len(nps.summarize(iter(()), "answer", by="shop")) == 0
    with pytest.raises(ValueError, match="need the whole survey at once"):
        nps.summarize(iter([SURVEY]), "answer", weight="year")


def places(column):
    labels = []
    found = raw.text_places(column, labels)
    return None if found is None else (list(memoryview(found).cast("i")), labels)


def test_texts_are_found_by_their_value_and_by_their_address():
    own = ["".join(["b", "c"]) for _ in range(3)]  # three objects with one value
    assert places(["a", *own, None, "a", float("nan"), "é"]) == ([0, 1, 1, 1, -1, 0, -1, 2], ["a", "bc", "é"])
    many = [f"shop {number % 20_000}" for number in range(50_000)]  # more than are remembered by their address
    found, labels = places(many)
    assert [labels[place] for place in found] == many and len(labels) == 20_000
    assert places([]) == ([], [])
    for other in (["a", 1], ["a", 1.5], ["a", b"a"], ["a", True], ["a", ["b"]], b"ab", array("d", [1]), 5, ("a",)):
        assert places(other) is None
    with pytest.raises(TypeError, match="list"):
        raw.text_places(["a"], ())


def test_missing_answers_of_coded_groups_are_told_from_invalid_ones():
    survey = {"answer": [9, None, 11, 4, None], "shop": ["a", "a", "a", "b", "b"]}
    assert [(row["n"], row["missing"], row["invalid"]) for row in nps.summarize(survey, "answer", by="shop")] == [
        (1, 1, 1), (1, 1, 0),
    ]  # fmt: skip
    whole = {"answer": [9, 10, 11, 4, 3], "shop": ["a", "a", "a", "b", "b"]}
    assert [(row["n"], row["missing"], row["invalid"]) for row in nps.summarize(whole, "answer", by="shop")] == [
        (2, 0, 1), (2, 0, 0),
    ]  # fmt: skip

