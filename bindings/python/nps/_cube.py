# SPDX-License-Identifier: MIT
"""Accumulators by several keys at once, and their roll-ups."""

from __future__ import annotations

from typing import (
    Any,
    Dict,
    Iterable,
    Iterator,
    List,
    Mapping,
    NamedTuple,
    Optional,
    SupportsIndex,
    Tuple,
    Type,
    TypeVar,
    Union,
)

from . import _raw as raw
from ._accumulator import Accumulator
from ._arrow import capsules_of, explaining_columns, is_arrow, key_type_of, polars_columns, read_arrow
from ._calendar import Day, date_of, read_periods
from ._columns import Answer, Answers, Codes, check_answers, count_one, read_codes
from ._cube_columns import Value, count_columns, merge_decoded, read_cube_column, read_cube_value
from ._documentation import documented
from ._encoded import Buffer, unchanging
from ._frame import kind_of, read_frame
from ._groups import read_budget
from ._numbers import Real, read_integer
from ._options import Population, Prior, read_options
from ._scale import ScaleName
from ._segments import SUMMARY, summary_html, summary_table
from ._shown import numbered, short
from ._summed import Subtractable
from ._table import SHOWN, Table
from ._timeline import Timeline
from .errors import KeyTypeError, NotFoundError

Self = TypeVar("Self", bound="Cube")


