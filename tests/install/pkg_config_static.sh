#!/bin/bash
# SPDX-License-Identifier: MIT
# With pkg-config --static and -static, a program needs no shared library at all.
source "$(dirname "$0")/common.sh"

pkg_config_only "$NPS_STAGE/$NPS_LIBDIR/pkgconfig"
flags=$(pkg-config --static --cflags --libs libnps)
# shellcheck disable=SC2086 # several flags
"$CC" -std=c11 "${strict[@]}" -static "$here/consumer.c" -o consumer $flags
[ -z "$(needed_libraries consumer)" ] || fail "the consumer still needs: $(needed_libraries consumer)"
check_output ./consumer
