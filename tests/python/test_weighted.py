# SPDX-License-Identifier: MIT
"""Answers with weights, strata and clusters, against plain Python and the published weights of an airport survey."""

import array
import copy
import csv
import math
import pickle
import threading
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import nps
import pytest
from hypothesis import given, strategies as st
from oracle import WeightedOracle

DATA = Path(__file__).parents[2] / "docs" / "examples" / "data" / "sfo_recommend_weights.csv"
LARGEST = 2**64 - 1

ANSWERS = st.one_of(st.integers(0, 10), st.sampled_from([None, math.nan, 7.5, 11, -1, 99]))
WEIGHTS = st.one_of(st.just(0.0), st.floats(2.0**-126, 2.0**127, width=32))
ROWS = st.lists(st.tuples(ANSWERS, WEIGHTS), max_size=30)


def airport(year):
    with DATA.open() as file:
        for row in csv.DictReader(file):
            if row["year"] == year:
                answer = int(row["answer"]) if row["answer"] else None
                yield answer, float(row["weight"]), int(row["stratum"]), int(row["respondents"])


@pytest.mark.parametrize("year, score, effective", [("2017", 40.398, 2266), ("2018", 35.114, 2134)])
def test_the_airport(year, score, effective):
    survey, design = nps.Weighted(missing_codes=[11]), nps.WeightedDesign(missing_codes=[11])
    for answer, weight, stratum, respondents in airport(year):
        survey.add(answer, weight, respondents)
        design.add(answer, weight, stratum, times=respondents)
    estimate = survey.read()
    assert estimate.score == survey.score == pytest.approx(score, abs=5e-4)
    assert math.floor(estimate.kish) == effective
    assert estimate.effective <= estimate.kish
    assert design.total() == survey
    assert design.score == survey.score
    lower, upper = survey.interval()
    assert lower < score < upper
    rows = [row for row in airport(year) for _ in range(row[3])]
    columns = nps.Weighted([row[0] for row in rows], [row[1] for row in rows], missing_codes=[11])
    assert columns == survey


@given(ROWS, st.lists(st.sampled_from([9, 11, 99]), max_size=2))
def test_against_plain_python(rows, codes):
    oracle = WeightedOracle(rows, codes)
    survey = nps.Weighted(missing_codes=codes)
    for answer, weight in rows:
        survey.add(answer, weight)
    columns = nps.Weighted(
        [answer for answer, _ in rows], array.array("d", [weight for _, weight in rows]), missing_codes=codes
    )
    assert columns == survey
    assert survey.weights == tuple(oracle.weight_of(answer) for answer in range(11))
    assert (survey.missing_weight, survey.invalid_weight) == (oracle.weight_of("missing"), oracle.weight_of("invalid"))
    counted = nps.Accumulator([answer for answer, weight in rows if weight], missing_codes=codes)
    assert survey.rows == counted
    assert survey.weightless == sum(weight == 0 for _, weight in rows)
    if not list(oracle.scored()):
        with pytest.raises(nps.EmptyError):
            survey.read()
        return
    estimate = survey.read()
    assert estimate.score == pytest.approx(float(100 * oracle.theta), rel=1e-14, abs=1e-13)
    assert estimate.kish == pytest.approx(oracle.kish, rel=1e-12)
    assert estimate.respondents == counted.n
    assert estimate.promoters + estimate.passives + estimate.detractors == pytest.approx(1)


@given(st.lists(st.tuples(st.integers(0, 10), st.integers(1, 9), st.integers(-1, 1), st.integers(-2, 2))))
def test_designs_against_plain_python(rows):
    # At least two clusters in each stratum, and answers that differ.
    rows += [(answer, 1, stratum, cluster) for stratum in (-1, 0, 1) for answer, cluster in ((10, 7), (0, 8))]
    design = nps.WeightedDesign(*zip(*rows))
    one_by_one = nps.WeightedDesign()
    for answer, weight, stratum, cluster in rows:
        one_by_one.add(answer, weight, stratum, cluster)
    estimate = design.read()
    assert estimate == one_by_one.read()
    oracle = WeightedOracle(rows)
    assert estimate.score == pytest.approx(float(100 * oracle.theta), abs=1e-12)
    assert estimate.standard_error == pytest.approx(oracle.standard_error, rel=1e-11, abs=1e-11)
    assert estimate.degrees == len({row[2:] for row in rows}) - 3
    alone = nps.WeightedDesign([row[0] for row in rows], [row[1] for row in rows], [row[2] for row in rows])
    oracle = WeightedOracle([(*row[:3], None) for row in rows])
    assert alone.read().standard_error == pytest.approx(oracle.standard_error, rel=1e-11)
    assert alone.total() == design.total() == nps.Weighted([row[0] for row in rows], [row[1] for row in rows])


