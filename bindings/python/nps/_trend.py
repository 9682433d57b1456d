# SPDX-License-Identifier: MIT
"""The score over time: its slope, whether periods differ at all, and each period against an earlier one."""

from __future__ import annotations

from dataclasses import dataclass
from math import isfinite
from typing import Any, Iterable, Mapping, Optional, SupportsIndex, Tuple, Union

from . import _raw as raw
from ._documentation import documented
from ._methods import adjustment_number, method_number
from ._numbers import Real, read_integer, read_level, read_number
from ._periods import date_number, read_periods
from ._results import Comparison, Result, SegmentComparison, Unpacked
from ._scale import ScaleName
from ._segmented import Segmented
from ._shown import points, short
from ._structs import read_comparison
from ._weighted import explaining_method
from .errors import EmptyError, PeriodError, UnavailableError

Periods = Union[Mapping[Any, Any], Iterable[Any]]
"""Samples in the order of time, by key or in a list; or records with `first` and `last` days, as of a Timeline."""

_NO_PLACE = 2**64 - 1
_DAYS = {
    "day": 1.0,
    "week": 7.0,
    "month": raw.NPS_DAYS_PER_YEAR / 12,
    "quarter": raw.NPS_DAYS_PER_YEAR / 4,
    "year": raw.NPS_DAYS_PER_YEAR,
}


@dataclass(frozen=True)
class Trend(Unpacked):
    """The slope of the score over time, in points per unit of time; unpacks as (slope, lower, upper, p_value).

    Examples
    --------
    >>> slope, lower, upper, p_value = nps.trend_test([nps.Counts(46, 30, 24), nps.Counts(50, 29, 21)])
    >>> round(slope), lower < 0 < upper
    (7, True)
    """

    _length = 4

    slope: float
    lower: float
    upper: float
    p_value: float
    """The two-sided p-value of the hypothesis that the slope is 0."""
    per: Union[str, float]
    """The unit of time: "period", "day", "week", "month", "quarter" or "year", or the number of units of `times`."""
    time: float
    """The mean time of the answers: in periods from the first, in days since 1970-01-01, or in units of `times`."""
    score: float
    """The score of all answers; the line of the trend goes through it at `time`."""
    degrees: float
    """The degrees of freedom of t; infinite without strata and clusters."""
    periods: int
    """The number of periods with answers."""

    def __repr__(self) -> str:
        interval = f"lower={points(self.lower)}, upper={points(self.upper)}"
        about = f"p_value={self.p_value:.3g}, per={self.per!r}, periods={self.periods}"
        return f"Trend(slope={points(self.slope, '+.3f')}, {interval}, {about})"


@dataclass(frozen=True)
class Homogeneity(Result):
    """A test of whether periods have different scores at all; float() is the p-value.

    Examples
    --------
    >>> quarters = [nps.Counts(46, 30, 24), nps.Counts(70, 20, 10), nps.Counts(44, 30, 26)]
    >>> float(nps.homogeneity(quarters)) < 0.01
    True
    """

    p_value: float
    """The p-value of the hypothesis that all periods have the same score."""
    statistic: float
    degrees: float
    """The mean of the statistic if the periods do not differ."""
    periods: int
    """The number of periods with answers."""

    def __float__(self) -> float:
        return self.p_value

    def __repr__(self) -> str:
        about = f"statistic={self.statistic:.3f}, degrees={self.degrees:g}, periods={self.periods}"
        return f"Homogeneity(p_value={self.p_value:.3g}, {about})"


