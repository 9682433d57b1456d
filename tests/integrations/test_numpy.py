# SPDX-License-Identifier: MIT
"""NumPy's arrays and numbers, as the installed package takes them."""

import datetime
import subprocess
import sys
import tracemalloc
from pathlib import Path

import nps
import numpy as np
import pytest

INTEGERS = ["i1", "u1", "i2", "u2", "i4", "u4", "i8", "u8", "l", "q"]
FLOATS = ["f2", "f4", "f8", "g"]
RANDOM = np.random.default_rng(1)


def listed(array, **options):
    """What the same values give one by one."""
    return nps.Accumulator(array.tolist(), **options)


def example(dtype):
    values = RANDOM.integers(0, 14, 5000).astype(dtype)
    if np.dtype(dtype).kind == "f":
        values[::7] += np.array(0.5, dtype)
        values[::11] = np.nan
        values[1:4] = [np.inf, -np.inf, -0.0]
    elif np.dtype(dtype).kind == "i":
        values[::7] *= -1
    return values


def test_it_is_the_installed_package():
    assert Path(nps.__file__).is_relative_to(sys.prefix)


def test_numpy_is_not_imported():
    code = "import sys, nps; nps.Accumulator([9, None]).interval(); sys.exit('numpy' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


@pytest.mark.parametrize("dtype", INTEGERS + FLOATS)
def test_every_layout(dtype):
    values = example(dtype)
    read_only = values.copy()
    read_only.flags.writeable = False
    unaligned = np.frombuffer(b"\0" + values.tobytes(), np.uint8)[1:].view(dtype)
    field = np.zeros(len(values), [("pad", "u1"), ("answer", dtype)])
    field["answer"] = values
    square = values.reshape(50, 100)
    for array in (
        values, values[::3], values[::-1], values[-5:5:-7], values[:0], values[:1], read_only, unaligned,
        unaligned[::-2], field["answer"], square[:, 3], square.T[2], np.broadcast_to(values[8], 3000), values[::0x7FFF],
    ):  # fmt: skip
        assert nps.Accumulator(array) == listed(array)
        assert nps.Accumulator(array, missing_codes=[11, 3]) == listed(array, missing_codes=[11, 3])


@pytest.mark.parametrize("dtype", INTEGERS + FLOATS)
def test_swapped_bytes(dtype):
    values = example(dtype)
    swapped = values.astype(values.dtype.newbyteorder())
    for array in (swapped, swapped[::-3], np.broadcast_to(swapped[8], 3000)):
        assert nps.Accumulator(array) == listed(array)


def test_every_half():
    halves = np.arange(2**16, dtype=np.uint16).view(np.float16)
    assert nps.Accumulator(halves) == listed(halves)
    for answer in range(11):
        assert nps.Accumulator(np.array([answer], np.float16)).answers[answer] == 1


@pytest.mark.parametrize("dtype", FLOATS)
def test_the_neighbours_of_the_answers_are_invalid(dtype):
    answers = np.arange(11, dtype=dtype)
    below, above = (np.nextafter(answers, np.array(to, dtype)) for to in (-np.inf, np.inf))
    for array in (below, above, below.astype(below.dtype.newbyteorder())):
        assert nps.Accumulator(array).invalid == 11
        assert nps.Accumulator(list(array)).invalid == 11


def test_numbers_at_the_edges_of_their_types():
    for dtype in INTEGERS:
        info = np.iinfo(dtype)
        assert nps.Accumulator(np.array([info.min, info.max], dtype)) == nps.Accumulator([info.min, info.max])
    edges = np.array([2.0**63, -(2.0**63), 2.0**64, 2.0**53, 1e300])
    assert nps.Accumulator(edges).invalid == 5
    assert nps.Accumulator(edges, missing_codes=[-(2**63), 2**53]).missing == 2


def test_scalars():
    for dtype in INTEGERS + FLOATS:
        survey = nps.Accumulator()
        survey.add(np.array([9], dtype)[0])
        survey.add(np.array([9], dtype)[0], times=np.int64(2))
        assert survey == nps.Accumulator([9, 9, 9])
        if np.dtype(dtype).kind == "f":
            survey.update([np.array(x, dtype)[()] for x in (np.nan, 7.5, np.inf)])
            assert (survey.missing, survey.invalid) == (1, 2)
    nines = [np.bool_(9), np.str_("9"), np.bytes_(b"9"), np.complex64(9), np.timedelta64(9, "s"), np.datetime64(9, "s")]
    for scalar in nines:
        with pytest.raises(TypeError):
            nps.Accumulator().add(scalar)