def test_equal_weights_change_nothing():
    answers = [10] * 50 + [8] * 30 + [3] * 20
    plain, survey = nps.Accumulator(answers), nps.Weighted(answers, [0.125] * 100)
    for method in ("score", "skewness-corrected score", "adjusted wald"):
        assert tuple(survey.interval(level=0.9, method=method)) == pytest.approx(
            tuple(plain.interval(level=0.9, method=method)), abs=1e-9
        )
        tested = survey.test(20, method=method, alternative="greater")
        assert float(tested) == pytest.approx(float(plain.test(20, method=method, alternative="greater")), rel=1e-9)
        assert (tested.method, tested.alternative, tested.reference) == (method, "greater", 20)
    # Wald is the score and so many standard errors, which are those of the sample.
    margin = 1.6448536269514722 * survey.read().standard_error
    assert tuple(survey.interval(level=0.9, method="wald")) == pytest.approx((30 - margin, 30 + margin), abs=1e-9)
    assert survey.test(20).method == survey.interval().method == "skewness-corrected score"
    assert survey.read().design_effect == pytest.approx(1)
    for method in ("exact", "anytime"):
        with pytest.raises(nps.UnavailableError):
            survey.interval(method=method)


def test_one_by_one():
    survey = nps.Weighted()
    survey.add(9, 2)
    survey.add(9.0, Fraction(1, 2), times=3)
    survey.add(None, Decimal("1.5"))
    survey.add(7.5, 4, 2)
    survey.add_missing(0.25, 2)
    survey.add(3, 0, 5)
    assert survey.weights[9] == 3.5
    assert (survey.missing_weight, survey.invalid_weight, survey.weightless) == (2.0, 8.0, 5)
    assert repr(survey) == "<nps.Weighted: 4 answers, score 100.00, 3 missing, 2 invalid, 5 without weight>"
    assert repr(nps.Weighted()) == "<nps.Weighted: 0 answers>"


@pytest.mark.parametrize("weight", [-1, -1e-300, math.nan, math.inf, 2.0**128, 2.0**-127, 5e-324])
def test_what_is_no_weight(weight):
    survey, design = nps.Weighted([9], [1]), nps.WeightedDesign([9], [1])
    for call in (
        lambda: survey.add(9, weight),
        lambda: survey.add(9, weight, 0),
        lambda: survey.add(None, weight),
        lambda: survey.add_missing(weight),
        lambda: design.add(9, weight),
        lambda: design.add(None, weight),
    ):
        with pytest.raises(nps.WeightError):
            call()
    for call in (survey.update, design.update):
        with pytest.raises(nps.WeightError, match="weight 1 is "):
            call([9, 9, 9], [1, weight, 1])
    assert survey == design.total() == nps.Weighted([9], [1])


@pytest.mark.parametrize("weight", [None, "1", b"1", True, 1j, object(), [1], nps], ids=repr)
def test_what_is_no_number(weight):
    survey = nps.Weighted([9], [1])
    for call in (
        lambda: survey.add(9, weight),
        lambda: survey.add_missing(weight),
        lambda: survey.update([9, 9], [1, weight]),
        lambda: nps.WeightedDesign().add(9, weight),
        lambda: nps.WeightedDesign([9], [weight]),
    ):
        with pytest.raises(TypeError):
            call()
    assert survey == nps.Weighted([9], [1])


def test_a_weight_that_is_too_large_for_a_float():
    with pytest.raises(OverflowError):
        nps.Weighted().add(9, 10**400)


