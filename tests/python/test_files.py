# SPDX-License-Identifier: MIT
"""read_survey() and read_batches(): each file of tests/dirty has one kind of dirt and its right figures."""

import importlib.util
import json
import tracemalloc
from pathlib import Path

import nps
import pytest

DIRTY = Path(__file__).parents[1] / "dirty"
FIGURES = json.loads((DIRTY / "figures.json").read_text(encoding="utf-8"))
AIRPORT = Path(__file__).parents[3] / "shared" / "data"
GOOD = [name for name, figures in FIGURES.items() if "error" not in figures]


def test_the_files_are_those_of_the_generator(tmp_path):
    spec = importlib.util.spec_from_file_location("generate", DIRTY / "generate.py")
    generate = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(generate)
    generate.main(tmp_path)
    assert sorted(generate.FILES) == sorted(FIGURES)
    for name in generate.FILES:
        assert (tmp_path / name).read_bytes() == (DIRTY / name).read_bytes(), name


@pytest.mark.parametrize("name", GOOD)
def test_figures(name):
    wanted = FIGURES[name]
    survey = nps.read_survey(DIRTY / name)
    table = nps.summarize(survey, wanted["answer"])
    for figure in ("n", "missing", "invalid", "promoters", "passives", "detractors"):
        assert table[0][figure] == wanted.get(figure, 0), figure
    assert list(survey.notes) == wanted["notes"]
    assert all(said in table.notes for said in wanted.get("said", ()))
    if "by" in wanted:
        found = nps.summarize(survey, wanted["answer"], by=wanted["by"])
        scores = {"null" if key is None else key: score for key, score in zip(found[wanted["by"]], found["score"])}
        assert scores == wanted["segments"]
    if "names" in wanted:
        assert list(survey) == wanted["names"]
    if "weight" in wanted:
        assert survey["weight"] == wanted["weight"]
    assert survey.questions == wanted.get("questions", {})
    codes = {str(code): times for code, times in survey.codes.get(wanted["answer"], {}).items()}
    assert codes == wanted.get("codes", {})
    unread = survey.unread(wanted["answer"])
    if "unread" in wanted:
        assert [[row.row, row.value] for row in unread] == wanted["unread"]
    assert len(unread) == wanted.get("invalid", 0)
    if "date" in wanted:
        dates = survey.dates(wanted["date"])
        assert [day and day.isoformat() for day in dates["date"]] == wanted["dates"]
        assert list(dates.notes) == wanted.get("date_notes", list(dates.notes))
    if "months" in wanted:
        months = nps.trend(survey, wanted["answer"], wanted["date"])
        assert dict(zip(months["period"], months["score"])) == wanted["months"]


@pytest.mark.parametrize("name", sorted(FIGURES.keys() - set(GOOD)))
def test_what_cannot_be_read(name):
    with pytest.raises(ValueError, match=FIGURES[name]["error"]):
        nps.read_survey(DIRTY / name)


@pytest.mark.parametrize("name", GOOD)
@pytest.mark.parametrize("rows", [1, 2, 1000])
def test_parts_have_the_rows_of_the_whole(name, rows):
    survey = nps.read_survey(DIRTY / name)
    parts = list(nps.read_batches(DIRTY / name, rows=rows))
    assert all(list(part) == list(survey) for part in parts)
    assert sum(part.rows for part in parts) == survey.rows and max(part.rows for part in parts) <= rows
    assert [part.row_of(place) for part in parts for place in range(part.rows)] == [
        survey.row_of(place) for place in range(survey.rows)
    ]
    answer = FIGURES[name]["answer"]
    total = nps.Accumulator()
    for part in parts:
        total.update(nps.parse_answers(part[answer]).answers)
    assert (total.n, total.missing) == (FIGURES[name]["n"], FIGURES[name].get("missing", 0))


