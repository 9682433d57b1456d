/**
 * @file weighted.h
 * @brief Answers with survey weights.
 *
 * nps_weighted is the accumulator for answers with a weight. nps_weighted_design (weighted_design.h) is the accumulator
 * for answers that also have a stratum or a cluster. Both are read as an nps_weighted_estimate, from which
 * nps_weighted_interval() and nps_weighted_test() compute intervals and p-values.
 *
 * A weight is 0, or at least 2^-126 (1.2e-38) and less than 2^128 (3.4e38), which includes every normal float. Any
 * other weight (negative, NaN, infinite or outside this range) returns NPS_ERROR_WEIGHT and changes nothing. Only the
 * ratios of weights matter: multiplying all weights by the same number changes results only by rounding.
 *
 * Exactness. Sums of weights are fixed-point numbers that hold every bit of every weight. They have no rounding error,
 * for up to 2^64 - 1 rows of each answer, so the order of adding and merging does not change a single bit. A squared
 * weight is rounded to a double once (relative error at most 2^-53), and then summed exactly. The error of a score is
 * therefore at most four units in its last place for any number of rows, and the relative error of a standard error is
 * at most 1e-14; with strata, at most 1e-15 times the ratio of the sum of squares about 0 to that within the strata.
 *
 * docs/weighted.md has the measured coverage of the intervals, with the commands that measure it. Intervals do not
 * cover the effect of clusters that are not named, nor the bias from people who did not answer, beyond what the weights
 * correct.
 *
 * SPDX-License-Identifier: MIT
 */
#ifndef NPS_WEIGHTED_H
#define NPS_WEIGHTED_H

#include <nps/accumulator.h>
#include <nps/compare.h>
#include <nps/counts.h>
#include <nps/export.h>
#include <nps/interval.h>
#include <nps/method.h>
#include <nps/scale.h>
#include <nps/significance.h>
#include <nps/status.h>
#include <stddef.h>
#include <stdint.h>

NPS_BEGIN_DECLARATIONS

/** The number of 64-bit words in a sum of weights. */
#define NPS_WEIGHT_WORDS 6

/** The number of 64-bit words in a sum of squared weights. */
#define NPS_SQUARE_WORDS 10

/**
 * Weighted answers. Plain and part of the ABI: 1616 bytes. Zeroed memory is an empty accumulator. It owns no memory,
 * and is safe to copy, to compare byte by byte and to store.
 *
 * Threads. An accumulator is not locked. Give each thread one of its own and merge them at the end; the order of
 * merging does not change a single bit.
 */
typedef struct nps_weighted {
    nps_accumulator rows; /**< The numbers of rows with a weight above 0, by answer, for unweighted results. */
    uint64_t weightless;  /**< The number of rows with weight 0, whatever the answer. Estimates ignore them. */
    /** The sums of the weights of the answers 0..10, of missing and of invalid answers, in units of 2^-178. Each sum is
     *  64-bit words, the least significant first. nps_weighted_weights() reads them. */
    uint64_t weights[NPS_ANSWERS + 2][NPS_WEIGHT_WORDS];
    uint64_t squares[NPS_ANSWERS][NPS_SQUARE_WORDS]; /**< The sums of squared weights by answer, in units of 2^-304. */
} nps_weighted;

/** The rule for the variance of a lonely stratum, which is a stratum with a single primary sampling unit in the sample:
 *  one unit shows no variance within its stratum. */
typedef enum nps_lonely {
    NPS_LONELY_ADJUST = 0,    /**< The squared distance of the unit's total from the mean over all strata. */
    NPS_LONELY_CERTAINTY = 1, /**< 0: the unit was certain to be drawn. */
    NPS_LONELY_AVERAGE = 2,   /**< The average variance of the other strata. */
    NPS_LONELY_END            /**< Not a rule: one past the last. Not part of the ABI. */
} nps_lonely;

/** The rule for the degrees of freedom of a design. */
typedef enum nps_degrees_rule {
    NPS_DEGREES_DESIGN = 0, /**< The number of primary sampling units minus the number of strata. */
    /** Satterthwaite's approximation with a corrected variance (Bell and McCaffrey, Survey Methodology 28:169, 2002).
     *  It assumes that the means of the units are independent and have the same variance. For few units, or units of
     *  unequal size. */
    NPS_DEGREES_SATTERTHWAITE = 1,
    NPS_DEGREES_END /**< Not a rule: one past the last. Not part of the ABI. */
} nps_degrees_rule;

