# SPDX-License-Identifier: MIT
"""The wheel of the stable ABI: built from the sdist, audited, and installed where there is no compiler."""

import os
import platform
import re
import subprocess
import sys
from pathlib import Path

import nps
import pytest

ROOT = Path(__file__).parents[2]
# Functions of the C library with a newer version than that of glibc 2.26, which has each of them too.
RENEWED = {"exp", "hypot", "log", "pow"}
# What tests/integrations/prepare has made: an environment with what builds wheels, and one with what runs tests only.
TOOLS, CLEAN = (Path(f"{sys.prefix}-{name}") for name in ("tools", "wheel"))
TESTS = ["test_accumulator.py", "test_answers.py", "test_buffers.py", "test_loading.py", "test_other_python.py"]


def run(*command, **options):
    """What a command prints; what it has printed by then is shown if it fails or takes more than 15 minutes."""
    merged = {"stdout": subprocess.PIPE, "stderr": subprocess.STDOUT, "stdin": subprocess.DEVNULL, "text": True}
    limited = ["/usr/bin/timeout", "--kill-after=30", "900", *map(str, command)]
    done = subprocess.run(limited, check=False, **merged, **options)
    assert done.returncode == 0, f"{limited} ended with {done.returncode} and printed:\n{done.stdout}"
    return done.stdout


@pytest.fixture(scope="module")
def built():
    """What the build says of the wheel for this machine, and its path. It is that of a release (RELEASE.md), but for the
    compiler: the machine's unless WHEEL_CC, empty, asks for Zig's."""
    folder = ROOT / "build" / "wheel-test"
    command = ROOT / "bindings" / "python" / "wheels" / "build", platform.machine()
    said = run(*command, env={"WHEEL_CC": "cc", **os.environ, "OUT": str(folder), "TOOLS": str(TOOLS)})
    (wheel,) = (folder / "dist").glob("*.whl")
    return said, wheel


def test_the_wheel_is_clean(built):
    said, wheel = built
    pattern = rf"libnps-{re.escape(nps.__version__)}-cp311-abi3-manylinux_2_\d+_{platform.machine()}.whl"
    assert re.fullmatch(pattern, wheel.name)
    assert "0 ABI version mismatches and 0 ABI violations found" in " ".join(said.split())


def test_an_old_c_library_has_its_functions(unpacked):
    symbols = run("objdump", "-T", unpacked)
    needed = re.findall(r"GLIBC_2\.(\d+)\S*\)?\s+(\w+)$", symbols, re.MULTILINE)
    assert "memcpy" in {name for _, name in needed}
    assert {name for version, name in needed if int(version) > 26} <= RENEWED


@pytest.fixture(scope="module")
def unpacked(built, tmp_path_factory):
    """The binary module of the wheel."""
    folder = tmp_path_factory.mktemp("wheel")
    run(sys.executable, "-m", "zipfile", "-e", built[1], folder)
    return folder / "nps" / "_binary.abi3.so"


@pytest.fixture(scope="module")
def installed(built, tmp_path_factory):
    """The Python of an environment with nothing but the wheel and what runs the tests, and its variables."""
    python = CLEAN / "bin" / "python"
    variables = {"PATH": str(CLEAN / "bin"), "HOME": str(tmp_path_factory.mktemp("home"))}
    install = ["--disable-pip-version-check", "install", "--force-reinstall", "--no-deps", "--no-index"]
    run(python, "-m", "pip", *install, built[1], env=variables)
    return python, variables


def test_without_a_compiler(installed):
    python, variables = installed
    code = "import nps, shutil; print(shutil.which('cc'), nps.Accumulator([10, 9, 9, 8, 7, 6, 10, 3]).score)"
    assert run(python, "-c", code, env=variables) == "None 25.0\n"


def test_the_tests_pass(installed):
    python, variables = installed
    paths = [ROOT / "tests" / "python" / name for name in TESTS]
    options = ["-q", "--rootdir", ROOT, "-c", ROOT / "pyproject.toml"]
    said = run(
        python, "-m", "pytest", *options, *paths, env={**variables, "PYTHONDONTWRITEBYTECODE": "1"}, cwd=python.parent
    )
    assert re.search(r"\b\d+ passed", said) and "skipped" not in said


def test_the_kernels_are_in_it(unpacked):
    """Code for AVX2 and AVX-512, of which the processor's is picked when the module is loaded."""
    if platform.machine() != "x86_64":
        return
    code = run("objdump", "-d", "--no-show-raw-insn", unpacked)
    assert code.count("%ymm") > 1000 and code.count("%zmm") > 1000
