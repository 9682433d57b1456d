/**
 * @file planning.h
 * @brief Before a survey: how many answers and invitations are needed, and how often to measure.
 *
 * Every plan depends on the expected shares of promoters, passives and detractors. If they are unknown, the plan is for
 * the worst case: no passives, and as many promoters as detractors, which has the largest variance. A pilot survey
 * reduces the number of respondents, but its shares are as uncertain as those of any survey of its size.
 *
 * Plans assume that the respondents are a random sample. No number of respondents removes the bias from people who do
 * not answer.
 *
 * SPDX-License-Identifier: MIT
 */
#ifndef NPS_PLANNING_H
#define NPS_PLANNING_H

#include <nps/counts.h>
#include <nps/export.h>
#include <nps/interrupt.h>
#include <nps/method.h>
#include <nps/status.h>
#include <stdint.h>

NPS_BEGIN_DECLARATIONS

/** The largest number of respondents for plans against a benchmark with NPS_METHOD_EXACT, which would take too long for
 * more; more return NPS_ERROR_TOO_MANY. */
#define NPS_PLAN_EXACT_MAX 500

/**
 * Expected shares. Only their proportions matter: .5, .3, .2 are the same as 50, 30, 20, or as the counts of a pilot.
 * Each must be finite and not negative, and at least one must be positive; otherwise NPS_ERROR_SHARES. Plain and part
 * of the ABI.
 */
typedef struct nps_plan_shares {
    double promoters;  /**< The share of promoters. */
    double passives;   /**< The share of passives. */
    double detractors; /**< The share of detractors. */
} nps_plan_shares;

/** What a comparison is to show. The values are part of the ABI. */
typedef enum nps_plan_goal {
    NPS_PLAN_DIFFERENCE = 0, /**< That the scores differ, by nps_compare(). */
    /** That the second group is not worse than the first by `margin` points or more, by nps_compare_noninferiority()
     * with the second group as its first argument. */
    NPS_PLAN_NONINFERIORITY = 1,
    NPS_PLAN_EQUIVALENCE = 2 /**< That the scores differ by less than `margin` points, by nps_compare_equivalence(). */
} nps_plan_goal;

/**
 * Expected shares of the same people in two waves: a row for each group of the first wave, which has the shares of its
 * people in each group of the second wave, as in nps_paired. Only the proportions of the nine shares matter. Each must
 * be finite and not negative, and at least one must be positive; otherwise NPS_ERROR_SHARES. Plain and part of the ABI;
 * it never grows.
 */
typedef struct nps_plan_joint {
    nps_plan_shares promoters;  /**< The promoters of the first wave, by their group in the second wave. */
    nps_plan_shares passives;   /**< The passives of the first wave, by their group in the second wave. */
    nps_plan_shares detractors; /**< The detractors of the first wave, by their group in the second wave. */
} nps_plan_joint;

/** Options of plans. Initialise them with nps_plan_options_init(). A function ignores the options that its description
 * does not name. */
typedef struct nps_plan_options {
    uint32_t size; /**< sizeof(nps_plan_options), set by init. */
    /** The method of the interval or the test of the survey; init sets NPS_METHOD_AUTO. The plan calls the functions
     * that will evaluate the survey, so it is valid for these. NPS_METHOD_WALD gives the numbers of textbooks. */
    nps_method method;
    double level; /**< The confidence level, inside (0, 1); init sets 0.95. A test is significant below 1 - level. */
    /** The probability of detecting the change, above 1 - level (divided by the number of comparisons) and below 1;
     * init sets 0.8. */
    double power;
    double ratio; /**< The number of respondents of the second group per respondent of the first; init sets 1. */
    /** The number of people in a finite population, as in nps_interval_options; 0, as init sets: infinite. The
     * respondents are assumed to be a simple random sample without replacement. */
    uint64_t population;
    /** Asked between the steps of a search and of a sum, of which each takes up to 0.1 s, but up to 0.5 s with
     * NPS_METHOD_BAYES and some millions of respondents; init sets none. */
    nps_interrupt interrupt;
    /** The number of comparisons, or of intervals, that are all to be right with the probability `level`: for m
     * segments that is m when each is compared with the rest, and m (m - 1) / 2 for all pairs. Each is planned at the
     * level 1 - (1 - level) / comparisons, Bonferroni's. Holm's adjustment needs no more respondents for the same
     * power. Init sets 1. 0: NPS_ERROR_PLAN; so many that the level is rounded to 1: NPS_ERROR_LEVEL. */
    uint64_t comparisons;
    /** The design effect: the variance of a score divided by its variance in a simple random sample of the same size;
     * see nps_plan_design_effect(). Respondents divided by it, rounded down, are the independent respondents that a
     * plan is computed for. The survey must be evaluated with its design (nps/weighted_design.h), because nps_compare()
     * assumes independent respondents. Init sets 1. Not positive, or not finite: NPS_ERROR_PLAN. */
    double design_effect;
    /** What the comparison of two groups is to show; init sets NPS_PLAN_DIFFERENCE. With a margin the level must be
     * above 0.5, otherwise NPS_ERROR_LEVEL, and nps_plan_change() and the plans for a benchmark return
     * NPS_ERROR_UNAVAILABLE. An unknown goal: NPS_ERROR_PLAN. */
    nps_plan_goal goal;
    /** The margin of NPS_PLAN_NONINFERIORITY or NPS_PLAN_EQUIVALENCE in points, above 0 and at most 200, otherwise
     * NPS_ERROR_PLAN; ignored for a difference. Init sets 0. */
    double margin;
    /** The mean number of respondents of a cluster, for a survey that is drawn in clusters and evaluated with its
     * design. Its variances are estimated from the clusters, with as many degrees of freedom as there are clusters
     * (respondents / cluster_size, rounded down) minus cluster_strata. Plans then use Student's t, as
     * nps_weighted_compare() does, and count what an estimate of a variance costs: with few clusters much.
     * `design_effect` says what the clusters cost otherwise. Init sets 0: no clusters, or so many that variances are as
     * good as known. Below 1 and not 0, or not finite: NPS_ERROR_PLAN. */
    double cluster_size;
    /** The number of strata from which the clusters of each group are drawn; init sets 1. 0: NPS_ERROR_PLAN. Ignored
     * without clusters. */
    uint64_t cluster_strata;
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
        options->interrupt.is_requested = 0;
        options->interrupt.context = (void *)0;
        options->comparisons = 1;
        options->design_effect = 1;
        options->goal = NPS_PLAN_DIFFERENCE;
        options->margin = 0;
        options->cluster_size = 0;
        options->cluster_strata = 1;
    }
}

