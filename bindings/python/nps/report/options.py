# SPDX-License-Identifier: MIT
"""The command line: what can be asked for, and what an option means."""

from __future__ import annotations

import argparse
import re
from datetime import date
from typing import Any, Callable, List, NoReturn, Optional, Sequence, Tuple

from .._benchmark import Benchmark, benchmarks
from .._calendar import PERIODS, read_window
from .._cells import asked_of
from .._error import NpsError
from .._labels import LANGUAGES, language_number
from .._methods import METHODS, method_number
from .._numbers import read_level, read_score
from .._scale import scale_of
from .columns import NONE, Wanted
from .counting import Request
from .figures import Choices
from .problems import UsageProblem, listed, quoted
from .source import Reading

USAGE = 2
_PROGRAM = "python -m nps"
_EXITS = (
    "exit status: 0 done, 1 the data cannot be read or has no answers, 2 the options make no sense, 130 interrupted, 141 nobody "
    "reads the output any more"
)
_SCALES = ("0-10", "1-10", "1-5", "1-7")


class Parser(argparse.ArgumentParser):
    """Complains in two lines, as all commands do."""

    def error(self, message: str) -> NoReturn:
        self.exit(USAGE, f"{self.prog}: {message}\ntry: {self.prog} --help\n")


# ---- values ----


def _reader(read: Callable[[str], Any]) -> Callable[[str], Any]:
    """A reader of a value for argparse, which shows the message of its error."""

    def checked(text: str) -> Any:
        try:
            return read(text)
        except (NpsError, ValueError, TypeError, OverflowError) as refused:
            raise argparse.ArgumentTypeError(str(refused)) from None

    return checked


def _number(text: str) -> float:
    try:
        return float(text)
    except ValueError:
        raise ValueError(f"must be a number, not {quoted(text)}") from None


def _level(text: str) -> float:
    return read_level(_number(text))


def _whole(lowest: int) -> Callable[[str], int]:
    def read(text: str) -> int:
        if not re.fullmatch(r"\d{1,9}", text.strip()) or int(text) < lowest:
            raise ValueError(f"must be a whole number from {lowest} on, not {quoted(text)}")
        return int(text)

    return _reader(read)


def _method(text: str) -> str:
    method_number(text)
    return text


def _language(text: str) -> str:
    language_number(text)
    return text


def _scale(text: str) -> str:
    name = text.strip().replace("-", "_")
    try:
        scale_of(name)
    except NpsError:
        raise ValueError(f"is one of {', '.join(_SCALES)}, not {quoted(text)}") from None
    return name


def _every(text: str) -> str:
    if text not in PERIODS:
        raise ValueError(f"is one of {', '.join(PERIODS)}, not {quoted(text)}")
    return text


def _window(text: str) -> int:
    return read_window(text if not text.isdigit() else int(text), "a window")


def _benchmark(text: str) -> Benchmark:
    """A score, or the name of a published one."""
    try:
        score = float(text)
    except ValueError:
        return _published(text.strip())
    return Benchmark(read_score(score, "a benchmark"))


def _published(name: str) -> Benchmark:
    """A published score by its name, or by its name and year."""
    known = benchmarks()
    wanted = name.casefold()
    found = [each for each in known if wanted in (str(each.name).casefold(), f"{each.name} {each.year}".casefold())]
    if len(found) == 1:
        return found[0]
    if found:
        scores = ", ".join(f"{each.score:g} ({each.year or 'no year'})" for each in found)
        raise ValueError(f"{len(found)} published scores are called {quoted(name)}: write one of the scores {scores}")
    alike = sorted({str(each.name) for each in known if wanted in str(each.name).casefold()})
    there_are = f"there are {listed(alike)}" if alike else "nps.benchmarks() lists the published ones"
    raise ValueError(
        f"must be a score from -100 to 100, or the name of a published one, not {quoted(name)}; {there_are}"
    )


def _shares(text: str) -> Tuple[float, ...]:
    parts = re.split(r"[,/\s]+", text.strip())
    if len(parts) != 3:
        raise ValueError(f"must be promoters, passives and detractors, such as 50,30,20, not {quoted(text)}")
    return tuple(map(_number, parts))


def missing_of(texts: Sequence[str]) -> List[Any]:
    """Codes that mean "no answer": integers and texts, separated by commas."""
    codes: List[Any] = []
    for text in texts:
        for part in text.split(","):
            code = part.strip()
            if code:
                codes.append(int(code) if re.fullmatch(r"[-+]?\d{1,18}", code) else code)
    return codes


# ---- options ----


def _add_files(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "files", nargs="+", metavar="FILE",
        help=f"CSV, TSV, Excel or Parquet; {NONE} is standard input. Several files are one survey",
    )  # fmt: skip


