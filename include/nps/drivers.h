/**
 * @file drivers.h
 * @brief Why the score changed: the change between two periods, split by segment.
 *
 * The score of all answers changes for two reasons: the scores of the segments change (rate), and so do their shares of
 * the answers (mix). A total can fall although every segment has improved, when the share of a low segment grows. The
 * split describes where the change comes from; it does not prove a cause.
 *
 * SPDX-License-Identifier: MIT
 */
#ifndef NPS_DRIVERS_H
#define NPS_DRIVERS_H

#include <nps/compare.h>
#include <nps/counts.h>
#include <nps/export.h>
#include <nps/multiplicity.h>
#include <nps/status.h>
#include <stddef.h>
#include <stdint.h>

NPS_BEGIN_DECLARATIONS

/** A segment in two periods. Plain and part of the ABI. */
typedef struct nps_driver_segment {
    nps_counts before; /**< Its answers in the first period; all 0 if it is new. */
    nps_counts after;  /**< Its answers in the second period; all 0 if it is gone. */
} nps_driver_segment;

/** In which periods a segment has answers. The values are part of the ABI. */
typedef enum nps_driver_presence {
    NPS_DRIVER_STAYED = 0, /**< In both. */
    NPS_DRIVER_NEW = 1,    /**< In the second period only. */
    NPS_DRIVER_GONE = 2,   /**< In the first period only. */
    NPS_DRIVER_ABSENT = 3  /**< In neither. */
} nps_driver_presence;

/** An effect, of which the member says what it is. Plain and part of the ABI; it never grows. */
typedef struct nps_driver_effect {
    double points;     /**< The effect, in points of the score of all answers unless its member has another unit. */
    nps_bounds bounds; /**< Its confidence interval, in the same unit. */
    /** The two-sided p-value of no effect; it is below 1 - level exactly when 0 lies outside an interval of that level
     * (to 1e-9), for levels from 0.5. */
    double p_value;
    double adjusted; /**< The p-value adjusted for the number of effects in its family. */
} nps_driver_effect;

/** What a segment contributes to the change. Plain and part of the ABI; it never grows. */
typedef struct nps_driver {
    double share_before; /**< The share of the segment in the answers of the first period, 0..1. */
    double share_after;  /**< The same in the second period. */
    double score_before; /**< The score of the segment in the first period, in points; NaN without answers. */
    double score_after;  /**< The same in the second period. */
    /** The effect of the change of the segment's score. Only for a segment in both periods; otherwise `points` is 0,
     * and the bounds and p-values are NaN. */
    nps_driver_effect rate;
    nps_driver_effect mix;   /**< The effect of the change of the segment's share. NaN as in `rate` if absent. */
    nps_driver_effect total; /**< The sum of both. NaN as in `rate` if absent. */
    /** The change of the score of all other segments together, after minus before. All numbers are NaN if the others
     * have no answers in one of the periods. */
    nps_comparison without;
    nps_driver_presence presence; /**< In which periods the segment has answers. */
} nps_driver;