# The day of 5 units after 1970 began.
DAYS_OF_5 = {
    "Y": datetime.date(1975, 1, 1),
    "M": datetime.date(1970, 6, 1),
    "W": datetime.date(1970, 2, 5),
    "D": datetime.date(1970, 1, 6),
}


@pytest.mark.parametrize("unit", ["", "Y", "M", "W", "D", "h", "m", "s", "ms", "us", "ns", "ps", "fs", "as"])
@pytest.mark.parametrize("kind", ["m8", "M8"])
def test_dates_and_time_spans(kind, unit):
    span = np.timedelta64 if kind == "m8" else np.datetime64
    if kind == "m8" or unit:
        scalar = span(5, unit) if unit else span(5)
        for call in (nps.Accumulator().add, lambda scalar: nps.Accumulator([9, scalar])):
            with pytest.raises(TypeError, match="an answer is a number"):
                call(scalar)
        groups = nps.Groups()
        if kind == "m8":
            with pytest.raises(nps.KeyTypeError):
                groups.add(scalar, 9)
        else:  # a time is a key of its day
            groups.add(scalar, 9)
            assert list(groups) == [DAYS_OF_5.get(unit, datetime.date(1970, 1, 1))]
    array = np.zeros(3, f"{kind}[{unit}]" if unit else kind)
    for wrong in (array, array[:0], np.ma.array(array)):
        with pytest.raises(TypeError):
            nps.Accumulator(wrong)
        with pytest.raises(TypeError):
            nps.Groups().update(["A"] * len(wrong), wrong)


def test_a_time_span_of_ones_own():
    class Span(np.timedelta64):
        pass

    with pytest.raises(TypeError):
        nps.Accumulator().add(Span(5, "ns"))


@pytest.mark.parametrize(
    "array", [np.array(5), np.array(5.0), np.array([5]), np.ma.array(5, mask=True), np.ma.array(5.0), np.array(True)],
    ids=repr,
)  # fmt: skip
def test_arrays_among_the_answers(array):
    with pytest.raises(TypeError):
        nps.Accumulator([9, array])
    with pytest.raises(TypeError):
        nps.Accumulator().add(array)
    with pytest.raises(nps.KeyTypeError):
        nps.Groups().add(array, 9)


def test_scalars_elsewhere():
    counts = nps.Counts(*np.array([5, 3, 2]))
    assert counts == nps.Counts(5, 3, 2) and type(counts.promoters) is int
    assert counts.interval(level=np.float32(0.5)) == counts.interval(level=0.5)
    assert counts.test(np.int8(36)) == counts.test(36)
    assert nps.Accumulator.from_counts(np.arange(11)) == nps.Accumulator.from_counts(range(11))
    assert nps.Accumulator([9, 98], missing_codes=np.array([98, 99])).missing == 1


@pytest.mark.parametrize(
    "array",
    [
        np.zeros(3, bool), np.zeros((3, 2)), np.zeros((3, 1), object), np.array(9), np.float64(9), np.zeros(3, complex),
        np.array(["9"]), np.array([b"9"]), np.zeros(3, "M8[s]"), np.zeros(3, "m8[s]"), np.zeros(3, [("a", "i4")]),
        np.array([True, 9], object), np.array(["9"], object), np.zeros((0, 3)), np.ma.zeros((2, 2)),
        np.ma.zeros(3, bool),
    ],
    ids=repr,
)  # fmt: skip
def test_refused(array):
    survey = nps.Accumulator([1])
    with pytest.raises(TypeError):
        survey.update(array)
    assert survey == nps.Accumulator([1])


def test_objects():
    array = np.array([9, None, np.nan, 7.5, 10**30, np.int8(3), 11], object)
    assert nps.Accumulator(array) == nps.Accumulator([9, None, None, 7.5, 7.5, 3, 11])