def _add_columns(parser: argparse.ArgumentParser, roles: Sequence[str]) -> None:
    group = parser.add_argument_group(
        "columns, by name", f"What is not named is found, and the report says what was assumed; {NONE} is none."
    )
    texts = {
        "answer": "the answers",
        "by": "segments, such as shops; repeat it for several columns",
        "date": "the date of the answer",
        "respondent": "the person, of whom the latest answer counts",
        "weight": "the weight of the answer",
        "count": "how many respondents a row stands for",
    }
    for role in roles:
        action = "append" if role == "by" else "store"
        group.add_argument(f"--{role}", metavar="NAME", action=action, help=texts[role])


def _add_reading(parser: argparse.ArgumentParser) -> None:
    group = parser.add_argument_group("reading")
    group.add_argument(
        "--scale", type=_reader(_scale), default="0_10", metavar="SCALE", help=f"{', '.join(_SCALES)} (0-10)"
    )
    group.add_argument(
        "--missing", action="append", default=[], metavar="CODES",
        help='what means "no answer" beside blanks, separated by commas: --missing=11,99,"do not know"',
    )  # fmt: skip
    group.add_argument("--day-first", action="store_true", help="3/4/2026 is the third of April")
    group.add_argument("--month-first", action="store_true", help="3/4/2026 is the fourth of March")
    group.add_argument("--encoding", help="the encoding of a text file, such as cp1252; it is found otherwise")
    group.add_argument("--separator", help="the separator of a text file; it is found otherwise")
    group.add_argument("--decimal", choices=[".", ","], help="the decimal mark; it is found otherwise")
    group.add_argument("--header", type=_whole(1), metavar="ROW", help="the row with the names; it is found otherwise")
    group.add_argument("--sheet", help="the sheet of an Excel file; the first one otherwise")


def _add_statistics(parser: argparse.ArgumentParser, has_minimum: bool = True) -> None:
    group = parser.add_argument_group("statistics")
    group.add_argument(
        "--level", type=_reader(_level), default=0.95, metavar="LEVEL", help="how sure the intervals are (0.95)"
    )
    group.add_argument(
        "--method",
        type=_reader(_method),
        default="auto",
        metavar="NAME",
        help=f"of the intervals: {', '.join(METHODS)}",
    )
    if has_minimum:
        group.add_argument(
            "--minimum", "--min-size", type=_whole(0), default=0, metavar="N",
            help="segments of fewer answers are withheld, and those that would give them away",
        )  # fmt: skip


def _add_language(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--language", type=_reader(_language), default="en", metavar="CODE",
        help=f"of the report: {', '.join(LANGUAGES)}; notes on the data are English",
    )  # fmt: skip


