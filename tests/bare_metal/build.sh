#!/bin/bash
# SPDX-License-Identifier: MIT
# build.sh ROOT WORK CC: builds the library for a Cortex-M3 and links two programs in WORK: device.elf, and with a
# closed interval and a watch left out state.elf.
set -euo pipefail
root=$1 work=$2 cc=$3
machine=(-mcpu=cortex-m3 -mthumb)
# There is nothing that a program for the build machine could be linked with, so CMake tries a library.
cmake -S "$root" -B "$work/build" -DCMAKE_SYSTEM_NAME=Generic -DCMAKE_C_COMPILER="$cc" -DCMAKE_C_FLAGS="${machine[*]}" \
      -DCMAKE_TRY_COMPILE_TARGET_TYPE=STATIC_LIBRARY -DCMAKE_BUILD_TYPE=Release -DNPS_SHARED=OFF -DNPS_WERROR=ON \
      >"$work/log"
cmake --build "$work/build" --target nps_static >>"$work/log"
library=$(find "$work/build" -name libnps.a)

program() {
    local name=$1
    shift
    "$cc" -std=c11 "${machine[@]}" -Os -ffp-contract=off -ffunction-sections -fdata-sections -Wall -Wextra -Werror \
        -I"$root/include" "$@" "$root/tests/bare_metal/device.c" "$root/tests/bare_metal/vectors.c" "$library" \
        --specs=rdimon.specs -Wl,--gc-sections -T "$root/tests/bare_metal/device.ld" -Wl,-Map="$work/$name.map" -lm \
        -o "$work/$name.elf"
}
program device
program state -DONLY_STATE
