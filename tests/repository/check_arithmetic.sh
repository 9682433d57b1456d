#!/bin/bash
# SPDX-License-Identifier: MIT
# check_arithmetic.sh ROOT CC: a compiler that computes doubles in more digits, as for the x87 unit of 32-bit x86, is
# refused with what to do about it.
set -euo pipefail
root=$1 cc=$2
compile() { "$cc" -std=c11 -fsyntax-only -U__FLT_EVAL_METHOD__ -D__FLT_EVAL_METHOD__="$1" "$root/lib/math/numerics.c"; }
for method in 0 1; do
    compile $method || { echo "FLT_EVAL_METHOD $method is refused"; exit 1; }
done
for method in 2 -1; do
    if said=$(compile $method 2>&1) || ! grep -q -- '-mfpmath=sse' <<<"$said"; then
        echo "FLT_EVAL_METHOD $method is not refused with a remedy"
        exit 1
    fi
done
