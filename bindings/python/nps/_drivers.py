# SPDX-License-Identifier: MIT
"""Why the score changed: the change between two periods by segment."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from typing import Any, Dict, Generic, Iterable, Iterator, List, Mapping, Optional, SupportsIndex, Tuple, TypeVar, Union

from . import _raw as raw
from ._accumulator import Accumulator
from ._cells import segments_of
from ._columns import numbers_of
from ._counts import Counts
from ._documentation import documented
from ._explained import explaining
from ._frame import ColumnName, Columns
from ._keys import Keys
from ._methods import adjustment_number
from ._multiplicity import adjust, read_segments_options
from ._notes import invalid_notes, invalid_notes_of
from ._numbers import Real, read_integer
from ._results import Comparison, Result
from ._sample import Sample, counts_of
from ._scale import ScaleName, is_ignored, limits_of
from ._segmented import Segmented, segment_name
from ._shown import points, short
from ._structs import read_comparison
from ._table import Table
from ._weighted import Readable, Weighted, explaining_method, explaining_outside
from ._weighted_cells import weighted_segments_of
from .errors import UnavailableError

Period = Union[Mapping[Any, Sample], Any]
"""Samples by segment; or a data frame, or a mapping of columns."""
Segment = TypeVar("Segment")

PRESENCE = {
    raw.NPS_DRIVER_STAYED: "stayed",
    raw.NPS_DRIVER_NEW: "new",
    raw.NPS_DRIVER_GONE: "gone",
    raw.NPS_DRIVER_ABSENT: "absent",
}
_NO_ANSWERS = (0, 0, 0)
Counted = Dict[Any, Tuple[int, ...]]
"""The counts of segments by key."""
_COLUMNS = (
    *("key", "presence", "share_before", "share_after", "score_before", "score_after", "rate", "mix", "total"),
    *("lower", "upper", "p_value", "adjusted"),
)
_ROUNDED = "rate", "mix", "total", "lower", "upper"
"""The columns of points that have the decimals asked for."""


@dataclass(frozen=True)
class DriverEffect(Result):
    """An effect on the score of all answers, in points.

    Examples
    --------
    >>> before, after = {"Rome": nps.Counts(60, 25, 15)}, {"Rome": nps.Counts(80, 10, 10)}
    >>> nps.drivers(before, after)["Rome"].rate
    DriverEffect(points=+25.000, lower=5.026, upper=44.554, p_value=0.0148, adjusted=0.0148)
    """

    points: float
    lower: float
    upper: float
    p_value: float
    """The two-sided p-value of no effect."""
    adjusted: float
    """The p-value adjusted for the number of segments."""

    def __repr__(self) -> str:
        interval = f"lower={points(self.lower)}, upper={points(self.upper)}"
        about = f"p_value={self.p_value:.3g}, adjusted={self.adjusted:.3g}"
        return f"DriverEffect(points={points(self.points, '+.3f')}, {interval}, {about})"


@dataclass(frozen=True)
class Driver(Result):
    """What a segment contributes to the change of the score of all answers.

    Examples
    --------
    >>> before = {"Rome": nps.Counts(60, 25, 15), "Oslo": nps.Counts(150, 30, 20)}
    >>> after = {"Rome": nps.Counts(120, 45, 35), "Oslo": nps.Counts(75, 15, 10)}
    >>> rome = nps.drivers(before, after)["Rome"]
    >>> round(rome.rate.points, 2), round(rome.mix.points, 2), rome.share_before < rome.share_after
    (-1.25, -3.47, True)
    """

    presence: str
    """"stayed", "new", "gone", or "absent" without answers in both periods."""
    share_before: float
    """The share of the segment in the answers of the first period, 0 to 1."""
    share_after: float
    score_before: Optional[float]
    """The score of the segment in the first period; None without answers."""
    score_after: Optional[float]
    rate: Optional[DriverEffect]
    """The effect of the change of the segment's score; None unless it stayed."""
    mix: Optional[DriverEffect]
    """The effect of the change of the segment's share; None if it is absent."""
    total: Optional[DriverEffect]
    """The sum of both; None if it is absent."""
    without: Optional[Comparison]
    """The change of the score of all other segments together; None if these have no answers in one of the periods."""


