# SPDX-License-Identifier: MIT
"""Runs the survey report in C and reads what it prints; and the report of the package, which has the same figures.

From the environment:
    SURVEY_REPORT_C         the compiled docs/examples/survey_report/*.c
    SURVEY_REPORT_PY        docs/examples/survey_report.py, which is the report of the package
    PYTHONPATH              where `import nps` finds the binding
    SURVEY_REPORT_WRAPPER   optional: a command to run the C program under, as valgrind with --error-exitcode=99
"""

import json
import os
import re
import shlex
import subprocess
import sys
from pathlib import Path

C = [*shlex.split(os.environ.get("SURVEY_REPORT_WRAPPER", "")), os.environ["SURVEY_REPORT_C"]]
PYTHON_FILE = Path(os.environ["SURVEY_REPORT_PY"])
PYTHON = [sys.executable, str(PYTHON_FILE)]
DATA = PYTHON_FILE.parent / "data" / "sfo_recommend_counts.csv"
COLUMNS = ["--answer", "answer", "--segment", "boarding_area", "--count", "respondents", "--date", "date"]
SURVEY = [str(DATA), *COLUMNS, "--missing", "11"]


def run(program, arguments, data=b"", **others):
    return subprocess.run([*program, *arguments], input=data, capture_output=True, timeout=120, check=False, **others)


def ended(arguments, data=b""):
    """Runs the program in C: the status, the lines of the report and the complaint."""
    done = run(C, arguments, data.encode() if isinstance(data, str) else data)
    if done.returncode == 0:
        assert done.stderr == b""
    else:
        assert done.stdout == b""
        assert done.stderr.startswith(b"survey_report: ")
    return done.returncode, done.stdout.decode().splitlines(), done.stderr.decode()


def in_python(arguments, data=b""):
    """The figures of the report of the package, which must be fine."""
    done = run(PYTHON, [*arguments, "--json"], data.encode() if isinstance(data, str) else data)
    assert (done.returncode, done.stderr) == (0, b"")
    return json.loads(done.stdout)


def report(data, *options):
    """The report on a CSV that must be fine."""
    status, lines, complaint = ended(["-", "--answer", "a", *options], data)
    assert (status, complaint) == (0, "")
    return lines


def section(lines, heading):
    """The lines under a heading, up to the next one."""
    start = lines.index(heading) + 2
    assert set(lines[start - 1]) <= set("=-") and len(lines[start - 1]) == len(heading)
    ends = [i - 1 for i in range(start, len(lines)) if re.fullmatch("-{3,}", lines[i])]
    return lines[start : min(ends, default=len(lines))]


def only(lines, pattern):
    """The groups of the only line that matches."""
    found = [match for match in (re.match(pattern, line) for line in lines) if match]
    assert len(found) == 1, (pattern, lines)
    return found[0].groups()


def drawn(lines):
    """The lines that end with the drawing of an interval."""
    return [line for line in lines if re.search(r"\|.{37}\|$", line)]
