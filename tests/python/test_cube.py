# SPDX-License-Identifier: MIT
"""Cubes: roll-ups against a count of the rows, and what is refused."""

import pickle
import random
from array import array
from collections import Counter
from datetime import date, datetime

import nps
import pytest
from goldens import golden

REGIONS = ["north", "south", "", None, "a\u017euolas"]
SHOPS = [1, -5, None, 2**63 - 1]
DAYS = [date(2026, 1, 5), date(2026, 1, 31), date(2026, 2, 1), None]
NAMES = ["region", "shop", "day"]


def rows_of(seed, count=300):
    chosen = random.Random(seed)
    return [
        (chosen.choice(REGIONS), chosen.choice(SHOPS), chosen.choice(DAYS), chosen.choice([*range(12), None]))
        for _ in range(count)
    ]


def cube_of(rows):
    cube = nps.Cube(NAMES)
    columns = list(zip(*rows))
    cube.update(columns[:3], columns[3])
    return cube


def expected(rows, places):
    """The accumulators by the values of some columns."""
    cells = {}
    for row in rows:
        cells.setdefault(tuple(row[place] for place in places), []).append(row[3])
    return {key: nps.Accumulator(answers) for key, answers in cells.items()}


@pytest.mark.parametrize("names", [[], ["region"], ["shop"], ["day", "region"], ["shop", "day", "region"]])
def test_a_roll_up_is_what_a_count_of_the_rows_gives(names):
    rows = rows_of(1)
    cells = expected(rows, [NAMES.index(name) for name in names])
    table = cube_of(rows).rollup(*names)
    assert {tuple(row[name] for name in names) for row in table} == set(cells)
    assert len(table) == len(cells)
    for row in table:
        cell = cells[tuple(row[name] for name in names)]
        assert (row.n, row.missing, row.invalid) == (cell.n, cell.missing, cell.invalid)
        assert row.score == (cell.score if cell.n else None)
    assert sum(table["n"]) == sum(isinstance(row[3], int) and row[3] <= 10 for row in rows)


def test_adding_one_by_one_is_the_same_as_updating():
    rows = rows_of(2)
    cube = nps.Cube(NAMES)
    for region, shop, day, answer in rows:
        if answer is None:
            cube.add_missing({"day": day, "shop": shop, "region": region})
        else:
            cube.add((region, shop, day), answer)
    assert dict(cube.items()) == dict(cube_of(rows).items()) == expected(rows, [0, 1, 2])


def test_null_is_last_and_values_are_sorted():
    cube = nps.Cube(["region"])
    cube.update([["b", None, "a", "a"]], [9, 9, 9, 9])
    assert list(cube) == [("a",), ("b",), (None,)]
    assert [row.region for row in cube.rollup("region")] == ["a", "b", None]
    assert cube["a"].n == 2
    assert cube[None].n == 1


def test_a_slice_has_the_cells_of_one_value():
    rows = rows_of(3)
    cube = cube_of(rows)
    for region in REGIONS:
        sliced = cube.slice(region=region)
        kept = [row for row in rows if row[0] == region]
        assert sliced.names == ("shop", "day")
        assert dict(sliced.items()) == expected(kept, [1, 2])
    both = cube.slice(region="north", day=None)
    assert dict(both.items()) == expected([row for row in rows if row[0] == "north" and row[2] is None], [1])
    assert len(cube.slice(region="nowhere")) == 0


def test_periods():
    cube = nps.Cube(["day"])
    cube.update([DAYS + [datetime(2026, 2, 3, 4, 5)]], [9, 8, 1, 10, 10])
    monthly = dict(cube.periods("day", "month").items())
    assert {key: cell.n for (key,), cell in monthly.items()} == {date(2026, 1, 1): 2, date(2026, 2, 1): 2, None: 1}
    with pytest.raises(nps.KeyTypeError, match="the values of the key 'region' are no dates"):
        cube_of(rows_of(1)).periods("region", "month")


