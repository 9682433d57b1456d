/**
 * @file multiplicity.h
 * @brief Many segments at once: which differ, which rank where, which is the best.
 *
 * Of twenty segments that are all alike, one differs "significantly" at 95 %. What is here keeps its promise for all
 * comparisons of a family together. The segments must be independent samples: nobody is in two of them.
 *
 * A family can promise no more than its tests, and many segments ask these for their far tails. Simulated at 95 % with
 * six segments of 10, 50 or 200 answers and five truths (benchmarks/multiplicity_errors 4000; standard error .0034),
 * most over all truths and sizes: with the skewness-corrected score Holm's procedure rejects a true hypothesis in .054
 * of surveys against a known benchmark, .040 against the rest and .048 of pairs, the false discovery rate is .047
 * (Benjamini-Hochberg, benchmark) and .016 (Benjamini-Yekutieli), all intervals hold in at least .949, and all ranks in
 * at least .964. The score does as well with 200 answers, but with 10 that are nearly all promoters .147 are wrong
 * against a benchmark; unadjusted tests are wrong in up to .365.
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

/** What p-values are adjusted to promise. The values are part of the ABI. */
typedef enum nps_adjustment {
    /** Nothing: each comparison stands alone. */
    NPS_ADJUST_NONE = 0,
    /** That not a single true hypothesis is rejected: calling what is below alpha different is wrong anywhere in the
     * family with a probability of at most alpha, whichever hypotheses are true and however they depend on each other
     * (Holm, Scandinavian Journal of Statistics 6:65, 1979). Never weaker than Bonferroni. */
    NPS_ADJUST_HOLM = 1,
    /** That few are: of those called different, a share of at most alpha is expected to be called so wrongly. It holds
     * for independent tests and some kinds of positive dependence (Benjamini and Hochberg, Journal of the Royal
     * Statistical Society B 57:289, 1995). */
    NPS_ADJUST_BENJAMINI_HOCHBERG = 2,
    /** The same under any dependence, at the price of a factor 1 + 1/2 + ... + 1/m (Benjamini and Yekutieli, Annals of
     * Statistics 29:1165, 2001). */
    NPS_ADJUST_BENJAMINI_YEKUTIELI = 3,
    /** Benjamini-Hochberg where it is proven for the family, else Benjamini-Yekutieli. Only for the families below. */
    NPS_ADJUST_FALSE_DISCOVERY = 4,
    /** That not a single true hypothesis is rejected, as NPS_ADJUST_HOLM, by the simplest means: m p, never above 1
     * (Dunn, Journal of the American Statistical Association 56:52, 1961). Never stronger than Holm, which needs no
     * more; for tables that must agree with others. */
    NPS_ADJUST_BONFERRONI = 5
} nps_adjustment;

/**
 * The name of an adjustment in lower case: "holm", "benjamini-hochberg".
 *
 * @param adjustment Any value; for one that is not an adjustment: "unknown adjustment".
 * @return A constant, never NULL, not to be freed. Safe from any thread.
 */
NPS_EXPORT const char *nps_adjustment_string(nps_adjustment adjustment);

/**
 * Adjusts p-values of any origin, so that each may be compared with alpha.
 *
 * With p(1) <= ... <= p(m): Bonferroni is m p(k), Holm the largest (m - j + 1) p(j) over j <= k, Benjamini-Hochberg the
 * smallest m p(j) / j over j >= k, Benjamini-Yekutieli the same times 1 + 1/2 + ... + 1/m; never above 1. The relative
 * error is some rounding errors, for the smallest p-values too. A heap sort: m log m steps, no allocation.
 *
 * @param p_values   The p-values, in any order. NULL: NPS_ERROR_NULL, unless `count` is 0. NaN or not inside [0, 1]:
 *                   NPS_ERROR_PROBABILITY.
 * @param count      How many, m above.
 * @param adjustment What to promise. That it holds for these p-values is the caller's to know. Unknown:
 *                   NPS_ERROR_METHOD; NPS_ADJUST_FALSE_DISCOVERY, for which one would have to know more of them:
 *                   NPS_ERROR_UNAVAILABLE.
 * @param adjusted   Receives `count` adjusted p-values in the order of `p_values`; may be the same array. NULL:
 *                   NPS_ERROR_NULL, unless `count` is 0.
 * @param order      Receives the `count` places of the p-values from the smallest to the largest, equal ones in their
 *                   order. NULL: NPS_ERROR_NULL, unless `count` is 0.
 * @return NPS_OK or one of these; on error nothing is written. Safe from any thread.
 */
