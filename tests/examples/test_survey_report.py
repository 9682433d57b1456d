# SPDX-License-Identifier: MIT
"""The examples: what they print is right, and C and Python print the same, whatever they are given.

From the environment:
    SURVEY_REPORT_C         the compiled docs/examples/survey_report.c
    SURVEY_REPORT_PY        docs/examples/survey_report.py
    TEN_LINES_C             the compiled docs/examples/ten_lines.c
    PYTHONPATH              where `import nps` finds the binding
    SURVEY_REPORT_WRAPPER   optional: a command to run the C programs under, as valgrind with --error-exitcode=99
"""

import csv
import os
import random
import re
import shlex
import subprocess
import sys
from collections import Counter
from math import sqrt
from pathlib import Path

import pytest

C = [*shlex.split(os.environ.get("SURVEY_REPORT_WRAPPER", "")), os.environ["SURVEY_REPORT_C"]]
PYTHON_FILE = Path(os.environ["SURVEY_REPORT_PY"])
PYTHON = [sys.executable, str(PYTHON_FILE)]
DATA = PYTHON_FILE.parent / "data" / "sfo_recommend_counts.csv"
COLUMNS = ["--answer", "answer", "--segment", "boarding_area", "--count", "respondents", "--date", "date"]
SURVEY = [str(DATA), *COLUMNS, "--missing", "11"]

METHODS = """auto exact score skewness-corrected_score adjusted_wald agresti-min bonett-price wald bayes anytime""".split()
METHODS = [name.replace("_", " ") for name in METHODS]

# What the survey must show, typed by hand.
YEARS = {"2017": (1436, 968, 342, "39.840"), "2018": (1268, 935, 447, "30.981")}
AREAS = {
    "2017": {
        "A": ("39.917", 724),
        "B": ("43.373", 166),
        "C": ("46.903", 226),
        "D": ("43.523", 386),
        "E": ("46.857", 175),
        "F": ("38.514", 444),
        "G": ("32.960", 625),
    },
    "2018": {
        "A": ("19.667", 661),
        "B": ("33.193", 238),
        "C": ("26.984", 189),
        "D": ("38.384", 495),
        "E": ("50.955", 157),
        "F": ("35.872", 407),
        "G": ("28.827", 503),
    },
}


# ---- Running both ----------------------------------------------------------------------------------------------------


def run(program, arguments, data=b"", **others):
    return subprocess.run([*program, *arguments], input=data, capture_output=True, timeout=120, check=False, **others)


def both(arguments, data=b"", says_same=True):
    """Runs both programs, which must end alike; the status, the lines of the report and the complaint."""
    if isinstance(data, str):
        data = data.encode()
    in_c, in_python = run(C, arguments, data), run(PYTHON, arguments, data)
    assert in_c.returncode == in_python.returncode, (in_c, in_python)
    assert in_c.stdout == in_python.stdout
    if says_same:
        assert in_c.stderr == in_python.stderr
    if in_c.returncode == 0:
        assert in_c.stderr == b""
    else:
        assert in_c.stdout == b""
        assert in_c.stderr.startswith(b"survey_report: ") or not says_same
        assert b"Traceback" not in in_python.stderr
    return in_c.returncode, in_c.stdout.decode().splitlines(), in_c.stderr.decode()


def report(data, *options):
    """The report on a CSV that must be fine."""
    status, lines, complaint = both(["-", "--answer", "a", *options], data)
    assert (status, complaint) == (0, "")
    return lines


def section(lines, heading):
    """The lines under a heading, up to the next one."""
    start = lines.index(heading) + 2
    assert set(lines[start - 1]) <= set("=-") and len(lines[start - 1]) == len(heading)
    ends = [i - 1 for i in range(start, len(lines)) if re.fullmatch("-{3,}", lines[i])]
    return lines[start : min(ends, default=len(lines))]


def only(lines, pattern):
    """The groups of the only line that matches."""
    found = [match for match in (re.match(pattern, line) for line in lines) if match]
    assert len(found) == 1, (pattern, lines)
    return found[0].groups()


def drawn(lines):
    """The lines that end with the drawing of an interval."""
    return [line for line in lines if re.search(r"\|.{37}\|$", line)]


