# SPDX-License-Identifier: MIT
"""The state of a survey: how often each answer was given."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import contextmanager
from reprlib import repr as short
from typing import Any, Iterable, Iterator, Optional, Sequence, SupportsIndex, Tuple, Type, TypeVar, Union

from . import _raw as raw
from ._arrow import Arrow, explaining_columns, is_arrow, only, read_arrow
from ._counts import Counts
from ._documentation import documented
from ._encoded import Buffer, unchanging
from ._levels import Real
from ._options import Population, Prior, read_count
from ._results import Interval, Significance, numbered, shown
from ._scale import SCALE_0_10, ScaleName, is_ignored, limits_of, scale_of
from ._structs import read_struct
from ._summed import Subtractable
from ._tally import REFUSED, Answer, Answers, Codes, is_plain, numbers_in, read_codes, tally, tally_one
from .errors import CountUnderflowError, EmptyError, OutsideError

Self = TypeVar("Self", bound="Accumulator")

_ANSWERS: int = raw.NPS_ANSWERS


class Accumulator(Subtractable):
    """A histogram of the answers 0 to 10 that is fed, merged, subtracted and read.

    Missing are None, NaN and the declared missing codes, which win over 0 to 10; invalid is any other number that is
    not one of 0 to 10. Accumulators are equal when they counted the same, whatever their missing codes. When a call
    raises, nothing has changed.

    Examples
    --------
    >>> survey = nps.Accumulator([10, 9, 9, 8, 7, 6, 10, 3, None])
    >>> survey
    <nps.Accumulator: 8 answers, score 25.00, 1 missing>
    >>> survey.interval(level=0.9)
    Interval(lower=-22.852, upper=61.008, method='exact')
    >>> stars = nps.Accumulator([5, 5, 4, 5, 3])
    >>> stars.counts("1_5").score
    40.0
    """

    __slots__ = ("__weakref__", "_codes", "_key", "_state")
    _codes: Codes
    _key: Any  # that of the group which this is a copy of, for errors; else there is none
    _state: Any

    @documented()
    def __init__(self, answers: Optional[Answers] = None, *, missing_codes: Iterable[SupportsIndex] = ()) -> None:
        """Empty, or with answers as for update()."""
        self._codes = read_codes(missing_codes)
        self._state = raw.nps_accumulator()
        if answers is not None:
            Accumulator.update(self, answers)

    @classmethod
    @documented()
    def from_counts(
        cls: Type[Self],
        counts: Union[Mapping[Any, SupportsIndex], Sequence[SupportsIndex]],
        *,
        missing: SupportsIndex = 0,
        invalid: SupportsIndex = 0,
        missing_codes: Iterable[SupportsIndex] = (),
    ) -> Self:
        """Makes one from a mapping {answer: times}, or from the eleven counts of the answers 0 to 10.

        A mapping is whatever has keys: a dict, a Counter, what value_counts() of pandas gives.

        Parameters
        ----------
        counts
            How often each answer was given: a mapping, or eleven numbers.
        missing
            How many more gave no answer.
        invalid
            How many more gave an answer that is not one of 0 to 10.

        Returns
        -------
        Accumulator
            With these counts.

        Raises
        ------
        TypeError
            `counts` is neither a mapping nor a sequence, or a count is no integer.
        ValueError
            A sequence has not eleven counts.

        Examples
        --------
        >>> nps.Accumulator.from_counts({10: 2, 9: 2, 8: 1, None: 3})
        <nps.Accumulator: 5 answers, score 80.00, 3 missing>
        >>> nps.Accumulator.from_counts([0, 0, 0, 1, 0, 0, 1, 1, 1, 2, 2], missing=3)
        <nps.Accumulator: 8 answers, score 25.00, 3 missing>
        """
        codes = read_codes(missing_codes)
        is_mapping = hasattr(counts, "keys") and hasattr(counts, "__getitem__")
        eleven = (0,) * _ANSWERS if is_mapping else _eleven(counts)
        state = raw.nps_accumulator((*eleven, missing, invalid))
        if is_mapping:
            for answer, times in _items(counts):
                number = read_count(times, f"the count of {short(answer)}", "answers")
                raw.accumulator_count(state, answer, number, codes)
        return cls._around(state, codes)

    @classmethod
    @documented(raw.nps_accumulator_decode)
    def from_bytes(cls: Type[Self], data: Buffer, *, missing_codes: Iterable[SupportsIndex] = ()) -> Self:
        """Reads what to_bytes() gave, here or elsewhere; missing codes are not in it.

        Returns
        -------
        Accumulator
            With what was counted.

        Examples
        --------
        >>> survey = nps.Accumulator([10, 9, 9, 8, 7, 6, 10, 3, None])
        >>> nps.Accumulator.from_bytes(survey.to_bytes()) == survey
        True
        """
        codes = read_codes(missing_codes)
        return cls._around(_decoded(data), codes)

    @classmethod
    def _of_group(cls: Type[Self], state: Any, codes: Codes, key: Any) -> Self:
        """A copy of the group of a key."""
        self = cls._around(state, codes)
        self._key = key
        return self

    # ---- fed ----

    @documented(raw.nps_accumulator_add_n)
    def add(self, answer: Answer, times: SupportsIndex = 1) -> None:
        """Counts one answer, or the same one several times; None and NaN are missing, 7.5 is invalid.

        Parameters
        ----------
        answer
            A number from 0 to 10. None and NaN are missing; any other number, such as 11 or 7.5, is invalid.

        Raises
        ------
        TypeError
            The answer is no number: a text, or a bool.

        Examples
        --------
        >>> survey = nps.Accumulator()
        >>> survey.add(9)
        >>> survey.add(10, times=2)
        >>> survey.add(None)
        >>> survey
        <nps.Accumulator: 3 answers, score 100.00, 1 missing>
        """
        raw.accumulator_count(self._state, answer, times, self._codes)

    @documented(raw.nps_accumulator_add_missing)
    def add_missing(self, times: SupportsIndex = 1) -> None:
        """Counts one respondent who gave no answer, or several.

        Parameters
        ----------
        times
            How many respondents; 0 changes nothing.

        Examples
        --------
        >>> survey = nps.Accumulator([9])
        >>> survey.add_missing(3)
        >>> survey.missing
        3
        """
        raw.nps_accumulator_add_missing(self._state, times)

    @documented(raw.nps_accumulator_add_column)
    def update(self, answers: Answers) -> None:
        """Counts many answers: a buffer of integers or floats, which is not copied, or any iterable.

        A buffer is bytes, bytearray, array, memoryview or a NumPy array; other threads run while it is counted. Columns
        of pyarrow, Polars and whatever else speaks Arrow are read as add_arrow() does.

        Raises
        ------
        TypeError
            Something is no number: a text, a bool, or Counts.

        Examples
        --------
        >>> survey = nps.Accumulator(missing_codes=[99])
        >>> survey.update([10, 9, 99, None, 11])
        >>> survey
        <nps.Accumulator: 2 answers, score 100.00, 2 missing, 1 invalid>
        """
        if is_plain(answers):
            try:
                raw.nps_accumulator_add_column(self._state, (answers, None, self._codes))
                return
            except REFUSED:
                pass  # it is explained below what is wrong
        if is_arrow(answers):
            self.add_arrow(answers)
        else:
            tally(answers, self._codes, into=lambda: self._state)

    @documented(raw.nps_accumulator_add_arrow)
    def add_arrow(self, data: Arrow, child: Optional[str] = None) -> None:
        """Counts a column of Arrow data, or that of a name of a data frame, in any number of chunks.

        Parameters
        ----------
        data
            A column or a data frame that has the Arrow PyCapsule interface: pyarrow, Polars, DuckDB, pandas from
            2.2 on.
        child
            The name of the column of a data frame. None: the data is a column.

        Raises
        ------
        NotFoundError
            There is no column of that name.

        Examples
        --------
        >>> import pyarrow  # doctest: +SKIP
        >>> frame = pyarrow.table({"shop": ["Rome", "Oslo"], "answer": [9, None]})  # doctest: +SKIP
        >>> survey = nps.Accumulator()
        >>> survey.add_arrow(frame, "answer")  # doctest: +SKIP
        """
        counted = raw.nps_accumulator()
        readers = raw.nps_accumulator_add_arrow, raw.nps_accumulator_add_arrow_stream
        with explaining_columns(data, child):
            columns = data if child is None else only(data, child)
            read_arrow(columns, *readers, counted, (child, self._codes))
        raw.nps_accumulator_merge(self._state, counted)

    @documented(raw.nps_accumulator_merge_encoded)
    def merge_bytes(self, data: Buffer) -> None:
        """Adds what another accumulator counted, given as for from_bytes().

        Examples
        --------
        >>> monday, friday = nps.Accumulator([10, 9]), nps.Accumulator([3])
        >>> monday.merge_bytes(friday.to_bytes())
        >>> monday
        <nps.Accumulator: 3 answers, score 33.33>
        """
        raw.nps_accumulator_merge_encoded(self._state, unchanging(data))

    @documented(raw.nps_accumulator_remove_n)
    def remove(self, answer: Answer, times: SupportsIndex = 1) -> None:
        """Takes back what add() counted.

        Examples
        --------
        >>> survey = nps.Accumulator([10, 9, 9])
        >>> survey.remove(9)
        >>> survey
        <nps.Accumulator: 2 answers, score 100.00>
        """
        part = type(self)._around(tally_one(answer, times, self._codes), self._codes)
        with self._explaining(part):
            raw.nps_accumulator_subtract(self._state, part._state)

    # ---- read ----

    @property
    def answers(self) -> Tuple[int, ...]:
        """How often 0 to 10 was answered: eleven numbers."""
        return self._counters()[:_ANSWERS]

    @property
    def n(self) -> int:
        """How many of 0 to 10 were answered: what the score is made of."""
        return sum(self.answers)

    @property
    def missing(self) -> int:
        """How many gave no answer."""
        return self._counters()[_ANSWERS]

    @property
    def invalid(self) -> int:
        """How many gave an answer that is not one of 0 to 10."""
        return self._counters()[_ANSWERS + 1]

    def _counters(self) -> Tuple[int, ...]:
        counters: Tuple[int, ...] = numbers_in(self._state.words())
        return counters

    @documented(raw.nps_accumulator_counts)
    def counts(self, scale: ScaleName = "0_10", *, outside: str = "raise") -> Counts:
        """Reads promoters, passives and detractors on a scale.

        Examples
        --------
        >>> survey = nps.Accumulator([10, 9, 9, 8, 7, 6, 10, 3, None])
        >>> survey.counts()
        Counts(promoters=4, passives=2, detractors=2)
        >>> nps.Accumulator([5, 5, 4, 5, 3]).counts("1_5")
        Counts(promoters=3, passives=1, detractors=1)
        """
        limits, ignored = limits_of(scale), is_ignored(outside)
        try:
            counts = raw.nps_accumulator_counts(self._state, limits, ignored)
        except OutsideError:
            raise OutsideError(self._off(scale)) from None
        return read_struct(Counts, counts[0] if ignored else counts)

    @documented()
    def outside(self, scale: ScaleName) -> int:
        """How many of the answers 0 to 10 are off a scale.

        Returns
        -------
        int
            How many.

        Examples
        --------
        >>> nps.Accumulator([10, 9, 0]).outside("1_10")
        1
        """
        _, number = raw.nps_accumulator_counts(self._state, limits_of(scale), True)
        return int(number)

    def _off(self, scale: ScaleName) -> str:
        """Which answers are off a scale, for an error."""
        limits = scale_of(scale)
        off = {
            answer: times
            for answer, times in enumerate(self.answers)
            if times and not limits.lowest <= answer <= limits.highest
        }
        each = ", ".join(f"{answer} ({numbered(times, 'time')})" for answer, times in off.items())
        return (
            f"{numbered(sum(off.values()), 'answer')} off the scale {limits.lowest} to {limits.highest}: {each}; "
            'outside="ignore" leaves such answers out'
        )

    def _instead(self, scale: ScaleName = "0_10") -> str:
        """What there is besides answers on a scale, for an error that says that there are none."""
        there_are = {"missing": self.missing, "invalid": self.invalid, "off the scale": self.outside(scale)}
        return "".join(
            f"{mark}{number} {name}"
            for mark, (name, number) in zip((": ", ", ", ", "), filter(lambda item: item[1], there_are.items()))
        )

    def _answered(self, scale: ScaleName, outside: str) -> Counts:
        """The counts on a scale; EmptyError when there are none."""
        counts = self.counts(scale, outside=outside)
        if any(counts):
            return counts
        if not hasattr(self, "_key"):
            raise EmptyError(f"there are no answers{self._instead(scale)}")
        raise EmptyError(
            f"the group {short(self._key)} has no answers{self._instead(scale)}; "
            "table() of the groups has a row for it, with the score None"
        )

    @property
    @documented(raw.nps_score)
    def score(self) -> float:
        """The score on the standard scale; EmptyError when there are no answers."""
        return self._answered(SCALE_0_10, "raise").score

    @documented(raw.nps_interval)
    def interval(
        self,
        *,
        scale: ScaleName = "0_10",
        outside: str = "raise",
        method: str = "auto",
        level: Real = 0.95,
        population: Population = None,
        prior: Prior = None,
    ) -> Interval:
        """A confidence interval for the score.

        Examples
        --------
        >>> survey = nps.Accumulator([10, 9, 9, 8, 7, 6, 10, 3, None])
        >>> interval = survey.interval()
        >>> interval
        Interval(lower=-31.234, upper=68.539, method='exact')
        >>> lower, upper = interval
        >>> 36 in interval
        True
        >>> print(f"{survey.score:.1f} ({interval:.1f})")
        25.0 (-31.2 to 68.5)
        >>> survey.interval(method="wald", level=0.9)
        Interval(lower=-23.219, upper=73.219, method='wald')
        """
        counts = self._answered(scale, outside)
        return counts.interval(method=method, level=level, population=population, prior=prior)

    @documented(raw.nps_test)
    def test(
        self,
        reference: Real,
        *,
        scale: ScaleName = "0_10",
        outside: str = "raise",
        method: str = "auto",
        alternative: str = "two-sided",
        population: Population = None,
        prior: Prior = None,
    ) -> Significance:
        """Tests the score against a reference.

        Parameters
        ----------
        reference
            The score to test against, in points.

        Examples
        --------
        >>> survey = nps.Accumulator([10, 9, 9, 8, 7, 6, 10, 3, None])
        >>> survey.test(-50, alternative="greater")
        Significance(p_value=0.00841, method='exact', alternative='greater', reference=-50)
        """
        counts = self._answered(scale, outside)
        return counts.test(reference, method=method, alternative=alternative, population=population, prior=prior)

    # ---- merged, subtracted, compared ----

    @documented(raw.nps_accumulator_merge)
    def __iadd__(self: Self, other: Accumulator) -> Self:
        """Adds what another accumulator counted."""
        if not isinstance(other, Accumulator):
            return NotImplemented
        raw.nps_accumulator_merge(self._state, other._state)
        return self

    @documented(raw.nps_accumulator_subtract)
    def __isub__(self: Self, other: Accumulator) -> Self:
        """Takes away a part; CountUnderflowError when it is not there."""
        if not isinstance(other, Accumulator):
            return NotImplemented
        with self._explaining(other):
            raw.nps_accumulator_subtract(self._state, other._state)
        return self

    @contextmanager
    def _explaining(self, part: Accumulator) -> Iterator[None]:
        """Tells which answer there is too little of to take a part away."""
        names = [f"of the answer {answer}" for answer in range(_ANSWERS)] + ["missing", "invalid"]
        try:
            yield
        except CountUnderflowError:
            lacking = ", ".join(
                f"{taken} {name} of {there}"
                for name, there, taken in zip(names, self._counters(), part._counters())
                if taken > there
            )
            raise CountUnderflowError(f"more would be taken away than there is: {lacking}") from None

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Accumulator):
            return NotImplemented
        return self._counters() == other._counters()

    # ---- encoded, copied, pickled, shown ----

    @documented(raw.nps_accumulator_encode)
    def to_bytes(self) -> bytes:
        """Encodes what was counted, for from_bytes() and merge_bytes(); without the missing codes.

        Returns
        -------
        bytes
            The same on every machine.

        Examples
        --------
        >>> survey = nps.Accumulator([10, 9, 9, 8, 7, 6, 10, 3, None])
        >>> len(survey.to_bytes())
        25
        """
        encoded: bytes = raw.nps_accumulator_encode(self._state)
        return encoded

    def __reduce__(self) -> Tuple[Any, ...]:
        # Also serves copy and deepcopy; the dict is that of a subclass.
        return _restored, (type(self), self.to_bytes(), self._codes), getattr(self, "__dict__", None)

    def __repr__(self) -> str:
        return shown(self, self.n, {"missing": self.missing, "invalid": self.invalid})


def _items(counts: Any) -> Iterable[Tuple[Any, Any]]:
    """The items of whatever has keys; a Series of pandas may have one twice."""
    if hasattr(counts, "items"):
        items: Iterable[Tuple[Any, Any]] = counts.items()
        return items
    return [(answer, counts[answer]) for answer in counts.keys()]


def _eleven(counts: Any) -> Tuple[Any, ...]:
    """The counts of a sequence or of a buffer; of nothing else, for it may have them in another order."""
    if not isinstance(counts, Sequence):
        try:
            memoryview(counts).release()
        except (TypeError, ValueError):
            raise TypeError(f"counts are a mapping or a sequence of {_ANSWERS}, not {short(counts)}") from None
    eleven = tuple(counts)
    if len(eleven) != _ANSWERS:
        raise ValueError(f"there are {_ANSWERS} answers, not {len(eleven)}")
    return eleven


def _decoded(data: Buffer) -> Any:
    """The state that was encoded."""
    state = raw.nps_accumulator()
    raw.nps_accumulator_decode(state, unchanging(data))
    return state


def _restored(cls: Type[Self], data: bytes, codes: Codes) -> Self:
    """What was pickled; old pickles name it and give it the same."""
    return cls._around(_decoded(data), read_codes(codes))
