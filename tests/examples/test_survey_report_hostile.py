# SPDX-License-Identifier: MIT
"""The survey report in C on hostile input: a report or a complaint, and nothing else."""

import os
import random
import subprocess

import pytest
from survey_report_runner import C, SURVEY, drawn, ended, report, run

GOOD = [
    ("no newline at the end", "a\n9", "1 answers, 0 missing, 0 invalid"),
    ("CR LF", "a\r\n9\r\n3\r\n", "2 answers, 0 missing, 0 invalid"),
    ("CR alone", "a\r9\r3", "2 answers, 0 missing, 0 invalid"),
    ("byte order mark", "\ufeffa\n9\n", "1 answers, 0 missing, 0 invalid"),
    ("byte order mark before a quotation mark", '\ufeff"a"\n"9"\n', "1 answers, 0 missing, 0 invalid"),
    ("blanks around the name", " a  ,b\n9,\n", "1 answers, 0 missing, 0 invalid"),
    ("blanks around the answer", "a,b\n 9\t,\n", "1 answers, 0 missing, 0 invalid"),
    ("newline in a cell", 'b,a\n"x\ny\r\nz",9\n', "1 answers, 0 missing, 0 invalid"),
    ("quotation marks and commas in a cell", 'b,a\n"x, ""y"", z",9\n"""",8\n', "2 answers, 0 missing, 0 invalid"),
    ("empty lines", "\n\na\n\n9\n\n\n", "1 answers, 0 missing, 0 invalid"),
    ("rows of nothing, as spreadsheets leave them", "a,b\n9,\n,\n  \n , \n", "1 answers, 0 missing, 0 invalid"),
    ("an empty cell in the only column", 'a\n9\n""\n', "1 answers, 1 missing, 0 invalid"),
    ("no integers", "a\n9\n7.5\nx\n-1\n11\ninf\nnan\n1e1\n0x9\n9.01\n9.0.0\n+\n.\n٣\n", "1 answers, 0 missing, 13 inv"),
    ("integers in other dress", "a\n9.0\n+9\n09\n9.\n-0\n", "5 answers, 0 missing, 0 invalid"),
    ("a huge answer", "a\n9\n" + "9" * 5000 + "\n", "1 answers, 0 missing, 1 invalid"),
    ("a huge cell", 'b,a\n"' + "x\n" * 200_000 + '",9\n', "1 answers, 0 missing, 0 invalid"),
    ("no UTF-8 where nobody looks", b"b,a\n\xff\xfe\xe3,9\n", "1 answers, 0 missing, 0 invalid"),
]


@pytest.mark.parametrize("data, counted", [case[1:] for case in GOOD], ids=[case[0] for case in GOOD])
def test_odd_but_legal(data, counted):
    assert any(line.startswith(f"  respondents  {counted}") for line in report(data))