@pytest.mark.parametrize("dtype", INTEGERS + FLOATS)
def test_masked_arrays(dtype):
    values = example(dtype)
    mask = RANDOM.random(len(values)) < 0.3
    masked = np.ma.masked_array(values, mask)
    wanted = nps.Accumulator([None if hidden else value for value, hidden in zip(values.tolist(), mask)])
    assert nps.Accumulator(masked) == wanted
    assert nps.Accumulator(masked[::-1]) == wanted
    assert nps.Accumulator(masked.astype(masked.dtype.newbyteorder())) == wanted
    assert nps.Accumulator(list(masked)) == wanted
    assert nps.Accumulator(masked[5::7]) == nps.Accumulator(list(masked[5::7]))
    assert nps.Accumulator(np.ma.masked_array(values)) == listed(values)
    assert nps.Accumulator(np.ma.masked_array(values, True)).missing == len(values)


def test_masked_objects():
    masked = np.ma.masked_array(np.array([9, "hidden", 3], object), [False, True, False])
    assert nps.Accumulator(masked) == nps.Accumulator([9, None, 3])


@pytest.mark.parametrize("dtype", ["u1", ">i8", "f2", "g"])
def test_arrays_are_not_copied(dtype):
    array = np.full(2_000_000, 9, dtype)
    masked = np.ma.masked_array(array, np.zeros(len(array), bool))
    for answers in (array, array[::-2], masked, np.broadcast_to(array[:1], 2_000_000)):
        tracemalloc.start()
        nps.Accumulator().update(answers)
        _, peak = tracemalloc.get_traced_memory()
        tracemalloc.stop()
        assert peak < 100_000


def test_nothing_is_kept():
    array = np.arange(11)
    count = sys.getrefcount(array)
    for _ in range(100):
        nps.Accumulator(array)
        with pytest.raises(TypeError):
            nps.Accumulator(array.reshape(1, 11))
    assert sys.getrefcount(array) == count
    array.resize(12)  # refused while a buffer is held


def test_encoded_states():
    keys, answers = RANDOM.integers(0, 5, 1000), RANDOM.integers(0, 12, 1000)
    groups = nps.Groups()
    groups.update(keys, answers)
    for made in (nps.Accumulator(answers), groups):
        encoded = np.frombuffer(made.to_bytes(), np.uint8)
        spread = np.zeros((len(encoded), 3), np.uint8)
        spread[:, 1] = encoded
        for array in (encoded, encoded.copy(), encoded.view("i1"), spread[:, 1], encoded[::-1].copy()[::-1]):
            assert type(made).from_bytes(array) == made
            merged = type(made)()
            merged.merge_bytes(array)
            assert merged == made
        for wrong in (encoded[::-1], encoded[:-1], encoded.astype(int), spread, encoded.astype(object)):
            with pytest.raises((nps.FormatError, nps.ChecksumError)):
                type(made).from_bytes(wrong)


def test_groups():
    keys, answers = RANDOM.integers(0, 5, 1000), RANDOM.integers(0, 12, 1000).astype("i2")
    by_number, by_text = nps.Groups(), nps.Groups()
    by_number.update(keys, answers)
    by_text.update(keys.astype(str), answers)
    for key in range(5):
        assert by_number[key] == by_number[np.int8(key)] == by_text[str(key)] == nps.Accumulator(answers[keys == key])
    for whole in (np.array([True]), np.array([1.0])):
        groups = nps.Groups()
        groups.update(whole, [9])
        assert groups == {1: nps.Accumulator([9])}
    for wrong in (np.array([1.5]), np.array([np.nan]), np.array([1j])):
        with pytest.raises(nps.KeyTypeError):
            nps.Groups().update(wrong, [9])


def weighted(answers, weights, **options):
    """What the same values give one by one."""
    return nps.Weighted(np.ma.asarray(answers).tolist(), np.asarray(weights, "f8").tolist(), **options)


@pytest.mark.parametrize("dtype", INTEGERS + FLOATS)
def test_weighted_answers_of_every_layout(dtype):
    values = example(dtype)
    weights = RANDOM.random(len(values)) * (RANDOM.random(len(values)) < 0.9)
    masked = np.ma.masked_array(values, RANDOM.random(len(values)) < 0.3)
    for array in (
        values, values[::-1], values[::3], values.astype(values.dtype.newbyteorder()), masked, masked[::-2],
        np.broadcast_to(values[8], 3000), values[:0],
    ):  # fmt: skip
        beside = weights[: len(array)]
        assert nps.Weighted(array, beside) == weighted(array, beside)
        assert nps.Weighted(array, beside, missing_codes=[11, 3]) == weighted(array, beside, missing_codes=[11, 3])
        assert nps.WeightedDesign(array, beside).total() == weighted(array, beside)
        waves = nps.Paired(array, values[: len(array)])
        assert waves == nps.Paired(np.ma.asarray(array).tolist(), values[: len(array)].tolist())


