/**
 * @file weighted_design.h
 * @brief Weighted answers by stratum and cluster, as they were sampled.
 *
 * Weights, and what is promised of sums of them, are those of weighted.h. An estimate goes through the intervals, tests
 * and comparisons there.
 *
 * Designs are added and merged, but not subtracted: a design keeps sums and not rows. Which clusters would still be
 * known without a part cannot be told from sums, as a row without a weight makes its cluster known, too; and the number
 * of clusters decides the variance. Keep a design for each period, and merge those that are wanted.
 *
 * SPDX-License-Identifier: MIT
 */
#ifndef NPS_WEIGHTED_DESIGN_H
#define NPS_WEIGHTED_DESIGN_H

#include <nps/allocator.h>
#include <nps/column.h>
#include <nps/export.h>
#include <nps/scale.h>
#include <nps/status.h>
#include <nps/weighted.h>
#include <stdint.h>

NPS_BEGIN_DECLARATIONS

/**
 * Weighted answers by stratum and cluster; its inside is private. A cluster is a primary sampling unit, such as the
 * shop, the flight or the household that was drawn, with all its respondents. A respondent without a cluster is a
 * primary sampling unit of his own.
 *
 * It allocates about 600 bytes a cluster and 4 kilobytes a stratum, and says so with NPS_ERROR_MEMORY; whatever was
 * counted before stays. Not locked: one object a thread, merged at the end, in any order: every estimate has the same
 * bits. Reading from several threads at once is safe while nobody changes it.
 */
typedef struct nps_weighted_design nps_weighted_design;

/** What nps_weighted_design_create() can be told. Make it with nps_weighted_design_options_init(). */
typedef struct nps_weighted_design_options {
    uint32_t size;                  /**< sizeof(nps_weighted_design_options), set by init. */
    const nps_allocator *allocator; /**< Where memory comes from, copied; NULL: malloc() and free(). */
    uint64_t hash_key[2];           /**< The secret of the hash; both 0, as init sets: random bytes from the system. */
} nps_weighted_design_options;

/**
 * Sets the defaults. In the header, so that an older program never has its smaller struct overrun.
 *
 * @param options The options to set; NULL does nothing.
 */
static inline void nps_weighted_design_options_init(nps_weighted_design_options *options)
{
    if (options) {
        options->size = (uint32_t)sizeof(nps_weighted_design_options);
        options->allocator = (const nps_allocator *)0;
        options->hash_key[0] = 0;
        options->hash_key[1] = 0;
    }
}

/**
 * Makes an object without answers.
 *
 * @param options Made by nps_weighted_design_options_init(), or NULL for the defaults. An unknown size: NPS_ERROR_SIZE;
 *                an allocator without both functions: NPS_ERROR_NULL.
 * @param out     Receives the object; the caller gives it to nps_weighted_design_destroy().
 * @return NPS_OK, NPS_ERROR_NULL, NPS_ERROR_SIZE, NPS_ERROR_MEMORY or NPS_ERROR_ENTROPY; on error `out` is unchanged.
 */
NPS_EXPORT nps_status nps_weighted_design_create(const nps_weighted_design_options *options, nps_weighted_design **out);

/**
 * Gives back all memory.
 *
 * @param self The object, not to be used afterwards; NULL does nothing.
 */
NPS_EXPORT void nps_weighted_design_destroy(nps_weighted_design *self);

/**
 * Counts respondents of a stratum, each drawn by itself: a cluster of its own.
 *
 * @param self    The object. NULL: NPS_ERROR_NULL.
 * @param stratum The number of the stratum, any; the same for all when there are no strata.
 * @param answer  As for nps_weighted_add().
 * @param weight  As for nps_weighted_add().
 * @param times   How many; 0 makes the stratum known, which changes no estimate.
 * @return NPS_OK, NPS_ERROR_NULL, NPS_ERROR_WEIGHT, NPS_ERROR_OVERFLOW or NPS_ERROR_MEMORY; on error nothing changes.
 */
NPS_EXPORT nps_status nps_weighted_design_add(nps_weighted_design *self, int64_t stratum, int64_t answer, double weight,
                                              uint64_t times);

/**
 * Counts respondents of a cluster.
 *
 * @param self    The object. NULL: NPS_ERROR_NULL.
 * @param stratum The number of the stratum, any; the same for all when there are no strata.
 * @param cluster The number of the cluster, any; equal numbers in different strata are different clusters.
 * @param answer  As for nps_weighted_add().
 * @param weight  As for nps_weighted_add().
 * @param times   How many; 0 makes the cluster known: it counts in the variance.
 * @return As nps_weighted_design_add().
 */
