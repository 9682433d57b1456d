# SPDX-License-Identifier: MIT
"""A forest plot: the score of each segment with its interval, one below the other."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, Dict, Iterable, List, Optional, Sequence, Tuple

from .._benchmark import Benchmark
from .._numbers import Real, read_level, read_score
from .._scale import ScaleName
from .._shown import numbered, points
from .._weighted_design import WeightedDesign
from ._display import Display
from ._drawing import BLUE, GREY, SMALL, VERMILLION, say
from ._lines import (
    Line,
    draw_columns,
    draw_names,
    figure_columns,
    height_of,
    line_of,
    lines_of_table,
    methods_of,
    samples_of,
    total_of,
)  # fmt: skip
from ._texts import shortened, titled

_PAD = 0.04
"""The space beside the intervals, as a part of their range."""


class ForestDisplay(Display):
    """Scores of segments with their intervals, the highest first, and a line for a benchmark.

    After plot(): `points_` and `intervals_`, by line, None where there is no score; `names_`; `columns_`, the texts by
    column, headings first; `benchmark_` and `benchmark_text_`, None without a benchmark; `message_`, the text in place
    of an empty picture.

    Examples
    --------
    >>> import nps.plots
    >>> shops = {"Rome": nps.Counts(46, 30, 14), "Oslo": nps.Counts(31, 22, 27)}
    >>> nps.plots.ForestDisplay.from_segments(shops, benchmark=36)
    <nps.plots.ForestDisplay: 2 segments, benchmark 36, not drawn yet>
    """

    kind = "forest"
    _pad = 20.0

    def __init__(
        self,
        lines: Iterable[Line],
        *,
        level: Optional[float] = None,
        benchmark: Optional[float] = None,
        benchmark_name: Optional[str] = None,
        figure: str = "score",
        order: str = "score",
    ) -> None:
        """Makes a display of figures that are known.

        Parameters
        ----------
        lines
            The lines.
        level
            The confidence level of the intervals.
        benchmark
            The score of the benchmark.
        benchmark_name
            Its name.
        figure
            What the scores are: "score" or "difference".
        order
            "score", the highest first, or "given".
        """
        if order not in ("score", "given"):
            raise ValueError(f'order must be "score" or "given", not {order!r}')
        self.lines: Tuple[Line, ...] = tuple(_ordered(list(lines)) if order == "score" else lines)
        self.level, self.benchmark, self.benchmark_name, self.figure = level, benchmark, benchmark_name, figure

    @classmethod
    def from_segments(
        cls,
        segments: Any,
        *,
        benchmark: Any = None,
        total: bool = True,
        order: str = "score",
        scale: ScaleName = "0_10",
        outside: str = "raise",
        method: str = "auto",
        level: Real = 0.95,
    ) -> ForestDisplay:
        """Makes a display of samples by segment.

        Parameters
        ----------
        segments
            Samples by key, such as Groups or a dict, or a list; weighted or not.
        benchmark
            A score to compare with, or a Benchmark. None: there is none.
        total
            Whether there is a line for all segments together; with weights only that of a WeightedDesign.
        order
            "score", the highest first, or "given".
        """
        options: Dict[str, Any] = {"scale": scale, "outside": outside, "method": method, "level": read_level(level)}
        samples = samples_of(segments, scale, outside)
        lines = [line_of(str(key), sample, **options) for key, sample in samples]
        if isinstance(segments, WeightedDesign):
            together = segments if total and len(lines) != 1 else None
        else:
            together = total_of(samples) if total and len(lines) > 1 else None
        if together is not None:
            lines.append(line_of("", together, **options, is_total=True))
        score, name = read_benchmark(benchmark)
        return cls(lines, level=read_level(level), benchmark=score, benchmark_name=name, order=order)

    @classmethod
    def from_table(
        cls, table: Any, *, benchmark: Any = None, order: str = "score", level: Optional[Real] = None
    ) -> ForestDisplay:
        """Makes a display of a Table with a score or a difference, and its bounds.

        Parameters
        ----------
        table
            The table.
        benchmark
            A score to compare with, or a Benchmark. None: there is none, and 0 for differences.
        order
            "score", the highest first, or "given".
        level
            The confidence level of the intervals, which a table does not hold. None: it is not shown.
        """
        figure = "score" if "score" in table.columns else "difference"
        score, name = read_benchmark(benchmark)
        lines = lines_of_table(table, (figure, "lower", "upper"))
        known = None if level is None else read_level(level)
        return cls(lines, level=known, benchmark=score, benchmark_name=name, figure=figure, order=order)

    def _about(self) -> str:
        segments = numbered(sum(not line.is_total for line in self.lines), "segment")
        return segments if self.benchmark is None else f"{segments}, benchmark {self.benchmark:g}"

    def _texts(self) -> Iterable[str]:
        return [*(line.name for line in self.lines), self.benchmark_name or ""]

    def _size(self) -> Tuple[float, float]:
        return 7.6, 1.25 + height_of(self.lines)

    def _title(self, words: Dict[str, str]) -> str:
        return words["nps"] if self.figure == "score" else titled(words["change"])

    def _draw(self, ax: Any, words: Dict[str, str]) -> None:
        self.points_: List[Any] = []
        self.intervals_: List[Any] = []
        self.message_ = self.benchmark_ = self.benchmark_text_ = None
        lines = [replace(line, name=words["total"]) if line.is_total and not line.name else line for line in self.lines]
        self.names_ = draw_names(ax, [line.name for line in lines])
        for place, line in enumerate(lines):
            self._draw_line(ax, place, line)
        how = ".1f" if self.figure == "score" else "+.1f"
        self.columns_ = draw_columns(ax, figure_columns(lines, words, words[self.figure], how)) if lines else []
        if not any(line.is_shown for line in lines):
            self.message_ = say(ax, words["no_answer"])
            ax.set_yticks(range(len(lines)), labels=[text.get_text() for text in self.names_], parse_math=False)
            return
        self._limit(ax, lines)
        if self.benchmark is not None:
            self._draw_benchmark(ax, words)
        below = [words["points"], self._interval(words), methods_of(lines)]
        ax.set_xlabel(" · ".join(filter(None, below)), fontsize=SMALL, color=GREY, parse_math=False)
        ax.tick_params(axis="x", labelsize=SMALL)

    def _draw_line(self, ax: Any, place: int, line: Line) -> None:
        if not line.is_shown:
            self.points_.append(None)
            self.intervals_.append(None)
            return
        (interval,) = ax.plot([line.lower, line.upper], [place, place], color=BLUE, lw=1.6, solid_capstyle="butt")
        look = {"marker": "D", "mfc": "white"} if line.is_total else {"marker": "s", "mfc": BLUE}
        (point,) = ax.plot([line.score], [place], color=BLUE, ms=5.5, ls="none", **look)
        if line.is_total and place:
            ax.axhline(place - 0.5, color=GREY, lw=0.6)
        self.intervals_.append(interval)
        self.points_.append(point)

    def _limit(self, ax: Any, lines: Sequence[Line]) -> None:
        """The range of all intervals and of the benchmark, and a line at 0 if it is inside."""
        shown = [value for line in lines if line.is_shown for value in (line.lower, line.upper)]
        shown += [self.benchmark] if self.benchmark is not None else []
        if self.figure == "difference":
            shown.append(0.0)
        lowest, highest = min(shown), max(shown)  # type: ignore[type-var]
        pad = max(_PAD * (highest - lowest), 1.0)  # type: ignore[operator]
        ax.set_xlim(lowest - pad, highest + pad)  # type: ignore[operator]
        ax.grid(axis="x", color=GREY, alpha=0.25, lw=0.6)
        ax.set_axisbelow(True)
        if lowest - pad < 0 < highest + pad:  # type: ignore[operator]
            ax.axvline(0, color=GREY, lw=0.8, zorder=1)

    def _draw_benchmark(self, ax: Any, words: Dict[str, str]) -> None:
        assert self.benchmark is not None
        self.benchmark_ = ax.axvline(self.benchmark, color=VERMILLION, lw=1.4, ls=(0, (4, 2)), zorder=1.5)
        name = shortened(self.benchmark_name or words["benchmark"], 18)
        low, high = ax.get_xlim()
        part = (self.benchmark - low) / (high - low)
        side = "left" if part < 0.2 else "right" if part > 0.8 else "center"
        self.benchmark_text_ = ax.annotate(
            f"{name} {points(self.benchmark, 'g')}", (self.benchmark, 1), xycoords=ax.get_xaxis_transform(),
            xytext=(0, 3), textcoords="offset points", ha=side, va="bottom", fontsize=SMALL, color=VERMILLION,
            annotation_clip=False, parse_math=False,
        )  # fmt: skip


def _ordered(lines: List[Line]) -> List[Line]:
    """The highest score first; those without a score, and then the total, last."""
    return sorted(lines, key=lambda line: (line.is_total, not line.is_shown, -(line.score or 0.0)))


def read_benchmark(benchmark: Any) -> Tuple[Optional[float], Optional[str]]:
    """The score and the name of a benchmark."""
    if benchmark is None:
        return None, None
    if isinstance(benchmark, Benchmark):
        return benchmark.score, benchmark.name
    return read_score(benchmark, "benchmark"), None
