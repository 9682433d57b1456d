# SPDX-License-Identifier: MIT
"""Published scores: where a sample stands against them, three questions about a score, and bands with names."""

from __future__ import annotations

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import count, takewhile
from os import PathLike, fspath
from typing import Any, Callable, Dict, Iterable, List, NamedTuple, Optional, Tuple, Union, cast

from . import _raw as raw
from ._cells import sample_of
from ._counts import read_interval
from ._documentation import documented
from ._error import NpsError
from ._frame import ColumnName
from ._labels import labels, language_number
from ._methods import plain, refused
from ._multiplicity import adjust
from ._numbers import Real, read_count, read_integer, read_level, read_score
from ._results import Comparison, Interval, Rank, Result
from ._sample import Sample, answered
from ._scale import ScaleName
from ._shown import numbered, points, short
from ._structs import read_comparison
from ._table import Table
from ._weighted import Evidence, estimate_of, is_weighted
from .errors import MethodError

_KINDS: Dict[int, str] = {raw.NPS_BENCHMARK_INDUSTRY: "industry", raw.NPS_BENCHMARK_COMPANY: "company"}
_CONVENTIONS: Dict[str, int] = {"bain": raw.NPS_BAND_BAIN, "ladder": raw.NPS_BAND_LADDER}
_AUTO: int = raw.NPS_METHOD_AUTO
_VERDICTS: Dict[int, str] = {
    raw.NPS_VERDICT_NOT_KNOWN: "not known",
    raw.NPS_VERDICT_YES: "yes",
    raw.NPS_VERDICT_NO: "no",
}
_NAMES: Dict[int, str] = {
    number: name[len("NPS_LABEL_") :].lower()
    for name, number in vars(raw).items()
    if name.startswith("NPS_LABEL_BAND_")
}


@dataclass(frozen=True)
class Benchmark(Result):
    """A published score, and what is known of it.

    Examples
    --------
    >>> nps.Benchmark(36, "Airlines", year=2023, respondents=900, source="a report").name
    'Airlines'
    """

    score: float
    """The score, in points."""
    name: Optional[str] = None
    kind: str = "industry"
    """ "industry" or "company"."""
    region: Optional[str] = None
    year: Optional[int] = None
    respondents: Optional[int] = None
    """The number of respondents of this score; None: not known."""
    source: Optional[str] = None

    def __post_init__(self) -> None:
        if self.kind not in _KINDS.values():
            refused("kind of benchmark", self.kind, _KINDS.values(), MethodError)
        for name in ("name", "region", "source"):
            if not isinstance(getattr(self, name), (str, type(None))):
                raise TypeError(f"{name} must be a text or None, not {short(getattr(self, name))}")
        object.__setattr__(self, "score", read_score(self.score, "score"))
        if self.year is not None:
            object.__setattr__(self, "year", read_integer(self.year, "year", "a year or None"))
            if not 1 <= self.year <= 9999:
                raise ValueError(f"year must be from 1 to 9999, not {short(self.year)}")
        if self.respondents is not None:
            number = read_count(self.respondents, "respondents", "people")
            object.__setattr__(self, "respondents", number or None)
        super().__post_init__()

    @property
    def not_known(self) -> Tuple[str, ...]:
        """What would be needed to judge a comparison and is not known: "respondents", "year", "region", "source"."""
        return tuple(name for name in ("respondents", "year", "region", "source") if getattr(self, name) is None)


Benchmarks = Union[Benchmark, Real, Iterable[Union[Benchmark, Real]]]
"""One Benchmark or score, or several."""


@dataclass(frozen=True)
class Standing(Comparison):
    """Where a sample stands against one published score: sample minus published score.

    Examples
    --------
    >>> found = nps.standing(nps.Counts(46, 30, 14), nps.Benchmark(20, "Airlines"))
    >>> found.p_value > 0.05, found.rank.best, found.rank.worst, found.not_known
    (True, 1, 2, ('respondents', 'year', 'region', 'source'))
    """

    adjusted: float
    """The p-value, adjusted for the number of published scores."""
    rank: Rank
    """The possible ranks of the sample among all published scores that were compared."""
    benchmark: Benchmark
    not_known: Tuple[str, ...]
    """What is not known of the published score. Without its respondents its own uncertainty is not in the interval."""

    def __repr__(self) -> str:
        interval = f"lower={points(self.lower)}, upper={points(self.upper)}"
        about = f"p_value={self.p_value:.3g}, rank={self.rank.best} to {self.rank.worst}, not_known={self.not_known!r}"
        return f"Standing(difference={points(self.difference, '+.3f')}, {interval}, {about})"


