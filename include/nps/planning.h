/**
 * @file planning.h
 * @brief Before a survey: how many answers, how many invitations, how often.
 *
 * Every plan rests on an expectation: the shares of promoters, passives and detractors that the survey will find. Where
 * nobody knows, the worst case is planned for: no passives, and as many promoters as detractors, which has the largest
 * variance. A pilot gives fewer respondents, and is as uncertain as any survey of its size.
 *
 * Plans assume that who answers is a random sample of those asked. No number of respondents cures the bias of those who
 * do not answer.
 *
 * SPDX-License-Identifier: MIT
 */
#ifndef NPS_PLANNING_H
#define NPS_PLANNING_H

#include <nps/counts.h>
#include <nps/export.h>
#include <nps/method.h>
#include <nps/status.h>
#include <stdint.h>

NPS_BEGIN_DECLARATIONS

/**
 * Expected shares. Only their proportions matter, so that .5, .3, .2 are the same as 50, 30, 20 or as the counts of a
 * pilot. Each must be finite and not negative, and one positive, else NPS_ERROR_SHARES. Plain and part of the ABI.
 */
typedef struct nps_plan_shares {
    double promoters;  /**< The share of promoters. */
    double passives;   /**< The share of passives. */
    double detractors; /**< The share of detractors. */
} nps_plan_shares;

/** Options of plans. Initialise them with nps_plan_options_init(). A function ignores the options that its description
 * does not name. */
typedef struct nps_plan_options {
    uint32_t size; /**< sizeof(nps_plan_options), set by init. */
    /** The method that the survey will be read with; init sets NPS_METHOD_AUTO. A plan calls the very functions that
     * will read it, so it holds for what these do. NPS_METHOD_WALD gives the figures of textbooks. */
    nps_method method;
    double level; /**< The confidence level, inside (0, 1); init sets 0.95. A test is significant below 1 - level. */
    double power; /**< The probability with which a change must be found, inside (1 - level, 1); init sets 0.8. */
    double ratio; /**< How many answers the second group has for each of the first; init sets 1. */
    /** How many customers there are, when answers are a considerable share of them, as in nps_interval_options; 0, as
     * init sets: endlessly many. It assumes a simple random sample without replacement. */
    uint64_t population;
} nps_plan_options;

/**
 * Sets the defaults. In the header, so that an older program never has its smaller struct overrun.
 *
 * @param options The options to set; NULL does nothing.
 */
static inline void nps_plan_options_init(nps_plan_options *options)
{
    if (options) {
        options->size = (uint32_t)sizeof(nps_plan_options);
        options->method = NPS_METHOD_AUTO;
        options->level = 0.95;
        options->power = 0.8;
        options->ratio = 1;
        options->population = 0;
    }
}

/** The sizes of two groups. Plain and part of the ABI; it never grows. */
typedef struct nps_plan_sizes {
    uint64_t first;  /**< Respondents of the first group. */
    uint64_t second; /**< Respondents of the second group. */
} nps_plan_sizes;

/** How often one can measure. Plain and part of the ABI; it never grows. */
typedef struct nps_plan_rotation {
    uint64_t waves; /**< How many waves fit into one rest period, each asking other customers. */
    double days;    /**< Days from one wave to the next; for whole days round it up. */
} nps_plan_rotation;

/**
 * The margin of error to expect: half the width of the interval, in points.
 *
 * It is half the width that nps_interval_with() gives for the expected table, the one with exactly the expected shares;
 * where that is not in whole numbers, the widths of the whole tables around it, at most three, are interpolated
 * linearly.
 *
 * The survey's own interval will be somewhat narrower or wider, as its answers fall. The mean half-width over all
 * surveys, by enumeration for four pilots at 95 %, is below the margin: by 3.3 points at most for 10 respondents, 1.5
 * for 20, 0.4 for 50, 0.1 for 100, 0.01 for 400 (benchmarks/planning_power).
 *
 * @param respondents How many answers. 0: NPS_ERROR_EMPTY; above 2^53: NPS_ERROR_OVERFLOW.
 * @param expected    The expected shares; NULL: the worst case. (With NPS_METHOD_EXACT another table may be 1 % wider.)
 * @param options     method, level and population. NULL: the defaults.
 * @param margin      Receives the margin in points, 0..100. NULL: NPS_ERROR_NULL.
 * @return NPS_OK or one of these, NPS_ERROR_SIZE, NPS_ERROR_SHARES, or what nps_interval_with() returns; on error
 *         `margin` is unchanged. Pure; safe from any thread. As long as three intervals of one n.
 */
