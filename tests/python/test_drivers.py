# SPDX-License-Identifier: MIT
"""The change of the score by segment, against fractions."""

import json
import pickle
import random
import re
from decimal import Decimal
from fractions import Fraction

import nps
import pytest

BEFORE = {"Rome": nps.Counts(60, 25, 15), "Oslo": nps.Counts(150, 30, 20), "Lima": nps.Counts(1, 2, 5)}
AFTER = {"Rome": nps.Counts(120, 45, 35), "Oslo": nps.Counts(75, 15, 10), "Kyiv": nps.Counts(3, 1, 0)}


def score(counts):
    return Fraction(100 * (counts.promoters - counts.detractors), counts.n)


def oracle(before, after):
    """Rates, mixes and the change, as fractions."""
    sums = [nps.Counts(*map(sum, zip(*period.values()))) for period in (before, after)]
    reference = (score(sums[0]) + score(sums[1])) / 2
    rates, mixes = {}, {}
    for key in dict.fromkeys([*before, *after]):
        first, second = before.get(key), after.get(key)
        shares = [Fraction(each.n if each else 0, total.n) for each, total in zip((first, second), sums)]
        if first and second:
            rates[key] = (shares[0] + shares[1]) / 2 * (score(second) - score(first))
            mixes[key] = (shares[1] - shares[0]) * ((score(first) + score(second)) / 2 - reference)
        elif second:
            mixes[key] = shares[1] * (score(second) - reference)
        else:
            mixes[key] = -shares[0] * (score(first) - reference)
    assert sum(rates.values()) + sum(mixes.values()) == score(sums[1]) - score(sums[0])
    return rates, mixes, score(sums[1]) - score(sums[0])


def assert_as_fractions(before, after):
    rates, mixes, change = oracle(before, after)
    found = nps.drivers(before, after, method="score")
    assert found.change.difference == pytest.approx(float(change), abs=1e-10)
    for key, driver in found.items():
        assert driver.mix.points == pytest.approx(float(mixes[key]), abs=1e-11)
        assert (driver.rate is None) == (key not in rates)
        if driver.rate:
            assert driver.rate.points == pytest.approx(float(rates[key]), abs=1e-11)
    for decimals in (0, 1, 3):
        table = found.table(decimals=decimals)
        scale = 10**decimals
        units = [round(total * scale) for total in table["total"]]
        assert sum(units) == round(sum(Fraction(round(row.mix * scale) + round((row.rate or 0) * scale)) for row in table))
        assert abs(Fraction(sum(units), scale) - change) <= Fraction(1, 2 * scale) + Fraction(1, 10**9)


def assert_adds_up_as_printed(rows, note, decimals):
    """Rates, mixes and totals of rows of texts, digit for digit, against those of the note."""
    change, rate, mix = (Decimal(text) for text in re.fullmatch(r"change (.*) = rate (.*) \+ mix (.*)", note).groups())
    read = [[Decimal("0" if text == "-" else text) for text in row] for row in rows]
    printed = [text for row in rows for text in row if text != "-"]
    assert {-Decimal(text).as_tuple().exponent for text in printed} == {decimals}
    assert not [text for text in (*printed, *note.split()) if re.fullmatch(r"-0(\.0*)?", text)]
    assert all(row[0] + row[1] == row[2] for row in read)
    assert [sum(column) for column in zip(*read)] == [rate, mix, change]
    assert rate + mix == change


@pytest.mark.parametrize("decimals", range(5))
def test_a_table_adds_up_as_it_is_printed(decimals):
    drawn = random.Random(decimals)
    for _ in range(40):
        names = [f"k{place}" for place in range(drawn.randint(1, 6))]
        most = drawn.choice([3, 60, 500])
        before, after = (
            {name: nps.Counts(*(drawn.randint(0, most) for _ in range(3))) for name in names} for _ in range(2)
        )
        before["all"], after["all"] = nps.Counts(20, 91, most), nps.Counts(most, 1, 1)
        table = nps.drivers(before, after).table(decimals=decimals)
        for shown in (table, pickle.loads(pickle.dumps(table))[:]):
            head, *lines = str(shown).splitlines()
            at = [head.split().index(name) for name in ("rate", "mix", "total")]
            rows = [[line.split()[place] for place in at] for line in lines[: len(shown)]]
            assert_adds_up_as_printed(rows, lines[len(shown)], decimals)
            lines = re.findall(r"<tr>(.*?)</tr>", shown._repr_html_())[1:]
            cells = [re.findall(r"<td[^>]*>(.*?)</td>", line) for line in lines]
            assert [[line[place] for place in at] for line in cells] == rows


