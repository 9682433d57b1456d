/**
 * @file replicates.h
 * @brief Replicate weights: standard errors from a survey's own replicates, and replicates made from a design.
 *
 * Many surveys publish, beside the weight of each respondent, columns of replicate weights instead of strata and
 * clusters. The score is computed once with each column; the spread of these scores gives the standard error. An
 * estimate made here goes through the intervals, tests and comparisons of weighted.h.
 *
 * SPDX-License-Identifier: MIT
 */
#ifndef NPS_REPLICATES_H
#define NPS_REPLICATES_H

#include <nps/allocator.h>
#include <nps/calibration.h>
#include <nps/column.h>
#include <nps/export.h>
#include <nps/interrupt.h>
#include <nps/scale.h>
#include <nps/status.h>
#include <nps/weighted.h>
#include <stddef.h>
#include <stdint.h>

NPS_BEGIN_DECLARATIONS

/** How replicates were made, which decides the scale of the variance; R is the number of replicates. */
typedef enum nps_replicates_kind {
    NPS_REPLICATES_OTHER = 0,      /**< The scale is nps_replicates.variance_scale. */
    NPS_REPLICATES_BRR = 1,        /**< Balanced repeated replication: 1 / R. */
    NPS_REPLICATES_FAY = 2,        /**< The same with Fay's coefficient rho: 1 / (R (1 - rho)^2). */
    NPS_REPLICATES_JK1 = 3,        /**< The jackknife without strata: (R - 1) / R. */
    NPS_REPLICATES_JKN = 4,        /**< The stratified jackknife: 1; the factor of each replicate is required. */
    NPS_REPLICATES_BOOTSTRAP = 5,  /**< The bootstrap: 1 / (R - 1). */
    NPS_REPLICATES_SUCCESSIVE = 6, /**< Successive differences, as of the American Community Survey: 4 / R. */
    NPS_REPLICATES_END             /**< One past the last kind. Not part of the ABI. */
} nps_replicates_kind;

/**
 * A sample with replicate weights. Only read. Initialise it with nps_replicates_init().
 *
 * The weight of row i in replicate r is matrix[i * row_stride + r * replicate_stride], whatever the order of the
 * matrix.
 */
typedef struct nps_replicates {
    uint32_t size;            /**< sizeof(nps_replicates), set by init. */
    nps_replicates_kind kind; /**< How the replicates were made; init sets NPS_REPLICATES_JK1. */
    const double *weights;    /**< The full-sample weight of each row, as in weighted.h; init sets NULL: 1 each. */
    size_t rows;              /**< The number of rows; init sets it. */
    const double *matrix;     /**< The replicate weights, 0 or from 2^-126 up to 2^128; init sets NULL. */
    size_t length;            /**< How many doubles `matrix` has; init sets rows times count. */
    size_t count;             /**< The number of replicates; init sets it. */
    size_t row_stride; /**< The distance from a row to the next, in doubles; init sets the number of replicates. */
    size_t replicate_stride; /**< The distance from a replicate to the next, in doubles; init sets 1. For columns
                              * one behind the other set row_stride to 1 and this to `rows`. */
    /** 0, as init sets: the matrix holds weights. Not 0: it holds factors, by which the full-sample weights are
     * multiplied (combined.weights = FALSE in R). */
    int has_factors;
    double fay;            /**< Fay's coefficient rho, from 0 up to, and without, 1; init sets 0. Only for that kind. */
    double variance_scale; /**< R's scale, for NPS_REPLICATES_OTHER: finite, not negative; init sets 1. */
    /** R's rscales: a factor of each replicate in the variance, finite and not negative; init sets NULL: 1 each. */
    const double *replicate_scales;
    /** 0, as init sets: deviations are from the mean of the replicates with a factor above 0. Not 0: from the estimate
     * of the full sample (mse = TRUE in R), which is never smaller. */
    int around_estimate;
    /** The degrees of freedom; init sets -1. A negative number: R - 1, or for NPS_REPLICATES_JKN the sum of the
     * factors, which is clusters minus strata. For NPS_REPLICATES_BRR and NPS_REPLICATES_FAY set the number of strata,
     * if it is known. 0: the standard error is unknown, INFINITY. */
    double degrees;
    const nps_allocator *allocator; /**< Provides scratch memory; init sets NULL: malloc() and free(). */
    nps_interrupt interrupt;        /**< Asked once per 512 rows; init sets no function. */
} nps_replicates;

/**
 * Sets the defaults, for a matrix whose rows lie one behind the other. In the header, so that an older program never
 * has its smaller struct overrun.
 *
 * @param self  The struct to set; NULL does nothing.
 * @param rows  The number of rows.
 * @param count The number of replicates. When rows times count exceeds SIZE_MAX, the length becomes 0.
 */
