# SPDX-License-Identifier: MIT
"""The answers from 0 to 10: how many gave each, in the look of their group."""

from __future__ import annotations

from typing import Any, Dict, List, Optional, Tuple

from .._accumulator import Accumulator
from .._numbers import Real, read_level
from .._scale import ScaleName, limits_of
from .._shown import numbered, points
from ._display import Display
from ._drawing import GREY, GROUPS, LOOKS, SMALL, bare, legend_of_groups, say
from ._lines import Line, line_of
from ._texts import interval_text


class HistogramDisplay(Display):
    """The number of each answer, with the score and its interval.

    After plot(): `bars_` and `texts_` (the numbers above them) by answer; `figures_`, the text of n, score and
    interval; `legend_`; `message_`.

    Examples
    --------
    >>> import nps.plots
    >>> display = nps.plots.HistogramDisplay.from_sample(nps.Accumulator([10, 9, 9, 8, 3]))
    >>> display.counts[8:], display.groups[8:]
    ((1, 2, 1), ('passives', 'promoters', 'promoters'))
    """

    kind = "histogram"
    _pad = 20.0

    def __init__(
        self, answers: Any, counts: Any, groups: Any, line: Line, *, missing: int = 0, level: Optional[float] = None
    ) -> None:
        """Makes a display of figures that are known.

        Parameters
        ----------
        answers
            The points of the scale.
        counts
            How often each was given.
        groups
            The group of each: "promoters", "passives" or "detractors".
        line
            The score and its interval.
        missing
            The number of respondents without an answer.
        level
            The confidence level of the interval.
        """
        self.answers: Tuple[int, ...] = tuple(answers)
        self.counts: Tuple[int, ...] = tuple(counts)
        self.groups: Tuple[str, ...] = tuple(groups)
        self.line, self.missing, self.level = line, missing, level

    @classmethod
    def from_sample(
        cls,
        sample: Accumulator,
        *,
        scale: ScaleName = "0_10",
        outside: str = "raise",
        method: str = "auto",
        level: Real = 0.95,
    ) -> HistogramDisplay:
        """Makes a display of one sample.

        Parameters
        ----------
        sample
            The answers: an Accumulator.
        """
        if not isinstance(sample, Accumulator):
            raise TypeError(f"sample must be an Accumulator, which has each answer, not {type(sample).__name__!r}")
        lowest, highest, detractor_max, promoter_min = limits_of(scale)
        known = read_level(level)
        line = line_of("", sample, scale=scale, outside=outside, method=method, level=known)
        answers = range(lowest, highest + 1)
        groups = [GROUPS[(each > detractor_max) + (each >= promoter_min)] for each in answers]
        counts = [sample.answers[each] for each in answers]
        return cls(answers, counts, groups, line, missing=sample.missing, level=known)

    def _about(self) -> str:
        return numbered(sum(self.counts), "answer")

    def _draw(self, ax: Any, words: Dict[str, str]) -> None:
        self.bars_: List[Any] = []
        self.texts_: List[Any] = []
        self.message_ = None
        bare(ax)
        self.legend_ = legend_of_groups(ax, words)
        if not self.line.is_shown:
            self.message_ = say(ax, self.line.instead(words))
        for answer, count, group in zip(self.answers, self.counts, self.groups):
            look = LOOKS[group]
            (bar,) = ax.bar(answer, count, 0.82, facecolor=look.colour, edgecolor=look.edge, hatch=look.hatch, lw=0)
            self.bars_.append(bar)
            above = {"xytext": (0, 2), "textcoords": "offset points", "ha": "center", "va": "bottom"}
            self.texts_.append(
                ax.annotate(f"{count:,}".replace(",", "\u202f"), (answer, count), fontsize=SMALL, **above)
            )
        ax.set_yticks([])
        ax.set_ylim(0, max([*self.counts, 1]) * 1.12)
        ax.set_xlim(self.answers[0] - 0.6, self.answers[-1] + 0.6)
        ax.set_xticks(self.answers, labels=[str(each) for each in self.answers])
        self.figures_ = ax.set_xlabel(self._figures(words), fontsize=SMALL, color=GREY, parse_math=False)

    def _figures(self, words: Dict[str, str]) -> str:
        line = self.line
        parts = [f"{words['n']} {line.n}", f"{words['missing']} {self.missing}"]
        if line.is_shown:
            bounds = interval_text(line.lower, line.upper)  # type: ignore[arg-type]
            parts.append(f"{words['score']} {points(line.score, '.1f')} {bounds}")  # type: ignore[arg-type]
        text = " · ".join(parts)
        about = " · ".join(filter(None, [self._interval(words), line.method]))
        return f"{text}\n{about}" if line.is_shown else text
