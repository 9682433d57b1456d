#!/bin/bash
# SPDX-License-Identifier: MIT
# check_headers.sh ROOT CC CXX: every public header compiles alone and when included twice, as C11 and as C++17, without
# a warning; and nps.h includes all of them.
set -euo pipefail
root=$1 cc=$2 cxx=$3
strict=(-Wall -Wextra -Wpedantic -Wconversion -Wshadow -Werror -fsyntax-only "-I$root/include")
wrong=0

for path in "$root"/include/nps/*.h; do
    header=nps/${path##*/}
    # Headers may have no declarations, and ISO C forbids an empty translation unit.
    twice="#include <$header>"$'\n'"#include <$header>"$'\n'"typedef int something;"
    "$cc" -std=c11 "${strict[@]}" -x c - <<<"$twice" || { echo "$header: does not compile alone as C11"; wrong=1; }
    "$cxx" -std=c++17 "${strict[@]}" -x c++ - <<<"$twice" || { echo "$header: does not compile alone as C++17"; wrong=1; }
    if [ "$header" != nps/nps.h ] && ! grep -qx "#include <$header>" "$root/include/nps/nps.h"; then
        echo "$header: not included by nps.h"
        wrong=1
    fi
done
exit $wrong
