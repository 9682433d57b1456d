/**
 * @file weighted_segments.h
 * @brief Many weighted segments at once: which differ, how they rank, and which is the best.
 *
 * The functions of multiplicity.h for segments that are estimates, and for the domains of one design. Segments that are
 * estimates must be independent samples, each with weights, strata and clusters of its own; samples without weights may
 * stand beside them (nps_weighted_read_counts()). Domains of one design share clusters, so that their scores are not
 * independent: they are compared with their covariance (nps_weighted_design_compare()).
 *
 * SPDX-License-Identifier: MIT
 */
#ifndef NPS_WEIGHTED_SEGMENTS_H
#define NPS_WEIGHTED_SEGMENTS_H

#include <nps/export.h>
#include <nps/multiplicity.h>
#include <nps/scale.h>
#include <nps/status.h>
#include <nps/weighted.h>
#include <nps/weighted_design.h>
#include <stddef.h>
#include <stdint.h>

NPS_BEGIN_DECLARATIONS

/**
 * Compares every segment with one benchmark, segment minus benchmark, each by nps_weighted_compare_benchmark().
 *
 * Families, levels and adjustments are those of nps_segments_compare_benchmark(), whose figures are the same for
 * estimates of nps_weighted_read_counts(), except for NPS_METHOD_WALD.
 *
 * @param segments    `count` estimates. NULL: NPS_ERROR_NULL, unless `count` is 0. One that is all zero stands for a
 *                    segment without answers: its comparisons have the status NPS_ERROR_EMPTY. One that cannot be, as
 * for nps_weighted_interval(): NPS_ERROR_WEIGHT.
 * @param count       The number of segments.
 * @param benchmark   As for nps_compare_benchmark(). NaN or not inside [-100, 100]: NPS_ERROR_REFERENCE.
 * @param respondents As for nps_compare_benchmark().
 * @param options     As for nps_segments_compare_benchmark(). NPS_METHOD_AUTO is that for large samples;
 *                    NPS_METHOD_EXACT and NPS_METHOD_ANYTIME: NPS_ERROR_UNAVAILABLE.
 * @param out         Receives `count` comparisons, in the order of `segments`. NULL: NPS_ERROR_NULL, unless `count` is
 * 0.
 * @return As nps_segments_compare_benchmark(). Safe from any thread.
 */
NPS_EXPORT nps_status nps_weighted_segments_compare_benchmark(const nps_weighted_estimate *segments, size_t count,
                                                              double benchmark, uint64_t respondents,
                                                              const nps_segments_options *options,
                                                              nps_segment_comparison *out);

/**
 * Compares every segment with all others put together, segment minus rest, each by nps_weighted_compare().
 *
 * In the rest every segment counts by its sum of weights W (nps_weighted_estimate.weight), so weights must have one
 * unit in all segments: people of the population, for example. The shares of the rest are the means of the shares,
 * weighted by W; its effective respondents are (sum of W)^2 / sum of (W^2 / effective), which is their number where
 * nobody has a weight; its degrees of freedom are those of Satterthwaite (Biometrics Bulletin 2:110, 1946) for the
 * terms of that sum. If nothing is known of one of the segments, nothing is known of the rest.
 *
 * @param segments As for nps_weighted_segments_compare_benchmark(), but one that cannot be, or has no positive and
 * finite sum of weights, is NPS_ERROR_WEIGHT for the call as a whole.
 * @param count    The number of segments.
 * @param options  As for nps_weighted_segments_compare_benchmark(). NPS_ADJUST_BENJAMINI_HOCHBERG:
 *                 NPS_ERROR_UNAVAILABLE, as for nps_segments_compare_rest().
 * @param out      As for nps_weighted_segments_compare_benchmark(); the status is NPS_ERROR_EMPTY also for a segment
 *                 whose rest is empty.
 * @return As nps_segments_compare_benchmark(). Allocates 120 bytes more for each segment.
 */
NPS_EXPORT nps_status nps_weighted_segments_compare_rest(const nps_weighted_estimate *segments, size_t count,
                                                         const nps_segments_options *options,
                                                         nps_segment_comparison *out);

/**
 * Compares every segment with every other, each pair by nps_weighted_compare(), in the order of
 * nps_segments_compare_pairs().
 *
 * @code
 * nps_weighted shops[2] = {{.weightless = 0}, {.weightless = 0}};
 * nps_weighted_estimate estimates[3];
 * nps_segment_comparison pairs[3]; // 0 and 1, 0 and 2, 1 and 2
 * nps_weighted_add_n(&shops[0], 10, 1.5, 60);
 * nps_weighted_add_n(&shops[0], 3, 0.5, 40);
 * nps_weighted_add_n(&shops[1], 10, 0.8, 70);
 * nps_weighted_add_n(&shops[1], 3, 1.2, 50);
 * nps_weighted_read(&shops[0], NULL, &estimates[0], NULL);
 * nps_weighted_read(&shops[1], NULL, &estimates[1], NULL);
 * nps_weighted_read_counts(&(nps_counts){40, 20, 40}, &estimates[2]);
 * if (nps_weighted_segments_compare_pairs(estimates, 3, NULL, pairs) == NPS_OK)
 *     for (int i = 0; i < 3; i++)
 *         printf("%+.0f, adjusted p = %.4f\n", pairs[i].comparison.difference, pairs[i].adjusted);
 * // prints: +67, adjusted p = 0.0000
 * // prints: +64, adjusted p = 0.0000
 * // prints: -3, adjusted p = 0.8051
 * @endcode
 *
 * @param segments As for nps_weighted_segments_compare_benchmark().
 * @param count    The number of segments. More pairs than an array can have elements: NPS_ERROR_OVERFLOW.
 * @param options  As for nps_weighted_segments_compare_rest().
 * @param out      Receives nps_segments_pair_count() comparisons. NULL: NPS_ERROR_NULL, unless there is no pair.
 * @return As nps_segments_compare_benchmark().
 */
