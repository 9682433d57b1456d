# SPDX-License-Identifier: MIT
"""Many segments at once."""

import array
import math
from fractions import Fraction
from itertools import combinations

import nps
import pytest
from hypothesis import example, given, strategies as st

SEGMENTS = [nps.Counts(50, 30, 20), nps.Counts(40, 30, 30), nps.Counts(70, 20, 10), nps.Counts(500, 200, 300)]
BY_KEY = dict(zip("abcd", SEGMENTS))
FAMILIES = [
    nps.segments_compare_rest,
    nps.segments_compare_pairs,
    lambda segments, **options: nps.segments_compare_benchmark(segments, 30, respondents=0, **options),
]


def adjusted(p_values, adjustment):
    """The definition of the textbook, without rounding."""
    p_values = [Fraction(p) for p in p_values]
    m = len(p_values)
    order = sorted(range(m), key=p_values.__getitem__)
    factor = sum(Fraction(1, k) for k in range(1, m + 1)) if adjustment == "benjamini-yekutieli" else 1
    result = [Fraction(0)] * m
    for k, place in enumerate(order):
        if adjustment == "none":
            result[place] = p_values[place]
        elif adjustment == "holm":
            result[place] = min(1, max((m - j) * p_values[order[j]] for j in range(k + 1)))
        else:
            result[place] = min(1, min(factor * m * p_values[order[j]] / (j + 1) for j in range(k, m)))
    return result


def is_near(value, wanted):
    """Equal up to a relative difference of 1e-12, and to the rounding of subnormal numbers."""
    return abs(Fraction(value) - wanted) <= wanted / 10**12 + Fraction(5e-324) / 2


PLAIN = ["none", "holm", "benjamini-hochberg", "benjamini-yekutieli"]


@given(st.lists(st.floats(0, 1)), st.sampled_from(PLAIN))
@example([0.0, 1.0, 1.0, 1.0, 1.0, 5e-324], "benjamini-yekutieli")
@example([1.5e-323, 1.5e-323, 1.5e-323], "benjamini-yekutieli")
def test_adjust(p_values, adjustment):
    found = nps.adjust(p_values, adjustment=adjustment)
    assert len(found) == len(p_values)
    assert all(map(is_near, found, adjusted(p_values, adjustment)))
    assert nps.adjust(array.array("d", p_values), adjustment=adjustment) == nps.adjust(
        iter(p_values), adjustment=adjustment
    )
    assert nps.adjust(p_values) == nps.adjust(p_values, adjustment="holm")


def test_adjustments():
    assert nps.ADJUSTMENTS == (*PLAIN, "false discovery", "bonferroni")
    assert nps.adjust([0.5, 0.01, 0.2], adjustment="bonferroni") == pytest.approx([1, 0.03, 0.6])
    assert nps.adjust([0.5, 0.01], adjustment="Benjamini_Hochberg".lower()) == nps.adjust(
        [0.5, 0.01], adjustment="benjamini hochberg"
    )
    with pytest.raises(nps.UnavailableError):
        nps.adjust([0.5], adjustment="false discovery")
    with pytest.raises(nps.MethodError, match="there is no adjustment 'hommel'; there are none, holm"):
        nps.adjust([0.5], adjustment="hommel")
    for wrong in (None, 1, b"holm"):
        with pytest.raises(TypeError):
            nps.adjust([0.5], adjustment=wrong)
    for p_value in (-0.1, 1.1, math.nan, math.inf):
        with pytest.raises(nps.ProbabilityError):
            nps.adjust([0.5, p_value])
    for p_values in (0.5, "0.5", {0.5: 1}, [None], ["0.5"], [True], None):
        with pytest.raises(TypeError):
            nps.adjust(p_values)


def test_against_a_benchmark():
    for respondents in (0, 1000):
        alone = [nps.compare_benchmark(s, 30, respondents=respondents, level=1 - 0.05 / 4) for s in SEGMENTS]
        together = nps.segments_compare_benchmark(SEGMENTS, 30, respondents=respondents)
        for one, many in zip(alone, together):
            assert (many.difference, many.p_value, many.method) == (one.difference, one.p_value, one.method)
            assert (many.lower, many.upper) == pytest.approx((one.lower, one.upper), abs=1e-6)
        p_values = [one.p_value for one in alone]
        assert [many.adjusted for many in together] == pytest.approx(adjusted(p_values, "holm"))
    assert nps.segments_compare_benchmark(BY_KEY, 30, respondents=1000) == dict(zip("abcd", together))
    with pytest.raises(nps.UnavailableError):
        nps.segments_compare_benchmark(SEGMENTS, 30, respondents=1000, adjustment="benjamini-hochberg")
    assert nps.segments_compare_benchmark(SEGMENTS, 30, adjustment="benjamini-hochberg")
    with pytest.raises(nps.ReferenceScoreError):
        nps.segments_compare_benchmark(SEGMENTS, 101)
    with pytest.raises(OverflowError):
        nps.segments_compare_benchmark(SEGMENTS, 30, respondents=-1)