@dataclass(frozen=True)
class Verdict(Result):
    """The answer to a question, with its evidence.

    Examples
    --------
    >>> nps.three_questions(nps.Counts(460, 300, 140)).above_zero.answer
    'yes'
    """

    answer: str
    """ "yes", "no" or "not known"."""
    evidence: Any
    """The result that the answer rests on; None where there is nothing to compare with."""


@dataclass(frozen=True)
class ThreeQuestions(Result):
    """The answers to three questions about a score, each at the level by itself.

    Examples
    --------
    >>> found = nps.three_questions(nps.Counts(460, 300, 140), competitors=[20, 25], before=nps.Counts(350, 320, 230))
    >>> found.higher.answer, found.rising.answer, found.above_zero.answer
    ('yes', 'yes', 'yes')
    """

    score: float
    higher: Verdict
    """Is the score higher than that of every competitor? The evidence is a list of Standing."""
    rising: Verdict
    """Is the score higher than before? The evidence is a Comparison."""
    above_zero: Verdict
    """Is the score above zero? The evidence is an Interval."""

    def __repr__(self) -> str:
        answers = ", ".join(f"{name}={getattr(self, name).answer!r}" for name in ("higher", "rising", "above_zero"))
        return f"ThreeQuestions(score={points(self.score, '.1f')}, {answers})"


@dataclass(frozen=True)
class Band(Result):
    """The band of a score by a convention; str() is its name.

    Examples
    --------
    >>> str(nps.band(nps.Counts(46, 30, 14), convention="ladder"))
    'between good and great'
    """

    name: Optional[str]
    """The name of the band; None where the interval lies in more than one."""
    lowest: str
    """The name of the band of the lower bound."""
    highest: str
    """The name of the band of the upper bound."""
    text: str
    """The name, or "between ... and ..."."""
    convention: str
    interval: Interval

    def __str__(self) -> str:
        return self.text


def benchmark_of(value: Any, name: str = "benchmark") -> Benchmark:
    """A Benchmark, or one of a bare score."""
    return value if isinstance(value, Benchmark) else Benchmark(read_score(value, name))


def _benchmarks_of(values: Any, name: str) -> List[Benchmark]:
    if isinstance(values, (str, bytes, Mapping)) or not isinstance(values, Iterable):
        raise TypeError(f"{name} must be a Benchmark, a score or a list of these, not {short(values)}")
    return [benchmark_of(value, f"{name}[{place}]") for place, value in enumerate(values)]


def _numbers_of(benchmarks: List[Benchmark]) -> Tuple[Tuple[float, int], ...]:
    """What the raw module takes of published scores."""
    return tuple((benchmark.score, benchmark.respondents or 0) for benchmark in benchmarks)


class _Read(NamedTuple):
    """A sample as the raw module takes it, and the functions for its kind."""

    sample: Any
    standing: Callable[..., Any]
    three_questions: Callable[..., Any]
    band: Callable[..., Any]
    interval: Callable[[float], Interval]


def _read(sample: Evidence, scale: ScaleName, outside: str, weighted: bool) -> _Read:
    """A sample, with weights or without."""
    if weighted:
        estimate = estimate_of(sample, "the sample", scale, outside)
        return _Read(
            estimate,
            raw.nps_weighted_standing,
            raw.nps_weighted_three_questions,
            raw.nps_weighted_band,
            lambda level: read_interval(raw.nps_weighted_interval(estimate, _AUTO, level)),
        )
    counts = answered(cast(Sample, sample), "the sample", scale, outside)
    return _Read(
        counts,
        raw.nps_standing,
        raw.nps_three_questions,
        raw.nps_band,
        lambda level: read_interval(raw.nps_interval_with(counts, (_AUTO, level, 0, None))),
    )


