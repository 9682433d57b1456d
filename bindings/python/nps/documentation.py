# SPDX-License-Identifier: MIT
"""Docstrings from the C headers, so that nothing is described twice."""

from __future__ import annotations

import inspect
import re
from dataclasses import fields
from textwrap import fill
from typing import Any, Callable, Dict, Type, TypeVar

from . import error, errors, raw  # noqa: F401  errors: so that the classes are there

Face = TypeVar("Face", bound=Callable[..., Any])
Struct = TypeVar("Struct")

_TYPES = "accumulator|code_groups|groups|paired|sequence|weighted_design|weighted"
_FUNCTION = re.compile(rf"\bnps_(?:(?:{_TYPES})_)?(\w+)\(\)")
_MERGE = re.compile(r"\bnps_(?:accumulator|code_groups|paired|weighted_design|weighted)_merge\(\)")  # an operator here
_CONSTANT = re.compile(r"\bNPS_(?:ERROR|METHOD)_\w+")
_STRUCT = re.compile(r"; see nps_\w+(?!\w*\()| \(nps/\w+\.h\)")  # a struct is a plain object here, and no header is
_CLASS = re.compile(r"\bnps_((?:[a-z]+_?)+)\b(?!\()")

# Functions that have another name in Python.
_FACES: Dict[str, str] = {
    "add_cluster": "add",
    "add_column": "update",
    "add_integer": "add",
    "add_n": "add",
    "add_text": "add",
    "decode": "from_bytes",
    "encode": "to_bytes",
    "interval_many": "intervals",
    "interval_with": "interval",
    "moves_of": "moves",
    "merge_encoded": "merge_bytes",
    "remove_n": "remove",
    "test_with": "test",
}

_FIRST_FIELD = re.compile(r"^\s*:(type|param|rtype|return)\b", re.MULTILINE)


def description(source: Any) -> str:
    """What the C header says of a function, without what it says of its parameters."""
    text = inspect.cleandoc(source.__doc__ or "")
    field = _FIRST_FIELD.search(text)
    return text[: field.start()].rstrip() if field else text


def translated(text: str) -> str:
    """The same with the names that Python has for things."""
    text = _FUNCTION.sub(lambda found: f"{_FACES.get(found[1], found[1])}()", _MERGE.sub("+=", text))
    return _CONSTANT.sub(_constant, _CLASS.sub(_class, _STRUCT.sub("", text))).replace("INFINITY", "infinity")


def _class(found: re.Match[str]) -> str:
    """The class of a type of C: nps_paired_moves is PairedMoves."""
    return "".join(map(str.capitalize, found[1].split("_")))


def _constant(found: re.Match[str]) -> str:
    """The class of a status, the name of a method."""
    number = getattr(raw, found[0])
    return error.classes()[number].__name__ if "ERROR" in found[0] else f'"{raw.nps_method_string(number)}"'


def documented(source: Any) -> Callable[[Face], Face]:
    """Appends what the C header says of `source` to the docstring of a Python function."""

    def append(face: Face) -> Face:
        if face.__doc__:  # there is none under python -OO
            said, more = inspect.cleandoc(face.__doc__), translated(description(source))
            face.__doc__ = more if more.startswith(said) else f"{said}\n\n{more}"
        return face

    return append


def explained(name: str, comment: str) -> str:
    """An entry of a list: a name, and what the C header says of it."""
    text = " ".join(translated(inspect.cleandoc(comment)).split())
    return fill(f"{name}: {text}", 100, subsequent_indent="    ")


def documented_fields(source: Any) -> Callable[[Type[Struct]], Type[Struct]]:
    """Appends what the C header says of the members of a struct to the docstring of its dataclass."""

    def append(face: Type[Struct]) -> Type[Struct]:
        if face.__doc__:
            names = [field.name for field in fields(face)]  # type: ignore[arg-type]
            entries = [explained(name, getattr(source, name).__doc__) for name in names]
            face.__doc__ = "\n".join([inspect.cleandoc(face.__doc__), "", *entries])
        return face

    return append
