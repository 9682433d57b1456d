#!/usr/bin/env python3
"""The speed of libnps compared with NumPy, pandas, Polars and DuckDB, on the same data in the same process.

usage: speed_peers.py [--build build/release] [--rows 16000000] [--rounds 7] [--absolute] [FILTER]

The peers come from PyPI. NumPy is required; the others are optional, and the output names those not installed:

    python3 -m venv build/peers
    build/peers/bin/pip install numpy pandas polars duckdb pyarrow
    build/peers/bin/python benchmarks/speed_peers.py

libnps is called in two ways: through ctypes from the shared library of a build, and through the package nps of the same
build if that was built for the Python that runs this script.

Every program uses one thread (POLARS_MAX_THREADS=1; "set threads=1" for DuckDB), and processor time is measured. The
contenders of a case take turns. The output is the median over the rounds of peer time / libnps time, with quartiles.
Each peer has its data in its fastest form: DuckDB in a table of its own, Polars in its own frame. Where a peer has several
ways to count, each has a row. bincount converts its input to int64: "NumPy" reads the columns as they are, "NumPy, from
int64" reads an int64 copy made before the measurement, "NumPy, u16 cells" computes the cells in 16 bits where they fit.
Groups and their counts are built anew in every call by every contender. For a small column, the cost of a call from
Python is measured on an empty column and subtracted, for libnps and for bincount. Ways that
return all counts are checked in every round.

SPDX-License-Identifier: MIT
"""

from __future__ import annotations

import argparse
import ctypes
import importlib
import os
import sys
import time
from pathlib import Path
from statistics import median, quantiles
from typing import Any, Callable, Dict, List, NamedTuple, Optional

os.environ["POLARS_MAX_THREADS"] = "1"


MODULES = ("numpy", "pandas", "polars", "duckdb", "pyarrow", "nps")
numpy = pandas = polars = duckdb = pyarrow = nps = random = None  # type: Any

ANSWERS, CELLS, LINE = 11, 13, 16


def import_modules(build: Path) -> List[str]:
    """Imports the installed modules, and returns the names of the missing ones."""
    sys.path.insert(0, str(build / "python"))
    absent = []
    for name in MODULES:
        try:
            globals()[name] = importlib.import_module(name)
        except ImportError:
            absent.append(name)
    if numpy is None:
        sys.exit("NumPy is required: it generates the data")
    globals()["random"] = numpy.random.default_rng(1)
    return absent


# ---- libnps by ctypes ----


class Column(ctypes.Structure):
    """nps_column."""

    _fields_ = [
        ("size", ctypes.c_uint32),
        ("type", ctypes.c_int),
        ("data", ctypes.c_void_p),
        ("length", ctypes.c_size_t),
        ("stride", ctypes.c_ssize_t),
        ("validity", ctypes.c_void_p),
        ("validity_offset", ctypes.c_size_t),
        ("missing_codes", ctypes.c_void_p),
        ("missing_code_count", ctypes.c_size_t),
    ]

    TYPES = {"uint8": 1, "uint16": 3, "uint32": 5, "int32": 6, "int64": 8, "float64": 10}

    @classmethod
    def of(cls, array: Any) -> Any:
        """A reference to the column of an array, which must outlive it."""
        column = cls(ctypes.sizeof(cls), cls.TYPES[array.dtype.name], array.ctypes.data, len(array))
        return ctypes.byref(column)


class CodeGroups(ctypes.Structure):
    """nps_code_groups."""

    _fields_ = [
        ("groups", ctypes.c_void_p),
        ("group_count", ctypes.c_size_t),
        ("rest", ctypes.c_uint64 * (2 * CELLS)),
    ]


class CodeGroupsOptions(ctypes.Structure):
    """nps_code_groups_options."""

    _fields_ = [("size", ctypes.c_uint32), ("workspace", ctypes.c_void_p), ("workspace_size", ctypes.c_size_t)]


class GroupsArrowOptions(ctypes.Structure):
    """nps_groups_arrow_options."""

    _fields_ = [
        ("size", ctypes.c_uint32),
        ("key", ctypes.c_char_p),
        ("answer", ctypes.c_char_p),
        ("missing_codes", ctypes.c_void_p),
        ("missing_code_count", ctypes.c_size_t),
        ("is_requested", ctypes.c_void_p),
        ("context", ctypes.c_void_p),
    ]


class GroupsOptions(ctypes.Structure):
    """nps_groups_options."""

    _fields_ = [
        ("size", ctypes.c_uint32),
        ("key_type", ctypes.c_int),
        ("allocator", ctypes.c_void_p),
        ("hash_key", ctypes.c_uint64 * 2),
        ("memory_budget", ctypes.c_uint64),
    ]


class RespondentsOptions(ctypes.Structure):
    """nps_respondents_options."""

    _fields_ = [
        ("size", ctypes.c_uint32),
        ("key_type", ctypes.c_int),
        ("keep", ctypes.c_int),
        ("window", ctypes.c_uint32),
        ("has_history", ctypes.c_uint32),
        ("allocator", ctypes.c_void_p),
        ("hash_key", ctypes.c_uint64 * 2),
        ("memory_budget", ctypes.c_uint64),
        ("is_requested", ctypes.c_void_p),
        ("context", ctypes.c_void_p),
    ]