def _compared(read: _Read, benchmarks: List[Benchmark], level: float) -> List[Comparison]:
    """The sample against each published score. One call for each different one, so that signals are seen between."""
    found: Dict[Tuple[float, int], Comparison] = {}
    numbers = _numbers_of(benchmarks)
    for number in numbers:
        if number not in found:
            (result,), _ = read.standing(read.sample, (number,), level)
            found[number] = read_comparison(result.comparison)
    return [found[number] for number in numbers]


def _standings(read: _Read, benchmarks: List[Benchmark], level: float) -> List[Standing]:
    if not benchmarks:
        read.standing(read.sample, (), level)  # refuses what is wrong with the sample
    compared = _compared(read, benchmarks, level)
    adjusted = adjust([made.p_value for made in compared])
    differences = [made.difference for made, p in zip(compared, adjusted) if p < 1 - level]
    lower = sum(difference > 0 for difference in differences)
    rank = Rank(1 + sum(difference < 0 for difference in differences), 1 + len(benchmarks) - lower)
    found = []
    for made, p_value, benchmark in zip(compared, adjusted, benchmarks):
        numbers = made.difference, made.lower, made.upper, made.p_value, made.method
        found.append(Standing(*numbers, p_value, rank, benchmark, benchmark.not_known))
    return found


def _higher(standings: List[Standing], level: float) -> str:
    """Whether the score is higher than all published ones, as nps_three_questions() says."""
    if standings and standings[0].rank.best > 1:
        return _VERDICTS[raw.NPS_VERDICT_NO]
    is_known = bool(standings) and all(each.p_value < 1 - level and each.difference > 0 for each in standings)
    return _VERDICTS[raw.NPS_VERDICT_YES if is_known else raw.NPS_VERDICT_NOT_KNOWN]


@documented(raw.nps_benchmark_published)
def benchmarks() -> List[Benchmark]:
    """The published scores that the library knows, with their sources.

    Returns
    -------
    list of Benchmark
        They are records: pandas.DataFrame() makes a table of them.

    Examples
    --------
    >>> [benchmark.score for benchmark in nps.benchmarks() if benchmark.name == "Airlines"]
    [36.0, 7.0]
    """
    known = takewhile(lambda read: read is not None, map(raw.nps_benchmark_published, count()))
    return [
        Benchmark(score, name, _KINDS[kind], region, year or None, respondents or None, source)
        for score, name, kind, region, year, respondents, source in known
    ]


_COLUMNS: Dict[str, str] = {"nps": "score", "industry": "name", "company": "name", "n": "respondents"}
_FIELDS = ("score", "name", "kind", "region", "year", "respondents", "source")


@documented()
def read_benchmarks(path: Union[str, PathLike[str]], *, encoding: str = "utf-8-sig") -> List[Benchmark]:
    """Reads published scores from a CSV file.

    Parameters
    ----------
    path
        The file. Its first line has the names of the columns: score (or nps), and any of name, kind, region, year,
        respondents and source. Other columns are ignored, and empty cells are not known.
    encoding
        The encoding of the file.

    Returns
    -------
    list of Benchmark
        In the order of the file.

    Raises
    ------
    ValueError
        There is no column of scores, or two columns are the same thing, such as nps and score; a line has another
        number of cells than there are columns, or a cell cannot be read. The message names line, column and value.

    Examples
    --------
    >>> import os, tempfile
    >>> path = os.path.join(tempfile.mkdtemp(), "rivals.csv")
    >>> with open(path, "w") as file:
    ...     _ = file.write("name,nps,year\\nRome,36,2024\\n")
    ...
    >>> nps.read_benchmarks(path)[0].year
    2024
    """
    with open(fspath(path), newline="", encoding=encoding) as file:  # an int would be a file that others have opened
        reader = csv.reader(file)
        names = [name.strip().lower() for name in next(reader, [])]
        fields = [_COLUMNS.get(name, name) for name in names]
        if "score" not in fields:
            raise ValueError(f"{short(path)} has no column 'score' or 'nps'; it has {', '.join(names) or 'no columns'}")
        _check_columns(path, names, fields)
        return [_read_row(row, names, fields, f"line {reader.line_num}") for row in reader if any(row)]


