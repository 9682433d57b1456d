# SPDX-License-Identifier: MIT
"""Many accumulators by key, such as shops, gates or days."""

from __future__ import annotations

from collections.abc import Mapping
from functools import wraps
from itertools import chain, compress, islice
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
    numbers_of_arrow,
    only,
    polars_columns,
    read_arrow,
    refuse_table,
)
from ._columns import (
    REFUSED,
    Answer,
    Answers,
    Codes,
    bytes_of,
    check_answers,
    check_keys,
    check_lengths,
    column_of,
    count_one,
    is_plain,
    read_codes,
)
from ._documentation import documented
from ._encoded import Buffer, restored, unchanging
from ._frame import is_nothing
from ._group_keys import (
    Key,
    KeyType,
    check_key_type,
    check_whole,
    name_of,
    new_groups,
    plain_keys,
    read_key,
    shown_key,
    type_in,
    whole_kind,
)
from ._key_columns import key_column_of, kind_in_arrow
from ._numbers import Real, read_integer
from ._options import Population, Prior, read_options
from ._results import Interval
from ._scale import ScaleName
from ._segmented import Segmented, read_segments
from ._segments import segment_intervals, summary_html, summary_table
from ._shown import numbered, short
from ._summed import Subtractable, refuse_part
from ._table import Table
from .errors import CountUnderflowError, DayError, KeyTypeError, NotFoundError, OutOfMemoryError

Self = TypeVar("Self", bound="Groups")
Default = TypeVar("Default")
Method = TypeVar("Method", bound=Callable[..., Any])