# ---- An oracle in plain arithmetic -----------------------------------------------------------------------------------


def count_survey():
    """For each year and area, and each year and "all": how often each answer was given; "missing" for no answer."""
    counts = {}
    with open(DATA, newline="", encoding="utf-8") as file:
        for row in csv.DictReader(file):
            answer = "missing" if row["answer"] in ("", "11") else int(row["answer"])
            for area in (row["boarding_area"], "all"):
                counts.setdefault((row["date"][:4], area), Counter())[answer] += int(row["respondents"])
    return counts


def split(answers):
    promoters = sum(answers[a] for a in (9, 10))
    passives = sum(answers[a] for a in (7, 8))
    return promoters, passives, sum(answers[a] for a in range(7))


def nps(promoters, passives, detractors):
    return 100 * (promoters - detractors) / (promoters + passives + detractors)


def standard_error(promoters, passives, detractors):
    n = promoters + passives + detractors
    return 100 * sqrt((promoters + detractors - (promoters - detractors) ** 2 / n)) / n


@pytest.fixture(scope="module", name="survey")
def survey_fixture():
    status, lines, _ = both([*SURVEY, "--benchmark", "36", "--benchmark-name", "airlines"])
    assert status == 0
    return lines


# ---- The figures -----------------------------------------------------------------------------------------------------


def test_oracle_finds_the_figures_of_the_issue():
    counts = count_survey()
    for year, (promoters, passives, detractors, score) in YEARS.items():
        assert split(counts[year, "all"]) == (promoters, passives, detractors)
        assert f"{nps(promoters, passives, detractors):.3f}" == score
        for area, (area_score, n) in AREAS[year].items():
            parts = split(counts[year, area])
            assert (f"{nps(*parts):.3f}", sum(parts)) == (area_score, n)
    assert sum(counts[year, "all"].total() for year in YEARS) == 5640


def test_years(survey):
    counts = count_survey()
    for year, (*parts, score) in YEARS.items():
        lines = section(survey, year)
        assert only(lines, r"  answers +(\d+)$") == (str(sum(parts)),)
        assert only(lines, r"  missing +(\d+)$") == (str(counts[year, "all"]["missing"]),)
        assert only(lines, r"  invalid +(\d+)$") == ("0",)
        for name, count in zip(("promoters", "passives", "detractors"), parts):
            share = 100 * count / sum(parts)
            number, percent, bar = only(lines, rf"  {name} +(\d+) +([\d.]+) %  \|(#*)$")
            assert (number, percent) == (str(count), f"{share:.1f}")
            assert abs(len(bar) - share / 2) <= 0.5
        found, method = only(lines, r"  NPS (\S+), 95 % interval \S+ to \S+ \((.*) method\)$")
        assert found == score and method != "auto"


def test_segments(survey):
    for year, areas in AREAS.items():
        lines = section(survey, year)
        names = [line.split()[0] for line in drawn(lines)]
        assert names == [*"ABCDEFG", "all"]
        for area, (score, n) in areas.items():
            found_n, found_score, lower, upper = only(lines, rf"  {area} +(\d+) +(\S+) +(\S+) to (\S+) +\|")
            assert (found_n, found_score) == (str(n), score)
            assert float(lower) < float(score) < float(upper)


def test_drawn_intervals_are_where_the_figures_say(survey):
    for year in YEARS:
        lines = section(survey, year)
        low, high = map(int, only(lines, r"  boarding_area +n +NPS +95 % interval +(-?\d+) +(-?\d+)$"))
        for line in drawn(lines):
            score, lower, upper, plot = re.match(r"  \S+ +\d+ +(\S+) +(\S+) to (\S+) +\|(.*)\|", line).groups()
            step = (high - low) / 36
            places = [low + i * step for i, c in enumerate(plot) if c in "-o"]
            assert abs(places[0] - float(lower)) <= step and abs(places[-1] - float(upper)) <= step
            assert abs(low + plot.index("o") * step - float(score)) <= step


