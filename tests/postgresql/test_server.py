"""What a server does with the extension: dump, crash, privileges, upgrade, cancelling. SPDX-License-Identifier: MIT"""

import json
import os
import pathlib
import signal
import threading
import time

import nps
import psycopg2
import pytest
from server import SUPERUSER
from survey import A, ANSWERS, text

DAYS = "SELECT i AS day, nps_agg(a) AS state FROM generate_series(1, 300) i, generate_series(1, i) a GROUP BY i"


def days(sql, where="true"):
    return [(day, bytes(state)) for day, state in sql(f"SELECT day, state::bytea FROM days WHERE {where} ORDER BY day")]


def wanted_days(count):
    return [(day, nps.Accumulator(range(1, day + 1)).to_bytes()) for day in range(1, count + 1)]


def test_every_file_states_the_same_version():
    folder = pathlib.Path(__file__).parents[2] / "bindings" / "postgresql"
    meta = json.loads((folder / "META.json").read_text())
    provided = meta["provides"]["nps"]
    assert meta["version"] == provided["version"] == nps.__version__
    assert provided["file"] == f"sql/nps--{nps.__version__}.sql" and (folder / provided["file"]).exists()
    assert f"default_version = '{nps.__version__}'" in (folder / "nps.control").read_text()


def test_dump_and_restore(server, database, sql):
    sql(f"CREATE TABLE days AS {DAYS}")
    sql("CREATE UNIQUE INDEX ON days (state)")
    sql("CREATE INDEX by_score ON days (nps_score(state))")
    sql("CREATE VIEW figures AS SELECT day, (nps_read(state, 0.9)).*, nps_json(state) FROM days WHERE day < 20")
    sql("CREATE MATERIALIZED VIEW totals AS SELECT nps_rollup(state) state FROM days")
    sql("CREATE TABLE typed (state nps_state DEFAULT nps_state(1, 2, 3) CHECK (nps_n(state) > 0))")
    dump = server.run("pg_dump", "-U", SUPERUSER, database)
    assert "CREATE EXTENSION IF NOT EXISTS nps" in dump and "FUNCTION public.nps_missing" not in dump
    server.psql("CREATE DATABASE restored TEMPLATE template0")
    (server.home / "dump.sql").write_text(dump)
    server.run("psql", "-X", "-q", "-v", "ON_ERROR_STOP=1", "-U", SUPERUSER, "-d", "restored",
               "-f", server.home / "dump.sql")
    assert days(sql) == wanted_days(300)
    for query in ("SELECT day, state::text FROM days ORDER BY day", "SELECT * FROM totals",
                  "SELECT * FROM figures ORDER BY day"):
        assert server.psql(query, "restored") == server.psql(query, database)


def wait_until(happened):
    for _ in range(1200):
        if happened():
            return
        time.sleep(0.05)
    raise AssertionError("waited for a minute")


def can_connect(server, database):
    try:
        server.connect(database).close()
    except psycopg2.OperationalError:
        return False
    return True


def test_a_crash_in_the_middle_of_an_insert_loses_nothing_that_was_committed(server, database):
    with server.connect(database) as writer:
        cursor = writer.cursor()
        cursor.execute(f"DROP TABLE IF EXISTS days CASCADE; CREATE TABLE days AS {DAYS}")
        cursor.execute("CREATE UNIQUE INDEX ON days (state)")
        cursor.execute("SELECT pg_backend_pid(), pg_current_wal_insert_lsn()")
        backend, began = cursor.fetchone()
    broken = []

    def insert():
        try:
            cursor.execute("INSERT INTO days SELECT day + 300, state + nps_state(day, 1, 1) "
                           "FROM (SELECT *, pg_sleep(0.05) FROM days) slow")
        except psycopg2.Error as error:
            broken.append(error)

    thread = threading.Thread(target=insert)
    thread.start()
    watcher = server.connect(database)
    look = watcher.cursor()

    def has_written():
        look.execute("SELECT pg_current_wal_insert_lsn() - %s > 2000", (began,))
        return look.fetchone()[0]

    wait_until(has_written)
    os.kill(backend, signal.SIGKILL)
    server.killed += 1
    thread.join()
    assert broken
    wait_until(lambda: "automatic recovery in progress" in server.log() and can_connect(server, database))
    connection = server.connect(database)
    look = connection.cursor()
    look.execute("SET enable_seqscan = off; SELECT day, state::bytea FROM days ORDER BY state")
    assert sorted((day, bytes(state)) for day, state in look.fetchall()) == wanted_days(300)
    look.execute("INSERT INTO days VALUES (301, nps_state(1, 1, 1)); SELECT count(*) FROM days")
    assert look.fetchone() == (301,)
    connection.close()
    server.stop("immediate")
    server.start()
    assert server.psql("SELECT count(*), nps_n(nps_rollup(state)) FROM days", database) == (
        f"301|{sum(min(day, 10) for day in range(1, 301)) + 3}\n")


