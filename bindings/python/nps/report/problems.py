# SPDX-License-Identifier: MIT
"""What stops a command: the data, or the options. The sentence says what to do."""

from __future__ import annotations

import re
from typing import Iterable, Sequence

_UNPRINTABLE = re.compile("[\x00-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")
"""Control characters, those that change the direction of a line, and bytes that are no text."""


class DataProblem(Exception):
    """The data cannot be reported on; the sentence names the file, and where there are any the row, column and
    value."""


class UsageProblem(Exception):
    """The options make no sense together."""


def printable(text: object) -> str:
    """A text from outside, safe to print: a character that could change the terminal or the line becomes "?"."""
    return _UNPRINTABLE.sub("?", str(text))


def quoted(value: object, most: int = 60) -> str:
    """A value in a message, shortened."""
    text = printable(value)
    return f"'{text if len(text) <= most else text[: most - 1] + '…'}'"


def listed(names: Iterable[object], most: int = 12) -> str:
    """Some names in a message."""
    shown: Sequence[object] = list(names)
    more = f" and {len(shown) - most} more" if len(shown) > most else ""
    return (", ".join(quoted(name) for name in shown[:most]) or "none") + more