static inline void nps_replicates_init(nps_replicates *self, size_t rows, size_t count)
{
    if (self) {
        self->size = (uint32_t)sizeof(nps_replicates);
        self->kind = NPS_REPLICATES_JK1;
        self->weights = (const double *)0;
        self->rows = rows;
        self->matrix = (const double *)0;
        self->length = count != 0 && rows > (size_t)-1 / count ? 0 : rows * count;
        self->count = count;
        self->row_stride = count;
        self->replicate_stride = 1;
        self->has_factors = 0;
        self->fay = 0;
        self->variance_scale = 1;
        self->replicate_scales = (const double *)0;
        self->around_estimate = 0;
        self->degrees = -1;
        self->allocator = (const nps_allocator *)0;
        self->interrupt.is_requested = 0;
        self->interrupt.context = (void *)0;
    }
}

/**
 * Reads the score of a sample with replicate weights, with the standard error that the replicates give.
 *
 * The squared standard error is the scale times the sum over replicates of (factor of the replicate) (score of the
 * replicate - centre)^2 (Wolter, Introduction to Variance Estimation, 2007). A part of the sample is read by giving the
 * other rows a missing answer; the weights stay.
 *
 * @code
 * const uint8_t given[] = {10, 9, 3, 7};
 * const double weights[] = {2, 1, 1, 2};
 * const double matrix[] = {4, 0, 4, 0, 2, 0, 0, 2, 0, 2, 2, 0, 0, 4, 0, 4}; // four replicates of each row
 * nps_replicates replicates;
 * nps_weighted_estimate estimate;
 * nps_column answers;
 * nps_column_init(&answers, NPS_COLUMN_U8, given, 4);
 * nps_replicates_init(&replicates, 4, 4);
 * replicates.kind = NPS_REPLICATES_BRR;
 * replicates.weights = weights;
 * replicates.matrix = matrix;
 * if (nps_replicates_read(&replicates, &answers, NULL, &estimate, NULL, NULL) == NPS_OK)
 *     printf("%.1f, standard error %.1f\n", estimate.score, estimate.standard_error);
 * // prints: 33.3, standard error 47.1
 * @endcode
 *
 * @param self    The sample. NULL, also of the matrix, or of the factors when the kind needs them: NPS_ERROR_NULL; an
 *                unknown size: NPS_ERROR_SIZE; an unknown kind: NPS_ERROR_METHOD; no row or no replicate:
 *                NPS_ERROR_EMPTY; a matrix that is shorter than its strides need: NPS_ERROR_SPACE. A weight, scale,
 *                factor, coefficient or number of degrees out of its range, NaN among them: NPS_ERROR_WEIGHT.
 * @param answers The answer of each row, as for nps_accumulator_add_column(). Another length: NPS_ERROR_COLUMN.
 * @param scale   The scale. NULL: 0 to 10; an invalid scale: NPS_ERROR_SCALE.
 * @param out     Receives the estimate. NULL: NPS_ERROR_NULL.
 * @param outside Receives the number of answers within 0..10 that are outside this scale; NULL: such answers cause
 *                NPS_ERROR_OUTSIDE.
 * @param detail  Receives which weight of which replicate is wrong; may be NULL.
 * @return NPS_OK or one of these, NPS_ERROR_MEMORY, NPS_ERROR_INTERRUPTED, or NPS_ERROR_EMPTY when no answer on the
 *         scale has a weight, in the full sample or in a replicate with a factor above 0. On error nothing is written.
 *         Safe from any thread. Allocates 16 bytes for each replicate.
 */
NPS_EXPORT nps_status nps_replicates_read(const nps_replicates *self, const nps_column *answers, const nps_scale *scale,
                                          nps_weighted_estimate *out, uint64_t *outside, nps_error_detail *detail);

/** Options of making replicates. Initialise them with nps_replication_options_init(). */
typedef struct nps_replication_options {
    uint32_t size;            /**< sizeof(nps_replication_options), set by init. */
    nps_replicates_kind kind; /**< NPS_REPLICATES_JKN, as init sets, or NPS_REPLICATES_BOOTSTRAP. */
    size_t count;             /**< The number of replicates of the bootstrap; init sets 500. */
    uint64_t seed;            /**< The seed of the bootstrap; init sets 0. Every seed is good. */
    /** 0, as init sets: the margins are ignored. Not 0: the full sample and each replicate are raked to them. */
    int calibrate;
    /** Options of raking, whose allocator, interrupt and variance serve for all here; init sets NULL: the defaults. */
    const nps_calibration_options *calibration;
} nps_replication_options;

/**
 * Sets the defaults. In the header, so that an older program never has its smaller struct overrun.
 *
 * @param options The options to set; NULL does nothing.
 */
static inline void nps_replication_options_init(nps_replication_options *options)
{
    if (options) {
        options->size = (uint32_t)sizeof(nps_replication_options);
        options->kind = NPS_REPLICATES_JKN;
        options->count = 500;
        options->seed = 0;
        options->calibrate = 0;
        options->calibration = (const nps_calibration_options *)0;
    }
}

