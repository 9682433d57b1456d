#!/bin/bash
# SPDX-License-Identifier: MIT
# run.sh DIRECTORY SCRIPT: runs a test in an empty directory.
set -euo pipefail
rm -rf "$1"
mkdir -p "$1"
cd "$1"
exec bash "$2"
