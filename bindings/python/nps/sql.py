# SPDX-License-Identifier: MIT
"""The text of counting queries for databases that have no functions of libnps.

    >>> import nps.sql
    >>> import sqlite3
    >>> connection = sqlite3.connect(":memory:")
    >>> rows = connection.executescript("CREATE TABLE answers (shop, answer); INSERT INTO answers VALUES"
    ...                                 "('Rome', 10), ('Rome', 9), ('Rome', 3), ('Oslo', 7), ('Oslo', NULL)")
    >>> query = nps.sql.counts("sqlite", "answers", "answer", by="shop")
    >>> cube = nps.from_counts(connection.execute(query), by="shop")
    >>> cube["Rome"]
    <nps.Accumulator: 3 answers, score 33.33>
    >>> connection.close()

counts() gives a row for each segment with how often each answer was given, of which nps.from_counts() makes states;
adjusted_wald() gives scores with the one interval that plain SQL can compute. The dialects are those of DIALECTS. Names
of tables and columns are quoted, so they are taken as they are: those of Snowflake are in capitals unless they were
quoted when they were made. The answer is a column of numbers: NULL and NaN are missing, and what is not one of 0 to 10
is invalid.
"""

from __future__ import annotations

from dataclasses import dataclass
from statistics import NormalDist
from typing import Dict, Iterable, List, Optional, Sequence, Tuple, Union

from ._from_counts import COUNTED
from ._methods import plain
from ._numbers import Real, read_level
from ._scale import ScaleName, scale_of
from ._shown import short

Table = Union[str, Sequence[str]]
"""The name of a table, or of a schema and a table, or of a catalogue, a schema and a table."""

_ANSWER, _TIMES = "nps_answer", "nps_times"
_WALD_COMMENT = "-- Adjusted Wald (Rocks 2016), for plain SQL; the default method of libnps keeps its level better."
_PSEUDO = {"promoters": 0.75, "passives": 1.5, "detractors": 0.75}
"""The respondents that adjusted Wald adds."""


@dataclass(frozen=True)
class _Dialect:
    quote: str
    """The sign around a name, which is doubled inside of it."""
    integer: str
    real: str
    is_nan: Optional[str]
    """Whether a number is NaN; None where there is none."""
    escapes: bool = False
    """Whether a backslash in a quoted name has a meaning, so that signs are escaped and not doubled."""

    def name(self, name: str) -> str:
        if self.escapes:
            text = name.replace("\\", "\\\\").replace(self.quote, "\\" + self.quote)
        else:
            text = name.replace(self.quote, 2 * self.quote)
        return f"{self.quote}{text}{self.quote}"


# A name in double quotes that SQLite does not know is a text to it, and no error; one in backticks is an error.
_DIALECTS: Dict[str, _Dialect] = {
    "sqlite": _Dialect("`", "INTEGER", "REAL", None),
    "postgresql": _Dialect('"', "BIGINT", "DOUBLE PRECISION", "CAST({} AS TEXT) = 'NaN'"),
    "duckdb": _Dialect('"', "BIGINT", "DOUBLE", "isnan(CAST({} AS DOUBLE))"),
    "spark": _Dialect("`", "BIGINT", "DOUBLE", "isnan({})"),
    "clickhouse": _Dialect("`", "Int64", "Float64", "isNaN(toFloat64({}))", escapes=True),
    "bigquery": _Dialect("`", "INT64", "FLOAT64", "IS_NAN(CAST({} AS FLOAT64))", escapes=True),
    "snowflake": _Dialect('"', "BIGINT", "DOUBLE", "CAST({} AS DOUBLE) = CAST('NaN' AS DOUBLE)"),
}

DIALECTS: Tuple[str, ...] = tuple(_DIALECTS)
"""The names of the dialects."""


def counts(
    dialect: str, table: Table, answer: str, by: Union[str, Iterable[str]] = (), *, where: Optional[str] = None
) -> str:
    """The query that counts answers, of whose result nps.from_counts() makes states.

    The database groups by key and answer first, so it reads each row once.

    Parameters
    ----------
    dialect
        One of DIALECTS.
    table
        The name of a table or a view; of one in a schema a list, as in ["public", "answers"].
    answer
        The name of the column of answers, which are numbers.
    by
        The name of the column of keys, or a list of names. None of them: one row for all.
    where
        A condition as SQL text, which is not quoted or checked: never text of a stranger.

    Returns
    -------
    str
        A SELECT without a semicolon. Its columns are the keys, answer_0 to answer_10, missing and invalid.

    Raises
    ------
    ValueError
        There is no such dialect, or a name is empty, or there twice, or that of another column of the result.

    Examples
    --------
    >>> print(nps.sql.counts("duckdb", "answers", "score").split("FROM (\\n")[1])
      SELECT "score" AS "nps_answer", COUNT(*) AS "nps_times"
      FROM "answers"
      GROUP BY "score"
    ) AS "nps_counted"
    """
    return "\n".join(_counting(_read_dialect(dialect), table, answer, _read_keys(by, COUNTED), where))


