# SPDX-License-Identifier: MIT
"""The notebooks run, and so does the first program of the README."""

import subprocess
import sys
from pathlib import Path

import pytest

DOCS = Path(__file__).parents[2] / "docs"


@pytest.mark.parametrize("notebook", sorted((DOCS / "notebooks").glob("*.ipynb")), ids=lambda path: path.stem)
def test_a_notebook_runs(notebook):
    execute = "import sys; from nbclient.cli import main; sys.exit(main())"
    done = subprocess.run([sys.executable, "-c", execute, notebook], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr


def test_the_first_program_draws_a_picture(tmp_path):
    (tmp_path / "docs").symlink_to(DOCS)
    done = subprocess.run([sys.executable, DOCS / "examples" / "airport.py"], cwd=tmp_path, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    assert (tmp_path / "airport.png").read_bytes()[1:4] == b"PNG"
    assert "A " in done.stdout and "skewness-corrected score" in done.stdout