class ArrowGroups:
    """An nps_groups that is destroyed in time; called, it returns the counts of its keys."""

    def __init__(self, c: Any, groups: Any, keys: List[str]) -> None:
        self.c, self.groups, self.keys = c, groups, keys

    def __call__(self) -> Any:
        found = numpy.zeros((len(self.keys), CELLS), numpy.uint64)
        for line, key in zip(found, self.keys):
            encoded = key.encode()
            self.c.nps_groups_find_text(self.groups, encoded, len(encoded), line.ctypes.data)
        assert self.c.nps_groups_count(self.groups) == found.any(axis=1).sum()
        return found[:, :ANSWERS]

    def __del__(self) -> None:
        self.c.nps_groups_destroy(self.groups)


class CubeArrowOptions(ctypes.Structure):
    """nps_cube_arrow_options."""

    _fields_ = [field for field in GroupsArrowOptions._fields_ if field[0] != "key"]


class CubeKey(ctypes.Structure):
    """nps_cube_key."""

    _fields_ = [("name", ctypes.c_char_p), ("type", ctypes.c_int)]


class Library:
    """The functions that are measured; each call returns its result as an array of numbers."""

    def __init__(self, build: Path) -> None:
        self.c = ctypes.CDLL(str(build / "lib" / "libnps.so.0"))
        pointer, size = ctypes.c_void_p, ctypes.c_size_t
        self.c.nps_accumulator_add_column.argtypes = [pointer, pointer]
        self.c.nps_code_groups_workspace_size.argtypes = [size]
        self.c.nps_code_groups_workspace_size.restype = size
        self.c.nps_code_groups_add_column.argtypes = [pointer] * 4
        self.c.nps_groups_destroy.argtypes = [pointer]
        self.c.nps_groups_count.argtypes = [pointer]
        self.c.nps_groups_count.restype = size
        self.c.nps_groups_find_text.argtypes = [pointer, ctypes.c_char_p, size, pointer]
        self.c.nps_groups_add_arrow_stream.argtypes = [pointer] * 5
        self.c.nps_groups_add_arrow.argtypes = [pointer] * 6
        names = GroupsArrowOptions(ctypes.sizeof(GroupsArrowOptions), b"key", b"answer")
        self.named, self.names = names, ctypes.addressof(names)
        self.capsule = ctypes.pythonapi.PyCapsule_GetPointer
        self.capsule.restype = pointer
        self.capsule.argtypes = [ctypes.py_object, ctypes.c_char_p]

    def column(self, answers: Any) -> Callable[[], Any]:
        """Counts a column."""
        counters, column = numpy.zeros(CELLS, numpy.uint64), Column.of(answers)
        into, add = counters.ctypes.data, self.c.nps_accumulator_add_column

        def run() -> Any:
            counters[:] = 0
            assert add(into, column) == 0
            return counters[:ANSWERS]

        return run

    def code_groups(self, codes: Any, answers: Any, count: int, fresh: bool = True) -> Callable[[], Any]:
        """Counts groups by code, which begin empty each time if they are fresh, as those of bincount do."""
        groups = numpy.zeros((count, CELLS), numpy.uint64)
        workspace = numpy.zeros(self.c.nps_code_groups_workspace_size(count) + 1, numpy.uint8)
        into = ctypes.byref(CodeGroups(groups.ctypes.data, count))
        options = CodeGroupsOptions(ctypes.sizeof(CodeGroupsOptions), workspace.ctypes.data, len(workspace))
        options.held = workspace  # the struct has no more than its address
        by, what = Column.of(codes), Column.of(answers)

        def run() -> Any:
            if fresh:
                groups[:] = 0
            assert self.c.nps_code_groups_add_column(into, by, what, ctypes.byref(options)) == 0
            return groups[:, :ANSWERS]

        return run

    def arrow(self, frame: Any, keys: List[str]) -> Callable[[], Any]:
        """Counts groups by text of whatever has an Arrow stream; the result is read after the time is taken."""

        def run() -> Any:
            groups, without_key = ctypes.c_void_p(), (ctypes.c_uint64 * CELLS)()
            assert self.c.nps_groups_create(None, ctypes.byref(groups)) == 0
            counted = ArrowGroups(self.c, groups, keys)
            stream = frame.__arrow_c_stream__()
            at = self.capsule(stream, b"arrow_array_stream")
            add = self.c.nps_groups_add_arrow_stream
            assert add(groups, at, self.names, without_key, None) == 0
            return counted

        return run

    def cube(self, frame: Any, names: List[str]) -> Callable[[], Any]:
        """Counts a cube of texts of whatever has an Arrow stream."""
        keys = (CubeKey * len(names))(*((name.encode(), 0) for name in names))
        options = CubeArrowOptions(ctypes.sizeof(CubeArrowOptions), b"answer")
        self.c.nps_cube_create.argtypes = [ctypes.c_void_p, ctypes.c_size_t, ctypes.c_void_p, ctypes.c_void_p]
        self.c.nps_cube_add_arrow_stream.argtypes = [ctypes.c_void_p] * 4
        self.c.nps_cube_destroy.argtypes = [ctypes.c_void_p]

        def run() -> None:
            cube = ctypes.c_void_p()
            assert self.c.nps_cube_create(keys, len(names), None, ctypes.byref(cube)) == 0
            stream = frame.__arrow_c_stream__()
            at = self.capsule(stream, b"arrow_array_stream")
            assert self.c.nps_cube_add_arrow_stream(cube, at, ctypes.byref(options), None) == 0
            self.c.nps_cube_destroy(cube)

        return run

    def arrow_array(self, batch: Any, are_texts: bool) -> Callable[[], Any]:
        """Counts groups of whatever has an Arrow array, which is taken out before the time is taken."""
        schema, array = batch.__arrow_c_array__()
        at = self.capsule(schema, b"arrow_schema"), self.capsule(array, b"arrow_array")
        options = GroupsOptions(ctypes.sizeof(GroupsOptions), 0 if are_texts else 1)

        def run(held: Any = (schema, array)) -> None:
            groups, without_key = ctypes.c_void_p(), (ctypes.c_uint64 * CELLS)()
            assert self.c.nps_groups_create(ctypes.byref(options), ctypes.byref(groups)) == 0
            assert self.c.nps_groups_add_arrow(groups, *at, self.names, without_key, None) == 0
            self.c.nps_groups_destroy(groups)

        return run

    def rolling(self, people: Any, days: Any, answers: Any, span: Any, window: int) -> Callable[[], Any]:
        """The answers that count on each day of a span, one a person."""
        series = numpy.zeros((span[1] - span[0] + 1, CELLS), numpy.uint64)
        options = RespondentsOptions(ctypes.sizeof(RespondentsOptions), window=window)
        held = [Column.of(each) for each in (people, days, answers)]
        columns = (ctypes.c_void_p * 4)(*(ctypes.addressof(each._obj) for each in held), None)
        period, rest = (ctypes.c_int32 * 2)(*span), (ctypes.c_uint64 * CELLS)()
        self.c.nps_respondents_roll.argtypes = [ctypes.c_void_p] * 6
        into, what = series.ctypes.data, ctypes.byref(options)

        def run(held: Any = held) -> Any:
            assert self.c.nps_respondents_roll(columns, what, period, into, rest, None) == 0
            return series[:, :ANSWERS]

        return run

    def weighted(self, answers: Any, weights: Any) -> Callable[[], Any]:
        """Counts a column with weights; the result has only to be made, as it is more than the sums of bincount."""
        state, column, at = (ctypes.c_uint64 * 512)(), Column.of(answers), weights.ctypes.data
        self.c.nps_weighted_add_column.argtypes = [ctypes.c_void_p] * 4

        def run() -> Any:
            assert self.c.nps_weighted_add_column(state, column, at, None) == 0

        return run


