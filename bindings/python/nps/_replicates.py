# SPDX-License-Identifier: MIT
"""Replicate weights: those of a survey, or made from its strata and clusters."""

from __future__ import annotations

import sys
from array import array
from collections.abc import Mapping
from typing import Any, Dict, Iterable, Iterator, NoReturn, Optional, SupportsIndex, Tuple

from . import _raw as raw
from ._calibration import _LARGEST, Margins, Populations, opened_sample, read_margins, read_strata
from ._columns import Answers, bytes_of, read_codes
from ._documentation import documented
from ._html import record_html
from ._ids import Ids
from ._methods import lonely_number, plain, refused
from ._numbers import Real, read_count, read_number
from ._scale import ScaleName
from ._shown import short
from ._weighted import WeightedEstimate, Weights, read_on
from .errors import MethodError

_DOUBLES = "<f8" if sys.byteorder == "little" else ">f8"
_KINDS: Dict[str, int] = {
    "other": raw.NPS_REPLICATES_OTHER,
    "brr": raw.NPS_REPLICATES_BRR,
    "fay": raw.NPS_REPLICATES_FAY,
    "jk1": raw.NPS_REPLICATES_JK1,
    "jkn": raw.NPS_REPLICATES_JKN,
    "bootstrap": raw.NPS_REPLICATES_BOOTSTRAP,
    "successive": raw.NPS_REPLICATES_SUCCESSIVE,
}


