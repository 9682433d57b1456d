/* SPDX-License-Identifier: MIT */
#include <nps/planning.h>

#include "interrupt.h"
#include "math/numerics.h"
#include "planning/margin.h"
#include "planning/options.h"
#include "planning/pair_test.h"
#include "planning/power.h"
#include "planning/search.h"
#include "planning/shares.h"

#include <limits.h>
#include <math.h>
#include <stdbool.h>
#include <stddef.h>

/* Reads the inputs of a plan for a margin of error. */
static nps_status read_margin(const nps_plan_shares *expected, const nps_plan_options *options, nps_plan_shares *shares,
                              nps_plan_options *read)
{
    const nps_status status = nps_plan_options_read(read, options);
    *shares = nps_plan_shares_polar(0);
    return status || !expected ? status : nps_plan_shares_read(shares, expected);
}

nps_status nps_plan_margin(uint64_t respondents, const nps_plan_shares *expected, const nps_plan_options *options,
                           double *margin)
{
    nps_plan_shares shares;
    nps_plan_options read;
    nps_status status;
    if (!margin)
        return NPS_ERROR_NULL;
    status = read_margin(expected, options, &shares, &read);
    if (!status)
        status = nps_plan_check_respondents(respondents);
    return status ? status : nps_plan_half_width(respondents, &shares, &read, margin);
}

nps_status nps_plan_respondents(double margin, const nps_plan_shares *expected, const nps_plan_options *options,
                                uint64_t *respondents)
{
    nps_plan_shares shares;
    nps_plan_options read;
    nps_status status;
    if (!respondents)
        return NPS_ERROR_NULL;
    status = read_margin(expected, options, &shares, &read);
    if (status)
        return status;
    if (!(margin > 0 && margin <= 100))
        return NPS_ERROR_PLAN;
    return nps_plan_half_width_respondents(margin, &shares, &read, respondents);
}

/* Sets the size of a sample to the number of independent respondents that n respondents are worth. */
static nps_status set_size(nps_plan_arm *arm, uint64_t n, const nps_plan_options *options)
{
    const nps_status status = nps_plan_check_respondents(n);
    arm->degrees = nps_plan_degrees(n, options);
    arm->least_variance = 1 / options->design_effect;
    return status ? status : nps_plan_effective(n, options, &arm->n);
}

/* The same; there must be at least one. */
static nps_status set_given_size(nps_plan_arm *arm, uint64_t n, const nps_plan_options *options)
{
    const nps_status status = set_size(arm, n, options);
    return status || arm->n != 0 ? status : NPS_ERROR_EMPTY;
}

/* The power of a comparison of two given samples. */
static nps_status find_power(nps_plan_arm *first, const nps_plan_shares *first_shares, nps_plan_arm *second,
                             const nps_plan_shares *second_shares, const nps_plan_options *options, double *power)
{
    nps_plan_options read;
    nps_plan_criterion criterion;
    nps_status status = nps_plan_options_read(&read, options);
    if (!status)
        status = nps_plan_criterion_read(&criterion, &read);
    if (!status && !second_shares && criterion.goal != NPS_PLAN_DIFFERENCE)
        status = NPS_ERROR_UNAVAILABLE;
    if (!status)
        status = nps_plan_shares_read(&first->shares, first_shares);
    if (!status)
        status = set_given_size(first, first->n, &read);
    if (!status && second_shares) {
        status = nps_plan_shares_read(&second->shares, second_shares);
        if (!status)
            status = set_given_size(second, second->n, &read);
    }
    return status ? status : nps_plan_arms_power(first, second, &criterion, power);
}

nps_status nps_plan_power(const nps_plan_shares *first, uint64_t first_answers, const nps_plan_shares *second,
                          uint64_t second_answers, const nps_plan_options *options, double *power)
{
    nps_plan_arm a = {.n = first_answers}, b = {.n = second_answers};
    if (!power || !second)
        return NPS_ERROR_NULL;
    return find_power(&a, first, &b, second, options, power);
}

