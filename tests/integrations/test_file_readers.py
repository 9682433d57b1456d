# SPDX-License-Identifier: MIT
"""read_survey() and read_batches() of Excel and Parquet files."""

import datetime as dt

import nps
import openpyxl
import pandas as pd
import polars as pl
import pyarrow as pa
import pyarrow.parquet
import pytest
from nps import _survey

ROWS = [
    ["Customer survey 2026", None, None, None],
    [None, None, None, None],
    ["shop ", "score", "day", "serial"],
    ["Rome", 9, dt.datetime(2026, 1, 5), 46027],
    ["Rome", 10.0, dt.datetime(2026, 1, 5, 10, 30), 46027.5],
    [None, None, None, None],
    ["Oslo", 99, None, None],
    [None, "n/a", dt.datetime(2026, 2, 5), 46058],
    ["Oslo", "3 - poor", dt.datetime(2026, 2, 5), 46058],
]


@pytest.fixture
def book(tmp_path):
    made = openpyxl.Workbook()
    made.active.title = "answers"
    for row in ROWS:
        made.active.append(row)
    made.create_sheet("other").append(["x"])
    made.save(tmp_path / "survey.xlsx")
    return tmp_path / "survey.xlsx"


@pytest.mark.parametrize("without", [(), ("openpyxl",), ("openpyxl", "fastexcel")])
def test_excel(book, monkeypatch, without):
    is_installed = _survey.is_installed
    monkeypatch.setattr(_survey, "is_installed", lambda name: name not in without and is_installed(name))
    survey = nps.read_survey(book)
    assert list(survey) == ["shop", "score", "day", "serial"]
    assert survey["shop"] == ["Rome", "Rome", "Oslo", None, "Oslo"]
    assert "the sheet 'answers' was read; there are also 'other'" in survey.notes
    table = nps.summarize(survey, "score", by="shop", missing_codes=[99])
    assert [table[name] for name in ("shop", "n", "missing", "score")] == [
        ("Oslo", "Rome", None), (1, 2, 0), (1, 0, 1), (-100.0, 100.0, None)
    ]  # fmt: skip
    assert list(nps.read_survey(book, sheet="other")) == list(nps.read_survey(book, sheet=2)) == ["x"]
    for date in ("day", "serial"):
        months = nps.trend(survey, "score", date, missing_codes=[99])
        assert dict(zip(months["period"], months["score"])) == {"2026-01": 100.0, "2026-02": -100.0}
    assert survey.unread("score")["row"] == (7,)
    with pytest.raises(ValueError, match="there is no sheet 'thrid'; there are 'answers', 'other'"):
        nps.read_survey(book, sheet="thrid")


def test_excel_without_a_package(book, monkeypatch):
    monkeypatch.setattr(_survey, "is_installed", lambda name: False)
    with pytest.raises(ImportError, match="install openpyxl"):
        nps.read_survey(book)
    with pytest.raises(ImportError, match="install pyarrow"):
        nps.read_survey("survey.parquet")


TABLE = pa.table({"shop": ["Rome", "Oslo", None] * 100, "score": pa.array([9, 3, None] * 100, pa.int8())})


@pytest.mark.parametrize("without", [(), ("pyarrow",), ("pyarrow", "polars")])
def test_parquet(tmp_path, monkeypatch, without):
    pyarrow.parquet.write_table(TABLE, tmp_path / "survey.parquet")
    is_installed = _survey.is_installed
    monkeypatch.setattr(_survey, "is_installed", lambda name: name not in without and is_installed(name))
    wanted = nps.summarize({name: TABLE[name].to_pylist() for name in TABLE.column_names}, "score", by="shop")
    survey = nps.read_survey(tmp_path / "survey.parquet")
    assert nps.summarize(survey, "score", by="shop") == wanted
    assert list(nps.read_survey(tmp_path / "survey.parquet", columns=["score"])) == ["score"]


def test_parts_of_parquet(tmp_path):
    pyarrow.parquet.write_table(TABLE, tmp_path / "survey.parquet")
    parts = list(nps.read_batches(tmp_path / "survey.parquet", columns=["score"], rows=70))
    total = nps.Accumulator()
    for part in parts:
        total.update(part["score"])
    assert [part.rows for part in parts] == [70, 70, 70, 70, 20] and total.n == 200 and total.missing == 100


def test_a_survey_becomes_a_frame(tmp_path):
    (tmp_path / "survey.csv").write_text("shop,score\nRome,9\nOslo,3\n")
    survey = nps.read_survey(tmp_path / "survey.csv")
    assert pd.DataFrame(dict(survey)).shape == pl.DataFrame(dict(survey)).shape == (2, 2)
