/* Rows of weighted answers by slot: what a slot is, and adding to one.
 * SPDX-License-Identifier: MIT */
#ifndef NPS_WEIGHTED_SLOT_H
#define NPS_WEIGHTED_SLOT_H

#include "../accumulator.h"

#include <nps/weighted.h>
#include <stdbool.h>

/** The smallest weight above 0, and the largest weight. */
#define NPS_WEIGHT_SMALLEST 0x1p-126
#define NPS_WEIGHT_LARGEST  0x1.fffffffffffffp127

/** The slot of an answer. */
int nps_weighted_slot(int64_t answer);

/** How many rows of a slot there are. */
uint64_t nps_weighted_rows(const nps_accumulator *rows, int slot);

/** Where rows of a slot are counted. */
uint64_t *nps_weighted_counter(nps_accumulator *rows, int slot);

/** Our copy of a caller's column, or why it is none. */
nps_status nps_weighted_open_column(const nps_column *column, const double *weights, nps_column *read);

/** Whether it is 0, or from the smallest to the largest weight. */
bool nps_weighted_is_weight(double value);

/**
 * Says of a failure to add columns what is wrong, and returns `status`.
 *
 * @param detail  May be NULL.
 * @param weights The weights of the `count` rows, of which NPS_ERROR_WEIGHT names the first that is none.
 */
nps_status nps_weighted_explain(nps_error_detail *detail, nps_status status, const double *weights, size_t count);

/** Whether rows with this weight can be added. */
nps_status nps_weighted_can_add(const nps_weighted *self, int slot, double weight, uint64_t times);

/** Adds what nps_weighted_can_add() allows. */
void nps_weighted_add_slot(nps_weighted *self, int slot, double weight, uint64_t times);

#endif