static nps_status check_benchmark(double benchmark)
{
    return benchmark >= -100 && benchmark <= 100 ? NPS_OK : NPS_ERROR_REFERENCE;
}

nps_status nps_plan_benchmark_power(const nps_plan_shares *expected, uint64_t respondents, double benchmark,
                                    const nps_plan_options *options, double *power)
{
    nps_plan_arm sample = {.n = respondents}, known = {.benchmark = benchmark};
    nps_status status;
    if (!power)
        return NPS_ERROR_NULL;
    status = check_benchmark(benchmark);
    return status ? status : find_power(&sample, expected, &known, NULL, options, power);
}

/* The search for the sizes of two samples, or of a sample and a benchmark, that detect a difference with a given power.
 */
struct plan_search {
    nps_plan_arm first, second;
    bool worst_case;
    bool is_quick;    /* the power is approximated by the formula for large samples */
    bool is_coarse;   /* the power of exact tests is a coarse sum */
    double found;     /* the power at the sizes that were tried last */
    int sums;         /* the number of slow sums so far */
    bool is_verified; /* sums with a margin are precise ones */
    double excess;    /* of the last of them over the proxy, in normal deviates */
    /* The smallest size with a coarse sum well above the wanted power or, the second, at all above it; and the largest
     * with one below. */
    struct summed_size {
        uint64_t n; /* of the first sample; 0: none */
        double power;
    } enough[2], too_few[2];
    double change; /* in points */
    nps_plan_options options;
    nps_plan_criterion criterion;
};

static nps_status read_search(struct plan_search *search, const nps_plan_shares *expected,
                              const nps_plan_options *options)
{
    nps_status status = nps_plan_options_read(&search->options, options);
    if (status)
        return status;
    if (!(search->options.power > 1 - search->options.level && search->options.power < 1))
        return NPS_ERROR_PLAN;
    status = nps_plan_criterion_read(&search->criterion, &search->options);
    if (status)
        return status;
    search->worst_case = !expected;
    return expected ? nps_plan_shares_read(&search->first.shares, expected) : NPS_OK;
}

static bool has_margin(const struct plan_search *search)
{
    return search->criterion.goal != NPS_PLAN_DIFFERENCE;
}

/* For plans that have no margin. */
static nps_status refuse_margin(const struct plan_search *search)
{
    return has_margin(search) ? NPS_ERROR_UNAVAILABLE : NPS_OK;
}

/* The worst case: nobody is passive, and the scores are equally far from 0. */
static nps_status set_worst_case(struct plan_search *search)
{
    const double theta = search->change / 200;
    if (fabs(theta) > 1)
        return NPS_ERROR_UNREACHABLE;
    search->first.shares = nps_plan_shares_polar(-theta);
    search->second.shares = nps_plan_shares_polar(theta);
    return NPS_OK;
}

static nps_status set_change(struct plan_search *search)
{
    return search->worst_case ? set_worst_case(search)
                              : nps_plan_shift(&search->first.shares, search->change, &search->second.shares);
}

static nps_status by_formula(const struct plan_search *search, double *power)
{
    return nps_plan_formula_power(&search->first, &search->second, &search->criterion, power);
}

/* The number of tables that a sample may have. */
static double tables_of(const nps_plan_arm *arm)
{
    const double n = (double)arm->n;
    const bool has_empty = arm->shares.promoters == 0 || arm->shares.passives == 0 || arm->shares.detractors == 0;
    return has_empty ? n + 1 : (n + 1) * (n + 2) / 2;
}

/* Whether a sum takes milliseconds. */
static bool has_few_tables(const struct plan_search *search)
{
    return tables_of(&search->first) * tables_of(&search->second) <= 1e4;
}

/* The most normal deviates by which a sum is taken to differ from the proxy. */
static const double MOST_EXCESS = 4;

/* How often a size that turns out to be too small is raised. */
enum { MOST_VERIFIED = 8 };