def adjusted_wald(
    dialect: str,
    table: Table,
    answer: str,
    by: Union[str, Iterable[str]] = (),
    *,
    where: Optional[str] = None,
    scale: ScaleName = "0_10",
    level: Real = 0.95,
) -> str:
    """The query that computes scores with adjusted Wald intervals, for those who can have nothing but SQL.

    The figures are those of interval(method="adjusted wald"), to 1e-12. The default method of libnps, which no SQL can
    compute, keeps its level better; docs/which_interval.md compares them. SQLite needs its mathematical functions.

    Parameters
    ----------
    dialect, table, answer, by, where
        As for counts().
    scale
        The scale that answers are read on: a Scale, or the name of one, "0_10", "1_10", "1_5" or "1_7". Answers off it
        are invalid.
    level
        The confidence level, 0.95 for 95 %.

    Returns
    -------
    str
        A SELECT without a semicolon. Its columns are the keys, n, missing, invalid, promoters, passives, detractors,
        score, lower, upper and method. Of no answers the figures are NULL.

    Raises
    ------
    ValueError
        As for counts(), or the level is not between 0 and 1.

    Examples
    --------
    >>> import sqlite3
    >>> connection = sqlite3.connect(":memory:")
    >>> rows = connection.executescript("CREATE TABLE stars (answer); INSERT INTO stars VALUES (5), (5), (4), (1)")
    >>> query = nps.sql.adjusted_wald("sqlite", "stars", "answer", scale="1_5", level=0.9)
    >>> [round(figure, 3) for figure in connection.execute(query).fetchone()[6:9]]
    [25.0, -34.763, 63.335]
    >>> connection.close()
    """
    made, limits = _read_dialect(dialect), scale_of(scale)
    real, name = made.real, made.name
    z = -NormalDist().inv_cdf((1 - read_level(level)) / 2)
    groups = {
        "promoters": range(limits.promoter_min, limits.highest + 1),
        "passives": range(limits.detractor_max + 1, limits.promoter_min),
        "detractors": range(limits.lowest, limits.detractor_max + 1),
    }
    off = set(range(11)) - set(range(limits.lowest, limits.highest + 1))
    keys = _read_keys(by, (*COUNTED, *groups, "n", "score", "lower", "upper", "method", "theta", "margin"))
    columns = [name(key) for key in keys]

    def total(answers: Iterable[int]) -> str:
        return " + ".join(name(f"answer_{each}") for each in answers) or "0"

    counted = [
        *columns,
        name("missing"),
        f"{' + '.join([name('invalid'), *(name(f'answer_{each}') for each in sorted(off))])} AS {name('invalid')}",
        *(f"{total(answers)} AS {name(group)}" for group, answers in groups.items()),
    ]
    kept = [*columns, *map(name, ("missing", "invalid", *groups))]
    p, m, d = (f"(CAST({name(group)} AS {real}) + CAST({more} AS {real}))" for group, more in _PSEUDO.items())
    total_of = f"({p} + {m} + {d})"
    adjusted = [
        *kept,
        *(f"{each} AS {name(part)}" for each, part in ((p, "p"), (m, "m"), (d, "d"), (total_of, "total"))),
    ]
    p, m, d, n = map(name, ("p", "m", "d", "total"))
    # A sum of squared distances, in which nothing cancels, as in lib/method/wald.c.
    variance = " + ".join(
        f"{weight} * ({distance}) / {n} * ({distance}) / {n}"
        for weight, distance in ((p, f"{m} + 2 * {d}"), (m, f"{p} - {d}"), (d, f"{m} + 2 * {p}"))
    )
    bounded = [
        *kept,
        f"({p} - {d}) / {n} AS {name('theta')}",
        f"CAST({z!r} AS {real}) * SQRT(({variance}) / {n} / {n}) AS {name('margin')}",
    ]
    answers = " + ".join(map(name, groups))
    lower, upper = (f"100 * ({name('theta')} {sign} {name('margin')})" for sign in "-+")
    figures = [
        *columns,
        f"{answers} AS {name('n')}",
        *map(name, ("missing", "invalid", *groups)),
        f"CASE WHEN {answers} > 0 THEN CAST(100 AS {real}) * ({name('promoters')} - {name('detractors')}) / "
        f"({answers}) END AS {name('score')}",
        f"CASE WHEN {answers} > 0 THEN CASE WHEN {lower} < -100 THEN CAST(-100 AS {real}) ELSE {lower} END END "
        f"AS {name('lower')}",
        f"CASE WHEN {answers} > 0 THEN CASE WHEN {upper} > 100 THEN CAST(100 AS {real}) ELSE {upper} END END "
        f"AS {name('upper')}",
        f"'adjusted wald' AS {name('method')}",
    ]
    query = _counting(made, table, answer, keys, where)
    for layer, wanted in enumerate((counted, adjusted, bounded, figures)):
        query = _around(query, wanted, name(f"nps_layer_{layer}"))
    return "\n".join([_WALD_COMMENT, *query])


