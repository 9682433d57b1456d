# SPDX-License-Identifier: MIT
"""Columns and data frames of other libraries through the Arrow PyCapsule interface, without a copy."""

from __future__ import annotations

from contextlib import contextmanager
from typing import Any, Callable, Iterator, Optional, Tuple

from .errors import ColumnError

Arrow = Any
"""Whatever has __arrow_c_array__ or __arrow_c_stream__: pyarrow, Polars, DuckDB, pandas from 2.2 on."""


def is_arrow(data: Any) -> bool:
    """Whether a column is best read through Arrow; what lies below a pandas Series is better read as an array."""
    has_interface = hasattr(data, "__arrow_c_array__") or hasattr(data, "__arrow_c_stream__")
    return has_interface and not hasattr(getattr(data, "dtype", None), "kind")


def read_arrow(
    data: Arrow, array_reader: Callable[..., Any], stream_reader: Callable[..., Any], state: Any, *options: Any
) -> None:
    """Has a function of the raw module count what an object hands out: an array, or else a stream."""
    capsules: Tuple[Any, ...]
    if hasattr(data, "__arrow_c_array__"):
        reader, capsules = array_reader, tuple(data.__arrow_c_array__())
    elif hasattr(data, "__arrow_c_stream__"):
        reader, capsules = stream_reader, (data.__arrow_c_stream__(),)
    else:
        raise TypeError(f"expected Arrow data, which has __arrow_c_stream__, not {type(data).__name__!r}")
    try:
        reader(state, *capsules, *options)
    except BaseException:
        # Dropped while no exception is pending: producers may run Python when they are released.
        del capsules
        raise


@contextmanager
def explaining_tables(data: Arrow, child: Optional[str]) -> Iterator[None]:
    """Tells who gave a whole data frame where a column is expected how to name one."""
    try:
        yield
    except ColumnError as refused:
        if child is not None or 'got format "+s"' not in str(refused):
            raise
        raise ColumnError(
            f"{type(data).__name__!r} is a table, not a column: name one, "
            'as in update(frame["answer"]) or add_arrow(frame, "answer")'
        ) from None
