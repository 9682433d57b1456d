#!/bin/bash
# SPDX-License-Identifier: MIT
# Built with BUILD_SHARED_LIBS=OFF there is one library, and every way to ask for libnps gives it.
source "$(dirname "$0")/common.sh"

install_build -DBUILD_SHARED_LIBS=OFF -DCMAKE_INSTALL_PREFIX="$PWD/prefix" -DCMAKE_INSTALL_LIBDIR=lib
[ -z "$(find prefix -name '*.so*')" ] || fail "there is a shared library"

check_find_package -DCMAKE_PREFIX_PATH="$PWD/prefix"
pkg_config_only "$PWD/prefix/lib/pkgconfig"
build_and_check_shared ./consumer
