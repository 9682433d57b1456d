# SPDX-License-Identifier: MIT
"""Docstrings from the C headers, so that nothing is described twice."""

from __future__ import annotations

import ast
import inspect
import re
from dataclasses import fields
from itertools import count, takewhile
from textwrap import fill
from typing import Any, Callable, Dict, Tuple, Type, TypeVar

from . import _error, _raw as raw, errors  # noqa: F401  errors: so that the classes are there

Face = TypeVar("Face", bound=Callable[..., Any])
Struct = TypeVar("Struct")

_TYPES = "accumulator|code_groups|groups|paired|sequence|weighted_design|weighted"
_FUNCTION = re.compile(rf"\bnps_(?:(?:{_TYPES})_)?(\w+)\(\)")
_MERGE = re.compile(r"\bnps_(?:accumulator|code_groups|paired|weighted_design|weighted)_merge\(\)")  # an operator here
_CONSTANT = re.compile(r"\bNPS_(ERROR|METHOD|ADJUST|EXACT)_\w+")
_STRUCT = re.compile(r"; see nps_\w+(?!\w*\()| \(nps/\w+\.h\)")  # a struct is a plain object here, and no header is
_CLASS = re.compile(r"\bnps_((?:[a-z]+_?)+)\b(?!\()")

# What C says by its headers, structs and statuses.
_WORDS: Dict[str, str] = {
    "INFINITY": "infinity",
    "nps/bayes.h": "bayes_probability()",
    "nps/sequence.h": "Sequence",
    "has a status and does not count": "does not count",
    "in a group or in `rest`": "in a group, in `missing` or in `outside`",
    "unless nps_interval_options has another": "unless another `prior` is given",
}
_WORD = re.compile("|".join(re.escape(word).replace(r"\ ", r"\s+") for word in _WORDS))

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
    return _CONSTANT.sub(_constant, _CLASS.sub(_class, _words(_STRUCT.sub("", text))))


def _words(text: str) -> str:
    return _WORD.sub(lambda found: _WORDS[" ".join(found[0].split())], text)


def _class(found: re.Match[str]) -> str:
    """The class of a type of C: nps_paired_moves is PairedMoves."""
    return "".join(map(str.capitalize, found[1].split("_")))


def _constant(found: re.Match[str]) -> str:
    """The class of a status, the name of a method or an adjustment, a number."""
    number = getattr(raw, found[0])
    if found[1] == "ERROR":
        return _error.classes()[number].__name__
    if found[1] == "EXACT":
        return str(number)
    return f'"{raw.nps_method_string(number) if found[1] == "METHOD" else raw.nps_adjustment_string(number)}"'


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


def comments() -> Dict[str, str]:
    """What the C headers say of constants: the texts after them in the raw module, which Python does not keep."""
    try:
        body = ast.parse(inspect.getsource(raw)).body
    except OSError:  # installed without its source
        return {}
    return {
        line.targets[0].id: str(text.value.value)
        for line, text in zip(body, body[1:])
        if isinstance(line, ast.Assign) and isinstance(line.targets[0], ast.Name)
        if isinstance(text, ast.Expr) and isinstance(text.value, ast.Constant)
    }


class Names(Tuple[str, ...]):
    # The names of an enum of C by their numbers. Its docstring is made when help() asks for it.

    _about: str
    _prefix: str

    def __new__(cls, string_of: Callable[[int], str], prefix: str, about: str) -> Names:
        """All names that a function of the raw module knows, whose constants begin with a prefix."""
        unknown = string_of(-1)
        self = super().__new__(cls, takewhile(lambda name: name != unknown, map(string_of, count())))
        self._about, self._prefix = about, prefix
        return self

    @property
    def __doc__(self) -> str:  # type: ignore[override]
        said = comments()
        constants = {getattr(raw, name): name for name in said if name.startswith(self._prefix)}
        entries = [explained(self[number], said[name]) for number, name in sorted(constants.items())]
        blank = next(name for name in self if " " in name)
        spelling = f'words may be joined by a blank, "-" or "_": "{blank}" is "{re.sub("[ -]", "_", blank)}" too'
        return "\n".join([f"{self._about}; {spelling}.", "", *entries])

    def __reduce__(self) -> Tuple[Any, ...]:
        return tuple, (tuple(self),)  # what is pickled or copied is a tuple


def documented_fields(source: Any) -> Callable[[Type[Struct]], Type[Struct]]:
    """Appends what the C header says of the members of a struct to the docstring of its dataclass."""

    def append(face: Type[Struct]) -> Type[Struct]:
        if face.__doc__:
            names = [field.name for field in fields(face)]  # type: ignore[arg-type]
            entries = [explained(name, getattr(source, name).__doc__) for name in names]
            face.__doc__ = "\n".join([inspect.cleandoc(face.__doc__), "", *entries])
        return face

    return append
