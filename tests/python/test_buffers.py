# SPDX-License-Identifier: MIT
"""Buffers: accepted and refused ones, and that none is held afterwards."""

import array
import ctypes
import mmap
import sys

import nps
import pytest

TEN = list(range(11))


def test_bytes_and_their_like():
    anonymous = mmap.mmap(-1, 11)
    anonymous.write(bytes(TEN))
    for buffer in (bytes(TEN), bytearray(TEN), memoryview(bytes(TEN)), anonymous):
        assert nps.Accumulator(buffer).answers == (1,) * 11
    assert nps.Accumulator(b"\x0b\xff9").invalid == 3


@pytest.mark.parametrize("typecode", "bBhHiIlLqQfd")
def test_arrays(typecode):
    values = array.array(typecode, [*TEN, 11])
    survey = nps.Accumulator(values)
    assert (survey.answers, survey.invalid) == ((1,) * 11, 1)
    for cut in (slice(None, None, 2), slice(None, None, -1), slice(9, 2, -3), slice(5, 5), slice(3, 4)):
        assert nps.Accumulator(memoryview(values)[cut]) == nps.Accumulator(list(values[cut]))


@pytest.mark.parametrize("size", ["short", "int", "long", "longlong", "ubyte", "float", "double", "longdouble"])
def test_ctypes(size):
    values = (getattr(ctypes, f"c_{size}") * 12)(*TEN, 11)
    survey = nps.Accumulator(values)
    assert (survey.answers, survey.invalid) == ((1,) * 11, 1)


@pytest.mark.parametrize("kind", [ctypes.c_int16, ctypes.c_uint32, ctypes.c_int64, ctypes.c_float, ctypes.c_double])
@pytest.mark.parametrize("order", ["__ctype_be__", "__ctype_le__"])
def test_both_byte_orders(kind, order):
    values = (getattr(kind, order) * 4)(9, 10, 9 * 256, 11)
    survey = nps.Accumulator(values)
    assert (survey.answers[9], survey.answers[10], survey.invalid) == (1, 1, 2)


def test_not_a_number_is_missing():
    nan = float("nan")
    for typecode in "fd":
        survey = nps.Accumulator(array.array(typecode, [9, nan, 7.5, float("inf"), -0.0]))
        assert (survey.answers[9], survey.answers[0], survey.missing, survey.invalid) == (1, 1, 1, 2)


def test_missing_codes():
    codes = [99, 3, -(2**63)]
    survey = nps.Accumulator(array.array("q", [99, 3, 9, -(2**63), 98]), missing_codes=codes)
    assert (survey.answers[9], survey.missing, survey.invalid) == (1, 3, 1)
    assert nps.Accumulator(array.array("d", [99, 3, 9, -(2.0**63), 98]), missing_codes=codes) == survey


@pytest.mark.skipif(ctypes.sizeof(ctypes.c_longdouble) == 8, reason="a long double is a double here")
def test_a_long_double_that_is_no_double():
    class Extended(ctypes.Structure):
        _fields_ = [("mantissa", ctypes.c_uint64), ("exponent", ctypes.c_uint16)]

    def extended(mantissa, exponent):
        row = bytearray(16)
        row[:10] = mantissa.to_bytes(8, "little") + (16383 + exponent).to_bytes(2, "little")
        return bytes(row)

    nine, above_nine = extended(9 << 60, 3), extended((9 << 60) + 1, 3)
    odd = 2**60 + 1  # not a double
    values = nine + above_nine + extended(odd << 3, 60) + extended((odd + 2) << 3, 60)
    buffer = (ctypes.c_longdouble * 4).from_buffer_copy(values)
    survey = nps.Accumulator(buffer, missing_codes=[odd])
    assert (survey.answers[9], survey.missing, survey.invalid, sum(survey.answers)) == (1, 1, 2, 1)


@pytest.mark.parametrize(
    "buffer",
    [
        memoryview(bytes(12)).cast("B", (3, 4)),
        memoryview(bytes(1)).cast("B", ()),
        memoryview(b"\0\1").cast("?"),
        memoryview(b"\0\1").cast("c"),
        memoryview(bytes(16)).cast("P"),
        (ctypes.c_bool * 2)(),
        (ctypes.c_char * 2)(),
        (ctypes.c_wchar * 2)(),
        (ctypes.c_void_p * 2)(),
        (ctypes.c_int * 2 * 2)(),
        ctypes.c_int(9),
    ],
    ids=lambda buffer: f"{memoryview(buffer).format} {memoryview(buffer).ndim}",
)
def test_refused_buffers(buffer):
    survey = nps.Accumulator([9])
    count = sys.getrefcount(buffer)
    with pytest.raises(TypeError):
        survey.update(buffer)
    assert survey == nps.Accumulator([9])
    assert sys.getrefcount(buffer) == count


def test_a_released_memoryview():
    view = memoryview(b"\t")
    view.release()
    with pytest.raises(ValueError):
        nps.Accumulator(view)


def test_nothing_is_kept():
    buffer, codes = bytearray(TEN), [2**40, 2**41]
    of_buffer, of_codes, of_none = sys.getrefcount(buffer), sys.getrefcount(codes), sys.getrefcount(None)
    survey = nps.Accumulator(missing_codes=codes)
    for _ in range(1000):
        survey.update(buffer)
        survey.update(memoryview(buffer)[::-2])
    buffer.append(1)  # a buffer that is still exported cannot be resized
    assert sys.getrefcount(buffer) == of_buffer
    assert sys.getrefcount(codes) == of_codes
    assert abs(sys.getrefcount(None) - of_none) < 100 or sys.version_info >= (3, 12)  # which does not count None


def test_nothing_is_kept_on_error():
    buffer = bytearray(TEN)
    count = sys.getrefcount(buffer)
    full = nps.Accumulator.from_counts({5: 2**64 - 1})
    for _ in range(100):
        with pytest.raises(nps.CountOverflowError):
            full.update(buffer)
    buffer.append(1)
    assert sys.getrefcount(buffer) == count
    assert full == nps.Accumulator.from_counts({5: 2**64 - 1})


def test_nothing_is_kept_of_lists():
    answer = 2.0**70
    answers = [answer] * 10
    count, whole = sys.getrefcount(answer), sys.getrefcount(answers)
    for _ in range(1000):
        nps.Accumulator(answers).add(answer)
        with pytest.raises(TypeError):
            nps.Accumulator([answer, "9"])
    assert sys.getrefcount(answer) == count
    assert sys.getrefcount(answers) == whole
