# SPDX-License-Identifier: MIT
"""Frames of any library, mappings of columns and lists of records, read as columns by name.

No library of frames is imported for it: what a frame is shows in its methods. Frames that are computed when they are
asked for (lazy ones, relations, tables of a database) are asked for the named columns only.
"""

from __future__ import annotations

from array import array
from collections.abc import Mapping
from importlib import import_module
from typing import Any, Callable, Dict, Iterable, List, NamedTuple, Optional, Sequence, Tuple

from . import _raw as raw
from ._arrow import polars_categories
from ._ids import LISTS
from ._shown import short
from .errors import NotFoundError

Columns = Any
"""A mapping of columns, a list of records, a frame of any library; or None if the columns are values themselves."""
ColumnName = Any
"""The name of a column of the frame, or the values themselves."""

_PLAIN = frozenset((str, int, bool, bytes, type(None)))
"""Types of which no value is in the place of None."""
_NOTHING = frozenset(("NAType", "NaTType"))
_SPARSE = 16
"""Codes of categories up to this multiple of the number of categories are used as they are."""
_TO_PANDAS = ("to_pandas", "_to_pandas")
"""How frames that are like those of pandas (cuDF, pandas on Spark, Modin) become such; the named columns only."""
_LISTED = 20
"""The number of columns that a message names."""


class Frame:
    """The columns of what a caller passed as a frame."""

    __slots__ = ("_columns", "kind", "names", "native")

    kind: str
    """What it was: "values", "mapping", "records", "pandas", "polars", "lazy", "arrow", "duckdb", "ibis",
    "narwhals"."""
    names: Tuple[Any, ...]
    """The names of the columns."""
    native: Any
    """The frame itself; one that was computed for its columns has those only."""

    def __init__(self, kind: str, names: Iterable[Any], native: Any, columns: Callable[[Any], Any]) -> None:
        self.kind, self.names, self.native, self._columns = kind, tuple(names), native, columns

    def __contains__(self, name: object) -> bool:
        return name in self.names

    def column(self, wanted: ColumnName, what: str) -> Any:
        """A column by its name, or values as they are; `what` is the name of the parameter, for messages."""
        if not isinstance(wanted, str):
            if wanted is None:
                raise TypeError(f"{what} must be the name of a column or a column, not None")
            return wanted
        return self._columns(self.name_of(wanted, what))

    def name_of(self, wanted: str, what: str) -> Any:
        """The name of a column as the frame has it: blanks around it make no difference if only one column fits."""
        return name_in(self.names, wanted, what, self.kind)


def read_frame(frame: Columns, *wanted: ColumnName) -> Frame:
    """The columns of a frame. Of those that are computed when they are asked for, only the wanted ones are there."""
    kind = kind_of(frame)
    return _READERS[kind](frame, [name for name in wanted if isinstance(name, str)])


def is_values(data: Any) -> bool:
    """Whether data are values themselves, such as a list of numbers or a Series, and no frame."""
    if isinstance(data, (list, tuple)):
        return not data or not isinstance(data[0], Mapping)
    return data is not None and not isinstance(data, Mapping) and kind_of(data, "values") == "values"


def kind_of(frame: Any, default: Optional[str] = None) -> str:
    """The kind of a frame, by its methods; `default` is for objects of no known kind."""
    if frame is None:
        return "values"
    for kind, is_one in _KINDS:
        if is_one(frame):
            return kind
    if default is not None:
        return default
    if hasattr(frame, "to_list") or hasattr(frame, "tolist") or hasattr(frame, "to_pylist"):
        raise TypeError(
            f"a frame has columns with names; {type(frame).__name__!r} is one column: pass None as the frame and the "
            "column as the answer"
        )
    if is_installed("narwhals"):
        return "narwhals"
    raise TypeError(
        f"a frame is a mapping of columns, a list of records, or a frame of pandas, Polars, PyArrow, DuckDB or Ibis, not "
        f"{type(frame).__name__!r}; narwhals reads more kinds if it is installed"
    )


def _has(*names: str) -> Callable[[Any], bool]:
    # Looked for in the class: to ask a lazy frame for its columns is work.
    return lambda frame: all(hasattr(type(frame), name) for name in names)


