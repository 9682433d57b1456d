/* The exact interval and its test.
 * SPDX-License-Identifier: MIT */
#ifndef NPS_METHOD_EXACT_H
#define NPS_METHOD_EXACT_H

#include "exact_population.h"
#include "exact_search.h"
#include "procedure.h"

/**
 * Scratch memory of the exact method. Zeroed it is ready for use, for any numbers of answers for which there is space.
 *
 * It keeps intermediate results about theta as long as n and alpha stay the same, so many tables of equal n cost much
 * less together than separately. The results do not depend on what it keeps.
 */
typedef struct nps_exact_memory {
    nps_exact_search search;
    nps_exact_blocks blocks;
    double alpha;   /**< The n and alpha for which `blocks` and the answers of `search` hold. */
    double space[]; /**< NPS_EXACT_SPACE of the largest number of answers. */
} nps_exact_memory;

/** The size in bytes of nps_exact_memory for at most that many answers. */
#define NPS_EXACT_MEMORY_SIZE(answers) (sizeof(nps_exact_memory) + sizeof(double) * (size_t)NPS_EXACT_SPACE(answers))

/** The size in bytes of the memory of the procedures, for an infinite population or for a finite one. Zeroed it is
 * ready for use. */
#define NPS_EXACT_ANY_MEMORY_SIZE(answers)                                                                             \
    (NPS_EXACT_MEMORY_SIZE(answers) > NPS_EXACT_POPULATION_SIZE(answers) ? NPS_EXACT_MEMORY_SIZE(answers)              \
                                                                         : NPS_EXACT_POPULATION_SIZE(answers))

/** The largest number of answers for nps_exact_procedure; nps_exact_large_procedure takes NPS_EXACT_MAX, and more
 * memory. */
enum { NPS_EXACT_SMALL_MAX = 200 };

/** The rounding error of a score that was converted to points and back, and is used as the reference. */
#define NPS_EXACT_REFERENCE_ROUNDING 1e-15

/** The limit below which a computed probability must stay for its p-value to be below alpha. */
double nps_exact_limit(double alpha);

/** The theta above a given one, from the top down; negative theta are mirrored. */
typedef struct nps_exact_spans {
    nps_exact_span items[2];
    int count;
} nps_exact_spans;

nps_exact_spans nps_exact_spans_above(const nps_real_counts *counts, double theta);

/** The score and the theta between it and the centre of the statistic are never rejected. */
double nps_exact_highest_accepted(const nps_real_counts *counts);

/**
 * The interval of counts in theta.
 *
 * @return NPS_OK; NPS_ERROR_TOO_MANY above NPS_EXACT_MAX answers; NPS_ERROR_UNAVAILABLE for counts that are not whole.
 */
nps_status nps_exact_interval(nps_exact_memory *memory, const nps_real_counts *counts, double alpha, nps_bounds *theta);

/** The p-value of the hypothesis that the truth is theta; the statuses are the same. */
nps_status nps_exact_p_value(nps_exact_memory *memory, const nps_real_counts *counts, double theta,
                             nps_alternative alternative, double *p);

#endif
