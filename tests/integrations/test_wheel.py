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
# What tests/integrations/prepare has made: an environment with what builds wheels, and one with what runs tests only.
TOOLS, CLEAN = (Path(f"{sys.prefix}-{name}") for name in ("tools", "wheel"))
TESTS = ["test_accumulator.py", "test_answers.py", "test_buffers.py", "test_loading.py", "test_other_python.py"]


def run(*command, **options):
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=900, **options)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def built():
    """What the build says of the wheel for this machine, and its path."""
    folder = ROOT / "build" / "wheel-test"
    command = ROOT / "bindings" / "python" / "wheels" / "build", platform.machine()
    said = run(*command, env={**os.environ, "OUT": str(folder), "TOOLS": str(TOOLS)})
    (wheel,) = (folder / "dist").glob("*.whl")
    return said, wheel


def test_the_wheel_is_clean(built):
    said, wheel = built
    assert wheel.name == f"libnps-{nps.__version__}-cp311-abi3-manylinux_2_26_{platform.machine()}.whl"
    assert "0 ABI version mismatches and 0 ABI violations found" in " ".join(said.split())
    needed = re.findall(r"GLIBC_2\.(\d+)", said)
    assert needed and max(map(int, needed)) <= 26


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


def test_the_kernels_are_in_it(built, tmp_path):
    """Code for AVX2 and AVX-512, of which the processor's is picked when the module is loaded."""
    if platform.machine() != "x86_64":
        return
    run(sys.executable, "-m", "zipfile", "-e", built[1], tmp_path)
    code = run("objdump", "-d", "--no-show-raw-insn", tmp_path / "nps" / "_binary.abi3.so")
    assert code.count("%ymm") > 1000 and code.count("%zmm") > 1000
