# SPDX-License-Identifier: MIT
"""The survey report in C: what it prints is right, and the report of the package has the same figures."""

import csv
import re
from collections import Counter
from math import sqrt
from pathlib import Path
from random import Random

import pytest
from survey_report_runner import C, COLUMNS, DATA, SURVEY, drawn, ended, in_python, only, report, run, section

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


# ---- An oracle in plain arithmetic -----------------------------------------------------------------------------------


def printed(score):
    """A score as the report prints it: with the one decimal of the interval beside it."""
    return f"{float(score):.1f}"


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
    status, lines, _ = ended([*SURVEY, "--benchmark", "36", "--benchmark-name", "airlines"])
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
        assert found == printed(score) and method != "auto"


def test_segments(survey):
    for year, areas in AREAS.items():
        lines = section(survey, year)
        names = [line.split()[0] for line in drawn(lines)]
        assert names == [*"ABCDEFG", "all"]
        for area, (score, n) in areas.items():
            found_n, found_score, lower, upper = only(lines, rf"  {area} +(\d+) +(\S+) +(\S+) to (\S+) +\|")
            assert (found_n, found_score) == (str(n), printed(score))
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
    assert only(lines, r"  NPS +(\S+), then (\S+)$") == ("39.8", "31.0")
    difference, lower, upper = only(lines, r"  difference  (\S+), 95 % interval (\S+) to (\S+), p < 0.0001 \(")
    assert difference == "-8.9"
    assert float(lower) < -8.859 < float(upper) < 0
    assert "  The drop of 8.9 points is larger than chance alone explains." in lines
    assert any("are not independent of each other" in line for line in lines)


def test_change_by_segment(survey):
    lines = section(survey, "Change from 2017 to 2018")
    for area in "ABCDEFG":
        old, new, change, lower, upper, p_value, verdict = only(
            lines, rf"  {area} +(\S+) +(\S+) +(\S+) +(\S+) to (\S+) +p . (\S+) +(.*)$"
        )
        assert (old, new) == (printed(AREAS["2017"][area][0]), printed(AREAS["2018"][area][0]))
        counts = count_survey()
        assert change == f"{nps(*split(counts['2018', area])) - nps(*split(counts['2017', area])):+.1f}"
        assert verdict == ("may be chance" if float(lower) <= 0 <= float(upper) else "beyond chance")
        assert (float(p_value) < 0.05) == (verdict == "beyond chance")
    assert any("Bonferroni" in line for line in lines)
    # A p-value that was multiplied beyond 1 is cut there, and has no digits.
    assert only(lines, r"  F .* (p = \S+) +may be chance$") == ("p = 1",)


def test_benchmark(survey):
    lines = section(survey, "Against the benchmark")
    assert "  NPS         31.0 (2018)" in lines
    assert "  benchmark   36 (airlines)" in lines
    assert only(lines, r"  difference  (\S+), 95 % interval \S+ to (\S+), p = ")[0] == "-5.0"
    assert "  The score lies 5.0 points below the benchmark, more than chance alone explains." in lines
    assert any("taken as exact" in line for line in lines)


def test_bias_of_those_who_did_not_answer(survey):
    lines = section(survey, "What these figures cannot tell")
    assert any("No interval covers the bias of those who did not answer: 244 here" in line for line in lines)


def test_wald_interval_and_comparison_by_hand():
    """The one method that is plain arithmetic: z standard errors, joined by their squares."""
    z = 1.6448536269514722
    status, lines, _ = ended([*SURVEY, "--method", "wald", "--level", "0.9", "--benchmark", "36"])
    assert status == 0
    errors = {}
    for year, (*parts, score) in YEARS.items():
        errors[year] = z * standard_error(*parts)
        bounds = f"{nps(*parts) - errors[year]:.1f} to {nps(*parts) + errors[year]:.1f}"
        assert f"  NPS {printed(score)}, 90 % interval {bounds} (wald method)" in section(lines, year)
    error = sqrt(errors["2017"] ** 2 + errors["2018"] ** 2)
    change = nps(*YEARS["2018"][:3]) - nps(*YEARS["2017"][:3])
    start = f"  difference  {change:+.1f}, 90 % interval {change - error:.1f} to {change + error:.1f}, "
    assert any(line.startswith(start) for line in section(lines, "Change from 2017 to 2018"))
    standing = nps(*YEARS["2018"][:3]) - 36
    bounds = f"{standing - errors['2018']:.1f} to {standing + errors['2018']:.1f}"
    start = f"  difference  {standing:+.1f}, 90 % interval {bounds}, "
    assert any(line.startswith(start) for line in section(lines, "Against the benchmark"))


def rounded(row):
    """The figures of a segment as the program in C prints them."""
    return (row["n"], *(f"{row[name]:.1f}".replace("-0.0", "0.0") for name in ("score", "lower", "upper")))


def figures_in_c(lines, year):
    """The figures of each segment, and of all, of a year."""
    pattern = r"  (\S+) +(\d+) +(\S+) +(\S+) to (\S+) +\|"
    found = [match.groups() for match in (re.match(pattern, line) for line in drawn(section(lines, year))) if match]
    return {name: (int(n), *figures) for name, n, *figures in found}