def test_merging_and_subtracting():
    rows = rows_of(4)
    whole, part = cube_of(rows[:100]), cube_of(rows[100:])
    whole += part
    assert dict(whole.items()) == dict(cube_of(rows).items())
    assert whole == cube_of(rows[::-1]) and whole == nps.Cube.from_bytes(whole.to_bytes()) and whole != part
    assert whole != whole.total()
    whole -= part
    assert whole.total() == nps.Accumulator([row[3] for row in rows[:100]])
    with pytest.raises(nps.CountUnderflowError):
        whole -= cube_of(rows)
    with pytest.raises(nps.KeyTypeError, match="the keys are region, shop, day here, and there a"):
        whole.merge(nps.Cube(["a"]))
    other = nps.Cube(NAMES)
    other.add([1, 1, None], 9)
    with pytest.raises(nps.KeyTypeError, match="the key 'region' are str here, not int"):
        whole.merge(other)


FRAME = {"region": ["a", float("nan")], "shop": array("q", [1, 2]), "answer": [9, 3]}


def test_columns_of_a_frame():
    cube = nps.Cube(["region", "shop"])
    cube.update(FRAME, "answer")
    records = nps.Cube(["region", "shop"])
    records.update([dict(zip(FRAME, row)) for row in zip(*FRAME.values())], " answer ")
    assert records.items() == cube.items()
    assert list(cube) == [("a", 1), (None, 2)]
    cube.update({"shop": [1], "region": ["a"]}, array("B", [0]))
    assert cube["a", 1].score == 0
    with pytest.raises(nps.NotFoundError, match="answers: there is no column 'score'; there are 'region', 'shop', 'answer'"):
        cube.update(FRAME, "score")


def test_roll_ups_are_protected_together():
    cube = nps.Cube(["region", "channel"])
    for region, channel, times in [("a", "web", 50), ("b", "web", 30), ("a", None, 3), ("b", "shop", 40)]:
        cube.add([region, channel], 9, times)
    apart = [cube.rollup(name, minimum=10)["withheld"] for name in cube.names]
    assert apart == [(False, False), (True, False, True)]
    regions, channels, total = cube.rollups("region", ["channel"], [], minimum=10, level=0.9)
    assert regions.columns[:2] == ("region", "n") and channels.columns[0] == "channel"
    assert regions["withheld"] == (False, False) and total["n"] == (123,)
    assert channels["channel"] == ("shop", "web", None) and channels["withheld"] == (True, False, True)
    assert channels["n"] == (None, 80, None)
    assert channels.notes == ("2 rows withheld: too few answers, or would give such a row away",)
    assert [table["n"] for table in cube.rollups("region", "channel", minimum=0)] == [(53, 70), (40, 80, 3)]
    assert cube.rollups(minimum=5) == []
    with pytest.raises(nps.NotFoundError, match="there is no key 'city'"):
        cube.rollups("city", minimum=5)
    with pytest.raises(ValueError, match="at most 8 roll-ups are protected together, not 9"):
        cube.rollups(*["region"] * 9, minimum=5)
    with pytest.raises(ValueError, match="different ones"):
        cube.rollups(["region", "region"], minimum=5)
    with pytest.raises(ValueError, match="minimum must be a number of answers from 0 on, not -1"):
        cube.rollups("region", minimum=-1)


def test_booleans_come_back_as_booleans():
    cube = nps.Cube(["flag", "region"])
    cube.update([[True, False, None, True], ["a", "b", "a", "b"]], [9, 3, 7, 10])
    cube.add({"flag": False, "region": "b"}, 4)
    assert list(cube) == [(False, "b"), (True, "a"), (True, "b"), (None, "a")]
    assert all(type(flag) is not int for flag, _ in cube)
    assert cube.slice(flag=True).total().n == cube.rollup("flag")["n"][1] == 2
    assert list(nps.Cube.from_bytes(cube.to_bytes())) == list(cube)
    with pytest.raises(nps.KeyTypeError, match="row 1 is 1, and True is not 1"):
        cube.update([[True, 1], ["a", "a"]], [9, 9])
    with pytest.raises(nps.KeyTypeError, match="bool here, not int"):
        cube.update([[1, 0], ["a", "a"]], [9, 9])
    with pytest.raises(nps.KeyTypeError, match="its values are booleans, not integers"):
        cube.add([1, "a"], 9)


