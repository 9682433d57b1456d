#!/bin/bash
# SPDX-License-Identifier: MIT
# find_package(nps) gives nps::nps, the shared library, and nps::nps_static.
source "$(dirname "$0")/common.sh"

check_find_package -DCMAKE_PREFIX_PATH="$NPS_STAGE"
needed_libraries find_package/consumer | grep -qx libnps.so.0 || fail "nps::nps is not the shared library"
if needed_libraries find_package/consumer_static | grep nps; then
    fail "nps::nps_static is not the static library"
fi