COUNT = ["--count", "n"]
DATE = ["--date", "d"]
BAD = [
    ("an empty file", "", [], "there is no header line: the file is empty"),
    ("nothing but newlines", "\n\r\n\n", [], "there is no header line: the file is empty"),
    ("nothing but a byte order mark", "\ufeff", [], "there is no header line: the file is empty"),
    ("a header only", "a\n", [], "the column 'a' holds no answers (0 missing, 0 invalid), so there is no score"),
    ("no answers", "a\nx\n11\n  \n", [], "the column 'a' holds no answers (1 missing, 2 invalid), so"),
    ("no such column", "b, c \n9,1\n", [], "no column is called 'a'; there are: b, c"),
    ("semicolons", "a;b\n9;1\n", [], "no column is called 'a'; there are: a;b (is the separator a semicolon?"),
    ("a semicolon among commas", "b;c,d\n9;1,2\n", [], "no column is called 'a'; there are: b;c, d\n"),
    ("no such second column", "a\n9\n", COUNT, "no column is called 'n'; there are: a"),
    ("a column twice", "a,b,a \n9,1,2\n", [], "line 1: two columns are called 'a'"),
    ("too few cells", "a,n\n9,1\n9\n", [], "line 3: 1 cells, but the header line has 2"),
    ("too many cells", "a,n\n9,1\n\n9,1,2\n", [], "line 4: 3 cells, but the header line has 2"),
    ("a cell never closed", 'a,b\n9,1\n9,"x\n9,1\n', [], "after line 2: a quotation mark opens a cell that never ends"),
    ("text after a cell is closed", 'a,b\n9,"x"y\n', [], "line 2: a quotation mark where none may be"),
    ("a mark inside a cell", 'a,b\n9,5" screen\n', [], "line 2: a quotation mark where none may be"),
    ("a mark after a blank", 'a,b\n9, "x"\n', [], "line 2: a quotation mark where none may be"),
    ("a mark after a cell of marks", 'a,b\n"9",x"y\n', [], "line 2: a quotation mark where none may be"),
    ("a zero byte", b"a\n9\n9\x00\n", [], "line 3: a zero byte; this is no text in UTF-8 (UTF-16, perhaps?)"),
    ("UTF-16", "a\n9\n".encode("utf-16"), [], "line 1: a zero byte; this is no text in UTF-8 (UTF-16, perhaps?)"),
    ("no count", "a,n\n9,1\n9,\n", COUNT, "line 3: the count '' is not a whole number from 0 to 10^18 - 1"),
    ("a negative count", "a,n\n9,-1\n", COUNT, "line 2: the count '-1' is not a whole number from 0 to 10^18 - 1"),
    ("half a respondent", "a,n\n9,1.5\n", COUNT, "line 2: the count '1.5' is not a whole number from 0 to 10^18 - 1"),
    ("too large a count", f"a,n\n9,1{'0' * 18}\n", COUNT, f"line 2: the count '1{'0' * 18}' is not a whole number"),
    ("a count that overflows", "a,n\n" + f"9,{'9' * 18}\n" * 19, COUNT, "line 20: a count would exceed 2^64 - 1"),
    ("a sum that overflows", "a,n\n" + "".join(f"{i % 11},{'9' * 18}\n" for i in range(19)), COUNT, "a count would"),
    ("a date of another land", "a,d\n9,1/2/2020\n", DATE, "line 2: the date '1/2/2020' is not understood: write YYYY-"),
    ("a date of two digits", "a,d\n9,01/02/2018\n", DATE, "line 2: the date '01/02/2018' is not understood: write"),
    ("the day number of a spreadsheet", "a,d\n9,43105\n", DATE, "line 2: the date '43105' is not understood: write"),
    ("seconds", "a,d\n9,1514764800\n", DATE, "line 2: the date '1514764800' is not understood: write YYYY-MM-DD"),
    ("a control character", "a,d\n9,\x1b[31m\n", DATE, "line 2: the date '?[31m' is not understood: write YYYY-MM-DD"),
    ("missing and invalid overflow", "a,n\n9,1\n" + f",{'9' * 18}\nx,{'9' * 18}\n" * 10, COUNT, "a count"),
    ("no dates that overflow", "a,n,d\n" + f"9,{'9' * 18},\n" * 19, [*COUNT, *DATE], "line 20: a count would exceed"),
    ("line numbers after a long cell", 'a,n\n"9\n\n",1\r\n9,x\n', COUNT, "line 5: the count 'x' is not a whole number"),
]


@pytest.mark.parametrize("data, options, sentence", [case[1:] for case in BAD], ids=[case[0] for case in BAD])
def test_complaint(data, options, sentence):
    status, _, complaint = ended(["-", "--answer", "a", *options], data)
    assert status == 1
    assert complaint.startswith(f"survey_report: {sentence}")
    assert complaint.count("\n") == 1


def test_counts_too_large_for_a_kiosk_are_fast_and_exact():
    lines = report(f"a,n\n9,{'9' * 18}\n0,1000001\n8,1000000\n,0\n", "--count", "n")
    assert "  answers     1000000000002000000" in lines


def test_rows_of_no_respondents_leave_no_trace():
    lines = report("a,n,s,d\n9,1,x,2020\n9,0,y,2020\n9,0,x,2021\n", "--count", "n", "--segment", "s", "--date", "d")
    assert "2021" not in lines
    assert not any(line.startswith("  y") for line in lines)