def _check_columns(path: Any, names: List[str], fields: List[str]) -> None:
    for field in _FIELDS:
        same = [repr(name) for name, of in zip(names, fields) if of == field]
        if len(same) > 1:
            raise ValueError(f"{short(path)} has the columns {' and '.join(same)}, which are all the {field}: keep one")


def _read_row(row: List[str], names: List[str], fields: List[str], where: str) -> Benchmark:
    if len(row) != len(names):
        raise ValueError(
            f"{where}: there are {len(names)} columns, {', '.join(names)}, and {numbered(len(row), 'cell')}: "
            f"{', '.join(row)}; a cell with a comma in it must be in quotes"
        )
    cells = {field: (text.strip(), name) for field, text, name in zip(fields, row, names) if text.strip()}

    def number(field: str, read: Callable[[str], Any], wanted: str) -> Any:
        if field not in cells:
            return None
        text, name = cells[field]
        try:
            return read(text)
        except ValueError:
            raise ValueError(f"{where}: the column {name!r} must have {wanted}, not {short(text)}") from None

    def text_of(field: str) -> Optional[str]:
        return cells[field][0] if field in cells else None

    if "score" not in cells:
        raise ValueError(f"{where}: there is no score")
    score = number("score", float, "a score such as 36.5")
    year = number("year", int, "a year such as 2024, or nothing")
    respondents = number("respondents", int, "a number of people such as 900, or nothing")
    kind = (text_of("kind") or "industry").lower()
    try:
        return Benchmark(score, text_of("name"), kind, text_of("region"), year, respondents, text_of("source"))
    except NpsError as error:
        raise type(error)(f"{where}: {error}") from None
    except (ValueError, OverflowError) as error:
        raise ValueError(f"{where}: {error}") from None


@documented(raw.nps_standing)
def standing(
    counts: Any,
    benchmark: Benchmarks,
    *,
    answer: ColumnName = None,
    missing_codes: Iterable[Any] = (),
    scale: ScaleName = "0_10",
    outside: str = "raise",
    level: Real = 0.95,
) -> Any:
    """Where a sample stands against published scores.

    Parameters
    ----------
    counts
        The sample: an Accumulator or Counts; or Weighted, WeightedDesign or WeightedEstimate; or, with `answer`, a
        frame as for summarize().
    benchmark
        A Benchmark or a score; or a list of them, such as benchmarks().
    answer
        The column of answers of a frame, by name or as values.
    missing_codes
        Integers and texts that mean "no answer" in a frame.

    Returns
    -------
    Standing, or Table
        For one published score a Standing. For several a Table with a row for each, whose notes have the rank and what
        is not known.

    Examples
    --------
    >>> sample = nps.Counts(460, 300, 140)
    >>> nps.standing(sample, nps.Benchmark(20, "Oslo", respondents=900, year=2024))
    Standing(difference=+15.556, lower=7.535, upper=23.601, p_value=0.000137, rank=1 to 1, not_known=('region',
    'source'))
    >>> rivals = [nps.Benchmark(20, "Oslo", respondents=900), nps.Benchmark(35, "Rome"), nps.Benchmark(60, "Lima")]
    >>> table = nps.standing(sample, rivals)
    >>> table["name"], table["best"][0], table["worst"][0]
    (('Oslo', 'Rome', 'Lima'), 2, 3)
    """
    read_level_of = read_level(level)
    if answer is not None:
        counts = sample_of(counts, answer, scale, missing_codes)
    numbers = _read(counts, scale, outside, is_weighted(counts))
    if isinstance(benchmark, Benchmark) or not isinstance(benchmark, Iterable):
        return _standings(numbers, [benchmark_of(benchmark)], read_level_of)[0]
    listed = _benchmarks_of(benchmark, "benchmark")
    found = _standings(numbers, listed, read_level_of)
    names = "difference", "lower", "upper", "p_value", "adjusted", "method"
    rows = [
        (each.benchmark.name, each.benchmark.year, each.benchmark.score, *(getattr(each, name) for name in names),
         each.rank.best, each.rank.worst, ", ".join(each.not_known))
        for each in found
    ]  # fmt: skip
    notes = [f"the sample has rank {found[0].rank.best} to {found[0].rank.worst} of {len(found) + 1}"] if found else []
    unknown = sum(each.benchmark.respondents is None for each in found)
    if unknown:
        notes.append(
            f"the respondents of {unknown} of {len(found)} published scores are not known: these are treated as exact, "
            "and the intervals are too narrow"
        )
    return Table(("name", "year", "score", *names, "best", "worst", "not_known"), rows, notes=notes)