/**
 * Splits the change of the score between two periods by segment, into the effect of its score and that of its share.
 *
 * With the shares w0 and w1 of a segment in the answers before and after, its scores s0 and s1, and the scores S0 and
 * S1 of all answers:
 *
 *     rate = (w0 + w1) / 2 (s1 - s0)
 *     mix  = (w1 - w0) ((s0 + s1) / 2 - (S0 + S1) / 2)
 *
 * The effects of all segments add up to S1 - S0. A segment adds by its share if it grows and is above the mean of the
 * two totals, or shrinks and is below it. A segment that is new or gone has no rate: its whole effect, w1 (s1 - (S0 +
 * S1) / 2) or -w0 (s0 - (S0 + S1) / 2), is mix. This is the symmetric form of the split of Kitagawa (Journal of the
 * American Statistical Association 50:1168, 1955), in which neither period is the base; the mean of the totals is the
 * reference of a share, so that a growing segment of average score has no effect.
 *
 * Shares and scores are both estimates. The test of a rate is nps_compare() of the segment's two samples; its interval
 * is that comparison times the mean share, made wider for the uncertainty of the shares. The interval and test of mix
 * and total are those of the delta method on the two multinomial samples of answers by segment, normal, with the
 * variance at counts to which one answer of the segment and one of the others were added, so that a segment with a few
 * equal answers is not certain. docs/drivers.md has the measured coverage: 93 % or more for every total, and 95 % or
 * more on average for rates and mixes, where the test of a mix seldom finds anything while neither factor is clear.
 *
 * Rates, mixes and totals are three families, each adjusted by itself for the number of effects in it. With any
 * adjustment but NPS_ADJUST_NONE the intervals of a family are simultaneous, as those of nps_segments_compare_pairs().
 * The effects of segments depend on each other, so NPS_ADJUST_BENJAMINI_HOCHBERG is not proven and returns
 * NPS_ERROR_UNAVAILABLE, and NPS_ADJUST_FALSE_DISCOVERY is NPS_ADJUST_BENJAMINI_YEKUTIELI.
 *
 * The samples of the two periods must be independent, and each answer must be in exactly one segment.
 * nps_drivers_round() rounds the effects so that the printed figures add up.
 *
 * @code
 * const nps_driver_segment shops[] = {{{60, 25, 15}, {120, 45, 35}}, {{150, 30, 20}, {75, 15, 10}}};
 * nps_driver drivers[2];
 * nps_comparison change;
 * if (nps_drivers(shops, 2, NULL, drivers, &change, NULL) == NPS_OK) {
 *     for (int i = 0; i < 2; i++)
 *         printf("rate %+.2f, mix %+.2f\n", drivers[i].rate.points, drivers[i].mix.points);
 *     printf("change %+.2f\n", change.difference);
 * }
 * // prints: rate -1.25, mix -3.47
 * // prints: rate +0.00, mix -3.61
 * // prints: change -8.33
 * @endcode
 *
 * @param segments `count` segments. NULL: NPS_ERROR_NULL, unless `count` is 0. A sum of counts above 2^64 - 1:
 *                 NPS_ERROR_OVERFLOW.
 * @param count    The number of segments. No answers in one of the periods: NPS_ERROR_EMPTY.
 * @param options  As for nps_segments_compare_pairs(); a prior: NPS_ERROR_PRIOR.
 * @param out      Receives `count` drivers, in the order of `segments`. NULL: NPS_ERROR_NULL, unless `count` is 0.
 * @param change   Receives the change of the score of all answers, after minus before, by nps_compare(), at the level
 *                 of the options. NULL: NPS_ERROR_NULL.
 * @param detail   Receives which segment is wrong and why; may be NULL.
 * @return NPS_OK or one of these, what nps_compare() returns, NPS_ERROR_MEMORY or NPS_ERROR_INTERRUPTED; on error
 *         nothing is written but `detail`. Allocates about 350 bytes for each segment and releases them before it
 *         returns. Safe from any thread.
 */
NPS_EXPORT nps_status nps_drivers(const nps_driver_segment *segments, size_t count, const nps_segments_options *options,
                                  nps_driver *out, nps_comparison *change, nps_error_detail *detail);

/** What the split by a key, such as region or product, explains of a change. Plain and part of the ABI; it never grows.
 */
typedef struct nps_driver_key {
    uint64_t segments; /**< The number of segments with answers in one of the periods. */
    double rate;       /**< The sum of the rates of all segments, in points. */
    double mix;        /**< The sum of the mixes of all segments, in points: the part of the change due to shares. */
    /** By how many points the changes of segments differ, beyond chance: 0 if by no more. */
    double spread;
    double p_value; /**< The p-value of a key that explains nothing: every segment adds its share of the change. */
} nps_driver_key;

