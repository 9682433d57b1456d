#!/bin/bash
# SPDX-License-Identifier: MIT
# The other install tests can fail: without the library no consumer links, and no package is found.
source "$(dirname "$0")/common.sh"

cp -a "$NPS_STAGE" prefix
find prefix -name 'libnps.*' ! -name '*.pc' -delete
pkg_config_only "$PWD/prefix/$NPS_LIBDIR/pkgconfig"
# shellcheck disable=SC2046 # several flags
check_fails "-lnps" "$CC" -std=c11 "$here/consumer.c" -o consumer $(pkg-config --cflags --libs libnps)
check_fails "libnps" "$CMAKE" -S "$here/find_package" -B broken -DCMAKE_PREFIX_PATH="$PWD/prefix"

# And where nothing is installed.
mkdir empty
check_fails "libnps.pc" env PKG_CONFIG_LIBDIR="$PWD/empty" pkg-config --cflags libnps
check_fails "npsConfig.cmake" "$CMAKE" -S "$here/find_package" -B absent -DCMAKE_PREFIX_PATH="$PWD/empty"
