# SPDX-License-Identifier: MIT
"""The wheel sqlite-nps: installed by pip, loaded by Python and by Datasette."""

import json
import os
import pathlib
import sqlite3
import subprocess
import sys
import zipfile

import nps
import pytest

ROOT = pathlib.Path(__file__).parents[2]
WHEELS = pathlib.Path(os.environ.get("NPS_SQLITE_WHEELS", ROOT / "build" / "duckdb" / "wheels"))
ANSWERS = [10, 9, 3, None, 8, 11]
PROGRAM = """
import sqlite3, sqlite_nps
connection = sqlite3.connect(":memory:")
sqlite_nps.load(connection)
print(sqlite_nps.loadable_path())
print(connection.execute("SELECT nps_lower(nps_agg(column1)) FROM (VALUES (10), (9), (3))").fetchone()[0])
try:
    connection.load_extension(sqlite_nps.loadable_path())
except sqlite3.OperationalError as wrong:
    print(wrong)
"""


@pytest.fixture(scope="module")
def installed(tmp_path_factory):
    """A folder with the installed package."""
    (wheel,) = WHEELS.glob("sqlite_nps-*.whl")
    folder = tmp_path_factory.mktemp("installed")
    pip = [sys.executable, "-m", "pip", "--quiet", "--disable-pip-version-check", "install", "--no-deps", "--no-index"]
    subprocess.run([*pip, "--target", folder, wheel], check=True)
    return folder


def run(folder, *arguments):
    done = subprocess.run([sys.executable, "-B", *arguments], capture_output=True, text=True, check=True,
                          env={**os.environ, "PYTHONPATH": str(folder)})  # fmt: skip
    return done.stdout


def test_python_loads_it(installed):
    path, lower, refused = run(installed, "-c", PROGRAM).splitlines()
    assert path == str(installed / "sqlite_nps" / "nps_sqlite")
    assert float(lower) == nps.Accumulator([10, 9, 3]).interval().lower
    assert refused == "not authorized"


def test_datasette_loads_it(installed, tmp_path):
    database = tmp_path / "answers.db"
    with sqlite3.connect(database) as connection:
        connection.execute("CREATE TABLE answers (answer)")
        connection.executemany("INSERT INTO answers VALUES (?)", [(answer,) for answer in ANSWERS])
    connection.close()
    query = "/answers.json?_shape=array&sql=select+nps_json(nps_agg(answer))+as+figures+from+answers"
    extension = f"--load-extension={installed / 'sqlite_nps' / 'nps_sqlite'}"
    (record,) = json.loads(run(installed, "-m", "datasette", str(database), extension, "--get", query))
    figures, sample = json.loads(record["figures"]), nps.Accumulator(ANSWERS)
    assert (figures["score"], figures["missing"], figures["invalid"]) == (sample.score, 1, 1)
    assert (figures["lower"], figures["upper"]) == tuple(sample.interval())


def test_the_wheel_is_what_its_name_says():
    (wheel,) = WHEELS.glob("sqlite_nps-*.whl")
    assert wheel.name.startswith(f"sqlite_nps-{nps.__version__}-py3-none-")
    with zipfile.ZipFile(wheel) as archive:
        about = f"sqlite_nps-{nps.__version__}.dist-info"
        assert f"Version: {nps.__version__}\n" in archive.read(f"{about}/METADATA").decode()
        assert f"Tag: {wheel.name.split('-', 2)[2][:-4]}\n" in archive.read(f"{about}/WHEEL").decode()
        assert {name for name in archive.namelist() if not name.startswith(about)} == {
            "sqlite_nps/__init__.py", "sqlite_nps/py.typed", "sqlite_nps/nps_sqlite.so"}  # fmt: skip
