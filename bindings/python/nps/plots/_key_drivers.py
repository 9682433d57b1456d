# SPDX-License-Identifier: MIT
"""The quadrant of key drivers: how much an attribute goes with recommending, against how well it does."""

from __future__ import annotations

from statistics import median
from typing import Any, Dict, Iterable, List, Optional, Tuple

from .._key_drivers import KeyDriver, KeyDrivers
from .._numbers import Real, read_level
from .._shown import numbered, points
from ._display import Display
from ._drawing import BLUE, GREY, SMALL, VERMILLION, say
from ._texts import interval_text, shortened, titled, width_of

_KEY_SIZE = 7.5
"""The size of the texts of the key, in points."""
_NAME_WIDTH = 16.0
_LINE = 11.5
"""The height of a line of the key, in points."""


class KeyDriversDisplay(Display):
    """Attributes by performance, the share of those satisfied, and importance, the difference of the scores of those
    satisfied and the others, with its interval.

    The lines divide the picture at the medians: above and left of them are the attributes to look at first. Points are
    numbered, so that no name covers another; the key at the right has the names, n and the figures. Attributes of which
    a group is too small to be shown are in the key only.

    After plot(): `points_`, `intervals_` and `numbers_` by attribute, None without a difference; `key_`, the texts of
    the key by attribute; `lines_`, the two medians; `message_`.

    Examples
    --------
    >>> import nps.plots
    >>> survey = {"nps": [10, 9, 10, 9, 8, 7, 6, 3, 2, 5], "clean": [5, 5, 4, 5, 3, 4, 2, 1, 3, 2]}
    >>> display = nps.plots.KeyDriversDisplay.from_key_drivers(nps.key_drivers(survey, "nps", ["clean"]))
    >>> list(display.attributes), display.attributes["clean"].satisfied
    (['clean'], 0.5)
    """

    kind = "key drivers"

    def __init__(self, attributes: Dict[str, KeyDriver], *, top: str = "", level: Optional[float] = None) -> None:
        """Makes a display of figures that are known.

        Parameters
        ----------
        attributes
            The key drivers by attribute.
        top
            The ratings that count as satisfied.
        level
            The confidence level of the intervals.
        """
        self.attributes, self.top, self.level = dict(attributes), top, level

    @classmethod
    def from_key_drivers(cls, found: KeyDrivers, *, level: Optional[Real] = None) -> KeyDriversDisplay:
        """Makes a display of the result of nps.key_drivers().

        Parameters
        ----------
        found
            The key drivers.
        level
            The confidence level of the intervals, which key drivers do not hold. None: it is not shown.
        """
        if not isinstance(found, KeyDrivers):
            raise TypeError(f"found must be the result of nps.key_drivers(), not {type(found).__name__!r}")
        named = {str(name): each for name, each in found.items()}
        return cls(named, top=found.top, level=None if level is None else read_level(level))

    def _about(self) -> str:
        return numbered(len(self.attributes), "attribute")

    def _texts(self) -> Iterable[str]:
        return self.attributes

    def _size(self) -> Tuple[float, float]:
        return 8.6, max(4.6, 1.5 + (len(self.attributes) + 1) * _LINE / 72)

    def _title(self, words: Dict[str, str]) -> str:
        return titled(words["key_drivers"])

    def _draw(self, ax: Any, words: Dict[str, str]) -> None:
        self.points_: List[Any] = []
        self.intervals_: List[Any] = []
        self.numbers_: List[Any] = []
        self.lines_: List[Any] = []
        self.key_: List[Any] = []
        self.message_ = None
        shown = [each for each in self.attributes.values() if each.difference is not None]
        for side in ("top", "right"):
            ax.spines[side].set_visible(False)
        if not shown:
            self.message_ = say(ax, words["no_answer"])
        for place, each in enumerate(self.attributes.values(), 1):
            self._draw_attribute(ax, place, each)
        if shown:
            self._divide(ax, shown)
        self._draw_key(ax, words)
        top = f" ({self.top})" if self.top else ""
        below = [self._interval(words), words["correlation"]]
        text = f"{titled(words['performance'])}{top}, %\n{' · '.join(below)}"
        ax.set_xlabel(text, fontsize=SMALL, color=GREY, parse_math=False)
        about = f"{titled(words['importance'])} ({words['difference']}, {words['points']})"
        ax.set_ylabel(about, fontsize=SMALL, color=GREY, parse_math=False)
        ax.tick_params(labelsize=SMALL)

    def _draw_attribute(self, ax: Any, place: int, each: KeyDriver) -> None:
        if each.difference is None:
            for drawn in (self.points_, self.intervals_, self.numbers_):
                drawn.append(None)
            return
        across = 100 * each.satisfied
        self.intervals_.append(
            ax.plot([across] * 2, [each.lower, each.upper], color=BLUE, lw=1.0, alpha=0.45, zorder=2)[0]
        )
        circle = {"marker": "o", "ms": 13, "mfc": BLUE, "mec": "white", "ls": "none"}
        self.points_.append(ax.plot([across], [each.difference], zorder=3 + place / 1000, **circle)[0])
        at = (across, each.difference)
        look = {"ha": "center", "va": "center_baseline", "color": "white", "fontsize": _KEY_SIZE, "fontweight": "bold"}
        self.numbers_.append(ax.annotate(str(place), at, zorder=3.0005 + place / 1000, **look))

    def _divide(self, ax: Any, shown: List[KeyDriver]) -> None:
        """Lines at the medians, and at 0, where an attribute does not go with recommending."""
        middle = median(100 * each.satisfied for each in shown), median(each.difference or 0.0 for each in shown)
        dashes = {"color": VERMILLION, "lw": 1.0, "ls": (0, (4, 2)), "zorder": 1}
        if len(shown) > 1:
            self.lines_ += [ax.axvline(middle[0], **dashes), ax.axhline(middle[1], **dashes)]
        low, high = ax.get_ylim()
        if low < 0 < high:
            ax.axhline(0, color=GREY, lw=0.8, zorder=0)
        ax.margins(x=0.08)
        left, right = ax.get_xlim()
        ax.set_xlim(max(min(left, middle[0] - 3), -4), min(max(right, middle[0] + 3), 104))

    def _draw_key(self, ax: Any, words: Dict[str, str]) -> None:
        """The names at the right, with n, the share of those satisfied and the difference with its interval."""
        rows = [["", "", words["n"], "%", words["difference"], ""]]
        for place, (name, each) in enumerate(self.attributes.items(), 1):
            figures = ["", words["withheld"]]
            if each.difference is not None and each.lower is not None and each.upper is not None:
                figures = [points(each.difference, "+.0f"), interval_text(each.lower, each.upper, ".0f")]
            about = [str(place), shortened(name, _NAME_WIDTH), str(each.n), f"{100 * each.satisfied:.0f}"]
            rows.append([*about, *figures])
        widths = [max(width_of(row[column]) for row in rows) for column in range(6)]
        for line, row in enumerate(rows):
            right, texts = 1.0, []
            for column, (text, width) in enumerate(zip(row, widths)):
                right += width + 1.0
                is_name = column == 1
                across = (right - width if is_name else right) * _KEY_SIZE
                texts.append(ax.annotate(
                    text, (1, 1), xycoords="axes fraction", xytext=(across, -line * _LINE), textcoords="offset points",
                    ha="left" if is_name else "right", va="top", fontsize=_KEY_SIZE, annotation_clip=False,
                    parse_math=False, color=GREY if line == 0 else None,
                ))  # fmt: skip
            if line:
                self.key_.append(texts)
