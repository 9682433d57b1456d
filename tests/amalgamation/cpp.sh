#!/bin/bash
# SPDX-License-Identifier: MIT
# A C++ program includes nps.h and calls what a C compiler made of nps.c.
source "$(dirname "$0")/common.sh"

for standard in c++17 c++20; do
    "$CXX" "-std=$standard" "${strict[@]}" -Iinclude "$NPS_SOURCE/tests/install/consumer.cpp" nps.o -o consumer
    ./consumer | grep -q 'NPS 30.000, 95 % interval -21.659220 to 67.527789' || fail "$standard: $(./consumer)"
done
