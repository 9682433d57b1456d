/* Counts in the form that the methods use.
 * SPDX-License-Identifier: MIT */
#ifndef NPS_COUNTS_INTERNAL_H
#define NPS_COUNTS_INTERNAL_H

#include <nps/counts.h>
#include <stdbool.h>

/** Counts as real numbers, because weights, pseudo-counts and priors are not whole. */
typedef struct nps_real_counts {
    double promoters, passives, detractors;
} nps_real_counts;

/** The number of respondents; it equals that of the mirror image even where doubles round. */
static inline double nps_real_counts_total(const nps_real_counts *counts)
{
    return counts->promoters + counts->detractors + counts->passives;
}

/** theta = NPS / 100. */
static inline double nps_real_counts_theta(const nps_real_counts *counts)
{
    return (counts->promoters - counts->detractors) / nps_real_counts_total(counts);
}

/** NPS_OK and the exact number of respondents, or NPS_ERROR_NULL, NPS_ERROR_EMPTY or NPS_ERROR_OVERFLOW. */
nps_status nps_counts_total(const nps_counts *counts, uint64_t *total);

/** Adds the counts and returns true, or returns false when one would overflow; counts added before it stay added. */
bool nps_counts_add(nps_counts *to, const nps_counts *from);

/** All counts but those of a part of them. */
static inline nps_counts nps_counts_without(const nps_counts *all, const nps_counts *part)
{
    return (nps_counts){all->promoters - part->promoters, all->passives - part->passives,
                        all->detractors - part->detractors};
}

/** The same counts as real numbers. */
nps_real_counts nps_counts_to_real(const nps_counts *counts);

#endif