/** The number of primary sampling units of a stratum in the population. */
typedef struct nps_stratum_population {
    int64_t stratum; /**< The number of the stratum. */
    uint64_t units;  /**< Clusters of the stratum in the population; people, if respondents were drawn one by one. */
} nps_stratum_population;

/** Options of the variance of a design. Initialise them with nps_variance_options_init(). */
typedef struct nps_variance_options {
    uint32_t size;            /**< sizeof(nps_variance_options), set by init. */
    nps_lonely lonely;        /**< The rule for lonely strata; init sets NPS_LONELY_ADJUST. */
    nps_degrees_rule degrees; /**< The rule for the degrees of freedom; init sets NPS_DEGREES_DESIGN. */
    /** If not 0, answers off the scale are ignored even if `outside` is NULL; init sets 0. */
    uint32_t ignore_outside;
    /** The populations of the strata, in ascending order of their numbers. Every stratum of the design must have one;
     *  further strata are ignored. NULL, which init sets: the population is infinite, or units were drawn with
     *  replacement. */
    const nps_stratum_population *populations;
    size_t population_count; /**< The length of `populations`. */
} nps_variance_options;

/**
 * Sets the defaults. In the header, so that an older program never has its smaller struct overrun.
 *
 * @param options The options to set; NULL does nothing.
 */
static inline void nps_variance_options_init(nps_variance_options *options)
{
    if (options) {
        options->size = (uint32_t)sizeof(nps_variance_options);
        options->lonely = NPS_LONELY_ADJUST;
        options->degrees = NPS_DEGREES_DESIGN;
        options->ignore_outside = 0;
        options->populations = (const nps_stratum_population *)0;
        options->population_count = 0;
    }
}

/**
 * A weighted score and its uncertainty. Plain and part of the ABI; it never grows.
 *
 * The respondents of an estimate are the rows with a weight above 0 and an answer on the scale. Other rows are ignored.
 */
typedef struct nps_weighted_estimate {
    double score; /**< 100 (weight of promoters - weight of detractors) / weight of all, in points. */
    double
        standard_error;   /**< By Taylor linearisation, in points; INFINITY if there are too few rows to estimate it. */
    double promoters;     /**< The promoters' share of the weight, 0..1. */
    double passives;      /**< The passives' share. */
    double detractors;    /**< The detractors' share. */
    uint64_t respondents; /**< The number of respondents. */
    double kish;          /**< Kish's effective respondents: (sum of weights)^2 / sum of squared weights. */
    /** The variance of the score, divided by its variance for the same number of respondents without weights, strata
     *  and clusters. If all respondents are in one group both variances are 0, and it is respondents / kish. */
    double design_effect;
    /** The number of unweighted respondents that intervals and tests assume: respondents / design_effect, but at most
     * `kish`, because an estimated variance may be small by chance. A finite population of sampling units raises it. */
    double effective;
    /** The degrees of freedom of Student's t: units minus strata for a design, or fewer by `degrees_rule`. INFINITY,
     * the normal distribution, without a design. */
    double degrees;
    /** The number of primary sampling units of the design: clusters, and respondents without a cluster. Units without a
     *  respondent of this estimate count too. 0 without a design. */
    uint64_t units;
    uint64_t strata;        /**< The number of strata of these units. 0 without a design. */
    uint64_t lonely_strata; /**< The number of strata with a single unit, whose variance follows the rule `lonely`. */
    nps_lonely lonely;      /**< The rule for lonely strata. */
    nps_degrees_rule degrees_rule; /**< The rule for the degrees of freedom. */
    /** The sum of the weights of those who take part: how much a sample counts where several are put together. */
    double weight;
} nps_weighted_estimate;

/**
 * The difference of the scores of two domains of one design, a minus b. Plain and part of the ABI; it never grows.
 */
typedef struct nps_weighted_difference {
    double difference;     /**< a minus b, in points. */
    double standard_error; /**< With the covariance of the two, in points; INFINITY if one of theirs is. */
    /** The standard error for Kish's effective respondents without strata and clusters. Intervals use the larger of the
     *  two standard errors, except those of NPS_METHOD_WALD. */
    double kish_error;
    double degrees;          /**< The degrees of freedom: the smaller number of the two. */
    nps_weighted_estimate a; /**< The first domain. */
    nps_weighted_estimate b; /**< The second domain. */
} nps_weighted_difference;