class Cube(Subtractable):
    """Accumulators by several keys at once, such as region, channel and day.

    The values of a key are all str, all int, all dates or all bool, besides None: rows without a value of a key have
    cells of their own, so that every roll-up adds up to the total. Missing codes and the memory budget are those of
    Groups. A call that raises changes nothing.

    Examples
    --------
    >>> cube = nps.Cube(["region", "channel"])
    >>> cube.update([["north", "north", "south", None], ["web", "shop", "web", "web"]], [9, 10, 4, 8])
    >>> cube["north", "web"]
    <nps.Accumulator: 1 answer, score 100.00>
    >>> print(cube.rollup("region"))
    region  n  missing  invalid  promoters  passives  detractors   score   lower  upper  method
    north   2        0        0          2         0           0   100.0   -55.3  100.0  exact
    south   1        0        0          0         0           1  -100.0  -100.0   90.0  exact
    -       1        0        0          0         1           0     0.0   -95.0   95.0  exact
    """

    __slots__ = ("__weakref__", "_budget", "_codes", "_names", "_state")
    _budget: int
    _codes: Codes
    _names: Tuple[str, ...]
    _state: Any

    @documented()
    def __init__(
        self,
        names: Iterable[str],
        *,
        missing_codes: Iterable[SupportsIndex] = (),
        memory_budget: SupportsIndex = 0,
    ) -> None:
        """Makes a cube without cells.

        Parameters
        ----------
        names
            The names of the keys, at most 16.
        """
        self._names = _read_names(names)
        self._codes = read_codes(missing_codes)
        self._budget = read_budget(memory_budget)
        self._state = self._new_state()

    @classmethod
    @documented(raw.nps_cube_decode)
    def from_bytes(
        cls: Type[Self],
        data: Buffer,
        *,
        missing_codes: Iterable[SupportsIndex] = (),
        memory_budget: SupportsIndex = 0,
    ) -> Self:
        """Reads the result of to_bytes(), of this machine or another. Missing codes and budget are not part of it.

        Returns
        -------
        Cube
            With the names and counts that were encoded.

        Examples
        --------
        >>> cube = nps.Cube(["region"])
        >>> cube.add(["north"], 9)
        >>> nps.Cube.from_bytes(cube.to_bytes())["north"].n
        1
        """
        return cls._decoded(data, missing_codes, memory_budget)

    @classmethod
    def _decoded(
        cls: Type[Self], data: Any, codes: Iterable[SupportsIndex] = (), memory_budget: SupportsIndex = 0
    ) -> Self:
        self = cls.__new__(cls)
        self._codes, self._budget = read_codes(codes), read_budget(memory_budget)
        self._state = raw.nps_cube_decode(self._budget, unchanging(data))
        self._names = raw.cube_names(self._state)
        return self

    def _settings(self) -> Tuple[Any, ...]:
        return self._codes, self._budget

    def _encoded(self) -> bytes:
        encoded: bytes = raw.nps_cube_encode(self._state)
        return encoded

    @documented(raw.nps_cube_encode)
    def to_bytes(self) -> bytes:
        """Encodes the names and all cells for from_bytes() and merge_bytes(), without the missing codes.

        Returns
        -------
        bytes
            The same bytes on every machine.

        Examples
        --------
        >>> cube = nps.Cube(["region"])
        >>> cube.add(["north"], 9)
        >>> len(cube.to_bytes())
        43
        """
        return self._encoded()

    @documented(raw.nps_cube_merge_encoded)
    def merge_bytes(self, data: Buffer) -> None:
        """Adds another cube, encoded as for from_bytes().

        Examples
        --------
        >>> cube = nps.Cube(["region"])
        >>> cube.add(["north"], 9)
        >>> cube.merge_bytes(cube.to_bytes())
        >>> cube["north"].n
        2
        """
        raw.nps_cube_merge_encoded(self._state, unchanging(data))

    def _new_state(self) -> Any:
        return raw.nps_cube_create(tuple((name, raw.NPS_CUBE_NULL) for name in self._names), self._budget)

    def _like(self: Self, state: Any, names: Iterable[str]) -> Self:
        """A cube around a state made of that of this one."""
        new = type(self).__new__(type(self))
        new._names, new._codes, new._budget, new._state = tuple(names), self._codes, self._budget, state
        return new

    @property
    @documented()
    def names(self) -> Tuple[str, ...]:
        """The names of the keys."""
        return self._names

    # ---- adding ----

    @documented(raw.nps_cube_merge_cell)
    def add(self, keys: Iterable[Value], answer: Answer, times: SupportsIndex = 1) -> None:
        """Counts one answer, or the same one several times, in the cell of the values of all keys.

        Parameters
        ----------
        keys
            A value for each key, in the order of the names, or by name: a str, an int, a date, a bool or None.
        answer
            As for Accumulator.add().

        Examples
        --------
        >>> cube = nps.Cube(["region", "channel"])
        >>> cube.add(["north", None], 9)
        >>> cube.add({"region": "north", "channel": "web"}, 4, times=2)
        >>> cube.total()
        <nps.Accumulator: 3 answers, score -33.33>
        """
        counted = count_one(answer, times, self._codes)
        raw.nps_cube_merge_cell(self._state, self._values(keys), counted)

    @documented(raw.nps_cube_merge_cell)
    def add_missing(self, keys: Iterable[Value], times: SupportsIndex = 1) -> None:
        """Counts respondents of the cell of the values of all keys who gave no answer.

        Parameters
        ----------
        keys
            As for add().

        Examples
        --------
        >>> cube = nps.Cube(["region", "channel"])
        >>> cube.add_missing(["north", "web"], 3)
        >>> cube.total().missing
        3
        """
        self.add(keys, None, times)

    @documented()
    def update(self, columns: Any, answers: Union[Answers, str]) -> None:
        """Counts many answers, each in the cell of the values beside it.

        Parameters
        ----------
        columns
            A column for each key: in a list, in the order of the names; or by name, in a frame as for summarize().
            Columns of NumPy, pandas, PyArrow and Polars are not copied, except texts that are objects; their floats
            and decimals must be whole, and times are their days.
        answers
            The answers, as for Accumulator.update(); or the name of a column of the frame.

        Raises
        ------
        ValueError
            The columns do not have the same length.
        KeyTypeError
            A value is not what a key has; the message names the key and the row.

        Examples
        --------
        >>> cube = nps.Cube(["region", "channel"])
        >>> cube.update({"region": ["north", "south"], "channel": ["web", None]}, [9, 4])
        >>> len(cube)
        2
        """
        if isinstance(answers, str):
            if self._update_stream(columns, answers):
                return
            frame = read_frame(columns, *self._names, answers)
            answers = frame.column(answers, "answers")
            listed = [frame.column(name, "columns") for name in self._names]
        else:
            listed = self._columns(columns)
        check_answers(answers)
        read = [read_cube_column(column, name, self._budget) for column, name in zip(listed, self._names)]
        for column, name in zip(read, self._names):
            _check_length(column.length, answers, name)
        counted = self._new_state()
        count_columns(counted, read, answers, self._codes)
        if any(column.decode for column in read):
            coded, counted = counted, self._new_state()
            merge_decoded(counted, coded, read)
        raw.nps_cube_merge(self._state, self._fitting(counted))

    def _update_stream(self, data: Any, answer: str) -> bool:
        """As update() if the columns of a data frame come as one stream; otherwise returns False."""
        if not is_arrow(data) or hasattr(data, "iloc"):
            return False
        capsules = capsules_of(data)
        if not all(key_type_of(capsules, name) for name in self._names):
            return False
        counted = self._new_state()
        del capsules
        with explaining_columns(data, *self._names, answer):
            columns = None if self._budget else polars_columns(data, *self._names, answer)
            if columns is not None:
                try:
                    raw.cube_count_columns(counted, columns[:-1], columns[-1], self._codes)
                finally:
                    del columns
            else:
                read_arrow(data, raw.nps_cube_add_arrow, raw.nps_cube_add_arrow_stream, counted, (answer, self._codes))
        raw.nps_cube_merge(self._state, self._fitting(counted))
        return True

    @documented(raw.nps_cube_merge)
    def merge(self, other: Cube) -> None:
        """Adds another cube of the same keys.

        Parameters
        ----------
        other
            The cube to add.

        Examples
        --------
        >>> cube = nps.Cube(["region"])
        >>> cube.add(["north"], 9)
        >>> cube.merge(cube)
        >>> cube.total().n
        2
        """
        raw.nps_cube_merge(self._state, self._fitting(self._same(other)))

    def __iadd__(self: Self, other: Any) -> Self:
        """As merge()."""
        if not isinstance(other, Cube):
            return NotImplemented
        self.merge(other)
        return self

    @documented(raw.nps_cube_subtract)
    def __isub__(self: Self, other: Any) -> Self:
        """Subtracts another cube of the same keys; CountUnderflowError when a count is too small."""
        if not isinstance(other, Cube):
            return NotImplemented
        raw.nps_cube_subtract(self._state, self._fitting(self._same(other)))
        return self

    def _same(self, other: Any) -> Any:
        """The state of a cube that has the same names."""
        if not isinstance(other, Cube):
            raise TypeError(f"other must be a Cube, not {short(other)}")
        if other._names != self._names:
            raise KeyTypeError(f"the keys are {', '.join(self._names)} here, and there {', '.join(other._names)}")
        return other._state

    def _fitting(self, state: Any) -> Any:
        """A state that has the same types of keys, as far as they are known."""
        for name, mine, theirs in zip(self._names, raw.cube_types(self._state), raw.cube_types(state)):
            if mine != theirs and raw.NPS_CUBE_NULL not in (mine, theirs):
                raise KeyTypeError(f"the values of the key {name!r} are {_KINDS[mine]} here, not {_KINDS[theirs]}")
        return state

    # ---- reading ----

    @documented(raw.nps_cube_find)
    def __getitem__(self, keys: Any) -> Accumulator:
        """A copy of a cell: a value for each key. NotFoundError, which is a KeyError, if there is none."""
        values = self._values(keys if isinstance(keys, (tuple, list, Mapping)) else (keys,))
        try:
            state = raw.nps_cube_find(self._state, values)
        except NotFoundError:
            raise NotFoundError(f"there is no cell {short(str(keys))}") from None
        return Accumulator._around(state, self._codes)

    def __iter__(self) -> Iterator[Tuple[Any, ...]]:
        """The values of each cell at this moment, sorted; None is last."""
        return iter(self._cells())

    @documented(raw.nps_cube_count)
    def __len__(self) -> int:
        """The number of cells."""
        return int(raw.nps_cube_count(self._state))

    @documented()
    def items(self) -> List[Tuple[Tuple[Any, ...], Accumulator]]:
        """The values of each cell with its accumulator, sorted; None is last.

        Returns
        -------
        list of tuple
            A tuple of the values of all keys, and a copy of the counts.

        Examples
        --------
        >>> cube = nps.Cube(["region"])
        >>> cube.add(["north"], 9)
        >>> cube.items()
        [(('north',), <nps.Accumulator: 1 answer, score 100.00>)]
        """
        return self._first(len(self))

    @documented(raw.nps_cube_total)
    def total(self) -> Accumulator:
        """The sum of all cells.

        Returns
        -------
        Accumulator
            A new accumulator.

        Examples
        --------
        >>> cube = nps.Cube(["region"])
        >>> cube.add(["north"], 9)
        >>> cube.total()
        <nps.Accumulator: 1 answer, score 100.00>
        """
        return Accumulator._around(raw.nps_cube_total(self._state), self._codes)

    @documented(raw.nps_cube_rollup)
    def rollup(
        self,
        *names: str,
        minimum: SupportsIndex = 0,
        subtotals: bool = False,
        scale: ScaleName = "0_10",
        outside: str = "raise",
        method: str = "auto",
        level: Real = 0.95,
        population: Population = None,
        prior: Prior = None,
    ) -> Table:
        """A table of the cells by some of the keys; without names, of the total.

        Parameters
        ----------
        names
            The names of the keys, in the order of the columns.
        minimum
            The smallest number of answers of a row that is shown. Smaller rows are withheld, and so are the rows that
            would give them away by subtraction from the total or from a subtotal; their figures are None. A row with
            n = 0 is shown, also with missing or invalid answers. Tables of several calls can be subtracted from one
            another: rollups() withholds for several tables together.
        subtotals
            Whether to add the total, and a subtotal of each value of the first key, of the first two, and so on. The
            column "depth" is then the number of keys that a row has values of; in the others it has None.

        Returns
        -------
        Table
            A row for each combination of values, with a column for each key, and n, missing, invalid, promoters,
            passives, detractors, score, lower, upper and method. Rows without a value have None. With a minimum there
            is a column "withheld", and the notes say how many rows are withheld.

        Examples
        --------
        >>> cube = nps.Cube(["region", "channel"])
        >>> cube.update([["north", "north", "south", None], ["web", "shop", "web", "web"]], [9, 10, 4, 8])
        >>> cube.rollup("channel")["channel"], cube.rollup("channel")["n"]
        (('shop', 'web'), (1, 3))
        """
        options = read_options(method, level, population, prior)
        rolled = self._rolled(names)
        least = _read_minimum(minimum)
        if least == 0 and not subtotals:
            return summary_table(rolled.items(), scale, outside, options, key_columns=names)
        lines = rolled._lines(least, subtotals)
        if least == 0:
            shown = [line.shown for line in lines]
            return summary_table(shown, scale, outside, options, key_columns=[*names, *_DEPTH[: bool(subtotals)]])
        return _withheld_table(lines, names, bool(subtotals), scale, outside, options)

    @documented(raw.nps_cube_rollup)
    def rollups(
        self,
        *keys: Union[str, Iterable[str]],
        minimum: SupportsIndex,
        scale: ScaleName = "0_10",
        outside: str = "raise",
        method: str = "auto",
        level: Real = 0.95,
        population: Population = None,
        prior: Prior = None,
    ) -> List[Table]:
        """The tables of several roll-ups that are published side by side, protected together.

        Rows of fewer answers than the minimum are withheld, and so are rows that would give one of them, or one small
        cell of all keys, away by adding and subtracting rows of any of the tables, or what remains of a row without
        others that lie in it. The tables that are named first keep the most rows. This holds for the tables of one
        call. Not protected are several rows or cells together, as in the second example; bounds, since the rows that
        are shown may leave few possible numbers for one that is withheld; rows that are shown whose answers are all the
        same; and what people find who know some of the answers, such as their own, and take them away.

        Parameters
        ----------
        keys
            The keys of each roll-up: a name, or a list of names; an empty list is the total. At most 8 roll-ups.
        minimum
            The smallest number of answers of a row that is shown. A row with n = 0 is shown, also with missing or
            invalid answers.

        Returns
        -------
        list of Table
            A table for each roll-up, as that of rollup() with a minimum.

        Raises
        ------
        NotFoundError
            There is no key of that name.

        Examples
        --------
        >>> cube = nps.Cube(["region", "channel"])
        >>> for region, channel, times in [("north", "web", 50), ("south", "web", 30), ("north", "shop", 3)]:
        ...     cube.add([region, channel], 9, times)
        ...
        >>> regions, channels = cube.rollups("region", "channel", minimum=10)
        >>> regions["n"], channels["n"]
        ((53, 30), (None, None))

        Both channels less region 1 are the 7 answers of the other regions together:

        >>> cube = nps.Cube(["region", "channel"])
        >>> for region, channel, times in [(1, "web", 20), (1, "shop", 30), (2, "web", 4), (3, "shop", 3)]:
        ...     cube.add([region, channel], 9, times)
        ...
        >>> [table["n"] for table in cube.rollups("region", "channel", minimum=10)]
        [(50, None, None), (33, 24)]
        """
        options = read_options(method, level, population, prior)
        named = [_names_of(each) for each in keys]
        places = tuple(self._places(names) for names in named)
        if len(named) > raw.NPS_CUBE_ROLLUPS_MAX:
            raise ValueError(f"at most {raw.NPS_CUBE_ROLLUPS_MAX} roll-ups are protected together, not {len(named)}")
        read = raw.cube_protect(self._state, places, _read_minimum(minimum))
        cells = self._cells()
        lines: List[List[_Line]] = [[] for _ in named]
        for cell, rollup, withheld, words in read:
            key = tuple(cells[cell][place] for place in places[rollup])
            counts = Accumulator._around(raw.nps_accumulator(words), self._codes)
            lines[rollup].append(_Line((key, counts), bool(withheld)))
        return [_withheld_table(of, names, False, scale, outside, options) for of, names in zip(lines, named)]

    def _lines(self, minimum: int, subtotals: bool) -> List[_Line]:
        """The lines of a table of all cells; without subtotals only the cells."""
        read = raw.cube_lines(self._state, minimum, subtotals)
        cells = self._cells()
        count = len(self._names)
        lines = []
        for cell, keys, withheld, words in read:
            if keys == count or subtotals:
                values = (*cells[cell][:keys], *[None] * (count - keys)) if cells else (None,) * count
                key = (*values, keys) if subtotals else values
                lines.append(_Line((key, Accumulator._around(raw.nps_accumulator(words), self._codes)), bool(withheld)))
        return lines

    def _rolled(self: Self, names: Iterable[str]) -> Self:
        """A cube of some of the keys."""
        read = tuple(names)
        return self._like(raw.nps_cube_rollup(self._state, self._places(read)), read)

    @documented(raw.nps_cube_slice)
    def slice(self: Self, **values: Value) -> Self:
        """A cube of the cells that have one value of a key, or of several, without these keys.

        Parameters
        ----------
        values
            The value by the name of the key: slice(region="north").

        Returns
        -------
        Cube
            A new cube of the other keys.

        Examples
        --------
        >>> cube = nps.Cube(["region", "channel"])
        >>> cube.update([["north", "north", "south", None], ["web", "shop", "web", "web"]], [9, 10, 4, 8])
        >>> north = cube.slice(region="north")
        >>> north.names, north.total().n
        (('channel',), 2)
        """
        cube = self
        for name, value in values.items():
            place = cube._place(name)
            state = raw.nps_cube_slice(cube._state, place, (read_cube_value(value, name),))
            cube = cube._like(state, (other for other in cube._names if other != name))
        return cube._rolled(cube._names) if cube is self else cube

    @documented(raw.nps_cube_periods)
    def periods(
        self: Self, name: str, every: Union[str, SupportsIndex] = "month", *, origin: Optional[Day] = None
    ) -> Self:
        """A cube in which each day of a key is the first day of its period.

        Parameters
        ----------
        name
            The name of the key, which has dates.
        every
            "day", "week" (ISO, from Monday on), "month", "quarter", "half" or "year"; or a number of days.
        origin
            The first day of one of the periods of a number of days; None for 1970-01-01.

        Returns
        -------
        Cube
            A new cube of the same keys.

        Examples
        --------
        >>> from datetime import date
        >>> cube = nps.Cube(["day", "region"])
        >>> cube.update([[date(2026, 1, 5), date(2026, 1, 9)], ["north", "north"]], [9, 4])
        >>> list(cube.periods("day", "month"))
        [(datetime.date(2026, 1, 1), 'north')]
        """
        place = self._place(name)
        if raw.cube_types(self._state)[place] not in (raw.NPS_CUBE_DAY, raw.NPS_CUBE_NULL):
            raise KeyTypeError(f"the values of the key {name!r} are no dates")
        return self._like(raw.nps_cube_periods(self._state, place, read_periods(every, origin)), self._names)

    # ---- showing ----

    @documented()
    def plot(
        self,
        ax: Any = None,
        *,
        by: Optional[Union[str, Iterable[str]]] = None,
        benchmark: Any = None,
        language: str = "en",
        title: Optional[str] = None,
        scale: ScaleName = "0_10",
        outside: str = "raise",
        method: str = "auto",
        level: Real = 0.95,
    ) -> Any:
        """Draws the scores of a roll-up with their intervals: a trend of a key that has dates, or the highest first.

        Parameters
        ----------
        by
            The name of a key, or of several, whose other keys are added up. None: the first key.

        Returns
        -------
        Display
            A ForestDisplay or a TrendDisplay of nps.plots, with `ax_` and `figure_`.

        Raises
        ------
        ImportError
            matplotlib is not installed.

        Examples
        --------
        >>> cube = nps.Cube(["region", "channel"])
        >>> cube.update([["north", "north", "south", None], ["web", "shop", "web", "web"]], [9, 10, 4, 8])
        >>> [line.name for line in cube.plot(by="channel").lines]
        ['shop', 'web']
        """
        from .plots import ForestDisplay  # imported here because few need it

        options: Dict[str, Any] = {"scale": scale, "outside": outside, "method": method, "level": level}
        rolled = self._rolled((by,) if isinstance(by, str) else self._names[:1] if by is None else by)
        if raw.cube_types(rolled._state) == (raw.NPS_CUBE_DAY,):
            return rolled._timeline().plot(ax, benchmark=benchmark, language=language, title=title, **options)
        table = rolled.rollup(*rolled._names, **options)
        figures = ForestDisplay.from_table(table, benchmark=benchmark, level=level)
        return figures.plot(ax, language=language, title=title)

    def _timeline(self) -> Timeline:
        """The days of the only key."""
        days = Timeline()
        for place, (day,) in enumerate(raw.cube_cells(self._state)):
            cell = raw.cube_get(self._state, place)
            if day is None:
                raw.nps_timeline_merge_undated(days._state, cell)
            else:
                raw.nps_timeline_merge_day(days._state, day, cell)
        return days

    def _repr_html_(self) -> str:
        """The table of the first cells in a notebook."""
        return summary_html(self._first(SHOWN), len(self), "cell", key_columns=self._names)

    def _first(self, most: int) -> List[Tuple[Tuple[Any, ...], Accumulator]]:
        """The first cells with their accumulators."""
        cells = self._cells()[:most]  # sorts them
        return [
            (cell, Accumulator._around(raw.cube_get(self._state, at), self._codes)) for at, cell in enumerate(cells)
        ]

    def __eq__(self, other: object) -> bool:
        """Whether both have the same keys and the same answers in each cell."""
        return self.to_bytes() == other.to_bytes() if isinstance(other, Cube) else NotImplemented

    __hash__ = None  # type: ignore[assignment]

    def __repr__(self) -> str:
        return f"<nps.{type(self).__name__} of {', '.join(self._names) or 'no keys'}: {numbered(len(self), 'cell')}>"

    # ---- keys ----

    def _places(self, names: Tuple[str, ...]) -> Tuple[int, ...]:
        """The places of the keys of a roll-up."""
        places = tuple(self._place(name) for name in names)
        if len(set(places)) != len(places):
            raise ValueError(f"the keys of a roll-up are different ones, not {', '.join(names)}")
        return places

    def _place(self, name: str) -> int:
        if name not in self._names:
            raise NotFoundError(f"there is no key {short(name)}; there are {', '.join(self._names)}")
        return self._names.index(name)

    def _values(self, keys: Any) -> Tuple[Any, ...]:
        """A value for each key, as the raw module takes them."""
        return tuple(read_cube_value(value, name) for value, name in zip(self._columns(keys), self._names))

    def _columns(self, columns: Any) -> List[Any]:
        """What belongs to each key, in the order of the names."""
        is_listed = kind_of(columns, "values") in ("values", "records")
        if isinstance(columns, (str, bytes, bytearray, set, frozenset)) or (
            is_listed and not hasattr(columns, "__iter__")
        ):
            raise TypeError(f"there is something for each key, in a list or by name, not {short(columns)}")
        if isinstance(columns, Mapping):
            if set(columns) != set(self._names):
                raise KeyTypeError(f"the keys are {', '.join(self._names)}, not {', '.join(map(str, columns))}")
            return [columns[name] for name in self._names]
        if not is_listed:
            frame = read_frame(columns, *self._names)
            return [frame.column(name, "columns") for name in self._names]
        listed = list(columns)
        if len(listed) != len(self._names):
            raise KeyTypeError(f"there are {numbered(len(self._names), 'key')}, not {len(listed)}")
        return listed

    def _cells(self) -> List[Tuple[Any, ...]]:
        """The values of all cells, sorted."""
        types = raw.cube_types(self._state)
        cells: List[Tuple[Any, ...]] = raw.cube_cells(self._state)
        if raw.NPS_CUBE_DAY not in types:
            return cells
        days = [kind == raw.NPS_CUBE_DAY for kind in types]
        return [
            tuple(date_of(value) if is_day and value is not None else value for value, is_day in zip(cell, days))
            for cell in cells
        ]


