#!/usr/bin/python3
"""Every include and every call goes to a lower floor of house.txt, and there are no circles.

Includes are read from the files of ROOT. Calls are read from the symbols of the objects compiled from lib/, so that a
source that calls a higher floor through a header of a lower floor is found too.
SPDX-License-Identifier: MIT

usage: check_includes.py ROOT NM OBJECTS, the folder with the objects of lib/
"""

import fnmatch
import functools
import os
import pathlib
import re
import subprocess
import sys

import project


def stem(path):
    """The path without folder prefix and extension, which a header and its source share."""
    return re.sub(r"^(lib|include/nps)/|\.[ch]$", "", path)


class House:
    """The content of tests/repository/house.txt."""

    def __init__(self, text):
        self.floors = {}  # of each room
        self.parts = {}  # patterns, each with its room
        self.named = []  # the patterns that must match: the parts, and the rooms without parts
        self.allowed = set()  # pairs of files
        for line in text.splitlines():
            if line.startswith("let "):
                self.allowed.add(re.fullmatch(r"let (\S+) use (\S+): \S.*", line).groups())
            elif line and not line.startswith("#"):
                floor, room, parts = re.fullmatch(r"([\d.]+)\s+(\w+)(?::((?: \S+)+))?", line).groups()
                self.floors[room] = tuple(map(int, floor.split(".")))
                self.named += (parts or room).split()
                self.parts.update(dict.fromkeys([room, *(parts or "").split()], room))

    @functools.cache  # asked once for every include and call
    def room(self, path):
        """The room of a file, or None."""
        name = stem(path)
        return next((room for part, room in self.parts.items() if fnmatch.fnmatchcase(name, part)), None)

    def allows(self, user, used):
        a, b = self.room(user), self.room(used)
        return a == b or self.floors[b] < self.floors[a] or (user, used) in self.allowed


def includes(root, path):
    """The files of the project that a file includes; None for an included file that does not exist."""
    for quote, name in re.findall(r'^\s*#\s*include\s*([<"])([^>"]+)[>"]', (root / path).read_text(), re.MULTILINE):
        if quote == '"':
            target = os.path.normpath(os.path.join(os.path.dirname(path), name))
        elif name.startswith("nps/"):
            target = "include/" + name
        else:
            continue
        yield target if (root / target).is_file() else None


def calls(nm, objects):
    """For each source of lib/, the sources that define the functions it calls."""
    paths = sorted(path.relative_to(objects) for path in objects.rglob("*.o"))
    names = {f"lib/{path}".removesuffix(".o"): [] for path in paths}
    # With -A each line begins with the file and a colon.
    table = subprocess.run([nm, "-P", "-A", *paths], cwd=objects, capture_output=True, text=True, check=True).stdout
    for line in table.splitlines() if paths else []:
        path, name, kind = line.split()[:3]
        names[f"lib/{path}".removesuffix(".o:")].append((name, kind))
    home = {name: source for source, symbols in names.items() for name, kind in symbols if kind in "TDRBC"}
    return {source: sorted({home[name] for name, kind in symbols if kind == "U" and name in home})
            for source, symbols in names.items()}


def circles(graph):
    """Each circle, as text."""
    done = set()

    def visit(path, way):
        if path in way:
            yield "a circle: " + " -> ".join([*way[way.index(path):], path])
        elif path not in done:
            for used in graph[path]:
                yield from visit(used, [*way, path])
            done.add(path)

    for path in graph:
        yield from visit(path, [])


def check_rooms(house, paths):
    yield from (f"{path}: no floor in tests/repository/house.txt" for path in paths if not house.room(path))
    yield from (f"{part}: listed in tests/repository/house.txt, but no file matches"
                for part in house.named if not fnmatch.filter(map(stem, paths), part))
    yield from (f"{path}: has no public header of its name; move it into a folder" for path in paths
                if re.fullmatch(r"lib/\w+\.[ch]", path) and f"include/nps/{stem(path)}.h" not in paths)


def check_edges(house, graph):
    for user, useds in graph.items():
        for used in useds:
            if user.startswith("include/") and not used.startswith("include/"):
                yield f"{user} includes {used}, which is not installed"
            elif not house.allows(user, used):
                yield f"{user} includes {used}, which is not on a lower floor"


def check_calls(house, graph):
    yield from (f"{user} calls {used}, which is not on a lower floor"
                for user, useds in graph.items() for used in useds if not house.allows(user, used))


def check_allowed(house, *graphs):
    edges = {(user, used) for graph in graphs for user, useds in graph.items() for used in useds}
    yield from (f"{user} no longer uses {used}: remove the exception from house.txt"
                for user, used in sorted(house.allowed - edges))


def main(root, nm, objects):
    root = pathlib.Path(root)
    house = House(project.read(root, "tests/repository/house.txt"))
    paths = [str(path) for path in project.files(root) if re.match(r"(lib|include/nps)/.*\.[ch]$", str(path))]
    graph = {path: list(includes(root, path)) for path in paths}
    failures = [f"{path}: includes a file of the project that does not exist" for path in paths if None in graph[path]]
    failures += check_rooms(house, paths)
    if not failures:
        called = calls(nm, pathlib.Path(objects))
        failures += [] if called else [f"{objects}: no objects"]
        failures += [*check_edges(house, graph), *check_calls(house, called), *check_allowed(house, graph, called)]
        failures += [*circles(graph), *circles(called)]
    project.conclude(failures)


if __name__ == "__main__":
    main(*sys.argv[1:])
