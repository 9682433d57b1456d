/**
 * @file weighted_paired.h
 * @brief The same people in two waves, with a weight for each person.
 *
 * This is nps/paired.h for people who were drawn one by one and have a weight, as those of nps/weighted.h. People in
 * both waves and those in one wave only are combined with the weights that minimise the variance of the change. For
 * people in strata or clusters, add each wave to a domain of a design: nps_weighted_design_compare().
 *
 * SPDX-License-Identifier: MIT
 */
#ifndef NPS_WEIGHTED_PAIRED_H
#define NPS_WEIGHTED_PAIRED_H

#include <nps/column.h>
#include <nps/export.h>
#include <nps/paired.h>
#include <nps/scale.h>
#include <nps/status.h>
#include <nps/weighted.h>
#include <stdint.h>

NPS_BEGIN_DECLARATIONS

/**
 * The weighted answers of the same people in two waves. Plain and part of the ABI: 3232 bytes. Zeroed memory is an
 * empty object. It owns no memory, and is safe to copy, to compare byte by byte and to store. Sums are exact as in
 * nps_weighted, so that the order of adding and merging does not change a single bit.
 *
 * The members hold groups in the places of answers. A group is 0 for promoters, 1 for passives and 2 for detractors.
 * There is no encoded form: encode both members with nps_weighted_encode().
 */
typedef struct nps_weighted_paired {
    nps_weighted
        both; /**< The people in both waves: the answer 3 f + s is the group f in the first, s in the second. */
    nps_weighted others; /**< Those in one wave: 0, 1, 2 in the first only, 3, 4, 5 in the second only, by group. */
} nps_weighted_paired;

/**
 * Counts people by their answers in both waves.
 *
 * @param self   The waves. NULL: NPS_ERROR_NULL.
 * @param first  The answer in the first wave. A value off the scale, such as -1, means that there is no answer.
 * @param second The answer in the second wave, with the same rule. People without any answer are not counted.
 * @param weight The weight of each person: 0, or from 2^-126 to 2^128; other numbers: NPS_ERROR_WEIGHT. People with the
 *               weight 0 do not take part.
 * @param times  The number of people.
 * @param scale  The scale. NULL: 0 to 10; an invalid scale: NPS_ERROR_SCALE.
 * @return NPS_OK or one of these, or NPS_ERROR_OVERFLOW; on error nothing changes. No allocation.
 */
NPS_EXPORT nps_status nps_weighted_paired_add(nps_weighted_paired *self, int64_t first, int64_t second, double weight,
                                              uint64_t times, const nps_scale *scale);

/**
 * Counts people by a column of answers for each wave, and their weights: row i of all is one person.
 *
 * A value that is missing, invalid or off the scale means that there is no answer in that wave.
 *
 * @param self    The waves. NULL: NPS_ERROR_NULL.
 * @param first   The answers in the first wave; see nps_column for which are refused, and how.
 * @param second  The answers in the second wave, with the same conditions; may be the same column. Another length than
 *                that of `first`: NPS_ERROR_COLUMN.
 * @param weights `first->length` contiguous weights. NULL: NPS_ERROR_NULL, unless the length is 0. A number that is not
 *                a weight: NPS_ERROR_WEIGHT, even if the person did not answer.
 * @param scale   The scale. NULL: 0 to 10; an invalid scale: NPS_ERROR_SCALE.
 * @param detail  Receives, on error, the first row with a wrong weight, and that weight; may be NULL.
 * @return NPS_OK or one of these, NPS_ERROR_SIZE or NPS_ERROR_OVERFLOW; on error nothing changes. No allocation.
 */
NPS_EXPORT nps_status nps_weighted_paired_add_column(nps_weighted_paired *self, const nps_column *first,
                                                     const nps_column *second, const double *weights,
                                                     const nps_scale *scale, nps_error_detail *detail);

/**
 * Adds the people of another object. The order of several merges does not change a single bit.
 *
 * @param self The waves. NULL: NPS_ERROR_NULL.
 * @param from The object to add; unchanged. NULL: NPS_ERROR_NULL. Adding an object to itself doubles its content.
 * @return NPS_OK, NPS_ERROR_NULL or NPS_ERROR_OVERFLOW; on error nothing changes.
 */
NPS_EXPORT nps_status nps_weighted_paired_merge(nps_weighted_paired *self, const nps_weighted_paired *from);

/**
 * Subtracts people who were merged or counted; reverses nps_weighted_paired_merge() to the last bit.
 *
 * @param self The waves. NULL: NPS_ERROR_NULL.
 * @param part The object to subtract; unchanged. NULL: NPS_ERROR_NULL. More than there is: NPS_ERROR_UNDERFLOW.
 *             Subtracting an object from itself leaves it empty.
 * @return NPS_OK, NPS_ERROR_NULL or NPS_ERROR_UNDERFLOW; on error nothing changes.
 */
NPS_EXPORT nps_status nps_weighted_paired_subtract(nps_weighted_paired *self, const nps_weighted_paired *part);

/**
 * The change of the weighted score, second wave minus first, with everybody who answered.
 *
 * The people in both waves, those in the first only and those in the second only are three independent parts. Each has
 * its weighted shares, and effective respondents: as many people of equal weight as would give the linearised variance
 * of its score, or of its change for the people in both waves, but at most Kish's number (see nps_weighted_read()).
 * With the shares times the effective respondents as counts, change, weights of the parts, interval and p-value are
 * those of nps_paired_compare_with(). With equal weights they equal those without weights.
 *
 * With the proportional estimator the change is the difference of the weighted scores of everybody in each wave.
 * docs/promises.md has the measured coverage, and the command that measures it.
 *
 * @code
 * static nps_weighted_paired waves;
 * nps_paired_change change;
 * nps_weighted_paired_add(&waves, 10, 9, 0.8, 40, NULL);
 * nps_weighted_paired_add(&waves, 9, 7, 1.1, 12, NULL);
 * nps_weighted_paired_add(&waves, 5, 8, 1.6, 20, NULL);
 * nps_weighted_paired_add(&waves, -1, 10, 1.3, 15, NULL); // in the second wave only
 * if (nps_weighted_paired_compare(&waves, NULL, &change) == NPS_OK)
 *     printf("%+.1f, %.1f to %.1f\n", change.comparison.difference, change.comparison.bounds.lower,
 *            change.comparison.bounds.upper); // prints: +24.4, 4.8 to 42.3
 * @endcode
 *
 * @param self    The waves, unchanged. NULL: NPS_ERROR_NULL. Nobody with a weight above 0 in one of the waves:
 *                NPS_ERROR_EMPTY.
 * @param options Made by nps_paired_options_init(), or NULL for the defaults; as for nps_paired_compare_with().
 * @param out     Receives the change. NULL: NPS_ERROR_NULL.
 * @return NPS_OK or one of these, or as nps_paired_compare_with(); on error `out` is unchanged. Pure; safe from any
 *         thread.
 */
NPS_EXPORT nps_status nps_weighted_paired_compare(const nps_weighted_paired *self, const nps_paired_options *options,
                                                  nps_paired_change *out);

NPS_END_DECLARATIONS

#endif
