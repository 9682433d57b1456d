#!/bin/bash
# SPDX-License-Identifier: MIT
# run.sh WORK WINE: every unit test that build.sh made passes under Wine.
set -euo pipefail
work=$1 wine=$2
export WINEPREFIX=$work/wine WINEDEBUG=-all
failed=0
for program in "$work"/test_*.exe; do
    "$wine" "$program" >"$program.out" 2>&1 || { tail -n 5 "$program.out"; echo "${program##*/} fails"; failed=1; }
done
exit $failed
