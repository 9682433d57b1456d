# SPDX-License-Identifier: MIT
"""Lines of a picture, one for each segment: names on the left, figures in columns on the right."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import takewhile
from typing import Any, Dict, Iterable, List, Mapping, Optional, Sequence, Tuple

from .._accumulator import Accumulator
from .._counts import Counts
from .._sample import counts_of
from .._scale import ScaleName
from .._segmented import NO_SEGMENTS, segment_name
from .._shown import points
from .._weighted import is_weighted
from .._weighted_design import WeightedDesign
from ..errors import EmptyError
from ._drawing import GREY, SMALL, bare
from ._texts import interval_text, shortened, width_of

NAME_WIDTH = 20.0
"""The largest width of a name, in sizes of the font: 32 characters."""
_FEW = 12
_TALL, _LOW = 0.32, 0.24
"""The heights of a line among few and among many, in inches."""
_GAP = 1.2
"""The space between two columns, in sizes of the font."""


@dataclass(frozen=True)
class Line:
    """The figures of a segment."""

    name: str
    n: Optional[int]
    """The number of answers."""
    score: Optional[float]
    """The score, or another figure with an interval; None without answers, or if it is withheld."""
    lower: Optional[float]
    upper: Optional[float]
    method: Optional[str] = None
    shares: Optional[Tuple[float, float, float]] = None
    """The shares of detractors, passives and promoters, 0 to 1."""
    is_total: bool = False
    """Whether this is the line of all segments together."""

    @property
    def is_shown(self) -> bool:
        """Whether there is a score with an interval."""
        return self.score is not None and self.lower is not None and self.upper is not None

    def instead(self, words: Dict[str, str]) -> str:
        """The text in place of a score."""
        return words["withheld" if self.n else "no_answer"]


def line_of(
    name: str, sample: Any, *, scale: ScaleName, outside: str, method: str, level: Any, is_total: bool = False
) -> Line:
    """The line of a sample, weighted or not."""
    if is_weighted(sample):
        return _weighted_line(name, sample, scale, outside, method, level, is_total)
    counts = Counts(*counts_of(sample, segment_name(name), scale, outside))
    if not counts.n:
        return Line(name, 0, None, None, None, is_total=is_total)
    found = counts.interval(method=method, level=level)
    shares = counts.detractors / counts.n, counts.passives / counts.n, counts.promoters / counts.n
    return Line(name, counts.n, counts.score, found.lower, found.upper, found.method, shares, is_total)


def _weighted_line(name: str, sample: Any, scale: Any, outside: str, method: str, level: Any, is_total: bool) -> Line:
    try:
        read = sample if hasattr(sample, "standard_error") else sample.read(scale, outside=outside)
    except EmptyError:
        return Line(name, 0, None, None, None, is_total=is_total)
    found = read.interval(method=method, level=level)
    shares = read.detractors, read.passives, read.promoters
    return Line(name, read.respondents, read.score, found.lower, found.upper, found.method, shares, is_total)


def samples_of(segments: Any, scale: ScaleName, outside: str) -> List[Tuple[Any, Any]]:
    """The samples of segments by key or in a list, whose keys are 1, 2 and so on."""
    if isinstance(segments, WeightedDesign):
        return [(name, segments.domain(name, scale=scale, outside=outside)) for name in segments.domains]
    if isinstance(segments, NO_SEGMENTS) or is_weighted(segments) or not hasattr(segments, "__iter__"):
        raise TypeError(f"segments are samples by key or a list of samples, not {type(segments).__name__!r}")
    return list(segments.items() if hasattr(segments, "items") else enumerate(segments, 1))


def total_of(samples: Iterable[Tuple[Any, Any]]) -> Optional[Any]:
    """All answers of the segments together; None if some are weighted."""
    alone = [sample for _, sample in samples]
    if all(isinstance(sample, Accumulator) for sample in alone):
        return sum(alone, Accumulator())
    if all(isinstance(sample, Counts) for sample in alone):
        return Counts(*(sum(numbers) for numbers in zip(*alone)))
    return None


_GROUPS = ("detractors", "passives", "promoters")


def lines_of_table(table: Any, columns: Sequence[str] = ("score", "lower", "upper")) -> List[Line]:
    """The lines of a table with a figure and its bounds; the names are those of the columns before these."""
    keys = key_columns(table)
    return [_line_of_row(row, keys, columns) for row in table]


_FIGURES = ("n", "depth", "score", "lower", "difference", "presence")
"""The columns that may be the first one after the keys."""


def key_columns(table: Any) -> List[str]:
    """The columns of keys: those before the first figure, and of periods only the name."""
    keys = list(takewhile(lambda name: name not in _FIGURES, table.columns))
    return [name for name in keys if name not in ("first", "last")] if "period" in keys else keys


def _line_of_row(row: Mapping[str, Any], keys: Sequence[str], columns: Sequence[str]) -> Line:
    depth = row.get("depth", len(keys))
    name = " · ".join("–" if row[key] is None else str(row[key]) for key in keys[:depth])
    numbers = [row.get(group) for group in _GROUPS]
    known = [number for number in numbers if number is not None]
    parts = [number / sum(known) for number in known] if len(known) == 3 and sum(known) else None
    shares = None if parts is None else (parts[0], parts[1], parts[2])
    score, lower, upper = (row.get(column) for column in columns)
    return Line(name, row.get("n"), score, lower, upper, row.get("method"), shares, depth < len(keys) and depth == 0)


def methods_of(lines: Iterable[Line]) -> str:
    """The methods of the intervals, each once."""
    return ", ".join(dict.fromkeys(line.method for line in lines if line.method))


# ---- drawing ----


def height_of(lines: Sequence[Any]) -> float:
    """The height of lines, in inches."""
    return max(len(lines), 1) * (_TALL if len(lines) <= _FEW else _LOW)


def draw_names(ax: Any, names: Sequence[str]) -> List[Any]:
    """Lines from the top to the bottom, with their names at the left."""
    bare(ax)
    ax.set_ylim(max(len(names), 1) - 0.5, -0.5)
    texts = [shortened(name, NAME_WIDTH) for name in names]
    ax.set_yticks(range(len(names)), labels=texts, parse_math=False, fontsize=SMALL + 0.5)
    ax.tick_params(axis="y", length=0)
    return list(ax.get_yticklabels())


Column = Tuple[str, List[str]]
"""The heading of a column and its texts."""


def draw_columns(ax: Any, columns: Sequence[Column]) -> List[List[Any]]:
    """Columns of texts at the right of the axes, aligned at their right ends: by column the heading, then the lines."""
    drawn = []
    right = 0.0
    for head, texts in columns:
        right += _GAP * SMALL + max(width_of(text) for text in [head, *texts]) * SMALL
        drawn.append([_beside(ax, -0.5, right, head, va="bottom", color=GREY)])
        drawn[-1] += [_beside(ax, place, right, text, va="center_baseline") for place, text in enumerate(texts)]
    return drawn


def _beside(ax: Any, place: float, right: float, text: str, **look: Any) -> Any:
    across = ax.get_yaxis_transform()
    return ax.annotate(
        text, (1, place), xycoords=across, xytext=(right, 3 if place < 0 else 0), textcoords="offset points",
        ha="right", fontsize=SMALL, annotation_clip=False, parse_math=False, **look,
    )  # fmt: skip


def figure_columns(lines: Sequence[Line], words: Dict[str, str], head: str, how: str = ".1f") -> List[Column]:
    """The columns of n, score and interval."""
    numbers = ["" if line.n is None else f"{line.n:,}".replace(",", "\u202f") for line in lines]
    scores = [points(line.score, how) if line.is_shown else "" for line in lines]  # type: ignore[arg-type]
    bounds = [
        interval_text(line.lower, line.upper) if line.is_shown else line.instead(words)  # type: ignore[arg-type]
        for line in lines
    ]
    known = [(words["n"], numbers)] if any(numbers) else []
    return [*known, (head, scores), ("", bounds)]
