# SPDX-License-Identifier: MIT
"""The columns and tables of pyarrow and Polars, as the installed package takes them."""

import gc
from datetime import date, datetime, time, timedelta
from decimal import Decimal

import nps
import numpy as np
import polars as pl
import pyarrow as pa
import pytest

ANSWERS = [9, None, 3, 11, 10, 0, None, 7]
INTEGERS = [pa.int8(), pa.uint8(), pa.int16(), pa.uint16(), pa.int32(), pa.uint32(), pa.int64(), pa.uint64()]
FLOATS = [pa.float32(), pa.float64()]


def layouts(column):
    """The same values in every layout."""
    whole = pa.concat_arrays([column[:3], column])
    yield column
    yield whole[3:]
    yield pa.chunked_array([column[:3], column[3:3], column[3:]])
    yield column.dictionary_encode()
    yield pa.chunked_array([column.dictionary_encode()])
    yield pl.Series(column)
    yield pl.Series(column)[::-1]
    yield pl.concat([pl.Series(column)[:3], pl.Series(column)[3:]], rechunk=False)


@pytest.mark.parametrize("dtype", INTEGERS + FLOATS, ids=str)
def test_columns(dtype):
    wanted = nps.Accumulator(ANSWERS)
    for column in layouts(pa.array(ANSWERS, dtype)):
        assert nps.Accumulator(column) == wanted
        survey = nps.Accumulator(missing_codes=[11])
        survey.update(column)
        assert survey == nps.Accumulator(ANSWERS, missing_codes=[11])
        assert nps.Accumulator(column[:0]) == nps.Accumulator()


@pytest.mark.parametrize("dtype", INTEGERS + FLOATS, ids=str)
def test_weights_strata_and_waves(dtype):
    weights = [1, 2, 3, 4, 5, 6, 7, 0]
    answers = pa.array(ANSWERS, dtype)
    for column in (pa.array(weights, dtype), pa.chunked_array([pa.array(weights, dtype)]), pl.Series(weights)):
        survey = nps.Weighted(answers, column)
        assert survey == nps.Weighted(ANSWERS, weights)
        if dtype in INTEGERS:
            design = nps.WeightedDesign(pl.Series(answers), column, column, column)
            assert design.read() == nps.WeightedDesign(ANSWERS, weights, weights, weights).read()
    assert nps.Paired(answers, pl.Series(answers[::-1])) == nps.Paired(ANSWERS, ANSWERS[::-1])
    with pytest.raises(nps.WeightError, match="weight 1 is nan"):
        nps.Weighted(ANSWERS, pa.array([1, None, 3, 4, 5, 6, 7, 8], dtype))


def test_tables():
    table = pa.table({"shop": ["A", "B", None, "A"], "answer": [9, 3, 9, None]})
    for frame in (table, pl.DataFrame(table), table.to_batches()[0], pa.table(pl.DataFrame(table)), table.to_reader()):
        survey = nps.Accumulator()
        survey.add_arrow(frame, "answer")
        assert survey == nps.Accumulator([9, 3, 9, None])
    encoded = table.set_column(0, "shop", table["shop"].dictionary_encode())
    large = table.cast(pa.schema({"shop": pa.large_string(), "answer": pa.int8()}))
    for frame in (table, encoded, large, pl.DataFrame(table), table.to_batches()[0], table.to_reader()):
        groups = nps.Groups()
        groups.add("A", 10)
        rest = groups.add_arrow(frame, "shop", "answer")
        assert groups == {"A": nps.Accumulator([10, 9, None]), "B": nps.Accumulator([3])}
        assert rest == nps.Accumulator([9])


KEYS = ["A", "B", "A", "a text that is longer than a view", "", "B", "A", "é"]
NUMBERS = [3, -1, 3, 100, 2**40, -1, 3, 0]


def one_by_one(keys, answers):
    groups = nps.Groups(missing_codes=[3])
    for key, answer in zip(keys, answers):
        groups.add(key, answer)
    return groups


