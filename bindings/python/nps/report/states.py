# SPDX-License-Identifier: MIT
"""The command merge: encoded states of one kind become one, whose figures are shown or which is written."""

from __future__ import annotations

import sys
from argparse import Namespace
from typing import Any, Callable, Dict, List, NamedTuple, Tuple

from .._accumulator import Accumulator
from .._code_groups import CodeGroups
from .._cube import Cube
from .._error import NpsError
from .._groups import Groups
from .._paired import Paired
from .._panel import Panel
from .._respondents import Respondents
from .._table import Table
from .._timeline import Timeline
from .._weighted import Weighted
from .._weighted_design import WeightedDesign
from ..errors import PeriodError
from .machine import json_of
from .problems import DataProblem, UsageProblem, printable
from .terminal import look_of, table_text, write

_KIND = 5
"""The place of the kind in an encoded state (docs/format.md)."""
_MAGIC = b"\xc1NPS"
_STANDARD_INPUT = "-"


class _Kind(NamedTuple):
    name: str
    decode: Callable[[bytes], Any]
    figures: Callable[[Any, Namespace], Any]
    """A table, or records."""


def _options(options: Namespace) -> Dict[str, Any]:
    return {"method": options.method, "level": options.level}


def _one(state: Any, options: Namespace) -> Table:
    """The figures of answers that are all of one group."""
    if isinstance(state, Weighted):
        estimate = state.read(options.scale, outside="ignore")
        return _record({"n": state.rows.n, "missing": state.rows.missing, "invalid": state.rows.invalid,
                        "score": estimate.score, **estimate.interval(**_options(options))})  # fmt: skip
    counts = state.counts(options.scale, outside="ignore")
    numbers = {"n": sum(counts), "missing": state.missing, "invalid": state.invalid, **dict(zip(_GROUPS, counts))}
    if not sum(counts):
        return _record({**numbers, "score": None, "lower": None, "upper": None, "method": None})
    return _record({**numbers, "score": counts.score, **counts.interval(**_options(options))})


_GROUPS = ("promoters", "passives", "detractors")


def _record(figures: Dict[str, Any]) -> Table:
    return Table(list(figures), [list(figures.values())])


def _design(state: Any, options: Namespace) -> Table:
    estimate = state.read(options.scale, outside="ignore")
    return _record(
        {"respondents": estimate.respondents, "score": estimate.score, **estimate.interval(**_options(options))}
    )


def _groups(state: Any, options: Namespace) -> Table:
    table: Table = state.table(scale=options.scale, outside="ignore", **_options(options))
    return table


def _cube(state: Any, options: Namespace) -> Table:
    rows = []
    for keys, group in state.items():
        row = _one(group, options)[0]
        rows.append([*keys, *row.values()])
    return Table([*state.names, *_one(Accumulator(), options).columns], rows)


def _timeline(state: Any, options: Namespace) -> Table:
    figures = {"scale": options.scale, "outside": "ignore", **_options(options)}
    table: Table
    try:
        table = state.periods("month", **figures)
    except PeriodError:  # among the days is one such as 9999-12-31
        table = state.periods("year", **figures)
    return table


def _respondents(state: Any, options: Namespace) -> Table:
    return _one(state.accumulator(), options)


def _paired(state: Any, options: Namespace) -> Table:
    change = state.compare(**_options(options))
    names = ("difference", "lower", "upper", "p_value", "method")
    return _record({"both": sum(map(sum, _matrix(state))), **{name: change[name] for name in names}})


def _matrix(state: Any) -> Tuple[Tuple[int, ...], ...]:
    return state.promoters, state.passives, state.detractors


def _panel(state: Any, options: Namespace) -> Table:
    table: Table = state.table(**_options(options))
    return table


_PANEL = 0x100
"""Panels, which have no kind of their own: each pair of waves after its length in four bytes."""
_KINDS: Dict[int, _Kind] = {
    _PANEL: _Kind("a panel", Panel.from_bytes, _panel),
    0x01: _Kind("an accumulator", Accumulator.from_bytes, _one),
    0x02: _Kind("weighted answers", Weighted.from_bytes, _one),
    0x03: _Kind("a timeline", Timeline.from_bytes, _timeline),
    0x04: _Kind("two waves of the same people", Paired.from_bytes, _paired),
    0x09: _Kind("a cube", Cube.from_bytes, _cube),
    0x11: _Kind("groups by text", Groups.from_bytes, _groups),
    0x21: _Kind("groups by integer", Groups.from_bytes, _groups),
    0x31: _Kind("groups by code", CodeGroups.from_bytes, _groups),
    0x42: _Kind("a weighted design", WeightedDesign.from_bytes, _design),
    0x18: _Kind("respondents by text", Respondents.from_bytes, _respondents),
    0x28: _Kind("respondents by integer", Respondents.from_bytes, _respondents),
}
_NEVER = {0x05: "a sequence", 0x07: "a watch"}
"""Kinds whose states follow one stream in its order, so that two of them cannot be merged."""


def merge(options: Namespace) -> None:
    """Merges states; shows the figures, or writes the state."""
    if options.output is not None and options.json:
        raise UsageProblem("--output and --json: one of them")
    kind, state = _merged(options.files)
    if options.output is not None:
        _save(options.output, state.to_bytes())
        return
    table = kind.figures(state, options)
    if options.json:
        write(json_of({"kind": kind.name, "files": len(options.files), "rows": table.to_dicts()}), sys.stdout)
        return
    from .tables import columns_of

    write(table_text(columns_of(table), look_of(sys.stdout, options.width)), sys.stdout)


def _merged(names: List[str]) -> Tuple[_Kind, Any]:
    first, kind, state = "", 0, None
    for name in names:
        shown, data = _read(name)
        found = _kind_of(shown, data)
        if state is None:
            first, kind = shown, found
        elif found != kind:
            raise DataProblem(
                f"{shown} is {_KINDS[found].name}, and {first} is {_KINDS[kind].name}: states of one kind can be merged"
            )
        try:
            if state is None:
                state = _KINDS[kind].decode(data)
            else:
                state.merge_bytes(data)
        except (NpsError, ValueError) as refused:
            raise DataProblem(f"{shown} cannot be merged: {refused}") from None
    return _KINDS[kind], state


def _read(name: str) -> Tuple[str, bytes]:
    if name == _STANDARD_INPUT:
        return "standard input", sys.stdin.buffer.read()
    try:
        with open(name, "rb") as file:
            return printable(name), file.read()
    except (OSError, ValueError) as refused:
        raise DataProblem(f"cannot read {printable(name)}: {getattr(refused, 'strerror', None) or refused}") from None


def _kind_of(name: str, data: bytes) -> int:
    kind = data[_KIND] if len(data) > _KIND and data.startswith(_MAGIC) else -1
    if data[4:].startswith(_MAGIC):
        kind = _PANEL
    if kind in _NEVER:
        raise DataProblem(f"{name} is {_NEVER[kind]}, which follows one stream: two of them cannot be merged")
    if kind not in _KINDS:
        raise DataProblem(f"{name} is no encoded state: those are the bytes of to_bytes() or nps_..._encode()")
    return kind


def _save(path: str, data: bytes) -> None:
    if path == "-":
        sys.stdout.buffer.write(data)
        return
    with open(path, "wb") as file:
        file.write(data)
