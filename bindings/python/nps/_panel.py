# SPDX-License-Identifier: MIT
"""The same people in more than two waves: the change between any two of them."""

from __future__ import annotations

from contextlib import ExitStack
from itertools import combinations
from typing import Any, Iterable, List, Optional, SupportsIndex, Tuple, Type, TypeVar

from . import _raw as raw
from ._columns import Answer, Answers, Codes, column_of, numbers_in, read_codes
from ._counts import Counts
from ._documentation import documented
from ._encoded import Buffer, unchanging
from ._multiplicity import comparison_of, read_segments_options
from ._numbers import Real, read_count
from ._paired import Paired
from ._results import SegmentComparison
from ._scale import SCALE_0_10, Scale, ScaleName, limits_of, scale_of
from ._segmented import Segmented
from ._shown import short
from ._structs import read_struct
from ._summed import Subtractable
from ._table import Table
from .errors import FormatError

Self = TypeVar("Self", bound="Panel")

_COLUMNS = ("wave", "n", "promoters", "passives", "detractors", "score", "lower", "upper", "method")
_LENGTH = 4  # bytes, before the encoding of each pair


class Panel(Subtractable):
    """The same people in several waves: a Paired for every two waves, numbered from 0.

    A person without an answer on the scale, such as None or NaN, did not take part in that wave. A call that raises
    changes nothing.

    Examples
    --------
    >>> panel = nps.Panel([[9, 3, 7, None] * 20, [10, 2, 7, 9] * 20, [10, 9, 9, 9] * 20])
    >>> panel
    <nps.Panel: 3 waves of 60, 80 and 80 answers>
    >>> print(panel.compare().table())
    first  second  difference  lower  upper  p_value  method                    adjusted
        0       1        +2.0  -11.2   15.1   0.5108  skewness-corrected score    0.5108
        0       2      +100.0   73.4  125.3  <0.0001  skewness-corrected score   <0.0001
        1       2       +75.0   53.9   98.3  <0.0001  skewness-corrected score   <0.0001
    """

    __slots__ = ("__weakref__", "_codes", "_scale", "_state")
    _codes: Codes
    _scale: Scale
    _state: Tuple[Any, ...]
    """The pairs of waves, as the raw module holds them."""

    @documented()
    def __init__(
        self,
        waves: Iterable[Answers] = (),
        *,
        count: Optional[SupportsIndex] = None,
        scale: ScaleName = "0_10",
        missing_codes: Iterable[SupportsIndex] = (),
    ) -> None:
        """Makes a panel with the answers of the same people in all waves, as for update(), or an empty one.

        Parameters
        ----------
        waves
            The answers in each wave, at least two: a list of buffers of numbers, or of iterables, of the same length.
        count
            The number of waves of an empty panel, at least 2.
        """
        given = list(waves)
        number = len(given) if count is None else read_count(count, "count", "waves")
        if number < 2 or (given and len(given) != number):
            raise ValueError(f"a panel has at least two waves: {len(given)} were given, and count={short(count)}")
        self._codes = read_codes(missing_codes)
        self._scale = scale_of(scale)
        self._state = _nobody(number)
        if given:
            self.update(given)

    @classmethod
    def _around(cls: Type[Self], state: Any, codes: Codes, scale: Scale = SCALE_0_10) -> Self:
        self = super()._around(tuple(state), codes)
        self._scale = scale
        return self

    # ---- adding ----

    @documented(raw.nps_paired_add)
    def add(self, answers: Iterable[Answer], times: SupportsIndex = 1) -> None:
        """Counts one or several persons with the same answers.

        Parameters
        ----------
        answers
            The answer in each wave; None: no answer.
        times
            The number of persons.

        Examples
        --------
        >>> panel = nps.Panel(count=3)
        >>> panel.add([9, None, 10], times=2)
        >>> panel
        <nps.Panel: 3 waves of 2, 0 and 2 answers>
        """
        given = tuple(raw.answers_bytes(tuple(answers), self._codes))
        self._check(len(given), "answers of a person")
        counted = _nobody(len(given))
        for pair, (first, second) in zip(counted, combinations(given, 2)):
            raw.nps_paired_add(pair, first, second, times, limits_of(self._scale))
        self._merge(counted)

    @documented(raw.nps_paired_add_column)
    def update(self, waves: Iterable[Answers]) -> None:
        """Counts many people: the answers in each wave, of the same people in the same order.

        Parameters
        ----------
        waves
            The answers in each wave: a list of buffers of numbers, or of iterables, of the same length.

        Raises
        ------
        ValueError
            The lengths differ, or there are not as many columns as waves.

        Examples
        --------
        >>> panel = nps.Panel(count=3)
        >>> panel.update([[9, 3], [10, None], [10, 7]])
        >>> panel
        <nps.Panel: 3 waves of 2, 1 and 2 answers>
        """
        given = list(waves)
        self._check(len(given), "columns of answers")
        counted = _nobody(len(given))
        with ExitStack() as stack:
            columns = [stack.enter_context(column_of(wave, self._codes)) for wave in given]
            for number, column in enumerate(columns):
                if len(column[0]) != len(columns[0][0]):
                    raise ValueError(
                        f"there are {len(columns[0][0])} answers in wave 0, but {len(column[0])} in wave {number}"
                    )
            # Counted apart and merged under the GIL, because other threads may use this object meanwhile.
            for pair, (first, second) in zip(counted, combinations(columns, 2)):
                raw.nps_paired_add_column(pair, first, second, limits_of(self._scale))
        self._merge(counted)

    def _check(self, given: int, what: str) -> None:
        if given != self.count:
            raise ValueError(f"there are {given} {what}, but {self.count} waves")

    def _merge(self, pairs: Iterable[Any]) -> None:
        sums = _copies(self._state)
        for total, pair in zip(sums, pairs):
            raw.nps_paired_merge(total, pair)
        self._state = sums

    # ---- reading ----

    @property
    def count(self) -> int:
        """The number of waves."""
        return next(waves for waves in range(2, 2 + len(self._state)) if waves * (waves - 1) == 2 * len(self._state))

    @documented()
    def waves(self) -> Tuple[Counts, ...]:
        """The counts of each wave.

        Returns
        -------
        tuple of Counts
            In the order of the waves.

        Examples
        --------
        >>> nps.Panel([[9, 3, 7], [10, 7, None], [9, 9, 9]]).waves()[1]
        Counts(promoters=1, passives=1, detractors=0)
        """
        with_first = [raw.nps_paired_read_waves(pair) for pair in self._state[: self.count - 1]]
        return tuple(read_struct(Counts, read) for read in (with_first[0][0], *(second for _, second in with_first)))

    @documented()
    def pair(self, first: SupportsIndex, second: SupportsIndex) -> Paired:
        """Two of the waves alone, with what a change rests on and the moves between groups.

        Parameters
        ----------
        first
            The number of the earlier wave, from 0.
        second
            The number of the later wave.

        Returns
        -------
        Paired
            A copy.

        Examples
        --------
        >>> nps.Panel([[9, 3, 7], [10, 7, None], [9, 9, 9]]).pair(1, 2)
        <nps.Paired: 2 respondents in both waves, 0 in the first only, 1 in the second only>
        """
        earlier, later = read_count(first, "first", "waves"), read_count(second, "second", "waves")
        if not earlier < later < self.count:
            raise IndexError(
                f"waves are numbered from 0 to {self.count - 1}, the earlier one first: {earlier}, {later}"
            )
        place = list(combinations(range(self.count), 2)).index((earlier, later))
        return Paired._around(_copies(self._state)[place], self._codes, self._scale)

    @documented(raw.nps_panel_compare)
    def compare(
        self, *, method: str = "auto", level: Real = 0.95, adjustment: str = "holm"
    ) -> Segmented[Tuple[int, int], SegmentComparison]:
        """Compares every two waves, the later minus the earlier, with p-values adjusted for their number.

        Waves in which nobody answered are left out.

        Returns
        -------
        Segmented of SegmentComparison
            By the numbers of the two waves.

        Examples
        --------
        >>> panel = nps.Panel([[9, 3, 7, None] * 20, [10, 2, 7, 9] * 20, [10, 9, 9, 9] * 20])
        >>> round(panel.compare()[0, 2].difference, 1)
        100.0
        """
        options = read_segments_options(method, level, adjustment)
        has_answers = [any(counts) for counts in self.waves()]
        keys = [wave for wave in range(self.count) if has_answers[wave]]
        states = [
            pair
            for pair, (first, second) in zip(self._state, combinations(range(self.count), 2))
            if has_answers[first] and has_answers[second]
        ]
        found = [comparison_of(read) for read in raw.nps_panel_compare((len(keys), tuple(states)), options)]
        left_out = [wave for wave in range(self.count) if not has_answers[wave]]
        columns = SegmentComparison.__dataclass_fields__
        pairs = zip(combinations(keys, 2), found)
        return Segmented(pairs, left_out=left_out, columns=columns, key_columns=("first", "second"))

    # ---- showing ----

    @documented()
    def table(self, *, method: str = "auto", level: Real = 0.95) -> Table:
        """A table of all waves. The score of a wave without answers is None.

        Returns
        -------
        Table
            A row for each wave, with columns wave, n, promoters, passives, detractors, score, lower, upper and method.

        Examples
        --------
        >>> print(nps.Panel([[9, 3, 7, None] * 20, [10, 2, 7, 9] * 20]).table())
        wave   n  promoters  passives  detractors  score  lower  upper  method
           0  60         20        20          20    0.0  -20.4   20.4  exact
           1  80         40        20          20   25.0    5.5   41.3  exact
        """
        rows: List[List[Any]] = []
        for wave, counts in enumerate(self.waves()):
            bounds = [*counts.interval(method=method, level=level).values()] if counts.n else [None] * 3
            rows.append([wave, counts.n, *counts, counts.score if counts.n else None, *bounds])
        return Table(_COLUMNS, rows)

    @documented()
    def plot(
        self,
        ax: Any = None,
        *,
        names: Optional[Iterable[Any]] = None,
        benchmark: Any = None,
        language: str = "en",
        title: Optional[str] = None,
        method: str = "auto",
        level: Real = 0.95,
    ) -> Any:
        """Draws the score of each wave with a ribbon of the intervals; pair(0, 1).plot() draws who moved.

        The same people answer in all waves, so the interval of a change, which compare() has, is not that of two
        intervals side by side.

        Parameters
        ----------
        names
            The name of each wave. None: their numbers, from 0.

        Returns
        -------
        TrendDisplay
            A display of nps.plots, with `ax_` and `figure_`.

        Raises
        ------
        ImportError
            matplotlib is not installed.
        ValueError
            There are not as many names as waves.

        Examples
        --------
        >>> panel = nps.Panel([[9, 3, 7, None] * 20, [10, 2, 7, 9] * 20, [10, 9, 9, 9] * 20])
        >>> [each.line.n for each in panel.plot(names=["May", "June", "July"]).moments]
        [60, 80, 80]
        """
        from .plots import TrendDisplay  # imported here because few need it

        listed = list(range(self.count) if names is None else names)
        if len(listed) != self.count or len(set(map(str, listed))) != len(listed):
            raise ValueError(f"names must be {self.count} different names, one for each wave, not {short(listed)}")
        read = self.table(method=method, level=level)
        table = Table(read.columns, [[name, *list(row.values())[1:]] for name, row in zip(listed, read)])
        figures = TrendDisplay.from_table(table, benchmark=benchmark, level=level)
        return figures.plot(ax, language=language, title=title)

    def _repr_html_(self) -> str:
        """The table of the waves in a notebook."""
        return self.table()._repr_html_()

    # ---- merging, comparing ----

    @documented(raw.nps_paired_merge)
    def __iadd__(self: Self, other: Panel) -> Self:
        """Adds the people of another panel."""
        if not isinstance(other, Panel):
            return NotImplemented
        self._check(other.count, "waves in the other panel")
        self._merge(other._state)
        return self

    @documented(raw.nps_paired_subtract)
    def __isub__(self: Self, other: Panel) -> Self:
        """Subtracts the people of another panel; CountUnderflowError when a count is too small."""
        if not isinstance(other, Panel):
            return NotImplemented
        self._check(other.count, "waves in the other panel")
        rests = _copies(self._state)
        for rest, part in zip(rests, other._state):
            raw.nps_paired_subtract(rest, part)
        self._state = rests
        return self

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Panel):
            return NotImplemented
        return [pair.words() for pair in self._state] == [pair.words() for pair in other._state]

    # ---- encoding, copying, pickling, repr ----

    @documented(raw.nps_paired_encode)
    def to_bytes(self) -> bytes:
        """Encodes the counts for from_bytes(): each pair of waves, after its length in four bytes.

        Returns
        -------
        bytes
            The same bytes on every machine.

        Examples
        --------
        >>> panel = nps.Panel([[9, 3], [10, 7], [9, 9]])
        >>> nps.Panel.from_bytes(panel.to_bytes()) == panel
        True
        """
        return self._encoded()

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
        Panel
            With the counts that were encoded.

        Examples
        --------
        >>> panel = nps.Panel([[9, 3], [10, 7], [9, 9]])
        >>> nps.Panel.from_bytes(panel.to_bytes()).count
        3
        """
        return cls._decoded(data, scale, missing_codes)

    @documented(raw.nps_paired_merge_encoded)
    def merge_bytes(self, data: Buffer) -> None:
        """Adds the people of another panel, encoded as for from_bytes().

        Examples
        --------
        >>> panel = nps.Panel([[9, 3], [10, 7], [9, 9]])
        >>> panel.merge_bytes(panel.to_bytes())
        >>> panel
        <nps.Panel: 3 waves of 4, 4 and 4 answers>
        """
        self += Panel.from_bytes(data)

    def _encoded(self) -> bytes:
        encoded: List[bytes] = [raw.nps_paired_encode(pair) for pair in self._state]
        return b"".join(len(each).to_bytes(_LENGTH, "little") + each for each in encoded)

    def _settings(self) -> Tuple[Any, ...]:
        return self._scale, self._codes

    @classmethod
    def _decoded(cls: Type[Self], data: Buffer, scale: ScaleName = "0_10", codes: Iterable[SupportsIndex] = ()) -> Self:
        states: List[Any] = []
        rest = unchanging(data)
        while rest:
            length = int.from_bytes(rest[:_LENGTH], "little")
            states.append(raw.nps_paired())
            raw.nps_paired_decode(states[-1], rest[_LENGTH : _LENGTH + length])
            rest = rest[_LENGTH + length :]
        if not any(waves * (waves - 1) == 2 * len(states) for waves in range(2, 2 + len(states))):
            raise FormatError(f"{len(states)} pairs of waves are not those of a panel")
        return cls._around(states, read_codes(codes), scale_of(scale))

    def __repr__(self) -> str:
        sizes = [str(sum(counts)) for counts in self.waves()]
        return f"<nps.{type(self).__name__}: {self.count} waves of {', '.join(sizes[:-1])} and {sizes[-1]} answers>"


def _nobody(waves: int) -> Tuple[Any, ...]:
    """The pairs of waves in which nobody answered."""
    return tuple(raw.nps_paired() for _ in combinations(range(waves), 2))


def _copies(pairs: Iterable[Any]) -> Tuple[Any, ...]:
    return tuple(raw.nps_paired(numbers_in(pair.words())) for pair in pairs)
