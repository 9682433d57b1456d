# SPDX-License-Identifier: MIT
"""Docstrings in sections, made from the C headers, so that nothing is described twice."""

from __future__ import annotations

import ast
import inspect
import re
import sys
from dataclasses import fields
from itertools import count, takewhile
from textwrap import fill, indent
from typing import Any, Callable, Dict, Optional, Tuple, Type, TypeVar

from . import _error, _raw as raw
from ._headers import description, parameters, statuses, translated

Face = TypeVar("Face", bound=Callable[..., Any])
Struct = TypeVar("Struct")

_SECTION = re.compile(r"^(Parameters|Returns|Raises|Notes|Examples)\n-+\n", re.MULTILINE)
_ENTRY = re.compile(r"^(\w+)(?: : ([^\n]*))?\n((?:(?: .*)?(?:\n|$))+)", re.MULTILINE)
_WIDTH = 100

# What annotations say of a parameter, whatever its name.
_BY_TYPE: Dict[str, str] = {
    "Arrow": "Whatever has the Arrow PyCapsule interface: pyarrow, Polars, DuckDB, pandas from 2.2 on.",
}

# What the parameters are that many functions have.
_PARAMETERS: Dict[str, str] = {
    "scale": 'The scale that answers are read on: a Scale, or the name of one, "0_10", "1_10", "1_5" or "1_7".',
    "outside": 'What is done with answers off the scale: "raise" raises OutsideError, "ignore" leaves them out.',
    "method": 'One of METHODS. "auto" is the best for the number of answers, and depends on that number alone.',
    "level": "The confidence level, 0.95 for 95 %.",
    "alternative": 'What the test is to show: "two-sided", "greater" or "less".',
    "adjustment": "What the p-values are adjusted to promise, one of ADJUSTMENTS.",
    "population": "How many people there are, of whom those who answered are a random sample; None: endlessly many.",
    "prior": 'For "bayes": promoters, passives and detractors like respondents seen before; None: 1/2 each.',
    "missing_codes": 'Integers that mean "no answer", such as 99. They win over 0 to 10.',
    "sample": "The answers: an Accumulator, or Counts.",
    "segments": "Samples by key, such as Groups, a dict or a Series of pandas; or a list of samples.",
    "samples": "Samples by key, such as Groups, a dict or a Series of pandas; or a list of samples.",
    "answers": "The answers: a buffer of numbers, a column, or any iterable. None and NaN are missing.",
    "weights": "The weight of each answer.",
    "strata": "The stratum of each answer, an integer or a text; None: all are of one stratum.",
    "clusters": "The cluster of each answer, an integer or a text; None: each is a cluster of its own.",
    "stratum": "The stratum, an integer or a text.",
    "cluster": "The cluster, an integer or a text; None: a cluster of its own.",
    "data": "What to_bytes() gave: bytes, or anything with a buffer of bytes.",
    "times": "How often; 0 changes nothing.",
    "respondents": "How many respondents.",
    "memory_budget": "How many bytes may be allocated at once; 0: no limit.",
    "expected": "Expected shares: PlanShares, three numbers, or a pilot. None: the worst case.",
}

# What annotations say in a sentence.
_TYPES: Dict[str, str] = {
    "Real": "float",
    "SupportsIndex": "int",
    "ScaleName": "Scale or str",
    "Sample": "Accumulator or Counts",
    "Segments": "samples by key, or a list of samples",
    "Mapping[Key, Sample]": "samples by key",
    "Answer": "number or None",
    "Answers": "array_like",
    "Weights": "array_like",
    "Numbers": "array_like",
    "Ids": "array_like of int or str",
    "Id": "int or str",
    "Codes": "tuple of int",
    "Buffer": "bytes-like",
    "Arrow": "Arrow data",
    "Key": "str or int",
    "Population": "int",
    "Prior": "three numbers",
    "Shares": "PlanShares, three numbers or a sample",
    "Totals": "mapping or sequence",
    "Estimable": "WeightedEstimate, Weighted, WeightedDesign, Accumulator or Counts",
    "Iterable[SupportsIndex]": "iterable of int",
    "Iterable[Real]": "iterable of float",
    "Iterable[Sample]": "iterable of Accumulator or Counts",
    "Iterable[Key]": "array_like of str or int",
    "Iterable[Any]": "iterable",
    "Union[Margin, Iterable[Margin]]": "Margin or iterable of Margin",
    "Mapping[Any, Accumulator]": "Groups, or a mapping of Accumulator",
    "Type[Key]": "type",
    "Union[Mapping[Any, SupportsIndex], Sequence[SupportsIndex]]": "mapping, or eleven numbers",
    "Union[Mapping[Any, Accumulator], Iterable[Accumulator]]": "mapping or iterable of Accumulator",
    "Any": "object",
}


