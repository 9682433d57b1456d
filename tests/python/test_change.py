# SPDX-License-Identifier: MIT
"""change() of segments between two waves, and paired() of the same people in a frame."""

import nps
import pytest

SURVEY = {
    "answer": [9, 10, 4, 8, 10, 99, None, 9, 3, 7, 2, 10, 8, 9, 6, 9],
    "year": [2025] * 8 + [2026] * 8,
    "shop": ["Rome", "Rome", "Oslo", "Oslo", None, "Rome", "Oslo", "Rome"] * 2,
    "weight": [1.0, 2.0, 0.5, 1.5] * 4,
    "flight": [1, 1, 2, 2, 3, 3, 4, 4] * 2,
}


def part(year, shop, name="answer"):
    return [SURVEY[name][row] for row in range(16) if SURVEY["year"][row] == year and SURVEY["shop"][row] == shop]


def test_every_segment_is_compared():
    table = nps.change(SURVEY, "answer", "year", by="shop", missing_codes=[99])
    assert table["shop"] == ("Oslo", "Rome", None)
    samples = [(part(2025, shop), part(2026, shop)) for shop in table["shop"]]
    wanted = [
        nps.compare(*(nps.Accumulator(each, missing_codes=[99]) for each in (after, before)), level=1 - 0.05 / 3)
        for before, after in samples
    ]
    for row, found, (before, after) in zip(table, wanted, samples):
        assert [row[name] for name in found] == list(found.values())
        assert row.score_before == nps.Accumulator(before, missing_codes=[99]).score
        assert (row.n_before, row.n_after) == tuple(
            sum(each is not None and each < 11 for each in answers) for answers in (before, after)
        )
    assert list(table["adjusted"]) == nps.adjust([found.p_value for found in wanted])
    assert table.notes[0] == "the change from 2025 to 2026"


def test_one_segment_has_the_whole_level():
    found = nps.change(SURVEY, "answer", "year", missing_codes=[99])[0]
    wanted = nps.compare(
        nps.Accumulator(SURVEY["answer"][8:]), nps.Accumulator(SURVEY["answer"][:8], missing_codes=[99])
    )
    assert (found.difference, found.lower, found.upper) == (wanted.difference, wanted.lower, wanted.upper)
    alone = nps.change(SURVEY, "answer", "year", by="shop", adjustment="none")[1]
    assert alone.lower > nps.change(SURVEY, "answer", "year", by="shop")[1].lower
    assert alone.adjusted == alone.p_value


def test_waves_are_chosen():
    forward = nps.change(SURVEY, "answer", "year")
    back = nps.change(SURVEY, "answer", "year", before=2026, after=2025)
    assert back[0].difference == -forward[0].difference
    three = {"answer": [9, 3, 10, 7], "wave": ["a", "b", "c", None]}
    with pytest.raises(ValueError, match="there are 3: 'a', 'b', 'c'; pass before= and after="):
        nps.change(three, "answer", "wave")
    found = nps.change(three, "answer", "wave", before="a", after="c")
    assert found.notes == ("the change from a to c", "left out: the waves b", "1 row without a wave left out")
    with pytest.raises(KeyError, match="there is no wave 'd'"):
        nps.change(three, "answer", "wave", before="a", after="d")
    with pytest.raises(ValueError, match="the waves are the same"):
        nps.change(SURVEY, "answer", "year", before=2025, after=2025)


def test_a_segment_of_one_wave_is_shown_without_a_change():
    found = nps.change({"a": [9, 3, 10], "w": [1, 2, 1], "s": ["x", "x", "y"]}, "a", "w", by="s")
    assert found[1].to_dict() == {
        "s": "y", "n_before": 1, "n_after": 0, "score_before": 100.0, "score_after": None, "difference": None,
        "lower": None, "upper": None, "p_value": None, "adjusted": None, "method": None,
    }  # fmt: skip


def test_weights_and_clusters():
    table = nps.change(SURVEY, "answer", "year", by="shop", weight="weight", missing_codes=[99], adjustment="none")
    first, second = (
        nps.Weighted(part(year, "Rome"), part(year, "Rome", "weight"), missing_codes=[99]) for year in (2025, 2026)
    )
    wanted = nps.weighted_compare(second, first)
    assert (table[1].difference, table[1].lower, table[1].p_value) == (wanted.difference, wanted.lower, wanted.p_value)
    clustered = nps.change(SURVEY, "answer", "year", weight="weight", cluster="flight", missing_codes=[99])
    design = nps.WeightedDesign(
        SURVEY["answer"], SURVEY["weight"], clusters=SURVEY["flight"], domains=SURVEY["year"], missing_codes=[99]
    )
    assert clustered[0].lower == design.compare_domains(2026, 2025).lower


def test_small_segments_are_withheld():
    frame = {
        "a": [9] * 60 + [3] * 24 + [10] * 4,
        "w": [1, 2] * 44,
        "s": ["Rome"] * 60 + ["Oslo"] * 24 + ["Lima"] * 4,
    }
    table = nps.change(frame, "a", "w", by="s", minimum=5)
    assert table["n_before"] == (None, None, 30) and "2 rows withheld" in table.notes[-1]


def test_people_in_two_columns():
    wide = {"spring": [9, "3", 7, 10, None], "autumn": [10, 6, None, 9, 99]}
    found = nps.paired(wide, "spring", "autumn", missing_codes=[99])
    assert found == nps.Paired([9, 3, 7, 10, None], [10, 6, None, 9, None])
    with pytest.raises(TypeError, match="pass second="):
        nps.paired(wide, "spring")
    with pytest.raises(TypeError, match="pass second="):
        nps.paired(wide, "spring", "autumn", wave="w", respondent="r")


def test_people_in_rows():
    long = {
        "answer": [9, 3, 10, 8, 7], "year": [2025, 2025, 2026, 2026, 2024], "who": ["Ann", "Bob", "Ann", "Cid", "Ann"]
    }  # fmt: skip
    found = nps.paired(long, "answer", wave="year", respondent="who", before=2025, after=2026)
    assert found == nps.Paired([9, 3, None], [10, None, 8])
    with pytest.raises(ValueError, match="there are 3: 2024, 2025, 2026"):
        nps.paired(long, "answer", wave="year", respondent="who")
    with pytest.raises(ValueError, match="'Ann' answered twice in the wave 1"):
        nps.paired({"a": [9, 3, 4], "w": [1, 1, 2], "p": ["Ann"] * 3}, "a", wave="w", respondent="p")
    with pytest.raises(ValueError, match="row 1 has no respondent"):
        nps.paired({"a": [9, 3], "w": [1, 2], "p": ["Ann", None]}, "a", wave="w", respondent="p")
