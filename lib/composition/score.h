/* Score tests of equal shares and of equal ranks.
 * SPDX-License-Identifier: MIT */
#ifndef NPS_COMPOSITION_SCORE_H
#define NPS_COMPOSITION_SCORE_H

#include "table.h"

/** Both p-values from the moments of the statistics given the sums of all columns. */
nps_share_evidence nps_share_table_score(const nps_share_table *table);

#endif
