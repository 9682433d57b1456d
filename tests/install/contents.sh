#!/bin/bash
# SPDX-License-Identifier: MIT
# The installed files are exactly the expected ones of a C library.
source "$(dirname "$0")/common.sh"

# Debian's npm has a command called nps.
[ ! -e "$NPS_STAGE/bin" ] || fail "there are commands: $(ls "$NPS_STAGE/bin")"

diff <(cd "$NPS_SOURCE/include" && find . -type f | sort) <(cd "$NPS_STAGE/include" && find . -type f | sort) ||
    fail "the installed headers are not those of include/"

diff - <(cd "$NPS_STAGE/$NPS_LIBDIR" && find . ! -type d -name '*nps*' ! -path './python*' | sort) <<END ||
./cmake/nps/npsConfig.cmake
./cmake/nps/npsConfigVersion.cmake
$(cd "$NPS_STAGE/$NPS_LIBDIR" && find ./cmake/nps -name 'npsTargets*.cmake' | sort)
./libnps.a
./libnps.so
./libnps.so.0
./libnps.so.$NPS_VERSION
./pkgconfig/libnps.pc
END
    fail "the installed libraries are not the expected ones"
