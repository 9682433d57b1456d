# SPDX-License-Identifier: MIT
"""The base of all exceptions of libnps, and the way from a status to its class."""

from __future__ import annotations

from typing import Any, ClassVar, Dict, Iterable, Optional, Type

from . import _raw as raw

_CODES: Dict[int, str] = {number: name for name, number in vars(raw).items() if name.startswith("NPS_ERROR_")}
_CLASSES: Dict[int, Type[NpsError]] = {}


class _Listed(type):
    """So that help() says of a class of a status what it has beyond NpsError, and not all of Exception again."""

    def __dir__(cls) -> Iterable[str]:
        return list(vars(cls)) if "status" in vars(cls) else super().__dir__()


class NpsError(Exception, metaclass=_Listed):
    """What libnps raises; there is a class for each status."""

    __module__ = "nps.errors"  # what a traceback shows can be imported

    status: ClassVar[int]
    """The number that the C library returns."""
    code: ClassVar[str]
    """The name of that number in C, for example NPS_ERROR_EMPTY."""

    def __init_subclass__(cls, status: Optional[int] = None, **others: Any) -> None:
        """Makes a class the one of a status."""
        super().__init_subclass__(**others)
        if status is not None:
            cls.status = status
            cls.code = _CODES[status]
            cls.__doc__ = raw.nps_status_string(status)
            _CLASSES[status] = cls

    def __init__(self, *args: Any) -> None:
        """Without a message of its own, an exception says what its status says."""
        super().__init__(*(args or (type(self).__doc__,)))

    def __str__(self) -> str:
        # A KeyError would show its message in quotes.
        return Exception.__str__(self)


def classes() -> Dict[int, Type[NpsError]]:
    """The exception class of each status."""
    return dict(_CLASSES)


def from_status(status: int, text: str) -> NpsError:
    """An exception for a status that is not NPS_OK; the C side raises it."""
    return _CLASSES[status](text)
