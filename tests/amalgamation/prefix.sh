#!/bin/bash
# SPDX-License-Identifier: MIT
# With a prefix every name has it, and a program can carry two copies of the library that know nothing of each other.
source "$(dirname "$0")/common.sh"

rm -rf prefixed
"$PYTHON" -B "$NPS_SOURCE/.ci/amalgamate" prefixed --prefix acme_
"$CC" -std=c11 "${strict[@]}" -c prefixed/nps.c -o prefixed.o
"$NM" --defined-only --extern-only prefixed.o | sed 's/.* acme_/nps_/' | sort >found
"$NM" --defined-only --extern-only nps.o | sed 's/.* //' | sort >wanted
diff wanted found

sed 's/nps_/acme_/g; s/NPS_/ACME_/g; s/int main(void)/int acme_main(void)/; s/<nps.nps.h>/"nps.h"/' \
    "$examples/ten_lines.c" >acme.c
sed 's/int main(void)/extern int acme_main(void);\nint main(void)/; s/return 0/return acme_main()/' \
    "$examples/ten_lines.c" >both.c
"$CC" -std=c11 -Wall -Wextra -Werror -Iprefixed -c acme.c
"$CC" -std=c11 -Wall -Wextra -Werror -Iinclude both.c acme.o nps.o prefixed.o -lm -o both
[ "$(./both)" = "$expected"$'\n'"$expected" ] || fail "both copies printed: $(./both)"

for wrong in acme Acme_ 1_ "a b_"; do
    if "$PYTHON" -B "$NPS_SOURCE/.ci/amalgamate" wrong --prefix "$wrong" 2>said; then
        fail "the prefix $wrong should have been refused"
    fi
    grep -q -- "--prefix is lower-case letters" said || fail "the prefix $wrong was refused with: $(cat said)"
done