def same_figures(arguments, options, data=b""):
    """The program in C and the package say the same of 2018, and of the change from the year before."""
    status, lines, _ = ended([*arguments, "--answer", "answer", "--segment", "area", "--date", "date"], data)
    assert status == 0
    found = in_python([*arguments, "--answer", "answer", "--by", "area", "--before", "2018-01-01", *options], data)
    rows = {row["segment"] or "(blank)": rounded(row) for row in found["segments"][0]["rows"] if row["n"]}
    expected = figures_in_c(lines, "2018")
    assert expected.pop("all") == rounded(found["total"])
    assert {name: rows[name] for name in expected} == expected
    change = only(section(lines, "Change from 2017 to 2018"), r"  difference  (\S+), 95 % interval (\S+) to (\S+), ")
    assert change == (f"{found['change']['difference']:+.1f}", *rounded({"n": 0, "score": 0, **found["change"]})[2:])


def test_the_package_has_the_same_figures():
    data = DATA.read_text().replace("boarding_area", "area")
    same_figures(["-", "--count", "respondents", "--missing", "11"], [], data)


@pytest.mark.parametrize("seed", range(8))
def test_the_package_has_the_same_figures_of_random_surveys(seed):
    source = Random(seed)
    rows = ["answer,area,n,date"]
    for _ in range(source.choice([10, 60, 400])):
        answer, area = source.choice([*range(12), "", 9, 10, 10]), source.choice("ABCD")
        rows.append(f"{answer},{area},{source.randrange(4)},{source.choice(['2017-03-01', '2018-02-28', '2018-12-31'])}")
    same_figures(["-", "--count", "n", "--missing", "11"], ["--respondent", "-"], "\n".join(rows))


def test_lines_are_not_too_wide(survey):
    assert max(map(len, survey)) <= 100


def test_undeclared_code_is_invalid_and_said_so():
    status, lines, _ = ended([str(DATA), *COLUMNS])
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
    status, lines, _ = ended(["-", *options, "--period", "year"], data)
    _, dated, _ = ended([str(DATA), *options, "--date", "date"])
    assert status == 0
    assert [line for line in lines if "  file  " not in line] == [line for line in dated if "  file  " not in line]


def test_standard_input_gives_the_same_report(survey):
    arguments = ["-", *SURVEY[1:], "--benchmark", "36", "--benchmark-name", "airlines"]
    status, lines, _ = ended(arguments, DATA.read_bytes())
    assert status == 0
    assert [line for line in lines if "  file  " not in line] == [line for line in survey if "  file  " not in line]


def test_one_row_per_respondent_gives_the_same_report(survey):
    rows = ["answer,boarding_area,date"]
    with open(DATA, newline="", encoding="utf-8") as file:
        for row in csv.DictReader(file):
            rows += [f"{row['answer']},{row['boarding_area']},{row['date']}"] * int(row["respondents"])
    arguments = ["-", *COLUMNS[:4], "--date", "date", "--missing", "11", "--benchmark", "36"]
    status, lines, _ = ended([*arguments, "--benchmark-name", "airlines"], "\n".join(rows))
    assert status == 0 and len(rows) == 5641
    assert [line for line in lines if "  file  " not in line] == [line for line in survey if "  file  " not in line]


# ---- Options ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("option", ["--help", "-h"])
def test_help_explains_every_option(option):
    done = run(C, [option])
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
    status, _, complaint = ended(arguments, "a\n9\n")
    assert status == 2
    assert re.fullmatch("survey_report: .+\nsurvey_report: try --help\n", complaint)


def test_unknown_method_is_answered_with_the_known():
    complaint = run(C, ["-", "--answer", "a", "--method", "foo"]).stderr.decode()
    assert f"--method is one of {', '.join(METHODS)}, not 'foo'\n" in complaint


def test_the_method_is_automatic_as_the_help_says():
    for n, name in ((100, "exact"), (101, "skewness-corrected score")):
        assert only(report(f"a,n\n10,{n}\n", "--count", "n"), r"  NPS .* \((.*) method\)$") == (name,)


def test_exact_method_needs_few_answers_in_each_period_only():
    data = "a,n,p\n10,150,x\n0,150,y\n"
    lines = report(data, "--count", "n", "--method", "exact", "--period", "p")
    assert any("(exact method)" in line for line in lines)
    assert any("(skewness-corrected score method)" in line for line in lines if line.startswith("  difference"))


def test_exact_method_compares_small_periods_exactly():
    lines = report("a,n,p\n10,8,x\n0,6,y\n", "--count", "n", "--method", "exact", "--period", "p")
    assert any("(exact method)" in line for line in lines if line.startswith("  difference"))


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
    assert only(numbers, r"  NPS (\S+),") == (f"{nps(*parts):.1f}",)
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
    assert "  NPS         20.0, then -20.0" in lines
    assert any(line.startswith("  difference  -40.0, ") for line in lines)
    assert any(line.startswith("  difference  -30.0, ") for line in section(lines, "Against the benchmark"))
    assert any(re.match("  x +20.0 +-20.0 +-40.0", line) for line in lines)


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
    status, _, complaint = ended(["-", "--answer", "a", "--scale", "1-5"], "a\n8\n0\n")
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
    status, _, complaint = ended(["-", "--answer", "a", f"--{option}", "d"], "a,d\n9,\n8, \n")
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
    status, lines, _ = ended([files[0], "--answer", "a", files[1], "--date", "d", "-"], "a,d\n0,2021\n")
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
    status, _, complaint = ended([*files, "--answer", "a", "--date", "d"])
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
    assert "  NPS         0.0 (2024)" in section(lines, "Against the benchmark")


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
