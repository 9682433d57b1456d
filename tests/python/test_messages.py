# SPDX-License-Identifier: MIT
"""What would be misread is refused, and errors say the fact that helps: which, how many, what there is, what to do."""

import nps
import pytest

A = nps.Accumulator([10, 9, 9, 8, 7, 6, 10, 3])


def groups(keys, answers):
    made = nps.Groups()
    made.update(keys, answers)
    return made


@pytest.mark.parametrize(
    "keys",
    ["Rome", b"Rome", bytearray(b"Rome"), {1, 2, 3, 4}, {"a": 1, "b": 2}, {1: 1}.keys(), frozenset("Rome")],
    ids=repr,
)
def test_what_are_no_keys(keys):
    with pytest.raises(nps.KeyTypeError, match="a key for each answer"):
        groups(keys, [9, 10, 4, 8])
    with pytest.raises(nps.KeyTypeError):
        groups(keys, b"\t\t\3\3")


def test_counts_are_no_answers():
    for call in (
        lambda: nps.Accumulator(nps.Counts(46, 30, 14)),
        lambda: groups(["a", "b", "c"], nps.Counts(46, 30, 14)),
        lambda: nps.Paired(nps.Counts(46, 30, 14), [1, 2, 3]),
        lambda: nps.Weighted(nps.Counts(46, 30, 14), [1, 2, 3]),
    ):
        with pytest.raises(TypeError, match="not Counts: these are counted already"):
            call()
    with pytest.raises(TypeError, match="not 'PlanShares'"):
        nps.Accumulator(nps.plan_shift(shares=(5, 3, 2), change=1))


MESSAGES = {
    # no answers
    "there are no answers": lambda: nps.Accumulator().score,
    "there are no answers: 1 missing, 2 invalid": lambda: nps.Accumulator([None, 11, 7.5]).score,
    "there are no answers: 1 missing, 1 off the scale": lambda: nps.Accumulator([None, 0]).interval(
        scale="1_10", outside="ignore"
    ),
    "the group 'Rome' has no answers: 1 missing; table() of the groups has a row for it, with the score None": lambda: (
        groups(["Rome"], [None])["Rome"].interval()
    ),
    "the group 1 has no answers; table() of the groups has a row for it, with the score None": lambda: (
        nps.CodeGroups(2)[1].score
    ),
    "the sample b has no answers: 1 missing, 1 invalid": lambda: nps.compare(A, nps.Accumulator([11, None])),
    "the segment 1 has no answers: 1 missing": lambda: nps.segments_rank([A, nps.Accumulator([None])]),
    "the segment 0 has no answers": lambda: nps.intervals([nps.Counts(0, 0, 0)]),
    "no answer has a weight: 1 missing, 1 without weight": lambda: nps.Weighted([None, 9], [1, 0]).score,
    "no answer has a weight: 1 invalid": lambda: nps.WeightedDesign([11], [1]).interval(),
    "nobody answered in both waves: 0 respondents in both waves, 1 in the first only, 0 in the second only": lambda: (
        nps.Paired([9], [None]).moves()
    ),
    "nobody answered in one of the waves: 0 respondents in both waves, 0 in the first only, 0 in the second only": (
        nps.Paired().compare
    ),
    # off the scale
    '3 answers off the scale 1 to 5: 0 (1 time), 9 (2 times); outside="ignore" leaves such answers out': lambda: (
        nps.Accumulator([5, 9, 9, 0]).counts("1_5")
    ),
    'some weighted answers are off the scale 1 to 5; outside="ignore" leaves such answers out': lambda: nps.Weighted(
        [9], [1]
    ).read("1_5"),
    # too many
    'the exact method takes up to 200 answers, and the sample has 300: method="auto" takes any number': lambda: (
        nps.Counts(100, 100, 100).interval(method="exact")
    ),
    'the exact method takes up to 200 answers, and the sample b has 300: method="auto" takes any number': lambda: (
        nps.compare(A, nps.Counts(100, 100, 100), method="exact")
    ),
    "the exact method takes up to 200 answers, and the segment 'R' has 300: method=\"auto\" takes any number": lambda: (
        nps.segments_rank({"Oslo": A, "R": nps.Counts(100, 100, 100)}, method="exact")
    ),
    "the population is smaller than the sample: the sample has 8 answers": lambda: A.interval(population=7),
    # too little
    "more would be taken away than there is: 2 of the answer 3 of 1": lambda: A.remove(3, 2),
    "more would be taken away than there is: 1 of the answer 0 of 0, 1 missing of 0": lambda: (
        A - nps.Accumulator([0, None, 9])
    ),
    # numbers
    "the level is between 0 and 1, such as 0.95, not 0": lambda: A.interval(level=0),
    "a benchmark is a number such as 36, in points, not '36'": lambda: nps.compare_benchmark(A, "36"),
    "a benchmark is from -100 to 100 points, not 360": lambda: nps.compare_benchmark(A, 360),
    "a reference is from -100 to 100 points, not nan": lambda: A.test(float("nan")),
    "a margin is above 0 and at most 200 points, not -5": lambda: nps.compare_equivalence(A, A, margin=-5),
    "respondents is a whole number of people, not 5.5": lambda: nps.compare_benchmark(A, 36, respondents=5.5),
    "a population is a whole number of people, not True": lambda: A.interval(population=True),
    "the count of 9 is a whole number of answers, not '3'": lambda: nps.Accumulator.from_counts({9: "3"}),
    "a prior is for method=\"bayes\", not 'auto'": lambda: A.interval(prior=(1, 2, 3)),
    "shares are three numbers, not 'dict'": lambda: nps.plan_shift(shares={"promoters": 1}, change=1),
    # names
    "there is no method 'walds'; there are auto, exact, score, skewness-corrected score, adjusted wald, agresti-min, "
    "bonett-price, wald, bayes, anytime": lambda: A.interval(method="walds"),
    "a method is a name, not 7": lambda: A.interval(method=7),
    "a scale is a Scale or a name such as '1_5', not 5": lambda: A.counts(5),
    "outside is 'raise' or 'ignore', not 'drop'": lambda: A.counts(outside="drop"),
    "the scale is impossible, it needs 0 <= lowest <= detractor_max < promoter_min <= highest <= 10: "
    "Scale(lowest=0, highest=10, detractor_max=9, promoter_min=9)": lambda: nps.Scale(0, 10, 9, 9),
    # data
    "an encoded state is bytes, or has a buffer of bytes, not 'c1'": lambda: nps.Accumulator.from_bytes("c1"),
}


@pytest.mark.parametrize("said", MESSAGES)
def test_messages(said):
    with pytest.raises((nps.NpsError, TypeError, ValueError)) as raised:
        MESSAGES[said]()
    assert str(raised.value) == said
    assert raised.value.__cause__ is None


def test_an_empty_group_stops_nobody():
    shops = groups(["Rome", "Oslo", "Lima"], [9, 3, None])
    assert dict(zip(shops.table()["key"], shops.table()["score"])) == {"Lima": None, "Oslo": -100.0, "Rome": 100.0}
    survey = shops["Lima"]
    survey.update([9])
    assert survey.score == 100
