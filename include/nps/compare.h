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
#include <nps/interrupt.h>
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
 * NPS_METHOD_AUTO is NPS_METHOD_EXACT if both samples have at most NPS_EXACT_COMPARE_AUTO_MAX answers, where it takes
 * some milliseconds, and otherwise NPS_METHOD_SKEWNESS_SCORE.
 *
 * NPS_METHOD_SKEWNESS_SCORE tests a difference with both samples together: the statistic is the observed difference
 * minus the tested one, divided by the standard error at the most likely pair of scores with the tested difference.
 * The statistic is corrected for skewness (Laud, Pharmaceutical Statistics 16:334, 2017). If n, the size of the
 * smaller sample, is at least six, it is also corrected for continuity: the observed difference is moved by .26 (n -
 * 5) / n^2 on the scale from -1 to 1, which is 1.3 points at n = 10 and .3 points at n = 80. The constants were found
 * by exact enumeration. A sample of one answer gives [-200, 200]. Near the observed difference the correction for
 * skewness may exceed the statistic. Therefore the p-value is below 1 - level exactly when 0 lies outside only for
 * levels from 0.5. At levels above .999, against a sample of a thousand times as many answers, a bound may lie a few
 * points beyond the differences that the score of the larger sample allows.
 *
 * With the other methods the interval is MOVER, the method of variance estimates recovery (Zou and Donner, Statistics
 * in Medicine 27:1693, 2008): the intervals of the two samples are joined, which keeps their asymmetry. (A bound that
 * is on the wrong side of its estimate, which only NPS_METHOD_BAYES has, at low levels, is joined as if it were the
 * estimate.) For the Wald family this is the usual two-sample interval around the difference of the adjusted scores;
 * `difference` is always that of the plain scores. The p-value inverts the interval. docs/which_interval.md
 * has the measured coverage of every method, and the command that measures it.
 *
 * NPS_METHOD_EXACT does not use MOVER either. Its coverage is at least the level and the error of its test at most 1 -
 * level, whatever the truths are; docs/exact.md has the proof. It takes samples of at most NPS_EXACT_COMPARE_MAX
 * answers each. Its bounds are multiples of 100 / 1024 points. Its p-value is below 1 - level exactly when 0 lies
 * outside, at every level; it is never below 2^-20 (1e-6), and with a level above 1 - 2^-20 the interval is [-200,
 * 200]. One comparison takes about 4 ms for 5 + 5 answers, 20 ms for 10 + 10 and 0.16 s for 20 + 20, at most 0.5 s,
 * and up to 80 KiB of stack; nps_compare_with() can be interrupted.
 *
 * NPS_METHOD_ANYTIME does not use MOVER. Its test is valid at all moments of both streams together, whenever you look
 * or stop (nps/sequence.h). It multiplies the winnings of the bets on both streams, which gives a narrower interval
 * than two intervals with half the error probability each. Samples of any size are compared, up to the 2^64 - 1 answers
 * that counts can hold.
 *
 * The samples must be independent. For the same people asked twice use nps_paired_compare(). If respondents share a
 * gate, a shop or a sales representative, they are not independent, and the interval is too narrow.
 *
 * @code
 * const nps_counts before = {460, 300, 140}, after = {430, 290, 220};
 * nps_comparison change;
 * if (nps_compare(&after, &before, NPS_METHOD_AUTO, 0.95, &change) == NPS_OK) // after minus before
 *     printf("%+.1f, %.1f to %.1f, p = %.4f\n", change.difference, change.bounds.lower, change.bounds.upper,
 *            change.p_value); // prints: -13.2, -20.3 to -6.2, p = 0.0002
 * @endcode
 *
 * @param a      The first sample. Empty: NPS_ERROR_EMPTY; a sum above 2^64 - 1: NPS_ERROR_OVERFLOW.
 * @param b      The second sample, with the same conditions; may be the same object.
 * @param method NPS_METHOD_AUTO depends on the sizes alone. More answers than NPS_EXACT_COMPARE_MAX in a sample with
 *               NPS_METHOD_EXACT: NPS_ERROR_TOO_MANY.
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
 * NPS_METHOD_AUTO chooses as for nps_compare(): NPS_METHOD_EXACT if both samples have at most
 * NPS_EXACT_COMPARE_AUTO_MAX answers, where it takes some milliseconds, and otherwise NPS_METHOD_SKEWNESS_SCORE. The
 * latter calls, at level 0.95, a true difference of -`margin` or less non-inferior with a probability of at most 5.5 %.
 * This is the largest probability that a search over the truths of both samples found, not a proof;
 * docs/which_interval.md has the figure for each pair of sizes and the command. The p-value is the larger of two: that
 * of the skewness-corrected score test with a continuity correction of .2 divided by the size of the smaller sample (on
 * the scale from -1 to 1), and the probability of tables that are as extreme as the observed ones, at the truths that
 * explain them best among those with this difference. The second matters where nearly all answers are in one group or
 * nobody is passive. The bounds are the differences at which this p-value equals 1 - level, so they differ slightly
 * from those of nps_compare(). Bounds and p-value agree for levels from 0.75. One call takes about .2 ms; the time
 * does not grow with the number of answers.
 *
 * The other methods use the bounds of nps_compare() at level 2 `level` - 1 and promise no more than these do: the error
 * of NPS_METHOD_WALD in particular can be many times 1 - level. NPS_METHOD_BAYES joins the two posterior intervals, and
 * its level holds on average over its prior, not for every truth. NPS_METHOD_ANYTIME has no one-sided bounds of a
 * difference.
 *
 * NPS_METHOD_EXACT has tests and bounds for this purpose, for samples of at most NPS_EXACT_COMPARE_MAX answers each: a
 * true difference of -`margin` or less is called non-inferior with a probability of at most 1 - level, whatever the
 * truths are; docs/exact.md has the proof. The p-value is below 1 - level exactly when the lower bound is above
 * -`margin`. It is 1 where the tested difference is not below both the observed one and the one that is observed after
 * one passive was added to each sample. Time, stack, smallest p-value and highest level are those of nps_compare().
 *
 * @param a      As for nps_compare().
 * @param b      As for nps_compare().
 * @param margin The margin in points, above 0 and at most 200. Other values, or NaN: NPS_ERROR_REFERENCE.
 * @param method NPS_METHOD_AUTO depends on the sizes alone. NPS_METHOD_ANYTIME: NPS_ERROR_UNAVAILABLE. More answers
 *               than NPS_EXACT_COMPARE_MAX in a sample with NPS_METHOD_EXACT: NPS_ERROR_TOO_MANY.
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
 * inside (-`margin`, `margin`). Equivalence is found only where non-inferiority is found both ways, so its error is not
 * larger than that of nps_compare_noninferiority().
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

