# SPDX-License-Identifier: MIT
"""summarize() gives the same figures for the frames of every library as for a mapping of lists."""

import datetime as dt
from decimal import Decimal

import duckdb
import ibis
import narwhals
import nps
import numpy as np
import pandas as pd
import polars as pl
import pyarrow as pa
import pytest

SURVEY = {
    "answer": [9, 10, 4, 8, 10, 99, None, 9, 3, 7],
    "shop": ["Rome", "Rome", "Oslo", "Oslo", None, "Rome", "Oslo", "Rome", "Lima", "Lima"],
    "region": [1, 1, 2, 2, 2, None, 1, 2, 1, 1],
    "online": [True, False, True, None, True, True, False, True, False, False],
    "day": [dt.date(2026, 1, day) for day in (5, 5, 6, 6, 5, 7, 5, 6, 7, 7)],
    "text": ["9", "10 - Extremely likely", "4", "8", "Promoter", "99", None, "9.0", " 3", "1 or 2"],
    "weight": [1.0, 0.5, 2.0, 1.5, 1.0, 0.75, 1.0, 1.25, 0.5, 2.5],
    "flight": ["a", "a", "b", "c", "c", "d", "b", "d", "a", "c"],
}

PANDAS, POLARS, ARROW = pd.DataFrame(SURVEY), pl.DataFrame(SURVEY), pa.table(SURVEY)
DATABASE = duckdb.connect()
DATABASE.register("survey", ARROW)


class OnlyArrow:
    """A frame that has nothing but the Arrow interface."""

    def __arrow_c_stream__(self, requested_schema=None):
        return ARROW.__arrow_c_stream__(requested_schema)


FRAMES = {
    "pandas": (PANDAS, pd.DataFrame),
    "pandas objects": (PANDAS.astype({"shop": object, "answer": object}), pd.DataFrame),
    "pandas nullable": (PANDAS.convert_dtypes(), pd.DataFrame),
    "pandas in Arrow": (PANDAS.convert_dtypes(dtype_backend="pyarrow"), pd.DataFrame),
    "pandas categories": (PANDAS.astype({"shop": "category"}), pd.DataFrame),
    "polars": (POLARS, pl.DataFrame),
    "polars lazy": (POLARS.lazy(), pl.LazyFrame),
    "polars categories": (POLARS.with_columns(pl.col("shop").cast(pl.Categorical)), pl.DataFrame),
    "polars chunks": (pl.concat([POLARS[:4], POLARS[4:]], rechunk=False), pl.DataFrame),
    "pyarrow": (ARROW, pa.Table),
    "pyarrow chunks": (pa.concat_tables([ARROW[:3], ARROW[3:]]), pa.Table),
    "pyarrow batch": (ARROW.to_batches()[0], pa.Table),
    "pyarrow dictionary": (ARROW.set_column(1, "shop", ARROW["shop"].dictionary_encode()), pa.Table),
    "duckdb": (DATABASE.table("survey"), duckdb.DuckDBPyRelation),
    "ibis": (ibis.memtable(ARROW), ibis.Table),
    "narwhals": (narwhals.from_native(POLARS), pa.Table),
    "narwhals lazy": (narwhals.from_native(POLARS.lazy()), pa.Table),
    "arrow interface": (OnlyArrow(), pa.Table),
}
CALLS = {
    "whole": {},
    "one key": {"by": "shop"},
    "numbers": {"by": "region"},
    "booleans": {"by": "online"},
    "days": {"by": "day"},
    "two keys": {"by": ["shop", "region"]},
    "subtotals": {"by": ["region", "online"], "subtotals": True},
    "codes": {"by": "shop", "missing_codes": [99]},
    "withheld": {"by": "shop", "minimum": 3},
    "benchmark": {"by": "shop", "benchmark": 20},
    "weights": {"by": "shop", "weight": "weight"},
    "clusters": {"by": "shop", "weight": "weight", "cluster": "flight"},
}


@pytest.mark.parametrize("call", CALLS)
@pytest.mark.parametrize("name", FRAMES)
def test_the_same_figures(name, call):
    frame, kind = FRAMES[name]
    wanted = nps.summarize(SURVEY, "answer", **CALLS[call])
    found = nps.summarize(frame, "answer", **CALLS[call])
    assert found == wanted
    assert [tuple(map(type, row.values())) for row in found] == [tuple(map(type, row.values())) for row in wanted]
    assert isinstance(found.to_native(), kind)


