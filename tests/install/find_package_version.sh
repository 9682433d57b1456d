#!/bin/bash
# SPDX-License-Identifier: MIT
# find_package() refuses another minor version: while the major version is 0, minor versions may be incompatible.
source "$(dirname "$0")/common.sh"

for wanted in 99.0 "${NPS_VERSION%.*}.99"; do
    rm -rf find_package
    check_fails "compatible" \
        "$CMAKE" -S "$here/find_package" -B find_package -DCMAKE_PREFIX_PATH="$NPS_STAGE" -DNPS_WANTED="$wanted"
done
