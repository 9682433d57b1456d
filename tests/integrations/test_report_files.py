# SPDX-License-Identifier: MIT
"""The page and the workbook of a report: complete, by themselves, and safe whatever a survey has in it."""

import io
import json
import re
import subprocess
import sys
from html.parser import HTMLParser
from pathlib import Path

import nps
import openpyxl
import pandas
import pytest
from nps.report import main

DATA = Path(__file__).parents[2] / "docs" / "examples" / "data"
COUNTS = DATA / "sfo_recommend_counts.csv"
AIRPORT = [COUNTS, "--missing", "11", "--before", "2018-01-01", "--benchmark", "36", "--every", "week"]
AREAS = {"A": (661, "19.7"), "B": (238, "33.2"), "C": (189, "27.0"), "D": (495, "38.4"), "E": (157, "51.0"),
         "F": (407, "35.9"), "G": (503, "28.8")}  # fmt: skip
EMPTY = {"meta", "link", "br", "hr", "img", "input", "path", "use", "rect"}
HOSTILE = [
    "=1+1",
    "+1+1",
    "-2+3",
    "@SUM(1)",
    '=HYPERLINK("x")',
    "<script>alert(1)</script>",
    '"><b>',
    "a&b",
    "\t=1",
    "{{ 7*7 }}",
]


class Page(HTMLParser):
    """The elements of a page, which must be well nested."""

    def __init__(self, text):
        super().__init__()
        self.open, self.elements, self.rows, self.text = [], [], [], []
        self.feed(text)
        self.close()
        assert self.open == []

    def handle_starttag(self, tag, attributes):
        self.elements.append((tag, dict(attributes)))
        if tag == "tr":
            self.rows.append([])
        if tag in ("td", "th"):
            self.rows[-1].append("")
        if tag not in EMPTY:
            self.open.append(tag)

    def handle_startendtag(self, tag, attributes):
        self.elements.append((tag, dict(attributes)))

    def handle_endtag(self, tag):
        if tag not in EMPTY:
            assert self.open.pop() == tag

    def handle_data(self, data):
        self.text.append(data)
        if "td" in self.open or "th" in self.open:
            self.rows[-1][-1] += data

    def all(self, tag):
        return [attributes for name, attributes in self.elements if name == tag]


def page(tmp_path, *arguments):
    file = tmp_path / "page.html"
    assert main([*map(str, ["report", *arguments, "--html", file, "--quiet"])]) == 0
    text = file.read_text(encoding="utf-8")
    return text, Page(text)


@pytest.fixture(scope="module", name="airport")
def airport_fixture(tmp_path_factory):
    return page(tmp_path_factory.mktemp("airport"), *AIRPORT)


def test_the_page_has_the_figures(airport):
    text, found = airport
    said = " ".join("".join(found.text).split())
    assert "Net Promoter Score: sfo_recommend_counts.csv" in said and "28.1 to 33.8" in said and "n 2650" in said
    rows = {row[0]: row for row in found.rows if len(row) == 7}
    assert {area: (int(rows[area][1]), rows[area][2]) for area in AREAS} == AREAS
    assert "Down by 8.9 points" in said and "Below the benchmark by 5.0 points" in said
    assert "the answers are in the column 'answer'" in said
    assert "difference −8.9" in said and "difference -" not in said and "skewness-corrected" in said


def test_the_page_needs_nothing_else(airport):
    text, found = airport
    assert not found.all("script") and not found.all("link") and not found.all("img") and not found.all("iframe")
    addresses = re.findall(r"https?://[^\"' )<]+", text)
    assert set(addresses) <= {"http://www.w3.org/2000/svg", "http://www.w3.org/1999/xlink"}  # names, not addresses
    assert "@import" not in text and not re.search(r"url\((?!#)", text)


