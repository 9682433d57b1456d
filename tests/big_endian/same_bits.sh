#!/bin/bash
# SPDX-License-Identifier: MIT
# same_bits.sh ROOT WORK EMULATOR NATIVE: checks that figures prints the same as the native program NATIVE and under the
# EMULATOR.
set -euo pipefail
root=$1 work=$2 emulator=$3 native=$4
"$native" "$root"/tests/golden/v*/*.bin >"$work/here"
"$emulator" "$work/figures" "$root"/tests/golden/v*/*.bin >"$work/there"
# Both outputs are not empty, and each golden file was encoded to the same bytes.
[ "$(wc -l <"$work/here")" -gt 1000 ]
for file in "$root"/tests/golden/v*/*.bin; do
    grep -qx "bytes$(od -An -v -tx1 "$file" | tr -d '\n')" "$work/there" || { echo "${file##*/} has other bytes after decoding and encoding"; exit 1; }
done
diff "$work/here" "$work/there" >"$work/difference" && exit 0
head -n 20 "$work/difference"
echo "$(grep -c '^<' "$work/difference") of $(wc -l <"$work/here") lines differ"
exit 1