class _Line(NamedTuple):
    """A line of a table, and whether it is withheld."""

    shown: Tuple[Tuple[Any, ...], Accumulator]
    withheld: bool


_DEPTH = ["depth"]
"""The column with the number of keys of a line, in tables with subtotals."""


def _withheld_table(
    lines: List[_Line],
    names: Iterable[str],
    subtotals: bool,
    scale: ScaleName,
    outside: str,
    options: Tuple[Any, ...],
) -> Table:
    """The rows of lines, in which those that are withheld have no figures."""
    shown = [line.shown for line in lines if not line.withheld]
    columns = [*names, *_DEPTH[:subtotals]]
    rows = iter(summary_table(shown, scale, outside, options, key_columns=columns))
    blank = [None] * (len(SUMMARY) - 1)
    listed = [[*line.shown[0], *blank, True] if line.withheld else [*next(rows).values(), False] for line in lines]
    withheld = sum(line.withheld for line in lines)
    notes = (
        [f"{numbered(withheld, 'row')} withheld: too few answers, or would give such a row away"] if withheld else []
    )
    return Table([*columns, *SUMMARY[1:], "withheld"], listed, notes=notes)


_KINDS: Dict[int, str] = {
    raw.NPS_CUBE_TEXT: "str",
    raw.NPS_CUBE_INTEGER: "int",
    raw.NPS_CUBE_DAY: "dates",
    raw.NPS_CUBE_BOOLEAN: "bool",
}


