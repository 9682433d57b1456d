# SPDX-License-Identifier: MIT
# SWIG writes no types; what is public is typed above it.
from typing import Any

def __getattr__(name: str) -> Any: ...
