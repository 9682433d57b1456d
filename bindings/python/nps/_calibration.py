# SPDX-License-Identifier: MIT
"""Weights that make a sample agree with what is known of the population."""

from __future__ import annotations

from array import array
from collections.abc import Mapping
from dataclasses import dataclass
from reprlib import repr as short
from typing import Any, Dict, Iterable, List, Optional, Sequence, SupportsIndex, Tuple, Union

from . import _raw as raw
from ._accumulator import Accumulator
from ._documentation import documented
from ._levels import Real
from ._scale import ScaleName
from ._tally import Answers, bytes_of, numbers_of, read_codes
from ._weighted import WeightedEstimate, Weights, read_on
from .errors import MarginError, NotFoundError

Totals = Union["Mapping[Any, Real]", Sequence[Real]]
_LARGEST = 1.7976931348623157e308


class Margin:
    """What is known of the population by one characteristic, such as age: a total for each category.

    `categories` has that of each row. `totals` is a mapping {category: total} with categories of any kind, or a
    sequence, and then categories are the numbers from 0. Totals are populations in any unit.

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

    def __init__(self, categories: Iterable[Any], totals: Totals) -> None:
        if isinstance(categories, (str, Mapping)):
            raise TypeError(f"categories are those of all rows, not {type(categories).__name__!r}")
        is_mapping = hasattr(totals, "keys") and hasattr(totals, "__getitem__")
        numbers: Any = totals if is_mapping else dict(enumerate(totals))
        self.labels = tuple(numbers.keys())
        self.totals = _doubles([numbers[label] for label in self.labels], "totals")
        places = {label: place for place, label in enumerate(self.labels)}
        self._rows = array(_UNSIGNED, _places(categories, places)).tobytes()

    def __len__(self) -> int:
        """How many rows there are."""
        return len(self._rows) // 4

    def __repr__(self) -> str:
        return f"<nps.Margin: {len(self)} rows, {short(dict(zip(self.labels, self.totals)))}>"


_UNSIGNED = next(letter for letter in "IL" if array(letter).itemsize == 4)


def _places(categories: Iterable[Any], places: Dict[Any, int]) -> Iterable[int]:
    listed = categories.tolist() if hasattr(categories, "tolist") else categories  # much faster than NumPy's items
    for row, category in enumerate(listed):
        try:
            yield places[category]
        except KeyError:
            raise NotFoundError(f"row {row} is in category {short(category)}, which has no total") from None


def _doubles(numbers: Any, name: str) -> Tuple[float, ...]:
    return tuple(memoryview(raw.numbers_bytes(numbers, name, True)).cast("d"))


@dataclass(frozen=True)
class CalibrationResult:
    """Weights that agree with all margins, and how they were found."""

    weights: array[float]
    """The weight of each row: an array of doubles, which NumPy takes without copying."""
    iterations: int
    """How many rounds it took."""
    error: float
    """The largest distance of a category from its total, as a part of it."""
    trimmed: int
    """How many rows have the smallest or the largest weight allowed."""

    def __repr__(self) -> str:
        about = f"iterations={self.iterations}, error={self.error:.3g}, trimmed={self.trimmed}"
        return f"CalibrationResult({len(self.weights)} weights, {about})"


def _read_margins(margins: Union[Margin, Iterable[Margin]]) -> Tuple[Tuple[bytes, bytes], ...]:
    read = (margins,) if isinstance(margins, Margin) else tuple(margins)
    for margin in read:
        if not isinstance(margin, Margin):
            raise TypeError(f"a margin is a Margin, not {type(margin).__name__!r}")
    return tuple((margin._rows, array("d", margin.totals).tobytes()) for margin in read)


@documented(raw.nps_calibration_rake)
def calibration_rake(
    margins: Union[Margin, Iterable[Margin]],
    weights: Optional[Weights] = None,
    *,
    iterations: SupportsIndex = 1000,
    tolerance: Real = 1e-9,
    lowest: Real = 0.0,
    highest: Real = _LARGEST,
) -> CalibrationResult:
    """Weights that agree with all margins.

    Parameters
    ----------
    margins
        What is known of the population: one Margin, or several, of the same rows.
    weights
        The base weight of each row; None: all rows begin alike.
    iterations
        How many rounds are made at most.
    tolerance
        How far a category may be from its total, as a part of it.
    lowest
        The smallest weight allowed, as a multiple of the mean weight.
    highest
        The largest weight allowed, as a multiple of the mean weight.

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
    read = _read_margins(margins)
    options = (iterations, tolerance, lowest, highest)
    if weights is None:
        made, result = raw.nps_calibration_rake((None, read), options)
    else:
        with numbers_of(weights, "weights", are_real=True) as base:
            made, result = raw.nps_calibration_rake((base, read), options)
    return CalibrationResult(array("d", made), result.iterations, result.error, result.trimmed)


