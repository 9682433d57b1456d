# SPDX-License-Identifier: MIT
"""A report as text, as wide as the terminal is. Without a terminal lines are 100 wide and names are never cut."""

from __future__ import annotations

import os
import shutil
import sys
import textwrap
from dataclasses import dataclass
from typing import Any, Iterable, Iterator, List, Optional, Sequence
from unicodedata import combining, east_asian_width

from .._shown import without_middle
from .document import Column, Document, Section, row_texts

_PIPED = 100
_WIDEST = 130
_NARROWEST = 24
_BAR = 40
_SHORTEST_BAR = 10
_SHORTEST_NAME = 12
_INDENT = "  "
_GAP = "  "


@dataclass(frozen=True)
class Look:
    """What the terminal can show."""

    width: int
    is_fixed: bool
    """Whether lines must not be wider: on a terminal, or as asked for."""
    has_colours: bool
    has_blocks: bool
    """Whether it has the characters of bars."""

    @property
    def marks(self) -> str:
        """The characters of detractors, passives and promoters."""
        return "▒·█" if self.has_blocks else "x.#"


def look_of(stream: Any, width: Optional[int] = None) -> Look:
    """What a stream can show; NO_COLOR in the environment takes colours away."""
    is_terminal = bool(stream.isatty())
    found = width or min(_WIDEST, shutil.get_terminal_size((_PIPED, 24)).columns) or _PIPED
    plain = bool(os.environ.get("NO_COLOR")) or os.environ.get("TERM") == "dumb"
    try:
        "▒·█…".encode(getattr(stream, "encoding", None) or "ascii")
        has_blocks = True
    except (UnicodeError, LookupError):
        has_blocks = False
    return Look(max(_NARROWEST, found), is_terminal or width is not None, is_terminal and not plain, has_blocks)


_COLOURS = ("38;5;166", "38;5;245", "38;5;32")
"""Vermillion, grey and blue, as in the pictures."""


def _coloured(text: str, code: str, look: Look) -> str:
    return f"\x1b[{code}m{text}\x1b[0m" if look.has_colours and text else text


def text_of(document: Document, look: Look) -> str:
    """A report as lines."""
    lines: List[str] = []
    for section in document.sections:
        lines += [*([""] if lines else []), *_section(document, section, look)]
    return "\n".join(lines) + "\n"


def _section(document: Document, section: Section, look: Look) -> Iterator[str]:
    title = document.title if section.key == "score" else section.title
    for line in _wrapped(title, look, ""):
        yield _coloured(line, "1", look)
    yield (("━" if section.key == "score" else "─") if look.has_blocks else "-") * min(width_of(title), look.width)
    for sentence in section.sentences:
        yield from _wrapped(sentence, look, _INDENT)
    if section.key == "score":
        yield _INDENT + _bar(document.groups, min(_BAR, look.width - len(_INDENT)), look)
        yield from _wrapped(_legend(document, look), look, _INDENT)
    for item in section.items:
        yield from _wrapped(item, look, _INDENT, "- ")
    if section.columns:
        if section.sentences or section.items:
            yield ""
        yield from _table(section, look)
    for line in section.below:
        yield from _wrapped(line, look, _INDENT)


def _legend(document: Document, look: Look) -> str:
    names = ("detractors", "passives", "promoters")
    return "  ".join(f"{mark} {document.words[name]}" for mark, name in zip(look.marks, names))


def _wrapped(text: str, look: Look, indent: str, mark: str = "") -> List[str]:
    """The lines of a sentence."""
    room = max(10, look.width - len(indent) - len(mark))
    if width_of(text) <= room:
        return [f"{indent}{mark}{text}"]
    parts = textwrap.wrap(text, room, break_on_hyphens=False, break_long_words=look.is_fixed) or [""]
    return [f"{indent}{mark if not place else ' ' * len(mark)}{part}" for place, part in enumerate(parts)]


# ---- tables ----


def table_text(columns: Sequence[Column], look: Look) -> str:
    """A table alone, as the commands summarize and trend print it."""
    return "\n".join(_table(Section("table", "", columns=columns), look)) + "\n"


def _table(section: Section, look: Look) -> Iterator[str]:
    """The rows, or where they are too wide the rows without some columns, or each row as several lines."""
    rows = [row_texts(section.columns, place) for place in range(section.rows)]
    columns = list(section.columns)
    room = look.width - len(_INDENT)
    left_out: List[str] = []
    is_free = section.key == "table" and not look.is_fixed
    while not is_free and _needed(columns, section.columns, rows) > room and any(column.extra for column in columns):
        most = max(column.extra for column in columns)
        left_out[:0] = [column.head for column in columns if column.extra == most and column.head]
        columns = [column for column in columns if column.extra < most]
    if look.is_fixed and _needed(columns, section.columns, rows, _SHORTEST_NAME) > room:
        yield from _records(section.columns, rows, look)
        return
    yield from _lines(columns, section.columns, rows, look)
    if left_out:
        yield from _wrapped(section.narrow.format(columns=", ".join(left_out)), look, _INDENT)


