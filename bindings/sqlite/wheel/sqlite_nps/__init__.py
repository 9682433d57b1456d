# SPDX-License-Identifier: MIT
"""Net Promoter Scores in SQLite: the loadable extension of libnps.

    >>> import sqlite3
    >>> import sqlite_nps
    >>> connection = sqlite3.connect(":memory:")
    >>> sqlite_nps.load(connection)
    >>> connection.execute("SELECT nps_score(nps_agg(column1)) FROM (VALUES (10), (9), (3))").fetchone()
    (33.333333333333336,)
"""

from __future__ import annotations

from pathlib import Path
from sqlite3 import Connection

__all__ = ["load", "loadable_path"]


def loadable_path() -> str:
    """The path of the extension, as SQLite, its shell and Datasette load it: without the ending of the file."""
    return str(Path(__file__).parent / "nps_sqlite")


def load(connection: Connection) -> None:
    """Loads the extension into a connection, and forbids it to load others afterwards.

    A Python that was built without extensions of SQLite has no connection.enable_load_extension(); there,
    nps.sqlite.register(connection) of the package libnps adds the same functions.
    """
    connection.enable_load_extension(True)
    try:
        connection.load_extension(loadable_path())
    finally:
        connection.enable_load_extension(False)
