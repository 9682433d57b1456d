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
    /** The two-sided p-value of a difference of 0; it is below 1 - level exactly when 0 lies outside the interval (to
     * 1e-9). For a test with a margin, its one-sided p-value. */
    double p_value;
    nps_method method; /**< The method used, never NPS_METHOD_AUTO. */
} nps_comparison;

/**
 * The difference between the scores of two independent samples, a minus b.
 *
 * NPS_METHOD_AUTO is NPS_METHOD_SKEWNESS_SCORE here. It tests a difference with both samples together: the statistic is
 * the observed difference minus the tested one, divided by the standard error at the most likely pair of scores with
 * the tested difference. The statistic is corrected for skewness (Laud, Pharmaceutical Statistics 16:334, 2017). If n,
 * the size of the smaller sample, is at least six, it is also corrected for continuity: the observed difference is
 * moved by .26 (n - 5) / n^2 on the scale from -1 to 1, which is 1.3 points at n = 10 and .3 points at n = 80. The
 * constants were found by exact enumeration. A sample of one answer gives [-200, 200]. Near the observed difference the
 * correction for skewness may exceed the statistic. Therefore the p-value is below 1 - level exactly when 0 lies
 * outside only for levels from 0.5, and for the tests with a margin from 0.75.
 *
 * With the other methods the interval is MOVER, the method of variance estimates recovery (Zou and Donner, Statistics
 * in Medicine 27:1693, 2008): the intervals of the two samples are joined, which keeps their asymmetry. For the Wald
 * family this is the usual two-sample interval around the difference of the adjusted scores; `difference` is always
 * that of the plain scores. The p-value inverts the interval. Two exact intervals that are joined are not exact: the
 * coverage of a 95 % interval is as low as 91 % where both samples are near opposite ends of the scale.
 *
 * NPS_METHOD_ANYTIME does not use MOVER. Its test is valid at all moments of both streams together, whenever you look
 * or stop (nps/sequence.h). It multiplies the winnings of the bets on both streams, which gives a narrower interval
 * than two intervals with half the error probability each.
 *
 * The samples must be independent. For the same people asked twice use nps_paired_compare(). If respondents share a
 * gate, a shop or a sales representative, they are not independent, and the interval is too narrow.
 *
 * @param a      The first sample. Empty: NPS_ERROR_EMPTY; a sum above 2^64 - 1: NPS_ERROR_OVERFLOW.
 * @param b      The second sample, with the same conditions; may be the same object.
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
 * Tests whether the score of a is not lower than that of b by `margin` points or more: a one-sided test of
 * non-inferiority.
 *
 * The hypothesis that a - b is -`margin` or less is rejected when the p-value is below 1 - level; a is then not
 * inferior, and the lower bound lies above -`margin`. The interval has the level 2 `level` - 1, 90 % for 0.95, because
 * each of its bounds is a one-sided bound at `level`. Choose the margin before you see the data.
 *
 * @param a      As for nps_compare().
 * @param b      As for nps_compare().
 * @param margin The margin in points, above 0 and at most 200. Other values, or NaN: NPS_ERROR_REFERENCE.
 * @param method A method with equal tails; NPS_METHOD_AUTO is the skewness-corrected score. NPS_METHOD_EXACT and
 *               NPS_METHOD_ANYTIME: NPS_ERROR_UNAVAILABLE.
 * @param level  0.95 for a one-sided error of 5 %. NaN or not inside (0.5, 1): NPS_ERROR_LEVEL.
 * @param out    Receives the difference, the interval of level 2 `level` - 1 (90 % for 0.95), and the one-sided
 *               p-value.
 * @return As nps_compare(), or NPS_ERROR_REFERENCE; on error `out` is unchanged. Pure; safe from any thread.
 */
NPS_EXPORT nps_status nps_compare_noninferiority(const nps_counts *a, const nps_counts *b, double margin,
                                                 nps_method method, double level, nps_comparison *out);

/**
 * Tests whether two scores differ by less than `margin` points: two one-sided tests (Schuirmann, Journal of
 * Pharmacokinetics and Biopharmaceutics 15:657, 1987).
 *
 * A difference that is not significant is no evidence that the scores are equal; this test gives such evidence. The
 * scores are equivalent when the p-value is below 1 - level; then the whole interval, of level 2 `level` - 1, lies
 * inside (-`margin`, `margin`).
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
 * The difference between the score of a sample and a published benchmark, sample minus benchmark.
 *
 * Without a number of respondents, the benchmark is treated as exactly known: the interval is that of the score,
 * shifted by the benchmark, and the p-value is that of nps_test(). With a number of respondents, their split into
 * promoters, passives and detractors is unknown; the split with the largest variance (no passives) is assumed, so that
 * the interval is not too narrow. If the split is known, use nps_compare().
 *
 * @param counts      The sample. Empty: NPS_ERROR_EMPTY; a sum above 2^64 - 1: NPS_ERROR_OVERFLOW.
 * @param benchmark   The published score, in points. NaN or not inside [-100, 100]: NPS_ERROR_REFERENCE.
 * @param respondents The number of respondents of the benchmark; 0: the benchmark is treated as exactly known.
 * @param method      As for nps_compare(). With 0 respondents NPS_METHOD_AUTO selects as in nps_interval(). With
 *                    respondents whose split is not in whole numbers NPS_METHOD_EXACT is NPS_ERROR_UNAVAILABLE.
 * @param level       As for nps_compare().
 * @param out         Receives the comparison.
 * @return As nps_compare(), or NPS_ERROR_REFERENCE; on error `out` is unchanged. Pure; safe from any thread.
 */
NPS_EXPORT nps_status nps_compare_benchmark(const nps_counts *counts, double benchmark, uint64_t respondents,
                                            nps_method method, double level, nps_comparison *out);

NPS_END_DECLARATIONS

#endif