@documented(raw.nps_three_questions)
def three_questions(
    counts: Evidence,
    *,
    competitors: Benchmarks = (),
    before: Optional[Evidence] = None,
    scale: ScaleName = "0_10",
    outside: str = "raise",
    level: Real = 0.95,
) -> ThreeQuestions:
    """Is a score higher than that of the competitors, is it rising, and is it above zero?

    Parameters
    ----------
    counts
        The sample: an Accumulator or Counts; or Weighted, WeightedDesign or WeightedEstimate.
    competitors
        The published scores of the competitors: Benchmark or scores.
    before
        An earlier, independent sample of any of these kinds.

    Examples
    --------
    >>> nps.three_questions(nps.Counts(460, 300, 140), competitors=[20, 60], before=nps.Counts(450, 310, 140))
    ThreeQuestions(score=35.6, higher='no', rising='not known', above_zero='yes')
    """
    read_level_of = read_level(level)
    one = isinstance(competitors, Benchmark) or not isinstance(competitors, Iterable)
    rivals = [benchmark_of(competitors, "competitors")] if one else _benchmarks_of(competitors, "competitors")
    weighted = is_weighted(counts) or is_weighted(before)
    read = _read(counts, scale, outside, weighted)
    earlier: Any = None
    if before is not None:
        read_before: Callable[..., Any] = estimate_of if weighted else answered
        earlier = read_before(before, "the sample before", scale, outside)
    standings = _standings(read, rivals, read_level_of)
    found = read.three_questions(read.sample, (), earlier, read_level_of)
    change = None if earlier is None else read_comparison(found.change)
    bounds = read.interval(read_level_of)
    return ThreeQuestions(
        found.score,
        Verdict(_higher(standings, read_level_of), standings or None),
        Verdict(_VERDICTS[found.is_rising], change),
        Verdict(_VERDICTS[found.is_above_zero], bounds),
    )


@documented(raw.nps_band)
def band(
    counts: Evidence,
    *,
    convention: str = "bain",
    language: str = "en",
    scale: ScaleName = "0_10",
    outside: str = "raise",
    level: Real = 0.95,
) -> Band:
    """The band of a score by a convention: a name only when the whole interval lies in it.

    Parameters
    ----------
    counts
        The sample: an Accumulator or Counts; or Weighted, WeightedDesign or WeightedEstimate.
    convention
        "bain": from 0 good, from 20 favorable, from 50 excellent, from 80 world class. "ladder": below 0 needs
        improvement, from 0 good, from 30 great, from 70 excellent.
    language
        The language of the names, as for labels().

    Examples
    --------
    >>> nps.band(nps.Counts(460, 300, 140)).name
    'favorable'
    >>> print(nps.band(nps.Counts(46, 30, 14), language="pl"))
    od „dobry” do „korzystny”
    """
    if not isinstance(convention, str) or plain(convention) not in _CONVENTIONS:
        refused("convention", convention, _CONVENTIONS, MethodError)
    language_number(language)
    read_level_of = read_level(level)
    read = _read(counts, scale, outside, is_weighted(counts))
    found = read.band(read.sample, _CONVENTIONS[plain(convention)], read_level_of)
    interval = read.interval(read_level_of)
    words = labels(language)
    lowest, highest = words[_NAMES[found.lowest]], words[_NAMES[found.highest]]
    name = lowest if found.lowest == found.highest else None
    text = words["between"].format(lowest, highest) if name is None else name
    return Band(name, lowest, highest, text, plain(convention), interval)
