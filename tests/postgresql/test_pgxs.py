"""The extension as PGXS builds and installs it, beside that of CMake. SPDX-License-Identifier: MIT"""

import os
import pathlib
import subprocess

import nps
from server import Server, asked
from survey import A, ANSWERS

MAKEFILE = pathlib.Path(__file__).parents[2] / "bindings" / "postgresql" / "Makefile"
PG_CONFIG = os.environ.get("NPS_PG_CONFIG", "pg_config")


def made(folder, *arguments):
    """Runs make in a folder; what it wrote."""
    command = ["make", "-f", MAKEFILE, f"PG_CONFIG={PG_CONFIG}", *arguments]
    environment = {name: value for name, value in os.environ.items() if not name.startswith("MAKE")}
    done = subprocess.run(command, cwd=folder, env=environment, text=True, stdout=subprocess.PIPE,
                          stderr=subprocess.STDOUT)
    assert done.returncode == 0, done.stdout
    return done.stdout


def exported(module):
    listed = subprocess.run(["nm", "-D", "--defined-only", module], capture_output=True, text=True, check=True).stdout
    return {line.split()[-1] for line in listed.splitlines()}


def test_what_make_installs_works_as_what_cmake_builds(tmp_path):
    # Without optimisation, which takes a minute.
    assert "warning" not in made(tmp_path, "-j2", "COPT=-O0 -g0")
    target = tmp_path / "installed"
    made(tmp_path, "install", f"DESTDIR={target}")
    library, extension = asked(PG_CONFIG, "pkglibdir"), asked(PG_CONFIG, "sharedir") / "extension"
    names = {library: ["nps.so"], extension: ["nps.control", f"nps--{nps.__version__}.sql"]}
    wanted = {folder / name for folder, found in names.items() for name in found}
    installed = {path for path in target.rglob("*") if path.is_file()}
    assert {pathlib.Path("/") / path.relative_to(target) for path in installed} == wanted
    flat = tmp_path / "flat"
    flat.mkdir()
    for path in installed:
        path.rename(flat / path.name)
    assert exported(flat / "nps.so") == exported(pathlib.Path(os.environ["NPS_POSTGRESQL"]) / "nps.so")
    with Server(flat, PG_CONFIG) as running:
        answers = ", ".join("(NULL)" if answer is None else f"({answer})" for answer in ANSWERS)
        found = running.psql(f"CREATE EXTENSION nps; SELECT nps_agg(answer), (nps_read(nps_agg(answer))).upper "
                             f"FROM (VALUES {answers}) survey (answer)")
    state, upper = found.strip().split("|")
    assert state == "\\x" + A.to_bytes().hex() and float(upper) == A.counts().interval().upper
