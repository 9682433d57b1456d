/* Adding rows of weighted answers to a bin.
 * SPDX-License-Identifier: MIT */
#ifndef NPS_WEIGHTED_BINS_H
#define NPS_WEIGHTED_BINS_H

#include <nps/weighted.h>
#include <stdbool.h>

/** The smallest weight above 0, and the largest weight. */
#define NPS_WEIGHT_SMALLEST 0x1p-126
#define NPS_WEIGHT_LARGEST  0x1.fffffffffffffp127

/** What a weight is, for messages. */
#define NPS_WEIGHT_RULE "a weight is 0, or at least 2^-126 and below 2^128"

/** A number as text. */
typedef struct nps_number_text {
    char text[32];
} nps_number_text;

/** A number with six digits, and with a point whatever the locale. */
nps_number_text nps_number_text_of(double value);

/** Validates a caller's column and copies it, or returns the reason for which it is refused. */
nps_status nps_weighted_open_column(const nps_column *column, const double *weights, nps_column *read);

/** Whether a number is 0, or from the smallest to the largest weight. */
bool nps_weighted_is_weight(double value);

/**
 * Says of a failure to add columns what is wrong, and returns `status`.
 *
 * @param detail  May be NULL.
 * @param weights The weights of the `count` rows, of which NPS_ERROR_WEIGHT names the first invalid one.
 */
nps_status nps_weighted_explain(nps_error_detail *detail, nps_status status, const double *weights, size_t count);

/** Whether rows with this weight can be added. */
nps_status nps_weighted_can_add(const nps_weighted *self, unsigned bin, double weight, uint64_t times);

/** Adds what nps_weighted_can_add() allows. */
void nps_weighted_add_bin(nps_weighted *self, unsigned bin, double weight, uint64_t times);

#endif
