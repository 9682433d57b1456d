# SPDX-License-Identifier: MIT
"""Groups by code, and groups whose keys are such codes."""

import array
import copy
import math
import pickle
import threading

import nps
import pytest
from hypothesis import given, strategies as st
from oracle import Oracle

ROWS = st.lists(st.tuples(st.integers(-2, 9), st.one_of(st.none(), st.integers(-1, 12))))


def split(rows):
    return [code for code, _ in rows], [answer for _, answer in rows]


@given(ROWS, st.integers(0, 8), st.sampled_from([(), (9,), (12, 3)]))
def test_against_plain_python(rows, count, missing_codes):
    groups = nps.CodeGroups(count, missing_codes=missing_codes)
    codes, answers = split(rows)
    groups.update(codes, answers)
    spread = memoryview(array.array("h", [code for code in codes for _ in "ab"]))[::2]
    again = nps.CodeGroups(count, missing_codes=missing_codes)
    again.update(spread, iter(answers))
    assert again == groups
    for code, group in enumerate(groups):
        wanted = Oracle([answer for c, answer in rows if c == code], missing_codes)
        assert wanted.agrees_with(group) and groups[code] == group
    outside = Oracle([answer for c, answer in rows if not 0 <= c < count], missing_codes)
    assert outside.agrees_with(groups.outside)
    assert groups.missing == nps.Accumulator()
    assert len(groups) == len(list(groups)) == count


@pytest.mark.parametrize("code", "bBhHiIlLqQfd")
def test_codes_of_every_type(code):
    groups = nps.CodeGroups(3)
    groups.update(array.array(code, [0, 2, 2, 3]), array.array(code, [9, 3, 10, 7]))
    assert list(groups) == [nps.Accumulator([9]), nps.Accumulator(), nps.Accumulator([3, 10])]
    assert groups.outside == nps.Accumulator([7])


def test_codes_that_are_none():
    groups = nps.CodeGroups(3)
    groups.update(array.array("d", [1, math.nan, 0.5, math.inf, -1, 2.0**63]), [9, 8, 7, 6, 5, 4])
    assert groups[1] == nps.Accumulator([9])
    assert groups.missing == nps.Accumulator([8])
    assert groups.outside == nps.Accumulator([7, 6, 5, 4])
    repeated = nps.CodeGroups(3)
    repeated.update(memoryview(bytes([1])).cast("B"), [9])
    assert repeated[1] == nps.Accumulator([9])


@pytest.mark.parametrize("codes", ["ab", {0: 1, 1: 2}, 7, None, [0, None], [0, 1.0], [0, True], ["0", "1"]], ids=repr)
def test_what_are_no_codes(codes):
    groups = nps.CodeGroups(3)
    with pytest.raises(TypeError):
        groups.update(codes, [9, 9])
    assert groups == nps.CodeGroups(3)


def test_as_many_codes_as_answers():
    groups = nps.CodeGroups(3)
    for codes in ([], [0], [0, 1, 2], b"\0"):
        with pytest.raises(ValueError, match="there are 2 answers, but"):
            groups.update(codes, [9, 9])
    with pytest.raises(TypeError):
        groups.update([0, 1], ["9", 9])
    assert groups == nps.CodeGroups(3)


@pytest.mark.parametrize(
    "count, error",
    [
        (-1, OverflowError), (2**64, OverflowError), (2**28 + 1, nps.UnavailableError), (1.0, TypeError),
        ("3", TypeError), (None, TypeError),
    ],
)  # fmt: skip
def test_how_many(count, error):
    with pytest.raises(error):
        nps.CodeGroups(count)


def test_places():
    groups = nps.CodeGroups(3)
    for place in (-1, 3, 2**64):
        with pytest.raises(IndexError):
            groups[place]
    for place in ("0", 1.0, None):
        with pytest.raises(TypeError):
            groups[place]
    groups[1].add(9)  # a copy
    assert groups == nps.CodeGroups(3)
    assert repr(groups) == "<nps.CodeGroups: 3 groups>"
    with pytest.raises(TypeError):
        hash(groups)


@given(ROWS, ROWS)
def test_merge(first, second):
    a, b, both = (nps.CodeGroups(4) for _ in range(3))
    a.update(*split(first))
    b.update(*split(second))
    both.update(*split(first + second))
    assert a + b == b + a == both
    before = copy.copy(a)
    a += a
    assert a == before + before


def test_merge_refuses():
    groups = nps.CodeGroups(3)
    with pytest.raises(ValueError, match="4 groups cannot be merged with 3"):
        groups += nps.CodeGroups(4)
    for other in (0, None, nps.Groups(), [nps.Accumulator()] * 3):
        assert groups.__add__(other) is groups.__iadd__(other) is groups.__eq__(other) is NotImplemented


class Named(nps.CodeGroups):
    pass


COPIES = [copy.copy, copy.deepcopy]
COPIES += [lambda thing, protocol=protocol: pickle.loads(pickle.dumps(thing, protocol)) for protocol in range(6)]


@pytest.mark.parametrize("copied", COPIES)
def test_copies(copied):
    original = Named(3, missing_codes=[99])
    original.update([0, 1, 7], [9, 99, 2**62])
    original.parts = [1]
    other = copied(original)
    assert (type(other), other.parts, other) == (Named, [1], original)
    other.update([0], [99])
    assert (other[0].missing, original[0].missing) == (1, 0)


@pytest.mark.parametrize("counters", [b"", b"\0" * 104, b"\0" * 209, None, 7, "0" * 208], ids=repr)
def test_hostile_pickles(counters):
    restore, (kind, _, codes), _ = nps.CodeGroups(1).__reduce__()
    with pytest.raises((TypeError, nps.FormatError)):
        restore(kind, counters, codes)


def test_threads_cannot_disturb_each_other():
    groups, errors = nps.CodeGroups(100_000), []
    codes, answers = array.array("i", range(100_000)) * 5, bytes([9]) * 500_000
    done = threading.Event()

    def read():
        while not done.wait(0.0005):  # or the other thread would hardly ever get in
            try:
                groups.outside  # noqa: B018
                groups.update([0], [8])
            except RuntimeError as error:
                errors.append(error)

    reader = threading.Thread(target=read)
    reader.start()
    counted = 0
    while counted < 5:
        try:
            groups.update(codes, answers)
            counted += 1
        except RuntimeError:
            pass
    done.set()
    reader.join()
    assert groups[7].n == 25
    assert all("another thread" in str(error) for error in errors)


@given(st.lists(st.tuples(st.integers(-1, 40_000), st.integers(0, 12)), min_size=1), st.booleans())
def test_groups_by_small_numbers(rows, is_small):
    keys = [key % 5 if is_small else key for key, _ in rows]
    answers = [answer for _, answer in rows]
    groups, one_by_one = nps.Groups(missing_codes=[12]), nps.Groups(missing_codes=[12])
    groups.update(array.array("i", keys), array.array("b", answers))
    one_by_one.update(keys, answers)
    assert groups == one_by_one


def test_a_large_number_among_small_ones():
    keys = array.array("q", [0, 1, 2, 3] * 5000)
    keys[7777] = 10**12
    groups = nps.Groups()
    groups.update(keys, bytes([9]) * len(keys))
    assert {key: group.n for key, group in groups.items()} == {0: 5000, 1: 4999, 2: 5000, 3: 5000, 10**12: 1}
