/* Intervals for the mean of a variable with a few possible values.
 * SPDX-License-Identifier: MIT */
#ifndef NPS_PAIRED_MEAN_H
#define NPS_PAIRED_MEAN_H

#include <nps/counts.h>
#include <nps/method.h>

enum { NPS_CELLS = 9 };

/** How often each value was seen. The lowest and the highest value are at the ends, and symmetric. */
typedef struct nps_cells {
    double values[NPS_CELLS], counts[NPS_CELLS];
} nps_cells;

/** The mean of what was seen; there is something. */
double nps_cells_mean(const nps_cells *cells);

/** The interval that goes z deviates far, by NPS_METHOD_SCORE, _SKEWNESS_SCORE or _WALD. */
nps_bounds nps_cells_interval(const nps_cells *cells, nps_method method, double z);

/** The deviate of the test of a mean, by the same methods: positive when what was seen is above it. */
double nps_cells_deviate(const nps_cells *cells, nps_method method, double mean);

#endif