@pytest.mark.parametrize("name", FRAMES)
def test_texts(name):
    found = nps.summarize(FRAMES[name][0], "text", by="shop")
    assert found == nps.summarize(SURVEY, "text", by="shop")
    assert "'1 or 2' 1" in found.notes[0]


@pytest.mark.parametrize("name", FRAMES)
def test_names(name):
    with pytest.raises(KeyError, match="there is no column 'shpo'"):
        nps.summarize(FRAMES[name][0], "answer", by="shpo")


COLUMNS = [pd.Series, pl.Series, pa.array, np.array, lambda values: pa.chunked_array([values[:2], values[2:]])]


@pytest.mark.parametrize("make", COLUMNS)
def test_columns_alone(make):
    answers, keys = [9, 10, 4, 8, 10], ["Rome", "Rome", "Oslo", "Oslo", "Lima"]
    wanted = nps.summarize(None, answers, by={"shop": keys})
    assert nps.summarize(None, make(answers), by={"shop": make(keys)}) == wanted
    assert nps.summarize(make(answers)).rows == nps.summarize(answers).rows


def test_a_table_is_a_frame_for_others():
    table = nps.summarize(SURVEY, "answer", by="shop")
    assert pa.table(table).column_names == list(table.columns)
    assert pl.DataFrame(table)["n"].to_list() == list(table["n"])
    assert nps.summarize(table, "n")[0].n == 4


@pytest.mark.parametrize("name", FRAMES)
def test_other_questions(name):
    """change(), trend() and paired() take the same frames."""
    frame = FRAMES[name][0]
    for call in (
        lambda data: nps.change(data, "answer", "online", by="region"),
        lambda data: nps.trend(data, "answer", "day", every="day", by="shop"),
        lambda data: nps.trend(data, "answer", "day", window=2),
        lambda data: nps.paired(data, "answer", "region"),
        lambda data: nps.drivers(data, data, "answer", "shop", missing_codes=[99]).table(),
        lambda data: nps.drivers(data, data, "text", ["shop", "online"], missing_codes=[99]).table(),
        lambda data: nps.key_drivers(data, "text", ["region"], points=2, top=1).table(),
        lambda data: nps.standing(data, [20, 30], answer="answer"),
    ):
        assert call(frame) == call(SURVEY)


@pytest.mark.parametrize("name", FRAMES)
@pytest.mark.parametrize("options", [{"every": "week"}, {"window": "3d"}])
def test_days_of_columns(name, options):
    """A trend of all answers is that of its rows, one by one."""
    days = [None, *SURVEY["day"][1:]]
    one_by_one = nps.trend({**SURVEY, "day": days, "all": [1] * 10}, "answer", "day", by="all", **options)
    frame, _ = FRAMES[name]
    found = nps.trend(frame, "answer", "day", **options)
    assert found == nps.trend(SURVEY, "answer", "day", **options)
    if name.startswith("p"):
        make = pd.Series if name.startswith("pandas") else pl.Series if name.startswith("polars") else pa.array
        found = nps.trend(None, SURVEY["answer"], make(days), **options)
        assert [list(row.values()) for row in found] == [list(row.values())[1:] for row in one_by_one]
        assert found.notes == one_by_one.notes


@pytest.mark.parametrize(
    "keys",
    [[-128, 127, None, -1], [2**63 - 1, 0, None, 5], [2**63 + 5, 2**63 + 6, None, 2**63 + 5], [None] * 4,
     ["ž", "a", None, ""], [True, None, True, False], [0.5, float("nan"), 2.0, 0.5]],
    ids=str,
)  # fmt: skip
@pytest.mark.parametrize("dtype", [None, pl.Int8, pl.UInt64, pl.Categorical])
def test_keys_of_polars(keys, dtype):
    try:
        column = pl.Series("k", keys, dtype=dtype)
    except (TypeError, OverflowError, pl.exceptions.PolarsError):
        return  # not a column of this type
    frame = {"a": [9, 3, 10, 7], "k": column.to_list(), "j": [1, 1, 2, 2]}
    found = nps.summarize(pl.DataFrame({**frame, "k": column}), "a", by=["k", "j"])
    assert found == nps.summarize(frame, "a", by=["k", "j"])


