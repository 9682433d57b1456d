# SPDX-License-Identifier: MIT
"""Pictures: what is drawn is what was computed, at any size. Artists and figures are looked at, not pixels."""

import doctest
import inspect
import sys

import matplotlib

matplotlib.use("Agg")

import nps
import nps.plots as plots
import pytest
from matplotlib import pyplot
from matplotlib.colors import to_rgb
from matplotlib.font_manager import fontManager
from nps.plots._drawing import _WITH_CHINESE, LOOKS
from nps.plots._texts import shortened, width_of

SHOPS = {"Rome": nps.Counts(46, 30, 14), "Oslo": nps.Counts(31, 22, 27), "Lima": nps.Counts(28, 8, 9)}
LONG = "San Francisco International Airport, Terminal {}, the gates of the north side {}"
SIZES = {
    "one": {"Rome": nps.Counts(46, 30, 14)},
    "forty": {f"shop {place}": nps.Counts(40 + place, 30, 60 - place) for place in range(40)},
    "long names": {LONG.format(place, place): nps.Counts(5 + place, 3, 4) for place in range(5)},
    "one answer": {"Rome": nps.Counts(1, 0, 0), "Oslo": nps.Counts(0, 0, 0)},
    "all promoters": {"Rome": nps.Counts(90, 0, 0)},
    "no answers": {"Rome": nps.Counts(0, 0, 0), "Oslo": nps.Counts(0, 0, 0)},
    "nothing": {},
}
KINDS = [plots.ForestDisplay, plots.SharesDisplay]


@pytest.fixture(autouse=True)
def closed():
    yield
    pyplot.close("all")


def overlap(artists):
    """Pairs of texts of which one is drawn over the other."""
    boxes = [artist.get_window_extent() for artist in artists if artist.get_text()]
    return [(a, b) for place, a in enumerate(boxes) for b in boxes[place + 1 :] if a.padded(-1.5).overlaps(b.padded(-1.5))]


def check_layout(display):
    """No text is cut off or drawn over another one."""
    figure = display.figure_
    figure.canvas.draw()
    texts = [*display.ax_.texts, display.ax_.xaxis.label]
    for axis in (display.ax_.xaxis, display.ax_.yaxis):
        low, high = sorted(axis.get_view_interval())
        texts += [tick.label1 for tick in axis.get_major_ticks() if low <= tick.get_loc() <= high]
    texts += [display.ax_.title, display.ax_._left_title]
    legend = display.ax_.get_legend()
    texts += legend.get_texts() if legend else []
    texts = [text for text in texts if text.get_visible() and text.get_text()]
    for text in texts:
        box = text.get_window_extent()
        assert -1 <= box.x0 and box.x1 <= figure.bbox.width + 1, text.get_text()
        assert -1 <= box.y0 and box.y1 <= figure.bbox.height + 1, text.get_text()
    assert not overlap(texts)


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("kind", KINDS)
def test_every_size(kind, size):
    display = kind.from_segments(SIZES[size])
    assert display.plot() is display
    assert display.figure_ is display.ax_.figure
    check_layout(display)
    has_answers = any(counts.n for counts in SIZES[size].values())
    assert (display.message_ is None) == has_answers
    if not has_answers:
        assert display.message_.get_text() == "no answer"


@pytest.mark.parametrize("language", nps.LANGUAGES)
@pytest.mark.parametrize("kind", KINDS)
def test_languages(kind, language):
    if language == "zh" and not has_chinese():
        with pytest.warns(UserWarning, match="no installed font has the characters of 中文"):
            display = kind.from_segments(SHOPS).plot(language=language)
        assert display.ax_.get_title("left") == nps.labels("en")["nps"]
        return
    display = kind.from_segments(SHOPS).plot(language=language)
    assert display.ax_.get_title("left") == nps.labels(language)["nps"]
    assert nps.labels(language)["interval"] in display.ax_.get_xlabel()
    check_layout(display)


def has_chinese():
    return bool({font.name for font in fontManager.ttflist} & set(_WITH_CHINESE))