/** The sizes of two groups. Plain and part of the ABI; it never grows. */
typedef struct nps_plan_sizes {
    uint64_t first;  /**< Respondents of the first group. */
    uint64_t second; /**< Respondents of the second group. */
} nps_plan_sizes;

/** The largest number of looks of nps_plan_looks(). */
#define NPS_PLAN_LOOKS_MAX 20

/** How the error of a comparison is shared among looks. The values are part of the ABI. */
typedef enum nps_plan_boundary {
    /** Every look has the same level (Pocock, Biometrika 64:191, 1977): large differences are detected early. */
    NPS_PLAN_POCOCK = 0,
    /** Early looks have much higher levels than late ones (O'Brien and Fleming, Biometrics 35:549, 1979): the last look
     * has nearly the level of a single look, and the looks cost few respondents. */
    NPS_PLAN_OBRIEN_FLEMING = 1
} nps_plan_boundary;

/** One of several looks at a comparison. Plain and part of the ABI; it never grows. */
typedef struct nps_plan_look {
    double share; /**< The part of the planned respondents that have answered at this look: look / looks. */
    double level; /**< The level for nps_compare() at this look. */
    /** The probability that this look or an earlier one is significant, in either direction; at the last: the power. */
    double detected;
    double inflation; /**< What looking costs: the planned respondents divided by those of a single look. */
} nps_plan_look;

/** A schedule of waves. Plain and part of the ABI; it never grows. */
typedef struct nps_plan_rotation {
    uint64_t waves; /**< The number of waves in one rest period, each with different customers. */
    double days;    /**< Days from one wave to the next; round up for whole days. */
} nps_plan_rotation;

/**
 * The design effect of a sample of clusters, such as flights, shops or sales representatives, of which every customer,
 * or a random sample of them, is asked.
 *
 * For clusters of m respondents it is 1 + (m - 1) icc (Kish, Survey Sampling, 1965, section 5.4). If the clusters
 * differ in size, m is the mean and it is 1 + ((1 + variation^2) m - 1) icc (Eldridge, Ashby and Kerry, International
 * Journal of Epidemiology 35:1292, 2006).
 *
 * @code
 * double effect;
 * if (nps_plan_design_effect(20, 0.5, 0.05, &effect) == NPS_OK) // flights of 20 respondents, half of them more or less
 *     printf("%.2f\n", effect); // prints: 2.20
 * @endcode
 *
 * @param cluster_size The mean number of respondents of a cluster. NaN, infinite or below 1: NPS_ERROR_PLAN.
 * @param variation    The standard deviation of the numbers of respondents divided by their mean; 0: all clusters have
 *                     the same number. NaN, infinite or negative: NPS_ERROR_PLAN.
 * @param icc          The intraclass correlation: the correlation between two respondents of one cluster. NaN or not
 *                     inside [0, 1]: NPS_ERROR_PLAN.
 * @param effect       Receives the design effect, 1 or more. NULL: NPS_ERROR_NULL.
 * @return NPS_OK or one of these, or NPS_ERROR_OVERFLOW for an effect that is not finite; on error `effect` is
 *         unchanged. Pure; safe from any thread.
 */
NPS_EXPORT nps_status nps_plan_design_effect(double cluster_size, double variation, double icc, double *effect);

