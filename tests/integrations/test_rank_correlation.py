# SPDX-License-Identifier: MIT
"""Rank correlations against SciPy's, and key drivers and themes of the frames of other libraries."""

import nps
import numpy as np
import pandas as pd
import polars as pl
import pyarrow as pa
import pytest
from scipy.stats import spearmanr


def drawn(seed, rows=400):
    """Answers, and ratings of which some are missing, that go with them more or less."""
    chance = np.random.default_rng(seed)
    answers = chance.integers(0, 11, rows)
    ratings = np.clip(np.rint(answers / 2.5 + chance.normal(0, seed + 0.5, rows)), 0, 6).astype(int)
    return answers, ratings


@pytest.mark.parametrize("seed", range(5))
def test_rho_is_that_of_scipy(seed):
    answers, ratings = drawn(seed)
    found = nps.key_drivers({"nps": answers, "rated": ratings}, "nps", ["rated"])["rated"]
    rated = (ratings >= 1) & (ratings <= 5)
    assert found.n == rated.sum()
    assert found.rho == pytest.approx(spearmanr(answers[rated], ratings[rated]).statistic, abs=1e-12)


FRAMES = {
    "pandas": pd.DataFrame,
    "polars": pl.DataFrame,
    "arrow": pa.table,
    "lazy": lambda columns: pl.DataFrame(columns).lazy(),
}


@pytest.mark.parametrize("kind", FRAMES)
def test_frames_are_as_lists(kind):
    answers, ratings = (column.tolist() for column in drawn(1, 60))
    columns = {"nps": answers, "rated": ratings}
    assert nps.key_drivers(FRAMES[kind](columns), "nps", ["rated"]) == nps.key_drivers(columns, "nps", ["rated"])


@pytest.mark.parametrize("kind", FRAMES)
def test_labels_are_list_columns_or_texts(kind):
    answers = drawn(2, 60)[0].tolist()
    labels = [["a", "b"][: answer % 3] if answer % 4 else None for answer in answers]
    texts = [None if own is None else "; ".join(own) for own in labels]
    frame = FRAMES[kind]({"nps": answers, "themes": labels, "texts": texts})
    expected = nps.themes({"nps": answers, "themes": labels}, "nps", "themes")
    assert nps.themes(frame, "nps", "themes") == expected
    assert nps.themes(frame, "nps", "texts", separator=";") == expected