def test_the_page_is_for_everybody(airport):
    text, found = airport
    assert found.all("html")[0]["lang"] == "en" and found.all("title") and found.all("meta")[0]["charset"] == "utf-8"
    assert len(found.all("svg")) == 4
    assert all(figure["role"] == "img" and len(figure["aria-label"]) > 20 for figure in found.all("figure"))
    bars = [each for each in found.all("div") if each.get("class") == "bar"]
    assert bars and all(re.search(r"promoters [\d.]+ %", bar["aria-label"]) for bar in bars)
    assert len(found.all("caption")) == len(found.all("table"))
    assert all(head["scope"] in ("col", "row") for head in found.all("th"))
    ids = [attributes["id"] for _, attributes in found.elements if "id" in attributes]
    assert len(set(ids)) == len(ids)
    used = re.findall(r'(?:href="#|url\(#)([^")]+)', text)
    assert set(used) <= set(ids)
    assert "prefers-color-scheme: dark" in text and "@media print" in text and 'name="viewport"' in text
    svgs = text[text.index("<svg") :]
    assert not re.search(r"(?:fill|stroke): #", svgs), "a colour that does not follow the page"


@pytest.mark.parametrize("language", nps.LANGUAGES)
@pytest.mark.filterwarnings("ignore::UserWarning")
def test_the_page_in_a_language(tmp_path, language, capfd):
    text, found = page(tmp_path, DATA / "sfo_2018.csv", "--date", "-", "--missing", "11", "--language", language)
    assert found.all("html")[0]["lang"] == language
    words = nps.labels(language)
    assert all(words[word] in text for word in ("promoters", "passives", "detractors", "interval", "score"))


def hostile(tmp_path):
    file = tmp_path / "=hostile.csv"
    quoted = ['"' + name.replace('"', '""') + '"' for name in HOSTILE]
    lines = ["score,=shop<i>"] + [f"{score},{name}" for score, name in zip([9, 3, 10] * 10, quoted * 3)]
    file.write_text("\n".join(lines))
    return file


def test_names_are_texts_on_the_page(tmp_path):
    text, found = page(tmp_path, hostile(tmp_path), "--by", "=shop<i>")
    assert not found.all("script") and not found.all("b") and not found.all("i")[3:] and "49" not in found.text
    names = {row[0] for row in found.rows}
    assert {name.strip() for name in HOSTILE} <= {name.strip() for name in names}


def test_a_page_without_pictures(tmp_path, monkeypatch, capfd):
    monkeypatch.setattr("nps.report.page.is_installed", lambda: False)
    text, found = page(tmp_path, DATA / "sfo_2018.csv")
    assert not found.all("svg") and "matplotlib" in capfd.readouterr().err
    assert [attributes for attributes in found.all("div") if attributes.get("class") == "length"]


def test_many_segments_and_few_answers(tmp_path):
    rows = [f"{row * 7 % 11},shop {row % 100}" for row in range(300)]
    (tmp_path / "many.csv").write_text("score,shop\n" + "\n".join(rows))
    _, found = page(tmp_path, tmp_path / "many.csv", "--by", "shop")
    assert len(found.all("svg")) == 1  # of the answers; of a hundred shops there is a table
    (tmp_path / "one.csv").write_text("score\n9\n")
    _, found = page(tmp_path, tmp_path / "one.csv")
    assert len(found.all("svg")) == 1


# ---- the workbook ----


def book(tmp_path, *arguments):
    file = tmp_path / "book.xlsx"
    assert main([*map(str, ["report", *arguments, "--xlsx", file, "--quiet"])]) == 0
    return openpyxl.load_workbook(file)


def test_the_workbook_has_the_figures(tmp_path):
    found = book(tmp_path, *AIRPORT)
    assert found.sheetnames[:3] == ["Net Promoter Score", "Answers", "0 … 10"]
    sheet = found["Segments- boarding_area"]
    heads = [cell.value for cell in sheet[1]]
    assert heads[:5] == ["boarding_area", "n", "score", "95 % confidence interval: lower",
                         "95 % confidence interval: upper"]  # fmt: skip
    rows = {row[0].value: row for row in sheet.iter_rows(min_row=2)}
    assert {area: (rows[area][1].value, f"{rows[area][2].value:.1f}") for area in AREAS} == AREAS
    assert rows["A"][2].number_format == "0.0" and rows["A"][2].data_type == "n"
    assert rows["A"][2].value == pytest.approx(19.66717, abs=1e-5)


