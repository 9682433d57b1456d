/**
 * @file calibration.h
 * @brief Weights that make a sample agree with known totals of the population, and the score read with them.
 *
 * Raking needs the population total of each category of one or more margins, such as age and region, but not of their
 * combinations. Post-stratification is raking to one margin. Calibration removes the bias that comes from who answered
 * as far as that bias is explained by these categories, and no further.
 *
 * SPDX-License-Identifier: MIT
 */
#ifndef NPS_CALIBRATION_H
#define NPS_CALIBRATION_H

#include <float.h>
#include <nps/accumulator.h>
#include <nps/allocator.h>
#include <nps/column.h>
#include <nps/export.h>
#include <nps/interrupt.h>
#include <nps/scale.h>
#include <nps/status.h>
#include <nps/weighted.h>
#include <stddef.h>
#include <stdint.h>

NPS_BEGIN_DECLARATIONS

/** One characteristic of the population: the total of each category, and the category of each row. Only read. */
typedef struct nps_margin {
    const uint32_t *categories; /**< The category of each row, numbered from 0. */
    const double *totals;       /**< The population total of each category: not negative, in any unit. */
    size_t category_count;      /**< The number of categories. */
} nps_margin;

/**
 * The rows of a sample: their weights, margins and sampling units. Only read.
 *
 * Every array has one element per row. Zero-initialise the members that do not apply.
 */
typedef struct nps_calibration_sample {
    const double *weights; /**< The base weights, before calibration, as in weighted.h. NULL: 1 each. */
    /** The weights that nps_calibration_rake() made of the base weights. Only nps_calibration_read() reads them. NULL:
     * it rakes the base weights itself. */
    const double *calibrated;
    size_t row_count; /**< The number of rows. */
    /** The margins. NULL, also of a member: NPS_ERROR_NULL. A category that is not below its `category_count`:
     * NPS_ERROR_NOT_FOUND. */
    const nps_margin *margins;
    size_t margin_count;     /**< The number of margins. */
    const int64_t *strata;   /**< The number of the stratum. NULL: there is one stratum. Raking ignores it. */
    const int64_t *clusters; /**< The number of the cluster. Equal numbers in different strata are different clusters.
                              * NULL: every row is a cluster. Raking ignores it. */
} nps_calibration_sample;

/** Options of raking. Initialise them with nps_calibration_options_init(). */
typedef struct nps_calibration_options {
    uint32_t size;       /**< sizeof(nps_calibration_options), set by init. */
    uint32_t iterations; /**< The largest number of rounds over all margins; init sets 1000. */
    /** The largest relative distance of a category from its total; init sets 1e-9. A tolerance that cannot be met, such
     * as NaN, ends in NPS_ERROR_CONVERGENCE. */
    double tolerance;
    double lowest;  /**< The smallest weight, as a multiple of the mean weight; init sets 0: no lower bound. */
    double highest; /**< The largest weight, as a multiple of the mean weight; init sets DBL_MAX: no upper bound. */
    const nps_allocator *allocator; /**< Provides scratch memory; init sets NULL: malloc() and free(). */
    nps_interrupt interrupt;        /**< Asked once per margin and round; init sets no function. */
    /** The variance of nps_calibration_read(): lonely strata, degrees of freedom and populations; init sets NULL: the
     * defaults. Raking ignores it. */
    const nps_variance_options *variance;
} nps_calibration_options;

/**
 * Sets the defaults. In the header, so that an older program never has its smaller struct overrun.
 *
 * @param options The options to set; NULL does nothing.
 */
static inline void nps_calibration_options_init(nps_calibration_options *options)
{
    if (options) {
        options->size = (uint32_t)sizeof(nps_calibration_options);
        options->iterations = 1000;
        options->tolerance = 1e-9;
        options->lowest = 0;
        options->highest = DBL_MAX;
        options->allocator = (const nps_allocator *)0;
        options->interrupt.is_requested = 0;
        options->interrupt.context = (void *)0;
        options->variance = (const nps_variance_options *)0;
    }
}

/** The outcome of raking. Plain and part of the ABI; it never grows. */
typedef struct nps_calibration_result {
    uint32_t iterations; /**< The number of rounds. */
    double error;        /**< The largest relative distance of a category from its total. */
    uint64_t trimmed;    /**< The number of rows that have the smallest or the largest weight allowed. */
} nps_calibration_result;