_KINDS: Tuple[Tuple[str, Callable[[Any], bool]], ...] = (
    ("mapping", lambda frame: isinstance(frame, Mapping)),
    ("records", lambda frame: isinstance(frame, (list, tuple)) or _has("columns", "notes", "to_dicts")(frame)),
    ("narwhals", _has("to_native", "implementation")),
    ("pandas", _has("iloc", "columns")),
    ("ibis", _has("to_pyarrow", "columns", "execute")),
    ("lazy", _has("collect", "collect_schema", "select")),
    ("duckdb", _has("fetchall", "project", "columns")),
    ("polars", _has("get_column", "to_dicts")),
    ("arrow", _has("column_names", "to_pylist")),
    ("stream", lambda frame: _has("__arrow_c_stream__")(frame) and not any(_has(name)(frame) for name in LISTS)),
)


def name_in(names: Sequence[Any], wanted: str, what: str, kind: str) -> Any:
    """The name of a column as the frame has it."""
    if wanted in names:
        return wanted
    alike = [name for name in names if isinstance(name, str) and name.strip() == wanted.strip()]
    if len(alike) == 1:
        return alike[0]
    if len(alike) > 1:
        raise NotFoundError(f"{what}: {len(alike)} columns are called {wanted!r} with blanks around it: {alike}")
    if kind == "values":
        raise TypeError(f"{what} is the name {wanted!r}, but there is no frame that it could be a column of")
    there_are = ", ".join(map(repr, names[:_LISTED])) + (", ..." if len(names) > _LISTED else "")
    raise NotFoundError(f"{what}: there is no column {wanted!r}; there are {there_are or 'none'}")


# ---- each kind ----


def _values(frame: Any, wanted: List[str]) -> Frame:
    return Frame("values", (), None, {}.__getitem__)


def _mapping(frame: Any, wanted: List[str]) -> Frame:
    for name, column in frame.items():
        if isinstance(column, (str, bytes)) or not (hasattr(column, "__len__") or hasattr(column, "__iter__")):
            raise TypeError(f"a mapping has a column for each name; {name!r} has {short(column)}")
    return Frame("mapping", frame, frame, frame.__getitem__)


def _records(frame: Any, wanted: List[str]) -> Frame:
    names: Dict[Any, None] = {}
    for row, record in enumerate(frame):
        if not isinstance(record, Mapping):
            raise TypeError(f"a list of records has a mapping for each row; row {row} is {short(record)}")
        names.update(dict.fromkeys(record))
    return Frame("records", names, frame, lambda name: [record.get(name) for record in frame])


def _pandas(frame: Any, wanted: List[str]) -> Frame:
    names = list(frame.columns)
    twice = [name for name in wanted if names.count(name) > 1]
    if twice:
        raise ValueError(f"{names.count(twice[0])} columns are called {twice[0]!r}: give each a name of its own")
    for method in _TO_PANDAS:
        if hasattr(type(frame), method):
            kept = getattr(frame[_selected(names, wanted, "pandas")], method)()
            return Frame("pandas", names, kept, kept.__getitem__)
    return Frame("pandas", names, frame, frame.__getitem__)


def _polars(frame: Any, wanted: List[str]) -> Frame:
    return Frame("polars", frame.columns, frame, frame.get_column)


def _arrow(frame: Any, wanted: List[str]) -> Frame:
    return Frame("arrow", frame.column_names, frame, frame.column)


def _selected(names: Sequence[Any], wanted: List[str], kind: str) -> List[Any]:
    """The wanted columns as the frame names them, each once."""
    return list(dict.fromkeys(name_in(names, name, "the frame", kind) for name in wanted))


def _lazy(frame: Any, wanted: List[str]) -> Frame:
    names = frame.collect_schema().names()
    found = frame.select(_selected(names, wanted, "lazy")).collect()
    return Frame("lazy", names, found, found.get_column)


def _duckdb(frame: Any, wanted: List[str]) -> Frame:
    names = list(frame.columns)
    asked = _selected(names, wanted, "duckdb")
    quoted = ", ".join('"' + name.replace('"', '""') + '"' for name in asked)
    found = frame.project(quoted) if asked else frame
    if is_installed("pyarrow"):
        table = (getattr(found, "to_arrow_table", None) or found.fetch_arrow_table)()
        return Frame("duckdb", names, table, table.column)
    columns = dict(zip(asked, zip(*found.fetchall()))) if asked else {}
    return Frame("duckdb", names, None, lambda name: list(columns.get(name, ())))