@pytest.mark.parametrize("weights", ["1", {1: 1}, 1, None, object(), memoryview(b"\1").cast("?")], ids=repr)
def test_what_are_no_weights(weights):
    for kind in (nps.Weighted, nps.WeightedDesign):
        with pytest.raises(TypeError):
            kind([9], weights)


@pytest.mark.parametrize("weights", [[], [1], [1, 1, 1], iter([1]), array.array("B", [1])], ids=repr)
def test_as_many_weights_as_answers(weights):
    for kind in (nps.Weighted, nps.WeightedDesign):
        with pytest.raises(ValueError, match="there are 2 answers, but"):
            kind([9, 3], weights)


@pytest.mark.parametrize("weights", [b"\1\2", bytearray(b"\1\2")], ids=repr)
def test_bytes_are_no_weights(weights):
    for call in (
        lambda: nps.Weighted([9, 3], weights),
        lambda: nps.WeightedDesign([9, 3], weights),
        lambda: nps.calibration_rake(nps.Margin([0, 1], [1, 1]), weights),
        lambda: nps.adjust(weights),
    ):
        with pytest.raises(TypeError, match="must be a buffer or an iterable of numbers, not bytes"):
            call()
    assert nps.Weighted([9, 3], memoryview(weights)) == nps.Weighted([9, 3], [1, 2])


@pytest.mark.parametrize("name", ["strata", "clusters"])
@pytest.mark.parametrize(
    "numbers, error",
    [
        ([1], ValueError), ([1, 2, 3], ValueError), ([1, 2.0], TypeError), ([1, True], TypeError), ("ab", TypeError),
        ([1, None], TypeError), ([1, "A"], TypeError), ([1, 2**63], OverflowError),
        (array.array("d", [1, 2]), TypeError), (array.array("Q", [1, 2**63]), OverflowError),
        (7, TypeError), ({1: 1, 2: 2}, TypeError),
    ],
    ids=repr,
)  # fmt: skip
def test_what_are_no_strata_or_clusters(name, numbers, error):
    design = nps.WeightedDesign()
    with pytest.raises(error):
        design.update([9, 3], [1, 1], **{name: numbers})
    assert design.total() == nps.Weighted()


@pytest.mark.parametrize("code", "bBhHiIlLqQ")
def test_strata_and_clusters_of_every_type(code):
    answers, weights, strata, clusters = [9, 3, 9, 10, 7], [1, 2, 3, 4, 5], [0, 0, 1, 1, 1], [1, 2, 1, 2, 3]
    wanted = nps.WeightedDesign(answers, weights, strata, clusters).read()
    for spread in (1, 2, -1):
        columns = [memoryview(array.array(code, c[::spread] if spread == -1 else c)) for c in (strata, clusters)]
        if spread == 2:
            columns = [memoryview(array.array(code, [n for n in c for _ in "ab"]))[::2] for c in (strata, clusters)]
        if spread == -1:
            columns = [column[::-1] for column in columns]
        assert nps.WeightedDesign(answers, weights, *columns).read() == wanted
        assert nps.WeightedDesign(answers, columns[0], *columns).total() == nps.Weighted(answers, strata)


@pytest.mark.parametrize("code", "bBhHiIlLqQfd")
def test_weights_of_every_type(code):
    weights = array.array(code, [1, 2, 0, 100])
    wanted = nps.Weighted([9, 3, 10, None], list(weights))
    assert nps.Weighted(array.array("b", [9, 3, 10, 99]), weights, missing_codes=[99]) == wanted
    assert nps.Weighted(iter([9, 3, 10, None]), memoryview(weights)[::-1][::-1]) == wanted


def test_answers_and_weights_come_together():
    for arguments in (([9],), (None, [1])):
        for kind in (nps.Weighted, nps.WeightedDesign):
            with pytest.raises(TypeError, match="must be passed together"):
                kind(*arguments)
    with pytest.raises(TypeError):
        nps.WeightedDesign(strata=[1])


