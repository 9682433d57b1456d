# SPDX-License-Identifier: MIT
"""How much of a long file has been read, on a terminal only."""

from __future__ import annotations

import sys
import time
from typing import Optional

_WIDTH = 30
_PATIENCE = 1.0
"""Seconds without a bar: most files take less."""
_PACE = 0.2
"""Seconds between two drawings."""


class Progress:
    """A bar on standard error. Where that is no terminal, nothing is written."""

    def __init__(self, name: str, size: int) -> None:
        self._name, self._size = name, size
        self._is_shown = sys.stderr.isatty() and size > 0
        self._next = time.monotonic() + _PATIENCE
        self._drawn: Optional[int] = None

    def __call__(self, done: int) -> None:
        if not self._is_shown or time.monotonic() < self._next:
            return
        self._next = time.monotonic() + _PACE
        share = min(1.0, done / self._size)
        filled = round(share * _WIDTH)
        line = f"{self._name[-30:]} [{'#' * filled}{'.' * (_WIDTH - filled)}] {100 * share:3.0f} %"
        print(f"\r{line}", end="", file=sys.stderr, flush=True)
        self._drawn = len(line)

    def close(self) -> None:
        """Takes the bar away."""
        if self._drawn is not None:
            print(f"\r{' ' * self._drawn}\r", end="", file=sys.stderr, flush=True)
            self._drawn = None
