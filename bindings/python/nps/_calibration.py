# SPDX-License-Identifier: MIT
"""Weights with which the totals of a sample equal those of the population."""

from __future__ import annotations

from array import array
from collections import Counter
from collections.abc import Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from math import inf
from typing import Any, Dict, Iterable, Iterator, List, Optional, Sequence, SupportsIndex, Tuple, Union

from . import _raw as raw
from ._accumulator import Accumulator
from ._columns import Answers, bytes_of, numbers_of, read_codes
from ._documentation import documented
from ._html import record_html, table_html
from ._ids import Id, Ids, Names
from ._methods import degrees_number, lonely_number
from ._numbers import Real, read_count, read_number
from ._scale import ScaleName
from ._shown import numbered, short
from ._weighted import WeightedEstimate, Weights, read_on
from .errors import MarginError, NotFoundError

Totals = Union["Mapping[Any, Real]", Sequence[Real]]
Margins = Union["Margin", Iterable["Margin"]]
Populations = Union["Mapping[Id, SupportsIndex]", SupportsIndex, None]
_LARGEST = 1.7976931348623157e308
DESIGN = raw.NPS_LONELY_ADJUST, raw.NPS_DEGREES_DESIGN


class Margin:
    """The totals of the population by one characteristic, such as age, and the category of each row of the sample.

    `categories` has the category of each row. `totals` is a mapping {category: total}; or a sequence of totals, where
    categories are the numbers from 0. Totals may be in any unit.

    Examples
    --------
    >>> margin = nps.Margin(["young", "old", "old"], {"young": 300, "old": 700})
    >>> margin
    <nps.Margin: 3 rows, {'old': 700.0, 'young': 300.0}>
    """

    __slots__ = ("_rows", "labels", "totals")

    labels: Tuple[Any, ...]
    """The categories in the order of the totals."""
    totals: Tuple[float, ...]
    """The total of each category."""

    @documented()
    def __init__(self, categories: Iterable[Any], totals: Totals) -> None:
        """Makes a margin of the categories of the rows and the totals of the population.

        Parameters
        ----------
        categories
            The category of each row of the sample.
        totals
            The total of each category: a mapping, or a sequence for the categories 0, 1, 2, ...

        Raises
        ------
        NotFoundError
            A row is in a category that has no total.
        """
        if isinstance(categories, (str, Mapping)) or not hasattr(categories, "__iter__"):
            raise TypeError(f"categories must be an iterable with that of each row, not {short(categories)}")
        is_mapping = hasattr(totals, "keys") and hasattr(totals, "__getitem__")
        if isinstance(totals, (str, bytes)) or not (is_mapping or hasattr(totals, "__iter__")):
            raise TypeError(f"totals must be a mapping {{category: total}} or a list of numbers, not {short(totals)}")
        numbers: Any = totals if is_mapping else dict(enumerate(totals))
        self.labels = tuple(numbers.keys())
        self.totals = tuple(read_number(numbers[label], f"the total of {short(label)}") for label in self.labels)
        places = {label: place for place, label in enumerate(self.labels)}
        self._rows = array(_UNSIGNED, _places(categories, places)).tobytes()

    def __len__(self) -> int:
        """The number of rows."""
        return len(self._rows) // 4

    def __eq__(self, other: object) -> bool:
        """Whether both have the same categories and totals, in the same order, and the same rows."""
        if not isinstance(other, Margin):
            return NotImplemented
        return (self.labels, self.totals, self._rows) == (other.labels, other.totals, other._rows)

    def __hash__(self) -> int:
        return hash((self.labels, self.totals, self._rows))

    def _repr_html_(self) -> str:
        """The totals in a notebook, with the number of rows of each category."""
        counted = Counter(array(_UNSIGNED, self._rows))
        named = enumerate(zip(self.labels, self.totals))
        rows = [[str(label), str(counted[place]), f"{total:g}"] for place, (label, total) in named]
        return table_html(["category", "rows", "total"], rows, [False, True, True])

    def __repr__(self) -> str:
        return f"<nps.Margin: {numbered(len(self), 'row')}, {short(dict(zip(self.labels, self.totals)))}>"


_UNSIGNED = next(letter for letter in "IL" if array(letter).itemsize == 4)


def _places(categories: Iterable[Any], places: Dict[Any, int]) -> Iterable[int]:
    # tolist() is faster than iterating over an array of NumPy
    listed = categories.tolist() if hasattr(categories, "tolist") else categories
    for row, category in enumerate(listed):
        try:
            yield places[category]
        except (KeyError, TypeError):  # TypeError: it cannot be a key
            raise NotFoundError(f"row {row} is in category {short(category)}, which has no total") from None


def _read_total(total: Any, name: str) -> float:
    number = read_number(total, f"the total of {name}")
    if not 0 <= number < inf:
        raise MarginError(f"the total of {name} must be finite and at least 0, not {number:g}")
    return number


