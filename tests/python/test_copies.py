# SPDX-License-Identifier: MIT
"""Copies and pickles are independent and complete, also those of subclasses."""

import copy
import pickle

import nps
import pytest


class Survey(nps.Accumulator):
    def __init__(self, name):
        super().__init__(missing_codes=[99])
        self.name = name


class Gates(nps.Groups):
    pass


def accumulator():
    return nps.Accumulator([9, 3, None, 11, 99], missing_codes=[99])


def groups():
    made = nps.Groups(missing_codes=[99])
    made.update(["B", "A", "é\0"], [9, None, 99])
    return made


COPIES = [copy.copy, copy.deepcopy]
COPIES += [
    lambda thing, protocol=protocol: pickle.loads(pickle.dumps(thing, protocol))
    for protocol in range(pickle.HIGHEST_PROTOCOL + 1)
]


@pytest.mark.parametrize("copied", COPIES)
def test_accumulators(copied):
    original = accumulator()
    other = copied(original)
    assert type(other) is nps.Accumulator
    assert other == original
    other.add(99)
    assert (other.missing, original.missing) == (3, 2)


@pytest.mark.parametrize("copied", COPIES)
@pytest.mark.parametrize("original", [nps.Groups(), nps.Groups(int), groups()], ids=repr)
def test_groups(copied, original):
    other = copied(original)
    assert type(other) is nps.Groups
    assert other == original
    assert other.key_type is original.key_type
    size = len(original)
    other.add(7 if other.key_type is int else "new", 8)
    assert other.total() == original.total() + nps.Accumulator([8])
    assert len(original) == size


@pytest.mark.parametrize("copied", COPIES)
def test_subclasses(copied):
    survey = Survey("gates")
    survey.update([9, 99])
    survey.parts = [1]
    other = copied(survey)
    assert (type(other), other.name, other.parts, other) == (Survey, "gates", [1], survey)
    gates = Gates()
    gates.add("A", 9)
    gates.name = "gates"
    assert (type(copied(gates)), copied(gates).name, copied(gates)) == (Gates, "gates", gates)


def test_a_sum_of_subclasses():
    both = Survey("a") + Survey("b")
    assert (type(both), both.name) == (Survey, "a")


@pytest.mark.parametrize("data", [b"", b"\xc1NPS\1\1\0\0", 7, "c1", (0,) * 13, [b""]], ids=repr)
@pytest.mark.parametrize("original", [accumulator(), groups()], ids=repr)
def test_hostile_pickles(original, data):
    restore, (kind, _, codes), _ = original.__reduce__()
    with pytest.raises((TypeError, nps.FormatError)):
        restore(kind, data, codes)