def test_overflow_changes_nothing():
    full = nps.Weighted()
    full.add(9, 1, LARGEST)
    before = copy.copy(full)
    for call in (
        lambda: full.add(9, 1),
        lambda: full.update([3, 9], [1, 1]),
        lambda: full.__iadd__(nps.Weighted([3, 9], [1, 1])),
    ):
        with pytest.raises(nps.CountOverflowError):
            call()
    assert full == before
    for times, error in ((-1, OverflowError), (2**64, OverflowError), (1.0, TypeError), ("1", TypeError)):
        for survey in (nps.Weighted(), nps.WeightedDesign()):
            for answer in (9, None):
                with pytest.raises(error):
                    survey.add(answer, 1, times=times)


def test_missing_answers_of_a_design():
    design = nps.WeightedDesign()
    design.add(None, 0.5, stratum=3, cluster=4, times=11)
    design.add(math.nan, 0.5, times=0)
    design.add(7.5, 2)
    design.add(None, 1, times=LARGEST - 11)
    assert (design.total().rows.missing, design.total().rows.invalid) == (LARGEST, 1)
    assert design.total().invalid_weight == 2
    with pytest.raises(nps.CountOverflowError):
        design.add(None, 1)
        design.total()


@given(ROWS, ROWS)
def test_arithmetic(first, second):
    a, b = (nps.Weighted(*([row[i] for row in rows] for i in (0, 1))) for rows in (first, second))
    both = nps.Weighted(*([row[i] for row in first + second] for i in (0, 1)))
    assert a + b == b + a == both
    assert both - b == a
    both -= a
    assert both == b
    b += b
    assert b == both + both
    b -= b
    assert b == nps.Weighted()


def test_subtract_what_is_not_there():
    a = nps.Weighted([9, 9], [1, 2])
    for part in (nps.Weighted([9], [4]), nps.Weighted([3], [1]), nps.Weighted([9], [0])):
        with pytest.raises(nps.CountUnderflowError):
            a -= part
    assert a == nps.Weighted([9, 9], [1, 2])


@pytest.mark.parametrize("other", [0, None, [9], nps.Accumulator([9]), nps.Groups()], ids=repr)
def test_arithmetic_with_others(other):
    for survey in (nps.Weighted([9], [1]), nps.WeightedDesign([9], [1])):
        for operation in ("__add__", "__iadd__"):
            assert getattr(survey, operation)(other) is NotImplemented
        assert survey != other
    assert nps.Weighted().__sub__(other) is nps.Weighted().__isub__(other) is NotImplemented


def test_designs_merge_cluster_by_cluster():
    rows = [(9, 1, 0, 1), (3, 2, 0, 2), (10, 3, 0, 1), (7, 1, 1, 1), (9, 2, 1, 2), (0, 2, 1, 1)]
    whole = nps.WeightedDesign(*zip(*rows))
    parts = nps.WeightedDesign(*zip(*rows[::2])) + nps.WeightedDesign(*zip(*rows[1::2]))
    assert parts.read() == whole.read()
    parts += nps.WeightedDesign()
    assert parts.read() == whole.read()
    doubled = copy.copy(whole)
    doubled += doubled
    assert doubled.total() == whole.total() + whole.total()


COPIES = [copy.copy, copy.deepcopy]
PICKLED = [lambda thing, protocol=protocol: pickle.loads(pickle.dumps(thing, protocol)) for protocol in range(6)]


class Named(nps.Weighted):
    pass


class NamedDesign(nps.WeightedDesign):
    pass


@pytest.mark.parametrize("copied", COPIES + PICKLED)
def test_copies(copied):
    for kind in (nps.Weighted, Named):
        original = kind([9, None, 99], [1, 2e-30, 3e30], missing_codes=[99])
        if kind is Named:
            original.parts = [1]
        other = copied(original)
        assert (type(other), other) == (kind, original)
        assert getattr(other, "parts", None) == getattr(original, "parts", None)
        other.add(99, 1)
        assert (other.rows.missing, original.rows.missing) == (3, 2)


@pytest.mark.parametrize("copied", COPIES)
def test_copies_of_designs(copied):
    original = NamedDesign([9, 3, 99], [1, 2, 3], [1, 1, 2], [1, 2, 3], missing_codes=[99])
    original.parts = [1]
    other = copied(original)
    assert (type(other), other.parts, other.read()) == (NamedDesign, [1], original.read())
    assert (other.parts is original.parts) == (copied is copy.copy)
    other.add(99, 1)
    assert (other.total().rows.missing, original.total().rows.missing) == (2, 1)


