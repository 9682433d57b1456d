# SPDX-License-Identifier: MIT
"""Loads the compiled module, before any other module asks for it."""

import warnings

with warnings.catch_warnings():
    # Types that SWIG 4.3 makes have no module, which Python 3.13 deprecates. Where warnings are errors, SWIG would
    # continue without the type, and crash.
    warnings.simplefilter("ignore", DeprecationWarning)
    from . import _raw as _raw