NPS_EXPORT nps_status nps_plan_margin(uint64_t respondents, const nps_plan_shares *expected,
                                      const nps_plan_options *options, double *margin);

/**
 * How many respondents keep the margin of error.
 *
 * An n for which nps_plan_margin() is at most `margin`, while for n - 1 it is larger; the four sizes above n keep it
 * too. That is the smallest such n, and all above keep it, but for exact intervals, whose widths rise here and there by
 * 2 % from one n to the next (6 % where nearly all are in one group), and for the Wald family on fewer than five
 * answers.
 *
 * NPS_METHOD_WALD gives the textbooks' z^2 variance / margin^2, rounded up (Cochran, Sampling Techniques, 1977, section
 * 4.4): in the worst case at 95 %, 385 for 10 points and 1537 for 5; and of 1000 customers 278 for 10 points (Krejcie
 * and Morgan, Educational and Psychological Measurement 30:607, 1970).
 *
 * @param margin      The margin in points. NaN or not inside (0, 100]: NPS_ERROR_PLAN.
 * @param expected    As for nps_plan_margin().
 * @param options     As for nps_plan_margin().
 * @param respondents Receives the number of respondents. NULL: NPS_ERROR_NULL.
 * @return NPS_OK or one of these, or what nps_plan_margin() returns; NPS_ERROR_OVERFLOW when it would be above 2^53,
 *         NPS_ERROR_TOO_MANY when NPS_METHOD_EXACT does not take so many; on error `respondents` is unchanged. Pure;
 *         safe from any thread. 0.1 ms; where NPS_METHOD_AUTO is exact up to 70 ms, for NPS_METHOD_EXACT and
 *         NPS_METHOD_BAYES up to 0.5 s. Where a respondent more changes the margin by less than the error of a bound,
 *         above margin / 2e-8 respondents, the number is exact to that error only.
 */
NPS_EXPORT nps_status nps_plan_respondents(double margin, const nps_plan_shares *expected,
                                           const nps_plan_options *options, uint64_t *respondents);

/**
 * Expected shares after a change of the score.
 *
 * Half of the change is gained by one end and half of it lost by the other: 10 points up are 5 % more promoters and 5 %
 * fewer detractors. When there are fewer than that to lose, all go, and what is still missing comes from the passives.
 * For a change of another kind give shares of your own to nps_plan_power().
 *
 * @param from   The shares before. NULL: NPS_ERROR_NULL.
 * @param change The change in points. NaN or infinite: NPS_ERROR_PLAN; when the score would leave [-100, 100]:
 *               NPS_ERROR_UNREACHABLE.
 * @param out    Receives the shares after, which sum to 1; may be the same object. NULL: NPS_ERROR_NULL.
 * @return NPS_OK or one of these, or NPS_ERROR_SHARES; on error `out` is unchanged. Pure; safe from any thread.
 */
NPS_EXPORT nps_status nps_plan_shift(const nps_plan_shares *from, double change, nps_plan_shares *out);

/**
 * The power of a comparison: the probability that nps_compare() finds a difference.
 *
 * That is, that its two-sided p-value is below 1 - level, in either direction.
 *
 * With the closed forms (NPS_METHOD_AUTO, the score methods and the Wald family) and fewer than 50 answers expected in
 * any group of either sample that is not empty, the power is the sum of the probabilities of all pairs of tables that
 * the comparison tells apart; where that sum would have more than 2,000 terms, values are left out, and the error is at
 * most 0.01. In larger samples, and with the other methods, the difference of the scores is taken as normal with its
 * true variance and skewness (one term of Edgeworth's series: Hall, The Bootstrap and Edgeworth Expansion, 1992,
 * chapter 2), and how large a difference is just significant is asked from nps_compare() itself. In large samples the
 * error is at most 0.01 too. With NPS_METHOD_EXACT, NPS_METHOD_BAYES and NPS_METHOD_ANYTIME on few answers it may be
 * larger: for .50/0/.50 against 1/0/0 and 10 exact answers in each group the power is .62 and the plan says .76.
 * benchmarks/planning_power compares plans with enumeration.
 *
 * @param first          The expected shares of the first group. NULL: NPS_ERROR_NULL.
 * @param first_answers  How many answers the first group has. 0: NPS_ERROR_EMPTY; above 2^53: NPS_ERROR_OVERFLOW.
 * @param second         The expected shares of the second group, likewise.
 * @param second_answers How many answers the second group has, likewise.
 * @param options        method and level. NULL: the defaults.
 * @param power          Receives the power, 0..1. NULL: NPS_ERROR_NULL.
 * @return NPS_OK or one of these, NPS_ERROR_SIZE, NPS_ERROR_SHARES, or what nps_compare() returns; on error `power` is
 *         unchanged. Pure; safe from any thread. At most 50 ms for sums over tables, else as long as two comparisons.
 */
