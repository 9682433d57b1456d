# SPDX-License-Identifier: MIT
"""Cubes from data frames: every form of the same columns gives the cells of the rows."""

import random
from datetime import date

import nps
import numpy as np
import pandas as pd
import polars as pl
import pyarrow as pa
import pytest

NAMES = ["region", "day", "shop"]
chosen = random.Random(1)
REGION, DAY, SHOP, ANSWER = (
    [chosen.choice(values) for _ in range(3000)]
    for values in (
        ["north", "south", "", "a region with a name of more than sixteen bytes", None],
        [*(date(2026, 1, day) for day in range(1, 9)), None],
        [*range(5), None],
        [*range(11), None],
    )
)
PANDAS = pd.DataFrame(
    {
        "region": REGION,
        "day": pd.to_datetime(pd.Series(DAY)),
        "shop": pd.array(SHOP, dtype="Int64"),
        "score": pd.array(ANSWER, dtype="Int64"),
    }
)
POLARS = pl.DataFrame({"region": REGION, "day": DAY, "shop": SHOP, "score": ANSWER})
ARROW = pa.table({"region": pa.array(REGION), "day": pa.array(DAY), "shop": pa.array(SHOP), "score": pa.array(ANSWER)})
CHUNKS = pa.concat_tables([ARROW.slice(0, 700), ARROW.slice(700)])
TIMES = POLARS["day"].cast(pl.Datetime)

FORMS = {
    "lists": ([REGION, DAY, SHOP], ANSWER),
    "pandas": (PANDAS, "score"),
    "categories": (PANDAS.assign(region=PANDAS.region.astype("category"), shop=PANDAS.shop.astype("float64")), "score"),
    "objects": (PANDAS.assign(region=PANDAS.region.astype(object)), "score"),
    "Polars": (POLARS, "score"),
    "columns of Polars": ([POLARS["region"], POLARS["day"], POLARS["shop"]], POLARS["score"]),
    "categories of Polars": ([POLARS["region"].cast(pl.Categorical), TIMES, POLARS["shop"].cast(pl.Int8)], ANSWER),
    "a zone with rules": ([POLARS["region"], TIMES.dt.replace_time_zone("Europe/Paris"), SHOP], ANSWER),
    "PyArrow": (ARROW, "score"),
    "PyArrow with a list of answers": (ARROW.select(NAMES), ANSWER),
    "a lazy frame with a list of answers": (POLARS.lazy().select(NAMES), ANSWER),
    "other chunks": ([CHUNKS["region"], ARROW["day"], CHUNKS["shop"].combine_chunks()], CHUNKS["score"]),
    "NumPy": ([np.array(REGION, dtype=object), np.array(DAY, dtype="M8[D]"), PANDAS["shop"]], PANDAS["score"]),
}


@pytest.fixture(scope="module")
def by_rows():
    cube = nps.Cube(NAMES)
    for *keys, answer in zip(REGION, DAY, SHOP, ANSWER):
        cube.add(keys, answer)
    return cube.items()


@pytest.mark.parametrize("form", FORMS)
def test_columns_are_counted_as_rows(form, by_rows):
    cube = nps.Cube(NAMES)
    columns, answers = FORMS[form]
    cube.update(columns, answers)
    assert cube.items() == by_rows


@pytest.mark.parametrize(
    "flags",
    [
        np.array([True, False, True]), pd.Series([True, False, True]), pd.array([True, False, True], dtype="boolean"),
        pl.Series([True, False, True]), pa.array([True, False, True]), [np.True_, np.False_, True],
        pa.ExtensionArray.from_storage(pa.bool8(), pa.array([1, 0, 1], pa.int8())),
    ],
    ids=lambda flags: type(flags).__module__ + type(flags).__name__,
)
def test_booleans_and_dates_come_back(flags):
    cube, groups, rest = nps.Cube(["flag"]), nps.Groups(), nps.Accumulator()
    cube.update([flags], [9, 3, 10])
    groups.update(flags, [9, 3, 10], without_key=rest)
    assert list(cube) == [(False,), (True,)] and cube[True].n == 2
    assert list(groups) == [False, True] and groups[True].n == 2 and groups.key_type is bool
    assert rest.n == 0


@pytest.mark.parametrize("days", [POLARS["day"], ARROW["day"], PANDAS["day"], DAY, np.array(DAY, dtype="M8[D]"), TIMES])
def test_days_of_groups_are_dates(days):
    groups, rest = nps.Groups(), nps.Accumulator()
    groups.update(days, ANSWER, without_key=rest)
    assert list(groups) == sorted(day for day in set(DAY) if day is not None)
    cube = nps.Cube(["day"])
    cube.update([DAY], ANSWER)
    assert {(day,): group for day, group in groups.items()} == {key: group for key, group in cube.items() if key[0]}
    assert rest == cube[None]


def test_errors_name_the_key_and_the_row():
    cube = nps.Cube(NAMES)
    with pytest.raises(nps.KeyTypeError, match="key shop: .*row 0 is not a whole number"):
        cube.update([POLARS["region"], POLARS["day"], POLARS["shop"] + 0.5], ANSWER)
    with pytest.raises(nps.NotFoundError, match="\"nothing\"; there are 'region', 'day', 'shop', 'score'"):
        cube.update(POLARS, "nothing")
    assert len(cube) == 0