def test_what_is_refused_changes_nothing():
    cube = cube_of(rows_of(5))
    before = dict(cube.items())
    for columns, answers, error in [
        ([["a"], [1]], [9], nps.KeyTypeError),
        ([["a"], [1], [None, None]], [9], ValueError),
        ([["a"], ["b"], [None]], [9], nps.KeyTypeError),
        ([["a", 1], [1, 1], [None, None]], [9, 9], nps.KeyTypeError),
        ([["a"], [True], [None]], [9], nps.KeyTypeError),
        ([["a"], [1.5], [None]], [9], nps.KeyTypeError),
        ([["a\0b"], [1], [None]], [9], nps.KeyTypeError),
        (["a", [1], [None]], [9], TypeError),
        ("abc", [9], TypeError),
        ({"region": ["a"]}, [9], nps.KeyTypeError),
    ]:
        with pytest.raises(error):
            cube.update(columns, answers)
    with pytest.raises(nps.KeyTypeError, match="row 1: the key 'shop' must be"):
        cube.update([["a", "b"], [1, 1.5], [None, None]], [9, 9])
    with pytest.raises(nps.KeyTypeError, match="the key 'region' has texts and integers: row 2 is 1"):
        cube.update([[None, "a", 1], [1, 1, 1], [None] * 3], [9, 9, 9])
    for call in (
        lambda: cube.update(None, [9]), lambda: cube.add(None, 9), lambda: cube.rollups(5, minimum=5),
    ):  # fmt: skip
        with pytest.raises(TypeError, match="for each key|a roll-up is"):
            call()
    with pytest.raises(OverflowError):
        cube.add(["a", 2**63, None], 9)
    with pytest.raises(nps.KeyTypeError):
        cube.add(["a", 1], 9)
    with pytest.raises(nps.NotFoundError, match="there is no key 'city'; there are region, shop, day"):
        cube.rollup("city")
    with pytest.raises(ValueError, match="different"):
        cube.rollup("region", "region")
    with pytest.raises(KeyError):
        cube["nowhere", 1, None]
    assert dict(cube.items()) == before


@pytest.mark.parametrize("names", ["region", 5, ["a", "a"], [""], ["n"], ["a\0"], [1], map(str, range(17)), ["a" * 256]])
def test_names_are_checked(names):
    with pytest.raises((TypeError, ValueError)):
        nps.Cube(names)


def test_a_name_that_is_not_unicode_is_named():
    with pytest.raises(ValueError, match=r"^a key cannot be called '\\udcff'"):
        nps.Cube(["region", "\udcff"])


def test_a_memory_budget():
    cube = nps.Cube(["a"], memory_budget=10000)
    with pytest.raises(nps.OutOfMemoryError):
        cube.update([range(10000)], [9] * 10000)
    assert len(cube) == 0


def test_missing_codes_and_counts():
    cube = nps.Cube(["a"], missing_codes=[99])
    cube.update([["x", "x", "y"]], [99, 9, 98])
    assert (cube["x"].missing, cube["x"].n, cube["y"].invalid) == (1, 1, 1)
    assert Counter(cube.rollup("a")["missing"]) == {1: 1, 0: 1}
    assert repr(cube) == "<nps.Cube of a: 2 cells>"


def test_bytes_and_copies():
    cube = cube_of(rows_of(6))
    read = nps.Cube.from_bytes(cube.to_bytes())
    assert read.names == cube.names
    assert dict(read.items()) == dict(cube.items())
    assert read.to_bytes() == cube.to_bytes() == pickle.loads(pickle.dumps(cube)).to_bytes()
    assert (cube + read).total().n == 2 * cube.total().n
    assert (cube - read).total().n == 0
    cube.merge_bytes(read.to_bytes())
    assert cube.total().n == 2 * read.total().n
    with pytest.raises(nps.FormatError):
        nps.Cube.from_bytes(nps.Groups().to_bytes())


