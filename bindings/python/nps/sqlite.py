# SPDX-License-Identifier: MIT
"""The SQL functions of bindings/sqlite for connections that cannot load an extension: same names, same bytes.

    >>> import sqlite3
    >>> import nps.sqlite
    >>> connection = sqlite3.connect(":memory:")
    >>> nps.sqlite.register(connection)
    >>> rows = connection.executescript("CREATE TABLE answers (shop, answer); INSERT INTO answers VALUES"
    ...                                 "('Rome', 10), ('Rome', 9), ('Rome', 3), ('Oslo', 7), ('Oslo', NULL)")
    >>> for row in connection.execute("SELECT shop, nps_score(nps_agg(answer)) FROM answers GROUP BY shop"):
    ...     print(row)
    ('Oslo', 0.0)
    ('Rome', 33.333333333333336)
    >>> connection.close()

The functions, which bindings/sqlite/README.md explains: nps_agg(answer [, times]) and nps_rollup(state) make states;
nps_score, nps_n, nps_promoters, nps_passives, nps_detractors, nps_missing and nps_invalid read one; nps_lower,
nps_upper and nps_json take a level and a method too; nps_test(state, reference) and nps_compare_p(a, b) give p-values;
nps_compare, nps_compare_lower and nps_compare_upper the difference; nps_state(promoters, passives, detractors) makes a
state. The last argument of all that read answers is the name of a scale, such as '1_5'.

sqlite3 says of an error in a function of Python only that there was one; last_error() says what was wrong.
"""

from __future__ import annotations

import json
import threading
from functools import partial
from typing import TYPE_CHECKING, Any, Callable, Dict, List, Optional, Tuple, Type

from ._accumulator import Accumulator
from ._comparison import compare
from ._counts import Counts
from ._error import NpsError
from ._methods import METHODS, plain
from ._raw import nps_version_string
from ._results import Comparison, Interval
from ._scale import NAMED_SCALES

if TYPE_CHECKING:
    from sqlite3 import Connection

_LARGEST = 2**63 - 1
_SHOWN = 40
_HELD = threading.local()

Options = Tuple[float, str]
"""A level and a method."""


def register(connection: Connection) -> None:
    """Adds the functions to a connection.

    Python calls them for every row, so the extension is many times as fast. Windows need Python 3.11.

    Parameters
    ----------
    connection
        A connection of the module sqlite3.

    Raises
    ------
    sqlite3.Error
        The connection is closed or busy.

    Examples
    --------
    >>> import sqlite3
    >>> connection = sqlite3.connect(":memory:")
    >>> nps.sqlite.register(connection)
    >>> connection.execute("SELECT nps_score(nps_state(46, 30, 14))").fetchone()
    (35.55555555555556,)
    >>> connection.close()
    """
    for name, counts, kind in _AGGREGATES:
        for count in counts:
            bound: Any = partial(kind, name)
            if hasattr(connection, "create_window_function"):
                connection.create_window_function(name, count, bound)
            else:
                connection.create_aggregate(name, count, bound)
    for name, (counts, function) in _FUNCTIONS.items():
        for count in counts:
            connection.create_function(name, count, partial(_called, name, function), deterministic=True)


def last_error() -> Optional[str]:
    """What was wrong with the last call of these functions that failed in this thread.

    Returns
    -------
    str or None
        The message, or None if no call has failed.

    Examples
    --------
    >>> import sqlite3
    >>> connection = sqlite3.connect(":memory:")
    >>> nps.sqlite.register(connection)
    >>> try:
    ...     connection.execute("SELECT nps_agg('ten')")
    ... except sqlite3.OperationalError:
    ...     print(nps.sqlite.last_error())
    nps_agg: an answer is a number or NULL, not the text "ten"; see CAST(... AS INTEGER)
    >>> connection.close()
    """
    return getattr(_HELD, "message", None)


def _called(name: str, function: Callable[..., Any], *arguments: Any) -> Any:
    try:
        return function(*arguments)
    except (NpsError, ValueError, TypeError) as wrong:
        _HELD.message = f"{name}: {wrong}"
        raise ValueError(_HELD.message) from wrong


