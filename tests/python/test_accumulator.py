# SPDX-License-Identifier: MIT
"""The accumulator: adding, reading, merging, subtracting, comparing."""

import nps
import pytest

LARGEST = 2**64 - 1


def test_empty():
    empty = nps.Accumulator()
    assert (empty.answers, empty.missing, empty.invalid) == ((0,) * 11, 0, 0)
    assert empty == nps.Accumulator([]) == nps.Accumulator(b"") == nps.Accumulator(iter(()))


def test_add_and_remove():
    survey = nps.Accumulator()
    survey.add(9)
    survey.add(9, times=2)
    survey.add(7, 0)
    survey.add_missing()
    survey.add_missing(2)
    survey.add(None, 3)
    survey.add(7.5, 4)
    assert (survey.answers[9], survey.missing, survey.invalid) == (3, 6, 4)
    survey.remove(9)
    survey.remove(None, times=6)
    survey.remove(-3.5, 4)  # any invalid answer takes back any other
    assert survey == nps.Accumulator([9, 9])


@pytest.mark.parametrize("answer", [8, None, 11])
def test_remove_what_is_not_there(answer):
    survey = nps.Accumulator([9])
    with pytest.raises(nps.CountUnderflowError):
        survey.remove(answer)
    assert survey == nps.Accumulator([9])


@pytest.mark.parametrize(
    "times, error", [(-1, OverflowError), (2**64, OverflowError), (1.0, TypeError), ("1", TypeError)]
)
def test_times(times, error):
    survey = nps.Accumulator([9])
    for call in (survey.add, survey.remove):
        with pytest.raises(error):
            call(9, times)
    with pytest.raises(error):
        survey.add_missing(times)
    assert survey == nps.Accumulator([9])


@pytest.mark.parametrize("answer", [9, None, 11])
def test_overflow_changes_nothing(answer):
    full = nps.Accumulator()
    full.add(answer, LARGEST)
    before = full + nps.Accumulator()
    with pytest.raises(nps.CountOverflowError):
        full.add(answer)
    with pytest.raises(nps.CountOverflowError):
        full.update([1, answer])
    with pytest.raises(nps.CountOverflowError):
        full += nps.Accumulator([1, answer])
    assert full == before


def test_update_takes_iterables():
    wanted = nps.Accumulator.from_counts({9: 2, 7: 1, None: 1})
    for answers in ([9, 9, 7, None], (9, 9, 7, None), iter([9, 9, 7, None]), (a for a in [9, 9, 7, None])):
        assert nps.Accumulator(answers) == wanted
    assert nps.Accumulator({9, 7}) == nps.Accumulator([9, 7])
    assert nps.Accumulator(range(12)).invalid == 1


@pytest.mark.parametrize("answers", ["9", "", {9: 1}, {}, 9, 9.0, object(), ["9"], [[9]], b"9".hex()], ids=repr)
def test_update_refuses(answers):
    survey = nps.Accumulator([9])
    with pytest.raises(TypeError):
        survey.update(answers)
    assert survey == nps.Accumulator([9])


def test_a_table_is_not_the_list_of_its_columns():
    class Table(list):
        ndim = 2

    with pytest.raises(TypeError, match="one dimension"):
        nps.Accumulator(Table([1, 2]))


def test_how_many():
    survey = nps.Accumulator([10, 9, 3, None, 11])
    assert survey.n == survey.counts().n == nps.Counts(1, 1, 1).n == 3
    assert nps.Counts(2**64 - 1, 1, 0).n == 2**64


def test_one_answer_is_singular():
    assert repr(nps.Accumulator([9])) == "<nps.Accumulator: 1 answer, score 100.00>"
    assert repr(nps.Accumulator([9, 9])) == "<nps.Accumulator: 2 answers, score 100.00>"


class Keyed:
    """An object with keys that is not a Mapping."""

    def keys(self):
        return [9, 3, None]

    def __getitem__(self, key):
        return {9: 2, 3: 1, None: 4}[key]

    def __iter__(self):
        return iter(range(11))


def test_from_what_has_keys():
    assert nps.Accumulator.from_counts(Keyed()) == nps.Accumulator([9, 9, 3] + [None] * 4)


@pytest.mark.parametrize("counts", [set(range(11)), iter(range(11)), {}.values(), 11, None], ids=repr)
def test_from_what_has_no_order(counts):
    with pytest.raises(TypeError, match="counts must be a mapping .answer: times. or 11 numbers, not"):
        nps.Accumulator.from_counts(counts)