/** What nps_compare_with() tests. The values are part of the ABI. */
typedef enum nps_comparison_test {
    NPS_COMPARISON_DIFFERENCE = 0,     /**< Whether the scores differ, as nps_compare(). */
    NPS_COMPARISON_NONINFERIORITY = 1, /**< Whether a is not inferior, as nps_compare_noninferiority(). */
    NPS_COMPARISON_EQUIVALENCE = 2     /**< Whether the scores are equivalent, as nps_compare_equivalence(). */
} nps_comparison_test;

/** Options of nps_compare_with(). Initialise them with nps_comparison_options_init(). */
typedef struct nps_comparison_options {
    uint32_t size;     /**< sizeof(nps_comparison_options), set by init. */
    nps_method method; /**< The method; init sets NPS_METHOD_AUTO. */
    double level;      /**< The confidence level; init sets 0.95. */
    /** The test; init sets NPS_COMPARISON_DIFFERENCE. Unknown: NPS_ERROR_ALTERNATIVE. */
    nps_comparison_test test;
    double margin; /**< The margin of the test in points; init sets 0. NPS_COMPARISON_DIFFERENCE ignores it. */
    /** Asked by NPS_METHOD_EXACT about every millisecond. The other methods return within .2 s, and ignore it. init
     * sets none. */
    nps_interrupt interrupt;
} nps_comparison_options;

