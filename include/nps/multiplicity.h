/**
 * @file multiplicity.h
 * @brief Many segments at once: which differ, how they rank, and which is the best.
 *
 * Of twenty segments with equal true scores, one differs "significantly" at the 95 % level by chance. The functions
 * here keep their error probability for all comparisons of a family together. The segments must be independent
 * samples: no respondent belongs to two of them.
 *
 * The adjustments depend on p-values far below 1 - level, where tests of small samples are least precise.
 * docs/which_interval.md has the error rates that benchmarks/multiplicity_errors measured.
 *
 * SPDX-License-Identifier: MIT
 */
#ifndef NPS_MULTIPLICITY_H
#define NPS_MULTIPLICITY_H

#include <nps/allocator.h>
#include <nps/compare.h>
#include <nps/counts.h>
#include <nps/export.h>
#include <nps/interrupt.h>
#include <nps/method.h>
#include <nps/status.h>
#include <stddef.h>
#include <stdint.h>

NPS_BEGIN_DECLARATIONS

/** What adjusted p-values guarantee when each is compared with alpha. The values are part of the ABI. */
typedef enum nps_adjustment {
    /** No adjustment: each p-value stands alone. */
    NPS_ADJUST_NONE = 0,
    /** The probability of rejecting any true hypothesis of the family is at most alpha, whichever hypotheses are true
     * and however they depend on each other (Holm, Scandinavian Journal of Statistics 6:65, 1979). It rejects at least
     * what Bonferroni rejects. */
    NPS_ADJUST_HOLM = 1,
    /** The false discovery rate, which is the expected share of true hypotheses among the rejected ones, is at most
     * alpha. This holds for independent tests and some kinds of positive dependence (Benjamini and Hochberg, Journal of
     * the Royal Statistical Society B 57:289, 1995). */
    NPS_ADJUST_BENJAMINI_HOCHBERG = 2,
    /** The false discovery rate is at most alpha under any dependence; for this the p-values are larger by the factor
     * 1 + 1/2 + ... + 1/m (Benjamini and Yekutieli, Annals of Statistics 29:1165, 2001). */
    NPS_ADJUST_BENJAMINI_YEKUTIELI = 3,
    /** Benjamini-Hochberg where it is proven for the family, otherwise Benjamini-Yekutieli. Not for nps_adjust(), which
     * does not know the family. */
    NPS_ADJUST_FALSE_DISCOVERY = 4,
    /** The guarantee of NPS_ADJUST_HOLM by the simplest formula: m p, at most 1 (Dunn, Journal of the American
     * Statistical Association 56:52, 1961). It never rejects more than Holm; use it for tables that must agree with
     * others. */
    NPS_ADJUST_BONFERRONI = 5
} nps_adjustment;

/**
 * The name of an adjustment in lower case: "holm", "benjamini-hochberg".
 *
 * @param adjustment Any value. A value that is not an adjustment has the name "unknown adjustment".
 * @return A constant, never NULL, not to be freed. Safe from any thread.
 */
NPS_EXPORT const char *nps_adjustment_string(nps_adjustment adjustment);

/**
 * Adjusts p-values of any origin, so that each can be compared with alpha.
 *
 * With the sorted p-values p(1) <= ... <= p(m), the adjusted value of p(k) is, for Bonferroni, m p(k); for Holm, the
 * largest (m - j + 1) p(j) over j <= k; for Benjamini-Hochberg, the smallest m p(j) / j over j >= k; and for
 * Benjamini-Yekutieli, the same times 1 + 1/2 + ... + 1/m. It is never above 1. The relative error is a few rounding
 * errors, for the smallest p-values too. A heap sort: m log m steps, no allocation.
 *
 * @param p_values   The p-values, in any order. NULL: NPS_ERROR_NULL, unless `count` is 0. NaN or not inside [0, 1]:
 *                   NPS_ERROR_PROBABILITY.
 * @param count      The number of p-values, m above.
 * @param adjustment The adjustment. The caller must know whether its conditions hold for these p-values. Unknown:
 *                   NPS_ERROR_METHOD; NPS_ADJUST_FALSE_DISCOVERY, which depends on how the p-values were made:
 *                   NPS_ERROR_UNAVAILABLE.
 * @param adjusted   Receives `count` adjusted p-values in the order of `p_values`; may be the same array. NULL:
 *                   NPS_ERROR_NULL, unless `count` is 0.
 * @param order      Receives the `count` indexes of the p-values from the smallest to the largest; equal p-values keep
 *                   their order. NULL: NPS_ERROR_NULL, unless `count` is 0.
 * @return NPS_OK or one of these; on error nothing is written. Safe from any thread.
 */