def test_change(survey):
    lines = section(survey, "Change from 2017 to 2018")
    assert only(lines, r"  NPS +(\S+), then (\S+)$") == ("39.840", "30.981")
    difference, lower, upper = only(lines, r"  difference  (\S+), 95 % interval (\S+) to (\S+), p < 0.0001 \(")
    assert difference == "-8.859"
    assert float(lower) < -8.859 < float(upper) < 0
    assert "  The drop of 8.9 points is larger than chance alone explains." in lines
    assert any("are not independent of each other" in line for line in lines)


def test_change_by_segment(survey):
    lines = section(survey, "Change from 2017 to 2018")
    for area in "ABCDEFG":
        old, new, change, lower, upper, p_value, verdict = only(
            lines, rf"  {area} +(\S+) +(\S+) +(\S+) +(\S+) to (\S+) +p . (\S+)  (.*)$"
        )
        assert (old, new) == (AREAS["2017"][area][0], AREAS["2018"][area][0])
        counts = count_survey()
        assert change == f"{nps(*split(counts['2018', area])) - nps(*split(counts['2017', area])):+.3f}"
        assert verdict == ("may be chance" if float(lower) <= 0 <= float(upper) else "beyond chance")
        assert (float(p_value) < 0.05) == (verdict == "beyond chance")
    assert any("Bonferroni" in line for line in lines)


def test_benchmark(survey):
    lines = section(survey, "Against the benchmark")
    assert "  NPS         30.981 (2018)" in lines
    assert "  benchmark   36 (airlines)" in lines
    assert only(lines, r"  difference  (\S+), 95 % interval \S+ to (\S+), p = ")[0] == "-5.019"
    assert "  The score lies 5.0 points below the benchmark, more than chance alone explains." in lines
    assert any("taken as exact" in line for line in lines)


def test_bias_of_those_who_did_not_answer(survey):
    lines = section(survey, "What these figures cannot tell")
    assert any("No interval covers the bias of those who did not answer: 244 here" in line for line in lines)


def test_wald_interval_and_comparison_by_hand():
    """The one method that is plain arithmetic: z standard errors, joined by their squares."""
    z = 1.6448536269514722
    status, lines, _ = both([*SURVEY, "--method", "wald", "--level", "0.9", "--benchmark", "36"])
    assert status == 0
    errors = {}
    for year, (*parts, score) in YEARS.items():
        errors[year] = z * standard_error(*parts)
        bounds = f"{nps(*parts) - errors[year]:.1f} to {nps(*parts) + errors[year]:.1f}"
        assert f"  NPS {score}, 90 % interval {bounds} (wald method)" in section(lines, year)
    error = sqrt(errors["2017"] ** 2 + errors["2018"] ** 2)
    change = nps(*YEARS["2018"][:3]) - nps(*YEARS["2017"][:3])
    start = f"  difference  {change:+.3f}, 90 % interval {change - error:.1f} to {change + error:.1f}, "
    assert any(line.startswith(start) for line in section(lines, "Change from 2017 to 2018"))
    standing = nps(*YEARS["2018"][:3]) - 36
    bounds = f"{standing - errors['2018']:.1f} to {standing + errors['2018']:.1f}"
    start = f"  difference  {standing:+.3f}, 90 % interval {bounds}, "
    assert any(line.startswith(start) for line in section(lines, "Against the benchmark"))


def test_lines_are_not_too_wide(survey):
    assert max(map(len, survey)) <= 100


def test_undeclared_code_is_invalid_and_said_so():
    status, lines, _ = both([str(DATA), *COLUMNS])
    assert status == 0
    assert "  respondents  5396 answers, 1 missing, 243 invalid" in lines
    assert any("--missing" in line for line in lines)


def test_years_given_as_periods_give_the_same_report():
    """What is counted is the same with a period of any text as with the year of a date."""
    with open(DATA, newline="", encoding="utf-8") as file:
        rows = [f"{row['answer']},{row['boarding_area']},{row['respondents']},{row['date'][:4]}"
                for row in csv.DictReader(file)]  # fmt: skip
    options = [*COLUMNS[:6], "--missing", "11", "--benchmark", "36"]
    data = "\n".join(["answer,boarding_area,respondents,year", *rows])
    status, lines, _ = both(["-", *options, "--period", "year"], data)
    _, dated, _ = both([str(DATA), *options, "--date", "date"])
    assert status == 0
    assert [line for line in lines if "  file  " not in line] == [line for line in dated if "  file  " not in line]


