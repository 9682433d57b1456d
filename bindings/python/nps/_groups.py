# SPDX-License-Identifier: MIT
"""Many accumulators by key: segments, shops, gates, days."""

from __future__ import annotations

from collections.abc import Mapping
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
from ._documentation import documented
from ._encoded import Buffer, unchanging
from ._levels import Real
from ._options import Population, Prior, read_options
from ._results import Interval, numbered
from ._scale import ScaleName
from ._segmented import Segmented, read_segments
from ._segments import segment_intervals, summary_table
from ._summed import Subtractable
from ._table import Table
from ._tally import (
    Answer,
    Answers,
    Codes,
    bytes_of,
    check_answers,
    check_keys,
    column_of,
    integers_of,
    read_codes,
    tally_one,
)
from .errors import CountUnderflowError, KeyTypeError, NotFoundError

Key = Union[str, int]
Self = TypeVar("Self", bound="Groups")
Default = TypeVar("Default")

_NUMBERS: Dict[Type[Key], int] = {str: raw.NPS_KEY_TEXT, int: raw.NPS_KEY_INTEGER}
_TYPES: Dict[int, Type[Key]] = {number: key_type for key_type, number in _NUMBERS.items()}
_NO_GROUP = (NotFoundError, KeyTypeError, OverflowError, UnicodeError)
"""What a look-up raises for a key that is not there or cannot be."""


def _type_of(key: Any) -> Type[Key]:
    """The key type that a key asks for."""
    return _TYPES[raw.key_type_of(key)]


def _read_key(key: Any) -> Key:
    """A key that runs no code of its own any more."""
    if type(key) is str or type(key) is int:
        return key
    return index(key) if _type_of(key) is int else str.__str__(key)


