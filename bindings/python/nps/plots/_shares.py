# SPDX-License-Identifier: MIT
"""Stacked shares: a bar of detractors, passives and promoters for each segment, with the score and its interval."""

from __future__ import annotations

from typing import Any, Dict, Iterable, List, Optional, Tuple

from .._accumulator import Accumulator
from .._composition import shares_round
from .._counts import Counts
from .._numbers import Real, read_level
from .._scale import ScaleName
from .._shown import numbered
from .._weighted import is_weighted
from ._display import Display
from ._drawing import GREY, GROUPS, LOOKS, SMALL, legend_of_groups, say
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
)  # fmt: skip

_LEAST = 0.055
"""The smallest share that has room for its number."""
_PARTS = 10**12
"""The number of parts of a share that is rounded."""
_THICK = 0.72
"""The height of a bar, as a part of its line."""


class SharesDisplay(Display):
    """Bars of detractors, passives and promoters, one for each segment or sample, with scores and intervals.

    After plot(): `bars_` by line, three patches each or None without answers; `texts_`, the percentages in them, None
    where there is no room; `names_`; `columns_`, the texts by column; `legend_`; `message_`.

    Examples
    --------
    >>> import nps.plots
    >>> nps.plots.SharesDisplay.from_sample(nps.Counts(46, 30, 14)).percentages
    ((16, 33, 51),)
    """

    kind = "shares"
    _pad = 20.0

    def __init__(self, lines: Iterable[Line], *, level: Optional[float] = None) -> None:
        """Makes a display of figures that are known.

        Parameters
        ----------
        lines
            The lines, from the top.
        level
            The confidence level of the intervals.
        """
        self.lines: Tuple[Line, ...] = tuple(lines)
        self.level = level

    @classmethod
    def from_segments(
        cls,
        segments: Any,
        *,
        scale: ScaleName = "0_10",
        outside: str = "raise",
        method: str = "auto",
        level: Real = 0.95,
    ) -> SharesDisplay:
        """Makes a display of samples by segment, in their order.

        Parameters
        ----------
        segments
            Samples by key, such as Groups or a dict, or a list; weighted or not.
        """
        known = read_level(level)
        options: Dict[str, Any] = {"scale": scale, "outside": outside, "method": method, "level": known}
        samples = samples_of(segments, scale, outside)
        return cls([line_of(str(key), sample, **options) for key, sample in samples], level=known)

    @classmethod
    def from_sample(
        cls, sample: Any, *, scale: ScaleName = "0_10", outside: str = "raise", method: str = "auto", level: Real = 0.95
    ) -> SharesDisplay:
        """Makes a display of one sample.

        Parameters
        ----------
        sample
            The answers: an Accumulator, Counts, or weighted ones.
        """
        if not (isinstance(sample, (Accumulator, Counts)) or is_weighted(sample)):
            raise TypeError(f"sample must be an Accumulator, Counts or weighted, not {type(sample).__name__!r}")
        known = read_level(level)
        return cls([line_of("", sample, scale=scale, outside=outside, method=method, level=known)], level=known)

    @classmethod
    def from_table(cls, table: Any, *, level: Optional[Real] = None) -> SharesDisplay:
        """Makes a display of a Table with promoters, passives, detractors, score, lower and upper.

        Parameters
        ----------
        table
            The table.
        level
            The confidence level of the intervals, which a table does not hold. None: it is not shown.
        """
        return cls(lines_of_table(table), level=None if level is None else read_level(level))

    @property
    def percentages(self) -> Tuple[Optional[Tuple[int, ...]], ...]:
        """By line the percentages of detractors, passives and promoters, rounded so that they add up to 100."""
        return tuple(None if line.shares is None else _percentages(line.shares) for line in self.lines)

    def _about(self) -> str:
        return numbered(len(self.lines), "line")

    def _texts(self) -> Iterable[str]:
        return [line.name for line in self.lines]

    def _size(self) -> Tuple[float, float]:
        return 7.6, 1.3 + 1.2 * height_of(self.lines)

    def _draw(self, ax: Any, words: Dict[str, str]) -> None:
        self.bars_: List[Any] = []
        self.texts_: List[Any] = []
        self.message_ = None
        self.names_ = draw_names(ax, [line.name for line in self.lines])
        ax.set_xlim(0, 1)
        for place, (line, percentages) in enumerate(zip(self.lines, self.percentages)):
            self._draw_line(ax, place, line, percentages)
        self.columns_ = draw_columns(ax, figure_columns(self.lines, words, words["score"])) if self.lines else []
        if not any(line.shares for line in self.lines):
            self.message_ = say(ax, words["no_answer"])
            ax.set_yticks(range(len(self.lines)), labels=[text.get_text() for text in self.names_], parse_math=False)
        else:
            ax.set_xticks([0, 0.25, 0.5, 0.75, 1], labels=["0", "25", "50", "75", "100 %"], fontsize=SMALL)
        self.legend_ = legend_of_groups(ax, words)
        below = [words["share"], self._interval(words), methods_of(self.lines)]
        ax.set_xlabel(" · ".join(filter(None, below)), fontsize=SMALL, color=GREY, parse_math=False)

    def _draw_line(self, ax: Any, place: int, line: Line, percentages: Optional[Tuple[int, ...]]) -> None:
        if line.shares is None or percentages is None:
            self.bars_.append(None)
            self.texts_.append(None)
            return
        bars, texts = [], []
        left = 0.0
        for group, share, percent in zip(GROUPS, line.shares, percentages):
            look = LOOKS[group]
            (bar,) = ax.barh(
                place, share, _THICK, left, facecolor=look.colour, edgecolor=look.edge, hatch=look.hatch, lw=0
            )
            bars.append(bar)
            texts.append(_inside(ax, left + share / 2, place, str(percent), look) if share >= _LEAST else None)
            left += share
        self.bars_.append(bars)
        self.texts_.append(texts)


def _inside(ax: Any, across: float, place: int, text: str, look: Any) -> Any:
    """A number in a bar, on a patch of its colour, so that the hatch does not run through it."""
    patch = {"boxstyle": "round,pad=0.12", "facecolor": look.colour, "edgecolor": "none"} if look.hatch else None
    return ax.text(across, place, text, ha="center", va="center_baseline", fontsize=SMALL, color=look.ink, bbox=patch)


def _percentages(shares: Tuple[float, ...]) -> Tuple[int, ...]:
    """Percentages that add up, by the largest remainders as shares_round() has them."""
    promoters_first = [round(share * _PARTS) for share in reversed(shares)]
    return tuple(int(percent) for percent in reversed(shares_round(promoters_first)))
