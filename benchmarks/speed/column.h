/* Columns of answers.
 * SPDX-License-Identifier: MIT */
#ifndef NPS_SPEED_COLUMN_H
#define NPS_SPEED_COLUMN_H

#include "measure.h"

void speed_columns(const struct speed_options *options);

#endif
