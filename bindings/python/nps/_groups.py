# SPDX-License-Identifier: MIT
"""Many accumulators by key, such as shops, gates or days."""

from __future__ import annotations

from collections.abc import Mapping
from functools import wraps
from itertools import chain, islice
from operator import index
from typing import (
    Any,
    Callable,
    Dict,
    Iterable,
    Iterator,
    List,
    Optional,
    SupportsIndex,
    Tuple,
    Type,
    TypeVar,
    Union,
    cast,
    overload,
)

from . import _raw as raw
from ._accumulator import Accumulator
from ._arrow import (
    Arrow,
    Capsules,
    capsules_of,
    explaining_columns,
    is_arrow,
    key_type_of,
    keys_of,
    numbers_of_arrow,
    only,
    read_arrow,
    refuse_table,
)
from ._columns import (
    Answer,
    Answers,
    Codes,
    bytes_of,
    check_answers,
    check_keys,
    check_lengths,
    column_of,
    count_one,
    integers_of,
    read_codes,
)
from ._documentation import documented
from ._encoded import Buffer, restored, unchanging
from ._key_columns import key_column_of, zoned_key_column
from ._numbers import Real, read_integer
from ._options import Population, Prior, read_options
from ._results import Interval
from ._scale import ScaleName
from ._segmented import Segmented, read_segments
from ._segments import segment_intervals, summary_table
from ._shown import numbered, short
from ._summed import Subtractable, refuse_part
from ._table import SHOWN, Table
from .errors import CountUnderflowError, KeyTypeError, NotFoundError, OutOfMemoryError

Key = Union[str, int]
Self = TypeVar("Self", bound="Groups")
Default = TypeVar("Default")
Method = TypeVar("Method", bound=Callable[..., Any])

_NUMBERS: Dict[Type[Key], int] = {str: raw.NPS_KEY_TEXT, int: raw.NPS_KEY_INTEGER}
_TYPES: Dict[int, Type[Key]] = {number: key_type for key_type, number in _NUMBERS.items()}
_NO_GROUP = (NotFoundError, KeyTypeError, OverflowError, UnicodeError)
"""The errors of a look-up for a key without a group, or of a kind that no group has."""


def _type_of(key: Any) -> Type[Key]:
    """The key type of a key."""
    return _TYPES[raw.key_type_of(key)]


def _read_key(key: Any) -> Key:
    """A key as a plain str or int, whose methods no subclass overrides."""
    if type(key) is str or type(key) is int:
        return key
    return index(key) if _type_of(key) is int else str.__str__(key)


def _naming_budget(method: Method) -> Method:
    """The method of Groups with an error that names the budget, if there is one."""

    @wraps(method)
    def named(self: Groups, *args: Any, **kwargs: Any) -> Any:
        try:
            return method(self, *args, **kwargs)
        except OutOfMemoryError:
            if self._budget == 0:
                raise
            raise _over_budget(self._budget) from None

    return cast(Method, named)


def _over_budget(budget: int) -> OutOfMemoryError:
    return OutOfMemoryError(f"memory_budget={budget} bytes is too small for this call; nothing was changed")


