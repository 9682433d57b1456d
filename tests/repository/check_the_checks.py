#!/usr/bin/python3
"""Each check passes on the project and fails on a broken copy of it. SPDX-License-Identifier: MIT

usage: check_the_checks.py ROOT BUILD WORK CC CXX NM READELF DOXYGEN libnps.so libnps.a
"""

import pathlib
import shutil
import subprocess
import sys

import project


def append(path, text):
    """A breakage: appends text to a file, or creates the file. Returns the file."""
    def apply(copy):
        with open(copy / path, "a", encoding="utf-8") as file:
            file.write(text)
        return path
    return apply


def replace(path, old, new):
    """A breakage: replaces the first occurrence of a text that must exist. Returns the file."""
    def apply(copy):
        text = (copy / path).read_text()
        if old not in text:
            raise LookupError(f"{path} does not contain {old!r}")
        (copy / path).write_text(text.replace(old, new, 1))
        return path
    return apply


def newer_minor(copy):
    """A breakage: the header has another minor version. Returns the header."""
    minor = project.header_version(copy).split(".")[1]
    return replace("include/nps/version.h", f"NPS_VERSION_MINOR {minor}", "NPS_VERSION_MINOR 99")(copy)


SYMBOL = "nps_score@@NPS_0\n"

# (check, a part of its message, the breakage)
BREAKAGES = [
    ("symbols", "exported, but not in tests/symbols.txt", replace("tests/symbols.txt", SYMBOL, "")),
    ("symbols", "but not exported", append("tests/symbols.txt", "nps_zzz@@NPS_0\n")),
    ("symbols", "declared without NPS_EXPORT", append("include/nps/counts.h", "int nps_new(int a);\n")),
    ("symbols", "nps_new: 7 parameters",
     append("include/nps/counts.h", "NPS_EXPORT int nps_new(int a, int b, int c, int d, int e, int f, int g);\n")),
    ("headers", "nps/counts.h: does not compile alone as C11",
     replace("include/nps/counts.h", "#include <stdint.h>\n", "")),
    ("headers", "nps/status.h: does not compile alone as C++17",
     append("include/nps/status.h", "static inline int *nps_new(void *p) { return p; }\n")),
    ("headers", "nps/new.h: not included by nps.h", append("include/nps/new.h", "#define NPS_NEW 1\n")),
    ("header_examples", "nps/scale.h: no example between @code and @endcode",
     replace("include/nps/scale.h", "@code", "")),
    ("header_examples", "nps/new.h: no example", append("include/nps/new.h", "#define NPS_NEW 1\n")),
    ("header_examples", "nps/scale.h: an example without an end", replace("include/nps/scale.h", " * @endcode\n", "")),
    ("header_examples", "nps/scale.h: the example does not compile",
     replace("include/nps/scale.h", "&six_stars, &counts", "&stars, &counts")),
    ("header_examples", "nps/scale.h: the example ends with status 1",
     replace("include/nps/scale.h", " * nps_counts counts;", " * nps_counts counts;\n * if (stdout) return 1;")),
    ("header_examples", "nps/scale.h: the example does not say what it prints",
     replace("include/nps/scale.h", "// prints: ", "// ")),
    ("header_examples", "nps/scale.h: the example prints, where its comments say otherwise",
     replace("include/nps/scale.h", "// prints: 30 promoters", "// prints: 31 promoters")),
    ("includes", "lib/new.c: no floor", append("lib/new.c", "")),
    ("includes", "lib/counts.c includes include/nps/compare.h, which is not on a lower floor",
     append("lib/counts.c", "#include <nps/compare.h>\n")),
    ("includes", "lib/interval/inference.c calls lib/counts.c, which is not on a lower floor",
     replace("tests/repository/house.txt", "0.2  counts", "8.0  counts")),
    ("includes", "lib/new.h: has no public header of its name", append("lib/new.h", "")),
    ("includes", "a circle: ", append("lib/ingest/column.h", '#include "../accumulator.h"\n#include "column.h"\n')),
    ("includes", "which is not installed", append("include/nps/groups.h", '#include "../../lib/keys/keys.h"\n')),
    ("version", "but the header says", newer_minor),
    ("version", "CHANGELOG.md: 98.0.0", replace("CHANGELOG.md", "\n## ", "\n## 98.0.0\n\n## ")),
    ("arithmetic", "FLT_EVAL_METHOD 2 is not refused",
     replace("lib/math/numerics.c", "FLT_EVAL_METHOD > 1", "FLT_EVAL_METHOD > 3")),
    ("version", "CITATION.cff: 98.0.0", replace("CITATION.cff", "\nversion: ", "\nversion: 98.0.0\nx: ")),
    ("format", "lib/status.c", append("lib/status.c", "int   x ;\n")),
    ("tidy", "bugprone-suspicious-semicolon",
     append("lib/status.c", "int nps_new(int x);\nint nps_new(int x)\n{\n    if (x > 1);\n    return x;\n}\n")),
    ("reference_docs", "nps_new", append("include/nps/status.h", "NPS_EXPORT void nps_new(void);\n")),
    ("reference_docs", "parameters of member nps_new",
     append("include/nps/status.h", "/** New. */\nNPS_EXPORT void nps_new(int a);\n")),
    ("tree", "scratch: not expected at the top level", append("scratch", "")),
    ("tree", "lib/calibration/: not shown", replace("CONTRIBUTING.md", "`lib/calibration/`", "`lib/`")),
    ("tree", "lib/new.c: no SPDX", append("lib/new.c", "int x;\n")),
    ("tree", "struct counters: defined in lib/code_groups.c and lib/new.c",
     append("lib/new.c", "/* SPDX-License-Identifier: MIT */\nstruct counters {\n    int x;\n};\n")),
    ("tree", "a path of one machine", append("README.md", "see /" + "home/someone/notes\n")),
    ("tree", "a package registry", append("README.md", "https://" + "pypi.example/simple\n")),
    ("verbs", "no row for paired and decode",
     replace("docs/reference.md", "| paired | decode |", "| paired | undo |")),
    ("verbs", "nps_new() does not exist", replace("docs/reference.md", "nps_paired_merge()", "nps_new()")),
    ("verbs", "nps_sequence_merge() is not in the row of sequence and merge",
     append("include/nps/sequence.h", "NPS_EXPORT void nps_sequence_merge(int a);\n")),
    ("labels", "lib/labels/english.c: expected the text of PROMOTERS, found that of PASSIVE",
     replace("lib/labels/english.c", '    NPS_TEXT(PROMOTERS, "promoters")\n', "")),
    ("promises", "no test matches ^countings$",
     replace("docs/promises.md", "-R '^counts$'", "-R '^countings$'")),
    ("promises", "build/release/benchmarks/margins is not built",
     replace("docs/promises.md", "`build/release/benchmarks/margin_errors`", "`build/release/benchmarks/margins`")),
    ("promises", "no figure: ", replace("docs/promises.md", "| every difference 0 |", "| |")),
    ("tree", "unfinished", append("README.md", "TO" + "DO: finish\n")),
]


