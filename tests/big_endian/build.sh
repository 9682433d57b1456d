#!/bin/bash
# SPDX-License-Identifier: MIT
# build.sh ROOT WORK CC TEST...: builds the library, figures and the unit tests for the machine of the compiler CC, with
# the flags of the native build.
set -euo pipefail
root=$1 work=$2 cc=$3
shift 3
cmake -S "$root" -B "$work/build" -DCMAKE_SYSTEM_NAME=Linux -DCMAKE_C_COMPILER="$cc" -DCMAKE_BUILD_TYPE=Release \
      -DNPS_SHARED=OFF >"$work/log"
cmake --build "$work/build" --target nps_static >>"$work/log"
library=$(find "$work/build" -name libnps.a)

program() {
    "$cc" -std=c11 -O2 -static -ffp-contract=off -Wall -Wextra -Werror -I"$root/include" "$@" "$library" -lm
}
program "$root/tests/big_endian/figures.c" -o "$work/figures"
for test in "$@"; do
    more=()
    [ "$test" = exact ] && more=("$root/tests/exact_oracle.c")
    # The choice of an instruction set, which the library does not have.
    case $test in column | crc32c | ingest | code_groups | timeline | weighted_column) more=(-DNPS_TEST_HOOKS "$root/lib/support/cpu.c") ;; esac
    program -DNPS_TESTS_FIGURES="\"$root/tests/reference\"" -DNPS_TESTS_GOLDEN="\"$root/tests/golden\"" \
            -I"$root/tests/big_endian/cmocka" -I"$root/tests" -I"$root/lib" "$root/tests/test_$test.c" \
            "${more[@]}" -o "$work/test_$test"
done