@documented(raw.nps_trend_test)
def trend_test(
    periods: Periods,
    *,
    times: Optional[Iterable[Real]] = None,
    per: Union[str, Real] = "period",
    season: int = 0,
    scale: ScaleName = "0_10",
    outside: str = "raise",
    level: Real = 0.95,
) -> Trend:
    """The slope of the score over separate periods, with an interval and a test.

    Parameters
    ----------
    periods
        The periods in the order of time, by key or in a list: Accumulator, Counts, Weighted, WeightedDesign,
        WeightedEstimate, None for an empty one, or records with `first` and `last` days and one of these; or the table
        that Timeline.periods() returns.
    times
        The time of each period, for periods that are not at equal distances. None: 0, 1, 2 ... or, if `per` is a unit
        of the calendar, the middle of their days.
    per
        The unit of the slope: "period"; or "day", "week", "month", "quarter" or "year" for records with days; or, with
        `times`, a number of their units.
    season
        The number of periods in a cycle of the seasons, such as 12 for months: the slope is then that within seasons.
        0: no seasons.

    Examples
    --------
    >>> months = [nps.Counts(46, 30, 24), nps.Counts(50, 29, 21), None, nps.Counts(58, 25, 17), nps.Counts(61, 27, 12)]
    >>> nps.trend_test(months)
    Trend(slope=+6.600, lower=1.738, upper=11.394, p_value=0.00764, per='period', periods=4)
    >>> nps.trend_test(months, times=[2020, 2021, 2022, 2024, 2025], per=10).slope > 40
    True
    """
    clock, factor, named = _read_unit(times is not None, per)
    read = read_periods(periods, scale, outside, times)
    options = clock, read_level(level), factor, _read_season(season)
    found = raw.nps_trend_test(read.members, options)
    bounds = found.bounds
    interval = found.slope, bounds.lower, bounds.upper, found.p_value
    return Trend(*interval, named, found.time, found.score, found.degrees, found.periods)


def _read_unit(has_times: bool, per: Union[str, Real]) -> Tuple[int, float, Union[str, float]]:
    """The clock of the trend, the number of its units, and their name."""
    if isinstance(per, str):
        if per == "period" and not has_times:
            return raw.NPS_CLOCK_PLACES, 1.0, per
        if per == "period":
            return raw.NPS_CLOCK_TIMES, 1.0, 1.0
        if per not in _DAYS or has_times:
            units = "a number of units of times" if has_times else f"one of {', '.join(['period', *_DAYS])}"
            raise PeriodError(f"per must be {units}, not {short(per)}")
        return raw.NPS_CLOCK_DAYS, _DAYS[per], per
    number = read_number(per, "per", "a unit of time, or a number of units of times")
    if not has_times:
        raise PeriodError(f"per is a number of units of times, and there are no times: per={short(per)}")
    if not (number > 0 and isfinite(number)):
        raise PeriodError(f"per must be positive and finite, not {number:g}")
    return raw.NPS_CLOCK_TIMES, number, number


def _read_season(season: int) -> int:
    number = read_integer(season, "season", "a whole number of periods")
    if not 0 <= number < 2**32:
        raise PeriodError(f"season must be a whole number of periods, such as 12, not {short(number)}")
    return number


@documented(raw.nps_homogeneity)
def homogeneity(periods: Periods, *, scale: ScaleName = "0_10", outside: str = "raise") -> Homogeneity:
    """Tests whether the periods have different scores at all.

    Parameters
    ----------
    periods
        The periods, as for trend_test().

    Examples
    --------
    >>> nps.homogeneity([nps.Counts(46, 30, 24), nps.Counts(70, 20, 10), nps.Counts(44, 30, 26)])
    Homogeneity(p_value=0.000232, statistic=16.696, degrees=2, periods=3)
    """
    found = raw.nps_homogeneity(read_periods(periods, scale, outside).members)
    return Homogeneity(found.p_value, found.statistic, found.degrees, found.periods)


