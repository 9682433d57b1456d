# SPDX-License-Identifier: MIT
"""Many accumulators by key: segments, shops, gates, days."""

from __future__ import annotations

from collections.abc import Mapping
from copy import copy
from itertools import chain, islice
from typing import Any, Dict, Iterable, Iterator, Optional, SupportsIndex, Tuple, Type, TypeVar, Union

from . import raw
from .accumulator import Accumulator
from .counts import Real
from .documentation import documented
from .encoded import Buffer, unchanging
from .errors import KeyTypeError, NotFoundError
from .results import Interval
from .segments import intervals
from .tally import Answer, Answers, Codes, read_codes, tally_one

Key = Union[str, int]
Self = TypeVar("Self", bound="Groups")

_NUMBERS: Dict[Type[Key], int] = {str: raw.NPS_KEY_TEXT, int: raw.NPS_KEY_INTEGER}
_TYPES: Dict[int, Type[Key]] = {number: key_type for key_type, number in _NUMBERS.items()}


def _type_of(key: Any) -> Type[Key]:
    """The key type that a key asks for."""
    return _TYPES[raw.key_type_of(key)]


class Groups(Mapping[Key, Accumulator]):
    """Accumulators by key, a str or an int, of one kind for all: that of the first key, or `key_type`.

    A mapping in the order of the keys: that of their bytes in UTF-8, or of the integers. What it gives are copies:
    groups are changed by add(), update(), merge(), merge_bytes() and +=. Missing codes are those of Accumulator. When a
    call raises, nothing has changed.
    """

    __slots__ = ("__weakref__", "_codes", "_state")
    _codes: Codes
    _state: Any  # None until there is a key type

    def __init__(self, key_type: Optional[Type[Key]] = None, missing_codes: Iterable[SupportsIndex] = ()) -> None:
        """Without groups."""
        if key_type is not None and key_type not in _NUMBERS:
            raise KeyTypeError(f"a key type is str or int, not {key_type!r}")
        self._codes = read_codes(missing_codes)
        self._state = None if key_type is None else _new_state(key_type)

    @classmethod
    @documented(raw.nps_groups_decode)
    def from_bytes(cls: Type[Self], data: Buffer, missing_codes: Iterable[SupportsIndex] = ()) -> Self:
        """From what to_bytes() gave, here or elsewhere; missing codes are not in it.

        The data is as for Accumulator.from_bytes(). Keys that are not UTF-8, which Python never writes by itself, have
        surrogates in them: key.encode("utf-8", "surrogateescape") gives their bytes.
        """
        codes = read_codes(missing_codes)
        return cls._around(_decoded(data), codes)

    @classmethod
    def _around(cls: Type[Self], state: Any, codes: Codes) -> Self:
        """Groups around a state of the raw module, which they take over."""
        self = cls.__new__(cls)
        self._state = state
        self._codes = codes
        return self

    @property
    @documented(raw.nps_groups_key_type)
    def key_type(self) -> Optional[Type[Key]]:
        """str or int; None until there is a key."""
        if self._state is None:
            return None
        return _TYPES[raw.nps_groups_key_type(self._state)]

    # ---- fed ----

    @documented(raw.nps_groups_add_text)
    def add(self, key: Key, answer: Answer, times: SupportsIndex = 1) -> None:
        """Counts one answer, or the same one several times, in the group of a key."""
        counted = tally_one(answer, times, self._codes)
        state = self._state if self._state is not None else _new_state(_type_of(key))
        _merge_into(state, key, counted)
        self._state = state

    def update(self, keys: Iterable[Key], answers: Answers) -> None:
        """Counts many answers, each in the group of the key beside it; there must be as many keys as answers."""
        first, keys = _peeked(keys)
        counted = _new_state(self.key_type or (_type_of(first[0]) if first else str))
        raw.groups_count_all(counted, keys, answers, self._codes)
        self._merge_state(counted)

    @documented(raw.nps_groups_merge)
    def merge(self, other: Mapping[Any, Accumulator]) -> None:
        """Adds other groups, or accumulators by key."""
        if isinstance(other, Groups):
            if other._state is not None:
                self._merge_state(other._state)
        elif isinstance(other, Mapping):
            self._merge_state(_state_of(other, self.key_type))
        else:
            raise TypeError(f"expected Groups or a mapping, not {type(other).__name__!r}")

    def _merge_state(self, state: Any) -> None:
        """Adds the groups of a state; without groups it says nothing of the key type."""
        if raw.nps_groups_size(state) == 0:
            return
        if self._state is None:
            self._state = _copied(state)
        else:
            raw.nps_groups_merge(self._state, state)

    @documented(raw.nps_groups_merge_encoded)
    def merge_bytes(self, data: Buffer) -> None:
        """Adds other groups, given as for from_bytes()."""
        encoded = unchanging(data)
        if self._state is None:
            self._merge_state(_decoded(encoded))
            return
        try:
            raw.nps_groups_merge_encoded(self._state, encoded)
        except KeyTypeError:
            self._merge_state(_decoded(encoded))  # other keys are no harm when there are none

    def __iadd__(self: Self, other: Mapping[Any, Accumulator]) -> Self:
        """As merge()."""
        if not isinstance(other, Mapping):
            return NotImplemented
        self.merge(other)
        return self

    def __add__(self: Self, other: Mapping[Any, Accumulator]) -> Self:
        """Both together, with the missing codes of the left."""
        if not isinstance(other, Mapping):
            return NotImplemented
        both = copy(self)
        both += other
        return both

    # ---- read ----

    @documented(raw.nps_groups_find_text)
    def __getitem__(self, key: Key) -> Accumulator:
        """A copy of a group; NotFoundError, a KeyError, when there is none."""
        is_text = _type_of(key) is str
        if self._state is None:
            raise NotFoundError
        find = raw.nps_groups_find_text if is_text else raw.nps_groups_find_integer
        return Accumulator._around(find(self._state, key), self._codes)

    def __iter__(self) -> Iterator[Key]:
        """The keys that there are now, in order."""
        return iter(() if self._state is None else raw.groups_keys(self._state))

    @documented(raw.nps_groups_size)
    def __len__(self) -> int:
        """How many groups there are."""
        return 0 if self._state is None else int(raw.nps_groups_size(self._state))

    @documented(raw.nps_groups_total)
    def total(self) -> Accumulator:
        """All groups together."""
        if self._state is None:
            return Accumulator._around(raw.accumulator_new(), self._codes)
        return Accumulator._around(raw.nps_groups_total(self._state), self._codes)

    @documented(raw.nps_interval_many)
    def intervals(self, level: Real = 0.95, method: str = "auto") -> Dict[Key, Interval]:
        """The confidence interval of each group's score, by key; groups without answers are left out."""
        counts = {key: group.counts() for key, group in self.items()}
        answered = {key: counted for key, counted in counts.items() if any(counted)}
        return dict(zip(answered, intervals(answered.values(), level, method)))

    # ---- encoded, copied, pickled, shown ----

    @documented(raw.nps_groups_encode)
    def to_bytes(self) -> bytes:
        """All groups as bytes, for from_bytes() and merge_bytes(); without the missing codes.

        Without a key type they are groups by text.
        """
        return _encoded(_new_state(str) if self._state is None else self._state)

    def __reduce__(self) -> Tuple[Any, ...]:
        # Also serves copy and deepcopy; the dict is that of a subclass.
        data = None if self._state is None else _encoded(self._state)
        return _restored, (type(self), data, self._codes), getattr(self, "__dict__", None)

    def __repr__(self) -> str:
        return f"<nps.{type(self).__name__}: {len(self)} groups>"