def test_standard_input_gives_the_same_report(survey):
    arguments = ["-", *SURVEY[1:], "--benchmark", "36", "--benchmark-name", "airlines"]
    status, lines, _ = both(arguments, DATA.read_bytes())
    assert status == 0
    assert [line for line in lines if "  file  " not in line] == [line for line in survey if "  file  " not in line]


def test_one_row_per_respondent_gives_the_same_report(survey):
    rows = ["answer,boarding_area,date"]
    with open(DATA, newline="", encoding="utf-8") as file:
        for row in csv.DictReader(file):
            rows += [f"{row['answer']},{row['boarding_area']},{row['date']}"] * int(row["respondents"])
    arguments = ["-", *COLUMNS[:4], "--date", "date", "--missing", "11", "--benchmark", "36"]
    status, lines, _ = both([*arguments, "--benchmark-name", "airlines"], "\n".join(rows))
    assert status == 0 and len(rows) == 5641
    assert [line for line in lines if "  file  " not in line] == [line for line in survey if "  file  " not in line]


# ---- Options ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("program", [C, PYTHON], ids=["C", "Python"])
@pytest.mark.parametrize("option", ["--help", "-h"])
def test_help_explains_every_option(program, option):
    done = run(program, [option])
    text = done.stdout.decode()
    assert done.returncode == 0 and done.stderr == b""
    for name in "answer segment count date period scale missing level method benchmark benchmark-name".split():
        assert f"--{name} " in text
    assert "standard" in text and "Exit status" in text and "Example" in text
    explained = {line[2:26].rstrip() for line in text.splitlines() if re.match(r"  \S.{23}  \S", line)}
    assert set(METHODS) <= explained
    assert max(map(len, text.splitlines())) <= 100


@pytest.mark.parametrize(
    "arguments",
    [
        [],
        ["-"],
        ["--answer", "a"],
        ["-", "--answer", "a", "--date", "d", "--period", "p"],
        ["-", "--answer", "a", "--scale", "0-5"],
        ["-", "--answer", "a", "--scale", ""],
        ["-", "--answer"],
        ["-", "--answer", "a", "--unknown"],
        ["-", "--answer", "a", "--level", "95"],
        ["-", "--answer", "a", "--level", "nan"],
        ["-", "--answer", "a", "--level", "1"],
        ["-", "--answer", "a", "--level", "0.95x"],
        ["-", "--answer", "a", "--level", ""],
        ["-", "--answer", "a", "--benchmark", "101"],
        ["-", "--answer", "a", "--benchmark", "nan"],
        ["-", "--answer", "a", "--benchmark", "x"],
        ["-", "--answer", "a", "--method", "guess"],
        ["-", "--answer", "a", "--method", ""],
    ],
)
def test_options_that_make_no_sense(arguments):
    status, _, complaint = both(arguments, "a\n9\n", says_same=False)
    assert status == 2
    assert re.fullmatch("survey_report: .+\nsurvey_report: try --help\n", complaint)
    in_python = run(PYTHON, arguments).stderr.decode()
    assert re.fullmatch("survey_report: .+\nsurvey_report: try --help\n", in_python)


@pytest.mark.parametrize("program", [C, PYTHON], ids=["C", "Python"])
def test_unknown_method_is_answered_with_the_known(program):
    complaint = run(program, ["-", "--answer", "a", "--method", "foo"]).stderr.decode()
    assert f"--method{':' if program is PYTHON else ''} is one of {', '.join(METHODS)}, not 'foo'\n" in complaint


def test_the_method_is_automatic_as_the_help_says():
    for n, name in ((100, "exact"), (101, "skewness-corrected score")):
        assert only(report(f"a,n\n10,{n}\n", "--count", "n"), r"  NPS .* \((.*) method\)$") == (name,)


def test_exact_method_needs_few_answers_in_each_period_only():
    data = "a,n,p\n10,150,x\n0,150,y\n"
    assert any("(exact method)" in line for line in report(data, "--count", "n", "--method", "exact", "--period", "p"))


