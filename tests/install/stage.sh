#!/bin/bash
# SPDX-License-Identifier: MIT
# Installs the build tree into the prefix that most install tests use.
source "$(dirname "$0")/common.sh"

case $NPS_LIBDIR in
    /*) fail "CMAKE_INSTALL_LIBDIR is absolute: an install would leave the build tree" ;;
esac
rm -rf "$NPS_STAGE"
quietly "$CMAKE" --install "$NPS_BUILD" --prefix "$NPS_STAGE"