# ---- Measuring ----


class Way(NamedTuple):
    """One way in which somebody counts; what it returns is checked, or made first if it is a function."""

    who: str
    how: str
    run: Callable[[], Any]
    can_check: bool = True
    idle: Optional[Callable[[], Any]] = None  # the same without rows: the price of a call from Python, not counted


def processor_time(run: Callable[[], Any], calls: int) -> Any:
    """Seconds for one call, and what the last one returned."""
    start = time.process_time_ns()
    for _ in range(calls):
        result = run()
    return (time.process_time_ns() - start) / calls / 1e9, result


def time_of(way: Way, calls: int) -> Any:
    """Seconds for one call without its price, and what the last one returned."""
    seconds, result = processor_time(way.run, calls)
    return seconds - (processor_time(way.idle, calls)[0] if way.idle else 0), result


class Table:
    """Prints the cases that match the filter as rows of a Markdown table."""

    def __init__(self, rounds: int, absolute: bool, wanted: str) -> None:
        self.rounds, self.absolute, self.wanted = rounds, absolute, wanted
        print("| case | compared with | how it counts | times faster | quartiles | target |")
        print("|------|--------|-----------------|-------------:|----------:|--------|")

    def allows(self, case: str) -> bool:
        return self.wanted in case

    def measure(
        self, case: str, expected: Any, ours: Way, peers: List[Way], targets: Dict[str, float], calls: int = 1
    ) -> None:
        """One row for each peer."""
        ways = [ours, *peers]
        times: List[List[float]] = [[] for _ in ways]
        for _ in range(self.rounds):
            for way, taken in zip(ways, times):
                seconds, result = time_of(way, calls)
                taken.append(seconds)
                counted = result() if callable(result) else result
                if way.can_check and not (counted == expected).all():
                    sys.exit(f"{case}: {way.who} ({way.how}) returned wrong counts")
        for who in dict.fromkeys(way.who for way in peers):
            self.compare(case, who, [(w, t) for w, t in zip(ways, times) if w.who == who], times[0], targets.get(who))

    def compare(self, case: str, who: str, ways: List[Any], ours: List[float], target: Optional[float]) -> None:
        """Prints the row of one peer, by the fastest of its ways."""
        way, times = min(ways, key=lambda pair: median(pair[1]))
        ratios = [peer / own for peer, own in zip(times, ours)]
        low, middle, high = quantiles(ratios, n=4, method="inclusive") if len(ratios) > 1 else ratios * 3
        verdict = ""
        if target is not None:
            verdict = f"{target:g} {'reached' if middle >= target else '**missed**'}"
        print(f"| {case} | {who} | {way.how} | {middle:.2f} | {low:.2f}-{high:.2f} | {verdict} |", end="")
        print(f" {median(ours) * 1e3:.4f} ms, {median(times) * 1e3:.4f} ms" if self.absolute else "", flush=True)