@pytest.mark.parametrize("dtype", INTEGERS + FLOATS)
def test_weights_of_every_layout(dtype):
    weights = RANDOM.integers(0, 100, 5000).astype(dtype)
    answers = RANDOM.integers(0, 12, 5000).astype("u1")
    unaligned = np.frombuffer(b"\0" + weights.tobytes(), np.uint8)[1:].view(dtype)
    field = np.zeros(len(weights), [("pad", "u1"), ("weight", dtype)])
    field["weight"] = weights
    for array in (
        weights, weights[::3], weights[::-1], weights[:0], unaligned, unaligned[::-2], field["weight"],
        weights.astype(weights.dtype.newbyteorder()), np.broadcast_to(weights[8], 3000), weights.astype(object),
    ):  # fmt: skip
        assert nps.Weighted(answers[: len(array)], array) == weighted(answers[: len(array)], array)
        if np.dtype(dtype).kind in "iu":
            beside = answers[: len(array)]
            strata = nps.WeightedDesign(beside, array, array % 3, array).read() if len(array) else None
            listed = array.tolist()
            assert strata == (
                nps.WeightedDesign(beside, listed, [w % 3 for w in listed], listed).read() if listed else None
            )


def test_what_are_no_weights_or_strata():
    answers = np.array([9, 3], "u1")
    for wrong in (
        np.zeros(2, bool), np.zeros((2, 1)), np.zeros(2, complex), np.zeros(2, "M8[s]"), np.zeros(2, "m8[ns]"),
        np.array([["1"], ["2"]]), np.float64(1), np.array([1, None], object), np.array([1, True], object),
        np.array([1, np.timedelta64(1)], object), np.array([1, np.float64(2)], "O").reshape(2, 1),
    ):  # fmt: skip
        for call in (
            lambda wrong=wrong: nps.Weighted(answers, wrong),
            lambda wrong=wrong: nps.WeightedDesign(answers, [1, 1], wrong),
            lambda wrong=wrong: nps.WeightedDesign(answers, [1, 1], None, wrong),
        ):
            with pytest.raises(TypeError):
                call()
    with pytest.raises(TypeError):
        nps.Weighted(answers, np.array(["1", "2"]))
    assert nps.WeightedDesign(answers, [1, 1], np.array(["1", "2"])).read().degrees == 0
    with pytest.raises(nps.WeightError, match="weight 1 is nan"):
        nps.Weighted(answers, np.ma.masked_array([1.0, 2.0], [False, True]))
    with pytest.raises(TypeError, match="number 1 is missing"):
        nps.WeightedDesign(answers, [1, 1], np.ma.masked_array([1, 2], [False, True]))


def test_weights_are_not_copied():
    answers, weights = np.full(2_000_000, 9, "u1"), np.ones(2_000_000)
    tracemalloc.start()
    nps.Weighted(answers, weights)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 200_000  # but for a part at a time


def test_calibration():
    ages, regions = RANDOM.integers(0, 3, 1000), RANDOM.choice(["north", "south"], 1000)
    answers = RANDOM.integers(0, 11, 1000)
    margins = [nps.Margin(ages, np.array([3e6, 2e6, 1e6])), nps.Margin(regions, {"north": 4e6, "south": 2e6})]
    result = nps.calibration_rake(margins, np.ones(1000, "f4"))
    weights = np.asarray(result.weights)
    assert np.shares_memory(weights, np.asarray(result.weights))
    assert np.bincount(ages, weights) == pytest.approx([3e6, 2e6, 1e6], rel=1e-8)
    assert weights[regions == "north"].sum() == pytest.approx(4e6, rel=1e-8)
    estimate = nps.calibration_read(answers, margins, calibrated=weights)
    assert estimate.score == pytest.approx(nps.Weighted(answers, weights).score)
    by_segment = [nps.Accumulator(answers[ages == age]) for age in range(3)]
    direct = nps.calibration_poststratify(by_segment, np.array([3, 2, 1]))
    alone = nps.calibration_rake(margins[0]).weights
    assert nps.calibration_read(answers, margins[0], calibrated=alone).score == pytest.approx(direct.score)


