/**
 * @file compare.h
 * @brief The difference of two scores, and a score against a benchmark.
 *
 * SPDX-License-Identifier: MIT
 */
#ifndef NPS_COMPARE_H
#define NPS_COMPARE_H

#include <nps/counts.h>
#include <nps/export.h>
#include <nps/method.h>
#include <nps/status.h>
#include <stdint.h>

NPS_BEGIN_DECLARATIONS

/** A difference of two scores, with its sign. Plain and part of the ABI; it never grows. */
typedef struct nps_comparison {
    double difference; /**< The first score minus the second, in points, -200..200. */
    nps_bounds bounds; /**< The confidence interval of the difference, in points, clipped to [-200, 200]. */
    /** Two-sided p-value of no difference, below 1 - level exactly when 0 is outside (to 1e-9); or, of a test with a
     * margin, its one-sided p-value. */
    double p_value;
    nps_method method; /**< The method really used, never NPS_METHOD_AUTO. */
} nps_comparison;

/**
 * The difference between the scores of two independent samples, a minus b.
 *
 * NPS_METHOD_SKEWNESS_SCORE, which NPS_METHOD_AUTO is here, tests a difference by the two samples together: the
 * observed difference minus the tested one, over the standard error at the pair of scores with that difference under
 * which the samples are most likely, corrected for skewness (Laud, Pharmaceutical Statistics 16:334, 2017) and, from
 * six respondents in the smaller sample on, for continuity: with n in the smaller sample the observed difference
 * is moved by .26 (n - 5) / n^2 on the scale from -1 to 1, 1.3 points at n = 10 and .3 at 80, which exact enumeration
 * asked for. A sample of one answer gives [-200, 200]. Near the observed difference the correction for skewness may
 * outgrow the statistic: that the p-value is below 1 - level exactly when 0 is outside holds for levels from 0.5, and
 * for the tests with a margin from 0.75.
 *
 * With the other methods the interval is MOVER, the method of variance estimates recovery (Zou and Donner, Statistics
 * in Medicine 27:1693, 2008): the two samples' own intervals are joined, so that their asymmetry survives. With a
 * member of the Wald family it is the familiar interval for two samples around the difference of the adjusted scores;
 * `difference` is always that of the plain scores. The p-value inverts the interval. Two exact intervals that are
 * joined are not exact: a 95 % interval covers as little as 91 % where both samples are near opposite ends of the
 * scale.
 *
 * NPS_METHOD_ANYTIME is not MOVER but a test of its own that holds at every moment of both streams at once, whenever
 * one looks or stops (nps/sequence.h): what the two streams have won against a pair of scores is multiplied, which is
 * narrower than the difference of two intervals with half the error each.
 *
 * The samples must be independent: for the same people asked twice this is the wrong method. Respondents who share a
 * gate, a shop or a sales representative are not independent either, and the interval is then too narrow.
 *
 * @param a      The first sample. Empty: NPS_ERROR_EMPTY; a sum above 2^64 - 1: NPS_ERROR_OVERFLOW.
 * @param b      The second sample, likewise; may be the same object.
 * @param method NPS_METHOD_AUTO is NPS_METHOD_SKEWNESS_SCORE for every size. NPS_METHOD_EXACT needs both samples to be
 *               small enough.
 * @param level  The confidence level. NaN or not inside (0, 1): NPS_ERROR_LEVEL.
 * @param out    Receives the comparison.
 * @return NPS_OK, NPS_ERROR_NULL, NPS_ERROR_METHOD, NPS_ERROR_UNAVAILABLE, NPS_ERROR_LEVEL, NPS_ERROR_EMPTY,
 *         NPS_ERROR_OVERFLOW or NPS_ERROR_TOO_MANY; on error `out` is unchanged. Pure; safe from any thread.
 */
NPS_EXPORT nps_status nps_compare(const nps_counts *a, const nps_counts *b, nps_method method, double level,
                                  nps_comparison *out);