/**
 * Computes weights that agree with all margins: raking, or iterative proportional fitting (Deming and Stephan, Annals
 * of Mathematical Statistics 11:427, 1940). With one margin it is post-stratification.
 *
 * The weight of a row is its base weight times one factor for each of its categories, moved to the nearer bound where
 * it would exceed one. Of all weights that meet margins and bounds, these are the nearest to the base weights in the
 * distance of the raking ratio (Deville and Särndal, Journal of the American Statistical Association 87:376, 1992).
 * Their sum is the sum of the totals of the first margin.
 *
 * @code
 * const uint32_t ages[] = {0, 0, 0, 1, 1}; // 0: younger than 40, 1: older
 * const double population[] = {500, 500};
 * const nps_margin age = {ages, population, 2};
 * const nps_calibration_sample sample = {.row_count = 5, .margins = &age, .margin_count = 1}; // five rows of weight 1
 * double weights[5];
 * nps_error_detail detail;
 * if (nps_calibration_rake(&sample, NULL, weights, NULL, &detail) == NPS_OK)
 *     printf("%.1f and %.1f\n", weights[0], weights[3]); // prints: 166.7 and 250.0
 * else
 *     puts(detail.text);
 * @endcode
 *
 * @param sample  The rows with base weights and margins; a row with weight 0 keeps weight 0. NULL: NPS_ERROR_NULL. An
 *                invalid weight: NPS_ERROR_WEIGHT. No row with a weight above 0: NPS_ERROR_EMPTY. No margin, a total
 *                that is negative, NaN, infinite or above 2^128, totals that are all 0, a category with a total but no
 *                row with a weight, or sums of margins that differ by more than one part in a million:
 *                NPS_ERROR_MARGIN. Smaller differences are treated as rounding, and each margin is scaled to the sum of
 *                the first.
 * @param options Made by nps_calibration_options_init(), or NULL for the defaults. An unknown size: NPS_ERROR_SIZE.
 *                Bounds other than 0 <= lowest <= 1 <= highest: NPS_ERROR_WEIGHT. An allocator without both functions:
 *                NPS_ERROR_NULL.
 * @param weights Receives the weight of each row; may be `sample->weights`. NULL: NPS_ERROR_NULL.
 * @param result  Receives the number of rounds, the error and the number of trimmed rows; may be NULL.
 * @param detail  Receives which category of which margin is wrong, and how far off; may be NULL.
 * @return NPS_OK or one of these, NPS_ERROR_MEMORY, NPS_ERROR_INTERRUPTED, or NPS_ERROR_CONVERGENCE when the rounds did
 *         not suffice: with narrow bounds, or combinations of categories without rows, no such weights may exist.
 *         NPS_ERROR_WEIGHT also when totals are so small or large that a weight would be invalid. On error neither
 *         `weights` nor `result` is written. Safe from any thread.
 */
NPS_EXPORT nps_status nps_calibration_rake(const nps_calibration_sample *sample, const nps_calibration_options *options,
                                           double *weights, nps_calibration_result *result, nps_error_detail *detail);

