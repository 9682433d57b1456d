# SPDX-License-Identifier: MIT
"""Pictures: what is drawn is what was computed, at any size. Artists and figures are looked at, not pixels."""

import doctest
import inspect
import sys
from datetime import date
from math import isnan

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
    assert {line.name: line.score for line in domains.lines} == {
        "": design.score, **{each: design.domain(each).score for each in "AB"}
    }
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


def timeline():
    """Two periods with answers, one without, one with answers."""
    survey = nps.Timeline()
    for month, answers in ((1, [9, 10, 10, 3] * 9), (2, [9, 7, 2, 10] * 7), (4, [10, 9, 0])):
        for answer in answers:
            survey.add(date(2026, month, 15), answer)
    return survey


def test_trend_draws_the_figures():
    table = timeline().periods("month")
    display = plots.TrendDisplay.from_table(table, benchmark=nps.Benchmark(30, name="airports"), level=0.95).plot()
    check_layout(display)
    times, scores = display.line_.get_data()
    assert [None if isnan(score) else score for score in scores] == list(table["score"])
    middles = [(row.first.toordinal() + row.last.toordinal()) / 2 for row in table]
    assert list(times) == middles
    assert len(display.ribbons_) == 2 and len(display.gaps_) == 1 and display.intervals_[2] is None
    for row, interval in zip(table, display.intervals_):
        assert interval is None or tuple(interval.get_ydata()) == (row.lower, row.upper)
    bottom = display.ribbons_[0].get_paths()[0].vertices[:, 1]
    assert bottom.min() == min(table["lower"][:2]) and bottom.max() == max(table["upper"][:2])
    assert [text.get_text() for text in display.numbers_] == [f"{row.period}\nn {row.n}" for row in table]
    assert f"2026-04: {table[3].score:.1f} [{table[3].lower:.1f}, {table[3].upper:.1f}] · n 0–36" in display.figures_.get_text()
    assert display.benchmark_.get_ydata()[0] == 30
    legend = [text.get_text() for text in display.legend_.get_texts()]
    assert legend == ["score", "confidence interval", "no answer", "airports 30"]
    assert not display.wide_ribbons_ and display.alarm_ is None


def test_trend_at_every_look():
    table = timeline().periods("month")
    display = plots.TrendDisplay.from_table(table, anytime=True, level=0.9).plot(language="lt")
    wide = nps.Counts(27, 0, 9).interval(method="anytime", level=0.9)
    assert display.moments[0].wide == tuple(wide) and display.moments[2].wide is None
    assert len(display.wide_ribbons_) == 2
    low, high = display.ax_.get_ylim()
    assert all(low < bound < high for each in display.moments if each.wide for bound in each.wide)
    assert nps.labels("lt")["every_look"] in [text.get_text() for text in display.legend_.get_texts()]
    check_layout(display)


def test_trend_marks_an_alarm():
    table = timeline().periods("month")
    watch = nps.Watch(90, false_alarm_every=100, direction="down")
    watch.update([9, 10, 10, 3] * 9 + [9, 7, 2, 10] * 7 + [10, 9, 0])
    assert watch.alarmed and watch.at <= 36
    display = plots.TrendDisplay.from_table(table, alarm=watch).plot()
    assert display.alarm_.get_xdata()[0] == display.moments[0].at
    assert display.legend_.get_texts()[-1].get_text() == "alarm ↓"
    for alarm, wanted in ((date(2026, 2, 3), date(2026, 2, 3).toordinal()), ("2026-04", display.moments[3].at)):
        assert plots.TrendDisplay.from_table(table, alarm=alarm).plot().alarm_.get_xdata()[0] == wanted
    assert plots.TrendDisplay.from_table(table, alarm=nps.Watch(30)).plot().alarm_ is None
    with pytest.raises(ValueError, match="there is no period '2027'"):
        plots.TrendDisplay.from_table(table, alarm="2027")
    with pytest.raises(ValueError, match="the periods have 36 answers"):
        later = nps.Watch(0, false_alarm_every=1000, direction="up")
        later.update([10, 0] * 30 + [10] * 50)
        plots.TrendDisplay.from_table(table[:1], alarm=later)
    undated = nps.Table(["period", "n", "score", "lower", "upper"], [["a", 3, 0.0, -9.0, 9.0]])
    with pytest.raises(ValueError, match="no dates"):
        plots.TrendDisplay.from_table(undated, alarm=date(2026, 1, 1))


