# SPDX-License-Identifier: MIT
"""The golden files of the byte format, and the generator that wrote them from docs/format.md."""

import importlib.util
from pathlib import Path

import nps

DIRECTORY = Path(__file__).parents[1] / "golden"
_SPEC = importlib.util.spec_from_file_location("generate", DIRECTORY / "generate.py")
generate = importlib.util.module_from_spec(_SPEC)
_SPEC.loader.exec_module(generate)


def golden(name):
    """The bytes of a golden file."""
    return (DIRECTORY / "v1" / f"{name}.bin").read_bytes()


def accumulator(state):
    """A state as the generator takes it: answers, missing, invalid."""
    answers, missing, invalid = state
    return nps.Accumulator.from_counts(answers, missing=missing, invalid=invalid)
