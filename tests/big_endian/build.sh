#!/bin/bash
# SPDX-License-Identifier: MIT
# build.sh ROOT WORK CC TEST...: builds the library, figures and the unit tests for the machine of the compiler CC. The
# library is one file here, which takes a third of the time; NPS_PRIVATE is nothing, so that the tests reach its inside.
set -euo pipefail
root=$1 work=$2 cc=$3
shift 3
python3 -B "$root/.ci/amalgamate" "$work/single"
"$cc" -std=c11 -O1 -ffp-contract=off -DNPS_PRIVATE= -DNPS_TEST_HOOKS -c "$work/single/nps.c" -o "$work/nps.o"

program() {
    "$cc" -std=c11 -O1 -static -ffp-contract=off -Wall -Wextra -Werror -DNPS_TEST_HOOKS -I"$root/include" "$@" \
          "$work/nps.o" -lm
}
program "$root/tests/big_endian/figures.c" -o "$work/figures"
for test in "$@"; do
    program -DNPS_TESTS_FIGURES="\"$root/tests/reference\"" -DNPS_TESTS_GOLDEN="\"$root/tests/golden\"" \
            -I"$root/tests/big_endian/cmocka" -I"$root/tests" -I"$root/lib" "$root/tests/test_$test.c" \
            -o "$work/test_$test"
done
