#!/bin/bash
# SPDX-License-Identifier: MIT
# check_reference_docs.sh ROOT DOXYGEN DOXYFILE OUTPUT: the public headers document everything, and Doxygen
# reports no mistake.
set -euo pipefail
root=$1 doxygen=$2 doxyfile=$3 output=$4

settings=$(cat "$doxyfile")
rm -rf "$output"
mkdir -p "$output"
# If a setting occurs twice, Doxygen uses the last value.
"$doxygen" - <<END
$settings
INPUT = "$root/include/nps" "$root/docs/reference.md"
USE_MDFILE_AS_MAINPAGE = "$root/docs/reference.md"
STRIP_FROM_PATH = "$root/include"
STRIP_FROM_INC_PATH = "$root/include"
OUTPUT_DIRECTORY = "$output"
END
[ -f "$output/nps_8h.html" ] || { echo "Doxygen wrote no page for nps.h"; exit 1; }