def test_forest_draws_the_figures():
    display = plots.ForestDisplay.from_segments(SHOPS, benchmark=36, level=0.9).plot()
    assert [line.name for line in display.lines] == ["Lima", "Rome", "Oslo", ""]
    for line, point, interval in zip(display.lines, display.points_, display.intervals_):
        counts = SHOPS.get(line.name, nps.Counts(105, 60, 50))
        assert point.get_xdata()[0] == line.score == counts.score
        assert tuple(interval.get_xdata()) == (line.lower, line.upper) == tuple(counts.interval(level=0.9))
        assert line.n == counts.n
    numbers, scores, bounds = ([text.get_text() for text in column] for column in display.columns_)
    assert numbers == ["n", "45", "90", "80", "215"]
    assert scores == ["score", "42.2", "35.6", "5.0", "25.6"]
    assert bounds[1] == f"[{display.lines[0].lower:.1f}, {display.lines[0].upper:.1f}]"
    assert "90 % confidence interval" in display.ax_.get_xlabel()
    assert display.benchmark_.get_xdata()[0] == 36 and display.benchmark_text_.get_text() == "benchmark 36"
    low, high = display.ax_.get_xlim()
    assert all(low < line.lower < line.upper < high for line in display.lines)


def test_forest_options():
    named = plots.ForestDisplay.from_segments(SHOPS, benchmark=nps.Benchmark(90, name="airlines $"), total=False).plot()
    assert named.benchmark_text_.get_text() == "airlines $ 90" and named.ax_.get_xlim()[1] > 90
    assert [line.name for line in named.lines] == ["Lima", "Rome", "Oslo"]
    given = plots.ForestDisplay.from_segments(list(SHOPS.values()), order="given").plot(title="Shops $1 of $2")
    assert [text.get_text() for text in given.names_] == ["1", "2", "3", "total"]
    assert given.ax_.get_title("left") == "Shops $1 of $2" and given.benchmark_ is None
    given.figure_.canvas.draw()
    with pytest.raises(ValueError, match="order must be"):
        plots.ForestDisplay.from_segments(SHOPS, order="size")
    with pytest.raises(TypeError, match="segments are samples by key"):
        plots.ForestDisplay.from_segments(SHOPS["Rome"])
    with pytest.raises(nps.MethodError):
        named.plot(language="xx")


def test_weighted_segments():
    weighted = {
        "Rome": nps.Weighted([10, 9, 3, 7], [1.2, 0.8, 1.5, 1.0]), "Oslo": nps.Weighted([9, 2], [1, 2]),
        "Lima": nps.Weighted(),
    }  # fmt: skip
    display = plots.ForestDisplay.from_segments(weighted).plot()
    estimate = weighted["Rome"].read()
    assert [line.name for line in display.lines] == ["Rome", "Oslo", "Lima"]
    assert (display.lines[0].score, display.lines[0].lower) == (estimate.score, estimate.interval().lower)
    assert display.points_[2] is None and display.columns_[2][3].get_text() == "no answer"
    design = nps.WeightedDesign([10, 9, 3, 7], [1.2, 0.8, 1.5, 1.0], domains=["A", "B", "A", "B"])
    domains = plots.ForestDisplay.from_segments(design)
    assert {line.name: line.score for line in domains.lines} == {each: design.domain(each).score for each in "AB"}
    bars = plots.SharesDisplay.from_segments(weighted).plot()
    assert bars.bars_[0][2].get_width() == pytest.approx(estimate.promoters)


def test_axes_of_the_caller():
    figure, (left, right) = pyplot.subplots(1, 2, layout="constrained")
    forest = plots.ForestDisplay.from_segments(SHOPS).plot(left)
    shares = plots.SharesDisplay.from_segments(SHOPS).plot(right)
    assert (forest.ax_, shares.ax_, forest.figure_, shares.figure_) == (left, right, figure, figure)
    assert len(pyplot.get_fignums()) == 1


def test_shares_draw_the_figures():
    display = plots.SharesDisplay.from_segments({**SHOPS, "Bonn": nps.Counts(0, 0, 0)}).plot()
    for counts, bars in zip(SHOPS.values(), display.bars_):
        widths = [bar.get_width() for bar in bars]
        assert widths == pytest.approx([number / counts.n for number in (counts.detractors, counts.passives, counts.promoters)])
        assert bars[2].get_x() == pytest.approx(widths[0] + widths[1])
    assert display.bars_[3] is None and display.columns_[2][4].get_text() == "no answer"
    rounded = [tuple(map(int, reversed(nps.shares_round(counts)))) for counts in SHOPS.values()]
    assert list(display.percentages) == [*rounded, None]
    assert [text.get_text() for text in display.texts_[0]] == [str(percent) for percent in rounded[0]]
    assert [text.get_text() for text in display.legend_.get_texts()] == ["detractors", "passives", "promoters"]


def lightness(colour):
    """CIE L* of a colour."""
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in to_rgb(colour)]
    luminance = sum(weight * part for weight, part in zip((0.2126, 0.7152, 0.0722), linear))
    return 116 * luminance ** (1 / 3) - 16


