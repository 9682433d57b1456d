# SPDX-License-Identifier: MIT
"""matplotlib, imported when something is drawn: axes, fonts, and the look of the three groups."""

from __future__ import annotations

import warnings
from contextlib import contextmanager
from importlib import import_module
from typing import Any, Dict, Iterable, Iterator, List, NamedTuple, Set, Tuple

from .._labels import labels


class Look(NamedTuple):
    """How a group is drawn. Groups differ in lightness and by hatches, so that they can be told apart in grey."""

    colour: str
    ink: str
    """The colour of texts on it."""
    edge: str
    """The colour of the hatch."""
    hatch: str


GROUPS = ("detractors", "passives", "promoters")
"""The groups in the order in which they are drawn."""

# Blue and vermillion of Okabe and Ito (2008), the blue darker, so that grey shows dark, middle and light.
LOOKS: Dict[str, Look] = {
    "detractors": Look("#D55E00", "#000000", "#8F3F00", "////"),
    "passives": Look("#E4E4E4", "#000000", "#E4E4E4", ""),
    "promoters": Look("#00517F", "#FFFFFF", "#00517F", ""),
}
BLUE = "#0072B2"
VERMILLION = "#D55E00"
GREY = "#8C8C8C"
SMALL = 8.5
"""The size of texts beside figures, in points."""

_WITH_CHINESE = (
    *(
        "Noto Sans CJK SC",
        "Noto Sans SC",
        "Source Han Sans SC",
        "Source Han Sans CN",
        "PingFang SC",
        "Hiragino Sans GB",
    ),
    *("Microsoft YaHei", "SimHei", "WenQuanYi Zen Hei", "WenQuanYi Micro Hei", "Droid Sans Fallback"),
    *("Noto Sans CJK JP", "Noto Sans CJK TC", "AR PL UMing CN", "AR PL SungtiL GB", "Arial Unicode MS", "Unifont"),
)
"""Fonts with Chinese characters, those without serifs first."""


def matplotlib(module: str) -> Any:
    """A module of matplotlib."""
    try:
        return import_module(f"matplotlib.{module}")
    except ImportError as absent:
        raise ImportError(
            f'pictures need matplotlib, which cannot be imported ({absent}): pip install "libnps[plot]"',
            name=absent.name,
        ) from None


def new_axes(size: Tuple[float, float]) -> Any:
    """The axes of a new figure, which makes room for all texts."""
    return matplotlib("pyplot").subplots(figsize=size, layout="constrained")[1]


@contextmanager
def drawing(words: Dict[str, str], texts: Iterable[str]) -> Iterator[Dict[str, str]]:
    """Uses fonts that have the characters of the words and of the texts; gives the words, in English if none has."""
    pyplot, others = matplotlib("pyplot"), list(texts)
    families = _families([*words.values(), *others])
    if _lacking("".join(words.values()), families):
        warnings.warn(
            f"no installed font has the characters of {words['language']}: the words of the picture are English; "
            "a font such as Noto Sans CJK has them",
            stacklevel=4,
        )
        words = labels("en")
        families = _families(others)
    with pyplot.rc_context({"font.family": families, "hatch.linewidth": 0.8}):
        yield words


def _families(texts: Iterable[str]) -> List[str]:
    """The fonts in use, and one more if they lack characters and it has these."""
    families = list(matplotlib("pyplot").rcParams["font.family"])
    lacking = _lacking("".join(texts), families)
    if not lacking:
        return families
    installed = {font.name for font in matplotlib("font_manager").fontManager.ttflist}
    candidates = [name for name in _WITH_CHINESE if name in installed]
    best = min(candidates, key=lambda name: len(lacking - _characters(name)), default=None)
    return families if best is None or not lacking & _characters(best) else [*families, best]


def _lacking(text: str, families: Iterable[str]) -> Set[str]:
    """The printable characters of a text that none of the fonts has."""
    lacking = {each for each in text if each.isprintable()}
    for family in families:
        if not lacking:
            break
        lacking -= _characters(family)
    return lacking


_CHARACTERS: Dict[str, Set[str]] = {}
"""The characters of the fonts that were looked at, by file."""


def _characters(family: str) -> Set[str]:
    """The characters that a font has."""
    manager = matplotlib("font_manager")
    path = str(manager.findfont(manager.FontProperties(family=[family])))
    if path not in _CHARACTERS:
        _CHARACTERS[path] = set(map(chr, manager.get_font(path).get_charmap()))
    return _CHARACTERS[path]


def bare(ax: Any) -> None:
    """Takes away the frame, except for the axis below."""
    for side in ("left", "right", "top"):
        ax.spines[side].set_visible(False)


def say(ax: Any, text: str) -> Any:
    """Writes in the middle of axes that have nothing else to show."""
    ax.set_xticks([])
    ax.set_yticks([])
    return ax.text(0.5, 0.5, text, transform=ax.transAxes, ha="center", va="center", color=GREY, parse_math=False)


def legend_of_groups(ax: Any, words: Dict[str, str]) -> Any:
    """The three groups above the axes."""
    patches = matplotlib("patches")
    handles = [
        patches.Patch(facecolor=LOOKS[group].colour, edgecolor=LOOKS[group].edge, hatch=LOOKS[group].hatch, lw=0)
        for group in GROUPS
    ]
    names = [words[group] for group in GROUPS]
    return ax.legend(
        handles, names, loc="lower left", bbox_to_anchor=(0, 1), ncols=3, frameon=False, fontsize=SMALL,
        borderaxespad=0.2, borderpad=0.1, columnspacing=1.2, handletextpad=0.5,
    )  # fmt: skip