NPS_EXPORT nps_status nps_adjust(const double *p_values, size_t count, nps_adjustment adjustment, double *adjusted,
                                 size_t *order);

/** Options of the functions for many segments. Initialise them with nps_segments_options_init(). */
typedef struct nps_segments_options {
    uint32_t size;             /**< sizeof(nps_segments_options), set by init. */
    nps_method method;         /**< The method of every comparison, as in nps_compare(); init sets NPS_METHOD_AUTO. */
    double level;              /**< The level of all intervals together, inside (0, 1); init sets 0.95. */
    nps_adjustment adjustment; /**< The adjustment of the p-values; init sets NPS_ADJUST_HOLM. */
    /** The prior of every segment in nps_segments_best(), as in nps_bayes_probability(): promoters, passives and
     * detractors, each from 1e-100 to 1e15. All 0, as init sets: 1/2 each. Other values, or a prior for another
     * function: NPS_ERROR_PRIOR. */
    double prior[3];
    const nps_allocator *allocator; /**< The source of scratch memory; NULL, as init sets: malloc() and free(). */
    nps_interrupt interrupt;        /**< Asked between comparisons; init sets no callback. */
} nps_segments_options;

/**
 * Sets the defaults. In the header, so that an older program never has its smaller struct overrun.
 *
 * @param options The options to set; NULL does nothing.
 */
static inline void nps_segments_options_init(nps_segments_options *options)
{
    if (options) {
        options->size = (uint32_t)sizeof(nps_segments_options);
        options->method = NPS_METHOD_AUTO;
        options->level = 0.95;
        options->adjustment = NPS_ADJUST_HOLM;
        options->prior[0] = options->prior[1] = options->prior[2] = 0;
        options->allocator = (const nps_allocator *)0;
        options->interrupt.is_requested = 0;
        options->interrupt.context = (void *)0;
    }
}

/** One comparison of a family. Plain and part of the ABI; it never grows. */
typedef struct nps_segment_comparison {
    nps_comparison comparison; /**< The comparison, with an unadjusted p-value and a simultaneous interval. */
    double adjusted;           /**< The adjusted p-value. */
    /** In element k of the array: the index of the comparison with the k-th smallest p-value, from 0. Equal p-values
     * keep their order, and comparisons that could not be made come last. It sorts the array, and is unrelated to the
     * comparison in the same element. */
    uint64_t order;
    /** NPS_OK, or the reason why this comparison could not be made: NPS_ERROR_EMPTY, NPS_ERROR_OVERFLOW or
     * NPS_ERROR_TOO_MANY. Then the numbers of `comparison`, and `adjusted`, are NaN. */
    nps_status status;
} nps_segment_comparison;

/**
 * Compares every segment with one benchmark, segment minus benchmark, each by nps_compare_benchmark().
 *
 * The family is all comparisons that can be made. A comparison that cannot be made, such as that of an empty segment,
 * has a status and does not count. With any adjustment but NPS_ADJUST_NONE the intervals are simultaneous: each has the
 * level 1 - (1 - level) / m, where m is the size of the family (Bonferroni), so that together they contain all true
 * differences with probability `level`. If an interval does not contain 0, the adjusted p-value of Bonferroni, Holm
 * or Benjamini-Hochberg is below 1 - level. The reverse need not hold for Holm and Benjamini-Hochberg, which detect
 * slightly more than the intervals. A (1 - level) / m below 1.2e-16, which cannot be told from 0, is NPS_ERROR_LEVEL.
 *
 * Comparisons of independent segments with a benchmark that is known exactly are independent tests, so
 * NPS_ADJUST_BENJAMINI_HOCHBERG is proven. A benchmark with a number of respondents is a random part of every
 * comparison; then NPS_ADJUST_BENJAMINI_HOCHBERG is not proven and returns NPS_ERROR_UNAVAILABLE.
 *
 * @param counts      `count` segments. NULL: NPS_ERROR_NULL, unless `count` is 0.
 * @param count       The number of segments.
 * @param benchmark   As for nps_compare_benchmark(). NaN or not inside [-100, 100]: NPS_ERROR_REFERENCE.
 * @param respondents As for nps_compare_benchmark(): the number of respondents of the benchmark; 0: it is exactly
 *                    known.
 * @param options     Made by nps_segments_options_init(), or NULL for the defaults. A size smaller than the first
 *                    version's, or a larger one whose tail is not all zero: NPS_ERROR_SIZE; an unknown method or
 *                    adjustment: NPS_ERROR_METHOD; one that is not available here: NPS_ERROR_UNAVAILABLE; a level that
 *                    is NaN or not inside (0, 1): NPS_ERROR_LEVEL; an allocator without both functions: NPS_ERROR_NULL.
 * @param out         Receives `count` comparisons, in the order of `counts`; not the same memory. NULL: NPS_ERROR_NULL,
 *                    unless `count` is 0.
 * @return NPS_OK, even if no comparison could be made: each element has its own status. Otherwise what is wrong with
 *         the call as a whole, NPS_ERROR_MEMORY or NPS_ERROR_INTERRUPTED; then nothing is written. Allocates about 100
 *         bytes for each comparison and releases them before it returns. Safe from any thread.
 */
