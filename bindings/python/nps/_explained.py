# SPDX-License-Identifier: MIT
"""Errors that name the sample, which a status does not."""

from __future__ import annotations

from contextlib import contextmanager
from typing import Callable, Iterator, Mapping, Tuple

from . import _raw as raw
from .errors import PopulationError, TooManyError


@contextmanager
def explaining(named: Callable[[], Mapping[str, Tuple[int, ...]]], compared: bool = False) -> Iterator[None]:
    """Says which sample has too many answers; `named` returns the counts by the names of the samples."""
    limit = raw.NPS_EXACT_COMPARE_MAX if compared else raw.NPS_EXACT_MAX
    of_each = " in each of two samples" if compared else ""
    try:
        yield
    except (TooManyError, PopulationError) as refused:
        most, name = max((sum(counts), name) for name, counts in named().items())
        if isinstance(refused, PopulationError):
            raise PopulationError(f"{refused}: {name} has {most} answers") from None
        if most <= limit:
            raise
        raise TooManyError(
            f"the exact method takes up to {limit} answers{of_each}, and {name} has {most}: "
            'method="auto" takes any number'
        ) from None
