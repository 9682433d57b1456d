# SPDX-License-Identifier: MIT
import os
from pathlib import Path

# Set before hypothesis is imported; otherwise it writes into the source tree.
os.environ.setdefault("HYPOTHESIS_STORAGE_DIRECTORY", str(Path(__file__).parents[2] / "build" / "hypothesis"))

from hypothesis import settings

# The same examples in every run, whatever the speed of the machine.
settings.register_profile("nps", derandomize=True, deadline=None, database=None, max_examples=200)
settings.load_profile("nps")
