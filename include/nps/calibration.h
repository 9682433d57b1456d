/**
 * @file calibration.h
 * @brief Weights that make a sample agree with what is known of the population.
 *
 * Post-stratification needs the population of each segment; raking needs the population of each category of two or
 * more margins (age, region), but not of their combinations. Either removes the bias that comes from who answered as
 * far as it lies in these categories, and no further.
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
#include <nps/scale.h>
#include <nps/status.h>
#include <nps/weighted.h>
#include <stddef.h>
#include <stdint.h>

NPS_BEGIN_DECLARATIONS

/** What is known of the population, and where each row belongs. Only read. */
typedef struct nps_margin {
    const uint32_t *categories; /**< The category of each row, from 0. */
    const double *totals;       /**< The population of each category: not negative, in any unit. */
    size_t count;               /**< How many categories. */
} nps_margin;

/** A sample to be calibrated, or that was. Only read. */
typedef struct nps_calibration_sample {
    const double *weights; /**< The weight of each row, as in weighted.h; NULL: 1 each. */
    size_t count;          /**< How many rows. */
    /** The margins. NULL, also of a part: NPS_ERROR_NULL; a category that is not below its `count`:
     * NPS_ERROR_NOT_FOUND. */
    const nps_margin *margins;
    size_t margin_count; /**< How many margins. */
} nps_calibration_sample;

/** Options of raking. Initialise them with nps_calibration_options_init(). */
typedef struct nps_calibration_options {
    uint32_t size;       /**< sizeof(nps_calibration_options), set by init. */
    uint32_t iterations; /**< How many rounds over all margins at most; init sets 1000. */
    /** How far from its total a category may be, as a part of it; init sets 1e-9. A tolerance that cannot be met, such
     * as NaN, ends in NPS_ERROR_CONVERGENCE. */
    double tolerance;
    double lowest;  /**< The smallest weight, as a multiple of the mean weight; init sets 0: no trimming. */
    double highest; /**< The largest weight, likewise; init sets DBL_MAX: no trimming. */
    const nps_allocator *allocator; /**< Where scratch memory comes from; NULL: malloc() and free(). */
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
    }
}

/** The outcome of raking. Plain and part of the ABI; it never grows. */
typedef struct nps_calibration_result {
    uint32_t iterations; /**< The number of rounds. */
    double error;        /**< The largest distance of a category from its total, as a part of it. */
    uint64_t trimmed;    /**< How many rows have the smallest or the largest weight allowed. */
} nps_calibration_result;

/**
 * Weights that agree with all margins: raking, or iterative proportional fitting (Deming and Stephan, Annals of
 * Mathematical Statistics 11:427, 1940). With one margin it is post-stratification.
 *
 * Each row's weight is its base weight times a factor for each of its categories, and no less and no more than the
 * bounds: of all weights that meet margins and bounds, those nearest to the base weights in the sense of the raking
 * ratio (Deville and Särndal, Journal of the American Statistical Association 87:376, 1992). Their sum is that of the
 * first margin.
 *
 * @param sample  The rows, with their weights before, 0 for a row that stays at 0, and the margins. NULL:
 *                NPS_ERROR_NULL; an invalid weight: NPS_ERROR_WEIGHT; no row, or none with a weight: NPS_ERROR_EMPTY.
 *                NPS_ERROR_MARGIN: no margin, a total that is negative, NaN or infinite, totals that are all 0, a
 *                category with a total in which no row has a weight, or margins whose sums differ by more than one part
 *                in a million; smaller differences are taken for rounding and scaled away.
 * @param options Made by nps_calibration_options_init(), or NULL for the defaults. An unknown size: NPS_ERROR_SIZE;
 *                bounds other than 0 <= lowest <= 1 <= highest: NPS_ERROR_WEIGHT; an allocator without both functions:
 *                NPS_ERROR_NULL.
 * @param weights Receives the weight of each row; may be `sample->weights`. NULL: NPS_ERROR_NULL.
 * @param result  Receives the number of rounds, the error and the number of trimmed rows; may be NULL.
 * @param detail  Receives what a status cannot say: which category of which margin, and how far off; may be NULL.
 * @return NPS_OK or one of these, NPS_ERROR_MEMORY, or NPS_ERROR_CONVERGENCE when the iterations did not suffice: with
 *         bounds that are too narrow, or combinations of categories without rows, there may be no such weights.
 *         NPS_ERROR_WEIGHT also when totals are so small or large that the weights would not be valid weights of
 *         weighted.h. On error neither `weights` nor `result` is written. Safe from any thread.
 */