class ReplicateWeights:
    """The weights of a sample with replicates of them, whose spread gives standard errors.

    `replicates` holds the replicate weights: a table with a row for each respondent and a column for each replicate,
    such as a two-dimensional array or a data frame; a mapping of columns; or an iterable of them. `weights` are those
    of the full sample, 1 each without. `kind` is "brr", "fay", "jk1", "jkn", "bootstrap", "successive" or "other", and
    decides the scale of the variance. `fay` is the coefficient of "fay", `variance_scale` the scale of "other";
    `replicate_scales` are factors of the replicates, which "jkn" needs. With `has_factors` the replicates are factors
    of the weights. With `around_estimate` deviations are from the full sample and not from the mean of the replicates.
    `degrees` are the degrees of freedom; None: as many as replicates less one, for "jkn" the sum of the factors.

    Examples
    --------
    >>> survey = nps.ReplicateWeights([[4, 2, 0, 0], [0, 0, 2, 4], [4, 0, 2, 0], [0, 2, 0, 4]], [2, 1, 1, 2], kind="brr")
    >>> survey
    <nps.ReplicateWeights: 4 rows, 4 replicates, brr>
    >>> survey.read([10, 9, 3, 7]).standard_error
    47.14045207910317
    """

    __slots__ = ("_matrix", "_options", "_scales", "_weights", "count", "degrees", "kind", "rows")

    count: int
    """How many replicates there are."""
    degrees: Optional[float]
    """The degrees of freedom that were given, or None."""
    kind: str
    """How the replicates were made."""
    rows: int
    """How many rows there are."""

    def __init__(
        self,
        replicates: Any,
        weights: Optional[Weights] = None,
        *,
        kind: str = "jk1",
        fay: Real = 0.0,
        variance_scale: Real = 1.0,
        replicate_scales: Optional[Iterable[Real]] = None,
        has_factors: bool = False,
        around_estimate: bool = False,
        degrees: Optional[Real] = None,
    ) -> None:
        self.kind = _kind_of(kind)
        self._matrix, self.rows, self.count = _read_matrix(replicates)
        self._weights = None if weights is None else _doubles(weights, "weights")
        self._scales = None if replicate_scales is None else _doubles(replicate_scales, "replicate scales")
        scale = read_number(variance_scale, "variance_scale")
        self._options = bool(has_factors), read_number(fay, "fay"), scale, bool(around_estimate)
        self.degrees = None if degrees is None else read_number(degrees, "degrees")

    def _repr_html_(self) -> str:
        """The figures in a notebook."""
        figures = {"kind": self.kind, "rows": self.rows, "replicates": self.count, "degrees": self.degrees}
        return record_html(type(self).__name__, figures)

    @property
    def weights(self) -> Optional[memoryview[float]]:
        """The weights of the full sample, or None: 1 each. NumPy takes them without copying."""
        return self._weights

    @property
    def replicate_scales(self) -> Optional[memoryview[float]]:
        """The factors of the replicates in the variance, or None: 1 each."""
        return self._scales

    @documented()
    def replicate(self, number: SupportsIndex) -> memoryview[float]:
        """The weights of a replicate, counted from 0; NumPy takes them without copying.

        Parameters
        ----------
        number
            The number of the replicate, from 0.

        Returns
        -------
        memoryview
            A double for each row.

        Examples
        --------
        >>> nps.ReplicateWeights([[4, 2], [0, 6]]).replicate(1).tolist()
        [0.0, 6.0]
        """
        start = range(self.count)[number] * self.rows
        return self._matrix[start : start + self.rows]

    @documented(raw.nps_replicates_read)
    def read(
        self,
        answers: Answers,
        *,
        scale: ScaleName = "0_10",
        outside: str = "raise",
        missing_codes: Iterable[SupportsIndex] = (),
    ) -> WeightedEstimate:
        """The weighted score, with the standard error that the replicates give.

        Examples
        --------
        >>> survey = nps.ReplicateWeights([[0, 2, 2], [2, 0, 2], [2, 2, 0]])
        >>> survey.read([10, 9, 3])
        WeightedEstimate(score=33.333, standard_error=66.667, respondents=3, effective=3.0, kish=3.0,
            design_effect=1.000, degrees=2)
        """
        given = bytes_of(answers, read_codes(missing_codes)), None, (raw.NPS_ANSWER_MISSING,)
        has_factors, fay, variance_scale, around_estimate = self._options
        degrees = -1.0 if self.degrees is None else self.degrees
        columns = [
            None if column is None else (column, None, ()) for column in (self._weights, self._matrix, self._scales)
        ]
        described = (has_factors, fay, variance_scale, around_estimate, degrees)
        sample = (self.rows, self.count, *columns, _KINDS[self.kind], *described)

        def read_rows(limits: Any, with_outside: bool) -> Any:
            return raw.nps_replicates_read(sample, given, limits, with_outside)

        return read_on(read_rows, scale, outside)

    def __len__(self) -> int:
        """How many replicates there are."""
        return self.count

    def __repr__(self) -> str:
        return f"<nps.ReplicateWeights: {self.rows} rows, {self.count} replicates, {self.kind}>"


@documented(raw.nps_replicates_make)
def replicates_make(
    *,
    weights: Optional[Weights] = None,
    strata: Optional[Ids] = None,
    clusters: Optional[Ids] = None,
    margins: Margins = (),
    population_clusters: Populations = None,
    lonely: str = "adjust",
    kind: str = "jkn",
    replicates: SupportsIndex = 500,
    seed: SupportsIndex = 0,
    iterations: SupportsIndex = 1000,
    tolerance: Real = 1e-9,
    lowest: Real = 0.0,
    highest: Real = _LARGEST,
) -> ReplicateWeights:
    """Replicate weights from strata and clusters, each raked to the margins if there are any.

    Parameters
    ----------
    weights
        The weight of each row; None: 1 each.
    margins
        The margins of the population, to which each replicate is raked: one Margin, or several; none: no raking.
    kind
        "jkn", the stratified jackknife, or "bootstrap".
    replicates
        The number of replicates of the bootstrap.
    seed
        The seed of the bootstrap, from 0 to 2^64 - 1.

    Raises
    ------
    ValueError
        The columns have different lengths.

    Examples
    --------
    >>> shops = ["Rome", "Rome", "Oslo", "Oslo", "Bern", "Bern"]
    >>> replicates = nps.replicates_make(clusters=shops)
    >>> replicates
    <nps.ReplicateWeights: 6 rows, 3 replicates, jkn>
    >>> round(replicates.read([10, 9, 3, 7, 9, 10]).standard_error, 3)
    50.0
    """
    kind = _kind_of(kind)
    read = read_margins(margins)
    count = read_count(replicates, "replicates", "replicates")
    if count > sys.maxsize:
        raise MemoryError(f"there is no room for {count} replicates")
    if weights is strata is clusters is None and not read:
        raise TypeError("weights, strata, clusters or margins must say which rows there are")
    places, counts = read_strata(strata, population_clusters)
    calibration = (iterations, tolerance, lowest, highest, lonely_number(lonely), raw.NPS_DEGREES_DESIGN, counts)
    options = (_KINDS[kind], count, seed, bool(read), calibration)
    with opened_sample(None, read, weights=weights, places=places, clusters=clusters) as sample:
        numbers, (count, degrees) = raw.nps_replicates_make(sample, options)
    return _around(memoryview(numbers).cast("d"), kind, count, degrees)


