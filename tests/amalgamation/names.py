#!/usr/bin/python3
"""Two sources may have names of their own that are the same; what is made of them compiles, and computes the same.
SPDX-License-Identifier: MIT

usage: names.py AMALGAMATE CC WORK
"""

import importlib.machinery
import importlib.util
import pathlib
import subprocess
import sys

LIBRARY = {
    "LICENSE": "Nobody's.\n",
    "include/nps/version.h": """#ifndef NPS_VERSION_H
#define NPS_VERSION_H
#define NPS_EXPORT
#define NPS_VERSION_MAJOR 1
#define NPS_VERSION_MINOR 2
#define NPS_VERSION_PATCH 3
NPS_EXPORT int nps_first(int x);
NPS_EXPORT int nps_second(int x);
#endif
""",
    # In both: a type, its constants, a table, and functions that return an enum and begin with various words.
    **{f"lib/{name}.c": f"""#include <nps/version.h>

enum side {{ LEFT = {first}, RIGHT }};
enum {{ STEP = {first} * 10 }};
struct pair {{ int side; enum side other; }};
static const enum side sides[] = {{LEFT, RIGHT}};

static enum side begins_with_const(int x)
{{
    const int even = x % 2 == 0;
    return even ? LEFT : RIGHT;
}}

static const enum side *begins_with_if(int x)
{{
    if (x > 0)
        return &sides[1];
    return &sides[0];
}}

enum side nps_{name}_side(int x);
enum side nps_{name}_side(int x)
{{
    const struct pair pair = {{.side = x, .other = begins_with_const(x)}};
    return pair.side > 5 ? pair.other : *begins_with_if(x);
}}

int nps_{name}(int x)
{{
    const int side = nps_{name}_side(x);
    return side + STEP;
}}
""" for name, first in (("first", 1), ("second", 5))},
}

PROGRAM = """#include "nps.c"
int main(void)
{
    return nps_first(8) == 1 + 10 && nps_first(7) == 2 + 10 && nps_second(8) == 5 + 50 && nps_second(1) == 6 + 50 &&
                   nps_second(0) == 5 + 50
               ? 0
               : 1;
}
"""


def main():
    script, compiler, work = sys.argv[1], sys.argv[2], pathlib.Path(sys.argv[3]) / "names"
    for name, text in LIBRARY.items():
        (work / name).parent.mkdir(parents=True, exist_ok=True)
        (work / name).write_text(text)
    loader = importlib.machinery.SourceFileLoader("amalgamate", script)
    module = importlib.util.module_from_spec(importlib.util.spec_from_loader("amalgamate", loader))
    loader.exec_module(module)
    for prefix in ("", "acme_"):
        for name, text in module.amalgamate(work, prefix).items():
            (work / name).write_text(text)
        program = PROGRAM.replace("nps_", prefix or "nps_")
        (work / "program.c").write_text(program)
        subprocess.run([compiler, "-std=c11", "-Wall", "-Wextra", "-Werror", str(work / "program.c"), "-o",
                        str(work / "program")], check=True)
        subprocess.run([str(work / "program")], check=True)


if __name__ == "__main__":
    main()
