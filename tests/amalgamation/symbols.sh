#!/bin/bash
# SPDX-License-Identifier: MIT
# The object has the functions of the library, and nothing else that a program could call.
source "$(dirname "$0")/common.sh"

"$NM" --defined-only --extern-only nps.o | sed 's/.* //' | sort >found
sed 's/@.*//' "$NPS_SOURCE/tests/symbols.txt" | grep '^nps_' | sort >wanted
diff wanted found

# A program that includes the source can keep even these to itself.
"$CC" -std=c11 -w -DNPS_EXPORT=static -c single/nps.c -o hidden.o
[ -z "$("$NM" --defined-only --extern-only hidden.o)" ] || fail "a linker sees: $("$NM" -gj --defined-only hidden.o)"