/**
 * The expected margin of error: half the width of the interval, in points.
 *
 * The interval is that of nps_interval_with() for the expected counts, which are `respondents` times the expected
 * shares. If these are not whole numbers, the half-widths for at most three neighbouring whole counts are interpolated
 * linearly.
 *
 * The interval of the survey will be slightly narrower or wider, depending on its answers. The mean half-width over all
 * possible surveys is below the margin: by at most 3.3 points for 10 respondents, 1.5 points for 20, 0.4 points for 50,
 * 0.1 points for 100 and 0.01 points for 400 (benchmarks/planning_power, by enumeration, for four pilots at 95 %).
 *
 * @param respondents The number of respondents. 0, or fewer than the design effect: NPS_ERROR_EMPTY; above 2^53, before
 *                    or after division by the design effect: NPS_ERROR_OVERFLOW.
 * @param expected    The expected shares; NULL: the worst case. (With NPS_METHOD_EXACT other shares may give an
 *                    interval that is up to 1 % wider.)
 * @param options     method, level, population, comparisons, design_effect, cluster_size and cluster_strata. NULL: the
 *                    defaults. A population is divided by the design effect too, so that the part of it that is sampled
 *                    stays the same.
 * @param margin      Receives the margin in points, 0..100. NULL: NPS_ERROR_NULL.
 * @return NPS_OK or one of these, NPS_ERROR_SIZE, NPS_ERROR_SHARES, or what nps_interval_with() returns; on error
 *         `margin` is unchanged. Pure; safe from any thread. Takes the time of at most three intervals.
 */
NPS_EXPORT nps_status nps_plan_margin(uint64_t respondents, const nps_plan_shares *expected,
                                      const nps_plan_options *options, double *margin);

/**
 * The number of respondents for a margin of error.
 *
 * The result is an n for which nps_plan_margin() is at most `margin`, while it is larger for n - 1; the margin is also
 * kept by the next four sizes. It is the smallest such n, and all larger sizes keep the margin, with two exceptions:
 * exact intervals, which may become 2 % wider from one n to the next (6 % if nearly all answers are in one group), and
 * the Wald family with fewer than five answers.
 *
 * NPS_METHOD_WALD gives the formula of textbooks, z^2 variance / margin^2, rounded up (Cochran, Sampling Techniques,
 * 1977, section 4.4): in the worst case at 95 %, 385 respondents for 10 points and 1537 for 5 points; and 278 of 1000
 * customers for 10 points (Krejcie and Morgan, Educational and Psychological Measurement 30:607, 1970).
 *
 * @code
 * const nps_plan_shares pilot = {0.5, 0.3, 0.2}; // promoters, passives, detractors
 * uint64_t respondents, invitations;
 * if (nps_plan_respondents(5, &pilot, NULL, &respondents) == NPS_OK && // a margin of 5 points
 *     nps_plan_invitations(respondents, 0.2, 0.9, &invitations) == NPS_OK) // one in five answers
 *     printf("%d answers, %d invitations\n", (int)respondents, (int)invitations);
 * // prints: 939 answers, 4872 invitations
 * @endcode
 *
 * @param margin      The margin in points. NaN or not inside (0, 100]: NPS_ERROR_PLAN.
 * @param expected    As for nps_plan_margin().
 * @param options     As for nps_plan_margin().
 * @param respondents Receives the number of respondents. NULL: NPS_ERROR_NULL.
 * @return NPS_OK or one of these, or what nps_plan_margin() returns; NPS_ERROR_OVERFLOW for more than 2^53 respondents,
 *         NPS_ERROR_TOO_MANY for more than NPS_METHOD_EXACT accepts; on error `respondents` is unchanged. Pure; safe
 *         from any thread. Takes 0.1 ms; up to 70 ms where NPS_METHOD_AUTO is exact, and with NPS_METHOD_EXACT and
 *         NPS_METHOD_BAYES 0.5 s, for more than 500 respondents with NPS_METHOD_EXACT up to 1 s. Above margin / 2e-8
 *         respondents, one more changes the margin by less than the error of the bounds, and the number is exact only
 *         to that error.
 */
NPS_EXPORT nps_status nps_plan_respondents(double margin, const nps_plan_shares *expected,
                                           const nps_plan_options *options, uint64_t *respondents);

/**
 * Expected shares after a change of the score.
 *
 * Half of the change is a gain of one group and half is a loss of the other: 10 points up are 5 % more promoters and
 * 5 % fewer detractors. If the losing group is smaller than its loss, it becomes empty and the rest of the change comes
 * from the passives. For another kind of change, pass your own shares to nps_plan_power().
 *
 * @param from   The shares before. NULL: NPS_ERROR_NULL.
 * @param change The change in points. NaN or infinite: NPS_ERROR_PLAN; a change to a score outside [-100, 100]:
 *               NPS_ERROR_UNREACHABLE.
 * @param out    Receives the shares after, which sum to 1; may be the same object. NULL: NPS_ERROR_NULL.
 * @return NPS_OK or one of these, or NPS_ERROR_SHARES; on error `out` is unchanged. Pure; safe from any thread.
 */
NPS_EXPORT nps_status nps_plan_shift(const nps_plan_shares *from, double change, nps_plan_shares *out);

