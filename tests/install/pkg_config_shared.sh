#!/bin/bash
# SPDX-License-Identifier: MIT
# A C program needs only the flags of pkg-config to use the shared library.
source "$(dirname "$0")/common.sh"

pkg_config_only "$NPS_STAGE/$NPS_LIBDIR/pkgconfig"
build_and_check_shared ./consumer
needed_libraries consumer | grep -qx libnps.so.0 || fail "the consumer does not ask for libnps.so.0"
