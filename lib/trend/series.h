/* Periods as a caller passes them, checked, with their times.
 * SPDX-License-Identifier: MIT */
#ifndef NPS_TREND_SERIES_H
#define NPS_TREND_SERIES_H

#include "../counts.h"

#include <nps/trend.h>
#include <stdbool.h>

/** Periods whose time runs from 0, at the first period with answers, to 1, at the last. */
typedef struct nps_series {
    const nps_trend_period *periods;
    size_t count;
    nps_clock clock;
    size_t season;          /**< The number of seasons, at least 1. */
    double earliest, range; /**< Half the time of 0, and half of the time from 0 to 1. */
    size_t filled;          /**< The number of periods with answers. */
    /** Whether points have promoters and detractors exchanged, so that the score of all is not negative. Then nothing
     * cancels where nearly all answers are of one group, and all signs are those of the mirrored series. */
    bool is_mirrored;
} nps_series;

/** A period with answers. */
typedef struct nps_point {
    nps_real_counts counts;
    double n;
    double time;    /**< 0..1. */
    double degrees; /**< The degrees of freedom of a weighted period; INFINITY for counts. */
} nps_point;

/** The text of a date, as messages have it. */
typedef struct nps_date_text {
    char text[16];
} nps_date_text;

/** The date of a day, which is in the calendar, as a text such as "2026-03-01". */
nps_date_text nps_date_text_of(int32_t day);

/** Reads and checks options; all but the clock. */
nps_status nps_trend_read_options(nps_trend_options *into, const nps_trend_options *from, nps_error_detail *detail);

/** Checks the periods and measures their times. */
nps_status nps_series_read(nps_series *into, const nps_trend_period *periods, size_t count,
                           const nps_trend_options *options, nps_error_detail *detail);

/** The period at a place; false if it has no answers. */
bool nps_series_point(const nps_series *self, size_t place, nps_point *out);

/** Degrees of freedom by Satterthwaite's formula: of a sum of parts, from the sum of their squares, each over the
 * degrees of its part. INFINITY if no part has finite degrees. */
double nps_joined_degrees(double sum, double squares_by_degrees);

/** The earliest and the latest of two or more periods with answers; of equal times the first in the array. */
void nps_series_ends(const nps_series *self, size_t *earliest, size_t *latest);

/** The period `later` minus the period `earlier`, by nps_compare() or nps_weighted_compare(); the former can be
 * interrupted, NULL: it is not. */
nps_status nps_period_compare(const nps_trend_period *later, const nps_trend_period *earlier, nps_method method,
                              double level, const nps_interrupt *interrupt, nps_comparison *out);

/** Half the time of a period in units of the clock, which cannot overflow. */
double nps_half_time(const nps_trend_period *period, size_t place, nps_clock clock);

#endif
