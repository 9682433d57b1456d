#!/bin/bash
# SPDX-License-Identifier: MIT
# check_tidy.sh ROOT BUILD: clang-tidy 14 (Debian 12's) has nothing to say about the library. BUILD is configured with
# CMAKE_EXPORT_COMPILE_COMMANDS, as the presets do.
set -euo pipefail
cd "$1"
[ -f "$2/compile_commands.json" ] || { echo "no $2/compile_commands.json: use a preset"; exit 1; }
find "$PWD/lib" -name '*.c' -print0 | xargs -0 -P2 -n4 clang-tidy-14 -p "$2" --quiet
