# SPDX-License-Identifier: MIT
"""The scores of a frame in one line: by segment, with intervals, and with notes on what looks wrong."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Callable, Dict, Iterable, Optional, Sequence, SupportsIndex, Union

from ._benchmark import Benchmark
from ._cells import Asked, Cells, Labels, asked_of, count_cells, count_parts
from ._counts import Counts
from ._documentation import documented
from ._figures import figures_of
from ._frame import ColumnName, Columns, is_values, read_frame
from ._keys import Keys, read_keys
from ._lines import Line, about_line, append_figures, lines_of, samples_of, without_answers
from ._multiplicity import segments_compare_benchmark
from ._notes import notes_on
from ._numbers import Real, read_integer
from ._pooling import pool as pool_segments
from ._scale import ScaleName
from ._segments import SUMMARY
from ._table import Table
from ._weighted_cells import Design, estimate_cells

_COMPARED = "difference", "p_value", "adjusted"
_POOLED = "pooled", "pooled_lower", "pooled_upper"
_WEIGHTED = "standard_error", "effective"

_TAKEN = (*SUMMARY[1:], *_COMPARED, *_POOLED, *_WEIGHTED, "depth", "withheld")


@documented()
def summarize(
    frame: Columns,
    answer: ColumnName = None,
    by: Keys = None,
    *,
    weight: ColumnName = None,
    strata: ColumnName = None,
    cluster: ColumnName = None,
    scale: ScaleName = "0_10",
    missing_codes: Iterable[Any] = (),
    labels: Optional[Mapping[Any, Optional[int]]] = None,
    minimum: SupportsIndex = 0,
    subtotals: bool = False,
    benchmark: Optional[Union[Benchmark, Real]] = None,
    pool: bool = False,
    method: str = "auto",
    level: Real = 0.95,
    adjustment: str = "holm",
) -> Table:
    """The score of a survey, or of each of its segments, with its interval and with notes on what looks wrong.

    Answers are numbers, or texts as parse_answers() reads them. What is neither missing nor an answer on the scale
    counts as invalid, and the notes name it. Rows without a key are a segment whose key is None, so that segments add
    up to the total. With weights the score is weighted, and promoters, passives and detractors are sums of weights; n,
    missing and invalid are numbers of respondents.

    Parameters
    ----------
    frame
        A mapping of columns, a list of records, or a frame of pandas, Polars (also lazy), PyArrow, DuckDB, Ibis or
        another library that narwhals knows; an iterator of such, such as read_batches(), of which one part at a time is
        in memory; or None if the columns are passed as values.
    answer
        The name of the column of answers, or the answers themselves. None: `frame` has the answers.
    by
        The key of the segments: the name of a column, a list of names, or a column of values; a mapping gives columns
        of values their names. None: the whole survey is one row.
    weight
        The column of weights.
    strata
        The column of strata that respondents were drawn in.
    cluster
        The column of clusters, such as shops or flights, that were drawn with all their respondents.
    missing_codes
        Integers and texts that mean "no answer", such as 99 or "Don't know".
    labels
        What texts among the answers mean, as for parse_answers().
    minimum
        The smallest number of answers of a segment that is shown. Smaller ones are withheld, and so are those that
        would give them away by subtraction. A segment with n = 0 is shown, also with missing or invalid answers.
    subtotals
        Whether to add the total, and with several keys a subtotal of each value of the first key, of the first two, and
        so on. The column "depth" is the number of keys that a row has values of.
    benchmark
        A Benchmark, or a published score, to compare every row with.
    pool
        Whether to add the scores of segments that borrow from the others, as pool() gives them.

    Returns
    -------
    Table
        A row for each segment with its keys, n, missing, invalid, promoters, passives, detractors, score, lower, upper
        and method; with weights also standard_error and effective, the number of answers without weights that would be
        as certain; with a benchmark difference, p_value and adjusted; with `pool` pooled, pooled_lower and
        pooled_upper; with a minimum withheld. Figures of segments without answers are None. to_native() makes the
        caller's kind of frame of it.

    Raises
    ------
    KeyError
        There is no such column.
    ValueError
        The columns have different lengths.

    Examples
    --------
    >>> survey = {"answer": [9, 10, 4, 8, 10, 99], "shop": ["Rome", "Rome", "Oslo", "Oslo", None, "Rome"]}
    >>> table = nps.summarize(survey, "answer", by="shop", missing_codes=[99])
    >>> print(table)
    shop  n  missing  invalid  promoters  passives  detractors  score  lower  upper  method
    Oslo  2        0        0          0         1           1  -50.0  -97.5   61.3  exact
    Rome  2        1        0          2         0           0  100.0  -55.3  100.0  exact
    -     1        0        0          1         0           0  100.0  -90.0  100.0  exact
    1 row has no shop: the segment None
    >>> nps.summarize([9, "10 - Extremely likely", "no idea"]).notes
    ("1 of 3 answers is invalid (33.3 %): 'no idea' 1",)
    """
    if answer is None:
        if not is_values(frame):
            raise TypeError("answer must be the name of the column of answers, or the answers themselves")
        frame, answer = None, frame
    asked = asked_of(scale, missing_codes, labels)
    least = read_integer(minimum, "minimum", "a number of answers")
    keys = read_keys(frame, by, _TAKEN)
    wanted = [answer, weight, strata, cluster, *(column for _, column in keys)]
    design = Design(weight, strata, cluster)
    is_weighted = any(each is not None for each in design)
    if is_weighted and pool:
        raise ValueError("pool=True is for answers without weights, strata and clusters")
    parts = hasattr(frame, "__next__")
    if parts and is_weighted:
        raise ValueError("weights, strata and clusters need the whole survey at once, not an iterator of its parts")
    read = read_frame(None if parts else frame, *wanted)
    cells = count_parts(frame, answer, keys, asked) if parts else count_cells(read, answer, keys, asked)

    def estimates(rows: Dict[int, Labels]) -> Dict[int, Any]:
        return dict(estimate_cells(read, answer, keys, design, asked, rows).items)

    return table_of_cells(
        cells,
        asked,
        estimates if is_weighted else None,
        minimum=least,
        subtotals=bool(subtotals),
        benchmark=benchmark,
        pool=pool,
        options={"method": method, "level": level},
        adjustment=adjustment,
        is_clustered=cluster is not None,
        kind=read.kind,
    )


def table_of_cells(
    cells: Cells,
    asked: Asked,
    estimates: Optional[Callable[[Dict[int, Labels]], Dict[int, Any]]] = None,
    *,
    options: Dict[str, Any],
    minimum: int = 0,
    subtotals: bool = False,
    benchmark: Optional[Union[Benchmark, Real]] = None,
    pool: bool = False,
    adjustment: str = "holm",
    is_clustered: bool = False,
    kind: str = "values",
) -> Table:
    """The table of answers that were counted; `estimates` gives the weighted estimates of rows by their keys."""
    lines = lines_of(cells, minimum, subtotals)
    samples: Dict[int, Any] = samples_of(lines, asked.scale)
    if estimates is not None:
        samples = estimates({place: lines[place].keys[: lines[place].depth] for place in samples})
    columns = [*cells.names, *["depth"] * subtotals, *SUMMARY[1:]]
    rows = [[*line.keys, *[line.depth] * subtotals, *about_line(line)] for line in lines]
    append_figures(rows, {**without_answers(lines), **figures_of(samples, options)}, 7)
    if estimates is not None:
        columns += _WEIGHTED
        append_figures(rows, {place: (each.standard_error, each.effective) for place, each in samples.items()}, 2)
    if benchmark is not None:
        columns += _COMPARED
        append_figures(rows, _compared(samples, benchmark, adjustment, options), 3)
    if pool:
        columns += _POOLED
        append_figures(rows, _pooled(samples, lines, options), 3)
    if minimum:
        columns += ["withheld"]
        append_figures(rows, {place: (line.withheld,) for place, line in enumerate(lines)}, 1)
    notes = notes_on(cells, asked, samples, sum(line.withheld for line in lines), is_clustered)
    return Table(columns, rows, notes=notes, kind=kind)


def _compared(
    samples: Dict[int, Any], benchmark: Union[Benchmark, Real], adjustment: str, options: Dict[str, Any]
) -> Dict[int, Sequence[Any]]:
    if not samples:
        return {}
    score = benchmark.score if isinstance(benchmark, Benchmark) else benchmark
    respondents = benchmark.respondents or 0 if isinstance(benchmark, Benchmark) else 0
    found = segments_compare_benchmark(
        _evidence(samples), score, respondents=respondents, adjustment=adjustment, **options
    )
    return {place: tuple(each[name] for name in _COMPARED) for place, each in found.items()}


def _evidence(samples: Dict[int, Any]) -> Dict[int, Any]:
    """Samples as functions for segments take them."""
    return {place: Counts(*each) if isinstance(each, tuple) else each for place, each in samples.items()}


def _pooled(samples: Dict[int, Any], lines: Sequence[Line], options: Dict[str, Any]) -> Dict[int, Sequence[Any]]:
    """The pooled scores of the segments; subtotals and the total are none."""
    deepest = max((line.depth for line in lines), default=0)
    segments = {place: sample for place, sample in samples.items() if lines[place].depth == deepest}
    if not segments:
        return {}
    return {
        place: tuple(each[name] for name in _POOLED)
        for place, each in pool_segments(_evidence(segments), **options).items()
    }
