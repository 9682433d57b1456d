#!/bin/bash
# SPDX-License-Identifier: MIT
# libnps can be a subdirectory of another project; it then builds its libraries and nothing else, and installs nothing unless
# it is asked to. FetchContent works as add_subdirectory() does.
source "$(dirname "$0")/common.sh"

check_consumers()
{
    check_output in_tree/consumer
    check_output in_tree/consumer_static
    [ ! -e in_tree/_deps/nps-build/tests ] || fail "another project gets our tests"
}

build_cmake_consumer in_tree -DNPS_SOURCE="$NPS_SOURCE"
check_consumers
needed_libraries in_tree/consumer | grep -qx libnps.so.0 || fail "nps::nps is not the shared library"

quietly "$CMAKE" --install in_tree --prefix "$PWD/theirs"
[ -z "$(find theirs -type f 2>/dev/null)" ] || fail "another project installs libnps unasked"

build_cmake_consumer in_tree -DNPS_SOURCE="$NPS_SOURCE" -DNPS_INSTALL=ON
quietly "$CMAKE" --install in_tree --prefix "$PWD/asked"
pkg_config_only "$(dirname "$(find "$PWD/asked" -name libnps.pc)")"
build_and_check_shared ./installed

rm in_tree/consumer in_tree/consumer_static
build_cmake_consumer in_tree -DFETCHED=ON -DFETCHCONTENT_SOURCE_DIR_NPS="$NPS_SOURCE" -DBUILD_SHARED_LIBS=OFF
check_consumers
if needed_libraries in_tree/consumer | grep nps; then
    fail "without shared libraries nps::nps is not the static library"
fi
