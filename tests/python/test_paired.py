# SPDX-License-Identifier: MIT
"""The same people in two waves."""

import array
import copy
import math
import pickle

import nps
import pytest
from hypothesis import given, strategies as st
from oracle import Oracle

LARGEST = 2**64 - 1
GROUPS = "promoters", "passives", "detractors"

ANSWERS = st.one_of(st.integers(-1, 11), st.sampled_from([None, math.nan, 7.5, 99]))


def group_of(answer, codes):
    bin = Oracle(missing_codes=codes).bin_of(answer)
    return None if isinstance(bin, str) else GROUPS[(bin < 9) + (bin < 7)]


def table(people, codes):
    """The number of people with one group in the first wave and another in the second."""
    pairs = [tuple(group_of(answer, codes) for answer in person) for person in people]
    return {(first, second): pairs.count((first, second)) for first in (*GROUPS, None) for second in (*GROUPS, None)}


@given(st.lists(st.tuples(ANSWERS, ANSWERS)), st.sampled_from([(), (9,), (99, 3)]))
def test_against_plain_python(people, codes):
    waves = nps.Paired(*([person[i] for person in people] for i in (0, 1)), missing_codes=codes)
    one_by_one = nps.Paired(missing_codes=codes)
    for person in people:
        one_by_one.add(*person)
    assert waves == one_by_one
    counted = table(people, codes)
    for name in GROUPS:
        assert tuple(getattr(waves, name)) == tuple(counted[name, after] for after in GROUPS)
    assert tuple(waves.first_only) == tuple(counted[name, None] for name in GROUPS)
    assert tuple(waves.second_only) == tuple(counted[None, name] for name in GROUPS)
    for wave, answers in zip(waves.waves(), zip(*people) if people else ((), ())):
        assert wave == nps.Accumulator(answers, missing_codes=codes).counts()
    both = {pair: times for pair, times in counted.items() if None not in pair}
    if not any(both.values()):
        with pytest.raises(nps.EmptyError):
            waves.moves()
        return
    moves = waves.moves()
    steps = {pair: GROUPS.index(pair[0]) - GROUPS.index(pair[1]) for pair in both}
    assert moves.up == sum(times for pair, times in both.items() if steps[pair] > 0)
    assert moves.same == sum(times for pair, times in both.items() if steps[pair] == 0)
    assert moves.down == sum(times for pair, times in both.items() if steps[pair] < 0)
    for name in GROUPS:
        gained = sum(times for (first, second), times in both.items() if second == name != first)
        lost = sum(times for (first, second), times in both.items() if first == name != second)
        assert (getattr(moves, f"{name}_gained"), getattr(moves, f"{name}_lost")) == (gained, lost)
    change = sum(times * steps[pair] for pair, times in both.items()) * 100 / sum(both.values())
    assert moves.change == pytest.approx(change, abs=1e-9)


def test_compare():
    waves = nps.Paired.from_counts((40, 5, 5), (10, 20, 5), nps.Counts(2, 8, 5))
    change = waves.compare()
    first, second = waves.waves()
    assert change.difference == pytest.approx(second.score - first.score) == waves.moves().change
    assert change.lower < change.difference < change.upper
    independent = nps.compare(second, first)
    assert change.upper - change.lower < independent.upper - independent.lower
    assert change.method == "skewness-corrected score"
    assert waves.compare(method="wald", level=0.5).method == "wald"
    lower = waves.compare(level=1 - change.p_value).lower
    assert lower == pytest.approx(0, abs=1e-6)
    for method in ("exact", "bayes"):
        with pytest.raises(nps.UnavailableError):
            waves.compare(method=method)
    for level in (0, 1, 95, math.nan):
        with pytest.raises(nps.LevelError):
            waves.compare(level=level)
    with pytest.raises(nps.EmptyError):
        nps.Paired().compare()


def test_two_waves_of_other_people():
    waves = nps.Paired([9, 9, 3, None, None, None], [None, None, None, 9, 7, 3])
    first, second = waves.waves()
    assert (first, second) == (nps.Counts(2, 0, 1), nps.Counts(1, 1, 1))
    change, difference = waves.compare(method="score").to_dict(), nps.compare(second, first, method="score").to_dict()
    assert {name: change[name] for name in difference} == difference
    assert (change["first_weight"], change["second_weight"]) == (0, 0)


def test_from_counts():
    waves = nps.Paired.from_counts(
        (1, 2, 3), [4, 5, 6], nps.Counts(7, 8, 9), first_only=(1, 0, 2), second_only=(0, 3, 0)
    )
    assert (waves.promoters, waves.passives, waves.detractors) == (
        nps.Counts(1, 2, 3), nps.Counts(4, 5, 6), nps.Counts(7, 8, 9),
    )  # fmt: skip
    assert (waves.first_only, waves.second_only) == (nps.Counts(1, 0, 2), nps.Counts(0, 3, 0))
    assert repr(waves) == "<nps.Paired: 45 respondents in both waves, 3 in the first only, 3 in the second only>"
    for wrong, error in (((1, 2), TypeError), ((1, 2, 3.0), TypeError), ((1, 2, -1), OverflowError), (7, TypeError)):
        with pytest.raises(error):
            nps.Paired.from_counts(wrong, (0, 0, 0), (0, 0, 0))


