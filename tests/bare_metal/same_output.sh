#!/bin/bash
# SPDX-License-Identifier: MIT
# same_output.sh WORK EMULATOR NATIVE: what the device prints is what the same program prints here.
set -euo pipefail
work=$1 emulator=$2 native=$3
"$native" >"$work/here"
[ "$(wc -l <"$work/here")" -gt 8 ]
# The board is one with a Cortex-M3; the program writes through the debugger ("semihosting").
"$emulator" -M mps2-an385 -nographic -monitor none -serial none -semihosting-config enable=on,target=native \
            -kernel "$work/device.elf" </dev/null >"$work/there"
diff "$work/here" "$work/there"
