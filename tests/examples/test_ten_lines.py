# SPDX-License-Identifier: MIT
"""The output of the ten-line example. From the environment: TEN_LINES_C, the compiled docs/examples/ten_lines.c."""

import os
import re
import sys

import pytest
from survey_report_runner import C, PYTHON_FILE, run


@pytest.mark.parametrize(
    "program",
    [[*C[:-1], os.environ["TEN_LINES_C"]], [sys.executable, str(PYTHON_FILE.with_name("ten_lines.py"))]],
    ids=["C", "Python"],
)
def test_ten_lines(program):
    done = run(program, [])
    assert (done.returncode, done.stderr) == (0, b"")
    lower, upper = re.fullmatch(rb"NPS 25.0, 95 % interval (\S+) to (\S+)\n", done.stdout).groups()
    assert -60 < float(lower) < -20 and 50 < float(upper) < 90