@documented(raw.nps_calibration_read)
def calibration_read(
    answers: Answers,
    weights: Weights,
    margins: Union[Margin, Iterable[Margin]],
    *,
    scale: ScaleName = "0_10",
    outside: str = "raise",
    missing_codes: Iterable[SupportsIndex] = (),
    iterations: SupportsIndex = 1000,
) -> WeightedEstimate:
    """The score with weights that calibration_rake() made, with a standard error that knows the margins.

    Parameters
    ----------
    weights
        The weights that calibration_rake() made.
    margins
        The margins that it was given.
    iterations
        How many rounds are made at most.

    Examples
    --------
    >>> age = nps.Margin(["young", "old", "old", "old"], {"young": 500, "old": 500})
    >>> raked = nps.calibration_rake(age)
    >>> nps.calibration_read([10, 9, 3, 7], raked.weights, age)
    WeightedEstimate(score=50.000, standard_error=27.217, respondents=4, effective=3.0, kish=3.0,
        design_effect=0.381, degrees=inf)
    """
    read = _read_margins(margins)
    options = (iterations, 0.0, 0.0, _LARGEST)
    rows = bytes_of(answers, read_codes(missing_codes)), None, (raw.NPS_ANSWER_MISSING,)
    with numbers_of(weights, "weights", are_real=True) as column:

        def read_rows(limits: Any, with_outside: bool) -> Any:
            return raw.nps_calibration_read((column, read), rows, limits, options, with_outside)

        return read_on(read_rows, scale, outside)


@documented(raw.nps_calibration_poststratify)
def calibration_poststratify(
    segments: Union[Mapping[Any, Accumulator], Iterable[Accumulator]],
    totals: Totals,
    *,
    scale: ScaleName = "0_10",
    outside: str = "raise",
) -> WeightedEstimate:
    """The score of segments weighted with their populations.

    Either both are mappings with the same keys, such as Groups and a dict, or both are sequences in the same order.

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
        raise TypeError(f"a segment is an Accumulator, not {type(segment).__name__!r}")
    return segment._state


def _paired(segments: Any, totals: Any) -> List[Tuple[Accumulator, float]]:
    """Each segment with its population."""
    if isinstance(segments, Mapping):
        if not hasattr(totals, "keys"):
            raise TypeError("segments by key have totals by key")
        return _paired_by_key(segments, totals)
    listed = list(segments)
    numbers = _doubles(totals, "totals")
    if len(listed) != len(numbers):
        raise ValueError(f"there are {len(listed)} segments, but {len(numbers)} totals")
    return list(zip(listed, numbers))


def _paired_by_key(segments: Mapping[Any, Accumulator], totals: Any) -> List[Tuple[Accumulator, float]]:
    keys = list(totals.keys())
    for key in segments:
        if key not in totals:
            raise MarginError(f"the segment {key!r} has no total")
    numbers = _doubles([totals[key] for key in keys], "totals")
    for key, number in zip(keys, numbers):
        if number > 0 and key not in segments:
            raise MarginError(f"the category {key!r} has the total {number:g}, but there is no such segment")
    return [(segments[key] if key in segments else Accumulator(), number) for key, number in zip(keys, numbers)]