@pytest.fixture(scope="module")
def visitor(server):
    """A database of somebody who may do nothing else."""
    server.psql("CREATE ROLE visitor LOGIN; CREATE ROLE passer LOGIN")
    server.psql("CREATE DATABASE theirs OWNER visitor TEMPLATE template0")
    return "visitor"


def test_an_ordinary_user_gets_functions_and_no_more(server, visitor):
    connection = server.connect("theirs", "passer")
    with pytest.raises(psycopg2.errors.InsufficientPrivilege):
        connection.cursor().execute("CREATE EXTENSION nps")
    connection.close()
    connection = server.connect("theirs", visitor)
    cursor = connection.cursor()
    cursor.execute("CREATE SCHEMA surveys; CREATE EXTENSION nps SCHEMA surveys; SET search_path = surveys")
    cursor.execute("SELECT nps_score(nps_agg(9)), nps_json(nps_state(1, 0, 0)) ->> 'n'")
    assert cursor.fetchone() == (100, "1")
    cursor.execute("SELECT DISTINCT classid::regclass::text FROM pg_depend WHERE deptype = 'e' AND refobjid = "
                   "(SELECT oid FROM pg_extension WHERE extname = 'nps')")
    assert {row[0] for row in cursor.fetchall()} <= {"pg_proc", "pg_type", "pg_operator", "pg_opclass", "pg_opfamily",
                                                     "pg_cast"}
    cursor.execute("SELECT count(*) FROM pg_proc WHERE proname LIKE 'nps%' AND (prosecdef OR proleakproof OR "
                   "proparallel <> 's' OR provolatile = 'v' OR proowner <> 10)")
    assert cursor.fetchone() == (0,)
    for refused in ("ALTER FUNCTION nps_missing(nps_state) COST 1", "DROP FUNCTION nps_missing(nps_state)",
                    "CREATE FUNCTION mine(nps_state) RETURNS float8 AS '$libdir/nps', 'nps_pg_score' LANGUAGE C",
                    "CREATE CAST (text AS nps_state) WITHOUT FUNCTION", "SELECT pg_read_file('postgresql.conf')",
                    "CREATE OR REPLACE FUNCTION nps_version() RETURNS text LANGUAGE sql RETURN 'mine'",
                    "ALTER TYPE nps_state OWNER TO visitor"):
        with pytest.raises((psycopg2.errors.InsufficientPrivilege, psycopg2.errors.DependentObjectsStillExist)):
            cursor.execute(refused)
    cursor.execute("DROP EXTENSION nps; "
                   "SELECT count(*) FROM pg_type WHERE typname LIKE 'nps%'")
    assert cursor.fetchone() == (0,)
    connection.close()


def test_an_update_keeps_the_states(server, sql):
    """A script of the next version, in the place where the files of a new package will be."""
    (server.share / "extension" / "nps--0.1.0--0.1.1.sql").write_text(
        "CREATE FUNCTION nps_size(nps_state) RETURNS integer LANGUAGE sql IMMUTABLE RETURN length($1::bytea);")
    sql(f"CREATE TABLE before AS SELECT {text(A)} state")
    assert sql("SELECT * FROM pg_extension_update_paths('nps') WHERE path IS NOT NULL") == [
        ("0.1.0", "0.1.1", "0.1.0--0.1.1")]
    sql("ALTER EXTENSION nps UPDATE TO '0.1.1'")
    assert sql("SELECT state::bytea, nps_size(state) FROM before")[0][1] == len(A.to_bytes())
    assert sql.value("SELECT nps_rollup(state)::bytea FROM before") == A.to_bytes()
    assert sql.value("SELECT extversion FROM pg_extension WHERE extname = 'nps'") == "0.1.1"
    sql("DROP EXTENSION nps CASCADE")
    sql("CREATE EXTENSION nps VERSION '0.1.1'")
    assert sql.value("SELECT nps_size(nps_agg(a)) FROM unnest(%s::integer[]) a", ANSWERS) == len(A.to_bytes())


@pytest.mark.parametrize("query", [
    "nps_agg(i::integer) FROM generate_series(1, 1e15) i",
    "nps_compare_p(nps_state(i % 20, 7, 7), nps_state(7, 13, i % 20)) FROM generate_series(1, 1000000) i"])
def test_long_statements_can_be_cancelled(sql, query):
    sql("SET statement_timeout = '200ms'")
    _, code = sql.refused(f"SELECT {query}")
    assert code == "57014"