/* The microseconds or so that sums with a margin take before the search goes on without them. */
static const double MOST_WORK = 5e5;

static bool has_time(const struct plan_search *search)
{
    const nps_plan_powers *powers = search->criterion.powers;
    return has_few_tables(search) || !powers || powers->work < MOST_WORK;
}

/* The number of sums without a margin that take a second at most: that of one sample and a method that is not a closed
 * formula takes longer with each respondent. */
static int most_sums(const struct plan_search *search)
{
    const uint64_t n = search->first.n;
    if (search->second.n != 0 || nps_plan_can_enumerate(search->options.method) || n <= 40)
        return INT_MAX;
    return n <= 60 ? 4 : n <= 100 ? 2 : 1;
}

/* Whether a sum may be one more. */
static bool can_sum(const struct plan_search *search)
{
    return has_margin(search) ? search->is_verified || has_time(search) : search->sums <= most_sums(search);
}

/* A power that takes little time and moves with the size as the right one does: that of the skewness-corrected score
 * for one sample, otherwise that of the formula. */
static nps_status by_proxy(const struct plan_search *search, double *power)
{
    nps_plan_criterion quick = search->criterion;
    if (search->second.n != 0)
        return by_formula(search, power);
    quick.method = NPS_METHOD_SKEWNESS_SCORE;
    return nps_plan_arms_power(&search->first, &search->second, &quick, power);
}

static double deviate_of(double power)
{
    static const double least = 1e-16;
    return -nps_normal_upper_quantile(fmax(least, fmin(power, 1 - least)));
}

/* A smaller size whose coarse sum is well above the wanted power, or a larger one whose sum is well below, tells it
 * without another sum; where there is no time for another, one that is above or below at all. */
static bool is_told(struct plan_search *search)
{
    const uint64_t n = search->first.n;
    const int level = has_time(search) ? 0 : 1;
    const struct summed_size *enough = &search->enough[level], *too_few = &search->too_few[level];
    if (!has_margin(search) || search->is_verified || has_few_tables(search))
        return false;
    if (n >= enough->n && enough->n != 0)
        search->found = enough->power;
    else if (n <= too_few->n)
        search->found = too_few->power;
    else
        return false;
    return true;
}

static void note_sum(struct plan_search *search)
{
    /* In normal deviates: more than sums of neighbouring sizes rise and fall. */
    static const double well[] = {0.06, 0};
    const double excess = deviate_of(search->found) - deviate_of(search->options.power);
    const struct summed_size noted = {search->first.n, search->found};
    int level;
    for (level = 0; level < 2; level++) {
        struct summed_size *enough = &search->enough[level], *too_few = &search->too_few[level];
        if (excess >= well[level] && (enough->n == 0 || noted.n < enough->n))
            *enough = noted;
        if (excess < -well[level] && noted.n > too_few->n)
            *too_few = noted;
    }
}

/* A search in which the power does not rise steadily might need too many sums, so after some of them it goes on with
 * the proxy and what the last sum was above it. In deviates, so that the power goes to 1 with the proxy, and at most a
 * few of them, which is less than the largest deviate of the proxy. */
static nps_status by_few_sums(struct plan_search *search)
{
    nps_plan_criterion criterion = search->criterion;
    double power;
    nps_status status;
    if (most_sums(search) == INT_MAX && !has_margin(search))
        return nps_plan_arms_power(&search->first, &search->second, &search->criterion, &search->found);
    if (is_told(search))
        return NPS_OK;
    status = by_proxy(search, &power);
    search->sums++;
    if (!status && can_sum(search)) {
        criterion.is_coarse = has_margin(search) && !search->is_verified;
        status = nps_plan_arms_power(&search->first, &search->second, &criterion, &search->found);
        search->excess = fmax(-MOST_EXCESS, fmin(deviate_of(search->found) - deviate_of(power), MOST_EXCESS));
        note_sum(search);
    } else if (!status) {
        search->found = nps_normal_upper_tail(-deviate_of(power) - search->excess);
    }
    return status;
}