@pytest.mark.parametrize(
    "name, used",
    [
        ("score", "score"),
        ("wald", "wald"),
        ("adjusted wald", "adjusted wald"),
        ("adjusted-wald", "adjusted wald"),
        ("agresti-min", "agresti-min"),
        ("bonett-price", "bonett-price"),
    ],
)
def test_method(name, used):
    lines = report("a\n9\n3\n8\n", "--method", name)
    assert only(lines, r"  NPS .* \((.*) method\)$") == (used,)


def test_level():
    assert any("99.9 % interval" in line for line in report("a\n9\n3\n8\n", "--level", "0.999"))


@pytest.mark.parametrize(
    "codes, missing, invalid",
    [("", 1, 4), ("11", 3, 2), ("11,99", 4, 1), (" 99 , NA ", 3, 2), ("11,99,NA", 5, 0), ("NA,", 2, 3), ("9", 2, 4)],
)
def test_missing_codes(codes, missing, invalid):
    answers = 2 if codes != "9" else 1
    lines = report('a\n11\n11.0\n99\nNA\n""\n9\n0\n', f"--missing={codes}")
    assert f"  respondents  {answers} answers, {missing} missing, {invalid} invalid" in lines


# ---- Scales ----------------------------------------------------------------------------------------------------------

EVERY_ANSWER = "a\n" + "\n".join(map(str, range(12)))


@pytest.mark.parametrize(
    "scale, outside, meanings, parts",
    [
        ("0-10", None, "0-6 detractor, 7-8 passive, 9-10 promoter", (2, 2, 7)),
        ("1-10", 1, "1-6 detractor, 7-8 passive, 9-10 promoter", (2, 2, 6)),
        ("1-5", 6, "1-3 detractor, 4 passive, 5 promoter", (1, 1, 3)),
        ("1-7", 4, "1-5 detractor, 6 passive, 7 promoter", (1, 1, 5)),
    ],
)
def test_scale(scale, outside, meanings, parts):
    lines = report(EVERY_ANSWER, "--scale", scale)
    assert f'  answers      column "a": {meanings}' in lines
    off = f", {outside} outside" if outside else ""
    assert f"  respondents  {sum(parts)} answers, 0 missing, 1 invalid{off}" in lines
    numbers = section(lines, "all dates")
    for name, count in zip(("promoters", "passives", "detractors"), parts):
        assert only(numbers, rf"  {name} +(\d+) ") == (str(count),)
    assert only(numbers, r"  NPS (\S+),") == (f"{nps(*parts):.3f}",)
    if outside:
        assert only(numbers, r"  outside +(\d+)$") == (str(outside),)
        assert only(lines, r"  missing +blank; 0 to 10 but not (1) to (\d+) is outside") == tuple(scale.split("-"))
    assert any("answers outside the scale" in line for line in lines) == bool(outside)
    assert any(line.startswith(f"  No interval covers the bias of those who did not answer: {(outside or 0) + 1} here")
               for line in lines)  # fmt: skip


def test_scale_in_comparisons():
    rows = ["a,n,d,s"] + [f"{a},{n},{d},x" for a, n, d in [(5, 60, 2020), (1, 40, 2020), (5, 40, 2021), (3, 60, 2021)]]
    options = ["--scale", "1-5", "--count", "n", "--date", "d", "--segment", "s", "--benchmark", "10"]
    lines = report("\n".join(rows), *options)
    assert "  NPS         20.000, then -20.000" in lines
    assert any(line.startswith("  difference  -40.000, ") for line in lines)
    assert any(line.startswith("  difference  -30.000, ") for line in section(lines, "Against the benchmark"))
    assert any(re.match("  x +20.000 +-20.000 +-40.000", line) for line in lines)