@pytest.mark.parametrize(
    "names, value, message",
    [
        (["j"], "x", 'expected the key "k", got "j"'),
        (["k"], 1, 'expected texts in the key "k", got integers'),
        (["k"], date(2026, 1, 1), 'expected texts in the key "k", got days'),
        (["k"], True, 'expected texts in the key "k", got booleans'),
        (["k", "j"], "x", "expected 1 keys, got 2"),
    ],
)
def test_bytes_of_other_keys_are_refused_by_name(names, value, message):
    cube, other = nps.Cube(["k"]), nps.Cube(names)
    cube.add(["x"], 9)
    other.add([value] * len(names), 9)
    with pytest.raises(nps.KeyTypeError) as raised:
        cube.merge_bytes(other.to_bytes())
    assert str(raised.value) == message
    assert cube.total().n == 1


@pytest.mark.parametrize("name", ["cube", "cube_empty", "cube_total"])
def test_golden_files(name):
    assert nps.Cube.from_bytes(golden(name)).to_bytes() == golden(name)


def test_small_rows_are_withheld_with_what_would_give_them_away():
    cube = nps.Cube(["region", "shop"])
    for region, shop, times in [("a", 1, 40), ("a", 2, 3), ("a", 3, 20), ("a", 4, 30), ("b", 1, 50), ("b", 2, 60)]:
        cube.add([region, shop], 9, times)
    table = cube.slice(region="a").rollup("shop", minimum=5)
    assert table["withheld"] == (False, True, True, False)
    assert table["n"] == (40, None, None, 30)
    assert table[1].score is None
    assert table.notes == ("2 rows withheld: too few answers, or would give such a row away",)
    assert cube.rollup("region", minimum=5)["withheld"] == (False, False)
    lines = cube.rollup("region", "shop", subtotals=True)
    assert [(row.region, row.shop, row.depth, row.n) for row in lines][:3] == [
        (None, None, 0, 203), ("a", None, 1, 93), ("a", 1, 2, 40)
    ]  # fmt: skip
    assert sum(cube.rollup("region", "shop", minimum=5, subtotals=True)["withheld"]) == 2
    with pytest.raises(ValueError, match="minimum must be"):
        cube.rollup(minimum=-1)
    assert nps.Cube(["a"]).rollup("a", minimum=5, subtotals=True)["n"] == (0,)


def test_buffers_and_lists_are_the_same():
    rows = random.Random(3)
    shops, floors = ([rows.randrange(-3, 4) for _ in range(1500)] for _ in range(2))
    answers = [rows.randrange(12) for _ in shops]
    by_lists, by_buffers, mixed = (nps.Cube(["shop", "floor"]) for _ in range(3))
    by_lists.update([shops, floors], answers)
    by_buffers.update([array("i", shops), array("q", floors)], bytes(answers))
    mixed.update([array("b", shops), floors], iter(answers))
    assert by_lists.items() == by_buffers.items() == mixed.items()
    expected = Counter(zip(shops, floors, answers))
    for (shop, floor, answer), times in expected.items():
        if answer <= 10:
            assert by_lists[shop, floor].answers[answer] == times


def test_columns_of_other_lengths_are_named():
    cube = nps.Cube(["shop", "floor"])
    with pytest.raises(ValueError, match="'floor' has 1 values, and there are 2 answers"):
        cube.update([[1, 2], [1]], [9, 9])
    with pytest.raises(ValueError, match="'answers' has 1 values, and the column 'shop' has more"):
        cube.update([[1, 2], [1, 2]], iter([9]))
    with pytest.raises(ValueError, match="'shop' has 2 values, and the column 'answers' has more"):
        cube.update([[1, 2], [1, 2]], iter([9, 9, 9]))
    with pytest.raises(OverflowError, match="key shop: .*row 1 is 18446744073709551615"):
        cube.update([array("Q", [1, 2**64 - 1]), [1, 2]], [9, 9])
    assert len(cube) == 0