class Drivers(Segmented[Any, Driver]):
    """The drivers of a change by the key of their segment: a dict that is also a table.

    Examples
    --------
    >>> before = {"Rome": nps.Counts(60, 25, 15), "Oslo": nps.Counts(150, 30, 20)}
    >>> after = {"Rome": nps.Counts(120, 45, 35), "Oslo": nps.Counts(75, 15, 10)}
    >>> drivers = nps.drivers(before, after)
    >>> drivers.change
    Comparison(difference=-8.333, lower=-19.938, upper=3.273, p_value=0.16, method='skewness-corrected score')
    >>> drivers.rate, drivers.mix
    (-1.25, -7.083333333333333)
    """

    __slots__ = ("change",)

    change: Optional[Comparison]
    """The change of the score of all answers, after minus before."""

    @documented()
    def __init__(
        self,
        results: Any = (),
        *,
        change: Optional[Comparison] = None,
        left_out: Iterable[Any] = (),
        columns: Iterable[str] = _COLUMNS[1:],
        key_columns: Iterable[str] = _COLUMNS[:1],
    ) -> None:
        """Makes drivers by key, as drivers() returns them.

        Parameters
        ----------
        results
            The drivers by key: a mapping, or pairs of a key and a Driver.
        change
            The change of the score of all answers.
        left_out
            The keys of segments without answers.
        columns
            The columns of a driver in the table.
        key_columns
            The column of a key in the table.
        """
        super().__init__(results, left_out=left_out, columns=columns, key_columns=key_columns)
        self.change = change

    @property
    def rate(self) -> float:
        """The sum of all rates: how much the change of scores within segments adds to the score."""
        return sum(driver.rate.points for driver in self.values() if driver.rate is not None)

    @property
    def mix(self) -> float:
        """The sum of all mixes: how much the change of the shares of segments adds to the score."""
        return sum(driver.mix.points for driver in self.values() if driver.mix is not None)

    @documented(raw.nps_drivers_round)
    def table(self, *, decimals: SupportsIndex = 1) -> Table:
        """The drivers as a Table whose rates, mixes and totals are rounded so that they add up.

        The interval, the p-value and the adjusted p-value are those of the total.

        Parameters
        ----------
        decimals
            The number of decimals of rates, mixes and totals. The interval is shown with as many.

        Returns
        -------
        Table
            A row for each segment, the largest total first.

        Examples
        --------
        >>> before = {"Rome": nps.Counts(60, 25, 15), "Oslo": nps.Counts(150, 30, 20)}
        >>> after = {"Rome": nps.Counts(120, 45, 35), "Oslo": nps.Counts(75, 15, 10)}
        >>> table = nps.drivers(before, after).table()
        >>> table["rate"], table["mix"], table["total"]
        ((-1.2, 0.0), (-3.5, -3.6), (-4.7, -3.6))
        >>> print(table.notes[0])
        change -8.3 = rate -1.2 + mix -7.1
        """
        places = _read_decimals(decimals)
        effects = [_points(effect) for driver in self.values() for effect in (driver.rate, driver.mix)]
        with numbers_of(effects, "effects", are_real=True) as column:
            packed, total = raw.nps_drivers_round(column, places)
        rounded = memoryview(packed).cast("d").tolist()
        rates, mixes = rounded[::2], rounded[1::2]
        each = zip(self.items(), rates, mixes)
        rows = [_row(key, driver, by_rate, by_mix, places) for (key, driver), by_rate, by_mix in each]
        rows.sort(key=lambda row: -abs(row[_COLUMNS.index("total")]))
        change, rate, mix = (points(number, f"+.{places}f") for number in (total, sum(rates), sum(mixes)))
        notes = [f"change {change} = rate {rate} + mix {mix}"]
        notes += self._remarks()
        return Table(_COLUMNS, rows, notes=notes, decimals=dict.fromkeys(_ROUNDED, places))

    @documented()
    def plot(  # type: ignore[override]
        self,
        ax: Any = None,
        *,
        language: str = "en",
        title: Optional[str] = None,
        level: Optional[Real] = None,
    ) -> Any:
        """Draws a waterfall from the score before to the score after, with what each segment adds.

        Parameters
        ----------
        level
            The confidence level of the intervals, which drivers do not hold. None: it is not shown.

        Returns
        -------
        DriversDisplay
            A display of nps.plots, with `ax_` and `figure_`.

        Raises
        ------
        ImportError
            matplotlib is not installed.

        Examples
        --------
        >>> before = {"Rome": nps.Counts(60, 25, 15), "Oslo": nps.Counts(150, 30, 20)}
        >>> after = {"Rome": nps.Counts(120, 45, 35), "Oslo": nps.Counts(75, 15, 10)}
        >>> nps.drivers(before, after).plot().change
        -8.3
        """
        from .plots import DriversDisplay  # imported here because few need it

        return DriversDisplay.from_drivers(self, level=level).plot(ax, language=language, title=title)

    def __reduce__(self) -> Tuple[Any, ...]:
        return partial(type(self), change=self.change, left_out=self.left_out), (dict(self),), self._kept()


