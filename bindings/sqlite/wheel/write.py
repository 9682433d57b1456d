#!/usr/bin/env python3
"""Writes the wheel sqlite-nps around an extension that is built; it runs with any Python 3.

usage: write.py EXTENSION FOLDER PLATFORM     where PLATFORM is a tag such as manylinux_2_26_x86_64

Prints the path of the wheel. The same files give the same bytes. SPDX-License-Identifier: MIT
"""

import base64
import hashlib
import pathlib
import re
import sys
import zipfile

HERE = pathlib.Path(__file__).parent
ROOT = HERE.parents[2]
NAME = "sqlite_nps"
EPOCH = (2000, 1, 1, 0, 0, 0)
"""The time of every file of the wheel."""


def version():
    """The version in the C header, which is its only source."""
    text = (ROOT / "include" / "nps" / "version.h").read_text()
    return ".".join(re.search(rf"NPS_VERSION_{part} (\d+)", text)[1] for part in ("MAJOR", "MINOR", "PATCH"))


def metadata():
    return f"""Metadata-Version: 2.1
Name: sqlite-nps
Version: {version()}
Summary: Net Promoter Scores in SQLite, with intervals, tests and comparisons: the loadable extension of libnps
License: MIT
Requires-Python: >=3.8
Description-Content-Type: text/markdown

{(HERE.parent / "README.md").read_text()}"""


def files(extension, platform):
    """The files of the wheel by name, but for its list of them."""
    about = f"{NAME}-{version()}.dist-info"
    return {
        f"{NAME}/__init__.py": (HERE / NAME / "__init__.py").read_bytes(),
        f"{NAME}/py.typed": b"",
        f"{NAME}/nps_sqlite{pathlib.Path(extension).suffix}": pathlib.Path(extension).read_bytes(),
        f"{about}/METADATA": metadata().encode(),
        f"{about}/WHEEL": f"Wheel-Version: 1.0\nGenerator: libnps\nRoot-Is-Purelib: false\nTag: py3-none-{platform}\n"
        .encode(),
        f"{about}/licenses/LICENSE": (ROOT / "LICENSE").read_bytes(),
    }, f"{about}/RECORD"


def digest(data):
    return "sha256=" + base64.urlsafe_b64encode(hashlib.sha256(data).digest()).rstrip(b"=").decode()


def main(extension, folder, platform):
    held, record = files(extension, platform)
    lines = [f"{name},{digest(data)},{len(data)}" for name, data in held.items()]
    held[record] = "\n".join([*lines, f"{record},,", ""]).encode()
    wheel = pathlib.Path(folder) / f"{NAME}-{version()}-py3-none-{platform}.whl"
    wheel.parent.mkdir(parents=True, exist_ok=True)
    with zipfile.ZipFile(wheel, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in held.items():
            entry = zipfile.ZipInfo(name, EPOCH)
            entry.compress_type, entry.external_attr = zipfile.ZIP_DEFLATED, 0o644 << 16
            archive.writestr(entry, data)
    print(wheel)


if __name__ == "__main__":
    main(*sys.argv[1:])