class Groups(Mapping[Key, Accumulator], Subtractable):
    """Accumulators by key. All keys are str or all are int: as the first key, or as `key_type` says.

    A mapping that is sorted by key: texts by their bytes in UTF-8, integers by value. Items are copies: only add(),
    update(), merge(), merge_bytes(), += and -= change a group. Missing codes are those of Accumulator. A call that
    raises changes nothing.

    The memory budget is the largest number of bytes that the groups allocate at once, 0 for no limit. The data that
    update(), add_arrow() and merge() count or copy meanwhile have a second budget of the same size. A call that would
    exceed a budget raises OutOfMemoryError.

    Examples
    --------
    >>> shops = nps.Groups()
    >>> shops.update(["Rome", "Oslo", "Rome", "Oslo"], [9, 10, 4, 8])
    >>> shops["Rome"]
    <nps.Accumulator: 2 answers, score 0.00>
    >>> for shop, survey in shops.items():
    ...     print(shop, survey.score)
    ...
    Oslo 50.0
    Rome 0.0
    >>> print(shops.table())
    key   n  missing  invalid  promoters  passives  detractors  score  lower  upper  method
    Oslo  2        0        0          1         1           0   50.0  -61.3   97.5  exact
    Rome  2        0        0          1         0           1    0.0  -94.9   94.9  exact
    """

    __slots__ = ("__weakref__", "_budget", "_codes", "_held")
    _budget: int
    _codes: Codes
    _held: Dict[str, Any]
    """The state, once there is a key type. setdefault() keeps a thread from replacing the state of another."""

    @documented()
    def __init__(
        self,
        key_type: Optional[Type[Key]] = None,
        *,
        missing_codes: Iterable[SupportsIndex] = (),
        memory_budget: SupportsIndex = 0,
    ) -> None:
        """Makes an object without groups.

        Parameters
        ----------
        key_type
            The type of all keys, str or int. None: that of the first key.
        """
        if key_type is not None and key_type not in _NUMBERS:
            raise KeyTypeError(f"key_type must be str or int, not {short(key_type)}")
        self._codes = read_codes(missing_codes)
        self._budget = read_budget(memory_budget)
        self._state = None if key_type is None else self._new_state(key_type)

    @classmethod
    def _around(cls: Type[Self], state: Any, codes: Codes, budget: int = 0) -> Self:
        self = super()._around(state, codes)
        self._budget = budget
        return self

    @classmethod
    @documented(raw.nps_groups_decode)
    def from_bytes(
        cls: Type[Self],
        data: Buffer,
        *,
        missing_codes: Iterable[SupportsIndex] = (),
        memory_budget: SupportsIndex = 0,
    ) -> Self:
        """Reads the result of to_bytes(), of this machine or another. Missing codes and budget are not part of it.

        Keys that are not UTF-8, which other programs may write, contain surrogates: key.encode("utf-8",
        "surrogateescape") returns their bytes.

        Returns
        -------
        Groups
            With the counts that were encoded.

        Examples
        --------
        >>> shops = nps.Groups()
        >>> shops.update(["Rome", "Oslo", "Rome", "Oslo"], [9, 10, 4, 8])
        >>> nps.Groups.from_bytes(shops.to_bytes()) == shops
        True
        """
        return cls._decoded(unchanging(data), missing_codes, memory_budget)

    @property
    def _state(self) -> Any:
        """The state of the raw module. None until there is a key type, and then always the same one."""
        return self._held.get("state")

    @_state.setter
    def _state(self, state: Any) -> None:
        self._held = {} if state is None else {"state": state}

    @property
    @documented(raw.nps_groups_key_type)
    def key_type(self) -> Optional[Type[Key]]:
        """str or int; None until there is a key."""
        state = self._state
        return None if state is None else _TYPES[raw.nps_groups_key_type(state)]

    # ---- adding ----

    @documented(raw.nps_groups_add_text)
    @_naming_budget
    def add(self, key: Key, answer: Answer, times: SupportsIndex = 1) -> None:
        """Counts one answer, or the same one several times, in the group of a key.

        Parameters
        ----------
        key
            The key of the group. A group is made for a new key.
        answer
            As for Accumulator.add().

        Raises
        ------
        TypeError
            The answer is not a number.

        Examples
        --------
        >>> shops = nps.Groups()
        >>> shops.add("Rome", 9)
        >>> shops.add("Rome", 4, times=2)
        >>> shops["Rome"]
        <nps.Accumulator: 3 answers, score -33.33>
        """
        counted = count_one(answer, times, self._codes)
        read = _read_key(key)
        state = self._held.get("state")
        if state is not None:
            _merge_into(state, read, counted)
        else:
            new = self._new_state(_type_of(read))
            _merge_into(new, read, counted)
            self._merge_state(new)

    @documented(raw.nps_groups_add_missing_text)
    def add_missing(self, key: Key, times: SupportsIndex = 1) -> None:
        """Counts respondents of the group of a key who gave no answer.

        Parameters
        ----------
        key
            The key of the group. A group is made for a new key.

        Examples
        --------
        >>> shops = nps.Groups()
        >>> shops.add_missing("Rome", 3)
        >>> shops["Rome"].missing
        3
        """
        self.add(key, None, times)

    @documented()
    @_naming_budget
    def update(self, keys: Iterable[Key], answers: Answers) -> None:
        """Counts many answers, each in the group of the key beside it; there must be as many keys as answers.

        Both are columns or iterables. Columns are not copied, and other threads run while they are counted. Columns of
        keys are buffers of integers, columns of PyArrow and Polars, and Series of pandas with texts in Arrow; columns of
        answers are those of Accumulator.update(). A missing key raises KeyTypeError; add_arrow() counts such rows
        separately, and CodeGroups counts them in `missing`.

        Columns of NumPy, pandas, PyArrow and Polars may also have other types of whole numbers as keys: floats and
        decimals, of which each has to be whole (3.0 is the key 3); booleans, the keys 0 and 1; and dates and times, whose
        key is the number of days since 1970-01-01 of their day, as in Timeline.

        Parameters
        ----------
        keys
            The key of each answer: a column, a buffer of integers, or any iterable.

        Raises
        ------
        KeyTypeError
            A key is missing or is neither a text nor an integer; or the keys are one text, bytes, a set or a
            mapping.
        ValueError
            There are not as many keys as answers.

        Examples
        --------
        >>> shops = nps.Groups()
        >>> shops.update(["Rome", "Oslo", "Rome", "Oslo"], [9, 10, 4, 8])
        >>> shops.total()
        <nps.Accumulator: 4 answers, score 25.00>
        """
        check_keys(keys)
        check_answers(answers)
        check_lengths(keys, answers)
        if self._update_columns(keys, answers):
            return
        first, keys = _peeked(keys)
        is_integer = bool(first) and not isinstance(first[0], str)
        counted = self._new_state(self.key_type or (int if is_integer else str))
        if is_arrow(answers):
            refuse_table(answers, capsules_of(answers))
            raw.groups_count_all(counted, keys, bytes_of(answers, self._codes), (raw.NPS_ANSWER_MISSING,))
        else:
            raw.groups_count_all(counted, keys, answers, self._codes)
        self._merge_state(counted)

    @documented(raw.nps_groups_add_arrow)
    @_naming_budget
    def add_arrow(self, data: Arrow, key: str, answer: str) -> Accumulator:
        """Counts a column of answers of a data frame by a column of keys, of the types that update() takes.

        Rows without a key are counted separately and returned; update() raises KeyTypeError for them.

        Parameters
        ----------
        data
            A data frame that has the Arrow PyCapsule interface: pyarrow, Polars, DuckDB, pandas from 2.2 on.
        key
            The name of the column of keys.
        answer
            The name of the column of answers.

        Returns
        -------
        Accumulator
            The answers of rows without a key.

        Raises
        ------
        NotFoundError
            There is no column of that name.

        Examples
        --------
        >>> import pyarrow
        >>> frame = pyarrow.table({"shop": ["Rome", "Oslo"], "answer": [9, 3]})
        >>> shops = nps.Groups()
        >>> without_shop = shops.add_arrow(frame, "shop", "answer")
        >>> shops["Rome"], without_shop.n
        (<nps.Accumulator: 1 answer, score 100.00>, 0)
        """
        counted: List[Any] = []
        without_key = raw.nps_accumulator()

        def read(add: Callable[..., Any], capsules: Capsules) -> None:
            counted.append(self._new_state(key_type_of(capsules, key) or str))
            add(counted[0], *capsules, (key, answer, self._codes), without_key)

        with explaining_columns(data, key, answer):
            read_arrow(
                only(data, key, answer),
                lambda _, *capsules: read(raw.nps_groups_add_arrow, capsules),
                lambda _, *capsules: read(raw.nps_groups_add_arrow_stream, capsules),
                None,
            )
        self._merge_columns(counted[0])
        return Accumulator._around(without_key, self._codes)

    def _update_columns(self, keys: Any, answers: Answers) -> bool:
        """As update() if the keys are a column; otherwise returns False."""
        view = integers_of(keys)
        converted = (view, None, ()) if view is not None else key_column_of(keys)
        key_type, column = keys_of(keys) if converted is None else (int, converted)
        if key_type is None:
            converted = zoned_key_column(keys)
            key_type, column = None if converted is None else int, converted
        if key_type is None:
            return False
        numbers = None
        counted = self._new_state(key_type)
        try:
            numbers = numbers_of_arrow(answers)
            if numbers is not None:
                raw.groups_count_columns(counted, column, numbers, self._codes)
            else:
                with column_of(answers, self._codes) as read:
                    raw.groups_count_columns(counted, column, read, read[2])
        finally:
            del view, converted, column, numbers  # released while no exception is set, as in read_arrow()
        self._merge_columns(counted)
        return True

    def _merge_columns(self, counted: Any) -> None:
        """As _merge_state(), with an error that names both kinds of keys."""
        key_type = _TYPES[raw.nps_groups_key_type(counted)]
        if self.key_type not in (None, key_type) and raw.nps_groups_count(counted):
            raise KeyTypeError(f"keys are {_other_keys(self._state)}")
        self._merge_state(counted)

    @documented(raw.nps_groups_merge)
    @_naming_budget
    def merge(self, other: Mapping[Any, Accumulator]) -> None:
        """Adds other groups, or accumulators by key.

        Parameters
        ----------
        other
            Groups, or a mapping of accumulators.

        Examples
        --------
        >>> shops = nps.Groups()
        >>> shops.update(["Rome", "Oslo", "Rome", "Oslo"], [9, 10, 4, 8])
        >>> shops.merge({"Rome": nps.Accumulator([10]), "Lima": nps.Accumulator([3])})
        >>> list(shops)
        ['Lima', 'Oslo', 'Rome']
        """
        if isinstance(other, Groups):
            if other._state is not None:
                self._merge_state(self._copied(other._state))
        elif isinstance(other, Mapping):
            self._merge_state(self._state_of(other))
        else:
            raise TypeError(f"other must be Groups or a mapping of Accumulators, not {short(other)}")

    def _merge_state(self, state: Any) -> None:
        """Adds the groups of a state, which may become that of this object. One without groups has no effect."""
        if raw.nps_groups_count(state) == 0:
            return
        mine = self._held.setdefault("state", state)
        if mine is not state:
            raw.nps_groups_merge(mine, state)

    @documented(raw.nps_groups_merge_encoded)
    @_naming_budget
    def merge_bytes(self, data: Buffer) -> None:
        """Adds other groups, encoded as for from_bytes().

        Examples
        --------
        >>> shops = nps.Groups()
        >>> shops.update(["Rome", "Oslo", "Rome", "Oslo"], [9, 10, 4, 8])
        >>> shops.merge_bytes(shops.to_bytes())
        >>> shops["Rome"].n
        4
        """
        encoded = unchanging(data)
        state = self._state
        if state is None:
            self._merge_state(_state_of_bytes(encoded, self._budget))
            return
        try:
            raw.nps_groups_merge_encoded(state, encoded)
        except KeyTypeError:
            # Data of the other key type are accepted if they have no groups.
            self._merge_state(_state_of_bytes(encoded, self._budget))

    def _new_state(self, key_type: Type[Key]) -> Any:
        return raw.nps_groups_create((_NUMBERS[key_type], self._budget))

    def _copied(self, state: Any) -> Any:
        """A copy of a state."""
        new = self._new_state(_TYPES[raw.nps_groups_key_type(state)])
        raw.nps_groups_merge(new, state)
        return new

    def _state_of(self, accumulators: Mapping[Any, Accumulator]) -> Any:
        """The state of a mapping of accumulators."""
        first, pairs = _peeked(accumulators.items())
        state = self._new_state(self.key_type or (_type_of(first[0][0]) if first else str))
        for key, accumulator in pairs:
            if not isinstance(accumulator, Accumulator):
                raise TypeError(f"the group {short(key)} must be an Accumulator, not {short(accumulator)}")
            _merge_into(state, _read_key(key), accumulator._state)
        return state

    @documented(raw.nps_groups_subtract)
    def __isub__(self: Self, other: Any) -> Self:
        """Subtracts other groups, or accumulators by key; CountUnderflowError when a count is too small."""
        if not isinstance(other, Mapping):
            return NotImplemented
        part = other._state if isinstance(other, Groups) else self._state_of(other)
        state = self._state
        if part is None or raw.nps_groups_count(part) == 0:
            return self
        if state is None:
            raise CountUnderflowError("more would be taken away than there is: there are no groups")
        try:
            raw.nps_groups_subtract(state, part)
        except CountUnderflowError:
            refuse_part((f"the group {short(key)}", self.get(key, Accumulator()), taken) for key, taken in other.items())
            raise
        except KeyTypeError:
            raise KeyTypeError(f"keys are {_other_keys(state)}") from None
        return self

    def __iadd__(self: Self, other: Any) -> Self:
        """As merge()."""
        if not isinstance(other, Mapping):
            return NotImplemented
        self.merge(other)
        return self

    # ---- reading ----

    @documented(raw.nps_groups_find_text)
    def __getitem__(self, key: Key) -> Accumulator:
        """A copy of a group. NotFoundError, which is a KeyError, if there is none."""
        read = _read_key(key)
        state = self._state
        if state is not None:
            _check_kind(state, read)
        find = raw.nps_groups_find_text if isinstance(read, str) else raw.nps_groups_find_integer
        try:
            if state is not None:
                return Accumulator._of_group(find(state, read), self._codes, read)
        except NotFoundError:
            pass
        raise NotFoundError(f"there is no group {read!r}")

    def __contains__(self, key: object) -> bool:
        """Whether a key has a group; False for objects that cannot be keys."""
        try:
            self[key]  # type: ignore[index]
        except _NO_GROUP:
            return False
        return True

    @overload
    def get(self, key: Key, /, default: None = None) -> Optional[Accumulator]: ...
    @overload
    def get(self, key: Key, /, default: Union[Accumulator, Default]) -> Union[Accumulator, Default]: ...
    @documented()
    def get(self, key: Key, /, default: Any = None) -> Any:
        """A copy of a group, or the default if there is none, also for objects that cannot be keys.

        Parameters
        ----------
        key
            The key of the group.
        default
            The result if there is no such group.

        Returns
        -------
        Accumulator
            A copy of the group, or the default.

        Examples
        --------
        >>> shops = nps.Groups()
        >>> shops.update(["Rome", "Oslo", "Rome", "Oslo"], [9, 10, 4, 8])
        >>> shops.get("Lima") is None
        True
        """
        try:
            return self[key]
        except _NO_GROUP:
            return default

    def __iter__(self) -> Iterator[Key]:
        """The keys at this moment, sorted."""
        state = self._state
        return iter(() if state is None else raw.groups_keys(state))

    @documented(raw.nps_groups_count)
    def __len__(self) -> int:
        """The number of groups."""
        state = self._state
        return 0 if state is None else int(raw.nps_groups_count(state))

    @documented(raw.nps_groups_total)
    def total(self) -> Accumulator:
        """The sum of all groups.

        Returns
        -------
        Accumulator
            A new accumulator.

        Examples
        --------
        >>> shops = nps.Groups()
        >>> shops.update(["Rome", "Oslo", "Rome", "Oslo"], [9, 10, 4, 8])
        >>> shops.total()
        <nps.Accumulator: 4 answers, score 25.00>
        """
        state = self._state
        total = raw.nps_accumulator() if state is None else raw.nps_groups_total(state)
        return Accumulator._around(total, self._codes)

    @documented(raw.nps_interval_many)
    def intervals(
        self,
        *,
        scale: ScaleName = "0_10",
        outside: str = "raise",
        method: str = "auto",
        level: Real = 0.95,
        population: Population = None,
        prior: Prior = None,
    ) -> Segmented[Key, Interval]:
        """The confidence interval of the score of every group that has answers.

        Returns
        -------
        Segmented
            Intervals by key: a dict, whose table() is a Table.

        Examples
        --------
        >>> shops = nps.Groups()
        >>> shops.update(["Rome", "Oslo", "Rome", "Oslo"], [9, 10, 4, 8])
        >>> shops.intervals(level=0.9)
        {'Oslo': Interval(lower=-45.228, upper=94.868, method='exact'), 'Rome': Interval(lower=-89.737,
            upper=89.737, method='exact')}
        """
        options = read_options(method, level, population, prior)
        found: Segmented[Key, Interval] = segment_intervals(read_segments(self, scale, outside), options)
        return found

    @documented()
    def table(
        self,
        *,
        scale: ScaleName = "0_10",
        outside: str = "raise",
        method: str = "auto",
        level: Real = 0.95,
        population: Population = None,
        prior: Prior = None,
    ) -> Table:
        """A table of all groups. The score of a group without answers is None.

        Returns
        -------
        Table
            A row for each group, with columns key, n, missing, invalid, promoters, passives, detractors, score,
            lower, upper and method.

        Examples
        --------
        >>> shops = nps.Groups()
        >>> shops.update(["Rome", "Oslo", "Rome", "Oslo"], [9, 10, 4, 8])
        >>> print(shops.table())
        key   n  missing  invalid  promoters  passives  detractors  score  lower  upper  method
        Oslo  2        0        0          1         1           0   50.0  -61.3   97.5  exact
        Rome  2        0        0          1         0           1    0.0  -94.9   94.9  exact
        """
        options = read_options(method, level, population, prior)
        return summary_table(self.items(), scale, outside, options)

    @documented()
    def plot(
        self,
        ax: Any = None,
        *,
        benchmark: Any = None,
        language: str = "en",
        title: Optional[str] = None,
        scale: ScaleName = "0_10",
        outside: str = "raise",
        method: str = "auto",
        level: Real = 0.95,
    ) -> Any:
        """Draws the score of each group with its interval, the highest first.

        Returns
        -------
        ForestDisplay
            A display of nps.plots, with `ax_` and `figure_`. SharesDisplay.from_segments() draws shares.

        Raises
        ------
        ImportError
            matplotlib is not installed.

        Examples
        --------
        >>> shops = nps.Groups()
        >>> shops.update(["Rome", "Oslo", "Rome", "Oslo"], [9, 10, 4, 8])
        >>> display = shops.plot(benchmark=36)
        >>> [line.name for line in display.lines]
        ['Oslo', 'Rome', '']
        """
        from .plots import ForestDisplay  # imported here because few need it

        figures = ForestDisplay.from_segments(
            self, benchmark=benchmark, scale=scale, outside=outside, method=method, level=level
        )
        return figures.plot(ax, language=language, title=title)

    # ---- encoding, copying, pickling, repr ----

    @documented(raw.nps_groups_encode)
    def to_bytes(self) -> bytes:
        """Encodes all groups for from_bytes() and merge_bytes(), without the missing codes.

        An object without a key type is encoded as groups by text.

        Returns
        -------
        bytes
            The same bytes on every machine.

        Examples
        --------
        >>> shops = nps.Groups()
        >>> shops.update(["Rome", "Oslo", "Rome", "Oslo"], [9, 10, 4, 8])
        >>> len(shops.to_bytes())
        49
        """
        encoded = self._encoded()
        return _encoded(raw.nps_groups_create(raw.NPS_KEY_TEXT)) if encoded is None else encoded

    def _encoded(self) -> Any:
        """The encoded state, or None without a key type."""
        state = self._state
        return None if state is None else _encoded(state)

    def _settings(self) -> Tuple[Any, ...]:
        return (self._codes, self._budget) if self._budget else (self._codes,)

    @classmethod
    def _decoded(
        cls: Type[Self], data: Any, codes: Iterable[SupportsIndex] = (), memory_budget: SupportsIndex = 0
    ) -> Self:
        read, budget = read_codes(codes), read_budget(memory_budget)
        return cls._around(None if data is None else _state_of_bytes(data, budget), read, budget)

    def __repr__(self) -> str:
        return f"<nps.{type(self).__name__}: {numbered(len(self), 'group')}>"

    def _repr_html_(self) -> str:
        """The table of the first groups in a notebook."""
        rest = len(self) - SHOWN
        table = summary_table(islice(self.items(), SHOWN), "0_10", "ignore", read_options("auto", 0.95, None, None))
        notes = [f"... {numbered(rest, 'more group')}"] if rest > 0 else []
        return Table(table.columns, table.rows, notes=[*table.notes, *notes])._repr_html_()


