# SPDX-License-Identifier: MIT
import os

import psycopg2
import pytest
from server import Server

EXTENSION = os.environ["NPS_POSTGRESQL"]


@pytest.fixture(scope="session")
def server():
    # tests/postgresql/sanitized.sh: what the server must load before an extension with sanitizers.
    runtime = os.environ.get("NPS_PG_PRELOAD")
    environment = {"LD_PRELOAD": runtime} if runtime else None
    with Server(EXTENSION, os.environ.get("NPS_PG_CONFIG", "pg_config"), environment=environment) as running:
        running.psql("CREATE EXTENSION nps", "template1")
        yield running
        log = running.log()
        assert log.count("was terminated by signal") == running.killed
        signs = ("TRAP:", "PANIC:", "leak", "problem in alloc set", "Sanitizer", "runtime error:")
        assert not [sign for sign in signs if sign in log]


class Session:
    """A connection, and what the tests do with it. What they make they make in a schema that goes away with it."""

    def __init__(self, connection):
        self.connection = connection

    def __call__(self, query, *parameters):
        """Runs a query and returns its rows, or nothing."""
        with self.connection.cursor() as cursor:
            cursor.execute(query, parameters or None)
            return cursor.fetchall() if cursor.description else None

    def value(self, query, *parameters):
        ((value,),) = self(query, *parameters)
        return bytes(value) if isinstance(value, memoryview) else value

    def refused(self, query, *parameters):
        """The message and the code of the error that a query must end with; the connection lives on."""
        with pytest.raises(psycopg2.Error) as error:
            self(query, *parameters)
        assert self.value("SELECT 1") == 1
        return error.value.diag.message_primary, error.value.pgcode


@pytest.fixture(scope="module")
def database(server, request):
    """A database for a module, with the extension in it."""
    name = request.module.__name__
    server.psql(f"CREATE DATABASE {name} TEMPLATE template1")
    return name


@pytest.fixture
def sql(server, database):
    connection = server.connect(database)
    yield Session(connection)
    connection.close()
