# SPDX-License-Identifier: MIT
"""Ambiguous input is refused, and errors say which value is wrong, where, what was expected and what to do."""

import nps
import pytest
from arrow_producer import Column

A = nps.Accumulator([10, 9, 9, 8, 7, 6, 10, 3])


def groups(keys, answers):
    made = nps.Groups()
    made.update(keys, answers)
    return made


def code_groups(codes, answers):
    made = nps.CodeGroups(2)
    made.update(codes, answers)
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
    'the sample accumulator has 1 answer off the scale 1 to 5: 0 (1 time); outside="ignore" leaves such answers out': (
        lambda: nps.csat(nps.Accumulator([5, 0]), "1_5")
    ),
    'the sample accumulator has 1 answer off the scale 1 to 5: 6 (1 time); outside="ignore" leaves such answers out': (
        lambda: nps.ces(nps.Accumulator([5, 6]), "1_5", how="net")
    ),
    "the sample b has 1 answer off the scale 1 to 5: 9 (1 time), which compare_means() does not leave out": lambda: (
        nps.compare_means(nps.Accumulator([5]), nps.Accumulator([9, 2]), scale="1_5")
    ),
    'some weighted answers are off the scale 1 to 5; outside="ignore" leaves such answers out': lambda: nps.Weighted(
        [9], [1]
    ).read("1_5"),
    "the sample b has no answers: 1 missing": lambda: nps.compare_means(nps.Accumulator([5]), nps.Accumulator([None])),
    "the sample accumulator has no answers: 2 off the scale": lambda: nps.csat(
        nps.Accumulator([9, 9]), "1_5", outside="ignore"
    ),
    "scale must be a Scale or a name such as '1_5', not {1, 5}": lambda: nps.csat(nps.Accumulator([5]), {1, 5}),
    "year must be from 1 to 9999, not 0": lambda: nps.Benchmark(30, year=0),
    "there is no scale 'x'; there are 0_10, 1_10, 1_5, 1_7": lambda: nps.drivers({"R": A.counts()}, {"R": A.counts()}, scale="x"),
    "name must be a text or None, not 5": lambda: nps.Benchmark(30, name=5),
    # too many
    'the exact method takes up to 1000 answers, and the sample has 1200: method="auto" takes any number': lambda: (
        nps.Counts(400, 400, 400).interval(method="exact")
    ),
    "the exact method takes up to 20 answers in each of two samples, and the sample b has 300: "
    'method="auto" takes any number': lambda: nps.compare(A, nps.Counts(100, 100, 100), method="exact"),
    "the exact method takes up to 1000 answers, and the segment 'R' has 1200: method=\"auto\" takes any number": lambda: (
        nps.segments_rank({"Oslo": A, "R": nps.Counts(400, 400, 400)}, method="exact")
    ),
    "the population is smaller than the sample: the sample has 8 answers": lambda: A.interval(population=7),
    # too few
    "more would be taken away than there is: 2 of the answer 3 of 1": lambda: A.remove(3, 2),
    "more would be taken away than there is: 1 of the answer 0 of 0, 1 missing of 0": lambda: (
        A - nps.Accumulator([0, None, 9])
    ),
    # numbers
    "level must be between 0 and 1, such as 0.95, not 0": lambda: A.interval(level=0),
    "benchmark must be a number of points, such as 36, not '36'": lambda: nps.compare_benchmark(A, "36"),
    "benchmark must be from -100 to 100 points, not 360": lambda: nps.compare_benchmark(A, 360),
    "reference must be from -100 to 100 points, not nan": lambda: A.test(float("nan")),
    "margin must be above 0 and at most 200 points, not -5": lambda: nps.compare_equivalence(A, A, margin=-5),
    "respondents must be a whole number of people, not 5.5": lambda: nps.compare_benchmark(A, 36, respondents=5.5),
    "the exact method needs whole numbers of promoters and detractors, and 7 respondents with a score of 20 would be 4.2 "
    'and 2.8: method="auto" takes any number': lambda: nps.compare_benchmark(A, 20, respondents=7, method="exact"),
    "the exact method takes up to 20 answers in each of two samples, and the published score has 500: "
    'method="auto" takes any number': lambda: nps.compare_benchmark(A, 20, respondents=500, method="exact"),
    "population must be a whole number of people, not True": lambda: A.interval(population=True),
    "the count of 9 must be a whole number of answers, not '3'": lambda: nps.Accumulator.from_counts({9: "3"}),
    "prior is used by method=\"bayes\" only, not by 'auto'": lambda: A.interval(prior=(1, 2, 3)),
    "shares must be three numbers: promoters, passives and detractors, not {'promoters': 1}": lambda: nps.plan_shift(
        shares={"promoters": 1}, change=1
    ),
    # names
    "there is no method 'walds'; there are auto, exact, score, skewness-corrected score, adjusted wald, agresti-min, "
    "bonett-price, wald, bayes, anytime": lambda: A.interval(method="walds"),
    "method must be a name, such as 'auto', not 7": lambda: A.interval(method=7),
    "scale must be a Scale or a name such as '1_5', not 5": lambda: A.counts(5),
    "outside must be 'raise' or 'ignore', not 'drop'": lambda: A.counts(outside="drop"),
    "a scale must have 0 <= lowest <= detractor_max < promoter_min <= highest <= 10, unlike "
    "Scale(lowest=0, highest=10, detractor_max=9, promoter_min=9)": lambda: nps.Scale(0, 10, 9, 9),
    # data
    "answers must be a buffer or an iterable of numbers, such as [9, 10], not 9": lambda: nps.Accumulator(9),
    "answers must be a buffer or an iterable of numbers, such as [9, 10], not <nps.Accumula..., score 25.00>; "
    "+= adds the answers of another object": lambda: nps.Accumulator(A),
    "times must be a whole number, not 1.5": lambda: A.add(9, 1.5),
    "times must be a whole number, not True": lambda: A.add(9, times=True),
    "times must be from 0 to 2^64 - 1, not -1": lambda: A.add_missing(-1),
    "each of missing_codes must be from -2^63 to 2^63 - 1, not 1000000000000000000000000000000": lambda: (
        nps.Accumulator(missing_codes=[10**30])
    ),
    "missing_codes must be integers in a list, such as [99], not '99'": lambda: nps.Accumulator(missing_codes="99"),
    "counts must be those of the answers 0 to 10, not Counts, which do not tell the answers": lambda: (
        nps.Accumulator.from_counts(nps.Counts(5, 3, 2))
    ),
    "counts must be 11 numbers, for the answers 0 to 10, not 3": lambda: nps.Accumulator.from_counts([1, 2, 3]),
    "the count of 2 must be a whole number of answers, not 1.5": lambda: nps.Accumulator.from_counts(
        [1, 2, 1.5] + [0] * 8
    ),
    "keys are a column or an iterable with a key for each answer, not 5": lambda: groups(5, [9]),
    "there must be as many keys as answers: there are 1 keys and 2 answers": lambda: groups(["a"], [9, 9]),
    "there must be as many keys as answers: the keys end after 1, the answers go on": lambda: groups(iter("a"), [9, 9]),
    "there must be as many keys as answers: the answers end after 1, the keys go on": lambda: groups(iter("ab"), [9]),
    "keys are str here, not 1": lambda: groups(["a"], [9]).add(1, 9),
    "keys are int here, not 'a'": lambda: groups([1], [9])["a"],
    "key must be from -2^63 to 2^63 - 1, not 1000000000000000000000000000000": lambda: groups([1], [9]).add(10**30, 9),
    "the group 'a' must be an Accumulator, not 5": lambda: nps.Groups().merge({"a": 5}),
    "more would be taken away than there is in the group 'a': 1 of the answer 3 of 0": lambda: (
        groups(["a", "b"], [9, 9]) - groups(["a"], [3])
    ),
    "more would be taken away than there is in the group of the code 1: 2 of the answer 9 of 1": lambda: (
        code_groups([0, 1], [9, 9]) - code_groups([1, 1], [9, 9])
    ),
    "more would be taken away than there is in outside: 1 of the answer 3 of 0": lambda: (
        code_groups([0], [9]) - code_groups([5], [3])
    ),
    "more would be taken away than there is in the rows: 1 of the answer 3 of 0": lambda: (
        nps.Weighted([9], [2.0]) - nps.Weighted([3], [1.0])
    ),
    "more would be taken away than there is: 1 rows without a weight of 0": lambda: (
        nps.Weighted([9], [2.0]) - nps.Weighted([9], [0.0])
    ),
    "more would be taken away than there is: 2.5 of the weight of the answer 9 of 2.0": lambda: (
        nps.Weighted([9, 9], [1.0, 1.0]) - nps.Weighted([9], [2.5])
    ),
    "more would be taken away than there is: the rows left cannot have the weights left": lambda: (
        nps.Weighted([9, 9], [1.0, 1.0]) - nps.Weighted([9, 9], [1.0, 0.5])
    ),
    "more people would be taken away than there are: 1 promoters who became detractors of 0": lambda: (
        nps.Paired([9, 9], [9, 8]) - nps.Paired([9], [3])
    ),
    "more people would be taken away than there are: 1 passives of the second wave only of 0": lambda: (
        nps.Paired([9], [9]) - nps.Paired([None], [8])
    ),
    "memory_budget=400 bytes is too small for this call; nothing was changed": lambda: (
        nps.Groups(memory_budget=400).update(range(1000), b"\t" * 1000)
    ),
    "memory_budget=300 bytes is too small for this call; nothing was changed": lambda: (
        nps.Groups.from_bytes(groups(range(100), b"\t" * 100).to_bytes(), memory_budget=300)
    ),
    "memory_budget must be a whole number of bytes, not 1.5": lambda: nps.Groups(memory_budget=1.5),
    "count must be a whole number of groups, not 2.0": lambda: nps.CodeGroups(2.0),
    "count must be at most 2^28 groups, not 1000000000": lambda: nps.CodeGroups(10**9),
    "there is no group of the code 3: codes are 0 to 1": lambda: nps.CodeGroups(2)[3],
    "there is no group of the code 0: there are no groups": lambda: nps.CodeGroups(0)[0],
    "codes are from -2^63 to 2^63 - 1, and number 1 is 1000000000000000000000000000000": lambda: nps.CodeGroups(
        2
    ).update([0, 10**30], [9, 9]),
    "weight must be a number such as 1.5, not '1'": lambda: nps.Weighted().add(9, "1"),
    "weight must be 0, or at least 2^-126 and less than 2^128, not -1": lambda: nps.Weighted().add(9, -1),
    "method='exact' is not available for weighted answers: use \"auto\"": lambda: nps.Weighted([9, 3], [1, 2]).interval(
        method="exact"
    ),
    "p-value 1 must be from 0 to 1, not 2": lambda: nps.adjust([0.5, 2]),
    "the segment 0 is the only one with answers: there is no rest to compare with": lambda: nps.segments_compare_rest(
        [A]
    ),
    "passives must be three numbers, of promoters, passives and detractors, not (1, 2)": lambda: nps.Paired.from_counts(
        (1, 2, 3), (1, 2), (1, 2, 3)
    ),
    "in passives, detractors must be a whole number of people, not 3.5": lambda: nps.Paired.from_counts(
        (1, 2, 3), (1, 2, 3.5), (1, 2, 3)
    ),
    "prior must be three numbers from 1e-100 to 1e15, or all 0 for Jeffreys' prior: detractors is -3": lambda: (
        A.interval(method="bayes", prior=(1, 2, -3))
    ),
    "detractors of prior must be a number, not 3j": lambda: A.interval(method="bayes", prior=(1, 2, 3j)),
    "level must be a number such as 0.95; a huge int is too large for a float": lambda: A.interval(level=10**5000),
    "an interval contains scores, which are numbers, not None": lambda: None in A.interval(),
    "lowest must be an integer, not True": lambda: nps.Scale(True, 5, 3, 5),
    "totals must be a mapping {category: total} or a list of numbers, not 5": lambda: nps.Margin(["a"], 5),
    "the total of 'a' must be a number, not 1j": lambda: nps.Margin(["a"], {"a": 1j}),
    "row 0 is in category ['a'], which has no total": lambda: nps.Margin([["a"]], {"a": 1}),
    "margin 0 must be a Margin, not 5": lambda: nps.calibration_rake([5]),
    "the total of 'a' must be finite and at least 0, not -1": lambda: nps.calibration_poststratify({"a": A}, {"a": -1}),
    "there are 2 answers, but 3 weights": lambda: nps.calibration_read([9, 9], nps.Margin([0] * 2, [1]), weights=[1, 2, 3]),
    "columns must be a list of names, not 'ab'": lambda: nps.Table("ab", []),
    "a row must be a mapping or a list of 1 values, not 5": lambda: nps.Table(["a"], [5]),
    "an encoded state is bytes, or has a buffer of bytes, not 'c1'": lambda: nps.Accumulator.from_bytes("c1"),
}


