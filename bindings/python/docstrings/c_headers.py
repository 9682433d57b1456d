# SPDX-License-Identifier: MIT
"""The comments of the C headers, with the names of Python."""

from __future__ import annotations

import inspect
import re
from functools import lru_cache
from typing import Any, Dict, Tuple

from nps import _error, _raw as raw, errors  # noqa: F401  errors: so that the classes are there

_TYPES = "accumulator|code_groups|groups|paired|sequence|watch|weighted_design|weighted"
_FUNCTION = re.compile(rf"\bnps_(?:(?:{_TYPES})_)?(\w+)\(\)")
_MERGE = re.compile(r"\bnps_(?:accumulator|code_groups|paired|weighted_design|weighted)_merge\(\)")  # an operator here
_CONSTANT = re.compile(r"\bNPS_(ERROR|METHOD|ADJUST|EXACT|REPLICATES|LONELY|DEGREES)_\w+")
# A struct is a plain object here, and no header is.
_STRUCT = re.compile(r"; see nps_\w+(?!\w*\()| \(nps/\w+\.h\)| \(see nps_\w+\)")
_CLASS = re.compile(r"\bnps_((?:[a-z]+_?)+)\b(?!\()")

# What C says by its headers, structs and statuses.
_WORDS: Dict[str, str] = {
    "INFINITY": "infinity",
    "NPS_COMPOSITION_EXACT_MAX": "1000",
    "NPS_PLAN_EXACT_MAX": "500",
    "nps/bayes.h": "bayes_probability()",
    "nps/sequence.h": "Sequence",
    "one of nps_reading_missing_text()": "one of `missing`",
    "a label of the options": "one of `labels`",
    "the languages of nps/labels.h": "the languages of labels()",
    "from bytes into an array of the caller's.": "from bytes.",
    "times `length`": "times the length of the data",
    "`rest.missing`": "`missing`",
    "has a status and does not count": "does not count",
    "in a group or in `rest`": "in a group, in `missing` or in `outside`",
    "counts as invalid and returns NPS_OK": "counts as invalid",
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
    "compare_with": "compare",
    "interval_many": "intervals",
    "interval_with": "interval",
    "read_moves": "moves",
    "read_waves": "waves",
    "merge_encoded": "merge_bytes",
    "remove_n": "remove",
    "test_with": "test",
}

# Methods that have the name of a function.
_METHODS: Dict[str, str] = {"nps_paired_compare()": "Paired.compare()", "nps_paired_compare_with()": "Paired.compare()"}
_METHOD = re.compile("|".join(map(re.escape, _METHODS)))

_EXAMPLE = re.compile(r"^\.\. code-block:: .*\n(?:(?: .*)?\n)*", re.MULTILINE)
_FIRST_FIELD = re.compile(r"^\s*:(type|param|rtype|return)\b", re.MULTILINE)


def description(source: Any) -> str:
    """What the C header says of a function, without its example in C and what it says of its parameters."""
    text = inspect.cleandoc(source.__doc__ or "")
    field = _FIRST_FIELD.search(text)
    return _EXAMPLE.sub("", text[: field.start()] if field else text).rstrip()


@lru_cache(maxsize=None)
def translated(text: str) -> str:
    """The same with the names that Python has for things."""
    text = _METHOD.sub(lambda found: _METHODS[found[0]], text)
    text = _FUNCTION.sub(lambda found: f"{_FACES.get(found[1], found[1])}()", _MERGE.sub("+=", text))
    return _CONSTANT.sub(_constant, _CLASS.sub(_class, _words(_STRUCT.sub("", text))))


def _words(text: str) -> str:
    return _WORD.sub(lambda found: _WORDS[" ".join(found[0].split())], text)


def _class(found: re.Match[str]) -> str:
    """The class of a type of C: nps_paired_moves is PairedMoves."""
    return "".join(map(str.capitalize, found[1].split("_")))


def _constant(found: re.Match[str]) -> str:
    """The class of a status, the name of a method or an adjustment, a number."""
    if found[1] in ("REPLICATES", "LONELY", "DEGREES"):
        return f'"{found[0].split("_", 2)[2].lower()}"'
    number = getattr(raw, found[0])
    if found[1] == "ERROR":
        return _error.classes()[number].__name__
    if found[1] == "EXACT":
        return str(number)
    return f'"{raw.nps_method_string(number) if found[1] == "METHOD" else raw.nps_adjustment_string(number)}"'


_PARAMETER = re.compile(r"^:param (\w+):((?:.|\n(?!:))*)", re.MULTILINE)
_RETURN = re.compile(r"^:return:((?:.|\n(?!:))*)", re.MULTILINE)
_AS_FOR = re.compile(r"^As for (nps_\w+)\(\)")
_AS = re.compile(r"\b[Aa]s (?:for )?(nps_\w+)\(\)|what (nps_\w+)\(\) returns")
_SENTENCE = re.compile(r"(?<=\.)\s+(?=[A-Z`\"\[])")


@lru_cache(maxsize=None)
def parameters(source: Any) -> Dict[str, str]:
    """What the C header says of the parameters of a function, without what it says of pointers."""
    said = {name: " ".join(text.split()) for name, text in _PARAMETER.findall(inspect.cleandoc(source.__doc__ or ""))}
    return {name: _of_values(_looked_up(name, text)) for name, text in said.items()}


def _looked_up(name: str, text: str) -> str:
    """The text itself, or that of the function which it refers to."""
    found = _AS_FOR.match(text)
    other = getattr(raw, found[1], None) if found else None
    if found is None or other is None:
        return text
    more = text[found.end() :].lstrip(".;, ")
    return f"{parameters(other).get(name, '')} {more[:1].upper()}{more[1:]}".strip() or text


def _of_values(text: str) -> str:
    """A text without the clauses about NULL, which Python cannot give."""
    sentences = []
    for sentence in _SENTENCE.split(text.rstrip(".")):
        clauses = [clause for clause in sentence.rstrip(".").split("; ") if "NULL" not in clause]
        if clauses:
            joined = "; ".join(clauses)
            sentences.append(f"{joined[0].upper()}{joined[1:]}.")
    return " ".join(sentences)


_POINTERS = frozenset(("NPS_ERROR_NULL", "NPS_ERROR_SIZE", "NPS_ERROR_SPACE", "NPS_ERROR_WORKSPACE"))


@lru_cache(maxsize=None)
def statuses(source: Any, seen: Tuple[Any, ...] = ()) -> Dict[str, str]:
    """The names of the statuses that a function may return, in the order of the header, and what each means."""
    text = inspect.cleandoc(source.__doc__ or "")
    start = _FIRST_FIELD.search(text)
    fields_of = text[start.start() :] if start else ""
    found = {name: "" for name in re.findall(r"\bNPS_ERROR_\w+", fields_of) if name not in _POINTERS}
    for names in _AS.findall(fields_of):
        other = getattr(raw, names[0] or names[1], None)
        if other is not None and other is not source and other not in seen:
            found.update(statuses(other, (*seen, source)))
    return {name: raw.nps_status_string(getattr(raw, name)) for name in found}
