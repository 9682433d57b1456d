# SPDX-License-Identifier: MIT
"""Responses, satisfaction, effort and employees' scores in Python; the figures themselves are tested in C."""

import nps
import pytest

COUNTS = nps.Counts(46, 30, 14)
RATES = {"promoters": 0.55, "passives": 0.37, "detractors": 0.5}


def test_response_rates():
    assert nps.response_rate(300, 1000) == nps.proportion(300, 1000)
    waves = nps.response_waves(1000, [180, 90, 30])
    assert [wave.n for wave, _ in waves] == [1000, 820, 730]
    assert [total.successes for _, total in waves] == [180, 270, 300]
    with pytest.raises(nps.PartError, match="820"):
        nps.response_waves(1000, [180, 821])


def test_the_worst_the_best_and_reweighted():
    worst, best, reweighted = found = nps.nonresponse(COUNTS, 200, rates=RATES)
    assert (worst.score, best.score, found.rate.share) == (-39, 71, 0.45)
    assert reweighted.lower < reweighted.score < reweighted.upper < found.observed.upper
    weights = 46 / 0.55, 30 / 0.37, 14 / 0.5
    assert float(reweighted) == pytest.approx(100 * (weights[0] - weights[2]) / sum(weights))
    assert nps.nonresponse(COUNTS, 200, rates=(0.55, 0.37, 0.5)) == found
    assert nps.nonresponse(COUNTS, 200).reweighted is None
    survey = nps.Accumulator.from_counts({9: 46, 7: 30, 3: 14})
    assert nps.nonresponse(survey, 200, rates=RATES) == found


def test_limits():
    found = nps.nonresponse_limit(nps.Counts(460, 300, 140), 2000)
    assert found.conclusion == "above" and -30 < found.others_score < -20 and found.rate_ratio > 1
    assert nps.nonresponse_limit(COUNTS, 200, benchmark=35).to_dict() == {
        "conclusion": "undecided",
        "others_score": None,
        "rate_ratio": None,
        "benchmark": 35,
    }


def test_a_benchmark_is_a_score():
    limits = nps.nonresponse_limit(COUNTS, 200, benchmark=nps.Benchmark(10, "Airlines"))
    assert limits == nps.nonresponse_limit(COUNTS, 200, benchmark=10)


def test_satisfaction():
    survey = nps.Accumulator([5, 4, 4, 3, 5, 2, 4, 5, 0])
    found = nps.csat(survey, "1_5", outside="ignore")
    assert (found.share, found.box, found.successes, found.n) == (0.75, "top 2 of 5", 6, 8)
    assert found == nps.csat(survey, (1, 5), outside="ignore") == nps.csat(survey, nps.SCALE_1_5, outside="ignore")
    assert nps.csat(survey, "1_5", top=1, outside="ignore").box == "top 1 of 5"
    assert nps.csat(survey, "0_10").box == "top 3 of 11" and nps.csat(nps.Accumulator([3]), "1_3").box == "top 1 of 3"
    with pytest.raises(nps.OutsideError):
        nps.csat(survey, "1_5")


def test_effort():
    survey = nps.Accumulator([7, 6, 6, 5, 7, 2, 4, 7, 6, 5])
    mean, net = nps.ces(survey, "1_7"), nps.ces(survey, "1_7", how="net")
    assert mean.value == 5.5 and 1 <= mean.lower < 5.5 < mean.upper <= 7 and mean.method == "gaffke"
    assert net.value == 70 and (net.lower, net.upper) == tuple(nps.Counts(8, 1, 1).interval())
    found = nps.compare_means(survey, survey, scale="1_7")
    assert found.difference == 0 and found.p_value == 1 and found.lower == pytest.approx(-found.upper)


def test_retention_and_employees():
    assert nps.retention(200, 210, 40) == nps.proportion(170, 200)
    assert nps.enps(nps.Counts(5, 3, 2)).score == 30
    with pytest.raises(nps.UnavailableError, match="fewer than 11"):
        nps.enps(nps.Counts(5, 3, 2), minimum=11)


@pytest.mark.parametrize(
    "call, error, said",
    [
        (lambda: nps.response_rate(3, 2), nps.PartError, "answered must be at most asked"),
        (lambda: nps.nonresponse(COUNTS, 89), nps.PartError, "at least the number of answers, 90"),
        (lambda: nps.nonresponse(COUNTS, 200, rates=(55, 37, 50)), nps.SharesError, "such as 0.55"),
        (lambda: nps.nonresponse(COUNTS, 200, rates={"promoters": 1}), nps.SharesError, "passives"),
        (lambda: nps.nonresponse(nps.Counts(0, 0, 0), 200), nps.EmptyError, "no answers"),
        (lambda: nps.nonresponse_limit(COUNTS, 200, benchmark=101), nps.ReferenceScoreError, "100"),
        (lambda: nps.nonresponse(COUNTS, 200, rates=(1.0000001, 1, 1)), nps.SharesError, "not 1.0000001"),
        (lambda: nps.response_waves(100, 5), TypeError, "answered must be a list"),
        (lambda: nps.response_waves(100, [100, 0]), nps.EmptyError, r"answered\[1\]: all 100 people"),
        (lambda: nps.retention(0, 5, 5), nps.EmptyError, "start must be at least 1"),
        (lambda: nps.csat(nps.Accumulator([1]), "1_8"), nps.UnavailableError, "no usual box"),
        (lambda: nps.csat(nps.Accumulator([1]), "1_5", top=5), nps.ScaleError, "from 1 to 4"),
        (lambda: nps.csat(nps.Accumulator([1]), "5_1"), nps.ScaleError, "lowest < highest"),
        (lambda: nps.csat(nps.Accumulator([1]), "stars"), nps.ScaleError, "no scale"),
        (lambda: nps.csat(COUNTS, "1_5"), TypeError, "must be an Accumulator"),
        (lambda: nps.csat(nps.Accumulator(), "1_5"), nps.EmptyError, "no answers"),
        (lambda: nps.ces(nps.Accumulator([1]), "1_7", how="median"), nps.MethodError, "mean, net"),
        (lambda: nps.retention(200, 30, 40), nps.PartError, "new must be at most end"),
        (lambda: nps.retention(200, 300, 40), nps.PartError, "start \\+ new"),
        (lambda: nps.enps(nps.Accumulator()), nps.UnavailableError, "no respondents"),
    ],
)
def test_what_is_wrong(call, error, said):
    with pytest.raises(error, match=said):
        call()