NPS_EXPORT nps_status nps_weighted_segments_compare_pairs(const nps_weighted_estimate *segments, size_t count,
                                                          const nps_segments_options *options,
                                                          nps_segment_comparison *out);

/**
 * Simultaneous confidence intervals for the ranks of all segments, as nps_segments_rank().
 *
 * @param segments As for nps_weighted_segments_compare_benchmark(). A segment without a degree of freedom may have any
 *                 rank.
 * @param count    The number of segments.
 * @param options  As for nps_segments_rank(), with the methods of nps_weighted_segments_compare_benchmark().
 * @param out      Receives `count` intervals of ranks, in the order of `segments`. NULL: NPS_ERROR_NULL, unless `count`
 *                 is 0.
 * @return As nps_segments_rank().
 */
NPS_EXPORT nps_status nps_weighted_segments_rank(const nps_weighted_estimate *segments, size_t count,
                                                 const nps_segments_options *options, nps_segment_rank *out);

/**
 * The posterior probability of each segment that its true score is the highest of all, as nps_segments_best().
 *
 * The posterior of a segment is that of its effective counts, cut to its degrees of freedom as in the 95 % interval of
 * nps_weighted_interval(). Of a segment without a degree of freedom nothing is known but the prior.
 *
 * @param segments As for nps_weighted_segments_compare_benchmark().
 * @param count    The number of segments.
 * @param options  As for nps_segments_best().
 * @param out      Receives `count` probabilities, in the order of `segments`. NULL: NPS_ERROR_NULL, unless `count` is
 * 0.
 * @return As nps_segments_best().
 */
NPS_EXPORT nps_status nps_weighted_segments_best(const nps_weighted_estimate *segments, size_t count,
                                                 const nps_segments_options *options, nps_segment_best *out);

/**
 * Domains of one design as segments. Plain; the caller keeps what the members point to.
 *
 * No respondent belongs to two of them.
 */
typedef struct nps_weighted_domains {
    const nps_weighted_design *whole;        /**< All respondents of the design, as for nps_weighted_design_domain(). */
    const nps_weighted_design *const *parts; /**< The domains, as for nps_weighted_design_domain(). */
    size_t count;                            /**< The number of domains. */
    const nps_variance_options *variance;    /**< As for nps_weighted_design_domain(); NULL: the defaults. */
    const nps_scale *scale;                  /**< The scale; NULL: 0 to 10. */
} nps_weighted_domains;

/**
 * Compares every domain with one benchmark, as nps_weighted_segments_compare_benchmark().
 *
 * Domains that share clusters depend on each other, so NPS_ADJUST_BENJAMINI_HOCHBERG is not proven and returns
 * NPS_ERROR_UNAVAILABLE.
 *
 * @param domains     The domains. NULL, or NULL parts while there are any: NPS_ERROR_NULL. A domain that cannot be read
 *                    is an error of the call as a whole, as of nps_weighted_design_domain(); a domain in which no
 * answer has a weight has the status NPS_ERROR_EMPTY.
 * @param benchmark   As for nps_weighted_segments_compare_benchmark().
 * @param respondents As for nps_weighted_segments_compare_benchmark().
 * @param options     As for nps_weighted_segments_compare_rest().
 * @param out         Receives a comparison for each domain. NULL: NPS_ERROR_NULL, unless there is none.
 * @return As nps_segments_compare_benchmark(), or as nps_weighted_design_domain(). Safe from any thread while nobody
 *         changes the designs.
 */
NPS_EXPORT nps_status nps_weighted_domains_compare_benchmark(const nps_weighted_domains *domains, double benchmark,
                                                             uint64_t respondents, const nps_segments_options *options,
                                                             nps_segment_comparison *out);

/**
 * Compares every domain with all other domains put together, with their covariance.
 *
 * The rest is the sum of the other designs in `parts`, not all other respondents of `whole`.
 *
 * @param domains As for nps_weighted_domains_compare_benchmark().
 * @param options As for nps_weighted_segments_compare_rest().
 * @param out     Receives a comparison for each domain; the status is NPS_ERROR_EMPTY also for a domain whose rest is
 *                empty. NULL: NPS_ERROR_NULL, unless there is none.
 * @return As nps_weighted_domains_compare_benchmark(). Puts the rest together once for each domain, in scratch memory.
 */
