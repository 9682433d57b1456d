/* The inside of the weighted accumulator, for designs and for its encoded form.
 * SPDX-License-Identifier: MIT */
#ifndef NPS_WEIGHTED_INTERNAL_H
#define NPS_WEIGHTED_INTERNAL_H

#include "accumulator.h"

#include <nps/weighted.h>
#include <stdbool.h>

/** The slot of an answer. */
int nps_weighted_slot(int64_t answer);

/** Where rows of a slot are counted. */
uint64_t *nps_weighted_counter(nps_accumulator *rows, int slot);

/** The slot of a value of a column that was read by nps_weighted_open_column(). */
int nps_weighted_column_slot(const nps_column *column, size_t index);

/** Our copy of a caller's column, or why it is none. */
nps_status nps_weighted_open_column(const nps_column *column, const double *weights, nps_column *read);

/** Whether rows with this weight can be added. */
nps_status nps_weighted_can_add(const nps_weighted *self, int slot, double weight, uint64_t times);

/** Adds what nps_weighted_can_add() allows. */
void nps_weighted_add_slot(nps_weighted *self, int slot, double weight, uint64_t times);

/** Whether no counter would overflow. */
bool nps_weighted_can_merge(const nps_weighted *to, const nps_weighted *from);

/** Whether every sum is one that so many weights can have. */
bool nps_weighted_is_possible(const nps_weighted *self);

#endif
