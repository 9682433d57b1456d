# SPDX-License-Identifier: MIT
"""Docstrings from the C headers, so that nothing is described twice."""

from __future__ import annotations

import inspect
import re
from typing import Any, Callable, TypeVar

Face = TypeVar("Face", bound=Callable[..., Any])

_FIRST_FIELD = re.compile(r"^\s*:(type|param|rtype|return)\b", re.MULTILINE)


def description(source: Any) -> str:
    """What the C header says of a function, without what it says of its parameters."""
    text = inspect.cleandoc(source.__doc__ or "")
    field = _FIRST_FIELD.search(text)
    return text[: field.start()].rstrip() if field else text


def documented(source: Any) -> Callable[[Face], Face]:
    """Appends what the C header says of `source` to the docstring of a Python function."""

    def append(face: Face) -> Face:
        if face.__doc__:  # there is none under python -OO
            face.__doc__ = f"{inspect.cleandoc(face.__doc__)}\n\n{description(source)}"
        return face

    return append