def _new_state(key_type: Type[Key]) -> Any:
    return raw.nps_groups_create(_NUMBERS[key_type])


def _copied(state: Any) -> Any:
    """A copy of a state."""
    new = raw.nps_groups_create(raw.nps_groups_key_type(state))
    raw.nps_groups_merge(new, state)
    return new


def _encoded(state: Any) -> bytes:
    encoded: bytes = raw.nps_groups_encode(state)
    return encoded


def _decoded(data: Buffer) -> Any:
    """The state that was encoded."""
    return raw.nps_groups_decode(raw.NPS_KEY_TEXT, unchanging(data))  # or what the data says


def _restored(cls: Type[Self], data: Optional[bytes], codes: Codes) -> Self:
    """What was pickled; old pickles name it and give it the same."""
    return cls._around(None if data is None else _decoded(data), read_codes(codes))


def _merge_into(state: Any, key: Key, counted: Any) -> None:
    """Adds an accumulator's state to the group of a key."""
    if _type_of(key) is str:
        raw.nps_groups_merge_text(state, key, counted)
    else:
        raw.nps_groups_merge_integer(state, key, counted)


def _state_of(accumulators: Mapping[Any, Accumulator], key_type: Optional[Type[Key]]) -> Any:
    """The state of groups that are given as a mapping."""
    first, pairs = _peeked(accumulators.items())
    state = _new_state(key_type or (_type_of(first[0][0]) if first else str))
    for key, accumulator in pairs:
        if not isinstance(accumulator, Accumulator):
            raise TypeError(f"a group is an Accumulator, not {type(accumulator).__name__!r}")
        _merge_into(state, key, accumulator._state)
    return state


def _peeked(iterable: Iterable[Any]) -> Tuple[Tuple[Any, ...], Iterator[Any]]:
    """The first item, if there is one, and all items."""
    iterator = iter(iterable)
    first = tuple(islice(iterator, 1))
    return first, chain(first, iterator)
