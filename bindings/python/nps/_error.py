# SPDX-License-Identifier: MIT
"""The base of all exceptions of libnps, and the way from a status to its class."""

from __future__ import annotations

from typing import Any, ClassVar, Dict, Iterable, Optional, Type

from . import _raw as raw

_CODES: Dict[int, str] = {number: name for name, number in vars(raw).items() if name.startswith("NPS_ERROR_")}
_CLASSES: Dict[int, Type[NpsError]] = {}


class _Listed(type):
    """Lets help() show of the class of a status only the attributes that NpsError does not have."""

    def __dir__(cls) -> Iterable[str]:
        return list(vars(cls)) if "status" in vars(cls) else super().__dir__()


class NpsError(Exception, metaclass=_Listed):
    """The base of all errors of libnps; there is a class for each status.

    Examples
    --------
    >>> try:
    ...     nps.Accumulator().score
    ... except nps.NpsError as error:
    ...     print(type(error).__name__, "-", error)
    ...
    EmptyError - there are no answers
    """

    __module__ = "nps.errors"  # so that the name in a traceback can be imported

    status: ClassVar[int]
    """The number that the C library returns."""
    code: ClassVar[str]
    """The name of that number in C, for example NPS_ERROR_EMPTY."""

    def __init_subclass__(cls, status: Optional[int] = None, **others: Any) -> None:
        """Registers the class of a status."""
        super().__init_subclass__(**others)
        if status is not None:
            cls.status = status
            cls.code = _CODES[status]
            cls.__doc__ = raw.nps_status_string(status)
            _CLASSES[status] = cls

    def __init__(self, *args: Any) -> None:
        """Without arguments the message is the text of the status."""
        super().__init__(*(args or (type(self).__doc__,)))

    def __str__(self) -> str:
        # str() of a KeyError would be its message in quotes.
        return Exception.__str__(self)


def classes() -> Dict[int, Type[NpsError]]:
    """The exception class of each status."""
    return dict(_CLASSES)


def from_status(status: int, text: str) -> NpsError:
    """An exception for a status that is not NPS_OK, which the C side raises."""
    return _CLASSES[status](text)
