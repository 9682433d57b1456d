/* SPDX-License-Identifier: MIT */
/* The score of a group of respondents, and its interval. */
#ifndef SURVEY_REPORT_MEASURE_H
#define SURVEY_REPORT_MEASURE_H

#include "options.h"
#include "survey.h"
#include <nps/nps.h>
#include <stdint.h>

/* What the report says of a group of respondents. Without answers there is no score and no interval. */
struct measure {
    uint64_t missing, invalid, outside;
    nps_counts counts;
    uint64_t n;
    double score;
    nps_interval_result interval;
};

/* All but the score and its interval. */
nps_status count(const nps_accumulator *group, const struct options *options, struct measure *out);

nps_status measure(const nps_accumulator *group, const struct options *options, struct measure *out);
nps_status measure_period(const struct period *period, const struct options *options, struct measure *out);

#endif
