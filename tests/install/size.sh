#!/bin/bash
# SPDX-License-Identifier: MIT
# The sizes of a release build are within the limits of docs/size.md.
source "$(dirname "$0")/common.sh"

quietly "$CMAKE" -S "$NPS_SOURCE" -B build -DCMAKE_C_COMPILER="$CC" -DCMAKE_BUILD_TYPE=Release
quietly "$CMAKE" --build build --parallel 2
"$here/sizes.py" "$NPS_SOURCE" build "$CC" || fail "a limit is exceeded"