@pytest.mark.parametrize(
    "answers, scale, highest",
    [("1 5 4", "0-10", 5), ("7 1", "0-10", 7), ("0", "0-10", 0), ("5", "1-10", 5), ("8 1", "0-10", None)]
    + [("5 1", "1-5", None), ("4 1", "1-7", None)],
)
def test_doubt_about_the_scale(answers, scale, highest):
    lines = report("a\n" + answers.replace(" ", "\n"), "--scale", scale)
    doubts = [line for line in lines if line.endswith("is this the right scale? See --scale.")]
    sentence = f"  No answer is above {highest}: is this the right scale? See --scale."
    assert doubts == ([] if highest is None else [sentence])


def test_nothing_on_the_scale():
    status, _, complaint = both(["-", "--answer", "a", "--scale", "1-5"], "a\n8\n0\n")
    sentence = "the column 'a' holds no answers (0 missing, 0 invalid, 2 outside), so there is no score"
    assert (status, complaint) == (1, f"survey_report: {sentence}\n")


# ---- Periods and files -----------------------------------------------------------------------------------------------


def test_periods_of_any_text_are_ordered():
    names = ["wave 2", "wave 10", "ä period of many letters indeed", "a", "wave"]
    lines = report("a,p,s\n" + "\n".join(f"9,{name},x" for name in names), "--period", "p", "--segment", "s")
    shown = ["a", "wave", "wave 10", "wave 2", "ä period of many l.."]
    assert [line for line in lines if line in shown] == shown
    for before, after in zip(shown, shown[1:]):
        assert section(lines, f"Change from {before} to {after}")
    above = [line[11:29] for line in lines if line.startswith("  s ") and "change" in line]
    assert above == ["       a      wave", "    wave   wave 10", " wave 10    wave 2", "  wave 2  ä peri.."]


@pytest.mark.parametrize("option", ["date", "period"])
def test_respondents_without_a_period_are_left_out(option):
    data = "a,n,d\n9,1,2020\n3,5, \n,2,\n11,1,2020\n"
    lines = report(data, "--count", "n", f"--{option}", "d")
    assert "  respondents  1 answers, 0 missing, 1 invalid" in lines
    assert f"  no {option:<10}7, left out of every figure" in lines
    status, _, complaint = both(["-", "--answer", "a", f"--{option}", "d"], "a,d\n9,\n8, \n")
    assert status == 1
    assert complaint == (
        f"survey_report: the column 'a' holds no answers (0 missing, 0 invalid, 2 without a {option}), "
        "so there is no score\n"
    )


@pytest.mark.parametrize("date", ["2018", "20181231", "2018-12-31", "2018/1/2", "2018-12-31T10:00:00Z", "2018 Q1"])
def test_date(date):
    assert "2018" in report(f"a,d\n9,{date}\n", "--date", "d")


@pytest.fixture(name="files")
def files_fixture(tmp_path):
    """Two files of one survey, of different columns."""
    contents = {"a.csv": "a,d,x\n9,2020,\n3,2021,\n", "b.csv": "d,a\r\n2021,10\r\n2020,\r\n"}
    for name, content in contents.items():
        (tmp_path / name).write_text(content)
    return [str(tmp_path / name) for name in contents]


def test_several_files_are_one_survey(files):
    status, lines, _ = both([files[0], "--answer", "a", files[1], "--date", "d", "-"], "a,d\n0,2021\n")
    assert status == 0
    names = [line.removeprefix("  file         ") for line in lines if line.startswith("  file  ")]
    assert names == [*files, "standard input"]
    one = report("a,d\n9,2020\n3,2021\n10,2021\n,2020\n0,2021\n", "--date", "d")
    assert [line for line in lines if "  file  " not in line] == [line for line in one if "  file  " not in line]


@pytest.mark.parametrize(
    "content, sentence",
    [
        ("a,d\n9,x\n", "{}: line 2: the date 'x' is not understood: write YYYY-MM-DD"),
        ("d\n2020\n", "{}: no column is called 'a'; there are: d"),
        ("", "{}: there is no header line: the file is empty"),
        ('a,d\n9,"x', "{}: after line 1: a quotation mark opens a cell that never ends"),
        ('a,d\n9,x"\n', "{}: line 2: a quotation mark where none may be"),
        ("a,d\n\0", "{}: line 2: a zero byte; this is no text in UTF-8 (UTF-16, perhaps?)"),
        (None, "cannot read {}: No such file or directory"),
    ],
)
def test_complaint_of_one_file_of_several(files, content, sentence):
    if content is None:
        Path(files[1]).unlink()
    else:
        Path(files[1]).write_text(content)
    status, _, complaint = both([*files, "--answer", "a", "--date", "d"])
    assert (status, complaint) == (1, f"survey_report: {sentence.format(files[1])}\n")