def columns(values, *types):
    """The same values as everything that Arrow has for them."""
    for form in types:
        column = pa.array(values, form)
        yield from (column, column.dictionary_encode(), pa.chunked_array([column[:3], column[3:]]), pl.Series(column))
    yield pl.Series(values).rechunk().append(pl.Series(values))[: len(values)]


@pytest.mark.parametrize("answers", [*columns(ANSWERS, pa.int8(), pa.float64(), pa.uint64())], ids=type)
def test_groups_by_columns(answers):
    by_text, by_number = one_by_one(KEYS, ANSWERS), one_by_one(NUMBERS, ANSWERS)
    texts = columns(KEYS, pa.string(), pa.large_string(), pa.string_view())
    for keys in (*texts, pl.Series(KEYS, dtype=pl.Categorical), pl.Series(KEYS, dtype=pl.Enum(sorted(set(KEYS))))):
        for beside in (answers, ANSWERS, np.array(ANSWERS, float)):
            groups = nps.Groups(missing_codes=[3])
            groups.update(keys, beside)
            assert groups == by_text
    for keys in (*columns(NUMBERS, pa.int64()), np.array(NUMBERS)):
        groups = nps.Groups(missing_codes=[3])
        groups.update(keys, answers)
        assert groups == by_number


def test_respondents_by_columns():
    for ids in (["Ann", None, "Bob", "Ann", "", "Cid", "Bob", "a name of more than twelve bytes"], [5, None, 7, 5, 0, 8, 7, 9]):
        days = [date(2024, 5, 1 + i % 3) for i in range(8)]
        wanted = nps.Respondents()
        rest = wanted.update(ids, days, ANSWERS)
        for column in layouts(pa.array(ids)):
            people = nps.Respondents()
            if list(column.to_pylist() if hasattr(column, "to_pylist") else column.to_list()) != ids:  # turned round
                assert people.update(column, days[::-1], ANSWERS[::-1]) == rest and len(people) == len(wanted)
                continue
            for when in (days, pa.array(days), np.array(days, "M8[D]")):
                people = nps.Respondents()
                assert people.update(column, when, pa.array(ANSWERS)) == rest
                assert people.to_bytes() == wanted.to_bytes()


def test_missing_keys_in_columns():
    for values in (["A", None, "B"], [1, None, 2]):
        for keys in columns(values, pa.string() if values[0] == "A" else pa.int32()):
            for groups in (nps.Groups(), nps.Groups(type(values[0]))):
                with pytest.raises(nps.KeyTypeError, match="key 1 is None; keys are str or int"):
                    groups.update(keys, [9, 9, 9])
                assert not groups


def test_columns_that_are_no_keys():
    for keys in (pl.Series([1.5]), pa.array([1.5]), np.array([1.5]), pa.array([Decimal("1.5")])):
        with pytest.raises(nps.KeyTypeError, match="the key of row 0 is not a whole number"):
            nps.Groups().update(keys, [9])
    for keys in (pl.Series([timedelta(1)]), pl.Series([time(9)]), pl.Series([[1]])):
        with pytest.raises(nps.KeyTypeError, match=r"key 0 is .*; keys are str or int"):
            nps.Groups().update(keys, [9])
    for answers in (pl.Series([True]), pl.Series(["9"]), pa.array([True]), pa.array(["9"])):
        for keys in (np.array([1]), pl.Series(["A"])):
            with pytest.raises(TypeError):
                nps.Groups().update(keys, answers)
    with pytest.raises(OverflowError):
        nps.Groups().update(pl.Series([2**63], dtype=pl.UInt64), [9])


DAY = date(2026, 1, 5)
RUNS = pa.RunEndEncodedArray.from_arrays