/**
 * The power of a comparison: the probability that nps_compare() detects a difference, that is, that its two-sided
 * p-value is below 1 - level, in either direction. With another goal of the options it is the probability that
 * nps_compare_noninferiority() or nps_compare_equivalence() has a p-value below 1 - level.
 *
 * With a closed formula (NPS_METHOD_AUTO, the score methods and the Wald family), and if any non-empty group of either
 * sample has fewer than 50 expected answers, the power is a sum: the probabilities of all pairs of samples whose
 * difference is significant. If the sum would have more than 2,000 terms, for a goal with a margin 10,000 in groups of
 * up to 200 and 5,000 in larger ones, values are left out, and the error is at most 0.01. In larger samples, and with
 * other methods, the difference of the scores is treated as normal with its true variance and skewness (one term of
 * Edgeworth's series: Hall, The Bootstrap and Edgeworth Expansion, 1992, chapter 2), and nps_compare() itself
 * determines the smallest significant difference. In large samples this error is at most 0.01 too. NPS_METHOD_BAYES and
 * NPS_METHOD_ANYTIME have a power in such large samples only, because a sum would take seconds.
 * benchmarks/planning_power compares this function with enumeration. The largest error in 200 plans for groups of up to
 * 40, some of them rare or empty, is 0.0015 (test_planning_coverage), and the worst difference that a search over
 * groups of up to 22 found has an error of 0.0002 (planning_power worst 90). The worst goals with a margin that the
 * same search found have errors of 0.0003 (non-inferiority) and 0.0005 (equivalence), and of 0.0001 in groups of up to
 * 36 (planning_power worst 12 36).
 *
 * The power of NPS_METHOD_ANYTIME is that of one look with these sizes. Looking earlier as well only adds to it, so it
 * is a lower bound of the probability that one of several looks detects a difference.
 *
 * Up to NPS_EXACT_COMPARE_AUTO_MAX answers in each group NPS_METHOD_AUTO compares exactly, and its power is that of the
 * exact test: the sum over all pairs of tables that it finds significant, which takes 0.15 s for 5 and 5 answers.
 * NPS_METHOD_EXACT is refused at any size: a search for sizes soon needs more answers, and for 10 and 10 there are
 * 4,356 pairs of tables, with tests of some 20 ms.
 *
 * @param first          The expected shares of the first group. NULL: NPS_ERROR_NULL.
 * @param first_answers  The number of respondents of the first group, with the conditions of nps_plan_margin().
 * @param second         The expected shares of the second group, with the same conditions.
 * @param second_answers The number of respondents of the second group, with the same conditions.
 * @param options        method, level, comparisons, design_effect, cluster_size, cluster_strata, goal and margin. NULL:
 * the defaults. NPS_METHOD_EXACT, NPS_METHOD_ANYTIME for a goal with a margin, and NPS_METHOD_BAYES and
 * NPS_METHOD_ANYTIME with few answers: NPS_ERROR_UNAVAILABLE.
 * @param power          Receives the power, 0..1. NULL: NPS_ERROR_NULL.
 * @return NPS_OK or one of these, NPS_ERROR_SIZE, NPS_ERROR_SHARES, or what nps_compare() returns; on error `power` is
 *         unchanged. Pure; safe from any thread. Takes at most 50 ms for a sum, 0.5 s for one with
 *         a margin, otherwise the time of two comparisons.
 */
NPS_EXPORT nps_status nps_plan_power(const nps_plan_shares *first, uint64_t first_answers,
                                     const nps_plan_shares *second, uint64_t second_answers,
                                     const nps_plan_options *options, double *power);

/**
 * How far a power may be from the real one: a bound for the error of nps_plan_power(), nps_plan_benchmark_power(),
 * nps_plan_paired_power() and nps_plan_looks_power(), and so of the sizes that reach a power.
 *
 * It is 0.01, and with clusters 0.01 + 0.6 / degrees of freedom, those of the group with fewer; without a degree of
 * freedom the power is exactly 0, and so is the error. The bounds are measured, not proven, by enumeration and
 * simulation (docs/promises.md, plans; benchmarks/planning_power, benchmarks/cluster_plans), with clusters of equal
 * sizes of which the shares are from a Dirichlet distribution. What few clusters cost depends on more than a plan
 * knows: on how the answers of a cluster depend on each other. Where one cluster in 12 to 50 has nothing but
 * detractors, and the others are alike, powers of 5 to 12 clusters a group erred by up to 0.35.
 *
 * @code
 * const nps_plan_sizes sizes = {120, 120};
 * nps_plan_options options;
 * double error;
 * nps_plan_options_init(&options);
 * options.cluster_size = 20; // six flights of 20 respondents in each group
 * options.design_effect = 2.9;
 * if (nps_plan_power_error(&sizes, &options, &error) == NPS_OK)
 *     printf("the power is right to %.2f\n", error); // prints: the power is right to 0.13
 * @endcode
 *
 * @param sizes   The respondents of the groups; 0 in the second for a benchmark, or for the same people in two waves.
 *                NULL: NPS_ERROR_NULL; 0 in the first: NPS_ERROR_EMPTY; above 2^53: NPS_ERROR_OVERFLOW.
 * @param options cluster_size and cluster_strata. NULL: the defaults.
 * @param error   Receives the bound, 0..1. NULL: NPS_ERROR_NULL.
 * @return NPS_OK or one of these, or NPS_ERROR_SIZE, NPS_ERROR_LEVEL, NPS_ERROR_METHOD or NPS_ERROR_PLAN; on error
 *         `error` is unchanged. Pure; safe from any thread.
 */
