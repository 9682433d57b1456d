#!/usr/bin/python3
"""Every public header has an example, which compiles without a warning and prints what it says.
SPDX-License-Identifier: MIT

usage: check_header_examples.py ROOT CC LIBRARY WORK [HEADER ...]

An example stands between @code and @endcode. It is the body of main(), or a program if it defines main(). Comments say
what it prints, a line each: "// prints: 60.0".
"""

import concurrent.futures
import os
import pathlib
import re
import subprocess
import sys
import textwrap

import project

WITHOUT_EXAMPLE = {"nps.h", "export.h"}  # what includes all others, and what only they use
BLOCK = re.compile(r"^ \* @code\n((?: \*(?! @endcode).*\n)*) \* @endcode\n", re.MULTILINE)
PRINTS = re.compile(r"// prints: (.*)$", re.MULTILINE)
STRICT = ["-std=c99", "-Wall", "-Wextra", "-Wpedantic", "-Wconversion", "-Wshadow", "-Werror"]
BODY = "#include <nps/nps.h>\n#include <stdio.h>\n\nint main(void)\n{{\n{}\n    return 0;\n}}\n"


def examples(text):
    """The programs in a header."""
    for block in BLOCK.findall(text):
        code = re.sub(r"^ \* ?", "", block, flags=re.MULTILINE)
        yield code if "int main(" in code else BODY.format(textwrap.indent(code, "    "))


def failure(root, compiler, library, source, program):
    """What is wrong with a program, or None."""
    source.write_text(program)
    binary = source.with_suffix("")
    link = [library, f"-Wl,-rpath,{library.parent}", "-lm"]
    command = [compiler, *STRICT, f"-I{root / 'include'}", source, "-o", binary, *link]
    compiled = subprocess.run(command, capture_output=True, text=True, check=False)
    if compiled.returncode:
        return f"does not compile:\n{compiled.stderr}"
    ran = subprocess.run([binary], capture_output=True, text=True, check=False, timeout=60)
    said = PRINTS.findall(program)
    if ran.returncode:
        return f"ends with status {ran.returncode}"
    if not said:
        return "does not say what it prints, as in // prints: 60.0"
    if ran.stdout.splitlines() != said:
        return "prints, where its comments say otherwise:\n" + ran.stdout
    return None


def main(root, compiler, library, work, *headers):
    root, library, work = pathlib.Path(root).resolve(), pathlib.Path(library).resolve(), pathlib.Path(work)
    work.mkdir(parents=True, exist_ok=True)
    failures, programs = [], []
    for path in sorted((root / "include/nps").glob("*.h")):
        if headers and path.name not in headers:
            continue
        text = path.read_text()
        found = list(examples(text))
        if not found and path.name not in WITHOUT_EXAMPLE:
            failures.append(f"nps/{path.name}: no example between @code and @endcode")
        if len(found) != text.count("@code"):
            failures.append(f"nps/{path.name}: an example without an end, or not in lines of its own")
        programs += [(path.name, work / f"{path.stem}_{number}.c", program) for number, program in enumerate(found)]
    with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
        wrong = pool.map(lambda each: failure(root, compiler, library, *each[1:]), programs)
        failures += [f"nps/{name}: the example {said}" for (name, _, _), said in zip(programs, wrong) if said]
    project.conclude(failures)


if __name__ == "__main__":
    main(*sys.argv[1:])