def _ibis(frame: Any, wanted: List[str]) -> Frame:
    names = list(frame.columns)
    asked = _selected(names, wanted, "ibis")
    table = (frame.select(*asked) if asked else frame).to_pyarrow()
    return Frame("ibis", names, table, table.column)


def _stream(frame: Any, wanted: List[str]) -> Frame:
    if is_installed("pyarrow"):
        table = import_module("pyarrow").table(frame)
        return Frame("arrow", table.column_names, table, table.column)
    if is_installed("polars"):
        table = import_module("polars").DataFrame(frame)
        return Frame("arrow", table.columns, table, table.get_column)
    raise ImportError(f"the columns of {type(frame).__name__!r} need pyarrow or polars, and neither is installed")


def _narwhals(frame: Any, wanted: List[str]) -> Frame:
    narwhals = import_module("narwhals")
    try:
        wrapped = narwhals.from_native(frame)
    except TypeError:
        raise TypeError(
            f"a frame is a mapping of columns, a list of records, or a frame that narwhals knows, not "
            f"{type(frame).__name__!r}"
        ) from None
    names = wrapped.collect_schema().names()
    found = wrapped.lazy().select(_selected(names, wanted, "narwhals")).collect()
    return Frame("narwhals", names, found.to_native(), lambda name: found.get_column(name).to_native())


_READERS: Dict[str, Callable[[Any, List[str]], Frame]] = {
    "values": _values,
    "mapping": _mapping,
    "records": _records,
    "pandas": _pandas,
    "polars": _polars,
    "lazy": _lazy,
    "arrow": _arrow,
    "duckdb": _duckdb,
    "ibis": _ibis,
    "stream": _stream,
    "narwhals": _narwhals,
}


def is_installed(package: str) -> bool:
    """Whether a package can be imported; it is not imported for it."""
    from importlib.util import find_spec  # slow to import, and not needed for lists

    return find_spec(package) is not None


# ---- columns ----


def values_of(column: Any) -> List[Any]:
    """The values of a column as a list of objects of Python, in which None is what its library has for it, or NaN."""
    listed = column if isinstance(column, list) else None
    for method in () if listed is not None else LISTS:
        if hasattr(column, method):
            listed = getattr(column, method)()
            break
    if listed is None:
        if isinstance(column, (str, bytes, Mapping)) or not hasattr(column, "__iter__"):
            raise TypeError(f"a column is a list of values, a buffer or a column of a frame, not {short(column)}")
        listed = list(column)
    if _PLAIN.issuperset(map(type, listed)):
        return listed
    return [None if is_nothing(value) else value for value in listed]


def is_nothing(value: Any) -> bool:
    """None, NaN, or what frames have in their place."""
    return value is None or (isinstance(value, float) and value != value) or type(value).__name__ in _NOTHING


class Factored(NamedTuple):
    """A column of keys as places in a list of labels."""

    places: Any
    """A buffer of integers: the place of the label of each row, or -1 where there is none."""
    labels: List[Any]
    """The different values, without None."""


def factored(column: Any) -> Factored:
    """A column of keys as places in a list of its different values."""
    for is_one, factor in _FACTORS:
        if is_one(column):
            found = factor(column)
            if found is not None:
                return found
    return _factored_list(values_of(column))


def has_codes(column: Any) -> bool:
    """Whether it is a column of categories of pandas, Polars or PyArrow, which holds a code for each row."""
    kind = getattr(column, "dtype", None) or getattr(column, "type", None)
    return type(kind).__name__ in ("CategoricalDtype", "Categorical", "Enum", "DictionaryType")


def _factored_texts(column: Any) -> Optional[Factored]:
    """A list, or an array of objects, of which all are texts or missing; None for others."""
    labels: List[Any] = []
    places = raw.text_places(column, labels)
    return None if places is None else Factored(memoryview(places).cast("i"), labels)


def _factored_list(values: List[Any]) -> Factored:
    texts = _factored_texts(values)
    if texts is not None:
        return texts
    places: Dict[Any, int] = {}
    try:
        found = array(
            "q", [-1 if value is None else places.setdefault((type(value), value), len(places)) for value in values]
        )
    except TypeError:
        raise TypeError(
            "the values of a column of keys are texts, numbers or dates; one of them is a container"
        ) from None
    return Factored(found, [value for _, value in places])