def _shown(value: Any) -> str:
    if isinstance(value, str):
        return f'the text "{value.encode()[:_SHOWN].decode(errors="ignore")}"'
    if isinstance(value, bytes):
        return f"a blob of {len(value)} bytes"
    return "NULL" if value is None else str(value)


def _read_state(state: Any) -> Accumulator:
    if not isinstance(state, bytes):
        raise ValueError(f"a state is a blob, as nps_agg() makes it, not {_shown(state)}")
    try:
        return Accumulator.from_bytes(state)
    except ValueError as wrong:
        raise ValueError(f"the state is damaged or of another kind: {wrong}") from None


def _read_times(times: Any, what: str) -> int:
    if not isinstance(times, int) or times < 0:
        raise ValueError(f"{what} must be a whole number from 0, not {_shown(times)}")
    return times


def _read_options(level: Any = None, method: Any = None) -> Options:
    if level is None:
        level = 0.95
    if not isinstance(level, (int, float)) or not 0 < level < 1:
        raise ValueError(f"the level must be a number between 0 and 1, such as 0.95, not {_shown(level)}")
    known = {plain(name): name for name in METHODS}
    name = "auto" if method is None else known.get(plain(method)) if isinstance(method, str) else None
    if name is None:
        raise ValueError(f"the method must be one of {', '.join(METHODS)}, not {_shown(method)}")
    return level, name


def _read_scale(scale: Any = None) -> str:
    known = {plain(name): name for name in NAMED_SCALES}
    name = "0_10" if scale is None else known.get(plain(scale)) if isinstance(scale, str) else None
    if name is None:
        raise ValueError(f"the scale must be one of {', '.join(NAMED_SCALES)}, not {_shown(scale)}")
    return name


def _read_sample(state: Any, scale: str) -> Tuple[Accumulator, Counts]:
    read = _read_state(state)
    off = read.outside(scale)
    if off:
        raise ValueError(f"answers off the scale {scale}: {off}")
    return read, read.counts(scale)


class _Aggregate:
    """The state of the rows of a group, or of a window that rows enter and leave."""

    def __init__(self, name: str) -> None:
        self._name = name
        self._sum = Accumulator()
        self._rows = 0

    def step(self, *arguments: Any) -> None:
        _called(self._name, self._add, *arguments)

    def inverse(self, *arguments: Any) -> None:
        _called(self._name, self._remove, *arguments)

    def value(self) -> Optional[bytes]:
        return self._sum.to_bytes() if self._rows else None  # as the sum() of SQL

    finalize = value

    def _add(self, *arguments: Any) -> None:
        raise NotImplementedError

    def _remove(self, *arguments: Any) -> None:
        raise NotImplementedError


class _Answers(_Aggregate):
    def _add(self, answer: Any, times: Any = 1) -> None:
        self._sum.add(*self._read(answer, times))
        self._rows += 1

    def _remove(self, answer: Any, times: Any = 1) -> None:
        self._sum.remove(*self._read(answer, times))
        self._rows -= 1

    def _read(self, answer: Any, times: Any) -> Tuple[Any, int]:
        number = _read_times(times, "times")
        if isinstance(answer, (str, bytes)):
            raise ValueError(f"an answer is a number or NULL, not {_shown(answer)}; see CAST(... AS INTEGER)")
        return answer, number


class _States(_Aggregate):
    def _add(self, state: Any) -> None:
        if state is not None:
            self._sum += _read_state(state)
            self._rows += 1

    def _remove(self, state: Any) -> None:
        if state is not None:
            self._sum -= _read_state(state)
            self._rows -= 1


def _integer(number: int) -> int:
    if number > _LARGEST:
        raise ValueError(f"{number} is more than an integer of SQL holds")
    return number


def _number_of(attribute: str, state: Any) -> Optional[int]:
    return None if state is None else _integer(getattr(_read_state(state), attribute))


def _count_of(group: str, state: Any, scale: Any = None) -> Optional[int]:
    name = _read_scale(scale)
    return None if state is None else _integer(getattr(_read_sample(state, name)[1], group))