def test_numbers_of_numpy_elsewhere():
    survey = nps.Weighted()
    survey.add(np.int8(9), np.float32(0.5), np.uint8(2))
    assert survey.weights[9] == 1
    waves = nps.Paired()
    waves.add(np.int8(9), np.float64("nan"), times=np.int64(3))
    assert waves.first_only == nps.Counts(3, 0, 0)
    counts = nps.Counts(5, 3, 2)
    assert counts.interval(population=np.int64(20)) == counts.interval(population=20)
    for kind in ("c8", "c16"):
        for call in (
            lambda number: counts.interval(method="bayes", prior=(1, 2, number)),
            lambda number: counts.interval(level=number),
            lambda number: counts.test(number),
            lambda number: nps.plan_shift(shares=(5, 3, number), change=1),
            lambda number: nps.Weighted([9], [number]),
            lambda number: nps.Margin([0], [number]),
            lambda number: nps.adjust([number]),
        ):
            with pytest.raises(TypeError, match="number"):
                call(np.dtype(kind).type(1))
    assert counts.interval(level=np.array(0.9)) == counts.interval(level=np.float64(0.9)) == counts.interval(level=0.9)
    prior = np.array([1, 2, 3], "f4")
    assert counts.interval(method="bayes", prior=prior) == counts.interval(method="bayes", prior=(1, 2, 3))
    assert nps.Paired.from_counts(*np.arange(9).reshape(3, 3)).waves()[0].n == 36


@pytest.mark.parametrize("dtype", INTEGERS)
def test_keys_of_every_layout(dtype):
    keys = RANDOM.integers(0, 100, 3000).astype(dtype)
    if np.dtype(dtype).kind == "i":
        keys[::7] *= -1
    answers = example("f8")[:3000]
    for column in (
        keys, keys[::-1], keys[::3], keys.astype(keys.dtype.newbyteorder()), np.broadcast_to(keys[8], 50), keys[:0],
    ):  # fmt: skip
        beside = answers[: len(column)]
        groups, one_by_one = nps.Groups(missing_codes=[3]), nps.Groups(missing_codes=[3])
        groups.update(column, beside)
        one_by_one.update(column.tolist(), beside.tolist())
        assert groups == one_by_one
        assert groups.key_type is (int if len(column) else None)
    by_text = nps.Groups(str)
    with pytest.raises(nps.KeyTypeError):
        by_text.update(keys, answers)
    by_text.update(keys[:0], answers[:0])
    assert not by_text
    for wrong in (answers[:-1], answers[:0]):
        with pytest.raises(ValueError, match="as many keys as answers"):
            groups.update(keys, wrong)
    with pytest.raises(OverflowError):
        groups.update(np.array([2**63], "u8"), [9])
    with pytest.raises(nps.KeyTypeError):
        groups.update(np.ma.masked_array(keys, True), answers)


def test_groups_are_not_iterated():
    keys, answers = RANDOM.integers(0, 100, 500_000), RANDOM.integers(0, 11, 500_000).astype("u1")
    tracemalloc.start()
    nps.Groups().update(keys, answers)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 10_000  # neither an object nor a copy


def swap(array):
    """The other byte order; Python knows no long double of it."""
    return array if array.dtype.char == "g" else array.astype(array.dtype.newbyteorder())


@pytest.mark.parametrize("dtype", INTEGERS + FLOATS)
def test_groups_by_code(dtype):
    answers = example("f4")[:3000]
    codes = RANDOM.integers(0, 6, 3000).astype(dtype)
    masked = np.ma.masked_array(codes, RANDOM.random(3000) < 0.3)
    for column in (codes, codes[::-1], swap(codes), np.broadcast_to(codes[8], 50), masked):
        beside = answers[: len(column)]
        groups = nps.CodeGroups(5, missing_codes=[3])
        groups.update(column, beside)
        hidden = np.ma.getmaskarray(column)
        for code in range(5):
            wanted = beside[(np.ma.getdata(column) == code) & ~hidden]
            assert groups[code] == nps.Accumulator(wanted, missing_codes=[3])
        assert groups.outside == nps.Accumulator(beside[(np.ma.getdata(column) == 5) & ~hidden], missing_codes=[3])
        assert groups.missing == nps.Accumulator(beside[hidden], missing_codes=[3])
        swapped = beside.astype(beside.dtype.newbyteorder())
        again = nps.CodeGroups(5, missing_codes=[3])
        again.update(column, swapped)
        assert again == groups