# ---- Cases ----


def columns(table: Table, library: Library) -> None:
    """A column of bytes in cache."""
    case = "u8, 100,000"
    if not table.allows(case):
        return
    answers = random.integers(0, ANSWERS, 100_000, dtype=numpy.uint8)
    wide, none = answers.astype(numpy.int64), answers[:0]

    def bincount(column: Any) -> Way:
        who = "NumPy" if column is answers else "NumPy, from int64"
        idle = column[:0]
        return Way(
            who,
            "`bincount(a)`",
            lambda: numpy.bincount(column, minlength=ANSWERS),
            idle=lambda: numpy.bincount(idle, minlength=ANSWERS),
        )

    ways = [
        bincount(answers),
        bincount(wide),
        Way(
            "NumPy, eleven passes",
            "`count_nonzero(a == k)`",
            lambda: numpy.array([numpy.count_nonzero(answers == k) for k in range(ANSWERS)]),
        ),
    ]
    if pandas:
        series = pandas.Series(answers)
        ways.append(
            Way("pandas", "`value_counts()`", lambda: series.value_counts(sort=False).sort_index().to_numpy())
        )
    ours = Way("libnps", "nps_accumulator_add_column", library.column(answers), idle=library.column(none))
    table.measure(case, numpy.bincount(answers), ours, ways, {"NumPy": 35}, calls=200)


def code_groups(table: Table, library: Library, rows: int) -> None:
    """Groups by u32 codes, with u8 answers."""
    targets = {
        2: {},
        8: {"NumPy": 7, "DuckDB": 12},
        256: {"NumPy": 7, "DuckDB": 12},
        10_000: {"NumPy": 3},
        1_000_000: {"NumPy": 3},
    }
    for count, target in targets.items():
        case = f"groups, {count:,}"
        if not table.allows(case):
            continue
        codes = random.integers(0, count, rows, dtype=numpy.uint32)
        answers = random.integers(0, ANSWERS, rows, dtype=numpy.uint8)
        expected = numpy.bincount(codes.astype(numpy.int64) * LINE + answers, minlength=count * LINE)
        expected = expected.reshape(count, LINE)[:, :ANSWERS]
        ours = Way("libnps", "nps_code_groups_add", library.code_groups(codes, answers, count))
        table.measure(case, expected, ours, list(peers_of_groups(codes, answers, count)), target)


def peers_of_groups(codes: Any, answers: Any, count: int) -> Any:
    """The ways of each peer to count answers by code."""
    wide = codes.astype(numpy.int64)

    def bincount(by: Any, line: Any) -> Any:
        return numpy.bincount(by * line + answers, minlength=count * LINE).reshape(count, LINE)[:, :ANSWERS]

    yield Way("NumPy", "`bincount(code * 16 + answer)`", lambda: bincount(codes, numpy.uint32(LINE)))
    if count * LINE <= 1 << 16:
        narrow = numpy.uint16
        yield Way("NumPy, u16 cells", "`bincount(code * 16 + answer)`", lambda: bincount(codes.astype(narrow), narrow(LINE)))
    yield Way("NumPy, from int64", "`bincount(code * 16 + answer)`", lambda: bincount(wide, LINE))

    def cells(by: Any, what: Any, how_often: Any) -> Any:
        table = numpy.zeros((count, ANSWERS), numpy.int64)
        table[by, what] = how_often
        return table

    if duckdb:
        connection = duckdb.connect()
        connection.execute("set threads=1")
        source = {"code": codes, "answer": answers}
        connection.register("source", source)
        connection.execute("create table rows as select * from source")
        query = "select code, answer, count(*) as n from rows group by code, answer"

        def ask() -> Any:
            found = connection.execute(query).fetchnumpy()
            return lambda: cells(found["code"], found["answer"], found["n"])

        yield Way("DuckDB", "`group by code, answer`", ask)
    if polars:
        frame = polars.DataFrame({"code": codes, "answer": answers})

        def group() -> Any:
            found = frame.group_by("code", "answer").len()
            return lambda: cells(*(found[name].to_numpy() for name in ("code", "answer", "len")))

        yield Way("Polars", "`group_by(code, answer).len()`", group)
    if pandas and count <= 10_000:
        table = pandas.DataFrame({"code": codes, "answer": answers})

        def size() -> Any:
            found = table.groupby(["code", "answer"], sort=False).size()
            index = found.index
            return lambda: cells(index.get_level_values(0), index.get_level_values(1), found.to_numpy())

        yield Way("pandas", "`groupby([code, answer]).size()`", size)