def test_what_is_asked_for():
    path = DIRTY / "semicolons_and_commas.csv"
    assert list(nps.read_survey(path, columns=["weight", "score"])) == ["weight", "score"]
    assert nps.read_survey(path, columns=["weight"])["weight"] == [0.5, 1.5, 1.0, 2.0, 1.0]
    assert nps.read_survey(path, decimal=".")["weight"][0] == "0,5"
    assert list(nps.read_survey(path, separator=",", header=1))[0] == "shop;score;weight"
    assert list(nps.read_survey(DIRTY / "title_above.csv", header=4)) == ["shop", "score", "a", "b"]
    assert "Mã¼nchen" not in nps.read_survey(DIRTY / "utf8_with_mark.csv", encoding="utf-8")["Geschäft"]
    with pytest.raises(KeyError, match="columns: there is no column 'city'; there are 'shop', 'score', 'weight'"):
        nps.read_survey(path, columns=["city"])
    with pytest.raises(ValueError, match="decimal must be"):
        nps.read_survey(path, decimal=";")
    with pytest.raises(ValueError, match="one character"):
        nps.read_survey(path, separator=";;")
    with pytest.raises(ValueError, match="is not ascii"):
        nps.read_survey(DIRTY / "cp1252.csv", encoding="ascii")
    with pytest.raises(ValueError, match="rows must be at least 1"):
        nps.read_batches(path, rows=0)
    with pytest.raises(FileNotFoundError):
        nps.read_survey(DIRTY / "absent.csv")


def test_a_long_file_is_read_in_little_memory(tmp_path):
    path = tmp_path / "long.csv"
    with path.open("w") as file:
        file.write("id,score,comment\n")
        file.writelines(f"{row},{row % 11},a comment of some length that nobody reads {row}\n" for row in range(60_000))
    parts = nps.read_batches(path, columns=["score"], rows=1000)
    total = nps.Accumulator()
    tracemalloc.start()
    for part in parts:
        total.update(nps.parse_answers(part["score"]).answers)
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert total.n == 60_000 and total.counts().promoters == sum(row % 11 > 8 for row in range(60_000))
    assert most < path.stat().st_size / 2


def test_a_survey_is_a_mapping():
    survey = nps.Survey({"score": [9, None, "x"], "shop": ["Rome", "Oslo", "Rome"]}, notes=["a note"], source="here")
    assert dict(survey) == {"score": [9, None, "x"], "shop": ["Rome", "Oslo", "Rome"]}
    assert survey.rows == 3 and survey.notes == ("a note",) and survey.source == "here" and survey["score "] == [9, None, "x"]
    assert survey.unread("score").to_dicts() == [{"column": "score", "row": 4, "value": "x"}]
    assert nps.Survey({}).rows == 0
    assert "<td" in survey._repr_html_() and "a note" in survey._repr_html_()
    assert "... 2 more rows" in nps.Survey({"score": [9] * 12})._repr_html_()
    with pytest.raises(ValueError, match="same length"):
        nps.Survey({"a": [1], "b": []})
    with pytest.raises(TypeError, match="'a' has 9"):
        nps.Survey({"a": 9})
    with pytest.raises(KeyError, match="there is no column 'a'; there are 'score', 'shop'"):
        survey["a"]


def test_the_airport():
    """The published files of San Francisco Airport as they are, where they lie beside the project; 11 is a blank."""
    years = {2017: (2746, 85, 1436, 968, 342), 2018: (2650, 159, 1268, 935, 447)} if AIRPORT.exists() else {}
    for year, figures in years.items():
        survey = nps.read_survey(next(AIRPORT.glob(f"{year}_SFO_*.csv")))
        assert survey.codes["NETPRO"] == {11: figures[1] - (year == 2017)}
        found = nps.summarize(survey, "NETPRO", missing_codes=[11])[0]
        assert (found.n, found.missing, found.promoters, found.passives, found.detractors) == figures
        by_area = nps.summarize(survey, "NETPRO", by="BAREA", weight="WEIGHT", missing_codes=[11])
        assert set(by_area["BAREA"]) == set("ABCDEFG")


@pytest.mark.parametrize("name", ["survey.xlsx", "SURVEY.XLS", "survey.ods"])
def test_workbooks_are_not_read_in_parts(name):
    with pytest.raises(ValueError, match=rf"'{name}' is a workbook.*read_survey"):
        nps.read_batches(name)

