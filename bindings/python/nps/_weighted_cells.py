# SPDX-License-Identifier: MIT
"""The weighted scores of a frame by the values of its keys, with strata and clusters."""

from __future__ import annotations

from importlib import import_module
from typing import Any, Dict, Iterable, List, NamedTuple, Optional, Sequence, Tuple

from . import _raw as raw
from ._cells import Answers, Asked, Labels, asked_of, factored_key, in_order, read_answers_of, row_keys
from ._columns import Codes
from ._frame import Columns, Frame, is_installed, read_frame, values_of
from ._keys import Keys, read_keys
from ._scale import ScaleName
from ._shown import short
from ._weighted import Weighted, WeightedEstimate
from ._weighted_design import WeightedDesign
from .errors import EmptyError, WeightError

_CODES: Codes = (raw.NPS_ANSWER_MISSING,)


class Design(NamedTuple):
    """The columns of weights, strata and clusters, of which some are None."""

    weight: Any
    strata: Any
    cluster: Any


class Estimates(NamedTuple):
    """The estimates of rows, and the design whose domains they are, if there is one."""

    items: Dict[int, WeightedEstimate]
    design: Optional[WeightedDesign]


def estimate_cells(
    frame: Frame, answer: Any, keys: Sequence[Tuple[str, Any]], design: Design, asked: Asked, rows: Dict[int, Labels]
) -> Estimates:
    """The estimates of rows, which are given by their keys; those without a weight above 0 are left out.

    A row with fewer keys than there are is a subtotal: its keys are a tuple of the first ones.
    """
    bins = read_answers_of(frame.column(answer, "answer"), asked).bins
    if design.strata is None and design.cluster is None and is_installed("numpy"):
        sorted_rows = _sorted_rows(frame, keys, bins, design.weight)
        if sorted_rows is not None:
            return Estimates(_estimates_of(sorted_rows, rows, asked), None)
    weights, strata, clusters = _columns(frame, design, len(bins))
    labels = row_keys(frame, keys, len(bins))
    found: Dict[int, WeightedEstimate] = {}
    made: Optional[WeightedDesign] = None
    for depth in sorted({len(wanted) for wanted in rows.values()}):
        parts = labels if depth == len(keys) else [label[:depth] for label in labels]
        at_depth = {place: wanted for place, wanted in rows.items() if len(wanted) == depth}
        if strata is None and clusters is None:
            found.update(_alone(bins, weights, parts, at_depth, asked))
        else:
            made = WeightedDesign(bins, weights, strata, clusters, domains=parts, missing_codes=_CODES)
            found.update(_designed(made, at_depth, asked))
    return Estimates(found, made)


def weighted_segments_of(
    frame: Columns, answer: Any, by: Keys, weight: Any, scale: ScaleName, missing_codes: Iterable[Any]
) -> Tuple[Dict[Any, Weighted], Answers]:
    """The weighted answers of the segments of a frame, by their key or by a tuple of several keys; and all answers."""
    keys = read_keys(frame, by, ())
    read = read_frame(frame, answer, weight, *(column for _, column in keys))
    asked = asked_of(scale, missing_codes)._replace(keeps_all=True)
    answers = read_answers_of(read.column(answer, "answer"), asked)
    bins = answers.bins
    samples = None
    if is_installed("numpy"):
        sorted_rows = _sorted_rows(read, keys, bins, weight)
        if sorted_rows is not None:
            samples = {
                label: Weighted(sorted_rows.answers[where], sorted_rows.weights[where], missing_codes=_CODES)
                for label, where in sorted_rows.stretches.items()
            }
    if samples is None:
        weights: Any = _columns(read, Design(weight, None, None), len(bins))[0]
        samples = {
            label: Weighted(bytes(bins[row] for row in at), [weights[row] for row in at], missing_codes=_CODES)
            for label, at in _members(row_keys(read, keys, len(bins))).items()
        }
    return {(where[0] if len(keys) == 1 else where): samples[where] for where in in_order(samples)}, answers


def _members(labels: List[Labels]) -> Dict[Labels, List[int]]:
    """The rows of each label."""
    members: Dict[Labels, List[int]] = {}
    for row, label in enumerate(labels):
        members.setdefault(label, []).append(row)
    return members


