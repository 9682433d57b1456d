# SPDX-License-Identifier: MIT
"""Keys of groups that are dates or booleans, and rows without a key."""

import copy
import math
import pickle
from array import array
from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction

import nps
import pytest

DAYS = [date(2026, 1, 2), date(2025, 12, 31), date(2026, 1, 2)]
LARGEST = 2**64 - 1


@pytest.mark.parametrize("keys, kind", [(DAYS, date), ([True, False, True], bool)], ids=["dates", "booleans"])
def test_keys_come_back_as_they_were(keys, kind):
    groups = nps.Groups()
    for key, answer in zip(keys, [9, 3, 10]):
        groups.add(key, answer)
    counted = nps.Groups(kind)
    counted.update(iter(keys), array("B", [9, 3, 10]))
    assert list(groups) == sorted(set(keys)) and all(type(key) is kind for key in groups)
    assert groups.key_type is kind
    assert groups == counted == pickle.loads(pickle.dumps(groups)) == copy.deepcopy(groups)
    assert pickle.loads(pickle.dumps(groups)).key_type is kind
    assert groups == nps.Groups.from_bytes(groups.to_bytes(), key_type=kind)
    assert groups[keys[0]].n == 2
    assert groups.table()["key"] == tuple(sorted(set(keys)))
    groups.merge_bytes(groups.to_bytes())
    groups += counted
    groups.merge({keys[0]: nps.Accumulator([7])})
    groups -= nps.Groups.from_bytes(counted.to_bytes(), key_type=kind)
    assert groups[keys[0]].n == 5
    assert 1 not in groups and "x" not in groups and groups.get(1) is None


def test_the_date_of_a_time():
    groups = nps.Groups()
    groups.update([datetime(2026, 1, 2, 23), datetime(2026, 1, 2, 1)], [9, 10])
    assert list(groups) == [date(2026, 1, 2)]
    groups.add(datetime(2026, 1, 3, 5), 3)
    assert list(groups) == [date(2026, 1, 2), date(2026, 1, 3)]


@pytest.mark.parametrize(
    "here, there, said",
    [
        ([True], [1], "keys are bool here, not int"),
        ([1], [True], "keys are int here, not bool"),
        (DAYS[:1], [20000], "keys are dates here, not int"),
        (["a"], DAYS[:1], "keys are str here, not dates"),
    ],
)
def test_kinds_are_not_mixed(here, there, said):
    groups, other = nps.Groups(), nps.Groups()
    groups.update(here, [9])
    other.update(there, [9])
    for call in (
        lambda: groups.update(there, [9]),
        lambda: groups.merge(other),
        lambda: groups.__isub__(other),
    ):
        with pytest.raises(nps.KeyTypeError, match=said):
            call()
    for call in (
        lambda: groups.add(there[0], 9),
        lambda: groups.merge({there[0]: nps.Accumulator()}),
        lambda: groups[there[0]],
    ):
        with pytest.raises(nps.KeyTypeError):
            call()
    assert groups[here[0]].n == 1 and len(groups) == 1


def test_a_row_of_another_kind_is_named():
    with pytest.raises(nps.KeyTypeError, match="key 1 is 1; keys are bool here"):
        nps.Groups().update([True, 1], [9, 9])
    with pytest.raises(nps.KeyTypeError, match="key 2 is 'x'; keys are dates here"):
        nps.Groups().update(iter([*DAYS[:2], "x"]), [9] * 3)
    with pytest.raises(nps.KeyTypeError, match="2 is not a boolean"):
        nps.Groups.from_bytes(counted_integers().to_bytes(), key_type=bool)
    with pytest.raises(nps.KeyTypeError, match="is not a day in the years 1 to 9999"):
        nps.Groups.from_bytes(counted_integers(2**40).to_bytes(), key_type=date)


def counted_integers(key=2):
    groups = nps.Groups()
    groups.add(key, 9)
    return groups


