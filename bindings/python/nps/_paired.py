# SPDX-License-Identifier: MIT
"""The same people in two waves: what changed, and who moved where."""

from __future__ import annotations

from dataclasses import dataclass
from operator import index
from typing import Any, Iterable, Optional, SupportsIndex, Tuple, Type, TypeVar

from . import _raw as raw
from ._comparison import read_comparison
from ._counts import Counts
from ._documentation import documented, documented_fields
from ._levels import Real, read_level
from ._methods import method_number
from ._results import Comparison, Result, numbered
from ._scale import SCALE_0_10, Scale, ScaleName, limits_of, scale_of
from ._summed import Summed
from ._tally import Answer, Answers, Codes, bytes_of, read_codes

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


class Paired(Summed):
    """Two waves: people by what they answered in the first and in the second.

    What is no answer on the scale, None and NaN too, means that a person did not take part in that wave. Two are equal
    when they counted the same, whatever their scales and missing codes. When a call raises, nothing has changed.
    """

    __slots__ = ("__weakref__", "_codes", "_scale", "_state")
    _codes: Codes
    _scale: Scale
    _state: Any

    def __init__(
        self,
        first: Optional[Answers] = None,
        second: Optional[Answers] = None,
        *,
        scale: ScaleName = SCALE_0_10,
        missing_codes: Iterable[SupportsIndex] = (),
    ) -> None:
        """Empty, or with the answers of the same people in both waves, as for update()."""
        if (first is None) != (second is None):
            raise TypeError("the first and the second wave come together")
        self._codes = read_codes(missing_codes)
        self._scale = scale_of(scale)
        self._state = raw.paired_new()
        if first is not None:
            self.update(first, second)  # type: ignore[arg-type]

    @classmethod
    def from_counts(
        cls: Type[Self],
        promoters: Iterable[SupportsIndex],
        passives: Iterable[SupportsIndex],
        detractors: Iterable[SupportsIndex],
        *,
        first_only: Iterable[SupportsIndex] = _NOBODY,
        second_only: Iterable[SupportsIndex] = _NOBODY,
        scale: ScaleName = SCALE_0_10,
    ) -> Self:
        """From the table of transitions: for each group of the first wave, what its people are in the second.

        Each is Counts, or three numbers: promoters, passives, detractors.
        """
        counts = [Counts(*map(index, three)) for three in (promoters, passives, detractors, first_only, second_only)]
        state = raw.paired_from_numbers(tuple(number for three in counts for number in three))
        return cls._around(state, (), scale_of(scale))

    @classmethod
    def _around(cls: Type[Self], state: Any, codes: Codes, scale: Scale = SCALE_0_10) -> Self:
        """Waves around a state of the raw module, which they take over."""
        self = super()._around(state, codes)
        self._scale = scale
        return self

    # ---- fed ----

    @documented(raw.nps_paired_add)
    def add(self, first: Answer, second: Answer, times: SupportsIndex = 1) -> None:
        """Counts one person, or several with the same two answers."""
        answers = raw.answers_bytes((first, second), self._codes)
        raw.nps_paired_add(self._state, *answers, times, limits_of(self._scale))

    def update(self, first: Answers, second: Answers) -> None:
        """Counts many people, each with the answer in the first wave and the one beside it in the second.

        Either is a buffer of integers or floats, or any iterable; they are of the same length.
        """
        waves = bytes_of(first, self._codes), bytes_of(second, self._codes)
        raw.paired_count_all(self._state, limits_of(self._scale), *waves)

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
        numbers: Tuple[int, ...] = raw.paired_numbers(self._state)
        return numbers

    def _counts(self, place: int) -> Counts:
        return Counts(*self._numbers()[3 * place : 3 * place + 3])

    @documented(raw.nps_paired_read_waves)
    def waves(self) -> Tuple[Counts, Counts]:
        """The counts of the first wave and of the second."""
        first, second = raw.nps_paired_read_waves(self._state)
        return Counts(*first), Counts(*second)

    @documented(raw.nps_paired_read_moves)
    def moves(self) -> PairedMoves:
        """Who moved where, of those in both waves; EmptyError when there is nobody."""
        return PairedMoves(*raw.nps_paired_read_moves(self._state))

    @documented(raw.nps_paired_compare)
    def compare(self, *, method: str = "auto", level: Real = 0.95) -> Comparison:
        """Compares the waves, the second minus the first."""
        return read_comparison(*raw.nps_paired_compare(self._state, method_number(method), read_level(level)))

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

    # ---- copied, pickled, shown ----

    def __reduce__(self) -> Tuple[Any, ...]:
        # Also serves copy and deepcopy; the dict is that of a subclass.
        return _restored, (type(self), self._numbers(), self._scale, self._codes), getattr(self, "__dict__", None)

    def __repr__(self) -> str:
        numbers = self._numbers()
        both, first, second = sum(numbers[:9]), sum(numbers[9:12]), sum(numbers[12:])
        parts = [f"{numbered(both, 'respondent')} in both waves"]
        parts += [f"{number} {name}" for number, name in ((first, "in the first only"), (second, "in the second only"))]
        return f"<nps.{type(self).__name__}: {', '.join(parts)}>"


def _restored(cls: Type[Self], numbers: Tuple[int, ...], scale: Scale, codes: Codes) -> Self:
    """What was pickled; old pickles name it and give it the same."""
    return cls._around(raw.paired_from_numbers(numbers), read_codes(codes), scale_of(scale))
