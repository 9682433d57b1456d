#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Writes the Python modules of the package as they are installed: with their docstrings, and with the table of names.

usage: write_package.py SOURCE RAW BUILT

SOURCE is the folder of the modules, RAW that of the raw module as SWIG wrote it, and BUILT that of the package, where the
binary module is already. Docstrings are complete in what is written, so that an import does not compose them and editors
show them.
"""

from __future__ import annotations

import ast
import inspect
import sys
from importlib import import_module
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from types import ModuleType
from typing import Any, Callable, Dict, Iterator, List, Tuple

Place = Tuple[str, int]
"""A module, and the line of a function with its decorators or of a class."""


def homes(source: Path) -> Dict[str, str]:
    """The module of each public name, from the imports of __init__.pyi; a public module is its own."""
    found = {}
    for line in ast.parse((source / "__init__.pyi").read_text()).body:
        if isinstance(line, ast.ImportFrom):
            for name in line.names:
                if name.name == "*":
                    found.update(dict.fromkeys(_classes(source / f"{line.module}.py"), line.module))
                else:
                    found[name.asname] = line.module or name.name
    return found


def _classes(path: Path) -> Iterator[str]:
    return (line.name for line in ast.parse(path.read_text()).body if isinstance(line, ast.ClassDef))


def package(places: List[Path], names: Dict[str, str]) -> ModuleType:
    """The package of the sources, the first place, with modules in other places."""
    path = list(map(str, places))
    spec = spec_from_file_location("nps", places[0] / "__init__.py", submodule_search_locations=path)
    made = sys.modules["nps"] = module_from_spec(spec)
    generated = sys.modules["nps._generated"] = ModuleType("nps._generated")
    generated.HOMES = names
    spec.loader.exec_module(made)
    return made


def module_of(path: Path, source: Path) -> str:
    """The name of the module in a file."""
    return ".".join(["nps", *path.relative_to(source).with_suffix("").parts]).replace(".__init__", "")


def recorded(source: Path) -> Dict[Place, str]:
    """The docstrings that the decorators of nps._documentation ask for; the modules that use them are imported."""
    import sections
    from nps import _documentation

    found: Dict[Place, str] = {}
    check = _documentation.documented

    def documented(*sources: Any) -> Callable[[Any], Any]:
        def complete(face: Any) -> Any:
            if face.__doc__:
                place = face.__module__, inspect.unwrap(face).__code__.co_firstlineno
                face.__doc__ = found[place] = sections.composed(face, sources)
            return check(*sources)(face)

        return complete

    def documented_fields(source: Any) -> Callable[[Any], Any]:
        def complete(face: Any) -> Any:
            place = face.__module__, inspect.getsourcelines(face)[1]
            face.__doc__ = found[place] = sections.with_fields(face, source)
            return face

        return complete

    _documentation.documented, _documentation.documented_fields = documented, documented_fields
    for path in sorted(source.glob("**/*.py")):
        if "@documented" in path.read_text():
            import_module(module_of(path, source))
    return found


def with_docstrings(text: str, found: Dict[int, str]) -> str:
    """The source of a module with the docstrings of the definitions at some lines; 0 is that of the module."""
    lines = text.encode().split(b"\n")
    tree = ast.parse(text)
    nodes = [(0, tree)]
    for node in ast.walk(tree):
        if isinstance(node, (ast.FunctionDef, ast.ClassDef)):
            nodes.append((node.decorator_list[0].lineno if node.decorator_list else node.lineno, node))
    replaced = 0
    for line, node in sorted(nodes, key=lambda each: -each[0]):  # from the last on, so that lines stay where they are
        if line in found:
            old = node.body[0]
            assert ast.get_docstring(node), f"line {line}: there is no docstring to complete"
            before, after = lines[old.lineno - 1][: old.col_offset], lines[old.end_lineno - 1][old.end_col_offset :]
            lines[old.lineno - 1 : old.end_lineno] = [before + _literal(found[line]).encode() + after]
            replaced += 1
    assert replaced == len(found), f"{len(found) - replaced} docstrings have no place"
    return b"\n".join(lines).decode()


def _literal(text: str) -> str:
    escaped = text.replace("\\", r"\\").replace('"""', r"\"\"\"")
    return f'"""{escaped[:-1]}{escaped[-1:] if escaped[-1:] != chr(34) else chr(92) + chr(34)}"""'


def generated(names: Dict[str, str], explained: Dict[str, str]) -> str:
    """The source of nps._generated."""
    lines = ["# Written by the build from __init__.pyi and the C headers.", "from __future__ import annotations", ""]
    for name, meaning, table in (
        ("HOMES", "The module of each public name.", names),
        ("EXPLAINED", "The docstrings of names of enums, by the prefix of the constants.", explained),
    ):
        entries = [f"    {key!r}: {value!r}," for key, value in table.items()]
        lines += [f"{name}: dict[str, str] = {{", *entries, "}", f'"""{meaning}"""', ""]
    return "\n".join(lines)


def direct(raw: str) -> str:
    """The source of the raw module with each function of C itself, where SWIG wrote one of Python that calls it.

    The frame of such a function would stay in the traceback of an exception, and keep the arguments for as long. The
    import of typing, which SWIG 4.5 writes, takes as long as all others.
    """
    lines = raw.split("\n")
    for line in reversed(ast.parse(raw).body):
        if isinstance(line, ast.FunctionDef) and isinstance(line.body[-1], ast.Return):
            if ast.unparse(line.body[-1]).startswith(f"return _binary.{line.name}("):
                lines[line.lineno - 1 : line.end_lineno] = [f"{line.name} = _binary.{line.name}"]
    lighter = "\n".join(lines)
    return lighter.replace("import typing\n", "", 1) if lighter.count("typing") == 1 else lighter


def main(source: Path, raw: Path, built: Path) -> None:
    sys.dont_write_bytecode = True
    sys.path.insert(0, str(Path(__file__).parent))
    names = homes(source)
    nps = package([source, raw, built], names)
    found = recorded(source)
    import sections

    functions = [getattr(nps, name) for name in names if name != "plots"]
    listed = sections.summaries(functions)
    found["nps", 0] = f"{nps.__doc__}\nThe functions; help(nps.compare), for example, explains one:\n\n{listed}"
    explained = {each._prefix: sections.names_explained(each, each._prefix) for each in (nps.METHODS, nps.ADJUSTMENTS)}
    for path in sorted(source.glob("**/*.py")):
        place = path.relative_to(source)
        mine = {line: text for (name, line), text in found.items() if name == module_of(path, source)}
        (built / place).parent.mkdir(exist_ok=True)
        (built / place).write_text(with_docstrings(path.read_text(), mine))
    (built / "_raw.py").write_text(direct((raw / "_raw.py").read_text()))
    (built / "_generated.py").write_text(generated(names, explained))


if __name__ == "__main__":
    main(*map(Path, sys.argv[1:]))
