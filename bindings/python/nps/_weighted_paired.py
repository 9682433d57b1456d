# SPDX-License-Identifier: MIT
"""The same people in two waves, with a weight for each person."""

from __future__ import annotations

from typing import Any, Iterable, Optional, SupportsIndex, Tuple, Type, TypeVar

from . import _raw as raw
from ._columns import Answer, Answers, numbers_of, read_codes
from ._documentation import documented
from ._numbers import Real
from ._paired import PairedChange, Waves, columns_of_waves
from ._scale import ScaleName, limits_of, scale_of
from ._weighted import Weights, read_weight
from .errors import CountUnderflowError

Self = TypeVar("Self", bound="WeightedPaired")


class WeightedPaired(Waves):
    """Two waves of the same people, each person with a weight.

    A person without an answer on the scale, such as None or NaN, did not take part in that wave. People in strata or
    clusters are a WeightedDesign: WeightedDesign.from_waves(). A call that raises changes nothing.

    Examples
    --------
    >>> waves = nps.WeightedPaired([9, 3, 7, 10, None], [10, 7, 7, 6, 9], [1.2, 0.8, 1.5, 1.0, 0.9])
    >>> waves
    <nps.WeightedPaired: 4 respondents in both waves, 0 in the first only, 1 in the second only>
    >>> round(waves.compare(estimator="proportional").difference, 3)
    -10.741
    """

    __slots__ = ()

    @documented()
    def __init__(
        self,
        first: Optional[Answers] = None,
        second: Optional[Answers] = None,
        weights: Optional[Weights] = None,
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
        weights
            The weight of each person.
        """
        given = sum(each is not None for each in (first, second, weights))
        if given not in (0, 3):
            raise TypeError("the answers of both waves and the weights must be passed together")
        self._codes = read_codes(missing_codes)
        self._scale = scale_of(scale)
        self._state = raw.nps_weighted_paired()
        if given:
            self.update(first, second, weights)  # type: ignore[arg-type]

    # ---- adding ----

    @documented(raw.nps_weighted_paired_add)
    def add(self, first: Answer, second: Answer, weight: Real, times: SupportsIndex = 1) -> None:
        """Counts one or several persons with the same two answers and the same weight.

        Parameters
        ----------
        first
            The answer in the first wave. None: no answer.
        second
            The answer in the second wave. None: no answer.

        Examples
        --------
        >>> waves = nps.WeightedPaired()
        >>> waves.add(9, 3, 1.5)
        >>> waves.add(None, 10, 0.5)
        >>> waves
        <nps.WeightedPaired: 1 respondent in both waves, 0 in the first only, 1 in the second only>
        """
        answers = raw.answers_bytes((first, second), self._codes)
        raw.nps_weighted_paired_add(self._state, *answers, read_weight(weight), times, limits_of(self._scale))

    @documented(raw.nps_weighted_paired_add_column)
    def update(self, first: Answers, second: Answers, weights: Weights) -> None:
        """Counts many people: their answers in both waves and their weights, all of the same length.

        Parameters
        ----------
        first
            The answers in the first wave: a buffer of numbers, or any iterable.
        second
            The answers of the same people in the second wave, likewise.
        weights
            The weight of each person.

        Raises
        ------
        ValueError
            The lengths differ.

        Examples
        --------
        >>> waves = nps.WeightedPaired()
        >>> waves.update([9, 3, 7], [10, 7, None], [1.2, 0.8, 1.5])
        >>> waves
        <nps.WeightedPaired: 2 respondents in both waves, 1 in the first only, 0 in the second only>
        """
        with columns_of_waves(first, second, self._codes) as (before, after):
            counted = raw.nps_weighted_paired()
            with numbers_of(weights, "weights", are_real=True) as numbers:
                raw.nps_weighted_paired_add_column(counted, before, after, numbers, limits_of(self._scale))
        raw.nps_weighted_paired_merge(self._state, counted)

    # ---- reading ----

    @documented(raw.nps_weighted_paired_compare)
    def compare(self, *, method: str = "auto", level: Real = 0.95, estimator: str = "best") -> PairedChange:
        """Compares the weighted scores of the waves, the second minus the first.

        Parameters
        ----------
        estimator
            "best": the people in both waves and the others are combined with the weights that minimize the variance of
            the change. "proportional": the change is the difference of the scores of everybody in each wave.

        Examples
        --------
        >>> waves = nps.WeightedPaired([9, 3, 7, 10], [10, 7, 7, None], [1.2, 0.8, 1.5, 1.0])
        >>> change = waves.compare()
        >>> change.second_weight, round(change.both, 3)
        (1.0, 22.857)
        """
        nobody = "nobody with a weight answered in one of the waves"
        return self._compared(raw.nps_weighted_paired_compare, nobody, method, level, estimator)

    # ---- merging, comparing, copying, repr ----

    @documented(raw.nps_weighted_paired_merge)
    def __iadd__(self: Self, other: WeightedPaired) -> Self:
        """Adds the people of another object."""
        if not isinstance(other, WeightedPaired):
            return NotImplemented
        raw.nps_weighted_paired_merge(self._state, other._state)
        return self

    @documented(raw.nps_weighted_paired_subtract)
    def __isub__(self: Self, other: WeightedPaired) -> Self:
        """Subtracts the people of another object; CountUnderflowError when there are fewer."""
        if not isinstance(other, WeightedPaired):
            return NotImplemented
        try:
            raw.nps_weighted_paired_subtract(self._state, other._state)
        except CountUnderflowError:
            there, taken = self._numbered(), other._numbered()
            raise CountUnderflowError(f"more would be taken away than there is: {taken} of {there}") from None
        return self

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, WeightedPaired):
            return NotImplemented
        return [part.words() for part in self._parts()] == [part.words() for part in other._parts()]

    def _parts(self) -> Tuple[Any, Any]:
        """The people in both waves and the others, as the raw module holds them."""
        return self._state.both, self._state.others

    def _encoded(self) -> bytes:
        both, others = (raw.nps_weighted_encode(part) for part in self._parts())
        return bytes(len(both).to_bytes(8, "little") + both + others)

    @classmethod
    def _decoded(cls: Type[Self], data: bytes, scale: ScaleName = "0_10", codes: Iterable[SupportsIndex] = ()) -> Self:
        end = 8 + int.from_bytes(data[:8], "little")
        parts = raw.nps_weighted(), raw.nps_weighted()
        for part, encoded in zip(parts, (data[8:end], data[end:])):
            raw.nps_weighted_decode(part, encoded)
        state = raw.nps_weighted_paired()
        state.restore(*parts)
        return cls._around(state, read_codes(codes), scale_of(scale))

    def _people(self) -> Tuple[int, int, int]:
        both, others = (memoryview(part.words()).cast("Q").tolist()[:11] for part in self._parts())
        return sum(both[:9]), sum(others[:3]), sum(others[3:6])

    def _change(self) -> PairedChange:
        return self.compare()
