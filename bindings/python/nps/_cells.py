# SPDX-License-Identifier: MIT
"""The answers of a frame, counted by the values of its keys."""

from __future__ import annotations

from collections import Counter
from importlib import import_module
from math import prod
from typing import Any, Dict, Iterable, List, Mapping, NamedTuple, Optional, Sequence, Tuple

from . import _raw as raw
from ._accumulator import Accumulator
from ._arrow import capsules_of, is_arrow
from ._code_groups import CodeGroups
from ._columns import bytes_of, read_codes
from ._cube import Cube
from ._frame import Columns, Factored, Frame, factored, has_codes, is_installed, is_nothing, read_frame, values_of
from ._groups import Groups
from ._keys import Keys, read_keys
from ._reading import MISSING_TEXTS, parse_answers
from ._scale import ScaleName, limits_of
from ._shown import short

_MISSING: int = raw.NPS_ANSWER_MISSING
_INVALID: int = raw.NPS_ANSWER_INVALID
_ALL: Tuple[int, int] = (0, raw.NPS_ANSWERS - 1)
"""The lowest and the highest answer that is counted."""
_LOOKED_AT = 10_000
"""The number of invalid answers that are looked at to name the most frequent ones."""

Labels = Tuple[Any, ...]
"""A value for each key; None for a row without one."""


class Asked(NamedTuple):
    """How answers are read."""

    scale: ScaleName
    codes: Tuple[int, ...]
    """The integers that mean "no answer"."""
    texts: Tuple[str, ...]
    """The texts that mean "no answer", beside the usual ones."""
    labels: Optional[Mapping[Any, Optional[int]]]
    keeps_all: bool = False
    """Whether numbers from 0 to 10 that are off the scale stay, for a caller that refuses them; else they are
    invalid."""


def asked_of(
    scale: ScaleName, missing_codes: Iterable[Any], labels: Optional[Mapping[Any, Optional[int]]] = None
) -> Asked:
    """How answers are read; missing codes are integers and texts."""
    limits_of(scale)
    if isinstance(missing_codes, (str, bytes)) or not hasattr(missing_codes, "__iter__"):
        raise TypeError(f"missing_codes must be integers and texts in a list, such as [99], not {short(missing_codes)}")
    listed = list(missing_codes)
    texts = tuple(code for code in listed if isinstance(code, str))
    return Asked(scale, read_codes([code for code in listed if not isinstance(code, str)]), texts, labels)


class Answers(NamedTuple):
    """The answers of a column as a byte each: 0 to 10, missing or invalid. Those off the scale are invalid."""

    bins: bytes
    invalid: Dict[str, int]
    """What was invalid, and how often each was there among the first of them; the most frequent come first."""


def read_answers_of(column: Any, asked: Asked) -> Answers:
    """The answers of a column of numbers or texts."""
    bins = _bins_of_numbers(column, asked) if asked.labels is None and not asked.texts else None
    if bins is None:
        return _parsed(values_of(column), asked)
    lowest, highest = _kept(asked)
    if (lowest, highest) != _ALL:
        bins = bins.translate(
            bytes(place if lowest <= place <= highest or place == _MISSING else _INVALID for place in range(256))
        )
    return Answers(bins, _invalid_in(column, bins))


def _kept(asked: Asked) -> Tuple[int, int]:
    """The lowest and the highest answer that is no invalid one."""
    lowest, highest = limits_of(asked.scale)[:2]
    return _ALL if asked.keeps_all else (lowest, highest)


def _bins_of_numbers(column: Any, asked: Asked) -> Optional[bytes]:
    """The answers of a column of numbers; None for a column of anything else."""
    numbers = column
    if is_arrow(column) and not is_installed("numpy"):
        numbers = values_of(column)
    try:
        return bytes_of(numbers, asked.codes)
    except (TypeError, ValueError):
        if isinstance(column, (str, Mapping)) or getattr(column, "ndim", 1) != 1:
            raise
    return None


