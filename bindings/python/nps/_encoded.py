# SPDX-License-Identifier: MIT
"""Encoded states, and copies and pickles made of them."""

from __future__ import annotations

from typing import Any, Tuple, Type, TypeVar

from ._shown import short

Self = TypeVar("Self", bound="Encoded")
Buffer = Any
"""An object with a buffer: bytes, bytearray, memoryview, mmap or an array of NumPy. typing has no name for it."""


def unchanging(data: Buffer) -> bytes:
    """The bytes of a buffer. They are copied unless they are immutable."""
    if type(data) is bytes:
        return data
    try:
        return bytes(memoryview(data))
    except TypeError:
        raise TypeError(f"an encoded state is bytes, or has a buffer of bytes, not {short(data)}") from None


class Encoded:
    """An object that is copied and pickled as its encoded state and its settings, such as missing codes."""

    __slots__ = ()

    def _encoded(self) -> bytes:
        raise NotImplementedError

    def _settings(self) -> Tuple[Any, ...]:
        raise NotImplementedError

    @classmethod
    def _decoded(cls: Type[Self], data: Any, *settings: Any) -> Self:
        """The object that was encoded; a subclass is not initialised."""
        raise NotImplementedError

    def __reduce__(self) -> Tuple[Any, ...]:
        # copy and deepcopy call it too; the dict is that of a subclass.
        return restored, (type(self), self._encoded(), *self._settings()), getattr(self, "__dict__", None)


def restored(cls: Type[Self], data: Any, *settings: Any) -> Self:
    """An object from its pickle."""
    return cls._decoded(data, *settings)
