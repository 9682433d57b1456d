/* The probability that a random answer of one sample is higher than one of another, ties counting half.
 * SPDX-License-Identifier: MIT */
#ifndef NPS_COMPOSITION_SUPERIORITY_H
#define NPS_COMPOSITION_SUPERIORITY_H

#include "table.h"

typedef struct nps_superiority {
    double estimate, lower, upper;
} nps_superiority;

/** The probability and its interval of level 1 - alpha, as nps/composition.h describes it. */
nps_superiority nps_share_table_superiority(const nps_share_table *table, double alpha);

#endif