def _parsed(values: List[Any], asked: Asked) -> Answers:
    parsed = parse_answers(
        values, scale=asked.scale, missing=[*MISSING_TEXTS, *asked.texts, *asked.codes], labels=asked.labels
    )
    return Answers(bytes_of(parsed.answers, ()), parsed.unread)


def _invalid_in(column: Any, bins: bytes) -> Dict[str, int]:
    rows: List[int] = []
    row = bins.find(_INVALID)
    while row >= 0 and len(rows) < _LOOKED_AT:
        rows.append(row)
        row = bins.find(_INVALID, row + 1)
    if not rows:
        return {}
    found = Counter(_shown(value) for value in _taken(column, rows))
    return dict(found.most_common())


def _taken(column: Any, rows: List[int]) -> Iterable[Any]:
    """Some of the values of a column."""
    if hasattr(column, "iloc"):
        return values_of(column.iloc[rows])
    if hasattr(column, "__getitem__") and not hasattr(column, "take"):
        return [column[row] for row in rows]
    if hasattr(column, "take"):
        return values_of(column.take(rows))
    values = values_of(column)
    return [values[row] for row in rows]


def _shown(value: Any) -> str:
    """A value as a person would write it."""
    if isinstance(value, str):
        return value
    return f"{value:g}" if isinstance(value, float) and abs(value) < 1e15 else str(value)


# ---- counting ----


class Cells(NamedTuple):
    """The answers by the values of the keys."""

    names: Tuple[str, ...]
    groups: Dict[Labels, Accumulator]
    invalid: Dict[str, int]
    """As in Answers."""


def count_cells(frame: Frame, answer: Any, keys: Sequence[Tuple[str, Any]], asked: Asked) -> Cells:
    """Counts the answers of a frame by keys, each of which has a name and a column."""
    names = tuple(name for name, _ in keys)
    if len(keys) == 1:
        groups = _by_arrow(frame, answer, keys[0][1], asked)
        if groups is not None:
            has_invalid = any(group.invalid for group in groups.values())
            found = read_answers_of(frame.column(answer, "answer"), asked).invalid if has_invalid else {}
            return Cells(names, groups, found)
    read = read_answers_of(frame.column(answer, "answer"), asked)
    if not keys:
        return Cells(names, {(): counted_bins(read.bins)}, read.invalid)
    places = [factored_key(frame.column(wanted, "by"), name, len(read.bins)) for name, wanted in keys]
    if len(places) == 1:
        return Cells(names, _by_codes(places[0], read.bins), read.invalid)
    return Cells(names, _by_many(places, read.bins), read.invalid)


def count_parts(frames: Iterable[Any], answer: Any, keys: Sequence[Tuple[str, Any]], asked: Asked) -> Cells:
    """Counts the answers of several frames, one after the other."""
    groups: Dict[Labels, Accumulator] = {}
    invalid: Counter[str] = Counter()
    for part in frames:
        found = count_cells(read_frame(part, answer, *(column for _, column in keys)), answer, keys, asked)
        invalid.update(found.invalid)
        for labels, group in found.groups.items():
            _add(groups, labels, group)
    names = tuple(name for name, _ in keys)
    return Cells(names, groups or ({} if keys else {(): Accumulator()}), dict(invalid.most_common()))


def segments_of(
    frame: Columns, answer: Any, by: Keys, scale: ScaleName, missing_codes: Iterable[Any]
) -> Tuple[Dict[Any, Accumulator], Dict[str, int]]:
    """The accumulators of the segments of a frame, by their key or by a tuple of several keys; and invalid answers."""
    keys = read_keys(frame, by, ())
    read = read_frame(frame, answer, *(column for _, column in keys))
    cells = count_cells(read, answer, keys, asked_of(scale, missing_codes)._replace(keeps_all=True))
    found = {(where[0] if len(keys) == 1 else where): cells.groups[where] for where in in_order(cells.groups)}
    return found, cells.invalid


