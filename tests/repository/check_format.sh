#!/bin/bash
# SPDX-License-Identifier: MIT
# check_format.sh ROOT: C and C++ are written as clang-format 14 (Debian 12's) writes them.
set -euo pipefail
cd "$1"
find include lib tests benchmarks docs bindings -name '*.[ch]' -o -name '*.cpp' |
    xargs clang-format-14 --dry-run -Werror
