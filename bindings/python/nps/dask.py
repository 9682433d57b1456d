# SPDX-License-Identifier: MIT
"""Scores of DataFrames of Dask: states and figures by key, as DataFrames of Dask.

    import nps.dask

    print(nps.dask.summarize(survey, "answer", by="shop").compute())
    daily = nps.dask.states(survey, "answer", by=["day", "shop"])   # bytes that merge anywhere
    print(nps.dask.figures(nps.dask.rollup(daily, by="shop")).compute())

Each partition is counted where it is, and what was counted is merged in a tree. Results are lazy and have one
partition, whose rows have no order.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from importlib import import_module
from typing import TYPE_CHECKING, Any, Dict, Iterable, List, Optional, Sequence, SupportsIndex, Tuple

from ._cells import Asked, asked_of, count_cells
from ._documentation import documented
from ._frame import ColumnName, is_nothing, name_in, read_frame
from ._keys import Keys, read_keys
from ._numbers import Real
from ._parts import COUNTERS, STATE, TAKEN, Figures, decoded, encoded, figure_rows, figure_rows_withheld, read_figures
from ._scale import ScaleName
from ._shown import short

if TYPE_CHECKING:
    from dask.dataframe import DataFrame

_SPLIT_EVERY = 8
"""The number of partial results that one task merges."""

Names = List[Tuple[str, str]]
"""The name of each key, and that of its column."""


@documented()
def states(
    df: DataFrame,
    answer: ColumnName,
    by: Keys = None,
    *,
    scale: ScaleName = "0_10",
    missing_codes: Iterable[Any] = (),
    labels: Optional[Mapping[Any, Optional[int]]] = None,
) -> DataFrame:
    """The state of each segment, for rollup(), figures() and every other place that merges states.

    Answers are read as summarize() of nps reads them.

    Parameters
    ----------
    df
        A DataFrame of Dask.
    answer
        The name of the column of answers, numbers or texts.
    by
        The key of the segments: the name of a column, a list of names, or a mapping of names to names of columns. Rows
        without a key are a segment of their own. None: the whole survey is one segment.
    missing_codes
        Integers and texts that mean "no answer", such as 99 or "Don't know".
    labels
        What texts among the answers mean, as for parse_answers().

    Returns
    -------
    DataFrame
        The columns of the keys, and `state`: bytes as Accumulator.to_bytes() makes them of the same answers.

    Raises
    ------
    KeyError
        There is no such column.
    """
    asked = asked_of(scale, missing_codes, labels)
    column = _name(_frame(df), answer, "answer")
    keys = _keys(df, by)
    return _reduced(df, keys, partial(_count, column, keys, asked))


@documented()
def rollup(states: DataFrame, by: Keys = None, *, state: str = STATE) -> DataFrame:
    """Merges states by some of the columns beside them.

    Parameters
    ----------
    states
        A DataFrame with a column of states, such as stored results of states(). Rows without a state add nothing.
    by
        As for states(). None: all states are merged into one.
    state
        The name of the column of states.

    Returns
    -------
    DataFrame
        The columns of the keys, and `state`.

    Raises
    ------
    KeyError
        There is no such column.
    """
    column = _name(_frame(states), state, "state")
    keys = _keys(states, by)
    return _reduced(states, keys, partial(_decode, column, keys))


@documented()
def figures(
    states: DataFrame,
    *,
    state: str = STATE,
    scale: ScaleName = "0_10",
    minimum: SupportsIndex = 0,
    method: str = "auto",
    level: Real = 0.95,
) -> DataFrame:
    """The figures of states, one row each.

    Parameters
    ----------
    states
        A DataFrame with a column of states; every other column stays in front of the figures.
    state
        The name of the column of states.
    minimum
        As for summarize().

    Returns
    -------
    DataFrame
        The columns beside the states, and n, missing, invalid, promoters, passives, detractors, score, lower, upper and
        method; with a minimum also withheld.

    Raises
    ------
    KeyError
        There is no such column.
    """
    asked = read_figures(scale, method, level, minimum)
    column = _name(_frame(states), state, "state")
    others = [name for name in states.columns if name != column]
    whole = states.repartition(npartitions=1) if asked.minimum else states
    task = partial(_figures, column, others, asked)
    made: DataFrame = whole.map_partitions(task, meta=task(whole._meta))
    return made


@documented()
def summarize(
    df: DataFrame,
    answer: ColumnName,
    by: Keys = None,
    *,
    scale: ScaleName = "0_10",
    missing_codes: Iterable[Any] = (),
    labels: Optional[Mapping[Any, Optional[int]]] = None,
    minimum: SupportsIndex = 0,
    method: str = "auto",
    level: Real = 0.95,
) -> DataFrame:
    """The score of a survey, or of each of its segments, with its interval: nps.summarize() for DataFrames of Dask.

    Parameters
    ----------
    df
        A DataFrame of Dask.
    answer
        The name of the column of answers, numbers or texts.
    by
        As for states().
    missing_codes
        Integers and texts that mean "no answer", such as 99 or "Don't know".
    labels
        What texts among the answers mean, as for parse_answers().
    minimum
        The smallest number of answers of a segment that is shown. Smaller ones are withheld, and so are those that
        would give them away by subtraction.

    Returns
    -------
    DataFrame
        A row for each segment with its keys, n, missing, invalid, promoters, passives, detractors, score, lower, upper
        and method; with a minimum also withheld. Figures of segments without answers are missing.

    Raises
    ------
    KeyError
        There is no such column.
    """
    read_figures(scale, method, level, minimum)
    counted = states(df, answer, by, scale=scale, missing_codes=missing_codes, labels=labels)
    return figures(counted, scale=scale, minimum=minimum, method=method, level=level)


# ---- columns ----


def _frame(df: Any) -> Any:
    """The DataFrame, or TypeError for anything else."""
    if not (hasattr(type(df), "map_partitions") and hasattr(df, "columns")):
        raise TypeError(f"a DataFrame of Dask is expected, not {short(df)}")
    return df


def _name(df: Any, wanted: Any, what: str) -> str:
    if not isinstance(wanted, str):
        raise TypeError(f"{what} must be the name of a column, not {short(wanted)}")
    name: str = name_in(list(df.columns), wanted, what, "dask")
    return name


def _keys(df: Any, by: Keys) -> Names:
    return [(key, _name(df, column, "by")) for key, column in read_keys(df, by, (*TAKEN, *COUNTERS))]


# ---- tasks ----


def _reduced(df: Any, keys: Names, count: Any) -> DataFrame:
    """The states of what a function counts in each partition."""
    names = [key for key, _ in keys]
    made: DataFrame = df.reduction(
        chunk=count,
        combine=partial(_merged, names),
        aggregate=partial(_encode, names),
        meta=_encode(names, count(df._meta)),
        split_every=_SPLIT_EVERY,
    )
    return made


def _framed(keys: Sequence[Tuple[str, Any]], added: Mapping[str, Any]) -> Any:
    """A frame of keys, each with the type of its column, and of other columns."""
    pandas = import_module("pandas")
    return pandas.DataFrame({**dict(keys), **added})


def _key_column(labels: Sequence[Any], dtype: Any) -> Any:
    """The labels of a key as a column of the type that they were read from; of categories, of what these are."""
    kind = getattr(getattr(dtype, "categories", None), "dtype", dtype)
    return import_module("pandas").Series(list(labels), dtype=kind)


def _counter_columns(counters: Sequence[Sequence[int]]) -> Dict[str, Any]:
    numpy = import_module("numpy")
    columns = numpy.array(counters, dtype="int64").reshape(len(counters), len(COUNTERS)).T
    return dict(zip(COUNTERS, columns))


def _count(answer: str, keys: Names, asked: Asked, part: Any) -> Any:
    """Keys and counters of the rows of a partition."""
    groups = count_cells(read_frame(part), answer, keys, asked).groups
    columns = list(zip(*groups)) if groups else [()] * len(keys)
    labelled = [(key, _key_column(labels, part[column].dtype)) for (key, column), labels in zip(keys, columns)]
    return _framed(labelled, _counter_columns([group._counters() for group in groups.values()]))


def _decode(state: str, keys: Names, part: Any) -> Any:
    """Keys and counters of the states of a partition."""
    columns = [(key, part[column].reset_index(drop=True)) for key, column in keys]
    return _merged([key for key, _ in keys], _framed(columns, _counter_columns(decoded(_bytes_in(part[state])))))


def _merged(names: Sequence[str], parts: Any) -> Any:
    """The sums of counters by key."""
    if names:
        return parts.groupby(list(names), dropna=False, sort=False, as_index=False, observed=True).sum()
    return parts.sum().to_frame().T


def _encode(names: Sequence[str], parts: Any) -> Any:
    """Keys and states of counters that are merged for the last time."""
    merged = _merged(names, parts)
    states = encoded(merged[list(COUNTERS)].to_numpy().tolist())
    return _framed([(name, merged[name]) for name in names], {STATE: _binary(states)})


def _binary(values: Sequence[bytes]) -> Any:
    """A column of bytes of PyArrow, which Dask needs in any case; bytes that are objects it would read as texts."""
    pandas = import_module("pandas")
    return pandas.Series(list(values), dtype=pandas.ArrowDtype(import_module("pyarrow").binary()))


def _bytes_in(column: Any) -> List[Any]:
    return [None if is_nothing(value) else value for value in column.tolist()]


_KINDS = {**dict.fromkeys(("score", "lower", "upper"), "float64"), "method": "object", "withheld": "bool"}


def _figures(state: str, others: Sequence[str], asked: Figures, part: Any) -> Any:
    """The figures of the states of a partition; integers that may be withheld are pandas' Int64."""
    pandas = import_module("pandas")
    counters = decoded(_bytes_in(part[state]))
    if asked.minimum:
        columns = [[None if is_nothing(key) else key for key in part[name]] for name in others]
        labels: List[Tuple[Any, ...]] = list(zip(*columns)) if others else [()] * len(part)
        rows = figure_rows_withheld(others, labels, counters, asked)
    else:
        rows = figure_rows(counters, asked)
    whole = "Int64" if asked.minimum else "int64"
    values = zip(*rows) if rows else [()] * len(asked.columns)
    made = {
        name: pandas.Series(list(column), dtype=_KINDS.get(name, whole)) for name, column in zip(asked.columns, values)
    }
    return _framed([(name, part[name].reset_index(drop=True)) for name in others], made)
