# SPDX-License-Identifier: MIT
"""Single Python objects as answers."""

import enum
import math
from decimal import Decimal
from fractions import Fraction

import nps
import pytest


def reading(answer, **options):
    accumulator = nps.Accumulator(**options)
    accumulator.add(answer)
    as_one_of_many = nps.Accumulator([answer], **options)
    assert as_one_of_many == accumulator
    if accumulator.missing:
        return "missing"
    return "invalid" if accumulator.invalid else accumulator.answers.index(1)


class Index:
    def __index__(self):
        return 7


class Mark(enum.IntEnum):
    GOOD = 9


@pytest.mark.parametrize("answer", range(11))
def test_the_answers(answer):
    for kind in (int, float, Decimal, Fraction):
        assert reading(kind(answer)) == answer


@pytest.mark.parametrize(
    "answer", [None, math.nan, -math.nan, Decimal("nan"), Decimal("-nan"), Decimal("snan")], ids=repr
)
def test_no_answer(answer):
    assert reading(answer) == "missing"


@pytest.mark.parametrize(
    "answer",
    [
        11, -1, 255, 2**63 - 1, -(2**63), 2**63, -(2**63) - 1, 2**64 + 7, 10**30, -(10**400),
        7.5, -0.5, 10.000000000000002, 1e-300, 2.0**63, -(2.0**63), 1e300, math.inf, -math.inf,
        Decimal("7.5"), Decimal("7.00000000000000000000000000000000000001"), Decimal("inf"), Decimal("-inf"),
        Decimal("1e999999"), Decimal("1e-999999"), Decimal(2) ** 70,
        Fraction(1, 3), Fraction(7 * 10**40 + 1, 10**40), Fraction(10**5000), Fraction(1, 10**5000),
    ],
    ids=lambda answer: type(answer).__name__,
)  # fmt: skip
def test_invalid_answers(answer):
    assert reading(answer) == "invalid"


def test_close_relatives_of_numbers():
    assert reading(-0.0) == 0
    assert reading(Mark.GOOD) == 9
    assert reading(Index()) == 7
    assert reading(type("Float", (float,), {})(8)) == 8
    assert reading(Decimal("1e1")) == 10
    assert reading(Decimal("7.000")) == 7


@pytest.mark.parametrize("answer", [True, False, "9", b"9", "", [9], (9,), {}, 9j, object(), int, ...], ids=repr)
def test_what_is_no_number(answer):
    accumulator = nps.Accumulator([1])
    for call in (accumulator.add, accumulator.remove, lambda answer: accumulator.update([9, answer])):
        with pytest.raises(TypeError, match="an answer is a number, None or NaN"):
            call(answer)
    assert accumulator == nps.Accumulator([1])


@pytest.mark.parametrize(
    "answer, shown",
    [
        ("N/A", "'N/A'"),
        (True, "True"),
        ([9], "of type 'list'"),
        ("x" * 10**6, "'" + "x" * 39 + "..."),
    ],
    ids=["text", "bool", "list", "long text"],
)  # fmt: skip
def test_an_error_names_the_value_and_its_place(answer, shown):
    with pytest.raises(TypeError) as raised:
        nps.Accumulator([9, answer])
    assert str(raised.value) == f"answer 1 is {shown}: an answer is a number, None or NaN"
    with pytest.raises(TypeError) as raised:
        nps.Accumulator().add(answer)
    assert str(raised.value) == f"an answer is a number, None or NaN, not {shown}"
    with pytest.raises(TypeError, match="answer 2 is "):
        nps.Groups().update(list("ABC"), [9, 9, answer])


def test_times():
    for times in (-1, 2**64, 10**5000):
        with pytest.raises(OverflowError, match=r"times must be from 0 to 2\^64 - 1, not (-1|184467440|a huge)"):
            nps.Accumulator().add(5, times)


def test_declared_codes_win():
    assert reading(10, missing_codes=[10]) == "missing"
    assert reading(10.0, missing_codes=(99, 10)) == "missing"
    assert reading(Decimal(99), missing_codes={99}) == "missing"
    assert reading(2**62 + 1, missing_codes=[2**62 + 1]) == "missing"
    assert reading(Decimal(2**62 + 1), missing_codes=[2**62 + 1]) == "missing"
    assert reading(-1, missing_codes=[98, -1, 99]) == "missing"
    assert reading(97, missing_codes=[98, 99]) == "invalid"
    assert reading(9, missing_codes=[]) == 9
    assert reading(7, missing_codes=[Index()]) == "missing"


@pytest.mark.parametrize("codes", [[True], ["99"], "99", [9.0], [None], 99, None, [[99]]], ids=repr)
def test_codes_are_integers(codes):
    with pytest.raises(TypeError):
        nps.Accumulator(missing_codes=codes)


def test_an_error_names_the_code():
    with pytest.raises(TypeError, match="each of missing_codes must be an integer, not 'N/A'"):
        nps.Accumulator(missing_codes=[99, "N/A"])
    with pytest.raises(TypeError, match="missing_codes must be integers in a list, such as \\[99\\], not 99"):
        nps.Groups(missing_codes=99)


@pytest.mark.parametrize("code", [2**63, -(2**63) - 1, 10**30])
def test_codes_are_64_bit(code):
    with pytest.raises(OverflowError):
        nps.Accumulator([], missing_codes=[code]).add(1)