/* The power against a benchmark by exact tests. A coarse sum is never too low, so a precise one, which takes much
 * longer, is needed only where the coarse one is enough. */
static nps_status by_exact_tests(struct plan_search *search)
{
    nps_plan_criterion coarse = search->criterion;
    nps_status status;
    coarse.is_coarse = true;
    status = nps_plan_arms_power(&search->first, &search->second, &coarse, &search->found);
    if (!status && !search->is_coarse && search->found >= search->options.power)
        status = nps_plan_arms_power(&search->first, &search->second, &search->criterion, &search->found);
    return status;
}

static nps_status find_power_of(struct plan_search *search)
{
    if (search->is_quick)
        return by_formula(search, &search->found);
    if (nps_plan_is_exact_benchmark(&search->first, &search->second, &search->criterion))
        return by_exact_tests(search);
    if (nps_plan_is_summed(&search->first, &search->second, &search->criterion))
        return by_few_sums(search);
    return nps_plan_arms_power(&search->first, &search->second, &search->criterion, &search->found);
}

static nps_status has_power(struct plan_search *search, bool *enough)
{
    nps_status status = nps_interrupt_check(&search->options.interrupt);
    search->found = 0;
    if (!status)
        status = find_power_of(search);
    *enough = search->found >= search->options.power;
    return status;
}

static double second_size(const struct plan_search *search, uint64_t n)
{
    return ceil(search->options.ratio * (double)n * NPS_PLAN_ROUNDED);
}

static nps_status groups_have_power(void *context, uint64_t n, bool *enough)
{
    struct plan_search *search = context;
    nps_status status;
    status = set_size(&search->first, n, &search->options);
    if (!status)
        status = set_size(&search->second, (uint64_t)second_size(search, n), &search->options);
    if (!status)
        status = set_change(search);
    *enough = false;
    if (status || search->first.n == 0 || search->second.n == 0)
        return status;
    return has_power(search, enough);
}

static nps_status sample_has_power(void *context, uint64_t n, bool *enough)
{
    struct plan_search *search = context;
    nps_status status = set_size(&search->first, n, &search->options);
    *enough = false;
    return status || search->first.n == 0 ? status : has_power(search, enough);
}

/* The sample size for large samples: (z + z')^2 variance / difference^2, with the quantiles of level and power, times
 * the design effect. */
static double formula(const struct plan_search *search, double variance, double difference)
{
    const double z = nps_normal_two_sided_quantile(nps_plan_alpha(&search->criterion)) -
                     nps_normal_upper_quantile(search->options.power);
    return z * z * fmax(variance, 0.01) / (difference * difference) * search->options.design_effect;
}

/* The largest size of the first group for which the size of the second is allowed too. */
static uint64_t largest_group(const struct plan_search *search)
{
    const uint64_t most =
        nps_plan_most(search->options.method == NPS_METHOD_EXACT ? NPS_PLAN_EXACT_MAX : NPS_PLAN_MAX, &search->options);
    const double largest = floor((double)most / search->options.ratio);
    return largest < (double)most ? (uint64_t)largest : most;
}

/* The size above which the power changes by less than its error from one size to the next. A sum over so many tables
 * leaves out values, and which it leaves out depends on the sizes. A power that is found from posterior intervals takes
 * long. */
static double ragged(const struct plan_search *search)
{
    const bool is_summed = !search->is_quick && nps_plan_is_summed(&search->first, &search->second, &search->criterion);
    return (is_summed ? 1e3 : search->options.method == NPS_METHOD_BAYES ? 1e4 : 1e13) * search->options.design_effect;
}

/* The size at which the search begins. Exact comparisons and sums over tables are slow, so it is found first with the
 * formula for large samples, and with a method that has nearly the same power. */
