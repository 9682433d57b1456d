# What the tests of the single file share; tests/amalgamation/CMakeLists.txt sets the variables.
# SPDX-License-Identifier: MIT
set -euo pipefail
cd "$NPS_WORK"

strict=(-Wall -Wextra -Wpedantic -Werror)
examples=$NPS_SOURCE/docs/examples
expected="NPS 25.0, 95 % interval -31.2 to 68.5"

fail()
{
    echo "FAILED: $*" >&2
    exit 1
}

# check_ten_lines PROGRAM: that it prints what README.md says.
check_ten_lines()
{
    local output
    output=$("$1") || fail "$1 ended with status $?"
    [ "$output" = "$expected" ] || fail "$1 printed \"$output\" instead of \"$expected\""
}
