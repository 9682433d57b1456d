#!/bin/bash
# SPDX-License-Identifier: MIT
# A release build is as small as docs/size.md says.
source "$(dirname "$0")/common.sh"

quietly "$CMAKE" -S "$NPS_SOURCE" -B build -DCMAKE_C_COMPILER="$CC" -DCMAKE_BUILD_TYPE=Release
quietly "$CMAKE" --build build --parallel 2
"$here/sizes.py" "$NPS_SOURCE" build "$CC" || fail "a limit is exceeded"