def _needed(
    columns: Sequence[Column],
    everything: Sequence[Column],
    rows: Sequence[Sequence[str]],
    shortest: Optional[int] = None,
) -> int:
    """The width of some of the columns, with names cut to the shortest."""
    return sum(_widths(columns, everything, rows, shortest)) + len(_GAP) * (len(columns) - 1)


def _widths(
    columns: Sequence[Column],
    everything: Sequence[Column],
    rows: Sequence[Sequence[str]],
    shortest: Optional[int] = None,
) -> List[int]:
    widths = []
    for column in columns:
        if column.kind in ("bar", "length"):
            widths.append(_SHORTEST_BAR)
            continue
        place = list(everything).index(column)
        widest = max([0, *(width_of(row[place]) for row in rows)])
        widest = max(widest, *map(width_of, _head_lines(column.head, widest)))
        widths.append(min(widest, shortest) if shortest is not None and column.kind == "name" else widest)
    return widths


def _lines(
    columns: Sequence[Column], everything: Sequence[Column], rows: Sequence[Sequence[str]], look: Look
) -> Iterator[str]:
    room = look.width - len(_INDENT) - len(_GAP) * (len(columns) - 1)
    widths = _widths(columns, everything, rows)
    over = sum(widths) - room
    for place, column in enumerate(columns):
        if column.kind == "name" and over > 0 and look.is_fixed:
            widths[place] = max(_SHORTEST_NAME, widths[place] - over)
        elif column.kind in ("bar", "length") and over < 0:
            widths[place] = min(_BAR, widths[place] - over)
    heads = [_head_lines(column.head, width) for column, width in zip(columns, widths)]
    depth = max(map(len, heads))
    for line in range(depth):
        texts = ["" if line < depth - len(head) else head[line - depth + len(head)] for head in heads]
        joined = _joined([_aligned(text, column, width) for text, column, width in zip(texts, columns, widths)])
        if joined.strip():
            yield _coloured(joined, "2", look)
    for number, row in enumerate(rows):
        cells = []
        for column, width in zip(columns, widths):
            if column.kind == "bar":
                cells.append(_bar(column.values[number], width, look))
            elif column.kind == "length":
                cells.append(("█" if look.has_blocks else "#") * round(width * column.values[number]))
            else:
                cells.append(_aligned(row[list(everything).index(column)], column, width))
        yield _joined(cells)


def _head_lines(head: str, width: int) -> List[str]:
    """A head in one line, or in two that are about as long."""
    words = head.split(" ")
    if width_of(head) <= width or len(words) == 1:
        return [head]
    halves = [(" ".join(words[:place]), " ".join(words[place:])) for place in range(1, len(words))]
    return list(min(halves, key=lambda pair: max(map(width_of, pair))))


def _joined(cells: Iterable[str]) -> str:
    return (_INDENT + _GAP.join(cells)).rstrip()


def _aligned(text: str, column: Column, width: int) -> str:
    text = _cut(text, width)
    blanks = " " * (width - width_of(text))
    return blanks + text if column.is_number else text + blanks


def _records(columns: Sequence[Column], rows: Sequence[Sequence[str]], look: Look) -> Iterator[str]:
    """Each row as lines of its own, for terminals that are too narrow for a table."""
    for place, row in enumerate(rows):
        yield from _wrapped(row[0], look, _INDENT)
        for column, text in list(zip(columns, row))[1:]:
            if column.kind == "bar":
                yield f"{_INDENT * 2}{_bar(column.values[place], min(_BAR, look.width - 4), look)}".rstrip()
            elif column.kind != "length":
                yield from _wrapped(f"{column.head} {text}", look, _INDENT * 2)


def _bar(groups: Optional[Sequence[float]], width: int, look: Look) -> str:
    """A bar of detractors, passives and promoters, whose lengths add up to the width."""
    if groups is None or not sum(groups):
        return ""
    total, done, parts = sum(groups), 0, []
    reached = 0.0
    for count, mark, colour in zip(groups, look.marks, _COLOURS):
        reached += count
        end = round(width * reached / total)
        parts.append(_coloured(mark * (end - done), colour, look))
        done = end
    return "".join(parts)


# ---- widths ----


def width_of(text: str) -> int:
    """The number of columns that a text takes on a terminal."""
    if text.isascii():
        return len(text)
    return sum(0 if combining(each) else 2 if east_asian_width(each) in "WF" else 1 for each in text)


def _cut(text: str, width: int) -> str:
    """A text that is not wider; the middle of one that was cut became an ellipsis."""
    return text if width_of(text) <= width else without_middle(text, width - 1, width_of)


def write(text: str, stream: Any = None) -> None:
    """Writes to standard output; characters that its encoding lacks become "?"."""
    out = sys.stdout if stream is None else stream
    encoding = getattr(out, "encoding", None) or "utf-8"
    if hasattr(out, "buffer"):
        out.buffer.write(text.encode(encoding, "replace"))
        out.buffer.flush()
    else:
        out.write(text)
        out.flush()
