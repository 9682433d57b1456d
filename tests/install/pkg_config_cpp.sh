#!/bin/bash
# SPDX-License-Identifier: MIT
# A C++17 program needs only the flags of pkg-config.
source "$(dirname "$0")/common.sh"

pkg_config_only "$NPS_STAGE/$NPS_LIBDIR/pkgconfig"
flags=$(pkg-config --cflags --libs libnps)
# shellcheck disable=SC2086 # several flags
"$CXX" -std=c++17 "${strict[@]}" "$here/consumer.cpp" -o consumer $flags
LD_LIBRARY_PATH=$NPS_STAGE/$NPS_LIBDIR check_output ./consumer