def sample_of(frame: Any, answer: Any, scale: ScaleName, missing_codes: Iterable[Any]) -> Accumulator:
    """The accumulator of the answers of a frame."""
    read = read_frame(frame, answer)
    asked = asked_of(scale, missing_codes)._replace(keeps_all=True)
    return counted_bins(read_answers_of(read.column(answer, "answer"), asked).bins)


def counted_bins(bins: bytes) -> Accumulator:
    """The accumulator of answers as a byte each."""
    return Accumulator(bins, missing_codes=[_MISSING])


def factored_key(column: Any, name: str, length: int) -> Factored:
    found = factored(column)
    if len(found.places) != length:
        raise ValueError(f"the column {name!r} has {len(found.places)} rows, and there are {length} answers")
    return Factored(found.places, [plain_key(label) for label in found.labels])


def row_keys(frame: Frame, keys: Sequence[Tuple[str, Any]], length: int) -> List[Labels]:
    """The values of the keys of each row."""
    columns = []
    for name, wanted in keys:
        key = factored_key(frame.column(wanted, "by"), name, length)
        labels = [*key.labels, None]  # the place -1 is that of None
        columns.append([labels[place] for place in map(int, key.places)])
    return list(zip(*columns)) if columns else [()] * length


def plain_key(label: Any) -> Any:
    """A key as an object of Python: whole floats, which columns of integers with gaps become, are integers."""
    if hasattr(label, "item") and getattr(label, "shape", None) == ():
        label = label.item()
    return int(label) if isinstance(label, float) and label.is_integer() else label


def _groups_of(count: int, codes: Any, bins: bytes) -> CodeGroups:
    """Groups by code. Without missing answers no code is looked for, which takes half the time."""
    groups = CodeGroups(count, missing_codes=[_MISSING] if _MISSING in bins else ())
    groups.update(codes, bins)
    return groups


def _by_codes(keys: Factored, bins: bytes) -> Dict[Labels, Accumulator]:
    """The groups of one key."""
    groups = _groups_of(len(keys.labels), keys.places, bins)
    found: Dict[Labels, Accumulator] = {}
    for label, group in zip([*keys.labels, None, None], [*groups, groups.outside, groups.missing]):
        if any(group._counters()):
            _add(found, (label,), group)
    return found


def _add(found: Dict[Labels, Accumulator], keys: Labels, group: Accumulator) -> None:
    """Adds a group to that of its keys; labels that are equal, such as 1 and 1.0, are one."""
    if keys in found:
        found[keys] += group
    else:
        found[keys] = group


_MOST_CELLS = 2**20
"""Up to this number of combinations of labels each has a code of its own."""


def _by_many(keys: Sequence[Factored], bins: bytes) -> Dict[Labels, Accumulator]:
    """The groups of several keys."""
    if prod(len(key.labels) + 1 for key in keys) <= _MOST_CELLS and is_installed("numpy"):
        return _by_combined_codes(keys, bins)
    names = [str(place) for place in range(len(keys))]
    cube = Cube(names, missing_codes=[_MISSING])
    cube.update([[None if place < 0 else place for place in map(int, key.places)] for key in keys], bins)
    found: Dict[Labels, Accumulator] = {}
    for places, group in cube.items():
        labels = tuple(None if place is None else key.labels[place] for place, key in zip(places, keys))
        _add(found, labels, group)
    return found


def _by_combined_codes(keys: Sequence[Factored], bins: bytes) -> Dict[Labels, Accumulator]:
    """The groups of several keys, whose places make one code; the place -1 of each is its last label, None."""
    numpy = import_module("numpy")
    codes, count = numpy.zeros(len(bins), dtype="int64"), 1
    for key in keys:
        places = numpy.asarray(key.places).astype("int64")
        width = len(key.labels) + 1
        codes = codes * width + numpy.where(places < 0, width - 1, places)
        count *= width
    groups = _groups_of(count, codes, bins)
    found: Dict[Labels, Accumulator] = {}
    for code in map(int, numpy.flatnonzero(numpy.bincount(codes, minlength=count))):
        rest, labels = code, []
        for key in reversed(keys):
            rest, place = divmod(rest, len(key.labels) + 1)
            labels.append(key.labels[place] if place < len(key.labels) else None)
        _add(found, tuple(reversed(labels)), groups[code])
    return found


