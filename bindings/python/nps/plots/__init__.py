# SPDX-License-Identifier: MIT
"""Pictures of results, drawn by matplotlib, which is imported when something is drawn.

A display holds the figures of one picture. Computing and drawing are apart: from_...() makes a display, and
plot(ax=None) draws it and returns it, with the axes as `ax_`, the figure as `figure_`, and what was drawn as further
attributes that end with "_".

    >>> import nps.plots
    >>> shops = {"Rome": nps.Counts(46, 30, 14), "Oslo": nps.Counts(31, 22, 27), "Lima": nps.Counts(28, 8, 9)}
    >>> display = nps.plots.ForestDisplay.from_segments(shops, benchmark=36)
    >>> [line.name for line in display.lines]
    ['Lima', 'Rome', 'Oslo', '']

The pictures can be told apart without colours: the groups differ in lightness and by hatches. The number of answers and
the interval are always shown. Words are those of nps.labels().
"""

from ._choice import display_of as display_of
from ._display import Display as Display
from ._drivers import DriversDisplay as DriversDisplay, Step as Step
from ._forest import ForestDisplay as ForestDisplay
from ._histogram import HistogramDisplay as HistogramDisplay
from ._key_drivers import KeyDriversDisplay as KeyDriversDisplay
from ._lines import Line as Line
from ._moves import MovesDisplay as MovesDisplay
from ._planning import PlanDisplay as PlanDisplay
from ._shares import SharesDisplay as SharesDisplay
from ._trend import Moment as Moment, TrendDisplay as TrendDisplay
from ._watch import WatchDisplay as WatchDisplay