/**
 * Sets the defaults. In the header, so that an older program never has its smaller struct overrun.
 *
 * @param options The options to set; NULL does nothing.
 */
static inline void nps_comparison_options_init(nps_comparison_options *options)
{
    if (options) {
        options->size = (uint32_t)sizeof(nps_comparison_options);
        options->method = NPS_METHOD_AUTO;
        options->level = 0.95;
        options->test = NPS_COMPARISON_DIFFERENCE;
        options->margin = 0;
        options->interrupt.is_requested = 0;
        options->interrupt.context = (void *)0;
    }
}

/**
 * nps_compare(), nps_compare_noninferiority() or nps_compare_equivalence(), in a way that can be interrupted.
 *
 * @code
 * const nps_counts rome = {46, 30, 14}, oslo = {31, 22, 27};
 * nps_comparison_options options;
 * nps_comparison found;
 * nps_comparison_options_init(&options);
 * options.test = NPS_COMPARISON_NONINFERIORITY;
 * options.margin = 5;
 * if (nps_compare_with(&rome, &oslo, &options, &found) == NPS_OK)
 *     printf("p = %.4f\n", found.p_value); // prints: p = 0.0024
 * @endcode
 *
 * @param a       As for nps_compare().
 * @param b       As for nps_compare().
 * @param options The options. NULL: the defaults, which are those of nps_compare() at level 0.95.
 * @param out     Receives the comparison, as the function of the test says.
 * @return What the function of the test returns, NPS_ERROR_SIZE, NPS_ERROR_ALTERNATIVE or NPS_ERROR_INTERRUPTED; on
 *         error `out` is unchanged. Pure, but for the interrupt; safe from any thread.
 */
NPS_EXPORT nps_status nps_compare_with(const nps_counts *a, const nps_counts *b, const nps_comparison_options *options,
                                       nps_comparison *out);

/**
 * The difference between the score of a sample and a published benchmark, sample minus benchmark.
 *
 * Without a number of respondents, the benchmark is treated as exactly known: the interval is that of the score,
 * shifted by the benchmark, and the p-value is that of nps_test(). With a number of respondents, their split into
 * promoters, passives and detractors is unknown; the split with the largest variance (no passives) is assumed, so that
 * the interval is not too narrow. If the split is known, use nps_compare(). To interrupt the exact method, pass the
 * assumed split to nps_compare_with().
 *
 * @param counts      The sample. Empty: NPS_ERROR_EMPTY; a sum above 2^64 - 1: NPS_ERROR_OVERFLOW.
 * @param benchmark   The published score, in points. NaN or not inside [-100, 100]: NPS_ERROR_REFERENCE.
 * @param respondents The number of respondents of the benchmark; 0: the benchmark is treated as exactly known.
 * @param method      As for nps_compare(). With 0 respondents NPS_METHOD_AUTO selects as in nps_interval(); with
 *                    respondents it is NPS_METHOD_SKEWNESS_SCORE. With respondents whose split is not in whole numbers,
 * to 1e-6, NPS_METHOD_EXACT is NPS_ERROR_UNAVAILABLE.
 * @param level       As for nps_compare().
 * @param out         Receives the comparison.
 * @return As nps_compare(), or NPS_ERROR_REFERENCE; on error `out` is unchanged. Pure; safe from any thread.
 */
NPS_EXPORT nps_status nps_compare_benchmark(const nps_counts *counts, double benchmark, uint64_t respondents,
                                            nps_method method, double level, nps_comparison *out);

NPS_END_DECLARATIONS

#endif
