/* Figures rounded so that they add up to their rounded total, by the method of largest remainders.
 *
 * Each figure is rounded down or up to a multiple of 10^-decimals: those with the largest remainders are rounded up,
 * and the earlier one of equal remainders, until the sum is right. Time grows with the number of figures; no memory
 * is needed.
 * SPDX-License-Identifier: MIT */
#ifndef NPS_ROUNDED_PARTS_H
#define NPS_ROUNDED_PARTS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/** The largest number of decimals: 100 with so many decimals still is a whole number of units below 2^53. */
#define NPS_ROUNDED_DECIMALS 13

/**
 * Rounds signed figures so that they add up to their rounded total.
 *
 * The total is rounded as printf("%.*f", decimals, total) rounds it: by its exact value, ties to even. The results are
 * the doubles nearest to multiples of 10^-decimals, so printf() with the same decimals shows them exactly; their sum as
 * doubles may differ from the total in the last bits, that of the printed figures does not. A result of 0 is never -0.
 *
 * @param parts         `count` figures, which add up to `total` up to the rounding errors of doubles.
 * @param decimals      At most NPS_ROUNDED_DECIMALS.
 * @param rounded       Receives `count` figures, each less than 10^-decimals from its part; may be `parts`.
 * @param rounded_total Receives the rounded total; may be NULL.
 * @return True. False, and nothing is written, if a figure is not finite, if the figures without their signs add up to
 *         2^52 units of 10^-decimals or more, if there are too many decimals, or if the parts cannot be rounded to the
 *         total, because they do not add up to it.
 */
bool nps_round_to_total(const double *parts, size_t count, double total, unsigned decimals, double *rounded,
                        double *rounded_total);

/**
 * The percentages that counts are of their sum, rounded so that they add up to 100. Exact for all counts.
 *
 * @param counts   `count` counts, whose sum is `total`.
 * @param total    Above 0.
 * @param decimals At most NPS_ROUNDED_DECIMALS.
 * @param percent  Receives `count` percentages.
 */
void nps_round_shares(const uint64_t *counts, size_t count, uint64_t total, unsigned decimals, double *percent);

#endif