def test_against_the_rest():
    together = nps.segments_compare_rest(SEGMENTS, method="score", adjustment="none")
    for place, many in enumerate(together):
        others = [tuple(s) for number, s in enumerate(SEGMENTS) if number != place]
        one = nps.compare(SEGMENTS[place], nps.Counts(*map(sum, zip(*others))), method="score")
        assert (many.difference, many.lower, many.upper, many.p_value, many.adjusted, many.method) == (
            one.difference, one.lower, one.upper, one.p_value, one.p_value, one.method,
        )  # fmt: skip
    with pytest.raises(nps.EmptyError):
        nps.segments_compare_rest(SEGMENTS[:1])


def test_pairs():
    together = nps.segments_compare_pairs(BY_KEY, method="score", level=0.9, adjustment="benjamini-yekutieli")
    assert list(together) == list(combinations("abcd", 2))
    alone = {pair: nps.compare(*map(BY_KEY.get, pair), method="score") for pair in together}
    wanted = adjusted([one.p_value for one in alone.values()], "benjamini-yekutieli")
    assert [many.adjusted for many in together.values()] == pytest.approx(wanted)
    for pair, many in together.items():
        assert (many.difference, many.p_value) == (alone[pair].difference, alone[pair].p_value)
    assert list(nps.segments_compare_pairs(SEGMENTS)) == list(combinations(range(4), 2))
    assert nps.segments_compare_pairs(SEGMENTS[:1]) == nps.segments_compare_pairs([]) == {}


def test_ranks():
    ranks = nps.segments_rank([nps.Counts(n, 0, 1000 - n) for n in (900, 500, 100)])
    assert [tuple(rank) for rank in ranks] == [(1, 1), (2, 2), (3, 3)]
    alike = nps.segments_rank(dict.fromkeys("abc", SEGMENTS[0]), method="score")
    assert alike == dict.fromkeys("abc", nps.Rank(1, 3))
    assert nps.segments_rank([]) == []
    with pytest.raises(nps.UnavailableError):
        nps.segments_rank(SEGMENTS, method="anytime")


def test_the_best():
    probabilities = nps.segments_best(BY_KEY)
    assert sum(probabilities.values()) == pytest.approx(1)
    assert max(probabilities, key=probabilities.get) == "c"
    assert nps.segments_best(SEGMENTS) == list(probabilities.values())
    assert nps.segments_best([SEGMENTS[0]] * 4) == pytest.approx([0.25] * 4)
    assert nps.segments_best([SEGMENTS[0]]) == [1]
    assert nps.segments_best(SEGMENTS, prior=(0, 0, 0)) == nps.segments_best(SEGMENTS)
    assert nps.segments_best(SEGMENTS, prior=(100, 1, 1)) != nps.segments_best(SEGMENTS)
    # Against a segment whose score is certainly 20, it is the probability of a score above 20.
    certain = nps.Counts(6 * 10**11, 0, 4 * 10**11)
    assert nps.segments_best([SEGMENTS[0], certain])[0] == pytest.approx(
        nps.bayes_probability(SEGMENTS[0], 20), abs=1e-4
    )
    with pytest.raises(nps.PriorError):
        nps.segments_best(SEGMENTS, prior=(1, 1, 0))


def test_groups():
    groups = nps.Groups()
    groups.update(list("ABAB" * 10 + "C"), [9, 3, 10, 7] * 10 + [None])
    answered = {key: groups[key] for key in "AB"}
    for family in (*FAMILIES, nps.segments_rank, nps.segments_best):
        assert family(groups) == family(answered)
    assert nps.segments_rank({"C": groups["C"]}) == {}


@pytest.mark.parametrize("family", [*FAMILIES, nps.segments_rank, nps.segments_best])
def test_what_are_no_segments(family):
    for wrong in (None, 7, "ab", [None], [(1, 2, 3)], {"a": 7}, nps.Groups):
        with pytest.raises(TypeError):
            family(wrong)
    for segments, error in (
        ([*SEGMENTS, nps.Counts(0, 0, 0)], nps.EmptyError),
        ([*SEGMENTS, nps.Counts(2**64 - 1, 1, 0)], nps.CountOverflowError),
    ):
        with pytest.raises(error):
            family(segments)


@pytest.mark.parametrize("family", [*FAMILIES, nps.segments_rank])
def test_wrong_options(family):
    for level in (0, 1, 95, math.nan):
        with pytest.raises(nps.LevelError):
            family(SEGMENTS, level=level)
    with pytest.raises(nps.MethodError):
        family(SEGMENTS, method="scores")
    with pytest.raises(TypeError):
        family(SEGMENTS, method=None)


def test_results_are_short_and_plain():
    many = nps.SegmentComparison(-8.859, -12.5, -5.0, 2e-6, "score", 4e-6)
    assert isinstance(many, nps.Comparison)
    assert repr(many) == (
        "SegmentComparison(difference=-8.859, lower=-12.500, upper=-5.000, p_value=2e-06, adjusted=4e-06, "
        "method='score')"
    )
    best, worst = nps.Rank(1, 3)
    assert (best, worst) == (1, 3)