def test_several_keys_are_for_a_cube():
    for keys in ([("a", "b")], ["a", ["a", "b"]]):
        with pytest.raises(nps.KeyTypeError, match="nps.Cube counts by several keys at once"):
            nps.Groups().update(keys, [9] * len(keys))
    with pytest.raises(nps.KeyTypeError, match="nps.Cube counts by several keys at once"):
        nps.Groups().add(("a", 1), 9)


@pytest.mark.parametrize(
    "keys, wanted",
    [
        (["a", None, "b", None], {"a": 1, "b": 1}),
        (iter([1, math.nan, 1, None]), {1: 2}),
        ([None, None, True, False], {True: 1, False: 1}),
        ([DAYS[0], None, DAYS[0], None], {DAYS[0]: 2}),
        ([None, DAYS[0], DAYS[0], None], {DAYS[0]: 2}),
        ([None] * 4, {}),
    ],
)
def test_rows_without_a_key_are_counted_apart(keys, wanted):
    groups, rest = nps.Groups(), nps.Accumulator([7])
    groups.update(keys, iter([9, None, 3, 11]), without_key=rest)
    assert {key: group.n + group.missing + group.invalid for key, group in groups.items()} == wanted
    counters = [sum(whole._counters()) for whole in (groups.total(), rest)]
    assert sum(counters) == 5


def test_an_error_changes_neither_groups_nor_rest():
    groups, rest = nps.Groups(), nps.Accumulator()
    rest.add(9, LARGEST)
    with pytest.raises(nps.CountOverflowError):
        groups.update(["a", None], [9, 9], without_key=rest)
    assert len(groups) == 0 and rest.n == LARGEST
    with pytest.raises(ValueError, match="as many keys as answers"):
        groups.update(["a", None], [9], without_key=rest)
    with pytest.raises(TypeError, match="without_key must be an Accumulator, not"):
        groups.update(["a"], [9], without_key=[])
    groups.add(1, 9)
    with pytest.raises(nps.KeyTypeError):
        groups.update(["a", None], [3, 3], without_key=rest)
    assert groups.total().n == 1 and rest.n == LARGEST


WHOLE = [1.0, 2, Decimal("2.00"), Fraction(-6, 2), -0.0]


def test_whole_numbers_are_integers():
    counted = {1: nps.Accumulator([9]), 2: nps.Accumulator([9, 9]), -3: nps.Accumulator([9]), 0: nps.Accumulator([9])}
    groups, rest = nps.Groups(), nps.Accumulator()
    groups.update(WHOLE, [9] * 5)
    assert groups == counted and all(type(key) is int for key in groups)
    groups.update([None, *WHOLE, math.nan], [9] * 7, without_key=rest)
    for key in WHOLE:
        groups.add(key, 3)
    assert groups.total() == nps.Accumulator([9] * 10 + [3] * 5) and rest.n == 2
    assert groups[Decimal(1)] == groups[1] and 1.5 not in groups
    cube = nps.Cube(["shop"])
    cube.update([[*WHOLE, None]], [9] * 6)
    assert list(cube) == [(-3,), (0,), (1,), (2,), (None,)]
    people = nps.Respondents()
    people.update(WHOLE, [1] * 5, [9] * 5)
    people.add(1.0, 1, 9)
    assert len(people) == 4


@pytest.mark.parametrize("key", [2.5, 2.0**63, *map(Decimal, ("2.5", "1e999999999", "1e-999999999"))], ids=repr)
def test_numbers_that_are_no_keys_are_named_with_their_row(key):
    groups, cube = nps.Groups(), nps.Cube(["shop"])
    with pytest.raises(nps.KeyTypeError, match="key 1 is .*; keys are str, int or whole numbers of 64 bits"):
        groups.update([1, key], [9, 9])
    with pytest.raises(nps.KeyTypeError, match="row 1: the key 'shop' must be a str, an int or a whole number, "):
        cube.update([[1, key]], [9, 9])
    assert not groups and not cube
