# SPDX-License-Identifier: MIT
"""The state of a survey: the number of times each answer was given."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import contextmanager
from typing import Any, Dict, Iterable, Iterator, Optional, Sequence, SupportsIndex, Tuple, Type, TypeVar, Union

from . import _raw as raw
from ._arrow import Arrow, explaining_columns, is_arrow, only, read_arrow
from ._columns import REFUSED, Answer, Answers, Codes, count_all, count_one, is_plain, numbers_in, read_codes
from ._counts import Counts
from ._documentation import documented
from ._encoded import Buffer, restored, unchanging
from ._html import record_html
from ._numbers import Real, read_count
from ._options import Population, Prior
from ._results import Interval, Significance
from ._scale import IGNORABLE, SCALE_0_10, ScaleName, is_ignored, limits_of
from ._shown import numbered, short, shown
from ._structs import read_struct
from ._summed import COUNTERS, Subtractable, lacking_of
from .errors import CountUnderflowError, EmptyError, OutsideError

Self = TypeVar("Self", bound="Accumulator")

_ANSWERS: int = raw.NPS_ANSWERS


class Accumulator(Subtractable):
    """A histogram of the answers 0 to 10. Answers are added and removed; accumulators are merged, subtracted and read.

    None, NaN and the declared missing codes are missing, also codes from 0 to 10. Any other number that is not one of
    0 to 10 is invalid. Accumulators with the same counts are equal, whatever their missing codes. A call that raises
    changes nothing.

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
    _key: Any  # of the group that this is a copy of, for messages; only copies of groups have it
    _state: Any

    @documented()
    def __init__(self, answers: Optional[Answers] = None, *, missing_codes: Iterable[SupportsIndex] = ()) -> None:
        """Makes an empty accumulator, or one with answers as for update()."""
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
        """Makes an accumulator of a mapping {answer: times}, or of the eleven counts of the answers 0 to 10.

        A mapping is any object with keys: a dict, a Counter, the result of value_counts() of pandas.

        Parameters
        ----------
        counts
            The number of times each answer was given: a mapping, or eleven numbers.
        missing
            The number of further respondents who gave no answer.
        invalid
            The number of further answers that are not one of 0 to 10.

        Returns
        -------
        Accumulator
            With these counts.

        Raises
        ------
        TypeError
            `counts` is neither a mapping nor a sequence, or a count is not an integer.
        ValueError
            A sequence does not have eleven counts.

        Examples
        --------
        >>> nps.Accumulator.from_counts({10: 2, 9: 2, 8: 1, None: 3})
        <nps.Accumulator: 5 answers, score 80.00, 3 missing>
        >>> nps.Accumulator.from_counts([0, 0, 0, 1, 0, 0, 1, 1, 1, 2, 2], missing=3)
        <nps.Accumulator: 8 answers, score 25.00, 3 missing>
        """
        codes = read_codes(missing_codes)
        if isinstance(counts, Counts):
            raise TypeError("counts must be those of the answers 0 to 10, not Counts, which do not tell the answers")
        is_mapping = hasattr(counts, "keys") and hasattr(counts, "__getitem__")
        eleven = (0,) * _ANSWERS if is_mapping else _eleven(counts)
        rest = read_count(missing, "missing", "respondents"), read_count(invalid, "invalid", "answers")
        state = raw.nps_accumulator((*eleven, *rest))
        if is_mapping:
            for answer, times in _items(counts):
                number = read_count(times, f"the count of {short(answer)}", "answers")
                raw.accumulator_count(state, answer, number, codes)
        return cls._around(state, codes)

    @classmethod
    @documented(raw.nps_accumulator_decode)
    def from_bytes(cls: Type[Self], data: Buffer, *, missing_codes: Iterable[SupportsIndex] = ()) -> Self:
        """Reads the result of to_bytes(), of this machine or another. Missing codes are not part of it.

        Returns
        -------
        Accumulator
            With the counts that were encoded.

        Examples
        --------
        >>> survey = nps.Accumulator([10, 9, 9, 8, 7, 6, 10, 3, None])
        >>> nps.Accumulator.from_bytes(survey.to_bytes()) == survey
        True
        """
        return cls._decoded(data, missing_codes)

    @classmethod
    def _of_group(cls: Type[Self], state: Any, codes: Codes, key: Any) -> Self:
        """A copy of the group of a key."""
        self = cls._around(state, codes)
        self._key = key
        return self

    # ---- adding and removing ----

    @documented(raw.nps_accumulator_add_n)
    def add(self, answer: Answer, times: SupportsIndex = 1) -> None:
        """Counts one answer, once or several times. None and NaN are missing, 7.5 is invalid.

        Parameters
        ----------
        answer
            A number from 0 to 10. None and NaN are missing; any other number, such as 11 or 7.5, is invalid.

        Raises
        ------
        TypeError
            The answer is not a number, but a text or a bool for example.

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
        """Counts one or several respondents who gave no answer.

        Parameters
        ----------
        times
            The number of respondents; 0 changes nothing.

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
        with the Arrow PyCapsule interface, such as those of PyArrow and Polars, are read as by add_arrow().

        Raises
        ------
        TypeError
            An item is not a number, but a text or a bool for example; or the data are Counts.

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
                pass  # the code below says what is wrong
        if is_arrow(answers):
            self.add_arrow(answers)
        else:
            count_all(answers, self._codes, into=lambda: self._state)

    @documented(raw.nps_accumulator_add_arrow)
    def add_arrow(self, data: Arrow, child: Optional[str] = None) -> None:
        """Counts an Arrow column, or a named column of a data frame, in any number of chunks.

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
        >>> import pyarrow
        >>> frame = pyarrow.table({"shop": ["Rome", "Oslo"], "answer": [9, 3]})
        >>> survey = nps.Accumulator()
        >>> survey.add_arrow(frame, "answer")
        >>> survey
        <nps.Accumulator: 2 answers, score 0.00>
        """
        counted = raw.nps_accumulator()
        readers = raw.nps_accumulator_add_arrow, raw.nps_accumulator_add_arrow_stream
        with explaining_columns(data, child):
            columns = data if child is None else only(data, child)
            read_arrow(columns, *readers, counted, (child, self._codes))
        raw.nps_accumulator_merge(self._state, counted)

    @documented(raw.nps_accumulator_merge_encoded)
    def merge_bytes(self, data: Buffer) -> None:
        """Adds the counts of another accumulator, encoded as for from_bytes().

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
        """Removes an answer that add() counted, once or several times.

        Examples
        --------
        >>> survey = nps.Accumulator([10, 9, 9])
        >>> survey.remove(9)
        >>> survey
        <nps.Accumulator: 2 answers, score 100.00>
        """
        part = type(self)._around(count_one(answer, times, self._codes), self._codes)
        with self._explaining(part):
            raw.nps_accumulator_subtract(self._state, part._state)

    # ---- reading ----

    @property
    def answers(self) -> Tuple[int, ...]:
        """The number of times each of 0 to 10 was given: eleven numbers."""
        return self._counters()[:_ANSWERS]

    @property
    def n(self) -> int:
        """The number of answers from 0 to 10, of which the score is computed."""
        return sum(self.answers)

    @property
    def missing(self) -> int:
        """The number of respondents who gave no answer."""
        return self._counters()[_ANSWERS]

    @property
    def invalid(self) -> int:
        """The number of answers that are not one of 0 to 10."""
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
            raise OutsideError(self._off(*limits[:2]) + IGNORABLE) from None
        return read_struct(Counts, counts[0] if ignored else counts)

    @documented()
    def outside(self, scale: ScaleName) -> int:
        """The number of answers from 0 to 10 that are off a scale.

        Returns
        -------
        int
            The number of such answers.

        Examples
        --------
        >>> nps.Accumulator([10, 9, 0]).outside("1_10")
        1
        """
        _, number = raw.nps_accumulator_counts(self._state, limits_of(scale), True)
        return int(number)

    def _off(self, lowest: int, highest: int) -> str:
        """The answers that are off a scale, for a message."""
        off = {answer: times for answer, times in enumerate(self.answers) if times and not lowest <= answer <= highest}
        each = ", ".join(f"{answer} ({numbered(times, 'time')})" for answer, times in off.items())
        return f"{numbered(sum(off.values()), 'answer')} off the scale {lowest} to {highest}: {each}"

    def _instead(self, off: int) -> str:
        """The numbers of missing, invalid and other answers, for a message that says that none is on a scale; `off` are
        off the scale."""
        there_are = {"missing": self.missing, "invalid": self.invalid, "off the scale": off}
        return "".join(
            f"{mark}{number} {name}"
            for mark, (name, number) in zip((": ", ", ", ", "), filter(lambda item: item[1], there_are.items()))
        )

    def _answered(self, scale: ScaleName, outside: str) -> Counts:
        """The counts on a scale; EmptyError without answers."""
        counts = self.counts(scale, outside=outside)
        if any(counts):
            return counts
        if not hasattr(self, "_key"):
            raise EmptyError(f"there are no answers{self._instead(self.outside(scale))}")
        raise EmptyError(
            f"the group {short(self._key)} has no answers{self._instead(self.outside(scale))}; "
            "table() of the groups has a row for it, with the score None"
        )

    @property
    @documented(raw.nps_score)
    def score(self) -> float:
        """The score on the standard scale; EmptyError without answers."""
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
        """Draws how many respondents gave each answer, with the score and its interval.

        Returns
        -------
        HistogramDisplay
            A display of nps.plots, with `ax_` and `figure_`.

        Raises
        ------
        ImportError
            matplotlib is not installed.

        Examples
        --------
        >>> nps.Accumulator([10, 9, 9, 8, 3]).plot().counts[8:]
        (1, 2, 1)
        """
        from .plots import HistogramDisplay  # imported here because few need it

        figures = HistogramDisplay.from_sample(self, scale=scale, outside=outside, method=method, level=level)
        return figures.plot(ax, language=language, title=title)

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

    # ---- merging, subtracting, comparing ----

    @documented(raw.nps_accumulator_merge)
    def __iadd__(self: Self, other: Accumulator) -> Self:
        """Adds the counts of another accumulator."""
        if not isinstance(other, Accumulator):
            return NotImplemented
        raw.nps_accumulator_merge(self._state, other._state)
        return self

    @documented(raw.nps_accumulator_subtract)
    def __isub__(self: Self, other: Accumulator) -> Self:
        """Subtracts the counts of another accumulator; CountUnderflowError when one of them is larger than here."""
        if not isinstance(other, Accumulator):
            return NotImplemented
        with self._explaining(other):
            raw.nps_accumulator_subtract(self._state, other._state)
        return self

    @contextmanager
    def _explaining(self, part: Accumulator) -> Iterator[None]:
        """Says which counts are too small to take a part away."""
        try:
            yield
        except CountUnderflowError:
            raise CountUnderflowError(f"more would be taken away than there is: {self._lacking(part)}") from None

    def _lacking(self, part: Accumulator) -> str:
        """Which counts of a part are larger than here."""
        return lacking_of(COUNTERS, self._counters(), part._counters())

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Accumulator):
            return NotImplemented
        return self._counters() == other._counters()

    # ---- encoding, copying, pickling, repr ----

    @documented(raw.nps_accumulator_encode)
    def to_bytes(self) -> bytes:
        """Encodes the counts for from_bytes() and merge_bytes(), without the missing codes.

        Returns
        -------
        bytes
            The same bytes on every machine.

        Examples
        --------
        >>> survey = nps.Accumulator([10, 9, 9, 8, 7, 6, 10, 3, None])
        >>> len(survey.to_bytes())
        25
        """
        return self._encoded()

    def _encoded(self) -> bytes:
        encoded: bytes = raw.nps_accumulator_encode(self._state)
        return encoded

    @classmethod
    def _decoded(cls: Type[Self], data: Buffer, codes: Iterable[SupportsIndex] = ()) -> Self:
        state = raw.nps_accumulator()
        raw.nps_accumulator_decode(state, unchanging(data))
        return cls._around(state, read_codes(codes))

    def __repr__(self) -> str:
        return shown(self, self.n, {"missing": self.missing, "invalid": self.invalid})

    def _repr_html_(self) -> str:
        """The figures in a notebook."""
        return record_html(type(self).__name__, self._figures())

    def _figures(self) -> Dict[str, Any]:
        """What a notebook shows."""
        figures: Dict[str, Any] = {"n": self.n, "missing": self.missing, "invalid": self.invalid}
        if self.n:
            figures["score"] = self.score
            figures.update(self.interval())
        return figures


def _items(counts: Any) -> Iterable[Tuple[Any, Any]]:
    """The items of an object with keys; a Series of pandas may have a key twice."""
    if hasattr(counts, "items"):
        items: Iterable[Tuple[Any, Any]] = counts.items()
        return items
    return [(answer, counts[answer]) for answer in counts.keys()]


def _eleven(counts: Any) -> Tuple[Any, ...]:
    """The counts of a sequence or a buffer. Other iterables, such as sets, may have them in another order."""
    if not isinstance(counts, Sequence):
        try:
            memoryview(counts).release()
        except (TypeError, ValueError):
            raise TypeError(
                f"counts must be a mapping {{answer: times}} or {_ANSWERS} numbers, not {short(counts)}"
            ) from None
    eleven = tuple(counts)
    if len(eleven) != _ANSWERS:
        raise ValueError(f"counts must be {_ANSWERS} numbers, for the answers 0 to 10, not {len(eleven)}")
    return tuple(read_count(number, f"the count of {answer}", "answers") for answer, number in enumerate(eleven))


_restored = restored  # the name in pickles of earlier versions
