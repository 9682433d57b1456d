# SPDX-License-Identifier: MIT
"""Scores of DataFrames of PySpark: states and figures by key, as DataFrames.

    import nps.spark

    nps.spark.summarize(survey, "answer", by="shop").show()
    daily = nps.spark.states(survey, "answer", by=["day", "shop"])   # bytes that merge anywhere: Parquet, Delta
    nps.spark.figures(nps.spark.rollup(daily, by="shop")).show()

Spark itself counts where the rows are; Python sees a row for each key, or, if answers are texts, for each different
answer of a key. A DataFrame that comes back is lazy, and its rows have no order. Nothing is counted outside the rows
that a task returns, so tasks that are repeated, or run twice by speculation, change nothing. The workers need the same
version of nps as the driver, and PyArrow.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from importlib import import_module
from typing import (
    TYPE_CHECKING,
    Any,
    Callable,
    Dict,
    Iterable,
    Iterator,
    List,
    NamedTuple,
    Optional,
    Sequence,
    SupportsIndex,
    Tuple,
)

from ._cells import Asked, asked_of
from ._documentation import documented
from ._frame import ColumnName, name_in
from ._keys import Keys, read_keys
from ._numbers import Real
from ._parts import (
    COUNTERS,
    INVALID,
    MISSING,
    STATE,
    TAKEN,
    Counters,
    Figures,
    decoded,
    encoded,
    figure_rows,
    figure_rows_withheld,
    places_of,
    read_figures,
)
from ._scale import ScaleName, limits_of
from ._shown import short

if TYPE_CHECKING:
    from pyspark.sql import DataFrame

_ANSWER, _PLACE, _TIMES = "nps_answer", "nps_place", "nps_times"
"""Columns on the way: the answer, the place of its counter, and the number of rows."""

_WHOLE = frozenset(("byte", "short", "integer", "long"))
_REAL = frozenset(("float", "double"))
_TEXTS = frozenset(("string", "char", "varchar"))
_KEYS = _WHOLE | _REAL | _TEXTS | frozenset(("boolean", "date", "timestamp", "timestamp_ntz", "decimal", "time"))


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
        A DataFrame of PySpark, of version 3.5 or newer.
    answer
        The name of the column of answers, numbers or texts; or a Column.
    by
        The key of the segments: the name of a column, a list of names, or a mapping of names to names or Columns. Rows
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
    TypeError
        A column is of a type that answers or keys cannot have.
    """
    keys, totals = _counted(df, answer, by, asked_of(scale, missing_codes, labels))
    return _mapped(totals, keys, [(STATE, "binary")], partial(_encode, len(keys)))