def test_effects_are_those_of_fractions():
    assert_as_fractions(BEFORE, AFTER)
    drawn = random.Random(5)
    for _ in range(20):
        keys = "abcdefg"[: drawn.randint(1, 7)]
        before, after = (
            {key: nps.Counts(drawn.randint(1, 60), drawn.randint(0, 60), drawn.randint(0, 60)) for key in keys}
            for _ in range(2)
        )
        if len(keys) > 2:
            del before[keys[0]], after[keys[1]]
        assert_as_fractions(before, after)


def test_new_and_gone_segments():
    found = nps.drivers(BEFORE, {**AFTER, "Bern": nps.Counts(0, 0, 0)})
    assert list(found) == ["Rome", "Oslo", "Lima", "Kyiv"] and found.left_out == ("Bern",)
    assert [driver.presence for driver in found.values()] == ["stayed", "stayed", "gone", "new"]
    assert found["Kyiv"].rate is None and found["Kyiv"].mix.points == found["Kyiv"].total.points
    assert found["Kyiv"].score_before is None and found["Kyiv"].score_after == 75
    assert found.rate + found.mix == pytest.approx(found.change.difference)
    others = nps.compare(nps.Counts(78, 16, 10), nps.Counts(151, 32, 25))
    assert found["Rome"].without == others


def test_columns_and_groups_are_the_same():
    def columns(period):
        rows = [
            (key, answer)
            for key, counts in period.items()
            for answer, times in zip((10, 7, 0), counts)
            for _ in range(times)
        ]
        return {"shop": [key for key, _ in rows], "answer": [answer for _, answer in rows]}

    expected = nps.drivers(BEFORE, AFTER)
    first, second = columns(BEFORE), columns(AFTER)
    assert nps.drivers(first, second, "answer", "shop") == expected
    groups = []
    for frame in (first, second):
        groups.append(nps.Groups())
        groups[-1].update(frame["shop"], frame["answer"])
    assert dict(nps.drivers(*groups)) == dict(expected)


def test_results_are_records():
    found = nps.drivers(BEFORE, AFTER)
    copied = pickle.loads(pickle.dumps(found))
    assert json.dumps(copied) == json.dumps(found) and copied.change == found.change
    assert found.table().columns[0] == "key" and "change" in found.table().notes[0]
    assert "<table " in found._repr_html_()
    assert len(found.to_dicts()) == 4


@pytest.mark.parametrize(
    "arguments, options, error, said",
    [
        ((BEFORE, {}), {}, nps.EmptyError, "no segment has answers in the second period"),
        (({}, AFTER), {}, nps.EmptyError, "first period"),
        ((BEFORE, [nps.Counts(1, 2, 3)]), {}, TypeError, "after must be samples by segment"),
        ((BEFORE, AFTER, "answer"), {}, TypeError, "both answer= and by="),
        ((BEFORE, AFTER, "answer", "shop"), {}, TypeError, "before must have the columns"),
        ((BEFORE, AFTER), {"level": 95}, nps.LevelError, "0.95"),
        ((BEFORE, AFTER), {"adjustment": "BH"}, nps.UnavailableError, "false discovery"),
        ((BEFORE, AFTER), {"method": "exact"}, nps.TooManyError, "up to 20 answers"),
        (({"a": 5}, AFTER), {}, TypeError, "the segment 'a' before"),
    ],
)
def test_what_is_refused(arguments, options, error, said):
    with pytest.raises(error, match=said):
        nps.drivers(*arguments, **options)
    with pytest.raises(ValueError, match="decimals must be from 0 to 9"):
        nps.drivers(BEFORE, AFTER).table(decimals=10)