@dataclass(frozen=True)
class DriverKey(Result):
    """What the split by a key, such as region or product, explains of a change.

    Examples
    --------
    >>> before = {"nps": [9, 9, 10, 3, 8, 2], "shop": ["a", "a", "a", "b", "b", "b"]}
    >>> after = {"nps": [9, 10, 10, 0, 1, 2], "shop": ["a", "a", "a", "b", "b", "b"]}
    >>> found = nps.driver_keys(before, after, "nps", ["shop"])["shop"]
    >>> found.segments, round(found.rate, 1), found.mix
    (2, -16.7, 0.0)
    """

    segments: int
    """The number of segments with answers in one of the periods."""
    rate: float
    """The sum of the rates of all segments, in points."""
    mix: float
    """The sum of the mixes of all segments, in points: the part of the change due to shares."""
    spread: float
    """By how many points the changes of segments differ, beyond chance: 0 if by no more."""
    p_value: float
    """The p-value of a key that explains nothing: every segment adds its share of the change."""
    adjusted: float
    """The p-value adjusted for the number of keys."""


class DriverKeys(Segmented[str, DriverKey]):
    """What each key explains of a change, those with the largest spread first: a dict that is also a table.

    Examples
    --------
    >>> before = {"nps": [9, 9, 10, 3, 8, 2], "shop": ["a", "a", "a", "b", "b", "b"], "sex": ["f", "m"] * 3}
    >>> after = {"nps": [9, 10, 10, 0, 1, 2], "shop": ["a", "a", "a", "b", "b", "b"], "sex": ["f", "m"] * 3}
    >>> found = nps.driver_keys(before, after, "nps", ["sex", "shop"])
    >>> sorted(found), list(found.drivers["shop"]), round(found.change.difference, 1)
    (['sex', 'shop'], ['a', 'b'], -16.7)
    """

    __slots__ = ("change", "drivers")

    change: Optional[Comparison]
    """The change of the score of all answers, after minus before."""
    drivers: Dict[str, Drivers]
    """The drivers of each key."""

    @documented()
    def __init__(
        self,
        results: Any = (),
        *,
        change: Optional[Comparison] = None,
        drivers: Optional[Mapping[str, Drivers]] = None,
        left_out: Iterable[Any] = (),
        columns: Iterable[str] = tuple(DriverKey.__dataclass_fields__),
        key_columns: Iterable[str] = ("key",),
    ) -> None:
        """Makes what keys explain, as driver_keys() returns it.

        Parameters
        ----------
        results
            What each key explains: a mapping, or pairs of a name and a DriverKey.
        change
            The change of the score of all answers.
        drivers
            The drivers of each key.
        left_out
            Not used: every key has answers.
        columns
            The columns of a key in the table.
        key_columns
            The column of the name of a key in the table.
        """
        super().__init__(results, left_out=left_out, columns=columns, key_columns=key_columns)
        self.change, self.drivers = change, dict(drivers or {})

    def __reduce__(self) -> Tuple[Any, ...]:
        return partial(type(self), change=self.change, drivers=self.drivers), (dict(self),), self._kept()


def _points(effect: Optional[DriverEffect]) -> float:
    return 0.0 if effect is None else effect.points


def _read_decimals(decimals: SupportsIndex) -> int:
    number = read_integer(decimals, "decimals", "a whole number, such as 1")
    if not 0 <= number <= 9:
        raise ValueError(f"decimals must be from 0 to 9, not {short(number)}")
    return number


