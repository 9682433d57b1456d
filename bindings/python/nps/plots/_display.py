# SPDX-License-Identifier: MIT
"""What all displays share: where they are drawn, and in which words."""

from __future__ import annotations

from typing import Any, ClassVar, Dict, Iterable, Optional, Tuple, TypeVar

from .._labels import labels
from .._shown import short
from ._drawing import drawing, new_axes
from ._texts import level_text

Self = TypeVar("Self", bound="Display")


class Display:
    """The figures of a picture, and how to draw them."""

    kind: ClassVar[str] = ""
    """What is drawn, one word."""

    _pad: float = 6.0
    """The room below the title, in points."""

    level: Optional[float]
    """The confidence level of the intervals; None if it is not known."""
    ax_: Any
    """The axes of matplotlib, after plot()."""
    figure_: Any
    """The figure of matplotlib, after plot()."""

    def plot(self: Self, ax: Any = None, *, language: str = "en", title: Optional[str] = None) -> Self:
        """Draws the figures.

        Parameters
        ----------
        ax
            The axes of matplotlib to draw on. None: those of a new figure of pyplot, large enough.
        language
            The language of the words, one of nps.LANGUAGES. English is used instead, with a warning, if no font has the
            characters.
        title
            The title. None: the usual one.

        Returns
        -------
        Display
            The display itself, with `ax_`, `figure_` and what was drawn.

        Raises
        ------
        ImportError
            matplotlib is not installed.
        """
        words = labels(language)
        with drawing(words, [*self._texts(), title or ""]) as words:
            self.ax_ = new_axes(self._size()) if ax is None else ax
            self.figure_ = self.ax_.figure
            self._draw(self.ax_, words)
            shown = title if title is not None else self._title(words)
            if shown:
                self.ax_.set_title(shown, loc="left", pad=self._pad, parse_math=False)
        return self

    def _texts(self) -> Iterable[str]:
        """Texts of the caller that are drawn, such as the names of segments."""
        return ()

    def _size(self) -> Tuple[float, float]:
        """The width and the height of a figure of its own, in inches."""
        return 6.4, 4.0

    def _title(self, words: Dict[str, str]) -> str:
        return words["nps"]

    def _draw(self, ax: Any, words: Dict[str, str]) -> None:
        raise NotImplementedError

    def _interval(self, words: Dict[str, str]) -> str:
        """The name of the interval, with its level."""
        return level_text(self.level, words)

    def __repr__(self) -> str:
        state = "drawn" if hasattr(self, "ax_") else "not drawn yet"
        return f"<nps.plots.{type(self).__name__}: {self._about()}, {state}>"

    def _about(self) -> str:
        return short(self.kind)