def read_budget(memory_budget: SupportsIndex) -> int:
    budget = read_integer(memory_budget, "memory_budget", "a whole number of bytes")
    if not 0 <= budget < 2**64:
        raise ValueError(f"memory_budget must be from 0, for no limit, to 2^64 - 1 bytes, not {short(budget)}")
    return budget


def _encoded(state: Any) -> bytes:
    encoded: bytes = raw.nps_groups_encode(state)
    return encoded


def _state_of_bytes(data: Buffer, budget: int) -> Any:
    try:
        return raw.nps_groups_decode((raw.NPS_KEY_TEXT, budget), unchanging(data))  # the key type is that of the data
    except OutOfMemoryError:
        if budget == 0:
            raise
        raise _over_budget(budget) from None


_restored = restored  # the name in pickles of earlier versions


def _other_keys(state: Any) -> str:
    """The kind of keys here, and the other one, for an error."""
    return "str here, not integers" if raw.nps_groups_key_type(state) == raw.NPS_KEY_TEXT else "int here, not texts"


def _check_kind(state: Any, key: Key) -> None:
    kind = _TYPES[raw.nps_groups_key_type(state)]
    if not isinstance(key, kind):
        raise KeyTypeError(f"keys are {kind.__name__} here, not {short(key)}")


def _merge_into(state: Any, key: Key, counted: Any) -> None:
    """Adds an accumulator's state to the group of a key."""
    _check_kind(state, key)
    if isinstance(key, str):
        raw.nps_groups_merge_text(state, key, counted)
    else:
        raw.nps_groups_merge_integer(state, key, counted)


def _peeked(iterable: Iterable[Any]) -> Tuple[Tuple[Any, ...], Iterator[Any]]:
    """The first item, if there is one, and all items."""
    iterator = iter(iterable)
    first = tuple(islice(iterator, 1))
    return first, chain(first, iterator)
