# SPDX-License-Identifier: MIT
"""Groups: accumulators by key."""

import math
import re
from datetime import date, datetime

import nps
import pytest

LARGEST = 2**64 - 1


def example():
    groups = nps.Groups()
    groups.update(["B", "A", "B", "C"], [9, 3, None, 11])
    return groups


def test_feeding():
    groups = nps.Groups()
    groups.add("B", 9)
    groups.add("A", 3, times=2)
    groups.add("A", None)
    groups.add("C", 9, 0)
    assert groups == {
        "A": nps.Accumulator([3, 3, None]),
        "B": nps.Accumulator([9]),
        "C": nps.Accumulator(),
    }
    assert len(groups) == 3
    assert groups.total() == nps.Accumulator([9, 3, 3, None])


def test_a_mapping_in_the_order_of_its_keys():
    groups = nps.Groups()
    for key in ("é", "b", "", "ba", "a\0b", "a", "\U0001f600"):
        groups.add(key, 9)
    assert list(groups) == list(groups.keys()) == sorted(groups) == ["", "a", "a\0b", "b", "ba", "é", "\U0001f600"]
    assert [key for key, _ in groups.items()] == list(groups)
    assert all(value == nps.Accumulator([9]) for value in groups.values())
    assert "b" in groups and "c" not in groups
    assert groups.get("c") is None
    numbers = nps.Groups()
    for key in (3, -(2**63), 2**63 - 1, -1, 0):
        numbers.add(key, 9)
    assert list(numbers) == [-(2**63), -1, 0, 3, 2**63 - 1]


def test_no_such_group():
    for groups, key in ((nps.Groups(), "A"), (example(), "Z"), (nps.Groups(int), 1)):
        with pytest.raises(nps.NotFoundError):
            groups[key]
        with pytest.raises(KeyError):
            groups[key]


def test_the_error_names_the_key():
    for groups, key in ((nps.Groups(), "A"), (example(), "Z"), (nps.Groups(int), 1)):
        with pytest.raises(nps.NotFoundError) as raised:
            groups[key]
        assert str(raised.value) == f"there is no group {key!r}"


@pytest.mark.parametrize("key", [1, 2**63, None, "\ud800", 1.0, True, ["A"]], ids=repr)
def test_what_can_be_no_key_is_not_in_it(key):
    for groups in (example(), nps.Groups(), nps.Groups(int)):
        assert key not in groups
        assert groups.get(key) is None
        assert groups.get(key, 7) == 7


@pytest.mark.parametrize("key", [None, math.nan, 1.5, b"A"], ids=repr)
def test_an_error_names_the_place_of_a_key(key):
    shown = "of type 'bytes'" if key == b"A" else repr(key)
    for first in ("A", 1):
        for place in (0, 6):
            with pytest.raises(nps.KeyTypeError) as raised:
                nps.Groups().update([first] * place + [key], [9] * (place + 1))
            remedy = "; update(..., without_key=rest) counts such rows in rest, and nps.Cube has a cell for them"
            wanted = "str, int or whole numbers of 64 bits" if key == 1.5 else "str or int"
            assert (
                str(raised.value)
                == f"key {place} is {shown}; keys are {wanted}{remedy if key != key or key is None else ''}"
            )
    with pytest.raises(nps.KeyTypeError, match=f"keys are {wanted}, not"):
        nps.Groups().add(key, 9)
    with pytest.raises(nps.KeyTypeError, match="key 1 is 'B'; keys are int here"):
        nps.Groups().update([1, "B"], [9, 9])


def test_a_key_that_feeds_the_same_groups():
    class Key:
        def __index__(self):
            groups.add(1, 9)
            return 2

    for feed in (
        lambda groups: groups.add(Key(), 3),
        lambda groups: groups.update([Key()], [3]),
        lambda groups: groups.merge({Key(): nps.Accumulator([3])}),
    ):
        groups = nps.Groups()
        feed(groups)
        assert groups[1].n >= 1
        assert groups[2] == nps.Accumulator([3])


def test_a_group_is_a_copy():
    groups = example()
    groups["A"].add(9)
    assert groups["A"] == nps.Accumulator([3])


def test_the_key_type():
    assert nps.Groups().key_type is None
    assert nps.Groups(str).key_type is nps.Groups(key_type=str).key_type is str
    assert nps.Groups(int).key_type is int
    assert example().key_type is str
    for kind in (date, bool):
        assert nps.Groups(kind).key_type is kind
    for wrong in (float, "str", 1, datetime):
        with pytest.raises(nps.KeyTypeError):
            nps.Groups(wrong)


@pytest.mark.parametrize("groups, key", [(example(), 1), (nps.Groups(int), "1"), (nps.Groups(str), 0)])
def test_the_wrong_kind_of_key(groups, key):
    before = dict(groups)
    for call in (
        lambda: groups.add(key, 9),
        lambda: groups.update([key], [9]),
        lambda: groups.merge({key: nps.Accumulator()}),
        lambda: groups[key],
    ):
        with pytest.raises(nps.KeyTypeError):
            call()
    assert dict(groups) == before


@pytest.mark.parametrize("key", [None, math.nan, 1.5, b"A", ("A",), ["A"]], ids=repr)
def test_what_is_no_key(key):
    for groups in (nps.Groups(), nps.Groups(str), nps.Groups(int)):
        with pytest.raises(nps.KeyTypeError):
            groups.add(key, 9)
        with pytest.raises(nps.KeyTypeError):
            groups.update([key], [9])
        with pytest.raises(nps.KeyTypeError):
            groups[key]
        assert len(groups) == 0
    assert nps.Groups().key_type is None


