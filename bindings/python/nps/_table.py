# SPDX-License-Identifier: MIT
"""Results as a table for data frames, notebooks and terminals."""

from __future__ import annotations

from functools import partial
from importlib import import_module
from typing import Any, Dict, Iterable, Iterator, List, Mapping, Optional, Tuple, Type, Union, overload

from ._documentation import documented
from ._frame import to_native
from ._html import table_html
from ._numbers import Real, read_integer
from ._results import Frozen
from ._shown import cell, short

SHOWN = 60
"""The number of rows that str() shows."""


class Row(Frozen):
    """A row of a Table: a dict that cannot be changed. row.score is row["score"]."""

    __slots__ = ()

    def __getattr__(self, name: str) -> Any:
        try:
            return self[name]
        except KeyError:
            raise AttributeError(f"there is no column {name!r}; there are {', '.join(map(str, self))}") from None

    def __reduce__(self) -> Tuple[Type[Row], Tuple[Dict[str, Any]]]:
        return type(self), (self.to_dict(),)

    def __copy__(self) -> Row:
        return self

    def __deepcopy__(self, memo: Dict[int, Any]) -> Row:
        return self

    def __repr__(self) -> str:
        return f"Row({', '.join(f'{name}={value!r}' for name, value in self.items())})"


class Table:
    """Rows with named columns that cannot be changed.

    It is a sequence of rows: table[0] is a row, table[0].score or table[0]["score"] a value, and table["score"] a
    column. str() aligns the columns and shows None as "-".

    Examples
    --------
    >>> table = nps.Table(["shop", "score"], [["Rome", 35.6], ["Oslo", None]])
    >>> print(table)
    shop  score
    Rome   35.6
    Oslo      -
    >>> table["score"], table[0].shop
    ((35.6, None), 'Rome')
    """

    __slots__ = ("__weakref__", "_decimals", "_kind", "columns", "notes", "rows")

    columns: Tuple[str, ...]
    """The names of the columns."""
    rows: Tuple[Row, ...]
    """The rows."""
    notes: Tuple[str, ...]
    """Remarks on the rows, such as that segments were left out."""
    _decimals: Dict[str, int]
    _kind: str

    @documented()
    def __init__(
        self,
        columns: Iterable[str],
        rows: Iterable[Union[Mapping[str, Any], Iterable[Any]]],
        *,
        notes: Iterable[str] = (),
        kind: str = "values",
        decimals: Optional[Mapping[str, int]] = None,
    ) -> None:
        """Makes a table.

        Parameters
        ----------
        columns
            The names of the columns.
        rows
            The rows: mappings with these names, or lists of values in this order.
        notes
            Remarks on the rows.
        kind
            What to_native() makes of it: "records", "mapping", "pandas", "polars", "lazy", "arrow", "duckdb" or "ibis".
        decimals
            The number of decimals that str() and a notebook show, by column. Other columns have the usual number.

        Raises
        ------
        ValueError
            Two columns have the same name, a row has another number of values, or decimals are not from 0 to 17.
        """
        names = tuple(columns)
        if isinstance(columns, str) or not all(isinstance(name, str) for name in names):
            raise TypeError(f"columns must be a list of names, not {short(columns)}")
        if len(set(names)) != len(names):
            raise ValueError(f"the columns of a table have different names, not {', '.join(map(str, names))}")
        read = tuple(_row_of(names, row) for row in rows)
        shown = {name: _read_decimals(number) for name, number in (decimals or {}).items()}
        for name, value in zip(self.__slots__[1:], (shown, kind, names, tuple(notes), read)):
            object.__setattr__(self, name, value)

    def __setattr__(self, name: str, value: Any) -> None:
        raise AttributeError("a Table cannot be changed: to_dicts() returns rows that can")

    __delattr__ = __setattr__  # type: ignore[assignment]

    # ---- reading ----

    def __len__(self) -> int:
        """How many rows there are."""
        return len(self.rows)

    def __iter__(self) -> Iterator[Row]:
        return iter(self.rows)

    @overload
    def __getitem__(self, place: int) -> Row: ...
    @overload
    def __getitem__(self, place: slice) -> Table: ...
    @overload
    def __getitem__(self, place: str) -> Tuple[Any, ...]: ...
    def __getitem__(self, place: Union[int, slice, str]) -> Any:
        """A row by its number, a column by its name, or a table of some of the rows."""
        if isinstance(place, slice):
            return Table(self.columns, self.rows[place], notes=self.notes, kind=self._kind, decimals=self._decimals)
        if not isinstance(place, str):
            return self.rows[place]
        if place not in self.columns:
            raise KeyError(f"there is no column {place!r}; there are {', '.join(self.columns)}")
        return tuple(row[place] for row in self.rows)

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Table):
            return NotImplemented
        return (self.columns, self.rows, self.notes) == (other.columns, other.rows, other.notes)

    __hash__ = None  # type: ignore[assignment]

    def __reduce__(self) -> Tuple[Any, ...]:
        return partial(Table, notes=self.notes, kind=self._kind, decimals=self._decimals), (
            self.columns,
            tuple(tuple(row.values()) for row in self.rows),
        )

    # ---- conversion ----

    @documented()
    def to_dicts(self) -> List[Dict[str, Any]]:
        """The rows as dicts.

        Returns
        -------
        list of dict
            Dicts that can be changed.

        Examples
        --------
        >>> nps.Table(["shop", "score"], [["Rome", 35.6]]).to_dicts()
        [{'shop': 'Rome', 'score': 35.6}]
        """
        return [row.to_dict() for row in self.rows]

    @documented()
    def to_pandas(self) -> Any:
        """The table as a data frame of pandas.

        Returns
        -------
        DataFrame
            A data frame of pandas.

        Raises
        ------
        ImportError
            pandas is not installed.

        Examples
        --------
        >>> table = nps.Table(["shop", "score"], [["Rome", 35.6]])
        >>> list(table.to_pandas().columns)
        ['shop', 'score']
        """
        return _imported("pandas", "to_pandas").DataFrame(self._by_column(list), columns=list(self.columns))

    @documented()
    def to_polars(self) -> Any:
        """The table as a data frame of Polars.

        Returns
        -------
        DataFrame
            A data frame of Polars.

        Raises
        ------
        ImportError
            Polars is not installed.

        Examples
        --------
        >>> table = nps.Table(["shop", "score"], [["Rome", 35.6]])
        >>> list(table.to_polars().columns)
        ['shop', 'score']
        """
        return _imported("polars", "to_polars").DataFrame(self._by_column(list), strict=False)

    @documented()
    def to_arrow(self) -> Any:
        """The table as a table of PyArrow.

        Returns
        -------
        Table
            A table of PyArrow.

        Raises
        ------
        ImportError
            PyArrow is not installed.

        Examples
        --------
        >>> table = nps.Table(["shop", "score"], [["Rome", 35.6]])
        >>> table.to_arrow().column_names
        ['shop', 'score']
        """
        return _imported("pyarrow", "to_arrow").table(self._by_column(list))

    @documented()
    def to_native(self) -> Any:
        """The table as a frame of the kind that it was made of: of pandas for a frame of pandas, for example.

        Returns
        -------
        frame
            A frame of pandas, Polars, PyArrow, DuckDB or Ibis; of a mapping of columns a dict of lists, and otherwise a
            list of dicts.

        Examples
        --------
        >>> survey = {"answer": [9, 10, 4], "shop": ["Rome", "Oslo", "Oslo"]}
        >>> nps.summarize(survey, "answer", by="shop").to_native()["shop"]
        ['Oslo', 'Rome']
        """
        return to_native(self, self._kind)

    def __arrow_c_stream__(self, requested_schema: Any = None) -> Any:
        """The stream of the Arrow PyCapsule interface, which PyArrow or Polars makes."""
        try:
            frame = self.to_arrow()
        except ImportError:
            frame = self.to_polars()
        return frame.__arrow_c_stream__(requested_schema)

    @documented()
    def plot(
        self,
        ax: Any = None,
        *,
        benchmark: Any = None,
        language: str = "en",
        title: Optional[str] = None,
        level: Optional[Real] = None,
    ) -> Any:
        """Draws the picture that fits the columns: a trend of periods, or a forest of scores or differences.

        Parameters
        ----------
        level
            The confidence level of the intervals, which a table does not hold. None: it is not shown.

        Returns
        -------
        Display
            A display of nps.plots, with `ax_` and `figure_`.

        Raises
        ------
        ImportError
            matplotlib is not installed.
        ValueError
            There are no scores or differences with intervals.

        Examples
        --------
        >>> shops = {"Rome": nps.Counts(46, 30, 14), "Oslo": nps.Counts(31, 22, 27)}
        >>> display = nps.segments_compare_rest(shops).table().plot()
        >>> display.kind, display.ax_.get_title("left")
        ('forest', 'Change')
        """
        from .plots import display_of  # imported here because few need it

        return display_of(self, benchmark=benchmark, level=level).plot(ax, language=language, title=title)

    def _by_column(self, kind: Type[List[Any]]) -> Dict[str, List[Any]]:
        return {name: kind(self[name]) for name in self.columns}

    # ---- repr ----

    def __str__(self) -> str:
        rows = self._shown()
        widths = [max(map(len, column)) for column in zip(self.columns, *rows)]
        numeric = [self._is_numeric(name) for name in self.columns]
        lines = [_line(row, widths, numeric) for row in ([*self.columns], *rows)]
        if len(self) > SHOWN:
            lines.append(f"... {len(self) - SHOWN} more rows")
        return "\n".join([*lines, *self.notes])

    __repr__ = __str__

    def _repr_html_(self) -> str:
        """The table in a notebook."""
        more = [f"... {len(self) - SHOWN} more rows"] if len(self) > SHOWN else []
        numeric = [self._is_numeric(name) for name in self.columns]
        return table_html(self.columns, self._shown(), numeric, [*more, *self.notes])

    def _shown(self) -> List[List[str]]:
        """The values of the first rows as texts."""
        return [[cell(name, row[name], self._decimals.get(name)) for name in self.columns] for row in self.rows[:SHOWN]]

    def _is_numeric(self, name: str) -> bool:
        return all(value is None or isinstance(value, (int, float)) for value in self[name])


def _row_of(columns: Tuple[str, ...], row: Any) -> Row:
    if isinstance(row, (str, bytes)) or not hasattr(row, "__iter__"):
        raise TypeError(f"a row must be a mapping or a list of {len(columns)} values, not {short(row)}")
    values = row if type(row) is list else [row[name] for name in columns] if isinstance(row, Mapping) else list(row)
    if len(values) != len(columns):
        raise ValueError(f"a row has {len(columns)} values, not {len(values)}")
    return Row(zip(columns, values))


def _read_decimals(decimals: int) -> int:
    number = read_integer(decimals, "decimals", "a whole number for each column, such as 1")
    if not 0 <= number <= 17:
        raise ValueError(f"decimals must be from 0 to 17, not {short(number)}")
    return number


def _line(cells: List[str], widths: List[int], numeric: List[bool]) -> str:
    aligned = (
        cell.rjust(width) if is_right else cell.ljust(width) for cell, width, is_right in zip(cells, widths, numeric)
    )
    return "  ".join(aligned).rstrip()


def _imported(name: str, asked: str) -> Any:
    try:
        return import_module(name)
    except ImportError as absent:
        raise ImportError(f"{asked}() needs {name}, which cannot be imported: {absent}", name=name) from None