# ---- What was said in words ------------------------------------------------------------------------------------------


NOT_DISTINGUISHABLE = "not distinguishable from no change: chance alone may explain it."


def two_years(before, after):
    """A survey of promoters and detractors in two years."""
    rows = [f"10,{before[0]},2020-01-01", f"0,{before[1]},2020-01-01"]
    return "\n".join(["a,n,d", *rows, f"10,{after[0]},2021-01-01", f"0,{after[1]},2021-01-01"])


@pytest.mark.parametrize(
    "before, after, sentence",
    [
        ((600, 400), (400, 600), "The drop of 40.0 points is larger than chance alone explains."),
        ((400, 600), (600, 400), "The rise of 40.0 points is larger than chance alone explains."),
        ((6, 4), (5, 5), f"The drop of 20.0 points is {NOT_DISTINGUISHABLE}"),
        ((5, 5), (6, 4), f"The rise of 20.0 points is {NOT_DISTINGUISHABLE}"),
        ((5, 5), (5, 5), "The two scores are equal, which does not show that nothing changed: see the interval."),
        ((5000, 5000), (5001, 5000), f"The rise of less than 0.1 points is {NOT_DISTINGUISHABLE}"),
    ],
)
def test_sentence_on_the_change(before, after, sentence):
    lines = report(two_years(before, after), "--count", "n", "--date", "d")
    assert f"  {sentence}" in section(lines, "Change from 2020 to 2021")


@pytest.mark.parametrize(
    "benchmark, sentence",
    [
        ("90", "The score lies 90.0 points below the benchmark, more than chance alone explains."),
        ("-90", "The score lies 90.0 points above the benchmark, more than chance alone explains."),
        ("0.01", "The score is not distinguishable from the benchmark: chance alone may explain less than 0.1 point"),
        ("0", "The score is that of the benchmark, which does not show that they are the same: see the interval."),
        ("1", "The score is not distinguishable from the benchmark: chance alone may explain 1.0 points."),
    ],
)
def test_sentence_on_the_benchmark(benchmark, sentence):
    lines = report("a,n\n10,50\n0,50\n", "--count", "n", "--benchmark", benchmark)
    assert any(line.startswith(f"  {sentence}") for line in section(lines, "Against the benchmark"))


@pytest.mark.parametrize("n, words", [(1, "1 answer"), (2, "2 answers"), (99, "99 answers"), (100, None)])
def test_sentence_on_few_answers(n, words):
    lines = report(f"a,n\n10,{n}\n", "--count", "n")
    lower, upper = only(lines, r"  NPS \S+, 95 % interval (\S+) to (\S+) ")
    said = [line for line in lines if line.startswith("  With ")]
    sentence = f"  With {words} the true score may well lie anywhere from {lower} to {upper}."
    assert said == ([sentence] if words else [])


@pytest.mark.parametrize("promoters, detractors", [(5, 5), (60, 40), (65, 35), (35, 65), (900, 100)])
def test_sentence_on_an_interval_that_contains_0(promoters, detractors):
    lines = report(f"a,n\n10,{promoters}\n0,{detractors}\n", "--count", "n")
    lower, upper = map(float, only(lines, r"  NPS \S+, 95 % interval (\S+) to (\S+) "))
    sentence = "  The interval contains 0: promoters may outnumber detractors, or the reverse."
    assert (sentence in lines) == (lower <= 0 <= upper)


@pytest.mark.parametrize("segments, warned", [(5, False), (6, True), (11, True)])
def test_warning_under_many_segments(segments, warned):
    data = "a,s\n" + "\n".join(f"9,s{i}" for i in range(segments)) + "\n,silent\n"
    lines = report(data, "--segment", "s")
    found = [line for line in lines if "some may miss the truth by luck" in line]
    assert len(found) == warned
    assert all(f"holds at 95 % by itself. Of these {segments} some" in line for line in found)


