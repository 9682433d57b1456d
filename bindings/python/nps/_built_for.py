# SPDX-License-Identifier: MIT
"""An error message for an import by another Python than the one that the binary module was built for."""

from __future__ import annotations

import re
import sys
from importlib.machinery import EXTENSION_SUFFIXES
from pathlib import Path

_TAG = re.compile(r"^_binary\.(?P<name>[a-z]+)-?(?P<major>\d)(?P<minor>\d+t?)")


def explained(error: ImportError) -> ImportError:
    """The error of an import of the binary module; a clearer one if the module was built for another Python."""
    built = sorted(path.name for path in Path(__file__).parent.glob("_binary.*"))
    if any(name == f"_binary{suffix}" for name in built for suffix in EXTENSION_SUFFIXES):
        return error  # the module for this Python exists, so the cause is another one
    free_threaded = "t" if "t" in getattr(sys, "abiflags", "") else ""
    name = _NAMES.get(sys.implementation.name, sys.implementation.name)
    where = f"this is {name} {sys.version_info[0]}.{sys.version_info[1]}{free_threaded} ({sys.executable})"
    if not built:
        return ImportError(f"the package nps was not built: it has no binary module; {where}")
    return ImportError(f"the package nps was built for {_python_of(built[0])}, {where}: build it again with this one")


_NAMES = {"cpython": "CPython", "pypy": "PyPy", "graalpy": "GraalPy"}


def _python_of(name: str) -> str:
    """The Python in the name of a binary module, such as _binary.cpython-311-x86_64-linux-gnu.so."""
    if name == "_binary.abi3.so":
        return "the stable ABI of CPython 3.11"  # which free-threaded Pythons do not have
    found = _TAG.match(name)
    if not found:
        return f"another one ({name})"
    return f"{_NAMES.get(found['name'], found['name'])} {found['major']}.{found['minor']}"
