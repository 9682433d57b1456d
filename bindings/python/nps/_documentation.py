# SPDX-License-Identifier: MIT
"""Marks what the build documents from the C headers (bindings/python/docstrings), so that nothing is documented
twice."""

from __future__ import annotations

import re
from functools import wraps
from itertools import count, takewhile
from typing import Any, Callable, Tuple, TypeVar, cast

Face = TypeVar("Face", bound=Callable[..., Any])
Struct = TypeVar("Struct")

_VARIABLE = 0x04  # the flag of code with *args


def documented(*sources: Any) -> Callable[[Face], Face]:
    """A function whose docstring the build completes with its sections and the text of the C headers of `sources`.

    Options that are passed by position raise TypeError with their names.
    """
    return _naming_options


def documented_fields(source: Any) -> Callable[[Struct], Struct]:
    """A dataclass to whose docstring the build appends the comments of the C header on the members of a struct."""
    return lambda face: face


def _naming_options(face: Face) -> Face:
    """The function with an error for options by position that says what they are called."""
    code = face.__code__
    most = code.co_argcount
    options = [f"{name}=" for name in code.co_varnames[most : most + code.co_kwonlyargcount]]
    if not options or code.co_flags & _VARIABLE:
        return face
    is_method = "." in face.__qualname__

    @wraps(face)
    def checked(*args: Any, **kwargs: Any) -> Any:
        if len(args) > most:
            accepted, given = most - is_method, len(args) - is_method
            arguments = f"{accepted or 'no'} positional argument{'' if accepted == 1 else 's'}"
            raise TypeError(
                f"{face.__qualname__}() takes {arguments} but {given} {'was' if given == 1 else 'were'} given; "
                f"pass the others by name: {', '.join(options)}"
            )
        return face(*args, **kwargs)

    return cast(Face, checked)


class Names(Tuple[str, ...]):
    # The names of an enum of C by their numbers. The docstring is made when help() reads it.

    _about: str
    _prefix: str

    def __new__(cls, string_of: Callable[[int], str], prefix: str, about: str) -> Names:
        """All names that a function of the raw module returns; `prefix` is that of their constants."""
        unknown = string_of(-1)
        self = super().__new__(cls, takewhile(lambda name: name != unknown, map(string_of, count())))
        self._about, self._prefix = about, prefix
        return self

    @property
    def __doc__(self) -> str:  # type: ignore[override]
        from ._generated import EXPLAINED

        blank = next(name for name in self if " " in name)
        spelling = f'words may be joined by a blank, "-" or "_": "{blank}" is "{re.sub("[ -]", "_", blank)}" too'
        return f"{self._about}; {spelling}.\n\n{EXPLAINED[self._prefix]}"

    def __reduce__(self) -> Tuple[Any, ...]:
        return tuple, (tuple(self),)  # copies and pickles are tuples