def test_unprintable_names_are_made_printable():
    names = [b"x\x1b[31my", b"\xff", b"\xe2\x82", b"\xc3x", b"\xc2\x9b", b"\xed\xa0\x80", b"\xc0\xaf"]
    names += [b"\xf4\x90\x80\x80", "\U0001f600".encode()]
    lines = report(b"a,s\n" + b"".join(b"9," + name + b"\n" for name in names), "--segment", "s")
    names = [line.split()[0] for line in drawn(lines)]
    assert names == ["?", "??", "???", "????", "?x", "x?[31my", "\U0001f600", "all"]


def test_scores_outside_their_interval_are_drawn():
    """Members of the Wald family need not contain the score; the drawing must still have room for it."""
    lines = report("a,s\n9,x\n9,y\n", "--segment", "s", "--method", "bonett-price", "--level", "0.5")
    assert [line[-38:-1].count("o") for line in drawn(lines)] == [1, 1, 1]


@pytest.mark.parametrize("path", ["no/such/file.csv", "."])
def test_file_that_cannot_be_read(path):
    status, _, complaint = ended([path, "--answer", "a"])
    assert status == 1
    assert complaint.startswith(f"survey_report: cannot read {path}: ")


def test_report_that_cannot_be_written():
    with open("/dev/full", "wb") as full:
        done = subprocess.run(
            [*C, *SURVEY], stdout=full, stderr=subprocess.PIPE, stdin=subprocess.DEVNULL, check=False
        )
    assert done.returncode == 1
    assert done.stderr == b"survey_report: cannot write the report: No space left on device\n"


def test_report_does_not_depend_on_the_locale():
    data = "a,s\n9,é\n3,ü\n".encode()
    arguments = ["-", "--answer", "a", "--segment", "s"]
    outputs = {run(C, arguments, data, env={**os.environ, "LC_ALL": name}).stdout for name in ("C", "C.UTF-8")}
    assert len(outputs) == 1 and outputs != {b""}


def random_csv(source):
    """A survey that is damaged here and there; seldom so that nothing is left to report on."""
    good = [
        ["0", "3", "7", "8", "9", "10", "11", "", "NA", "6", "10.0", "7.5"],
        ["A", "B", "C", " é", "", '"q,""r"', "a long name of a segment, cut"],
        ["1", "2", "3", "0", "1000001"],
        ["2017-01-01", "2018-09-09", "2016", "2021", ""],
    ]
    bad = ['"', 'x"y', '"x"y', ' "x"', '"x\ny"', "\x07", "\x9b", "-2", "1e3", "9" * 20, "x", ""]
    damage = source.choice([0, 0, 0.01, 0.05])
    rows = [source.choice(["a,s,n,d", '"a", s ,n,d', "\ufeffa,s,n,d"])]
    for _ in range(source.choice([1, 3, 10, 60])):
        row = [source.choice(bad if source.random() < damage else cells) for cells in good]
        rows.append(",".join(row[: -1 if source.random() < damage / 4 else None]))
    text = source.choice(["\n", "\r\n", "\r"]).join(rows)
    return text.encode("latin-1", "ignore") if source.random() < 0.2 else text.encode()


def random_options(source):
    options = [["--segment", "s"], ["--count", "n"], ["--missing", "11,NA"], ["--benchmark", "-5.5"]]
    options += [["--scale", source.choice(["0-10", "1-10", "1-5", "1-7"])]]
    options += [[source.choice(["--date", "--period"]), "d"]]
    options += [["--method", source.choice(["wald", "bonett-price", "agresti-min"])], ["--level", "0.5"]]
    return [word for option in options if source.random() < 0.7 for word in option]


@pytest.mark.parametrize("seed", range(40))
def test_random_surveys_end_well(seed):
    source = random.Random(seed)
    status, _, _ = ended(["-", "--answer", "a", *random_options(source)], random_csv(source))
    assert status in (0, 1)
