# SPDX-License-Identifier: MIT
"""Docstrings in sections, made from the C headers, so that nothing is documented twice."""

from __future__ import annotations

import ast
import inspect
import re
import sys
from dataclasses import fields
from pathlib import Path
from textwrap import fill, indent
from typing import Any, Callable, Dict, Iterable, Optional, Tuple, Type

from c_headers import description, parameters, statuses, translated
from nps import _error, _raw as raw

_SECTION = re.compile(r"^(Parameters|Returns|Raises|Notes|Examples)\n-+\n", re.MULTILINE)
_ENTRY = re.compile(r"^(\w+)(?: : ([^\n]*))?\n((?:(?: .*)?(?:\n|$))+)", re.MULTILINE)
_WIDTH = 100

# Parameters described by their annotation, whatever their name.
_BY_TYPE: Dict[str, str] = {
    "Arrow": "Data with the Arrow PyCapsule interface: of PyArrow, Polars, DuckDB, or pandas from 2.2 on.",
}

# Parameters of many functions, by name.
_PARAMETERS: Dict[str, str] = {
    "scale": 'The scale that answers are read on: a Scale, or the name of one, "0_10", "1_10", "1_5" or "1_7".',
    "outside": 'The treatment of answers off the scale: "raise" raises OutsideError, "ignore" leaves them out.',
    "method": 'One of METHODS. "auto" is the best for the number of answers, and depends on this number alone.',
    "level": "The confidence level, 0.95 for 95 %.",
    "alternative": 'The alternative hypothesis: "two-sided", "greater" or "less".',
    "adjustment": "The adjustment of the p-values for their number, one of ADJUSTMENTS.",
    "population": "The size of the population, of which the respondents are a simple random sample. None: infinite.",
    "prior": 'For "bayes": promoters, passives and detractors, which count as respondents seen before. None: 1/2 each.',
    "missing_codes": 'Integers that mean "no answer", such as 99, also if they are from 0 to 10.',
    "sample": "The answers: an Accumulator, or Counts.",
    "segments": "Samples by key, such as Groups, a dict or a Series of pandas; or a list of samples. They may be weighted, "
    "beside others that are not. A WeightedDesign stands for its domains, which are compared with their covariance.",
    "samples": "Samples by key, such as Groups, a dict or a Series of pandas; or a list of samples.",
    "answers": "The answers: a buffer of numbers, a column, or any iterable. None and NaN are missing.",
    "weights": "The weight of each answer.",
    "strata": "The stratum of each answer, an integer or a text. None: all answers are of one stratum.",
    "clusters": "The cluster of each answer, an integer or a text. None: each answer is a cluster of its own.",
    "stratum": "The stratum, an integer or a text.",
    "cluster": "The cluster, an integer or a text. None: a cluster of its own.",
    "data": "The result of to_bytes(): bytes, or any object with a buffer of bytes.",
    "times": "The number of times; 0 changes nothing.",
    "respondents": "The number of respondents.",
    "memory_budget": "The largest number of bytes allocated at once; 0: no limit.",
    "expected": "Expected shares: PlanShares, three numbers, or a pilot. None: the worst case.",
    "comparisons": "The number of comparisons, or of intervals, that are all to be right with the probability `level`.",
    "design_effect": "The design effect of a sample that is not a simple random one, such as plan_design_effect().",
    "cluster_size": "The mean number of respondents of a cluster, which says how many clusters there are. None: none, "
    "or so many that variances are as good as known.",
    "cluster_strata": "The number of strata of clusters in each group.",
    "population_clusters": "The number of clusters in the population, by stratum; one number without strata. "
    "None: infinite.",
    "lonely": 'The variance of a stratum with a single cluster: "adjust", the squared distance from the mean of all '
    'strata; "certainty", 0; "average", that of the other strata.',
    "degrees": 'The degrees of freedom: "design", clusters minus strata; or "satterthwaite", for few clusters or '
    "clusters of unequal size.",
    "ax": "The axes of matplotlib to draw on. None: those of a new figure of pyplot, which is large enough.",
    "language": "The language of the words, one of LANGUAGES.",
    "title": "The title. None: the usual one.",
    "benchmark": "A score to compare with, or a Benchmark. None: there is none.",
    "iterations": "The largest number of rounds of raking.",
    "tolerance": "The largest relative difference allowed between the sum of a category and its total.",
    "lowest": "The smallest weight allowed, as a multiple of the mean weight.",
    "highest": "The largest weight allowed, as a multiple of the mean weight.",
}

