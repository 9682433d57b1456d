#!/usr/bin/python3
"""The version is the same in every place that states it. SPDX-License-Identifier: MIT

usage: check_version.py ROOT BUILD READELF libnps.so [PYTHON PYTHONPATH]

PYTHONPATH is the folder of the Python package, and PYTHON the interpreter that it was built for, if it was built.
"""

import ctypes
import os
import pathlib
import re
import subprocess
import sys
import tomllib

import project

SOVERSION = "0"


def library_says(library):
    """The version that the library returns at run time."""
    function = ctypes.CDLL(library).nps_version_string
    function.restype = ctypes.c_char_p
    return function().decode()


def soname(readelf, library):
    """The name under which programs linked with the library load it."""
    output = subprocess.run([readelf, "-d", library], check=True, capture_output=True, text=True,
                            env={**os.environ, "LC_ALL": "C"}).stdout
    return re.search(r"\(SONAME\).*\[(.*)\]", output)[1]


def newest_change(root):
    """The first version in CHANGELOG.md."""
    heading = r"^## (\d+\.\d+\.\d+)(?: \((?:unreleased|\d{4}-\d\d-\d\d)\)| - \d{4}-\d\d-\d\d)?$"
    headings = re.findall(r"^## .*$", project.read(root, "CHANGELOG.md"), re.MULTILINE)
    found = headings and re.match(heading, headings[0])
    return found[1] if found else f"no version in the heading {headings[:1]}"


def stated_version(root, name):
    """The version in a file of YAML."""
    found = re.search(r"^version: (.*)$", project.read(root, name), re.MULTILINE)
    return found[1] if found else "no version"


def distribution_version(root):
    """The version that scikit-build-core finds by the rule of its regex provider in pyproject.toml."""
    settings = tomllib.loads(project.read(root, "pyproject.toml"))
    if "version" not in settings["project"].get("dynamic", []):
        return "stated in pyproject.toml instead of read from the header"
    rule = settings["tool"]["scikit-build"]["metadata"]["version"]
    found = re.search(rule["regex"], project.read(root, rule["input"]), re.MULTILINE)
    return rule.get("result", "{value}").format(*found.groups(), **found.groupdict()) if found else "no match"


def package_config_version(build):
    text = project.read(build, "pkgconfig/npsConfigVersion.cmake")
    return re.search(r'^set\(PACKAGE_VERSION "(.*)"\)', text, re.MULTILINE)[1]


def pc_version(build):
    return re.search(r"^Version: (.*)$", project.read(build, "pkgconfig/libnps.pc"), re.MULTILINE)[1]


def package_says(python, path):
    """The version that the Python package states."""
    output = subprocess.run([python, "-B", "-c", "import nps; print(nps.__version__)"], check=True,
                            capture_output=True, text=True, env={**os.environ, "PYTHONPATH": path})
    return output.stdout.strip()


def main(root, build, readelf, library, *binding):
    root, build = pathlib.Path(root), pathlib.Path(build)
    version = project.header_version(root)
    found = {
        "nps_version_string()": library_says(library),
        "libnps.pc": pc_version(build),
        "npsConfigVersion.cmake": package_config_version(build),
        "CHANGELOG.md": newest_change(root),
        **{name: stated_version(root, name) for name in ("CITATION.cff", "bindings/dbt/dbt_project.yml")},
        "pyproject.toml": distribution_version(root),
    }
    if binding:
        found["nps.__version__"] = package_says(*binding)
    failures = [f"{place}: {said}, but the header says {version}" for place, said in found.items() if said != version]

    names = {"SONAME": (soname(readelf, library), f"libnps.so.{SOVERSION}"),
             "file": (os.path.basename(os.path.realpath(library)), f"libnps.so.{version}")}
    failures += [f"{kind} of the library: expected {wanted}, got {name}"
                 for kind, (name, wanted) in names.items() if name != wanted]
    project.conclude(failures)


if __name__ == "__main__":
    main(*sys.argv[1:])