/**
 * The number of doubles that nps_replicates_make() needs.
 *
 * @param sample  As for nps_replicates_make().
 * @param options As for nps_replicates_make().
 * @param length  Receives it: rows times (replicates + 1), plus replicates. NULL: NPS_ERROR_NULL.
 * @return NPS_OK, NPS_ERROR_OVERFLOW when it is too large for this machine, or as nps_replicates_make().
 */
NPS_EXPORT nps_status nps_replicates_length(const nps_calibration_sample *sample,
                                            const nps_replication_options *options, size_t *length);

/**
 * Makes replicate weights from strata and clusters.
 *
 * NPS_REPLICATES_JKN leaves out each cluster in turn, in ascending order of stratum and cluster (of rows, where there
 * are no clusters): its weights become 0, those of the m - 1 others of its stratum are multiplied by m / (m - 1). The
 * factor in the variance is (1 - m / M) (m - 1) / m, with M clusters in the population, infinite when it is not given.
 * The only cluster of a stratum is left out with factor 1 - 1 / M, unless there is no other stratum.
 *
 * NPS_REPLICATES_BOOTSTRAP is the rescaled bootstrap of Rao and Wu (Journal of the American Statistical Association
 * 83:231, 1988), with m - 1 clusters drawn with replacement from the m of each stratum: the weights of a cluster that
 * was drawn t times are multiplied by 1 + f (t m / (m - 1) - 1), f = sqrt(1 - m / M). Those of the only cluster of a
 * stratum are multiplied by 1 - f or 1 + f, which has the same variance. The random numbers are those of splitmix64
 * (Steele, Lea and Flood, OOPSLA 2014), started with the seed; they are used replicate by replicate, stratum by
 * stratum. A draw below m is x mod m for the first x below the largest multiple of m in 64 bits. The same seed gives
 * the same weights on every machine.
 *
 * Populations and another rule for strata with a single cluster are taken from nps_calibration_options.variance: with
 * NPS_LONELY_CERTAINTY and NPS_LONELY_AVERAGE such a cluster keeps its weights.
 *
 * With `calibrate` each replicate is raked to the margins afterwards, so that the variance holds what calibration adds
 * and takes away. A bootstrap replicate that cannot be raked is drawn again, up to 100 times.
 *
 * @code
 * const uint8_t given[] = {10, 9, 3, 7, 9, 10};
 * const int64_t shops[] = {1, 1, 2, 2, 3, 3};
 * const nps_calibration_sample sample = {.row_count = 6, .clusters = shops};
 * double numbers[6 * (3 + 1) + 3]; // nps_replicates_length() says how many
 * nps_replicates replicates;
 * nps_weighted_estimate estimate;
 * nps_column answers;
 * nps_column_init(&answers, NPS_COLUMN_U8, given, 6);
 * if (nps_replicates_make(&sample, NULL, numbers, 27, &replicates, NULL) == NPS_OK &&
 *     nps_replicates_read(&replicates, &answers, NULL, &estimate, NULL, NULL) == NPS_OK)
 *     printf("%.1f, standard error %.1f\n", estimate.score, estimate.standard_error);
 * // prints: 50.0, standard error 50.0
 * @endcode
 *
 * @param sample  The rows: base weights, strata, clusters, and margins if they are used. `calibrated` is ignored. NULL:
 *                NPS_ERROR_NULL; no row: NPS_ERROR_EMPTY; an invalid weight: NPS_ERROR_WEIGHT; else as
 *                nps_calibration_read().
 * @param options Made by nps_replication_options_init(), or NULL for the defaults. An unknown size: NPS_ERROR_SIZE;
 *                another kind: NPS_ERROR_UNAVAILABLE; a bootstrap of less than two replicates: NPS_ERROR_EMPTY; else as
 *                for nps_calibration_rake().
 * @param numbers Receives the full-sample weights, the weights of replicate after replicate, and the factors of the
 *                replicates. On error its content is arbitrary. NULL: NPS_ERROR_NULL.
 * @param length  The number of doubles in `numbers`. Less than nps_replicates_length(): NPS_ERROR_SPACE.
 * @param out     Receives the description of the numbers, for nps_replicates_read(); it points to them. NULL:
 *                NPS_ERROR_NULL.
 * @param detail  Receives what is wrong, and in which replicate; may be NULL.
 * @return NPS_OK or one of these, NPS_ERROR_MEMORY, NPS_ERROR_INTERRUPTED, or what nps_calibration_rake() returns for a
 *         replicate, such as NPS_ERROR_MARGIN when a category lies in one cluster. On error `out` is unchanged. Safe
 * from any thread.
 */
NPS_EXPORT nps_status nps_replicates_make(const nps_calibration_sample *sample, const nps_replication_options *options,
                                          double *numbers, size_t length, nps_replicates *out,
                                          nps_error_detail *detail);

NPS_END_DECLARATIONS

#endif
