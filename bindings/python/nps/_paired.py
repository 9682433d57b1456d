# SPDX-License-Identifier: MIT
"""The same people in two waves: the change of the score, and the movements between the groups."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, Callable, Dict, Iterable, Iterator, Optional, SupportsIndex, Tuple, Type, TypeVar

from . import _raw as raw
from ._columns import Answer, Answers, Codes, column_of, numbers_in, read_codes
from ._counts import Counts
from ._documentation import documented, documented_fields
from ._encoded import Buffer, unchanging
from ._error import NpsError
from ._html import record_html
from ._methods import method_number, plain, refused
from ._numbers import Real, read_level
from ._results import Comparison, Result
from ._scale import SCALE_0_10, Scale, ScaleName, limits_of, scale_of
from ._shown import numbered, short
from ._structs import read_comparison, read_struct
from ._summed import Subtractable, lacking_of
from .errors import CountUnderflowError, EmptyError, MethodError

Self = TypeVar("Self", bound="Paired")
Either = TypeVar("Either", bound="Waves")

_NOBODY = Counts(0, 0, 0)
_GROUPS = ("promoters", "passives", "detractors")
_CELLS = (
    *(f"{before} who became {after}" for before in _GROUPS for after in _GROUPS),
    *(f"{group} of the {wave} wave only" for wave in ("first", "second") for group in _GROUPS),
)


@documented_fields(raw.nps_paired_moves)
@dataclass(frozen=True)
class PairedMoves(Result):
    """The movements of the people in both waves.

    Examples
    --------
    >>> moves = nps.Paired([9, 3, 7, 10], [10, 7, 7, 6]).moves()
    >>> moves.up, moves.same, moves.down, moves.change
    (1, 2, 1, -25.0)
    """

    up: int
    same: int
    down: int
    promoters_gained: int
    promoters_lost: int
    passives_gained: int
    passives_lost: int
    detractors_gained: int
    detractors_lost: int
    change: float


@dataclass(frozen=True, repr=False)
class PairedChange(Comparison):
    """The change between two waves, and what it rests on.

    Examples
    --------
    >>> change = nps.Paired([9, 3, 7, 10], [10, 7, 7, None]).compare()
    >>> change.second_weight, round(change.both, 3)
    (1.0, 33.333)
    """

    first_weight: float
    """The weight, 0 to 1, of the people in both waves in the estimate of the first wave."""

    second_weight: float
    """The same for the second wave."""

    both: float
    """The change of the people in both waves, in points; NaN when there are none."""

    others: float
    """The score of those in the second wave only minus that of those in the first wave only; NaN when either has
    nobody."""

    def __repr__(self) -> str:
        weights = f"first_weight={self.first_weight:.3f}, second_weight={self.second_weight:.3f}"
        return f"{super().__repr__()[:-1]}, {weights})".replace("Comparison", "PairedChange", 1)


_ESTIMATORS: Dict[str, int] = {"best": raw.NPS_PAIRED_BEST, "proportional": raw.NPS_PAIRED_PROPORTIONAL}


def estimator_number(name: str) -> int:
    """The number of an estimator in C."""
    if not isinstance(name, str):
        raise TypeError(f"an estimator is a name, not {short(name)}")
    number = _ESTIMATORS.get(plain(name))
    return refused("estimator", name, _ESTIMATORS, MethodError) if number is None else number


def read_change(read: Any) -> PairedChange:
    """A PairedChange made of the struct of the raw module."""
    comparison = read_comparison(read.comparison)
    return PairedChange(
        **comparison.to_dict(),
        first_weight=read.first_weight,
        second_weight=read.second_weight,
        both=read.both,
        others=read.others,
    )


@contextmanager
def columns_of_waves(first: Answers, second: Answers, codes: Codes) -> Iterator[Tuple[Any, Any]]:
    """The answers of the same people in both waves, as columns of the same length."""
    with column_of(first, codes) as before, column_of(second, codes) as after:
        if len(before[0]) != len(after[0]):
            raise ValueError(f"there are {len(before[0])} answers in the first wave, but {len(after[0])} in the second")
        yield before, after


class Waves(Subtractable):
    """Two waves of the same people, with the scale of their answers."""

    __slots__ = ("__weakref__", "_codes", "_scale", "_state")
    _codes: Codes
    _scale: Scale
    _state: Any

    @classmethod
    def _around(cls: Type[Either], state: Any, codes: Codes, scale: Scale = SCALE_0_10) -> Either:
        """Waves around a state of the raw module, which belongs to them from now on."""
        self = super()._around(state, codes)
        self._scale = scale
        return self

    def _settings(self) -> Tuple[Any, ...]:
        return self._scale, self._codes

    def _people(self) -> Tuple[int, int, int]:
        """The numbers of people in both waves, in the first only and in the second only."""
        raise NotImplementedError

    def _numbered(self) -> str:
        both, first, second = self._people()
        return f"{numbered(both, 'respondent')} in both waves, {first} in the first only, {second} in the second only"

    def __repr__(self) -> str:
        return f"<nps.{type(self).__name__}: {self._numbered()}>"

    def _repr_html_(self) -> str:
        """The people and the change in a notebook."""
        both, first, second = self._people()
        figures: Dict[str, Any] = {"both waves": both, "first only": first, "second only": second}
        try:
            change = self._change()
        except NpsError:
            return record_html(type(self).__name__, figures)  # too few people for a change
        about = ("difference", "lower", "upper", "p_value", "method")
        return record_html(type(self).__name__, {**figures, **{name: change[name] for name in about}})

    def _change(self) -> PairedChange:
        """The change of the score."""
        raise NotImplementedError

    @contextmanager
    def _explaining(self, nobody: str) -> Iterator[None]:
        """Says how many people answered in which wave, in an error for too few of them."""
        try:
            yield
        except EmptyError:
            raise EmptyError(f"{nobody}: {self._numbered()}") from None

    def _compared(
        self, compare: Callable[[Any, Any], Any], nobody: str, method: str, level: Real, estimator: str
    ) -> PairedChange:
        """The change that a function of the raw module finds."""
        options = raw.nps_paired_options(method_number(method), read_level(level), estimator_number(estimator))
        with self._explaining(nobody):
            return read_change(compare(self._state, options))


def _refuse_weighted(*waves: Any) -> None:
    """Names the class for weighted waves; an object with weights is no iterable of answers."""
    if any(hasattr(wave, "read") and hasattr(wave, "to_bytes") for wave in waves):
        from ._weighted import Readable

        if any(isinstance(wave, Readable) for wave in waves):
            raise TypeError(
                "Paired counts the answers of the same people, without weights: WeightedPaired takes their answers and "
                "their weights, and weighted_compare() compares weighted samples of different people"
            )


class Paired(Waves):
    """Two waves: the number of people by their answers in the first and in the second.

    A person without an answer on the scale, such as None or NaN, did not take part in that wave. Two objects with the
    same counts are equal, whatever their scales and missing codes. A call that raises changes nothing.

    Examples
    --------
    >>> waves = nps.Paired([9, 3, 7, 10, None], [10, 7, 7, 6, 9])
    >>> waves
    <nps.Paired: 4 respondents in both waves, 0 in the first only, 1 in the second only>
    >>> waves.compare()
    PairedChange(difference=-6.818, lower=-123.164, upper=118.656, p_value=0.883, method='skewness-corrected score',
        first_weight=1.000, second_weight=0.818)
    """

    __slots__ = ()

    @documented()
    def __init__(
        self,
        first: Optional[Answers] = None,
        second: Optional[Answers] = None,
        *,
        scale: ScaleName = "0_10",
        missing_codes: Iterable[SupportsIndex] = (),
    ) -> None:
        """Makes an empty object, or one with the answers of the same people in both waves, as for update().

        Parameters
        ----------
        first
            The answers in the first wave: a buffer of numbers, or any iterable.
        second
            The answers of the same people in the second wave, likewise.
        """
        _refuse_weighted(first, second)
        if (first is None) != (second is None):
            raise TypeError("the answers of the first and of the second wave must be passed together")
        self._codes = read_codes(missing_codes)
        self._scale = scale_of(scale)
        self._state = raw.nps_paired()
        if first is not None:
            self.update(first, second)  # type: ignore[arg-type]

    @classmethod
    @documented()
    def from_counts(
        cls: Type[Self],
        promoters: Iterable[SupportsIndex],
        passives: Iterable[SupportsIndex],
        detractors: Iterable[SupportsIndex],
        *,
        first_only: Iterable[SupportsIndex] = _NOBODY,
        second_only: Iterable[SupportsIndex] = _NOBODY,
        scale: ScaleName = "0_10",
    ) -> Self:
        """Makes waves of a table of transitions: the groups of the first wave, by those of the second.

        Each row is Counts, or three numbers: promoters, passives, detractors.

        Parameters
        ----------
        promoters
            The promoters of the first wave by their group in the second: promoters, passives and detractors.
        passives
            The passives of the first wave, likewise.
        detractors
            The detractors of the first wave, likewise.
        first_only
            The people who answered in the first wave only, by their group.
        second_only
            The people who answered in the second wave only, by their group.

        Returns
        -------
        Paired
            Waves with these counts.

        Examples
        --------
        >>> nps.Paired.from_counts((40, 8, 2), (6, 20, 4), (4, 6, 10), first_only=(5, 3, 2))
        <nps.Paired: 100 respondents in both waves, 10 in the first only, 0 in the second only>
        """
        rows = {
            "promoters": promoters,
            "passives": passives,
            "detractors": detractors,
            "first_only": first_only,
            "second_only": second_only,
        }
        counts = [_read_counts(name, three) for name, three in rows.items()]
        state = raw.nps_paired(tuple(number for three in counts for number in three))
        return cls._around(state, (), scale_of(scale))

    @classmethod
    @documented(raw.nps_paired_decode)
    def from_bytes(
        cls: Type[Self], data: Buffer, *, scale: ScaleName = "0_10", missing_codes: Iterable[SupportsIndex] = ()
    ) -> Self:
        """Reads the result of to_bytes(), of this machine or another. Scale and missing codes are not part of it.

        Parameters
        ----------
        scale
            The scale of answers that are added later.

        Returns
        -------
        Paired
            With the counts that were encoded.

        Examples
        --------
        >>> waves = nps.Paired([9, 3], [10, 7])
        >>> nps.Paired.from_bytes(waves.to_bytes()) == waves
        True
        """
        return cls._decoded(data, scale, missing_codes)

    # ---- adding ----

    @documented(raw.nps_paired_add)
    def add(self, first: Answer, second: Answer, times: SupportsIndex = 1) -> None:
        """Counts one or several persons with the same two answers.

        Parameters
        ----------
        first
            The answer in the first wave. None: no answer.
        second
            The answer in the second wave. None: no answer.

        Examples
        --------
        >>> waves = nps.Paired()
        >>> waves.add(9, 3)
        >>> waves.add(None, 10)
        >>> waves
        <nps.Paired: 1 respondent in both waves, 0 in the first only, 1 in the second only>
        """
        answers = raw.answers_bytes((first, second), self._codes)
        raw.nps_paired_add(self._state, *answers, times, limits_of(self._scale))

    @documented(raw.nps_paired_add_column)
    def update(self, first: Answers, second: Answers) -> None:
        """Counts many people: the answers of the first wave, and those of the same people in the second.

        Both are buffers of integers or floats, or iterables, of the same length.

        Parameters
        ----------
        first
            The answers in the first wave: a buffer of numbers, or any iterable.
        second
            The answers of the same people in the second wave, likewise.

        Raises
        ------
        ValueError
            The lengths differ.

        Examples
        --------
        >>> waves = nps.Paired()
        >>> waves.update([9, 3, 7], [10, 7, None])
        >>> waves
        <nps.Paired: 2 respondents in both waves, 1 in the first only, 0 in the second only>
        """
        with columns_of_waves(first, second, self._codes) as (before, after):
            # Counted into a new state and merged under the GIL, because other threads may use this object meanwhile.
            counted = raw.nps_paired()
            raw.nps_paired_add_column(counted, before, after, limits_of(self._scale))
        raw.nps_paired_merge(self._state, counted)

    @documented(raw.nps_paired_merge_encoded)
    def merge_bytes(self, data: Buffer) -> None:
        """Adds the people of another object, encoded as for from_bytes().

        Examples
        --------
        >>> waves = nps.Paired([9, 3], [10, 7])
        >>> waves.merge_bytes(nps.Paired([7], [9]).to_bytes())
        >>> waves
        <nps.Paired: 3 respondents in both waves, 0 in the first only, 0 in the second only>
        """
        raw.nps_paired_merge_encoded(self._state, unchanging(data))

    # ---- reading ----

    @property
    def promoters(self) -> Counts:
        """The promoters of the first wave, by their group in the second."""
        return self._counts(0)

    @property
    def passives(self) -> Counts:
        """The passives of the first wave, by their group in the second."""
        return self._counts(1)

    @property
    def detractors(self) -> Counts:
        """The detractors of the first wave, by their group in the second."""
        return self._counts(2)

    @property
    def first_only(self) -> Counts:
        """The people who answered in the first wave only, by their group."""
        return self._counts(3)

    @property
    def second_only(self) -> Counts:
        """The people who answered in the second wave only, by their group."""
        return self._counts(4)

    def _numbers(self) -> Tuple[int, ...]:
        numbers: Tuple[int, ...] = numbers_in(self._state.words())
        return numbers

    def _counts(self, place: int) -> Counts:
        return Counts(*self._numbers()[3 * place : 3 * place + 3])

    @documented(raw.nps_paired_read_waves)
    def waves(self) -> Tuple[Counts, Counts]:
        """The counts of the first wave and of the second.

        Returns
        -------
        tuple of Counts
            Those of the first wave, and those of the second.

        Examples
        --------
        >>> nps.Paired([9, 3, 7], [10, 7, None]).waves()
        (Counts(promoters=1, passives=1, detractors=1), Counts(promoters=1, passives=1, detractors=0))
        """
        first, second = raw.nps_paired_read_waves(self._state)
        return read_struct(Counts, first), read_struct(Counts, second)

    @documented(raw.nps_paired_read_moves)
    def moves(self) -> PairedMoves:
        """The movements of the people in both waves; EmptyError if there are none.

        Examples
        --------
        >>> nps.Paired([9, 3, 7, 10], [10, 7, 7, 9]).moves()
        PairedMoves(up=1, same=3, down=0, promoters_gained=0, promoters_lost=0, passives_gained=1,
            passives_lost=0, detractors_gained=0, detractors_lost=1, change=25.0)
        """
        with self._explaining("nobody answered in both waves"):
            return read_struct(PairedMoves, raw.nps_paired_read_moves(self._state))

    @documented()
    def plot(
        self,
        ax: Any = None,
        *,
        language: str = "en",
        title: Optional[str] = None,
        method: str = "auto",
        level: Real = 0.95,
        estimator: str = "best",
    ) -> Any:
        """Draws how many people moved from each group to each, with the change and its interval.

        Parameters
        ----------
        estimator
            The estimator of the change, as for compare().

        Returns
        -------
        MovesDisplay
            A display of nps.plots, with `ax_` and `figure_`.

        Raises
        ------
        ImportError
            matplotlib is not installed.

        Examples
        --------
        >>> nps.Paired.from_counts((90, 8, 2), (6, 40, 4), (4, 6, 40)).plot().n
        200
        """
        from .plots import MovesDisplay  # imported here because few need it

        figures = MovesDisplay.from_paired(self, method=method, level=level, estimator=estimator)
        return figures.plot(ax, language=language, title=title)

    @documented(raw.nps_paired_compare)
    def compare(self, *, method: str = "auto", level: Real = 0.95, estimator: str = "best") -> PairedChange:
        """Compares the scores of the waves, the second minus the first.

        Parameters
        ----------
        estimator
            "best": the people in both waves and the others are combined with the weights that minimize the variance of
            the change. "proportional": the change is the difference of the scores of everybody in each wave.

        Examples
        --------
        >>> waves = nps.Paired.from_counts((90, 8, 2), (6, 40, 4), (4, 6, 40), second_only=(120, 40, 40))
        >>> change = waves.compare()
        >>> round(change.difference, 2), round(change.both, 2), round(change.second_weight, 2)
        (3.11, 2.0, 0.91)
        >>> round(waves.compare(estimator="proportional").difference, 2)
        8.5
        """
        nobody = "nobody answered in one of the waves"
        return self._compared(raw.nps_paired_compare_with, nobody, method, level, estimator)

    # ---- merging, comparing ----

    @documented(raw.nps_paired_merge)
    def __iadd__(self: Self, other: Paired) -> Self:
        """Adds the people of another object."""
        if not isinstance(other, Paired):
            return NotImplemented
        raw.nps_paired_merge(self._state, other._state)
        return self

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Paired):
            return NotImplemented
        return self._numbers() == other._numbers()

    @documented(raw.nps_paired_subtract)
    def __isub__(self: Self, other: Paired) -> Self:
        """Subtracts the people of another object; CountUnderflowError when a count is too small."""
        if not isinstance(other, Paired):
            return NotImplemented
        try:
            raw.nps_paired_subtract(self._state, other._state)
        except CountUnderflowError:
            lacking = lacking_of(_CELLS, self._numbers(), other._numbers())
            raise CountUnderflowError(f"more people would be taken away than there are: {lacking}") from None
        return self

    # ---- encoding, copying, pickling, repr ----

    @documented(raw.nps_paired_encode)
    def to_bytes(self) -> bytes:
        """Encodes the counts for from_bytes() and merge_bytes(), without the scale and the missing codes.

        Returns
        -------
        bytes
            The same bytes on every machine.

        Examples
        --------
        >>> len(nps.Paired([9, 3], [10, 7]).to_bytes()) < 40
        True
        """
        return self._encoded()

    def _encoded(self) -> bytes:
        encoded: bytes = raw.nps_paired_encode(self._state)
        return encoded

    @classmethod
    def _decoded(cls: Type[Self], data: Buffer, scale: ScaleName = "0_10", codes: Iterable[SupportsIndex] = ()) -> Self:
        state = raw.nps_paired()
        raw.nps_paired_decode(state, unchanging(data))
        return cls._around(state, read_codes(codes), scale_of(scale))

    def _people(self) -> Tuple[int, int, int]:
        numbers = self._numbers()
        return sum(numbers[:9]), sum(numbers[9:12]), sum(numbers[12:])

    def _change(self) -> PairedChange:
        return self.compare()


def _read_counts(name: str, three: Iterable[SupportsIndex]) -> Counts:
    """One row of the table of transitions."""
    try:
        promoters, passives, detractors = three
    except (TypeError, ValueError):
        raise TypeError(
            f"{name} must be three numbers, of promoters, passives and detractors, not {short(three)}"
        ) from None
    try:
        return Counts(promoters, passives, detractors)  # type: ignore[arg-type]
    except (TypeError, OverflowError) as wrong:
        raise type(wrong)(f"in {name}, {wrong}") from None
