/* Sums of doubles that lose nothing: fixed-point numbers of many words, so that the order does not matter either.
 * SPDX-License-Identifier: MIT */
#ifndef NPS_WEIGHTED_SUM_H
#define NPS_WEIGHTED_SUM_H

#include <nps/weighted.h>
#include <stdbool.h>
#include <stdint.h>

/** How a sum is kept: `words` 64-bit words, the least significant first, two's complement, in units of 2^unit. */
typedef struct nps_sum_format {
    int words, unit;
} nps_sum_format;

/** For weights: 2^-126 (53 bits) up to 2^64 times 2^128, with room to spare. */
extern const nps_sum_format nps_weight_format;

/** For their squares. */
extern const nps_sum_format nps_square_format;

/** Adds value * times. Exact, but for what is smaller than a unit: that is cut off, for each value alike. */
void nps_sum_add(const nps_sum_format *format, uint64_t *sum, double value, uint64_t times);

/** Where 2^exponent is in a sum: its word, and the bit of that. */
typedef struct nps_sum_place {
    int word, bit;
} nps_sum_place;

/** The place of 2^exponent, which is at least a unit. */
nps_sum_place nps_sum_place_of(const nps_sum_format *format, int exponent);

/** Adds (2^64 high + low) times the value of a place. */
void nps_sum_add_integer(const nps_sum_format *format, uint64_t *sum, uint64_t high, uint64_t low, nps_sum_place place);

/** Adds another sum. */
void nps_sum_merge(const nps_sum_format *format, uint64_t *sum, const uint64_t *from);

/** Takes away another sum. */
void nps_sum_subtract(const nps_sum_format *format, uint64_t *sum, const uint64_t *part);

/** Whether a sum that is not negative is less than another. */
bool nps_sum_is_less(const nps_sum_format *format, const uint64_t *a, const uint64_t *b);

/** Whether a sum that is not negative can be one of `count` values from `lowest` to `highest`. */
bool nps_sum_is_of(const nps_sum_format *format, const uint64_t *sum, uint64_t count, double lowest, double highest);

/** The nearest double. */
double nps_sum_value(const nps_sum_format *format, const uint64_t *sum);

#endif
