# SPDX-License-Identifier: MIT
"""Results of the statistics: immutable records that JSON and data frames accept.

A record is a dataclass and a dict at once. JSON has no infinity and no NaN: where an attribute is not finite, the item
of the same name is None.
"""

from __future__ import annotations

from dataclasses import Field, dataclass
from math import isfinite
from typing import Any, ClassVar, Dict, Iterable, Iterator, NoReturn, Optional, Tuple, Type, TypeVar

from ._documentation import documented
from ._html import record_html
from ._shown import points, short

Self = TypeVar("Self", bound="Result")


class Frozen(Dict[Any, Any]):
    """A dict that cannot be changed. json and data frames accept it as a record."""

    __slots__ = ()

    def _refuse(self, *_: Any, **__: Any) -> NoReturn:
        raise TypeError(f"{type(self).__name__} cannot be changed: to_dict() returns a dict that can")

    __setitem__ = __delitem__ = __ior__ = _refuse
    clear = pop = popitem = setdefault = update = _refuse

    def __dir__(self) -> Iterable[str]:
        changing = ("clear", "fromkeys", "pop", "popitem", "setdefault", "update")
        return [name for name in super().__dir__() if name not in changing]

    def to_dict(self) -> Dict[str, Any]:
        """A dict of the names and their values."""
        return dict(self.items())


class Result(Frozen):
    """A dataclass whose fields are the items of a dict too."""

    __slots__ = ()
    __dataclass_fields__: ClassVar[Dict[str, Field[Any]]]

    def __post_init__(self) -> None:
        dict.update(self, {name: _item(value) for name, value in self._fields().items()})

    def _repr_html_(self) -> str:
        """The record in a notebook."""
        return record_html(type(self).__name__, self._fields())

    def _fields(self) -> Dict[str, Any]:
        return {name: getattr(self, name) for name in type(self).__dataclass_fields__}

    def __ne__(self, other: object) -> bool:
        return not self == other  # dict.__ne__ compares the items only

    def __reduce__(self: Self) -> Tuple[Type[Self], Tuple[Any, ...]]:
        return type(self), tuple(self._fields().values())

    def __copy__(self: Self) -> Self:
        return self

    def __deepcopy__(self: Self, memo: Dict[int, Any]) -> Self:
        return self


def _item(value: Any) -> Any:
    """The item of an attribute: None for a float that is not finite."""
    return None if isinstance(value, float) and not isfinite(value) else value


class Unpacked(Result):
    """A result that is also a sequence of its first `_length` fields."""

    __slots__ = ()
    _length = 2

    def __iter__(self) -> Iterator[Any]:
        return iter(tuple(self._fields().values())[: self._length])

    def __len__(self) -> int:
        return self._length

    def __reversed__(self) -> Iterator[Any]:
        return iter(tuple(self)[::-1])

    def __contains__(self, value: object) -> bool:
        return value in tuple(self)

    def __getitem__(self, place: Any) -> Any:
        return super().__getitem__(place) if isinstance(place, str) else tuple(self)[place]

    def __array__(self, dtype: Any = None, copy: Any = None) -> Any:
        import numpy  # which the caller has imported

        return numpy.array(tuple(self), dtype=dtype)


@dataclass(frozen=True)
class Interval(Unpacked):
    """A confidence interval in points; unpacks as (lower, upper).

    ``value in interval`` is whether a score lies between the bounds or is one of them. A format applies to both
    bounds: f"{interval:.1f}" is "-31.2 to 68.5".

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
    """The method used, never "auto"."""

    def __contains__(self, value: Any) -> bool:
        """Whether a score, or another interval, lies inside."""
        if isinstance(value, Interval):
            return bool(self.lower <= value.lower and value.upper <= self.upper)
        try:
            return bool(self.lower <= value <= self.upper)
        except TypeError:
            raise TypeError(f"an interval contains scores, which are numbers, not {short(value)}") from None

    def __format__(self, how: str) -> str:
        """Both bounds in the format of a float: f"{interval:.1f}"."""
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
    """The method used, never "auto"."""
    alternative: str
    reference: float

    def __float__(self) -> float:
        return self.p_value

    def __repr__(self) -> str:
        about = f"alternative={self.alternative!r}, reference={self.reference:g}"
        return f"Significance(p_value={self.p_value:.3g}, method={self.method!r}, {about})"


@dataclass(frozen=True)
class Comparison(Result):
    """The difference of two scores, shares or means, with its sign, its confidence interval and a p-value.

    The p-value is two-sided, for the hypothesis of no difference. That of compare_noninferiority() and of
    compare_equivalence() is one-sided, for a difference as large as the margin; their interval has the level
    2 * level - 1.

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
    """The method used, never "auto"."""

    @documented()
    def plot(self, ax: Any = None, *, language: str = "en", title: Optional[str] = None) -> Any:
        """Draws the difference with its interval beside no difference.

        Returns
        -------
        ForestDisplay
            A display of nps.plots, with `ax_` and `figure_`.

        Raises
        ------
        ImportError
            matplotlib is not installed.

        Examples
        --------
        >>> nps.compare(nps.Counts(46, 30, 14), nps.Counts(31, 22, 27)).plot().figure
        'difference'
        """
        from .plots import ForestDisplay, Line  # imported here because few need it

        line = Line("", None, self.difference, self.lower, self.upper, self.method)
        return ForestDisplay([line], figure="difference").plot(ax, language=language, title=title)

    def __repr__(self) -> str:
        interval = f"lower={points(self.lower)}, upper={points(self.upper)}"
        about = f"p_value={self.p_value:.3g}, method={self.method!r}"
        return f"Comparison(difference={points(self.difference, '+.3f')}, {interval}, {about})"


@dataclass(frozen=True)
class SegmentComparison(Comparison):
    """One of many comparisons, with a p-value that is adjusted for their number.

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
    """The range of ranks of a segment, where 1 is the highest score; unpacks as (best, worst).

    Examples
    --------
    >>> shops = {"Rome": nps.Counts(46, 30, 14), "Oslo": nps.Counts(31, 22, 27), "Lima": nps.Counts(28, 8, 9)}
    >>> best, worst = nps.segments_rank(shops)["Oslo"]
    >>> best, worst
    (2, 3)
    """

    best: int
    worst: int
