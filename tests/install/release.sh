#!/bin/bash
# SPDX-License-Identifier: MIT
# A release build, for the tests of its size and of what it installs with other options.
source "$(dirname "$0")/common.sh"

quietly "$CMAKE" -S "$NPS_SOURCE" -B build -DCMAKE_C_COMPILER="$CC" -DCMAKE_BUILD_TYPE=Release
quietly "$CMAKE" --build build --parallel 2
