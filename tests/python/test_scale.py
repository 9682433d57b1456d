# SPDX-License-Identifier: MIT
"""Scales, and accumulators read on them."""

import dataclasses

import nps
import pytest


def test_the_four_scales():
    assert nps.SCALE_0_10 == nps.Scale(0, 10, 6, 9)
    assert nps.SCALE_1_10 == nps.Scale(1, 10, 6, 9)
    assert nps.SCALE_1_5 == nps.Scale(1, 5, 3, 5)
    assert nps.SCALE_1_7 == nps.Scale(1, 7, 5, 7)


def test_counts_by_scale():
    survey = nps.Accumulator([1, 3, 4, 5, 5])
    assert survey.counts() == survey.counts("0_10") == survey.counts(nps.SCALE_0_10) == nps.Counts(0, 0, 5)
    assert survey.counts(scale="1_5") == nps.Counts(2, 1, 2)
    assert survey.counts("1_7") == nps.Counts(0, 0, 5)
    assert survey.counts("1_10") == nps.Counts(0, 0, 5)
    assert survey.counts(nps.Scale(0, 10, 0, 1)) == nps.Counts(5, 0, 0)


def test_answers_off_the_scale():
    survey = nps.Accumulator([0, 5, 6])
    with pytest.raises(nps.OutsideError):
        survey.counts("1_5")
    assert survey.counts("1_5", outside="ignore") == nps.Counts(1, 0, 0)
    assert survey.outside("1_5") == 2
    assert survey.outside(nps.SCALE_0_10) == 0
    with pytest.raises(ValueError, match="outside must be"):
        survey.counts("1_5", outside="count")


@pytest.mark.parametrize(
    "limits",
    [(0, 10, 9, 9), (0, 11, 6, 9), (7, 10, 6, 9), (0, 8, 6, 9), (0, 2**40, 6, 9), (-1, 10, 6, 9), (2**70, 10, 6, 9)],
)
def test_impossible_scales(limits):
    with pytest.raises(nps.ScaleError):
        nps.Scale(*limits)


def test_wrong_scales():
    survey = nps.Accumulator([9])
    with pytest.raises(nps.ScaleError, match="there are 0_10, 1_10, 1_5, 1_7"):
        survey.counts("0-11")
    for scale in (None, 10, (0, 10, 6, 9)):
        with pytest.raises(TypeError):
            survey.counts(scale)
    with pytest.raises(TypeError):
        nps.Scale(0.0, 10, 6, 9)


def test_a_scale_cannot_be_changed():
    with pytest.raises(dataclasses.FrozenInstanceError):
        nps.SCALE_0_10.lowest = 1