def test_frames_of_texts_and_several_keys():
    before = {"answer": ["9", "10 - likely", 3, 7], "shop": ["Rome", "Oslo", None, "Rome"], "year": [1, 2, 1, 1]}
    after = [dict(zip(before, row)) for row in zip([3, 9, 99, 10], before["shop"], before["year"])]
    found = nps.drivers(before, after, "answer", ["shop", "year"], missing_codes=[99])
    assert set(found) == {("Rome", 1), ("Oslo", 2), (None, 1)}
    assert found["Rome", 1] == nps.drivers({"x": nps.Counts(1, 1, 0), "y": nps.Counts(1, 0, 0), "z": nps.Counts(0, 0, 1)},
                                           {"x": nps.Counts(1, 0, 1), "y": nps.Counts(1, 0, 0)})["x"]  # fmt: skip
    with pytest.raises(KeyError, match="there is no column 'shpo'"):
        nps.drivers(before, after, "answer", "shpo")


def survey(seed, rows, shift):
    """Answers by two keys; those of the shop "a" fall by `shift` of the rest."""
    chance = random.Random(seed)
    shops = [chance.choice("abc") for _ in range(rows)]
    answers = [chance.choice([10, 9, 9, 8, 7, 3]) if shop != "a" or chance.random() > shift else 2 for shop in shops]
    return {"nps": answers, "shop": shops, "clerk": [chance.randrange(40) for _ in range(rows)]}


def test_keys_are_ranked_by_what_they_explain():
    before, after = survey(1, 600, 0.0), survey(2, 600, 0.5)
    found = nps.driver_keys(before, after, "nps", ["clerk", "shop"])
    assert list(found) == ["shop", "clerk"]
    assert found["shop"].p_value < 1e-6 and found["shop"].adjusted == pytest.approx(2 * found["shop"].p_value)
    assert found["clerk"].segments == 40 and found["clerk"].p_value > 0.05
    for name, key in found.items():
        alone = nps.drivers(before, after, "nps", name)
        assert found.drivers[name] == alone and found.change == alone.change
        assert (key.rate, key.mix) == (pytest.approx(alone.rate), pytest.approx(alone.mix, abs=1e-9))
    assert found.table().columns == ("key", "segments", "rate", "mix", "spread", "p_value", "adjusted")
    copy = pickle.loads(pickle.dumps(found))
    assert copy == found and copy.drivers == found.drivers and copy.change == found.change


def shuffled(seed, period):
    """The same answers in random order."""
    chance = random.Random(seed)
    return {**period, "nps": chance.sample(period["nps"], len(period["nps"]))}


def test_the_p_value_of_a_key_is_that_of_permutations():
    before, after = survey(3, 60, 0.0), survey(4, 50, 0.4)

    def statistic(first, second):
        found = nps.drivers(first, second, "nps", "shop", method="wald")
        change = found.change.difference
        return sum((d.total.points - (d.share_before + d.share_after) / 2 * change) ** 2 for d in found.values())

    observed = statistic(before, after)
    larger = [statistic(shuffled(i, before), shuffled(i + 1000, after)) >= observed - 1e-9 for i in range(400)]
    p_value = nps.driver_keys(before, after, "nps", ["shop"])["shop"].p_value
    assert abs(sum(larger) / len(larger) - p_value) < 0.06


@pytest.mark.parametrize("keys", [[], ["shop", "shop"], [3], 3, "shop"])
def test_keys_are_names(keys):
    with pytest.raises(TypeError, match="keys must be a list of different names of columns"):
        nps.driver_keys(survey(1, 9, 0), survey(2, 9, 0), "nps", keys)


def test_keys_need_an_answer_and_their_columns():
    with pytest.raises(nps.NotFoundError, match="there is no column 'region'"):
        nps.driver_keys({**survey(1, 9, 0), "region": [1] * 9}, survey(2, 9, 0), "nps", ["region"])
    with pytest.raises(nps.UnavailableError, match="false discovery"):
        nps.driver_keys(survey(1, 9, 0), survey(2, 9, 0), "nps", ["shop"], adjustment="BH")


# ---- weights ----

