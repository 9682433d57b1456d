# SPDX-License-Identifier: MIT
"""What an interval or a test can be told, as the raw module takes it."""

from __future__ import annotations

from operator import index
from typing import Any, Iterable, Optional, SupportsIndex, Tuple

from . import raw
from .errors import PopulationError
from .levels import Real, read_level
from .methods import method_number

Prior = Optional[Iterable[Real]]
"""Promoters, passives and detractors of a Dirichlet prior; None: Jeffreys' prior, 1/2 each, as of all zero."""
Population = Optional[SupportsIndex]
"""How many people there are, of whom those who answered are a simple random sample; None: endlessly many."""


def read_options(method: str, level: Real, population: Population, prior: Prior) -> Tuple[Any, ...]:
    """Method, level, population and prior."""
    return method_number(method), read_level(level), read_population(population), read_prior(prior)


def read_population(population: Population) -> int:
    """How many people there are, 0 for endlessly many, as C says it."""
    if population is None:
        return 0
    number = index(population)
    if isinstance(population, bool):
        raise TypeError("a population is a number of people, not a bool")
    if number <= 0:
        raise PopulationError(f"a population of {number} is smaller than any sample")
    return number


def read_prior(prior: Prior) -> Optional[Tuple[float, ...]]:
    """The three numbers of a prior; None stays None."""
    if prior is None:
        return None
    if isinstance(prior, (str, bytes)):
        raise TypeError(f"a prior is three numbers, not {type(prior).__name__!r}")
    numbers = tuple(memoryview(raw.numbers_bytes(prior, "the numbers of a prior", True)).cast("d"))
    if len(numbers) != 3:
        raise ValueError(f"a prior is three numbers, not {len(numbers)}")
    return numbers
