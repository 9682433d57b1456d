#!/usr/bin/env python3
"""The states of one data set from every engine: the same bytes from all of them.

usage: equal_states.py BUILD [ROWS [FOLDER]]

Writes rows of a text key and an answer, made by a formula, as Parquet into the folder (one for temporary files by
default), and counts them by key in C, Python, SQLite, PostgreSQL, DuckDB, Spark and Dask. Prints a digest of all states
for each engine, and ends with 1 if two differ. BUILD has the library and the extensions:

    bindings/duckdb/build
    cmake -DNPS_SHARED=ON -DNPS_SQLITE=ON -DNPS_POSTGRESQL=ON build/duckdb && cmake --build build/duckdb

SQLite and PostgreSQL count file by file and merge the states; the others merge in their own way. Needs NumPy, PyArrow,
psycopg2, PySpark, Dask and DuckDB. SPDX-License-Identifier: MIT
"""

import ctypes
import hashlib
import io
import sqlite3
import sys
import tempfile
import time
from pathlib import Path

import nps
import nps.dask
import nps.spark
import numpy
from pyarrow import csv, parquet
from spark_peers import session, write

sys.path.insert(0, str(Path(__file__).parents[1] / "tests" / "postgresql"))
from server import Server  # noqa: E402

STEPS = ("CREATE TABLE parts (shop text, state {})", "CREATE TABLE answers (shop text, answer integer)")
PART = "INSERT INTO parts SELECT shop, nps_agg(answer) FROM answers GROUP BY shop"
WHOLE = "SELECT shop, nps_rollup(state){} FROM parts GROUP BY shop"


class Accumulator(ctypes.Structure):
    """nps_accumulator."""

    _fields_ = [("answers", ctypes.c_uint64 * 11), ("missing", ctypes.c_uint64), ("invalid", ctypes.c_uint64)]


def files_of(folder):
    return sorted(Path(folder).glob("*.parquet"))


def in_c(build, folder):
    """The functions of the library itself, a column of bytes for each key."""
    library = ctypes.CDLL(str(build / "lib" / "libnps.so"))
    size, states = ctypes.c_size_t, {}
    for file in files_of(folder):
        table = parquet.read_table(file)
        keys = table["shop"].combine_chunks().dictionary_encode()
        codes = keys.indices.to_numpy()
        answers = table["answer"].combine_chunks()
        is_missing, bins = numpy.asarray(answers.is_null()), numpy.asarray(answers.fill_null(0)).astype("u1")
        order = numpy.argsort(codes, kind="stable")
        bounds = numpy.searchsorted(codes[order], numpy.arange(len(keys.dictionary) + 1))
        for code, key in enumerate(keys.dictionary.to_pylist()):
            at = order[bounds[code] : bounds[code + 1]]
            there = bins[at][~is_missing[at]].tobytes()
            state = ctypes.byref(states.setdefault(key, Accumulator()))
            assert library.nps_accumulator_add_u8(state, there, size(len(there))) == 0
            assert library.nps_accumulator_add_missing(state, ctypes.c_uint64(len(at) - len(there))) == 0
    found = {}
    for key, state in states.items():
        made, length = ctypes.create_string_buffer(142), size()
        assert library.nps_accumulator_encode(ctypes.byref(state), made, size(142), ctypes.byref(length)) == 0
        found[key] = made.raw[: length.value]
    return found


def in_python(build, folder):
    groups = nps.Groups()
    for file in files_of(folder):
        table = parquet.read_table(file)
        groups.update(table["shop"], table["answer"])
    return {key: group.to_bytes() for key, group in groups.items()}


def in_sqlite(build, folder):
    connection = sqlite3.connect(":memory:")
    connection.enable_load_extension(True)
    connection.load_extension(str(build / "sqlite" / "nps_sqlite"))
    for step in STEPS:
        connection.execute(step.format("blob"))
    for file in files_of(folder):
        table = parquet.read_table(file)
        rows = zip(table["shop"].to_pylist(), table["answer"].to_pylist())
        connection.executemany("INSERT INTO answers VALUES (?, ?)", rows)
        connection.execute(PART)
        connection.execute("DELETE FROM answers")
    return dict(connection.execute(WHOLE.format("")))


def in_postgresql(build, folder):
    with Server(build / "postgresql", settings={"shared_buffers": "'512MB'", "max_wal_size": "'1GB'"}) as server:
        connection = server.connect()
        with connection.cursor() as cursor:
            cursor.execute("CREATE EXTENSION nps")
            for step in STEPS:
                cursor.execute(step.format("nps_state"))
            for file in files_of(folder):
                text = io.BytesIO()
                csv.write_csv(parquet.read_table(file), text, csv.WriteOptions(include_header=False))
                text.seek(0)
                cursor.execute("TRUNCATE answers")
                cursor.copy_expert("COPY answers FROM STDIN (FORMAT csv)", text)
                cursor.execute(PART)
            cursor.execute(WHOLE.format("::bytea"))
            found = {key: bytes(state) for key, state in cursor.fetchall()}
        connection.close()
    return found


def in_duckdb(build, folder):
    import duckdb

    connection = duckdb.connect(config={"allow_unsigned_extensions": True})
    connection.load_extension(str(build / "duckdb" / "nps.duckdb_extension"))
    query = f"SELECT shop, nps_agg(answer) FROM read_parquet('{folder}/*.parquet') GROUP BY shop"
    return dict(connection.execute(query).fetchall())


def in_spark(build, folder):
    spark = session()
    rows = nps.spark.states(spark.read.parquet(str(folder)), "answer", by="shop").collect()
    spark.stop()
    return {row.shop: bytes(row.state) for row in rows}


def in_dask(build, folder):
    import pandas
    from dask import dataframe

    survey = dataframe.from_map(pandas.read_parquet, files_of(folder))
    found = nps.dask.states(survey, "answer", by="shop").compute()
    return {str(row.shop): bytes(row.state) for row in found.itertuples()}


ENGINES = {
    "C": in_c,
    "Python": in_python,
    "SQLite": in_sqlite,
    "PostgreSQL": in_postgresql,
    "DuckDB": in_duckdb,
    "Spark": in_spark,
    "Dask": in_dask,
}


def digest_of(states):
    """A digest of the keys and their states, in the order of the keys."""
    made = hashlib.sha256()
    for key, state in sorted(states.items()):
        made.update(b"%s %d %s " % (key.encode(), len(state), state))
    return made.hexdigest()


def main(build, rows="50000000", folder=None):
    digests = set()
    with tempfile.TemporaryDirectory(dir=folder) as made:
        write(made, int(rows))
        for name, count in ENGINES.items():
            began = time.monotonic()
            states = count(Path(build).resolve(), made)
            digests.add(digest_of(states))
            took = time.monotonic() - began
            print(f"{name:10} {digest_of(states)}  {len(states):,} states of {int(rows):,} rows, {took:.0f} s", flush=True)
    return len(digests) != 1


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