NPS_EXPORT nps_status nps_plan_power(const nps_plan_shares *first, uint64_t first_answers,
                                     const nps_plan_shares *second, uint64_t second_answers,
                                     const nps_plan_options *options, double *power);

/**
 * How many respondents per group find a change with the power wanted.
 *
 * With n in the first group and ratio n, rounded up, in the second, nps_plan_power() is at least `power`, with n - 1 it
 * is less; the four sizes above n are enough too. For small changes in large groups it tends to the
 * textbooks' (z + z')^2 (v + v' / ratio) / change^2, with the deviates of level and power and the variances of both
 * groups (Fleiss, Levin and Paik, Statistical Methods for Rates and Proportions, 2003, chapter 4), which for 10 points
 * in the worst case, 80 % and 95 % is 1570.
 *
 * @param change   The change in points from the first group to the second. NaN, 0 or not inside [-200, 200]:
 *                 NPS_ERROR_PLAN.
 * @param expected The shares of the first group; those of the second are nps_plan_shift(). NULL: the worst case, no
 *                 passives and one score as far below 0 as the other is above. (Tried for changes of 20 to 100 points
 *                 and ratios of 1/20 to 20: other scores need at most 1 % more, or one respondent, where both groups
 *                 have 25.)
 * @param options  method, level, power and ratio. NULL: the defaults. A power that is NaN or not inside
 *                 (1 - level, 1), or a ratio that is not positive and finite: NPS_ERROR_PLAN.
 * @param sizes    Receives the sizes. NULL: NPS_ERROR_NULL.
 * @return NPS_OK or one of these, or what nps_plan_shift() and nps_plan_power() return; NPS_ERROR_OVERFLOW when a size
 *         would be above 2^53, NPS_ERROR_TOO_MANY when NPS_METHOD_EXACT does not take so many; on error `sizes` is
 *         unchanged. Pure; safe from any thread. Less than a millisecond in large groups, up to 0.3 s where the power
 * is a sum over tables and with NPS_METHOD_BAYES.
 */
NPS_EXPORT nps_status nps_plan_comparison(double change, const nps_plan_shares *expected,
                                          const nps_plan_options *options, nps_plan_sizes *sizes);

/**
 * The smallest rise of the score that a comparison finds with the power wanted.
 *
 * To 0.001 points, rounded up. For a fall swap promoters and detractors: the answer is how far the score falls.
 *
 * @param sizes    The sizes of the groups. NULL: NPS_ERROR_NULL; a 0: NPS_ERROR_EMPTY; above 2^53: NPS_ERROR_OVERFLOW.
 * @param expected As for nps_plan_comparison().
 * @param options  method, level and power. NULL: the defaults.
 * @param change   Receives the change in points, above 0. NULL: NPS_ERROR_NULL.
 * @return NPS_OK or one of these, or what nps_plan_comparison() returns; NPS_ERROR_UNREACHABLE when no possible rise is
 *         found so often, or when so nearly all are promoters that nps_plan_power() does not hold; on error `change` is
 *         unchanged. Pure; safe from any thread. As long as about 20 comparisons.
 */
NPS_EXPORT nps_status nps_plan_change(const nps_plan_sizes *sizes, const nps_plan_shares *expected,
                                      const nps_plan_options *options, double *change);