def _row(key: Any, driver: Driver, rate: float, mix: float, decimals: int) -> List[Any]:
    about = [driver.presence, driver.share_before, driver.share_after, driver.score_before, driver.score_after]
    total = driver.total
    tested = [None] * 4 if total is None else [total.lower, total.upper, total.p_value, total.adjusted]
    shown = [None if driver.rate is None else rate, mix, round(rate + mix, decimals)]
    return [key, *about, *shown, *tested]


@documented(raw.nps_drivers)
def drivers(
    before: Period,
    after: Period,
    answer: ColumnName = None,
    by: Keys = None,
    *,
    missing_codes: Iterable[Any] = (),
    scale: ScaleName = "0_10",
    outside: str = "raise",
    method: str = "auto",
    level: Real = 0.95,
    adjustment: str = "holm",
    weight: ColumnName = None,
) -> Drivers:
    """Splits the change of the score between two periods by segment, into scores and shares.

    Segments without answers in both periods are left out. With weights, shares are those of the weight and scores are
    weighted, for respondents drawn one by one, without clusters.

    Parameters
    ----------
    before
        The first period: samples by segment, such as Groups or a dict of Counts or of Weighted; or, with `answer` and
        `by`, a frame as for summarize().
    after
        The second period, of the same kind.
    answer
        The name of the column of answers. None: the periods are samples by segment.
    by
        The keys of the segments, as for summarize(). Rows without a key are the segment None.
    missing_codes
        Integers and texts that mean "no answer" in frames.
    weight
        The column of weights of frames.

    Examples
    --------
    >>> before = {"Rome": nps.Counts(60, 25, 15), "Oslo": nps.Counts(150, 30, 20)}
    >>> after = {"Rome": nps.Counts(120, 45, 35), "Oslo": nps.Counts(75, 15, 10)}
    >>> drivers = nps.drivers(before, after)
    >>> drivers["Oslo"].mix
    DriverEffect(points=-3.611, lower=-6.212, upper=-1.010, p_value=0.00186, adjusted=0.00372)
    >>> drivers["Oslo"].rate.points
    0.0
    >>> rome = nps.Weighted([10, 9, 3], [2, 1, 1]), nps.Weighted([10, 9, 8], [2, 1, 1])
    >>> round(nps.drivers({"Rome": rome[0]}, {"Rome": rome[1]})["Rome"].rate.points, 1)
    25.0
    """
    if weight is not None or _are_weighted(before, after):
        states = [
            _read_weighted(period, name, answer, by, weight, scale, missing_codes)
            for period, name in ((before, "before"), (after, "after"))
        ]
        made = _split_weighted(states[0].segments, states[1].segments, scale, outside, method, level, adjustment)
        return made._noting((*states[0].notes, *states[1].notes))
    first, second = (
        _read_period(period, name, answer, by, scale, outside, missing_codes)
        for period, name in ((before, "before"), (after, "after"))
    )
    return _split(first.segments, second.segments, method, level, adjustment)._noting((*first.notes, *second.notes))


