# SPDX-License-Identifier: MIT
"""Answers that count more or less than one, and what they say of the score."""

from __future__ import annotations

from dataclasses import astuple, dataclass
from typing import Any, Iterable, Optional, SupportsIndex, Tuple, Type, TypeVar, Union

from . import _raw as raw
from ._accumulator import Accumulator
from ._comparison import read_comparison
from ._counts import read_interval
from ._documentation import documented, documented_fields
from ._encoded import Buffer, unchanging
from ._levels import Real, read_level, read_score
from ._methods import method_name, method_number, read_alternative
from ._results import Comparison, Interval, Result, Significance, shown
from ._sample import Sample, answered
from ._scale import ScaleName, is_ignored, limits_of
from ._structs import read_struct
from ._summed import Subtractable
from ._tally import Answer, Answers, Codes, column_of, numbers_in, numbers_of, place_of, read_codes
from .errors import EmptyError, OutsideError

Self = TypeVar("Self", bound="Weighted")
Weights = Any
"""A buffer of integers or floats, or an iterable of real numbers."""

_ANSWERS: int = raw.NPS_ANSWERS


@documented_fields(raw.nps_weighted_estimate)
@dataclass(frozen=True)
class WeightedEstimate(Result):
    """What weighted answers say of the score; intervals and tests are made of it."""

    score: float
    standard_error: float
    promoters: float
    passives: float
    detractors: float
    respondents: int
    kish: float
    design_effect: float
    effective: float
    degrees: float

    @documented(raw.nps_weighted_interval)
    def interval(self, *, method: str = "auto", level: Real = 0.95) -> Interval:
        """A confidence interval for the weighted score.

        Examples
        --------
        >>> nps.Weighted([10, 9, 3, 7], [1.2, 0.8, 1.5, 1.0]).read().interval(level=0.9)
        Interval(lower=-66.123, upper=77.418, method='skewness-corrected score')
        """
        return read_interval(raw.nps_weighted_interval(astuple(self), method_number(method), read_level(level)))

    @documented(raw.nps_weighted_test)
    def test(self, reference: Real, *, method: str = "auto", alternative: str = "two-sided") -> Significance:
        """Tests the weighted score against a reference.

        Parameters
        ----------
        reference
            The score to test against, in points.

        Examples
        --------
        >>> nps.Weighted([10, 9, 3, 7], [1.2, 0.8, 1.5, 1.0]).read().test(20)
        Significance(p_value=0.854, method='skewness-corrected score', alternative='two-sided', reference=20)
        """
        score, (number, claimed) = read_score(reference, "a reference"), read_alternative(alternative)
        tested = raw.nps_weighted_test(astuple(self), score, method_number(method), number)
        return Significance(tested.p_value, method_name(tested.method), claimed, score)

    def __repr__(self) -> str:
        about = f"score={self.score:.3f}, standard_error={self.standard_error:.3f}, respondents={self.respondents}"
        effect = f"effective={self.effective:.1f}, kish={self.kish:.1f}, design_effect={self.design_effect:.3f}"
        return f"WeightedEstimate({about}, {effect}, degrees={self.degrees:g})"


