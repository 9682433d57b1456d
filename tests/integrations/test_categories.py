# SPDX-License-Identifier: MIT
"""Keys that are categories of Polars: counted by their codes, with the results of the same keys as texts."""

import polars as pl
import pytest

import nps

ROUNDS = 2100  # enough rows for their codes
KEYS = ["Rome", "Oslo", None, "", "Århus", "Rome", "Oslo", "Rome"] * ROUNDS
ANSWERS = [9, 3, 10, None, 99, 11, 0, 7] * ROUNDS
OTHER = [1, 2, 3, None] * (2 * ROUNDS)
PLACES = ["", "unused", "Rome", "Århus", "Oslo", "also unused"]
TYPES = {
    "global": lambda: pl.Categorical,
    "own": lambda: pl.Categorical(pl.Categories.random()),
    "of a byte": lambda: pl.Categorical(pl.Categories("shops", "nps", physical=pl.UInt8)),
    "listed": lambda: pl.Enum(PLACES),
}


def frames(keys):
    """A frame as a whole, from its third row on, and in chunks of different sizes."""
    frame = pl.DataFrame({"key": keys, "answer": ANSWERS, "other": OTHER})
    yield frame
    yield frame[3:]
    yield pl.concat([frame, frame[:5], frame[7:]], rechunk=False)
    chunks = [pl.concat([column[:first], column[first:]], rechunk=False) for column, first in zip(frame, (100, 77, 3))]
    yield pl.DataFrame(chunks)


@pytest.fixture(params=TYPES)
def categories(request):
    return TYPES[request.param]()


@pytest.fixture
def no_dictionary(monkeypatch):
    """Polars cannot make Arrow arrays of its categories; those of an Enum it has."""

    def refusing(method):
        def export(self, requested_schema=None):
            columns = self.get_columns() if isinstance(self, pl.DataFrame) else [self]
            capsule = method(self, requested_schema)
            return None if any(column.dtype == pl.Categorical for column in columns) else capsule

        return export

    monkeypatch.setattr(pl.Series, "__arrow_c_stream__", refusing(pl.Series.__arrow_c_stream__))


def by_arrow(frame, **options):
    groups = nps.Groups(missing_codes=[99], **options)
    return groups, groups.add_arrow(frame, "key", "answer")


def by_columns(frame, **options):
    groups, rest = nps.Groups(missing_codes=[99], **options), nps.Accumulator()
    groups.update(frame["key"], frame["answer"], without_key=rest)
    return groups, rest


def in_cube(frame, **options):
    cube = nps.Cube(["key", "other"], missing_codes=[99], **options)
    cube.update(frame, "answer")
    cube.update([frame["key"], frame["other"]], frame["answer"])
    return cube


def of_people(frame, **options):
    people = nps.Respondents(missing_codes=[99], **options)
    rest = people.update(frame["key"], list(range(len(frame))), frame["answer"])
    return people.accumulator(), rest


WAYS = [by_arrow, by_columns, in_cube, of_people]


@pytest.mark.parametrize("count", WAYS)
def test_as_texts(categories, count, no_dictionary):
    for texts in frames(KEYS):
        assert count(texts.with_columns(pl.col("key").cast(categories))) == count(texts)


def test_a_frame_as_texts(monkeypatch):
    texts = next(frames(KEYS))
    expected = by_arrow(texts)
    monkeypatch.delattr(pl.DataFrame, "__arrow_c_stream__")
    assert by_arrow(texts.with_columns(pl.col("key").cast(pl.Categorical))) == expected


@pytest.mark.parametrize("count", WAYS)
def test_many_other_categories(count):
    junk = pl.Series([f"another {i}" for i in range(20_000)], dtype=pl.Categorical)
    for texts in frames(KEYS):
        last = pl.lit("the last one", dtype=pl.Categorical)
        frame = texts.with_columns(pl.col("key").cast(pl.Categorical).fill_null(last))
        assert count(frame) == count(texts.with_columns(pl.col("key").fill_null("the last one")))
    assert len(junk) == 20_000
    listed = pl.Enum([f"another {i}" for i in range(20_000)] + PLACES)
    assert count(texts.with_columns(pl.col("key").cast(listed))) == count(texts)