NPS_EXPORT nps_status nps_weighted_design_add_cluster(nps_weighted_design *self, int64_t stratum, int64_t cluster,
                                                      int64_t answer, double weight, uint64_t times);

/**
 * Counts respondents of a stratum who gave no answer, each drawn by itself. They take no part in a score, but count in
 * the variance.
 *
 * @param self    The object. NULL: NPS_ERROR_NULL.
 * @param stratum As for nps_weighted_design_add().
 * @param weight  As for nps_weighted_add(), the weight of each of them.
 * @param times   How many; 0 makes the stratum known, which changes no estimate.
 * @return As nps_weighted_design_add().
 */
NPS_EXPORT nps_status nps_weighted_design_add_missing(nps_weighted_design *self, int64_t stratum, double weight,
                                                      uint64_t times);

/**
 * Counts respondents of a cluster who gave no answer. They take no part in a score, but their cluster counts in the
 * variance, as does the cluster of a row with an invalid answer or without a weight.
 *
 * @param self    The object. NULL: NPS_ERROR_NULL.
 * @param stratum As for nps_weighted_design_add_cluster().
 * @param cluster As for nps_weighted_design_add_cluster().
 * @param weight  As for nps_weighted_add(), the weight of each of them.
 * @param times   How many; 0 makes the cluster known: it counts in the variance.
 * @return As nps_weighted_design_add().
 */
NPS_EXPORT nps_status nps_weighted_design_add_cluster_missing(nps_weighted_design *self, int64_t stratum,
                                                              int64_t cluster, double weight, uint64_t times);

/**
 * Counts a column of answers with columns of weights, strata and clusters.
 *
 * @param self     The object. NULL: NPS_ERROR_NULL.
 * @param answers  The answers, as for nps_accumulator_add_column().
 * @param weights  As for nps_weighted_add_column().
 * @param strata   A stratum for each row; NULL: all are of stratum 0.
 * @param clusters A cluster for each row; NULL: each row is a cluster of its own.
 * @param detail   As for nps_weighted_add_column().
 * @return As nps_weighted_add_column(), or NPS_ERROR_MEMORY; on error nothing changes.
 */
NPS_EXPORT nps_status nps_weighted_design_add_column(nps_weighted_design *self, const nps_column *answers,
                                                     const double *weights, const int64_t *strata,
                                                     const int64_t *clusters, nps_error_detail *detail);

/**
 * Adds another object, cluster by cluster.
 *
 * @param self The object. NULL: NPS_ERROR_NULL.
 * @param from The object to add; unchanged. NULL: NPS_ERROR_NULL. Adding an object to itself doubles its content; those
 *             who were clusters of their own are then others of the same kind.
 * @return NPS_OK, NPS_ERROR_NULL, NPS_ERROR_OVERFLOW or NPS_ERROR_MEMORY; on error nothing changes, not even in part.
 */
NPS_EXPORT nps_status nps_weighted_design_merge(nps_weighted_design *self, const nps_weighted_design *from);

/**
 * All answers together, without strata and clusters.
 *
 * @param self The object. NULL: NPS_ERROR_NULL.
 * @param out  Receives the sum. NULL: NPS_ERROR_NULL.
 * @return NPS_OK, NPS_ERROR_NULL or NPS_ERROR_OVERFLOW; on error `out` is unchanged.
 */
NPS_EXPORT nps_status nps_weighted_design_total(const nps_weighted_design *self, nps_weighted *out);

/**
 * The weighted score, with a standard error from strata and clusters.
 *
 * The same as nps_weighted_design_domain() with the whole design as the part and default options.
 *
 * @code
 * const uint8_t answers[] = {10, 9, 8, 3, 10, 7, 9, 6};
 * const double weights[] = {1, 1, 2, 2, 1, 1, 2, 2};
 * const int64_t flights[] = {1, 1, 2, 2, 3, 3, 4, 4};
 * nps_column column;
 * nps_weighted_design *survey;
 * nps_weighted_estimate estimate;
 * nps_column_init(&column, NPS_COLUMN_U8, answers, 8);
 * if (nps_weighted_design_create(NULL, &survey) != NPS_OK)
 *     return 1;
 * if (nps_weighted_design_add_column(survey, &column, weights, NULL, flights, NULL) == NPS_OK &&
 *     nps_weighted_design_read(survey, NULL, &estimate, NULL) == NPS_OK)
 *     printf("%.1f, standard error %.1f\n", estimate.score, estimate.standard_error);
 * // prints: 8.3, standard error 29.8
 * nps_weighted_design_destroy(survey);
 * @endcode
 *
 * @param self    The object, unchanged. NULL: NPS_ERROR_NULL.
 * @param scale   As for nps_weighted_read().
 * @param out     As for nps_weighted_read().
 * @param outside As for nps_weighted_read().
 * @return As nps_weighted_read(), or NPS_ERROR_OVERFLOW when there are more than 2^64 - 1 sampling units. Safe from any
 *         thread while nobody changes the object; no allocation.
 */
