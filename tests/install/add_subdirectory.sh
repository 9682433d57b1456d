#!/bin/bash
# SPDX-License-Identifier: MIT
# libnps can be a subdirectory of another project; it then builds its libraries and nothing else, and installs nothing unless
# it is asked to.
source "$(dirname "$0")/common.sh"

build_cmake_consumer add_subdirectory -DNPS_SOURCE="$NPS_SOURCE"
check_output add_subdirectory/consumer
check_output add_subdirectory/consumer_static
[ ! -e add_subdirectory/nps/tests ] || fail "another project gets our tests"

quietly "$CMAKE" --install add_subdirectory --prefix "$PWD/theirs"
[ -z "$(find theirs -type f 2>/dev/null)" ] || fail "another project installs libnps unasked"

build_cmake_consumer add_subdirectory -DNPS_SOURCE="$NPS_SOURCE" -DNPS_INSTALL=ON
quietly "$CMAKE" --install add_subdirectory --prefix "$PWD/asked"
pkg_config_only "$(dirname "$(find "$PWD/asked" -name libnps.pc)")"
build_and_check_shared ./installed
