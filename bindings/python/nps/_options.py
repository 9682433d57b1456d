# SPDX-License-Identifier: MIT
"""What an interval or a test can be told, as the raw module takes it."""

from __future__ import annotations

from collections.abc import Mapping
from operator import index
from reprlib import repr as short
from typing import Any, Iterable, Optional, SupportsIndex, Tuple

from . import _raw as raw
from ._levels import Real, read_level
from ._methods import method_number
from .errors import PopulationError, PriorError

Prior = Optional[Iterable[Real]]
"""Promoters, passives and detractors of a Dirichlet prior; None: Jeffreys' prior, 1/2 each, as of all zero."""
Population = Optional[SupportsIndex]
"""How many people there are, of whom those who answered are a simple random sample; None: endlessly many."""


def read_options(method: str, level: Real, population: Population, prior: Prior) -> Tuple[Any, ...]:
    """Method, level, population and prior."""
    number, read = method_number(method), read_prior(prior)
    if read is not None and any(read) and number != raw.NPS_METHOD_BAYES:
        raise PriorError(f'a prior is for method="bayes", not {method!r}')
    return number, read_level(level), read_population(population), read


def read_population(population: Population) -> int:
    """How many people there are, 0 for endlessly many, as C says it."""
    if population is None:
        return 0
    number = read_count(population, "a population", "people")
    if number <= 0:
        raise PopulationError(f"a population of {number} is smaller than any sample")
    return number


def read_count(count: SupportsIndex, name: str, things: str) -> int:
    """A whole number of things."""
    try:
        if not isinstance(count, bool):
            return index(count)
    except TypeError:
        pass
    raise TypeError(f"{name} is a whole number of {things}, not {short(count)}")


def read_prior(prior: Prior) -> Optional[Tuple[float, ...]]:
    """The three numbers of a prior; None stays None."""
    return None if prior is None else read_three(prior, "a prior is", "the numbers of a prior")


def read_three(numbers: Iterable[Real], these_are: str, name: str) -> Tuple[float, ...]:
    """Numbers for promoters, passives and detractors; `these_are` and `name` say in an error whose they are."""
    if isinstance(numbers, (str, bytes, set, frozenset, Mapping)):
        raise TypeError(f"{these_are} three numbers, not {type(numbers).__name__!r}")
    three = tuple(memoryview(raw.numbers_bytes(numbers, name, True)).cast("d"))
    if len(three) != 3:
        raise ValueError(f"{these_are} three numbers, not {len(three)}")
    return three