@documented(raw.nps_drivers_key)
def driver_keys(
    before: Columns,
    after: Columns,
    answer: ColumnName,
    keys: Iterable[str],
    *,
    missing_codes: Iterable[Any] = (),
    scale: ScaleName = "0_10",
    outside: str = "raise",
    method: str = "auto",
    level: Real = 0.95,
    adjustment: str = "holm",
) -> DriverKeys:
    """Ranks several keys by what the split of each explains of the change of the score between two periods.

    Each key is split by itself, as drivers() does. Keys together, such as every shop in every month, are drivers() with
    a list of keys.

    Parameters
    ----------
    before
        The first period: a frame, as for summarize().
    after
        The second period, of the same kind.
    answer
        The name of the column of answers.
    keys
        The names of the columns of keys.
    missing_codes
        Integers and texts that mean "no answer".

    Examples
    --------
    >>> before = {"nps": [9, 9, 10, 3, 8, 2], "shop": ["a", "a", "a", "b", "b", "b"], "sex": ["f", "m"] * 3}
    >>> after = {"nps": [9, 10, 10, 0, 1, 2], "shop": ["a", "a", "a", "b", "b", "b"], "sex": ["f", "m"] * 3}
    >>> nps.driver_keys(before, after, "nps", ["sex", "shop"])["shop"].segments
    2
    """
    names = _read_names(keys)
    split, found = {}, {}
    for name in names:
        first, second = (
            _read_period(period, which, answer, name, scale, outside, missing_codes)
            for period, which in ((before, "before"), (after, "after"))
        )
        notes = *first.notes, *second.notes
        split[name] = _split(first.segments, second.segments, method, level, adjustment)._noting(notes)
        found[name] = raw.nps_drivers_key(_paired(first.segments, second.segments)[1])
    is_chosen = adjustment_number(adjustment) == raw.NPS_ADJUST_FALSE_DISCOVERY
    valid = "benjamini-yekutieli" if is_chosen else adjustment
    adjusted = dict(zip(names, adjust([found[name].p_value for name in names], adjustment=valid)))
    made = {
        name: DriverKey(key.segments, key.rate, key.mix, key.spread, key.p_value, adjusted[name])
        for name, key in found.items()
    }
    ranked = sorted(names, key=lambda name: (-made[name].spread, made[name].p_value))
    change = split[names[0]].change
    return DriverKeys([(name, made[name]) for name in ranked], change=change, drivers=split)._noting(notes)


def _read_names(keys: Iterable[str]) -> List[str]:
    names = list(keys) if hasattr(keys, "__iter__") and not isinstance(keys, str) else []
    if not names or not all(isinstance(name, str) for name in names) or len(set(names)) != len(names):
        raise TypeError(f"keys must be a list of different names of columns, not {short(keys)}")
    return names


def _paired(first: Counted, second: Counted) -> Tuple[List[Any], Tuple[Tuple[int, ...], ...]]:
    """The keys of segments that have answers, and their counts in both periods."""
    keys = dict.fromkeys((*first, *second))
    present = [key for key in keys if any(first.get(key, _NO_ANSWERS)) or any(second.get(key, _NO_ANSWERS))]
    return present, tuple((*first.get(key, _NO_ANSWERS), *second.get(key, _NO_ANSWERS)) for key in present)


def _split(first: Counted, second: Counted, method: str, level: Real, adjustment: str) -> Drivers:
    present, pairs = _paired(first, second)
    options = read_segments_options(method, level, adjustment)
    with explaining(lambda: {**_named(first, "before"), **_named(second, "after")}, True):
        with dependent_adjustment(adjustment, "effects of segments"):
            found, change = raw.nps_drivers(pairs, options)
    absent = [key for key in dict.fromkeys((*first, *second)) if key not in present]
    return Drivers(zip(present, map(_driver, found)), change=read_comparison(change), left_out=absent)


def _are_weighted(*periods: Any) -> bool:
    """Whether samples by segment have weights."""
    held = [sample for period in periods if isinstance(period, Mapping) for sample in period.values()]
    return any(isinstance(sample, Readable) for sample in held)


@dataclass(frozen=True)
class _Period(Generic[Segment]):
    """What is read of a period: its segments, and remarks on its answers."""

    segments: Dict[Any, Segment]
    notes: Tuple[str, ...] = ()


def _read_weighted(
    period: Any,
    name: str,
    answer: ColumnName,
    by: Keys,
    weight: ColumnName,
    scale: ScaleName,
    missing_codes: Iterable[Any],
) -> _Period[Weighted]:
    """The weighted segments of a period."""
    if (answer is None) != (by is None) or (answer is None and weight is not None):
        raise TypeError("pass answer=, by= and weight=, the names of columns, or none of them for samples by segment")
    if answer is not None:
        segments, answers = weighted_segments_of(period, answer, by, weight, scale, missing_codes)
        return _Period(segments, tuple(f"{name}: {note}" for note in invalid_notes_of(answers)))
    if not isinstance(period, Mapping):
        raise TypeError(f"{name} must be samples by segment, or columns with answer= and by=, not {short(period)}")
    for key, sample in period.items():
        if not isinstance(sample, Weighted):
            raise TypeError(
                f"{segment_name(key)} {name} must be Weighted, as another segment is, not {short(sample)}: strata and "
                "clusters cannot be taken, and samples without weights are Weighted with equal ones"
            )
    return _Period(dict(period))