static nps_status guess(nps_plan_condition condition, const struct plan_search *search, double from, uint64_t most,
                        double *start)
{
    struct plan_search quick = *search;
    nps_status status;
    uint64_t n;
    quick.is_quick = true;
    if (search->options.method == NPS_METHOD_EXACT || search->options.method == NPS_METHOD_BAYES)
        quick.criterion.method = NPS_METHOD_SKEWNESS_SCORE;
    status = nps_plan_find(condition, &quick, from, most, ragged(search), &n);
    *start = status ? from : (double)n;
    return status == NPS_ERROR_INTERRUPTED ? status : NPS_OK;
}

/* A better guess: the formula is right about small changes of the size, so it is asked for the power by which it is
 * wrong at the last guess. */
static nps_status refine(nps_plan_condition condition, struct plan_search *search, uint64_t most, double *start)
{
    static const double close_by = 0.002;
    struct plan_search moved = *search;
    nps_status status = NPS_OK;
    int i;
    for (i = 0; !status && i < 3 && *start < (double)most; i++) {
        bool enough;
        status = condition(search, (uint64_t)fmax(1, *start), &enough);
        if (status || fabs(search->found - search->options.power) < close_by)
            return status;
        moved.options.power += search->options.power - search->found;
        if (!(moved.options.power > 0.001 && moved.options.power < 0.9999))
            return NPS_OK;
        status = guess(condition, &moved, *start, most, start);
    }
    return status;
}

/* Whether a last sum shows that a size is enough, but for a tolerance. */
static nps_status is_enough(nps_plan_condition condition, struct plan_search *search, uint64_t n, bool *enough)
{
    const double wanted = search->options.power;
    nps_status status;
    search->sums = 0;
    search->options.power = wanted - (has_margin(search) ? 0.002 : 0.005);
    status = condition(search, n, enough);
    search->options.power = wanted;
    return status;
}

/* Where the search made too few sums or coarse ones, a last one may show that the size is too small. It is raised until
 * it is enough, and then it is lowered again. */
static nps_status verify(nps_plan_condition condition, struct plan_search *search, uint64_t most, uint64_t *n)
{
    bool enough = !has_margin(search) && search->sums <= most_sums(search);
    uint64_t low = *n;
    nps_status status = NPS_OK;
    int i;
    search->is_verified = true;
    for (i = 0; !status && !enough && i < MOST_VERIFIED && (i == 0 || has_time(search)); i++) {
        status = is_enough(condition, search, *n, &enough);
        if (!status && !enough && *n < most) {
            low = *n;
            *n += 1 + (uint64_t)((search->options.power - search->found) * (double)*n);
            *n = *n < most ? *n : most;
        }
    }
    for (; !status && enough && *n - low > 1 && i < MOST_VERIFIED && has_time(search); i++) {
        const uint64_t middle = low + (*n - low) / 2;
        bool is_middle_enough;
        status = is_enough(condition, search, middle, &is_middle_enough);
        *(is_middle_enough ? n : &low) = middle;
    }
    return status;
}

static nps_status find_size(nps_plan_condition condition, struct plan_search *search, double from, uint64_t *n)
{
    const uint64_t most = largest_group(search);
    nps_plan_powers powers = {.count = 0};
    nps_status status;
    search->criterion.powers = &powers;
    from = fmax(from, nps_plan_least(&search->options));
    status = most > 0 ? guess(condition, search, from, most, &from) : NPS_ERROR_UNREACHABLE;
    search->is_coarse = true;
    if (!status)
        status = refine(condition, search, most, &from);
    search->is_coarse = false;
    if (!status)
        status = nps_plan_find(condition, search, from, most, ragged(search), n);
    if (!status)
        status = verify(condition, search, most, n);
    search->criterion.powers = NULL;
    if (status != NPS_ERROR_UNREACHABLE)
        return status;
    return search->options.method == NPS_METHOD_EXACT ? NPS_ERROR_TOO_MANY : NPS_ERROR_OVERFLOW;
}