/**
 * Counts one weighted answer.
 *
 * @param self   The accumulator. NULL: NPS_ERROR_NULL.
 * @param answer 0..10 is an answer; any other value counts as invalid and returns NPS_OK.
 * @param weight The weight, as at the top of this file; 0 counts a row without weight.
 * @return NPS_OK, NPS_ERROR_NULL, NPS_ERROR_WEIGHT or NPS_ERROR_OVERFLOW; on error nothing changes. Nothing is
 *         allocated.
 */
NPS_EXPORT nps_status nps_weighted_add(nps_weighted *self, int64_t answer, double weight);

/**
 * Counts several respondents with the same answer and the same weight.
 *
 * @param self   The accumulator. NULL: NPS_ERROR_NULL.
 * @param answer As for nps_weighted_add().
 * @param weight The weight of each respondent.
 * @param times  The number of respondents; 0 changes nothing, but the weight is checked.
 * @return As nps_weighted_add(). The result is that of `times` calls of nps_weighted_add(), to the last bit, in
 * constant time.
 */
NPS_EXPORT nps_status nps_weighted_add_n(nps_weighted *self, int64_t answer, double weight, uint64_t times);

/**
 * Counts respondents who gave no answer.
 *
 * @param self   The accumulator. NULL: NPS_ERROR_NULL.
 * @param weight The weight of each respondent.
 * @param times  The number of respondents.
 * @return As nps_weighted_add_n().
 */
NPS_EXPORT nps_status nps_weighted_add_missing(nps_weighted *self, double weight, uint64_t times);

/**
 * Counts a column of answers with a column of weights. The result is that of adding row by row, to the last bit.
 *
 * It is fast while the positive weights of some hundred consecutive rows are within a factor of 2^15 of each other. A
 * row with a weight outside this range takes about twenty times as long.
 *
 * @param self    The accumulator. NULL: NPS_ERROR_NULL.
 * @param answers The answers, as for nps_accumulator_add_column().
 * @param weights `answers->length` contiguous weights. NULL: NPS_ERROR_NULL, unless the length is 0. A number that is
 *                not a weight: NPS_ERROR_WEIGHT, even if the answer of the row is missing.
 * @param detail  Receives, on error, the first row with a wrong weight, and that weight; may be NULL.
 * @return NPS_OK, NPS_ERROR_WEIGHT or as nps_accumulator_add_column(); on error nothing changes. Nothing is allocated.
 */
NPS_EXPORT nps_status nps_weighted_add_column(nps_weighted *self, const nps_column *answers, const double *weights,
                                              nps_error_detail *detail);

/**
 * Adds another accumulator. The order of several merges does not change a single bit.
 *
 * @param self The accumulator. NULL: NPS_ERROR_NULL.
 * @param from The object to add; unchanged. NULL: NPS_ERROR_NULL. Adding an object to itself doubles its content.
 * @return NPS_OK, NPS_ERROR_NULL or NPS_ERROR_OVERFLOW; on error nothing changes.
 */
NPS_EXPORT nps_status nps_weighted_merge(nps_weighted *self, const nps_weighted *from);

/**
 * Subtracts a part that was merged or counted; undoes nps_weighted_merge() to the last bit.
 *
 * @param self The accumulator. NULL: NPS_ERROR_NULL.
 * @param part The object to subtract; unchanged. NULL: NPS_ERROR_NULL. A counter or sum larger than that of `self`, or
 *             a difference that is impossible for the remaining rows: NPS_ERROR_UNDERFLOW. Subtracting an object from
 *             itself leaves it empty.
 * @return NPS_OK, NPS_ERROR_NULL or NPS_ERROR_UNDERFLOW; on error nothing changes.
 */
NPS_EXPORT nps_status nps_weighted_subtract(nps_weighted *self, const nps_weighted *part);

/**
 * The sums of the weights, each the double nearest to the exact sum.
 *
 * @param self    The accumulator. NULL: NPS_ERROR_NULL.
 * @param answers Receives the weights of the answers 0..10. NULL: NPS_ERROR_NULL.
 * @param missing Receives the weight of missing answers; may be NULL.
 * @param invalid Receives the weight of invalid answers; may be NULL.
 * @return NPS_OK or NPS_ERROR_NULL; on error nothing is written. Pure; safe from any thread.
 */
NPS_EXPORT nps_status nps_weighted_weights(const nps_weighted *self, double answers[NPS_ANSWERS], double *missing,
                                           double *invalid);

