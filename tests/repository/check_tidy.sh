#!/bin/bash
# SPDX-License-Identifier: MIT
# check_tidy.sh ROOT BUILD [FILE...]: clang-tidy 19, which Debian 12 and 13 both have, has nothing to say about these
# files, or about all of the library. BUILD is configured with CMAKE_EXPORT_COMPILE_COMMANDS, as the presets do.
set -euo pipefail
cd "$1"
build=$2
shift 2
[ -f "$build/compile_commands.json" ] || { echo "no $build/compile_commands.json: use a preset"; exit 1; }
if [ $# -eq 0 ]; then
    mapfile -t files < <(find lib -name '*.c')
    set -- "${files[@]}"
fi
printf "$PWD/%s\0" "$@" | xargs -0 -P2 -n4 clang-tidy-19 -p "$build" --quiet
