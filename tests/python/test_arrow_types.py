# SPDX-License-Identifier: MIT
"""Answers and keys of Arrow types that no buffer has, made with ctypes."""

import struct
from datetime import date, datetime, timedelta, timezone

import nps
import pytest
from arrow_producer import Chunks, Column, Table

DAY = (date(2026, 1, 5) - date(1970, 1, 1)).days
DATE = date(1970, 1, 1) + timedelta(DAY)
US = 10**6


def decimals(values, scale, bits=64):
    """A column of decimals of 64 bits, which are stored as integers."""
    return Column(values, "q", format=f"d:18,{scale},{bits}".encode())


def test_decimals_are_compared_exactly():
    column = decimals([900, 950, None, 1000, -100, 9900], 2)
    assert nps.Accumulator(column, missing_codes=[99]) == nps.Accumulator([9, 9.5, None, 10, -1, None])
    assert nps.Accumulator(Chunks(decimals([1, 0, 2], -1))) == nps.Accumulator([10, 0, 20])


def test_half_floats():
    column = Column(list(struct.unpack("3H", struct.pack("3e", 9, 7.5, float("nan")))), "H", format=b"e")
    assert nps.Accumulator(column) == nps.Accumulator([9, 7.5, None])


def test_booleans_are_no_answers():
    column = Column([1, 0], "B", format=b"b")
    with pytest.raises(nps.ColumnError, match=r'"answer": .* got format "b" \(booleans\): true is not the answer 1'):
        nps.Accumulator(column)


@pytest.mark.parametrize(
    "keys, day",
    [
        (Column([DAY], "i", "day", format=b"tdD"), DATE),
        (Column([DAY * 86400000], "q", "day", format=b"tdm"), DATE),
        (Column([DAY * 86400 * US + 5], "q", "day", format=b"tsu:"), DATE),
        (Column([DAY * 86400 * US - 1], "q", "day", format=b"tsu:UTC"), DATE - timedelta(1)),
        (Column([DAY * 86400 * US - 1], "q", "day", format=b"tsu:+02:00"), DATE),
        (Column([1], "B", "day", format=b"b"), True),
        (Column([3.0], "d", "day"), 3),
        (Column([700], "q", "day", format=b"d:9,2,64"), 7),
    ],
    ids=lambda value: value.schema.format.decode() if isinstance(value, Column) else str(value),
)
def test_keys_of_other_types(keys, day):
    columns, frames = nps.Groups(), nps.Groups()
    columns.update(keys, [9])
    assert frames.add_arrow(Table(keys, Column([9])), "day", "answer").n == 0
    assert columns == frames == {day: nps.Accumulator([9])}
    assert columns.key_type is frames.key_type is type(day)


def test_times_in_a_zone_with_rules():
    midnight = datetime(2026, 1, 5, 15, 30, tzinfo=timezone.utc)  # the next day in Tokyo
    times = [int((midnight - datetime(1970, 1, 1, tzinfo=timezone.utc)) / timedelta(microseconds=1))]
    column = Column(times, "q", "day", format=b"tsu:Asia/Tokyo")
    groups = nps.Groups()
    groups.update(column, [9])
    assert list(groups) == [DATE + timedelta(1)]
    with pytest.raises(nps.ColumnError, match="make days of them first"):
        nps.Groups().add_arrow(Table(column, Column([9])), "day", "answer")
    with pytest.raises(nps.KeyTypeError, match="key 1 is None; keys are str or int; update"):
        nps.Groups().update(Column([*times, None], "q", format=b"tsu:Asia/Tokyo"), [9, 9])


def test_lists_of_dates_and_times():
    groups = nps.Groups()
    groups.update([date(2026, 1, 5), date(2026, 1, 4), date(2026, 1, 5)], [9, 3, 10])
    groups.update([datetime(2026, 1, 4, 12)], [9])
    assert groups == {DATE: nps.Accumulator([9, 10]), DATE - timedelta(1): nps.Accumulator([3, 9])}
    with pytest.raises(nps.KeyTypeError, match="key 1 is None; keys are str or int; update"):
        groups.update([date(2026, 1, 5), None], [9, 9])


def test_keys_that_are_not_whole():
    for keys in (Column([1, 2.5], "d", "shop"), Column([100, 250], "q", "shop", format=b"d:9,2,64")):
        groups = nps.Groups()
        for call in (
            lambda: groups.update(keys, [9, 9]),
            lambda: groups.add_arrow(Table(keys, Column([9, 9])), "shop", "answer"),
        ):
            with pytest.raises(nps.KeyTypeError, match="the key of row 1 is not a whole number"):
                call()
        assert not groups
