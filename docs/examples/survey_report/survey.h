/* SPDX-License-Identifier: MIT */
/* What was counted, by period and segment. */
#ifndef SURVEY_REPORT_SURVEY_H
#define SURVEY_REPORT_SURVEY_H

#include "text.h"
#include <nps/nps.h>
#include <stddef.h>

/* The segments of one period. A survey without dates has one period, "", and without segments one segment, "". */
struct period {
    const char *name;
    nps_groups *segments;
};

/* What was counted. Reading counts by period and segment at once, survey_split() then takes the periods apart. */
struct survey {
    nps_groups *counted;     /* the keys: the name of a period, a zero byte, the name of a segment */
    nps_accumulator undated; /* how many respondents have no period, as missing */
    struct period *periods;  /* ordered by their names, as their segments are */
    size_t period_count;
};

/* Counts `row` under `key`. */
nps_status survey_add(struct survey *self, const struct text *key, const nps_accumulator *row);

/* Takes the periods apart, once everything is counted. */
nps_status survey_split(struct survey *self);

void survey_destroy(struct survey *self);

#endif
