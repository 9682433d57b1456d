# SPDX-License-Identifier: MIT
"""Every state has the methods for adding, merging, subtracting and encoding that are defined for it."""

from array import array

import nps
import pytest


def code_groups(codes, answers):
    made = nps.CodeGroups(3, missing_codes=[99])
    made.update(codes, answers)
    return made


def paired(first, second):
    return nps.Paired(first, second, missing_codes=[99])


def groups(keys, answers):
    made = nps.Groups(missing_codes=[99])
    made.update(keys, answers)
    return made


PAIRS = {
    "code groups": (code_groups([0, 1, 7, 2], [9, 3, 10, None]), code_groups([1, 1, -1], [10, 99, 11])),
    "paired": (paired([9, 3, None], [10, 7, 9]), paired([7, 99], [0, 3])),
    "groups": (groups(["a", "b"], [9, None]), groups(["b", "c"], [3, 99])),
}


@pytest.mark.parametrize("name", PAIRS)
def test_taking_away_undoes_adding(name):
    a, b = PAIRS[name]
    total = a + b
    assert total != a
    rest = total - b
    if name == "groups":
        assert rest["c"] == nps.Accumulator() and {key: rest[key] for key in "ab"} == a
    else:
        assert rest == a
    assert total == a + b
    total -= total
    assert total - total == total
    with pytest.raises(nps.CountUnderflowError):
        a - b
    with pytest.raises(TypeError):
        a - 7
    assert a + b - b - a == a - a or name == "groups"


@pytest.mark.parametrize("name", ["code groups", "paired", "groups"])
def test_bytes_are_merged(name):
    a, b = PAIRS[name]
    total = a + nps.Groups() if name == "groups" else a - (a - a)
    total.merge_bytes(b.to_bytes())
    assert total == a + b and type(a).from_bytes(total.to_bytes()) == total


def test_code_groups_are_fed_one_by_one():
    made = nps.CodeGroups(3, missing_codes=[99])
    for code, answer in ((0, 9), (1, 3), (7, 10), (2, None), (1, 10), (1, 99), (-1, 11)):
        made.add(code, answer)
    a, b = PAIRS["code groups"]
    assert made == a + b and made.total() == nps.Accumulator([9, 3, None, 10, None])
    made.add(2, 9, times=2)
    made.add_missing(2, 3)
    made.add_missing(5)
    assert (made[2].n, made[2].missing, made.outside.missing) == (2, 4, 1)
    with pytest.raises(TypeError):
        made.add(0, "9")
    with pytest.raises(TypeError):
        made.add("0", 9)
    for other in (nps.CodeGroups(2), nps.CodeGroups(4)):
        with pytest.raises(ValueError, match="groups cannot be"):
            made -= other
        with pytest.raises((ValueError, nps.KeyTypeError)):
            made.merge_bytes(other.to_bytes())
    assert list(made.intervals()) == [0, 1, 2]
    assert made.intervals(level=0.9)[1] == made[1].interval(level=0.9)


def test_groups_count_who_gave_no_answer():
    made = nps.Groups()
    made.add_missing("a")
    made.add_missing("a", 2)
    assert made["a"].missing == 3
    numbers = nps.Groups(int)
    numbers.add_missing(7, 2)
    assert numbers[7].missing == 2
    with pytest.raises(nps.KeyTypeError):
        numbers.add_missing("a")
    numbers -= {7: nps.Accumulator([None])}
    assert numbers[7].missing == 1
    with pytest.raises(nps.CountUnderflowError):
        nps.Groups() - numbers
    assert nps.Groups() - nps.Groups() == nps.Groups()


def test_columns_of_pairs():
    first, second = [9, 3, 7, 99, 0, 11], [10, 7, 7, 9, 99, 3]
    wanted = nps.Paired(missing_codes=[99])
    for people in zip(first, second):
        wanted.add(*people)
    for a, b in (
        (first, second),
        (bytes(first), array("d", second)),
        (iter(first), memoryview(array("q", second))),
        (memoryview(array("h", [v for v in first for _ in "ab"]))[::2], second),
    ):
        assert nps.Paired(a, b, missing_codes=[99]) == wanted
    with pytest.raises(ValueError, match="there are 6 answers in the first wave, but 5 in the second"):
        nps.Paired(bytes(first), second[:5])


def test_designs_count_who_gave_no_answer():
    made, wanted = nps.WeightedDesign(missing_codes=[99]), nps.WeightedDesign()
    for cluster in (None, "Rome"):
        made.add(None, 1.5, "north", cluster, 3)
        made.add(99, 1.5, "north", cluster)
        made.add_missing(1.5, "north", cluster, 2)
        wanted.update([None] * 6, [1.5] * 6, ["north"] * 6, None if cluster is None else [cluster] * 6)
    assert made.total() == wanted.total() and made.to_bytes() == wanted.to_bytes()
    with pytest.raises(OverflowError):
        made.add_missing(1, "north", None, -1)


def test_sequences_go_on():
    watched = nps.Sequence(level=0.9)
    watched.update(nps.Counts(46, 30, 14))
    again = nps.Sequence.from_bytes(watched.to_bytes())
    for sequence in (watched, again):
        sequence.update(nps.Counts(146, 80, 34))
    assert again == watched and again.level == 0.9


def test_designs_are_equal_when_they_counted_the_same():
    design = nps.WeightedDesign([9, 3, None], [1, 2, 0.5], strata=["north", "south", "north"], clusters=[1, 2, 1])
    again = nps.WeightedDesign([None, 9, 3], [0.5, 1, 2], strata=["north", "north", "south"], clusters=[1, 1, 2])
    assert design == again == nps.WeightedDesign.from_bytes(design.to_bytes())
    again.add(9, 1, stratum="south", cluster=2)
    assert design != again and design != design.total()