class Groups(Mapping[Key, Accumulator], Subtractable):
    """Accumulators by key, a str or an int, of one kind for all: that of the first key, or `key_type`.

    A mapping in the order of the keys: that of their bytes in UTF-8, or of the integers. What it gives are copies:
    groups are changed by add(), update(), merge(), merge_bytes() and +=. Missing codes are those of Accumulator. When a
    call raises, nothing has changed.

    The memory budget is how many bytes the groups may have allocated at once, 0 for no limit; what update(),
    add_arrow() and merge() count or copy beside them has a budget of its own, as large. What would exceed it raises
    OutOfMemoryError.

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
    _held: Dict[str, Any]  # the state once there is a key type: setdefault() lets no thread replace another's

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
            What the keys are, str or int; None: what the first key is.
        """
        if key_type is not None and key_type not in _NUMBERS:
            raise KeyTypeError(f"a key type is str or int, not {key_type!r}")
        self._codes = read_codes(missing_codes)
        self._budget = _read_budget(memory_budget)
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
        """From what to_bytes() gave, here or elsewhere; neither missing codes nor the memory budget are in it.

        The data is as for Accumulator.from_bytes(). Keys that are not UTF-8, which Python never writes by itself, have
        surrogates in them: key.encode("utf-8", "surrogateescape") gives their bytes.

        Returns
        -------
        Groups
            With what was counted.

        Examples
        --------
        >>> shops = nps.Groups()
        >>> shops.update(["Rome", "Oslo", "Rome", "Oslo"], [9, 10, 4, 8])
        >>> nps.Groups.from_bytes(shops.to_bytes()) == shops
        True
        """
        codes, budget = read_codes(missing_codes), _read_budget(memory_budget)
        return cls._around(_decoded(data, budget), codes, budget)

    @property
    def _state(self) -> Any:
        """The state of the raw module; None until there is a key type, and never another one afterwards."""
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

    # ---- fed ----

    @documented(raw.nps_groups_add_text)
    def add(self, key: Key, answer: Answer, times: SupportsIndex = 1) -> None:
        """Counts one answer, or the same one several times, in the group of a key.

        Parameters
        ----------
        key
            The key of the group, which is made when it is new.
        answer
            As for Accumulator.add().

        Raises
        ------
        TypeError
            The answer is no number.

        Examples
        --------
        >>> shops = nps.Groups()
        >>> shops.add("Rome", 9)
        >>> shops.add("Rome", 4, times=2)
        >>> shops["Rome"]
        <nps.Accumulator: 3 answers, score -33.33>
        """
        counted = tally_one(answer, times, self._codes)
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
            The key of the group, which is made when it is new.

        Examples
        --------
        >>> shops = nps.Groups()
        >>> shops.add_missing("Rome", 3)
        >>> shops["Rome"].missing
        3
        """
        self.add(key, None, times)

    @documented()
    def update(self, keys: Iterable[Key], answers: Answers) -> None:
        """Counts many answers, each in the group of the key beside it; there must be as many keys as answers.

        Either is a column or any iterable. Two columns are not copied, and other threads run while they are counted:
        keys in a buffer of integers, in an Arrow column of texts or integers as pyarrow and Polars have them, or in a
        Series of pandas that has its texts from Arrow; answers as for Accumulator.update(). A missing key raises
        KeyTypeError, where add_arrow() counts the row apart and CodeGroups in `missing`.

        Parameters
        ----------
        keys
            The key of each answer: a column, a buffer of integers, or any iterable.

        Raises
        ------
        KeyTypeError
            A key is missing or is neither a text nor an integer, or the keys are one text, bytes, a set or a
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
    def add_arrow(self, data: Arrow, key: str, answer: str) -> Accumulator:
        """Counts a data frame by the names of its columns of keys, which are texts or integers, and of answers.

        It returns what rows without a key answered, where update() raises KeyTypeError.

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
            What rows without a key answered.

        Raises
        ------
        NotFoundError
            There is no column of that name.

        Examples
        --------
        >>> import pyarrow  # doctest: +SKIP
        >>> frame = pyarrow.table({"shop": ["Rome", None], "answer": [9, 3]})  # doctest: +SKIP
        >>> shops = nps.Groups()
        >>> without_shop = shops.add_arrow(frame, "shop", "answer")  # doctest: +SKIP
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
        """As update(), if the keys are a column."""
        view = integers_of(keys)
        key_type, column = keys_of(keys) if view is None else (int, (view, None, ()))
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
            del view, column, numbers  # as read_arrow() does
        self._merge_columns(counted)
        return True

    def _merge_columns(self, counted: Any) -> None:
        """As _merge_state(), where the error says what the columns had."""
        key_type = _TYPES[raw.nps_groups_key_type(counted)]
        if self.key_type not in (None, key_type) and raw.nps_groups_size(counted):
            raise KeyTypeError(f"keys are {'int here, not texts' if key_type is str else 'str here, not integers'}")
        self._merge_state(counted)

    @documented(raw.nps_groups_merge)
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
            raise TypeError(f"expected Groups or a mapping, not {type(other).__name__!r}")

    def _merge_state(self, state: Any) -> None:
        """Adds the groups of a state, which it may take over; without groups it says nothing of the key type."""
        if raw.nps_groups_size(state) == 0:
            return
        mine = self._held.setdefault("state", state)
        if mine is not state:
            raw.nps_groups_merge(mine, state)

    @documented(raw.nps_groups_merge_encoded)
    def merge_bytes(self, data: Buffer) -> None:
        """Adds other groups, given as for from_bytes().

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
            self._merge_state(_decoded(encoded, self._budget))
            return
        try:
            raw.nps_groups_merge_encoded(state, encoded)
        except KeyTypeError:
            self._merge_state(_decoded(encoded, self._budget))  # other keys are no harm when there are none

    def _new_state(self, key_type: Type[Key]) -> Any:
        return raw.nps_groups_create((_NUMBERS[key_type], self._budget))

    def _copied(self, state: Any) -> Any:
        """A copy of a state."""
        new = self._new_state(_TYPES[raw.nps_groups_key_type(state)])
        raw.nps_groups_merge(new, state)
        return new

    def _state_of(self, accumulators: Mapping[Any, Accumulator]) -> Any:
        """The state of groups that are given as a mapping."""
        first, pairs = _peeked(accumulators.items())
        state = self._new_state(self.key_type or (_type_of(first[0][0]) if first else str))
        for key, accumulator in pairs:
            if not isinstance(accumulator, Accumulator):
                raise TypeError(f"a group is an Accumulator, not {type(accumulator).__name__!r}")
            _merge_into(state, _read_key(key), accumulator._state)
        return state

    @documented(raw.nps_groups_subtract)
    def __isub__(self: Self, other: Any) -> Self:
        """Takes away other groups, or accumulators by key; CountUnderflowError when they are not there."""
        if not isinstance(other, Mapping):
            return NotImplemented
        part = other._state if isinstance(other, Groups) else self._state_of(other)
        state = self._state
        if part is None or raw.nps_groups_size(part) == 0:
            return self
        if state is None:
            raise CountUnderflowError("more would be taken away than there is: there are no groups")
        raw.nps_groups_subtract(state, part)
        return self

    def __iadd__(self: Self, other: Any) -> Self:
        """As merge()."""
        if not isinstance(other, Mapping):
            return NotImplemented
        self.merge(other)
        return self

    # ---- read ----

    @documented(raw.nps_groups_find_text)
    def __getitem__(self, key: Key) -> Accumulator:
        """A copy of a group; NotFoundError, a KeyError, when there is none."""
        read = _read_key(key)
        state = self._state
        find = raw.nps_groups_find_text if isinstance(read, str) else raw.nps_groups_find_integer
        try:
            if state is not None:
                return Accumulator._of_group(find(state, read), self._codes, read)
        except NotFoundError:
            pass
        raise NotFoundError(f"there is no group {read!r}")

    def __contains__(self, key: object) -> bool:
        """Whether there is a group; what can be no key here has none."""
        try:
            self[key]  # type: ignore[index]
        except _NO_GROUP:
            return False
        return True

    @overload
    def get(self, key: Key, /) -> Optional[Accumulator]: ...
    @overload
    def get(self, key: Key, /, default: Union[Accumulator, Default]) -> Union[Accumulator, Default]: ...
    @documented()
    def get(self, key: Key, /, default: Any = None) -> Any:
        """A copy of a group, or the default when there is none, also for what can be no key here.

        Parameters
        ----------
        key
            The key of the group.
        default
            What comes back when there is no such group.

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
        """The keys that there are now, in order."""
        state = self._state
        return iter(() if state is None else raw.groups_keys(state))

    @documented(raw.nps_groups_size)
    def __len__(self) -> int:
        """How many groups there are."""
        state = self._state
        return 0 if state is None else int(raw.nps_groups_size(state))

    @documented(raw.nps_groups_total)
    def total(self) -> Accumulator:
        """All groups together.

        Returns
        -------
        Accumulator
            A new one.

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
        """The confidence interval of the score of each group that has answers.

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
        """A table of all groups; one without answers has the score None.

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

    # ---- encoded, copied, pickled, shown ----

    @documented(raw.nps_groups_encode)
    def to_bytes(self) -> bytes:
        """Encodes all groups, for from_bytes() and merge_bytes(); without the missing codes.

        Without a key type they are groups by text.

        Returns
        -------
        bytes
            The same on every machine.

        Examples
        --------
        >>> shops = nps.Groups()
        >>> shops.update(["Rome", "Oslo", "Rome", "Oslo"], [9, 10, 4, 8])
        >>> len(shops.to_bytes())
        49
        """
        state = self._state
        return _encoded(raw.nps_groups_create(raw.NPS_KEY_TEXT) if state is None else state)

    def __reduce__(self) -> Tuple[Any, ...]:
        # Also serves copy and deepcopy; the dict is that of a subclass.
        state = self._state
        data = None if state is None else _encoded(state)
        settings = (self._codes, self._budget) if self._budget else (self._codes,)
        return _restored, (type(self), data, *settings), getattr(self, "__dict__", None)

    def __repr__(self) -> str:
        return f"<nps.{type(self).__name__}: {numbered(len(self), 'group')}>"