class Readable:
    """What can be read as a WeightedEstimate."""

    __slots__ = ()

    def _read(self, limits: Tuple[int, ...], with_outside: bool) -> Any:
        raise NotImplementedError

    def _everything(self) -> Weighted:
        raise NotImplementedError

    @documented(raw.nps_weighted_read)
    def read(self, scale: ScaleName = "0_10", *, outside: str = "raise") -> WeightedEstimate:
        """The weighted score on a scale, with its standard error.

        Examples
        --------
        >>> nps.Weighted([10, 9, 3, 7], [1.2, 0.8, 1.5, 1.0]).read()
        WeightedEstimate(score=11.111, standard_error=54.030, respondents=4, effective=3.5, kish=3.8,
            design_effect=1.144, degrees=inf)
        """
        try:
            return read_on(self._read, scale, outside)
        except EmptyError:
            raise EmptyError(f"no answer has a weight{self._instead(scale)}") from None

    def _instead(self, scale: ScaleName) -> str:
        """What there is besides answers with a weight, for an error that says that there are none."""
        everything = self._everything()
        rows, weightless = everything.rows._instead(scale), everything.weightless
        return f"{rows}{', ' if rows else ': '}{weightless} without weight" if weightless else str(rows)

    @property
    def score(self) -> float:
        """The weighted score on the standard scale; EmptyError when no answer has a weight."""
        return self.read().score

    @documented(raw.nps_weighted_interval)
    def interval(
        self, *, scale: ScaleName = "0_10", outside: str = "raise", method: str = "auto", level: Real = 0.95
    ) -> Interval:
        """A confidence interval for the weighted score.

        Examples
        --------
        >>> nps.Weighted([10, 9, 3, 7], [1.2, 0.8, 1.5, 1.0]).interval()
        Interval(lower=-75.501, upper=84.443, method='skewness-corrected score')
        """
        return self.read(scale, outside=outside).interval(method=method, level=level)

    @documented(raw.nps_weighted_test)
    def test(
        self,
        reference: Real,
        *,
        scale: ScaleName = "0_10",
        outside: str = "raise",
        method: str = "auto",
        alternative: str = "two-sided",
    ) -> Significance:
        """Tests the weighted score against a reference.

        Parameters
        ----------
        reference
            The score to test against, in points.

        Examples
        --------
        >>> nps.Weighted([10, 9, 3, 7], [1.2, 0.8, 1.5, 1.0]).test(20)
        Significance(p_value=0.854, method='skewness-corrected score', alternative='two-sided', reference=20)
        """
        return self.read(scale, outside=outside).test(reference, method=method, alternative=alternative)


def read_on(read: Any, scale: ScaleName, outside: str) -> WeightedEstimate:
    """What a function of the raw module reads on a scale."""
    limits, ignored = limits_of(scale), is_ignored(outside)
    try:
        estimate = read(limits, ignored)
    except OutsideError:
        lowest, highest, *_ = limits
        raise OutsideError(
            f'some weighted answers are off the scale {lowest} to {highest}; outside="ignore" leaves such answers out'
        ) from None
    return read_struct(WeightedEstimate, estimate[0] if ignored else estimate)


