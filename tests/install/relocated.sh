#!/bin/bash
# SPDX-License-Identifier: MIT
# With a relative libdir the installed tree can be moved.
source "$(dirname "$0")/common.sh"

quietly "$CMAKE" --install "$NPS_BUILD" --prefix "$PWD/before"
mv before after
if grep -rF "$PWD/before" after; then
    fail "the tree remembers where it was"
fi
pkg_config_only "$PWD/after/$NPS_LIBDIR/pkgconfig"
build_and_check_shared ./consumer
check_find_package -DCMAKE_PREFIX_PATH="$PWD/after"
