# SPDX-License-Identifier: MIT
"""The pictures of a page: those of nps.plots as SVG, in colours that follow the page from light to dark."""

from __future__ import annotations

import os
import re
import sys
import warnings
from importlib import import_module
from io import StringIO
from typing import Any, Dict, Iterator, List, NamedTuple, Optional, Tuple

from .document import Section, interval_text
from .figures import Changes, Periods, Report, Segments
from .problems import printable

_MOST_LINES = 60
"""Of more segments there is a table only."""

_SMALL = (5.0, 2.9)
"""The width and the height of a picture that a narrow screen shows as a whole, in inches."""

_COLOURS: Dict[str, str] = {
    "#000000": "ink",
    "#ffffff": "paper",
    "#8c8c8c": "grey",
    "#e4e4e4": "passives",
    "#d55e00": "detractors",
    "#8f3f00": "hatch",
    "#00517f": "promoters",
    "#0072b2": "blue",
    "#e69f00": "mix",
    "#7a5400": "mix-hatch",
}
"""The names that the page has for the colours of nps.plots."""


class Picture(NamedTuple):
    """A picture for a page."""

    svg: str
    alt: str
    """What it shows, in words."""


def is_installed() -> bool:
    """Whether pictures can be drawn."""
    from .._frame import is_installed as is_there

    return is_there("matplotlib")


def pictures_of(report: Report, sections: List[Section]) -> Tuple[Dict[int, Picture], List[str]]:
    """The pictures by the places of their sections, and what is to be said about them."""
    if "matplotlib" not in sys.modules:
        os.environ.setdefault("MPLBACKEND", "Agg")  # which opens no window
    found: Dict[int, Picture] = {}
    with warnings.catch_warnings(record=True) as said:
        warnings.simplefilter("always")
        for place, section in enumerate(sections):
            size = _SMALL if section.key == "histogram" else None
            for display, alt in _displays(report, section):
                found[place] = Picture(_drawn(display, f"picture-{place}", report.choices.language, size), alt)
    return found, list(dict.fromkeys(str(each.message) for each in said if each.category is UserWarning))


def _displays(report: Report, section: Section) -> Iterator[Tuple[Any, str]]:
    """The display of a section, if it has one, and what it shows in words."""
    from .. import plots

    about = section.about
    options: Dict[str, Any] = {"scale": report.counted.asked.scale, **report.choices.options}
    benchmark = report.choices.benchmark
    if section.key == "histogram":
        total = report.total
        alt = f"How often each answer was given. Score {total.score:.1f}, interval {interval_text(total)}, n {total.n}."
        yield plots.HistogramDisplay.from_sample(about, **options), alt
    elif isinstance(about, Segments) and 1 < len(about.samples) <= _MOST_LINES:
        named = {_name(key): sample for key, sample in about.samples.items()}
        if len(named) == len(about.samples):
            forest = plots.ForestDisplay.from_segments(named, benchmark=benchmark, **options)
            yield (
                forest,
                f"The score of each {printable(about.name)} with its interval, from the highest to the lowest.",
            )
    elif isinstance(about, Periods) and len(about.table) > 1:
        trend = plots.TrendDisplay.from_table(about.table, benchmark=benchmark, level=report.choices.level)
        yield trend, f"The score of each {about.every} with its interval, over time."
    elif isinstance(about, Changes) and about.drivers is not None and len(about.drivers) <= _MOST_LINES:
        drivers = plots.DriversDisplay.from_drivers(about.drivers, level=report.choices.level)
        yield drivers, f"What each {printable(about.name)} contributes to the change of the score."


def _name(key: Any) -> str:
    return "(none)" if key is None else printable(key)


def _drawn(display: Any, name: str, language: str, size: Optional[Tuple[float, float]]) -> str:
    """A display as an element of SVG without a title: the section has one."""
    matplotlib, pyplot = import_module("matplotlib"), import_module("matplotlib.pyplot")
    with matplotlib.rc_context({"svg.fonttype": "path", "svg.hashsalt": name}):
        axes = None if size is None else pyplot.subplots(figsize=size, layout="constrained")[1]
        figure = display.plot(axes, language=language, title="").figure_
        file = StringIO()
        figure.savefig(file, format="svg", transparent=True, metadata={"Date": None, "Creator": None})
        pyplot.close(figure)
    return themed(file.getvalue(), name)


_ID = re.compile(r'(\bid="|href="#|url\(#)')
_HEX = re.compile("#[0-9a-fA-F]{6}")


def themed(svg: str, name: str) -> str:
    """An element of SVG with ids of its own, whose colours are those of the page."""
    start = svg.index("<svg")
    element = re.sub(r"<metadata>.*?</metadata>", "", svg[start:], flags=re.DOTALL)
    element = _ID.sub(rf"\g<1>{name}-", element)
    element = _HEX.sub(lambda found: _variable(found[0]), element)
    return element.replace("<svg ", '<svg role="presentation" focusable="false" ', 1).strip()


def _variable(colour: str) -> str:
    name = _COLOURS.get(colour.lower())
    return colour if name is None else f"var(--{name})"