def timelines(table: Table, rows: int) -> None:
    """Answers by day, ten years of days in no order, by the package nps."""
    case, first, days = "timeline, ten years", 18_000, 3_652
    if nps is None or not table.allows(case):
        return
    place = random.integers(0, days, rows, dtype=numpy.int32)
    answers = random.integers(0, ANSWERS, rows, dtype=numpy.uint8)
    expected = numpy.bincount(place.astype(numpy.int64) * LINE + answers, minlength=days * LINE)
    expected = expected.reshape(days, LINE)[:, :ANSWERS]
    dates = (place + first).astype("M8[D]")

    def update() -> Any:
        survey = nps.Timeline()
        survey.update(dates, answers)
        return lambda: counts_by_day(survey, first, days)

    peers = list(peers_of_timelines(dates, answers, first, days))
    table.measure(case, expected, Way("libnps", "Timeline.update", update), peers, {"pandas": 5, "Polars": 3})


def counts_by_day(survey: Any, first: int, days: int) -> Any:
    """The answers of each day, which are the rolling sums of one day."""
    sums = nps._raw.nps_timeline_read_rolling(survey._state, 1, (first, first + days - 1))
    return numpy.array([numpy.frombuffer(day.words(), numpy.uint64)[:ANSWERS] for day in sums])


def peers_of_timelines(dates: Any, answers: Any, first: int, days: int) -> Any:
    """The ways of each peer to count by day. Those that do not count each answer have the name of less."""

    def cells(by: Any, what: Any, how_often: Any) -> Any:
        table = numpy.zeros((days, ANSWERS), numpy.int64)
        table[numpy.asarray(by).astype("M8[D]").astype(numpy.int64) - first, what] = how_often
        return table

    if pandas:
        times = dates.astype("M8[s]")
        series = pandas.Series(answers, index=pandas.DatetimeIndex(times))
        yield Way("pandas", '`resample("D").count()`', lambda: series.resample("D").count(), can_check=False)
    if polars:
        frame = polars.DataFrame({"day": dates, "answer": answers})
        in_order = frame.sort("day")
        answer = polars.col("answer")
        less = (answer >= 9).sum().alias("promoters"), (answer <= 6).sum().alias("detractors"), polars.len()

        def by_day(rows: Any, *what: Any) -> Any:
            return rows.group_by_dynamic("day", every="1d").agg(*what)

        def group() -> Any:
            found = frame.group_by("day", "answer").len()
            return lambda: cells(*(found[name].to_numpy() for name in ("day", "answer", "len")))

        yield Way("Polars", '`sort("day").group_by_dynamic("day")`', lambda: by_day(frame.sort("day"), *less), False)
        yield Way("Polars, sorted before", '`group_by_dynamic("day")`, three counts', lambda: by_day(in_order, *less), False)
        yield Way("Polars, each answer", "`group_by(day, answer).len()`", group)
    if duckdb:
        connection = duckdb.connect()
        connection.execute("set threads=1")
        # DuckDB reads seconds of NumPy, but not days.
        connection.register("source", {"day": dates.astype("M8[s]"), "answer": answers})
        connection.execute("create table rows as select day::date as day, answer from source")
        query = "select day, answer, count(*) as n from rows group by day, answer"

        def ask() -> Any:
            found = connection.execute(query).fetchnumpy()
            return lambda: cells(found["day"], found["answer"], found["n"])

        yield Way("DuckDB", "`group by day, answer`", ask)


def weights(table: Table, library: Library, rows: int) -> None:
    """A weight for each answer."""
    for case, answers in (
        ("weights, random answers", random.integers(0, ANSWERS, rows, dtype=numpy.uint8)),
        ("weights, equal answers", numpy.full(rows, 9, numpy.uint8)),
    ):
        if not table.allows(case):
            continue
        weight = random.random(rows) + 0.1
        wide = answers.astype(numpy.int64)
        ways = [
            Way("NumPy", "`bincount(a, w)`", lambda: numpy.bincount(answers, weight), False),
            Way("NumPy, from int64", "`bincount(a, w)`", lambda: numpy.bincount(wide, weight), False),
        ]
        ours = Way("libnps", "nps_weighted_add_column", library.weighted(answers, weight), False)
        table.measure(case, None, ours, ways, {"NumPy": 4.5})


