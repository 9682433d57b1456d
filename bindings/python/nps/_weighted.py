# SPDX-License-Identifier: MIT
"""Answers with weights, and the estimate of the score from them."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import astuple, dataclass, replace
from typing import TYPE_CHECKING, Any, Dict, Iterable, Iterator, Optional, SupportsIndex, Tuple, Type, TypeVar, Union

from . import _raw as raw
from ._accumulator import Accumulator
from ._columns import Answer, Answers, Codes, column_of, numbers_in, numbers_of, place_of, read_codes
from ._counts import read_interval
from ._documentation import documented, documented_fields
from ._encoded import Buffer, unchanging
from ._error import NpsError
from ._html import record_html
from ._methods import degrees_name, lonely_name, method_name, method_number, read_alternative
from ._numbers import Real, read_level, read_number, read_score
from ._results import Comparison, Interval, Result, Significance
from ._sample import Sample, answered
from ._scale import ScaleName, is_ignored, limits_of
from ._shown import shown
from ._structs import read_comparison, read_struct
from ._summed import COUNTERS, Subtractable, lacking_of, refuse_part
from .errors import CountUnderflowError, EmptyError, OutsideError, UnavailableError, WeightError

if TYPE_CHECKING:
    from typing_extensions import TypeIs  # which a checker of types brings with it

Self = TypeVar("Self", bound="Weighted")
Weights = Any
"""A buffer of integers or floats, or an iterable of real numbers."""

_ANSWERS: int = raw.NPS_ANSWERS


@documented_fields(raw.nps_weighted_estimate)
@dataclass(frozen=True)
class WeightedEstimate(Result):
    """The estimate of a weighted score, from which intervals and tests are computed.

    In records and JSON, numbers that are infinite are null: `degrees` for a sample without strata and clusters, for
    example.

    Examples
    --------
    >>> read = nps.Weighted([10, 9, 3, 7], [1.2, 0.8, 1.5, 1.0]).read()
    >>> round(read.score, 3), read.degrees, read["degrees"] is None
    (11.111, inf, True)
    """

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
    units: int = 0
    strata: int = 0
    lonely_strata: int = 0
    lonely: str = "adjust"
    degrees_rule: str = "design"
    weight: float = 0.0

    @documented(raw.nps_weighted_interval)
    def interval(self, *, method: str = "auto", level: Real = 0.95) -> Interval:
        """A confidence interval for the weighted score.

        Examples
        --------
        >>> nps.Weighted([10, 9, 3, 7], [1.2, 0.8, 1.5, 1.0]).read().interval(level=0.9)
        Interval(lower=-66.123, upper=77.418, method='skewness-corrected score')
        """
        number, read = method_number(method), read_level(level)
        with explaining_method(method):
            return read_interval(raw.nps_weighted_interval(members_of(self), number, read))

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
        score, (number, claimed) = read_score(reference, "reference"), read_alternative(alternative)
        with explaining_method(method):
            tested = raw.nps_weighted_test(members_of(self), score, method_number(method), number)
        return Significance(tested.p_value, method_name(tested.method), claimed, score)

    def __repr__(self) -> str:
        about = f"score={self.score:.3f}, standard_error={self.standard_error:.3f}, respondents={self.respondents}"
        effect = f"effective={self.effective:.1f}, kish={self.kish:.1f}, design_effect={self.design_effect:.3f}"
        lonely = f", lonely_strata={self.lonely_strata}, lonely={self.lonely!r}" if self.lonely_strata else ""
        return f"WeightedEstimate({about}, {effect}, degrees={self.degrees:g}{lonely})"


def members_of(estimate: WeightedEstimate) -> Tuple[Any, ...]:
    """The members of an estimate that intervals, tests and comparisons need."""
    return (*astuple(estimate)[:10], estimate.weight)


def read_estimate(read: Any) -> WeightedEstimate:
    """An estimate as the raw module gives it."""
    estimate = read_struct(WeightedEstimate, read)
    return replace(estimate, lonely=lonely_name(read.lonely), degrees_rule=degrees_name(read.degrees_rule))


@contextmanager
def explaining_method(method: str) -> Iterator[None]:
    """Says which method is not available for weighted answers."""
    try:
        yield
    except UnavailableError:
        raise UnavailableError(f'method={method!r} is not available for weighted answers: use "auto"') from None


class Readable:
    """An object with weighted answers, of which a WeightedEstimate is computed."""

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
        """The numbers of other answers, for a message that says that none has a weight."""
        everything = self._everything()
        rows, weightless = everything.rows._instead(everything.rows.outside(scale)), everything.weightless
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

    @documented()
    def plot(
        self,
        ax: Any = None,
        *,
        language: str = "en",
        title: Optional[str] = None,
        scale: ScaleName = "0_10",
        outside: str = "raise",
        method: str = "auto",
        level: Real = 0.95,
    ) -> Any:
        """Draws a bar of the weighted shares, with the score and its interval.

        Returns
        -------
        SharesDisplay
            A display of nps.plots, with `ax_` and `figure_`.

        Raises
        ------
        ImportError
            matplotlib is not installed.

        Examples
        --------
        >>> nps.Weighted([10, 9, 3, 7], [1.0, 1.0, 1.0, 1.0]).plot().percentages
        ((25, 25, 50),)
        """
        from .plots import SharesDisplay  # imported here because few need it

        figures = SharesDisplay.from_sample(self, scale=scale, outside=outside, method=method, level=level)
        return figures.plot(ax, language=language, title=title)

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

    def _repr_html_(self) -> str:
        """The figures in a notebook."""
        rows = self._everything().rows
        figures: Dict[str, Any] = {"n": rows.n, "missing": rows.missing, "invalid": rows.invalid}
        try:
            read = self.read(outside="ignore")
            figures.update({"score": read.score, **read.interval()})
            figures.update({name: getattr(read, name) for name in ("standard_error", "design_effect", "effective")})
        except NpsError:
            pass  # too few answers for an interval
        return record_html(type(self).__name__, figures)


def read_on(read: Any, scale: ScaleName, outside: str) -> WeightedEstimate:
    """The estimate that a function of the raw module computes on a scale."""
    limits, ignored = limits_of(scale), is_ignored(outside)
    with explaining_outside(limits):
        estimate = read(limits, ignored)
    return read_estimate(estimate[0] if ignored else estimate)


@contextmanager
def explaining_outside(limits: Tuple[int, ...]) -> Iterator[None]:
    """Says which scale weighted answers are off, and what to do with them."""
    try:
        yield
    except OutsideError:
        lowest, highest, *_ = limits
        raise OutsideError(
            f'some weighted answers are off the scale {lowest} to {highest}; outside="ignore" leaves such answers out'
        ) from None


class Weighted(Readable, Subtractable):
    """A histogram of answers with weights.

    Missing and invalid answers are those of Accumulator. Two objects are equal if their sums are equal to the last bit,
    whatever their missing codes. A call that raises changes nothing.

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
            raise TypeError("answers and weights must be passed together")
        self._codes = read_codes(missing_codes)
        self._state = raw.nps_weighted() if answers is None else _tally(answers, weights, self._codes)

    @classmethod
    @documented(raw.nps_weighted_decode)
    def from_bytes(cls: Type[Self], data: Buffer, *, missing_codes: Iterable[SupportsIndex] = ()) -> Self:
        """Reads the result of to_bytes(), of this machine or another. Missing codes are not part of it.

        Returns
        -------
        Weighted
            With the counts that were encoded.

        Examples
        --------
        >>> survey = nps.Weighted([10, 3], [1.2, 0.8])
        >>> nps.Weighted.from_bytes(survey.to_bytes()) == survey
        True
        """
        return cls._decoded(data, missing_codes)

    # ---- adding ----

    @documented(raw.nps_weighted_add_n)
    def add(self, answer: Answer, weight: Real, times: SupportsIndex = 1) -> None:
        """Counts one answer with its weight, once or several times. None and NaN are missing, 7.5 is invalid.

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
        """Counts one or several respondents who gave no answer.

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
        """Counts many answers and their weights; there must be as many weights as answers.

        Both are buffers of integers or floats, or iterables; other threads run while buffers are counted.

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
        # Counted into a new state and merged under the GIL, because other threads may use this object meanwhile.
        counted = _tally(answers, weights, self._codes)
        raw.nps_weighted_merge(self._state, counted)

    @documented(raw.nps_weighted_merge_encoded)
    def merge_bytes(self, data: Buffer) -> None:
        """Adds the answers of another, encoded as for from_bytes().

        Examples
        --------
        >>> survey = nps.Weighted([10], [1.5])
        >>> survey.merge_bytes(nps.Weighted([3], [0.5]).to_bytes())
        >>> survey.score
        50.0
        """
        raw.nps_weighted_merge_encoded(self._state, unchanging(data))

    # ---- reading ----

    @property
    def rows(self) -> Accumulator:
        """The numbers of rows with a weight above 0 by answer: a copy."""
        return Accumulator._around(raw.nps_accumulator(numbers_in(self._words())[: _ANSWERS + 2]), self._codes)

    @property
    def weightless(self) -> int:
        """The number of rows with weight 0, whatever the answer."""
        return int(self._state.weightless)

    @property
    @documented(raw.nps_weighted_weights)
    def weights(self) -> Tuple[float, ...]:
        """The sum of the weights of each answer from 0 to 10: eleven numbers."""
        return tuple(self._weights()[:_ANSWERS])

    @property
    def missing_weight(self) -> float:
        """The sum of the weights of missing answers."""
        return float(self._weights()[_ANSWERS])

    @property
    def invalid_weight(self) -> float:
        """The sum of the weights of answers that are not one of 0 to 10."""
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

    # ---- merging, subtracting, comparing ----

    @documented(raw.nps_weighted_merge)
    def __iadd__(self: Self, other: Weighted) -> Self:
        """Adds the answers of another."""
        if not isinstance(other, Weighted):
            return NotImplemented
        raw.nps_weighted_merge(self._state, other._state)
        return self

    @documented(raw.nps_weighted_subtract)
    def __isub__(self: Self, other: Weighted) -> Self:
        """Subtracts the answers of another; CountUnderflowError when a count of the other is larger."""
        if not isinstance(other, Weighted):
            return NotImplemented
        try:
            raw.nps_weighted_subtract(self._state, other._state)
        except CountUnderflowError:
            refuse_part([("the rows", self.rows, other.rows)])
            names = ("rows without a weight", *(f"of the weight {name}" for name in COUNTERS))
            there, taken = ((sums.weightless, *sums._weights()) for sums in (self, other))
            lacking = lacking_of(names, there, taken) or "the rows left cannot have the weights left"
            raise CountUnderflowError(f"more would be taken away than there is: {lacking}") from None
        return self

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Weighted):
            return NotImplemented
        return self._words() == other._words()

    # ---- encoding, copying, pickling, repr ----

    @documented(raw.nps_weighted_encode)
    def to_bytes(self) -> bytes:
        """Encodes the answers for from_bytes() and merge_bytes(), without the missing codes.

        Returns
        -------
        bytes
            The same bytes on every machine.

        Examples
        --------
        >>> len(nps.Weighted([10, 3], [1.2, 0.8]).to_bytes())
        84
        """
        return self._encoded()

    def _encoded(self) -> bytes:
        encoded: bytes = raw.nps_weighted_encode(self._state)
        return encoded

    @classmethod
    def _decoded(cls: Type[Self], data: Buffer, codes: Iterable[SupportsIndex] = ()) -> Self:
        state = raw.nps_weighted()
        raw.nps_weighted_decode(state, unchanging(data))
        return cls._around(state, read_codes(codes))

    def __repr__(self) -> str:
        rows = self.rows
        others = {"missing": rows.missing, "invalid": rows.invalid, "without weight": self.weightless}
        return shown(self, rows.n, others)


def read_weight(weight: Real) -> float:
    """A weight as a float."""
    number = read_number(weight, "weight", "a number such as 1.5")
    if not (number == 0 or 2.0**-126 <= number < 2.0**128):
        raise WeightError(f"weight must be 0, or at least 2^-126 and less than 2^128, not {number:g}")
    return number


def _tally(answers: Answers, weights: Weights, codes: Codes) -> Any:
    """The state of many answers with weights."""
    state = raw.nps_weighted()
    with column_of(answers, codes) as column, numbers_of(weights, "weights", are_real=True) as numbers:
        raw.nps_weighted_add_column(state, column, numbers)
    return state


Evidence = Union[WeightedEstimate, Readable, Sample]
"""An estimate, an object with weighted answers, or a sample without weights."""


def is_weighted(sample: Any) -> TypeIs[Union[Readable, WeightedEstimate]]:
    """Whether a sample has weights."""
    return isinstance(sample, (Readable, WeightedEstimate))


def estimate_of(sample: Evidence, name: str, scale: ScaleName, outside: str) -> Any:
    """The estimate of a sample of any kind, as the raw module takes it; `name` is that of the sample in messages."""
    if isinstance(sample, WeightedEstimate):
        return members_of(sample)
    if isinstance(sample, Readable):
        try:
            return members_of(sample.read(scale, outside=outside))
        except (EmptyError, OutsideError) as refused:
            raise type(refused)(f"{name}: {refused}") from None
    return raw.nps_weighted_read_counts(answered(sample, name, scale, outside))


@documented(raw.nps_weighted_compare)
def weighted_compare(
    a: Evidence,
    b: Evidence,
    *,
    scale: ScaleName = "0_10",
    outside: str = "raise",
    method: str = "auto",
    level: Real = 0.95,
) -> Comparison:
    """Compares the scores of two independent samples, a minus b. Either may be weighted.

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
    first = estimate_of(a, "the sample a", scale, outside)
    second = estimate_of(b, "the sample b", scale, outside)
    number, read = method_number(method), read_level(level)
    with explaining_method(method):
        return read_comparison(raw.nps_weighted_compare(first, second, number, read))
