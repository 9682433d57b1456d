# SPDX-License-Identifier: MIT
"""What "import nps" loads: little, and the rest when a name is first asked for."""

import subprocess
import sys

import nps
import pytest

# What costs time to import, of the standard library and of others.
HEAVY = """
ast collections csv ctypes dataclasses datetime decimal enum functools hashlib inspect json logging matplotlib narwhals
numpy pandas pathlib polars pyarrow random re sqlite3 statistics struct tempfile textwrap typing zoneinfo
"""


def loaded_by(statement):
    """The modules that a statement loads in a fresh interpreter, beyond those that every one has loaded."""
    code = f"import sys; before = set(sys.modules); {statement}; print(*sorted(set(sys.modules) - before))"
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    return set(run.stdout.split())


def test_the_import_loads_nothing_heavy():
    loaded = loaded_by("import nps")
    assert "nps._raw" in loaded
    assert loaded & set(HEAVY.split()) == set()
    modules = "nps._binary nps._generated nps._loading nps._raw"
    assert {name for name in loaded if name.startswith("nps.")} == set(modules.split())


@pytest.mark.parametrize("name", dir(nps))
def test_a_name_is_loaded_with_its_home_only_once(name):
    assert getattr(nps, name) is getattr(nps, name)
    assert name in vars(nps)


def test_scores_of_answers_need_no_tables_nor_files():
    loaded = loaded_by("import nps; nps.Accumulator([9, 3]).interval()")
    assert "nps._accumulator" in loaded
    assert not loaded & {"nps._survey", "nps._summarize", "nps._groups", "nps.plots", "csv", "datetime", "hashlib"}


def test_unknown_names_are_refused():
    with pytest.raises(AttributeError, match="^module 'nps' has no attribute 'Acumulator'$"):
        _ = nps.Acumulator
    with pytest.raises(AttributeError):
        _ = nps.__all__


def test_modules_are_loaded_too():
    assert loaded_by("import nps; nps.errors.EmptyError") & {"nps.errors", "nps.plots"} == {"nps.errors"}
