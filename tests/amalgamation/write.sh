#!/bin/bash
# SPDX-License-Identifier: MIT
# Writes both files, twice to the same bytes, without a warning of the compiler; and the folder nps/ in which programs of
# the installed library look for headers: each is nps.h here.
source "$(dirname "$0")/common.sh"

rm -rf single again include
"$PYTHON" -B "$NPS_SOURCE/.ci/amalgamate" single
"$PYTHON" -B "$NPS_SOURCE/.ci/amalgamate" again
diff -r single again
mkdir -p include/nps
for header in "$NPS_SOURCE"/include/nps/*.h; do
    echo '#include "../../single/nps.h"' >"include/nps/${header##*/}"
done
"$CC" -std=c11 "${strict[@]}" -c single/nps.c -o nps.o
