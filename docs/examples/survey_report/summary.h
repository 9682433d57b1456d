/* SPDX-License-Identifier: MIT */
/* What stands above and below the figures. */
#ifndef SURVEY_REPORT_SUMMARY_H
#define SURVEY_REPORT_SUMMARY_H

#include "report.h"

void print_summary(const struct report *report);
void print_limits(const struct report *report);

#endif