/**
 * How much of the change of the score the split by a key explains, so that several keys can be ranked.
 *
 * With shares w0 and w1, scores s0 and s1 of a segment and S0 and S1 of all answers, e = w1 (s1 - S1) - w0 (s0 - S0) is
 * the total of nps_drivers() less the mean share of the segment times the change: what the segment adds beyond what
 * any random part of the answers of its size would. The effects e add up to 0. `spread` is the root of the sum of
 * (e^2 - v) / w over segments, with w the mean share and v the variance of e; without changes of shares it is the
 * standard deviation of the changes of segments around that of all. Because the chance v is taken off, a key does not
 * rank higher for having more segments. It has no interval, which would need the distribution of a sum of few unequal
 * squares at unknown effects: the p-value says whether there is a difference at all, and the intervals of nps_drivers()
 * how large the change of each segment is.
 *
 * The test sums e^2. If a key has nothing to do with the answers of either period, these are in random order within
 * their period, and the mean of the sum and the covariances of the e are known exactly (Strasser and Weber,
 * Mathematical Methods of Statistics 8:220, 1999); the p-value is that of a multiple of a chi-square variable with this
 * mean and the variance of a normal quadratic form (Satterthwaite, Biometrics Bulletin 2:110, 1946). Segments that
 * differ in the same way in both periods change the mean of the sum by terms of second order only, as the e are not
 * divided by their own variances. docs/drivers.md has the measured errors, with up to 100 segments.
 * Several keys are several tests: adjust their p-values by nps_adjust().
 *
 * @code
 * const nps_driver_segment shops[] = {{{60, 25, 15}, {75, 25, 60}}, {{150, 30, 20}, {230, 40, 30}}};
 * nps_driver_key key;
 * if (nps_drivers_key(shops, 2, &key, NULL) == NPS_OK)
 *     printf("rate %+.2f, mix %+.2f, spread %.1f, p = %.4f\n", key.rate, key.mix, key.spread, key.p_value);
 * // prints: rate -11.03, mix -0.56, spread 16.2, p = 0.0010
 * @endcode
 *
 * @param segments As for nps_drivers(). NULL: NPS_ERROR_NULL, unless `count` is 0. A sum of counts above 2^64 - 1:
 *                 NPS_ERROR_OVERFLOW.
 * @param count    The number of segments. No answers in one of the periods: NPS_ERROR_EMPTY.
 * @param out      Receives what the key explains. NULL: NPS_ERROR_NULL.
 * @param detail   Receives which segment is wrong and why; may be NULL.
 * @return NPS_OK or one of these; on error nothing is written but `detail`. No allocation; the time grows with `count`
 *         alone. Pure; safe from any thread.
 */
NPS_EXPORT nps_status nps_drivers_key(const nps_driver_segment *segments, size_t count, nps_driver_key *out,
                                      nps_error_detail *detail);

/**
 * Rounds figures so that, printed with that many decimals, they add up to their rounded sum.
 *
 * Every figure is rounded down, and those with the largest remainders are then rounded up instead, as many as the sum
 * needs; of equal remainders the first. No figure moves by a whole unit of the last decimal. Round the rates and mixes
 * of all segments in one call: the total of a segment, the sum of all rates and the sum of all mixes are then sums of
 * rounded figures, so that a table of them adds up along rows and columns.
 *
 * @code
 * const double effects[] = {1.0 / 3, 1.0 / 3, 1.0 / 3};
 * double rounded[3], total;
 * if (nps_drivers_round(effects, 3, 1, rounded, &total) == NPS_OK)
 *     printf("%.1f + %.1f + %.1f = %.1f\n", rounded[0], rounded[1], rounded[2], total);
 * // prints: 0.4 + 0.3 + 0.3 = 1.0
 * @endcode
 *
 * @param figures  `count` figures. NULL: NPS_ERROR_NULL, unless `count` is 0.
 * @param count    The number of figures.
 * @param decimals The number of decimals, at most 13. More: NPS_ERROR_OVERFLOW.
 * @param rounded  Receives the `count` figures, never -0; may be the same array. As doubles they add up to the total
 * but for the last bits; printed, they do so exactly. NULL: NPS_ERROR_NULL, unless `count` is 0.
 * @param total    Receives the sum of the figures, rounded as printf() rounds it; may be NULL.
 * @return NPS_OK or one of these. A figure that is not finite, or figures that, without their signs, add up to 2^52
 *         units of the last decimal or more: NPS_ERROR_OVERFLOW. On error nothing is written. No allocation. Pure; safe
 *         from any thread.
 */
NPS_EXPORT nps_status nps_drivers_round(const double *figures, size_t count, unsigned decimals, double *rounded,
                                        double *total);

NPS_END_DECLARATIONS

#endif
