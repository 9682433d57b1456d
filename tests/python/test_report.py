# SPDX-License-Identifier: MIT
"""python -m nps: the report on the terminal and for programs, the other commands, and how each of them ends."""

import csv
import json
import os
import pty
import re
import signal
import subprocess
import sys
import time
from pathlib import Path

import nps
import pytest
from nps.report import main
from nps.report.sentences import SENTENCES

ROOT = Path(__file__).parents[2]
COUNTS = str(ROOT / "docs" / "examples" / "data" / "sfo_recommend_counts.csv")
ROWS = str(ROOT / "docs" / "examples" / "data" / "sfo_2018.csv")
DIRTY = ROOT / "tests" / "dirty"
FIGURES = json.loads((DIRTY / "figures.json").read_text())

# The survey of the airport, typed by hand: promoters, passives, detractors of the year, and scores of its areas.
YEARS = {"2017": (1436, 968, 342), "2018": (1268, 935, 447)}
AREAS = {"A": (19.667, 661), "B": (33.193, 238), "C": (26.984, 189), "D": (38.384, 495), "E": (50.955, 157),
         "F": (35.872, 407), "G": (28.827, 503)}  # fmt: skip


@pytest.fixture(name="run")
def run_fixture(capfd, monkeypatch):
    """Runs a command; its status, its output and its complaints."""
    for name in ("COLUMNS", "NO_COLOR"):
        monkeypatch.delenv(name, raising=False)

    def run(*arguments):
        status = main([str(each) for each in arguments])
        out, err = capfd.readouterr()
        assert "Traceback" not in err
        return status, out, err

    return run


@pytest.fixture(name="data")
def data_fixture(run):
    """The figures of a report that must be fine."""

    def data(*arguments):
        status, out, err = run("report", *arguments, "--json")
        assert (status, err) == (0, "")
        assert "NaN" not in out and "Infinity" not in out
        return json.loads(out)

    return data


def write(path, text, encoding="utf-8"):
    path.write_text(text, encoding=encoding)
    return str(path)


# ---- the figures ----


def test_the_airport(data):
    found = data(COUNTS, "--missing", "11", "--before", "2018-01-01", "--benchmark", "36")
    assert found["columns"] == {"answer": "answer", "by": ["boarding_area"], "date": "date", "respondent": None,
                                "weight": None, "count": "respondents"}  # fmt: skip
    total = found["total"]
    promoters, _, detractors = YEARS["2018"]
    assert (total["promoters"], total["passives"], total["detractors"]) == YEARS["2018"]
    assert total["score"] == pytest.approx(100 * (promoters - detractors) / sum(YEARS["2018"]))
    interval = nps.Counts(*YEARS["2018"]).interval()
    assert (total["lower"], total["upper"]) == (interval.lower, interval.upper)
    assert sum(total["answers"]) == total["n"] == 2650 and total["missing"] == 159
    rows = {row["segment"]: row for row in found["segments"][0]["rows"]}
    assert {name: (round(row["score"], 3), row["n"]) for name, row in rows.items()} == AREAS
    area = nps.Counts(*(rows["A"][group] for group in ("promoters", "passives", "detractors")))
    others = nps.Counts(*(whole - part for whole, part in zip(YEARS["2018"], area)))
    assert rows["A"]["rest"]["difference"] == pytest.approx(area.score - others.score)
    change = nps.compare(nps.Counts(*YEARS["2018"]), nps.Counts(*YEARS["2017"]))
    assert found["change"]["difference"] == pytest.approx(change.difference)
    assert found["change"]["before"]["n"] == 2746
    assert found["benchmark"]["difference"] == pytest.approx(total["score"] - 36)
    assert found["questions"] == {"higher": "no", "rising": "no", "above_zero": "yes"}
    drivers = found["change"]["by"][0]["drivers"]
    moved = sum(each[effect]["points"] for each in drivers for effect in ("rate", "mix"))
    assert moved == pytest.approx(change.difference)


def test_counts_and_rows_give_the_same(data):
    counted, listed = data(COUNTS, "--missing", "11", "--before", "2018-01-01"), data(ROWS, "--missing", "11")
    for part in ("total", "segments", "trend"):
        assert counted[part] == listed[part]


def test_parts_of_a_long_file_add_up(data, tmp_path, monkeypatch):
    whole = data(ROWS, "--missing", "11")
    monkeypatch.setattr("nps.report.source.ROWS", 100)
    parts = data(ROWS, "--missing", "11")
    assert parts == whole


def test_periods_are_those_of_trend(data):
    found = data(ROWS, "--missing", "11", "--every", "week")["trend"]
    table = nps.trend(nps.read_survey(ROWS), "answer", "date", every="week", missing_codes=[11])
    assert found["every"] == "week" and len(found["periods"]) == len(table) == 5
    for mine, theirs in zip(found["periods"], table):
        assert mine["period"] == theirs.period and mine["first"] == theirs.first.isoformat()
        assert (mine["n"], mine["score"], mine["lower"]) == (theirs.n, theirs.score, theirs.lower)