NPS_EXPORT nps_status nps_segments_compare_benchmark(const nps_counts *counts, size_t count, double benchmark,
                                                     uint64_t respondents, const nps_segments_options *options,
                                                     nps_segment_comparison *out);

/**
 * Compares every segment with all others pooled, segment minus rest, each by nps_compare().
 *
 * In the pooled rest every respondent counts alike, so the largest segments dominate it. Each segment is part of the
 * rest of every other, so the tests depend on each other: NPS_ADJUST_BENJAMINI_HOCHBERG is not proven and returns
 * NPS_ERROR_UNAVAILABLE; the other adjustments hold. Families and intervals are those of
 * nps_segments_compare_benchmark().
 *
 * @param counts   `count` segments. NULL: NPS_ERROR_NULL, unless `count` is 0. A total of all promoters, passives or
 *                 detractors above 2^64 - 1: NPS_ERROR_OVERFLOW.
 * @param count    The number of segments.
 * @param options  As for nps_segments_compare_benchmark().
 * @param out      As for nps_segments_compare_benchmark(); the status is NPS_ERROR_EMPTY also for a segment whose rest
 *                 is empty.
 * @return As nps_segments_compare_benchmark().
 */
NPS_EXPORT nps_status nps_segments_compare_rest(const nps_counts *counts, size_t count,
                                                const nps_segments_options *options, nps_segment_comparison *out);

/**
 * The number of pairs of segments, count (count - 1) / 2: the length of the array of nps_segments_compare_pairs().
 *
 * @param count The number of segments.
 * @return The number of pairs; SIZE_MAX if no array can have as many elements. Safe from any thread.
 */
NPS_EXPORT size_t nps_segments_pair_count(size_t count);

/**
 * Compares every segment with every other, each pair by nps_compare().
 *
 * The pairs are in the order (0, 1), (0, 2), ..., (0, count - 1), (1, 2), ...: pair (i, j) with i < j has the index
 * i (2 count - i - 1) / 2 + j - i - 1, and its difference is segment i minus segment j. Pairs that share a segment
 * depend on each other: NPS_ADJUST_BENJAMINI_HOCHBERG is not proven and returns NPS_ERROR_UNAVAILABLE; the other
 * adjustments hold. Families and intervals are those of nps_segments_compare_benchmark().
 *
 * 1000 segments have half a million pairs, and a comparison by the skewness-corrected score takes about 15
 * microseconds. nps_segments_rank() does not compare pairs in this way and is much faster.
 *
 * @code
 * const nps_counts shops[] = {{60, 30, 10}, {40, 30, 30}, {52, 38, 10}};
 * nps_segment_comparison pairs[3]; // 0 and 1, 0 and 2, 1 and 2
 * if (nps_segments_compare_pairs(shops, 3, NULL, pairs) == NPS_OK)
 *     for (int i = 0; i < 3; i++)
 *         printf("%+.0f, adjusted p = %.4f\n", pairs[i].comparison.difference, pairs[i].adjusted);
 * // prints: +40, adjusted p = 0.0010
 * // prints: +8, adjusted p = 0.4172
 * // prints: -32, adjusted p = 0.0068
 * @endcode
 *
 * @param counts   `count` segments. NULL: NPS_ERROR_NULL, unless there is no pair.
 * @param count    The number of segments. More pairs than an array can have elements: NPS_ERROR_OVERFLOW.
 * @param options  As for nps_segments_compare_benchmark().
 * @param out      Receives nps_segments_pair_count() comparisons; not the same memory as `counts`. NULL:
 *                 NPS_ERROR_NULL, unless there is no pair. A pair has the status of the first of its segments that is
 *                 not NPS_OK.
 * @return As nps_segments_compare_benchmark().
 */
NPS_EXPORT nps_status nps_segments_compare_pairs(const nps_counts *counts, size_t count,
                                                 const nps_segments_options *options, nps_segment_comparison *out);

/** The possible ranks of a segment. Plain and part of the ABI; it never grows. */
typedef struct nps_segment_rank {
    uint64_t best;  /**< The best possible rank; 1 is the rank of the highest score. */
    uint64_t worst; /**< The worst possible rank. */
    /** NPS_OK, or the reason why the segment has no rank: NPS_ERROR_EMPTY, NPS_ERROR_OVERFLOW or NPS_ERROR_TOO_MANY.
     * Then both ranks are 0, and the segment does not affect the ranks of the others. */
    nps_status status;
} nps_segment_rank;

