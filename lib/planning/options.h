/* The options of a plan, and what respondents are worth under a design effect.
 * SPDX-License-Identifier: MIT */
#ifndef NPS_PLANNING_OPTIONS_H
#define NPS_PLANNING_OPTIONS_H

#include "criterion.h"

#include <nps/planning.h>
#include <stdint.h>

/** A factor that is applied before rounding up, because rounding may put a quotient or a product of decimals just above
 * a whole number. */
#define NPS_PLAN_ROUNDED (1 - 0x1p-51)

/**
 * Reads and checks options; the level is that of each of the comparisons.
 *
 * @return NPS_OK; NPS_ERROR_SIZE; NPS_ERROR_LEVEL; NPS_ERROR_PLAN for no comparison, an impossible design effect or
 *         impossible clusters.
 */
nps_status nps_plan_options_read(nps_plan_options *into, const nps_plan_options *from);

/** The criterion of options that have been read; NPS_ERROR_PLAN for an unknown goal or an impossible margin,
 * NPS_ERROR_LEVEL for a level that a test with a margin does not have. */
nps_status nps_plan_criterion_read(nps_plan_criterion *into, const nps_plan_options *options);

/** NPS_ERROR_EMPTY for 0 respondents, NPS_ERROR_OVERFLOW for more than NPS_PLAN_MAX. */
nps_status nps_plan_check_respondents(uint64_t n);

/** The number of independent respondents that n respondents are worth: n divided by the design effect, rounded down.
 * NPS_ERROR_OVERFLOW for more than NPS_PLAN_MAX. */
nps_status nps_plan_effective(uint64_t n, const nps_plan_options *options, uint64_t *effective);

/** The degrees of freedom of the variance of n respondents: INFINITY without clusters; not above 0 if the clusters are
 * too few for an estimate. */
double nps_plan_degrees(uint64_t n, const nps_plan_options *options);

/** A number of respondents below which no variance can be estimated, for want of clusters; 1 without clusters. */
double nps_plan_least(const nps_plan_options *options);

/** The largest number of respondents that is worth no more than `effective` independent ones, and at most NPS_PLAN_MAX.
 */
uint64_t nps_plan_most(uint64_t effective, const nps_plan_options *options);

#endif
