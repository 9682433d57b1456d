/* SPDX-License-Identifier: MIT */
/* The change between two periods, and the standing against a benchmark. */
#ifndef SURVEY_REPORT_COMPARISONS_H
#define SURVEY_REPORT_COMPARISONS_H

#include "report.h"
#include <nps/nps.h>

nps_status print_change(const struct report *report, const struct period *before, const struct period *after);
nps_status print_benchmark(const struct report *report, const struct period *period);

#endif
