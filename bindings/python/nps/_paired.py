# SPDX-License-Identifier: MIT
"""The same people in two waves: what changed, and who moved where."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass
from operator import index
from typing import Any, Iterable, Iterator, Optional, SupportsIndex, Tuple, Type, TypeVar

from . import _raw as raw
from ._comparison import read_comparison
from ._counts import Counts
from ._documentation import documented, documented_fields
from ._encoded import Buffer, unchanging
from ._levels import Real, read_level
from ._methods import method_number
from ._results import Comparison, Result, numbered
from ._scale import SCALE_0_10, Scale, ScaleName, limits_of, scale_of
from ._structs import read_struct
from ._summed import Subtractable
from ._tally import Answer, Answers, Codes, column_of, numbers_in, read_codes
from .errors import EmptyError

Self = TypeVar("Self", bound="Paired")

_NOBODY = Counts(0, 0, 0)


@documented_fields(raw.nps_paired_moves)
@dataclass(frozen=True)
class PairedMoves(Result):
    """Who moved where, of those in both waves."""

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


class Paired(Subtractable):
    """Two waves: people by what they answered in the first and in the second.

    What is no answer on the scale, None and NaN too, means that a person did not take part in that wave. Two are equal
    when they counted the same, whatever their scales and missing codes. When a call raises, nothing has changed.

    Examples
    --------
    >>> waves = nps.Paired([9, 3, 7, 10, None], [10, 7, 7, 6, 9])
    >>> waves
    <nps.Paired: 4 respondents in both waves, 0 in the first only, 1 in the second only>
    >>> waves.compare()
    Comparison(difference=-5.000, lower=-121.379, upper=119.391, p_value=0.909, method='skewness-corrected score')
    """

    __slots__ = ("__weakref__", "_codes", "_scale", "_state")
    _codes: Codes
    _scale: Scale
    _state: Any

    @documented()
    def __init__(
        self,
        first: Optional[Answers] = None,
        second: Optional[Answers] = None,
        *,
        scale: ScaleName = "0_10",
        missing_codes: Iterable[SupportsIndex] = (),
    ) -> None:
        """Empty, or with the answers of the same people in both waves, as for update().

        Parameters
        ----------
        first
            The answers in the first wave: a buffer of numbers, or any iterable.
        second
            The answers of the same people in the second wave, likewise.
        """
        if (first is None) != (second is None):
            raise TypeError("the first and the second wave come together")
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
        """From the table of transitions: for each group of the first wave, what its people are in the second.

        Each is Counts, or three numbers: promoters, passives, detractors.

        Parameters
        ----------
        promoters
            What the promoters of the first wave are in the second: Counts, or promoters, passives and detractors.
        passives
            Likewise the passives.
        detractors
            Likewise the detractors.
        first_only
            Those who answered in the first wave only, by what they were.
        second_only
            Those who answered in the second wave only, by what they are.

        Returns
        -------
        Paired
            With these counts.

        Examples
        --------
        >>> nps.Paired.from_counts((40, 8, 2), (6, 20, 4), (4, 6, 10), first_only=(5, 3, 2))
        <nps.Paired: 100 respondents in both waves, 10 in the first only, 0 in the second only>
        """
        counts = [Counts(*map(index, three)) for three in (promoters, passives, detractors, first_only, second_only)]
        state = raw.nps_paired(tuple(number for three in counts for number in three))
        return cls._around(state, (), scale_of(scale))

    @classmethod
    @documented(raw.nps_paired_decode)
    def from_bytes(
        cls: Type[Self], data: Buffer, *, scale: ScaleName = "0_10", missing_codes: Iterable[SupportsIndex] = ()
    ) -> Self:
        """Reads what to_bytes() gave, here or elsewhere; the scale and the missing codes are not in it.

        Parameters
        ----------
        scale
            The scale that more answers are read on.

        Returns
        -------
        Paired
            With what was counted.

        Examples
        --------
        >>> waves = nps.Paired([9, 3], [10, 7])
        >>> nps.Paired.from_bytes(waves.to_bytes()) == waves
        True
        """
        state = raw.nps_paired()
        raw.nps_paired_decode(state, unchanging(data))
        return cls._around(state, read_codes(missing_codes), scale_of(scale))

    @classmethod
    def _around(cls: Type[Self], state: Any, codes: Codes, scale: Scale = SCALE_0_10) -> Self:
        """Waves around a state of the raw module, which they take over."""
        self = super()._around(state, codes)
        self._scale = scale
        return self

    # ---- fed ----

    @documented(raw.nps_paired_add)
    def add(self, first: Answer, second: Answer, times: SupportsIndex = 1) -> None:
        """Counts one person, or several with the same two answers.

        Parameters
        ----------
        first
            The answer in the first wave; None: none.
        second
            The answer in the second wave; None: none.

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
        """Counts many people, each with the answer in the first wave and the one beside it in the second.

        Either is a buffer of integers or floats, or any iterable; they are of the same length.

        Parameters
        ----------
        first
            The answers in the first wave: a buffer of numbers, or any iterable.
        second
            The answers of the same people in the second wave, likewise.

        Raises
        ------
        ValueError
            One is longer than the other.

        Examples
        --------
        >>> waves = nps.Paired()
        >>> waves.update([9, 3, 7], [10, 7, None])
        >>> waves
        <nps.Paired: 2 respondents in both waves, 1 in the first only, 0 in the second only>
        """
        with column_of(first, self._codes) as before, column_of(second, self._codes) as after:
            if len(before[0]) != len(after[0]):
                raise ValueError(
                    f"there are {len(before[0])} answers in the first wave, but {len(after[0])} in the second"
                )
            # Counted apart and merged here, under the GIL: other threads may use this object meanwhile.
            counted = raw.nps_paired()
            raw.nps_paired_add_column(counted, before, after, limits_of(self._scale))
        raw.nps_paired_merge(self._state, counted)

    @documented(raw.nps_paired_merge_encoded)
    def merge_bytes(self, data: Buffer) -> None:
        """Adds the people that another counted, given as for from_bytes().

        Examples
        --------
        >>> waves = nps.Paired([9, 3], [10, 7])
        >>> waves.merge_bytes(nps.Paired([7], [9]).to_bytes())
        >>> waves
        <nps.Paired: 3 respondents in both waves, 0 in the first only, 0 in the second only>
        """
        raw.nps_paired_merge_encoded(self._state, unchanging(data))

    # ---- read ----

    @property
    def promoters(self) -> Counts:
        """What the promoters of the first wave are in the second."""
        return self._counts(0)

    @property
    def passives(self) -> Counts:
        """What the passives of the first wave are in the second."""
        return self._counts(1)

    @property
    def detractors(self) -> Counts:
        """What the detractors of the first wave are in the second."""
        return self._counts(2)

    @property
    def first_only(self) -> Counts:
        """Those who answered in the first wave only, by what they were."""
        return self._counts(3)

    @property
    def second_only(self) -> Counts:
        """Those who answered in the second wave only, by what they are."""
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
            The first wave, and the second.

        Examples
        --------
        >>> nps.Paired([9, 3, 7], [10, 7, None]).waves()
        (Counts(promoters=1, passives=1, detractors=1), Counts(promoters=1, passives=1, detractors=0))
        """
        first, second = raw.nps_paired_read_waves(self._state)
        return read_struct(Counts, first), read_struct(Counts, second)

    @documented(raw.nps_paired_read_moves)
    def moves(self) -> PairedMoves:
        """Who moved where, of those in both waves; EmptyError when there is nobody.

        Examples
        --------
        >>> nps.Paired([9, 3, 7, 10], [10, 7, 7, 9]).moves()
        PairedMoves(up=1, same=3, down=0, promoters_gained=0, promoters_lost=0, passives_gained=1,
            passives_lost=0, detractors_gained=0, detractors_lost=1, change=25.0)
        """
        with self._explaining("in both waves"):
            return read_struct(PairedMoves, raw.nps_paired_read_moves(self._state))

    @documented(raw.nps_paired_compare)
    def compare(self, *, method: str = "auto", level: Real = 0.95) -> Comparison:
        """Compares the waves, the second minus the first.

        Examples
        --------
        >>> nps.Paired([9, 3, 7, 10], [10, 7, 7, 6]).compare()
        Comparison(difference=-25.000, lower=-147.870, upper=111.376, p_value=0.635, method='skewness-corrected score')
        """
        number, level = method_number(method), read_level(level)
        with self._explaining("in one of the waves"):
            return read_comparison(raw.nps_paired_compare(self._state, number, level))

    @contextmanager
    def _explaining(self, where: str) -> Iterator[None]:
        """Tells who answered where there is nobody to be read."""
        try:
            yield
        except EmptyError:
            raise EmptyError(f"nobody answered {where}: {self._numbered()}") from None

    # ---- merged, compared ----

    @documented(raw.nps_paired_merge)
    def __iadd__(self: Self, other: Paired) -> Self:
        """Adds other people."""
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
        """Takes people away; CountUnderflowError when they are not there."""
        if not isinstance(other, Paired):
            return NotImplemented
        raw.nps_paired_subtract(self._state, other._state)
        return self

    # ---- encoded, copied, pickled, shown ----

    @documented(raw.nps_paired_encode)
    def to_bytes(self) -> bytes:
        """Encodes what was counted, for from_bytes() and merge_bytes(); without the scale and the missing codes.

        Returns
        -------
        bytes
            The same on every machine.

        Examples
        --------
        >>> len(nps.Paired([9, 3], [10, 7]).to_bytes()) < 40
        True
        """
        encoded: bytes = raw.nps_paired_encode(self._state)
        return encoded

    def __reduce__(self) -> Tuple[Any, ...]:
        # Also serves copy and deepcopy; the dict is that of a subclass.
        return _restored, (type(self), self._numbers(), self._scale, self._codes), getattr(self, "__dict__", None)

    def __repr__(self) -> str:
        return f"<nps.{type(self).__name__}: {self._numbered()}>"

    def _numbered(self) -> str:
        numbers = self._numbers()
        both, first, second = sum(numbers[:9]), sum(numbers[9:12]), sum(numbers[12:])
        parts = [f"{numbered(both, 'respondent')} in both waves"]
        parts += [f"{number} {name}" for number, name in ((first, "in the first only"), (second, "in the second only"))]
        return ", ".join(parts)


def _restored(cls: Type[Self], numbers: Tuple[int, ...], scale: Scale, codes: Codes) -> Self:
    """What was pickled; old pickles name it and give it the same."""
    return cls._around(raw.nps_paired(numbers), read_codes(codes), scale_of(scale))
