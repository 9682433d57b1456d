# SPDX-License-Identifier: MIT
import os
from pathlib import Path

# Before hypothesis is imported, or it writes beside the sources.
os.environ.setdefault("HYPOTHESIS_STORAGE_DIRECTORY", str(Path(__file__).parents[2] / "build" / "hypothesis"))

from hypothesis import settings

# The same examples every time, however slow the machine.
settings.register_profile("nps", derandomize=True, deadline=None, database=None, max_examples=200)
settings.load_profile("nps")
