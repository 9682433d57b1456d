# SPDX-License-Identifier: MIT
"""A trend: the score of each period with a ribbon of its intervals, and gaps where nobody answered."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from math import nan
from typing import Any, Dict, Iterable, List, Mapping, Optional, Tuple

from .._counts import Counts
from .._numbers import Real, read_level
from .._shown import numbered, points
from .._watch import Watch
from ._display import Display
from ._drawing import BLUE, GREY, SMALL, VERMILLION, say
from ._forest import read_benchmark
from ._lines import Line, lines_of_table, methods_of
from ._texts import interval_text, shortened, width_of

_INCHES = 7.2
_TEXT_WIDTH = 46.0
"""The room for texts below the axes, in sizes of the font."""
_IN_A_ROW = 3
"""The number of entries in a line of the legend."""
_MANY = 40
"""From this number of periods on, points have no markers and no intervals of their own."""
_GROUPS = ("promoters", "passives", "detractors")


@dataclass(frozen=True)
class Moment:
    """A period on the axis of time."""

    line: Line
    at: float
    """Its middle, in days since 0001-01-01, or its place."""
    half: float
    """Half its length."""
    wide: Optional[Tuple[float, float]] = None
    """The interval that is valid at every look; None if it was not asked for."""


class TrendDisplay(Display):
    """Scores of periods in the order of time, with a ribbon of their intervals.

    Periods without answers are gaps. After plot(): `line_`, `ribbons_` (one for each stretch without a gap),
    `wide_ribbons_`, `intervals_` by period, `gaps_`, `numbers_` (the texts below the axis), `figures_`, the
    text with the last score; `benchmark_`, `alarm_`, `legend_`, `message_`.

    Examples
    --------
    >>> import nps.plots
    >>> survey = nps.Timeline()
    >>> survey.update([20458, 20459, 20514], [9, 10, 4])
    >>> display = nps.plots.TrendDisplay.from_table(survey.periods("month"))
    >>> [(each.line.name, each.line.n) for each in display.moments]
    [('2026-01', 2), ('2026-02', 0), ('2026-03', 1)]
    """

    kind = "trend"
    _pad = 20.0

    def __init__(
        self,
        moments: Iterable[Moment],
        *,
        level: Optional[float] = None,
        is_dated: bool = False,
        benchmark: Optional[float] = None,
        benchmark_name: Optional[str] = None,
        alarm: Optional[float] = None,
        alarm_direction: Optional[str] = None,
        notes: Iterable[str] = (),
    ) -> None:
        """Makes a display of figures that are known.

        Parameters
        ----------
        moments
            The periods in the order of time.
        level
            The confidence level of the intervals.
        is_dated
            Whether their places are days since 0001-01-01.
        benchmark
            The score of the benchmark.
        benchmark_name
            Its name.
        alarm
            The place of an alarm on the axis of time.
        alarm_direction
            "up", "down" or None.
        notes
            Remarks below the picture.
        """
        self.moments: Tuple[Moment, ...] = tuple(moments)
        self.level, self.is_dated = level, is_dated
        self.benchmark, self.benchmark_name = benchmark, benchmark_name
        self.alarm, self.alarm_direction, self.notes = alarm, alarm_direction, tuple(notes)

    @classmethod
    def from_table(
        cls,
        table: Any,
        *,
        benchmark: Any = None,
        anytime: bool = False,
        alarm: Any = None,
        level: Optional[Real] = None,
    ) -> TrendDisplay:
        """Makes a display of a Table of periods, such as Timeline.periods() and rolling() return.

        Parameters
        ----------
        table
            The table. With the columns first and last, which are dates, the distances are those of the calendar.
        benchmark
            A score to compare with, or a Benchmark. None: there is none.
        anytime
            Whether there is a second ribbon, of intervals that are valid however often one looks while the answers of a
            period come in. It needs the columns promoters, passives and detractors.
        alarm
            The moment of an alarm: a date, the name of a period, or a Watch that was given the answers of all periods
            in this order. None, or a Watch without an alarm: there is none.
        level
            The confidence level of the intervals, which a table does not hold; 0.95 for the second ribbon. None: it is
            not shown.
        """
        known = None if level is None else read_level(level)
        is_dated = {"first", "last"} <= set(table.columns)
        lines = lines_of_table(table)
        wide = [_wide(row, 0.95 if known is None else known) if anytime else None for row in table]
        times = [_time(row, place, is_dated) for place, row in enumerate(table)]
        moments = [Moment(line, *time, bounds) for line, time, bounds in zip(lines, times, wide)]
        score, name = read_benchmark(benchmark)
        moment, direction = _read_alarm(alarm, moments, is_dated)
        return cls(
            moments, level=known, is_dated=is_dated, benchmark=score, benchmark_name=name, alarm=moment,
            alarm_direction=direction, notes=table.notes,
        )  # fmt: skip

    def _about(self) -> str:
        return numbered(len(self.moments), "period")

    def _texts(self) -> Iterable[str]:
        return [*(each.line.name for each in self.moments), self.benchmark_name or "", *self.notes]

    def _size(self) -> Tuple[float, float]:
        return _INCHES, 4.0

    def _title(self, words: Dict[str, str]) -> str:
        return f"{words['nps']} · {words['trend']}"

    # ---- drawing ----

    def _draw(self, ax: Any, words: Dict[str, str]) -> None:
        self.message_ = self.line_ = self.figures_ = self.legend_ = self.alarm_ = self.benchmark_ = None
        self.ribbons_: List[Any] = []
        self.wide_ribbons_: List[Any] = []
        self.intervals_: List[Any] = []
        self.gaps_: List[Any] = []
        self.numbers_: List[Any] = []
        for side in ("top", "right"):
            ax.spines[side].set_visible(False)
        if not any(each.line.is_shown for each in self.moments):
            self.message_ = say(ax, words["no_answer"])
            return
        self._draw_scores(ax)
        self._draw_gaps(ax)
        self._limit(ax)
        self._draw_times(ax, words)
        self._draw_marks(ax, words)
        self._draw_legend(ax, words)
        ax.set_ylabel(f"{words['score']} ({words['points']})", fontsize=SMALL, color=GREY, parse_math=False)
        ax.tick_params(labelsize=SMALL)
        ax.grid(axis="y", color=GREY, alpha=0.25, lw=0.6)
        ax.set_axisbelow(True)

    def _draw_scores(self, ax: Any) -> None:
        is_few = len(self.moments) < _MANY
        for stretch in self._stretches():
            times = [each.at for each in stretch]
            if all(each.wide for each in stretch):
                lows, highs = zip(*(each.wide for each in stretch))
                self.wide_ribbons_.append(ax.fill_between(times, lows, highs, fc="none", ec=GREY, hatch="....", lw=0.8))
            lows, highs = [each.line.lower for each in stretch], [each.line.upper for each in stretch]
            self.ribbons_.append(ax.fill_between(times, lows, highs, color=BLUE, alpha=0.22, lw=0))
        for each in self.moments:
            is_alone = is_few or [each] in self._stretches()
            self.intervals_.append(self._draw_interval(ax, each) if is_alone and each.line.is_shown else None)
        times = [each.at for each in self.moments]
        scores = [each.line.score if each.line.is_shown else nan for each in self.moments]
        marker = {"marker": "o", "ms": 4.5} if is_few else {}
        (self.line_,) = ax.plot(times, scores, color=BLUE, lw=1.6, zorder=3, **marker)

    def _draw_interval(self, ax: Any, each: Moment) -> Any:
        if each.wide:
            ax.plot([each.at] * 2, each.wide, color=GREY, lw=0.8, zorder=2)
        return ax.plot([each.at] * 2, [each.line.lower, each.line.upper], color=BLUE, lw=1.2, zorder=2)[0]

    def _stretches(self) -> List[List[Moment]]:
        """The periods with a score, split where one has none."""
        stretches: List[List[Moment]] = [[]]
        for each in self.moments:
            if each.line.is_shown:
                stretches[-1].append(each)
            elif stretches[-1]:
                stretches.append([])
        return [stretch for stretch in stretches if stretch]

    def _draw_gaps(self, ax: Any) -> None:
        for each in self.moments:
            if not each.line.is_shown:
                start, end = each.at - each.half, each.at + each.half
                self.gaps_.append(ax.axvspan(start, end, fc=GREY, alpha=0.15, hatch="\\\\", ec=GREY, lw=0, zorder=0))

    def _limit(self, ax: Any) -> None:
        """All intervals, the benchmark and whole periods."""
        shown = [bound for each in self.moments if each.line.is_shown for bound in (each.line.lower, each.line.upper)]
        shown += [bound for each in self.moments if each.wide for bound in each.wide]
        shown += [] if self.benchmark is None else [self.benchmark]
        low, high = min(shown), max(shown)  # type: ignore[type-var]
        pad = max(0.05 * (high - low), 1.0)  # type: ignore[operator]
        ax.set_ylim(low - pad, high + pad)  # type: ignore[operator]
        ax.set_xlim(self.moments[0].at - self.moments[0].half, self.moments[-1].at + self.moments[-1].half)
        if low - pad < 0 < high + pad:  # type: ignore[operator]
            ax.axhline(0, color=GREY, lw=0.8, zorder=1)

    def _draw_times(self, ax: Any, words: Dict[str, str]) -> None:
        """Names of periods, as many as there is room for, with the number of answers below each."""
        names = [shortened(each.line.name, 12) for each in self.moments]
        numbers = [f"{words['n']} {each.line.n}" for each in self.moments]
        width = max(width_of(text) for text in [*names, *numbers]) + 1.5
        step = -(-len(names) // max(int(_TEXT_WIDTH / width), 1))
        shown = range((len(names) - 1) % step, len(names), step)
        texts = [f"{names[place]}\n{numbers[place]}" for place in shown]
        ax.set_xticks([self.moments[place].at for place in shown], labels=texts, parse_math=False)
        self.numbers_ = list(ax.get_xticklabels())
        below = [self._interval(words), methods_of(each.line for each in self.moments)]
        texts = [self._figures(words), " · ".join(filter(None, below)), *self.notes]
        self.figures_ = ax.set_xlabel("\n".join(texts), fontsize=SMALL, color=GREY, parse_math=False)

    def _figures(self, words: Dict[str, str]) -> str:
        """The last score with its interval, and the numbers of answers, of which the axis may not have room for all."""
        last = next(each.line for each in reversed(self.moments) if each.line.is_shown)
        bounds = interval_text(last.lower, last.upper)  # type: ignore[arg-type]
        score = f"{shortened(last.name, 12)}: {points(last.score, '.1f')} {bounds}"  # type: ignore[arg-type]
        everyone = [each.line.n or 0 for each in self.moments]
        least, most = min(everyone), max(everyone)
        return score if len(everyone) == 1 else f"{score} · {words['n']} {least}" + (f"–{most}" if most > least else "")

    def _draw_marks(self, ax: Any, words: Dict[str, str]) -> None:
        if self.benchmark is not None:
            self.benchmark_ = ax.axhline(self.benchmark, color=VERMILLION, lw=1.4, ls=(0, (4, 2)), zorder=1.5)
        if self.alarm is not None:
            self.alarm_ = ax.axvline(self.alarm, color="black", lw=1.2, ls=(0, (1, 1)), zorder=4)

    def _draw_legend(self, ax: Any, words: Dict[str, str]) -> None:
        """Below the title, what the marks are."""
        named = [(self.line_, words["score"]), (self.ribbons_[0], words["interval"])]
        if self.wide_ribbons_:
            named.append((self.wide_ribbons_[0], words["every_look"]))
        if self.gaps_:
            named.append((self.gaps_[0], words["no_answer"]))
        if self.benchmark_ is not None and self.benchmark is not None:
            name = shortened(self.benchmark_name or words["benchmark"], 16)
            named.append((self.benchmark_, f"{name} {points(self.benchmark, 'g')}"))
        if self.alarm_ is not None:
            arrow = {"up": " ↑", "down": " ↓"}.get(self.alarm_direction or "", "")
            named.append((self.alarm_, f"{words['alarm']}{arrow}"))
        handles, texts = zip(*named)
        self.legend_ = ax.legend(
            handles, texts, loc="lower left", bbox_to_anchor=(0, 1), ncols=_IN_A_ROW, fontsize=SMALL, frameon=False,
            borderaxespad=0.2, borderpad=0.1, columnspacing=1.2, handletextpad=0.5,
        )  # fmt: skip
        self._pad = 20.0 + 1.4 * SMALL * ((len(named) - 1) // _IN_A_ROW)


def _wide(row: Mapping[str, Any], level: float) -> Optional[Tuple[float, float]]:
    if row.get("score") is None:
        return None
    found = Counts(*(row[group] for group in _GROUPS)).interval(method="anytime", level=level)
    return found.lower, found.upper


def _time(row: Mapping[str, Any], place: int, is_dated: bool) -> Tuple[float, float]:
    """The middle of a period and half its length. A rolling window stands at its last day."""
    if not is_dated:
        return float(place), 0.5
    first, last = row["first"].toordinal(), row["last"].toordinal()
    if str(row.get("period")) == row["last"].isoformat():
        return float(last), 0.5
    return (first + last) / 2, (last - first + 1) / 2


def _read_alarm(alarm: Any, moments: List[Moment], is_dated: bool) -> Tuple[Optional[float], Optional[str]]:
    """The place of an alarm on the axis of time, and its direction."""
    if alarm is None:
        return None, None
    if isinstance(alarm, Watch):
        return (None, None) if alarm.at is None else (_place_of(alarm.at, moments), alarm.alarm_direction)
    if isinstance(alarm, date):
        if not is_dated:
            raise ValueError("the periods have no dates: pass the name of a period as the alarm")
        return float(alarm.toordinal()), None
    named = {each.line.name: each.at for each in moments}
    if str(alarm) not in named:
        raise ValueError(f"there is no period {alarm!r}; there are {', '.join(named)}")
    return named[str(alarm)], None


def _place_of(answer: int, moments: List[Moment]) -> float:
    """The middle of the period in which an answer was given, 1 for the first answer."""
    before = 0
    for each in moments:
        before += each.line.n or 0
        if before >= answer:
            return each.at
    raise ValueError(f"the alarm was at answer {answer}, but the periods have {before} answers")
