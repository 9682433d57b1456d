# SPDX-License-Identifier: MIT
"""Groups of two columns, of buffers, Arrow arrays and streams, equal those of single answers."""

import array
import copy
import pickle
import threading

import nps
import pytest
from arrow_producer import Chunks, Column, Table
from hypothesis import given, strategies as st
from nps import _raw as raw

WITHOUT_KEY = "; update(..., without_key=rest) counts such rows in rest, and nps.Cube has a cell for them"


def limits(code):
    """The smallest and the largest key of a type."""
    bits = 8 * array.array(code).itemsize
    return (0, 2 ** min(bits, 63) - 1) if code.isupper() else (-(2 ** (bits - 1)), 2 ** (bits - 1) - 1)


def one_by_one(keys, answers, codes=()):
    groups = nps.Groups(missing_codes=codes)
    for key, answer in zip(keys, answers):
        groups.add(key, answer)
    return groups


def counted(keys, answers, codes=()):
    groups = nps.Groups(missing_codes=codes)
    groups.update(keys, answers)
    return groups


def encoded(values, code, indices):
    """A column with a dictionary."""
    column, dictionary = Column(indices, "H"), Column(values, code)
    column.kept.append(dictionary)
    column.schema.dictionary = type(column.schema.dictionary)(dictionary.schema)
    column.array.dictionary = type(column.array.dictionary)(dictionary.array)
    return column


def cut(values, cuts, *arguments):
    """A stream of a column that is cut at given places."""
    ends = [*sorted(min(at, len(values)) for at in cuts), len(values)]
    return Chunks(*(Column(values[a:b], *arguments, offset=b % 5) for a, b in zip([0, *ends], ends)))


@pytest.mark.parametrize("code", "bBhHiIqQ")
def test_integers_of_every_type(code):
    low, high = limits(code)
    for few in ([low, high, 0, 1, 1, low], [3, 5, 3, 3, 90, 3], [high, high - 1, high - 2, high, high, 0]):
        keys, answers = few * 600, [9, None, 3, 11, 10, 9.5] * 600
        plain = array.array(code, keys)
        wanted = one_by_one(keys, answers, [3])
        for column in (plain, memoryview(plain), Column(keys, code, offset=3), cut(keys, [7, 7, 2000], code)):
            for beside in (answers, iter(answers), array.array("d", [8, 8, 3, 11, 10, 9.5] * 600)):
                if isinstance(beside, array.array):
                    groups, by_hand = counted(column, beside, [3]), one_by_one(keys, beside, [3])
                else:
                    groups, by_hand = counted(column, beside, [3]), wanted
                assert groups == by_hand
                assert groups.key_type is int


@given(
    st.lists(st.tuples(st.sampled_from(["", "A", "é", "a long text of more bytes"]), st.integers(-1, 12))),
    st.lists(st.integers(0, 30), max_size=4),
    st.lists(st.integers(0, 30), max_size=4),
)
def test_columns_are_cut_anywhere(rows, key_cuts, answer_cuts):
    keys, answers = [key for key, _ in rows], [None if answer < 0 else answer for _, answer in rows]
    wanted = one_by_one(keys, answers, [9])
    by_number = one_by_one([len(key) for key in keys], answers, [9])
    for key_column in (Column(keys, "u"), cut(keys, key_cuts, "u")):
        for answer_column in (answers, cut(answers, answer_cuts, "h"), Column(answers, "d", offset=2)):
            assert counted(key_column, answer_column, [9]) == wanted
    assert counted(cut([len(key) for key in keys], key_cuts), cut(answers, answer_cuts), [9]) == by_number


def test_keys_by_a_dictionary():
    assert counted(encoded(["A", "B", None], "u", [1, 0, 1]), [9, 3, 10]) == one_by_one("BAB", [9, 3, 10])
    assert counted(encoded([7, -7], "q", [1, 0, 1]), b"\t\3\12") == one_by_one([-7, 7, -7], [9, 3, 10])
    assert counted(array.array("b", [1, 2]), encoded([9, 3], "B", [1, 0])) == one_by_one([1, 2], [3, 9])


@pytest.mark.parametrize("place", [0, 1, 1999, 2000, 4999])
def test_a_missing_key_is_named(place):
    answers = [9] * 5000
    texts, numbers = ["A", "B"] * 2500, [1, 2] * 2500
    texts[place] = numbers[place] = None
    nulls = encoded(["A", None], "u", [int(i == place) for i in range(5000)])
    for keys in (Column(texts, "u"), Column(numbers), nulls, cut(numbers, [1, 2000]), cut(texts, [2000, 3000], "u")):
        for groups in (nps.Groups(), nps.Groups(str), nps.Groups(int)):
            before = groups.key_type
            with pytest.raises(nps.KeyTypeError) as raised:
                groups.update(keys, cut(answers, [1000]))
            assert str(raised.value) == f"key {place} is None; keys are str or int{WITHOUT_KEY}"
            assert not groups and groups.key_type is before


