#!/bin/bash
# SPDX-License-Identifier: MIT
# The sizes of a release build are within the limits of docs/size.md.
source "$(dirname "$0")/common.sh"

"$here/sizes.py" "$NPS_SOURCE" "$NPS_RELEASE" "$CC" "$PWD" || fail "a limit is exceeded"