# Annotations as they read in a docstring.
_TYPES: Dict[str, str] = {
    "Real": "float",
    "Columns": "frame",
    "Path": "str or path",
    "Rows": "int",
    "Mapping[str, Any]": "mapping",
    "Mapping[str, str]": "mapping",
    "Sequence[int]": "list of int",
    "Every": "str or int",
    "ColumnName": "str or array_like",
    "Union[str, Iterable[str]]": "str or list of str",
    "Keys": "str, list of str, array_like or mapping",
    "Union[Benchmark, Real]": "Benchmark or float",
    "Rates": "three numbers, or mapping",
    "Trials": "Proportion or pair of int",
    "Range": "Scale, str or pair of int",
    "Periods": "samples in the order of time",
    "Union[str, Real]": "str or float",
    "Optional[Mapping[str, Real]]": "mapping of float",
    "Union[Sample, Iterable[SupportsIndex]]": "Accumulator, Counts or iterable of int",
    "Union[str, SupportsIndex]": "str or int",
    "SupportsIndex": "int",
    "Benchmarks": "Benchmark, a score, or a list of these",
    "Union[str, PathLike[str]]": "str or path",
    "Texts": "list or column of texts and numbers",
    "Mapping[Any, Optional[int]]": "mapping",
    "ScaleName": "Scale or str",
    "Sample": "Accumulator or Counts",
    "Segments": "samples by key, or a list of samples",
    "Mapping[Key, Sample]": "samples by key",
    "Waves": "mapping or list of array_like",
    "Iterable[Answer]": "iterable of numbers or None",
    "Iterable[Answers]": "list of array_like",
    "Answer": "number or None",
    "Answers": "array_like",
    "Union[Answers, str]": "array_like or str",
    "Iterable[Value]": "iterable of str, int, date or None",
    "Value": "str, int, date or None",
    "Cube": "Cube",
    "Union[Answers, Answer]": "array_like or number",
    "Weights": "array_like",
    "Numbers": "array_like",
    "Ids": "array_like of int or str",
    "Id": "int or str",
    "Codes": "tuple of int",
    "Buffer": "bytes-like",
    "Arrow": "Arrow data",
    "Key": "str, int, date or bool",
    "PlainKey": "str or int",
    "Population": "int",
    "Prior": "three numbers",
    "Shares": "PlanShares, three numbers or a sample",
    "Joint": "PlanJoint, three rows of three numbers, or Paired",
    "Totals": "mapping or sequence",
    "Evidence": "Accumulator, Counts, Weighted, WeightedDesign or WeightedEstimate",
    "Iterable[SupportsIndex]": "iterable of int",
    "Iterable[Real]": "iterable of float",
    "Iterable[Sample]": "iterable of Accumulator or Counts",
    "Iterable[Key]": "array_like of str, int, date or bool",
    "Iterable[Optional[PlainKey]]": "array_like of str or int",
    "Day": "date or int",
    "Window": "int",
    "Iterable[Any]": "iterable",
    "Iterable[str]": "iterable of str",
    "Iterable[Union[Mapping[str, Any], Iterable[Any]]]": "iterable of mapping or of list",
    "Margins": "Margin or iterable of Margin",
    "Populations": "mapping",
    "Mapping[Any, Accumulator]": "Groups, or a mapping of Accumulator",
    "KeyType": "type",
    "Type[PlainKey]": "type",
    "Union[Mapping[Any, SupportsIndex], Sequence[SupportsIndex]]": "mapping, or eleven numbers",
    "Union[Mapping[Any, Accumulator], Iterable[Accumulator]]": "mapping or iterable of Accumulator",
    "Any": "object",
}


