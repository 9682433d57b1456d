#!/bin/bash
# SPDX-License-Identifier: MIT
# pkg-config is all a C program needs to use the shared library.
source "$(dirname "$0")/common.sh"

pkg_config_only "$NPS_STAGE/$NPS_LIBDIR/pkgconfig"
build_and_check_shared ./consumer
needed_libraries consumer | grep -qx libnps.so.0 || fail "the consumer does not ask for libnps.so.0"