def test_from_counts():
    eleven = tuple(range(11))
    survey = nps.Accumulator.from_counts(eleven, missing=3, invalid=4)
    assert (survey.answers, survey.missing, survey.invalid) == (eleven, 3, 4)
    by_answer = {answer: answer for answer in range(11)}
    assert nps.Accumulator.from_counts({**by_answer, None: 2, 11: 4}, missing=1) == survey
    assert nps.Accumulator.from_counts({11: 2, 9: 1}, missing_codes=[11]).missing == 2
    assert nps.Accumulator.from_counts(list(eleven)) == nps.Accumulator.from_counts(bytes(eleven))
    assert nps.Accumulator.from_counts({}) == nps.Accumulator()


@pytest.mark.parametrize(
    "counts, error",
    [
        ([1] * 10, ValueError),
        ([], ValueError),
        ([-1] * 11, OverflowError),
        ([1.0] * 11, TypeError),
        ("12345678901", TypeError),
        ({9: -1}, OverflowError),
        ({9: None}, TypeError),
        ({"9": 1}, TypeError),
        (None, TypeError),
        (9, TypeError),
    ],
    ids=repr,
)
def test_from_counts_refuses(counts, error):
    with pytest.raises(error):
        nps.Accumulator.from_counts(counts)


def test_from_counts_overflow():
    with pytest.raises(nps.CountOverflowError):
        nps.Accumulator.from_counts({9: LARGEST, 9.5: LARGEST, 8.5: 1})
    with pytest.raises(OverflowError):
        nps.Accumulator.from_counts([0] * 11, missing=2**64)


def test_arithmetic():
    a, b = nps.Accumulator([9, 9, None]), nps.Accumulator([9, 3, 11])
    assert a + b == nps.Accumulator([9, 9, None, 9, 3, 11])
    assert (a + b) - b == a
    assert a == nps.Accumulator([9, 9, None])
    total = a
    total += b
    assert total is a
    total -= total
    assert a == nps.Accumulator()


def test_arithmetic_with_itself():
    a = nps.Accumulator([9, None])
    a += a
    assert a == nps.Accumulator([9, None]) + nps.Accumulator([9, None])


def test_subtract_what_is_not_there():
    a = nps.Accumulator([9, 9])
    with pytest.raises(nps.CountUnderflowError):
        a -= nps.Accumulator([9, 8])
    with pytest.raises(nps.CountUnderflowError):
        a - nps.Accumulator([9, None])
    assert a == nps.Accumulator([9, 9])


@pytest.mark.parametrize("other", [0, 9, None, [9], "9", nps.Counts(1, 2, 3)], ids=repr)
def test_arithmetic_with_others(other):
    a = nps.Accumulator([9])
    for operation in ("__add__", "__iadd__", "__sub__", "__isub__", "__eq__"):
        assert getattr(a, operation)(other) is NotImplemented
    with pytest.raises(TypeError):
        a + other
    assert a != other


def test_missing_codes_stay_with_their_accumulator():
    plain, coded = nps.Accumulator([9]), nps.Accumulator([9], missing_codes=[9])
    assert plain + nps.Accumulator() == plain
    both = coded + plain
    both.add(9)
    assert (both.missing, both.answers[9]) == (2, 1)
    other = plain + coded
    other.add(9)
    assert (other.missing, other.answers[9]) == (1, 2)


def test_equality_is_of_counts_and_there_is_no_hash():
    assert nps.Accumulator([9], missing_codes=[1]) == nps.Accumulator([9])
    assert nps.Accumulator([9]) != nps.Accumulator([9, None])
    assert nps.Accumulator([None]) != nps.Accumulator([11])
    with pytest.raises(TypeError):
        hash(nps.Accumulator())


def test_attributes_cannot_be_set_by_mistake():
    survey = nps.Accumulator()
    for name in ("answers", "missing", "invalid", "score", "anwsers"):
        with pytest.raises(AttributeError):
            setattr(survey, name, 1)


def test_repr_is_short():
    assert repr(nps.Accumulator()) == "<nps.Accumulator: 0 answers>"
    assert repr(nps.Accumulator([9, 3, 9, None, 11])) == (
        "<nps.Accumulator: 3 answers, score 33.33, 1 missing, 1 invalid>"
    )
    beyond = nps.Accumulator.from_counts({9: LARGEST, 8: LARGEST})
    assert repr(beyond) == f"<nps.Accumulator: {2 * LARGEST} answers>"