def test_a_missing_key_elsewhere():
    table = Table(Column([7, None, 7], name="shop"), Column([9, 3, None]))
    groups, codes = nps.Groups(), nps.CodeGroups(8)
    assert groups.add_arrow(table, "shop", "answer") == nps.Accumulator([3])
    codes.update(array.array("d", [7, float("nan"), 7]), [9, 3, None])
    assert groups[7] == codes[7] == nps.Accumulator([9, None])
    assert codes.missing == nps.Accumulator([3])


def test_tables_with_integer_keys():
    table = Table(Column([1, -1, 1], "b", "shop"), Column([9, 3, 9]))
    for groups, data in ((nps.Groups(), table), (nps.Groups(int), Chunks(table))):
        assert groups.add_arrow(data, "shop", "answer") == nps.Accumulator()
        assert groups == {1: nps.Accumulator([9, 9]), -1: nps.Accumulator([3])}
        assert groups.key_type is int
    texts = nps.Groups(str)
    with pytest.raises(nps.KeyTypeError, match="keys are str here, not int"):
        texts.add_arrow(table, "shop", "answer")
    assert not texts


def test_keys_that_do_not_fit():
    keys = [1] * 2500 + [2**63, 1]
    for column in (array.array("Q", keys), Column(keys, "Q"), cut(keys, [2000], "Q")):
        groups = nps.Groups()
        with pytest.raises(OverflowError):
            groups.update(column, [9] * len(keys))
        assert not groups and groups.key_type is None
    table = Table(Column(keys, "Q", "shop"), Column([9] * len(keys)))
    with pytest.raises(OverflowError, match="row 2500 is 9223372036854775808, and keys end at 2\\^63 - 1"):
        nps.Groups().add_arrow(table, "shop", "answer")


def test_columns_are_as_long_as_each_other():
    for keys in (array.array("q", [1, 2, 3]), Column([1, 2, 3]), cut("ABC", [1, 2], "u")):
        for answers in ([9, 9], [9] * 4, b"\t\t", Column([9] * 4), cut([9] * 4, [1, 3]), [], Column([])):
            groups = nps.Groups()
            with pytest.raises(ValueError, match="as many keys as answers"):
                groups.update(keys, answers)
            assert not groups


def test_the_other_kind_of_keys():
    texts, numbers = one_by_one(["A"], [9]), one_by_one([1], [9])
    for groups, keys in ((texts, array.array("q", [1])), (texts, Column([1])), (numbers, Column(["A"], "u"))):
        before = dict(groups)
        with pytest.raises(nps.KeyTypeError, match=r"keys are (str here, not int|int here, not str)"):
            groups.update(keys, [9])
        assert dict(groups) == before
    texts.update(array.array("q"), [])
    numbers.update(Column([], "u"), Column([]))
    assert nps.Groups().update(Column([]), Column([])) is None


class Iterable(Column):
    """A column that can be iterated as well."""

    def __init__(self, values, *arguments, **options):
        super().__init__(values, *arguments, **options)
        self.values = values

    def __iter__(self):
        return iter(self.values)


def test_what_no_column_can_be_is_iterated():
    assert counted(Iterable([1, 2], format=b"tts"), [9, 9]) == one_by_one([1, 2], [9, 9])
    with pytest.raises(nps.KeyTypeError, match="the key of row 0 is not a whole number"):
        counted(Iterable([1.5], "d"), [9])
    assert counted(Column([1, 2]), Iterable([9, 3], format=b"tts")) == one_by_one([1, 2], [9, 3])
    with pytest.raises(TypeError, match="answer 0 is '9'"):
        counted(Column([1]), Iterable(["9"], "u"))
    with pytest.raises(TypeError, match="answers must be a buffer"):
        counted(Column([1]), "9")


def test_streams_that_break():
    groups = one_by_one([1], [9])
    for keys, answers in (
        (Chunks(Column([1, 2]), error=b"the wire is cut"), [9, 9, 9]),
        (Column([1, 2, 3]), Chunks(Column([9]), error=b"the wire is cut")),
    ):
        with pytest.raises(nps.UnavailableError, match="the wire is cut"):
            groups.update(keys, answers)
        assert (keys if isinstance(keys, Chunks) else answers).released == 1
    damaged = Column([1, 2])
    damaged.array.length = -1
    with pytest.raises(nps.ColumnError, match="impossible"):
        groups.update(damaged, [9, 9])
    damaged = Column(["A", "B"], "u")
    damaged.array.n_buffers = 1
    with pytest.raises(nps.ColumnError, match="has 3 buffers, got 1"):
        nps.Groups().update(damaged, [9, 9])
    gone = Column([1])
    gone.schema.release = type(gone.schema.release)()
    with pytest.raises(nps.ColumnError, match="released"):
        groups.update(gone, [9])
    assert groups == one_by_one([1], [9])


