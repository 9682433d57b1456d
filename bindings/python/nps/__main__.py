# SPDX-License-Identifier: MIT
"""python -m nps: the commands of nps.report."""

import sys

from .report import main

if __name__ == "__main__":
    sys.exit(main())
