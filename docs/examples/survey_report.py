#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""A report on a survey in a CSV file: what libnps looks like in a whole program.

    python3 survey_report.py --help

The csv module takes the file apart, nps counts and computes, this program only asks and prints. The file is read as a
stream: memory depends on the number of periods and segments, not on the number of respondents. The program in C
in survey_report/ prints the same report, byte for byte.

The parts, in order: texts and numbers, options, reading, measuring, printing, main. Who came for nps alone looks at
stream_respondents(), which counts, measure(), which asks for a score and its interval, and Report.change() and
Report.benchmark(), which compare.
"""
import argparse
import csv
import re
import sys
from dataclasses import dataclass, replace

import nps

BLANKS = " \t\r\n"
STREAM_LIMIT = 1_000_000  # a row of more respondents is counted in one step
MOST_DIGITS = 18  # of a whole number, as in the program in C
NOT_A_NUMBER = -1  # an invalid answer, like any that is not 0 to 10
NAME_WIDTH = 20  # longer names of segments and periods are cut where they are printed
SCORE_WIDTH = 8  # and names of periods above a column of scores are cut to this
BAR_WIDTH = 50  # of a bar that stands for 100 %
PLOT_WIDTH = 37  # of the drawn intervals
FEW_ANSWERS = 100  # below, the report says in words how little is known
FEW_SEGMENTS = 5  # above, the report warns of luck
LOW_ANSWER = 7  # when no answer to "0 to 10?" is higher, the scale may be another one


class Complaint(Exception):
    """What is wrong with the data, in a plain sentence."""


class Unreadable(Complaint):
    """A file that cannot be read; the sentence names it."""


# ---- Texts and numbers -----------------------------------------------------------------------------------------------

UNPRINTABLE = re.compile("[\x00-\x1f\x7f-\x9f\ud800-\udfff]")
WHOLE_NUMBER = re.compile(r"([+-]?[0-9]{1,%d})(\.0*)?" % MOST_DIGITS)


def printable(text):
    """A text from outside, safe to print: a control character or a damaged byte becomes "?"."""
    return UNPRINTABLE.sub("?", text)


def whole_number(text):
    """Reads "9", "+9", "-1" or "9.0" (spreadsheets write whole numbers so); None for anything else."""
    match = WHOLE_NUMBER.fullmatch(text)
    return int(match[1]) if match else None


# ---- Options ---------------------------------------------------------------------------------------------------------


def number_between(lowest, highest):
    """Makes a reader of numbers for argparse."""

    def read(text):
        try:
            number = float(text)
        except ValueError:
            number = None
        if number is None or not lowest <= number <= highest:
            raise argparse.ArgumentTypeError(f"must be a number from {lowest:g} to {highest:g}, not '{text}'")
        return number

    return read


METHOD_EXPLANATIONS = {
    "auto": "exact up to 100 answers; skewness-corrected above, and of changes",
    "exact": "covers the truth at least as often as claimed; up to 200 answers",
    "score": "inverts the score test (Tango 1998); good on few answers, too",
    "skewness-corrected score": "score, corrected for skewness (Laud 2017)",
    "adjusted wald": "wald after adding three respondents (Rocks 2016)",
    "agresti-min": "wald after adding two respondents (Agresti and Min 2005)",
    "bonett-price": "wald after adding a promoter and a detractor (2012)",
    "wald": "score +- z standard errors; too narrow on few answers",
    "bayes": "Dirichlet posterior, Jeffreys' prior, equal tails",
    "anytime": "holds however often one looks while answers come in; wider",
}


def method(name):
    """A method of the library; words may be joined by a blank or a hyphen."""
    try:
        nps.Accumulator([10]).interval(method=name)
    except nps.MethodError:
        raise argparse.ArgumentTypeError(f"is one of {', '.join(nps.METHODS)}, not '{name}'")
    return name


SCALES = {"0-10": nps.SCALE_0_10, "1-10": nps.SCALE_1_10, "1-5": nps.SCALE_1_5, "1-7": nps.SCALE_1_7}


def scale(name):
    if name not in SCALES:
        raise argparse.ArgumentTypeError(f"is one of {', '.join(SCALES)}, not '{name}'")
    return SCALES[name]


class Parser(argparse.ArgumentParser):
    """Complains as the rest of the program does."""

    def error(self, message):
        self.exit(2, f"survey_report: {message}\nsurvey_report: try --help\n")


def read_options():
    parser = Parser(
        prog="survey_report",
        formatter_class=argparse.RawDescriptionHelpFormatter,
        description='Reports on a survey that asked "how likely are you to recommend us, 0 to 10?", or on\n'
        "another scale: the Net Promoter Score with its interval, by period and by segment, the\n"
        "change from period to period, and the standing against a benchmark.",
        epilog="methods:\n"
        + "".join(f"  {name:24}  {METHOD_EXPLANATIONS.get(name, '')}\n" for name in nps.METHODS)
        + "\nExit status: 0 a report was printed, 1 the data cannot be read, 2 the options make no sense.\n\n"
        "Example:\n"
        "  survey_report.py sfo_recommend_counts.csv --answer answer --segment boarding_area \\\n"
        "      --count respondents --date date --missing 11 --benchmark 36 --benchmark-name airlines",
    )
    parser.add_argument(
        "files",
        metavar="FILE",
        nargs="+",
        help="CSV in UTF-8 with a header line; - reads standard input. Several files are one survey, as if they were "
        "one file",
    )
    columns = parser.add_argument_group("columns, by their names in the header line (blanks around it do not matter)")
    columns.add_argument(
        "--answer",
        metavar="NAME",
        required=True,
        help="the answers; a blank is missing, what is not 0 to 10 is invalid",
    )
    columns.add_argument("--segment", metavar="NAME", help="what to report by: a region, a shop, a boarding area")
    columns.add_argument(
        "--count", metavar="NAME", help="how many respondents a row stands for; without it each row is one"
    )
    columns.add_argument("--date", metavar="NAME", help="the date, YYYY-MM-DD; its year is the period")
    columns.add_argument(
        "--period",
        metavar="NAME",
        help="instead of a date the period itself, any text; periods are ordered by their texts: 2018-Q1, 2018-Q2",
    )
    reading = parser.add_argument_group("reading the answers")
    reading.add_argument(
        "--scale",
        metavar="SCALE",
        type=scale,
        default=nps.SCALE_0_10,
        help="0-10, 1-10, 1-5 or 1-7 (0-10)",
    )
    reading.add_argument(
        "--missing",
        metavar="CODES",
        default="",
        help='what else means "no answer", separated by commas: --missing=11,99,NA',
    )
    statistics = parser.add_argument_group("statistics")
    statistics.add_argument(
        "--level",
        metavar="LEVEL",
        type=number_between(0.5, 0.9999),
        default=0.95,
        help="how sure the intervals are to hold the truth, 0.5 to 0.9999 (0.95)",
    )
    statistics.add_argument(
        "--method",
        metavar="NAME",
        type=method,
        default="auto",
        help="of the intervals, see below (auto)",
    )
    statistics.add_argument(
        "--benchmark",
        metavar="SCORE",
        type=number_between(-100, 100),
        help="a published score, -100 to 100, to compare the latest period with",
    )
    statistics.add_argument(
        "--benchmark-name", metavar="TEXT", default="no name given", help="whose score that is"
    )
    options = parser.parse_intermixed_args()  # FILEs may stand among the options
    if options.date is not None and options.period is not None:
        parser.error("give --date or --period, not both")
    return options


def has_periods(options):
    return options.date is not None or options.period is not None


def period_word(options):
    """What the blank cells of the period are called in the report."""
    return "date" if options.date is not None else "period"


# ---- Reading ---------------------------------------------------------------------------------------------------------

# "2018", "20181231", "2018-12-31" and what begins so; a longer row of digits is no date.
BEGINS_WITH_YEAR = re.compile("[0-9]{4}(?:[0-9]{4})?(?![0-9])")
QUOTED_CELL = re.compile(r'(?:^|,)"[^"]*(?:""[^"]*)*"')


def read_rows(stream):
    """Yields the line and the trimmed cells of each row, and complains of what the csv module would let pass."""
    record = []  # the lines of the present row

    def remember_lines():
        for line in stream:
            if "\0" in line:
                raise Complaint(
                    f"line {reader.line_num + 1}: a zero byte; this is no text in UTF-8 (UTF-16, perhaps?)"
                )
            record.append(line)
            yield line

    csv.field_size_limit(2**31 - 1)
    reader = csv.reader(remember_lines(), strict=True)
    last_row_line = 0
    while True:
        record.clear()
        try:
            row = next(reader, None)
        except csv.Error as error:
            if "end of data" in str(error):
                raise Complaint(f"after line {last_row_line}: a quotation mark opens a cell that never ends") from None
            raise Complaint(f"line {reader.line_num}: a quotation mark where none may be") from None
        if row is None:
            return
        if '"' in QUOTED_CELL.sub("", "".join(record)):
            raise Complaint(f"line {reader.line_num}: a quotation mark where none may be")
        if row:
            last_row_line = reader.line_num
            yield reader.line_num, [cell.strip(BLANKS) for cell in row]


def find_columns(line, names, options):
    """Where the wanted columns are, by option; those that were not asked for are not in it."""
    wanted = {option: getattr(options, option) for option in ("answer", "segment", "count", "date", "period")}
    wanted = {option: name.strip(BLANKS) for option, name in wanted.items() if name is not None}
    for name in names:
        if name in wanted.values() and names.count(name) > 1:
            raise Complaint(f"line {line}: two columns are called '{name}'")
    for option, name in wanted.items():
        if name not in names:
            there_are = ", ".join(map(printable, names))
            if len(names) == 1 and ";" in there_are:
                there_are += " (is the separator a semicolon? It must be a comma)"
            raise Complaint(f"no column is called '{getattr(options, option)}'; there are: {there_are}")
    return {option: names.index(name) for option, name in wanted.items()}


def read_period(line, cells):
    """The name of the period; an empty one when the cell is blank, or when the survey has no periods."""
    date = cells.get("date", "")
    if date == "":
        return cells.get("period", "")
    if not BEGINS_WITH_YEAR.match(date):
        raise Complaint(f"line {line}: the date '{date}' is not understood: write YYYY-MM-DD")
    return date[:4]


def read_count(line, count):
    """How many respondents a row stands for."""
    number = whole_number(count)
    if number is None or number < 0:
        raise Complaint(f"line {line}: the count '{count}' is not a whole number from 0 to 10^{MOST_DIGITS} - 1")
    return number


def read_answer(cell, codes):
    """An answer as the library takes it: None is missing, and what is not 0 to 10 invalid."""
    number = whole_number(cell)
    if cell == "" or cell in codes or (number is not None and number in map(whole_number, codes)):
        return None
    return NOT_A_NUMBER if number is None else number


def stream_respondents(groups, segment, answer, respondents):
    """Counts the respondents of a row one at a time, as a kiosk would.

    Only a row that stands for more than any kiosk has seen is counted in one step: one at a time it would take for
    ever.
    """
    step = respondents if respondents > STREAM_LIMIT else 1
    for _ in range(0, respondents, step):
        groups.add(segment, answer, step)


class Survey:
    """What was counted: for each period its segments.

    A survey without dates has one period, "", and without segments one segment, "".
    """

    def __init__(self):
        self.periods = {}
        self.undated = nps.Accumulator()  # how many respondents have no period, as missing

    def add(self, period, segment, answer, respondents):
        stream_respondents(self.periods.setdefault(period, nps.Groups()), segment, answer, respondents)

    def sort(self):
        self.periods = dict(sorted(self.periods.items()))


def read_stream(stream, options, survey):
    """Adds the rows of a file to a survey."""
    places = None
    codes = [code.strip(BLANKS) for code in options.missing.split(",")]
    for line, cells in read_rows(stream):
        if places is None:
            places, width = find_columns(line, cells, options), len(cells)
            continue
        if width > 1 and not any(cells):
            continue  # a row without anything is no respondent: spreadsheets leave such rows behind
        if len(cells) != width:
            raise Complaint(f"line {line}: {len(cells)} cells, but the header line has {width}")
        wanted = {option: printable(cells[place]) for option, place in places.items()}
        period = read_period(line, wanted)
        respondents = read_count(line, wanted["count"]) if "count" in wanted else 1
        if respondents == 0:
            continue
        try:
            if has_periods(options) and period == "":
                survey.undated.add_missing(respondents)
            else:
                answer = read_answer(wanted["answer"], codes)
                survey.add(period, wanted.get("segment", ""), answer, respondents)
        except nps.NpsError as error:
            raise Complaint(f"line {line}: {error}") from None
    if places is None:
        raise Complaint("there is no header line: the file is empty")


def read_file(file, options, survey):
    standard_input = file == "-"
    try:
        with open(
            sys.stdin.fileno() if standard_input else file,
            encoding="utf-8-sig",
            errors="surrogateescape",  # a damaged byte in a column that nobody wants shall not stop the report
            newline="",
            closefd=not standard_input,
        ) as stream:
            read_stream(stream, options, survey)
    except OSError as error:
        raise Unreadable(f"cannot read {file}: {error.strerror}") from None


def read_survey(options):
    survey = Survey()
    for file in options.files:
        try:
            read_file(file, options, survey)
        except Unreadable:
            raise
        except Complaint as complaint:  # which file need not be said when there is only one
            raise Complaint(f"{file}: {complaint}" if len(options.files) > 1 else str(complaint)) from None
    survey.sort()
    return survey


# ---- Measuring -------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Measure:
    """What the report says of a group of respondents. Without answers there is no score and no interval."""

    answers: nps.Accumulator
    counts: nps.Counts
    n: int
    outside: int
    score: float = None
    interval: object = None


def count(answers, options):
    """All but the score and its interval."""
    counts = answers.counts(options.scale, outside="ignore")
    n = sum(counts)
    return Measure(answers, counts, n, outside=sum(answers.answers) - n)


def measure(answers, options):
    counted = count(answers, options)
    if counted.n == 0:
        return counted
    interval = counted.counts.interval(level=options.level, method=options.method)
    return replace(counted, score=counted.counts.score, interval=interval)


def total(groups):
    """All respondents of many groups."""
    everyone = nps.Accumulator()
    for group in groups:
        everyone += group
    return everyone


# ---- Printing: numbers and names -------------------------------------------------------------------------------------


def tidy(points):
    """Rounds what would print as "-0.0" to 0.

    Points are printed with one decimal: the interval says how little the second one would mean.
    """
    return 0.0 if -0.05 < points < 0.05 else points


def score_text(score, sign=""):
    return f"{tidy(score):{sign}.1f}"


def bounds_text(interval):
    return f"{tidy(interval.lower):.1f} to {tidy(interval.upper):.1f}"


def bounds_columns(interval):
    return f"{tidy(interval.lower):6.1f} to {tidy(interval.upper):<6.1f}"


def p_text(p_value):
    """ "p = 0.0123", and no digits after a 1, which is where a multiplied p-value is cut."""
    if p_value < 0.0001:
        return "p < 0.0001"
    return "p = 1" if p_value > 0.99995 else f"p = {p_value:.4f}"


def points_text(difference):
    """ "5.0 points", without a "0.0 points"."""
    return "less than 0.1 points" if abs(difference) < 0.05 else f"{abs(difference):.1f} points"


def answers_text(lowest, highest, who):
    """ "7-8 passive"; nothing when there are no such answers."""
    if lowest > highest:
        return []
    return [f"{lowest}-{highest} {who}" if lowest < highest else f"{lowest} {who}"]


def heading(text, underline="-"):
    return [text, underline * len(text)]


def name_text(name, most=NAME_WIDTH):
    """A name of any length in a column; one that is too long is cut and ends in two dots."""
    return name if len(name) <= most else name[: most - 2] + ".."


def segment_text(name):
    return name_text(name or "(blank)")


class Report:
    """The report as lines of text; its methods yield them."""

    def __init__(self, options, survey):
        self.options = options
        self.periods = survey.periods
        self.undated = survey.undated.missing
        self.all = count(total(groups.total() for groups in self.periods.values()), options)
        self.silent = self.count_silent()
        if self.all.n == 0:
            raise Complaint(self.no_answers())
        self.level = f"{100 * options.level:g} %"
        self.of_period = {period: measure(groups.total(), options) for period, groups in self.periods.items()}
        self.of_segment = {
            period: {name: measure(groups[name], options) for name in groups}
            for period, groups in self.periods.items()
        }
        self.fit()

    def count_silent(self):
        """How many gave no answer on the scale."""
        silent = nps.Accumulator()
        for number in (self.all.answers.missing, self.all.answers.invalid, self.all.outside):
            silent.add_missing(number)
        return silent.missing

    def no_answers(self):
        missing, invalid = self.all.answers.missing, self.all.answers.invalid
        outside = "" if self.is_standard() else f", {self.all.outside} outside"
        undated = f", {self.undated} without a {period_word(self.options)}" if self.undated > 0 else ""
        return (
            f"the column '{self.options.answer}' holds no answers ({missing} missing, {invalid} invalid{outside}"
            f"{undated}), so there is no score"
        )

    def is_standard(self):
        return self.options.scale == nps.SCALE_0_10

    def fit(self):
        """Finds how wide the columns must be, and the ends of the drawn intervals in steps of ten points."""
        names = [segment_text(name) for segments in self.of_segment.values() for name in segments]
        self.n_width = max(6, len(str(self.all.n)))
        self.name_width = max(map(len, ["(blank)", name_text(self.options.segment or ""), *names]))
        drawn = []  # all three: the score may lie outside an interval of the Wald family
        for segments in [self.of_period, *self.of_segment.values()]:
            for m in segments.values():
                drawn += [m.score, m.interval.lower, m.interval.upper] if m.n > 0 else []
        self.low, self.high = 90, -90
        while self.low > min(drawn):
            self.low -= 10
        while self.high < max(drawn):
            self.high += 10
        if self.low == self.high:
            self.low -= 10

    def lines(self):
        yield from self.summary()
        for period in self.periods:
            yield from self.period(period)
        for before, after in zip(list(self.periods), list(self.periods)[1:]):
            yield from self.change(before, after)
        if self.options.benchmark is not None:
            yield from self.benchmark(max(self.periods))
        yield from self.limits()

    def summary(self):
        options, answers = self.options, self.all.answers
        yield from heading("Net Promoter Score report", "=")
        for file in options.files:
            yield f"  file         {'standard input' if file == '-' else file}"
        outside = "" if self.is_standard() else f", {self.all.outside} outside"
        yield f"  respondents  {self.all.n} answers, {answers.missing} missing, {answers.invalid} invalid{outside}"
        if self.undated > 0:
            yield f"  no {period_word(options):<10}{self.undated}, left out of every figure"
        yield from self.scale()
        if options.segment is not None:
            yield f"  drawings     o the score, ---- its {self.level} interval, : the score of all segments"
        yield "  figures      each is rounded by itself, so that a change may seem 0.1 points off"
        yield from self.doubts()

    def scale(self):
        options, scale = self.options, self.options.scale
        meanings = answers_text(scale.lowest, scale.detractor_max, "detractor")
        meanings += answers_text(scale.detractor_max + 1, scale.promoter_min - 1, "passive")
        meanings += answers_text(scale.promoter_min, scale.highest, "promoter")
        yield f'  answers      column "{options.answer}": {", ".join(meanings)}'
        codes = f" or {options.missing}" if options.missing else ""
        others = "whatever else is not 0 to 10 is invalid"
        if not self.is_standard():
            others = f"0 to 10 but not {scale.lowest} to {scale.highest} is outside, whatever else is invalid"
        yield f"  missing      blank{codes}; {others}"

    def doubts(self):
        """What may have gone wrong without anybody noticing."""
        answers = self.all.answers
        highest = max(answer for answer, times in enumerate(answers.answers) if times > 0)
        if answers.invalid > 0:
            yield ""
            yield (
                '  There are invalid answers. If they are a code that means "no answer", declare it with --missing.'
            )
        if self.options.scale.highest == 10 and highest <= LOW_ANSWER:
            yield ""
            yield f"  No answer is above {highest}: is this the right scale? See --scale."
        if self.all.outside > 0:
            yield ""
            yield (
                "  There are answers outside the scale, which count for nothing: is this the right one? See --scale."
            )

    # ---- One period

    def period_name(self, period):
        """ "2017", or what to call the only period of a survey without dates."""
        return name_text(period) if has_periods(self.options) else "all dates"

    def period(self, period):
        everyone = self.of_period[period]
        yield ""
        yield from heading(self.period_name(period))
        yield f"  answers     {everyone.n:{self.n_width}d}"
        yield f"  missing     {everyone.answers.missing:{self.n_width}d}"
        yield f"  invalid     {everyone.answers.invalid:{self.n_width}d}"
        if not self.is_standard():
            yield f"  outside     {everyone.outside:{self.n_width}d}"
        yield ""
        if everyone.n == 0:
            yield "  No answers, so no score."
            return
        counts = everyone.counts
        yield self.share("promoters", counts.promoters, everyone.n)
        yield self.share("passives", counts.passives, everyone.n)
        yield self.share("detractors", counts.detractors, everyone.n)
        yield ""
        yield from self.score(everyone)
        if self.options.segment is not None:
            yield from self.segments(period)

    def score(self, everyone):
        interval = everyone.interval
        yield (
            f"  NPS {score_text(everyone.score)}, {self.level} interval {bounds_text(interval)} "
            f"({interval.method} method)"
        )
        if everyone.n < FEW_ANSWERS:
            answers = "answer" if everyone.n == 1 else "answers"
            yield f"  With {everyone.n} {answers} the true score may well lie anywhere from {bounds_text(interval)}."
        if interval.lower <= 0 <= interval.upper:
            yield "  The interval contains 0: promoters may outnumber detractors, or the reverse."

    def share(self, name, count, n):
        percent = 100 * float(count) / float(n)
        bar = "#" * int(BAR_WIDTH * float(count) / float(n) + 0.5)
        return f"  {name:<10}  {count:{self.n_width}d}  {percent:5.1f} %  |{bar}"

    def segments(self, period):
        half = PLOT_WIDTH // 2
        everyone, segments = self.of_period[period], self.of_segment[period]
        yield ""
        yield (
            f"  {name_text(self.options.segment):<{self.name_width}}  {'n':>{self.n_width}}  {'NPS':>8}  "
            f"{self.level:>7} interval   {self.low:<{half + 1}d}{self.high:{half + 2}d}"
        )
        for name, segment in segments.items():
            yield self.segment(segment_text(name), segment, everyone.score)
        yield self.segment("all", everyone, everyone.score)
        yield from self.segments_warning(sum(segment.n > 0 for segment in segments.values()))

    def segments_warning(self, segments):
        """Nobody shall take the best and the worst of many for more than they are."""
        if segments > FEW_SEGMENTS:
            yield ""
            yield (
                f"  Each interval holds at {self.level} by itself. Of these {segments} some may miss the truth by "
                "luck, and the best"
            )
            yield "  and the worst segment look further apart than they are."

    def segment(self, name, segment, everyones_score):
        start = f"  {name:<{self.name_width}}  {segment.n:{self.n_width}d}  "
        if segment.n == 0:
            return start + "no answers"
        plot = self.plot(segment, everyones_score)
        return start + f"{score_text(segment.score):>8}  {bounds_columns(segment.interval)}  {plot}"

    def place(self, score):
        return int((score - self.low) * (PLOT_WIDTH - 1) / (self.high - self.low) + 0.5)

    def plot(self, segment, everyones_score):
        """Draws an interval: "|    ---o---  :   |", the colon standing for the score of all segments together."""
        plot = [" "] * PLOT_WIDTH
        plot[self.place(everyones_score)] = ":"
        for i in range(self.place(segment.interval.lower), self.place(segment.interval.upper) + 1):
            plot[i] = "-"
        plot[self.place(segment.score)] = "o"
        return "|" + "".join(plot) + "|"

    # ---- Comparisons

    def is_beyond_chance(self, p_value):
        """The two-sided test at the level of the intervals."""
        return p_value < 1 - self.options.level

    def difference(self, comparison):
        return (
            f"  difference  {score_text(comparison.difference, '+')}, {self.level} interval "
            f"{bounds_text(comparison)}, {p_text(comparison.p_value)} ({comparison.method} method)"
        )

    def compared(self, new, old, level):
        """The exact comparison takes small samples only; the others are compared by the default method."""
        try:
            return nps.compare(new.counts, old.counts, level=level, method=self.options.method)
        except nps.TooManyError:
            if self.options.method != "exact":
                raise
            return nps.compare(new.counts, old.counts, level=level)

    def change(self, before, after):
        old, new = self.of_period[before], self.of_period[after]
        yield ""
        yield from heading(f"Change from {self.period_name(before)} to {self.period_name(after)}")
        if old.n == 0 or new.n == 0:
            yield "  One of the two has no answers: there is nothing to compare."
            return
        change = self.compared(new, old, self.options.level)
        yield f"  NPS         {score_text(old.score)}, then {score_text(new.score)}"
        yield self.difference(change)
        yield ""
        finding = (
            "larger than chance alone explains"
            if self.is_beyond_chance(change.p_value)
            else "not distinguishable from no change: chance alone may explain it"
        )
        if change.difference == 0:
            yield "  The two scores are equal, which does not show that nothing changed: see the interval."
        else:
            direction = "drop" if change.difference < 0 else "rise"
            yield f"  The {direction} of {points_text(change.difference)} is {finding}."
        yield "  Respondents who share a gate, a flight or a shop are not independent of each other, and these"
        yield "  figures take them to be: the real uncertainty is larger than the interval says."
        if self.options.segment is not None:
            yield from self.segment_changes(before, after)

    def segment_changes(self, before, after):
        old, new = self.of_segment[before], self.of_segment[after]
        names = [name for name in old if name in new and old[name].n > 0 and new[name].n > 0]
        looks = len(names)
        if looks == 0:
            return
        yield ""
        names_above = "  ".join(f"{name_text(period, SCORE_WIDTH):>{SCORE_WIDTH}}" for period in (before, after))
        yield (
            f"  {name_text(self.options.segment):<{self.name_width}}  {names_above}  {'change':>8}  "
            f"{self.level:>7} interval"
        )
        for name in names:
            yield self.segment_change(name, old[name], new[name], looks)
        yield ""
        yield f"  Many looks find something by luck. The {looks} intervals of this table are widened so that all hold"
        yield f"  together at {self.level}, and each p is multiplied by {looks}, up to 1 (Bonferroni)."

    def segment_change(self, name, old, new, looks):
        """Who looks at many segments finds a change by luck.

        Bonferroni: share the permitted error among all the looks.
        """
        level = 1 - (1 - self.options.level) / looks
        change = self.compared(new, old, level)
        p_value = min(1.0, change.p_value * looks)
        return (
            f"  {segment_text(name):<{self.name_width}}  {score_text(old.score):>8}  {score_text(new.score):>8}  "
            f"{score_text(change.difference, '+'):>8}  {bounds_columns(change)}  {p_text(p_value):<10}  "
            f"{'beyond chance' if self.is_beyond_chance(p_value) else 'may be chance'}"
        )

    def benchmark(self, period):
        options, latest = self.options, self.of_period[period]
        yield ""
        yield from heading("Against the benchmark")
        if latest.n == 0:
            yield "  The latest period has no answers: there is nothing to compare."
            return
        standing = nps.compare_benchmark(
            latest.counts, options.benchmark, level=options.level, method=options.method
        )
        yield f"  NPS         {score_text(latest.score)} ({self.period_name(period)})"
        yield f"  benchmark   {options.benchmark:g} ({options.benchmark_name})"
        yield self.difference(standing)
        yield ""
        points = points_text(standing.difference)
        if standing.difference == 0:
            yield "  The score is that of the benchmark, which does not show that they are the same: see the interval."
        elif self.is_beyond_chance(standing.p_value):
            side = "below" if standing.difference < 0 else "above"
            yield f"  The score lies {points} {side} the benchmark, more than chance alone explains."
        else:
            yield f"  The score is not distinguishable from the benchmark: chance alone may explain {points}."
        yield "  Whom the benchmark asked, how many and how is not known here. It is taken as exact, which no"
        yield "  survey is: the real uncertainty is larger than the interval says."

    def limits(self):
        yield ""
        yield from heading("What these figures cannot tell")
        if self.silent > 0:
            yield (
                "  No interval covers the bias of those who did not answer: "
                f"{self.silent} here gave no valid answer, and"
            )
            yield "  others were never asked. Every interval takes the respondents as an independent random sample."
        else:
            yield "  No interval covers the bias of those who did not answer: this survey does not tell of any, but"
            yield "  they may not be in it, and others were never asked. Every interval takes the respondents as an"
            yield "  independent random sample."


# ---- Main ------------------------------------------------------------------------------------------------------------


def write(text):
    """Writes to standard output, the same bytes whatever the locale."""
    try:
        with open(sys.stdout.fileno(), "wb", closefd=False) as out:
            out.write(text.encode("utf-8", "surrogateescape"))
    except OSError as error:
        raise Complaint(f"cannot write the report: {error.strerror}") from None


def main():
    options = read_options()
    try:
        report = Report(options, read_survey(options))
        write("\n".join(report.lines()) + "\n")
    except (Complaint, nps.NpsError, MemoryError) as problem:
        print(f"survey_report: {problem or 'out of memory'}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
