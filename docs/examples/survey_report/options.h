/* SPDX-License-Identifier: MIT */
/* What the command line asks for. */
#ifndef SURVEY_REPORT_OPTIONS_H
#define SURVEY_REPORT_OPTIONS_H

#include <nps/nps.h>
#include <stdbool.h>

enum column { ANSWER, SEGMENT, COUNT, DATE, PERIOD, COLUMNS };

struct options {
    char *const *files;
    int file_count;
    const char *columns[COLUMNS]; /* their names in the header line; NULL: there is none */
    const char *missing;          /* codes, separated by commas */
    const nps_scale *scale;
    double level;
    nps_method method;
    bool has_benchmark;
    double benchmark;
    const char *benchmark_name;
};

/* Reads the command line into `options`, which holds the defaults. False, after a complaint, when that makes no sense.
 */
bool read_options(int argc, char **argv, struct options *options);

bool has_periods(const struct options *options);

/* What the blank cells of the period are called in the report. */
const char *period_word(const struct options *options);

/* Whether this is the scale from 0 to 10. */
bool is_standard(const nps_scale *scale);

#endif