def documented(*sources: Any) -> Callable[[Face], Face]:
    """Completes the docstring of a Python function: its sections, and what the C header says of `sources`."""

    def complete(face: Face) -> Face:
        if face.__doc__:  # there is none under python -OO
            face.__doc__ = _composed(face, sources)
        return face

    return complete


def _composed(face: Callable[..., Any], sources: Tuple[Any, ...]) -> str:
    """The docstring with a section for all that is there."""
    summary, own = _sections(inspect.cleandoc(face.__doc__ or ""))
    said = "\n\n".join(_filled(translated(description(source))) for source in sources)
    sections = {
        "Parameters": _parameters(face, own.get("Parameters", ""), sources),
        "Returns": own.get("Returns") or _returned(face),
        "Raises": _raised(own.get("Raises", ""), sources),
        "Notes": "\n\n".join(filter(None, [own.get("Notes", ""), said])),
        "Examples": own.get("Examples", ""),
    }
    parts = [f"{name}\n{'-' * len(name)}\n{text}" for name, text in sections.items() if text]
    return "\n\n".join([summary, *parts])


def _filled(text: str) -> str:
    """A text whose lines have become longer and shorter by other names, in lines of one length."""
    plain = not re.search(r"^[ -]", text, re.MULTILINE)  # no lists
    return "\n\n".join(map(_wrapped, text.split("\n\n"))) if plain else text


def _wrapped(text: str) -> str:
    return fill(" ".join(text.split()), _WIDTH, break_on_hyphens=False, break_long_words=False)


def _sections(text: str) -> Tuple[str, Dict[str, str]]:
    """What stands before the first section, and the sections by name."""
    before, *parts = _SECTION.split(text)
    return before.rstrip(), {name: part.rstrip() for name, part in zip(parts[::2], parts[1::2])}


def _entries(text: str) -> Dict[str, str]:
    """The entries of a section by name."""
    return {name: inspect.cleandoc(said).strip() for name, _, said in _ENTRY.findall(text + "\n")}


def _entry(head: str, text: str) -> str:
    return f"{head}\n{indent(_wrapped(text), '    ')}"


def _parameters(face: Callable[..., Any], own: str, sources: Tuple[Any, ...]) -> str:
    if face.__name__.startswith("__") and face.__name__ != "__init__":
        return ""  # an operator
    mine, theirs = _entries(own), {}
    for source in sources:
        theirs.update(parameters(source))
    entries = []
    for parameter in inspect.signature(face).parameters.values():
        if parameter.name in ("self", "cls"):
            continue
        text = (
            mine.get(parameter.name) or _BY_TYPE.get(str(parameter.annotation)) or _shared(parameter.name, theirs) or ""
        )
        entries.append(_entry(f"{parameter.name} : {_type_of(parameter)}", text))
    return "\n".join(entries)


def _shared(name: str, theirs: Dict[str, str]) -> Optional[str]:
    """What is said of a parameter for all functions, and what C says of it for this one."""
    said = translated(theirs.get(name, ""))
    if name == "method" and said:
        return f"{_PARAMETERS[name].split('.')[0]}. {said.replace('The method; ', '')}"
    return _PARAMETERS.get(name) or said


def _type_of(parameter: inspect.Parameter) -> str:
    """The annotation of a parameter as a reader says it, and its default."""
    text = str(parameter.annotation)
    is_optional = text.startswith("Optional[")
    text = text[len("Optional[") : -1] if is_optional else text
    name = _TYPES.get(text, text)
    if parameter.default is inspect.Parameter.empty:
        return name
    if parameter.default is None or parameter.default == ():
        return f"{name}, optional"
    if parameter.default == sys.float_info.max:
        return f"{name}, default: no limit"
    shown = repr(parameter.default).replace("'", '"')
    return f"{name}, default {shown}"


def _returned(face: Callable[..., Any]) -> str:
    """What comes back: the first sentence of its class."""
    text = str(face.__annotations__.get("return", "None"))
    if text in ("None", "NoReturn", "Self") or face.__name__.startswith("__"):
        return ""
    kind = vars(sys.modules[face.__module__]).get(text)
    said = inspect.cleandoc(kind.__doc__ or "").split("\n\n")[0] if inspect.isclass(kind) else ""
    return _entry(_TYPES.get(text, text), said).rstrip()


def _raised(own: str, sources: Tuple[Any, ...]) -> str:
    """The exceptions of the statuses, with what these mean."""
    entries = _entries(own)
    for source in sources:
        for status, text in statuses(source).items():
            entries.setdefault(_error.classes()[getattr(raw, status)].__name__, f"{text[0].upper()}{text[1:]}.")
    return "\n".join(_entry(name, text) for name, text in entries.items())


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