def composed(face: Callable[..., Any], sources: Tuple[Any, ...]) -> str:
    """The docstring with its sections, of which empty ones are left out."""
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
    """A translated text, wrapped again because its names have other lengths."""
    plain = not re.search(r"^[ -]", text, re.MULTILINE)  # no lists
    return "\n\n".join(map(_wrapped, text.split("\n\n"))) if plain else text


def _wrapped(text: str) -> str:
    return fill(" ".join(text.split()), _WIDTH, break_on_hyphens=False, break_long_words=False)


def _sections(text: str) -> Tuple[str, Dict[str, str]]:
    """The text before the first section, and the sections by name."""
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
    """The description of a parameter for all functions, and that of C for this function."""
    said = translated(theirs.get(name, ""))
    if name == "method" and said:
        return f"{_PARAMETERS[name].split('.')[0]}. {said.replace('The method; ', '')}"
    return _PARAMETERS.get(name) or said


def _type_of(parameter: inspect.Parameter) -> str:
    """The annotation of a parameter as it reads in a docstring, and its default."""
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
    """The type of the result, with the first sentence of its class."""
    text = str(face.__annotations__.get("return", "None"))
    if text in ("None", "NoReturn", "Self") or face.__name__.startswith("__"):
        return ""
    kind = vars(sys.modules[face.__module__]).get(text)
    said = inspect.cleandoc(kind.__doc__ or "").split("\n\n")[0] if inspect.isclass(kind) else ""
    return _entry(_TYPES.get(text, text), said).rstrip()


def _raised(own: str, sources: Tuple[Any, ...]) -> str:
    """The exceptions of the statuses, with their meanings."""
    entries = _entries(own)
    for source in sources:
        for status, text in statuses(source).items():
            entries.setdefault(_error.classes()[getattr(raw, status)].__name__, f"{text[0].upper()}{text[1:]}.")
    return "\n".join(_entry(name, text) for name, text in entries.items())


def explained(name: str, comment: str) -> str:
    """An entry of a list: a name, and its description in the C header."""
    text = " ".join(translated(inspect.cleandoc(comment)).split())
    return fill(f"{name}: {text}", 116, subsequent_indent="    ", break_on_hyphens=False)


def summaries(things: Iterable[Any]) -> str:
    """A line for each public function: its name and the first line of its docstring."""
    functions = [thing for thing in things if inspect.isfunction(thing) and thing.__name__[0] != "_"]
    listed = {thing.__name__: (thing.__doc__ or "").split("\n")[0] for thing in functions}
    width = max(map(len, listed))
    return "\n".join(f"    {name:{width}}  {listed[name]}" for name in sorted(listed))


def comments() -> Dict[str, str]:
    """The comments of the C headers on constants: the texts after them in the source of the raw module."""
    body = ast.parse(Path(raw.__file__).read_text()).body
    return {
        line.targets[0].id: str(text.value.value)
        for line, text in zip(body, body[1:])
        if isinstance(line, ast.Assign) and isinstance(line.targets[0], ast.Name)
        if isinstance(text, ast.Expr) and isinstance(text.value, ast.Constant)
    }


def names_explained(names: Iterable[str], prefix: str) -> str:
    """The names of an enum of C with the comments of the header; `prefix` is that of its constants."""
    listed = list(names)
    said = comments()
    constants = {getattr(raw, name): name for name in said if name.startswith(prefix)}
    return "\n".join(explained(listed[number], said[name]) for number, name in sorted(constants.items()))


def with_fields(face: Type[Any], source: Any) -> str:
    """The docstring of a dataclass, and the comments of the C header on the members of its struct."""
    entries = [explained(field.name, getattr(source, field.name).__doc__) for field in fields(face)]
    return "\n".join([inspect.cleandoc(face.__doc__ or ""), "", *entries])
