/* Exact conditional tests of equal shares and of equal ranks.
 *
 * Given how many answers of each category there are in both samples together, the split of equal shares is multivariate
 * hypergeometric: the product of a binomial probability for each category, whatever its rate, over their sum.
 * SPDX-License-Identifier: MIT */
#ifndef NPS_COMPOSITION_EXACT_H
#define NPS_COMPOSITION_EXACT_H

#include "table.h"

#include <nps/allocator.h>
#include <nps/status.h>

/** Every split of at most three categories, one by one, if the smaller sample has at most NPS_COMPOSITION_EXACT_MAX
 * answers. */
nps_share_evidence nps_share_table_enumerate(const nps_share_table *table);

/** The distributions of both statistics, category by category, if the smaller sample has at most
 * NPS_DISTRIBUTION_EXACT_MAX answers. */
nps_status nps_share_table_recurse(const nps_share_table *table, const nps_allocator *allocator,
                                   nps_share_evidence *out);

#endif
