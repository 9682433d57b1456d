# SPDX-License-Identifier: MIT
"""The error of an import without the binary module for this Python."""

import shutil
import subprocess
import sys
from pathlib import Path

import nps
import pytest


@pytest.fixture
def package(tmp_path):
    return Path(shutil.copytree(Path(nps.__file__).parent, tmp_path / "nps"))


def binary_of(package):
    (binary,) = package.glob("_binary.*")
    return binary


def error_of_import(package):
    code = f"import sys; sys.path.insert(0, {str(package.parent)!r}); import nps"
    run = subprocess.run([sys.executable, "-I", "-c", code], capture_output=True, text=True, check=False)
    assert run.returncode == 1 and "circular" not in run.stderr, run.stderr
    return run.stderr.splitlines()[-1]


HERE = f"this is CPython {sys.version_info[0]}.{sys.version_info[1]}{sys.abiflags} ({sys.executable})"


@pytest.mark.parametrize(
    ("tag", "name"),
    [
        ("cpython-38-x86_64-linux-gnu", "CPython 3.8"),
        ("cpython-314t-x86_64-linux-gnu", "CPython 3.14t"),
        ("pypy310-pp73-x86_64-linux-gnu", "PyPy 3.10"),
        ("odd", "another one (_binary.odd.so)"),
    ],
)
def test_built_for_another_python(package, tag, name):
    binary = binary_of(package)
    binary.rename(package / f"_binary.{tag}.so")
    said = error_of_import(package)
    assert said == f"ImportError: the package nps was built for {name}, {HERE}: build it again with this one"


def test_built_for_the_stable_abi(tmp_path, monkeypatch):
    """Free-threaded Pythons load no module of the stable ABI."""
    from nps import _built_for

    monkeypatch.setattr(_built_for, "EXTENSION_SUFFIXES", [".cpython-314t-x86_64-linux-gnu.so", ".so"])
    monkeypatch.setattr(_built_for, "__file__", str(tmp_path / "_built_for.py"))
    (tmp_path / "_binary.abi3.so").touch()
    said = str(_built_for.explained(ImportError("no module")))
    assert said == f"the package nps was built for the stable ABI of CPython 3.11, {HERE}: build it again with this one"


def test_not_built(package):
    binary_of(package).unlink()
    assert error_of_import(package) == (f"ImportError: the package nps was not built: it has no binary module; {HERE}")


def test_a_broken_binary_says_what_is_wrong(package):
    binary_of(package).write_bytes(b"no ELF")
    assert "built for" not in error_of_import(package)


def test_warnings_as_errors_do_no_harm():
    """On newer Pythons the types of SWIG warn when they are made and when the interpreter ends."""
    run = subprocess.run([sys.executable, "-W", "error", "-c", "import nps; nps.Accumulator([9])"], check=False)
    assert run.returncode == 0
