#!/bin/bash
# SPDX-License-Identifier: MIT
# libnps can live in another project's tree; it then builds its libraries and nothing else.
source "$(dirname "$0")/common.sh"

build_cmake_consumer add_subdirectory -DNPS_SOURCE="$NPS_SOURCE"
check_output add_subdirectory/consumer
check_output add_subdirectory/consumer_static
[ ! -e add_subdirectory/nps/tests ] || fail "another project gets our tests"