class Weighted(Readable, Subtractable):
    """A histogram of answers with weights that is fed, merged, subtracted and read.

    Missing and invalid answers are those of Accumulator. Two are equal when they counted the same to the last bit,
    whatever their missing codes. When a call raises, nothing has changed.

    Examples
    --------
    >>> survey = nps.Weighted([10, 9, 3, 7], [1.2, 0.8, 1.5, 1.0])
    >>> round(survey.score, 3)
    11.111
    >>> survey.interval()
    Interval(lower=-75.501, upper=84.443, method='skewness-corrected score')
    """

    __slots__ = ("__weakref__", "_codes", "_state")
    _codes: Codes
    _state: Any

    @documented()
    def __init__(
        self,
        answers: Optional[Answers] = None,
        weights: Optional[Weights] = None,
        *,
        missing_codes: Iterable[SupportsIndex] = (),
    ) -> None:
        """Empty, or with answers and weights as for update()."""
        if (answers is None) != (weights is None):
            raise TypeError("answers and weights come together")
        self._codes = read_codes(missing_codes)
        self._state = raw.nps_weighted() if answers is None else _tally(answers, weights, self._codes)

    @classmethod
    @documented(raw.nps_weighted_decode)
    def from_bytes(cls: Type[Self], data: Buffer, *, missing_codes: Iterable[SupportsIndex] = ()) -> Self:
        """Reads what to_bytes() gave, here or elsewhere; missing codes are not in it.

        Returns
        -------
        Weighted
            With what was counted.

        Examples
        --------
        >>> survey = nps.Weighted([10, 3], [1.2, 0.8])
        >>> nps.Weighted.from_bytes(survey.to_bytes()) == survey
        True
        """
        codes = read_codes(missing_codes)
        return cls._around(_decoded(data), codes)

    # ---- fed ----

    @documented(raw.nps_weighted_add_n)
    def add(self, answer: Answer, weight: Real, times: SupportsIndex = 1) -> None:
        """Counts one answer with its weight, or several of the same; None and NaN are missing, 7.5 is invalid.

        Parameters
        ----------
        answer
            As for Accumulator.add().

        Examples
        --------
        >>> survey = nps.Weighted()
        >>> survey.add(9, 1.5)
        >>> survey.add(3, 0.5, times=2)
        >>> survey.score
        20.0
        """
        read = read_weight(weight)
        place = place_of(answer, self._codes)
        if place is None:
            raw.nps_weighted_add_missing(self._state, read, times)
        else:
            raw.nps_weighted_add_n(self._state, place, read, times)

    @documented(raw.nps_weighted_add_missing)
    def add_missing(self, weight: Real, times: SupportsIndex = 1) -> None:
        """Counts one respondent who gave no answer, or several.

        Examples
        --------
        >>> survey = nps.Weighted()
        >>> survey.add_missing(1.5)
        >>> survey.missing_weight
        1.5
        """
        raw.nps_weighted_add_missing(self._state, read_weight(weight), times)

    @documented(raw.nps_weighted_add_column)
    def update(self, answers: Answers, weights: Weights) -> None:
        """Counts many answers, each with the weight beside it; there must be as many weights as answers.

        Either is a buffer of integers or floats, or any iterable; other threads run while buffers are counted.

        Raises
        ------
        ValueError
            There are not as many weights as answers.

        Examples
        --------
        >>> survey = nps.Weighted()
        >>> survey.update([10, 9, 3], [1.2, 0.8, 1.5])
        >>> survey
        <nps.Weighted: 3 answers, score 14.29>
        """
        # Counted apart and merged here, under the GIL: other threads may use this object meanwhile.
        counted = _tally(answers, weights, self._codes)
        raw.nps_weighted_merge(self._state, counted)

    @documented(raw.nps_weighted_merge_encoded)
    def merge_bytes(self, data: Buffer) -> None:
        """Adds what another counted, given as for from_bytes().

        Examples
        --------
        >>> survey = nps.Weighted([10], [1.5])
        >>> survey.merge_bytes(nps.Weighted([3], [0.5]).to_bytes())
        >>> survey.score
        50.0
        """
        raw.nps_weighted_merge_encoded(self._state, unchanging(data))

    # ---- read ----

    @property
    def rows(self) -> Accumulator:
        """How many rows with a weight above 0 there are, by answer: a copy."""
        return Accumulator._around(raw.nps_accumulator(numbers_in(self._words())[: _ANSWERS + 2]), self._codes)

    @property
    def weightless(self) -> int:
        """How many rows have weight 0, whatever the answer."""
        return int(self._state.weightless)

    @property
    @documented(raw.nps_weighted_weights)
    def weights(self) -> Tuple[float, ...]:
        """The weights of the answers 0 to 10: eleven numbers."""
        return tuple(self._weights()[:_ANSWERS])

    @property
    def missing_weight(self) -> float:
        """The weight of those who gave no answer."""
        return float(self._weights()[_ANSWERS])

    @property
    def invalid_weight(self) -> float:
        """The weight of those whose answer is not one of 0 to 10."""
        return float(self._weights()[_ANSWERS + 1])

    def _everything(self) -> Weighted:
        return self

    def _weights(self) -> Any:
        return memoryview(raw.nps_weighted_weights(self._state)).cast("d")

    def _words(self) -> bytes:
        words: bytes = self._state.words()
        return words

    def _read(self, limits: Tuple[int, ...], with_outside: bool) -> Any:
        return raw.nps_weighted_read(self._state, limits, with_outside)

    # ---- merged, subtracted, compared ----

    @documented(raw.nps_weighted_merge)
    def __iadd__(self: Self, other: Weighted) -> Self:
        """Adds what another counted."""
        if not isinstance(other, Weighted):
            return NotImplemented
        raw.nps_weighted_merge(self._state, other._state)
        return self

    @documented(raw.nps_weighted_subtract)
    def __isub__(self: Self, other: Weighted) -> Self:
        """Takes away a part; CountUnderflowError when it is not there."""
        if not isinstance(other, Weighted):
            return NotImplemented
        raw.nps_weighted_subtract(self._state, other._state)
        return self

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Weighted):
            return NotImplemented
        return self._words() == other._words()

    # ---- encoded, copied, pickled, shown ----

    @documented(raw.nps_weighted_encode)
    def to_bytes(self) -> bytes:
        """Encodes what was counted, for from_bytes() and merge_bytes(); without the missing codes.

        Returns
        -------
        bytes
            The same on every machine.

        Examples
        --------
        >>> len(nps.Weighted([10, 3], [1.2, 0.8]).to_bytes())
        84
        """
        encoded: bytes = raw.nps_weighted_encode(self._state)
        return encoded

    def __reduce__(self) -> Tuple[Any, ...]:
        # Also serves copy and deepcopy; the dict is that of a subclass.
        return _restored, (type(self), self.to_bytes(), self._codes), getattr(self, "__dict__", None)

    def __repr__(self) -> str:
        rows = self.rows
        others = {"missing": rows.missing, "invalid": rows.invalid, "without weight": self.weightless}
        return shown(self, rows.n, others)