@pytest.mark.parametrize(
    "keys, expected",
    [
        (pl.Series([date(2026, 1, 5)] * 2), DAY), (pl.Series([datetime(2026, 1, 5, 23)] * 2), DAY),
        (pl.Series([datetime(2026, 1, 5, 23)] * 2).dt.replace_time_zone("America/New_York"), DAY),
        (np.array(["2026-01-05"] * 2, "M8[s]"), DAY), (pl.Series([True, True]), True), (np.array([True, True]), True),
        (pl.Series([3.0, 3.0]), 3), (np.array([3, 3], "f2"), 3), (pa.array([Decimal("3.00")] * 2), 3),
        (pl.Series([b"A", b"A"]), "A"), (RUNS([2], ["A"]), "A"), (RUNS([2], [3]), 3),
    ],
    ids=str,
)  # fmt: skip
def test_keys_of_other_types(keys, expected):
    groups = nps.Groups()
    groups.update(keys, [9, 3])
    assert groups == {expected: nps.Accumulator([9, 3])}


@pytest.mark.parametrize(
    "column",
    [pa.array([Decimal("9.00"), Decimal("9.50"), None], kind(5, 2))
     for kind in (pa.decimal32, pa.decimal64, pa.decimal128, pa.decimal256)]
    + [pa.array(np.array([9, 9.5, np.nan], "f2")), pl.Series([Decimal("9.00"), Decimal("9.50"), None])],
    ids=str,
)  # fmt: skip
def test_answers_of_other_types(column):
    assert nps.Accumulator(column) == nps.Accumulator([9, 9.5, None])


def test_columns_of_nulls_and_runs():
    for nulls in (pa.nulls(3), pl.Series([None] * 3)):
        assert nps.Accumulator(nulls) == nps.Accumulator([None] * 3)
    runs = RUNS([2, 3], [9, None])
    assert nps.Accumulator(runs) == nps.Accumulator(pa.chunked_array([runs])) == nps.Accumulator([9, 9, None])
    assert nps.Accumulator(runs.slice(1)) == nps.Accumulator([9, None])


@pytest.mark.parametrize(
    "column",
    [
        pa.array(["9"]), pa.array([True]), pa.array([b"9"]), pa.array([9], pa.timestamp("s")), pa.array([[9]]),
        pa.array([9], pa.duration("ns")), pl.Series(["9"]), pl.Series([True]),
    ],
    ids=lambda column: str(getattr(column, "type", type(column))),
)  # fmt: skip
def test_refused(column):
    survey = nps.Accumulator([9])
    with pytest.raises(nps.ColumnError, match="expected numbers as answers, got format"):
        survey.update(column)
    assert survey == nps.Accumulator([9])


@pytest.mark.parametrize("table", [pa.table({"answer": [9]}), pl.DataFrame({"answer": [9]})], ids=type)
def test_a_table_is_no_column(table):
    survey = nps.Accumulator([9])
    with pytest.raises(nps.ColumnError, match="is a table, not a column: hand it to add_arrow"):
        survey.update(table)
    assert survey == nps.Accumulator([9])


def test_what_is_no_arrow():
    table = pa.table({"shop": ["A"], "number": [1], "answer": [9]})
    survey, groups = nps.Accumulator(), nps.Groups()
    for data in (7, None, [9], np.array([9]), "answer", b"\t", {"answer": [9]}):
        with pytest.raises(TypeError, match="expected Arrow data"):
            survey.add_arrow(data)
        with pytest.raises(TypeError, match="expected Arrow data"):
            groups.add_arrow(data, "shop", "answer")
    for name, error in (("other", nps.NotFoundError), (7, TypeError), (b"answer", TypeError), ("a\0", ValueError)):
        with pytest.raises(error):
            survey.add_arrow(table, name)
        with pytest.raises(error):
            groups.add_arrow(table, "shop", name)
        with pytest.raises(error):
            groups.add_arrow(table, name, "answer")
    lists = table.set_column(1, "number", pa.array([[1]]))
    with pytest.raises(nps.ColumnError, match=r'"number": expected texts, .* as keys, got format "\+l" \(lists\)'):
        groups.add_arrow(lists, "number", "answer")
    with pytest.raises(nps.KeyTypeError, match="keys are int here, not str"):
        nps.Groups(int).add_arrow(table, "shop", "answer")
    assert not groups and survey == nps.Accumulator()


