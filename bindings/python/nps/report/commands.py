# SPDX-License-Identifier: MIT
"""The commands: what each does, what it writes, and how it ends."""

from __future__ import annotations

import os
import sys
from argparse import Namespace
from typing import Callable, Dict, Optional, Sequence

from .._error import NpsError
from .counting import count
from .document import as_option
from .figures import Report, measure
from .options import USAGE, choices_of, earlier_of, make_parser, request_of
from .problems import DataProblem, UsageProblem, printable
from .terminal import look_of, text_of, write

_DONE, _DATA, _INTERRUPTED, _CLOSED = 0, 1, 130, 141


def main(arguments: Optional[Sequence[str]] = None) -> int:
    """Runs a command, and returns its exit status.

    0: it was done. 1: the data cannot be read or has no answers. 2: the options make no sense. 130: it was interrupted.
    141: who read its output stopped reading.
    """
    parser = make_parser()
    try:
        options = parser.parse_args(arguments)
    except SystemExit as ended:
        return int(ended.code or 0)
    if options.version:
        from .. import __version__

        print(__version__)
        return _DONE
    if options.command is None:
        parser.print_help(sys.stderr)
        return USAGE
    try:
        _COMMANDS[options.command](options)
        sys.stdout.flush()
    except UsageProblem as problem:
        return _ended(options.command, problem, USAGE)
    except BrokenPipeError:
        # Python would complain when it closes standard output.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return _CLOSED
    except (DataProblem, NpsError, ImportError) as problem:
        return _ended(options.command, as_option(str(problem)), _DATA)
    except OSError as refused:
        return _ended(
            options.command, f"cannot write {printable(refused.filename or 'the report')}: {refused.strerror}", _DATA
        )
    except MemoryError:
        return _ended(options.command, "out of memory: name fewer columns with --by, or --respondent -", _DATA)
    except KeyboardInterrupt:
        print(file=sys.stderr)
        return _ended(options.command, "interrupted", _INTERRUPTED)
    return _DONE


def _ended(command: str, problem: object, status: int) -> int:
    print(f"nps {command}: {printable(problem)}", file=sys.stderr)
    return status


# ---- report ----


def _report(options: Namespace) -> None:
    _refuse_inputs(options)
    path, day = earlier_of(options.before)
    report = measure(count(request_of(options, before_file=path, before_day=day)), choices_of(options))
    made = {name: write_file(report) for name, write_file in _FILES.items() if getattr(options, name) is not None}
    for name, content in made.items():
        _save(getattr(options, name), content)
    if options.json:
        from .machine import data_of, json_of

        write(json_of(data_of(report)))
    elif not options.quiet and "-" not in (options.html, options.xlsx):
        from .document import write as document_of

        write(text_of(document_of(report), look_of(sys.stdout, options.width)))
    for name in made:
        if getattr(options, name) != "-":
            print(f"written: {printable(getattr(options, name))}", file=sys.stderr)


def _refuse_inputs(options: Namespace) -> None:
    """Refuses to write over a file that is read."""
    read = [*options.files, *([options.before] if options.before else [])]
    for name in _FILES:
        path = getattr(options, name)
        if path is not None and path != "-" and any(_is_same(path, each) for each in read):
            raise UsageProblem(f"--{name}: {printable(path)} is a file that is read, and would be written over")


def _is_same(first: str, second: str) -> bool:
    try:
        return os.path.samefile(first, second)
    except (OSError, ValueError):
        return False


def _save(path: str, content: bytes) -> None:
    if path == "-":
        sys.stdout.buffer.write(content)
        return
    with open(path, "wb") as file:
        file.write(content)


def _page(report: Report) -> bytes:
    from .page import page_of

    return page_of(report)


def _workbook(report: Report) -> bytes:
    from .workbook import workbook_of

    return workbook_of(report)


_FILES: Dict[str, Callable[[Report], bytes]] = {"html": _page, "xlsx": _workbook}


# ---- other commands ----


def _tables(options: Namespace) -> None:
    from .tables import summarize, trend

    (summarize if options.command == "summarize" else trend)(options)


def _merge(options: Namespace) -> None:
    from .states import merge

    merge(options)


def _plan(options: Namespace) -> None:
    from .plans import plan

    plan(options)


_COMMANDS: Dict[str, Callable[[Namespace], None]] = {
    "report": _report,
    "summarize": _tables,
    "trend": _tables,
    "merge": _merge,
    "plan": _plan,
}
