# SPDX-License-Identifier: MIT
"""Files of answers, read and counted: the survey, and the earlier one that it is compared with."""

from __future__ import annotations

from collections import Counter
from contextlib import ExitStack
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Dict, Iterable, Iterator, List, Optional, Sequence, Tuple

from .._cells import Asked, Cells
from .._dates import order_of
from .._frame import values_of
from .columns import Chosen, Wanted, choose
from .people import People
from .problems import DataProblem, quoted
from .progress import Progress
from .source import Reading, Source, opened
from .tally import Groups, Reader, Rows, Wave, check_segments


@dataclass(frozen=True)
class Request:
    """What is to be read, and how."""

    files: Sequence[str]
    wanted: Wanted
    asked: Asked
    missing: Sequence[Any]
    reading: Reading = field(default_factory=Reading)
    before_file: Optional[str] = None
    before_day: Optional[date] = None
    day_first: Optional[bool] = None
    is_crossed: bool = False
    """Whether the combinations of segments are counted, instead of the segments of each column."""
    has_series: bool = False
    """Whether each combination of segments has a series over time."""


@dataclass
class Counted:
    """The answers of a survey, and of an earlier one."""

    files: List[str]
    chosen: Chosen
    asked: Asked
    now: Wave
    before: Optional[Wave] = None
    before_name: str = ""
    rows: int = 0
    invalid: Dict[str, int] = field(default_factory=dict)
    notes: List[str] = field(default_factory=list)
    """How the files were read."""
    people: Optional[People] = None
    """The rows of the survey, if one answer of a person counts."""
    first_day: int = 0
    """The day from which on rows are of the survey, and not of its earlier part; as date.toordinal() has it."""

    def cells(self, groups: Groups, names: Tuple[str, ...], is_crossed: bool) -> Cells:
        """Groups as the table of a summary takes them; without names all answers."""
        found = groups.groups()
        if is_crossed:
            found = {labels[0]: group for labels, group in found.items()}
        elif not names:
            found = dict(zip([()], found.values()))
        return Cells(names, found, self.invalid)


def count(request: Request) -> Counted:
    """Reads the files and counts their answers."""
    with ExitStack() as stack:
        sources = [stack.enter_context(opened(name, request.reading)) for name in request.files]
        first = sources[0]
        chosen = choose(first.head, request.wanted, request.asked.scale, request.missing, first.name)
        if request.before_day is not None and chosen.date is None:
            raise DataProblem(f"{first.name}: --before with a date needs a column of dates: name it with --date")
        if chosen.respondent is not None and chosen.count is not None:
            raise DataProblem(f"{first.name}: --respondent is for rows of one answer, and --count for rows of several")
        earlier: List[Source] = []
        if request.before_file is not None:
            earlier = [stack.enter_context(opened(request.before_file, request.reading))]
        found = Counted([source.name for source in sources], chosen, request.asked, _wave(chosen, request))
        day_first = _order(found, [*sources, *earlier], request.day_first)
        _count_files(found, sources, request, day_first)
        if earlier:
            found.before, found.before_name = _wave(chosen, request), earlier[0].name
            before = Counted([earlier[0].name], chosen, request.asked, found.before)
            _count_files(before, earlier, request, day_first)
            found.notes += [f"{earlier[0].name}: {note}" for note in before.notes]
        return found


def _wave(chosen: Chosen, request: Request) -> Wave:
    return Wave(chosen.by, chosen.weight is not None, request.is_crossed, request.has_series)


def _count_files(found: Counted, sources: Sequence[Source], request: Request, day_first: Optional[bool]) -> None:
    chosen = found.chosen
    people = People(chosen.by) if chosen.respondent is not None else None
    split = None if request.before_file is not None else request.before_day
    if split is not None:
        found.before, found.before_name = _wave(chosen, request), f"before {split}"
    invalid: Counter[str] = Counter()
    for source in sources:
        reader = Reader(source.name, chosen, request.asked, day_first)
        for rows in _read(source, reader, found, len(sources) > 1):
            if people is None:
                _add(found, rows, split)
            else:
                people.add(rows)
            check_segments(found.now, source.name)
        found.rows += reader.rows
        invalid.update(reader.invalid)
        found.notes += _of(source, reader.notes(), len(sources) > 1)
    if people is not None:
        _add_people(found, people, split)
    found.invalid = dict(invalid.most_common())


def _read(source: Source, reader: Reader, found: Counted, is_one_of_many: bool) -> Iterator[Rows]:
    """The rows of a file; a bar shows on a terminal how many have been read."""
    progress = Progress(source.name, source.size)
    try:
        for part in source.parts(found.chosen.names(), progress):
            found.notes += [note for note in _of(source, part.notes, is_one_of_many) if note not in found.notes]
            yield reader.read(part)
    finally:
        progress.close()


def _of(source: Source, notes: Iterable[str], is_one_of_many: bool) -> List[str]:
    return [f"{source.name}: {note}" if is_one_of_many else note for note in notes]


def _add(found: Counted, rows: Rows, split: Optional[date]) -> None:
    """Adds rows to the survey, or those before a day to the earlier one; rows without a day are of neither."""
    if split is None:
        found.now.add(rows)
        return
    assert found.before is not None and rows.days is not None
    limit = split.toordinal()
    found.before.add(rows.taken([row for row, day in enumerate(rows.days) if day is not None and day < limit]))
    found.now.add(rows.taken([row for row, day in enumerate(rows.days) if day is not None and day >= limit]))


def _add_people(found: Counted, people: People, split: Optional[date]) -> None:
    limit = 0 if split is None else split.toordinal()
    at = people.kept(None if split is None else lambda day: day >= limit)
    for rows in people.rows(at):
        _add(found, rows, split)
    found.people, found.first_day = people, limit
    persons, rows_there = people.numbers()
    if rows_there > persons:
        found.notes.append(f"{rows_there} rows of {persons} persons: the latest answer of each counts")
    if people.without:
        found.notes.append(f"{people.without} rows without a value of {quoted(found.chosen.respondent)} are left out")


def _order(found: Counted, sources: Sequence[Source], asked: Optional[bool]) -> Optional[bool]:
    """Whether the day comes first in dates such as 3/4/2026: as asked for, or as some date of the files shows."""
    column = found.chosen.date
    if column is None or asked is not None:
        return asked
    order = order_of(values_of(sources[0].head[column]))
    if order is None:
        return None
    for source in sources:
        for part in source.parts([column]):
            shown = order if order.is_shown else order_of(values_of(part[column]))
            if shown is not None and shown.is_shown:
                first = "day" if shown.day_first else "month"
                found.notes.append(f"dates such as {order.example} are read with the {first} first, as others show")
                return shown.day_first
    first, other = ("day", "month") if order.day_first else ("month", "day")
    found.notes.append(
        f"dates such as {order.example} fit both orders and are read with the {first} first: --{other}-first if not so"
    )
    return order.day_first