NPS_EXPORT nps_status nps_plan_power_error(const nps_plan_sizes *sizes, const nps_plan_options *options, double *error);

/**
 * The numbers of respondents of two groups that detect a change with the given power, or reach another goal of the
 * options with it: non-inferiority or equivalence if the true change is `change`.
 *
 * With n respondents in the first group and ratio n, rounded up, in the second, nps_plan_power() is at least `power`;
 * with n - 1 it is lower. The next four sizes above n also suffice. There are exceptions. If the power is a sum, n
 * above 1000 is exact to 0.1 % only, because the error of the sum is larger than what one respondent changes; with
 * NPS_METHOD_BAYES n above 10,000 is exact to 0.01 %. For a goal with a margin the search makes at most six such sums
 * (twelve in groups up to 100, four above 1000), less precise ones, and then at most two precise ones, so that
 * nps_plan_power() may be up to 0.01 below `power`. For small changes in large groups, n approaches the formula of
 * textbooks, (z + z')^2 (v + v' / ratio) / change^2, where z and z' are the normal quantiles of level and power and v
 * and v' the variances of the groups (Fleiss, Levin and Paik, Statistical Methods for Rates and Proportions, 2003,
 * chapter 4): 1570 for 10 points in the worst case with a power of 80 % at the 95 % level.
 *
 * @param change   The change in points from the first group to the second. NaN, 0 or not inside [-200, 200]:
 *                 NPS_ERROR_PLAN. For a goal with a margin it may be 0; a change that is no better than the margin
 *                 (-margin or below for NPS_PLAN_NONINFERIORITY, 0 being the usual choice; at least the margin in
 *                 either direction for NPS_PLAN_EQUIVALENCE): NPS_ERROR_UNREACHABLE.
 * @param expected The expected shares of the first group; nps_plan_shift() gives those of the second. NULL: the worst
 *                 case, in which nobody is passive and the scores of the groups are equally far from 0 on either side.
 *                 (For changes of 20 to 100 points and ratios of 1/20 to 20, if both groups have at least 25
 *                 respondents, other scores need at most 1 % more respondents, or one more.)
 * @param options  method, level, power, ratio, comparisons, design_effect, cluster_size, cluster_strata, goal and
 *                 margin. NULL: the defaults. Methods as for nps_plan_power(). A power that is NaN or outside its
 *                 range, or a ratio that is not positive and finite: NPS_ERROR_PLAN.
 * @param sizes    Receives the sizes. NULL: NPS_ERROR_NULL.
 * @return NPS_OK or one of these, or what nps_plan_shift() and nps_plan_power() return; NPS_ERROR_OVERFLOW for a size
 *         above 2^53; on error `sizes` is unchanged. Pure; safe from any thread. Takes less than a millisecond for
 *         large groups, up to 0.5 s where the power is a sum and with NPS_METHOD_BAYES, and up to 1 s for a sum with a
 *         margin.
 */
NPS_EXPORT nps_status nps_plan_comparison(double change, const nps_plan_shares *expected,
                                          const nps_plan_options *options, nps_plan_sizes *sizes);

/**
 * The smallest rise of the score that a comparison detects with the given power, rounded up to 0.001 points.
 *
 * For a fall, exchange promoters and detractors; the result is then the size of the fall.
 *
 * @param sizes    The sizes of the groups, with the conditions of nps_plan_margin(). NULL: NPS_ERROR_NULL.
 * @param expected As for nps_plan_comparison().
 * @param options  method, level, power, comparisons, design_effect, cluster_size and cluster_strata, as for
 * nps_plan_comparison(). NULL: the defaults.
 * @param change   Receives the change in points, above 0. NULL: NPS_ERROR_NULL.
 * @return NPS_OK or one of these, or what nps_plan_comparison() returns; NPS_ERROR_UNREACHABLE if no possible rise has
 *         that power, or if so nearly everyone is a promoter that nps_plan_power() is not valid; on error `change` is
 *         unchanged. Pure; safe from any thread. Takes the time of about 10 comparisons, up to 0.6 s.
 */
NPS_EXPORT nps_status nps_plan_change(const nps_plan_sizes *sizes, const nps_plan_shares *expected,
                                      const nps_plan_options *options, double *change);

