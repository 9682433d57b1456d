#!/bin/bash
# SPDX-License-Identifier: MIT
# musl's headers and its libm have all that the two files need.
source "$(dirname "$0")/common.sh"

"$MUSL_CC" -std=c11 "${strict[@]}" -c single/nps.c -o nps_musl.o
"$MUSL_CC" -std=c11 -static -Iinclude "$examples/ten_lines.c" nps_musl.o -o ten_lines_musl
check_ten_lines ./ten_lines_musl