@pytest.mark.parametrize("protocol", range(pickle.HIGHEST_PROTOCOL + 1))
def test_designs_are_pickled_with_their_names(protocol):
    made = nps.WeightedDesign([9, 3, None], [1, 2, 3], ["north"] * 3, ["Rome", "Oslo", "Oslo"], missing_codes=[99])
    again = pickle.loads(pickle.dumps(made, protocol))
    assert again.read() == made.read() and again.to_bytes() == made.to_bytes()
    again.add(99, 1.0, "north", "Rome")
    assert again.total().rows.missing == 2 and made.total().rows.missing == 1
    with pytest.raises(nps.KeyTypeError, match="clusters are texts here"):
        again.add(9, 1.0, "north", 7)
    integers = pickle.loads(pickle.dumps(nps.WeightedDesign([9], [1], [1], [2]), protocol))
    with pytest.raises(nps.KeyTypeError, match="strata are integers here"):
        integers.add(9, 1.0, "north")


@pytest.mark.parametrize("words", [b"", b"\0" * 50, nps.Accumulator([9]).to_bytes(), None, 7, "0" * 50], ids=repr)
def test_hostile_pickles(words):
    restore, (kind, _, codes), _ = nps.Weighted([9], [1]).__reduce__()
    with pytest.raises((TypeError, nps.FormatError, nps.VersionError)):
        restore(kind, words, codes)


@given(ROWS, ROWS)
def test_encoded(first, second):
    a, b = (nps.Weighted(*([row[i] for row in rows] for i in (0, 1))) for rows in (first, second))
    encoded = a.to_bytes()
    assert nps.Weighted.from_bytes(encoded) == nps.Weighted.from_bytes(bytearray(encoded)) == a
    b_and_a = copy.copy(b)
    b_and_a.merge_bytes(memoryview(encoded))
    assert b_and_a == a + b
    assert b_and_a.to_bytes() == (a + b).to_bytes()
    for place in range(0, len(encoded), 7):
        damaged = bytearray(encoded)
        damaged[place] ^= 0x40
        for call in (nps.Weighted.from_bytes, b_and_a.merge_bytes):
            with pytest.raises((nps.FormatError, nps.ChecksumError, nps.VersionError)):
                call(damaged)
        with pytest.raises((nps.FormatError, nps.ChecksumError)):
            nps.Weighted.from_bytes(encoded[:place])
    assert b_and_a == a + b
    recoded = nps.Weighted.from_bytes(encoded, missing_codes=[9])
    recoded.add(9, 1)
    assert recoded.rows.missing == a.rows.missing + 1


def test_compare():
    counts = nps.Counts(50, 30, 20)
    answers = [10] * 50 + [8] * 30 + [0] * 20
    survey, design = nps.Weighted(answers, [3] * 100), nps.WeightedDesign(answers, [1] * 100, [1, 2] * 50)
    other = nps.Accumulator([9, 9, 3, 7, 10, 8, 9, 0] * 10)
    plain = nps.compare(counts, other, method="score")
    for a in (survey, survey.read(), counts, nps.Accumulator(answers)):
        found = nps.weighted_compare(a, other, method="score")
        assert (found.lower, found.upper) == pytest.approx((plain.lower, plain.upper), abs=1e-6)
        assert found.difference == pytest.approx(plain.difference)
        assert found.p_value == pytest.approx(plain.p_value, rel=1e-6)
    assert nps.weighted_compare(other, design).difference == pytest.approx(-plain.difference)
    for wrong in (None, 7, [9], (1, 2, 3), "survey"):
        with pytest.raises(TypeError, match=r"the sample [ab] must be an Accumulator or Counts, not"):
            nps.weighted_compare(survey, wrong)
    for method in ("exact", "anytime"):
        with pytest.raises(nps.UnavailableError):
            nps.weighted_compare(survey, other, method=method)
    with pytest.raises(nps.EmptyError):
        nps.weighted_compare(survey, nps.Accumulator())
    with pytest.raises(nps.LevelError):
        nps.weighted_compare(survey, survey, level=95)