/**
 * A comparison that is looked at several times while answers come in, and may stop at the first look that is
 * significant: the levels of the looks, so that the error of all looks together is 1 - level, and what they cost.
 *
 * Multiply the sizes of nps_plan_comparison() by `inflation`, look after equal parts of them, and compare at each look
 * with its level. If the looks are not planned, or their number is not known, use NPS_METHOD_ANYTIME, which is valid at
 * every look and costs more.
 *
 * `detected` and `inflation` are those of deviates that are normal, as in large samples (Jennison and Turnbull, Group
 * Sequential Methods, 2000, chapters 2 and 3), whatever the shares are; they are computed by numerical integration,
 * with an error below 1e-4. In small samples they are rough: ask nps_plan_looks_power(), which knows the samples, what
 * the looks really detect.
 *
 * @code
 * nps_plan_look look;
 * if (nps_plan_looks(5, 1, NPS_PLAN_OBRIEN_FLEMING, NULL, &look) == NPS_OK)
 *     printf("%.3f times the respondents\n", look.inflation); // prints: 1.028 times the respondents
 * @endcode
 *
 * @param looks    The number of looks, at most NPS_PLAN_LOOKS_MAX. 0 or more: NPS_ERROR_PLAN.
 * @param look     The look, from 1 to `looks`. Another number: NPS_ERROR_PLAN.
 * @param boundary How the error is shared. An unknown boundary: NPS_ERROR_PLAN.
 * @param options  level, power and comparisons. NULL: the defaults. A power that is NaN or outside its range:
 *                 NPS_ERROR_PLAN.
 * @param out      Receives the look. NULL: NPS_ERROR_NULL.
 * @return NPS_OK or one of these, or NPS_ERROR_SIZE or NPS_ERROR_LEVEL; on error `out` is unchanged. Pure; safe from
 * any thread. Takes 2 ms for 5 looks and 30 ms for 20.
 */
NPS_EXPORT nps_status nps_plan_looks(uint64_t looks, uint64_t look, nps_plan_boundary boundary,
                                     const nps_plan_options *options, nps_plan_look *out);

/** Looks at a comparison that are planned. Plain and part of the ABI; it never grows. */
typedef struct nps_plan_stages {
    uint64_t looks;             /**< The number of looks, at most NPS_PLAN_LOOKS_MAX. */
    uint64_t last;              /**< The last look that counts, from 1 to `looks`. */
    nps_plan_boundary boundary; /**< How the error is shared. */
} nps_plan_stages;

/**
 * The power of several looks at a comparison: the probability that nps_compare() detects a difference at one of the
 * first looks, each at its level of nps_plan_looks(). With the same shares in both groups it is the error of the looks.
 *
 * At look k of m the groups have k / m of their respondents, rounded up. In small groups the power is a sum over all
 * samples: for 2 looks up to 20 + 20 respondents or so, and for more looks fewer. In larger ones the probability of
 * each look by itself is that of nps_plan_power(), and the looks depend on each other as normal deviates do.
 *
 * @code
 * const nps_plan_shares before = {0.5, 0.3, 0.2}, after = {0.9, 0.1, 0};
 * const nps_plan_sizes sizes = {19, 19};
 * const nps_plan_stages one = {2, 1, NPS_PLAN_POCOCK}, both = {2, 2, NPS_PLAN_POCOCK};
 * double early, all;
 * if (nps_plan_looks_power(&before, &after, &sizes, &one, NULL, &early) == NPS_OK &&
 *     nps_plan_looks_power(&before, &after, &sizes, &both, NULL, &all) == NPS_OK)
 *     printf("%.2f early, %.2f in all\n", early, all); // prints: 0.25 early, 0.78 in all
 * @endcode
 *
 * @param first   The expected shares of the first group. NULL: NPS_ERROR_NULL.
 * @param second  The expected shares of the second group, with the same conditions.
 * @param sizes   The planned numbers of respondents, with the conditions of nps_plan_margin(), also at the first look.
 *                NULL: NPS_ERROR_NULL.
 * @param stages  The looks. NULL: NPS_ERROR_NULL; a number out of range or an unknown boundary: NPS_ERROR_PLAN.
 * @param options method, level, comparisons and design_effect. NULL: the defaults. NPS_METHOD_EXACT, NPS_METHOD_BAYES,
 *                NPS_METHOD_ANYTIME, a goal with a margin, or a cluster size: NPS_ERROR_UNAVAILABLE.
 * @param power   Receives the power, 0..1. NULL: NPS_ERROR_NULL.
 * @return NPS_OK or one of these, or what nps_plan_power() returns; NPS_ERROR_MEMORY; on error `power` is unchanged.
 *         Safe from any thread. Takes up to 0.3 s for a sum, and at most 1 s for 20 looks.
 */
NPS_EXPORT nps_status nps_plan_looks_power(const nps_plan_shares *first, const nps_plan_shares *second,
                                           const nps_plan_sizes *sizes, const nps_plan_stages *stages,
                                           const nps_plan_options *options, double *power);

