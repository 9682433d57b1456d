/* Columns of answers with columns of weights.
 * SPDX-License-Identifier: MIT */
#ifndef NPS_WEIGHTED_COLUMN_H
#define NPS_WEIGHTED_COLUMN_H

#include <nps/weighted.h>
#include <stdbool.h>

/**
 * Adds a column, or counts it apart where it cannot be added at once.
 *
 * @param self     Receives the rows, unless they are apart; on error it is unchanged.
 * @param answers  A column that nps_weighted_open_column() has read.
 * @param weights  A weight for each.
 * @param apart    Receives the rows that are to be merged into `self`; on error some of them.
 * @param is_apart Receives whether that are all rows, and not none.
 * @return NPS_OK or NPS_ERROR_WEIGHT.
 */
nps_status nps_weighted_add_rows(nps_weighted *self, const nps_column *answers, const double *weights,
                                 nps_weighted *apart, bool *is_apart);

#endif