@dataclass(frozen=True)
class CalibrationResult:
    """Weights whose sums equal all margins, and how they were found.

    Examples
    --------
    >>> age = nps.Margin(["young", "old", "old"], {"young": 300, "old": 700})
    >>> raked = nps.calibration_rake(age)
    >>> list(raked.weights), raked.iterations, raked.trimmed
    ([300.0, 350.0, 350.0], 1, 0)
    """

    weights: array[float]
    """The weight of each row: an array of doubles, which NumPy uses without copying."""
    iterations: int
    """The number of rounds."""
    error: float
    """The largest relative difference between the sum of a category and its total."""
    trimmed: int
    """The number of rows with the smallest or the largest weight allowed."""

    def _repr_html_(self) -> str:
        """The figures in a notebook, with the range of the weights instead of all of them."""
        figures: Dict[str, Any] = {"rows": len(self.weights)}
        if self.weights:
            figures.update({"smallest weight": min(self.weights), "largest weight": max(self.weights)})
        figures.update({name: getattr(self, name) for name in ("iterations", "error", "trimmed")})
        return record_html(type(self).__name__, figures)

    def __repr__(self) -> str:
        about = f"iterations={self.iterations}, error={self.error:.3g}, trimmed={self.trimmed}"
        return f"CalibrationResult({len(self.weights)} weights, {about})"


def read_margins(margins: Margins) -> Tuple[Tuple[bytes, bytes], ...]:
    if not isinstance(margins, Margin) and not hasattr(margins, "__iter__"):
        raise TypeError(f"margins must be a Margin or a list of them, not {short(margins)}")
    read = (margins,) if isinstance(margins, Margin) else tuple(margins)
    for place, margin in enumerate(read):
        if not isinstance(margin, Margin):
            raise TypeError(f"margin {place} must be a Margin, not {short(margin)}")
    return tuple((margin._rows, array("d", margin.totals).tobytes()) for margin in read)


@contextmanager
def opened_sample(
    rows: Optional[int],
    margins: Tuple[Tuple[bytes, bytes], ...],
    *,
    weights: Optional[Weights] = None,
    calibrated: Optional[Weights] = None,
    places: Any = None,
    clusters: Optional[Ids] = None,
) -> Iterator[Tuple[Any, ...]]:
    """A sample for the raw module. `rows` is the number of answers, if it is known; `places` are numbers of strata."""
    with ExitStack() as held:

        def column(numbers: Any, name: str, are_real: bool) -> Any:
            return None if numbers is None else held.enter_context(numbers_of(numbers, name, are_real))

        units = None if clusters is None else Names("cluster", "clusters").read(clusters)
        yield (
            rows,
            column(weights, "weights", True),
            column(calibrated, "calibrated weights", True),
            margins,
            column(places, "strata", False),
            column(units, "clusters", False),
        )


def read_strata(strata: Optional[Ids], population_clusters: Populations) -> Tuple[Any, Optional[bytes]]:
    """Numbers of the strata, and their populations in ascending order of these."""
    names = Names("stratum", "strata")
    places = None if strata is None else names.read(strata)
    if population_clusters is None:
        return places, None
    if strata is None:
        names.read_none()
    by_stratum = population_clusters if isinstance(population_clusters, Mapping) else {0: population_clusters}
    counts = {
        names.read_one(stratum): read_count(count, "population_clusters", "clusters")
        for stratum, count in by_stratum.items()
    }
    pairs = (array("q", [number]).tobytes() + array("Q", [counts[number]]).tobytes() for number in sorted(counts))
    return places, b"".join(pairs)


@documented(raw.nps_calibration_rake)
def calibration_rake(
    margins: Margins,
    weights: Optional[Weights] = None,
    *,
    iterations: SupportsIndex = 1000,
    tolerance: Real = 1e-9,
    lowest: Real = 0.0,
    highest: Real = _LARGEST,
) -> CalibrationResult:
    """Computes weights whose sums equal all margins.

    Parameters
    ----------
    margins
        The totals of the population: one Margin, or several of the same rows.
    weights
        The base weight of each row. None: 1 for all rows.

    Raises
    ------
    NotFoundError
        A row is in a category that has no total.

    Examples
    --------
    >>> age = nps.Margin(["young", "old", "old", "old"], {"young": 500, "old": 500})
    >>> [round(weight, 3) for weight in nps.calibration_rake(age).weights]
    [500.0, 166.667, 166.667, 166.667]
    """
    read = read_margins(margins)
    options = (iterations, tolerance, lowest, highest, *DESIGN, None)
    with opened_sample(None, read, weights=weights) as sample:
        made, result = raw.nps_calibration_rake(sample, options)
    return CalibrationResult(array("d", made), result.iterations, result.error, result.trimmed)


