# SPDX-License-Identifier: MIT
"""The summary of a survey with strata or clusters, which needs all rows at once."""

from __future__ import annotations

from argparse import Namespace
from contextlib import ExitStack
from typing import Any, Dict, List, Tuple

from .._error import NpsError
from .._frame import values_of
from .._summarize import summarize
from .._table import Table
from .columns import NONE, Chosen, choose, found_column
from .options import request_of
from .problems import DataProblem, UsageProblem
from .source import opened


def designed(options: Namespace) -> Tuple[Chosen, Table, List[str]]:
    """The columns that were chosen, the table, and how the files were read."""
    if options.count not in (None, NONE) or options.respondent not in (None, NONE):
        raise UsageProblem("--strata and --cluster are for a row for each respondent, without --count and --respondent")
    options.count = options.respondent = options.date = NONE
    request = request_of(options)
    with ExitStack() as stack:
        sources = [stack.enter_context(opened(name, request.reading)) for name in request.files]
        first = sources[0]
        chosen = choose(first.head, request.wanted, request.asked.scale, request.missing, first.name)
        design: Dict[str, Any] = {
            role: found_column(tuple(first.head), name, role, first.name)
            for role, name in (("strata", options.strata), ("cluster", options.cluster))
            if name is not None
        }
        columns: Dict[str, List[Any]] = {name: [] for name in [*chosen.names(), *design.values()]}
        notes: List[str] = []
        for source in sources:
            for part in source.parts(list(columns)):
                notes += [note for note in part.notes if note not in notes]
                for name, column in columns.items():
                    column += values_of(part[name])
    try:
        table = summarize(
            columns, chosen.answer, chosen.by or None, weight=chosen.weight, scale=options.scale,
            missing_codes=request.missing, minimum=options.minimum, method=options.method, level=options.level, **design,
        )  # fmt: skip
    except NpsError:
        raise
    except ValueError as refused:
        named = ", ".join(source.name for source in sources)
        raise DataProblem(f"{named}: {refused} (the first row below the header is row 0)") from None
    return chosen, table, notes
