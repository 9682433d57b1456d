# SPDX-License-Identifier: MIT
"""Says which Python the binary module was built for, when another one tries to import it."""

from __future__ import annotations

import re
import sys
from importlib.machinery import EXTENSION_SUFFIXES
from pathlib import Path

_TAG = re.compile(r"^_binary\.(?P<name>[a-z]+)-?(?P<major>\d)(?P<minor>\d+)")


def explained(error: ImportError) -> ImportError:
    """The error of an import of the binary module, or a clearer one when that was built for another Python."""
    built = sorted(path.name for path in Path(__file__).parent.glob("_binary.*"))
    if any(name == f"_binary{suffix}" for name in built for suffix in EXTENSION_SUFFIXES):
        return error  # the right one is there, so something else is wrong
    here = f"{_NAMES.get(sys.implementation.name, sys.implementation.name)} {sys.version_info[0]}.{sys.version_info[1]}"
    where = f"this is {here} ({sys.executable})"
    if not built:
        return ImportError(f"the package nps was not built: it has no binary module; {where}")
    return ImportError(f"the package nps was built for {_python_of(built[0])}, {where}: build it again with this one")


_NAMES = {"cpython": "CPython", "pypy": "PyPy", "graalpy": "GraalPy"}


def _python_of(name: str) -> str:
    """The Python that the name of a binary module speaks of: _binary.cpython-311-x86_64-linux-gnu.so."""
    found = _TAG.match(name)
    if not found:
        return f"another one ({name})"
    return f"{_NAMES.get(found['name'], found['name'])} {found['major']}.{found['minor']}"