@pytest.mark.parametrize("count", WAYS)
def test_a_version_that_does_not_list_them(count, monkeypatch):
    frame = next(frames(pl.Series(KEYS, dtype=pl.Categorical(pl.Categories.random()))))
    expected = count(frame)
    monkeypatch.delattr(type(frame["key"].cat), "to")
    assert count(frame) == expected


@pytest.mark.parametrize("keys", [[], [None] * len(KEYS)])
def test_no_key(categories, keys):
    answers = ANSWERS[: len(keys)]
    frame = pl.DataFrame({"key": pl.Series(keys, dtype=categories), "answer": answers, "other": OTHER[: len(keys)]})
    assert by_arrow(frame) == by_columns(frame) == (nps.Groups(), nps.Accumulator(answers, missing_codes=[99]))
    assert in_cube(frame).total().n == 2 * nps.Accumulator(answers, missing_codes=[99]).n
    assert [row["key"] for row in nps.summarize(frame, "answer", by="key").to_dicts()] == keys[:1]


def test_summaries(categories):
    for texts in frames(KEYS):
        found = nps.summarize(texts.with_columns(pl.col("key").cast(categories)), "answer", by="key")
        assert found.to_dicts() == nps.summarize(texts, "answer", by="key").to_dicts()


def test_errors_change_nothing(categories):
    frame = next(frames(pl.Series(KEYS, dtype=categories))).with_columns(text=pl.lit("nine"), yes=pl.lit(True))
    groups, cube, rest = nps.Groups(), nps.Cube(["key"]), nps.Accumulator([3])
    groups.update(["Rome"], [9])
    cube.add(["Rome"], 9)
    with pytest.raises(nps.KeyTypeError, match="key 2 is None"):
        groups.update(frame["key"], frame["answer"])
    with pytest.raises(ValueError, match="as many keys as answers"):
        groups.update(frame["key"], frame["answer"][1:], without_key=rest)
    with pytest.raises(ValueError, match="row 5|answers"):
        groups.update(frame["key"], iter(ANSWERS[:5]), without_key=rest)
    for name, what in (("text", 'column "text": expected numbers'), ("yes", 'column "yes": expected numbers')):
        with pytest.raises(nps.ColumnError, match=what):
            groups.add_arrow(frame, "key", name)
        with pytest.raises(nps.ColumnError, match=what):
            cube.update(frame, name)
    for asked in (("key", "no"), ("no", "answer")):
        with pytest.raises(nps.NotFoundError, match="there are 'key', 'answer', 'other', 'text', 'yes'"):
            groups.add_arrow(frame, *asked)
    with pytest.raises(nps.KeyTypeError, match="keys are int here, not str"):
        nps.Groups(int).add_arrow(frame, "key", "answer")
    assert groups == nps.Groups.from_bytes(groups.to_bytes()) and {k: each.n for k, each in groups.items()} == {"Rome": 1}
    assert cube.total().n == 1 and rest == nps.Accumulator([3])


@pytest.mark.parametrize("count", [by_arrow, by_columns, in_cube])
def test_a_budget_does_not_pay_for_categories_without_rows(count):
    keys = pl.Series(["Rome", "Oslo"] * 50_000)
    answers = pl.Series([9, 3] * 50_000)
    texts = pl.DataFrame({"key": keys, "answer": answers, "other": answers})
    own = pl.Categorical(pl.Categories.random())
    junk = pl.Series([f"another {i}" for i in range(90_000)], dtype=own)
    frame = texts.with_columns(pl.col("key").cast(own))
    assert count(frame, memory_budget=200_000) == count(texts)
    assert len(junk) == 90_000
