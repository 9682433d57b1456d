# SPDX-License-Identifier: MIT
"""The columns and counts of pandas, as the installed package takes them."""

import time
import tracemalloc

import nps
import numpy as np
import pandas as pd
import pytest

ANSWERS = [9, 10, 3, 7, 11, 9, 0]


DTYPES = ["int64", "int8", "uint16", "float32", "float64", "Int64", "UInt8", "Float64", "object"]


@pytest.mark.parametrize("dtype", DTYPES)
def test_columns(dtype):
    for column in (pd.Series(ANSWERS, dtype=dtype), pd.array(ANSWERS, dtype=dtype), pd.Index(ANSWERS, dtype=dtype)):
        assert nps.Accumulator(column) == nps.Accumulator(ANSWERS)
        assert nps.Accumulator(column[::-2]) == nps.Accumulator(ANSWERS[::-2])
        assert nps.Accumulator(column, missing_codes=[11]).missing == 1
        assert nps.Accumulator(column[:0]) == nps.Accumulator()


@pytest.mark.parametrize("dtype", ["Int64", "UInt8", "Float32", "Float64", "object"])
def test_missing_values(dtype):
    answers = [9, None, 3, None, 0]
    for column in (pd.Series(answers, dtype=dtype), pd.array(answers, dtype=dtype)):
        assert nps.Accumulator(column) == nps.Accumulator(answers)
    assert nps.Accumulator(pd.Series([9, pd.NA, 3], dtype=dtype)) == nps.Accumulator([9, None, 3])


def test_large_codes_stay_exact():
    column = pd.Series([2**62 + 1, 2**62, None], dtype="Int64")
    assert nps.Accumulator(column, missing_codes=[2**62 + 1]).missing == 2


def test_categories():
    assert nps.Accumulator(pd.Series([9, 3, None, 9], dtype="category")) == nps.Accumulator([9, 3, None, 9])


@pytest.mark.parametrize(
    "column",
    [
        pd.Series(pd.to_timedelta([5, 6])), pd.Series(pd.to_datetime([5, 6])), pd.Series([True, False]),
        pd.Series([True, None], dtype="boolean"), pd.Series(["9"]), pd.Series([True, 9], dtype=object),
        pd.to_datetime(pd.Series([5, 6]), utc=True), pd.DataFrame({9: [1]}), pd.Series(pd.to_timedelta([])),
        np.timedelta64(5), np.datetime64(5, "ns"), pd.Series([], dtype="boolean"), pd.Series([1j]),
        pd.Timedelta(5), pd.Timestamp(5),
    ],
    ids=lambda column: str(getattr(column, "dtype", type(column))),
)  # fmt: skip
def test_refused(column):
    with pytest.raises(TypeError):
        nps.Accumulator(column)
    with pytest.raises(TypeError):
        nps.Groups().update(["A"] * np.size(column), column)


def test_an_error_names_the_value_and_its_place():
    with pytest.raises(TypeError, match="answer 1 is 'N/A'"):
        nps.Accumulator(pd.Series([9, "N/A"], dtype=object))


@pytest.mark.parametrize("dtype", ["int64", "float64"])
def test_columns_are_not_copied(dtype):
    column = pd.Series(np.full(2_000_000, 9, dtype))
    tracemalloc.start()
    nps.Accumulator(column)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 100_000


@pytest.mark.parametrize("dtype", ["int64", "Int64"])
def test_columns_are_not_iterated(dtype):
    column = pd.Series(np.full(1_000_000, 9), dtype=dtype)
    column.iloc[5] = 3
    begin = time.process_time()
    nps.Accumulator(column)
    whole = time.process_time() - begin
    begin = time.process_time()
    for _ in column:
        pass
    assert whole < (time.process_time() - begin) / 2


def test_counts_of_values():
    column = pd.Series([10] * 5 + [9] * 4 + [8] * 3 + [7] * 2 + list(range(7)))
    assert len(column.value_counts()) == 11
    assert nps.Accumulator.from_counts(column.value_counts()) == nps.Accumulator(column)
    with_missing = pd.Series([9, 9, None, 3])
    assert nps.Accumulator.from_counts(with_missing.value_counts(dropna=False)) == nps.Accumulator(with_missing)
    assert nps.Accumulator.from_counts(with_missing.value_counts()) == nps.Accumulator([9, 9, 3])
    for wrong in (column.value_counts(normalize=True), pd.DataFrame(column).value_counts(), pd.DataFrame({9: [1]})):
        with pytest.raises(TypeError):
            nps.Accumulator.from_counts(wrong)