# ---- counting through Arrow ----

_KEYS = frozenset(("u", "U", "vu", "b", "tdD", *"cCsSiIlL"))
_NUMBERS = frozenset("cCsSiIlLfg")


def _by_arrow(frame: Frame, answer: Any, key: Any, asked: Asked) -> Optional[Dict[Labels, Accumulator]]:
    """The groups of one key, counted without a copy of the columns; None where that is not possible."""
    native = frame.native
    if not (isinstance(key, str) and isinstance(answer, str) and is_arrow(native)) or asked.labels or asked.texts:
        return None
    key, answer = frame.name_of(key, "by"), frame.name_of(answer, "answer")
    if has_codes(frame.column(key, "by")):
        return None  # which are counted faster
    try:
        if frame.kind == "pandas":
            native = _arrow_of_pandas(native, key, answer)
        if native is None:
            return None
        capsules = capsules_of(native)
        kinds = raw.arrow_format(capsules, key), raw.arrow_format(capsules, answer)
    except Exception:  # of the library of the frame, which has no Arrow type for a column
        return None
    finally:
        capsules = ()
    if kinds[0] not in _KEYS or kinds[1] not in _NUMBERS:
        return None
    groups = Groups(missing_codes=asked.codes)
    without = groups.add_arrow(native, key, answer)
    found: Dict[Labels, Accumulator] = {(label,): group for label, group in groups.items()}
    if any(without._counters()):
        found[(None,)] = without
    lowest, highest = _kept(asked)
    is_whole = (lowest, highest) == _ALL
    return found if is_whole else {key: on_scale(group, lowest, highest) for key, group in found.items()}


def on_scale(group: Accumulator, lowest: int, highest: int) -> Accumulator:
    """A group in which answers off the scale are invalid."""
    answers = group.answers
    off = sum(answers[:lowest]) + sum(answers[highest + 1 :])
    if not off:
        return group
    kept = [count if lowest <= answer <= highest else 0 for answer, count in enumerate(answers)]
    return Accumulator._around(raw.nps_accumulator((*kept, group.missing, group.invalid + off)), ())


def _arrow_of_pandas(frame: Any, key: Any, answer: Any) -> Any:
    """The two columns of a frame of pandas as a table of PyArrow, without a copy; None without PyArrow."""
    if getattr(frame[key].dtype, "kind", "O") == "O" and not hasattr(frame[key].dtype, "na_value"):
        return None  # objects, which pandas factors faster than PyArrow converts them
    if not is_installed("pyarrow"):
        return None
    pyarrow = import_module("pyarrow")
    made = [pyarrow.array(frame[name], from_pandas=True) for name in (key, answer)]
    return pyarrow.Table.from_arrays(made, names=[key, answer])


def order_of(labels: Iterable[Any]) -> List[Any]:
    """Labels in order, None last; labels of several types are ordered within each type."""
    there = [label for label in labels if not is_nothing(label)]
    try:
        return sorted(there)
    except TypeError:
        return sorted(there, key=lambda label: (type(label).__name__, str(label)))


def in_order(keys: Iterable[Labels]) -> List[Labels]:
    """The keys of segments, each once, in order; None comes last."""
    found = dict.fromkeys(keys)
    count = len(next(iter(found), ()))
    orders = [order_of({labels[place] for labels in found}) for place in range(count)]
    if count == 1:
        return [(label,) for label in (*orders[0], None) if (label,) in found]
    ranks = [{label: rank for rank, label in enumerate(order)} for order in orders]
    return sorted(found, key=lambda labels: [rank.get(label, len(rank)) for label, rank in zip(labels, ranks)])