def test_weights(data, tmp_path):
    rows = ["score,shop,weight", "9,Rome,2", "10,Rome,1.5", "3,Rome,0.5", "8,Oslo,1", "2,Oslo,3", "9,Oslo,1"]
    file = write(tmp_path / "weights.csv", "\n".join(rows))
    found = data(file)
    assert found["columns"]["weight"] == "weight"
    assert found["total"]["score"] == pytest.approx(100 * (4.5 - 3.5) / 9)
    shops = {row["segment"]: row["score"] for row in found["segments"][0]["rows"]}
    assert shops == pytest.approx({"Rome": 100 * (3.5 - 0.5) / 4, "Oslo": 100 * (1 - 3) / 5})
    assert data(file, "--weight", "-")["total"]["score"] == pytest.approx(100 * (3 - 2) / 6)


def test_weights_of_rows_that_stand_for_several(data, tmp_path):
    counted = write(tmp_path / "counted.csv", "score,weight,n\n9,2,3\n3,0.5,1\n,1.5,2\n99,2.5,4\n8,1,0\n")
    listed = ["score,weight", *["9,2"] * 3, "3,0.5", *[",1.5"] * 2, *["99,2.5"] * 4]
    found = [data(counted, "--count", "n"), data(write(tmp_path / "listed.csv", "\n".join(listed)))]
    assert found[0]["columns"]["weight"] == "weight" and found[0]["total"] == found[1]["total"]
    assert found[0]["total"]["score"] == pytest.approx(100 * (6 - 0.5) / 6.5)


@pytest.mark.parametrize("every", ["day", "week", "month", "quarter", "half", "year"])
def test_every_length_of_periods(run, every):
    status, out, err = run("report", COUNTS, "--missing", "11", "--every", every, "--width", "80")
    assert (status, err) == (0, "") and f"Trend: {nps.labels()['half_year' if every == 'half' else every]}" in out


SEVEN = """customer,day,score
a,2026-01-05,3
b,2026-01-06,9
c,2026-01-07,9
d,2026-02-01,8
e,2026-02-02,7
a,2026-02-03,10
f,2026-03-01,9
b,2026-03-02,2
g,2026-03-03,
"""


def test_one_answer_a_person(data, tmp_path):
    file = write(tmp_path / "people.csv", SEVEN)
    found = data(file)
    assert found["columns"]["respondent"] == "customer"
    total = found["total"]
    assert (total["n"], total["missing"]) == (6, 1)
    assert (total["promoters"], total["passives"], total["detractors"]) == (3, 2, 1)
    assert any("9 rows of 7 persons" in note for note in found["reading"])
    every = data(file, "--respondent", "-")["total"]
    assert (every["n"], every["missing"]) == (8, 1)
    months = data(file, "--every", "month")["trend"]["periods"]
    assert [(row["n"], row["missing"]) for row in months] == [(3, 0), (3, 0), (2, 1)]