def read_weight(weight: Real) -> float:
    """A weight as a float; libnps refuses the wrong ones."""
    (number,) = memoryview(raw.numbers_bytes((weight,), "weights", True)).cast("d")
    return float(number)


def _tally(answers: Answers, weights: Weights, codes: Codes) -> Any:
    """The state of many answers with weights."""
    state = raw.nps_weighted()
    with column_of(answers, codes) as column, numbers_of(weights, "weights", are_real=True) as numbers:
        raw.nps_weighted_add_column(state, column, numbers)
    return state


def _decoded(data: Buffer) -> Any:
    """The state that was encoded."""
    state = raw.nps_weighted()
    raw.nps_weighted_decode(state, unchanging(data))
    return state


def _restored(cls: Type[Self], data: bytes, codes: Codes) -> Self:
    """What was pickled; old pickles name it and give it the same."""
    return cls._around(_decoded(data), read_codes(codes))


Estimable = Union[WeightedEstimate, Readable, Sample]
"""What was read, what can be, and samples without weights."""


def _estimate_of(sample: Estimable, name: str, scale: ScaleName, outside: str) -> Any:
    if isinstance(sample, Readable):
        return astuple(sample.read(scale, outside=outside))
    if isinstance(sample, WeightedEstimate):
        return astuple(sample)
    return raw.nps_weighted_read_counts(answered(sample, name, scale, outside))


@documented(raw.nps_weighted_compare)
def weighted_compare(
    a: Estimable,
    b: Estimable,
    *,
    scale: ScaleName = "0_10",
    outside: str = "raise",
    method: str = "auto",
    level: Real = 0.95,
) -> Comparison:
    """Compares two independent samples, of which any may be weighted, a minus b.

    Parameters
    ----------
    a
        The first sample.
    b
        The second sample.

    Examples
    --------
    >>> old, new = nps.Weighted([10, 9, 3, 7], [1.2, 0.8, 1.5, 1.0]), nps.Counts(46, 30, 14)
    >>> nps.weighted_compare(new, old)
    Comparison(difference=+24.444, lower=-53.033, upper=113.885, p_value=0.623, method='skewness-corrected score')
    """
    first = _estimate_of(a, "the sample a", scale, outside)
    second = _estimate_of(b, "the sample b", scale, outside)
    return read_comparison(raw.nps_weighted_compare(first, second, method_number(method), read_level(level)))