/**
 * The weighted score, with its standard error and effective respondents.
 *
 * The score is a ratio of two weighted sums. Its variance is linearised (Särndal, Swensson and Wretman, Model Assisted
 * Survey Sampling, 1992, 5.6) for rows that were drawn one by one with replacement: n / (n - 1) times the sum of w^2 (y
 * - theta)^2, divided by (sum of w)^2, with y = 1, 0, -1 for promoters, passives and detractors, and theta the weighted
 * mean of y. Intervals assume Kish's effective respondents (Kish, Survey Sampling, 1965), or fewer if this variance is
 * larger than Kish's. With equal weights they equal the intervals without weights.
 *
 * @param self    The accumulator, unchanged. NULL: NPS_ERROR_NULL.
 * @param scale   The scale. NULL: 0 to 10; an invalid scale: NPS_ERROR_SCALE.
 * @param out     Receives the estimate. NULL: NPS_ERROR_NULL.
 * @param outside Receives the number of rows with a weight above 0 and an answer within 0..10 that is off this scale.
 *                NULL: such answers cause NPS_ERROR_OUTSIDE.
 * @return NPS_OK or one of these; NPS_ERROR_EMPTY if no answer on the scale has a weight above 0; NPS_ERROR_OVERFLOW if
 *         there are more than 2^64 - 1 rows. On error nothing is written. Pure; safe from any thread.
 */
NPS_EXPORT nps_status nps_weighted_read(const nps_weighted *self, const nps_scale *scale, nps_weighted_estimate *out,
                                        uint64_t *outside);

/**
 * A two-sided confidence interval for a weighted score.
 *
 * The method receives the shares multiplied by `effective` as the counts of an unweighted sample. If `degrees` is
 * finite, these counts are multiplied by (z / t)^2, with the quantiles z of the normal and t of Student's distribution
 * at this level (Korn and Graubard, Survey Methodology 24:193, 1998), so that the method uses t in the place of z. With
 * 0 degrees of freedom the interval is [-100, 100].
 *
 * @code
 * nps_weighted survey = {0};
 * nps_weighted_estimate estimate;
 * nps_interval_result result;
 * nps_weighted_add_n(&survey, 10, 0.8, 60);
 * nps_weighted_add_n(&survey, 7, 1.1, 25);
 * nps_weighted_add_n(&survey, 3, 1.6, 15);
 * if (nps_weighted_read(&survey, NULL, &estimate, NULL) == NPS_OK &&
 *     nps_weighted_interval(&estimate, NPS_METHOD_AUTO, 0.95, &result) == NPS_OK)
 *     printf("%.1f, %.1f to %.1f\n", estimate.score, result.bounds.lower, result.bounds.upper);
 * // prints: 24.1, 5.4 to 41.4
 * @endcode
 *
 * @param estimate The estimate. NULL: NPS_ERROR_NULL. Impossible values (NaN, a negative share, or 0 effective
 *                 respondents together with degrees of freedom above 0): NPS_ERROR_WEIGHT.
 * @param method   The method. NPS_METHOD_AUTO is the skewness-corrected score, as for large samples. NPS_METHOD_EXACT
 *                 and NPS_METHOD_ANYTIME: NPS_ERROR_UNAVAILABLE, because their guarantee does not hold with weights.
 * @param level    The confidence level. NaN or not inside (0, 1): NPS_ERROR_LEVEL.
 * @param out      Receives the bounds in points and the method used.
 * @return NPS_OK or one of these, or NPS_ERROR_METHOD; on error `out` is unchanged. Pure; safe from any thread.
 */
NPS_EXPORT nps_status nps_weighted_interval(const nps_weighted_estimate *estimate, nps_method method, double level,
                                            nps_interval_result *out);

/**
 * The p-value of the hypothesis that the true score equals `reference`.
 *
 * The two-sided p-value inverts nps_weighted_interval(): it is below 1 - level exactly when the reference lies outside
 * the interval, to 1e-9. P-values below 1e-307 are 0.
 *
 * @param estimate    As for nps_weighted_interval().
 * @param reference   The score tested, in points. NaN or not inside [-100, 100]: NPS_ERROR_REFERENCE.
 * @param method      As for nps_weighted_interval().
 * @param alternative The alternative hypothesis; an unknown value: NPS_ERROR_ALTERNATIVE.
 * @param out         Receives the p-value, 0..1, and the method used. NULL: NPS_ERROR_NULL.
 * @return NPS_OK or one of these, as nps_weighted_interval(); on error `out` is unchanged. Pure; safe from any thread.
 */
