#!/bin/bash
# SPDX-License-Identifier: MIT
# A distribution's package: prefix /usr, libraries in lib/<machine>, installed through DESTDIR.
source "$(dirname "$0")/common.sh"

export DESTDIR=$PWD/package
install_release -DCMAKE_INSTALL_PREFIX=/usr -DCMAKE_INSTALL_LIBDIR=lib/machine
unset DESTDIR

pkg_config_only "$PWD/package/usr/lib/machine/pkgconfig"
build_and_check_shared ./consumer
check_find_package -Dnps_DIR="$PWD/package/usr/lib/machine/cmake/nps"
