# SPDX-License-Identifier: MIT
"""Where answers come from: a file, or standard input, read in parts, and how much of it has been read."""

from __future__ import annotations

import os
import shutil
import stat
import sys
import tempfile
from contextlib import contextmanager
from copy import copy
from dataclasses import dataclass
from typing import Any, Callable, Iterator, List, Optional, Sequence, Tuple

from .._frame import is_installed
from .._survey import EXCEL, PARQUET, Survey, kept_of, read_batches, read_survey, text_parts
from .problems import DataProblem, printable, quoted

ROWS = 100_000
"""The number of rows of a part."""
_HEAD = 10_000
"""The number of rows that the columns are found from."""
_STANDARD_INPUT = "-"
_BINARY = 0.05
"""From this share of control characters on, a file is no text."""

Watch = Callable[[int], None]


@dataclass(frozen=True)
class Reading:
    """How a file is read; None is to be found."""

    encoding: Optional[str] = None
    separator: Optional[str] = None
    decimal: Optional[str] = None
    header: Optional[int] = None
    sheet: Optional[str] = None


class Source:
    """A file of answers."""

    name: str
    """What it is called in the report."""
    head: Survey
    """The first rows, with all columns."""
    notes: Tuple[str, ...]
    """How the file was read."""

    def __init__(self, name: str, path: str, reading: Reading) -> None:
        self.name, self._path, self._reading = name, path, reading
        self.size = os.stat(path).st_size
        self._whole: Optional[Survey] = None
        self._layout: Any = None
        with _explaining(name, path):
            self.head = self._read_head()
        self.notes = self.head.notes
        if not len(self.head):
            raise DataProblem(f"{name}: there are no columns: the file is empty")

    def _read_head(self) -> Survey:
        lower = self._path.lower()
        if lower.endswith(PARQUET) and is_installed("pyarrow"):
            return next(read_batches(self._path, rows=_HEAD), Survey({}))
        if lower.endswith((*EXCEL, *PARQUET)):
            self._whole = read_survey(self._path, sheet=self._reading.sheet, header=self._reading.header)
            return self._whole
        from .._text_file import read_layout

        asked = self._reading
        _refuse_binary(self._path, self.name)
        self._layout = read_layout(self._path, asked.encoding, asked.separator, asked.decimal, asked.header)
        return next(text_parts(self._path, copy(self._layout), _HEAD))

    def parts(self, columns: Sequence[str], watch: Optional[Watch] = None) -> Iterator[Survey]:
        """The rows of some of the columns; `watch` is called with the number of bytes read so far."""
        with _explaining(self.name, self._path):
            for name in columns:
                if name not in self.head:
                    raise DataProblem(f"{self.name}: there is no column {quoted(name)}, which the first file has")
            if self._whole is not None:
                yield self._whole
            elif self._layout is not None:
                yield from text_parts(self._path, kept_of(copy(self._layout), list(columns)), ROWS, watch)
            else:
                yield from read_batches(self._path, columns=columns, rows=ROWS)


@contextmanager
def opened(name: str, reading: Reading) -> Iterator[Source]:
    """A file, or standard input for "-", which is copied into a temporary file because it is read more than once."""
    shown = "standard input" if name == _STANDARD_INPUT else printable(name)
    try:
        is_stream = name == _STANDARD_INPUT or not (os.path.isdir(name) or stat.S_ISREG(os.stat(name).st_mode))
    except (OSError, ValueError) as refused:
        raise _unreadable(shown, refused) from None
    if os.path.isdir(name):
        raise DataProblem(f"{shown} is a folder: name a file in it")
    if not is_stream:
        yield Source(shown, name, reading)
        return
    with tempfile.NamedTemporaryFile(prefix="nps-", suffix=".csv") as copied:
        try:
            if name == _STANDARD_INPUT:
                shutil.copyfileobj(sys.stdin.buffer, copied)
            else:
                with open(name, "rb") as stream:
                    shutil.copyfileobj(stream, copied)
        except OSError as refused:
            raise _unreadable(shown, refused) from None
        copied.flush()
        yield Source(shown, copied.name, reading)


def _unreadable(name: str, refused: Exception) -> DataProblem:
    return DataProblem(f"cannot read {name}: {getattr(refused, 'strerror', None) or refused}")


@contextmanager
def _explaining(name: str, path: str) -> Iterator[None]:
    """Says which file cannot be read. Packages that read Excel and Parquet raise what they like for a broken file."""
    try:
        yield
    except (DataProblem, MemoryError):
        raise
    except OSError as refused:
        raise _unreadable(name, refused) from None
    except Exception as refused:
        said = printable(refused).replace(path, name) or type(refused).__name__
        raise DataProblem(said if said.startswith(name) else f"{name} cannot be read: {said}") from None


def _refuse_binary(path: str, name: str) -> None:
    from .._text_file import open_bytes

    with open_bytes(path) as file:
        head: bytes = file.read(4096)
    if not head:
        raise DataProblem(f"{name} is empty: there is not even a header")
    if head.startswith(b"PK\x03\x04"):
        raise DataProblem(f"{name} is a zip file: if it is Excel, give it a name that ends in .xlsx")
    zeros: List[int] = [head[place::2].count(0) for place in (0, 1)]
    alternate = max(zeros) > len(head) // 4 and min(zeros) <= max(zeros) // 8
    is_utf16 = head[:2] in (b"\xff\xfe", b"\xfe\xff") or alternate
    controls = sum(byte < 9 or (13 < byte < 32 and byte != 27) for byte in head)
    if not is_utf16 and controls > _BINARY * len(head) and controls > 4:
        raise DataProblem(f"{name} is no text: save the survey as CSV, Excel (.xlsx) or Parquet (.parquet)")
