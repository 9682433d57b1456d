"""The types of the installed package are complete, and those that it has. SPDX-License-Identifier: MIT"""

import pathlib
import subprocess
import sys

import nps

ALLOWED = pathlib.Path(__file__).with_name("stubtest_allowlist.txt")

# What a reader of README.md writes, and one call that must not pass.
USE = """
from typing import Dict, List, Optional
import nps

survey = nps.Accumulator([10, 9, 9, 8, None])
score: float = survey.score
lower, upper = survey.interval(level=0.9)
bounds: nps.Interval = nps.Counts(46, 30, 14).interval(method="score")
found: nps.Comparison = nps.compare(survey, nps.Counts(1, 2, 3))
method: str = found.method
text: str = nps.Accumulator(3.5)
"""


def check(path, *arguments):
    """What a checker says; it runs outside the source tree, so that it looks at the installed package."""
    done = subprocess.run([sys.executable, "-m", *arguments], cwd=path, capture_output=True, text=True)
    return done.returncode, done.stdout + done.stderr


def test_every_function_has_types(tmp_path):
    status, said = check(tmp_path, "mypy", "--strict", "-p", "nps")
    assert status == 0, said


def test_types_are_those_at_run_time(tmp_path):
    status, said = check(tmp_path, "mypy.stubtest", "nps", "--allowlist", str(ALLOWED), "--concise")
    assert status == 0, said


def test_a_program_that_uses_it_is_checked(tmp_path):
    (tmp_path / "use.py").write_text(USE)
    status, said = check(tmp_path, "mypy", "--strict", "use.py")
    lines = [line for line in said.splitlines() if ": error: " in line]
    line = 1 + USE.splitlines().index("text: str = nps.Accumulator(3.5)")
    assert status == 1 and all(each.startswith(f"use.py:{line}: error: ") for each in lines), said
    assert any("[assignment]" in each for each in lines) and any("[arg-type]" in each for each in lines), said


def test_the_package_says_that_it_is_typed():
    assert (pathlib.Path(nps.__file__).parent / "py.typed").is_file()