/* What the test has to tell from 0, in theta: the change, or the distance from the change to the margin. Not above 0:
 * no number of respondents shows the goal. */
static double distance_to_tell(const struct plan_search *search)
{
    const double change = search->change / 100, margin = search->criterion.margin;
    switch (search->criterion.goal) {
    case NPS_PLAN_NONINFERIORITY: return change + margin;
    case NPS_PLAN_EQUIVALENCE: return margin - fabs(change);
    case NPS_PLAN_DIFFERENCE: break;
    }
    return fabs(change);
}

nps_status nps_plan_comparison(double change, const nps_plan_shares *expected, const nps_plan_options *options,
                               nps_plan_sizes *sizes)
{
    struct plan_search search = {.change = change};
    double ratio, distance;
    uint64_t n;
    nps_status status;
    if (!sizes)
        return NPS_ERROR_NULL;
    status = read_search(&search, expected, options);
    if (status)
        return status;
    ratio = search.options.ratio;
    distance = distance_to_tell(&search);
    if (!(fabs(change) <= 200) || !(ratio > 0 && isfinite(ratio)) ||
        (change == 0 && search.criterion.goal == NPS_PLAN_DIFFERENCE))
        return NPS_ERROR_PLAN;
    if (!(distance > 0) && search.criterion.goal != NPS_PLAN_DIFFERENCE)
        return NPS_ERROR_UNREACHABLE;
    search.first.n = search.second.n = 1;
    status = set_change(&search);
    if (!status)
        status = find_size(groups_have_power, &search,
                           formula(&search,
                                   nps_plan_shares_variance(&search.first.shares) +
                                       nps_plan_shares_variance(&search.second.shares) / ratio,
                                   distance),
                           &n);
    if (status)
        return status;
    *sizes = (nps_plan_sizes){n, (uint64_t)second_size(&search, n)};
    return NPS_OK;
}

nps_status nps_plan_benchmark_respondents(const nps_plan_shares *expected, double benchmark,
                                          const nps_plan_options *options, uint64_t *respondents)
{
    struct plan_search search = {.second.benchmark = benchmark};
    double difference;
    nps_status status;
    if (!respondents || !expected)
        return NPS_ERROR_NULL;
    status = check_benchmark(benchmark);
    if (!status)
        status = read_search(&search, expected, options);
    if (!status)
        status = refuse_margin(&search);
    if (status)
        return status;
    difference = nps_plan_shares_theta(&search.first.shares) - benchmark / 100;
    /* The expected score has a rounding error. */
    if (fabs(difference) < 1e-15)
        return NPS_ERROR_UNREACHABLE;
    search.options.ratio = 1;
    return find_size(sample_has_power, &search,
                     formula(&search, nps_plan_shares_variance(&search.first.shares), difference), respondents);
}

/* The largest possible rise. A sum of shares, because 1 - theta is rounded to 0 if nearly all are promoters. */
static double largest_change(const struct plan_search *search)
{
    const nps_plan_shares *shares = &search->first.shares;
    return search->worst_case ? 200 : 100 * (2 * shares->detractors + shares->passives);
}

static nps_status change_has_power(struct plan_search *search, double change, bool *enough)
{
    nps_status status;
    search->change = change;
    status = set_change(search);
    return status ? status : has_power(search, enough);
}

/* A change that has not enough power, or 0, and one that has enough. */
struct change_bracket {
    double low, high;
};

/* The precision of a change, in points. */
static const double CHANGE_PRECISION = 0.001;

static nps_status try_change(struct plan_search *search, double change, struct change_bracket *bracket)
{
    bool enough;
    const nps_status status = change_has_power(search, change, &enough);
    if (!status)
        *(enough ? &bracket->high : &bracket->low) = change;
    return status;
}

