/* SPDX-License-Identifier: MIT */
/* One period: its score, and that of each segment. */
#ifndef SURVEY_REPORT_PERIOD_H
#define SURVEY_REPORT_PERIOD_H

#include "report.h"
#include <nps/nps.h>

nps_status print_period(const struct report *report, const struct period *period);

#endif