def _columns(frame: Frame, design: Design, length: int) -> List[Optional[List[Any]]]:
    read: List[Optional[List[Any]]] = []
    for name, wanted in design._asdict().items():
        column = None if wanted is None else values_of(frame.column(wanted, name))
        if column is not None and len(column) != length:
            raise ValueError(f"the column of {name} has {len(column)} rows, and there are {length} answers")
        read.append(column)
    if read[0] is None:
        read[0] = [1.0] * length
    else:
        read[0] = [_weight(value, row) for row, value in enumerate(read[0])]
    for name, column in zip(design._fields[1:], read[1:]):
        if column is not None and None in column:
            raise ValueError(f"row {column.index(None)} has no {name}: leave such rows out, or give them a value")
    return read


def weights_of(frame: Frame, weight: Any, rows: Sequence[int]) -> List[float]:
    """The weights of some rows."""
    values = values_of(frame.column(weight, "weight"))
    return [_weight(values[row], row) for row in rows]


def _weight(value: Any, row: int) -> float:
    """A weight as a number; decimals and texts of numbers, as files have them, are read."""
    try:
        if value is not None and not isinstance(value, bool):
            return float(value)
    except (TypeError, ValueError):
        pass
    raise WeightError(f"row {row} has no weight but {short(value)}: leave such rows out, or give them a weight")


class _Rows(NamedTuple):
    """The rows in the order of their keys: one stretch of answers and weights for each combination."""

    answers: Any
    weights: Any
    stretches: Dict[Labels, slice]


def _sorted_rows(frame: Frame, keys: Sequence[Tuple[str, Any]], bins: bytes, weight: Any) -> Optional[_Rows]:
    """Arrays of NumPy, sorted by key and within a key in the order of the rows; None where a weight is no number."""
    numpy = import_module("numpy")
    weights = numpy.asarray(frame.column(weight, "weight"))
    if weights.dtype.kind not in "iuf" or weights.shape != (len(bins),) or numpy.isnan(weights).any():
        return None
    found = [factored_key(frame.column(wanted, "by"), name, len(bins)) for name, wanted in keys]
    labels = [[*key.labels, None] for key in found]  # the place -1 is that of None
    if any(len(set(each)) != len(each) for each in labels):
        return None
    codes = [numpy.asarray(key.places).astype("int64") % len(each) for key, each in zip(found, labels)]
    order = numpy.lexsort(codes[::-1]) if codes else slice(None)
    codes = [each[order] for each in codes]
    starts = numpy.zeros(len(bins) + 1, dtype=bool)
    starts[[0, -1]] = True
    for each in codes:
        starts[1:-1] |= each[1:] != each[:-1]
    bounds = numpy.flatnonzero(starts).tolist()
    stretches = {
        tuple(names[each[start]] for names, each in zip(labels, codes)): slice(start, end)
        for start, end in zip(bounds, bounds[1:])
    }
    answers = numpy.frombuffer(bins, dtype="uint8")[order]
    return _Rows(answers, weights.astype("float64", copy=False)[order], stretches)


def _estimates_of(sorted_rows: _Rows, rows: Dict[int, Labels], asked: Asked) -> Dict[int, WeightedEstimate]:
    """The estimates of rows; the sample of a subtotal is the sum of those of its parts."""
    samples: Dict[Labels, Weighted] = {}
    depths = {len(wanted) for wanted in rows.values()}
    for label, where in sorted_rows.stretches.items():
        sample = Weighted(sorted_rows.answers[where], sorted_rows.weights[where], missing_codes=_CODES)
        for depth in depths:
            part = label[:depth]
            samples[part] = samples[part] + sample if part in samples else sample
    found = {}
    for place, wanted in rows.items():
        try:
            found[place] = samples[wanted].read(asked.scale)
        except (EmptyError, KeyError):
            pass  # nobody has a weight above 0
    return found


def _alone(
    bins: bytes, weights: Any, labels: List[Labels], rows: Dict[int, Labels], asked: Asked
) -> Dict[int, WeightedEstimate]:
    """The estimates of respondents with weights and without a design."""
    members = _members(labels)
    found = {}
    for place, label in rows.items():
        at = members.get(label, [])
        sample = Weighted(bytes(bins[row] for row in at), [weights[row] for row in at], missing_codes=_CODES)
        try:
            found[place] = sample.read(asked.scale)
        except EmptyError:
            pass
    return found


def _designed(design: WeightedDesign, rows: Dict[int, Labels], asked: Asked) -> Dict[int, WeightedEstimate]:
    """The estimates of domains of a design."""
    found = {}
    for place, label in rows.items():
        try:
            found[place] = design.domain(label, scale=asked.scale)
        except EmptyError:
            pass
    return found
