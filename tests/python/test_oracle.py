# SPDX-License-Identifier: MIT
"""The library against an oracle in plain Python, for random calls in random order."""

import array
from decimal import Decimal
from fractions import Fraction

import nps
from hypothesis import given, settings, strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule
from oracle import LARGEST, Oracle

ANSWERS = (
    st.integers(-2, 13)
    | st.integers()
    | st.floats()
    | st.none()
    | st.sampled_from([99, 7.5, 2**63, Decimal("8"), Decimal("8.5"), Fraction(18, 2), Fraction(1, 3)])
)
MANY = st.lists(ANSWERS, max_size=30)
CODES = st.lists(st.integers(-2, 13) | st.just(99), max_size=3)
TIMES = st.integers(0, 5) | st.integers(0, LARGEST)


def raises(call):
    """The type of the exception of a call; those of the library are subclasses of those of the oracle."""
    try:
        call()
    except (OverflowError, ValueError) as error:
        return OverflowError if isinstance(error, OverflowError) else ValueError
    return None


class Machine(RuleBasedStateMachine):
    def __init__(self):
        super().__init__()
        self.real, self.oracle = nps.Accumulator(missing_codes=[99]), Oracle(missing_codes=[99])

    def both(self, real, oracle):
        assert raises(real) is raises(oracle)

    @rule(answer=ANSWERS, times=TIMES)
    def add(self, answer, times):
        self.both(lambda: self.real.add(answer, times), lambda: self.oracle.merge({self.oracle.bin_of(answer): times}))

    @rule(answer=ANSWERS, times=TIMES)
    def remove(self, answer, times):
        self.both(
            lambda: self.real.remove(answer, times), lambda: self.oracle.take({self.oracle.bin_of(answer): times})
        )

    @rule(times=TIMES)
    def add_missing(self, times):
        self.both(lambda: self.real.add_missing(times), lambda: self.oracle.merge({"missing": times}))

    @rule(answers=MANY)
    def update(self, answers):
        self.both(lambda: self.real.update(answers), lambda: self.oracle.feed(answers))

    @rule(answers=MANY)
    def add_other(self, answers):
        self.both(lambda: self.real.__iadd__(nps.Accumulator(answers)), lambda: self.oracle.merge(Oracle(answers)))

    @rule(answers=MANY)
    def subtract_other(self, answers):
        self.both(lambda: self.real.__isub__(nps.Accumulator(answers)), lambda: self.oracle.take(Oracle(answers)))

    @invariant()
    def agree(self):
        assert self.oracle.agrees_with(self.real)


TestMachine = Machine.TestCase
TestMachine.settings = settings(max_examples=100, stateful_step_count=30)


@given(MANY, CODES)
def test_lists(answers, codes):
    assert Oracle(answers, codes).agrees_with(nps.Accumulator(answers, missing_codes=codes))


@given(st.data(), st.sampled_from("bBhHiIlLqQfd"), CODES)
def test_buffers(data, typecode, codes):
    if typecode in "fd":
        values = st.floats(width=32 if typecode == "f" else 64) | st.integers(-2, 13).map(float)
    else:
        bits = 8 * array.array(typecode).itemsize
        low, high = (-(2 ** (bits - 1)), 2 ** (bits - 1) - 1) if typecode.islower() else (0, 2**bits - 1)
        values = st.integers(low, high) | st.integers(max(low, -2), 13)
    answers = data.draw(st.lists(values, max_size=40))
    cut = slice(*data.draw(st.tuples(*[st.none() | st.integers(-40, 40)] * 2, st.sampled_from([1, 2, 3, -1, -2]))))
    buffer = memoryview(array.array(typecode, answers))[cut]
    assert Oracle(answers[cut], codes).agrees_with(nps.Accumulator(buffer, missing_codes=codes))


@given(MANY, MANY, MANY)
def test_merging(a, b, c):
    a, b, c = map(nps.Accumulator, (a, b, c))
    assert a + b == b + a
    assert (a + b) + c == a + (b + c)
    assert (a + b) - b == a


@given(MANY, st.tuples(*[st.integers(0, 10)] * 4))
def test_any_scale(answers, limits):
    lowest, detractor_max, promoter_min, highest = sorted(limits)
    if detractor_max == promoter_min:
        assert raises(lambda: nps.Scale(lowest, highest, detractor_max, promoter_min)) is ValueError
        return
    scale = nps.Scale(lowest, highest, detractor_max, promoter_min)
    survey, oracle = nps.Accumulator(answers), Oracle(answers)
    wanted = oracle.counts(lowest, highest, detractor_max, promoter_min)
    assert tuple(survey.counts(scale, outside="ignore")) == wanted
    off_scale = sum(oracle.answers) != sum(wanted)
    assert raises(lambda: survey.counts(scale)) is (ValueError if off_scale else None)


@given(st.lists(st.tuples(st.text(max_size=2), ANSWERS), max_size=30), CODES)
def test_groups_by_text(pairs, codes):
    check_groups(pairs, codes)


@given(st.lists(st.tuples(st.integers(-(2**63), 2**63 - 1) | st.integers(0, 3), ANSWERS), max_size=30), CODES)
def test_groups_by_integer(pairs, codes):
    check_groups(pairs, codes)


def check_groups(pairs, codes):
    oracles = {}
    for key, answer in pairs:
        oracles.setdefault(key, Oracle(missing_codes=codes)).feed([answer])
    at_once, one_by_one = nps.Groups(missing_codes=codes), nps.Groups(missing_codes=codes)
    at_once.update(*zip(*pairs) if pairs else ((), ()))
    for key, answer in pairs:
        one_by_one.add(key, answer)
    assert at_once == one_by_one
    assert list(at_once) == sorted(oracles)
    assert all(oracle.agrees_with(at_once[key]) for key, oracle in oracles.items())
    assert Oracle([answer for _, answer in pairs], codes).agrees_with(at_once.total())
