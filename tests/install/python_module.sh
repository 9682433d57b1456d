#!/bin/bash
# SPDX-License-Identifier: MIT
# Installed below /usr/local, the module is where Debian's Python looks for it; below the interpreter's own prefix, where
# any other does.
source "$(dirname "$0")/common.sh"
unset PYTHONPATH PYTHONHOME

module=$(cd "$NPS_STAGE" && find . -path '*/nps/__init__.py')
[ "$(wc -l <<<"$module")" -eq 1 ] || fail "there is not one module, but: $module"
directory=$(dirname "$(dirname "${module#./}")")
searched=$("$PYTHON" -c 'import site; print(*site.getsitepackages(), sep="\n")')
prefix=/usr/local
grep -q "^$prefix/" <<<"$searched" || prefix=$("$PYTHON" -c 'import sys; print(sys.prefix)')
grep -qx "$prefix/$directory" <<<"$searched" ||
    fail "below $prefix the module would be in $directory, but $PYTHON searches:"$'\n'"$searched"
score=$(cd / && PYTHONPATH=$NPS_STAGE/$directory "$PYTHON" -B -c 'import nps; print(nps.Accumulator([9]).score)')
[ "$score" = 100.0 ] || fail "the installed module finds $score"
