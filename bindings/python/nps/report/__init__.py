# SPDX-License-Identifier: MIT
"""Reports on surveys in files: on the terminal, as a page, for programs, as a workbook. "python -m nps --help".

>>> from nps.report import main
>>> main(["plan", "--margin", "5"])
1536 answers give a 95 % interval of at most +-5 points, whatever the shares are.
0
"""

from .commands import main as main
