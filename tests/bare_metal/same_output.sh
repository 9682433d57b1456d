#!/bin/bash
# SPDX-License-Identifier: MIT
# same_output.sh WORK EMULATOR NATIVE NATIVE_STATE PYTHON: what the two programs print on the device is what they print
# here, and their scores are those that Python counts without the library.
set -euo pipefail
work=$1 emulator=$2 native=$3 native_state=$4 python=$5
folder=$(cd "$(dirname "$0")" && pwd)

# on_device NAME HERE: the board is one with a Cortex-M3; the program writes through the debugger ("semihosting").
on_device() {
    "$2" >"$work/$1.here"
    "$emulator" -M mps2-an385 -nographic -monitor none -serial none -semihosting-config enable=on,target=native \
                -kernel "$work/$1.elf" </dev/null >"$work/$1.there"
    diff "$work/$1.here" "$work/$1.there"
}

on_device device "$native"
[ "$(wc -l <"$work/device.there")" -gt 8 ]
on_device state "$native_state"
"$python" "$folder/expected_scores.py" >"$work/expected"
diff "$work/expected" "$work/state.there"
grep -E '^[0-9]{4}-[0-9]{2}-[0-9]{2} ' "$work/device.there" | diff "$work/expected" -