@documented(raw.nps_calibration_read)
def calibration_read(
    answers: Answers,
    margins: Margins,
    *,
    weights: Optional[Weights] = None,
    strata: Optional[Ids] = None,
    clusters: Optional[Ids] = None,
    calibrated: Optional[Weights] = None,
    population_clusters: Populations = None,
    lonely: str = "adjust",
    degrees: str = "design",
    scale: ScaleName = "0_10",
    outside: str = "raise",
    missing_codes: Iterable[SupportsIndex] = (),
    iterations: SupportsIndex = 1000,
    tolerance: Real = 1e-9,
    lowest: Real = 0.0,
    highest: Real = _LARGEST,
) -> WeightedEstimate:
    """The score of a sample that is raked to its margins, with a standard error for margins, strata and clusters.

    Parameters
    ----------
    margins
        The margins of the population: one Margin, or several, of the same rows. An empty list: no calibration.
    weights
        The base weight of each row; None: 1 each.
    calibrated
        The weights that calibration_rake() returned for the base weights; None: they are computed with the options
        below.

    Raises
    ------
    ValueError
        A column does not have the length of the answers.

    Examples
    --------
    >>> age = nps.Margin(["young", "old", "old", "old"], {"young": 500, "old": 500})
    >>> nps.calibration_read([10, 9, 3, 7], age)
    WeightedEstimate(score=50.000, standard_error=27.217, respondents=4, effective=3.0, kish=3.0,
        design_effect=0.381, degrees=3)
    >>> nps.calibration_read([10, 9, 3, 7], age, clusters=["Rome", "Rome", "Oslo", "Oslo"]).degrees
    1.0
    """
    read = read_margins(margins)
    places, counts = read_strata(strata, population_clusters)
    options = (iterations, tolerance, lowest, highest, lonely_number(lonely), degrees_number(degrees), counts)
    given = bytes_of(answers, read_codes(missing_codes))
    column = given, None, (raw.NPS_ANSWER_MISSING,)
    if calibrated is None and read:
        with opened_sample(len(given), read, weights=weights) as sample:
            calibrated = raw.nps_calibration_rake(sample, options)[0]
            calibrated = memoryview(calibrated).cast("d")
    with opened_sample(
        len(given), read, weights=weights, calibrated=calibrated, places=places, clusters=clusters
    ) as sample:

        def read_rows(limits: Any, with_outside: bool) -> Any:
            return raw.nps_calibration_read(sample, column, limits, options, with_outside)

        return read_on(read_rows, scale, outside)


@documented(raw.nps_calibration_poststratify)
def calibration_poststratify(
    segments: Union[Mapping[Any, Accumulator], Iterable[Accumulator]],
    totals: Totals,
    *,
    scale: ScaleName = "0_10",
    outside: str = "raise",
) -> WeightedEstimate:
    """The score of segments that are weighted by their populations.

    Both are mappings with the same keys, such as Groups and a dict, or both are sequences in the same order.

    Parameters
    ----------
    segments
        Accumulators by key, or in an order.
    totals
        The population of each segment, by key or in the same order.

    Examples
    --------
    >>> shops = {"Rome": nps.Accumulator([10, 9, 3]), "Oslo": nps.Accumulator([7, 10])}
    >>> nps.calibration_poststratify(shops, {"Rome": 3000, "Oslo": 1000})
    WeightedEstimate(score=37.500, standard_error=51.539, respondents=5, effective=3.5, kish=4.6,
        design_effect=1.447, degrees=inf)
    """
    pairs = _paired(segments, totals)
    states = tuple(_state_of(segment) for segment, _ in pairs)
    numbers = array("d", [total for _, total in pairs]).tobytes()

    def read(limits: Any, with_outside: bool) -> Any:
        return raw.nps_calibration_poststratify((states, numbers), limits, with_outside)

    return read_on(read, scale, outside)


def _state_of(segment: Accumulator) -> Any:
    if not isinstance(segment, Accumulator):
        raise TypeError(f"each segment must be an Accumulator, not {short(segment)}")
    return segment._state


def _paired(segments: Any, totals: Any) -> List[Tuple[Accumulator, float]]:
    """Each segment with its population."""
    if isinstance(segments, Mapping):
        if not hasattr(totals, "keys"):
            raise TypeError(f"totals must be a mapping, as segments are, not {short(totals)}")
        return _paired_by_key(segments, totals)
    listed = list(segments)
    numbers = [_read_total(total, f"segment {place}") for place, total in enumerate(totals)]
    if len(listed) != len(numbers):
        raise ValueError(f"there are {len(listed)} segments, but {len(numbers)} totals")
    return list(zip(listed, numbers))


def _paired_by_key(segments: Mapping[Any, Accumulator], totals: Any) -> List[Tuple[Accumulator, float]]:
    keys = list(totals.keys())
    for key in segments:
        if key not in totals:
            raise MarginError(f"the segment {key!r} has no total")
    numbers = [_read_total(totals[key], short(key)) for key in keys]
    for key, number in zip(keys, numbers):
        if number > 0 and key not in segments:
            raise MarginError(f"the category {key!r} has the total {number:g}, but there is no such segment")
    return [(segments[key] if key in segments else Accumulator(), number) for key, number in zip(keys, numbers)]