/**
 * The power of a sample against a benchmark that is known exactly: the probability that nps_compare_benchmark() finds
 * a difference. Made as nps_plan_power(), and as near to the truth: within 0.03 from 10 respondents, within 0.01 from
 * 100 (without passives 0.05 and 0.015).
 *
 * @param expected    The expected shares. NULL: NPS_ERROR_NULL.
 * @param respondents How many answers. 0: NPS_ERROR_EMPTY; above 2^53: NPS_ERROR_OVERFLOW.
 * @param benchmark   The benchmark in points. NaN or not inside [-100, 100]: NPS_ERROR_REFERENCE.
 * @param options     method and level. NULL: the defaults.
 * @param power       Receives the power, 0..1. NULL: NPS_ERROR_NULL.
 * @return NPS_OK or one of these, NPS_ERROR_SIZE, NPS_ERROR_SHARES, or what nps_compare_benchmark() returns; on error
 *         `power` is unchanged. Pure; safe from any thread. As long as two comparisons.
 */
NPS_EXPORT nps_status nps_plan_benchmark_power(const nps_plan_shares *expected, uint64_t respondents, double benchmark,
                                               const nps_plan_options *options, double *power);

/**
 * How many respondents tell expected shares from a benchmark with the power wanted. Found as in nps_plan_comparison().
 *
 * @param expected    The expected shares. NULL: NPS_ERROR_NULL.
 * @param benchmark   The benchmark in points. NaN or not inside [-100, 100]: NPS_ERROR_REFERENCE; when it is the score
 *                    of the shares: NPS_ERROR_UNREACHABLE.
 * @param options     method, level and power. NULL: the defaults.
 * @param respondents Receives the number of respondents. NULL: NPS_ERROR_NULL.
 * @return NPS_OK or one of these, or what nps_plan_benchmark_power() and nps_plan_comparison() return; on error
 *         `respondents` is unchanged. Pure; safe from any thread.
 */
NPS_EXPORT nps_status nps_plan_benchmark_respondents(const nps_plan_shares *expected, double benchmark,
                                                     const nps_plan_options *options, uint64_t *respondents);

/**
 * How many invitations bring enough answers.
 *
 * On average, with an assurance of 0: respondents / rate, rounded up (a rate is taken to 15 digits, so that 21 / 0.07
 * is 300). With half of these surveys falling short, an assurance is better: the smallest number for which at least
 * `respondents` answer with that probability, when each who is invited answers with probability `rate` independently
 * (the binomial distribution, summed).
 *
 * @param respondents How many answers are needed. 0: NPS_ERROR_EMPTY; with an assurance above 10^9:
 *                    NPS_ERROR_TOO_MANY.
 * @param rate        The response rate. NaN or not inside (0, 1]: NPS_ERROR_PLAN.
 * @param assurance   The probability that there are enough answers, inside [0.5, 1), or 0 for the average. NaN or
 *                    another: NPS_ERROR_PLAN.
 * @param invitations Receives the number of invitations. NULL: NPS_ERROR_NULL.
 * @return NPS_OK or one of these; NPS_ERROR_OVERFLOW when it would be above 2^53; on error `invitations` is unchanged.
 *         Pure; safe from any thread. Below a millisecond up to 10^5 respondents, 20 ms for 10^9.
 */
NPS_EXPORT nps_status nps_plan_invitations(uint64_t respondents, double rate, double assurance, uint64_t *invitations);

/**
 * How often one can measure when nobody may be invited again before a rest.
 *
 * The customers are split into floor(base / invitations) groups that are asked in turn, once in a rest period each.
 *
 * @param base        How many customers may be invited.
 * @param invitations How many each wave invites. 0: NPS_ERROR_EMPTY; more than the base: NPS_ERROR_UNREACHABLE.
 * @param rest_days   Days from one invitation of a customer to the next. NaN, infinite or negative: NPS_ERROR_PLAN.
 * @param rotation    Receives how often. NULL: NPS_ERROR_NULL.
 * @return NPS_OK or one of these; on error `rotation` is unchanged. Pure; safe from any thread.
 */
NPS_EXPORT nps_status nps_plan_waves(uint64_t base, uint64_t invitations, double rest_days,
                                     nps_plan_rotation *rotation);

NPS_END_DECLARATIONS

#endif