def rolling(table: Table, library: Library, rows: int) -> None:
    """The score of each day from the latest answer of each person in a rolling window."""
    people, days, window = rows // 5, 3 * 365, 90
    case = f"latest answer of {people:,} people in {window} days"
    if not table.allows(case):
        return
    who = random.integers(0, people, rows, dtype=numpy.int64) * 1_000_003
    when = random.integers(0, days, rows, dtype=numpy.int32)
    answers = random.integers(0, ANSWERS, rows, dtype=numpy.uint8)
    span = 0, days - 1

    def summed(starts: Any, ends: Any) -> Any:
        """The running sum of steps up and down, which are counts by day * 11 + answer."""
        length = (days + 1) * ANSWERS
        steps = numpy.bincount(starts, minlength=length) - numpy.bincount(ends, minlength=length)
        return steps.reshape(-1, ANSWERS)[:days].cumsum(axis=0)

    def sorting() -> Any:
        order = numpy.lexsort((when, who))
        person, day, answer = who[order], when[order], answers[order].astype(numpy.int64)
        end = numpy.minimum(day + window, days)
        is_next = person[1:] == person[:-1]
        end[:-1][is_next] = numpy.minimum(end[:-1], day[1:])[is_next]
        return summed(day * ANSWERS + answer, end * ANSWERS + answer)

    ways = [Way("NumPy", "`lexsort((day, person))`, next day, steps, `cumsum`", sorting)]
    if duckdb:
        ways.append(rolling_by_duckdb(who, when, answers, days, window))
    if polars:
        frame = polars.DataFrame({"who": who, "day": when, "answer": answers})
        column = polars.col

        def over() -> Any:
            found = frame.sort("who", "day", maintain_order=True).with_columns(
                polars.min_horizontal(
                    column("day").shift(-1).over("who").fill_null(days), column("day") + window, days
                ).alias("end")
            )
            answer = found["answer"].to_numpy().astype(numpy.int64)
            return summed(found["day"].to_numpy() * ANSWERS + answer, found["end"].to_numpy() * ANSWERS + answer)

        ways.append(Way("Polars", "`sort(person, day)`, `shift(-1).over(person)`, steps", over))
    if pandas:
        table_of_rows = pandas.DataFrame({"who": who, "day": when, "answer": answers})

        def shift() -> Any:
            found = table_of_rows.sort_values(["who", "day"], kind="stable")
            last = found.groupby("who", sort=False)["day"].shift(-1, fill_value=days)
            end = numpy.minimum(numpy.minimum(last.to_numpy(), found["day"].to_numpy() + window), days)
            answer = found["answer"].to_numpy().astype(numpy.int64)
            return summed(found["day"].to_numpy() * ANSWERS + answer, end * ANSWERS + answer)

        ways.append(Way("pandas", "`sort_values([person, day])`, `groupby(person).shift(-1)`, steps", shift))
    ours = Way("libnps", "nps_respondents_roll", library.rolling(who, when, answers, span, window))
    table.measure(case, sorting(), ours, ways, {"DuckDB": 5, "pandas": 20})


def rolling_by_duckdb(who: Any, when: Any, answers: Any, days: int, window: int) -> Way:
    """The same with window functions."""
    connection = duckdb.connect()
    connection.execute("set threads=1")
    connection.register("source", {"who": who, "day": when, "answer": answers, "row": numpy.arange(len(who))})
    connection.execute("create table rows as select * from source")
    query = f"""
        with spans as (
            select day, answer,
                   least(lead(day, 1, {days}) over (partition by who order by day, row), day + {window}, {days}) as last
            from rows),
        steps as (
            select day, answer, count(*) as step from spans group by day, answer
            union all select last, answer, -count(*) from spans group by last, answer)
        select day, answer, sum(step)::bigint as step from steps where day < {days} group by day, answer
    """

    def ask() -> Any:
        found = connection.execute(query).fetchnumpy()
        steps = numpy.zeros((days, ANSWERS), numpy.int64)
        steps[found["day"], found["answer"]] = found["step"]
        return steps.cumsum(axis=0)

    return Way("DuckDB", "`lead(day) over (partition by person order by day)`, steps", ask)


def texts(table: Table, library: Library, rows: int) -> None:
    """Text keys as they come from Arrow."""
    if not polars:
        return
    for name, count, form, target in (
        ("10 bytes, 1,000", 1000, "shop-%05d", 3),
        ("36 bytes, 1,000", 1000, "a shop in a small town, number %05d", 3),
        ("10 bytes, 100,000", 100_000, "shop-%05d", 2),
    ):
        keys = [form % i for i in range(count)]
        codes = random.integers(0, count, rows)
        answers = random.integers(0, ANSWERS, rows, dtype=numpy.uint8)
        expected = numpy.bincount(codes * LINE + answers, minlength=count * LINE).reshape(count, LINE)[:, :ANSWERS]
        frame = polars.DataFrame({"key": polars.Series(keys)[codes], "answer": answers}).rechunk()
        categories = frame.with_columns(polars.col("key").cast(polars.Categorical))
        sources = {"Polars' frame": frame, "Polars' categories": categories}
        if pyarrow:
            plain = frame.to_arrow()
            plain = plain.set_column(0, "key", plain["key"].cast(pyarrow.string()))
            sources["utf8"] = plain
            sources["dictionary"] = plain.set_column(0, "key", plain["key"].dictionary_encode())
        for kind, source in sources.items():
            case = f"texts, {name}: {kind}"
            if not table.allows(case):
                continue
            encoded = kind in ("Polars' categories", "dictionary")
            ways = list(peers_of_texts(categories if encoded else frame, keys))
            if kind == "Polars' categories":
                if not nps:
                    continue
                ours = Way("nps", "`Groups.add_arrow`", by_package(source, keys))
            else:
                ours = Way("libnps", "nps_groups_add_arrow_stream", library.arrow(source, keys))
            targets = {"Polars": target, "Polars, less": 2 if kind == "Polars' categories" else target}
            table.measure(case, expected, ours, ways, targets)


