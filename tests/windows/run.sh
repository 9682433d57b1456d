#!/bin/bash
# SPDX-License-Identifier: MIT
# run.sh WORK WINE SERVER: every unit test that build.sh made passes under Wine. One server of Wine, with a folder of
# its own, serves all programs: a new one for each would take longer, and a program that begins while the last one's
# server ends loses its connection. On Debian WINE is /usr/lib/wine/wine64 and SERVER /usr/lib/wine/wineserver64.
set -euo pipefail
work=$1 wine=$2 server=$3
# The folder of Wine has a link to the root of this machine, which what walks the source tree must not find. No menus,
# .NET or browser in it: nothing here uses them.
WINEPREFIX=$(mktemp -d)
export WINEPREFIX WINEDEBUG=-all WINESERVER=$server WINEDLLOVERRIDES="winemenubuilder.exe=;mscoree=;mshtml="

# Wine's own failure, which is none of the program: it says so on a line of its own.
wine_failed() { grep -q '^wine.* client error:' "$1"; }

remove() {
    "$server" -k || true
    "$server" -w || true
    rm -rf "$WINEPREFIX"
}
trap remove EXIT
# Where this script is killed, the server ends by itself a minute after its last program.
"$server" --persistent=60 >"$work/server.log" 2>&1 || { cat "$work/server.log"; exit 1; }
failed=0
for program in "$work"/test_*.exe; do
    for attempt in 1 2; do
        "$wine" "$program" >"$program.out" 2>&1 && continue 2
        wine_failed "$program.out" && [ "$attempt" = 1 ] || break
        echo "Wine itself failed, so ${program##*/} is tried again: $(grep -m 1 'client error:' "$program.out")"
    done
    tail -n 5 "$program.out"
    echo "${program##*/} fails"
    failed=1
done
exit $failed
