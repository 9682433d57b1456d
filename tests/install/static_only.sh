#!/bin/bash
# SPDX-License-Identifier: MIT
# With BUILD_SHARED_LIBS=OFF only the static library is built, and every way to link libnps uses it.
source "$(dirname "$0")/common.sh"

install_release -DBUILD_SHARED_LIBS=OFF -DCMAKE_INSTALL_PREFIX="$PWD/prefix" -DCMAKE_INSTALL_LIBDIR=lib
[ -z "$(find prefix -name '*.so*')" ] || fail "there is a shared library"

check_find_package -DCMAKE_PREFIX_PATH="$PWD/prefix"
pkg_config_only "$PWD/prefix/lib/pkgconfig"
build_and_check_shared ./consumer
