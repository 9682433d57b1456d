# SPDX-License-Identifier: MIT
"""An alarm when the score has changed, with a promised rate of false alarms."""

from __future__ import annotations

from typing import Any, Dict, Iterable, Optional, SupportsIndex, Tuple, Type, TypeVar, Union

from . import _raw as raw
from ._columns import Answer, Answers, Codes, bytes_of, is_iterable, place_of, read_codes
from ._counts import Counts
from ._documentation import documented
from ._encoded import Buffer, Encoded, unchanging
from ._html import record_html
from ._methods import plain, refused
from ._numbers import Real, read_number, read_score
from ._sample import Sample, answered
from ._scale import Scale, ScaleName, limits_of
from ._shown import numbered, points, short
from ._structs import read_struct
from .errors import AlternativeError, CountOverflowError, PlanError, ReferenceScoreError

Self = TypeVar("Self", bound="Watch")

_DIRECTIONS: Dict[str, int] = {"both": raw.NPS_TWO_SIDED, "up": raw.NPS_GREATER, "down": raw.NPS_LESS}
_NAMES: Dict[int, str] = {number: name for name, number in _DIRECTIONS.items()}

_AT_ONCE = 1 << 16
"""So many answers of a column are added in one call, which cannot be interrupted."""


def _direction_number(direction: str) -> int:
    if not isinstance(direction, str):
        raise TypeError(f"direction must be 'both', 'up' or 'down', not {short(direction)}")
    number = _DIRECTIONS.get(plain(direction))
    return refused("direction", direction, _DIRECTIONS, AlternativeError) if number is None else number


def _run_length(every: Real) -> float:
    number = read_number(every, "false_alarm_every", "a number of answers such as 10000")
    if not raw.NPS_WATCH_SHORTEST <= number <= raw.NPS_WATCH_LONGEST:
        raise PlanError(f"false_alarm_every must be from 1 to 1e15 answers, not {number:g}")
    return number


def _reference_score(reference: Real) -> float:
    score = read_score(reference, "reference")
    if abs(score) == 100:
        raise ReferenceScoreError(
            f"reference must be between -100 and 100 points, not {score:g}: the first answer of another kind "
            "disproves it"
        )
    return score


