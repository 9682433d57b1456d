# SPDX-License-Identifier: MIT
"""Files of separated texts: their encoding, separator and headers, found or as asked for, and their records."""

from __future__ import annotations

import csv
import re
import sys
from codecs import BOM_UTF8, BOM_UTF16_BE, BOM_UTF16_LE, getincrementaldecoder
from collections import Counter
from dataclasses import dataclass, field
from io import StringIO, TextIOWrapper
from itertools import islice
from typing import Any, Callable, Dict, Iterable, Iterator, List, Optional, Sequence, TextIO, Tuple

from ._shown import numbered, short

_SEPARATORS = ",;\t|"
_LOOKED_AT = 200
"""The number of records at the top of a file that are looked at."""
_CHUNK = 2**20
_AT_ONCE = 256
"""The number of records that are parsed before their columns are taken: more would start the garbage collector."""
_NAMED = 5
_UTF8 = "utf-8"
_FALLBACK = "cp1252"
"""The encoding of files that are not UTF-8: that of Windows in western Europe and America, as Excel writes it."""


@dataclass
class Layout:
    """How a file of texts is read."""

    encoding: str
    separator: str
    names: List[str]
    """The names of the columns, each once."""
    places: List[int]
    """The place of each column in a record."""
    questions: Dict[str, str]
    """The question of a column, where the file has it below the name."""
    width: int
    """The number of fields of a record."""
    skipped: int
    """The number of records above the data."""
    decimal: str
    notes: List[str] = field(default_factory=list)


# ---- encodings ----


def open_bytes(path: str) -> Any:
    """The bytes of a file; a compressed one is unpacked."""
    if path.lower().endswith(".gz"):
        import gzip

        return gzip.open(path, "rb")
    return open(path, "rb")


def open_text(path: str, encoding: str) -> TextIO:
    """A file as text."""
    file = open_bytes(path)
    try:
        return TextIOWrapper(file, encoding=encoding, newline="")
    except LookupError:
        file.close()
        raise ValueError(
            f"{path}: there is no encoding {short(encoding)}: it is one such as 'utf-8' or 'cp1252'"
        ) from None


def find_encoding(path: str) -> Tuple[str, List[str]]:
    """The encoding of a file, and what is to be said about it. A file that is UTF-8 throughout is UTF-8."""
    with open_bytes(path) as file:
        head = file.read(_CHUNK)
        if head.startswith(BOM_UTF8):
            return "utf-8-sig", []
        if head.startswith((BOM_UTF16_LE, BOM_UTF16_BE)):
            return "utf-16", []
        zeros = [head[place:2000:2].count(0) for place in (0, 1)]
        if max(zeros) > len(head[:2000]) // 4 and min(zeros) <= max(zeros) // 8:
            return ("utf-16-le" if zeros[1] > zeros[0] else "utf-16-be"), ["UTF-16 without a mark"]
        decoder = getincrementaldecoder(_UTF8)()
        lines = 1
        while head:
            try:
                decoder.decode(head)
            except UnicodeDecodeError as refused:
                line = lines + refused.object[: refused.start].count(b"\n")
                return _of_one_byte(path, line)
            lines += head.count(b"\n")
            head = file.read(_CHUNK)
        try:
            decoder.decode(b"", final=True)
        except UnicodeDecodeError:
            return _of_one_byte(path, lines)
    return _UTF8, []


def _of_one_byte(path: str, line: int) -> Tuple[str, List[str]]:
    """An encoding of one byte a character for a file that is not UTF-8 in a line."""
    encoding = _FALLBACK
    with open_bytes(path) as file:
        for chunk in iter(lambda: file.read(_CHUNK), b""):
            if re.search(rb"[\x81\x8d\x8f\x90\x9d]", chunk):
                encoding = "latin-1"  # which has all bytes
                break
    return encoding, [f"not UTF-8 (line {line}): read as {encoding}; pass encoding= if letters look wrong"]


# ---- separators and headers ----


def read_layout(
    path: str, encoding: Optional[str], separator: Optional[str], decimal: Optional[str], header: Optional[int]
) -> Layout:
    """How a file is read: as asked for, and otherwise as its first records show."""
    notes: List[str] = []
    if encoding is None:
        encoding, notes = find_encoding(path)
    with open_text(path, encoding) as file:
        try:
            head = file.read(_CHUNK)
        except UnicodeError as refused:
            raise ValueError(f"{path} is not {encoding}: {refused}; leave out encoding= to have it found") from None
    lines = list(StringIO(head.replace("\0", ""), newline=""))
    if len(head) == _CHUNK and len(lines) > 1:
        lines.pop()  # it is not whole
    told = re.fullmatch(r"\ufeff?sep=(.)\s*", lines[0]) if lines else None
    if separator is None:
        separator = told[1] if told else _separator_of(lines, path)
    elif len(separator) != 1:
        raise ValueError(f"separator must be one character, such as ';', not {short(separator)}")
    records = list(islice(_parsed(lines, separator, path), _LOOKED_AT))
    first = bool(told) if header is None else header - 1
    if header is None:
        first = _header_of(records, first)
        if first > bool(told):
            notes.append(f"{numbered(first - bool(told), 'line')} above the header left out")
    if first >= len(records):
        raise ValueError(f"{path} has no header: it has {numbered(len(records), 'row')}")
    made = _headers(records, first, notes)
    made.encoding, made.separator = encoding, separator
    made.decimal = _decimal_of(records[made.skipped :], notes) if decimal is None else decimal
    return made


