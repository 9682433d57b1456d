/**
 * @file paired.h
 * @brief The same people in two waves: the change, its significance, and the moves between groups.
 *
 * The two answers of one person are usually similar. Therefore the change of the same people is known more precisely
 * than the difference of two independent samples (nps_compare()). People who answered in one wave only are taken into
 * account.
 *
 * Waves have no weights here. nps/weighted_paired.h has them, for people who were drawn one by one. For people in
 * strata or clusters, add both waves to one nps_weighted_design, each person as a cluster (or in the cluster that was
 * drawn), and each wave to a domain as well: nps_weighted_design_compare() gives the change with the covariance of the
 * two answers of a person, and NPS_METHOD_WALD of nps_weighted_difference_compare() its interval. The other methods do
 * not go below the width for independent samples.
 *
 * SPDX-License-Identifier: MIT
 */
#ifndef NPS_PAIRED_H
#define NPS_PAIRED_H

#include <nps/column.h>
#include <nps/compare.h>
#include <nps/counts.h>
#include <nps/export.h>
#include <nps/method.h>
#include <nps/scale.h>
#include <nps/status.h>
#include <stdint.h>

NPS_BEGIN_DECLARATIONS

/**
 * The answers of the same people in two waves. Plain and part of the ABI: 120 bytes, zeroed = empty, safe to copy. It
 * owns nothing.
 *
 * The first three members are the table of transitions: a row for each group of the first wave, which has the numbers
 * of its people in each group of the second wave. `promoters.detractors` is the number of people who were promoters and
 * became detractors.
 */
typedef struct nps_paired {
    nps_counts promoters;   /**< The promoters of the first wave, by their group in the second wave. */
    nps_counts passives;    /**< The passives of the first wave, by their group in the second wave. */
    nps_counts detractors;  /**< The detractors of the first wave, by their group in the second wave. */
    nps_counts first_only;  /**< The people who answered in the first wave only, by their group. */
    nps_counts second_only; /**< The people who answered in the second wave only, by their group. */
} nps_paired;

/** The moves between groups of the people in both waves. Plain and part of the ABI; it never grows. */
typedef struct nps_paired_moves {
    uint64_t up;   /**< The number of people who moved up: detractor to passive or promoter, passive to promoter. */
    uint64_t same; /**< The number of people in the same group. */
    uint64_t down; /**< The number of people who moved down. */
    uint64_t promoters_gained;  /**< The number of people who became promoters. */
    uint64_t promoters_lost;    /**< The number of people who ceased to be promoters. */
    uint64_t passives_gained;   /**< The number of people who became passives. */
    uint64_t passives_lost;     /**< The number of people who ceased to be passives. */
    uint64_t detractors_gained; /**< The number of people who became detractors. */
    uint64_t detractors_lost;   /**< The number of people who ceased to be detractors. */
    double change;              /**< The score of these people in the second wave minus that in the first, in points. */
} nps_paired_moves;

/**
 * Counts people by their answers in both waves.
 *
 * @param self   The waves. NULL: NPS_ERROR_NULL.
 * @param first  The answer in the first wave. A value off the scale, such as -1, means that there is no answer.
 * @param second The answer in the second wave, with the same rule. People without any answer are not counted.
 * @param times  The number of people.
 * @param scale  The scale. NULL: 0 to 10; an invalid scale: NPS_ERROR_SCALE.
 * @return NPS_OK or one of these, or NPS_ERROR_OVERFLOW; on error nothing changes. No allocation.
 */
NPS_EXPORT nps_status nps_paired_add(nps_paired *self, int64_t first, int64_t second, uint64_t times,
                                     const nps_scale *scale);

/**
 * Counts people by a column of answers for each wave: row i of both is one person.
 *
 * A value that is missing, invalid or off the scale means that there is no answer in that wave. A person without any
 * answer is not counted.
 *
 * @param self   The waves. NULL: NPS_ERROR_NULL.
 * @param first  The answers in the first wave; see nps_column for which are refused, and how.
 * @param second The answers in the second wave, with the same conditions; may be the same column. Another length than
 *               that of `first`: NPS_ERROR_COLUMN.
 * @param scale  The scale. NULL: 0 to 10; an invalid scale: NPS_ERROR_SCALE.
 * @return NPS_OK or one of these, NPS_ERROR_SIZE or NPS_ERROR_OVERFLOW; on error nothing changes. No allocation.
 */
