# SPDX-License-Identifier: MIT
"""A report as a workbook of Excel: a sheet for each table, with numbers as numbers.

A text that begins as a formula does is written as text: a name such as "=1+1" in a survey must not be computed.
"""

from __future__ import annotations

import re
from importlib import import_module
from io import BytesIO
from typing import Any, Dict, Iterable, Iterator, List, Optional, Sequence, Set, Tuple

from .document import Column, Document, Section, write
from .figures import Report

_LONGEST_NAME = 31
_FORBIDDEN = re.compile(r"[\[\]:*?/\\]")
_ILLEGAL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")
"""Characters that the files of Excel cannot have."""
_MOST_TEXT = 32_767
_FORMATS: Dict[str, str] = {
    "score": "0.0",
    "difference": "+0.0;-0.0;0.0",
    "share": '0.0" %"',
    "p": "0.0000",
    "count": "0",
}
_FORMULAS = ("=", "+", "-", "@", "\t", "\r")
"""What begins a formula, in Excel or in a program that reads its file as CSV."""
_WIDEST = 60


def workbook_of(report: Report) -> bytes:
    """The workbook, as bytes of .xlsx."""
    openpyxl = _openpyxl()
    document = write(report)
    book = openpyxl.Workbook()
    book.properties.title = _text(document.title)
    first = book.active
    taken: Set[str] = set()
    first.title = _sheet_name(document.sections[0].title, taken)
    _fill(first, _overview(document), openpyxl)
    for section in document.sections:
        if section.columns:
            sheet = book.create_sheet(_sheet_name(section.title, taken))
            _fill(sheet, _table(section), openpyxl, heads=1)
            _format(sheet, section, openpyxl)
    file = BytesIO()
    book.save(file)
    return file.getvalue()


def _openpyxl() -> Any:
    try:
        return import_module("openpyxl")
    except ImportError as absent:
        raise ImportError(
            f"--xlsx needs openpyxl, which cannot be imported ({absent}): pip install 'libnps[report]'", name="openpyxl"
        ) from None


def _sheet_name(title: str, taken: Set[str]) -> str:
    """A name that Excel accepts, and that no other sheet has."""
    plain = _text(_FORBIDDEN.sub("-", title)).strip("'")[:_LONGEST_NAME].strip() or "-"
    name, number = plain, 2
    while name.casefold() in taken:
        end = f" ({number})"
        name, number = plain[: _LONGEST_NAME - len(end)] + end, number + 1
    taken.add(name.casefold())
    return name


# ---- cells ----

Cells = Iterator[Sequence[Any]]


def _overview(document: Document) -> Cells:
    """What is said in sentences."""
    yield [document.title]
    for section in document.sections:
        said = [*section.sentences, *section.items, *section.below]
        if said:
            yield []
            yield [section.title]
            for line in said:
                yield ["", line]


def _table(section: Section) -> Cells:
    columns = list(_columns(section.columns))
    yield [head for head, _, _ in columns]
    for place in range(section.rows):
        yield [values[place] for _, _, values in columns]


def _columns(columns: Iterable[Column]) -> Iterator[Tuple[str, str, List[Any]]]:
    """The head, the kind and the values of each column: an interval is two columns, a bar is three."""
    for column in columns:
        if column.kind == "interval":
            for place, end in enumerate(("lower", "upper")):
                yield (
                    f"{column.head}: {end}",
                    "score",
                    [None if pair is None else pair[place] for pair in column.values],
                )
        elif column.kind == "bar":
            for place, group in enumerate(("detractors", "passives", "promoters")):
                yield group, "count", [None if groups is None else groups[place] for groups in column.values]
        elif column.kind != "length":
            yield column.head, column.kind, list(column.values)


def _fill(sheet: Any, rows: Cells, openpyxl: Any, heads: int = 0) -> None:
    bold = openpyxl.styles.Font(bold=True)
    for number, row in enumerate(rows, 1):
        for place, value in enumerate(row, 1):
            if value is None or value == "":
                continue
            cell = sheet.cell(number, place)
            if isinstance(value, (int, float)) and not isinstance(value, bool):
                cell.value = value
            else:
                cell.value = _text(str(value))
                cell.data_type = "s"
                cell.quotePrefix = cell.value.startswith(_FORMULAS)
            if number <= heads or (not heads and place == 1):
                cell.font = bold


def _text(text: str) -> str:
    return _ILLEGAL.sub("?", text)[:_MOST_TEXT]


def _format(sheet: Any, section: Section, openpyxl: Any) -> None:
    """Numbers with as many digits as mean something, wide enough columns, and heads that stay."""
    for place, (head, kind, values) in enumerate(_columns(section.columns), 1):
        form: Optional[str] = _FORMATS.get(kind)
        for number in range(2, section.rows + 2):
            if form is not None:
                sheet.cell(number, place).number_format = form
        longest = max([len(head), *(len(str(value)) for value in values if isinstance(value, str))])
        sheet.column_dimensions[openpyxl.utils.get_column_letter(place)].width = min(_WIDEST, max(9, longest + 2))
    sheet.freeze_panes = "B2"