@pytest.mark.parametrize(
    "key, error, text",
    [(2**63, OverflowError, None), (-(2**63) - 1, OverflowError, None), ("\ud800", ValueError, "a lone surrogate")],
)
def test_keys_that_cannot_be(key, error, text):
    groups = nps.Groups()
    for call in (lambda: groups.add(key, 9), lambda: groups.update([key], [9])):
        with pytest.raises(error, match=text and rf"{text}.*; the key is {re.escape(repr(key))}$"):
            call()
    assert len(groups) == 0
    assert groups.key_type is None


def test_update_is_all_or_nothing():
    groups = example()
    before = dict(groups)
    for keys, answers, error in (
        (["A", "Z"], [9, "9"], TypeError),
        (["A", 1], [9, 9], TypeError),
        (["A", "B"], [9], ValueError),
        (["A"], [9, 9], ValueError),
        ([], [9], ValueError),
        (["A"], [], ValueError),
        (1, [9], TypeError),
        (["A"], 9, TypeError),
    ):
        with pytest.raises(error):
            groups.update(keys, answers)
        assert dict(groups) == before


def test_update_with_nothing():
    groups = nps.Groups()
    groups.update([], [])
    groups.merge({})
    groups += nps.Groups(int)
    assert groups.key_type is None
    groups.add("A", 9)
    groups.update((), ())
    groups += nps.Groups(int)
    assert groups == {"A": nps.Accumulator([9])}


def test_update_takes_iterators_and_buffers():
    groups = nps.Groups(missing_codes=[11])
    groups.update(iter("AB" * 3), bytes([9, 3, 9, 3, 11, 12]))
    assert groups == {"A": nps.Accumulator([9, 9, None]), "B": nps.Accumulator([3, 3, 12])}


def test_merging():
    groups = example()
    groups.merge(example())
    groups += example()
    both = groups + {"D": nps.Accumulator([10])}
    assert groups["B"] == nps.Accumulator([9, None] * 3)
    assert "D" in both and "D" not in groups
    groups += groups
    assert groups["B"] == nps.Accumulator([9, None] * 6)
    assert nps.Groups() + example() == example()


def test_merging_is_all_or_nothing():
    groups = nps.Groups()
    groups.add("A", 9, LARGEST)
    for other in ({"B": nps.Accumulator([9]), "A": nps.Accumulator([9])}, {"B": nps.Accumulator(), "C": 9}):
        with pytest.raises((nps.CountOverflowError, TypeError)):
            groups.merge(other)
        assert list(groups) == ["A"]
    with pytest.raises(nps.CountOverflowError):
        groups.add("A", 9)
    for other in (None, 9, ["A"], nps.Accumulator()):
        with pytest.raises(TypeError):
            groups.merge(other)
        with pytest.raises(TypeError):
            groups += other


def test_totals_can_overflow():
    groups = nps.Groups()
    groups.update(["A", "B"], [9, 9])
    groups.add("A", 9, LARGEST - 1)
    with pytest.raises(nps.CountOverflowError):
        groups.total()


def test_intervals():
    groups = example()
    groups.add("empty", None)
    intervals = groups.intervals(level=0.9, method="wald")
    assert intervals == {
        "A": groups["A"].interval(level=0.9, method="wald"),
        "B": groups["B"].interval(level=0.9, method="wald"),
    }
    assert list(intervals) == ["A", "B"]
    assert groups.intervals() == {key: groups[key].interval() for key in "AB"}
    assert nps.Groups().intervals() == nps.Groups(int).intervals() == {}
    with pytest.raises(nps.LevelError):
        groups.intervals(level=95)


def test_intervals_on_another_scale():
    groups = nps.Groups()
    groups.update(["A", "A", "B", "B"], [5, 4, 5, 1])
    expected = {key: groups[key].counts("1_5").interval() for key in "AB"}
    assert groups.intervals(scale="1_5") == groups.intervals(scale=nps.SCALE_1_5) == expected
    assert groups.intervals() != expected
    groups.add("B", 9)
    with pytest.raises(nps.OutsideError):
        groups.intervals(scale="1_5")


def test_missing_codes():
    groups = nps.Groups(missing_codes=[99])
    groups.add("A", 99)
    groups.update(["A"], [99.0])
    assert groups["A"].missing == 2
    copy = groups["A"]
    copy.add(99)
    assert copy.missing == 3
    total = groups.total()
    total.add(99)
    assert total.missing == 3


def test_equality_and_no_hash():
    assert nps.Groups() == nps.Groups(int) == {}
    assert example() == example()
    assert example() != nps.Groups()
    assert example() != 5
    with pytest.raises(TypeError):
        hash(example())


def test_repr_is_short():
    assert repr(example()) == "<nps.Groups: 3 groups>"


def test_changing_it_while_iterating():
    groups = example()
    for key in groups:
        groups.add(key + "!", 9)
    assert list(groups) == ["A", "A!", "B", "B!", "C", "C!"]


def test_many_groups():
    groups = nps.Groups()
    keys = [key % 5000 for key in range(20000)]
    groups.update(keys, [key % 11 for key in keys])
    assert len(groups) == 5000
    assert list(groups) == list(range(5000))
    assert groups[4999] == nps.Accumulator([4999 % 11] * 4)
