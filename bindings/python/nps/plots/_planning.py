# SPDX-License-Identifier: MIT
"""Planning curves: the margin of error, or the power of a comparison, by the number of respondents."""

from __future__ import annotations

from math import isfinite
from typing import Any, Dict, Iterable, List, Optional, SupportsIndex, Tuple

from .._numbers import Real, read_integer, read_level, read_number
from .._planning import plan_margin, plan_power
from .._shown import numbered, points
from ._display import Display
from ._drawing import BLUE, GREY, SMALL, VERMILLION, say
from ._texts import titled

_POINTS = 25
"""The number of sizes that a curve is computed at."""
_MARKED = (100, 400, 1_000, 2_500)
"""Sizes that are marked unless others are asked for."""


class PlanDisplay(Display):
    """A curve of what a number of respondents gives: a margin of error, or the power of a comparison.

    After plot(): `curve_`; `marks_` and `texts_`, the marked sizes; `target_`, the line of the target, None without
    one; `message_`.

    Examples
    --------
    >>> import nps.plots
    >>> display = nps.plots.PlanDisplay.margins([100, 400, 1600], marked=[400])
    >>> [round(margin, 1) for margin in display.values], round(display.marked[0][1], 1)
    ([19.6, 9.8, 4.9], 9.8)
    """

    kind = "plan"

    def __init__(
        self,
        sizes: Iterable[int],
        values: Iterable[float],
        *,
        figure: str = "margin_of_error",
        marked: Iterable[Tuple[int, float]] = (),
        target: Optional[float] = None,
        level: Optional[float] = None,
    ) -> None:
        """Makes a display of figures that are known.

        Parameters
        ----------
        sizes
            The numbers of respondents.
        values
            The figure for each.
        figure
            "margin_of_error", in points, or "power", from 0 to 1.
        marked
            Sizes with their figures, which are marked and written out.
        target
            The figure that is wanted.
        level
            The confidence level.
        """
        if figure not in ("margin_of_error", "power"):
            raise ValueError(f'figure must be "margin_of_error" or "power", not {figure!r}')
        self.sizes: Tuple[int, ...] = tuple(sizes)
        self.values: Tuple[float, ...] = tuple(values)
        self.marked: Tuple[Tuple[int, float], ...] = tuple(marked)
        self.figure, self.target, self.level = figure, target, level

    @classmethod
    def margins(
        cls,
        respondents: Optional[Iterable[SupportsIndex]] = None,
        *,
        marked: Iterable[SupportsIndex] = _MARKED,
        target: Optional[Real] = None,
        level: Real = 0.95,
        **options: Any,
    ) -> PlanDisplay:
        """Makes a display of the expected margin of error.

        Parameters
        ----------
        respondents
            The numbers of respondents; None: from 50 to 5,000.
        marked
            The numbers that are marked.
        target
            The margin that is wanted, in points.
        options
            Further options of nps.plan_margin(), such as expected= or population=.
        """

        def margin(number: int) -> float:
            return plan_margin(respondents=number, level=level, **options)

        return cls._along(margin, respondents, marked, "margin_of_error", target, level)

    @classmethod
    def powers(
        cls,
        respondents: Optional[Iterable[SupportsIndex]] = None,
        *,
        first: Any,
        second: Any,
        marked: Iterable[SupportsIndex] = _MARKED,
        target: Optional[Real] = 0.8,
        level: Real = 0.95,
        **options: Any,
    ) -> PlanDisplay:
        """Makes a display of the power of a comparison of two groups of the same size.

        Parameters
        ----------
        respondents
            The numbers of respondents of each group; None: from 50 to 5,000.
        first
            Expected shares of the first group, as for nps.plan_power().
        second
            Expected shares of the second group.
        marked
            The numbers that are marked.
        target
            The power that is wanted. None: there is none.
        options
            Further options of nps.plan_power(), such as goal=.
        """

        def power(number: int) -> float:
            sizes: Dict[str, Any] = {"first_answers": number, "second_answers": number}
            return plan_power(first=first, second=second, level=level, **sizes, **options)

        return cls._along(power, respondents, marked, "power", target, level)

    @classmethod
    def _along(
        cls, value: Any, respondents: Any, marked: Any, figure: str, target: Optional[Real], level: Real
    ) -> PlanDisplay:
        sizes = _usual_sizes() if respondents is None else sorted({_size(number) for number in respondents})
        chosen = [_size(number) for number in marked]
        inside = [number for number in chosen if sizes and sizes[0] <= number <= sizes[-1]]
        return cls(
            sizes, [value(number) for number in sizes], figure=figure, level=read_level(level),
            marked=[(number, value(number)) for number in inside],
            target=None if target is None else _read_target(target),
        )  # fmt: skip

    def _about(self) -> str:
        return f"{self.figure.replace('_', ' ')}, {numbered(len(self.sizes), 'size')}"

    def _title(self, words: Dict[str, str]) -> str:
        return titled(words[self.figure])

    def _draw(self, ax: Any, words: Dict[str, str]) -> None:
        self.curve_ = self.target_ = self.message_ = None
        self.marks_: List[Any] = []
        self.texts_: List[Any] = []
        for side in ("top", "right"):
            ax.spines[side].set_visible(False)
        if not self.sizes:
            self.message_ = say(ax, words["no_answer"])
            return
        factor, unit, how = (1, "", ".1f") if self.figure == "margin_of_error" else (100, " %", ".0f")
        ax.set_xscale("log")
        (self.curve_,) = ax.plot(self.sizes, [factor * value for value in self.values], color=BLUE, lw=1.8)
        if self.target is not None:
            self.target_ = ax.axhline(factor * self.target, color=VERMILLION, lw=1.2, ls=(0, (4, 2)))
            text = f"{words['target']} {points(factor * self.target, 'g')}{unit}"
            ax.annotate(
                text, (1, factor * self.target), xycoords=ax.get_yaxis_transform(), xytext=(4, 0), va="center",
                textcoords="offset points", fontsize=SMALL, color=VERMILLION, annotation_clip=False, parse_math=False,
            )  # fmt: skip
        patch = {"boxstyle": "round,pad=0.1", "facecolor": ax.get_facecolor(), "edgecolor": "none", "alpha": 0.85}
        sign = "±" if self.figure == "margin_of_error" else ""
        for number, value in self.marked:
            self.marks_.append(ax.plot([number], [factor * value], marker="o", ms=5, color=BLUE, zorder=4)[0])
            text = f"{words['n']} {number}: {sign}{points(factor * value, how)}{unit}"
            falls = self.figure == "margin_of_error"
            self.texts_.append(ax.annotate(
                text, (number, factor * value), xytext=(6, 4 if falls else -4), textcoords="offset points", ha="left",
                va="bottom" if falls else "top", fontsize=SMALL, parse_math=False, bbox=patch,
            ))  # fmt: skip
        self._draw_axes(ax, words, factor)

    def _draw_axes(self, ax: Any, words: Dict[str, str], factor: int) -> None:
        ticks = [number for number in _round_numbers() if self.sizes[0] <= number <= self.sizes[-1]]
        ticks = ticks if len(ticks) > 1 else sorted({self.sizes[0], self.sizes[-1]})
        ax.set_xticks(ticks, labels=[f"{number:,}".replace(",", "\u202f") for number in ticks])
        ax.minorticks_off()
        highest = max(self.values) if factor == 1 else 1.0
        ax.set_ylim(0, 1.08 * factor * max(highest, self.target or 0.0))
        ax.grid(color=GREY, alpha=0.25, lw=0.6)
        below = f"{words['respondents']} ({words['n']})\n{words['level']} {100 * (self.level or 0):.10g} %"
        ax.set_xlabel(below if self.level else below.split("\n")[0], fontsize=SMALL, color=GREY, parse_math=False)
        unit = words["points"] if factor == 1 else "%"
        ax.set_ylabel(f"{words[self.figure]} ({unit})", fontsize=SMALL, color=GREY, parse_math=False)
        ax.tick_params(labelsize=SMALL)


def _usual_sizes() -> List[int]:
    """Sizes from 50 to 5,000, at equal distances of their logarithms."""
    return sorted({round(50 * 100 ** (place / (_POINTS - 1))) for place in range(_POINTS)})


def _round_numbers() -> Iterable[int]:
    return (digit * 10**power for power in range(10) for digit in (1, 2, 5))


def _size(number: SupportsIndex) -> int:
    return read_integer(number, "respondents", "a number of respondents")


def _read_target(target: Real) -> float:
    number = read_number(target, "target", "a margin in points, or a power from 0 to 1")
    if not (isfinite(number) and number > 0):
        raise ValueError(f"target must be positive, not {number:g}")
    return number