NPS_EXPORT nps_status nps_weighted_test(const nps_weighted_estimate *estimate, double reference, nps_method method,
                                        nps_alternative alternative, nps_test_result *out);

/**
 * An unweighted sample as an estimate: the result of nps_weighted_read() if every weight is 1.
 *
 * It is for functions that take estimates, such as nps_weighted_compare(), where a sample has no weights. Results are
 * those of the counts to 1e-7 points, with two exceptions: NPS_METHOD_AUTO is the default for large samples, and
 * NPS_METHOD_WALD divides by n - 1 where it divides by n for counts.
 *
 * @param counts The counts. NULL: NPS_ERROR_NULL; all zero: NPS_ERROR_EMPTY; a sum above 2^64 - 1: NPS_ERROR_OVERFLOW.
 * @param out    Receives the estimate. NULL: NPS_ERROR_NULL.
 * @return NPS_OK or one of these; on error `out` is unchanged. Pure; safe from any thread.
 */
NPS_EXPORT nps_status nps_weighted_read_counts(const nps_counts *counts, nps_weighted_estimate *out);

/**
 * The difference between two weighted scores of independent samples, a minus b.
 *
 * The method of nps_compare() receives the shares of each estimate multiplied by its effective respondents, which are
 * reduced for its degrees of freedom as in nps_weighted_interval(). The p-value inverts the interval. For estimates of
 * nps_weighted_read_counts() the result is that of nps_compare(). If an estimate has 0 degrees of freedom, its score
 * may be anything: the interval contains every difference that the other estimate permits, and the p-value is 1.
 *
 * The samples must be independent. Two waves with the same clusters or the same people are not independent; use
 * nps_paired for them. Two parts of one sample that was calibrated as a whole are nearly independent.
 *
 * @param a      The first estimate, as for nps_weighted_interval().
 * @param b      The second, likewise; may be the same object.
 * @param method As for nps_weighted_interval(); NPS_METHOD_AUTO is the default of nps_compare() for large samples.
 * @param level  The confidence level. NaN or not inside (0, 1): NPS_ERROR_LEVEL.
 * @param out    Receives the comparison. NULL: NPS_ERROR_NULL.
 * @return As nps_weighted_interval(); on error `out` is unchanged. Pure; safe from any thread.
 */
NPS_EXPORT nps_status nps_weighted_compare(const nps_weighted_estimate *a, const nps_weighted_estimate *b,
                                           nps_method method, double level, nps_comparison *out);

/**
 * The difference between a weighted score and a published benchmark, estimate minus benchmark.
 *
 * As nps_compare_benchmark(), with nps_weighted_interval() and nps_weighted_test() for a benchmark that is exactly
 * known, and nps_weighted_compare() for one with a number of respondents.
 *
 * @param estimate    As for nps_weighted_interval().
 * @param benchmark   The published score, in points. NaN or not inside [-100, 100]: NPS_ERROR_REFERENCE.
 * @param respondents The number of respondents of the benchmark; 0: the benchmark is treated as exactly known.
 * @param method      As for nps_weighted_compare().
 * @param level       The confidence level. NaN or not inside (0, 1): NPS_ERROR_LEVEL.
 * @param out         Receives the comparison. NULL: NPS_ERROR_NULL.
 * @return As nps_weighted_compare(), or NPS_ERROR_REFERENCE; on error `out` is unchanged. Pure; safe from any thread.
 */
NPS_EXPORT nps_status nps_weighted_compare_benchmark(const nps_weighted_estimate *estimate, double benchmark,
                                                     uint64_t respondents, nps_method method, double level,
                                                     nps_comparison *out);

/**
 * Tests whether a weighted score is not lower than another by `margin` points or more (non-inferiority).
 *
 * As nps_compare_noninferiority() for the counts of nps_weighted_compare(). The one-sided p-value is the one whose
 * quantile is that for which the counts were made. Where that test looks at tables of whole counts, effective counts
 * are rounded; the p-value is never below that of the score test, which is not rounded. The error of 5.5 % is that of
 * samples without weights.
 *
 * @param a      As for nps_weighted_compare().
 * @param b      As for nps_weighted_compare().
 * @param margin The margin in points, above 0 and at most 200. Other values, or NaN: NPS_ERROR_REFERENCE.
 * @param method As for nps_weighted_compare().
 * @param level  0.95 for a one-sided error of 5 %. NaN or not inside (0.5, 1): NPS_ERROR_LEVEL.
 * @param out    Receives the difference, the interval of level 2 `level` - 1 (90 % for 0.95), and the one-sided
 *               p-value. NULL: NPS_ERROR_NULL.
 * @return As nps_weighted_compare(), or NPS_ERROR_REFERENCE; on error `out` is unchanged. Pure; safe from any thread.
 *         Takes some milliseconds with degrees of freedom.
 */
