# SPDX-License-Identifier: MIT
"""Paired moves: how many people went from each group of the first wave to each of the second."""

from __future__ import annotations

from typing import Any, Dict, List, Optional, Tuple

from .._error import NpsError
from .._numbers import Real, read_level
from .._paired import Paired, PairedChange
from .._shown import numbered, points
from ._display import Display
from ._drawing import GREY, LOOKS, SMALL, say
from ._texts import interval_text, titled

_GROUPS = ("promoters", "passives", "detractors")
_SPACE = 0.04
"""The space between two groups, as a part of all people."""
_NODE = 0.05
"""The width of the bar of a group, as a part of the picture."""
_TEXT = 0.12
"""The height of a text beside a group, likewise."""
_ROOM = 0.045
"""The smallest part of all people that has room for its number."""
_SMOOTH = 24
"""The number of pieces of a curve."""


class MovesDisplay(Display):
    """The groups of the people in both waves: at the left those of the first, at the right those of the second, and
    bands between them, as wide as the number of people who moved.

    After plot(): `bands_` and `numbers_` by group before and after, None where nobody moved or where there is no room;
    `before_` and `after_`, the bars of the groups; `groups_`, the texts beside them; `message_`.

    Examples
    --------
    >>> import nps.plots
    >>> waves = nps.Paired.from_counts((90, 8, 2), (6, 40, 4), (4, 6, 40))
    >>> nps.plots.MovesDisplay.from_paired(waves).table
    ((90, 8, 2), (6, 40, 4), (4, 6, 40))
    """

    kind = "moves"

    def __init__(
        self,
        table: Any,
        *,
        change: Optional[PairedChange] = None,
        first_only: int = 0,
        second_only: int = 0,
        level: Optional[float] = None,
    ) -> None:
        """Makes a display of figures that are known.

        Parameters
        ----------
        table
            Three rows of three numbers: promoters, passives and detractors of the first wave by their groups in the
            second.
        change
            The change of the score.
        first_only
            The number of people in the first wave only.
        second_only
            The number of people in the second wave only.
        level
            The confidence level of the interval.
        """
        self.table: Tuple[Tuple[int, ...], ...] = tuple(tuple(row) for row in table)
        self.change, self.first_only, self.second_only, self.level = change, first_only, second_only, level

    @classmethod
    def from_paired(
        cls, paired: Paired, *, method: str = "auto", level: Real = 0.95, estimator: str = "best"
    ) -> MovesDisplay:
        """Makes a display of two waves.

        Parameters
        ----------
        paired
            The waves: a Paired.
        """
        if not isinstance(paired, Paired):
            raise TypeError(f"paired must be a Paired, not {type(paired).__name__!r}")
        table = [tuple(row) for row in (paired.promoters, paired.passives, paired.detractors)]
        first, second = sum(paired.first_only), sum(paired.second_only)
        try:
            change: Optional[PairedChange] = paired.compare(method=method, level=level, estimator=estimator)
        except NpsError:
            change = None  # too few people for a change
        return cls(table, change=change, first_only=first, second_only=second, level=read_level(level))

    @property
    def n(self) -> int:
        """The number of people in both waves."""
        return sum(map(sum, self.table))

    def _about(self) -> str:
        return numbered(self.n, "respondent")

    def _size(self) -> Tuple[float, float]:
        return 7.0, 4.2

    def _title(self, words: Dict[str, str]) -> str:
        return titled(words["moves"])

    def _draw(self, ax: Any, words: Dict[str, str]) -> None:
        self.bands_: List[List[Any]] = [[None] * 3 for _ in range(3)]
        self.numbers_: List[List[Any]] = [[None] * 3 for _ in range(3)]
        self.before_: List[Any] = []
        self.after_: List[Any] = []
        self.groups_: List[Any] = []
        self.message_ = None
        for side in ("left", "right", "top", "bottom"):
            ax.spines[side].set_visible(False)
        ax.set_yticks([])
        ax.set_xlabel(self._below(words), fontsize=SMALL, color=GREY, parse_math=False)
        if not self.n:
            self.message_ = say(ax, words["no_answer"])
            return
        ax.set_xlim(0, 1)
        ax.set_ylim(1 + 2 * _SPACE, 0)
        ax.set_xticks([_NODE / 2, 1 - _NODE / 2], labels=[words["before"], words["after"]], fontsize=SMALL)
        ax.xaxis.set_ticks_position("top")
        ax.tick_params(axis="x", length=0)
        columns = tuple(zip(*self.table))
        starts = self._draw_groups(ax, words, [sum(row) for row in self.table], 0.0, self.before_)
        ends = self._draw_groups(ax, words, [sum(column) for column in columns], 1 - _NODE, self.after_)
        for before in range(3):
            for after in range(3):
                self._draw_band(ax, before, after, starts, ends)

    def _draw_groups(
        self, ax: Any, words: Dict[str, str], sizes: List[int], left: float, drawn: List[Any]
    ) -> List[float]:
        """The bars of one wave from the top; gives where each begins."""
        top, tops = 0.0, []
        for group, size in zip(_GROUPS, sizes):
            part, look = size / self.n, LOOKS[group]
            (bar,) = ax.bar(
                left, part, _NODE, top, align="edge", facecolor=look.colour, edgecolor=look.edge, hatch=look.hatch, lw=0,
                zorder=3,
            )  # fmt: skip
            drawn.append(bar)
            tops.append(top)
            top += part + _SPACE
        texts = [f"{words[group]}\n{size} · {100 * size / self.n:.0f} %" for group, size in zip(_GROUPS, sizes)]
        middles = _apart([start + size / self.n / 2 for start, size in zip(tops, sizes)])
        for text, middle in zip(texts, middles):
            self.groups_.append(_beside(ax, left == 0, middle, text))
        return tops

    def _draw_band(self, ax: Any, before: int, after: int, starts: List[float], ends: List[float]) -> None:
        size = self.table[before][after]
        if not size:
            return
        part, look = size / self.n, LOOKS[_GROUPS[before]]
        start, end = starts[before], ends[after]
        starts[before] += part
        ends[after] += part
        across = [place / _SMOOTH for place in range(_SMOOTH + 1)]
        steps = [part_way * part_way * (3 - 2 * part_way) for part_way in across]
        upper = [start + (end - start) * step for step in steps]
        xs = [_NODE + (1 - 2 * _NODE) * place for place in across]
        self.bands_[before][after] = ax.fill_between(
            xs, upper, [each + part for each in upper], facecolor=look.colour, alpha=0.55, lw=0.6, edgecolor="white",
            zorder=2,
        )  # fmt: skip
        if part >= _ROOM:
            self.numbers_[before][after] = ax.text(
                _NODE + 0.02, start + part / 2, str(size), fontsize=SMALL, ha="left", va="center_baseline", zorder=4,
                color="white" if look.ink == "#FFFFFF" else "black",
            )  # fmt: skip

    def _below(self, words: Dict[str, str]) -> str:
        """n, the change with its interval, and who was in one wave only."""
        parts = [f"{words['n']} {self.n}"]
        if self.first_only or self.second_only:
            parts.append(f"n +{self.first_only} ({words['before']}), +{self.second_only} ({words['after']})")
        if self.change is None:
            return " · ".join(parts)
        bounds = interval_text(self.change.lower, self.change.upper)
        parts.append(f"{words['change']} {points(self.change.difference, '+.1f')} {bounds}")
        return f"{' · '.join(parts)}\n{self._interval(words)} · {self.change.method}"


def _apart(middles: List[float]) -> List[float]:
    """The places of texts, moved so that none covers another."""
    placed: List[float] = []
    for middle in middles:
        placed.append(max(middle, placed[-1] + _TEXT) if placed else middle)
    highest = 1 + 2 * _SPACE - _TEXT / 2
    for place in reversed(range(len(placed))):
        placed[place] = min(placed[place], highest - _TEXT * (len(placed) - 1 - place))
    return placed


def _beside(ax: Any, is_left: bool, middle: float, text: str) -> Any:
    return ax.annotate(
        text, (0 if is_left else 1, middle), xytext=(-5 if is_left else 5, 0), textcoords="offset points",
        ha="right" if is_left else "left", va="center", fontsize=SMALL, annotation_clip=False, parse_math=False,
    )  # fmt: skip