@pytest.mark.parametrize("code", "bBhHiIlLqQfd")
def test_columns_of_every_type(code):
    first, second = array.array(code, [9, 3, 11, 7, 10]), array.array(code, [9, 9, 0, 98, 5])
    wanted = nps.Paired(first.tolist(), second.tolist(), missing_codes=[98])
    assert nps.Paired(first, memoryview(second), missing_codes=[98]) == wanted
    backwards = nps.Paired(memoryview(first)[::-1], iter(second.tolist()[::-1]), missing_codes=[98])
    assert backwards == wanted
    assert wanted.waves() == (nps.Counts(2, 1, 1), nps.Counts(2, 0, 2))


def test_scales():
    five = nps.Paired([5, 3, 9, 0], [3, 5, 1, 5], scale="1_5")
    assert five.waves() == (nps.Counts(1, 0, 1), nps.Counts(2, 0, 2))
    five.add(5, 4)
    assert (five + nps.Paired()).promoters == nps.Counts(0, 1, 1)
    copied = copy.copy(five)
    copied.add(4, 4)
    assert copied.passives == nps.Counts(0, 1, 0)
    for wrong, error in (("1_6", nps.ScaleError), (5, TypeError), (None, TypeError)):
        with pytest.raises(error):
            nps.Paired(scale=wrong)


def test_missing_codes_of_a_scale():
    assert nps.Paired([9], [9], missing_codes=[9]) == nps.Paired()


@pytest.mark.parametrize("answers", ["9", {9: 1}, 9, None, ["9"], [[9]], [True], b"\1" * 2, [9, 9, 9]], ids=repr)
def test_update_refuses(answers):
    waves = nps.Paired([9], [3])
    for arguments in ((answers, [9]), ([9], answers)):
        with pytest.raises((TypeError, ValueError)):
            waves.update(*arguments)
    assert waves == nps.Paired([9], [3])


def test_waves_come_together():
    for arguments in (([9],), (None, [9])):
        with pytest.raises(TypeError, match="must be passed together"):
            nps.Paired(*arguments)


@pytest.mark.parametrize(
    "times, error", [(-1, OverflowError), (2**64, OverflowError), (1.0, TypeError), ("1", TypeError)]
)
def test_times(times, error):
    waves = nps.Paired([9], [3])
    with pytest.raises(error):
        waves.add(9, 9, times)
    assert waves == nps.Paired([9], [3])


def test_overflow_changes_nothing():
    full = nps.Paired()
    full.add(9, 3, LARGEST)
    before = copy.copy(full)
    for call in (
        lambda: full.add(9, 3),
        lambda: full.update([9, 9], [9, 3]),
        lambda: full.__iadd__(nps.Paired([9, 9], [9, 3])),
    ):
        with pytest.raises(nps.CountOverflowError):
            call()
    assert full == before
    full.add(9, 9)
    for call in (full.waves, full.compare, full.moves):
        with pytest.raises(nps.CountOverflowError):
            call()


def test_arithmetic():
    a, b = nps.Paired([9, 3], [3, None]), nps.Paired([7], [10])
    assert a + b == b + a == nps.Paired([9, 3, 7], [3, None, 10])
    a += a
    assert a == nps.Paired([9, 3] * 2, [3, None] * 2)
    for other in (0, None, nps.Accumulator(), nps.Counts(1, 2, 3)):
        assert a.__add__(other) is a.__iadd__(other) is a.__eq__(other) is NotImplemented
    with pytest.raises(TypeError):
        hash(a)


class Named(nps.Paired):
    pass


COPIES = [copy.copy, copy.deepcopy]
COPIES += [lambda thing, protocol=protocol: pickle.loads(pickle.dumps(thing, protocol)) for protocol in range(6)]


@pytest.mark.parametrize("copied", COPIES)
def test_copies(copied):
    original = Named([9, 3, 99], [99, 7, 3], missing_codes=[99])
    original.parts = [1]
    other = copied(original)
    assert (type(other), other.parts, other) == (Named, [1], original)
    other.add(99, 9)
    assert (other.second_only.n, original.second_only.n) == (2, 1)
    moves = other.moves()
    assert copied(moves) == moves


@pytest.mark.parametrize("numbers", [(), (0,) * 14, (0.0,) * 15, None, (-1,) * 15, b""], ids=repr)
def test_hostile_pickles(numbers):
    restore, (kind, _, *others), _ = nps.Paired([9], [3]).__reduce__()
    with pytest.raises((TypeError, nps.FormatError)):
        restore(kind, numbers, *others)


def test_estimators():
    waves = nps.Paired.from_counts((90, 8, 2), (6, 40, 4), (4, 6, 40), first_only=(100, 50, 50), second_only=(120, 40, 40))
    both = nps.Paired.from_counts((90, 8, 2), (6, 40, 4), (4, 6, 40)).compare()
    first, second = waves.waves()
    best, proportional = waves.compare(), waves.compare(estimator="Proportional")
    assert best.upper - best.lower < both.upper - both.lower < proportional.upper - proportional.lower
    assert proportional.difference == pytest.approx(second.score - first.score)
    assert best.both == both.difference == 2
    assert best.others == 15
    assert 0.5 < best.first_weight < 1
    with pytest.raises(nps.MethodError, match="there is no estimator 'blue'; there are best, proportional"):
        waves.compare(estimator="blue")
    with pytest.raises(TypeError, match="an estimator is a name, not 1"):
        waves.compare(estimator=1)


@pytest.mark.parametrize("kind", [nps.Weighted, nps.WeightedDesign])
def test_weighted_waves_are_told_their_class(kind):
    wave = kind([9, 3], [1.0, 2.0])
    for waves in ((wave, wave), (wave,), ([9, 3], wave)):
        with pytest.raises(TypeError, match="WeightedPaired takes their answers and their weights"):
            nps.Paired(*waves)
