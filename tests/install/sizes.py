#!/usr/bin/python3
"""Prints the sizes of a release build and of its parts as the tables of docs/size.md. SPDX-License-Identifier: MIT

usage: sizes.py ROOT BUILD CC [DIRECTORY]

BUILD is a release build of ROOT. Programs are linked in DIRECTORY, by default BUILD. Fails when a limit is exceeded.
"""

import os
import pathlib
import re
import subprocess
import sys

# What gcc 12 makes of it, and what later versions of gcc make, which take more bytes for the same code.
SHARED_LIMIT, LATER_SHARED_LIMIT = 512 * 1024, 528 * 1024
LATER_GCC = 13
STATIC_LIMIT = 64 * 1024

# The sections that count towards the limit of a static program.
LOADED = {"text", "rodata", "data", "bss", "eh_frame"}

STATE = ["nps_accumulator_add_column(&a, &column)", "nps_accumulator_merge(&a, &b)",
         "nps_accumulator_counts(&a, nps_scale_0_10(), &counts, NULL)"]
FORMAT = ["nps_accumulator_encode(&a, bytes, sizeof bytes, &length)",
          "nps_accumulator_decode(&b, bytes, length, NULL)"]
CLOSED = ["nps_score(&counts, &score)", "nps_interval_closed(&counts, NPS_METHOD_SCORE, 0.95, &bounds)"]
EVERY = ["nps_interval(&counts, NPS_METHOD_AUTO, 0.95, &bounds)"]

# The calls of each program, and the limit of the library's bytes in it.
PROGRAMS = [
    ("state", STATE, None),
    ("state and format", STATE + FORMAT, None),
    ("state, format and closed forms", STATE + FORMAT + CLOSED, STATIC_LIMIT),
    ("the same with every method", STATE + FORMAT + CLOSED + EVERY, None),
]

# Tables of words and of published scores, and what links them. Everything else must not.
TABLES = {"published", "chinese", "english", "filipino", "lithuanian", "polish", "russian"}
BENCHMARK = ["nps_standing(&counts, &(nps_benchmark){.score = 1}, 1, 0.95, &(nps_standing_result){.adjusted = 0}, "
             "&(nps_standing_rank){0, 0})",
             "nps_band(&counts, NPS_BAND_BAIN, 0.95, &(nps_band_result){.bounds = {0, 0}})"]
ASKED = ["!nps_benchmark_published(0)", "!nps_label_text(NPS_LABEL_SCORE, NPS_LANGUAGE_POLISH)"]

SOURCE = """#include <nps/nps.h>

int main(void)
{{
    static nps_accumulator a, b;
    static unsigned char bytes[NPS_ACCUMULATOR_ENCODED_MAX];
    static const uint8_t answers[] = {{0, 7, 9, 10}};
    size_t length = 0;
    nps_counts counts = {{0, 0, 0}};
    nps_column column;
    nps_bounds bounds = {{0, 0}};
    double score = 0;
    nps_column_init(&column, NPS_COLUMN_U8, answers, sizeof answers);
    (void)bytes, (void)length, (void)bounds, (void)score, (void)counts;
    return {calls};
}}
"""


def run(*command):
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout


def of_the_library(link_map):
    """The bytes of code and data in a linker map that come from libnps.a, or from the compiler's own library."""
    laid_out = link_map[link_map.index("Linker script and memory map"):]
    pieces = re.findall(r"^ \.(\S+)\s+0x[0-9a-f]+\s+0x([0-9a-f]+) (\S+)$", laid_out, re.MULTILINE)
    return sum(int(size, 16) for section, size, origin in pieces
               if section.split(".")[0] in LOADED and ("libnps.a(" in origin or "libgcc.a(" in origin))


def tables_in(link_map):
    """The tables that a program has."""
    laid_out = link_map[link_map.index("Linker script and memory map"):]
    return TABLES & set(re.findall(r"0x[0-9a-f]*[1-9a-f][0-9a-f]* \S*libnps\.a\((\w+)\.c\.o\)$", laid_out, re.MULTILINE))


def linked(root, build, cc, directory, calls):
    """The linker map of a program that makes these calls."""
    source, program, link_map = directory / "size.c", directory / "size", directory / "size.map"
    source.write_text(SOURCE.format(calls=" ||\n           ".join(calls)))
    run(cc, "-std=c11", "-O2", "-ffunction-sections", "-fdata-sections", f"-I{root}/include", source,
        build / "lib" / "libnps.a", "-lm", "-Wl,--gc-sections", f"-Wl,-Map={link_map}", "-o", program)
    run(program.resolve())
    return link_map.read_text()


def stripped(build, directory):
    run("strip", "-o", directory / "libnps.so", build / "lib" / "libnps.so")
    return os.path.getsize(directory / "libnps.so")


def shared_limit(cc):
    is_gcc = "__clang__" not in run(cc, "-dM", "-E", "-xc", os.devnull)
    return LATER_SHARED_LIMIT if is_gcc and int(run(cc, "-dumpversion").split(".")[0]) >= LATER_GCC else SHARED_LIMIT


def parts(build):
    """The source files and folders of lib/ and the bytes of their objects."""
    objects = build / "lib" / "CMakeFiles" / "nps_objects.dir"
    sizes = {}
    for path in objects.rglob("*.o"):
        room = path.relative_to(objects).parts[0].split(".")[0]
        sizes[room] = sizes.get(room, 0) + int(run("size", path).splitlines()[1].split()[3])
    return sorted(sizes.items(), key=lambda item: (-item[1], item[0]))


def main(root, build, cc, directory=None):
    root, build = pathlib.Path(root), pathlib.Path(build)
    directory = pathlib.Path(directory or build)
    rows = [(name, of_the_library(linked(root, build, cc, directory, calls)), limit) for name, calls, limit in PROGRAMS]
    unasked = tables_in(linked(root, build, cc, directory, STATE + FORMAT + CLOSED + EVERY + BENCHMARK))
    asked = tables_in(linked(root, build, cc, directory, ASKED))
    if unasked or asked != TABLES:
        print(f"linked unasked: {sorted(unasked)}; linked when asked: {sorted(asked)}")
        return 1
    rows.append(("libnps.so, stripped", stripped(build, directory), shared_limit(cc)))
    print("| | bytes | limit |\n|---|---:|---:|")
    for name, size, limit in rows:
        print(f"| {name} | {size:,} | {f'{limit:,}' if limit else ''} |")
    print("\n| part | bytes |\n|---|---:|")
    for name, size in parts(build):
        print(f"| {name} | {size:,} |")
    # A size of 0 means that the linker map was not understood.
    return 0 if all(0 < size < (limit or size + 1) for _, size, limit in rows) else 1


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
