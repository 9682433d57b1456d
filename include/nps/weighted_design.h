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
 * Weighted answers by stratum and cluster; its inside is private. A cluster is the primary sampling unit: the shop,
 * the flight, the household that was drawn, with all who answered in it.
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
 * @param times   How many; 0 makes the cluster known, which changes no estimate.
 * @return As nps_weighted_design_add().
 */
NPS_EXPORT nps_status nps_weighted_design_add_cluster(nps_weighted_design *self, int64_t stratum, int64_t cluster,
                                                      int64_t answer, double weight, uint64_t times);

/**
 * Counts respondents of a stratum who gave no answer, each drawn by itself. They take no part in any estimate.
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
 * Counts respondents of a cluster who gave no answer. They take no part in any estimate, but their cluster is known
 * from then on, as that of a row with an invalid answer or without a weight is.
 *
 * @param self    The object. NULL: NPS_ERROR_NULL.
 * @param stratum As for nps_weighted_design_add_cluster().
 * @param cluster As for nps_weighted_design_add_cluster().
 * @param weight  As for nps_weighted_add(), the weight of each of them.
 * @param times   How many; 0 makes the cluster known, which changes no estimate.
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
 * The weighted score with a standard error that knows strata and clusters.
 *
 * The variance is linearised, clusters being drawn with replacement within strata (Särndal, Swensson and Wretman
 * 1992; Lumley, Complex Surveys, 2010): the sum over strata of m / (m - 1) times the sum of squared distances of the
 * m cluster totals of w (y - theta) / (sum of w) from their mean. Where a large part of all clusters of a stratum was
 * drawn, it is too large. A cluster counts when somebody in it with a weight has answered on the scale. A stratum
 * with a single cluster tells nothing about its variance; the distance of that cluster from the mean of all is taken,
 * which errs on the side of too large a variance, and it gives no degree of freedom. Without any degree of freedom,
 * or when the clusters happen not to differ at all although the answers do, see `standard_error` and `effective`.
 *
 * @param self    The object, unchanged. NULL: NPS_ERROR_NULL.
 * @param scale   As for nps_weighted_read().
 * @param out     As for nps_weighted_read().
 * @param outside As for nps_weighted_read().
 * @return As nps_weighted_read(). Safe from any thread while nobody changes the object; no allocation.
 */
NPS_EXPORT nps_status nps_weighted_design_read(const nps_weighted_design *self, const nps_scale *scale,
                                               nps_weighted_estimate *out, uint64_t *outside);

NPS_END_DECLARATIONS

#endif
