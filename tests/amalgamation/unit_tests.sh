#!/bin/bash
# SPDX-License-Identifier: MIT
# The unit tests pass with the two files in place of the library. Those that look at its inside find the declarations in
# lib/; for them NPS_PRIVATE is nothing, so that they can call what is static otherwise. ctest sets NPS_LEFT_OUT to the
# names of those that take long; all are run where tests/amalgamation/CMakeLists.txt sets it to nothing.
source "$(dirname "$0")/common.sh"
export NPS_SOURCE NPS_LEFT_OUT=${NPS_LEFT_OUT:-} CC NPS_CMOCKA NPS_CMOCKA_LIBRARY

"$CC" -std=c11 -O2 -DNPS_PRIVATE= -DNPS_TEST_HOOKS -c single/nps.c -o nps_tested.o

run_test()
{
    local source=$1 name more=()
    name=$(basename "$source" .c)
    [[ " $NPS_LEFT_OUT " == *" ${name#test_} "* ]] && return 0
    case $name in
        test_exact_oracle | *_coverage | test_ingest_exhaustive) return 0 ;; # programs of their own, not of cmocka
        test_exact | test_population) more=("$NPS_SOURCE/tests/exact_oracle.c") ;;
        test_exact_compare) more=("$NPS_SOURCE/tests/exact_pairs.c") ;;
    esac
    "$CC" -std=gnu11 -O1 -ffp-contract=off -DNPS_TEST_HOOKS -Iinclude "-I$NPS_SOURCE/lib" "-I$NPS_SOURCE/tests" \
          "-I$NPS_CMOCKA" -DNPS_TESTS_FIGURES="\"$NPS_SOURCE/tests/reference\"" \
          -DNPS_TESTS_GOLDEN="\"$NPS_SOURCE/tests/golden\"" "$source" "${more[@]}" nps_tested.o "$NPS_CMOCKA_LIBRARY" \
          -lm -pthread -o "$name" >"$name.log" 2>&1 && "./$name" >>"$name.log" 2>&1 && return
    tail -n 20 "$name.log"
    echo "FAILED: $name"
    return 1
}
export -f run_test

printf '%s\0' "$NPS_SOURCE"/tests/test_*.c | xargs -0 -n 1 -P 2 bash -c 'run_test "$0"'