class Broken:
    """What hands out something else."""

    def __init__(self, given):
        self.given = given

    def __arrow_c_array__(self, requested_schema=None):
        if isinstance(self.given, Exception):
            raise self.given
        return self.given


@pytest.mark.parametrize("given", [None, 7, (), (1, 2), pa.array([9]).__arrow_c_array__()[::-1], ("a",) * 9], ids=repr)
def test_what_hands_out_something_else(given):
    with pytest.raises(TypeError):
        nps.Accumulator(Broken(given))
    with pytest.raises(TypeError):
        nps.Groups().add_arrow(Broken(given), "shop", "answer")


def test_errors_of_producers():
    with pytest.raises(RuntimeError, match="broken"):
        nps.Accumulator(Broken(RuntimeError("broken")))

    def batches():
        yield pa.record_batch({"answer": [9]})
        raise RuntimeError("broken")

    survey = nps.Accumulator([3])
    reader = pa.RecordBatchReader.from_batches(pa.schema({"answer": pa.int64()}), batches())
    with pytest.raises(nps.UnavailableError, match="broken"):
        survey.add_arrow(reader, "answer")
    assert survey == nps.Accumulator([3])


def test_streams_that_run_python_while_they_are_read():
    survey = nps.Accumulator()

    def batches():
        for answer in (9, 3):
            survey.add(10)
            yield pa.record_batch({"answer": [answer]})

    survey.add_arrow(pa.RecordBatchReader.from_batches(pa.schema({"answer": pa.int64()}), batches()), "answer")
    assert survey == nps.Accumulator([9, 3, 10, 10])


def test_everything_is_given_back():
    gc.collect()
    before = pa.total_allocated_bytes()
    for _ in range(50):
        column = pa.array(list(range(11)) * 1000)
        nps.Accumulator(column)
        with pytest.raises(nps.ColumnError):
            nps.Accumulator(pa.array(["A" * 1000] * 100))
        del column
    gc.collect()
    assert pa.total_allocated_bytes() == before


def test_the_capsules_can_be_used_again():
    column = pa.array([9, 3])
    given = Broken(column.__arrow_c_array__())
    assert nps.Accumulator(given) == nps.Accumulator(given) == nps.Accumulator([9, 3])


@pytest.mark.parametrize("keys", [["A", "A", "B", "B"], [1, 1, 2, 2]], ids=repr)
def test_arrow_answers_beside_keys_that_are_no_column(keys):
    expected = nps.Groups()
    expected.update(keys, [1, None, 9, 10])
    answers = pa.array([1, None, 9, 10])
    chunks = pa.chunked_array([answers[:1], answers[1:]])
    for same in (answers, chunks, answers.dictionary_encode(), answers.cast(pa.float32())):
        groups = nps.Groups()
        groups.update(iter(keys), same)
        assert groups == expected
    with pytest.raises(nps.ColumnError):
        nps.Groups().update(keys, pa.table({"answer": answers}))
    with pytest.raises(nps.ColumnError, match="hand it to add_arrow"):
        nps.Groups().update(pa.table({"shop": [1]}), [9])


def test_booleans_of_a_byte_each_are_no_answers():
    booleans = pa.ExtensionArray.from_storage(pa.bool8(), pa.array([1, 0, 1], pa.int8()))
    frame = pa.table({"shop": ["a", "b", "a"], "answer": booleans})
    for call in (
        lambda: nps.Accumulator(booleans),
        lambda: nps.Accumulator(frame["answer"]),
        lambda: nps.Accumulator().add_arrow(frame, "answer"),
        lambda: nps.Groups().add_arrow(frame, "shop", "answer"),
        lambda: nps.Groups().update(["a", "b", "a"], booleans),
        lambda: nps.Groups().update(frame["shop"], booleans),
        lambda: nps.Paired(booleans, booleans),
    ):
        with pytest.raises(TypeError, match="bool"):
            call()