def _score(state: Any, scale: Any = None) -> Optional[float]:
    name = _read_scale(scale)
    counts = None if state is None else _read_sample(state, name)[1]
    return counts.score if counts is not None and counts.n else None


def _bound(bound: str, state: Any, level: Any = None, method: Any = None, scale: Any = None) -> Any:
    options, name = _read_options(level, method), _read_scale(scale)
    counts = None if state is None else _read_sample(state, name)[1]
    return getattr(_interval(counts, options), bound) if counts is not None and counts.n else None


def _interval(counts: Counts, options: Options) -> Interval:
    level, method = options
    return counts.interval(level=level, method=method)


def _test(state: Any, reference: Any, scale: Any = None) -> Optional[float]:
    if isinstance(reference, (str, bytes)):
        raise ValueError(f"the reference must be a score from -100 to 100, not {_shown(reference)}")
    if reference is None:
        return None
    name = _read_scale(scale)
    counts = None if state is None else _read_sample(state, name)[1]
    return counts.test(reference).p_value if counts is not None and counts.n else None


def _state(*counts: Any) -> bytes:
    made = Accumulator()
    for count, what, answer in zip(counts, ("promoters", "passives", "detractors"), (10, 8, 0)):
        made.add(answer, _read_times(count, what))
    return made.to_bytes()


def _compared(attribute: str, a: Any, b: Any, level: Any = None, method: Any = None, scale: Any = None) -> Any:
    options, name = _read_options(level, method), _read_scale(scale)
    if a is None:
        return None
    first = _read_sample(a, name)[1]
    if b is None:
        return None
    second = _read_sample(b, name)[1]
    if not first.n or not second.n:
        return None
    found: Comparison = compare(first, second, level=options[0], method=options[1])
    return getattr(found, attribute)


def _json(state: Any, level: Any = None, method: Any = None, scale: Any = None) -> Optional[str]:
    options, name = _read_options(level, method), _read_scale(scale)
    if state is None:
        return None
    read, counts = _read_sample(state, name)
    found = _interval(counts, options) if counts.n else None
    shown: Dict[str, Any] = {"n": counts.n, **counts, "missing": read.missing, "invalid": read.invalid}
    shown["score"] = None if found is None else counts.score
    for bound in ("lower", "upper"):
        shown[bound] = None if found is None else getattr(found, bound)
    shown.update(level=float(options[0]), method=None if found is None else found.method)
    return json.dumps(shown, separators=(",", ":"))


_ONE, _TO_TWO, _TO_FOUR, _TWO_TO_FIVE = (1,), (1, 2), (1, 2, 3, 4), (2, 3, 4, 5)
_AGGREGATES: List[Tuple[str, Tuple[int, ...], Type[_Aggregate]]] = [
    ("nps_agg", (1, 2), _Answers),
    ("nps_rollup", _ONE, _States),
]
_FUNCTIONS: Dict[str, Tuple[Tuple[int, ...], Callable[..., Any]]] = {
    "nps_score": (_TO_TWO, _score),
    "nps_n": (_TO_TWO, partial(_count_of, "n")),
    "nps_promoters": (_TO_TWO, partial(_count_of, "promoters")),
    "nps_passives": (_TO_TWO, partial(_count_of, "passives")),
    "nps_detractors": (_TO_TWO, partial(_count_of, "detractors")),
    "nps_missing": (_ONE, partial(_number_of, "missing")),
    "nps_invalid": (_ONE, partial(_number_of, "invalid")),
    "nps_lower": (_TO_FOUR, partial(_bound, "lower")),
    "nps_upper": (_TO_FOUR, partial(_bound, "upper")),
    "nps_json": (_TO_FOUR, _json),
    "nps_test": ((2, 3), _test),
    "nps_state": ((3,), _state),
    "nps_compare": (_TWO_TO_FIVE, partial(_compared, "difference")),
    "nps_compare_lower": (_TWO_TO_FIVE, partial(_compared, "lower")),
    "nps_compare_upper": (_TWO_TO_FIVE, partial(_compared, "upper")),
    "nps_compare_p": (_TWO_TO_FIVE, partial(_compared, "p_value")),
    "nps_version": ((0,), nps_version_string),
}