NPS_EXPORT nps_status nps_adjust(const double *p_values, size_t count, nps_adjustment adjustment, double *adjusted,
                                 size_t *order);

/** What the functions of many segments can be told. Make it with nps_segments_options_init(). */
typedef struct nps_segments_options {
    uint32_t size;             /**< sizeof(nps_segments_options), set by init. */
    nps_method method;         /**< The method of every comparison, as for nps_compare(); init sets NPS_METHOD_AUTO. */
    double level;              /**< The level of all intervals together, inside (0, 1); init sets 0.95. */
    nps_adjustment adjustment; /**< What the p-values are adjusted to promise; init sets NPS_ADJUST_HOLM. */
    /** The prior of every segment in nps_segments_best(), as for nps_bayes_probability(): promoters, passives and
     * detractors, each from 1e-100 to 1e15; all 0, as init sets: 1/2 each. Unusable, or given to another function:
     * NPS_ERROR_PRIOR. */
    double prior[3];
    const nps_allocator *allocator; /**< Where scratch memory comes from; NULL, as init sets: malloc() and free(). */
    nps_interrupt interrupt;        /**< Asked between comparisons; init sets none. */
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

/** A comparison as one of a family. Plain and part of the ABI; it never grows. */
typedef struct nps_segment_comparison {
    nps_comparison comparison; /**< The comparison: its p-value is the plain one, its interval a simultaneous one. */
    double adjusted;           /**< The adjusted p-value. */
    /** Of element k of the array: the place in the array of the comparison with the k-th smallest p-value, from 0;
     * equal ones in their order, and at the end those that could not be made. It sorts the family, and says nothing of
     * the comparison beside it. */
    uint64_t order;
    /** NPS_OK, or why this comparison could not be made: NPS_ERROR_EMPTY, NPS_ERROR_OVERFLOW or NPS_ERROR_TOO_MANY;
     * then all figures beside it are NaN. */
    nps_status status;
} nps_segment_comparison;

/**
 * Every segment against one benchmark, segment minus benchmark, each by nps_compare_benchmark().
 *
 * The family is all comparisons that can be made; one that cannot, as of an empty segment, has a status and does not
 * count. With any adjustment but NPS_ADJUST_NONE the intervals are simultaneous: each has the level
 * 1 - (1 - level) / m, m being the size of the family (Bonferroni), so that together they hold all true differences
 * with the probability `level`. An interval that leaves out 0 has an adjusted p-value of Bonferroni, Holm or
 * Benjamini-Hochberg below 1 - level; of Holm and Benjamini-Hochberg the reverse need not be so, as these adjustments
 * see a little more than intervals can. A (1 - level) / m too small to be told from 0, below 1.2e-16: NPS_ERROR_LEVEL.
 *
 * Independent segments against a benchmark that is known are independent tests, so NPS_ADJUST_BENJAMINI_HOCHBERG holds.
 * A benchmark with respondents of its own is in every comparison; it is not proven then, and NPS_ERROR_UNAVAILABLE.
 *
 * @param counts      `count` segments. NULL: NPS_ERROR_NULL, unless `count` is 0.
 * @param count       How many segments.
 * @param benchmark   As for nps_compare_benchmark(). NaN or not inside [-100, 100]: NPS_ERROR_REFERENCE.
 * @param respondents As for nps_compare_benchmark(): how many answers the benchmark rests on; 0 when it is known.
 * @param options     Made by nps_segments_options_init(), or NULL for the defaults. A size smaller than the first
 *                    version's, or a larger one whose tail is not all zero: NPS_ERROR_SIZE; unknown method or
 *                    adjustment: NPS_ERROR_METHOD; one that is not to be had: NPS_ERROR_UNAVAILABLE; a level that is
 *                    NaN or not inside (0, 1): NPS_ERROR_LEVEL; an allocator without both functions: NPS_ERROR_NULL.
 * @param out         Receives `count` comparisons, in the order of `counts`; not the same memory. NULL: NPS_ERROR_NULL,
 *                    unless `count` is 0.
 * @return NPS_OK, also when no comparison could be made: each says so itself. Or what is wrong with the call as a
 *         whole, NPS_ERROR_MEMORY or NPS_ERROR_INTERRUPTED; then nothing is written. It allocates about 100 bytes for
 *         each comparison, given back before the return. Safe from any thread.
 */
NPS_EXPORT nps_status nps_segments_compare_benchmark(const nps_counts *counts, size_t count, double benchmark,
                                                     uint64_t respondents, const nps_segments_options *options,
                                                     nps_segment_comparison *out);

/**
 * Every segment against all others pooled, segment minus rest, each by nps_compare().
 *
 * In the rest every respondent counts alike, so it is most like its largest segments. Each segment is in the rest of
 * every other, so the tests depend on each other: NPS_ADJUST_BENJAMINI_HOCHBERG is not proven and
 * NPS_ERROR_UNAVAILABLE; the others hold. Families and intervals are as in nps_segments_compare_benchmark().
 *
 * @param counts   `count` segments. NULL: NPS_ERROR_NULL, unless `count` is 0. When all promoters, passives or
 *                 detractors together are more than 2^64 - 1: NPS_ERROR_OVERFLOW.
 * @param count    How many segments.
 * @param options  As for nps_segments_compare_benchmark().
 * @param out      As for nps_segments_compare_benchmark(); the status is NPS_ERROR_EMPTY also for a segment without a
 *                 rest.
 * @return As nps_segments_compare_benchmark().
 */
NPS_EXPORT nps_status nps_segments_compare_rest(const nps_counts *counts, size_t count,
                                                const nps_segments_options *options, nps_segment_comparison *out);

/**
 * How many pairs of segments there are, count (count - 1) / 2: the length of the array of
 * nps_segments_compare_pairs().
 *
 * @param count How many segments.
 * @return The number of pairs; SIZE_MAX when it is larger than an array can be. Safe from any thread.
 */
NPS_EXPORT size_t nps_segments_pair_count(size_t count);

/**
 * Every segment with every other, each by nps_compare().
 *
 * The order of the pairs is (0, 1), (0, 2), ..., (0, count - 1), (1, 2), ...: pair (i, j) with i < j has the place
 * i (2 count - i - 1) / 2 + j - i - 1, and its difference is segment i minus segment j. Pairs with a segment in common
 * depend on each other: NPS_ADJUST_BENJAMINI_HOCHBERG is not proven and NPS_ERROR_UNAVAILABLE; the others hold.
 * Families and intervals are as in nps_segments_compare_benchmark().
 *
 * 1000 segments are half a million comparisons, of some 15 microseconds each with the skewness-corrected score;
 * nps_segments_rank() needs none of them.
 *
 * @param counts   `count` segments. NULL: NPS_ERROR_NULL, unless there is no pair.
 * @param count    How many segments. So many that their pairs are larger than an array can be: NPS_ERROR_OVERFLOW.
 * @param options  As for nps_segments_compare_benchmark().
 * @param out      Receives nps_segments_pair_count() comparisons; not the same memory as `counts`. NULL:
 *                 NPS_ERROR_NULL, unless there is no pair. A pair has the status of the first of its segments that is
 *                 not NPS_OK.
 * @return As nps_segments_compare_benchmark().
 */
NPS_EXPORT nps_status nps_segments_compare_pairs(const nps_counts *counts, size_t count,
                                                 const nps_segments_options *options, nps_segment_comparison *out);

/** The ranks that a segment may have. Plain and part of the ABI; it never grows. */
typedef struct nps_segment_rank {
    uint64_t best;  /**< The best rank it may have; 1 is that of the highest score. */
    uint64_t worst; /**< The worst rank it may have. */
    /** NPS_OK, or why the segment has no rank: NPS_ERROR_EMPTY, NPS_ERROR_OVERFLOW or NPS_ERROR_TOO_MANY; then both are
     * 0, and it takes no rank from the others. */
    nps_status status;
} nps_segment_rank;

/**
 * Simultaneous confidence intervals for the ranks of all segments by their true scores.
 *
 * With the probability `level` all of them are right together. Segments whose true scores are equal share ranks, and
 * the interval of each then holds all that they share.
 *
 * A segment's best rank is 1 plus the number of segments shown to be better, its worst the number of all minus those
 * shown to be worse (Mohamad, Goeman and van Zwet 2019, arXiv:1708.02428; see Klein, Wright and Wieczorek, Journal of
 * the Royal Statistical Society A 183:589, 2020, for why intervals of the scores alone will not do). To rank, one must
 * know the sign of a difference, and that Holm's procedure on two-sided tests protects it is not proven. So there are
 * two one-sided hypotheses for each of m pairs, and Holm's procedure on these 2 m: after r have been rejected, a pair
 * is told apart when MOVER's interval of level 1 - alpha / (m - r / 2), alpha being 1 - level, leaves out 0. MOVER
 * (see nps_compare()) is taken for every method, because it joins the segments' own intervals and so needs few of them.
 * This needs equal tails, so with NPS_METHOD_EXACT it stops after the first step, which is Bonferroni's. So it may tell
 * fewer pairs apart than nps_segments_compare_pairs() does, whose tests are others.
 *
 * Time grows as count squared, but an interval is computed once for each segment and step: 1000 segments take some
 * hundredths of a second. At most 64 steps are made; to stop there only leaves intervals wider.
 *
 * @param counts  `count` segments. NULL: NPS_ERROR_NULL, unless `count` is 0.
 * @param count   How many segments.
 * @param options As for nps_segments_compare_benchmark(), but for the adjustment, which must be NPS_ADJUST_HOLM, and
 *                NPS_METHOD_ANYTIME, which has no intervals to join: NPS_ERROR_UNAVAILABLE. NPS_METHOD_AUTO is that of
 *                nps_compare(). The allocator gives 80 bytes for each segment at most.
 * @param out     Receives `count` intervals of ranks, in the order of `counts`; not the same memory. NULL:
 *                NPS_ERROR_NULL, unless `count` is 0.
 * @return NPS_OK, also when no segment has a rank: each says so itself. Or what is wrong with the call as a whole,
 *         NPS_ERROR_MEMORY or NPS_ERROR_INTERRUPTED; then nothing is written. Safe from any thread.
 */
NPS_EXPORT nps_status nps_segments_rank(const nps_counts *counts, size_t count, const nps_segments_options *options,
                                        nps_segment_rank *out);

/** How probable it is that a segment is the best. Plain and part of the ABI; it never grows. */
typedef struct nps_segment_best {
    double probability; /**< 0..1. */
    /** NPS_OK, or why the segment takes no part: NPS_ERROR_EMPTY or NPS_ERROR_OVERFLOW; then the probability is NaN. */
    nps_status status;
} nps_segment_best;

/**
 * How probable it is, for each segment, that its true score is the highest of all.
 *
 * The shares of each segment get a Dirichlet prior, as in nps/bayes.h, and the segments are independent. It is an
 * integral over the posteriors, without random numbers; the probabilities add up to 1. It is as good as its prior, and
 * no adjustment for many segments is made or needed to read it; but the segment that looks best is not sure to be so
 * because no other looks better: see nps_segments_rank().
 *
 * Absolute error at most 1e-9 up to 10^9 answers a segment and with parts of the prior of 1/3 or more, 1e-7 up to 10^12
 * answers and with parts of 1/100 or more. Beyond that, probability gathers so near to -100, 0 or 100 that segments
 * cannot be told apart there, and share it. Time grows with the number of segments that may be the best, a few
 * hundredths of a second for each.
 *
 * @param counts  `count` segments. NULL: NPS_ERROR_NULL, unless `count` is 0.
 * @param count   How many segments.
 * @param options The prior, the allocator, which gives at most 256 bytes for each segment, and the interrupt; method,
 *                level and adjustment take no part. NULL: the defaults. Refused as for
 *                nps_segments_compare_benchmark().
 * @param out     Receives `count` probabilities, in the order of `counts`; not the same memory. NULL: NPS_ERROR_NULL,
 *                unless `count` is 0.
 * @return As nps_segments_rank().
 */
NPS_EXPORT nps_status nps_segments_best(const nps_counts *counts, size_t count, const nps_segments_options *options,
                                        nps_segment_best *out);

NPS_END_DECLARATIONS

#endif