def _read_minimum(minimum: SupportsIndex) -> int:
    least = read_integer(minimum, "minimum", "a number of answers")
    if not 0 <= least < 2**64:
        raise ValueError(f"minimum must be a number of answers from 0 on, not {short(least)}")
    return least


def _read_names(names: Iterable[str]) -> Tuple[str, ...]:
    if isinstance(names, str) or not hasattr(names, "__iter__"):
        raise TypeError(f'names must be a list of the names of keys, such as ["region", "channel"], not {short(names)}')
    read = tuple(names)
    for name in read:
        if not isinstance(name, str):
            raise TypeError(f"the name of a key must be a str, not {short(name)}")
        if not name or "\0" in name or name in (*SUMMARY[1:], *_DEPTH, "withheld"):
            raise ValueError(f"a key cannot be called {short(name)}")
        if any("\ud800" <= letter <= "\udfff" for letter in name):
            raise ValueError(f"a key cannot be called {short(name)}, which is not Unicode: it has half of a character")
        size = len(name.encode("utf-8"))
        if size > raw.NPS_CUBE_NAME_MAX:
            raise ValueError(f"the name of a key has at most {raw.NPS_CUBE_NAME_MAX} bytes in UTF-8, not {size}")
    if len(set(read)) != len(read) or len(read) > raw.NPS_CUBE_KEYS_MAX:
        raise ValueError(f"names must be at most {raw.NPS_CUBE_KEYS_MAX} different names, not {', '.join(read)}")
    return read


def _names_of(rollup: Union[str, Iterable[str]]) -> Tuple[str, ...]:
    """The names of the keys of a roll-up."""
    if isinstance(rollup, str):
        return (rollup,)
    if not hasattr(rollup, "__iter__"):
        raise TypeError(f"a roll-up is the name of a key or a list of names, not {short(rollup)}")
    return tuple(rollup)


def _check_length(count: Optional[int], answers: Any, name: str) -> None:
    """Refuses a column of another length than the answers, where both are known."""
    if count is not None and hasattr(answers, "__len__") and count != len(answers):
        raise ValueError(f"the column {name!r} has {count} values, and there are {len(answers)} answers")
