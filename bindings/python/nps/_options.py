# SPDX-License-Identifier: MIT
"""Options of intervals and tests: method, level, population and prior."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import islice
from typing import Any, Iterable, Optional, SupportsIndex, Tuple

from . import _raw as raw
from ._methods import method_number
from ._numbers import Real, read_count, read_integer, read_level, read_number
from ._results import Unpacked
from ._shown import short
from .errors import PopulationError, PriorError

Prior = Optional[Iterable[Real]]
"""Promoters, passives and detractors of a Dirichlet prior. None, or all 0: Jeffreys' prior, 1/2 each."""
Population = Optional[SupportsIndex]
"""The size of the population that the sample was drawn from. None: treated as infinite."""

_NAMES = "promoters", "passives", "detractors"


def read_options(method: str, level: Real, population: Population, prior: Prior) -> Tuple[Any, ...]:
    """Method, level, population and prior as the raw module takes them."""
    number, read = method_number(method), read_prior(prior)
    if read is not None and any(read) and number != raw.NPS_METHOD_BAYES:
        raise PriorError(f'prior is used by method="bayes" only, not by {method!r}')
    return number, read_level(level), read_population(population), read


def read_population(population: Population) -> int:
    """The size of the population, 0 for an infinite one."""
    if population is None:
        return 0
    number = read_integer(population, "population", "a whole number of people")
    if number < 1:
        raise PopulationError(f"population must be at least 1, not {short(number)}; None is an infinite population")
    return read_count(number, "population", "people")


def read_prior(prior: Prior) -> Optional[Tuple[float, ...]]:
    """The three numbers of a prior; None stays None."""
    if prior is None:
        return None
    three = read_three(prior, "prior")
    if any(three):
        for name, number in zip(_NAMES, three):
            if not 1e-100 <= number <= 1e15:
                numbers = "three numbers from 1e-100 to 1e15, or all 0 for Jeffreys' prior"
                raise PriorError(f"prior must be {numbers}: {name} is {number:g}")
    return three


def read_three(numbers: Iterable[Real], name: str) -> Tuple[float, ...]:
    """Numbers for promoters, passives and detractors; `name` is that of the parameter, for messages."""
    expected = "three numbers: promoters, passives and detractors"
    is_refused = isinstance(numbers, (str, bytes, bytearray, set, frozenset))
    if is_refused or (isinstance(numbers, Mapping) and not isinstance(numbers, Unpacked)):
        raise TypeError(f"{name} must be {expected}, not {short(numbers)}")
    try:
        listed = tuple(islice(numbers, len(_NAMES) + 1))
    except TypeError:
        raise TypeError(f"{name} must be {expected}, not {short(numbers)}") from None
    if len(listed) != len(_NAMES):
        number = "more" if len(listed) > len(_NAMES) else f"{len(listed)} numbers"
        raise ValueError(f"{name} must be {expected}, not {number}")
    return tuple(read_number(number, f"{part} of {name}") for part, number in zip(_NAMES, listed))
