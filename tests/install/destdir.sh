#!/bin/bash
# SPDX-License-Identifier: MIT
# DESTDIR is prepended to every installed path, and written into no file.
source "$(dirname "$0")/common.sh"

quietly env DESTDIR="$PWD/package" "$CMAKE" --install "$NPS_BUILD" --prefix /opt/somewhere
[ "$(ls package package/opt)" = $'package:\nopt\n\npackage/opt:\nsomewhere' ] || fail "files outside the prefix"
if grep -rF "$PWD/package" package; then
    fail "DESTDIR is written down in the package"
fi
pkg_config_only "$PWD/package/opt/somewhere/$NPS_LIBDIR/pkgconfig"
build_and_check_shared ./consumer
