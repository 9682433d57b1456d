#!/usr/bin/env python3
"""Makes an extension of DuckDB of a shared library: appends the footer that says for which API and platform it is.

usage: stamp.py LIBRARY EXTENSION VERSION [PLATFORM]

The footer is a section of WebAssembly, which other formats ignore: eight fields of 32 bytes, the first one last, and
256 bytes for a signature, which are 0. SPDX-License-Identifier: MIT
"""

import pathlib
import platform
import sys

API = "v1.2.0"
"""The oldest version of the C API that has what the extension calls."""
FIELD, FIELDS, SIGNATURE = 32, 8, 256
SYSTEMS = {"Linux": "linux", "Darwin": "osx", "Windows": "windows"}
MACHINES = {"x86_64": "amd64", "AMD64": "amd64", "aarch64": "arm64", "arm64": "arm64"}


def this_platform():
    """What DuckDB calls this machine."""
    return f"{SYSTEMS[platform.system()]}_{MACHINES[platform.machine()]}"


def number(value):
    """A number as WebAssembly writes it, seven bits a byte."""
    return bytes([value]) if value < 128 else bytes([value % 128 + 128]) + number(value // 128)


def footer(version, name_of_platform):
    fields = ["4", name_of_platform, API, version, "C_STRUCT"]
    encoded = [field.encode().ljust(FIELD, b"\0") for field in fields] + [bytes(FIELD)] * (FIELDS - len(fields))
    payload = b"".join(reversed(encoded)) + bytes(SIGNATURE)
    name = b"duckdb_signature"
    content = number(len(name)) + name + number(len(payload)) + payload
    return b"\0" + number(len(content)) + content


def main(library, extension, version, name_of_platform=None):
    data = pathlib.Path(library).read_bytes()
    pathlib.Path(extension).write_bytes(data + footer(version, name_of_platform or this_platform()))


if __name__ == "__main__":
    main(*sys.argv[1:])