@pytest.mark.parametrize("indices", [pa.int8(), pa.uint8(), pa.int32()])
def test_dictionaries_of_pyarrow(indices):
    keys = pa.array(["b", None, "a", "b"]).dictionary_encode().cast(pa.dictionary(indices, pa.string()))
    column = pa.chunked_array([keys, keys.slice(1, 2), pa.array(["c"]).dictionary_encode().cast(keys.type)])
    frame = {"a": [9, 3, 10, 7, 0, 5, None], "k": column.to_pylist()}
    found = nps.summarize(pa.table({"a": frame["a"], "k": column}), "a", by="k")
    assert found == nps.summarize(frame, "a", by="k")


@pytest.mark.parametrize("absent", ["pyarrow", "numpy"])
@pytest.mark.parametrize("name", ["pandas", "pandas objects", "pandas categories", "polars", "polars categories", "polars lazy", "duckdb"])
def test_without_another_package(name, absent, monkeypatch):
    """What other packages make faster is the same without them."""
    from nps import _cells, _frame

    is_installed = _frame.is_installed
    for module in (_frame, _cells):
        monkeypatch.setattr(module, "is_installed", lambda package: package != absent and is_installed(package))
    for call in CALLS.values():
        assert nps.summarize(FRAMES[name][0], "answer", **call) == nps.summarize(SURVEY, "answer", **call)
    assert nps.summarize(FRAMES[name][0], "text", by="day") == nps.summarize(SURVEY, "text", by="day")


class AlikePandas:
    """As far as is asked for, a frame of cuDF or of Modin: like pandas, with columns that are elsewhere."""

    iloc = property(lambda self: self._frame.iloc)
    columns = property(lambda self: self._frame.columns)

    def __init__(self, frame):
        self._frame = frame

    def __getitem__(self, names):
        if not isinstance(names, list):
            raise TypeError("a column of it cannot be iterated")
        return type(self)(self._frame[names])


class AlikeCudf(AlikePandas):
    def to_pandas(self):
        assert "comment" not in self.columns, "a column that nobody asked for"
        return self._frame


class AlikeModin(AlikePandas):
    _to_pandas = AlikeCudf.to_pandas


@pytest.mark.parametrize("kind", [AlikeCudf, AlikeModin])
def test_frames_that_are_like_those_of_pandas(kind):
    frame = pd.DataFrame({"answer": [9, 10, 4, 8], "shop": ["Rome", "Oslo", "Oslo", None], "comment": list("abcd")})
    table = nps.summarize(kind(frame), "answer", by="shop")
    assert table == nps.summarize(frame, "answer", by="shop") and type(table.to_native()) is pd.DataFrame
    with pytest.raises(KeyError, match="there is no column 'region'"):
        nps.summarize(kind(frame), "answer", by="region")



@pytest.mark.parametrize("dtype", ["Int128", "UInt128"])
def test_integers_of_128_bits(dtype):
    if not hasattr(pl, dtype):
        pytest.skip("of a later Polars")
    kind = getattr(pl, dtype)
    largest = 2**127 - 1 if dtype == "Int128" else 2**128 - 1
    answers, counted = pl.Series([9, None, 2**64, largest], dtype=kind), nps.Accumulator([9, None, 11, 11])
    assert nps.Accumulator(answers, missing_codes=[2**63 - 1]) == counted
    for key in ("a", 1):
        cube, groups = nps.Cube(["shop"]), nps.Groups()
        cube.update([[key] * 4], answers)
        groups.update([key] * 4, answers)
        assert cube[key] == groups[key] == counted
    assert nps.summarize(pl.DataFrame({"answer": answers}), "answer")["invalid"] == (2,)
    keys = pl.DataFrame({"shop": pl.Series([1, 2**62], dtype=kind), "answer": pl.Series([9, 10], dtype=kind)})
    cube, groups, framed = nps.Cube(["shop"]), nps.Groups(), nps.Groups()
    cube.update(keys, "answer")
    groups.update(keys["shop"], keys["answer"])
    framed.add_arrow(keys, "shop", "answer")
    assert list(groups) == list(framed) == [1, 2**62] == [key for (key,) in cube]
    for refused in (nps.Groups().update, lambda keys, answers: nps.Cube(["shop"]).update([keys], answers)):
        with pytest.raises(nps.KeyTypeError, match="the key of row 3 is not a whole number from"):
            refused(pl.Series([1, 2, 3, largest], dtype=kind), [9] * 4)


def test_objects_that_are_whole_decimals():
    keys = pd.Series([Decimal("1"), Decimal("2.0")], dtype=object)
    cube, groups = nps.Cube(["shop"]), nps.Groups()
    cube.update([keys], [9, 9])
    groups.update(keys, [9, 9])
    assert list(groups) == [1, 2] == [key for (key,) in cube]