def test_trend_of_any_length():
    survey = nps.Timeline()
    for day in range(20454, 20854):
        survey.add(day, 10 if day % 3 else 4)
    for table in (survey.periods("day"), survey.rolling(90), survey.periods("week"), survey.periods("year")):
        display = plots.TrendDisplay.from_table(table, level=0.95).plot()
        check_layout(display)
        assert len(display.numbers_) <= 12
        assert display.numbers_[-1].get_text().startswith(table[-1].period)
    assert "neighbouring rows share answers" in survey.rolling(90).plot().ax_.get_xlabel()
    one = plots.TrendDisplay.from_table(survey.periods("day")[:1]).plot()
    assert one.intervals_[0] is not None
    check_layout(one)
    for nothing in (nps.Timeline().periods("month"), timeline().periods("month")[2:3]):
        display = plots.TrendDisplay.from_table(nothing).plot()
        assert display.message_.get_text() == "no answer"
    columns = ["period", "n", "score", "lower", "upper"]
    waves = [[LONG.format(place, place), 30, 0.0, -20.0, 20.0] for place in range(8)]
    long = nps.Table(columns, waves).plot()
    assert long.kind == "trend"
    check_layout(long)
    twice = nps.Table(columns, [["a", 3, 0.0, -9.0, 9.0]] * 2).plot()
    assert twice.kind == "forest"


@pytest.mark.parametrize("answers", [[10] * 70, [7], [None], [], [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10] * 300], ids=len)
def test_histogram(answers):
    sample = nps.Accumulator(answers)
    display = sample.plot()
    check_layout(display)
    assert [bar.get_height() for bar in display.bars_] == list(sample.answers) == list(display.counts)
    assert [text.get_text().replace("\u202f", "") for text in display.texts_] == list(map(str, sample.answers))
    assert display.ax_.get_ylim()[0] == 0
    assert [to_rgb(bar.get_facecolor()) for bar in display.bars_[5::2]] == [
        to_rgb(LOOKS[group].colour) for group in ("detractors", "passives", "promoters")
    ]
    if sample.n:
        assert f"score {sample.score:.1f} [{sample.interval().lower:.1f}, " in display.figures_.get_text()
    else:
        assert display.message_.get_text() == "no answer"
    assert display.figures_.get_text().startswith(f"n {sample.n} · missing {sample.missing}")


def test_histogram_of_another_scale():
    display = nps.Accumulator([1, 4, 5]).plot(scale="1_5", language="pl")
    assert display.answers == (1, 2, 3, 4, 5)
    assert display.groups == ("detractors",) * 3 + ("passives", "promoters")
    with pytest.raises(TypeError, match="which has each answer"):
        plots.HistogramDisplay.from_sample(nps.Counts(1, 2, 3))


def drivers_of(count, name="shop {}"):
    before = {name.format(place, place): nps.Counts(40 + place, 30, 60 - place) for place in range(count)}
    after = {name.format(place, place): nps.Counts(60, 30 + place, 20 + place) for place in range(count)}
    return nps.drivers(before, after)


@pytest.mark.parametrize("count, name", [(1, "shop {}"), (6, LONG), (40, "shop {}")])
@pytest.mark.parametrize("language", ["en", "lt", "ru", "fil", "pl"])
def test_drivers_add_up(count, name, language):
    found = drivers_of(count, name)
    display = found.plot(language=language, level=0.95)
    check_layout(display)
    table = found.table()
    assert [(step.name, step.rate, step.mix, step.lower) for step in display.steps] == [
        (row["key"], row["rate"], row["mix"], row["lower"]) for row in table
    ]
    assert f"change {display.change:+.1f} = " in table.notes[0]
    reached = display.before
    for bar in (bar for pair in zip(display.rates_, display.mixes_) for bar in pair):
        start, end = sorted((reached, reached + bar.get_width()))
        assert bar.get_bbox().xmin == pytest.approx(start) and bar.get_bbox().xmax == pytest.approx(end)
        reached += bar.get_width()
    assert reached - display.before == pytest.approx(display.change)
    assert abs(reached - display.after) < 0.05 + 1e-9
    change = [column[-1].get_text() for column in display.columns_]
    assert change[3] == f"{display.change:+.1f}"
    assert change[4] == f"[{found.change.lower:.1f}, {found.change.upper:.1f}]"
    rate, mix = float(change[1]), float(change[2])
    assert rate + mix == pytest.approx(display.change)


