# SPDX-License-Identifier: MIT
"""Segments of any kind: counts, weighted samples, or the domains of a design."""

from __future__ import annotations

from collections.abc import Iterable as AnyIterable
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, Dict, Iterable, Iterator, List, Mapping, Tuple, TypeVar, Union

from . import _raw as raw
from ._explained import explaining
from ._methods import adjustment_number
from ._scale import ScaleName
from ._segmented import NO_SEGMENTS, SegmentsRead, check_new, read_segments, segment_name
from ._weighted import Evidence, estimate_of, explaining_method, is_weighted
from ._weighted_design import WeightedDesign
from .errors import EmptyError, UnavailableError

Key = TypeVar("Key")
Keyed = Union[Mapping[Key, Evidence], WeightedDesign]
"""Samples by key, or a design, whose domains are the segments."""
Segments = Union[Mapping[Any, Evidence], Iterable[Evidence], WeightedDesign]
"""Samples by key or a list of samples, with weights or without; or a design, whose domains are the segments."""


@dataclass(frozen=True)
class Family:
    """Segments with answers, and the functions of the raw module for their kind."""

    read: SegmentsRead
    kind: str
    segments: Any
    """The segments as these functions take them."""

    def ask(self, verb: str, *options: Any) -> Any:
        """The result of a function."""
        return getattr(raw, f"{self.kind}_{verb}")(self.segments, *options)

    @contextmanager
    def explaining(self, method: str, adjustment: str = "holm", compared: bool = True) -> Iterator[None]:
        """Says which segment is too large, which method is refused for weights, and which adjustment is valid where
        one is refused for dependent tests."""
        about = explaining(self.read.named, compared) if self.kind == "nps_segments" else explaining_method(method)
        try:
            with about:
                yield
        except UnavailableError:
            if adjustment_number(adjustment) != raw.NPS_ADJUST_BENJAMINI_HOCHBERG:
                raise
            raise UnavailableError(
                f"the adjustment {adjustment!r} is not proven for these comparisons, which depend on each other: "
                '"false discovery" picks the one that is valid'
            ) from None


def read_family(segments: Any, scale: ScaleName, outside: str) -> Family:
    """Segments of any kind. By key, those without answers are left out; in a list they raise EmptyError."""
    if isinstance(segments, WeightedDesign):
        keys, left_out, domains = segments._segments(scale, outside)
        return Family(SegmentsRead(keys, (), left_out, True), "nps_weighted_domains", domains)
    if hasattr(segments, "keys") and hasattr(segments, "items"):
        if any(is_weighted(sample) for _, sample in segments.items()):
            return _estimates(segments.items(), True, scale, outside)
    elif isinstance(segments, AnyIterable) and not isinstance(segments, NO_SEGMENTS):
        segments = list(segments)
        if any(is_weighted(sample) for sample in segments):
            return _estimates(enumerate(segments), False, scale, outside)
    read = read_segments(segments, scale, outside)
    return Family(read, "nps_segments", read.counts)


def _estimates(items: Iterable[Tuple[Any, Any]], are_keyed: bool, scale: ScaleName, outside: str) -> Family:
    found: Dict[Any, Any] = {}
    left_out: List[Any] = []
    for key, sample in items:
        check_new(key, (*found, *left_out))
        try:
            found[key] = estimate_of(sample, segment_name(key), scale, outside)
        except EmptyError:
            if not are_keyed:
                raise
            left_out.append(key)
    return Family(SegmentsRead(list(found), (), left_out, are_keyed), "nps_weighted_segments", tuple(found.values()))
