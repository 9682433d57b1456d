#!/usr/bin/env bash
# Runs the tests of the extension of PostgreSQL with the address and undefined-behaviour sanitizers in its code, in the
# server that is installed, which loads their runtime first. Needs clang 19, and the Python binding of `.ci/build dev`.
# The server's own allocator hides what is written behind a palloc(); arrays, globals and malloc() are watched.
# SPDX-License-Identifier: MIT
set -euo pipefail
cd "$(dirname "$0")/../.."

build=$PWD/build/asan-postgresql
flags="-O1 -fsanitize=address,undefined -fno-sanitize-recover=all -fno-omit-frame-pointer"
flags+=" -Wno-gnu-statement-expression-from-macro-expansion" # of the server's headers
cmake -S . -B "$build" -DCMAKE_BUILD_TYPE=Debug -DCMAKE_C_COMPILER=clang-19 -DNPS_SHARED=OFF -DNPS_POSTGRESQL=ON \
    -DCMAKE_C_FLAGS="$flags" -DCMAKE_C_FLAGS_DEBUG=-gline-tables-only >/dev/null
cmake --build "$build" --target nps_postgresql --parallel "$(nproc)" >/dev/null

# The server measures its stack by addresses, so local variables stay on it; what it leaves to the end of a process leaks.
export ASAN_OPTIONS=detect_leaks=0:detect_stack_use_after_return=0:abort_on_error=1
export NPS_POSTGRESQL=$build/postgresql PYTHONPATH=$PWD/build/dev/python PYTHONDONTWRITEBYTECODE=1
NPS_PG_PRELOAD=$(clang-19 -print-file-name="libclang_rt.asan-$(uname -m).so")
export NPS_PG_PRELOAD
# PGXS builds without sanitizers.
/usr/bin/python3 -m pytest -q tests/postgresql --ignore tests/postgresql/test_pgxs.py
