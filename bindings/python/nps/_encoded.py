# SPDX-License-Identifier: MIT
"""Encoded states as the raw module takes them."""

from __future__ import annotations

from reprlib import repr as short
from typing import Any

Buffer = Any
"""Whatever has a buffer: bytes, bytearray, memoryview, mmap, NumPy's arrays. Python has no name for it before 3.12."""


def unchanging(data: Buffer) -> bytes:
    """The bytes of a buffer; a copy, unless nobody can change them while they are read."""
    if type(data) is bytes:
        return data
    try:
        return bytes(memoryview(data))
    except TypeError:
        raise TypeError(f"an encoded state is bytes, or has a buffer of bytes, not {short(data)}") from None
