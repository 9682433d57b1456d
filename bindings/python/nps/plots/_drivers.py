# SPDX-License-Identifier: MIT
"""A waterfall of drivers: from the score before to the score after, by what each segment adds."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Dict, Iterable, List, Optional, Tuple

from .._drivers import Drivers
from .._numbers import Real, read_level
from .._shown import numbered, points
from ._display import Display
from ._drawing import BLUE, GREY, SMALL, matplotlib, say
from ._lines import draw_columns, draw_names, height_of
from ._texts import in_two_lines, interval_text, titled

_ORANGE = "#E69F00"
_RATE_EDGE, _MIX_EDGE = BLUE, "#7A5400"


@dataclass(frozen=True)
class Step:
    """What a segment adds to the score, rounded so that the steps add up."""

    name: str
    rate: float
    """The effect of its score; 0 if it is new or gone."""
    mix: float
    """The effect of its share of the answers."""
    total: float
    lower: Optional[float]
    """The bounds of the interval of the total."""
    upper: Optional[float]
    share_before: float
    share_after: float


class DriversDisplay(Display):
    """A waterfall: the score before, the effects of each segment, the score after.

    Each segment has two bars, one after the other: the effect of its score, and the effect of its share, which is
    hatched. The bars of all segments add up to the printed change.

    After plot(): `rates_` and `mixes_`, the bars by step; `ends_`, the bars of both scores; `columns_`; `names_`;
    `legend_`; `message_`.

    Examples
    --------
    >>> import nps.plots
    >>> before = {"Rome": nps.Counts(60, 25, 15), "Oslo": nps.Counts(150, 30, 20)}
    >>> after = {"Rome": nps.Counts(120, 45, 35), "Oslo": nps.Counts(75, 15, 10)}
    >>> display = nps.plots.DriversDisplay.from_drivers(nps.drivers(before, after))
    >>> [(step.name, step.rate, step.mix) for step in display.steps], display.change
    ([('Rome', -1.2, -3.5), ('Oslo', 0.0, -3.6)], -8.3)
    """

    kind = "drivers"
    _pad = 48.0

    def __init__(
        self,
        before: float,
        after: float,
        steps: Iterable[Step],
        *,
        bounds: Optional[Tuple[float, float]] = None,
        method: Optional[str] = None,
        level: Optional[float] = None,
    ) -> None:
        """Makes a display of figures that are known.

        Parameters
        ----------
        before
            The score before.
        after
            The score after.
        steps
            What each segment adds.
        bounds
            The interval of the change.
        method
            Its method.
        level
            The confidence level of the intervals.
        """
        self.before, self.after, self.steps = before, after, tuple(steps)
        self.bounds, self.method, self.level = bounds, method, level

    @classmethod
    def from_drivers(cls, drivers: Drivers, *, level: Optional[Real] = None) -> DriversDisplay:
        """Makes a display of the result of nps.drivers().

        Parameters
        ----------
        drivers
            The drivers, the largest total first.
        level
            The confidence level of the intervals, which drivers do not hold. None: it is not shown.
        """
        if not isinstance(drivers, Drivers):
            raise TypeError(f"drivers must be the result of nps.drivers(), not {type(drivers).__name__!r}")
        before = sum(each.share_before * (each.score_before or 0.0) for each in drivers.values())
        after = sum(each.share_after * (each.score_after or 0.0) for each in drivers.values())
        steps = [
            Step(
                str(row["key"]), row["rate"] or 0.0, row["mix"] or 0.0, row["total"] or 0.0, row["lower"], row["upper"],
                row["share_before"], row["share_after"],
            )
            for row in drivers.table()
        ]  # fmt: skip
        change = drivers.change
        return cls(
            before, after, steps, bounds=None if change is None else (change.lower, change.upper),
            method=None if change is None else change.method, level=None if level is None else read_level(level),
        )  # fmt: skip

    @property
    def change(self) -> float:
        """The change, which is the sum of all steps as they are printed."""
        return round(sum(step.rate + step.mix for step in self.steps), 9)

    def _about(self) -> str:
        return f"{numbered(len(self.steps), 'segment')}, change {points(self.change, '+g')}"

    def _texts(self) -> Iterable[str]:
        return [step.name for step in self.steps]

    def _size(self) -> Tuple[float, float]:
        return 9.2, 1.9 + height_of(range(len(self.steps) + 2))

    def _title(self, words: Dict[str, str]) -> str:
        return titled(words["drivers"])

    def _draw(self, ax: Any, words: Dict[str, str]) -> None:
        self.rates_: List[Any] = []
        self.mixes_: List[Any] = []
        self.ends_: List[Any] = []
        self.columns_: List[Any] = []
        self.message_ = self.legend_ = None
        if not self.steps:
            self.names_ = draw_names(ax, [])
            self.message_ = say(ax, words["no_answer"])
            return
        ends = [
            f"{words[name]}: {points(score, '.1f')}" for name, score in (("before", self.before), ("after", self.after))
        ]
        names = [ends[0], *(step.name for step in self.steps), ends[1]]
        self.names_ = draw_names(ax, names)
        at, reached = self.before, [self.before]
        for place, step in enumerate(self.steps, 1):
            self.rates_.append(_bar(ax, place, at, step.rate, facecolor=BLUE, edgecolor=_RATE_EDGE))
            self.mixes_.append(
                _bar(ax, place, at + step.rate, step.mix, facecolor=_ORANGE, edgecolor=_MIX_EDGE, hatch="////")
            )
            reached += [at + step.rate, at + step.rate + step.mix]
            ax.plot([at, at], [place - 1.3, place + 0.36], color=GREY, lw=0.7, zorder=1)
            at += step.rate + step.mix
        ax.plot([at, at], [len(self.steps) - 0.3, len(self.steps) + 1.36], color=GREY, lw=0.7, zorder=1)
        self._draw_ends(ax, reached)
        self.columns_ = draw_columns(ax, self._columns(words))
        self._draw_legend(ax, words)
        below = f"{words['points']} · {self._interval(words)}\n{self.method or ''}".rstrip()
        ax.set_xlabel(below, fontsize=SMALL, color=GREY, parse_math=False)
        ax.tick_params(axis="x", labelsize=SMALL)

    def _draw_ends(self, ax: Any, reached: List[float]) -> None:
        """The scores before and after, as marks: a bar would need 0, which may be far away."""
        pad = max(0.08 * (max(reached) - min(reached)), 0.5)
        ax.set_xlim(min(reached) - pad, max(reached) + pad)
        ax.grid(axis="x", color=GREY, alpha=0.25, lw=0.6)
        ax.set_axisbelow(True)
        for place, score in ((0, self.before), (len(self.steps) + 1, self.after)):
            self.ends_.append(ax.plot([score], [place], marker="D", ms=7, color="black", ls="none", zorder=3)[0])

    def _columns(self, words: Dict[str, str]) -> List[Tuple[str, List[str]]]:
        shares = [f"{100 * step.share_before:.0f} → {100 * step.share_after:.0f} %" for step in self.steps]
        rates = [points(step.rate, "+.1f") for step in self.steps]
        mixes = [points(step.mix, "+.1f") for step in self.steps]
        totals = [points(step.total, "+.1f") for step in self.steps]
        bounds = [
            "" if step.lower is None or step.upper is None else interval_text(step.lower, step.upper)
            for step in self.steps
        ]
        change = "" if self.bounds is None else interval_text(*self.bounds)
        rate, mix = (sum(getattr(step, name) for step in self.steps) for name in ("rate", "mix"))
        return [
            (words["share"], ["", *shares, ""]),
            (in_two_lines(words["rate_effect"]), ["", *rates, points(rate, "+.1f")]),
            (in_two_lines(words["mix_effect"]), ["", *mixes, points(mix, "+.1f")]),
            (words["change"], ["", *totals, points(self.change, "+.1f")]),
            ("", ["", *bounds, change]),
        ]

    def _draw_legend(self, ax: Any, words: Dict[str, str]) -> None:
        patches = matplotlib("patches")
        handles = [
            patches.Patch(facecolor=BLUE, edgecolor=_RATE_EDGE, lw=0),
            patches.Patch(facecolor=_ORANGE, edgecolor=_MIX_EDGE, hatch="////", lw=0),
        ]
        self.legend_ = ax.legend(
            handles, [words["rate_effect"], words["mix_effect"]], loc="lower left", bbox_to_anchor=(0, 1), ncols=2,
            frameon=False, fontsize=SMALL, borderaxespad=3.4, borderpad=0.1, columnspacing=1.2, handletextpad=0.5,
        )  # fmt: skip


def _bar(ax: Any, place: int, start: float, length: float, **look: Any) -> Any:
    return ax.barh(place, length, 0.6, start, lw=0, zorder=2, **look)[0]