def test_groups_differ_in_grey():
    dark, middle, light = sorted(lightness(look.colour) for look in LOOKS.values())
    assert middle - dark > 20 and light - middle > 20
    for look in LOOKS.values():
        brighter, darker = sorted((lightness(look.colour), lightness(look.ink)), reverse=True)
        assert brighter - darker > 45
    assert len({look.hatch for look in LOOKS.values()}) == 2


def test_names_are_shortened_in_the_middle():
    assert shortened("Rome", 20) == "Rome"
    for width in (5, 10, 20):
        for name in (LONG, "北京首都国际机场三号航站楼北侧登机口和商店", "a\nb\tc" * 9):
            text = shortened(name, width)
            assert width_of(text) <= width and "…" in text and "\n" not in text
    ends = {shortened(LONG.format(place, place), 20) for place in range(5)}
    assert len(ends) == 5


def test_methods_of_results():
    groups = nps.Groups()
    groups.update(["Rome", "Oslo", "Rome", "Oslo", "Lima"], [9, 10, 4, 8, None])
    display = groups.plot(benchmark=36)
    assert display.kind == "forest" and display.benchmark == 36 and display.level == 0.95
    assert [line.n for line in display.lines] == [2, 2, 0, 4]
    table = groups.table().plot(benchmark=36)
    assert [(line.name, line.lower) for line in table.lines] == [(line.name, line.lower) for line in display.lines[:3]]
    assert "%" not in table.ax_.get_xlabel()
    assert "90 % confidence" in groups.table().plot(level=0.9).ax_.get_xlabel()
    compared = nps.segments_compare_rest(SHOPS).plot()
    assert compared.figure == "difference" and [line.name for line in compared.lines] == ["Lima", "Rome", "Oslo"]
    assert compared.columns_[0][0].get_text() == "difference"
    assert compared.ax_.get_xlim()[0] < 0 < compared.ax_.get_xlim()[1]
    pairs = nps.segments_compare_pairs(SHOPS).plot()
    assert "Rome · Oslo" in [line.name for line in pairs.lines]
    one = SHOPS["Rome"].plot(language="pl", title="Rome")
    assert one.percentages == ((16, 33, 51),) and one.ax_.get_title("left") == "Rome"
    with pytest.raises(ValueError, match="a picture needs the columns"):
        nps.segments_rank(SHOPS).plot()


def test_tables_of_frames():
    survey = {"answer": [9, 10, 4, 8, 10], "shop": ["A", "A", "B", "B", None], "day": ["x", "y", "x", "y", "x"]}
    whole = nps.summarize(survey, "answer").plot()
    assert [(line.name, line.n) for line in whole.lines] == [("", 5)]
    table = nps.summarize(survey, "answer", by=["shop", "day"], subtotals=True).plot()
    assert {line.name for line in table.lines} == {"A", "A · x", "A · y", "B", "B · x", "B · y", "–", "– · x", ""}
    assert table.names_[-1].get_text() == "total" and table.lines[-1].n == 5
    check_layout(table)


def test_withheld():
    table = nps.Table(["key", "n", "score", "lower", "upper"], [["A", 3, None, None, None], [None, 50, 1.0, -20.0, 22.0]])
    display = table.plot()
    assert [column[2].get_text() for column in display.columns_] == ["3", "", "withheld"]
    assert [line.name for line in display.lines] == ["–", "A"]


def test_without_matplotlib(monkeypatch):
    monkeypatch.setitem(sys.modules, "matplotlib.pyplot", None)
    display = plots.ForestDisplay.from_segments(SHOPS)
    with pytest.raises(ImportError, match=r'pip install "libnps\[plot\]"'):
        display.plot()


PUBLIC = {
    f"{name}.{attribute}": value
    for name, kind in vars(plots).items()
    if inspect.isclass(kind)
    for attribute, value in [("", kind), *vars(kind).items()]
    if callable(getattr(value, "__func__", value)) and (attribute == "__init__" or attribute[:1] != "_")
}


@pytest.mark.parametrize("name", PUBLIC)
def test_docstrings(name):
    thing = getattr(PUBLIC[name], "__func__", PUBLIC[name])
    assert thing.__doc__ or name.startswith("Line.")
    if inspect.isclass(thing) and issubclass(thing, plots.Display) and thing is not plots.Display:
        examples = doctest.DocTestParser().get_doctest(thing.__doc__, {"nps": nps}, name, None, None)
        assert examples.examples
        assert not doctest.DocTestRunner(optionflags=doctest.NORMALIZE_WHITESPACE).run(examples).failed
        assert thing.kind and repr(thing) 


def test_overview():
    assert not doctest.testmod(plots).failed