ROWS = {
    "city": ["Rome", "Rome", "Oslo", "Oslo", "Rome", None, "Oslo", "Rome"],
    "nps": [10, 3, 9, 8, "", 10, 0, 9],
    "weight": [1.5, 0.5, 1.0, 2.0, 1.0, 0.25, 3.0, 0.75],
}
LATER = {
    "city": ["Rome", "Oslo", "Oslo", "Kyiv", "Rome"],
    "nps": [10, 9, 6, 9, 8],
    "weight": [0.5, 2.5, 1.0, 1.0, 2.0],
}


def weighted_segments(rows):
    found = {}
    for city, answer, weight in zip(*rows.values()):
        found.setdefault(city, nps.Weighted()).add(None if answer == "" else answer, weight)
    return found


def test_equal_weights_give_the_same_as_none():
    periods = [
        {key: nps.Weighted(held := [10] * c.promoters + [8] * c.passives + [0] * c.detractors, [2.0] * len(held))
         for key, c in period.items()}
        for period in (BEFORE, AFTER)
    ]  # fmt: skip
    found = nps.drivers(*periods, method="skewness-corrected score")
    expected = nps.drivers(BEFORE, AFTER, method="skewness-corrected score")
    assert list(found) == list(expected)
    assert found.change.lower == pytest.approx(expected.change.lower, abs=1e-9)
    for key, driver in expected.items():
        assert found[key].presence == driver.presence
        assert found[key].total.upper == pytest.approx(driver.total.upper, abs=1e-9)
        assert found[key].mix.p_value == pytest.approx(driver.mix.p_value, abs=1e-9)


def test_weights_of_a_frame_are_those_of_segments():
    found = nps.drivers(ROWS, LATER, "nps", "city", weight="weight")
    expected = nps.drivers(weighted_segments(ROWS), weighted_segments(LATER))
    assert set(found) == {"Rome", "Oslo", "Kyiv", None} and dict(found) == dict(expected)
    assert found.change == expected.change
    shares = {key: driver.share_before for key, driver in found.items()}
    assert shares == {"Rome": 2.75 / 9, "Oslo": 6 / 9, None: 0.25 / 9, "Kyiv": 0}
    assert found["Rome"].score_before == 100 * (2.25 - 0.5) / 2.75
    assert found["Kyiv"].presence == "new" and found[None].presence == "gone"
    assert sum(driver.total.points for driver in found.values()) == pytest.approx(found.change.difference, abs=1e-10)


def test_weighted_segments_without_weight_are_left_out():
    some, none = nps.Weighted([10, 3], [1, 1]), nps.Weighted([10], [0])
    found = nps.drivers({"a": some, "b": none}, {"a": some, "c": nps.Weighted()})
    assert list(found) == ["a"] and found.left_out == ("b", "c")


def test_what_weighted_drivers_refuse():
    some, design = nps.Weighted([10, 3], [1, 1]), nps.WeightedDesign([10, 3], [1, 1], clusters=[1, 2])
    with pytest.raises(TypeError, match="strata and clusters cannot be taken"):
        nps.drivers({"a": design}, {"a": some})
    with pytest.raises(TypeError, match="must be Weighted, as another segment is"):
        nps.drivers({"a": nps.Counts(1, 1, 1)}, {"a": some})
    with pytest.raises(TypeError, match="answer=, by= and weight="):
        nps.drivers({"a": some}, {"a": some}, weight="weight")
    with pytest.raises(nps.errors.EmptyError, match="no segment has answers with a weight in the second period"):
        nps.drivers({"a": some}, {"a": nps.Weighted()})
    with pytest.raises(nps.errors.UnavailableError, match="not available for weighted answers"):
        nps.drivers({"a": some}, {"a": some}, method="exact")
    with pytest.raises(nps.errors.UnavailableError, match="false discovery"):
        nps.drivers({"a": some}, {"a": some}, adjustment="benjamini-hochberg")
    with pytest.raises(nps.errors.OutsideError, match="off the scale 1 to 5"):
        nps.drivers({"a": some}, {"a": some}, scale="1_5")
    five = nps.Weighted([5, 3, 10], [1, 1, 4])
    assert nps.drivers({"a": five}, {"a": five}, scale="1_5", outside="ignore").change.difference == 0
    with pytest.raises(nps.errors.WeightError, match="row 1 has no weight"):
        nps.drivers({**ROWS, "weight": [1, None, 1, 1, 1, 1, 1, 1]}, LATER, "nps", "city", weight="weight")
