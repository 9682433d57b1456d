#!/bin/bash
# SPDX-License-Identifier: MIT
# build.sh ROOT WORK CC [LEFT_OUT...]: builds the library and the unit tests, but for those left out, for 64-bit Windows
# with the cross compiler CC. All of them: build.sh "$PWD" WORK x86_64-w64-mingw32-gcc-posix, with a new folder WORK.
set -euo pipefail
root=$1 work=$2 cc=$3
shift 3
cmake -S "$root" -B "$work/build" -DCMAKE_SYSTEM_NAME=Windows -DCMAKE_C_COMPILER="$cc" -DCMAKE_BUILD_TYPE=Release \
      -DNPS_SHARED=OFF -DNPS_WERROR=ON >"$work/log"
cmake --build "$work/build" --target nps_static --parallel 2 >>"$work/log"
library=$(find "$work/build" -name 'libnps*.a')
rm -f "$work"/test_*.exe
for source in "$root"/tests/test_*.c; do
    name=$(basename "$source" .c)
    more=()
    [[ " $* " == *" ${name#test_} "* ]] && continue
    case $name in
        # Programs of the slow tests; what chooses a kernel or has threads of POSIX.
        test_exact_oracle | *_coverage | test_ingest* | test_threads) continue ;;
        test_cpu | test_column | test_code_groups | test_timeline | test_weighted_column) continue ;;
        test_exact_compare_paths) continue ;;
        test_exact | test_population) more=("$root/tests/exact_oracle.c") ;;
        test_exact_compare) more=("$root/tests/exact_pairs.c") ;;
        test_crc32c) more=(-DNPS_TEST_HOOKS "$root/lib/support/cpu.c") ;;
    esac
    "$cc" -std=c11 -O1 -static -ffp-contract=off -D__USE_MINGW_ANSI_STDIO=1 -I"$root/include" -I"$root/lib" \
          -I"$root/tests/big_endian/cmocka" -I"$root/tests" -DNPS_TESTS_FIGURES="\"Z:$root/tests/reference\"" \
          -DNPS_TESTS_GOLDEN="\"Z:$root/tests/golden\"" "$source" "${more[@]}" "$library" -o "$work/$name.exe"
done