def test_no_text_is_a_formula(tmp_path):
    found = book(tmp_path, hostile(tmp_path), "--by", "=shop<i>")
    cells = [cell for sheet in found for row in sheet.iter_rows() for cell in row if cell.value is not None]
    assert not [cell.value for cell in cells if cell.data_type == "f"]
    texts = {cell.value for cell in cells if isinstance(cell.value, str)}
    assert {name.strip() for name in HOSTILE} <= {text.strip() for text in texts}
    assert all(cell.quotePrefix for cell in cells if isinstance(cell.value, str) and cell.value[0] in "=+-@")


def test_names_of_sheets(tmp_path):
    columns = ["a long name of a column, with [brackets]: 1", "a long name of a column, with [brackets]: 2"]
    lines = [f'score,"{columns[0]}","{columns[1]}"'] + ["9,x,y", "3,y,x", "8,x,x", "10,y,y"] * 3
    (tmp_path / "names.csv").write_text("\n".join(lines))
    found = book(tmp_path, tmp_path / "names.csv", "--by", columns[0], "--by", columns[1])
    assert len(found.sheetnames) == len(set(found.sheetnames)) == 5 and max(map(len, found.sheetnames)) <= 31


# ---- what is read ----


def test_excel_and_parquet_give_the_same(tmp_path, capfd):
    frame = pandas.read_csv(DATA / "sfo_2018.csv", parse_dates=["date"])
    frame.to_excel(tmp_path / "survey.xlsx", index=False)
    frame.to_parquet(tmp_path / "survey.parquet")
    found = []
    for file in (DATA / "sfo_2018.csv", tmp_path / "survey.xlsx", tmp_path / "survey.parquet"):
        assert main(["report", str(file), "--missing", "11", "--json"]) == 0
        found.append(json.loads(capfd.readouterr().out))
    for part in ("total", "segments", "trend", "columns"):
        assert found[0][part] == found[1][part] == found[2][part], part


def test_files_that_are_broken(tmp_path, capfd):
    for name in ("broken.parquet", "broken.xlsx"):
        (tmp_path / name).write_bytes(b"PAR1" + bytes(range(200)))
        assert main(["report", str(tmp_path / name)]) == 1
        said = capfd.readouterr().err
        assert said.startswith(f"nps report: {tmp_path / name}") and "Traceback" not in said


def test_a_place_that_cannot_be_written(tmp_path, capfd):
    for option in ("--html", "--xlsx"):
        file = tmp_path / "none" / "file"
        assert main(["report", str(DATA / "sfo_2018.csv"), "--date", "-", option, str(file), "--quiet"]) == 1
        assert capfd.readouterr().err == f"nps report: cannot write {file}: No such file or directory\n"


def test_a_page_on_standard_output():
    command = [sys.executable, "-m", "nps", "report", DATA / "sfo_2018.csv", "--date", "-", "--html", "-"]
    done = subprocess.run(command, capture_output=True, check=True)
    assert done.stdout.startswith(b"<!DOCTYPE html>") and done.stdout.rstrip().endswith(b"</html>")
    command[-2:] = ["--xlsx", "-"]
    done = subprocess.run(command, capture_output=True, check=True)
    assert openpyxl.load_workbook(io.BytesIO(done.stdout)).sheetnames


def test_without_the_packages(tmp_path):
    look = "import sys; sys.modules[{0!r}] = None; from nps.report import main; sys.exit(main([{1}]))"
    for package, option in (("jinja2", "--html"), ("openpyxl", "--xlsx")):
        words = ", ".join(map(repr, ["report", str(DATA / "sfo_2018.csv"), option, str(tmp_path / "file"), "--quiet"]))
        done = subprocess.run([sys.executable, "-c", look.format(package, words)], capture_output=True, text=True)
        assert done.returncode == 1 and "pip install 'libnps[report]'" in done.stderr and "Traceback" not in done.stderr
        assert not (tmp_path / "file").exists()
