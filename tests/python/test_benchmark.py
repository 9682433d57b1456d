# SPDX-License-Identifier: MIT
"""Published scores in Python: standing, three questions, bands, and files of one's own."""

import json
import pickle

import pytest

import nps
from nps import _raw as raw
from nps._benchmark import _VERDICTS

SAMPLE = nps.Counts(460, 300, 140)


def test_the_table_has_sources():
    known = nps.benchmarks()
    assert len(known) > 50 and all(benchmark.source and benchmark.name for benchmark in known)
    airlines = [benchmark for benchmark in known if benchmark.name == "Airlines"]
    assert [(each.score, each.region, each.year) for each in airlines] == [(36, None, None), (7, "US", 2023)]
    assert airlines[0].not_known == ("respondents", "year", "region")
    assert {benchmark.kind for benchmark in known} == {"industry", "company"}
    assert all("respondents" in benchmark.not_known for benchmark in known)


def test_a_benchmark_is_a_record():
    rome = nps.Benchmark(36, "Rome", kind="company", year=2024, respondents=900)
    assert json.loads(json.dumps(rome))["respondents"] == 900
    assert pickle.loads(pickle.dumps(rome)) == rome
    assert nps.Benchmark(36, respondents=0).respondents is None
    for wrong, error in (
        (dict(score=101), nps.ReferenceScoreError),
        (dict(score="36"), TypeError),
        (dict(score=36, kind="shop"), nps.MethodError),
        (dict(score=36, year=2024.5), TypeError),
        (dict(score=36, respondents=-1), OverflowError),
    ):
        with pytest.raises(error):
            nps.Benchmark(**wrong)


def test_standing_against_one_is_the_comparison():
    rome = nps.Benchmark(20, "Rome", respondents=900)
    found = nps.standing(SAMPLE, rome)
    alone = nps.compare_benchmark(SAMPLE, 20, respondents=900)
    assert (found.difference, found.lower, found.upper, found.p_value) == (
        alone.difference, alone.lower, alone.upper, alone.p_value)  # fmt: skip
    assert found.adjusted == found.p_value and found.benchmark == rome
    assert found.not_known == ("year", "region", "source")
    assert nps.standing(SAMPLE, 20).not_known == ("respondents", "year", "region", "source")
    assert nps.standing(SAMPLE, 20).lower > found.lower


def test_standing_against_several_is_a_table():
    rivals = [nps.Benchmark(20, "Oslo", respondents=900, year=2024), 35, nps.Benchmark(60, "Lima")]
    table = nps.standing(SAMPLE, rivals)
    assert table["name"] == ("Oslo", None, "Lima")
    assert set(table["best"]) == {2} and set(table["worst"]) == {3}
    assert table["not_known"][0] == "region, source"
    assert table.notes[0] == "the sample has rank 2 to 3 of 4"
    assert "respondents of 2 of 3 published scores are not known" in table.notes[1]
    assert len(nps.standing(SAMPLE, nps.benchmarks())) == len(nps.benchmarks())
    assert len(nps.standing(SAMPLE, [])) == 0


@pytest.mark.parametrize("scores", [[], [20], [20, 25], [20, 25, 60], [30, 30.5, 30, 35], [60, 20, 60, 20]])
@pytest.mark.parametrize("respondents", [0, 40, 900])
def test_scores_one_by_one_are_those_of_one_call(scores, respondents):
    rivals = [nps.Benchmark(score, respondents=respondents or None) for score in scores]
    numbers = tuple((score, respondents) for score in scores)
    for counts in ((460, 300, 140), (30, 15, 9), (6, 2, 1)):
        expected, rank = raw.nps_standing(counts, numbers, 0.9)
        found = nps.three_questions(nps.Counts(*counts), competitors=rivals, level=0.9).higher
        assert found.answer == _VERDICTS[raw.nps_three_questions(counts, numbers, None, 0.9).is_higher]
        assert len(expected) == len(found.evidence or ())
        for made, right in zip(found.evidence or (), expected):
            assert (made.p_value, made.adjusted) == (right.comparison.p_value, right.adjusted)
            assert (made.lower, made.upper) == (right.comparison.bounds.lower, right.comparison.bounds.upper)
            assert (made.rank.best, made.rank.worst) == (rank.best, rank.worst)


def test_three_questions():
    found = nps.three_questions(SAMPLE, competitors=[20, 25], before=nps.Counts(300, 300, 300))
    assert (found.higher.answer, found.rising.answer, found.above_zero.answer) == ("yes", "yes", "yes")
    assert [each.benchmark.score for each in found.higher.evidence] == [20, 25]
    assert found.rising.evidence.difference > 0 and found.above_zero.evidence.method == "skewness-corrected score"
    found = nps.three_questions(nps.Counts(4, 2, 3))
    assert (found.higher.answer, found.rising.answer, found.above_zero.answer) == ("not known",) * 3
    assert found.higher.evidence is None and found.rising.evidence is None
    assert nps.three_questions(SAMPLE, competitors=60).higher.answer == "no"
    assert json.dumps(found)