/**
 * Reads the score of a calibrated sample, with a standard error for calibration, strata and clusters.
 *
 * What the margins explain does not vary from sample to sample. The linearised value of a row, z = (y - theta) / (sum
 * of weights), 0 for a row without an answer on the scale, is therefore replaced by its residual e on the categories of
 * all margins, by least squares with the base weights. The variance is that of the cluster totals of (calibrated
 * weight) e: the sum over strata of (1 - m / M) m / (m - 1) times the sum of squared distances of the m totals from
 * their mean, with M clusters in the population, infinite when it is not given (Deville and Särndal 1992; Särndal,
 * Swensson and Wretman, Model Assisted Survey Sampling, 1992, 6.6). It equals that of R's survey::calibrate(calfun =
 * "raking"). A cluster counts even if no row of it has an answer or a weight. The degrees of freedom are clusters minus
 * strata, or fewer by NPS_DEGREES_SATTERTHWAITE, which ignores the margins. Trimming is treated as given.
 *
 * The estimate goes through nps_weighted_interval(), nps_weighted_test() and nps_weighted_compare(). Their effective
 * respondents never exceed Kish's, so an interval does not become narrower by what the margins explain; the standard
 * error does. For samples of fewer than a hundred rows, raked to many categories, the linearised variance is too small:
 * nps_replicates_make() repeats the calibration in each replicate. Measured coverage: docs/weighted.md.
 *
 * Margins may depend on each other, and a category may have no row. Without margins the weights stay as they are.
 *
 * @code
 * const uint8_t given[] = {10, 9, 3, 7, 9, 10};
 * const uint32_t ages[] = {0, 0, 0, 1, 1, 1};
 * const int64_t shops[] = {1, 1, 2, 2, 3, 3};
 * const double population[] = {700, 300};
 * const nps_margin age = {ages, population, 2};
 * const nps_calibration_sample sample = {.row_count = 6, .margins = &age, .margin_count = 1, .clusters = shops};
 * nps_column answers;
 * nps_weighted_estimate estimate;
 * nps_column_init(&answers, NPS_COLUMN_U8, given, 6);
 * if (nps_calibration_read(&sample, &answers, NULL, NULL, &estimate, NULL) == NPS_OK)
 *     printf("%.1f, standard error %.1f\n", estimate.score, estimate.standard_error);
 * // prints: 43.3, standard error 60.5
 * @endcode
 *
 * @param sample  The rows. Totals are read only when `calibrated` is NULL. NULL, or no margins when their number is not
 *                0: NPS_ERROR_NULL. An invalid weight, or a calibrated weight above 0 of a row without a base weight:
 *                NPS_ERROR_WEIGHT. More than 2^32 - 1 rows with strata or clusters: NPS_ERROR_OVERFLOW. When
 *                `calibrated` is NULL, as for nps_calibration_rake().
 * @param answers The answer of each row, as for nps_accumulator_add_column(). Another length than that of the sample:
 *                NPS_ERROR_COLUMN.
 * @param scale   The scale. NULL: 0 to 10; an invalid scale: NPS_ERROR_SCALE.
 * @param options As for nps_calibration_rake(), and `variance` as for nps_weighted_design_domain(); its
 *                `ignore_outside` holds when `outside` is NULL. `iterations` also limits the steps of the least
 * squares, which need at most as many as there are categories.
 * @param out     Receives the estimate. NULL: NPS_ERROR_NULL.
 * @param outside Receives the number of answers within 0..10 that are outside this scale; NULL: such answers cause
 *                NPS_ERROR_OUTSIDE.
 * @return NPS_OK or one of these, NPS_ERROR_EMPTY, NPS_ERROR_SIZE, NPS_ERROR_MEMORY, NPS_ERROR_INTERRUPTED or
 *         NPS_ERROR_CONVERGENCE. On error nothing is written. Safe from any thread.
 */
NPS_EXPORT nps_status nps_calibration_read(const nps_calibration_sample *sample, const nps_column *answers,
                                           const nps_scale *scale, const nps_calibration_options *options,
                                           nps_weighted_estimate *out, uint64_t *outside);

/**
 * Reads the post-stratified score from the counts of segments and their populations.
 *
 * The score is the mean of the segments' scores, weighted with their populations. Its variance is the sum over segments
 * of (population share)^2 s^2 / n, given the number of respondents n of each (Särndal, Swensson and Wretman 1992, 7.6).
 * A segment with one respondent takes the s^2 of all respondents.
 *
 * @param segments The answers of each segment. NULL: NPS_ERROR_NULL.
 * @param totals   The population of each segment, in any unit. NULL: NPS_ERROR_NULL. Negative, NaN or infinite, all 0,
 *                 or above 0 for a segment without a respondent: NPS_ERROR_MARGIN. A segment with population 0 is
 *                 ignored.
 * @param count    The number of segments. 0: NPS_ERROR_EMPTY.
 * @param scale    The scale. NULL: 0 to 10; an invalid scale: NPS_ERROR_SCALE.
 * @param out      Receives the estimate, for nps_weighted_interval(). NULL: NPS_ERROR_NULL.
 * @param outside  Receives the number of answers within 0..10 that are outside this scale; NULL: such answers cause
 *                 NPS_ERROR_OUTSIDE.
 * @return NPS_OK or one of these, NPS_ERROR_WEIGHT when population / respondents of a segment is no valid weight, or
 *         NPS_ERROR_OVERFLOW. On error nothing is written. Pure; safe from any thread; no allocation.
 */
NPS_EXPORT nps_status nps_calibration_poststratify(const nps_accumulator *segments, const double *totals, size_t count,
                                                   const nps_scale *scale, nps_weighted_estimate *out,
                                                   uint64_t *outside);

NPS_END_DECLARATIONS

#endif