def by_package(frame: Any, keys: List[str]) -> Callable[[], Any]:
    """Counts groups by text with the package, which reads the codes of categories; the result is read afterwards."""

    def run() -> Any:
        groups = nps.Groups(str)
        groups.add_arrow(frame, "key", "answer")
        return lambda: numpy.array([groups[key].answers for key in keys])

    return run


def peers_of_texts(frame: Any, keys: List[str]) -> Any:
    """The ways of Polars: all counts, and only the three counts that a score needs."""
    place = {key: i for i, key in enumerate(keys)}

    def cells(found: Any) -> Any:
        table = numpy.zeros((len(keys), ANSWERS), numpy.int64)
        by = [place[key] for key in found["key"].cast(polars.String)]
        table[by, found["answer"].to_numpy()] = found["len"].to_numpy()
        return table

    def group() -> Any:
        found = frame.group_by("key", "answer").len()
        return lambda: cells(found)

    answer = polars.col("answer")
    three = [(answer >= 9).sum().alias("promoters"), (answer <= 6).sum().alias("detractors"), polars.len()]
    yield Way("Polars", "`group_by(key, answer).len()`", group)
    yield Way("Polars, less", "`group_by(key)`, three counts", lambda: frame.group_by("key").agg(three), False)


def cubes(table: Table, library: Library, rows: int) -> None:
    """Two text keys with 1,000 cells, from C and from Python."""
    names = ["region", "channel"]
    case = "cube of two texts, 1,000 cells"
    if not (polars and nps) or not any(table.allows(f"{case}, {door}") for door in ("C", "Python")):
        return
    regions, channels = [f"region {i:02}" for i in range(20)], [f"channel {i:03}" for i in range(50)]
    by = random.integers(0, 20, rows), random.integers(0, 50, rows)
    answers = random.integers(0, ANSWERS, rows, dtype=numpy.uint8)
    codes = by[0] * 50 + by[1]
    expected = numpy.bincount(codes * LINE + answers, minlength=1000 * LINE).reshape(1000, LINE)[:, :ANSWERS]
    columns = polars.Series(regions)[by[0]], polars.Series(channels)[by[1]]
    frame = polars.DataFrame({"region": columns[0], "channel": columns[1], "answer": answers}).rechunk()
    place = {(region, channel): i * 50 + j for i, region in enumerate(regions) for j, channel in enumerate(channels)}

    def count() -> Any:
        cube = nps.Cube(names)
        cube.update(frame, "answer")
        return lambda: numpy.array([cube[cell].answers for cell in place])

    peers = list(peers_of_cubes(frame, names, place))
    targets = {"Polars": 3.0, "Polars, less": 3.0, "Polars, lazily": 3.0, "pandas": 10.0}
    if table.allows(f"{case}, C"):
        c = Way("libnps", "nps_cube_add_arrow_stream", library.cube(frame, names), False)
        table.measure(f"{case}, C", expected, c, peers, targets)
    if table.allows(f"{case}, Python"):
        table.measure(f"{case}, Python", expected, Way("nps", "`Cube.update`", count), peers, targets)


def peers_of_cubes(frame: Any, names: List[str], place: Dict[Any, int]) -> Any:
    """The ways of Polars and pandas: all counts, and only the three counts that a score needs."""

    def group() -> Any:
        found = frame.group_by(*names, "answer").len()

        def cells() -> Any:
            table = numpy.zeros((len(place), ANSWERS), numpy.int64)
            for *key, answer, count in found.iter_rows():
                table[place[tuple(key)], answer] = count
            return table

        return cells

    answer = polars.col("answer")
    three = [(answer >= 9).sum().alias("promoters"), (answer <= 6).sum().alias("detractors"), polars.len()]
    yield Way("Polars", "`group_by(region, channel, answer).len()`", group)
    yield Way("Polars, less", "`group_by(region, channel)`, three counts", lambda: frame.group_by(*names).agg(three), False)
    lazy = frame.lazy().group_by(*names).agg(three)
    yield Way("Polars, lazily", "`lazy().group_by(region, channel)`, three counts", lazy.collect, False)
    if pandas:
        same = frame.to_pandas()
        yield Way("pandas", "`groupby([region, channel, answer]).size()`", lambda: same.groupby([*names, "answer"]).size(), False)