def test_bands():
    assert nps.band(SAMPLE).name == "favorable"
    ladder = nps.band(nps.Accumulator([9] * 46 + [8] * 30 + [3] * 14), convention="Ladder")
    assert ladder.name is None and str(ladder) == "between good and great"
    assert ladder.interval.lower < 30 < ladder.interval.upper
    assert str(nps.band(SAMPLE, language="zh")) == "令人满意"
    for language in nps.LANGUAGES:
        text = nps.band(nps.Counts(46, 30, 14), language=language).text
        assert "{" not in text and nps.labels(language)["band_good"] in text
    with pytest.raises(nps.MethodError, match="there is no convention 'mine'; there are bain, ladder"):
        nps.band(SAMPLE, convention="mine")
    with pytest.raises(nps.MethodError, match="there is no language 'xx'"):
        nps.band(SAMPLE, language="xx")


def test_files_of_ones_own(tmp_path):
    path = tmp_path / "rivals.csv"
    path.write_text("\ufeffKind,Name,Region,Year,NPS,Respondents,Source,Other\ncompany,Rome,IT,2024,36.5,900,mine,x\n"
                    "industry,Airlines,,,-3,,,\n\n", encoding="utf-8")  # fmt: skip
    rome, airlines = nps.read_benchmarks(path)
    assert rome == nps.Benchmark(36.5, "Rome", "company", "IT", 2024, 900, "mine")
    assert airlines == nps.Benchmark(-3, "Airlines")
    assert nps.read_benchmarks(str(path)) == [rome, airlines]
    for text, error, message in (
        ("name\nRome\n", ValueError, "no column 'score' or 'nps'; it has name"),
        ("", ValueError, "it has no columns"),
        ("nps,name\n36,Rome\n,Oslo\n", ValueError, "line 3: there is no score"),
        ("nps\nhigh\n", ValueError, "line 2: the column 'nps' must have a score such as 36.5, not 'high'"),
        ("n,nps\n\n20x,36\n", ValueError, "line 3: the column 'n' must have a number of people such as 900, .*'20x'"),
        ("name,nps,source\nGrocery,33,3,Qualtrics\n", ValueError, "line 2: there are 3 columns, .* and 4 cells: "),
        ("name,nps,source\nOslo,33,a\nGrocery,33\n", ValueError, "line 3: there are 3 columns, .* and 2 cells: "),
        ("nps,score\n36,40\n", ValueError, "has the columns 'nps' and 'score', which are all the score"),
        ("industry,nps,Name\na,36,b\n", ValueError, "has the columns 'industry' and 'name', "),
        ("nps\n136\n", nps.ReferenceScoreError, "line 2: "),
        ("nps,year\n36,now\n", ValueError, "line 2: the column 'year' must have a year .*now"),
        ("nps,kind\n36,shop\n", nps.MethodError, "line 2: there is no kind"),
        ("nps,respondents\n36,-5\n", ValueError, "line 2: respondents"),
    ):
        path.write_text(text)
        with pytest.raises(error, match=message):
            nps.read_benchmarks(path)
    with pytest.raises(FileNotFoundError):
        nps.read_benchmarks(tmp_path / "none.csv")
    with pytest.raises(TypeError):
        nps.read_benchmarks(1)


def test_wrong_arguments():
    for call in (
        lambda: nps.standing(SAMPLE, "36"), lambda: nps.standing(SAMPLE, ["36"]), lambda: nps.standing([9], 36),
        lambda: nps.three_questions(SAMPLE, competitors="36"), lambda: nps.three_questions(SAMPLE, before=36),
        lambda: nps.band(36), lambda: nps.standing(SAMPLE, None),
        lambda: nps.standing(SAMPLE, {36: "Oslo"}),
    ):  # fmt: skip
        with pytest.raises(TypeError):
            call()
    with pytest.raises(nps.EmptyError):
        nps.standing(nps.Accumulator(), 36)
    with pytest.raises(nps.LevelError):
        nps.band(SAMPLE, level=95)
    with pytest.raises(nps.ReferenceScoreError):
        nps.standing(SAMPLE, [20, 101])
    with pytest.raises(nps.ReferenceScoreError, match="not 100.00001"):
        nps.Benchmark(100.00001)


def test_weighted_samples_stand_as_compare_benchmark_says():
    weighted = nps.Weighted([10, 9, 9, 8, 7, 10, 3, 9, 10, 2] * 20, [1.2, 0.8, 1.5, 1.0, 0.7] * 40)
    alone = nps.standing(weighted, nps.Benchmark(20, respondents=300))
    compared = nps.compare_benchmark(weighted, 20, respondents=300)
    assert (alone.difference, alone.lower, alone.p_value) == (compared.difference, compared.lower, compared.p_value)
    assert nps.standing(weighted.read(), [20, 35])["difference"][0] == alone.difference
    before = nps.Counts(45, 31, 34)
    for sample, earlier in ((weighted, before), (before, weighted), (weighted, weighted.read())):
        found = nps.three_questions(sample, competitors=[20], before=earlier)
        assert found.rising.evidence == nps.compare(sample, earlier)
    assert nps.three_questions(weighted).above_zero.evidence == weighted.interval()
    assert nps.band(weighted).interval == weighted.interval()
    with pytest.raises(nps.EmptyError, match="the sample: no answer has a weight"):
        nps.band(nps.Weighted())
