# SPDX-License-Identifier: MIT
"""What the statistics return: small objects that cannot be changed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Iterator, Mapping

from ._error import NpsError


@dataclass(frozen=True)
class Interval:
    """A confidence interval in points; unpacks as (lower, upper)."""

    lower: float
    upper: float
    method: str
    """The method really used, never "auto"."""

    def __iter__(self) -> Iterator[float]:
        return iter((self.lower, self.upper))

    def __repr__(self) -> str:
        return f"Interval(lower={self.lower:.3f}, upper={self.upper:.3f}, method={self.method!r})"


@dataclass(frozen=True)
class Significance:
    """A test of a score against a reference; float() is the p-value."""

    p_value: float
    method: str
    """The method really used, never "auto"."""
    alternative: str
    reference: float

    def __float__(self) -> float:
        return self.p_value

    def __repr__(self) -> str:
        about = f"alternative={self.alternative!r}, reference={self.reference:g}"
        return f"Significance(p_value={self.p_value:.3g}, method={self.method!r}, {about})"


@dataclass(frozen=True)
class Comparison:
    """The difference of two scores, with its sign, its confidence interval and a p-value.

    The p-value is that of the hypothesis tested: two-sided of no difference, but of compare_noninferiority() and
    compare_equivalence() one-sided of a difference as large as the margin, with the interval of level 2 * level - 1.
    """

    difference: float
    lower: float
    upper: float
    p_value: float
    method: str
    """The method really used, never "auto"."""

    def __repr__(self) -> str:
        interval = f"lower={self.lower:.3f}, upper={self.upper:.3f}"
        about = f"p_value={self.p_value:.3g}, method={self.method!r}"
        return f"Comparison(difference={self.difference:+.3f}, {interval}, {about})"


@dataclass(frozen=True)
class SegmentComparison(Comparison):
    """A comparison that is one of many, with the p-value that allows for the others."""

    adjusted: float
    """The adjusted p-value."""

    def __repr__(self) -> str:
        interval = f"lower={self.lower:.3f}, upper={self.upper:.3f}"
        about = f"p_value={self.p_value:.3g}, adjusted={self.adjusted:.3g}, method={self.method!r}"
        return f"SegmentComparison(difference={self.difference:+.3f}, {interval}, {about})"


@dataclass(frozen=True)
class Rank:
    """The ranks that a segment may have, 1 being that of the highest score; unpacks as (best, worst)."""

    best: int
    worst: int

    def __iter__(self) -> Iterator[int]:
        return iter((self.best, self.worst))


def numbered(number: int, name: str) -> str:
    """A number of things: "1 answer", "2 answers"."""
    return f"{number} {name}" if number == 1 else f"{number} {name}s"


def shown(self: Any, answers: int, others: Mapping[str, int]) -> str:
    """What has answers and a score in one line, with the others that there are."""
    parts = [numbered(answers, "answer")]
    try:
        parts.append(f"score {self.score:.2f}")
    except NpsError:
        pass  # there is none
    parts += [f"{number} {name}" for name, number in others.items() if number]
    return f"<nps.{type(self).__name__}: {', '.join(parts)}>"