NPS_EXPORT nps_status nps_weighted_domains_compare_rest(const nps_weighted_domains *domains,
                                                        const nps_segments_options *options,
                                                        nps_segment_comparison *out);

/**
 * Compares every domain with every other, with their covariance, in the order of nps_segments_compare_pairs().
 *
 * @param domains As for nps_weighted_domains_compare_benchmark().
 * @param options As for nps_weighted_segments_compare_rest().
 * @param out     Receives nps_segments_pair_count() comparisons, each by nps_weighted_design_compare() and
 *                nps_weighted_difference_compare(). NULL: NPS_ERROR_NULL, unless there is no pair.
 * @return As nps_weighted_domains_compare_benchmark().
 */
NPS_EXPORT nps_status nps_weighted_domains_compare_pairs(const nps_weighted_domains *domains,
                                                         const nps_segments_options *options,
                                                         nps_segment_comparison *out);

/**
 * Simultaneous confidence intervals for the ranks of all domains.
 *
 * As nps_segments_rank(), but a pair is told apart by the p-value of nps_weighted_domains_compare_pairs(), in which the
 * covariance of the two domains is.
 *
 * @param domains As for nps_weighted_domains_compare_benchmark().
 * @param options As for nps_weighted_segments_rank().
 * @param out     Receives the ranks of each domain. NULL: NPS_ERROR_NULL, unless there is none.
 * @return As nps_weighted_domains_compare_benchmark(). Allocates about 200 bytes for each pair.
 */
NPS_EXPORT nps_status nps_weighted_domains_rank(const nps_weighted_domains *domains,
                                                const nps_segments_options *options, nps_segment_rank *out);

/** The largest number of domains of which each may be the best in nps_weighted_domains_best(). */
#define NPS_DOMAINS_BEST_MAX 250

/**
 * The probability of each domain that its true score is the highest of all, with the covariance of the domains.
 *
 * Each domain has the posterior that nps_weighted_segments_best() gives its estimate. The posteriors depend on each
 * other by a normal copula, whose correlations are those of the estimated scores: half of the variances of two domains
 * less that of their difference (nps_weighted_design_compare()), divided by their standard errors. With many
 * respondents that is the joint normal distribution of the scores. A domain whose standard error is 0 or unknown has
 * the correlation 0.
 *
 * The probabilities are the shares of deterministic points at which a domain has the highest score: Richtmyer's points
 * with fixed shifts (Genz and Bretz, Computation of Multivariate Normal and t Probabilities, 2009). They add up to 1.
 * Points are added until the standard error over the shifts is below .00003, or up to 250 million steps of work. The
 * error is below .002 for up to 20 domains that may be the best, and below .005 for more:
 * tests/test_weighted_domains_best.c compares with closed forms and integrals. A domain whose probability is below
 * about 10^-6 is left out of the search and gets 0. The time is some milliseconds for each domain, some tenths of a
 * second for the points, and that of nps_weighted_domains_compare_pairs() for those that may be the best.
 *
 * @code
 * nps_weighted_design *all, *parts[2];
 * int flight, branch;
 * if (nps_weighted_design_create(NULL, &all) || nps_weighted_design_create(NULL, &parts[0]) ||
 *     nps_weighted_design_create(NULL, &parts[1]))
 *     return 1;
 * for (flight = 0; flight < 20; flight++)
 *     for (branch = 0; branch < 2; branch++) {
 *         const int answer = (flight + branch) % 5 ? 10 : 3; // one bad flight in five, not the same for both
 *         nps_weighted_design_add_cluster(all, 0, flight, answer, 1, 3);
 *         nps_weighted_design_add_cluster(parts[branch], 0, flight, answer, 1, 3);
 *     }
 * nps_weighted_domains domains = {all, (const nps_weighted_design *const *)parts, 2, NULL, NULL};
 * nps_segment_best best[2];
 * if (nps_weighted_domains_best(&domains, NULL, best) == NPS_OK)
 *     printf("%.2f %.2f\n", best[0].probability, best[1].probability);
 * // prints: 0.50 0.50
 * nps_weighted_design_destroy(all);
 * nps_weighted_design_destroy(parts[0]);
 * nps_weighted_design_destroy(parts[1]);
 * @endcode
 *
 * @param domains As for nps_weighted_domains_compare_benchmark().
 * @param options As for nps_weighted_segments_best(). The interrupt is asked between pairs of domains.
 * @param out     Receives the probability of each domain; the status is NPS_ERROR_EMPTY for a domain in which no answer
 *                has a weight. NULL: NPS_ERROR_NULL, unless there is none.
 * @return As nps_weighted_domains_compare_benchmark(); NPS_ERROR_PRIOR for a prior that is none; NPS_ERROR_TOO_MANY
 * when more than NPS_DOMAINS_BEST_MAX domains may be the best. Allocates about 5 kilobytes for each domain, and 8 bytes
 * for each two that may be the best.
 */
NPS_EXPORT nps_status nps_weighted_domains_best(const nps_weighted_domains *domains,
                                                const nps_segments_options *options, nps_segment_best *out);

NPS_END_DECLARATIONS

#endif
