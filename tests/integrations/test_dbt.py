# SPDX-License-Identifier: MIT
"""The macros of bindings/dbt, run by dbt on DuckDB and on PostgreSQL."""

import json
import os
import pathlib
import subprocess
import sys

import duckdb
import nps
import pytest

sys.path.insert(0, str(pathlib.Path(__file__).parents[1] / "postgresql"))
from server import SUPERUSER, Server  # noqa: E402

PACKAGE = pathlib.Path(__file__).parents[2] / "bindings" / "dbt"
# dbt has an environment of its own, because its requirements and those of other packages here do not agree.
DBT = os.environ.get("NPS_DBT", pathlib.Path(sys.prefix).parent / "integrations-dbt" / "bin" / "dbt")
ANSWERS = [10, 9, 9, 8, 7, 6, 10, 3, None, 11, -1, 0, 7.5, 9, float("inf"), 10, float("nan"), 5, None, 8, 2, 4, 1, 3, 5]
ROWS = [(("Rome", "Oslo", None)[row % 3], row % 2, answer) for row, answer in enumerate(ANSWERS)]
MODELS = {
    "by_shop": '{{ nps.nps_counts(source("survey", "answers"), "answer", by="shop") }}',
    "by_shop_and_day": '{{ nps.nps_counts(source("survey", "answers"), "answer", by=["shop", "day"]) }}',
    "first_day": '{{ nps.nps_counts(source("survey", "answers"), "answer", where="day = 0") }}',
    "wald": '{{ nps.nps_adjusted_wald(source("survey", "answers"), "answer", by="shop") }}',
    "stars": '{{ nps.nps_adjusted_wald(source("survey", "answers"), "answer", scale="1_5", level=0.9) }}',
    "nobody": '{{ nps.nps_adjusted_wald(source("survey", "answers"), "answer", where="false") }}',
    "wrong_level": '{{ nps.nps_adjusted_wald(source("survey", "answers"), "answer", level=95) }}',
}


def literal(value):
    return "NULL" if value is None else f"'{value}'"


class DuckDB:
    """A file of DuckDB."""

    schema = "main"

    def __init__(self, folder):
        self._path = folder / "survey.duckdb"
        self.output = f"type: duckdb, path: '{self._path}', threads: 1"
        with duckdb.connect(str(self._path)) as connection:
            connection.execute("CREATE TABLE answers (shop TEXT, day INTEGER, answer DOUBLE)")
            connection.executemany("INSERT INTO answers VALUES (?, ?, ?)", ROWS)

    def records(self, table):
        """The rows of a table, as mappings."""
        with duckdb.connect(str(self._path), read_only=True) as connection:
            found = connection.sql(f"FROM {table}")
            return [dict(zip(found.columns, row)) for row in found.fetchall()]


class PostgreSQL:
    """A server of its own, without the extension."""

    schema = "public"

    def __init__(self, server):
        self._server = server
        self.output = (
            f"type: postgres, host: '{server.home}', port: 5432, user: {SUPERUSER}, password: '', dbname: postgres, "
            "schema: public, threads: 1"
        )
        values = ", ".join(f"({', '.join(map(literal, row))})" for row in ROWS)
        server.psql("CREATE TABLE answers (shop text, day integer, answer double precision); "
                    f"INSERT INTO answers VALUES {values}")  # fmt: skip

    def records(self, table):
        """The rows of a table, as mappings."""
        return json.loads(self._server.psql(f"SELECT json_agg(t) FROM {table} t"))


def begin(folder, database):
    """Writes a project, and begins to run it."""
    texts = {
        "dbt_project.yml": "{name: survey, version: 0.1.0, config-version: 2, profile: here, flags: "
        "{send_anonymous_usage_stats: false}}",
        "profiles.yml": f"here: {{target: dev, outputs: {{dev: {{{database.output}}}}}}}",
        "models/sources.yml": f"{{version: 2, sources: [{{name: survey, schema: {database.schema}, "
        "tables: [{name: answers}]}]}",
        **{f"models/{name}.sql": text for name, text in MODELS.items()},
    }
    for name, text in texts.items():
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_text(text + "\n")
    (folder / "dbt_packages").mkdir()
    (folder / "dbt_packages" / "nps").symlink_to(PACKAGE)
    return subprocess.Popen([DBT, "--no-use-colors", "run", "--profiles-dir", "."], cwd=folder, text=True,
                            stdout=subprocess.PIPE, stderr=subprocess.STDOUT)  # fmt: skip


@pytest.fixture(scope="module")
def projects(tmp_path_factory):
    """The databases that dbt has built, and what it said, by name."""
    with Server(None) as server:
        folders = {name: tmp_path_factory.mktemp(name) for name in ("duckdb", "postgresql")}
        databases = {"duckdb": DuckDB(folders["duckdb"]), "postgresql": PostgreSQL(server)}
        running = {name: begin(folders[name], database) for name, database in databases.items()}  # both at once
        said = {name: process.communicate()[0] for name, process in running.items()}
        yield {name: (database, said[name]) for name, database in databases.items()}


@pytest.fixture(params=["duckdb", "postgresql"])
def project(projects, request):
    return projects[request.param]


def test_every_model_but_the_wrong_one_is_built(project):
    _, said = project
    assert f"PASS={len(MODELS) - 1} WARN=0 ERROR=1 " in said, said
    assert "level must be one of 0.8, 0.9, 0.95, 0.98, 0.99, 0.999, not 95" in said


def test_counts_are_those_of_the_library(project):
    database, _ = project
    wanted, by_shop = nps.Cube(["shop", "day"]), nps.Cube(["shop"])
    for shop, day, answer in ROWS:
        wanted.add((shop, day), answer)
        by_shop.add((shop,), answer)
    found = nps.from_counts(database.records("by_shop_and_day"), by=["shop", "day"])
    assert found.to_bytes() == wanted.to_bytes()
    assert nps.from_counts(database.records("by_shop"), by="shop").to_bytes() == by_shop.to_bytes()
    first_day = nps.Accumulator([answer for _, day, answer in ROWS if day == 0])
    assert nps.from_counts(database.records("first_day")) == first_day


def check(row, sample, scale, level):
    n, missing, invalid, *counts, score, lower, upper, method = row
    counted = sample.counts(scale, outside="ignore")
    found = counted.interval(method="adjusted wald", level=level)
    assert (n, missing, invalid) == (counted.n, sample.missing, sample.invalid + sample.n - counted.n)
    assert counts == [*counted] and method == found.method
    assert (score, lower, upper) == pytest.approx((counted.score, found.lower, found.upper), abs=1e-12)


def test_adjusted_wald_is_that_of_the_library(project):
    database, _ = project
    rows = [list(row.values()) for row in database.records("wald")]
    assert len(rows) == 3
    for shop, *row in rows:
        check(row, nps.Accumulator([answer for name, _, answer in ROWS if name == shop]), "0_10", 0.95)
    check(database.records("stars")[0].values(), nps.Accumulator(ANSWERS), "1_5", 0.9)
    assert [*database.records("nobody")[0].values()] == [0, 0, 0, 0, 0, 0, None, None, None, "adjusted wald"]