def test_all_is_given_back():
    keys, answers = cut([1, 2, 3], [1]), Column([9, 9, 9])
    counted(keys, answers)
    assert keys.released == 1 and answers.released == 2
    with pytest.raises(nps.KeyTypeError):
        counted(Column([None]), answers)
    assert answers.released == 4
    buffer = array.array("q", [1, 2])
    with pytest.raises(ValueError):
        counted(buffer, [9])
    buffer.append(3)  # refused while it is held
    counted(buffer, [9] * 3)
    buffer.append(4)


def test_the_raw_functions_refuse_anything_else():
    state = raw.nps_groups_create(raw.NPS_KEY_INTEGER)
    column = (b"\1", None, ())
    for keys, answers in ((None, column), ((), column), ((1,), column), ((1, 2), column), (column, (b"\1",) * 4)):
        with pytest.raises(TypeError):
            raw.groups_count_columns(state, keys, answers, ())
    with pytest.raises(TypeError):
        raw.arrow_format(column, 7)
    with pytest.raises(ValueError):
        raw.arrow_format(column, "a\0")
    assert raw.arrow_format(column, None) == "C"
    assert raw.arrow_format(column, "key") == ""


def test_threads_feed_the_same_groups():
    groups = nps.Groups()
    keys, answers = array.array("q", range(3000)), bytes([9]) * 3000

    def feed():
        for _ in range(20):
            groups.update(keys, answers)

    threads = [threading.Thread(target=feed) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert groups == {key: nps.Accumulator([9] * 80) for key in range(3000)}


# ---- the memory budget ----


def test_a_budget_is_kept_to():
    keys = array.array("q", [i * 10**9 for i in range(5000)])
    texts = Column([f"shop {i}" for i in range(5000)], "u")
    part = one_by_one(keys, b"\t" * 5000)
    for feed in (
        lambda groups: groups.update(keys, b"\t" * 5000),
        lambda groups: groups.update(list(keys), [9] * 5000),
        lambda groups: groups.add_arrow(
            Table(Column(keys.tolist(), "q", "shop"), Column([9] * 5000)), "shop", "answer"
        ),
        lambda groups: groups.merge(part),
        lambda groups: groups.merge(dict(part)),
        lambda groups: groups.merge_bytes(part.to_bytes()),
    ):
        groups = nps.Groups(memory_budget=50_000)
        groups.add(-1, 9)
        with pytest.raises(nps.OutOfMemoryError):
            feed(groups)
        assert groups == one_by_one([-1], [9])
        with pytest.raises(MemoryError):
            feed(nps.Groups(memory_budget=50_000))
        large = nps.Groups(memory_budget=10_000_000)
        feed(large)
        assert large == part
    groups = nps.Groups(str, memory_budget=50_000)
    with pytest.raises(nps.OutOfMemoryError):
        groups.update(texts, b"\t" * 5000)
    with pytest.raises(nps.OutOfMemoryError):
        for key in range(5000):
            groups.add(str(key), 9)
    assert 0 < len(groups) < 1000


def test_a_budget_goes_with_copies():
    groups = nps.Groups(missing_codes=[5], memory_budget=50_000)
    groups.add(1, 5)
    part = one_by_one(range(5000), b"\t" * 5000)
    for same in (copy.copy(groups), pickle.loads(pickle.dumps(groups)), groups + {}, nps.Groups.from_bytes(
        groups.to_bytes(), missing_codes=[5], memory_budget=50_000
    )):  # fmt: skip
        assert same == groups
        same.add(1, 5)
        assert same[1].missing == 2
        with pytest.raises(nps.OutOfMemoryError):
            same.merge(part)
    with pytest.raises(nps.OutOfMemoryError):
        nps.Groups.from_bytes(part.to_bytes(), memory_budget=50_000)
    assert nps.Groups.from_bytes(part.to_bytes()) == pickle.loads(pickle.dumps(part)) == part


def test_what_is_no_budget():
    for wrong, error in ((-1, ValueError), (2**64, ValueError), (1.5, TypeError), ("1", TypeError), (None, TypeError)):
        with pytest.raises(error):
            nps.Groups(memory_budget=wrong)
    with pytest.raises(nps.OutOfMemoryError):
        nps.Groups(int, memory_budget=1)
    nps.Groups(memory_budget=2**64 - 1).add(1, 9)


@pytest.mark.parametrize(
    "keys",
    [
        array.array("i", [row % 200 for row in range(20_000)]),
        array.array("q", [row % 200 * 10**9 for row in range(20_000)]),
        Column([f"shop {row % 200}" for row in range(20_000)], "u"),
    ],
    ids=["small", "large", "texts"],
)
def test_what_fits_once_fits_in_more(keys):
    """Memory that only saves time is allocated only within the budget."""
    fits = []
    for budget in range(30_000, 330_000, 3_000):
        groups = nps.Groups(memory_budget=budget)
        try:
            groups.update(keys, b"\t" * 20_000)
        except nps.OutOfMemoryError:
            fits.append(False)
        else:
            fits.append(len(groups) == 200)
    assert not fits[0] and fits[-1]
    assert fits == sorted(fits)
