# SPDX-License-Identifier: MIT
"""Which columns of a survey are likely to be the answers, the date, the person, the weight and the segments."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any, Dict, List, Mapping, Optional, Sequence, Tuple

from .._dates import read_dates
from .._frame import name_in, values_of
from .._reading import MISSING_TEXTS, parse_answers
from .._scale import ScaleName
from .._survey import Survey
from ..errors import NotFoundError
from .problems import DataProblem, listed, quoted

NONE = "-"
"""What a caller writes for "no such column"."""

_ASKS = re.compile(
    r"net.?pro|(?<![a-z])e?nps(?![a-z])|recommend|rekomend|рекоменд|推荐|推薦|polec|empfehl|likely to|likelihood",
    re.IGNORECASE,
)
"""Names and questions of the answers themselves, in the languages of the labels."""
_ANSWERS = re.compile(
    r"(?<![a-z])(answers?|scores?|ratings?|grade|0.{1,4}10|note|ocena|odpowied|atsakym|įvertin|балл|оценк|ответ|评分|得分|回答|iskor|sagot)",
    re.IGNORECASE,
)
_DATE = re.compile(
    r"date|(?<![a-z])(day|time|timestamp|created|submitted|completed|recorded|data|petsa|petsang|araw)(?![a-z])|дата|日期|时间|laikas",
    re.IGNORECASE,
)
_PERSON = re.compile(
    r"(?<![a-z])(respondents?|customers?|users?|person|people|clients?|members?|guests?|contacts?|employees?|accounts?|e.?mail|resp)"
    r"([ _.-]*(id|ids|no|nr|num|number|key|code|address|e.?mail|hash))?(?![a-z])|respnum|респондент|клиент|客户|受访者",
    re.IGNORECASE,
)
_ID = re.compile(r"(?<![a-z])(id|uuid|guid|row|key)(?![a-z])|(id|num)$", re.IGNORECASE)
_WEIGHT = re.compile(
    r"(?:(survey|sample|sampling|final|design|post)?[ _.-]*)?(weights?|wgt|wt)|waga|svoris|вес|权重|timbang",
    re.IGNORECASE,
)
_COUNT = re.compile(r"(counts?|times|freq|frequency|respondents|answers_count|number_of_\w+|n)", re.IGNORECASE)
_SEGMENT = re.compile(
    r"(?<![a-z])(region|area|country|city|county|state|shop|store|branch|segment|group|team|department|dept|product|plan|channel|"
    r"gender|sex|age|language|brand|site|location|category|tier|type|market|wave)s?(?![a-z])|regionas|obszar|регион|магазин|地区|门店|"
    r"rehiyon",
    re.IGNORECASE,
)
_WHOLE = re.compile(r"\d{1,9}(\.0*)?")
_DECIMAL = re.compile(r"[-+]?(\d+(\.\d*)?|\.\d+)([eE][-+]?\d+)?")

_LOOKED_AT = 5_000
"""The number of values of a column that are looked at."""
_FIRST_YEAR = 1970
"""Earlier dates are times of a day without a date, or birthdays."""
_MOST_SEGMENTS = 3
"""The number of columns of segments that are taken unasked."""
_MOST_VALUES = 30
"""Up to this number of values a column is taken for segments unasked."""
_LONGEST = 60
"""Longer texts are comments."""


@dataclass
class Chosen:
    """The columns of a report, and what is to be said about the choice."""

    answer: str
    by: List[str]
    date: Optional[str] = None
    respondent: Optional[str] = None
    weight: Optional[str] = None
    count: Optional[str] = None
    said: List[str] = field(default_factory=list)
    """What was assumed, and how to have it otherwise."""

    def names(self) -> List[str]:
        """The columns to read, each once."""
        wanted = [self.answer, *self.by, self.date, self.respondent, self.weight, self.count]
        return list(dict.fromkeys(name for name in wanted if name is not None))

    def to_dict(self) -> Dict[str, Any]:
        """The columns by their role."""
        named = {name: getattr(self, name) for name in ("answer", "by", "date", "respondent", "weight", "count")}
        return {name: list(value) if isinstance(value, list) else value for name, value in named.items()}


@dataclass(frozen=True)
class Wanted:
    """The columns that a caller named; None is to be found, "-" is none."""

    answer: Optional[str] = None
    by: Optional[Sequence[str]] = None
    date: Optional[str] = None
    respondent: Optional[str] = None
    weight: Optional[str] = None
    count: Optional[str] = None


class _Column:
    """A column of the first rows, and what its values look like."""

    def __init__(self, name: str, question: str, values: List[Any]) -> None:
        self.name, self.asked = name, f"{name} {question}"
        self.values = [value for value in values if value is not None]
        self.rows = len(values)
        self.texts = [str(value).strip() for value in self.values]
        self.distinct = set(self.texts)

    def is_like(self, pattern: re.Pattern[str]) -> bool:
        return pattern.search(self.asked) is not None

    def share(self, pattern: re.Pattern[str]) -> float:
        """The share of values of a form."""
        return sum(map(bool, map(pattern.fullmatch, self.texts))) / len(self.texts) if self.texts else 0.0


def choose(survey: Survey, wanted: Wanted, scale: ScaleName, missing: Sequence[Any], source: str) -> Chosen:
    """The columns of a report: those that were named, and likely ones for the others."""
    names = tuple(survey)
    if not survey.rows:
        raise DataProblem(f"{source}: there are no rows below the header {listed(names)}")
    questions = survey.questions
    columns = {name: _Column(name, questions.get(name, ""), values_of(survey[name][:_LOOKED_AT])) for name in names}
    named = _named(names, wanted, source)
    taken = {name for value in named.values() if value for name in ([value] if isinstance(value, str) else value)}
    free = {name: column for name, column in columns.items() if name not in taken}
    chosen = Chosen(answer="", by=[])
    found: Dict[str, Optional[str]] = {}
    for role, find, why in _ROLES:
        if role in named:
            found[role] = named[role] if isinstance(named[role], str) else None
            continue
        found[role] = find(free)
        if found[role] is not None:
            chosen.said.append(f"{why.format(quoted(found[role]))} (--{role} {NONE}: not so)")
            del free[str(found[role])]
    chosen.date, chosen.weight, chosen.count = found.get("date"), found.get("weight"), found.get("count")
    answer = named.get("answer")
    if isinstance(answer, str):
        chosen.answer = answer
    else:
        chosen.answer, said = _answer(free, scale, missing, source)
        chosen.said.insert(0, said)
        free.pop(chosen.answer)
    _choose_person(chosen, named, free)
    by = named.get("by")
    if by is not None:
        chosen.by = list(by)
    else:
        _choose_segments(chosen, free, scale)
    return chosen


def _named(names: Tuple[str, ...], wanted: Wanted, source: str) -> Dict[str, Any]:
    """The columns that were named, as the survey has them; an empty list or "" where none is wanted."""
    named: Dict[str, Any] = {}
    for role in ("answer", "date", "respondent", "weight", "count"):
        value = getattr(wanted, role)
        if value is not None:
            named[role] = "" if value == NONE else found_column(names, value, role, source)
    if named.get("answer") == "":
        raise DataProblem(f"{source}: a report needs a column of answers: --answer {NONE} makes no sense")
    if wanted.by is not None:
        named["by"] = list(dict.fromkeys(found_column(names, name, "by", source) for name in wanted.by if name != NONE))
    for role, value in list(named.items()):
        if value == "":
            named[role] = False
    return named


def found_column(names: Tuple[str, ...], name: str, role: str, source: str) -> str:
    """The name of a column as the survey has it."""
    try:
        return str(name_in(names, name, f"--{role}", "mapping"))
    except NotFoundError:
        alike = [each for each in names if each.strip().casefold() == name.strip().casefold()]
        if len(alike) == 1:
            return alike[0]
        raise DataProblem(f"{source}: --{role}: there is no column {quoted(name)}; there are {listed(names)}") from None


# ---- answers ----


def _answer(columns: Mapping[str, _Column], scale: ScaleName, missing: Sequence[Any], source: str) -> Tuple[str, str]:
    """The column of answers, and how it was chosen."""
    points = {name: _points(column, scale, missing) for name, column in columns.items()}
    ranked = sorted((name for name in columns if points[name] > 0), key=lambda name: -points[name])
    if not ranked:
        raise DataProblem(
            f"{source}: no column looks like answers from 0 to 10: name it with --answer; there are {listed(columns)}"
        )
    best = [name for name in ranked if points[name] == points[ranked[0]]]
    if len(best) > 1:
        raise DataProblem(
            f"{source}: {len(best)} columns look like answers, {listed(best)}: name the right one with --answer"
        )
    others = [name for name in ranked[1:] if points[name] >= 7]
    also = f"; {listed(others, 3)} could be answers too" if others else ""
    return best[0], f"the answers are in the column {quoted(best[0])}{also} (--answer NAME: another one)"


def _points(column: _Column, scale: ScaleName, missing: Sequence[Any]) -> int:
    """How much a column looks like answers; 0 for one that cannot be."""
    if not column.values or _WEIGHT.fullmatch(column.name.strip()):
        return 0
    nothing = [*MISSING_TEXTS, *missing]
    parsed = parse_answers(column.values, scale=scale, missing=nothing)
    read = [answer for answer in parsed.answers if answer is not None and answer >= 0]
    unread = sum(times for text, times in parsed.unread.items() if text not in _CODES)
    codes = sum(text in _CODES for text in column.distinct)
    likely = len(read) / max(1, len(read) + unread)
    if likely < 0.5 or len(column.distinct) - codes > 40:
        return 0
    name = 6 if column.is_like(_ASKS) else 3 if column.is_like(_ANSWERS) else 0
    if len(set(read)) < 2 and not name:
        return 0
    return (
        name
        + (2 if likely >= 0.9 else 1)
        + (max(read, default=0) > 7)
        + (max(read, default=0) >= 9 and len(set(read)) > 4)
    )


_CODES = frozenset("-1 -2 -7 -8 -9 11 77 88 96 97 98 99 888 997 998 999 -99 -999 -2147483648".split())


# ---- the other columns ----


def _find_weight(columns: Mapping[str, _Column]) -> Optional[str]:
    for name, column in columns.items():
        are_numbers = column.share(_DECIMAL) > 0.99 and len(column.values) == column.rows
        if _WEIGHT.fullmatch(name.strip()) and are_numbers and len(column.distinct) > 1:
            return name
    return None


def _find_count(columns: Mapping[str, _Column]) -> Optional[str]:
    for name, column in columns.items():
        if (
            _COUNT.fullmatch(name.strip())
            and column.share(_WHOLE) > 0.99
            and len(column.distinct) < max(3, column.rows / 2)
        ):
            return name
    return None


def _find_date(columns: Mapping[str, _Column]) -> Optional[str]:
    best: List[Tuple[int, str]] = []
    for name, column in columns.items():
        is_named = column.is_like(_DATE)
        plain = [value for value in column.values if not is_named and _DECIMAL.fullmatch(str(value).strip())]
        if not column.values or plain:
            continue
        days = [day for day in read_dates(column.values).dates if day is not None and day.year >= _FIRST_YEAR]
        if len(days) > 0.8 * len(column.values) and len(set(days)) > 1:
            best.append((is_named, name))
    return max(best, key=lambda each: each[0])[1] if best else None


_ROLES = (
    ("weight", _find_weight, "{} weights the answers"),
    ("count", _find_count, "{} says how many respondents a row stands for"),
    ("date", _find_date, "{} is the date of the answer"),
)


def _choose_person(chosen: Chosen, named: Dict[str, Any], free: Dict[str, _Column]) -> None:
    if "respondent" in named:
        chosen.respondent = named["respondent"] or None
        return
    for name in [name for name, column in free.items() if column.is_like(_PERSON)]:
        column = free.pop(name)
        if len(column.distinct) <= 0.2 * len(column.values) or chosen.count or chosen.respondent:
            continue
        if len(column.distinct) == len(column.texts):
            chosen.said.append(
                f"{quoted(name)} is another one in each of the first {len(column.texts)} rows, and every row counts "
                f"(--respondent NAME: one answer a person)"
            )
        else:
            chosen.respondent = name
            chosen.said.append(
                f"{quoted(name)} is the person, of whom the latest answer counts (--respondent {NONE}: every row counts)"
            )


def _choose_segments(chosen: Chosen, free: Dict[str, _Column], scale: ScaleName) -> None:
    """Columns with few values, those with the names of segments first."""
    likely = [name for name, column in free.items() if _is_segment(column, scale)]
    ordered = sorted(likely, key=lambda name: not free[name].is_like(_SEGMENT))
    chosen.by, rest = ordered[:_MOST_SEGMENTS], ordered[_MOST_SEGMENTS:]
    if chosen.by:
        more = f"; {listed(rest, 5)} could be segments too" if rest else ""
        chosen.said.append(f"segments: {listed(chosen.by)}{more} (--by NAME: others, --by {NONE}: none)")
    large = [name for name, column in free.items() if name not in likely and _is_large_segment(column)]
    if large:
        chosen.said.append(f"{listed(large, 3)} could be segments: many, or with long names (--by NAME: these)")


def _is_segment(column: _Column, scale: ScaleName) -> bool:
    values = len(column.distinct)
    if not 2 <= values <= _MOST_VALUES or len(column.texts) < 2 * values or max(map(len, column.distinct)) > _LONGEST:
        return False
    if column.is_like(_ASKS) or (column.is_like(_ID) and not column.is_like(_SEGMENT)):
        return False
    is_number = column.share(_DECIMAL) > 0.9
    return not is_number or (column.is_like(_SEGMENT) and values <= 12)


def _is_large_segment(column: _Column) -> bool:
    """Whether a column is named like segments, and repeats values, but has too many or too long ones to take
    unasked."""
    is_repeated = 2 <= len(column.distinct) <= len(column.texts) / 2
    is_segment = column.is_like(_SEGMENT) and not column.is_like(_ASKS) and column.share(_DECIMAL) <= 0.9
    return is_repeated and is_segment
