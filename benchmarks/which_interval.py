#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""The tables and pictures of docs/which_interval.md, from the measurements in docs/coverage/*.csv.

    which_interval.py            writes docs/coverage/*.svg and the tables between the markers of the page
    which_interval.py --check    fails when the pictures or tables differ from the measurements

benchmarks/measure_coverage makes the measurements. This script needs only Python's standard library.
"""

import csv
import math
import pathlib
import re
import sys
from xml.sax.saxutils import escape

DOCS = pathlib.Path(__file__).resolve().parents[1] / "docs"
PAGE = DOCS / "which_interval.md"
MEASURED = DOCS / "coverage"

SIZES = [3, 5, 10, 20, 50, 100, 200]
METHODS = {
    "wald": ("#999999", "2 3"),
    "adjusted wald": ("#E69F00", "8 3"),
    "agresti-min": ("#8C6D31", "1 3"),
    "bonett-price": ("#56B4E9", "8 3 2 3"),
    "bayes": ("#CC79A7", "4 2"),
    "score": ("#0072B2", "6 2"),
    "skewness-corrected score": ("#D55E00", ""),
    "exact": ("#009E73", ""),
    "anytime": ("#000000", "3 3"),
}  # name: colour (from the colour-blind-safe palette of Okabe and Ito) and dash pattern
PROGRAMMED = [name for name in METHODS if name != "anytime"]


def read(name):
    with open(MEASURED / name, newline="") as file:
        return list(csv.DictReader(file))


ONE = {(row["method"], row["level"], int(row["n"]), row["region"]): row for row in read("one_sample.csv")}
TWO = {(row["method"], row["level"], f"{row['n_a']}+{row['n_b']}", row["region"]): row
       for row in read("two_samples.csv")}  # fmt: skip
STREAMS = read("anytime.csv")
PEERS = read("anytime_peers.csv")
PAIRS = list(dict.fromkeys(pair for _, level, pair, _ in TWO if level == "0.95"))


# ---------------------------------------------------------------------------------------------------------- numbers


def share(text, places=3):
    """A coverage, rounded down so that no method looks better than it is."""
    scale = 10**places
    cut = math.floor(float(text) * scale + 1e-6)
    return "1" if cut == scale else f".{cut:0{places}}"


def points(text):
    return f"{float(text):.1f}"


def table(head, rows):
    return "\n".join("| " + " | ".join(cells) + " |" for cells in [head, ["---"] * len(head), *rows])


# ----------------------------------------------------------------------------------------------------------- tables


def coverage_table(region, level):
    """Lowest coverage, 5th percentile and mean of every method and size."""
    rows = []
    for method in METHODS:
        found = [ONE.get((method, level, n, region)) for n in SIZES]
        rows.append([method, *(" ".join(share(row[name]) for name in ("lowest", "fifth", "mean")) if row else ""
                               for row in found)])  # fmt: skip
    return table(["method", *(f"n = {n}" for n in SIZES)], rows)


def lowest_table(region, level):
    rows = [[method, *(share(ONE[method, level, n, region]["lowest"]) if (method, level, n, region) in ONE else ""
                       for n in SIZES)] for method in METHODS]  # fmt: skip
    return table(["method", *(f"n = {n}" for n in SIZES)], rows)


def width_table():
    rows = [[method, *(points(ONE[method, "0.95", n, "grid"]["width"]) for n in SIZES)] for method in METHODS]
    return table(["method", *(f"n = {n}" for n in SIZES)], rows)


def truth(row, prefix=""):
    return " / ".join(f"{100 * float(row[prefix + group]):.3g}" for group in ("promoters", "passives", "detractors"))


def corners_table():
    """The lowest coverage of auto at sizes where it is not the exact method."""
    rows = []
    for level in ("0.9", "0.95", "0.99"):
        for n in (101, 150, 200):
            expected, grid, boundary = (ONE["skewness-corrected score", level, n, region]
                                        for region in ("expected 5", "grid", "boundary"))  # fmt: skip
            rows.append([f"{float(level):.2f}", str(n), share(expected["lowest"], 4), share(grid["lowest"], 4),
                         share(boundary["lowest"], 4), truth(boundary)])  # fmt: skip
    return table(["level", "n", "5 expected in every group", "every group at least 1 %", "a group below 1 %", "truth"],
                 rows)  # fmt: skip


def two_sample_table(region):
    names = {"exact": "exact, joined"}
    rows = [[names.get(method, method), *(share(TWO[method, "0.95", pair, region]["lowest"]) for pair in PAIRS)]
            for method in PROGRAMMED if method != "bayes"]  # fmt: skip
    return table(["method", *PAIRS], rows)


def default_table():
    rows = []
    for level in ("0.9", "0.95", "0.99"):
        for pair in PAIRS:
            if ("skewness-corrected score", level, pair, "anywhere") in TWO:
                anywhere = TWO["skewness-corrected score", level, pair, "anywhere"]
                usual = TWO["skewness-corrected score", level, pair, "every group 1 %"]
                rows.append([f"{float(level):.2f}", pair, share(anywhere["lowest"]), share(usual["lowest"]),
                             share(usual["mean"]), points(usual["width"]),
                             f"{truth(anywhere, 'a_')} and {truth(anywhere, 'b_')}"])  # fmt: skip
    return table(["level", "sizes", "lowest anywhere", "every group at least 1 %", "mean", "mean width",
                  "worst truths"], rows)  # fmt: skip


def margins_table():
    """The largest errors found, rounded up so that no promise looks better kept than it is."""
    largest = {(f"{row['n_a']}+{row['n_b']}", row["margin"]): row["error"] for row in read("margins.csv")}
    margins = list(dict.fromkeys(margin for _, margin in largest))
    rows = [[pair, *(f".{math.ceil(float(largest[pair, margin]) * 1000 - 1e-6):03}" for margin in margins)]
            for pair in dict.fromkeys(pair for pair, _ in largest)]  # fmt: skip
    return table(["sizes", *(f"margin {margin}" for margin in margins)], rows)


def anytime_table():
    rows = [[f"{row['promoters']} / {row['passives']} / {row['detractors']}",
             *(row[f"missed_{when}"] for when in ("by_100", "by_1000", "ever")),
             *(points(row[f"width_{n}"]) for n in (20, 100, 1000, 10000))] for row in STREAMS]  # fmt: skip
    return table(["truth, %", "missed by n = 100, %", "by 1000", "by 10,000", "width at 20", "at 100", "at 1000",
                  "at 10,000"], rows)  # fmt: skip


def peers_table(kind):
    rows = []
    for row in PEERS:
        if row["beside"] == kind:
            change = 100 * (float(row["width"]) / float(row["other_width"]) - 1)
            rows.append([row["streams"], row["n"], row["count"], points(row["other_width"]), points(row["width"]),
                         f"{round(change):+} %" if round(change) else "0 %"])  # fmt: skip
    other = {"hedged_cs": "hedged_cs", "bonferroni": "two intervals"}[kind]
    return table(["truth", "n", "streams", other, "libnps", "libnps, relative"], rows)


def promises_table():
    """The promises of the project, and whether the measurements keep them."""
    rows = []

    def promise(what, measured, kept):
        rows.append([what, measured, "yes" if kept else "**no**"])

    exact = min(float(row["lowest"]) - float(level) for (method, level, *_), row in ONE.items() if method == "exact")
    promise("`exact` covers at least its level for every truth examined",
            f"lowest minus level, to four places: {exact:+.4f}", exact >= 0)  # fmt: skip
    for level in ("0.9", "0.95", "0.99"):
        lowest = min(float(ONE["skewness-corrected score", level, n, "expected 5"]["lowest"]) for n in (101, 150, 200))
        promise(f"`auto` above 100 answers, 5 expected in every group, level {float(level):.2f}: at least"
                f" {float(level) - 0.006:.3f}", share(lowest, 4), lowest >= float(level) - 0.006)  # fmt: skip
    default = {(pair, region): row for (method, level, pair, region), row in TWO.items()
               if method == "skewness-corrected score" and level == "0.95"}  # fmt: skip
    lowest, pair = min((float(row["lowest"]), pair) for (pair, region), row in default.items() if region == "anywhere")
    promise("two samples, 95 %: at least .93 for every pair of truths searched", f"{share(lowest)} at {pair}",
            lowest >= 0.93)  # fmt: skip
    lowest, pair = min((float(row["lowest"]), pair) for (pair, region), row in default.items()
                       if region != "anywhere" and min(map(int, pair.split("+"))) >= 10)  # fmt: skip
    promise("two samples of at least 10, every group at least 1 %: at least .94", f"{share(lowest)} at {pair}",
            lowest >= 0.94)  # fmt: skip
    for pair in PAIRS:
        mean = float(default[pair, "anywhere"]["mean"])
        if mean > 0.98:
            promise(f"two samples of {pair}: mean coverage at most .985", f"{mean:.4f}", mean <= 0.985)
    ever, row = max((float(row["missed_ever"]), row["promoters"] + " / " + row["passives"] + " / " + row["detractors"])
                    for row in STREAMS)  # fmt: skip
    promise("`anytime`: at most 5 % of 10,000 streams ever miss the truth", f"{ever:.2f} % for {row}", ever <= 5)
    usual = STREAMS[0]
    for n, most in ((20, 94.5), (100, 47.0), (1000, 16.7), (10000, 5.9)):
        width = float(usual[f"width_{n}"])
        promise(f"`anytime` at n = {n}, truth 50 / 30 / 20: width at most {most}", f"{width:.2f}", width <= most)
    together = next(row for row in PEERS if row["beside"] == "bonferroni")
    narrower = 100 * (1 - float(together["width"]) / float(together["other_width"]))
    promise("sequential comparison at 100 + 100: 20 % narrower than two intervals", f"{narrower:.1f} %", narrower >= 20)
    return table(["promise", "measured", "kept"], rows)


TABLES = {
    "promises": promises_table,
    "lowest anywhere": lambda: lowest_table("boundary", "0.95"),
    "coverage 0.95": lambda: coverage_table("grid", "0.95"),
    "coverage 0.90": lambda: coverage_table("grid", "0.9"),
    "coverage 0.99": lambda: coverage_table("grid", "0.99"),
    "boundary 0.95": lambda: coverage_table("boundary", "0.95"),
    "boundary 0.90": lambda: coverage_table("boundary", "0.9"),
    "boundary 0.99": lambda: coverage_table("boundary", "0.99"),
    "widths": width_table,
    "corners": corners_table,
    "two samples": lambda: two_sample_table("anywhere"),
    "two samples 1 %": lambda: two_sample_table("every group 1 %"),
    "default": default_table,
    "margins": margins_table,
    "anytime": anytime_table,
    "hedged_cs": lambda: peers_table("hedged_cs"),
    "bonferroni": lambda: peers_table("bonferroni"),
}


# --------------------------------------------------------------------------------------------------------- pictures


class Picture:
    """An SVG picture with a title, built line by line."""

    def __init__(self, width, height, title):
        self.lines = [
            f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}" viewBox="0 0 {width} {height}"'
            ' font-family="sans-serif" font-size="13">',
            f"<title>{escape(title)}</title>",
            f'<rect width="{width}" height="{height}" fill="white"/>',
        ]
        self.text(16, 26, title, font_size=16)

    def text(self, x, y, text, anchor="start", **attributes):
        more = "".join(f' {name.replace("_", "-")}="{value}"' for name, value in attributes.items())
        self.lines.append(f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}"{more}>{escape(text)}</text>')

    def line(self, x1, y1, x2, y2, color="#dddddd", **attributes):
        more = "".join(f' {name.replace("_", "-")}="{value}"' for name, value in attributes.items())
        self.lines.append(f'<line x1="{x1:.1f}" y1="{y1:.1f}" x2="{x2:.1f}" y2="{y2:.1f}" stroke="{color}"{more}/>')

    def path(self, places, color, dashes):
        path = " ".join(f"{x:.1f},{y:.1f}" for x, y in places)
        self.lines.append(f'<polyline points="{path}" fill="none" stroke="{color}" stroke-width="2"'
                          + (f' stroke-dasharray="{dashes}"' if dashes else "") + "/>")  # fmt: skip
        for x, y in places:
            self.dot(x, y, color)

    def dot(self, x, y, color):
        self.lines.append(f'<circle cx="{x:.1f}" cy="{y:.1f}" r="3" fill="{color}"/>')

    def bar(self, x, y, width, height, color):
        self.lines.append(f'<rect x="{x:.1f}" y="{y:.1f}" width="{width:.1f}" height="{height:.1f}" fill="{color}"/>')

    def finish(self):
        return "\n".join([*self.lines, "</svg>", ""])


class Panel:
    """A plotting area with an x axis and a y axis; `bottom` and `top` are the ends of the y axis."""

    def __init__(self, picture, left, width, bottom, top, logarithmic=False):
        self.picture, self.left, self.width = picture, left, width
        self.bottom, self.top, self.logarithmic = bottom, top, logarithmic
        self.upper, self.height = 60, 300

    def y(self, value):
        low, high = (math.log(self.bottom), math.log(self.top)) if self.logarithmic else (self.bottom, self.top)
        at = math.log(value) if self.logarithmic else value
        return self.upper + self.height * (1 - (at - low) / (high - low))

    def frame(self, title, marks, labels, x_title):
        """`marks` is {y: label}; `labels` is [(x in 0..1, label)]."""
        self.picture.text(self.left, self.upper - 14, title, font_weight="bold")
        for value, label in marks.items():
            self.picture.line(self.left, self.y(value), self.left + self.width, self.y(value))
            self.picture.text(self.left - 8, self.y(value) + 4, label, "end")
        for x, label in labels:
            self.picture.text(self.left + x * self.width, self.upper + self.height + 20, label, "middle")
        self.picture.text(self.left + self.width / 2, self.upper + self.height + 42, x_title, "middle")

    def level(self, value, label):
        self.picture.line(self.left, self.y(value), self.left + self.width, self.y(value), "#333333")
        self.picture.text(self.left + self.width - 4, self.y(value) - 6, label, "end", fill="#333333", font_size=11)

    def curve(self, places, color, dashes):
        """`places` is [(x in 0..1, y)]; points below the frame are not drawn."""
        inside = [(self.left + x * self.width, self.y(value)) for x, value in places if value >= self.bottom]
        if inside:
            self.picture.path(inside, color, dashes)


def x_of(n):
    return (math.log(n) - math.log(2.6)) / (math.log(230) - math.log(2.6))


def legend(picture, left, upper, methods):
    for i, method in enumerate(methods):
        color, dashes = METHODS[method]
        picture.path([(left, upper + 22 * i), (left + 34, upper + 22 * i)], color, dashes)
        picture.text(left + 44, upper + 22 * i + 4, method)


def lowest_picture(title, bottom, marks):
    picture = Picture(1160, 440, title)
    for i, (region, name) in enumerate((("grid", "Every group at least 1 %"), ("boundary", "A group below 1 %"))):
        panel = Panel(picture, 60 + 440 * i, 380, bottom, 1)
        panel.frame(name, marks, [(x_of(n), str(n)) for n in SIZES], "answers (n)")
        panel.level(0.95, "")
        for method in PROGRAMMED:
            rows = [(n, ONE.get((method, "0.95", n, region))) for n in SIZES]
            panel.curve([(x_of(n), float(row["lowest"])) for n, row in rows if row], *METHODS[method])
    legend(picture, 924, 80, PROGRAMMED)
    picture.line(924, 80 + 22 * len(PROGRAMMED), 958, 80 + 22 * len(PROGRAMMED), "#333333")
    picture.text(968, 84 + 22 * len(PROGRAMMED), "nominal level: .95")
    return picture.finish()


def width_picture():
    title = "Mean width of 95 % intervals over all samples, in points"
    picture = Picture(760, 440, title)
    panel = Panel(picture, 60, 440, 10, 200, logarithmic=True)
    marks = {value: str(value) for value in (10, 20, 50, 100, 200)}
    panel.frame("Both scales are logarithmic", marks, [(x_of(n), str(n)) for n in SIZES], "answers (n)")
    shown = ["wald", "skewness-corrected score", "exact", "anytime"]
    for method in shown:
        panel.curve([(x_of(n), float(ONE[method, "0.95", n, "grid"]["width"])) for n in SIZES], *METHODS[method])
    legend(picture, 530, 80, shown)
    return picture.finish()


def two_sample_picture():
    title = "Two samples: lowest coverage of 95 % intervals of the difference"
    picture = Picture(1320, 440, title)
    methods = [method for method in PROGRAMMED if method != "bayes"]
    marks = {value / 10: f"{value / 10:.1f}" for value in range(0, 11, 2)}
    for i, (region, name) in enumerate((("every group 1 %", "Every group at least 1 %"), ("anywhere", "Anywhere"))):
        panel = Panel(picture, 60 + 530 * i, 480, 0, 1)
        places = {pair: (k + 0.5) / len(PAIRS) for k, pair in enumerate(PAIRS)}
        panel.frame(name, marks, [], "sizes of the two samples")
        for pair, x in places.items():
            picture.text(panel.left + x * panel.width, panel.upper + panel.height + 18, pair, "middle", font_size=10)
        panel.level(0.95, "")
        for method in methods:
            for pair, x in places.items():
                y = panel.y(float(TWO[method, "0.95", pair, region]["lowest"]))
                shift = 4 * (methods.index(method) - len(methods) / 2)
                picture.dot(panel.left + x * panel.width + shift, y, METHODS[method][0])
    for i, method in enumerate(methods):
        picture.dot(1130, 80 + 22 * i, METHODS[method][0])
        picture.text(1142, 84 + 22 * i, method)
    picture.line(1120, 80 + 22 * len(methods), 1138, 80 + 22 * len(methods), "#333333")
    picture.text(1142, 84 + 22 * len(methods), "nominal level: .95")
    return picture.finish()


def anytime_picture():
    title = "Watched after every answer up to 10,000: streams that ever missed, of 10,000"
    picture = Picture(900, 440, title)
    panel = Panel(picture, 60, 800, 0, 6)
    labels = [f"{row['promoters']}/{row['passives']}/{row['detractors']}" for row in STREAMS]
    places = [((i + 0.5) / len(STREAMS), label) for i, label in enumerate(labels)]
    panel.frame("", {value: f"{value} %" for value in range(7)}, places, "promoters / passives / detractors, in %")
    for (x, _), row in zip(places, STREAMS):
        missed = float(row["missed_ever"])
        picture.bar(panel.left + x * panel.width - 22, panel.y(missed), 44, panel.y(0) - panel.y(missed), "#0072B2")
        picture.text(panel.left + x * panel.width, panel.y(missed) - 6, f"{missed:.1f}", "middle")
    panel.level(5, "")
    picture.text(panel.left + 4, panel.y(5) - 6, "allowed: 5 %", fill="#333333")
    return picture.finish()


PICTURES = {
    "lowest.svg": lambda: lowest_picture(
        "Lowest coverage of 95 % intervals, full axis", 0, {v / 10: f"{v / 10:.1f}" for v in range(0, 11, 2)}),
    "lowest_zoomed.svg": lambda: lowest_picture(
        "Lowest coverage of 95 % intervals, axis from .80; lower points are not shown", 0.8,
        {v / 100: f".{v}" if v < 100 else "1" for v in range(80, 101, 5)}),
    "widths.svg": width_picture,
    "two_samples.svg": two_sample_picture,
    "anytime.svg": anytime_picture,
}  # fmt: skip


# --------------------------------------------------------------------------------------------------------- the page


def with_tables(page):
    """The page with every table replaced by the current one."""
    marks = re.findall(r"<!-- table: (.*?) -->", page)
    if sorted(marks) != sorted(TABLES):
        sys.exit(f"{PAGE.name} has missing, unknown or repeated table markers:"
                 f" {sorted(set(marks) ^ set(TABLES)) or marks}")  # fmt: skip

    def renew(match):
        return f"<!-- table: {match.group(1)} -->\n{TABLES[match.group(1)]()}\n<!-- end -->"

    return re.sub(r"<!-- table: (.*?) -->\n.*?<!-- end -->", renew, page, flags=re.S)


def main():
    files = {MEASURED / name: draw() for name, draw in PICTURES.items()}
    files[PAGE] = with_tables(PAGE.read_text())
    if "--check" not in sys.argv:
        for path, text in files.items():
            path.write_text(text)
        return
    old = [path.name for path, text in files.items() if not path.exists() or path.read_text() != text]
    if old:
        sys.exit(f"out of date; run benchmarks/which_interval.py: {', '.join(old)}")


if __name__ == "__main__":
    main()
