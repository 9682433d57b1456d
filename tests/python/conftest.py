# SPDX-License-Identifier: MIT
import os
import sys
from pathlib import Path

# Set before hypothesis is imported; otherwise it writes into the source tree.
os.environ.setdefault("HYPOTHESIS_STORAGE_DIRECTORY", str(Path(__file__).parents[2] / "build" / "hypothesis"))

import pytest
from hypothesis import settings

# The same examples in every run, whatever the speed of the machine; fewer where a build is tested that differs in how
# it was compiled only.
EXAMPLES = int(os.environ.get("NPS_EXAMPLES", "200"))
settings.register_profile("nps", derandomize=True, deadline=None, database=None, max_examples=EXAMPLES)
settings.load_profile("nps")


@pytest.fixture(autouse=True)
def pictures_are_closed():
    """Closes the pictures of examples, where matplotlib is installed: pyplot warns when many are open."""
    yield
    if "matplotlib.pyplot" in sys.modules:
        sys.modules["matplotlib.pyplot"].close("all")
