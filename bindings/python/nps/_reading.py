# SPDX-License-Identifier: MIT
"""Answers as people and survey tools wrote them, read as numbers."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from itertools import count, takewhile
from typing import Any, Dict, Iterable, List, Mapping, Optional, Tuple, Union

from . import _raw as raw
from ._documentation import documented
from ._ids import LISTS
from ._methods import refused
from ._numbers import read_integer
from ._results import Result
from ._scale import ScaleName, limits_of
from ._shown import numbered, short
from .errors import MethodError, OutsideError

Texts = Iterable[Any]
"""Texts and numbers: a list, or a column of a frame."""

MISSING_TEXTS: Tuple[str, ...] = tuple(
    takewhile(lambda text: text is not None, map(raw.nps_reading_missing_text, count()))
)
"""The texts that parse_answers() reads as "no answer" by default."""

_CUTS: Dict[Optional[str], int] = {
    None: raw.NPS_CUT_NONE,
    "floor": raw.NPS_CUT_FLOOR,
    "nearest": raw.NPS_CUT_NEAREST,
}
_DECIMALS: Dict[str, int] = {".": raw.NPS_DECIMAL_POINT, ",": raw.NPS_DECIMAL_COMMA}
_UNREAD: int = raw.NPS_READING_UNREAD
_NOTHING = frozenset(("NoneType", "NAType", "NaTType"))
_NEVER = frozenset(("bool", "bool_"))  # True counts as 1 by accident only


@dataclass(frozen=True)
class ParsedAnswers(Result):
    """Answers that were read from texts, and what could not be read.

    Examples
    --------
    >>> parsed = nps.parse_answers(["9", "Extremely likely - 10", "n/a", "1 or 2"])
    >>> parsed
    ParsedAnswers(4 values: 2 answers, 1 missing, 1 unread {'1 or 2': 1})
    >>> nps.Accumulator(parsed.answers).invalid
    1
    """

    answers: List[Optional[int]]
    """An answer for each value: a whole number, None for a missing one, or -1, which is invalid, for an unread one."""
    unread: Dict[str, int]
    """The texts that could not be read, and how often each was there; the most frequent come first."""

    def __repr__(self) -> str:
        missing, unread = self.answers.count(None), self.answers.count(_UNREAD)
        parts = [numbered(len(self.answers) - missing - unread, "answer"), f"{missing} missing", f"{unread} unread"]
        named = f" {short(self.unread)}" if self.unread else ""
        return f"ParsedAnswers({numbered(len(self.answers), 'value')}: {', '.join(parts)}{named})"


@documented(raw.nps_reading_text)
def parse_answers(
    values: Texts,
    *,
    scale: ScaleName = "0_10",
    missing: Iterable[Any] = MISSING_TEXTS,
    labels: Optional[Mapping[Any, Optional[int]]] = None,
    decimal: str = ".",
    cut: Optional[str] = None,
) -> ParsedAnswers:
    """Reads answers as people and survey tools wrote them; what has no clear meaning is named, and not guessed.

    Parameters
    ----------
    values
        Texts and numbers: a list, or a column of pandas, Polars or PyArrow. None and NaN are missing. True and False,
        dates and other objects are unread.
    missing
        The texts and whole numbers that mean "no answer". The default is a list of usual ones; write
        `[*nps.MISSING_TEXTS, 99]` for more.
    labels
        What further texts or numbers mean: an answer on the scale, or None for "no answer". They win over `missing`.
    decimal
        The decimal mark in texts: "." or ",".
    cut
        What becomes of numbers that are not whole, such as averages: "floor" rounds down, "nearest" rounds to the
        nearest, halves up. None: they are unread.

    Returns
    -------
    ParsedAnswers
        `answers`, which an Accumulator takes, and `unread`.

    Raises
    ------
    OutsideError
        A label stands for an answer that is not on the scale.
    MethodError
        The cut or the decimal mark is unknown.

    Examples
    --------
    >>> parsed = nps.parse_answers(["9", " 9,0 ", "Extremely likely - 10", "Критик", "", "1 or 2"], decimal=",")
    >>> parsed.answers
    [9, 9, 10, 6, None, -1]
    >>> parsed.unread
    {'1 or 2': 1}
    >>> nps.parse_answers(["love it", 6.5, 98], labels={"Love it": 10}, missing=[98], cut="nearest").answers
    [10, 7, None]
    """
    if cut not in _CUTS:
        refused("cut", cut, map(repr, _CUTS), MethodError)  # type: ignore[arg-type]
    if decimal not in _DECIMALS:
        refused("decimal mark", decimal, map(repr, _DECIMALS), MethodError)
    limits = limits_of(scale)
    options = _CUTS[cut], _DECIMALS[decimal], limits, _read_labels(labels, missing, decimal, limits)
    listed = _listed(values)
    answers = _answers_of(listed, options)
    return ParsedAnswers(answers, _unread(listed, answers))


def _read_labels(
    labels: Optional[Mapping[Any, Optional[int]]], missing: Iterable[Any], decimal: str, limits: Tuple[int, ...]
) -> Tuple[Tuple[bytes, int], ...]:
    """The labels and the missing texts as the raw module takes them."""
    if isinstance(missing, (str, bytes)) or not isinstance(missing, Iterable):
        raise TypeError(f"missing must be a list of texts and numbers, not {short(missing)}")
    if labels is not None and not isinstance(labels, Mapping):
        raise TypeError(f"labels must map texts to answers, not {short(labels)}")
    read = []
    for text, answer in (labels or {}).items():
        number = None if answer is None else read_integer(answer, f"the label {short(text)}", "an answer or None")
        if number is not None and not limits[0] <= number <= limits[1]:
            on_scale = f"an answer from {limits[0]} to {limits[1]}, or None"
            raise OutsideError(f"the label {short(text)} must stand for {on_scale}, not {short(number)}")
        read.append((_text_of_label(text, decimal), raw.NPS_READING_MISSING if number is None else number))
    read += [(_text_of_label(code, decimal), raw.NPS_READING_MISSING) for code in missing if not _is_nothing(code)]
    return tuple(read)


def _text_of_label(label: Any, decimal: str) -> bytes:
    """A label in UTF-8; a whole number has no decimals."""
    if not isinstance(label, str):
        number = None
        if type(label).__name__ not in _NEVER:
            try:
                number = int(label) if int(label) == label else None
            except (TypeError, ValueError, OverflowError):
                pass
        if number is None:
            raise TypeError(f"a label or a missing code must be a text or a whole number, not {short(label)}")
        label = str(number)
    return bytes(label.encode("utf-8", "surrogatepass"))


def _is_nothing(value: Any) -> bool:
    """None, NaN, or what frames have in their place."""
    return type(value).__name__ in _NOTHING or (isinstance(value, float) and value != value)


def _listed(values: Texts) -> List[Any]:
    """The values as a list of objects of Python."""
    if isinstance(values, (str, bytes)) or isinstance(values, Mapping):
        raise TypeError(f"values must be a list or a column of texts and numbers, not {short(values)}")
    for method in LISTS:
        if hasattr(values, method):
            found = getattr(values, method)()
            return found if isinstance(found, list) else [found]
    try:
        return list(values)
    except TypeError:
        raise TypeError(f"values must be a list or a column of texts and numbers, not {short(values)}") from None


def _answers_of(listed: List[Any], options: Tuple[Any, ...]) -> List[Optional[int]]:
    """The answer of each value; equal values are read once."""
    kinds = set(map(type, listed))
    if not any(kinds <= alike for alike in _ALIKE):
        listed = list(map(_plain, listed))
    distinct = list(set(listed))
    known = dict(zip(distinct, raw.reading_answers(list(map(_plain, distinct)), options)))
    return list(map(known.__getitem__, listed))


# Among values of these types none are equal and yet read differently, as 1 and True would be.
_ALIKE = {str, int, type(None)}, {str, float, type(None)}
_NAN = float("nan")
_EXACT = 2**53
_BROKEN = "\0"  # a text that is unread


def _plain(value: Any) -> Union[str, float]:
    """A value as a str or a float that is read alike."""
    kind = type(value)
    if kind is str or kind is float:
        return value if value == value else _NAN
    if kind is int:
        return float(value) if -_EXACT < value < _EXACT else str(value)
    if kind.__name__ in _NOTHING:
        return _NAN
    if kind.__name__ in _NEVER or isinstance(value, (complex, bytes, bytearray)):
        return _BROKEN
    if isinstance(value, str):
        return str(value)
    try:
        number = float(value)
        return number if number == value else _NAN if number != number else str(value)
    except (TypeError, ValueError, OverflowError):
        return _BROKEN


def _unread(listed: List[Any], answers: List[Optional[int]]) -> Dict[str, int]:
    """The texts of unread values with their numbers, the largest number first."""
    if _UNREAD not in answers:
        return {}
    found = Counter(_shown(value) for value, answer in zip(listed, answers) if answer == _UNREAD)
    return dict(found.most_common())


def _shown(value: Any) -> str:
    """The text of an unread value."""
    return value if isinstance(value, str) else str(value) if hasattr(value, "__float__") else short(value)