def test_groups():
    table = pd.DataFrame({"shop": ["A", "B", "A"], "number": [1, 2, 1], "answer": pd.array([9, None, 3], "Int64")})
    wanted = {"A": nps.Accumulator([9, 3]), "B": nps.Accumulator([None])}
    by_text, by_number = nps.Groups(), nps.Groups()
    by_text.update(table["shop"], table["answer"])
    by_number.update(table["number"], table["answer"])
    assert by_text == wanted
    assert by_number == {1: wanted["A"], 2: wanted["B"]}
    with pytest.raises(nps.KeyTypeError, match=r"key 1 is (None|nan); keys are str or int"):
        nps.Groups().update(pd.Series(["A", None], dtype=object), [9, 9])


@pytest.mark.parametrize("dtype", [None, object, "string[python]", "string[pyarrow]", "category"])
def test_groups_by_text(dtype):
    keys, answers = ["A", "B", "A", "", "é"], pd.array([9, None, 3, 11, 0], "Int64")
    wanted, series = nps.Groups(), pd.Series(keys, dtype=dtype)
    for key, answer in zip(keys, [9, None, 3, 11, 0]):
        wanted.add(key, answer)
    for column in (series, series[::-1][::-1], pd.concat([series, series])[:5]):
        for beside in (answers, pd.Series(answers), [9, None, 3, 11, 0]):
            groups = nps.Groups()
            groups.update(column, beside)
            assert groups == wanted
    with pytest.raises(nps.KeyTypeError, match=r"key 2 is .*; keys are str or int"):
        nps.Groups().update(pd.Series(["A", "B", None], dtype=dtype), [9, 9, 9])


def test_keys_and_answers_of_a_wide_table():
    table = pd.DataFrame(np.arange(40).reshape(10, 4) % 11)  # its columns have gaps between their values
    groups, wanted = nps.Groups(), nps.Groups()
    groups.update(table[0], table[2])
    wanted.update(table[0].tolist(), table[2].tolist())
    assert groups == wanted


@pytest.mark.parametrize("dtype", ["float32", "float64", "Float64", "int64", "Int64", "object"])
def test_weights(dtype):
    table = pd.DataFrame({"answer": pd.array([9, None, 3, 7], "Int64"), "weight": pd.Series([1, 2, 0, 4], dtype=dtype)})
    table["region"], table["shop"] = [1, 1, 2, 2], pd.array([5, 6, 7, 8], "UInt8")
    survey = nps.Weighted(table["answer"], table["weight"])
    assert survey == nps.Weighted([9, None, 3, 7], [1, 2, 0, 4])
    assert nps.Weighted(table["answer"][::-1], table["weight"][::-1]) == survey
    design = nps.WeightedDesign(table["answer"], table["weight"], table["region"], table["shop"])
    assert design.read() == nps.WeightedDesign([9, None, 3, 7], [1, 2, 0, 4], [1, 1, 2, 2], [5, 6, 7, 8]).read()


def test_missing_weights_and_strata():
    for column in (pd.array([1, None], "Float64"), pd.Series([1, None]), pd.array([1, None], "Int64")):
        with pytest.raises(nps.WeightError, match="weight 1 is nan"):
            nps.Weighted([9, 9], column)
    for column in (pd.array([1, None], "Int64"), pd.Series([1, None]), pd.Series(["a", None])):
        with pytest.raises(TypeError):
            nps.WeightedDesign([9, 9], [1, 1], column)


@pytest.mark.parametrize("dtype", [None, "string", "category"])
def test_strata_and_clusters_by_name(dtype):
    answers, weights = [10, 3, 9, 8], [1.0, 2.0, 1.0, 1.0]
    names = pd.Series(["a", "b", "a", "c"], dtype=dtype)
    assert (
        nps.WeightedDesign(answers, weights, None, names).read()
        == nps.WeightedDesign(answers, weights, None, [0, 1, 0, 2]).read()
    )


def test_margins_and_waves():
    table = pd.DataFrame({"age": ["young", "old", "old"], "before": [9, 3, None], "after": [10, 9, 7]})
    totals = pd.Series({"young": 10.0, "old": 30.0})
    margin = nps.Margin(table["age"], totals)
    assert nps.calibration_rake(margin).weights.tolist() == pytest.approx([10, 15, 15])
    assert nps.Margin(table["age"].astype("category"), totals).totals == margin.totals
    waves = nps.Paired(table["before"], table["after"])
    assert waves == nps.Paired([9, 3, None], [10, 9, 7])
    segments = {key: nps.Accumulator(part["after"]) for key, part in table.groupby("age")}
    assert nps.calibration_poststratify(segments, totals).score == pytest.approx((10 * 100 + 30 * 50) / 40)