NPS_EXPORT nps_status nps_paired_add_column(nps_paired *self, const nps_column *first, const nps_column *second,
                                            const nps_scale *scale);

/**
 * Adds the people of another object. Merging is commutative and associative.
 *
 * @param self The waves. NULL: NPS_ERROR_NULL.
 * @param from The object to add; unchanged. NULL: NPS_ERROR_NULL. Adding an object to itself doubles its content.
 * @return NPS_OK, NPS_ERROR_NULL or NPS_ERROR_OVERFLOW; on error nothing changes.
 */
NPS_EXPORT nps_status nps_paired_merge(nps_paired *self, const nps_paired *from);

/**
 * Subtracts people who were merged or counted; reverses nps_paired_merge().
 *
 * @param self The waves. NULL: NPS_ERROR_NULL.
 * @param part The object to subtract; unchanged. NULL: NPS_ERROR_NULL. A counter would become negative:
 *             NPS_ERROR_UNDERFLOW. Subtracting an object from itself leaves it empty.
 * @return NPS_OK, NPS_ERROR_NULL or NPS_ERROR_UNDERFLOW; on error nothing changes.
 */
NPS_EXPORT nps_status nps_paired_subtract(nps_paired *self, const nps_paired *part);

/**
 * The counts of each wave: the people in both waves together with those in that wave only.
 *
 * @param self   The waves, unchanged. NULL: NPS_ERROR_NULL.
 * @param first  Receives the counts of the first wave. NULL: NPS_ERROR_NULL.
 * @param second Receives the counts of the second wave. NULL: NPS_ERROR_NULL.
 * @return NPS_OK, NPS_ERROR_NULL or NPS_ERROR_OVERFLOW; on error nothing is written. Pure; safe from any thread.
 */
NPS_EXPORT nps_status nps_paired_read_waves(const nps_paired *self, nps_counts *first, nps_counts *second);

/**
 * The moves between groups of the people in both waves.
 *
 * @param self The waves, unchanged. NULL: NPS_ERROR_NULL. Nobody in both waves: NPS_ERROR_EMPTY.
 * @param out  Receives the moves. NULL: NPS_ERROR_NULL.
 * @return NPS_OK or one of these, or NPS_ERROR_OVERFLOW; on error `out` is unchanged. Pure; safe from any thread.
 */
NPS_EXPORT nps_status nps_paired_read_moves(const nps_paired *self, nps_paired_moves *out);

/** How the people in both waves and the others are combined into one change. Part of the ABI. */
typedef enum nps_paired_estimator {
    /** With the weights that minimize the variance of the change; the default. */
    NPS_PAIRED_BEST = 0,
    /** Each wave's estimate is the score of everybody in it, so the change is the difference of the printed scores. */
    NPS_PAIRED_PROPORTIONAL = 1
} nps_paired_estimator;

/** The options of nps_paired_compare_with(). Make it with nps_paired_options_init(). */
typedef struct nps_paired_options {
    uint32_t size;                  /**< sizeof(nps_paired_options), set by init. */
    nps_method method;              /**< As for nps_paired_compare(); init sets NPS_METHOD_AUTO. */
    double level;                   /**< The confidence level; init sets 0.95. NaN or not in (0, 1): NPS_ERROR_LEVEL. */
    nps_paired_estimator estimator; /**< Init sets NPS_PAIRED_BEST. An unknown one: NPS_ERROR_METHOD. */
} nps_paired_options;

/**
 * Sets the defaults. In the header, so that an older program never has its smaller struct overrun.
 *
 * @param options The options to set; NULL does nothing.
 */
static inline void nps_paired_options_init(nps_paired_options *options)
{
    if (options) {
        options->size = (uint32_t)sizeof(nps_paired_options);
        options->method = NPS_METHOD_AUTO;
        options->level = 0.95;
        options->estimator = NPS_PAIRED_BEST;
    }
}

/** A change between two waves, and what it rests on. Plain and part of the ABI; it never grows. */
typedef struct nps_paired_change {
    nps_comparison comparison; /**< The change, second wave minus first, with its interval and p-value. */
    /** The weight, 0..1, of the people in both waves in the estimate of the first wave; those in the first wave only
     * have 1 minus this weight. */
    double first_weight;
    double second_weight; /**< The same for the second wave. */
    double both;          /**< The change of the people in both waves, in points; NaN when there are none. */
    /** The score of those in the second wave only minus that of those in the first wave only, in points; NaN when
     * either has nobody. */
    double others;
} nps_paired_change;