/**
 * The power of a sample against an exactly known benchmark: the probability that nps_compare_benchmark() detects a
 * difference.
 *
 * With NPS_METHOD_EXACT, which NPS_METHOD_AUTO is up to 100 respondents, and if any non-empty group has fewer than 50
 * expected answers, or 2,500 where a group is empty, the power is a sum: the probabilities of all samples whose
 * difference is significant. In larger samples it is computed by the formula of nps_plan_power(). Either error is at
 * most 0.01; with NPS_METHOD_EXACT, enumeration up to 40 respondents found none
 * above 0.0002.
 *
 * @param expected    The expected shares. NULL: NPS_ERROR_NULL.
 * @param respondents The number of respondents, with the conditions of nps_plan_margin().
 * @param benchmark   The benchmark in points. NaN or not inside [-100, 100]: NPS_ERROR_REFERENCE.
 * @param options     method, level, comparisons, design_effect, cluster_size and cluster_strata. NULL: the defaults.
 * @param power       Receives the power, 0..1. NULL: NPS_ERROR_NULL.
 * @return NPS_OK or one of these, NPS_ERROR_SIZE, NPS_ERROR_SHARES, NPS_ERROR_TOO_MANY for more than
 *         NPS_PLAN_EXACT_MAX respondents with NPS_METHOD_EXACT, or what nps_compare_benchmark() returns; on error
 *         `power` is unchanged. Pure; safe from any thread. Takes a few milliseconds at most, but up to 0.1 s with
 *         NPS_METHOD_BAYES, and with NPS_METHOD_EXACT 5 ms for 200 respondents and 30 ms for 500.
 */
NPS_EXPORT nps_status nps_plan_benchmark_power(const nps_plan_shares *expected, uint64_t respondents, double benchmark,
                                               const nps_plan_options *options, double *power);

/**
 * The number of respondents that detects the difference between the expected score and a benchmark with the given
 * power; see nps_plan_comparison().
 *
 * Above 40 respondents NPS_METHOD_BAYES and NPS_METHOD_ANYTIME take so long that the search computes few powers and
 * estimates the others from the power of NPS_METHOD_SKEWNESS_SCORE: nps_plan_benchmark_power() may be up to 0.01 below
 * `power`, and somewhat fewer respondents may be enough. Where a group is empty the power goes up and down with every
 * respondent, and above 1000 somewhat fewer may be enough too.
 *
 * @param expected    The expected shares. NULL: NPS_ERROR_NULL.
 * @param benchmark   The benchmark in points. NaN or not inside [-100, 100]: NPS_ERROR_REFERENCE; equal to the expected
 *                    score: NPS_ERROR_UNREACHABLE.
 * @param options     method, level, power, comparisons, design_effect, cluster_size and cluster_strata. NULL: the
 *                    defaults.
 * @param respondents Receives the number of respondents. NULL: NPS_ERROR_NULL.
 * @return NPS_OK or one of these, or what nps_plan_benchmark_power() and nps_plan_comparison() return;
 *         NPS_ERROR_TOO_MANY for more than NPS_PLAN_EXACT_MAX respondents with NPS_METHOD_EXACT; on error `respondents`
 *         is unchanged. Pure; safe from any thread. Takes up to a second.
 */
NPS_EXPORT nps_status nps_plan_benchmark_respondents(const nps_plan_shares *expected, double benchmark,
                                                     const nps_plan_options *options, uint64_t *respondents);

/**
 * Expected shares of the same people in two waves, from those of each wave and a correlation.
 *
 * The table is a mixture of two: the one in which the answers of both waves are independent, and the one in which they
 * go together as far as the shares allow (or, for a negative correlation, against each other). The power of a plan
 * depends on the table mainly through the variance of a person's change, v + v' - 2 correlation sqrt(v v'), where v and
 * v' are the variances of an answer in the two waves.
 *
 * @param first       The expected shares of the first wave. NULL: NPS_ERROR_NULL.
 * @param second      The expected shares of the second wave. NULL: NPS_ERROR_NULL.
 * @param correlation The correlation of the two answers of a person, where a promoter counts 1, a passive 0 and a
 *                    detractor -1; often .3 to .8. NaN or not inside [-1, 1]: NPS_ERROR_PLAN; more than the shares
 *                    allow: NPS_ERROR_UNREACHABLE.
 * @param out         Receives the shares, which sum to 1. NULL: NPS_ERROR_NULL.
 * @return NPS_OK or one of these, or NPS_ERROR_SHARES; on error `out` is unchanged. Pure; safe from any thread.
 */
NPS_EXPORT nps_status nps_plan_joint_shares(const nps_plan_shares *first, const nps_plan_shares *second,
                                            double correlation, nps_plan_joint *out);