def test_results_become_data_frames():
    groups = nps.Groups()
    groups.update(["Rome", "Oslo", "Rome", "Lima"], [9, 3, 10, None])
    frame = pd.DataFrame(list(groups.intervals().values()))
    assert list(frame.columns) == ["lower", "upper", "method"] and len(frame) == 2
    table = groups.table()
    frame = table.to_pandas()
    assert list(frame.columns) == list(table.columns) and frame["score"].isna().tolist() == [True, False, False]
    assert frame["n"].tolist() == [0, 1, 2] and str(frame["n"].dtype) == "int64"
    assert nps.Table(["n"], []).to_pandas().shape == (0, 1)


def test_a_series_of_samples_keeps_its_keys():
    series = pd.Series({"Rome": nps.Counts(46, 30, 14), "Oslo": nps.Counts(31, 22, 27)})
    for family in (nps.segments_rank, nps.segments_best, nps.segments_compare_rest, nps.intervals):
        assert family(series) == family(series.to_dict()) and list(family(series)) == ["Rome", "Oslo"]
    with pytest.raises(ValueError, match="two segments have the key 'a'"):
        nps.segments_rank(pd.Series([nps.Counts(1, 2, 3)] * 2, index=["a", "a"]))


def test_an_interval_is_an_array():
    interval = nps.Counts(46, 30, 14).interval()
    assert np.array(interval).tolist() == [interval.lower, interval.upper]
    assert np.array([interval, interval]).shape == (2, 2)


def test_only_the_named_columns_are_read():
    frame = pd.DataFrame({"shop": ["Rome", "Oslo"], "score": [9, 3], "mixed": [1, "x"]})
    groups = nps.Groups()
    groups.add_arrow(frame, "shop", "score")
    assert groups == {"Rome": nps.Accumulator([9]), "Oslo": nps.Accumulator([3])}
    survey = nps.Accumulator()
    survey.add_arrow(frame, "score")
    assert survey == groups.total()
    for call in (lambda: groups.add_arrow(frame, "regoin", "score"), lambda: survey.add_arrow(frame, "regoin")):
        with pytest.raises(nps.NotFoundError, match="'regoin'; there are 'shop', 'score', 'mixed'"):
            call()


def test_keys_that_are_texts_as_objects():
    texts = ["Rome", None, "Oslo", "Rome", float("nan"), "".join(["Os", "lo"]), pd.NA]
    for order in (slice(None), slice(None, None, -1)):
        keys = pd.Series(np.array(texts, dtype=object)[order], dtype=object)
        frame = pd.DataFrame({"answer": [9, 10, 4, 8, 3, 10, 7][order], "shop": keys})
        table = nps.summarize(frame, "answer", by="shop")
        assert [(row.shop, row.n, row.promoters) for row in table] == [("Oslo", 2, 1), ("Rome", 2, 1), (None, 3, 1)]
    mixed = pd.DataFrame({"answer": [9, 4], "shop": pd.Series(["Rome", 7], dtype=object)})
    assert set(nps.summarize(mixed, "answer", by="shop")["shop"]) == {"Rome", 7}


@pytest.mark.parametrize("by", [None, "shop", ["shop", "wave"]], ids=str)
@pytest.mark.parametrize("subtotals", [False, True])
def test_weighted_segments_are_those_of_lists(by, subtotals):
    random = np.random.default_rng(20260105)
    frame = pd.DataFrame({
        "answer": random.choice([0, 3, 7, 9, 10, np.nan, 11], 300),
        "shop": pd.Series(random.choice(["Rome", "Oslo", None], 300), dtype=object),
        "wave": random.choice([1.0, 2.0, np.nan], 300),
        "weight": np.where(random.random(300) < 0.1, 0.0, random.uniform(0.5, 2, 300)),
    })  # fmt: skip
    listed = {name: frame[name].tolist() for name in frame} | {"weight": [str(each) for each in frame["weight"]]}
    found = nps.summarize(frame, "answer", by=by, weight="weight", subtotals=subtotals)
    slow = nps.summarize(listed, "answer", by=by, weight="weight", subtotals=subtotals)  # weights as texts
    assert found.columns == slow.columns and len(found) == len(slow)
    for ours, theirs in zip(found, slow):
        for name, value in ours.items():
            is_real = isinstance(value, float) and name not in ("wave", "shop")
            assert value == (pytest.approx(theirs[name], rel=1e-12, abs=1e-12) if is_real else theirs[name])
    frame.loc[7, "weight"] = np.nan
    with pytest.raises(nps.errors.WeightError, match="row 7"):
        nps.summarize(frame, "answer", by=by, weight="weight")

