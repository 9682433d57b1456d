#!/bin/bash
# SPDX-License-Identifier: MIT
# A program that was built against the last release runs with this library: what tests/abi/libnps.abi has is here, with
# the same signatures and layouts. RELEASE.md says when `make abi` writes that file anew.
source "$(dirname "$0")/common.sh"

compare()
{
    abidiff --headers-dir2 "$NPS_STAGE/include" --drop-private-types --no-architecture --no-added-syms \
            --suppressions "$NPS_SOURCE/tests/abi/suppressions" "$1" "$NPS_STAGE/$NPS_LIBDIR/libnps.so"
}

compare "$NPS_SOURCE/tests/abi/libnps.abi" || fail "the ABI has changed; see RELEASE.md"

# The comparison can fail: a function that is gone, a member that has moved.
recorded=$NPS_SOURCE/tests/abi/libnps.abi
sed "s/'nps_score'/'nps_gone'/" "$recorded" >gone.abi
sed "/name='nps_bounds' size/,/<.class-decl>/ s/layout-offset-in-bits='64'/layout-offset-in-bits='128'/" "$recorded" >moved.abi
for other in gone.abi moved.abi; do
    if cmp -s "$other" "$recorded" || compare "$other" >output; then
        fail "no difference is seen in $other"
    fi
done