_NO_GROUP = (NotFoundError, KeyTypeError, DayError, OverflowError, UnicodeError)
"""The errors of a look-up for a key without a group, or of a kind that no group has."""


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
    """Accumulators by key. All keys are str, int, dates or bool: as the first key, or as `key_type` says.

    A mapping that is sorted by key: texts by their bytes in UTF-8, others by value. Items are copies: only add(),
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
    """The state and the type of its keys, once there is one. setdefault() keeps a thread from replacing another's."""

    @documented()
    def __init__(
        self,
        key_type: Optional[KeyType] = None,
        *,
        missing_codes: Iterable[SupportsIndex] = (),
        memory_budget: SupportsIndex = 0,
    ) -> None:
        """Makes an object without groups.

        Parameters
        ----------
        key_type
            The type of all keys: str, int, datetime.date or bool. None: that of the first key.
        """
        self._codes = read_codes(missing_codes)
        self._budget = read_budget(memory_budget)
        self._held = {}
        if key_type is not None:
            check_key_type(key_type)
            self._held = {"kind": key_type, "state": new_groups(key_type, self._budget)}

    @classmethod
    def _around(cls: Type[Self], state: Any, codes: Codes, budget: int = 0, key_type: Optional[KeyType] = None) -> Self:
        self = super()._around(state, codes)
        self._budget = budget
        if state is not None and key_type is not None:
            check_key_type(key_type)
            check_whole(state, key_type)
            self._held["kind"] = key_type
        return self

    @classmethod
    @documented(raw.nps_groups_decode)
    def from_bytes(
        cls: Type[Self],
        data: Buffer,
        *,
        key_type: Optional[KeyType] = None,
        missing_codes: Iterable[SupportsIndex] = (),
        memory_budget: SupportsIndex = 0,
    ) -> Self:
        """Reads the result of to_bytes(), of this machine or another. Missing codes and budget are not part of it.

        Keys that are not UTF-8, which other programs may write, contain surrogates: key.encode("utf-8",
        "surrogateescape") returns their bytes.

        Parameters
        ----------
        key_type
            datetime.date or bool if the integers are days or booleans, which the bytes do not say.

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
        return cls._decoded(unchanging(data), missing_codes, memory_budget, key_type)

    @property
    def _state(self) -> Any:
        """The state of the raw module. None until there is a key type, and then always the same one."""
        return self._held.get("state")

    @_state.setter
    def _state(self, state: Any) -> None:
        self._held = {} if state is None else {"kind": type_in(state), "state": state}

    @property
    @documented(raw.nps_groups_key_type)
    def key_type(self) -> Optional[KeyType]:
        """str, int, datetime.date or bool; None until there is a key."""
        return self._held.get("kind")

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
        kind, plain = read_key(key)
        state = self._held.get("state")
        if state is not None:
            self._check_kind(kind, key)
            _merge_into(state, plain, counted)
        else:
            new = new_groups(kind, self._budget)
            _merge_into(new, plain, counted)
            self._merge_state(new, kind)

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
    def update(self, keys: Iterable[Key], answers: Answers, *, without_key: Optional[Accumulator] = None) -> None:
        """Counts many answers, each in the group of the key beside it; there must be as many keys as answers.

        Both are columns or iterables. Columns are not copied, and other threads run while they are counted. Columns of
        keys are buffers of integers, columns of PyArrow and Polars, and Series of pandas with texts in Arrow; columns
        of answers are those of Accumulator.update(). Floats and decimals have to be whole (3.0 is the key 3); the key
        of a time is its date.

        Parameters
        ----------
        keys
            The key of each answer: a column, a buffer of integers, or any iterable.
        without_key
            Receives the answers of rows whose key is None, NaN or null, so that groups and rest add up to all. None:
            such a row raises KeyTypeError. A Cube of one key has a group None instead.

        Raises
        ------
        KeyTypeError
            A key is missing or is neither a text nor a whole number; or the keys are one text, bytes, a set or a
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
        if without_key is None and is_plain(answers) and is_plain(keys) and self._update_integers(keys, answers):
            return
        check_keys(keys)
        check_answers(answers)
        check_lengths(keys, answers)
        if without_key is not None and not isinstance(without_key, Accumulator):
            raise TypeError(f"without_key must be an Accumulator, not {short(without_key)}")
        rest = None if without_key is None else raw.nps_accumulator()
        counted, kind = self._count_columns(keys, answers, rest) or self._count_rows(keys, answers, rest)
        if without_key is None or rest is None:
            self._merge_columns(counted, kind)
        else:
            raw.nps_accumulator_merge((without_key + Accumulator())._state, rest)  # raises before anything changes
            self._merge_columns(counted, kind)
            raw.nps_accumulator_merge(without_key._state, rest)

    def _update_integers(self, keys: Any, answers: Answers) -> bool:
        """As update() if both are arrays of NumPy that need no reading; otherwise returns False."""
        if getattr(getattr(keys, "dtype", None), "kind", None) not in ("i", "u"):
            return False
        counted = new_groups(int, self._budget)
        columns = (keys, None, ()), (answers, None, self._codes), self._codes
        try:
            raw.groups_count_columns(counted, *columns, False, raw.nps_accumulator())
        except REFUSED:
            return False  # the caller says what is wrong
        self._merge_state(counted, int)
        return True

    def _count_rows(self, keys: Iterable[Any], answers: Answers, rest: Any) -> Tuple[Any, KeyType]:
        """Counts answers by any keys into a new state; also returns the type of the keys."""
        codes = self._codes
        if is_arrow(answers):
            refuse_table(answers, capsules_of(answers))
            answers, codes = bytes_of(answers, codes), (raw.NPS_ANSWER_MISSING,)
        if rest is not None:
            keys, answers = _split(list(keys), bytes_of(answers, codes), rest)
            codes = (raw.NPS_ANSWER_MISSING,)
        first, keys = _peeked(keys)
        kind = whole_kind(first[0]) if first else None
        if kind is None:
            here = self.key_type
            kind = here if here in (str, int) else int if first and not isinstance(first[0], str) else str
        else:
            keys = plain_keys(keys, kind)
        counted = new_groups(kind, self._budget)
        raw.groups_count_all(counted, keys, answers, codes)
        return counted, kind

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
        kinds: List[KeyType] = []
        without_key = raw.nps_accumulator()

        def read(add: Callable[..., Any], capsules: Capsules) -> None:
            key_type = key_type_of(capsules, key) or str
            counted.append(new_groups(key_type, self._budget))
            kinds.append(kind_in_arrow(capsules, key) or key_type)
            add(counted[0], *capsules, (key, answer, self._codes), without_key)

        with explaining_columns(data, key, answer):
            columns = None if self._budget else polars_columns(data, key, answer)
            if columns is not None:
                counted.append(new_groups(str, self._budget))
                kinds.append(str)
                try:
                    raw.groups_count_columns(counted[0], *columns, self._codes, True, without_key)
                finally:
                    del columns
            else:
                read_arrow(
                    only(data, key, answer),
                    lambda _, *capsules: read(raw.nps_groups_add_arrow, capsules),
                    lambda _, *capsules: read(raw.nps_groups_add_arrow_stream, capsules),
                    None,
                )
        self._merge_columns(counted[0], kinds[0])
        return Accumulator._around(without_key, self._codes)

    def _count_columns(self, keys: Any, answers: Answers, rest: Any) -> Optional[Tuple[Any, KeyType]]:
        """As _count_rows() if the keys are a column; otherwise returns None."""
        read = key_column_of(keys, self._budget)
        if read is None:
            return None
        kind, column = read
        numbers = None
        counted = new_groups(kind, self._budget)
        lack = rest is not None, raw.nps_accumulator() if rest is None else rest
        try:
            numbers = numbers_of_arrow(answers)
            if numbers is not None:
                raw.groups_count_columns(counted, column, numbers, self._codes, *lack)
            else:
                with column_of(answers, self._codes) as beside:
                    raw.groups_count_columns(counted, column, beside, beside[2], *lack)
        finally:
            del read, column, numbers  # released while no exception is set, as in read_arrow()
        return counted, kind

    def _merge_columns(self, counted: Any, kind: KeyType) -> None:
        """As _merge_state(), for keys that were not read one by one."""
        check_whole(counted, kind)
        self._merge_state(counted, kind)

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
            kind, state = other._held.get("kind"), other._held.get("state")
            if kind is not None and state is not None:
                self._merge_state(self._copied(state, kind), kind)
        elif isinstance(other, Mapping):
            self._merge_state(*self._state_of(other))
        else:
            raise TypeError(f"other must be Groups or a mapping of Accumulators, not {short(other)}")

    def _merge_state(self, state: Any, kind: KeyType) -> None:
        """Adds the groups of a state, which may become that of this object. One without groups has no effect."""
        if raw.nps_groups_count(state) == 0:
            return
        here = self._held.setdefault("kind", kind)
        if here is not kind:
            raise KeyTypeError(f"keys are {name_of(here)} here, not {name_of(kind)}")
        mine = self._held.setdefault("state", state)
        if mine is not state:
            raw.nps_groups_merge(mine, state)

    def _check_kind(self, kind: KeyType, key: Any) -> None:
        here = self._held.get("kind", kind)
        if here is not kind:
            raise KeyTypeError(f"keys are {name_of(here)} here, not {short(key)}")

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
        here, state = self._held.get("kind"), self._state
        if state is None or here not in (str, int):
            self._merge_encoded(encoded, here)
            return
        try:
            raw.nps_groups_merge_encoded(state, encoded)
        except KeyTypeError:
            # Data of the other key type are accepted if they have no groups.
            self._merge_encoded(encoded, None)

    def _merge_encoded(self, encoded: Any, here: Optional[KeyType]) -> None:
        """As merge_bytes(); the bytes of dates and booleans are those of integers."""
        state = _state_of_bytes(encoded, self._budget)
        kind = type_in(state)
        if kind is int and here is not None and here is not str:
            check_whole(state, here)
            kind = here
        self._merge_state(state, kind)

    def _copied(self, state: Any, kind: KeyType) -> Any:
        """A copy of a state."""
        new = new_groups(kind, self._budget)
        raw.nps_groups_merge(new, state)
        return new

    def _state_of(self, accumulators: Mapping[Any, Accumulator]) -> Tuple[Any, KeyType]:
        """The state of a mapping of accumulators, and the type of its keys."""
        first, pairs = _peeked(accumulators.items())
        kind = self.key_type or (read_key(first[0][0]).kind if first else str)
        state = new_groups(kind, self._budget)
        for key, accumulator in pairs:
            if not isinstance(accumulator, Accumulator):
                raise TypeError(f"the group {short(key)} must be an Accumulator, not {short(accumulator)}")
            read = read_key(key)
            if read.kind is not kind:
                raise KeyTypeError(f"keys are {name_of(kind)} here, not {short(key)}")
            _merge_into(state, read.plain, accumulator._state)
        return state, kind

    @documented(raw.nps_groups_subtract)
    def __isub__(self: Self, other: Any) -> Self:
        """Subtracts other groups, or accumulators by key; CountUnderflowError when a count is too small."""
        if not isinstance(other, Mapping):
            return NotImplemented
        part, kind = (other._state, other.key_type) if isinstance(other, Groups) else self._state_of(other)
        state, here = self._state, self.key_type
        if part is None or kind is None or raw.nps_groups_count(part) == 0:
            return self
        if state is None or here is None:
            raise CountUnderflowError("more would be taken away than there is: there are no groups")
        if kind is not here:
            raise KeyTypeError(f"keys are {name_of(here)} here, not {name_of(kind)}")
        try:
            raw.nps_groups_subtract(state, part)
        except CountUnderflowError:
            refuse_part(
                (f"the group {short(key)}", self.get(key, Accumulator()), taken) for key, taken in other.items()
            )
            raise
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
        kind, plain = read_key(key)
        state = self._state
        self._check_kind(kind, key)
        find = raw.nps_groups_find_text if isinstance(plain, str) else raw.nps_groups_find_integer
        try:
            if state is not None:
                return Accumulator._of_group(find(state, plain), self._codes, shown_key(kind, plain))
        except NotFoundError:
            pass
        raise NotFoundError(f"there is no group {shown_key(kind, plain)!r}")

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
        kind, state = self.key_type, self._state
        keys = () if state is None else raw.groups_keys(state)
        return iter(keys if kind in (str, int) else [shown_key(kind, key) for key in keys])

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
        if self.key_type not in (None, str, int):
            return self._codes, self._budget, self.key_type
        return (self._codes, self._budget) if self._budget else (self._codes,)

    @classmethod
    def _decoded(
        cls: Type[Self],
        data: Any,
        codes: Iterable[SupportsIndex] = (),
        memory_budget: SupportsIndex = 0,
        key_type: Optional[KeyType] = None,
    ) -> Self:
        read, budget = read_codes(codes), read_budget(memory_budget)
        return cls._around(None if data is None else _state_of_bytes(data, budget), read, budget, key_type)

    def __repr__(self) -> str:
        return f"<nps.{type(self).__name__}: {numbered(len(self), 'group')}>"

    def _repr_html_(self) -> str:
        """The table of the first groups in a notebook."""
        return summary_html(self.items(), len(self), "group")


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


def _split(keys: List[Any], answers: bytes, rest: Any) -> Tuple[List[Any], bytes]:
    """The keys that are there with their answers; the others are counted in `rest`."""
    if len(keys) != len(answers):
        check_lengths(keys, answers)
    lacks = [is_nothing(key) for key in keys]
    raw.accumulator_count_all(rest, bytes(compress(answers, lacks)), (raw.NPS_ANSWER_MISSING,))
    there = [not lack for lack in lacks]
    return list(compress(keys, there)), bytes(compress(answers, there))


def _merge_into(state: Any, key: Union[str, int], counted: Any) -> None:
    """Adds an accumulator's state to the group of a key, which is of the type of the state."""
    if isinstance(key, str):
        raw.nps_groups_merge_text(state, key, counted)
    else:
        raw.nps_groups_merge_integer(state, key, counted)


def _peeked(iterable: Iterable[Any]) -> Tuple[Tuple[Any, ...], Iterator[Any]]:
    """The first item, if there is one, and all items."""
    iterator = iter(iterable)
    first = tuple(islice(iterator, 1))
    return first, chain(first, iterator)
