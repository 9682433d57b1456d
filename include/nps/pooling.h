/**
 * @file pooling.h
 * @brief Small segments together: scores that borrow from the other segments, beside the scores of their own.
 *
 * Of many small segments the highest and the lowest scores are mostly chance. A pooled score lies between the score of
 * the segment and that of all segments, the nearer to the latter, the fewer answers the segment has and the less the
 * segments vary. It is on average nearer to the truth, and it never replaces the score that was measured.
 *
 * SPDX-License-Identifier: MIT
 */
#ifndef NPS_POOLING_H
#define NPS_POOLING_H

#include <nps/counts.h>
#include <nps/export.h>
#include <nps/multiplicity.h>
#include <nps/status.h>
#include <stddef.h>
#include <stdint.h>

NPS_BEGIN_DECLARATIONS

/** A segment, alone and pooled. Plain and part of the ABI; it never grows. */
typedef struct nps_pooled_segment {
    double score;             /**< Its own score, in points; NaN without answers. */
    nps_bounds bounds;        /**< The interval of its own score, by nps_interval(); NaN without answers. */
    nps_method method;        /**< The method of that interval; NPS_METHOD_AUTO without answers. */
    double pooled;            /**< The pooled score; that of all segments, if it has no answers. */
    nps_bounds pooled_bounds; /**< The interval of the pooled score, which it contains. */
    double own;               /**< The weight of its own score in the pooled one, 0..1. */
} nps_pooled_segment;

/** What segments have in common. Plain and part of the ABI; it never grows. */
typedef struct nps_pooling {
    /** The parameters of the Dirichlet distribution from which the shares of segments are drawn, at the most likely
     * variation: that of promoters. The sum of all three counts like the answers that every segment borrows. */
    double promoters;
    double passives;   /**< The parameter of passives. */
    double detractors; /**< The parameter of detractors. */
    double score;      /**< The mean score of segments, in points. */
    /** The most likely variation of segments, 0..1: the part of the variance of an answer that lies between segments.
     * 0: none can be told, and the pooled scores are nearly all that of all segments. */
    double variation;
    double deviation;  /**< The standard deviation of the true scores of segments, in points, averaged over what the
                          variation may be. */
    uint64_t segments; /**< The number of segments with answers. */
} nps_pooling;

/**
 * Pools segments partially.
 *
 * The shares of promoters, passives and detractors of each segment are taken as drawn from a Dirichlet distribution
 * with mean m and variation r, of which the sum of the parameters is (1 - r) / r. Given r, m is the mean of the shares
 * of segments with the weights n / (1 + (n - 1) r), which are optimal for it; half an answer more of each category is
 * counted, so that no share of m is 0. The likelihood of r is that of all counts together (Minka, Estimating a
 * Dirichlet distribution, 2000), divided by the sum of the weights, to which the variance of m is inverse. Given both,
 * the pooled score of a segment with n answers is a mean of its own score and that of m, with the weights n and
 * (1 - r) / r.
 *
 * The variation is never known well from a few segments, and an interval that takes the most likely one for the truth
 * is too narrow. Therefore mean and variance of every pooled score are averaged over 80 values of r, each as likely as
 * the data make it with all values from 0 to 1 equally likely before. The fourth roots of these values are evenly
 * spaced over the range outside which r is less likely by a factor of e^37 or more, so that their number is enough for
 * any number of segments. The variance of m and that of the pooled score over these values are added (Morris, Journal
 * of the American Statistical Association 78:47, 1983). The interval is that of a beta distribution on -100 to 100 with
 * this mean and variance, at a level whose alpha is .7 times that of the options, because the tails of that
 * distribution are too short.
 *
 * The level of pooled intervals holds on average over segments, not for each: that of a segment far from the others
 * contains the truth less often, because its pooled score is drawn to the others.
 *
 * benchmarks/pooling_coverage simulates 5, 20 and 100 segments of 3 to 200 answers, with variations from 0 to .3. At
 * level .95 the intervals contain the truth in at least .941 of the segments of each of the 180 settings, at level .9
 * in .898 and at level .99 in .978; the least are those of segments of three answers that vary by .3, the most that was
 * tried. Where segments do not vary, .99 or more contain it at level .95. The root mean square error of pooled scores
 * of 10 answers is 2 to 19 points, that of their own scores 13 to 25.
 *
 * @code
 * const nps_counts shops[] = {{9, 1, 0}, {60, 25, 15}, {55, 25, 20}, {62, 22, 16}, {2, 3, 5}};
 * nps_pooled_segment pooled[5];
 * nps_pooling pooling;
 * if (nps_pool(shops, 5, NULL, pooled, &pooling) == NPS_OK)
 *     printf("%.0f alone, %.0f pooled\n", pooled[0].score, pooled[0].pooled); // prints: 90 alone, 53 pooled
 * @endcode
 *
 * @param counts  `count` segments, independent samples. NULL: NPS_ERROR_NULL, unless `count` is 0. A sum of counts
 *                above 2^64 - 1: NPS_ERROR_OVERFLOW.
 * @param count   The number of segments. No answers in any: NPS_ERROR_EMPTY.
 * @param options The method and the level, and where memory comes from. The adjustment has no effect. NULL: the
 *                defaults. Errors are those of nps_segments_rank().
 * @param out     Receives `count` segments, in the order of `counts`. NULL: NPS_ERROR_NULL, unless `count` is 0.
 * @param pooling Receives what the segments have in common. NULL: NPS_ERROR_NULL.
 * @return NPS_OK or one of these, what nps_interval() returns, NPS_ERROR_MEMORY or NPS_ERROR_INTERRUPTED; on error
 *         nothing is written. Safe from any thread.
 */
NPS_EXPORT nps_status nps_pool(const nps_counts *counts, size_t count, const nps_segments_options *options,
                               nps_pooled_segment *out, nps_pooling *pooling);

NPS_END_DECLARATIONS

#endif
