#!/bin/bash
# SPDX-License-Identifier: MIT
# check_format.sh ROOT: C and C++ are written as clang-format 19 writes them, which Debian 12 and 13 both have.
set -euo pipefail
cd "$1"
find include lib tests benchmarks docs bindings -name '*.[ch]' -o -name '*.cpp' |
    xargs clang-format-19 --dry-run -Werror