@documented(raw.nps_compare_periods)
def compare_periods(
    periods: Periods,
    *,
    before: Union[str, SupportsIndex] = 1,
    scale: ScaleName = "0_10",
    outside: str = "raise",
    method: str = "auto",
    level: Real = 0.95,
    adjustment: str = "holm",
) -> Segmented[Any, SegmentComparison]:
    """Compares every period with the one before it, or with the same one of the year before.

    Periods without an earlier one, and those where one of the two has no answers, are left out.

    Parameters
    ----------
    periods
        The periods, as for trend_test().
    before
        The number of periods between the two: 1 for the one before, 12 for months of the year before; or "year", which
        finds the same period of the year before by the days of records.

    Returns
    -------
    Segmented of SegmentComparison
        By the key of the later period, or by its place in a list.

    Examples
    --------
    >>> quarters = {"Q1": nps.Counts(460, 300, 240), "Q2": nps.Counts(500, 290, 210), "Q3": nps.Counts(480, 300, 220)}
    >>> print(nps.compare_periods(quarters).table())
    key  difference  lower  upper  p_value  method                    adjusted
    Q2         +7.0   -1.1   15.0   0.0514  skewness-corrected score    0.1027
    Q3         -3.0  -11.0    5.0   0.4021  skewness-corrected score    0.4021
    """
    places = _read_before(before)
    read = read_periods(periods, scale, outside)
    options = method_number(method), read_level(level), adjustment_number(adjustment), None
    try:
        changes = raw.nps_compare_periods(read.members, places, options)
    except UnavailableError:
        if adjustment_number(adjustment) != raw.NPS_ADJUST_BENJAMINI_HOCHBERG:
            raise
        raise UnavailableError(
            f"the adjustment {adjustment!r} is not proven for changes that share a period: "
            '"false discovery" picks one that is valid'
        ) from None
    made = {key: _change(change, method) for key, change in zip(read.keys, changes)}
    found = {key: change for key, change in made.items() if change is not None}
    return Segmented(found, columns=SegmentComparison.__dataclass_fields__)


def _read_before(before: Union[str, SupportsIndex]) -> int:
    """The number of places between two periods; 0 for a year by days."""
    if before == "year":
        return int(raw.NPS_YEAR_BEFORE)
    number = read_integer(before, "before", 'a number of periods or "year"')  # type: ignore[arg-type]
    if not 0 < number < 2**31:
        raise PeriodError(f'before must be a number of periods, at least 1, or "year", not {short(number)}')
    return number


def _change(change: Any, method: str) -> Optional[SegmentComparison]:
    """The comparison of a period with an earlier one; None if there is none."""
    if change.earlier == _NO_PLACE:
        return None
    try:
        with explaining_method(method):
            change.status  # reading it raises the error of a status that is not NPS_OK
    except EmptyError:
        return None
    made = read_comparison(change.comparison)
    return SegmentComparison(made.difference, made.lower, made.upper, made.p_value, made.method, change.adjusted)


@documented(raw.nps_compare_before_after)
def compare_before_after(
    periods: Periods,
    moment: Any,
    *,
    times: Optional[Iterable[Real]] = None,
    scale: ScaleName = "0_10",
    outside: str = "raise",
    level: Real = 0.95,
) -> Comparison:
    """Compares all answers from a moment on with all answers before it.

    Parameters
    ----------
    periods
        The periods, as for trend_test().
    moment
        The first moment after: a date, a time or the text of a date such as "2026-03-01", for records with days; with
        `times`, a time; otherwise the place of the first period after.
    times
        The time of each period. None: 0, 1, 2 ..., or the days of records if `moment` is a date.

    Examples
    --------
    >>> weeks = [nps.Counts(46, 30, 24), nps.Counts(48, 30, 22), nps.Counts(58, 25, 17), nps.Counts(61, 27, 12)]
    >>> nps.compare_before_after(weeks, 2)
    Comparison(difference=+21.000, lower=5.681, upper=36.153, p_value=0.00726, method='skewness-corrected score')
    """
    read_level_of = read_level(level)
    day = date_number(moment, "moment")
    if day is not None:
        if times is not None:
            raise PeriodError("moment is a date, and times are numbers: leave times out, or pass a time")
        clock, number = raw.NPS_CLOCK_DAYS, float(day)
    else:
        clock = raw.NPS_CLOCK_PLACES if times is None else raw.NPS_CLOCK_TIMES
        number = read_number(moment, "moment", "a date, a time, or the place of a period")
    members = read_periods(periods, scale, outside, times).members
    return read_comparison(raw.nps_compare_before_after(members, number, (clock, read_level_of, 1.0, 0)))