NPS_EXPORT nps_status nps_weighted_design_read(const nps_weighted_design *self, const nps_scale *scale,
                                               nps_weighted_estimate *out, uint64_t *outside);

/**
 * The weighted score of a domain, some of the respondents of a design, with the standard error of the whole design.
 *
 * A domain is any subset: business travellers, customers of a branch, one region. Business travellers were not drawn as
 * such; how many of them a cluster holds is left to chance, and a cluster without any says so. A standard error from
 * the clusters of the domain alone is therefore too small, often by far. Give the respondents of the domain to an
 * object of their own, under the same numbers of strata and clusters, in addition to the object with all respondents.
 *
 * The variance is that of a linearised ratio (Särndal, Swensson and Wretman, Model Assisted Survey Sampling, 1992, 5.6
 * and 5.8; Lumley, Complex Surveys, 2010): with z = w (y - theta) / W in the domain, W its sum of weights, and z = 0
 * outside, it is the sum over strata of (1 - m / M) m / (m - 1) times the sum of squared distances of the m cluster
 * totals of z from their mean. All m clusters count that `whole` knows, with total 0 where nobody of the domain has
 * answered; so does each respondent who was drawn by himself. M is the population, infinite when it is not given. The
 * degrees of freedom are clusters minus strata of the whole design.
 *
 * Where all respondents of the domain belong to one cluster, nothing is known of the variance between clusters: the
 * standard error is infinite, there is no degree of freedom, and the interval is [-100, 100]. Where the clusters happen
 * not to differ at all although the answers do, the standard error is 0, and intervals rest on `kish`.
 *
 * @param whole   All respondents of the design, also those who gave no answer. NULL: NPS_ERROR_NULL.
 * @param part    The respondents of the domain; `whole` itself for all. NULL: NPS_ERROR_NULL. A stratum or a cluster
 *                that `whole` does not know, or more respondents or more weight than `whole` has there: NPS_ERROR_PART.
 * @param options Made by nps_variance_options_init(), or NULL for the defaults. An unknown size: NPS_ERROR_SIZE; an
 *                unknown rule: NPS_ERROR_METHOD; populations out of order, or a stratum of `whole` whose population is
 *                missing or smaller than its clusters: NPS_ERROR_POPULATION.
 * @param scale   As for nps_weighted_read().
 * @param out     As for nps_weighted_read(), for nps_weighted_interval(), nps_weighted_test() and
 *                nps_weighted_compare().
 * @param outside As for nps_weighted_read(), of the domain.
 * @return NPS_OK or one of these, or as nps_weighted_design_read(); NPS_ERROR_EMPTY when no answer of the domain on the
 *         scale has a weight. On error nothing is written. Neither object changes. Safe from any thread while nobody
 *         changes them; no allocation.
 */
NPS_EXPORT nps_status nps_weighted_design_domain(const nps_weighted_design *whole, const nps_weighted_design *part,
                                                 const nps_variance_options *options, const nps_scale *scale,
                                                 nps_weighted_estimate *out, uint64_t *outside);

/**
 * The difference of the scores of two domains of one design, with their covariance.
 *
 * Two domains share clusters, so their scores are not independent: the respondents of a late flight are all less
 * content. The variance is that of one linearised variable, z of `a` minus z of `b`, as in
 * nps_weighted_design_domain(). One of the two may be `whole`: a segment against everybody, itself included. With
 * Satterthwaite's rule the larger correction and the fewer degrees of freedom of the two domains are taken.
 *
 * @param whole   As for nps_weighted_design_domain().
 * @param a       The respondents of the first domain, as `part` there. Respondents who were drawn by themselves must
 * not be in both `a` and `b`, unless one of these is `whole`; which cannot be told from the objects.
 * @param b       The respondents of the second domain.
 * @param options As for nps_weighted_design_domain().
 * @param scale   As for nps_weighted_read(). Answers off the scale: NPS_ERROR_OUTSIDE, unless `ignore_outside` is set.
 * @param out     Receives the difference, for nps_weighted_difference_compare(). NULL: NPS_ERROR_NULL.
 * @return As nps_weighted_design_domain().
 */
NPS_EXPORT nps_status nps_weighted_design_compare(const nps_weighted_design *whole, const nps_weighted_design *a,
                                                  const nps_weighted_design *b, const nps_variance_options *options,
                                                  const nps_scale *scale, nps_weighted_difference *out);

NPS_END_DECLARATIONS

#endif