def _factored_pandas(column: Any) -> Optional[Factored]:
    if has_codes(column):
        return Factored(column.cat.codes.to_numpy(), column.cat.categories.tolist())
    if getattr(column.dtype, "kind", "") == "O":
        texts = _factored_texts(column.to_numpy())
        if texts is not None:
            return texts
    places, labels = column.factorize()
    return Factored(places, list(labels.tolist()))


def _factored_polars(column: Any) -> Optional[Factored]:
    if not is_installed("numpy") or column.dtype.is_nested() or column.dtype.is_float():
        return None
    polars = import_module("polars")
    if column.dtype.is_integer() and column.null_count() < len(column):
        lowest, highest = column.min(), column.max()
        if highest - lowest < max(len(column), _SPARSE):
            wide = column if column.dtype == polars.UInt64 else column.cast(polars.Int64)
            places = (wide - lowest).cast(polars.Int64).fill_null(-1)
            return Factored(places.to_numpy(), list(range(lowest, highest + 1)))
    if column.dtype == polars.String:
        column = column.cast(polars.Categorical)
    if has_codes(column):
        labels = _polars_categories(column)
        if labels is not None:
            codes = column.to_physical()
            return Factored(
                (codes.cast(polars.Int64).fill_null(-1) if column.null_count() else codes).to_numpy(), labels
            )
        column = column.cast(polars.String)
    ranks = column.rank("dense").cast(polars.Int64).fill_null(0) - 1
    return Factored(ranks.to_numpy(), column.drop_nulls().unique().sort().to_list())


def _polars_categories(column: Any) -> Optional[List[Any]]:
    """The category of each code up to the largest one; None if there are far more codes than categories."""
    listed = polars_categories(column)
    if listed is not None:
        return list(listed.to_list())
    most = int(column.to_physical().max() or 0) + 1
    different = column.unique().drop_nulls()
    numbers = different.to_physical().to_list()
    if most > _SPARSE * len(numbers):
        return None
    labels: List[Any] = [None] * most
    for number, label in zip(numbers, different.to_list()):
        labels[number] = label
    return labels


def _factored_arrow(column: Any) -> Optional[Factored]:
    if not is_installed("numpy") or "float" in str(column.type) or "double" in str(column.type):
        return None
    encoded = column if has_codes(column) else column.dictionary_encode()
    joined = encoded.unify_dictionaries().combine_chunks() if hasattr(encoded, "chunks") else encoded
    whole = joined.chunk(0) if hasattr(joined, "chunk") else joined
    places = whole.indices.cast("int64").fill_null(-1) if whole.indices.null_count else whole.indices
    return Factored(places.to_numpy(zero_copy_only=False), whole.dictionary.to_pylist())


_FACTORS: Tuple[Tuple[Callable[[Any], bool], Callable[[Any], Optional[Factored]]], ...] = (
    (_has("factorize", "iloc"), _factored_pandas),
    (_has("rank", "null_count", "to_list"), _factored_polars),
    (_has("dictionary_encode", "to_pylist"), _factored_arrow),
)


# ---- the way back ----


def to_native(table: Any, kind: str) -> Any:
    """A Table as a frame of the kind that a caller passed."""
    return _WRITERS.get(kind, _WRITERS["values"])(table)


def _to_duckdb(table: Any) -> Any:
    return import_module("duckdb").from_arrow(table.to_arrow())


def _to_ibis(table: Any) -> Any:
    return import_module("ibis").memtable(table.to_arrow())


_WRITERS: Dict[str, Callable[[Any], Any]] = {
    "values": lambda table: table.to_dicts(),
    "records": lambda table: table.to_dicts(),
    "mapping": lambda table: {name: list(table[name]) for name in table.columns},
    "pandas": lambda table: table.to_pandas(),
    "polars": lambda table: table.to_polars(),
    "lazy": lambda table: table.to_polars().lazy(),
    "arrow": lambda table: table.to_arrow(),
    "duckdb": _to_duckdb,
    "ibis": _to_ibis,
    "narwhals": lambda table: table.to_arrow(),
}