def test_there_is_no_hash():
    with pytest.raises(TypeError):
        hash(nps.Weighted())


def test_scales():
    survey = nps.Weighted([0, 5, 3, 8], [1, 2, 3, 4])
    for read in (survey.read, nps.WeightedDesign([0, 5, 3, 8], [1, 2, 3, 4]).read):
        with pytest.raises(nps.OutsideError):
            read("1_5")
        assert read("1_5", outside="ignore").score == pytest.approx(100 * (2 - 3) / 5)
        assert read(nps.SCALE_1_7, outside="ignore").respondents == 2
        with pytest.raises(ValueError, match="outside must be"):
            read("1_5", outside="count")
        with pytest.raises(nps.ScaleError):
            read("1_6")
    with pytest.raises(nps.EmptyError):
        nps.Weighted([0], [1]).read("1_5", outside="ignore")


def test_estimates_are_checked():
    estimate = nps.Weighted([9, 3, 7], [1, 2, 3]).read()
    assert repr(estimate).startswith("WeightedEstimate(score=-16.667, standard_error=")
    assert pickle.loads(pickle.dumps(estimate)) == estimate
    for wrong in ({"promoters": math.nan}, {"effective": 0.0}, {"degrees": -1.0}):
        with pytest.raises(nps.WeightError):
            nps.WeightedEstimate(**{**vars(estimate), **wrong}).interval()
    with pytest.raises(TypeError):
        nps.WeightedEstimate(**{**vars(estimate), "score": "40"}).interval()
    with pytest.raises(OverflowError):
        nps.WeightedEstimate(**{**vars(estimate), "respondents": -1}).interval()
    for level in (0, 1, 95, math.nan):
        with pytest.raises(nps.LevelError):
            estimate.interval(level=level)
    with pytest.raises(nps.ReferenceScoreError):
        estimate.test(101)
    with pytest.raises(nps.AlternativeError):
        estimate.test(0, alternative="more")


def test_buffers_that_change_meanwhile():
    """Writing into the weights changes which of them are counted, and nothing else."""
    answers, weights = bytearray(300_000), array.array("d", [1.0]) * 300_000
    done = threading.Event()

    def scribble():
        while not done.is_set():
            for number, weight in enumerate((1.0, 2.0, math.nan, -1.0, 1e38, 1.0)):
                weights[150_000 + number] = weight
                answers[150_000 + number] = 250 + number

    writer = threading.Thread(target=scribble)
    writer.start()
    try:
        for _ in range(20):
            survey = nps.Weighted([9], [1])
            before = copy.copy(survey)
            try:
                survey.update(answers, weights)
            except nps.WeightError:
                assert survey == before
            else:
                assert survey.rows.n + survey.rows.invalid + survey.rows.missing + survey.weightless == 300_001
    finally:
        done.set()
        writer.join()


def test_buffers_are_let_go():
    answers, weights, strata = bytearray(3), array.array("d", [1.0] * 3), array.array("q", [1] * 3)
    for kind, arguments in ((nps.Weighted, (answers, weights)), (nps.WeightedDesign, (answers, weights, strata))):
        kind(*arguments)
        weights[1] = -1
        with pytest.raises(nps.WeightError) as kept:
            kind(*arguments)
        weights[1] = 1
        for buffer in arguments:
            buffer.append(1)  # refused while it is held
            buffer.pop()
        assert kept
    released = memoryview(weights)
    released.release()
    with pytest.raises(ValueError):
        nps.Weighted(answers, released)


def test_an_iterable_that_changes_the_accumulator():
    survey = nps.Weighted()

    def weights():
        for weight in (1, 2):
            survey.add(10, 4)
            yield weight

    survey.update([9, 9], weights())
    assert survey == nps.Weighted([9, 9, 10, 10], [1, 2, 4, 4])
    with pytest.raises(RuntimeError):
        survey.update([9], (_ for _ in [0] if broken()))
    assert survey.rows.n == 4


def broken():
    raise RuntimeError("broken")
