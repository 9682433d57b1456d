# SPDX-License-Identifier: MIT
"""The macros of bindings/dbt, run by dbt on DuckDB."""

import os
import pathlib
import subprocess
import sys

import duckdb
import nps
import pytest

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


@pytest.fixture(scope="module")
def project(tmp_path_factory):
    """The database that dbt has built, and what it said."""
    folder = tmp_path_factory.mktemp("dbt")
    database = folder / "survey.duckdb"
    with duckdb.connect(str(database)) as connection:
        connection.execute("CREATE TABLE answers (shop TEXT, day INTEGER, answer DOUBLE)")
        connection.executemany("INSERT INTO answers VALUES (?, ?, ?)", ROWS)
    texts = {
        "dbt_project.yml": "{name: survey, version: 0.1.0, config-version: 2, profile: here, flags: "
        "{send_anonymous_usage_stats: false}}",
        "profiles.yml": f"here: {{target: dev, outputs: {{dev: {{type: duckdb, path: '{database}', threads: 1}}}}}}",
        "models/sources.yml": "{version: 2, sources: [{name: survey, schema: main, tables: [{name: answers}]}]}",
        **{f"models/{name}.sql": text for name, text in MODELS.items()},
    }
    for name, text in texts.items():
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_text(text + "\n")
    (folder / "dbt_packages").mkdir()
    (folder / "dbt_packages" / "nps").symlink_to(PACKAGE)
    done = subprocess.run([DBT, "--no-use-colors", "run", "--profiles-dir", "."], cwd=folder, capture_output=True,
                          text=True)  # fmt: skip
    with duckdb.connect(str(database)) as connection:
        yield connection, done.stdout + done.stderr


def test_every_model_but_the_wrong_one_is_built(project):
    _, said = project
    assert f"PASS={len(MODELS) - 1} WARN=0 ERROR=1 " in said, said
    assert "level must be one of 0.8, 0.9, 0.95, 0.98, 0.99, 0.999, not 95" in said


def test_counts_are_those_of_the_library(project):
    connection, _ = project
    wanted, by_shop = nps.Cube(["shop", "day"]), nps.Cube(["shop"])
    for shop, day, answer in ROWS:
        wanted.add((shop, day), answer)
        by_shop.add((shop,), answer)
    found = nps.from_counts(connection.sql("FROM by_shop_and_day"), by=["shop", "day"])
    assert found.to_bytes() == wanted.to_bytes()
    assert nps.from_counts(connection.sql("FROM by_shop"), by="shop").to_bytes() == by_shop.to_bytes()
    assert nps.from_counts(connection.sql("FROM first_day")) == nps.Accumulator([a for _, day, a in ROWS if day == 0])


def check(row, sample, scale, level):
    n, missing, invalid, *counts, score, lower, upper, method = row
    counted = sample.counts(scale, outside="ignore")
    found = counted.interval(method="adjusted wald", level=level)
    assert (n, missing, invalid) == (counted.n, sample.missing, sample.invalid + sample.n - counted.n)
    assert counts == [*counted] and method == found.method
    assert (score, lower, upper) == pytest.approx((counted.score, found.lower, found.upper), abs=1e-12)


def test_adjusted_wald_is_that_of_the_library(project):
    connection, _ = project
    rows = connection.sql("FROM wald").fetchall()
    assert len(rows) == 3
    for shop, *row in rows:
        check(row, nps.Accumulator([answer for name, _, answer in ROWS if name == shop]), "0_10", 0.95)
    check(connection.sql("FROM stars").fetchall()[0], nps.Accumulator(ANSWERS), "1_5", 0.9)
    assert connection.sql("FROM nobody").fetchall()[0] == (0, 0, 0, 0, 0, 0, None, None, None, "adjusted wald")