/**
 * Whether a's score is not worse than b's by `margin` points or more: a one-sided test of non-inferiority.
 *
 * The hypothesis that a - b is -`margin` or less is rejected, and a is not inferior, when the p-value is below 1 -
 * level; then the lower bound lies above -`margin`. The interval has the level 2 `level` - 1, 90 % for 0.95, because
 * each of its bounds is a one-sided bound of the level. Choose the margin before you see the data.
 *
 * @param a      As for nps_compare().
 * @param b      As for nps_compare().
 * @param margin In points, above 0, up to 200; else, or NaN: NPS_ERROR_REFERENCE.
 * @param method A method with equal tails; NPS_METHOD_AUTO is the skewness-corrected score. NPS_METHOD_EXACT and
 *               NPS_METHOD_ANYTIME: NPS_ERROR_UNAVAILABLE.
 * @param level  0.95 for a one-sided error of 5 %. NaN or not inside (0.5, 1): NPS_ERROR_LEVEL.
 * @param out    Receives the difference; the interval of level 2 `level` - 1 (90 % for 0.95), each of whose bounds is a
 *               one-sided bound of the level; and the one-sided p-value.
 * @return As nps_compare(), or NPS_ERROR_REFERENCE; on error `out` is unchanged. Pure; safe from any thread.
 */
NPS_EXPORT nps_status nps_compare_noninferiority(const nps_counts *a, const nps_counts *b, double margin,
                                                 nps_method method, double level, nps_comparison *out);

/**
 * Whether two scores differ by less than `margin` points: two one-sided tests (Schuirmann, Journal of Pharmacokinetics
 * and Biopharmaceutics 15:657, 1987).
 *
 * A difference that is not significant is not evidence that there is none; this is. The scores are equivalent when the
 * p-value is below 1 - level; then the whole interval, of the level 2 `level` - 1, lies between -`margin` and `margin`.
 *
 * @param a      As for nps_compare().
 * @param b      As for nps_compare().
 * @param margin As for nps_compare_noninferiority().
 * @param method As for nps_compare_noninferiority().
 * @param level  As for nps_compare_noninferiority().
 * @param out    Receives the difference, the interval of level 2 `level` - 1, and the larger p-value of the two tests.
 * @return As nps_compare_noninferiority(); on error `out` is unchanged. Pure; safe from any thread.
 */
NPS_EXPORT nps_status nps_compare_equivalence(const nps_counts *a, const nps_counts *b, double margin,
                                              nps_method method, double level, nps_comparison *out);

/**
 * The difference between a sample's score and a published benchmark, sample minus benchmark.
 *
 * A benchmark without a sample is taken as known exactly: the interval is that of the score, moved, and the p-value
 * that of nps_test(). When the number of its respondents is published but not how they split, the split with the
 * largest variance is assumed (no passives), so that the interval is not too narrow; when the split is known, use
 * nps_compare().
 *
 * @param counts      The sample. Empty: NPS_ERROR_EMPTY; a sum above 2^64 - 1: NPS_ERROR_OVERFLOW.
 * @param benchmark   The published score, in points. NaN or not inside [-100, 100]: NPS_ERROR_REFERENCE.
 * @param respondents How many answers the benchmark rests on; 0 for one that is taken as known exactly.
 * @param method      As for nps_compare(); without respondents NPS_METHOD_AUTO is that of nps_interval().
 * @param level       As for nps_compare().
 * @param out         Receives the comparison.
 * @return As nps_compare(), or NPS_ERROR_REFERENCE; on error `out` is unchanged. Pure; safe from any thread.
 */
NPS_EXPORT nps_status nps_compare_benchmark(const nps_counts *counts, double benchmark, uint64_t respondents,
                                            nps_method method, double level, nps_comparison *out);

NPS_END_DECLARATIONS

#endif