def _split_weighted(
    first: Dict[Any, Weighted],
    second: Dict[Any, Weighted],
    scale: ScaleName,
    outside: str,
    method: str,
    level: Real,
    adjustment: str,
) -> Drivers:
    keys, nothing = list(dict.fromkeys((*first, *second))), Weighted()
    states = tuple(period.get(key, nothing)._state for key in keys for period in (first, second))
    options = read_segments_options(method, level, adjustment)
    limits, ignored = limits_of(scale), is_ignored(outside)
    is_dependent = adjustment_number(adjustment) == raw.NPS_ADJUST_BENJAMINI_HOCHBERG
    refusing = dependent_adjustment(adjustment, "effects of segments") if is_dependent else explaining_method(method)
    with explaining_outside(limits), refusing:
        read = raw.nps_weighted_drivers((states, limits), options, ignored)
    found, change = read[0] if ignored else read
    made = list(zip(keys, map(_driver, found)))
    present = [(key, driver) for key, driver in made if driver.presence != "absent"]
    absent = [key for key, driver in made if driver.presence == "absent"]
    return Drivers(present, change=read_comparison(change), left_out=absent)


@contextmanager
def dependent_adjustment(adjustment: str, what: str) -> Iterator[None]:
    """Says which adjustment is valid for figures that depend on each other, where the library refuses one."""
    try:
        yield
    except UnavailableError:
        if adjustment_number(adjustment) != raw.NPS_ADJUST_BENJAMINI_HOCHBERG:
            raise
        raise UnavailableError(
            f"the adjustment {adjustment!r} is not proven for {what}, which depend on each other: "
            '"false discovery" picks one that is valid'
        ) from None


def _named(period: Mapping[Any, Tuple[int, ...]], name: str) -> Dict[str, Tuple[int, ...]]:
    return {f"{segment_name(key)} {name}": counts for key, counts in period.items()}


def _read_period(
    period: Any,
    name: str,
    answer: ColumnName,
    by: Keys,
    scale: ScaleName,
    outside: str,
    missing_codes: Iterable[Any],
) -> _Period[Tuple[int, ...]]:
    """The counts of the segments of a period."""
    notes: Tuple[str, ...] = ()
    if (answer is None) != (by is None):
        raise TypeError("pass both answer= and by=, the names of columns, or neither for samples by segment")
    if answer is not None:
        if not _has_columns(period):
            raise TypeError(f"{name} must have the columns {answer!r} and {by!r}, not samples: {short(period)}")
        period, invalid = segments_of(period, answer, by, scale, missing_codes)
        notes = tuple(f"{name}: {note}" for note in invalid_notes(sum(period.values(), Accumulator()), invalid))
    if isinstance(period, (Accumulator, Counts)) or not (hasattr(period, "keys") and hasattr(period, "items")):
        raise TypeError(f"{name} must be samples by segment, or columns with answer= and by=, not {short(period)}")
    counts = {
        key: tuple(counts_of(sample, f"{segment_name(key)} {name}", scale, outside)) for key, sample in period.items()
    }
    return _Period(counts, notes)


def _has_columns(period: Any) -> bool:
    """Whether it is a frame, and no samples by segment."""
    return not (
        isinstance(period, Mapping) and any(isinstance(each, (Accumulator, Counts)) for each in period.values())
    )


def _driver(read: Any) -> Driver:
    """A Driver made of the struct of the raw module."""
    is_there = read.presence != raw.NPS_DRIVER_ABSENT
    has_others = read.without.difference == read.without.difference
    return Driver(
        PRESENCE[read.presence],
        read.share_before,
        read.share_after,
        _score(read.score_before),
        _score(read.score_after),
        read_effect(read.rate) if read.presence == raw.NPS_DRIVER_STAYED else None,
        read_effect(read.mix) if is_there else None,
        read_effect(read.total) if is_there else None,
        read_comparison(read.without) if has_others else None,
    )


def _score(score: float) -> Optional[float]:
    return None if score != score else score


def read_effect(read: Any) -> DriverEffect:
    """A DriverEffect made of the struct of the raw module."""
    return DriverEffect(read.points, read.bounds.lower, read.bounds.upper, read.p_value, read.adjusted)
