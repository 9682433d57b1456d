# SPDX-License-Identifier: MIT
"""nps.dask: what nps.summarize() says of the same rows, and states that are theirs byte by byte."""

import random

import dask
import dask.dataframe as dd
import nps
import nps.dask
import pandas as pd
import pyarrow as pa
import pytest
from nps import _parts

FIGURES = ("n", "missing", "invalid", "promoters", "passives", "detractors", "score", "lower", "upper", "method")
BINARY = pd.ArrowDtype(pa.binary())
chosen = random.Random(14)
ANSWERS = [*range(-1, 12), 99, None]
SHOPS = [None, "", "Rome", "Oslo", "Zürich"]
ROWS = [(chosen.choice(SHOPS), chosen.choice([1, 2, None]), chosen.choice(ANSWERS)) for _ in range(1000)]
FRAME = pd.DataFrame(ROWS, columns=["shop", "kind", "answer"])


@pytest.fixture(scope="module", autouse=True)
def here():
    with dask.config.set(scheduler="synchronous"):
        yield


@pytest.fixture(params=[1, 20])
def survey(request):
    return dd.from_pandas(FRAME, npartitions=request.param)


def plain(value):
    return None if pd.isna(value) else value


def listed(df):
    rows = df.compute().itertuples(index=False)
    return sorted((tuple(map(plain, row)) for row in rows), key=repr)


def expected(**options):
    """The rows of nps.summarize(), sorted in the same way; the integers of the second key are floats beside NaN."""
    rows = (list(row.values()) for row in nps.summarize(FRAME, "answer", **options))
    return sorted(((row[0], row[1] and float(row[1]), *row[2:]) for row in rows), key=repr)


def states_of(rows, *places):
    """The bytes of the accumulators of rows that are counted one by one, by their keys."""
    found = {}
    for row in rows:
        found.setdefault(tuple(row[place] for place in places), nps.Accumulator()).add(row[2])
    return sorted(((*keys, group.to_bytes()) for keys, group in found.items()), key=repr)


def test_figures_are_those_of_summarize(survey):
    asked = {"by": ["shop", "kind"], "missing_codes": [99, 3], "level": 0.9, "method": "score"}
    found = nps.dask.summarize(survey, "answer", **asked)
    assert tuple(found.columns) == ("shop", "kind", *FIGURES)
    assert listed(found) == expected(**asked)


def test_a_minimum_withholds_what_summarize_withholds(survey):
    asked = {"by": ["shop", "kind"], "minimum": 20, "scale": "1_5"}
    found = listed(nps.dask.summarize(survey, "answer", **asked))
    assert found == expected(**asked)
    assert {row[-1] for row in found} == {True, False}


def test_states_are_those_of_rows(survey):
    assert listed(nps.dask.states(survey, "answer", by="shop")) == states_of(ROWS, 0)
    assert listed(nps.dask.states(survey, "answer")) == states_of(ROWS)
    other = dd.concat([survey.partitions[[place]] for place in reversed(range(survey.npartitions))], axis=0)
    assert listed(nps.dask.states(other, "answer", by={"place": "shop"})) == states_of(ROWS, 0)


# Dask's own call of pandas.
@pytest.mark.filterwarnings("ignore:The inplace keyword")
def test_states_roll_up_to_those_of_all_rows(survey, tmp_path):
    parts = nps.dask.states(survey, "answer", by=["shop", "kind"])
    assert listed(nps.dask.rollup(parts, by="shop")) == states_of(ROWS, 0)
    assert listed(nps.dask.rollup(parts)) == states_of(ROWS)
    parts.to_parquet(tmp_path)
    stored = dd.read_parquet(tmp_path)
    assert listed(nps.dask.rollup(stored, by="shop")) == states_of(ROWS, 0)
    whole = [tuple(row.values()) for row in nps.summarize(FRAME, "answer")]
    assert listed(nps.dask.figures(nps.dask.rollup(stored))) == whole


def test_answers_that_are_texts_and_keys_that_are_categories():
    written = {None: None, 4: "don't ask"}
    texts = pd.DataFrame({"answer": [written.get(answer, f" {answer}") for *_, answer in ROWS], "shop": FRAME["shop"]})
    texts["shop"] = texts["shop"].astype("category")
    asked = {"by": "shop", "missing_codes": ["don't ask", 99], "labels": {"-1": 0}}
    found = listed(nps.dask.summarize(dd.from_pandas(texts, npartitions=3), "answer", **asked))
    assert found == sorted((tuple(row.values()) for row in nps.summarize(texts, "answer", **asked)), key=repr)


def test_messages_name_the_column():
    survey = dd.from_pandas(FRAME, npartitions=2)
    with pytest.raises(nps.NotFoundError, match="answer: there is no column 'score'; there are 'shop', 'kind'"):
        nps.dask.summarize(survey, "score")
    with pytest.raises(nps.NotFoundError, match="by: there is no column 'region'"):
        nps.dask.states(survey, "answer", by=["shop", "region"])
    with pytest.raises(TypeError, match="a DataFrame of Dask is expected"):
        nps.dask.states(FRAME, "answer")
    with pytest.raises(TypeError, match="answer must be the name of a column"):
        nps.dask.states(survey, FRAME["answer"])
    with pytest.raises(nps.MethodError, match="gess"):
        nps.dask.summarize(survey, "answer", method="gess")
    damaged = dd.from_pandas(pd.DataFrame({"state": pd.Series([b"damaged"], dtype=BINARY)}), npartitions=1)
    with pytest.raises(ValueError, match="the state b'damaged' is damaged or of another kind"):
        nps.dask.rollup(damaged).compute()
    states = pd.Series(_parts.encoded([[1] * 13] * 2), dtype=BINARY)
    twice = dd.from_pandas(pd.DataFrame({"shop": ["a", "a"], "state": states}), npartitions=1)
    with pytest.raises(ValueError, match="roll the states up first"):
        nps.dask.figures(twice, minimum=2).compute()