def commands(build, work, cc, cxx, nm, readelf, doxygen, shared, static):
    """The command that runs each check on a tree."""
    here = pathlib.Path(__file__).parent
    python = [sys.executable, "-B"]
    return {
        "symbols": lambda root: [*python, here / "check_symbols.py", root, nm, shared, static],
        "headers": lambda root: [here / "check_headers.sh", root, cc, cxx],
        "header_examples": lambda root: [*python, here / "check_header_examples.py", root, cc, shared,
                                         work / "header_examples", "scale.h", "new.h"],
        "includes": lambda root: [*python, here / "check_includes.py", root, nm,
                                  build / "lib/CMakeFiles/nps_objects.dir"],
        "version": lambda root: [*python, here / "check_version.py", root, build, readelf, shared],
        "arithmetic": lambda root: [here / "check_arithmetic.sh", root, cc],
        "format": lambda root: [here / "check_format.sh", root],
        "tidy": lambda root: [here / "check_tidy.sh", root, build, "quick", "lib/status.c"],
        "reference_docs": lambda root: [here / "check_reference_docs.sh", root, doxygen, build / "docs/Doxyfile",
                                        work / "docs"],
        "tree": lambda root: [*python, here / "check_tree.py", root],
        "promises": lambda root: [*python, here / "check_promises.py", root, build],
        "labels": lambda root: [*python, here / "check_labels.py", root],
        "verbs": lambda root: [*python, here / "check_verbs.py", root],
    }


def copy_project(root, copy):
    shutil.rmtree(copy, ignore_errors=True)
    for path in project.files(root):
        (copy / path.parent).mkdir(parents=True, exist_ok=True)
        shutil.copyfile(root / path, copy / path)
        shutil.copymode(root / path, copy / path)


def restore(root, copy, path):
    """Mends one file of the copy."""
    if (root / path).exists():
        shutil.copyfile(root / path, copy / path)
    else:
        (copy / path).unlink()


def check(name, command, phrase):
    """Failures of a check that should fail with a message that contains the phrase."""
    result = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False)
    print(f"{name}: {phrase}")
    if result.returncode == 0:
        return [f"{name} passes, but should fail with: {phrase}"]
    if phrase not in result.stdout:
        return [f"{name} should print: {phrase}, but prints:\n{result.stdout}"]
    return []


def main(root, build, work, *tools):
    root, build, work = map(pathlib.Path, (root, build, work))
    copy = work / "copy"
    command = commands(build, work, *tools)
    failures = []
    copy_project(root, copy)
    for name, phrase, apply in BREAKAGES:
        changed = apply(copy)
        failures += check(name, command[name](copy), phrase)
        restore(root, copy, changed)
    failures += [f"{name} has no breakage" for name in sorted(set(command) - {name for name, _, _ in BREAKAGES})]
    project.conclude(failures)


if __name__ == "__main__":
    main(*sys.argv[1:])