/**
 * The power of two waves with the same people: the probability that nps_paired_compare() detects a change, that is,
 * that its p-value is below 1 - level, in either direction. Everybody is assumed to answer in both waves.
 *
 * The power is a sum over the numbers of people by their change. If it would have more than 2,000 terms, values are
 * left out, and the error is at most 0.01.
 *
 * @code
 * const nps_plan_shares before = {0.5, 0.3, 0.2}, after = {0.55, 0.3, 0.15};
 * nps_plan_joint both;
 * uint64_t people;
 * if (nps_plan_joint_shares(&before, &after, 0.6, &both) == NPS_OK &&
 *     nps_plan_paired_people(&both, NULL, &people) == NPS_OK)
 *     printf("%d people in both waves\n", (int)people); // prints: 371 people in both waves
 * @endcode
 *
 * @param expected The expected shares of both waves. NULL: NPS_ERROR_NULL.
 * @param people   The number of people. 0, or fewer than the design effect: NPS_ERROR_EMPTY; above 2^53:
 *                 NPS_ERROR_OVERFLOW.
 * @param options  method, level, comparisons, design_effect, cluster_size and cluster_strata. NULL: the defaults.
 * NPS_METHOD_AUTO is NPS_METHOD_SKEWNESS_SCORE, with clusters NPS_METHOD_WALD, as the waves are then two domains of one
 * design (nps_weighted_difference_compare()); another method than NPS_METHOD_SKEWNESS_SCORE, NPS_METHOD_SCORE or
 * NPS_METHOD_WALD, or a goal with a margin: NPS_ERROR_UNAVAILABLE.
 * @param power    Receives the power, 0..1. NULL: NPS_ERROR_NULL.
 * @return NPS_OK or one of these, or NPS_ERROR_SIZE, NPS_ERROR_LEVEL, NPS_ERROR_METHOD or NPS_ERROR_PLAN; on error
 *         `power` is unchanged. Pure; safe from any thread. Takes at most 50 ms.
 */
NPS_EXPORT nps_status nps_plan_paired_power(const nps_plan_joint *expected, uint64_t people,
                                            const nps_plan_options *options, double *power);

/**
 * The number of people, the same in two waves, that detects the expected change with the given power.
 *
 * nps_plan_paired_power() is at least `power` for it and for the next four numbers, and lower for one person less;
 * above 1000 people the number is exact to 0.1 % only, because the error of the sum is larger than what one person
 * changes.
 *
 * @param expected The expected shares of both waves. NULL: NPS_ERROR_NULL; without a change of the score:
 *                 NPS_ERROR_UNREACHABLE.
 * @param options  method, level, power, comparisons, design_effect, cluster_size and cluster_strata, as for
 * nps_plan_paired_power(). NULL: the defaults. A power that is NaN or outside its range: NPS_ERROR_PLAN.
 * @param people   Receives the number of people. NULL: NPS_ERROR_NULL.
 * @return NPS_OK or one of these, or what nps_plan_paired_power() returns; NPS_ERROR_OVERFLOW for more than 2^53; on
 *         error `people` is unchanged. Pure; safe from any thread. Takes up to 0.1 s, and 0.4 s for extreme levels
 *         and powers.
 */
NPS_EXPORT nps_status nps_plan_paired_people(const nps_plan_joint *expected, const nps_plan_options *options,
                                             uint64_t *people);

/**
 * The number of invitations that bring enough respondents.
 *
 * With an assurance of 0, the number is sufficient on average: respondents / rate, rounded up (the rate is used to 15
 * digits, so that 21 / 0.07 is 300). Then about half of all surveys have fewer respondents than needed. With an
 * assurance, the number is the smallest for which at least `respondents` people answer with that probability, if every
 * invited person answers independently with probability `rate` (binomial distribution).
 *
 * @param respondents The number of respondents needed. 0: NPS_ERROR_EMPTY; with an assurance, above 10^9:
 *                    NPS_ERROR_TOO_MANY.
 * @param rate        The response rate. NaN or not inside (0, 1]: NPS_ERROR_PLAN.
 * @param assurance   The probability of enough respondents, inside [0.5, 1), or 0 for the average. Other values, or
 * NaN: NPS_ERROR_PLAN.
 * @param invitations Receives the number of invitations. NULL: NPS_ERROR_NULL.
 * @return NPS_OK or one of these; NPS_ERROR_OVERFLOW for more than 2^53 invitations; on error `invitations` is
 *         unchanged. Pure; safe from any thread. Takes less than a millisecond up to 10^5 respondents, 20 ms for 10^9.
 */
NPS_EXPORT nps_status nps_plan_invitations(uint64_t respondents, double rate, double assurance, uint64_t *invitations);

/**
 * The most frequent schedule of waves in which no customer is invited again before a rest period is over.
 *
 * The customers are split into floor(base / invitations) groups, which are invited in turn, each once in a rest period.
 *
 * @param base        The number of customers who may be invited.
 * @param invitations The number of invitations of a wave. 0: NPS_ERROR_EMPTY; more than the base:
 * NPS_ERROR_UNREACHABLE.
 * @param rest_days   The rest period: days from one invitation of a customer to the next. NaN, infinite or negative:
 *                    NPS_ERROR_PLAN.
 * @param rotation    Receives the schedule. NULL: NPS_ERROR_NULL.
 * @return NPS_OK or one of these; on error `rotation` is unchanged. Pure; safe from any thread.
 */
NPS_EXPORT nps_status nps_plan_waves(uint64_t base, uint64_t invitations, double rest_days,
                                     nps_plan_rotation *rotation);

NPS_END_DECLARATIONS

#endif