NPS_EXPORT nps_status nps_weighted_compare_noninferiority(const nps_weighted_estimate *a,
                                                          const nps_weighted_estimate *b, double margin,
                                                          nps_method method, double level, nps_comparison *out);

/**
 * Tests whether two weighted scores differ by less than `margin` points (equivalence).
 *
 * As nps_compare_equivalence(), with both one-sided tests of nps_weighted_compare_noninferiority().
 *
 * @param a      As for nps_weighted_compare().
 * @param b      As for nps_weighted_compare().
 * @param margin As for nps_weighted_compare_noninferiority().
 * @param method As for nps_weighted_compare().
 * @param level  As for nps_weighted_compare_noninferiority().
 * @param out    Receives the difference, the interval of level 2 `level` - 1, and the larger p-value of the two tests.
 *               NULL: NPS_ERROR_NULL.
 * @return As nps_weighted_compare_noninferiority(); on error `out` is unchanged. Pure; safe from any thread.
 */
NPS_EXPORT nps_status nps_weighted_compare_equivalence(const nps_weighted_estimate *a, const nps_weighted_estimate *b,
                                                       double margin, nps_method method, double level,
                                                       nps_comparison *out);

/**
 * An interval and a test for the difference of two domains of one design.
 *
 * As nps_weighted_compare(), after both numbers of effective respondents are multiplied by the same factor, so that the
 * variance of the difference becomes the square of `standard_error`, or of `kish_error` if that is larger.
 *
 * @param self   The difference, from nps_weighted_design_compare(). NULL: NPS_ERROR_NULL. A standard error that is NaN
 *               or negative, or an impossible estimate as for nps_weighted_interval(): NPS_ERROR_WEIGHT.
 * @param method As for nps_weighted_compare(). NPS_METHOD_WALD: the difference plus and minus its standard error times
 *               the quantile of Student's t.
 * @param level  The confidence level. NaN or not inside (0, 1): NPS_ERROR_LEVEL.
 * @param out    Receives the comparison. NULL: NPS_ERROR_NULL.
 * @return As nps_weighted_compare(); on error `out` is unchanged. Pure; safe from any thread.
 */
NPS_EXPORT nps_status nps_weighted_difference_compare(const nps_weighted_difference *self, nps_method method,
                                                      double level, nps_comparison *out);

/**
 * Tests whether the score of domain a is not lower than that of domain b by `margin` points or more.
 *
 * nps_weighted_compare_noninferiority() with the effective respondents of nps_weighted_difference_compare().
 *
 * @param self   As for nps_weighted_difference_compare().
 * @param margin As for nps_weighted_compare_noninferiority().
 * @param method As for nps_weighted_difference_compare().
 * @param level  As for nps_weighted_compare_noninferiority().
 * @param out    As for nps_weighted_compare_noninferiority().
 * @return As nps_weighted_compare_noninferiority(); on error `out` is unchanged. Pure; safe from any thread.
 */
NPS_EXPORT nps_status nps_weighted_difference_noninferiority(const nps_weighted_difference *self, double margin,
                                                             nps_method method, double level, nps_comparison *out);

/**
 * Tests whether the scores of two domains differ by less than `margin` points.
 *
 * nps_weighted_compare_equivalence() with the effective respondents of nps_weighted_difference_compare().
 *
 * @param self   As for nps_weighted_difference_compare().
 * @param margin As for nps_weighted_compare_noninferiority().
 * @param method As for nps_weighted_difference_compare().
 * @param level  As for nps_weighted_compare_noninferiority().
 * @param out    As for nps_weighted_compare_equivalence().
 * @return As nps_weighted_compare_equivalence(); on error `out` is unchanged. Pure; safe from any thread.
 */
NPS_EXPORT nps_status nps_weighted_difference_equivalence(const nps_weighted_difference *self, double margin,
                                                          nps_method method, double level, nps_comparison *out);

NPS_END_DECLARATIONS

#endif
