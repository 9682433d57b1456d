#!/bin/bash
# SPDX-License-Identifier: MIT
# check_tidy.sh ROOT BUILD CHECKS [FILE...]: clang-tidy 19, which Debian 12 and 13 both have, has nothing to say about
# these files, or about all of the library. CHECKS are "all" of .clang-tidy, or "quick": without its static analyzer,
# which takes twenty times as long as the others together; or "analyzer": that alone, and of each function 20,000 states
# instead of 225,000, which takes a third of the time. BUILD is configured with CMAKE_EXPORT_COMPILE_COMMANDS, as the
# presets do.
set -euo pipefail
cd "$1"
build=$2
more=()
case $3 in
    all) checks= ;;
    quick) checks='-clang-analyzer-*' ;;
    analyzer)
        checks='-bugprone-*,-cert-*,-misc-*,-performance-*,-portability-*,-readability-*'
        more=(--extra-arg={-Xclang,-analyzer-config,-Xclang,max-nodes=20000})
        ;;
    *) echo "$3: expected all, quick or analyzer"; exit 2 ;;
esac
shift 3
[ -f "$build/compile_commands.json" ] || { echo "no $build/compile_commands.json: use a preset"; exit 1; }
if [ $# -eq 0 ]; then
    mapfile -t files < <(find lib -name '*.c')
    set -- "${files[@]}"
fi
# The compiler's own warnings are not what is checked here: the compilers of the presets refuse them.
printf "$PWD/%s\0" "$@" | xargs -0 -P2 -n4 clang-tidy-19 -p "$build" --quiet \
    --extra-arg=-Wno-error "${more[@]}" --checks="$checks"
