# SPDX-License-Identifier: MIT
"""A watch: its evidence for a change, answer by answer, beside the evidence that raises an alarm."""

from __future__ import annotations

from copy import copy
from math import ceil
from typing import Any, Dict, Iterable, List, Optional, Tuple

from .._columns import bytes_of
from .._shown import numbered, points
from .._watch import Watch
from ._display import Display
from ._drawing import BLUE, GREY, SMALL, VERMILLION, say

_NONE = 1.0
"""Evidence below this is drawn as this: the axis is logarithmic, and less is no evidence."""
_POINTS = 2000
"""About the largest number of points of a line; of the answers between two of them the most evidence is drawn."""
_BEYOND = 1000
"""The axis ends at so many limits: what is above shows that the score has changed, and no more."""
_ARROWS = {"up": " ↑", "down": " ↓"}


class WatchDisplay(Display):
    """The evidence of a Watch for a change, on a logarithmic axis, and its limit.

    A watch does not keep what it has seen: the line is drawn from answers that are given to a copy of it, and without
    them there is one point, the evidence so far. After plot(): `line_`, `limit_`, `alarm_`, `names_` (the texts beside
    the limit and the alarm), `figures_`, the text below; `message_`.

    Examples
    --------
    >>> import nps.plots
    >>> display = nps.plots.WatchDisplay.from_watch(nps.Watch(30), [10, 8, 3, 9] * 5 + [0] * 80)
    >>> len(display.path), display.alarm_at, display.alarm_direction
    (100, 34, 'down')
    """

    kind = "watch"

    def __init__(
        self,
        path: Iterable[Tuple[int, float]],
        *,
        limit: float,
        alarm_at: Optional[int] = None,
        alarm_direction: Optional[str] = None,
        reference: Optional[float] = None,
        baseline: Optional[Tuple[int, int, int]] = None,
    ) -> None:
        """Makes a display of figures that are known.

        Parameters
        ----------
        path
            Numbers of answers, ascending, each with the evidence after so many.
        limit
            The evidence that raises an alarm.
        alarm_at
            The number of answers at the first alarm; None without an alarm.
        alarm_direction
            "up", "down" or None.
        reference
            The score from which a change is watched for; None with a baseline.
        baseline
            The promoters, passives and detractors of the baseline; None with a reference.
        """
        self.path: Tuple[Tuple[int, float], ...] = tuple(path)
        self.limit, self.alarm_at, self.alarm_direction = limit, alarm_at, alarm_direction
        self.reference, self.baseline, self.level = reference, baseline, None

    @classmethod
    def from_watch(cls, watch: Watch, answers: Any = None) -> WatchDisplay:
        """Makes a display of a watch.

        Parameters
        ----------
        watch
            The watch, which does not change.
        answers
            The answers that follow, in their order, as for Watch.update(). For the whole story: a new watch, and all
            answers. None: only the evidence so far.
        """
        if not isinstance(watch, Watch):
            raise TypeError(f"watch must be a Watch, not {type(watch).__name__!r}")
        seen = copy(watch)
        path = [(seen.n, seen.evidence)] if seen.n or answers is None else []
        path += [] if answers is None else _path(seen, bytes_of(answers, seen._codes))
        baseline = None if seen.baseline is None else (*seen.baseline,)
        return cls(
            path, limit=seen.false_alarm_every, alarm_at=seen.at, alarm_direction=seen.alarm_direction,
            reference=seen.reference, baseline=baseline,
        )  # fmt: skip

    def _about(self) -> str:
        found = "no alarm" if self.alarm_at is None else f"alarm {self.alarm_direction} at {self.alarm_at}"
        return f"{numbered(self._n, 'answer')}, {found}"

    @property
    def _n(self) -> int:
        return self.path[-1][0] if self.path else 0

    def _size(self) -> Tuple[float, float]:
        return 7.2, 3.6

    def _title(self, words: Dict[str, str]) -> str:
        return f"{words['nps']} · {words['alarm']}"

    def _draw(self, ax: Any, words: Dict[str, str]) -> None:
        self.message_ = self.line_ = self.limit_ = self.alarm_ = self.figures_ = None
        self.names_: List[Any] = []
        for side in ("top", "right"):
            ax.spines[side].set_visible(False)
        if not self._n:
            self.message_ = say(ax, words["no_answer"])
            return
        self._draw_axes(ax, words)
        numbers, evidence = zip(*self.path)
        shown = [max(each, _NONE) for each in evidence]
        look = {"marker": "o", "ms": 5} if len(shown) == 1 else {}
        (self.line_,) = ax.plot(numbers, shown, color=BLUE, lw=1.4, zorder=3, **look)
        self.limit_ = ax.axhline(self.limit, color=VERMILLION, lw=1.4, ls=(0, (4, 2)), zorder=2)
        self.names_.append(_say_at(ax, (0, self.limit), f"{words['alarm']}: {self.limit:,.10g}", across=True))
        if self.alarm_at is not None:
            self.alarm_ = ax.axvline(self.alarm_at, color="black", lw=1.2, ls=(0, (1, 1)), zorder=2)
            at = f"{words['alarm']}{_ARROWS.get(self.alarm_direction or '', '')} {words['n']} {self.alarm_at}"
            low, high = ax.get_xlim()
            self.names_.append(_say_at(ax, (self.alarm_at, 1), at, is_right=self.alarm_at > (low + high) / 2))
        self.figures_ = ax.set_xlabel(self._below(words), fontsize=SMALL, color=GREY, parse_math=False)

    def _draw_axes(self, ax: Any, words: Dict[str, str]) -> None:
        ax.set_yscale("log")
        highest = max(self.limit, min(max(each for _, each in self.path), _BEYOND * self.limit))
        ax.set_ylim(_NONE * 0.8, 3 * max(highest, 2 * _NONE))
        is_alone = len(self.path) == 1
        first = 0 if is_alone else min(self.path[0][0], self.alarm_at or self.path[0][0])
        room = max((self._n - first) * (0.1 if is_alone else 0.02), 0.5)
        ax.set_xlim(first if is_alone else first - room, self._n + room)
        ax.xaxis.get_major_locator().set_params(integer=True)
        ax.tick_params(labelsize=SMALL)
        ax.grid(axis="y", color=GREY, alpha=0.25, lw=0.6)
        ax.set_axisbelow(True)

    def _below(self, words: Dict[str, str]) -> str:
        """n, from what a change is watched for, and the evidence so far."""
        if self.reference is not None:
            known = f"{words['score']} {points(self.reference, '.4g')}"
        else:
            promoters, passives, detractors = self.baseline or (0, 0, 0)
            n = promoters + passives + detractors
            known = f"{words['before']}: {words['score']} {points(100 * (promoters - detractors) / n, '.1f')} ({words['n']} {n})"
        evidence = f"{self.path[-1][1]:,.4g} / {self.limit:,.10g}"
        return f"{words['answers']}\n{words['n']} {self._n} · {known} · {evidence}"


def _path(watch: Watch, answers: bytes) -> List[Tuple[int, float]]:
    """The evidence of a watch that is given answers, at most about _POINTS of them."""
    step = ceil(len(answers) / _POINTS) or 1
    path: List[Tuple[int, float]] = []
    for start in range(0, len(answers), step):
        stretch = []
        for place in range(start, min(start + step, len(answers))):
            watch._take(answers[place : place + 1])
            stretch.append((watch.n, watch.evidence))
        path.append(max(stretch, key=lambda each: each[1]))
    if path and path[-1] != stretch[-1]:
        path.append(stretch[-1])
    return path


def _say_at(ax: Any, where: Tuple[float, float], text: str, across: bool = False, is_right: bool = False) -> Any:
    """A text beside a line: above the limit at the left, or at the top beside the alarm."""
    transform = ax.get_yaxis_transform() if across else ax.get_xaxis_transform()
    return ax.annotate(
        text, where, xycoords=transform, xytext=(4 if across or not is_right else -4, 3 if across else -2),
        textcoords="offset points", ha="right" if is_right else "left", va="bottom" if across else "top",
        fontsize=SMALL, color=VERMILLION if across else "black", parse_math=False, zorder=4,
    )  # fmt: skip