def test_drivers_of_nothing():
    display = plots.DriversDisplay(0.0, 0.0, []).plot()
    assert display.message_.get_text() == "no answer"
    gone = nps.drivers({"Rome": nps.Counts(9, 1, 2), "Oslo": nps.Counts(5, 5, 5)}, {"Rome": nps.Counts(9, 4, 2)}).plot()
    assert [step.name for step in gone.steps] and gone.columns_[0][2].get_text().endswith("%")


def ratings(count, name="attribute {}", minimum=0):
    survey = {"nps": [place % 11 for place in range(110)]}
    for each in range(count):
        survey[name.format(each, each)] = [1 + (place * (each + 1) + place % 11 // 3) % 5 for place in range(110)]
    return nps.key_drivers(survey, "nps", [each for each in survey if each != "nps"], minimum=minimum)


@pytest.mark.parametrize("count, name", [(1, "attribute {}"), (7, LONG), (40, "attribute {}")])
def test_key_drivers_draw_the_figures(count, name):
    found = ratings(count, name)
    display = found.plot()
    figure = display.figure_
    figure.canvas.draw()
    for text in [text for texts in display.key_ for text in texts]:
        box = text.get_window_extent()
        assert box.x1 <= figure.bbox.width + 1 and box.y0 >= -1
    for texts in zip(*display.key_):
        assert not overlap(texts)
    for point, interval, texts, each in zip(display.points_, display.intervals_, display.key_, found.values()):
        assert point.get_data()[0][0] == 100 * each.satisfied and point.get_data()[1][0] == each.difference
        assert tuple(interval.get_ydata()) == (each.lower, each.upper)
        assert texts[2].get_text() == str(each.n)
        assert texts[5].get_text() == f"[{each.lower:.0f}, {each.upper:.0f}]"
    assert len(display.lines_) == (2 if count > 1 else 0)
    assert nps.labels()["correlation"] in display.ax_.get_xlabel()


def test_key_drivers_withheld():
    display = ratings(2, minimum=200).plot()
    assert display.points_ == [None, None] and display.message_.get_text() == "no answer"
    assert [texts[5].get_text() for texts in display.key_] == ["withheld"] * 2


def test_moves_draw_the_figures():
    table = ((90, 8, 2), (6, 40, 0), (4, 6, 40))
    waves = nps.Paired.from_counts(*table, first_only=(1, 2, 3), second_only=(10, 0, 0))
    display = waves.plot(level=0.9)
    check_layout(display)
    assert display.table == table and display.n == 196
    heights = [bar.get_height() * 196 for bar in display.before_], [bar.get_height() * 196 for bar in display.after_]
    assert heights[0] == pytest.approx([100, 46, 50]) and heights[1] == pytest.approx([100, 54, 42])
    for before in range(3):
        for after in range(3):
            band = display.bands_[before][after]
            if not table[before][after]:
                assert band is None
                continue
            left = band.get_paths()[0].vertices
            ends = left[left[:, 0] == left[:, 0].min()][:, 1]
            assert (ends.max() - ends.min()) * 196 == pytest.approx(table[before][after])
    assert display.numbers_[0][0].get_text() == "90" and display.numbers_[0][2] is None
    change = waves.compare(level=0.9)
    assert f"change {change.difference:+.1f} [{change.lower:.1f}, {change.upper:.1f}]" in display.ax_.get_xlabel()
    assert "n +6 (before), +10 (after)" in display.ax_.get_xlabel()


@pytest.mark.parametrize("language", ["en", "lt", "ru", "fil", "pl"])
def test_moves_of_few(language):
    nobody = nps.Paired().plot(language=language)
    assert nobody.message_.get_text() == nps.labels(language)["no_answer"]
    one = nps.Paired.from_counts((0, 0, 0), (0, 0, 0), (1, 0, 0)).plot(language=language)
    assert one.bands_[2][0] is not None
    check_layout(one)
    check_layout(nps.Paired.from_counts((500, 0, 0), (0, 0, 0), (0, 0, 0)).plot(language=language))


@pytest.mark.parametrize("language", ["en", "lt", "ru", "fil", "pl"])
def test_plans(language):
    margins = plots.PlanDisplay.margins(expected=(0.5, 0.3, 0.2), target=5).plot(language=language)
    check_layout(margins)
    assert list(margins.curve_.get_ydata()) == list(margins.values)
    for number, value in margins.marked:
        assert value == nps.plan_margin(respondents=number, expected=(0.5, 0.3, 0.2))
    assert margins.texts_[0].get_text().endswith(f"100: ±{margins.marked[0][1]:.1f}")
    assert margins.ax_.get_ylim()[0] == 0 and margins.target_.get_ydata()[0] == 5
    shares = {"first": (0.5, 0.3, 0.2), "second": (0.6, 0.25, 0.15)}
    powers = plots.PlanDisplay.powers([100, 400, 900], marked=[400], **shares).plot(language=language)
    check_layout(powers)
    power = nps.plan_power(first_answers=400, second_answers=400, **shares)
    assert powers.values[1] == powers.marked[0][1] == power
    assert list(powers.curve_.get_ydata()) == [100 * value for value in powers.values]
    assert powers.texts_[0].get_text().endswith(f"{100 * power:.0f} %")


def test_plans_of_few_sizes():
    assert plots.PlanDisplay.margins([]).plot().message_.get_text() == "no answer"
    check_layout(plots.PlanDisplay.margins([100]).plot())
    for refused in (0, -1, float("nan")):
        with pytest.raises(ValueError, match="target must be positive"):
            plots.PlanDisplay.margins([100], target=refused)
    with pytest.raises(ValueError, match="figure must be"):
        plots.PlanDisplay([1], [2.0], figure="size")


def test_what_is_refused():
    for make in (plots.DriversDisplay.from_drivers, plots.KeyDriversDisplay.from_key_drivers, plots.MovesDisplay.from_paired):
        with pytest.raises(TypeError, match="must be"):
            make(SHOPS)


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
    assert thing.__doc__ or name in ("Line.__init__", "Step.__init__", "Moment.__init__")
    if inspect.isclass(thing) and issubclass(thing, plots.Display) and thing is not plots.Display:
        examples = doctest.DocTestParser().get_doctest(thing.__doc__, {"nps": nps}, name, None, None)
        assert examples.examples
        assert not doctest.DocTestRunner(optionflags=doctest.NORMALIZE_WHITESPACE).run(examples).failed
        assert thing.kind 


def test_overview():
    assert not doctest.testmod(plots).failed


STREAM = [10, 9, 8, 3, 10, 9, 7, 9] * 40 + [0, 3, 8, 10] * 40


def streams():
    days, cube, codes = nps.Timeline(), nps.Cube(["shop", "day"]), nps.CodeGroups(3)
    for place, answer in enumerate(STREAM):
        days.add(20000 + place, answer)
        cube.add([["Rome", "Oslo", None][place % 3], date.fromordinal(730000 + place)], answer)
        codes.add(place % 4, answer)
    return days, cube, codes


def test_timelines_draw_the_periods_that_fit():
    days, _, _ = streams()
    display = days.plot(benchmark=20)
    assert [each.line.name for each in display.moments] == list(days.periods("month")["period"])
    assert display.benchmark_.get_ydata()[0] == 20 and display.level == 0.95
    check_layout(display)
    assert [each.line.score for each in days.plot(window=30).moments] == list(days.rolling(30)["score"])
    assert days.plot(every="quarter", anytime=True).wide_ribbons_
    assert nps.Timeline().plot().message_.get_text() == "no answer"
    with pytest.raises(ValueError, match="either periods"):
        days.plot(every="day", window=3)
    for span, first in ((36, "2024-10-04"), (37, "2024-W40"), (300, "2024-10"), (1200, "2024-Q4"), (9000, "2024")):
        spread = nps.Timeline()
        spread.update([20000, 20000 + span - 1], [9, 3])
        assert spread.plot().moments[0].line.name == first


def test_people_draw_one_answer_each():
    people = nps.Respondents()
    people.update([each % 7 for each in range(60)], range(20000, 20060), [9, 3, 10] * 20)
    display = people.plot(window=7)
    assert [each.line.n for each in display.moments] == list(people.rolling(7)["n"]) and display.notes
    check_layout(display)
    series = people.timeline(7)
    assert [each.line.score for each in series.plot().moments] == list(people.rolling(7)["score"])


def test_watches_draw_their_evidence():
    watch = nps.Watch(40)
    display = watch.plot(answers=STREAM)
    seen = nps.Watch(40)
    seen.update(STREAM)
    assert watch.n == 0 and (display.alarm_at, display.alarm_direction) == (seen.at, "down")
    assert display.path[-1] == (len(STREAM), seen.evidence) and len(display.path) == len(STREAM)
    assert display.alarm_.get_xdata()[0] == seen.at and display.limit_.get_ydata()[0] == 10_000
    assert [text.get_text() for text in display.names_] == ["alarm: 10,000", f"alarm ↓ n {seen.at}"]
    check_layout(display)
    alone = seen.plot(language="pl")
    assert list(alone.line_.get_xdata()) == [len(STREAM)] and alone.alarm_ is not None
    check_layout(alone)
    assert watch.plot().message_.get_text() == "no answer" and watch.plot(answers=[None]).message_
    long = nps.plots.WatchDisplay.from_watch(watch, STREAM * 20)
    assert len(long.path) <= 2001 and long.path[-1][0] == len(STREAM) * 20
    based = nps.Watch(baseline=nps.Accumulator(STREAM[:320])).plot(answers=STREAM[:320])
    assert "before: score 50.0 (n 320)" in based.figures_.get_text() and based.alarm_ is None
    with pytest.raises(TypeError, match="watch must be a Watch"):
        nps.plots.WatchDisplay.from_watch(36)


def test_cubes_draw_a_roll_up():
    _, cube, _ = streams()
    display = cube.plot(benchmark=30)
    assert {line.name: line.n for line in display.lines} == {"Rome": 160, "Oslo": 160, "–": 160}
    check_layout(display)
    assert len(cube.slice(shop="Rome").plot(by=["day"]).moments) == len(cube.plot(by="day").moments) == 16
    assert sum(each.line.n for each in cube.plot(by="day").moments) == len(STREAM)
    with pytest.raises(nps.NotFoundError):
        cube.plot(by="region")


def test_codes_draw_their_groups():
    _, _, codes = streams()
    assert {line.name: line.score for line in codes.plot(names=["Rome", "Oslo", "Lima"]).lines} == {
        "Rome": codes[0].score, "Oslo": codes[1].score, "Lima": codes[2].score, "": codes.total().score,
    }  # fmt: skip
    assert {line.name for line in codes.plot().lines} == {"0", "1", "2", ""}
    with pytest.raises(ValueError, match="3 different names"):
        codes.plot(names=["Rome", "Rome", "Lima"])


def test_panels_draw_their_waves():
    panel = nps.Panel([STREAM[:99], STREAM[50:149], [None] * 99])
    display = panel.plot(names=["May", "June", "July"])
    assert [each.line.name for each in display.moments] == ["May", "June", "July"] and len(display.gaps_) == 1
    assert [each.line.score for each in display.moments] == [panel.waves()[0].score, panel.waves()[1].score, None]
    check_layout(display)
    with pytest.raises(ValueError, match="3 different names"):
        panel.plot(names=["May"])


def test_weights_and_differences():
    weights = [1 + place % 3 for place in range(len(STREAM))]
    clusters, domains = [place % 20 for place in range(len(STREAM))], ["ab"[place % 2] for place in range(len(STREAM))]
    design = nps.WeightedDesign(STREAM, weights, clusters=clusters, domains=domains)
    display = design.plot()
    expected = {"a": design.domain("a").score, "b": design.domain("b").score, "": design.score}
    assert {line.name: line.score for line in display.lines} == expected and display.lines[-1].is_total
    check_layout(display)
    assert [line.is_total for line in nps.WeightedDesign(STREAM, weights).plot().lines] == [True]
    shares = design.total().plot()
    assert shares.lines[0].lower == design.total().interval().lower
    found = nps.compare(nps.Counts(46, 30, 14), nps.Counts(31, 22, 27))
    forest = found.plot()
    assert (forest.lines[0].lower, forest.lines[0].upper) == (found.lower, found.upper) and forest.ax_.get_xlim()[0] < 0
    check_layout(forest)