def _around(numbers: memoryview[float], kind: str, count: int, degrees: float) -> ReplicateWeights:
    """Weights, matrix and scales as C lays them out."""
    rows = (len(numbers) - count) // (count + 1)
    made = ReplicateWeights.__new__(ReplicateWeights)
    made.kind, made.rows, made.count, made.degrees = kind, rows, count, degrees
    made._weights, made._matrix, made._scales = numbers[:rows], numbers[rows:-count], numbers[-count:]
    made._options = False, 0.0, 1.0, False
    return made


def _kind_of(kind: str) -> str:
    if not isinstance(kind, str):
        raise TypeError(f"a kind of replicates is a name, not {short(kind)}")
    name = plain(kind)
    return name if name in _KINDS else refused("kind of replicates", kind, _KINDS, MethodError)


def _doubles(numbers: Any, name: str) -> memoryview[float]:
    """Numbers as doubles one behind the other; a copy, so that nobody can change them."""
    if getattr(getattr(numbers, "dtype", None), "str", "") == _DOUBLES and hasattr(numbers, "tobytes"):
        return memoryview(numbers.tobytes()).cast("d")  # much faster
    listed = numbers.tolist() if hasattr(numbers, "tolist") else numbers
    return memoryview(raw.numbers_bytes(listed, name, True)).cast("d").toreadonly()


def _read_matrix(replicates: Any) -> Tuple[memoryview[float], int, int]:
    """Replicate after replicate, the number of rows, and that of replicates."""
    columns = list(_columns_of(replicates))
    if not columns:
        raise ValueError("there are no replicates")
    matrix, rows = array("d"), -1
    for number, column in enumerate(columns):
        read = _doubles(column, f"the weights of replicate {number}")
        if rows not in (-1, len(read)):
            raise ValueError(f"replicate {number} has {len(read)} weights, and replicate 0 has {rows}")
        rows = len(read)
        matrix.frombytes(read.cast("B"))
    return memoryview(matrix).toreadonly().cast("B").cast("d"), rows, len(columns)


def _columns_of(replicates: Any) -> Iterable[Any]:
    """The columns of a table, or of what else holds them."""
    if isinstance(replicates, (str, bytes, bytearray)):
        _refuse(replicates)
    if hasattr(replicates, "to_numpy") and getattr(replicates, "ndim", 2) == 2:
        replicates = replicates.to_numpy()
    if getattr(replicates, "ndim", None) == 2 and hasattr(replicates, "T"):
        transposed: Iterable[Any] = replicates.T
        return transposed
    if isinstance(replicates, memoryview) and replicates.ndim == 2:
        return zip(*replicates.tolist())
    if isinstance(replicates, Mapping):
        return replicates.values()
    try:
        columns: Iterator[Any] = iter(replicates)
    except TypeError:
        _refuse(replicates)
    return columns


def _refuse(replicates: Any) -> NoReturn:
    raise TypeError(f"replicates are a table or columns of numbers, not {short(replicates)}")