class Watch(Encoded):
    """Watches a running survey, answer by answer, and raises an alarm when its true score has changed.

    While the true score is the reference, the average number of answers until a false alarm is at least
    `false_alarm_every`, whatever the shares of promoters, passives and detractors are. You may look at it after every
    answer. A watch depends on the order of the answers, so two watches cannot be merged.

    Examples
    --------
    >>> watch = nps.Watch(30)
    >>> watch.update([10, 8, 3, 9] * 500)  # a score of 25
    >>> watch.alarmed
    False
    >>> watch.update([10, 8, 3, 3] * 500)  # a score of 0 - 25 = -25
    >>> watch.alarmed, watch.alarm_direction, watch.at
    (True, 'down', 2028)
    """

    __slots__ = ("__weakref__", "_codes", "_state")
    _codes: Codes
    _state: Any

    @documented(raw.nps_watch_init, raw.nps_watch_init_baseline)
    def __init__(
        self,
        reference: Optional[Real] = None,
        *,
        baseline: Optional[Sample] = None,
        false_alarm_every: Real = 10_000,
        direction: str = "both",
        scale: ScaleName = "0_10",
        missing_codes: Iterable[SupportsIndex] = (),
    ) -> None:
        """Begins to watch for a change from a known score, or from the true score of a baseline sample.

        Parameters
        ----------
        reference
            The known score, in points, above -100 and below 100. None: there is a baseline.
        baseline
            Earlier answers, which are not part of the stream: an Accumulator, or Counts. Their true score is not known,
            and the promise covers that. Give either a reference or a baseline.
        false_alarm_every
            The average number of answers until a false alarm is at least this, from 1 to 1e15.
        direction
            What is watched for: "both", "up" or "down".
        scale
            The scale of the answers; values off the scale are invalid.
        """
        self._codes = read_codes(missing_codes)
        options = _direction_number(direction), _run_length(false_alarm_every), limits_of(scale)
        state = raw.nps_watch()
        if (reference is None) == (baseline is None):
            raise TypeError("a Watch has either a reference, such as Watch(30), or a baseline=, a sample")
        if baseline is None:
            raw.nps_watch_init(state, _reference_score(reference), options)  # type: ignore[arg-type]
        else:
            raw.nps_watch_init_baseline(state, answered(baseline, "the baseline", scale), options)
        self._state = state

    # ---- adding ----

    @documented(raw.nps_watch_add)
    def add(self, answer: Answer) -> None:
        """Adds one answer. None and NaN are missing, 7.5 is invalid.

        Parameters
        ----------
        answer
            A number on the scale. None and NaN are missing; any other number is invalid.

        Examples
        --------
        >>> watch = nps.Watch(30)
        >>> watch.add(9)
        >>> watch.n
        1
        """
        place = place_of(answer, self._codes)
        if place is None:
            raw.nps_watch_add_missing(self._state, 1)
        else:
            raw.nps_watch_add(self._state, place)

    @documented(raw.nps_watch_add_missing)
    def add_missing(self, times: SupportsIndex = 1) -> None:
        """Counts one or several respondents who gave no answer.

        Examples
        --------
        >>> watch = nps.Watch(30)
        >>> watch.add_missing(3)
        >>> watch.missing, watch.evidence
        (3, 0.0)
        """
        raw.nps_watch_add_missing(self._state, times)

    @documented(raw.nps_watch_add_column)
    def update(self, answers: Union[Answers, Answer]) -> None:
        """Adds answers in their order: one, a column, or any iterable, which is read to its end first.

        Ctrl-C may stop a long column between two answers.

        Parameters
        ----------
        answers
            One answer; or a buffer of numbers, a column, or any iterable. None and NaN are missing.

        Examples
        --------
        >>> watch = nps.Watch(30, false_alarm_every=1000)
        >>> watch.update(9)
        >>> watch.update([10, None, 3])
        >>> watch.n, watch.missing
        (3, 1)
        """
        if getattr(answers, "shape", None) == () or not is_iterable(answers):
            self.add(answers)  # type: ignore[arg-type]
            return
        values = memoryview(bytes_of(answers, self._codes))  # type: ignore[arg-type]
        if max(self.n, self.missing, self.invalid) + len(values) >= 2**64:
            raise CountOverflowError
        for at in range(0, len(values), _AT_ONCE):
            self._take(values[at : at + _AT_ONCE])

    def _take(self, values: Any) -> None:
        """Adds answers that were read already, a byte each."""
        raw.nps_watch_add_column(self._state, (values, None, (raw.NPS_ANSWER_MISSING,)))

    @documented(raw.nps_watch_reset)
    def reset(self) -> None:
        """Forgets the evidence and the alarm, and watches on; the counters stay.

        Examples
        --------
        >>> watch = nps.Watch(30)
        >>> watch.update([0] * 100)
        >>> watch.reset()
        >>> watch.alarmed, watch.n
        (False, 100)
        """
        raw.nps_watch_reset(self._state)

    # ---- reading ----

    @property
    def alarmed(self) -> bool:
        """Whether there has been an alarm."""
        return bool(self._state.alarm_at)

    @property
    def at(self) -> Optional[int]:
        """The number of answers at the first alarm, 1 for the first answer; None without an alarm."""
        return int(self._state.alarm_at) or None

    @property
    def alarm_direction(self) -> Optional[str]:
        """The direction of the first alarm, "up" or "down"; None without an alarm."""
        return _NAMES[self._state.alarm_direction] if self.alarmed else None

    @property
    def evidence(self) -> float:
        """The evidence for a change, from 0 on. There is an alarm when it reaches `false_alarm_every`."""
        return float(raw.nps_watch_evidence(self._state))

    @property
    def n(self) -> int:
        """The number of answers on the scale."""
        return int(self._state.answers)

    @property
    def missing(self) -> int:
        """The number of respondents who gave no answer."""
        return int(self._state.missing)

    @property
    def invalid(self) -> int:
        """The number of values that are no answer on the scale."""
        return int(self._state.invalid)

    @property
    def reference(self) -> Optional[float]:
        """The known score, in points; None with a baseline."""
        return float(self._state.reference) if self.baseline is None else None

    @property
    def baseline(self) -> Optional[Counts]:
        """The counts of the baseline; None with a known reference."""
        counts = read_struct(Counts, self._state.baseline)
        return counts if any(counts) else None

    @property
    def false_alarm_every(self) -> float:
        """The promised average number of answers until a false alarm."""
        return float(self._state.false_alarm_every)

    @property
    def direction(self) -> str:
        """What is watched for: "both", "up" or "down"."""
        return _NAMES[self._state.direction]

    @property
    def scale(self) -> Scale:
        """The scale of the answers."""
        return read_struct(Scale, self._state.scale)

    # ---- showing ----

    @documented()
    def plot(
        self, ax: Any = None, *, answers: Optional[Answers] = None, language: str = "en", title: Optional[str] = None
    ) -> Any:
        """Draws the evidence for a change beside the evidence that raises an alarm.

        Parameters
        ----------
        answers
            The answers that follow, for a copy of the watch: their evidence is drawn as a line. For the whole story: a
            new watch, and all answers. None: only the evidence so far.

        Returns
        -------
        WatchDisplay
            A display of nps.plots, with `ax_` and `figure_`.

        Raises
        ------
        ImportError
            matplotlib is not installed.

        Examples
        --------
        >>> display = nps.Watch(30).plot(answers=[10, 8, 3, 9] * 5 + [0] * 80)
        >>> display.alarm_at, display.alarm_direction
        (34, 'down')
        """
        from .plots import WatchDisplay  # imported here because few need it

        return WatchDisplay.from_watch(self, answers).plot(ax, language=language, title=title)

    def _repr_html_(self) -> str:
        """The figures in a notebook."""
        figures: Dict[str, Any] = {"n": self.n, "missing": self.missing, "invalid": self.invalid}
        if self.baseline is None:
            figures["reference"] = self.reference
        else:
            figures["baseline"] = f"{points(self.baseline.score, '.1f')} of {numbered(self.baseline.n, 'answer')}"
        figures.update({"direction": self.direction, "evidence": f"{self.evidence:,.4g}"})
        figures["limit"] = f"{self.false_alarm_every:,.10g}"
        figures["alarm"] = f"{self.alarm_direction} at {self.at}" if self.alarmed else None
        return record_html(type(self).__name__, figures)

    # ---- what cannot be ----

    @documented()
    def merge(self, other: object) -> None:
        """Raises TypeError: two watches cannot be merged, because the evidence depends on the order of the answers.

        Parameters
        ----------
        other
            Another watch.

        Raises
        ------
        TypeError
            Always.

        Examples
        --------
        >>> try:
        ...     nps.Watch(30).merge(nps.Watch(30))
        ... except TypeError as error:
        ...     print(str(error)[:78])
        ...
        a Watch cannot be merged: its evidence depends on the order of the answers, an
        """
        raise TypeError(
            "a Watch cannot be merged: its evidence depends on the order of the answers, and two watches do not know "
            "which answers came first; update() one watch with the answers in the order of time, or keep one watch for "
            "each source"
        )

    def __add__(self, other: object) -> None:
        self.merge(other)

    __iadd__ = __add__

    # ---- bytes ----

    @classmethod
    @documented(raw.nps_watch_decode)
    def from_bytes(cls: Type[Self], data: Buffer, *, missing_codes: Iterable[SupportsIndex] = ()) -> Self:
        """Reads the result of to_bytes(), of this machine or another. Missing codes are not part of it.

        Returns
        -------
        Watch
            The watch that was encoded.

        Examples
        --------
        >>> watch = nps.Watch(30)
        >>> nps.Watch.from_bytes(watch.to_bytes()) == watch
        True
        """
        return cls._decoded(data, missing_codes)

    @documented(raw.nps_watch_encode)
    def to_bytes(self) -> bytes:
        """Encodes the watch, for from_bytes().

        Returns
        -------
        bytes
            The same bytes on every machine.

        Examples
        --------
        >>> len(nps.Watch(30).to_bytes())
        105
        """
        return self._encoded()

    def _encoded(self) -> bytes:
        encoded: bytes = raw.nps_watch_encode(self._state)
        return encoded

    def _settings(self) -> Tuple[Any, ...]:
        return (self._codes,)

    @classmethod
    def _decoded(cls: Type[Self], data: Buffer, missing_codes: Iterable[SupportsIndex] = ()) -> Self:
        self = cls.__new__(cls)
        self._codes = read_codes(missing_codes)
        self._state = raw.nps_watch()
        raw.nps_watch_decode(self._state, unchanging(data))
        return self

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Watch):
            return NotImplemented
        return self._encoded() == other._encoded()

    def __repr__(self) -> str:
        against = f"reference {self.reference:g}" if self.baseline is None else f"baseline of {self.baseline.n} answers"
        found = f"alarm {self.alarm_direction} at {self.at}" if self.alarmed else "no alarm"
        progress = f"evidence {self.evidence:.4g} of {self.false_alarm_every:g}"
        return f"<nps.{type(self).__name__}: {against}, {self.n} answers, {found}, {progress}>"