@pytest.mark.parametrize("answers, silent", [("9", 0), ("9\nx", 1)])
def test_sentence_on_those_who_did_not_answer(answers, silent):
    text = "".join(section(report(f"a\n{answers}\n"), "What these figures cannot tell"))
    assert ("1 here gave no valid answer" in text) == (silent == 1)
    assert ("this survey does not tell of any" in text) == (silent == 0)


def test_three_periods_are_compared_one_by_one():
    lines = report("a,d\n9,2020-05-01\n3,2021\n8,20240601\n", "--date", "d", "--benchmark", "0")
    changes = [line for line in lines if line.startswith("Change from")]
    assert changes == ["Change from 2020 to 2021", "Change from 2021 to 2024"]
    assert "  NPS         0.000 (2024)" in section(lines, "Against the benchmark")


def test_one_period_is_compared_with_none():
    lines = report("a,d\n9,2020-05-01\n3,2020\n", "--date", "d")
    assert not any(line.startswith(("Change", "Against")) for line in lines)


def test_without_date_and_segment():
    lines = report("a\n9\n3\n")
    assert "all dates" in lines
    assert drawn(lines) == []


def test_period_without_answers():
    data = "a,s,d\n9,x,2020\n,x,2021\n"
    lines = report(data, "--date", "d", "--segment", "s", "--benchmark", "0")
    assert "  No answers, so no score." in section(lines, "2021")
    assert any("nothing to compare" in line for line in section(lines, "Change from 2020 to 2021"))
    assert any("nothing to compare" in line for line in section(lines, "Against the benchmark"))


def test_segments_are_ordered_and_named():
    data = "a,s\n9,b\n3,é\n8,\n7,B\n,z\n10,a very long name of a segment\n"
    lines = report(data, "--segment", "s")
    names = [line[2:22].rstrip() for line in lines if line in drawn(lines) or line.endswith("  no answers")]
    assert names == ["(blank)", "B", "a very long name o..", "b", "z", "é", "all"]
    assert len({len(line) for line in drawn(lines)}) == 1
    assert any(re.fullmatch(r"  z +0  no answers", line) for line in lines)


# ---- Hostile input ---------------------------------------------------------------------------------------------------

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
    status, _, complaint = both(["-", "--answer", "a", *options], data)
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
    status, _, complaint = both([path, "--answer", "a"])
    assert status == 1
    assert complaint.startswith(f"survey_report: cannot read {path}: ")


@pytest.mark.parametrize("program", [C, PYTHON], ids=["C", "Python"])
def test_report_that_cannot_be_written(program):
    with open("/dev/full", "wb") as full:
        done = subprocess.run(
            [*program, *SURVEY], stdout=full, stderr=subprocess.PIPE, stdin=subprocess.DEVNULL, check=False
        )
    assert done.returncode == 1
    assert done.stderr == b"survey_report: cannot write the report: No space left on device\n"


@pytest.mark.parametrize("program", [C, PYTHON], ids=["C", "Python"])
def test_report_does_not_depend_on_the_locale(program):
    data = "a,s\n9,é\n3,ü\n".encode()
    arguments = ["-", "--answer", "a", "--segment", "s"]
    outputs = {run(program, arguments, data, env={**os.environ, "LC_ALL": name}).stdout for name in ("C", "C.UTF-8")}
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
def test_random_surveys_are_read_alike(seed):
    source = random.Random(seed)
    status, _, _ = both(["-", "--answer", "a", *random_options(source)], random_csv(source))
    assert status in (0, 1)


# ---- The ten lines ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "program",
    [[*C[:-1], os.environ["TEN_LINES_C"]], [sys.executable, str(PYTHON_FILE.with_name("ten_lines.py"))]],
    ids=["C", "Python"],
)
def test_ten_lines(program):
    done = run(program, [])
    assert (done.returncode, done.stderr) == (0, b"")
    lower, upper = re.fullmatch(rb"NPS 25.0, 95 % interval (\S+) to (\S+)\n", done.stdout).groups()
    assert -60 < float(lower) < -20 and 50 < float(upper) < 90
