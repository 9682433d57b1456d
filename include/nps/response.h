/**
 * @file response.h
 * @brief Who did not answer: response rates, and what the answers of the others could change.
 *
 * An interval covers the chance of who was asked, not the choice of who answers. This header shows how far the score
 * could be from that of all who were asked: if all others were detractors, or promoters; if promoters, passives and
 * detractors answer at rates that somebody has measured or assumes; and how different the others would have to be to
 * change a conclusion.
 *
 * SPDX-License-Identifier: MIT
 */
#ifndef NPS_RESPONSE_H
#define NPS_RESPONSE_H

#include <nps/counts.h>
#include <nps/export.h>
#include <nps/proportion.h>
#include <nps/status.h>
#include <stddef.h>
#include <stdint.h>

NPS_BEGIN_DECLARATIONS

/**
 * The response rate: the share of those asked who answered, with the interval of nps_proportion_interval().
 *
 * @param answered The number of people who answered. More than were asked: NPS_ERROR_PART.
 * @param asked    The number of people who were asked. 0: NPS_ERROR_EMPTY.
 * @param level    The confidence level, 0.95 for 95 %. NaN or not inside (0, 1): NPS_ERROR_LEVEL.
 * @param out      Receives the rate. NULL: NPS_ERROR_NULL.
 * @return NPS_OK or one of these; on error `out` is unchanged. Pure; safe from any thread.
 */
NPS_EXPORT nps_status nps_response_rate(uint64_t answered, uint64_t asked, double level, nps_proportion_result *out);

/** One wave of invitations: the first, or a reminder to those who have not answered yet. Plain and part of the ABI; it
 * never grows. */
typedef struct nps_response_wave {
    uint64_t asked;                   /**< The number of people who were asked in this wave. */
    uint64_t answered;                /**< How many of them answered before the next wave. */
    nps_proportion_result rate;       /**< The rate of this wave: answered / asked. */
    nps_proportion_result cumulative; /**< The rate of this wave and all earlier ones, of all people asked. */
} nps_response_wave;

/**
 * Response rates by wave, where each wave asks those who have not answered before.
 *
 * @code
 * const uint64_t answered[] = {180, 90, 30};
 * nps_response_wave waves[3];
 * if (nps_response_waves(1000, answered, 3, 0.95, waves) == NPS_OK)
 *     printf("%.2f of the last %d, %.2f in all\n", waves[2].rate.share, (int)waves[2].asked,
 *            waves[2].cumulative.share);
 * // prints: 0.04 of the last 730, 0.30 in all
 * @endcode
 *
 * @param asked    The number of people asked in the first wave.
 * @param answered `count` numbers of people who answered, by wave. NULL: NPS_ERROR_NULL. More than were still asked:
 *                 NPS_ERROR_PART; a wave in which nobody is left to ask: NPS_ERROR_EMPTY.
 * @param count    The number of waves; 0: NPS_ERROR_EMPTY.
 * @param level    The confidence level, 0.95 for 95 %. NaN or not inside (0, 1): NPS_ERROR_LEVEL.
 * @param out      Receives `count` waves; must not overlap `answered`. NULL: NPS_ERROR_NULL.
 * @return NPS_OK or one of these; on error `out` is unchanged. Pure; safe from any thread.
 */
NPS_EXPORT nps_status nps_response_waves(uint64_t asked, const uint64_t *answered, size_t count, double level,
                                         nps_response_wave *out);

/**
 * The parts of promoters, passives and detractors who answer when they are asked. Only their ratios change a score. An
 * example that has been published is .55, .37 and .50. Plain and part of the ABI.
 */
typedef struct nps_response_rates {
    double promoters;  /**< The part of promoters who answer, above 0 and at most 1. */
    double passives;   /**< The part of passives who answer, above 0 and at most 1. */
    double detractors; /**< The part of detractors who answer, above 0 and at most 1. */
} nps_response_rates;

/** A score with its interval, in points. Plain and part of the ABI; it never grows. */
typedef struct nps_response_score {
    double score;      /**< The score in points, -100..100. */
    nps_bounds bounds; /**< The confidence interval of the score in points, -100..100. */
} nps_response_score;

/** The scores that all who were asked could have. Plain and part of the ABI; it never grows. */
typedef struct nps_nonresponse_result {
    nps_proportion_result rate;    /**< The response rate. */
    nps_response_score observed;   /**< That of the answers alone, with the interval of nps_interval(). */
    nps_response_score worst;      /**< If all others are detractors. */
    nps_response_score best;       /**< If all others are promoters. */
    nps_response_score reweighted; /**< With each answer counted as 1 / rate of its category. */
} nps_nonresponse_result;