/**
 * Simultaneous confidence intervals for the ranks of all segments by their true scores.
 *
 * With probability `level` all intervals are right together. Segments with equal true scores share ranks, and the
 * interval of each contains all the ranks that they share.
 *
 * The best rank of a segment is 1 plus the number of segments shown to be better; its worst rank is the number of all
 * segments minus the number shown to be worse (Mohamad, Goeman and van Zwet 2019, arXiv:1708.02428). Intervals of the
 * scores alone do not suffice (Klein, Wright and Wieczorek, Journal of the Royal Statistical Society A 183:589, 2020).
 * A rank depends on the signs of differences, and it is not proven that Holm's procedure on two-sided tests controls
 * errors of sign. Therefore each of the m pairs has two one-sided hypotheses, and Holm's procedure is applied to these
 * 2 m: after r rejections, a pair is told apart when MOVER's interval of level 1 - alpha / (m - r / 2), with alpha =
 * 1 - level, does not contain 0. MOVER (see nps_compare()) is used for every method, because it combines the intervals
 * of the segments, of which there are few. The procedure needs intervals with equal tails; with NPS_METHOD_EXACT,
 * whose tails differ, it stops after the first step, which is Bonferroni's. Because its tests are different, it may
 * tell fewer pairs apart than nps_segments_compare_pairs().
 *
 * The time grows with the square of `count`, but each step computes only one interval for each segment: 1000 segments
 * take a few hundredths of a second. There are at most 64 steps; stopping there only leaves intervals wider.
 *
 * @param counts  `count` segments. NULL: NPS_ERROR_NULL, unless `count` is 0.
 * @param count   The number of segments.
 * @param options As for nps_segments_compare_benchmark(), with two exceptions: an adjustment other than
 *                NPS_ADJUST_HOLM, and NPS_METHOD_ANYTIME, which has no intervals to combine, are NPS_ERROR_UNAVAILABLE.
 *                NPS_METHOD_AUTO is that of nps_compare(). At most 80 bytes are allocated for each segment.
 * @param out     Receives `count` intervals of ranks, in the order of `counts`; not the same memory. NULL:
 *                NPS_ERROR_NULL, unless `count` is 0.
 * @return NPS_OK, even if no segment has a rank: each element has its own status. Otherwise what is wrong with the call
 *         as a whole, NPS_ERROR_MEMORY or NPS_ERROR_INTERRUPTED; then nothing is written. Safe from any thread.
 */
NPS_EXPORT nps_status nps_segments_rank(const nps_counts *counts, size_t count, const nps_segments_options *options,
                                        nps_segment_rank *out);

/** The probability that a segment is the best. Plain and part of the ABI; it never grows. */
typedef struct nps_segment_best {
    double probability; /**< 0..1. */
    /** NPS_OK, or the reason why the segment is left out: NPS_ERROR_EMPTY or NPS_ERROR_OVERFLOW. Then the probability
     * is NaN. */
    nps_status status;
} nps_segment_best;

/**
 * The posterior probability of each segment that its true score is the highest of all.
 *
 * The shares of each segment have a Dirichlet prior, as in nps/bayes.h, and the segments are independent. The
 * probabilities are integrals over the posteriors, computed without random numbers, and add up to 1. Their quality
 * depends on that of the prior. They need no adjustment for the number of segments. A segment that looks best may still
 * not be the best; nps_segments_rank() gives the ranks that are possible.
 *
 * The absolute error is at most 1e-9 up to 10^9 answers per segment if the parameters of the prior are at least 1/3,
 * and at most 1e-7 up to 10^12 answers if they are at least 1/100. Beyond that, the posteriors are so concentrated near
 * -100, 0 or 100 that segments cannot be told apart there and share the probability. The time grows with the number of
 * segments that may be the best, a few hundredths of a second for each.
 *
 * @param counts  `count` segments. NULL: NPS_ERROR_NULL, unless `count` is 0.
 * @param count   The number of segments.
 * @param options The prior, the allocator, which provides at most 256 bytes for each segment, and the interrupt;
 * method, level and adjustment must be valid but have no effect. NULL: the defaults. Refused as for
 *                nps_segments_compare_benchmark().
 * @param out     Receives `count` probabilities, in the order of `counts`; not the same memory. NULL: NPS_ERROR_NULL,
 *                unless `count` is 0.
 * @return As nps_segments_rank().
 */
NPS_EXPORT nps_status nps_segments_best(const nps_counts *counts, size_t count, const nps_segments_options *options,
                                        nps_segment_best *out);

NPS_END_DECLARATIONS

#endif