def _counting(dialect: _Dialect, table: Table, answer: str, keys: Sequence[str], where: Optional[str]) -> List[str]:
    """The lines of the counting query."""
    name = dialect.name
    columns = [name(key) for key in keys]
    counted, times = name(_ANSWER), name(_TIMES)
    is_missing = " OR ".join(
        [f"{counted} IS NULL", *([dialect.is_nan.format(counted)] if dialect.is_nan is not None else [])]
    )
    eleven = ", ".join(map(str, range(11)))
    conditions = [
        *(f"WHEN {counted} = {each} THEN {times} ELSE 0" for each in range(11)),
        f"WHEN {is_missing} THEN {times} ELSE 0",
        f"WHEN {is_missing} OR {counted} IN ({eleven}) THEN 0 ELSE {times}",
    ]
    selected = [
        *columns,
        *(
            f"CAST(COALESCE(SUM(CASE {condition} END), 0) AS {dialect.integer}) AS {name(what)}"
            for condition, what in zip(conditions, COUNTED)
        ),
    ]
    source = _read_name(answer, "answer")
    inner = [
        f"SELECT {', '.join([*columns, f'{name(source)} AS {counted}', f'COUNT(*) AS {times}'])}",
        f"FROM {'.'.join(name(part) for part in _read_table(table))}",
        *([f"WHERE ({_read_condition(where)}\n)"] if where is not None else []),
        f"GROUP BY {', '.join([*columns, *([name(source)] if source not in keys else [])])}",
    ]
    return [*_around(inner, selected, name("nps_counted")), *([f"GROUP BY {', '.join(columns)}"] if columns else [])]


def _around(query: Iterable[str], columns: Iterable[str], alias: str) -> List[str]:
    """A query of a query."""
    return ["SELECT", *",\n".join(f"  {column}" for column in columns).split("\n"), "FROM (",
            *(f"  {line}" for line in query), f") AS {alias}"]  # fmt: skip


def _read_dialect(dialect: str) -> _Dialect:
    known = {plain(name): made for name, made in _DIALECTS.items()}
    if not isinstance(dialect, str) or plain(dialect) not in known:
        raise ValueError(f"the dialect must be one of {', '.join(DIALECTS)}, not {short(dialect)}")
    return known[plain(dialect)]


def _read_name(name: str, what: str) -> str:
    if not isinstance(name, str):
        raise TypeError(f"{what} must be the name of a column, not {short(name)}")
    if not name or "\0" in name:
        raise ValueError(f"{what} must be a name without zero bytes, not {short(name)}")
    return name


def _read_table(table: Table) -> List[str]:
    parts = [table] if isinstance(table, str) else list(table)
    if not parts:
        raise ValueError("table must be a name, or a list of the names of schema and table, not an empty list")
    return [_read_name(part, "table") for part in parts]


def _read_keys(by: Union[str, Iterable[str]], taken: Iterable[str]) -> List[str]:
    keys = [_read_name(key, "by") for key in ([by] if isinstance(by, str) else by)]
    reserved = {*taken, _ANSWER, _TIMES}
    for place, key in enumerate(keys):
        if key in keys[:place]:
            raise ValueError(f"the key {key!r} is named twice")
        if key.lower() in reserved:
            raise ValueError(f"the result has a column {key!r} of its own: give the key another name in a view")
    return keys


def _read_condition(where: str) -> str:
    if not isinstance(where, str) or not where.strip():
        raise ValueError(f"where must be a condition as SQL text, not {short(where)}")
    return where
