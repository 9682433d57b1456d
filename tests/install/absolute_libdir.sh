#!/bin/bash
# SPDX-License-Identifier: MIT
# With an absolute libdir, libnps.pc has exactly this directory, and the prefix for all other paths.
source "$(dirname "$0")/common.sh"

lib=$PWD/custom/libabs
install_release -DCMAKE_INSTALL_PREFIX="$PWD/prefix" -DCMAKE_INSTALL_LIBDIR="$lib"

pkg_config_only "$lib/pkgconfig"
[ "$(pkg-config --variable=libdir libnps)" = "$lib" ] || fail "libdir is $(pkg-config --variable=libdir libnps)"
[ "$(pkg-config --variable=includedir libnps)" = "$PWD/prefix/include" ] || fail "includedir is wrong"
[ "$(pkg-config --variable=prefix libnps)" = "$PWD/prefix" ] || fail "prefix is wrong"
build_and_check_shared ./consumer
check_find_package -Dnps_DIR="$lib/cmake/nps"
