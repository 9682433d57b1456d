#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Measures how long a fresh Python takes to import nps, beside json and csv of its standard library.

usage: import_time.py [PROCESSES]   with nps installed or on PYTHONPATH; PROCESSES of each kind, 101 unless given

Prints the median of the processor time of each, and its share above that of a Python that imports nothing in that of
json and csv.
"""

import os
import statistics
import subprocess
import sys

STATEMENTS = (
    "pass",
    "import json, csv",
    "import nps",
    "import nps; nps.Accumulator([9, 3]).interval()",
    "import nps; nps.summarize([9, 3])",
)


def seconds(statement, environment):
    """The processor time of a process; what else the machine does adds little to it."""
    process = subprocess.Popen([sys.executable, "-c", statement], env=environment)
    _, status, used = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise subprocess.CalledProcessError(process.returncode, statement)
    return used.ru_utime + used.ru_stime


def main(processes):
    # With bytecode, as an installed package has it.
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    for statement in STATEMENTS:
        seconds(statement, environment)
    taken = {statement: [] for statement in STATEMENTS}
    for _ in range(processes):  # in turn, so that what else the machine does falls on all
        for statement in STATEMENTS:
            taken[statement].append(seconds(statement, environment))
    medians = {statement: statistics.median(times) for statement, times in taken.items()}
    nothing, unit = medians["pass"], medians["import json, csv"] - medians["pass"]
    print(f"{'statement':48} {'ms':>6} {'ms above pass':>14} {'times json, csv':>16}")
    for statement, median in medians.items():
        above = median - nothing
        print(f"{statement:48} {1e3 * median:6.1f} {1e3 * above:14.1f} {above / unit:16.1f}")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 101)