/**
 * The change of the score, second wave minus first, with everybody who answered.
 *
 * If all people answered in both waves, the change of a person is -2, -1, 0, 1 or 2. The interval of its mean is a
 * score interval: it inverts the test at the restricted maximum likelihood estimate of the five probabilities (Tango,
 * Statistics in Medicine 17:891, 1998, for three probabilities; the estimate is that of empirical likelihood, Owen
 * 1988, in which -2 and 2 are always possible). By default it has Laud's correction for skewness (Pharmaceutical
 * Statistics 16:334, 2017).
 *
 * If some people answered in one wave only, the score of each wave is estimated twice: by the people in both waves and
 * by the others. The change is the linear combination of these estimates with the smallest variance, with weights from
 * 0 to 1 (Patterson, Journal of the Royal Statistical Society B 12:241, 1950). It has three independent parts: the
 * people in both waves, those in the second wave only, and those in the first wave only. Each part has its own interval
 * of the same method, and MOVER combines them (Zou and Donner, Statistics in Medicine 27:1693, 2008). The variances are
 * estimated after three people were added to each part, a quarter of them promoters and a quarter detractors. The 95 %
 * interval is never wider than that of the people in both waves alone, nor than that of the others alone: if it were,
 * that part would be the result. With nobody in both waves the result is that of nps_compare().
 *
 * The p-value inverts the interval. docs/which_interval.md has the coverage that
 * benchmarks/paired_coverage measured.
 *
 * The change assumes that the people in both waves and the others of a wave are samples of the same population. If the
 * people who left or joined are different, compare nps_paired_change.both with nps_paired_change.others, or take the
 * proportional estimator of nps_paired_compare_with(), which is the difference of the scores of everybody in each wave.
 *
 * @code
 * nps_paired waves = {0};
 * nps_comparison change;
 * nps_paired_add(&waves, 10, 9, 40, NULL);
 * nps_paired_add(&waves, 9, 7, 12, NULL);
 * nps_paired_add(&waves, 8, 10, 4, NULL);
 * nps_paired_add(&waves, 5, 3, 20, NULL);
 * if (nps_paired_compare(&waves, NPS_METHOD_AUTO, 0.95, &change) == NPS_OK) // second wave minus first
 *     printf("%+.1f, %.1f to %.1f\n", change.difference, change.bounds.lower, change.bounds.upper);
 * // prints: -10.5, -21.4 to -0.2
 * @endcode
 *
 * @param self   The waves, unchanged. NULL: NPS_ERROR_NULL. Nobody in one of the waves: NPS_ERROR_EMPTY; a sum above
 *               2^64 - 1: NPS_ERROR_OVERFLOW.
 * @param method NPS_METHOD_AUTO, which is NPS_METHOD_SKEWNESS_SCORE here; NPS_METHOD_SKEWNESS_SCORE, NPS_METHOD_SCORE
 *               or NPS_METHOD_WALD. Any other method: NPS_ERROR_UNAVAILABLE.
 * @param level  The confidence level. NaN or not inside (0, 1): NPS_ERROR_LEVEL.
 * @param out    Receives the comparison. NULL: NPS_ERROR_NULL.
 * @return NPS_OK or one of these, or NPS_ERROR_METHOD; on error `out` is unchanged. Pure; safe from any thread. Takes
 *         a few tenths of a millisecond.
 */
NPS_EXPORT nps_status nps_paired_compare(const nps_paired *self, nps_method method, double level, nps_comparison *out);

/**
 * The same with options, and with what the change rests on.
 *
 * @param self    As for nps_paired_compare().
 * @param options Made by nps_paired_options_init(), or NULL for the defaults. A size smaller than the first version's,
 *                or a larger one whose tail is not all zero: NPS_ERROR_SIZE.
 * @param out     Receives the change. NULL: NPS_ERROR_NULL.
 * @return As nps_paired_compare(), or NPS_ERROR_SIZE; on error `out` is unchanged. Pure; safe from any thread.
 */
NPS_EXPORT nps_status nps_paired_compare_with(const nps_paired *self, const nps_paired_options *options,
                                              nps_paired_change *out);

NPS_END_DECLARATIONS

#endif