def test_small_segments_are_withheld_with_what_gives_them_away(data, tmp_path):
    rows = [f"{score},{shop}" for shop, count in (("A", 20), ("B", 22), ("C", 4)) for score in [9, 4] * (count // 2)]
    found = data(write(tmp_path / "small.csv", "score,shop\n" + "\n".join(rows)), "--minimum", "10")
    segments = found["segments"][0]["rows"]
    assert sum(row["withheld"] for row in segments) == 2  # one alone would be the total minus the others
    assert all(row["n"] is None and row["rest"] is None for row in segments if row["withheld"])


def test_several_files_are_one_survey(data, tmp_path):
    first = write(tmp_path / "a.csv", "score,shop\n9,Rome\n3,Oslo\n10,Rome\n8,Oslo\n")
    second = write(tmp_path / "b.csv", "shop;score\nRome;2\nOslo;9\n")
    found = data(first, second)
    assert (found["total"]["n"], found["total"]["score"], found["files"]) == (
        6,
        pytest.approx(100 / 6),
        [first, second],
    )


def test_an_earlier_file(data, tmp_path):
    before = write(tmp_path / "before.csv", "score,shop\n" + "9,Rome\n3,Oslo\n" * 30)
    now = write(tmp_path / "now.csv", "score,shop\n" + "9,Rome\n8,Oslo\n" * 30)
    change = data(now, "--before", before)["change"]
    assert (change["difference"], change["before"]["score"]) == (50, 0)
    assert {row["segment"]: row["difference"] for row in change["by"][0]["rows"]} == {"Rome": 0, "Oslo": 100}


def test_standard_input(tmp_path):
    command = [sys.executable, "-m", "nps", "report", "-", "--json"]
    done = subprocess.run(command, input=Path(ROWS).read_bytes(), capture_output=True, check=True)
    assert json.loads(done.stdout)["files"] == ["standard input"]
    assert json.loads(done.stdout)["total"]["n"] == 2650


# ---- columns ----


@pytest.mark.parametrize("name", sorted(FIGURES))
def test_dirty_files(name, run):
    """The column of answers is found, and its figures are right."""
    figures = FIGURES[name]
    status, out, _ = run("report", DIRTY / name, "--json", "--weight", "-", "--respondent", "-")
    assert status == (0 if figures.get("n") else 1)
    if status:
        return
    found = json.loads(out)
    assert found["columns"]["answer"] == figures["answer"]
    for figure in ("n", "missing", "invalid", "promoters", "passives", "detractors"):
        assert found["total"][figure] == figures.get(figure, 0), figure


def survey_of(columns, rows=40):
    lines = [",".join(columns)]
    lines += [",".join(str(values[row % len(values)]) for values in columns.values()) for row in range(rows)]
    return "\n".join(lines) + "\n"


SCORES = [9, 10, 3, 8, 7, 10, 0]


@pytest.mark.parametrize(
    "columns, expected",
    [
        ({"How likely are you to recommend us?": SCORES, "rating": [1, 5, 8]}, {"answer": "How likely are you to recommend us?"}),
        ({"nps": SCORES, "score": SCORES}, {"answer": "nps"}),
        ({"вы порекомендуете": SCORES, "регион": ["a", "b"]}, {"answer": "вы порекомендуете", "by": ["регион"]}),
        ({"score": SCORES, "created_at": ["2026-01-02T10:00:00Z", "2026-03-04"]}, {"date": "created_at"}),
        ({"score": SCORES, "departure": ["12/31/1899 06:15 PM", "12/31/1899 07:15 PM"]}, {"date": None}),
        ({"score": SCORES, "comment": ["so " * 30 + str(row) for row in range(7)]}, {"by": []}),
        ({"score": SCORES, "zip": ["00123", "04567"], "Q4": [1, 2]}, {"by": []}),
        ({"score": SCORES, "region": [1, 2, 3]}, {"by": ["region"]}),
        ({"score": SCORES, "email": ["a@b", "c@d", "e@f"]}, {"respondent": None, "by": []}),
        ({"score": SCORES, "n": [1, 2, 3]}, {"count": "n"}),
        ({"score": SCORES, "body weight": [61.5, 80]}, {"weight": None}),
        ({"score": SCORES, "sample weight": [0.5, 1.5]}, {"weight": "sample weight"}),
    ],
)  # fmt: skip
def test_columns_that_are_found(data, tmp_path, columns, expected):
    found = data(write(tmp_path / "survey.csv", survey_of(columns)))["columns"]
    assert {role: found[role] for role in expected} == expected


def test_what_was_assumed_is_said(run, tmp_path):
    file = write(
        tmp_path / "survey.csv", survey_of({"score": SCORES, "day": ["2026-01-02", "2026-02-03"], "shop": ["x", "y"]})
    )
    _, out, _ = run("report", file)
    for said in (
        "the answers are in the column 'score' (--answer NAME",
        "'day' is the date",
        "segments: 'shop' (--by NAME",
    ):
        assert said in out


def test_columns_of_many_segments_are_offered(run, tmp_path):
    shops = [f"shop {number}" for number in range(40)] * 3
    file = write(tmp_path / "survey.csv", "score,shop,word\n" + "".join(f"9,{shop},{shop}\n" for shop in shops))
    _, out, _ = run("report", file)
    assert "'shop' could be segments: many, or with long names (--by NAME: these)" in " ".join(out.split())
    assert "Segments:" not in out
    _, out, _ = run("report", file, "--by", "shop")
    assert "could be segments" not in out and "Segments: shop" in out


def test_columns_that_are_named(data, tmp_path):
    file = write(
        tmp_path / "survey.csv", survey_of({"score": SCORES, "Other ": [5, 6, 10], "shop": ["x", "y"], "k": ["u", "v"]})
    )
    found = data(file, "--answer", "other", "--by", "k", "--date", "-")["columns"]
    assert (found["answer"], found["by"]) == ("Other", ["k"])
    assert data(file, "--answer", "score", "--by", "-")["segments"] == []


# ---- on the terminal ----


def test_text_of_the_airport(run):
    status, out, err = run("report", COUNTS, "--missing", "11", "--before", "2018-01-01", "--benchmark", "36")
    assert (status, err) == (0, "")
    assert "\x1b" not in out and max(map(len, out.splitlines())) <= 100
    assert out.splitlines()[0] == "Net Promoter Score: sfo_recommend_counts.csv"
    interval = nps.Counts(*YEARS["2018"]).interval()
    assert f"score 31.0, 95 % confidence interval {interval:.1f}, n 2650 ({interval.method})" in out
    assert "Below the benchmark by 5.0 points, more than chance alone explains." in out
    assert "Down by 8.9 points, more than chance alone explains." in out
    for name, (score, n) in AREAS.items():
        row = next(
            line for line in out.split("Segments: boarding_area")[1].splitlines() if line.startswith(f"  {name} ")
        )
        assert row.split()[1:3] == [str(n), f"{score:.1f}"]
        bar = row.split()[-1]
        assert bar == "".join(sorted(bar, key="▒·█".index)) and set(bar) == set("▒·█")


def test_bars_have_the_lengths_of_the_shares(run, tmp_path):
    file = write(tmp_path / "bar.csv", "score\n" + "10\n" * 50 + "8\n" * 30 + "0\n" * 20)
    _, out, _ = run("report", file)
    bar = next(line.strip() for line in out.splitlines() if set(line.strip()) == set("▒·█"))
    assert (bar.count("▒"), bar.count("·"), bar.count("█")) == (8, 12, 20)


@pytest.mark.parametrize("width", [20, 40, 60, 80, 100, 200])
def test_narrow_terminals_lose_no_figure(run, width):
    _, out, _ = run("report", ROWS, "--missing", "11", "--width", width)
    assert max(map(len, out.splitlines())) <= max(24, width)
    words = out.split()
    for score, n in AREAS.values():
        assert str(n) in words and f"{score:.1f}" in words
    assert ("too narrow for" in out) == (40 < width < 80)


def test_long_names_are_cut_on_a_terminal_only(run, tmp_path):
    name = "a shop with a name of many words, " * 4
    file = write(tmp_path / "names.csv", "score,shop\n" + f'9,"{name}x"\n8,"{name}y"\n' * 5)
    _, out, _ = run("report", file)
    assert f"{name}x" not in out  # a column of such long texts is no column of segments unasked
    _, out, _ = run("report", file, "--by", "shop")
    assert f"{name}x" in out
    _, out, _ = run("report", file, "--by", "shop", "--width", 80)
    assert f"{name}x" not in out
    cut = [line.split("  ")[1] for line in out.splitlines() if line.startswith("  a shop") and "…" in line]
    assert len(cut) == len(set(cut)) == 2, "names that begin alike are told apart"


def on_a_terminal(arguments, columns=80, **environment):
    """What a command writes to a terminal."""
    master, slave = pty.openpty()
    wanted = {**os.environ, "TERM": "xterm", "COLUMNS": str(columns), "PYTHONIOENCODING": "utf-8", **environment}
    child = subprocess.Popen([sys.executable, "-m", "nps", *arguments], stdout=slave, stderr=slave, env=wanted)
    os.close(slave)
    said = b""
    while True:
        try:
            part = os.read(master, 65536)
        except OSError:
            break
        if not part:
            break
        said += part
    os.close(master)
    assert child.wait() == 0
    return said.decode().replace("\r\n", "\n")


def test_colours_are_for_terminals():
    plain = {"NO_COLOR": "1"}
    assert "\x1b[38;5;32m█" in on_a_terminal(["report", ROWS, "--missing", "11"], NO_COLOR="")
    text = on_a_terminal(["report", ROWS, "--missing", "11"], **plain)
    assert "\x1b" not in text and max(map(len, text.splitlines())) <= 80
    assert "\x1b" not in on_a_terminal(["report", ROWS, "--missing", "11"], TERM="dumb")


def test_ascii_where_there_is_nothing_else(tmp_path):
    file = write(tmp_path / "é.csv", "score,shop\n" + "9,Zürich\n3,Rome\n" * 5)
    done = subprocess.run([sys.executable, "-m", "nps", "report", file], capture_output=True,
                          env={**os.environ, "PYTHONIOENCODING": "ascii"})  # fmt: skip
    assert done.returncode == 0 and done.stdout.isascii() and b"xxxx" in done.stdout


@pytest.mark.parametrize("language", nps.LANGUAGES)
def test_languages(run, language):
    words = nps.labels(language)
    _, out, _ = run("report", ROWS, "--missing", "11", "--language", language)
    for word in ("promoters", "passives", "detractors", "score", "interval"):
        assert words[word] in " ".join(out.split()) or word == "interval", word
    assert out.lower().startswith(words["nps"].lower())


def test_columns_of_wide_characters_are_aligned(run, tmp_path):
    file = write(tmp_path / "wide.csv", "score,shop\n" + "9,北京\n3,Rome\n" * 5)
    _, out, _ = run("report", file)
    latin, chinese = [line for line in out.splitlines() if line.startswith(("  Rome ", "  北京 "))]
    assert chinese.index("5") == latin.index("5") - 2  # two characters of two columns each


def test_control_characters_do_not_reach_the_terminal(run, tmp_path):
    file = write(tmp_path / "evil.csv", "score,shop\x1b[31m\n" + "9,\x1b]0;owned\x07\n3,\u202eRome\n" * 5)
    for more in ([], ["--language", "pl"]):
        _, out, err = run("report", file, "--by", "shop\x1b[31m", *more)
        assert not set("\x1b\x07\u202e") & set(out + err)


# ---- how it ends ----

USAGE = [
    [],
    ["nothing"],
    ["report"],
    ["report", ROWS, "--level", "95"],
    ["report", ROWS, "--level", "nan"],
    ["report", ROWS, "--level", "x"],
    ["report", ROWS, "--method", "guess"],
    ["report", ROWS, "--scale", "0-5"],
    ["report", ROWS, "--language", "xx"],
    ["report", ROWS, "--every", "fortnight"],
    ["report", ROWS, "--benchmark", "101"],
    ["report", ROWS, "--benchmark", "nobody"],
    ["report", ROWS, "--benchmark", "Airlines"],
    ["report", ROWS, "--before", "2018-02-30"],
    ["report", ROWS, "--minimum", "-1"],
    ["report", ROWS, "--minimum", "many"],
    ["report", ROWS, "--day-first", "--month-first"],
    ["report", ROWS, "--html", ROWS],
    ["report", ROWS, "--unknown"],
    ["trend", ROWS, "--every", "day", "--window", "7"],
    ["trend", ROWS, "--window", "0"],
    ["trend", ROWS, "--window", "7", "--minimum", "5"],
    ["merge"],
    ["merge", "x", "--output", "y", "--json"],
    ["plan"],
    ["plan", "--margin", "5", "--change", "4"],
    ["plan", "--benchmark", "36"],
    ["plan", "--margin", "5", "--expected", "1,2"],
]


@pytest.mark.parametrize("arguments", USAGE, ids=lambda each: " ".join(map(os.path.basename, each)) or "nothing")
def test_options_that_make_no_sense(run, arguments):
    before = Path(ROWS).read_bytes()
    status, out, err = run(*arguments)
    assert (status, out) == (2, "") and err
    assert Path(ROWS).read_bytes() == before


BAD = {
    "a missing file": (None, [], "cannot read {}: No such file or directory"),
    "an empty file": (b"", [], "{} is empty"),
    "only a header": (b"score,shop\n", [], "{}: there are no rows below the header 'score', 'shop'"),
    "a picture": (b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 8, [], "{} is no text"),
    "a zip": (b"PK\x03\x04" + bytes(100), [], "{} is a zip file"),
    "an open quote": (b'score\n9\n"3' + b"\n8" * 100_000, [], "{} cannot be read from line"),
    "no such column": (b"score\n9\n", ["--answer", "nps"], "{}: --answer: there is no column 'nps'; there are 'score'"),
    "no such segment": (b"score\n9\n", ["--by", "shop"], "{}: --by: there is no column 'shop'; there are 'score'"),
    "no answers": (b"score\nx\n\ny\n", ["--answer", "score"], "{}: the column 'score' holds no answers (0 missing, 2 invalid)"),
    "nothing like answers": (b"a,b\nx,y\nz,u\n", [], "{}: no column looks like answers from 0 to 10: name it with --answer"),
    "two columns of answers": (b"nps 1,nps 2\n9,8\n3,10\n1,2\n", [], "{}: 2 columns look like answers, 'nps 1', 'nps 2'"),
    "a bad weight": (b"score,w\n9,1\n3,-2\n", ["--weight", "w"], "{}: row 3, column 'w': the weight must be a number from 0 on, not '-2'"),
    "no weight": (b"score,w\n9,1\n3,\n", ["--weight", "w"], "{}: row 3, column 'w': the weight must be a number from 0 on, not nothing"),
    "weights of 0": (b"score,w\n9,0\n3,0\n", ["--weight", "w"], "{}: the weights of all answers are 0"),
    "a bad count": (b"score,n\n9,1\n3,1.5\n", ["--count", "n"], "{}: row 3, column 'n': the count must be a whole number"),
    "an infinite count": (b"score,n\n9,1\n3,inf\n", ["--count", "n"], "{}: row 3, column 'n': the count must be"),
    "too few answers": (b"score\n9\n3\n", ["--minimum", "5"], "{}: there are fewer than 5 answers"),
    "no dates to split at": (b"score\n9\n3\n", ["--before", "2026-01-01"], "{}: --before with a date needs a column of dates"),
    "nobody before": (b"score,date\n9,2026-02-01\n3,2026-03-01\n", ["--before", "2026-01-01"], "before 2026-01-01: the earlier survey"),
    "a header that is not there": (b"score\n9\n", ["--header", "7"], "{} has no header"),
    "another encoding": (b"score\n9\n\xff\n", ["--encoding", "utf-8"], "{} is not utf-8"),
    "an unknown encoding": (b"score\n9\n", ["--encoding", "klingon"], "{}: there is no encoding 'klingon'"),
    "exact for many": (b"score\n" + b"9\n3\n" * 600, ["--method", "exact"], "the exact method takes up to 1000 answers, and row 0 has 1200: --method=auto"),
}  # fmt: skip


@pytest.mark.parametrize("name", BAD)
def test_data_that_cannot_be_reported_on(run, tmp_path, name):
    content, options, expected = BAD[name]
    file = tmp_path / "survey.csv"
    if content is not None:
        file.write_bytes(content)
    status, out, err = run("report", file, *options)
    assert (status, out) == (1, "")
    assert err.startswith(f"nps report: {expected.format(file)}") and err.count("\n") == 1, err


def test_a_folder(run, tmp_path):
    assert run("report", tmp_path)[::2] == (1, f"nps report: {tmp_path} is a folder: name a file in it\n")


def test_excel_that_is_broken(run, tmp_path):
    file = tmp_path / "survey.xlsx"
    file.write_bytes(b"PK\x03\x04 and no more")
    status, out, err = run("report", file)
    assert (status, out) == (1, "") and err.startswith(f"nps report: {file}") and err.count("\n") == 1


def test_a_value_names_its_row(run, tmp_path):
    _, out, _ = run("report", write(tmp_path / "survey.csv", "score\n9\n\n8\n1 or 2\n7\n10\n3\n"))
    assert "invalid answers in the column 'score': '1 or 2' in row 5" in out


def test_codes_are_offered_and_never_taken(run):
    _, out, _ = run("report", ROWS)
    assert 'if 11 means "no answer", pass --missing=11' in out
    assert "159 of 2809 answers are invalid" in out


@pytest.mark.parametrize("command", [["report", ROWS], ["report", ROWS, "--json"], ["summarize", ROWS, "--by", "date"]])
def test_a_closed_pipe(command):
    read, closed = os.pipe()
    os.close(read)
    child = subprocess.Popen([sys.executable, "-m", "nps", *command], stdout=closed, stderr=subprocess.PIPE)
    os.close(closed)
    _, err = child.communicate()
    assert child.returncode == 141 and b"Traceback" not in err and b"Exception" not in err


def test_a_full_disk():
    with open("/dev/full", "wb") as full:
        done = subprocess.run(
            [sys.executable, "-m", "nps", "report", ROWS, "--json"], stdout=full, stderr=subprocess.PIPE
        )
    assert done.returncode == 1
    assert done.stderr == b"nps report: cannot write the report: No space left on device\n"


LISTENS = "import signal, sys; signal.signal(signal.SIGINT, signal.default_int_handler); "
"""A test that runs in the background has children that do not listen."""


def test_an_interrupt(tmp_path):
    os.mkfifo(tmp_path / "survey.csv")
    words = [sys.executable, "-c", f"{LISTENS}from nps.report import main; sys.exit(main(sys.argv[1:]))", "report"]
    child = subprocess.Popen([*words, tmp_path / "survey.csv"], stderr=subprocess.PIPE)
    with open(tmp_path / "survey.csv", "wb") as feed:  # which waits until the command reads
        feed.write(b"score\n9\n")
        feed.flush()
        time.sleep(0.1)
        child.send_signal(signal.SIGINT)
        _, err = child.communicate()
    assert child.returncode == 130 and b"Traceback" not in err and err.endswith(b"nps report: interrupted\n")


def test_nothing_is_imported_for_it():
    for imported, unwanted in (
        ("nps", "nps.report argparse"),
        ("nps.report", "jinja2 matplotlib openpyxl numpy pandas"),
    ):
        look = f"import sys, {imported}; print([name for name in {unwanted.split()} if name in sys.modules])"
        assert subprocess.run([sys.executable, "-c", look], capture_output=True, text=True, check=True).stdout == "[]\n"


# ---- summarize and trend ----


def rows_of(out):
    return [line.split() for line in out.splitlines()]


def test_summarize(run):
    status, out, err = run("summarize", ROWS, "--by", "boarding_area", "--missing", "11")
    assert status == 0 and "column 'answer'" in err
    found = {row[0]: (row[1], row[7]) for row in rows_of(out)[1:]}
    assert found == {name: (str(n), f"{score:.1f}") for name, (score, n) in AREAS.items()}
    assert rows_of(run("summarize", ROWS, "--missing", "11")[1])[1][0] == "2650"


def test_summarize_combinations(run, tmp_path):
    file = write(tmp_path / "s.csv", "score,shop,sex\n9,Rome,f\n3,Rome,m\n10,Oslo,f\n8,Oslo,m\n7,,m\n")
    found = json.loads(run("summarize", file, "--by", "shop", "--by", "sex", "--json")[1])["rows"]
    table = nps.summarize(nps.read_survey(file), "score", by=["shop", "sex"])
    assert found == table.to_dicts()


def test_trend(run):
    status, out, _ = run("trend", ROWS, "--missing", "11", "--every", "month")
    assert status == 0 and rows_of(out)[1][:4] == ["2018-05", "2018-05-01", "2018-05-31", "2650"]
    found = json.loads(run("trend", ROWS, "--missing", "11", "--window", "7", "--json")[1])["rows"]
    table = nps.trend(nps.read_survey(ROWS), "answer", "date", window=7, missing_codes=[11])
    assert [(row["n"], row["score"]) for row in found] == [(row.n, row.score) for row in table]


def test_summarize_clusters(run, tmp_path):
    rows = [f"{row * 7 % 11},{'f' if row % 3 else 'm'},{row // 8},{row // 4}" for row in range(64)]
    file = write(tmp_path / "s.csv", "score,sex,house,flight\n" + "\n".join(rows))
    words = ["--by", "sex", "--cluster", "flight", "--strata", "house"]
    found = json.loads(run("summarize", file, *words, "--json")[1])["rows"]
    table = nps.summarize(nps.read_survey(file), "score", by="sex", cluster="flight", strata="house")
    assert found == table.to_dicts() and found[0]["standard_error"] > 0
    assert run("summarize", file, "--cluster", "plane")[0] == 1
    assert run("summarize", file, "--cluster", "flight", "--count", "house")[0] == 2
    holes = write(tmp_path / "holes.csv", "score,flight\n9,1\n3,\n8,2\n")
    status, _, err = run("summarize", holes, "--cluster", "flight")
    assert status == 1 and err.startswith(f"nps summarize: {holes}: row 1 has no cluster")


@pytest.mark.parametrize(
    "options",
    [
        {"every": "month"},
        {"window": 20},
        {"every": "month", "respondent": "who"},
        {"window": 20, "respondent": "who"},
        {"window": 45, "weight": "w"},
    ],
)
@pytest.mark.parametrize("by", [["shop", "sex"], []])
def test_trend_of_segments(run, tmp_path, options, by):
    rows = [f"{score},{shop},{sex},2026-0{month}-1{row % 3},p{row % 4},{row % 5 / 4}"
            for row, (score, shop, sex, month) in enumerate([(9, "Rome", "f", 1), (3, "Rome", "m", 3), (10, "Oslo", "f", 1),
                                                             (8, "", "m", 2), (2, "Oslo", "f", 2), (9, "Rome", "f", 2)] * 3)]  # fmt: skip
    file = write(tmp_path / "s.csv", "score,shop,sex,day,who,w\n" + "\n".join(rows))
    words = [word for name, value in options.items() for word in (f"--{name}", str(value))]
    words += [word for name in by for word in ("--by", name)]
    words += [word for name in ("respondent", "weight") if name not in options for word in (f"--{name}", "-")]
    found = json.loads(run("trend", file, *words, "--json")[1])["rows"]
    table = nps.trend(nps.read_survey(file), "score", "day", by=by, **options)
    wanted = [{**row, "first": row["first"].isoformat(), "last": row["last"].isoformat()} for row in table.to_dicts()]
    assert found == wanted and len(found) > (10 if by else 2)


def test_windows_refuse_weights_of_persons(run, tmp_path):
    file = write(tmp_path / "s.csv", "score,day,who,w\n9,2026-01-05,a,1\n3,2026-01-06,b,2\n")
    status, out, err = run("trend", file, "--window", "7", "--weight", "w", "--respondent", "who")
    assert (status, out) == (2, "") and "leave out --weight, or --respondent -" in err


def test_a_trend_with_an_earlier_part_is_that_of_the_survey(data, tmp_path):
    file = write(tmp_path / "people.csv", SEVEN)
    for more in ([], ["--respondent", "-"]):
        found = data(file, "--before", "2026-02-01", "--every", "month", *more)["trend"]["periods"]
        assert [row["period"] for row in found] == ["2026-02", "2026-03"]


def test_trend_without_dates(run, tmp_path):
    status, _, err = run("trend", write(tmp_path / "s.csv", "score\n9\n3\n"))
    assert status == 1 and "name it with --date" in err


@pytest.mark.parametrize("none", ["9999-12-31", "0001-01-01"])
@pytest.mark.parametrize("words", [[], ["--by", "shop"], ["--respondent", "who"], ["--respondent", "who", "--by", "shop"], ["--weight", "w"]])
def test_a_date_that_means_none_is_named(run, tmp_path, none, words):
    rows = "".join(f"{9 - i % 3},2026-01-{1 + i % 28:02},{'ab'[i % 2]},{i % 50},1\n" for i in range(100))
    file = write(tmp_path / "s.csv", f"score,day,shop,who,w\n{rows}9,{none},a,7,1\n")
    if "--respondent" not in words:
        words = [*words, "--respondent", "-"]
    if "--weight" not in words:
        words = [*words, "--weight", "-"]
    for more in (["--window", "90"], ["--every", "day"]):
        status, out, err = run("trend", file, "--date", "day", "--count", "-", *words, *more)
        assert (status, out) == (1, "")
        assert " days from " in err and none in err and "at most 40,000: take longer periods (--every), or leave out rows" in err
    status, _, err = run("trend", file, "--date", "day", "--count", "-", *words, "--every", "year")
    assert status == 0


@pytest.mark.parametrize("none", ["9999-12-31", "0001-01-01"])
def test_a_report_with_a_date_that_means_none_has_no_trend(data, run, tmp_path, none):
    rows = "".join(f"{9 - i % 3},2026-0{1 + i % 6}-{1 + i % 28:02}\n" for i in range(300))
    right = data(write(tmp_path / "right.csv", f"score,day\n{rows}"))
    file = write(tmp_path / "s.csv", f"score,day\n{rows}9,{none}\n")
    found = data(file)
    assert right["trend"] and found["total"]["n"] == 301 and not found["trend"]
    assert any(f"{none}" in note and "there is no trend" in note for note in found["notes"])
    assert none in run("report", file)[1]
    assert data(file, "--every", "year")["trend"]


def test_a_count_that_is_too_large_is_named(run, tmp_path):
    file = write(tmp_path / "s.csv", f"score,times\n9,5\n3,{2**63}\n")
    status, _, err = run("summarize", file, "--count", "times")
    assert status == 1 and "the count must be a whole number from 0 to 2^63 - 1, not '9223372036854775808'" in err


# ---- merge ----


def states(tmp_path):
    """One state of each kind that merges, with a few answers, and its class."""
    groups, numbered, codes, cube = nps.Groups(), nps.Groups(), nps.CodeGroups(2), nps.Cube(["shop", "sex"])
    groups.add("Rome", 9)
    numbered.add(7, 9)
    codes.update([0, 1], [9, 3])
    cube.add(["Rome", "f"], 9)
    timeline, people, more = nps.Timeline(), nps.Respondents(), nps.Respondents()
    timeline.add(20000, 9)
    people.add("a", 20000, 9)
    more.add(1, 20000, 9)
    paired = nps.Paired.from_counts((5, 2, 1), (2, 5, 1), (1, 1, 3))
    design = nps.WeightedDesign([9, 3, 10, 7], [1, 1, 2, 1], [1, 1, 2, 2], [1, 2, 3, 4])
    made = [nps.Accumulator([9, 3, 10]), nps.Weighted([9, 3], [1.5, 2]), groups, numbered, codes, cube, timeline, people, more,
            paired, design, nps.Panel([[9, 3, 7], [10, 7, None], [9, 9, 9]])]  # fmt: skip
    for place, state in enumerate(made):
        path = tmp_path / f"{place}.bin"
        path.write_bytes(state.to_bytes())
        yield path, state


def test_merge_of_each_kind(run, tmp_path):
    for path, state in states(tmp_path):
        both = type(state).from_bytes(state.to_bytes())
        both.merge_bytes(state.to_bytes())
        other = tmp_path / "merged.bin"
        assert run("merge", path, path, "--output", other) == (0, "", "")
        assert other.read_bytes() == both.to_bytes(), state
        status, out, err = run("merge", path, path)
        assert (status, err) == (0, "") and len(out.splitlines()) >= 2
        assert json.loads(run("merge", path, path, "--json")[1])["rows"]


def test_merge_figures(run, tmp_path):
    path = tmp_path / "a.bin"
    path.write_bytes(nps.Accumulator([9, 10, 8, 3]).to_bytes())
    row = json.loads(run("merge", path, path, "--json")[1])["rows"][0]
    assert (row["n"], row["promoters"], row["score"]) == (8, 4, 25)


def test_a_merged_timeline_of_thousands_of_years_is_shown_by_year(run, tmp_path):
    survey = nps.Timeline()
    survey.update([20000, 2932896], [9, 3])
    path = tmp_path / "a.bin"
    path.write_bytes(survey.to_bytes())
    rows = json.loads(run("merge", path, path, "--json")[1])["rows"]
    assert len(rows) == 7976 and (rows[0]["period"], rows[-1]["period"], rows[-1]["n"]) == ("2024", "9999", 2)


def test_states_that_do_not_merge(run, tmp_path):
    (first, state), (second, _), *_ = states(tmp_path)
    assert run("merge", first, second)[::2] == (
        1, f"nps merge: {second} is weighted answers, and {first} is an accumulator: states of one kind can be merged\n",
    )  # fmt: skip
    for name, content in {
        "text": b"hello",
        "empty": b"",
        "cut": state.to_bytes()[:-2],
        "watch": nps.Watch(30).to_bytes(),
    }.items():
        path = tmp_path / name
        path.write_bytes(content)
        for order in ([path], [first, path]):
            status, out, err = run("merge", *order)
            assert (status, out) == (1, "") and str(path) in err and err.count("\n") == 1
    assert run("merge", tmp_path / "none")[0] == 1


# ---- languages ----


def figures_in(sentence):
    return sorted(re.findall(r"\{\w*\}", sentence))


@pytest.mark.parametrize("language", nps.LANGUAGES)
def test_each_language_has_each_sentence_with_its_figures(language):
    english, said = SENTENCES["en"], SENTENCES[language]
    assert {name: figures_in(text) for name, text in said.items()} == {
        name: figures_in(text) for name, text in english.items()
    }
    same = {name for name in said if said[name] == english[name]}
    assert len(same) == (len(english) if language == "en" else 0)


@pytest.mark.parametrize("language", [each for each in nps.LANGUAGES if each != "en"])
def test_a_report_has_no_english_sentence(run, language):
    arguments = [COUNTS, "--missing", "11", "--before", "2018-01-01", "--benchmark", "36", "--every", "month"]
    status, out, _ = run("report", *arguments, "--minimum", "200", "--language", language, "--width", "400")
    english = run("report", *arguments, "--minimum", "200", "--width", "400")[1]
    assert status == 0
    said = [re.escape(text) for text in SENTENCES["en"].values() if len(text) > 20]
    patterns = [re.compile(re.sub(r"\\\{\w*\\\}", ".+", text)) for text in said]
    used = [pattern for pattern in patterns if pattern.search(english)]
    assert len(used) > 8 and not [pattern.pattern for pattern in used if pattern.search(out)]


# ---- plan ----


@pytest.mark.parametrize(
    "arguments, expected",
    [
        (["--margin", "5"], {"respondents": 1536}),
        (["--margin", "5", "--population", "2000"], {"respondents": 869}),
        (["--change", "10"], {"first": 1575, "second": 1575}),
        (["--margin", "5", "--rate", "0.2"], {"invitations": 7680}),
        (["--respondents", "1536"], {"margin": nps.plan_margin(respondents=1536)}),
        (["--benchmark", "36", "--expected", "60,25,15"],
         {"respondents": nps.plan_benchmark_respondents(expected=(60, 25, 15), benchmark=36)}),
    ],
)  # fmt: skip
def test_plan(run, arguments, expected):
    found = json.loads(run("plan", *arguments, "--json")[1])
    assert {name: found[name] for name in expected} == expected
    status, out, _ = run("plan", *arguments)
    assert status == 0 and all(str(value) in out for value in expected.values() if isinstance(value, int))


def test_a_plan_that_cannot_be(run):
    status, out, err = run("plan", "--margin", "0.05")
    assert (status, out) == (1, "") and err.startswith("nps plan: margin is in points")


def test_the_version_and_the_help(run):
    assert run("--version") == (0, f"{nps.__version__}\n", "")
    for command in ("report", "summarize", "trend", "merge", "plan"):
        status, out, _ = run(command, "--help")
        assert status == 0 and "exit status" in out


def test_the_csv_of_the_documentation_has_no_quotes():
    """So that the rows that are counted here are the lines of the file."""
    with open(ROWS, newline="", encoding="utf-8") as file:
        assert sum(1 for _ in csv.reader(file)) == len(Path(ROWS).read_text().splitlines())
