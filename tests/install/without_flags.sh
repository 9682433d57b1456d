#!/bin/bash
# SPDX-License-Identifier: MIT
# The other install tests can fail: without the flags of pkg-config the consumer neither compiles nor links.
source "$(dirname "$0")/common.sh"

pkg_config_only "$NPS_STAGE/$NPS_LIBDIR/pkgconfig"
check_fails "nps/nps.h" "$CC" -std=c11 -c "$here/consumer.c" -o consumer.o

# shellcheck disable=SC2046 # several flags
check_fails "nps_interval_with" "$CC" -std=c11 "$here/consumer.c" -o consumer $(pkg-config --cflags libnps)