def _add_output(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--json", action="store_true", help="write the figures for programs to standard output")
    parser.add_argument(
        "--width", type=_whole(20), metavar="N", help="the width of the text; that of the terminal otherwise"
    )


ROLES = ("answer", "by", "date", "respondent", "weight", "count")


def make_parser() -> Parser:
    """The parser of all commands."""
    parser = Parser(
        prog=_PROGRAM, description="Net Promoter Scores of surveys in files, with intervals.", epilog=_EXITS,
    )  # fmt: skip
    parser.add_argument("--version", action="store_true", help="show the version")
    commands = parser.add_subparsers(dest="command", metavar="COMMAND", parser_class=Parser)

    report = _command(
        commands, "report", "everything about a survey: on the terminal, as a page, for programs, as a workbook"
    )
    _add_files(report)
    _add_columns(report, ROLES)
    _add_reading(report)
    _add_statistics(report)
    report.add_argument(
        "--every", type=_reader(_every), metavar="PERIOD", help=f"{', '.join(PERIODS)}; found otherwise"
    )
    report.add_argument(
        "--benchmark",
        type=_reader(_benchmark),
        metavar="SCORE",
        help="a published score, or the name of one: 36, Airlines",
    )
    report.add_argument(
        "--before", metavar="FILE|DATE",
        help="an earlier survey to compare with; or the first day after it, YYYY-MM-DD, if it is in the same file",
    )  # fmt: skip
    _add_language(report)
    report.add_argument(
        "--html", metavar="FILE", help="write a page that needs no other file (pip install 'libnps[report]')"
    )
    report.add_argument("--xlsx", metavar="FILE", help="write a workbook (pip install 'libnps[report]')")
    _add_output(report)
    report.add_argument("--quiet", action="store_true", help="write nothing to standard output")

    summarize = _command(commands, "summarize", "one line for each segment; with several --by for each combination")
    _add_files(summarize)
    _add_columns(summarize, ("answer", "by", "respondent", "date", "weight", "count"))
    summarize.add_argument("--strata", metavar="NAME", help="the strata that respondents were drawn in")
    summarize.add_argument(
        "--cluster", metavar="NAME", help="the clusters that were drawn whole, such as shops or flights"
    )
    _add_reading(summarize)
    _add_statistics(summarize)
    _add_output(summarize)

    trend = _command(commands, "trend", "one line for each period, or for each day the days that end with it")
    _add_files(trend)
    _add_columns(trend, ("answer", "date", "by", "respondent", "weight", "count"))
    _add_reading(trend)
    _add_statistics(trend)
    trend.add_argument("--every", type=_reader(_every), metavar="PERIOD", help=f"{', '.join(PERIODS)}; found otherwise")
    trend.add_argument(
        "--window", type=_reader(_window), metavar="DAYS", help="a rolling window of so many days, such as 90"
    )
    _add_output(trend)

    merge = _command(commands, "merge", "merge encoded states, the results of to_bytes() and of nps_..._encode()")
    merge.add_argument("files", nargs="+", metavar="FILE", help=f"states of one kind; {NONE} is standard input")
    merge.add_argument("--output", "-o", metavar="FILE", help=f"write the merged state; {NONE} is standard output")
    merge.add_argument(
        "--scale", type=_reader(_scale), default="0_10", metavar="SCALE", help=f"{', '.join(_SCALES)} (0-10)"
    )
    _add_statistics(merge, has_minimum=False)
    _add_output(merge)

    plan = _command(commands, "plan", "how many answers a survey needs")
    _add_plan(plan)
    return parser


def _command(commands: Any, name: str, about: str) -> argparse.ArgumentParser:
    made: argparse.ArgumentParser = commands.add_parser(
        name, help=about, description=f"{about[0].upper()}{about[1:]}.", epilog=_EXITS, allow_abbrev=False
    )
    return made


def _add_plan(parser: argparse.ArgumentParser) -> None:
    goal = parser.add_argument_group("what is wanted, one of").add_mutually_exclusive_group(required=True)
    goal.add_argument(
        "--margin", type=_reader(_number), metavar="POINTS", help="the answers for an interval of +- so many points"
    )
    goal.add_argument("--respondents", type=_whole(1), metavar="N", help="the margin that so many answers give")
    goal.add_argument(
        "--change", type=_reader(_number), metavar="POINTS", help="the answers to find a change between two waves"
    )
    goal.add_argument(
        "--benchmark", type=_reader(_benchmark), metavar="SCORE", help="the answers to tell --expected from a score"
    )
    parser.add_argument(
        "--expected", type=_reader(_shares), metavar="P,P,D",
        help="expected promoters, passives and detractors, such as 50,30,20; without it the worst case",
    )  # fmt: skip
    parser.add_argument(
        "--power", type=_reader(_number), default=0.8, metavar="SHARE", help="the chance to find it (0.8)"
    )
    parser.add_argument(
        "--rate", type=_reader(_number), metavar="SHARE", help="the response rate, to count invitations: 0.2"
    )
    parser.add_argument("--population", type=_whole(1), metavar="N", help="how many there are to be asked, if few")
    _add_statistics(parser, has_minimum=False)
    _add_output(parser)


# ---- what they mean ----


def request_of(options: argparse.Namespace, **others: Any) -> Request:
    """What is to be read."""
    if options.day_first and options.month_first:
        raise UsageProblem("--day-first and --month-first: one of them")
    missing = missing_of(options.missing)
    wanted = Wanted(**{role: getattr(options, role, NONE) for role in ROLES})
    if not hasattr(options, "by"):
        wanted = Wanted(**{**vars(wanted), "by": []})
    reading = Reading(options.encoding, options.separator, options.decimal, options.header, options.sheet)
    order = True if options.day_first else False if options.month_first else None
    asked = asked_of(options.scale, missing)
    return Request(options.files, wanted, asked, missing, reading, day_first=order, **others)


def choices_of(options: argparse.Namespace) -> Choices:
    """How figures are computed."""
    return Choices(
        options.level,
        options.method,
        options.minimum,
        getattr(options, "every", None),
        getattr(options, "benchmark", None),
        getattr(options, "language", "en"),
    )


def earlier_of(text: Optional[str]) -> Tuple[Optional[str], Optional[date]]:
    """A file, or a day."""
    if text is None:
        return None, None
    if re.fullmatch(r"\d{4}-\d{2}-\d{2}", text):
        try:
            return None, date.fromisoformat(text)
        except ValueError:
            raise UsageProblem(f"--before: there is no day {quoted(text)}") from None
    return text, None
