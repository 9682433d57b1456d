/* SPDX-License-Identifier: MIT */
/* The whole report. */
#ifndef SURVEY_REPORT_REPORT_H
#define SURVEY_REPORT_REPORT_H

#include "measure.h"
#include "options.h"
#include "survey.h"
#include <stdbool.h>
#include <stdint.h>

/* What all parts of the report share. */
struct report {
    const struct options *options;
    const struct survey *survey;
    struct measure all; /* without score and interval */
    int highest;        /* the highest answer that was given */
    uint64_t silent;    /* how many gave no answer on the scale */
    char level[16];     /* "95 %" */
    int name_width;     /* of the names of segments */
    int n_width;        /* of numbers of respondents */
    int low, high;      /* the scores at the ends of the drawn intervals */
};

/* Measures and prints. False, after a complaint, when there is no score or the report cannot be written. */
bool report_survey(const struct options *options, const struct survey *survey);

#endif
