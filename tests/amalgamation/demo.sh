#!/bin/bash
# SPDX-License-Identifier: MIT
# The programs of the demo are built from the two files, and print what they print with the library.
source "$(dirname "$0")/common.sh"

"$CC" -std=c11 "${strict[@]}" -Iinclude "$examples/ten_lines.c" nps.o -lm -o ten_lines
check_ten_lines ./ten_lines

"$CC" -std=c11 "${strict[@]}" -Iinclude "$NPS_CSV" "$examples"/survey_report/*.c nps.o "$NPS_CSV_LIBRARY" -lm \
      -o survey_report
options=(--answer answer --segment boarding_area --count respondents --date date --missing 11 --benchmark 36)
./survey_report "${options[@]}" "$examples/data/sfo_recommend_counts.csv" >report
"$NPS_REPORT" "${options[@]}" "$examples/data/sfo_recommend_counts.csv" >wanted
grep -q "NPS 31.0, 95 % interval 28.1 to 33.8" wanted
diff wanted report