NPS_EXPORT nps_status nps_calibration_rake(const nps_calibration_sample *sample, const nps_calibration_options *options,
                                           double *weights, nps_calibration_result *result, nps_error_detail *detail);

/**
 * The score with weights that were calibrated, and a standard error that knows it.
 *
 * What the margins explain no longer varies from sample to sample, so the variance is that of the residuals of a
 * weighted regression of the linearised values on the categories of all margins (Deville and Särndal 1992; Särndal,
 * Swensson and Wretman 1992, 6.6), each row being drawn by itself: n / (n - 1) sum of (w e)^2 / (sum of w)^2. Trimming
 * is taken as given.
 *
 * Intervals do not gain what the margins explain, only the standard error does: see nps_weighted_estimate.effective.
 * Measured by benchmarks/weighted_coverage (docs/weighted.md), 95 % intervals by the skewness-corrected score cover, at
 * the lowest of five truths / on average, .938 / .952 and more when the margins explain nothing, 50 to 2000
 * respondents; when they explain much .942 / .980, .913 / .972, .937 / .975 and .946 / .973 at 50, 100, 400 and 2000.
 *
 * @param sample  The rows, with the weights from nps_calibration_rake() and the margins, whose totals are not used.
 *                NULL: NPS_ERROR_NULL; an invalid weight: NPS_ERROR_WEIGHT.
 * @param answers The answer of each row, as for nps_accumulator_add_column(). Another length than that of the sample:
 *                NPS_ERROR_COLUMN.
 * @param scale   The scale. NULL: 0 to 10; an invalid scale: NPS_ERROR_SCALE.
 * @param options As for nps_calibration_rake(); only iterations and the allocator matter.
 * @param out     Receives the estimate, for nps_weighted_interval(). NULL: NPS_ERROR_NULL.
 * @param outside Receives the number of answers within 0..10 that are outside this scale; NULL: such answers cause
 *                NPS_ERROR_OUTSIDE.
 * @return NPS_OK or one of these, NPS_ERROR_EMPTY, NPS_ERROR_SIZE, NPS_ERROR_MEMORY, or NPS_ERROR_CONVERGENCE when the
 *         regression did not converge. On error nothing is written. Safe from any thread.
 */
NPS_EXPORT nps_status nps_calibration_read(const nps_calibration_sample *sample, const nps_column *answers,
                                           const nps_scale *scale, const nps_calibration_options *options,
                                           nps_weighted_estimate *out, uint64_t *outside);

/**
 * The post-stratified score, straight from the counts of segments and their populations.
 *
 * The score is the mean of the segments' scores, weighted with their populations; its variance is the sum of
 * (population share)^2 s^2 / n over the segments, given how many answered in each (Särndal, Swensson and Wretman 1992,
 * 7.6). For a segment with a single respondent s^2 is that of everybody.
 *
 * @param segments The answers of each segment. NULL: NPS_ERROR_NULL.
 * @param totals   The population of each segment, in any unit. NULL: NPS_ERROR_NULL. Negative, NaN or infinite, all 0,
 *                 or not 0 for a segment in which nobody answered: NPS_ERROR_MARGIN. A segment with 0 takes no part.
 * @param count    How many segments. 0: NPS_ERROR_EMPTY.
 * @param scale    The scale. NULL: 0 to 10; an invalid scale: NPS_ERROR_SCALE.
 * @param out      Receives the estimate, for nps_weighted_interval(). NULL: NPS_ERROR_NULL.
 * @param outside  Receives the number of answers within 0..10 that are outside this scale; NULL: such answers cause
 *                 NPS_ERROR_OUTSIDE.
 * @return NPS_OK or one of these, NPS_ERROR_WEIGHT when a population for one respondent is no weight, or
 *         NPS_ERROR_OVERFLOW. On error nothing is written. Pure; safe from any thread; no allocation.
 */
NPS_EXPORT nps_status nps_calibration_poststratify(const nps_accumulator *segments, const double *totals, size_t count,
                                                   const nps_scale *scale, nps_weighted_estimate *out,
                                                   uint64_t *outside);

NPS_END_DECLARATIONS

#endif
