# SPDX-License-Identifier: MIT
"""What a status cannot say: which sample it was."""

from __future__ import annotations

from contextlib import contextmanager
from typing import Callable, Iterator, Mapping, Tuple

from . import _raw as raw
from .errors import PopulationError, TooManyError


@contextmanager
def explaining(named: Callable[[], Mapping[str, Tuple[int, ...]]]) -> Iterator[None]:
    """Tells which of the counts, which `named` gives by the names of their samples, are too many."""
    try:
        yield
    except (TooManyError, PopulationError) as refused:
        most, name = max((sum(counts), name) for name, counts in named().items())
        if isinstance(refused, PopulationError):
            raise PopulationError(f"{refused}: {name} has {most} answers") from None
        if most <= raw.NPS_EXACT_MAX:
            raise
        raise TooManyError(
            f"the exact method takes up to {raw.NPS_EXACT_MAX} answers, and {name} has {most}: "
            'method="auto" takes any number'
        ) from None