def headers_of(records: List[List[str]], header: Optional[int], path: str) -> Layout:
    """The headers of a spreadsheet, whose first records are given as texts."""
    notes: List[str] = []
    first = _header_of(records, 0) if header is None else header - 1
    if header is None and first:
        notes.append(f"{numbered(first, 'line')} above the header left out")
    if first >= len(records):
        raise ValueError(f"{path} has no header: it has {numbered(len(records), 'row')}")
    return _headers(records, first, notes)


def _parsed(lines: Iterable[str], separator: str, path: str) -> Iterator[List[str]]:
    if sys.version_info < (3, 11):  # whose csv refuses zero bytes
        lines = (line.replace("\0", "") for line in lines)
    reader = csv.reader(lines, delimiter=separator)
    try:
        yield from reader
    except csv.Error as refused:
        raise ValueError(
            f"{path} cannot be read from line {reader.line_num} on ({refused}): a quote may have been opened and not closed"
        ) from None


def _separator_of(lines: List[str], path: str) -> str:
    """The separator with which most records have the same number of fields, and more than one."""
    best, found = (0.0, 0), ","
    for separator in _SEPARATORS:
        try:
            widths = [len(record) for record in islice(_parsed(lines, separator, path), _LOOKED_AT) if any(record)]
        except ValueError:
            continue
        width, times = Counter(widths).most_common(1)[0] if widths else (1, 0)
        score = (round(times / max(len(widths), 1), 1), width)
        if width > 1 and score > best:
            best, found = score, separator
    return found


def _header_of(records: List[List[str]], first: int) -> int:
    """The record with the names: the first one that is as wide as most are."""
    widths = Counter(len(_trimmed(record)) for record in records[first:] if any(record))
    wide = max((width for width, times in widths.items() if times * 4 >= sum(widths.values())), default=1)
    for place, record in enumerate(records[first:], first):
        if len(_trimmed(record)) * 2 > wide:
            return place
    return first


def _trimmed(record: List[str]) -> List[str]:
    """A record without the empty fields at its end."""
    end = len(record)
    while end and not record[end - 1].strip():
        end -= 1
    return record[:end]


def _headers(records: List[List[str]], first: int, notes: List[str]) -> Layout:
    """The names of the columns and what is above the data, of plain files and of exports with two or three headers."""
    head = records[first]
    below = [record for record in records[first + 1 : first + 3]]
    skipped, texts = first + 1, {}
    written = list(head)
    if len(below) == 2 and _share(below[1], lambda cell: cell.lstrip().startswith('{"ImportId"')) > 0.5:
        skipped, texts = first + 3, dict(enumerate(below[0]))
        notes.append("three header rows: names, questions and import ids")
    elif below and _is_second_header(head, below[0]):
        skipped = first + 2
        written = _joined(head, below[0])
        notes.append("two header rows: questions and options")
    widths = Counter(len(_trimmed(record)) for record in records[skipped:] if any(map(str.strip, record)))
    width = max(len(written), max(widths, key=lambda each: (widths[each], each), default=0))
    written += [""] * (width - len(written))
    filled = [
        any(len(record) > place and record[place].strip() for record in records[skipped:]) for place in range(width)
    ]
    names: List[str] = []
    places: List[int] = []
    for place, name in enumerate(written):
        plain = " ".join(name.replace("\ufeff", "").split())
        if not plain and not filled[place]:
            continue  # separators at the end of every line
        names.append(_new_name(plain or f"column {place + 1}", names))
        places.append(place)
    changed = [name for name in written if name != name.strip() and name.strip()]
    if changed:
        notes.append(f"blanks around names removed: {', '.join(map(repr, changed[:_NAMED]))}")
    twice = [name for name in names if re.search(r" \(\d+\)$", name) and name not in written]
    if twice:
        notes.append(f"names that were there before are numbered: {', '.join(map(repr, twice[:_NAMED]))}")
    questions = {
        name: " ".join(texts[place].split()) for name, place in zip(names, places) if texts.get(place, "").strip()
    }
    return Layout("", "", names, places, questions, width, skipped, ".", notes)


def _share(record: List[str], is_one: Any) -> float:
    cells = [cell for cell in record if cell.strip()]
    return sum(map(is_one, cells)) / len(cells) if cells else 0.0


_RESPONSE = re.compile(r"(open-ended )?response", re.IGNORECASE)