/* Halves a bracket; what is known from another one need not be asked again. */
static nps_status halve_changes(struct plan_search *search, const struct change_bracket *known,
                                struct change_bracket *bracket)
{
    nps_status status = NPS_OK;
    while (!status && bracket->high - bracket->low > CHANGE_PRECISION) {
        const double middle = bracket->low + (bracket->high - bracket->low) / 2;
        if (middle <= known->low)
            bracket->low = middle;
        else if (middle >= known->high)
            bracket->high = middle;
        else
            status = try_change(search, middle, bracket);
    }
    return status;
}

/* The change that has the power by the formula, and by a method that takes little time. */
static nps_status guess_change(const struct plan_search *search, double most, double *change)
{
    const struct change_bracket nothing = {0, most};
    struct change_bracket bracket = nothing;
    struct plan_search quick = *search;
    nps_status status;
    quick.is_quick = true;
    quick.criterion.powers = NULL;
    if (!nps_plan_can_enumerate(quick.criterion.method))
        quick.criterion.method = NPS_METHOD_SKEWNESS_SCORE;
    status = halve_changes(&quick, &nothing, &bracket);
    *change = bracket.high;
    return status;
}

/* About how much larger the change must be: the deviate of the power rises in proportion to it. */
static double missing_change(const struct plan_search *search)
{
    static const double least = 1e-3, most = 1 - 1e-9;
    const double z = nps_normal_two_sided_quantile(nps_plan_alpha(&search->criterion));
    const double found = -nps_normal_upper_quantile(fmax(least, fmin(most, search->found)));
    const double wanted = -nps_normal_upper_quantile(search->options.power);
    return search->change * fmax(-0.5, fmin(1, (wanted - found) / fmax(0.5, z + found)));
}

/* Powers that are sums, or of methods without a closed formula, take long: a bracket is narrowed from a guess. */
static nps_status narrow_changes(struct plan_search *search, struct change_bracket *bracket)
{
    const double close_by = 2 * CHANGE_PRECISION;
    double change, beside;
    nps_status status = guess_change(search, bracket->high, &change);
    int i;
    for (i = 0; !status && i < 3 && change > bracket->low && change < bracket->high; i++) {
        double missing;
        status = try_change(search, change, bracket);
        missing = missing_change(search);
        change += missing;
        if (fabs(missing) < close_by)
            break;
    }
    for (i = 0; !status && i < 2; i++) {
        beside = change + (i == 0 ? -CHANGE_PRECISION : CHANGE_PRECISION);
        if (beside > bracket->low && beside < bracket->high)
            status = try_change(search, beside, bracket);
    }
    return status;
}

static nps_status find_change(struct plan_search *search, double *change)
{
    struct change_bracket bracket = {0, largest_change(search)}, known = bracket;
    bool enough = false;
    nps_status status = change_has_power(search, bracket.high, &enough);
    if (!status && !enough)
        status = NPS_ERROR_UNREACHABLE;
    if (!status)
        status = narrow_changes(search, &known);
    if (!status)
        status = halve_changes(search, &known, &bracket);
    /* If even a change of 0 has that power, so few people are not promoters that the formula is not valid. */
    if (!status && bracket.low == 0) {
        status = change_has_power(search, 0, &enough);
        if (!status && enough)
            status = NPS_ERROR_UNREACHABLE;
    }
    if (!status)
        *change = bracket.high;
    return status;
}

nps_status nps_plan_change(const nps_plan_sizes *sizes, const nps_plan_shares *expected,
                           const nps_plan_options *options, double *change)
{
    struct plan_search search = {.change = 0};
    nps_plan_exact_results results = {.of = {{NPS_PLAN_NOT_TESTED}}};
    nps_status status;
    if (!sizes || !change)
        return NPS_ERROR_NULL;
    status = read_search(&search, expected, options);
    if (!status)
        status = refuse_margin(&search);
    if (!status)
        status = set_given_size(&search.first, sizes->first, &search.options);
    if (!status)
        status = set_given_size(&search.second, sizes->second, &search.options);
    search.criterion.exact_results = &results;
    return status ? status : find_change(&search, change);
}