/**
 * The scores of all who were asked: the worst, the best, and that with assumed rates of answering.
 *
 * The worst and the best score count the others as detractors, or as promoters; their intervals are those of
 * nps_interval() for these counts, as if all who were asked had answered so. No assumption is needed for the scores:
 * that of all who were asked lies between (the bounds of Horowitz and Manski, Journal of the American Statistical
 * Association 95:77, 2000).
 *
 * The reweighted score divides each count by the rate of its category. Its interval is Gaffke's bound for a mean
 * (Mathematical Methods of Statistics 14:451, 2005), which takes the rates as known.
 *
 * @code
 * const nps_counts counts = {46, 30, 14};
 * const nps_response_rates rates = {0.55, 0.37, 0.50};
 * nps_nonresponse_result out;
 * if (nps_nonresponse(&counts, 200, &rates, 0.95, &out) == NPS_OK)
 *     printf("%.1f observed, %.1f reweighted, %.1f to %.1f possible\n", out.observed.score, out.reweighted.score,
 *            out.worst.score, out.best.score);
 * // prints: 35.6 observed, 28.9 reweighted, -39.0 to 71.0 possible
 * @endcode
 *
 * @param counts The counts of those who answered. NULL: NPS_ERROR_NULL; all zero: NPS_ERROR_EMPTY.
 * @param asked  The number of people who were asked. Fewer than answered: NPS_ERROR_PART.
 * @param rates  The rates of answering. NaN or not inside (0, 1], or one below a millionth of another:
 *               NPS_ERROR_SHARES. NULL: equal rates, and `reweighted` is `observed`.
 * @param level  The confidence level, 0.95 for 95 %. NaN or not inside (0, 1): NPS_ERROR_LEVEL.
 * @param out    Receives the scores. NULL: NPS_ERROR_NULL.
 * @return NPS_OK or one of these, or NPS_ERROR_OVERFLOW for a sum of counts above 2^64 - 1; on error `out` is
 * unchanged. Pure; safe from any thread. Takes the time of three intervals.
 */
NPS_EXPORT nps_status nps_nonresponse(const nps_counts *counts, uint64_t asked, const nps_response_rates *rates,
                                      double level, nps_nonresponse_result *out);

/** How different those who did not answer would have to be to change a conclusion. Plain and part of the ABI; it never
 * grows. */
typedef struct nps_nonresponse_limits {
    /** What the answers say: 1 if the interval of their score is above the benchmark, -1 if below, 0 if it contains the
     * benchmark. Then nothing is concluded, and the two figures below are NaN. */
    int32_t conclusion;
    /** The score of the others, in points, at which the interval of all who were asked begins to contain the benchmark.
     * NaN if no score from -100 to 100 does that, also if everybody answered. */
    double others_score;
    /** The rate of answering of promoters divided by that of detractors at which the interval of the reweighted score
     * begins to contain the benchmark; the rate of passives is the geometric mean of both. Above 1 for a conclusion of
     * 1, and below 1 for -1; 1 if the interval contains the benchmark with equal rates already. NaN if no ratio from
     * 1e-6 to 1e6 does that. */
    double rate_ratio;
} nps_nonresponse_limits;

/**
 * At what score of the others, and at what ratio of answering rates, a conclusion about a benchmark no longer holds.
 *
 * The conclusion is that of nps_interval(). The score of all who were asked is taken as the mean of the score of the
 * answers, with its interval, and of a fixed score of the others, weighted by their numbers. So the others are certain
 * here, and add nothing to the width; in the worst case of nps_nonresponse() they are further answers of a sample, and
 * the interval is that of all of them. The worst interval may therefore contain a benchmark that no score of the others
 * reaches: of 105 asked, 46 promoters, 30 passives and 14 detractors, it contains 0, and `others_score` is NaN.
 *
 * @code
 * const nps_counts counts = {460, 300, 140};
 * nps_nonresponse_limits out;
 * if (nps_nonresponse_limit(&counts, 2000, 0, 0.95, &out) == NPS_OK)
 *     printf("above 0 unless the others have %.1f, or promoters answer %.1f times as often\n", out.others_score,
 *            out.rate_ratio);
 * // prints: above 0 unless the others have -25.1, or promoters answer 2.7 times as often
 * @endcode
 *
 * @param counts    As for nps_nonresponse().
 * @param asked     As for nps_nonresponse().
 * @param benchmark The benchmark, in points. NaN or not inside [-100, 100]: NPS_ERROR_REFERENCE.
 * @param level     As for nps_nonresponse().
 * @param out       Receives the limits. NULL: NPS_ERROR_NULL.
 * @return NPS_OK or one of these, or NPS_ERROR_OVERFLOW; on error `out` is unchanged. Pure; safe from any thread.
 */
NPS_EXPORT nps_status nps_nonresponse_limit(const nps_counts *counts, uint64_t asked, double benchmark, double level,
                                            nps_nonresponse_limits *out);

NPS_END_DECLARATIONS

#endif