def binding(table: Table, library: Library, rows: int) -> None:
    """The package nps compared with the C functions that it calls; the C function is the peer."""
    if not nps:
        return
    answers = random.integers(0, ANSWERS, rows, dtype=numpy.uint8)
    for kind in ("uint8", "int64", "float64"):
        case = f"Python update, {kind}"
        if not table.allows(case):
            continue
        column = answers.astype(kind)
        state = nps.Accumulator()
        python = Way("nps", "`Accumulator.update`", lambda: state.update(column), False)
        share(table, case, python, Way("C", "nps_accumulator_add_column", library.column(column), False))
    for count in (8, 256, 10_000, 1_000_000):
        case = f"Python groups by code, {count:,}"
        if not table.allows(case):
            continue
        codes = random.integers(0, count, rows, dtype=numpy.uint32)
        groups = nps.CodeGroups(count)
        python = Way("nps", "`CodeGroups.update`", lambda: groups.update(codes, answers), False)
        c = Way("C", "nps_code_groups_add", library.code_groups(codes, answers, count, fresh=False), False)
        share(table, case, python, c)
    keys = [f"shop-{i:05}" for i in range(1000)]
    if polars and table.allows("Python groups by text, 1,000"):
        codes = random.integers(0, len(keys), rows)
        frame = polars.DataFrame({"key": polars.Series(keys)[codes], "answer": answers}).rechunk()
        python = Way("nps", "`Groups.add_arrow`", lambda: nps.Groups(str).add_arrow(frame, "key", "answer"), False)
        c = Way("C", "nps_groups_add_arrow_stream", library.arrow(frame, keys), False)
        share(table, "Python groups by text, 1,000", python, c)
    if pyarrow:
        groups_by_key(table, library, answers)


def groups_by_key(table: Table, library: Library, answers: Any) -> None:
    """Groups.update with columns of keys, compared with nps_groups_add_arrow; every call builds new groups."""
    rows = len(answers)
    kinds = {
        "integer, 8": random.integers(0, 8, rows),
        "integer, 10,000": random.integers(0, 10_000, rows),
        "integer, 1,000 from a million on": random.integers(10**6, 10**6 + 1000, rows),
        "integer, 1,000 of 64 bits": random.integers(-(2**63), 2**63 - 1, 1000)[random.integers(0, 1000, rows)],
        "integer, 100,000": random.integers(0, 100_000, rows),
    }
    columns = {name: (keys, keys) for name, keys in kinds.items()}
    codes = random.integers(0, 1000, rows)
    texts = pyarrow.DictionaryArray.from_arrays(codes, [f"shop-{i:05}" for i in range(1000)])
    columns["text, 1,000, of pyarrow"] = (texts.cast(pyarrow.string()),) * 2
    columns["text, 1,000, of a dictionary"] = (texts, texts)
    if polars:
        series = polars.Series(texts.cast(pyarrow.string()))
        columns["text, 1,000, of Polars"] = (series, series.to_arrow(compat_level=polars.CompatLevel.newest()))
    if pandas:
        series = texts.to_pandas().astype("string[pyarrow]")
        columns["text, 1,000, of pandas"] = (series, series.array.__arrow_array__().chunk(0))
    for name, (keys, column) in columns.items():
        case = f"Python update, groups by {name}"
        if table.allows(case):
            batch = pyarrow.record_batch({"key": column, "answer": answers})
            run = library.arrow_array(batch, not name.startswith("integer"))
            python = Way("nps", "`Groups.update`", lambda: nps.Groups().update(keys, answers), False)
            share(table, case, python, Way("C", "nps_groups_add_arrow", run, False))


def share(table: Table, case: str, python: Way, c: Way) -> None:
    """Prints the share of the speed of C that the package reaches."""
    table.measure(case, None, python, [c], {"C": 0.95}, calls=10)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--build", type=Path, default=Path("build/release"))
    parser.add_argument("--rows", type=int, default=16_000_000)
    parser.add_argument("--rounds", type=int, default=7)
    parser.add_argument("--absolute", action="store_true", help="also print times")
    parser.add_argument("filter", nargs="?", default="")
    arguments = parser.parse_args()
    absent = import_modules(arguments.build)
    library = Library(arguments.build)
    versions = [f"{m.__name__} {m.__version__}" for m in (numpy, pandas, polars, duckdb, pyarrow) if m]
    print(f"{arguments.rows:,} rows, a quarter of them for texts; medians of {arguments.rounds}.")
    print(f"Peers: {', '.join(versions)}.")
    print(f"Not installed: {', '.join(absent) or 'none'}.\n")
    table = Table(arguments.rounds, arguments.absolute, arguments.filter)
    columns(table, library)
    code_groups(table, library, arguments.rows)
    timelines(table, 10_000_000)
    weights(table, library, arguments.rows)
    texts(table, library, arguments.rows // 4)
    cubes(table, library, 10_000_000)
    rolling(table, library, 5_000_000)
    binding(table, library, 1_000_000)


if __name__ == "__main__":
    main()