def _read_budget(memory_budget: SupportsIndex) -> int:
    budget = index(memory_budget)
    if not 0 <= budget < 2**64:
        raise ValueError(f"a memory budget is a number of bytes, 0 for no limit, not {budget}")
    return budget


def _encoded(state: Any) -> bytes:
    encoded: bytes = raw.nps_groups_encode(state)
    return encoded


def _decoded(data: Buffer, budget: int) -> Any:
    """The state that was encoded."""
    return raw.nps_groups_decode((raw.NPS_KEY_TEXT, budget), unchanging(data))  # or what the data says


def _restored(cls: Type[Self], data: Optional[bytes], codes: Codes, budget: int = 0) -> Self:
    """What was pickled; old pickles name it and give it the same, but for the budget."""
    return cls._around(None if data is None else _decoded(data, budget), read_codes(codes), budget)


def _merge_into(state: Any, key: Key, counted: Any) -> None:
    """Adds an accumulator's state to the group of a key."""
    if isinstance(key, str):
        raw.nps_groups_merge_text(state, key, counted)
    else:
        raw.nps_groups_merge_integer(state, key, counted)


def _peeked(iterable: Iterable[Any]) -> Tuple[Tuple[Any, ...], Iterator[Any]]:
    """The first item, if there is one, and all items."""
    iterator = iter(iterable)
    first = tuple(islice(iterator, 1))
    return first, chain(first, iterator)
