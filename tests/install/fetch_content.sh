#!/bin/bash
# SPDX-License-Identifier: MIT
# FetchContent works as add_subdirectory() does.
source "$(dirname "$0")/common.sh"

build_cmake_consumer fetch_content -DFETCHCONTENT_SOURCE_DIR_NPS="$NPS_SOURCE" -DBUILD_SHARED_LIBS=OFF
check_output fetch_content/consumer