@pytest.mark.parametrize("said", MESSAGES)
def test_messages(said):
    with pytest.raises((nps.NpsError, TypeError, ValueError, OverflowError, IndexError)) as raised:
        MESSAGES[said]()
    assert str(raised.value) == said
    assert raised.value.__cause__ is None


class Lazy:
    """A frame that is computed later: it has items by place, but no length and no iterator."""

    def __getitem__(self, place):
        raise AssertionError("nobody must ask")


def test_what_cannot_be_iterated():
    for call in (lambda: nps.Accumulator(Lazy()), lambda: groups(["a"], Lazy()), lambda: groups(Lazy(), [9])):
        with pytest.raises(
            TypeError, match="(must be a buffer or|are a column or) an iterable .*, not <test_mess"
        ):
            call()


def test_a_column_where_a_frame_is_expected():
    with pytest.raises(nps.ColumnError, match=r"'Column' is a column, not a data frame: update\(\) counts columns"):
        nps.Groups().add_arrow(Column([9, 3]), "shop", "score")


def test_an_empty_group_stops_nobody():
    shops = groups(["Rome", "Oslo", "Lima"], [9, 3, None])
    assert dict(zip(shops.table()["key"], shops.table()["score"])) == {"Lima": None, "Oslo": -100.0, "Rome": 100.0}
    survey = shops["Lima"]
    survey.update([9])
    assert survey.score == 100
