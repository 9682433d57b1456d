/**
 * @file weighted_drivers.h
 * @brief Why a weighted score changed: the change between two periods, split by segment.
 *
 * As nps/drivers.h, with weights: shares of the segments are shares of the weight, and scores are weighted scores.
 *
 * SPDX-License-Identifier: MIT
 */
#ifndef NPS_WEIGHTED_DRIVERS_H
#define NPS_WEIGHTED_DRIVERS_H

#include <nps/drivers.h>
#include <nps/export.h>
#include <nps/scale.h>
#include <nps/status.h>
#include <nps/weighted.h>
#include <stddef.h>
#include <stdint.h>

NPS_BEGIN_DECLARATIONS

/** A segment in two periods. Plain and part of the ABI. */
typedef struct nps_weighted_driver_segment {
    const nps_weighted *before; /**< Its answers in the first period; NULL: none, if it is new. */
    const nps_weighted *after;  /**< Its answers in the second period; NULL: none, if it is gone. */
} nps_weighted_driver_segment;

/** The segments of two periods. Plain and part of the ABI; it never grows. */
typedef struct nps_weighted_driver_periods {
    const nps_weighted_driver_segment *segments; /**< `count` segments. */
    size_t count;                                /**< The number of segments. */
    const nps_scale *scale;                      /**< The scale of the answers; NULL: 0 to 10. */
} nps_weighted_driver_periods;

/**
 * Splits the change of a weighted score between two periods by segment, into the effect of its score and that of its
 * share of the weight.
 *
 * The formulas are those of nps_drivers(), with shares of the weight and weighted scores; with equal weights the
 * results are those of nps_drivers() with the same method. The effects of all segments add up to the change.
 *
 * Respondents must have been drawn one by one: strata and clusters are not known here, and with clusters the intervals
 * are too narrow. The test of a rate is nps_weighted_compare() of the segment's two samples; its interval is that
 * comparison times the mean share, made wider for the uncertainty of the shares. The variances of shares, mixes and
 * totals are linearised (Särndal, Swensson and Wretman, Model Assisted Survey Sampling, 1992, 5.6): an answer of weight
 * w adds w times its influence on the effect to a weighted sum, so that the squares of the weights by segment and
 * category give the variance. As in nps_drivers(), it is taken after one answer of the segment and one of the others
 * were added; they have the mean weight of Kish's effective respondents. docs/drivers.md has the measured coverage.
 *
 * @code
 * nps_weighted rome[2] = {0}, oslo[2] = {0};
 * const nps_weighted_driver_segment cities[] = {{&rome[0], &rome[1]}, {&oslo[0], &oslo[1]}};
 * const nps_weighted_driver_periods periods = {cities, 2, NULL};
 * nps_driver drivers[2];
 * nps_comparison change;
 * for (unsigned i = 0; i < 2; i++) {
 *     nps_weighted_add_n(&rome[i], 10, 1.5, 60 + 40 * i);
 *     nps_weighted_add_n(&rome[i], 3, 0.5, 40);
 *     nps_weighted_add_n(&oslo[i], 9, 1, 30);
 *     nps_weighted_add_n(&oslo[i], 6, 2, 10 + 5 * i);
 * }
 * if (nps_weighted_drivers(&periods, NULL, drivers, &change, NULL, NULL) == NPS_OK) {
 *     for (int i = 0; i < 2; i++)
 *         printf("rate %+.2f, mix %+.2f\n", drivers[i].rate.points, drivers[i].mix.points);
 *     printf("change %+.2f\n", change.difference);
 * }
 * // prints: rate +9.15, mix +0.87
 * // prints: rate -5.73, mix +2.23
 * // prints: change +6.52
 * @endcode
 *
 * @param periods The segments. NULL, or no segments though `count` is not 0: NPS_ERROR_NULL. Sums together above the
 *                limits of nps_weighted_merge(): NPS_ERROR_OVERFLOW. No answer on the scale with a weight above 0 in
 * one of the periods: NPS_ERROR_EMPTY. An invalid scale: NPS_ERROR_SCALE.
 * @param options As for nps_drivers(). NPS_METHOD_AUTO, EXACT and ANYTIME are those of nps_weighted_compare().
 * @param drivers Receives `count` drivers, in the order of the segments. NULL: NPS_ERROR_NULL, unless `count` is 0.
 * @param change  Receives the change of the score of all answers, after minus before, by nps_weighted_compare(). NULL:
 *                NPS_ERROR_NULL.
 * @param outside As for nps_weighted_read(): the number of rows off the scale of all segments in both periods. NULL:
 *                such rows cause NPS_ERROR_OUTSIDE.
 * @param detail  Receives which segment is wrong and why; may be NULL.
 * @return NPS_OK or one of these, what nps_weighted_compare() returns, NPS_ERROR_MEMORY or NPS_ERROR_INTERRUPTED; on
 *         error nothing is written but `detail`. Allocates about 350 bytes for each segment and releases them before it
 *         returns. Safe from any thread while nobody changes the segments.
 */
NPS_EXPORT nps_status nps_weighted_drivers(const nps_weighted_driver_periods *periods,
                                           const nps_segments_options *options, nps_driver *drivers,
                                           nps_comparison *change, uint64_t *outside, nps_error_detail *detail);

NPS_END_DECLARATIONS

#endif