@documented()
def rollup(states: DataFrame, by: Keys = None, *, state: str = STATE) -> DataFrame:
    """Merges states by some of the columns beside them.

    Parameters
    ----------
    states
        A DataFrame with a column of states, such as stored results of states(). Rows whose state is null add nothing.
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
    TypeError
        The column of states does not hold bytes.
    """
    keys, held = _held(states, state, by)
    counted = _mapped(held, keys, [(name, "long") for name in COUNTERS], partial(_decode, len(keys)))
    totals = counted.groupBy(*_quoted(keys)).agg(*map(_total, COUNTERS))
    return _mapped(totals, keys, [(STATE, "binary")], partial(_encode, len(keys)))


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
        As for summarize(). The rows of all states are then looked at in one task.

    Returns
    -------
    DataFrame
        The columns beside the states, and n, missing, invalid, promoters, passives, detractors, score, lower, upper and
        method; with a minimum also withheld.

    Raises
    ------
    KeyError
        There is no such column.
    TypeError
        The column of states does not hold bytes.
    """
    asked = read_figures(scale, method, level, minimum)
    others = [name for name in _frame(states).columns if name != state]
    keys, held = _held(states, state, others)
    return _figured(held, keys, asked, _states_of)


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
    """The score of a survey, or of each of its segments, with its interval: nps.summarize() for DataFrames of PySpark.

    Parameters
    ----------
    df
        A DataFrame of PySpark, of version 3.5 or newer.
    answer
        The name of the column of answers, numbers or texts; or a Column.
    by
        As for states().
    missing_codes
        Integers and texts that mean "no answer", such as 99 or "Don't know".
    labels
        What texts among the answers mean, as for parse_answers().
    minimum
        The smallest number of answers of a segment that is shown. Smaller ones are withheld, and so are those that
        would give them away by subtraction; for this one task looks at all segments.

    Returns
    -------
    DataFrame
        A row for each segment with its keys, n, missing, invalid, promoters, passives, detractors, score, lower, upper
        and method; with a minimum also withheld. Figures of segments without answers are null.

    Raises
    ------
    KeyError
        There is no such column.
    TypeError
        A column is of a type that answers or keys cannot have.
    """
    asked = read_figures(scale, method, level, minimum)
    keys, totals = _counted(df, answer, by, asked_of(scale, missing_codes, labels), for_figures=True)
    return _figured(totals, keys, asked, _counters_of)


# ---- columns ----


def _functions() -> Any:
    return import_module("pyspark.sql.functions")


def _frame(df: Any) -> Any:
    """The DataFrame, or TypeError for anything else."""
    if not hasattr(type(df), "mapInArrow"):
        raise TypeError(f"a DataFrame of PySpark is expected, not {short(df)}")
    return df


def _column(df: Any, wanted: Any, what: str) -> Any:
    """A column by its name, or a Column as it is."""
    if isinstance(wanted, str):
        name = name_in(df.columns, wanted, what, "spark")
        count = df.columns.count(name)
        if count > 1:
            raise ValueError(f"{what}: {count} columns are called {name!r}: give each a name of its own")
        return _functions().col(_quote(name))
    if hasattr(wanted, "alias") and hasattr(wanted, "cast"):
        return wanted
    raise TypeError(f"{what} must be the name of a column or a Column, not {short(wanted)}")


def _quote(name: str) -> str:
    return "`" + name.replace("`", "``") + "`"


def _quoted(names: Sequence[str]) -> List[Any]:
    return [_functions().col(_quote(name)) for name in names]


def _selected(df: Any, by: Keys, column: Any, name: str) -> Tuple[List[str], Any]:
    """The names of the keys, and a DataFrame of the keys and one column more, which gets a name."""
    if hasattr(by, "cast"):
        raise TypeError('a Column as key needs a name: by={"month": ...}')
    read = read_keys(df, by, (*TAKEN, *COUNTERS, _ANSWER, _PLACE, _TIMES))
    names = [key for key, _ in read]
    if len({name.lower() for name in names}) != len(names):
        raise ValueError(f"names of keys that differ in case only are one to Spark: {', '.join(names)}")
    selected = df.select(*[_column(df, wanted, "by").alias(key) for key, wanted in read], column.alias(name))
    reals = []
    for key, field in zip(names, selected.schema.fields):
        kind = _kind(field)
        if kind not in _KEYS:
            kinds = "texts, numbers, booleans, dates or times"
            raise TypeError(f"by: the column {key!r} is of the type {kind}; keys are {kinds}")
        if kind in _REAL:
            reals.append(key)
    functions = _functions()
    for key in reals:  # NaN is no key, as it is for nps.summarize()
        selected = selected.withColumn(key, functions.when(~functions.isnan(_quote(key)), functions.col(_quote(key))))
    return names, selected


def _kind(field: Any) -> str:
    kind: str = field.dataType.typeName()
    return kind.partition("(")[0].partition(" ")[0]


def _held(states: Any, state: str, by: Keys) -> Tuple[List[str], Any]:
    """The names of the keys, and a DataFrame of keys and states."""
    held = _column(_frame(states), state, "state")
    keys, selected = _selected(states, by, held, STATE)
    kind = _kind(selected.schema.fields[-1])
    if kind != "binary":
        what = "states are bytes, as nps.spark.states() makes them"
        raise TypeError(f"state: the column {state!r} is of the type {kind}; {what}")
    return keys, selected


# ---- counting, by Spark itself ----


def _counted(df: Any, answer: Any, by: Keys, asked: Asked, for_figures: bool = False) -> Tuple[List[str], Any]:
    """The names of the keys, and a DataFrame of keys and counters: for figures any with the same sum for each group."""
    functions = _functions()
    keys, selected = _selected(_frame(df), by, _column(_frame(df), answer, "answer"), _ANSWER)
    kind = _kind(selected.schema.fields[-1])
    if kind == "decimal":
        kind, selected = "double", selected.withColumn(_ANSWER, functions.col(_ANSWER).cast("double"))
    if kind not in _WHOLE | _REAL | _TEXTS:
        raise TypeError(f"answer: the column {short(answer)} is of the type {kind}; answers are numbers or texts")
    is_number = kind not in _TEXTS and asked.labels is None and not asked.texts
    if is_number and for_figures:
        placed = selected.select(*_quoted(keys), _place(_ANSWER, kind, asked).alias(_PLACE))
        return keys, placed.groupBy(*_quoted(keys)).agg(*_group_counts(asked.scale))
    # Each different answer of a key is read once, and this much Spark groups faster than it counts thirteen answers.
    different = selected.groupBy(*_quoted(keys), _ANSWER).agg(functions.count("*").alias(_TIMES))
    if is_number:
        placed = different.select(*_quoted(keys), _place(_ANSWER, kind, asked).alias(_PLACE), _TIMES)
    else:
        placed = _mapped(different, keys, [(_PLACE, "integer"), (_TIMES, "long")], partial(_read, len(keys), asked))
    return keys, placed.groupBy(*_quoted(keys)).agg(*[_count(each, name) for each, name in enumerate(COUNTERS)])


# Expressions are texts of SQL: each function of PySpark is a call of another process, and there would be hundreds.


def _place(column: str, kind: str, asked: Asked) -> Any:
    """The place of the counter of an answer, which is a number."""
    lowest, highest = limits_of(asked.scale)[:2]
    is_missing, is_answer = f"{column} IS NULL", f"{column} BETWEEN {lowest} AND {highest}"
    if kind in _REAL:
        is_missing, is_answer = f"{is_missing} OR isnan({column})", f"{is_answer} AND {column} = floor({column})"
    if asked.codes:
        is_missing = f"{is_missing} OR {column} IN ({', '.join(map(str, asked.codes))})"
    return _functions().expr(
        f"CASE WHEN {is_missing} THEN {MISSING} WHEN {is_answer} THEN CAST({column} AS int) ELSE {INVALID} END"
    )


def _count(place: int, name: str) -> Any:
    """The number of rows whose answer has a place. 2^63 of them are more than there can be."""
    return _functions().expr(f"coalesce(sum(if({_PLACE} = {place}, {_TIMES}, 0)), 0)").alias(name)


def _group_counts(scale: ScaleName) -> List[Any]:
    """The counters of rows that have a place, where one answer stands for all of its group: five counts cost Spark
    little more than three."""
    lowest, highest, detractor_max, promoter_min = limits_of(scale)
    groups = ((lowest, detractor_max), (detractor_max + 1, promoter_min - 1), (promoter_min, highest))
    last_of = {MISSING: MISSING, INVALID: INVALID, **{first: last for first, last in groups if first <= last}}
    counts = ["0L"] * len(COUNTERS)
    for first, last in last_of.items():
        counts[first] = f"count_if({_PLACE} BETWEEN {first} AND {last})"
    return [_functions().expr(count).alias(name) for count, name in zip(counts, COUNTERS)]


def _total(name: str) -> Any:
    """A sum of counters; 0 of no rows, and -1, which the next task refuses, if it is more than Spark's integers
    hold."""
    return _functions().expr(f"coalesce(try_sum({name}), if(count(*) = 0, 0, -1))").cast("bigint").alias(name)


# ---- tasks ----

Batches = Iterator[Any]
"""Record batches of PyArrow: the columns of the keys, and what belongs to them."""
Task = Callable[[Batches], Batches]


def _mapped(df: Any, keys: Sequence[str], added: Sequence[Tuple[str, str]], task: Task) -> DataFrame:
    """The columns of the keys, and those that a task makes of each batch."""
    types = import_module("pyspark.sql.types")
    fields = [types.StructField(field.name, field.dataType, True) for field in df.schema.fields[: len(keys)]]
    schema = types.StructType(fields)
    for name, kind in added:
        schema = schema.add(name, kind, True)
    mapped: DataFrame = df.mapInArrow(task, schema)
    return mapped


def _made(batch: Any, count: int, columns: Mapping[str, Any]) -> Any:
    """A batch of the keys of another one and of new columns."""
    arrow = import_module("pyarrow")
    arrays = [*batch.columns[:count], *columns.values()]
    return arrow.RecordBatch.from_arrays(arrays, names=[*batch.schema.names[:count], *columns])


def _read(count: int, asked: Asked, batches: Batches) -> Batches:
    """The place of the counter of each answer, which is a text, or a number beside labels."""
    arrow = import_module("pyarrow")
    for batch in batches:
        places = arrow.array(list(places_of(batch.column(count).to_pylist(), asked)), arrow.int32())
        yield _made(batch, count, {_PLACE: places, _TIMES: batch.column(count + 1)})


def _encode(count: int, batches: Batches) -> Batches:
    arrow = import_module("pyarrow")
    for batch in batches:
        yield _made(batch, count, {STATE: arrow.array(encoded(_counters_of(batch, count)), arrow.binary())})


def _decode(count: int, batches: Batches) -> Batches:
    arrow = import_module("pyarrow")
    for batch in batches:
        columns = zip(*_states_of(batch, count)) if batch.num_rows else [()] * len(COUNTERS)
        yield _made(batch, count, {name: arrow.array(column, arrow.int64()) for name, column in zip(COUNTERS, columns)})


Reader = Callable[[Any, int], Sequence[Counters]]
"""The counters of a batch, after a number of keys."""


def _counters_of(batch: Any, count: int) -> Sequence[Counters]:
    return list(zip(*[column.to_pylist() for column in batch.columns[count:]]))


def _states_of(batch: Any, count: int) -> Sequence[Counters]:
    return decoded(batch.column(count).to_pylist())


class _Kind(NamedTuple):
    """The type of a column of figures, to Spark and to PyArrow."""

    spark: str
    arrow: str


_INTEGER = _Kind("long", "int64")
_KINDS: Dict[str, _Kind] = {
    **dict.fromkeys(("score", "lower", "upper"), _Kind("double", "float64")),
    "method": _Kind("string", "string"),
    "withheld": _Kind("boolean", "bool_"),
}
"""The types of figures that are no integers."""


def _figured(df: Any, keys: Sequence[str], asked: Figures, read: Reader) -> DataFrame:
    """The keys and figures of a DataFrame of keys, and of states or counters."""
    added = [(name, _KINDS.get(name, _INTEGER).spark) for name in asked.columns]
    task = partial(_figure, tuple(keys), asked, read)
    return _mapped(df.repartition(1) if asked.minimum else df, keys, added, task)


def _figure(keys: Tuple[str, ...], asked: Figures, read: Reader, batches: Batches) -> Batches:
    arrow = import_module("pyarrow")
    for batch in _joined(batches) if asked.minimum else batches:
        counters = read(batch, len(keys))
        rows = _withheld_rows(batch, keys, counters, asked) if asked.minimum else figure_rows(counters, asked)
        columns = zip(*rows) if rows else [()] * len(asked.columns)
        kinds = [getattr(arrow, _KINDS.get(name, _INTEGER).arrow)() for name in asked.columns]
        figures = map(arrow.array, columns, kinds)
        yield _made(batch, len(keys), dict(zip(asked.columns, figures)))


def _withheld_rows(batch: Any, keys: Sequence[str], counters: Sequence[Counters], asked: Figures) -> List[List[Any]]:
    columns = [column.to_pylist() for column in batch.columns[: len(keys)]]
    labels = list(zip(*columns)) if keys else [()] * batch.num_rows
    return figure_rows_withheld(keys, labels, counters, asked)


def _joined(batches: Batches) -> Batches:
    """All batches as one; none if there are none."""
    held = list(batches)
    if held:
        yield from import_module("pyarrow").Table.from_batches(held).combine_chunks().to_batches()
