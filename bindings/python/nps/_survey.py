# SPDX-License-Identifier: MIT
"""Surveys in files: CSV, TSV, Excel and Parquet, as columns by name, with notes on how they were read."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from importlib import import_module
from itertools import chain
from os import PathLike, fspath
from typing import (
    TYPE_CHECKING,
    Any,
    Callable,
    Dict,
    Iterable,
    Iterator,
    List,
    Optional,
    Sequence,
    SupportsIndex,
    Tuple,
    Union,
)

from . import _raw as raw
from ._cells import asked_of, read_answers_of
from ._documentation import documented
from ._frame import is_installed, is_nothing, name_in, values_of
from ._numbers import read_integer
from ._reading import MISSING_TEXTS
from ._scale import ScaleName
from ._shown import numbered, short
from ._table import Table

if TYPE_CHECKING:
    from ._text_file import Layout
# _text_file and _dates are imported where they are needed: most programs read no files.

Path = Union[str, "PathLike[str]"]
Rows = SupportsIndex

EXCEL = (".xlsx", ".xlsm", ".xls", ".xlsb", ".ods")
PARQUET = (".parquet", ".pq")
_INVALID: int = raw.NPS_ANSWER_INVALID
_CODES = frozenset((-1, -2, -7, -8, -9, 11, 77, 88, 96, 97, 98, 99, 888, 997, 998, 999, -99, -999, -2147483648))
"""Numbers that usually stand for "no answer" or "do not know"."""
_SHOWN = 10
"""The number of rows that a notebook shows."""
_MOST = 0.9
"""From this share of answers from 0 to 10 on, the other numbers of a column are looked at as codes."""


class Survey(Mapping[str, Any]):
    """The columns of a file by name: a frame for summarize() and the like.

    Texts without anything but blanks are None. A column of numbers only has numbers; other columns are texts as they
    were written, but for blanks around them. Nothing is left out: what looks like a code for "no answer" is in `codes`.

    Examples
    --------
    >>> survey = nps.Survey({"score": ["9", "10 - Extremely likely", None, "1 or 2"]})
    >>> survey
    <nps.Survey: 4 rows of score>
    >>> nps.summarize(survey, "score")[0].n
    2
    >>> print(survey.unread("score"))
    column  row  value
    score     5  1 or 2
    """

    __slots__ = ("__weakref__", "_columns", "_first", "_rows", "codes", "notes", "questions", "source")

    codes: Dict[str, Dict[int, int]]
    """The numbers in columns of answers that look like codes for "no answer", by column, and how often each is
    there."""
    notes: Tuple[str, ...]
    """How the file was read: encoding, separator, decimal mark, headers, rows that are not as the others."""
    questions: Dict[str, str]
    """The questions of columns, where the file has them below the names."""
    source: str
    """The file."""

    @documented()
    def __init__(
        self,
        columns: Mapping[str, Any],
        *,
        notes: Iterable[str] = (),
        questions: Optional[Mapping[str, str]] = None,
        source: str = "",
        rows: Optional[Sequence[int]] = None,
    ) -> None:
        """Makes a survey of columns, as read_survey() does.

        Parameters
        ----------
        columns
            The columns by name, all of the same length.
        notes
            How they were read.
        questions
            The questions of columns.
        source
            The name of the file.
        rows
            The row of each record in the file. None: 2, 3 and so on, below a header.
        """
        self._columns = dict(columns)
        for name, column in self._columns.items():
            if isinstance(column, (str, bytes)) or not hasattr(column, "__len__"):
                raise TypeError(f"a survey has a column for each name; {name!r} has {short(column)}")
        lengths = {name: len(column) for name, column in self._columns.items()}
        if len(set(lengths.values())) > 1:
            raise ValueError(f"the columns of a survey have the same length, not {lengths}")
        self._rows = rows
        self.questions, self.source = dict(questions or {}), source
        self.codes = {name: found for name, column in self._columns.items() if (found := _codes_in(column))}
        self.notes = tuple(notes)

    def __getitem__(self, name: str) -> Any:
        """A column."""
        return self._columns[name_in(tuple(self._columns), name, "the survey", "mapping")]

    def __iter__(self) -> Iterator[str]:
        return iter(self._columns)

    def __len__(self) -> int:
        """The number of columns."""
        return len(self._columns)

    @property
    def rows(self) -> int:
        """The number of rows."""
        return len(next(iter(self._columns.values()), ()))

    @documented()
    def row_of(self, place: SupportsIndex) -> int:
        """The row of the file, as a spreadsheet numbers them, of a value of a column.

        Parameters
        ----------
        place
            The place in the column, from 0 on.

        Returns
        -------
        int
            The row, from 1 on.

        Examples
        --------
        >>> nps.Survey({"score": [9, 3]}).row_of(0)
        2
        """
        number = read_integer(place, "place", "a whole number")
        return number + 2 if self._rows is None else self._rows[number]

    @documented()
    def unread(
        self,
        column: str,
        *,
        scale: ScaleName = "0_10",
        missing_codes: Iterable[Any] = (),
        labels: Optional[Mapping[Any, Optional[int]]] = None,
    ) -> Table:
        """The values of a column of answers that are neither answers nor missing, with their rows.

        Parameters
        ----------
        column
            The name of the column.
        missing_codes
            Integers and texts that mean "no answer".
        labels
            What texts mean, as for parse_answers().

        Returns
        -------
        Table
            A row for each value, with column, row (of the file, as a spreadsheet numbers them) and value.

        Examples
        --------
        >>> print(nps.Survey({"score": [9, 99, "never"]}).unread("score", missing_codes=[99]))
        column  row  value
        score     4  never
        """
        values = self[column]
        bins = read_answers_of(values, asked_of(scale, missing_codes, labels)).bins
        listed = values_of(values)
        found = [[column, self.row_of(place), listed[place]] for place, answer in enumerate(bins) if answer == _INVALID]
        return Table(["column", "row", "value"], found)

    @documented()
    def dates(self, column: str, *, day_first: Optional[bool] = None) -> Table:
        """The dates of a column, read as trend() reads them.

        Parameters
        ----------
        column
            The name of the column: dates, texts or Excel's numbers of days.
        day_first
            Whether texts such as "3/4/2026" have the day first. None: as the other dates show.

        Returns
        -------
        Table
            A row for each row of the file, with row, value (as it was written) and date, which is None for what is no
            date. Its notes say how dates were read, and what could not be.

        Examples
        --------
        >>> read = nps.Survey({"day": ["13/01/2026", "5/1/2026", "soon"]}).dates("day")
        >>> read["date"][1].isoformat(), read.notes[0]
        ('2026-01-05', 'dates such as 13/01/2026 are read with the day first, as others show')
        >>> read.notes[1]
        "1 date could not be read: 'soon' in row 4"
        """
        from ._dates import read_dates

        values = values_of(self[column])
        found = read_dates(values, day_first)
        odd = [place for place, day in enumerate(found.dates) if day is None and _is_text_or_number(values[place])]
        notes = list(found.notes)
        if odd:
            listed = ", ".join(f"{values[place]!r} in row {self.row_of(place)}" for place in odd[:5])
            notes.append(f"{numbered(len(odd), 'date')} could not be read: {listed}{', ...' if len(odd) > 5 else ''}")
        rows = [(self.row_of(place), value, day) for place, (value, day) in enumerate(zip(values, found.dates))]
        return Table(["row", "value", "date"], rows, notes=notes)

    def __repr__(self) -> str:
        listed = ", ".join(list(self)[:8]) + (", ..." if len(self) > 8 else "")
        return f"<nps.{type(self).__name__}: {numbered(self.rows, 'row')} of {listed or 'no columns'}>"

    def _repr_html_(self) -> str:
        """The first rows in a notebook, with the notes."""
        rows = zip(*(values_of(column[:_SHOWN]) for column in self._columns.values()))
        more = [f"... {self.rows - _SHOWN} more rows"] if self.rows > _SHOWN else []
        return Table(self, rows, notes=[*more, *self.notes])._repr_html_()


def _is_text_or_number(value: Any) -> bool:
    return not is_nothing(value) and not (isinstance(value, str) and not value.strip())


def _codes_in(column: Any) -> Dict[int, int]:
    """The numbers of a column of answers that look like codes."""
    if not isinstance(column, list) or int not in set(map(type, column)):
        return {}
    counted = Counter(value for value in column if type(value) is int)
    answers = sum(times for value, times in counted.items() if 0 <= value <= 10)
    codes = {value: times for value, times in sorted(counted.items()) if value in _CODES}
    others = sum(counted.values()) - answers - sum(codes.values())
    is_answer = answers and max(value for value in counted if value <= 10) > 5 and others <= (1 - _MOST) * answers
    return codes if is_answer and len(counted) - len(codes) <= 11 else {}


# ---- reading ----


@documented()
def read_survey(
    path: Path,
    *,
    columns: Optional[Iterable[str]] = None,
    sheet: Optional[Union[str, SupportsIndex]] = None,
    encoding: Optional[str] = None,
    separator: Optional[str] = None,
    decimal: Optional[str] = None,
    header: Optional[SupportsIndex] = None,
) -> Survey:
    """Reads a survey from a file of CSV, TSV, Excel or Parquet; the notes of the result say how it was read.

    What is not passed is found: the encoding (UTF-8, UTF-16, or else cp1252), the separator (comma, semicolon, tab or
    "|"), a decimal comma, lines above the header, and the two or three header rows of survey exports. A file of CSV
    needs no other package. Excel is read by openpyxl or, through Polars or pandas, by fastexcel or calamine; Parquet by
    PyArrow, Polars or pandas.

    Parameters
    ----------
    path
        The file. One that ends in .gz is unpacked.
    columns
        The names of the columns to keep. None: all.
    sheet
        The sheet of an Excel file, by name or by number from 1 on. None: the first one.
    encoding
        The encoding of a text file, such as "cp1252".
    separator
        The separator of a text file.
    decimal
        The decimal mark of a text file, "." or ",".
    header
        The row with the names, from 1 on.

    Returns
    -------
    Survey
        The columns by name, with notes.

    Raises
    ------
    OSError
        The file cannot be opened.
    ValueError
        The file has no header, is not of the encoding, or has a quote that is not closed.
    ImportError
        No package that reads Excel or Parquet is installed.

    Examples
    --------
    >>> from pathlib import Path
    >>> from tempfile import TemporaryDirectory
    >>> with TemporaryDirectory() as folder:
    ...     file = Path(folder) / "survey.csv"
    ...     _ = file.write_text("shop;score ;weight\\nRome;9;0,5\\nOslo;10 - likely;1,25\\n")
    ...     survey = nps.read_survey(file)
    >>> survey["weight"], survey["score"]
    ([0.5, 1.25], ['9', '10 - likely'])
    >>> survey.notes
    ("blanks around names removed: 'score '", 'decimal comma, as in 0,5')
    """
    from ._text_file import Odd, parts_of, read_layout

    name = fspath(path)
    wanted = None if columns is None else list(columns)
    if name.lower().endswith(PARQUET):
        return _parquet(name, wanted)
    if name.lower().endswith(EXCEL):
        return _excel(name, wanted, sheet, header)
    place = None if header is None else read_integer(header, "header", "the number of a row")
    layout = kept_of(read_layout(name, encoding, separator, _mark(decimal), place), wanted)
    odd = Odd()
    nothing: Tuple[List[int], List[List[str]]] = [], [[] for _ in layout.names]
    rows, cells = next(parts_of(name, layout, odd), nothing)
    made = {name: _column(column, layout.decimal) for name, column in zip(layout.names, cells)}
    return Survey(made, notes=[*layout.notes, *odd.notes()], questions=layout.questions, source=name, rows=rows)


@documented()
def read_batches(
    path: Path,
    *,
    columns: Optional[Iterable[str]] = None,
    rows: Rows = 100_000,
    encoding: Optional[str] = None,
    separator: Optional[str] = None,
    decimal: Optional[str] = None,
    header: Optional[SupportsIndex] = None,
) -> Iterator[Survey]:
    """Reads a long file in parts, so that only one of them is in memory.

    Parameters
    ----------
    path
        A file of CSV, TSV or Parquet. Workbooks are read as a whole, by read_survey().
    columns
        The names of the columns to keep. None: all. Fewer columns need less memory.
    rows
        The largest number of rows of a part.
    encoding
        As for read_survey().
    separator
        As for read_survey().
    decimal
        As for read_survey().
    header
        As for read_survey().

    Returns
    -------
    iterator of Survey
        Parts with the same columns. The notes on the whole file are with the first part, those on odd rows with the
        part that has them. All columns of a text file are texts, because a later part may have texts where the first
        one has numbers.

    Examples
    --------
    >>> from pathlib import Path
    >>> from tempfile import TemporaryDirectory
    >>> answers = nps.Accumulator()
    >>> with TemporaryDirectory() as folder:
    ...     file = Path(folder) / "survey.csv"
    ...     _ = file.write_text("score\\n" + "9\\n10\\n3\\n" * 1000)
    ...     for part in nps.read_batches(file, rows=700):
    ...         answers.update(nps.parse_answers(part["score"]).answers)
    >>> answers
    <nps.Accumulator: 3000 answers, score 33.33>
    """
    from ._text_file import read_layout

    name, size = fspath(path), read_integer(rows, "rows", "a number of rows")
    if size < 1:
        raise ValueError(f"rows must be at least 1, not {size}")
    wanted = None if columns is None else list(columns)
    if name.lower().endswith(PARQUET):
        return _parquet_parts(name, wanted, size)
    if name.lower().endswith(EXCEL):
        raise ValueError(
            f"{short(name)} is a workbook, which is read as a whole and has at most 1,048,576 rows: use read_survey()"
        )
    place = None if header is None else read_integer(header, "header", "the number of a row")
    layout = kept_of(read_layout(name, encoding, separator, _mark(decimal), place), wanted)
    return text_parts(name, layout, size)


def text_parts(name: str, layout: Layout, size: int, watch: Optional[Callable[[int], None]] = None) -> Iterator[Survey]:
    """The parts of a text file; `watch` is called with the number of bytes of the file that were read so far."""
    from ._text_file import Odd, parts_of

    notes, odd, has_comma = layout.notes, Odd(), layout.decimal == ","
    is_first = True
    nothing: Tuple[List[int], List[List[str]]] = [], [[] for _ in layout.names]
    for rows, cells in chain(parts_of(name, layout, odd, size, watch), [nothing]):  # so that an empty file has a part
        if rows or is_first:
            columns = {name: _texts(column, has_comma) for name, column in zip(layout.names, cells)}
            said = [*notes, *odd.notes()]
            yield Survey(columns, notes=said, questions=layout.questions, source=name, rows=rows)
            is_first, notes, odd.empty, odd.short, odd.long = False, [], 0, [], []


def _mark(decimal: Optional[str]) -> Optional[str]:
    if decimal not in (None, ".", ","):
        raise ValueError(f"decimal must be '.' or ',', not {short(decimal)}")
    return decimal


def kept_of(layout: Layout, wanted: Optional[List[str]]) -> Layout:
    """The layout of some of the columns."""
    if wanted is not None:
        kept = [layout.names.index(name_in(layout.names, name, "columns", "mapping")) for name in wanted]
        layout.names, layout.places = ([listed[place] for place in kept] for listed in (layout.names, layout.places))  # type: ignore[assignment]
        layout.questions = {name: text for name, text in layout.questions.items() if name in layout.names}
    return layout


# ---- cells ----

_NUMBER = r"[-+]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][-+]?\d+)?"
_COMMA = r"([-+]?\d*),(\d+)"
_CODE = r"[-+]?0\d+"
_NOTHING = frozenset(text.casefold() for text in MISSING_TEXTS)


def _plain(cell: str, has_comma: bool) -> Optional[str]:
    """A cell without blanks around it; None for an empty one; a number with a point."""
    text = cell.replace("\0", "").strip()
    if not text:
        return None
    return re.sub(_COMMA, r"\1.\2", text) if has_comma and "," in text and re.fullmatch(_COMMA, text) else text


def _texts(cells: Sequence[str], has_comma: bool) -> List[Optional[str]]:
    """A column of texts; cells that are alike are looked at once."""
    known = {cell: _plain(cell, has_comma) for cell in set(cells)}
    return list(map(known.__getitem__, cells))


def _column(cells: Sequence[str], decimal: str) -> List[Any]:
    """A column as numbers if all cells are, or mean "no answer"; as texts otherwise. Numbers that begin with a 0, such
    as postal codes, are texts."""
    known: Dict[str, Any] = {cell: _plain(cell, decimal == ",") for cell in set(cells)}
    texts = [text for text in known.values() if text is not None]
    there = [text for text in texts if text.casefold() not in _NOTHING]
    if there and all(re.fullmatch(_NUMBER, text) and not re.fullmatch(_CODE, text) for text in there):
        known = {
            cell: None if text is None or text.casefold() in _NOTHING else _number(text) for cell, text in known.items()
        }
    return list(map(known.__getitem__, cells))


def _number(text: str) -> Union[int, float]:
    try:
        return int(text)
    except ValueError:
        return float(text)


# ---- Excel and Parquet ----


def _excel(
    name: str, wanted: Optional[List[str]], sheet: Optional[Union[str, SupportsIndex]], header: Optional[SupportsIndex]
) -> Survey:
    from ._text_file import headers_of

    records, notes = _sheet(name, sheet)
    place = None if header is None else read_integer(header, "header", "the number of a row")
    texts = [["" if cell is None else str(cell) for cell in record] for record in records[:200]]
    layout = kept_of(headers_of(texts, place, name), wanted)
    rows = [
        row
        for row, record in enumerate(records[layout.skipped :], layout.skipped + 1)
        if any(c is not None for c in record)
    ]
    found = {}
    for column, at in zip(layout.names, layout.places):
        cells = [records[row - 1][at] if at < len(records[row - 1]) else None for row in rows]
        found[column] = [_cell(cell) for cell in cells]
        if all(cell is None or isinstance(cell, str) for cell in cells):
            found[column] = _column(["" if cell is None else cell for cell in cells], ".")
    return Survey(found, notes=[*notes, *layout.notes], questions=layout.questions, source=name, rows=rows)


def _cell(cell: Any) -> Any:
    """A cell of a spreadsheet: whole floats are integers, empty texts are None."""
    if isinstance(cell, str):
        return cell.strip() or None
    return int(cell) if isinstance(cell, float) and cell.is_integer() else None if is_nothing(cell) else cell


def _sheet(name: str, sheet: Optional[Union[str, SupportsIndex]]) -> Tuple[List[List[Any]], List[str]]:
    """The cells of a sheet, and a note if there are others."""
    number = None if sheet is None or isinstance(sheet, str) else read_integer(sheet, "sheet", "a number or a name") - 1
    if is_installed("openpyxl") and name.lower().endswith((".xlsx", ".xlsm")):
        book = import_module("openpyxl").load_workbook(name, read_only=True, data_only=True)
        try:
            names = list(book.sheetnames)
            chosen = _sheet_name(names, sheet, number)
            return [list(record) for record in book[chosen].iter_rows(values_only=True)], _others(names, chosen)
        finally:
            book.close()
    if is_installed("fastexcel"):
        book = import_module("fastexcel").read_excel(name)
        chosen = _sheet_name(list(book.sheet_names), sheet, number)
        found = book.load_sheet(chosen, header_row=None)
        columns = [values_of(column) for column in found.to_arrow().columns]
        return [list(record) for record in zip(*columns)], _others(list(book.sheet_names), chosen)
    if is_installed("pandas") and is_installed("python_calamine"):
        pandas = import_module("pandas")
        with pandas.ExcelFile(name, engine="calamine") as book:
            chosen = _sheet_name(list(book.sheet_names), sheet, number)
            rows = pandas.read_excel(book, sheet_name=chosen, header=None).values.tolist()
            others = _others(list(book.sheet_names), chosen)
        return [[None if is_nothing(cell) else cell for cell in record] for record in rows], others
    raise ImportError(f"{name}: to read Excel install openpyxl, or save the file as CSV")


def _sheet_name(names: List[str], sheet: Optional[Union[str, SupportsIndex]], number: Optional[int]) -> str:
    if isinstance(sheet, str) and sheet in names:
        return sheet
    place = 0 if sheet is None else number
    if place is None or not 0 <= place < len(names):
        raise ValueError(f"there is no sheet {short(sheet)}; there are {', '.join(map(repr, names))}")
    return names[place]


def _others(names: Sequence[str], chosen: str) -> List[str]:
    others = [name for name in names if name != chosen]
    return [f"the sheet {chosen!r} was read; there are also {', '.join(map(repr, others))}"] if others else []


def _parquet(name: str, wanted: Optional[List[str]]) -> Survey:
    if is_installed("pyarrow"):
        table = import_module("pyarrow.parquet").read_table(name)
        found = dict(zip(table.column_names, table.columns))
    elif is_installed("polars"):
        table = import_module("polars").read_parquet(name)
        found = {column.name: column for column in table.get_columns()}
    elif is_installed("pandas"):
        table = import_module("pandas").read_parquet(name)
        found = {column: table[column] for column in table.columns}
    else:
        raise ImportError(f"{name}: to read Parquet install pyarrow or polars")
    if wanted is not None:
        names = [name_in(tuple(found), each, "columns", "mapping") for each in wanted]
        found = {each: found[each] for each in names}
    return Survey(found, source=name)


def _parquet_parts(name: str, wanted: Optional[List[str]], size: int) -> Iterator[Survey]:
    if not is_installed("pyarrow"):
        raise ImportError(f"{name}: to read Parquet in parts install pyarrow")
    file = import_module("pyarrow.parquet").ParquetFile(name)
    names = file.schema_arrow.names
    kept = names if wanted is None else [name_in(names, each, "columns", "mapping") for each in wanted]
    return (
        Survey(dict(zip(part.schema.names, part.columns)), source=name)
        for part in file.iter_batches(batch_size=size, columns=kept)
    )
