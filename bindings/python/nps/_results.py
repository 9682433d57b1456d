# SPDX-License-Identifier: MIT
"""What the statistics return: small objects that cannot be changed, with names that JSON and data frames keep."""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import Any, Dict, Iterable, Iterator, Mapping, NoReturn, Tuple, Type, TypeVar, Union

from ._error import NpsError

Self = TypeVar("Self", bound="Result")


class Frozen(Dict[Any, Any]):
    """A dict that cannot be changed: what json and data frames take for a record."""

    __slots__ = ()

    def _refuse(self, *_: Any, **__: Any) -> NoReturn:
        raise TypeError(f"{type(self).__name__} cannot be changed: to_dict() gives a dict that can")

    __setitem__ = __delitem__ = __ior__ = _refuse
    clear = pop = popitem = setdefault = update = _refuse

    def __dir__(self) -> Iterable[str]:
        changing = ("clear", "fromkeys", "pop", "popitem", "setdefault", "update")
        return [name for name in super().__dir__() if name not in changing]

    def to_dict(self) -> Dict[str, Any]:
        """A dict with the names and their values."""
        return dict(self.items())


class Result(Frozen):
    """A dataclass whose fields are the items of a dict too."""

    __slots__ = ()

    def __post_init__(self) -> None:
        dict.update(self, {field.name: getattr(self, field.name) for field in fields(self)})  # type: ignore[arg-type]

    def __ne__(self, other: object) -> bool:
        return not self == other  # that of a dict would not know of it

    def __reduce__(self: Self) -> Tuple[Type[Self], Tuple[Any, ...]]:
        return type(self), tuple(self.values())

    def __copy__(self: Self) -> Self:
        return self

    def __deepcopy__(self: Self, memo: Dict[int, Any]) -> Self:
        return self


class Unpacked(Result):
    """A result that is unpacked: a number of its fields, from the first on, are a sequence."""

    __slots__ = ()
    _length = 2

    def __iter__(self) -> Iterator[Any]:
        return iter(tuple(self.values())[: self._length])

    def __len__(self) -> int:
        return self._length

    def __reversed__(self) -> Iterator[Any]:
        return iter(tuple(self)[::-1])

    def __contains__(self, value: object) -> bool:
        return value in tuple(self)

    def __getitem__(self, place: Any) -> Any:
        return super().__getitem__(place) if isinstance(place, str) else tuple(self)[place]

    def __array__(self, dtype: Any = None, copy: Any = None) -> Any:
        import numpy  # who calls this has it

        return numpy.array(tuple(self), dtype=dtype)


@dataclass(frozen=True)
class Interval(Unpacked):
    """A confidence interval in points; unpacks as (lower, upper).

    ``value in interval`` says whether a score lies between the bounds, which belong to the interval. A format is that
    of both bounds: f"{interval:.1f}" is "-31.2 to 68.5".

    Examples
    --------
    >>> interval = nps.Interval(-31.25, 68.5, "exact")
    >>> lower, upper = interval
    >>> 36 in interval, interval[0], interval.upper
    (True, -31.25, 68.5)
    >>> f"{interval:.1f}"
    '-31.2 to 68.5'
    >>> import json
    >>> json.dumps(interval)
    '{"lower": -31.25, "upper": 68.5, "method": "exact"}'
    """

    lower: float
    upper: float
    method: str
    """The method really used, never "auto"."""

    def __contains__(self, value: Any) -> bool:
        """Whether a score lies inside."""
        if isinstance(value, Interval):
            return bool(self.lower <= value.lower and value.upper <= self.upper)
        return bool(self.lower <= value <= self.upper)

    def __format__(self, how: str) -> str:
        """Both bounds in a format: f"{interval:.1f}"."""
        return f"{points(self.lower, how)} to {points(self.upper, how)}" if how else str(self)

    def __repr__(self) -> str:
        return f"Interval(lower={points(self.lower)}, upper={points(self.upper)}, method={self.method!r})"


@dataclass(frozen=True)
class Significance(Result):
    """A test of a score against a reference; float() is the p-value.

    Examples
    --------
    >>> float(nps.Counts(46, 30, 14).test(20)) < 0.2
    True
    """

    p_value: float
    method: str
    """The method really used, never "auto"."""
    alternative: str
    reference: float

    def __float__(self) -> float:
        return self.p_value

    def __repr__(self) -> str:
        about = f"alternative={self.alternative!r}, reference={self.reference:g}"
        return f"Significance(p_value={self.p_value:.3g}, method={self.method!r}, {about})"


@dataclass(frozen=True)
class Comparison(Result):
    """The difference of two scores, with its sign, its confidence interval and a p-value.

    The p-value is that of the hypothesis tested: two-sided of no difference, but of compare_noninferiority() and
    compare_equivalence() one-sided of a difference as large as the margin, with the interval of level 2 * level - 1.

    Examples
    --------
    >>> rome, oslo = nps.Counts(46, 30, 14), nps.Counts(31, 22, 27)
    >>> found = nps.compare(rome, oslo)
    >>> found.difference > 0, found.to_dict()["method"]
    (True, 'skewness-corrected score')
    """

    difference: float
    lower: float
    upper: float
    p_value: float
    method: str
    """The method really used, never "auto"."""

    def __repr__(self) -> str:
        interval = f"lower={points(self.lower)}, upper={points(self.upper)}"
        about = f"p_value={self.p_value:.3g}, method={self.method!r}"
        return f"Comparison(difference={points(self.difference, '+.3f')}, {interval}, {about})"


@dataclass(frozen=True)
class SegmentComparison(Comparison):
    """A comparison that is one of many, with the p-value that allows for the others.

    Examples
    --------
    >>> shops = {"Rome": nps.Counts(46, 30, 14), "Oslo": nps.Counts(31, 22, 27), "Lima": nps.Counts(28, 8, 9)}
    >>> nps.segments_compare_rest(shops)["Oslo"].adjusted < 0.05
    True
    """

    adjusted: float
    """The adjusted p-value."""

    def __repr__(self) -> str:
        interval = f"lower={points(self.lower)}, upper={points(self.upper)}"
        about = f"p_value={self.p_value:.3g}, adjusted={self.adjusted:.3g}, method={self.method!r}"
        return f"SegmentComparison(difference={points(self.difference, '+.3f')}, {interval}, {about})"


@dataclass(frozen=True)
class Rank(Unpacked):
    """The ranks that a segment may have, 1 being that of the highest score; unpacks as (best, worst).

    Examples
    --------
    >>> shops = {"Rome": nps.Counts(46, 30, 14), "Oslo": nps.Counts(31, 22, 27), "Lima": nps.Counts(28, 8, 9)}
    >>> best, worst = nps.segments_rank(shops)["Oslo"]
    >>> best, worst
    (2, 3)
    """

    best: int
    worst: int


def points(number: float, how: str = ".3f") -> str:
    """A number in a format, which is never minus zero."""
    text = format(number, how)
    return text if any(digit in "123456789infa" for digit in text) else format(0.0, how)


def numbered(number: Union[int, float], name: str) -> str:
    """A number of things: "1 answer", "2 answers"."""
    return f"{number} {name}" if number == 1 else f"{number} {name}s"


def shown(self: Any, answers: int, others: Mapping[str, int]) -> str:
    """What has answers and a score in one line, with the others that there are."""
    parts = [numbered(answers, "answer")]
    try:
        parts.append(f"score {self.score:.2f}")
    except NpsError:
        pass  # there is none
    parts += [f"{number} {name}" for name, number in others.items() if number]
    return f"<nps.{type(self).__name__}: {', '.join(parts)}>"