def _is_second_header(head: List[str], below: List[str]) -> bool:
    """Whether a record is the second header of an export that writes the options below the questions."""
    return (
        any(_RESPONSE.fullmatch(cell.strip()) for cell in below)
        and not any(re.fullmatch(r"[-+]?\d+([.,]\d+)?", cell.strip()) for cell in below)
        and len(_trimmed(below)) <= max(len(head), 1)
    )


def _joined(head: List[str], below: List[str]) -> List[str]:
    """The question of each column, with its option where it has several."""
    names, question = [], ""
    for place in range(max(len(head), len(below))):
        own = head[place].strip() if place < len(head) else ""
        option = below[place].strip() if place < len(below) else ""
        question = own or question
        names.append(f"{question}: {option}" if option and not _RESPONSE.fullmatch(option) else question)
    return names


def _new_name(name: str, names: List[str]) -> str:
    number, new = 2, name
    while new in names:
        new, number = f"{name} ({number})", number + 1
    return new


_COMMA = re.compile(r"[-+]?\d+,\d+")
_POINT = re.compile(r"[-+]?\d+\.\d+")
_THOUSANDS = re.compile(r"[-+]?\d{1,3}(,\d{3})+")


def _decimal_of(records: List[List[str]], notes: List[str]) -> str:
    """The decimal mark: a comma if some number has one and none has a point."""
    cells = [cell.strip() for record in records for cell in record]
    commas = [cell for cell in cells if _COMMA.fullmatch(cell)]
    decimals = [cell for cell in commas if not _THOUSANDS.fullmatch(cell)]
    if not decimals:
        return "."
    if any(_POINT.fullmatch(cell) for cell in cells):
        notes.append(f"numbers with a comma ({decimals[0]}) beside numbers with a point: pass decimal= to read them")
        return "."
    notes.append(f"decimal comma, as in {decimals[0]}")
    return ","


# ---- records ----


@dataclass
class Odd:
    """Records that are not as wide as the header, and empty ones."""

    empty: int = 0
    short: List[int] = field(default_factory=list)
    """The rows of records with fewer fields, of which the missing ones are empty."""
    long: List[int] = field(default_factory=list)
    """The rows of records with more fields that are not empty, which are cut."""

    def notes(self) -> List[str]:
        """What is to be said about them; rows are numbered as a spreadsheet does."""
        said = []
        if self.empty:
            said.append(f"{numbered(self.empty, 'empty row')} left out")
        for rows, what in (
            (self.short, "fewer fields than the header"),
            (self.long, "more fields than the header, which are cut"),
        ):
            if rows:
                listed = ", ".join(map(str, rows[:_NAMED])) + (", ..." if len(rows) > _NAMED else "")
                has = "has" if len(rows) == 1 else "have"
                said.append(f"{numbered(len(rows), 'row')} {has} {what}: row {listed}")
        return said


def parts_of(
    path: str, layout: Layout, odd: Odd, size: Optional[int] = None, watch: Optional[Callable[[int], None]] = None
) -> Iterator[Tuple[List[int], List[List[str]]]]:
    """The rows of the data, as a spreadsheet numbers them, and the columns, in parts of at most `size` records."""
    row = layout.skipped + 1
    rows, columns = _nothing(layout)
    with open_text(path, layout.encoding) as file:
        reader = _parsed(file, layout.separator, path)
        try:
            for _ in islice(reader, layout.skipped):
                pass
            while True:
                wanted = _AT_ONCE if size is None else min(_AT_ONCE, size - len(rows))
                records = list(islice(reader, wanted))
                if not records:
                    break
                numbers: Sequence[int] = range(row, row + len(records))
                row += len(records)
                if set(map(len, records)) != {layout.width} or not all(map(any, records)):
                    numbers, records = _even(numbers, records, layout.width, odd)
                cells = list(zip(*records)) or [()] * layout.width
                rows += numbers
                for column, place in zip(columns, layout.places):
                    column += cells[place]
                if len(rows) == size:
                    if watch is not None:
                        watch(_bytes_read(file))
                    yield rows, columns
                    rows, columns = _nothing(layout)
            if rows:
                yield rows, columns
        except UnicodeError as refused:
            raise ValueError(f"{path} is not {layout.encoding} throughout ({refused}): pass encoding=") from None


def _bytes_read(file: TextIO) -> int:
    """How far a file was read; of a compressed one the bytes before they are unpacked."""
    below: Any = file.buffer
    return int(getattr(below, "fileobj", below).tell())


def _nothing(layout: Layout) -> Tuple[List[int], List[List[str]]]:
    return [], [[] for _ in layout.places]


def _even(rows: Sequence[int], records: List[List[str]], width: int, odd: Odd) -> Tuple[List[int], List[List[str]]]:
    """The records that are not empty, all of one width."""
    kept: List[int] = []
    even: List[List[str]] = []
    for row, record in zip(rows, records):
        if not any(map(str.strip, record)):
            odd.empty += 1
            continue
        if len(record) < width:
            odd.short.append(row)
        elif any(map(str.strip, record[width:])):
            odd.long.append(row)
        kept.append(row)
        even.append([*record[:width], *[""] * (width - len(record))])
    return kept, even