def test_errors_name_the_columns_that_there_are():
    frame = pa.table({"shop": ["a"], "answer": ["9"]})
    for name, data in (("pyarrow", frame), ("polars", pl.from_arrow(frame)), ("pandas", frame.to_pandas())):
        with pytest.raises(nps.NotFoundError, match="regoin.; there are 'shop', 'answer'"):
            nps.Groups().add_arrow(data, "regoin", "answer")
        with pytest.raises(nps.ColumnError, match=r"\(texts\): make numbers of them first"):
            nps.Accumulator().add_arrow(data, "answer")
        assert name


def test_results_become_tables():
    table = nps.intervals({"Rome": nps.Counts(46, 30, 14), "Oslo": nps.Counts(31, 22, 27)}).table()
    assert table.to_arrow().to_pylist() == table.to_polars().to_dicts() == table.to_dicts()
    empty = nps.Groups()
    empty.add("Rome", None)
    assert empty.table().to_arrow().to_pylist() == empty.table().to_dicts()


NAMES_OF_CLUSTERS = pa.array(["Rome", "Oslo", "Rome", "Lima", "Oslo", "Lima"])


@pytest.mark.parametrize(
    "names",
    [
        NAMES_OF_CLUSTERS,
        NAMES_OF_CLUSTERS.cast(pa.large_string()),
        NAMES_OF_CLUSTERS.cast(pa.string_view()),
        NAMES_OF_CLUSTERS.dictionary_encode(),
        pa.chunked_array([NAMES_OF_CLUSTERS[:2], NAMES_OF_CLUSTERS[2:]]),
        NAMES_OF_CLUSTERS[:],
        pl.Series(NAMES_OF_CLUSTERS.to_pylist()),
        pl.Series(NAMES_OF_CLUSTERS.to_pylist(), dtype=pl.Categorical),
    ],
    ids=lambda names: str(getattr(names, "type", None) or names.dtype),
)
def test_clusters_and_strata_are_texts_of_arrow(names):
    answers, weights, numbers = [10, 3, 9, 8, 10, 0], [1.0, 2.0, 1.0, 1.0, 0.5, 3.0], [0, 1, 0, 2, 1, 2]
    expected = nps.WeightedDesign(answers, weights, None, numbers).read()
    assert nps.WeightedDesign(answers, weights, None, names).read() == expected
    assert nps.WeightedDesign(answers, weights, names).read() == nps.WeightedDesign(answers, weights, numbers).read()
    frame = pa.table({"answer": answers, "weight": weights, "city": names.to_arrow() if hasattr(names, "to_arrow") else names})
    row = nps.summarize(frame, "answer", weight="weight", cluster="city")[0]
    assert row.standard_error == expected.standard_error and row.effective == expected.effective


def test_a_text_that_is_missing_is_no_cluster():
    with pytest.raises(TypeError):
        nps.WeightedDesign([9, 9], [1.0, 1.0], None, pa.array(["Rome", None]))
    frame = pa.table({"answer": [9, 9], "weight": [1.0, 1.0], "city": pa.array(["Rome", None])})
    with pytest.raises(ValueError, match="row 1 has no cluster"):
        nps.summarize(frame, "answer", weight="weight", cluster="city")


def test_booleans_of_a_byte_each_are_keys():
    booleans = pa.ExtensionArray.from_storage(pa.bool8(), pa.array([1, 0, None, -3], pa.int8()))
    frame = pa.table({"flag": booleans, "answer": [9, 3, 10, 8]})
    groups, rest = nps.Groups(), nps.Accumulator()
    groups.update(frame["flag"], frame["answer"], without_key=rest)
    assert {key: group.n for key, group in groups.items()} == {False: 1, True: 2} and rest.n == 1
    for weights in (booleans, frame["flag"]):
        with pytest.raises(TypeError, match="weights are numbers, not booleans"):
            nps.Weighted([9, 3, 10, 8], weights)
