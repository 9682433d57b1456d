/* SPDX-License-Identifier: MIT */
#include <nps/planning.h>

#include "math/numerics.h"
#include "planning/approximate_power.h"
#include "planning/binomial.h"
#include "planning/margin.h"
#include "planning/power.h"
#include "planning/search.h"
#include "planning/shares.h"
#include "support/options.h"

#include <math.h>
#include <stdbool.h>
#include <stddef.h>

/* Rounding puts a quotient or product of decimals just above a whole number as often as just below it. */
static const double ROUNDED = 1 - 0x1p-51;

static nps_status read_options(nps_plan_options *into, const nps_plan_options *from)
{
    nps_status status;
    nps_plan_options_init(into);
    status = nps_options_read(into, sizeof *into, sizeof *into, from);
    if (status)
        return status;
    return into->level > 0 && into->level < 1 ? NPS_OK : NPS_ERROR_LEVEL;
}

static nps_status check_respondents(uint64_t n)
{
    if (n == 0)
        return NPS_ERROR_EMPTY;
    return n <= NPS_PLAN_MAX ? NPS_OK : NPS_ERROR_OVERFLOW;
}

/* The margin of a given or a wanted size. */
static nps_status read_margin(const nps_plan_shares *expected, const nps_plan_options *options, nps_plan_shares *shares,
                              nps_plan_options *read)
{
    const nps_status status = read_options(read, options);
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
        status = check_respondents(respondents);
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

/* The power of given samples. */
static nps_status find_power(nps_plan_arm *first, const nps_plan_shares *first_shares, nps_plan_arm *second,
                             const nps_plan_shares *second_shares, const nps_plan_options *options, double *power)
{
    nps_plan_options read;
    nps_status status = read_options(&read, options);
    if (!status)
        status = nps_plan_shares_read(&first->shares, first_shares);
    if (!status)
        status = check_respondents(first->n);
    if (!status && second_shares) {
        status = nps_plan_shares_read(&second->shares, second_shares);
        if (!status)
            status = check_respondents(second->n);
    }
    return status ? status : nps_plan_arms_power(first, second, read.method, read.level, power);
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

/* Two samples, or a sample and a benchmark, that are to find a difference with some power. */
struct plan_search {
    nps_plan_arm first, second;
    bool worst_case;
    bool is_quick; /* the power is taken from the formula */
    double change; /* in points */
    nps_plan_options options;
};

static nps_status read_search(struct plan_search *search, const nps_plan_shares *expected,
                              const nps_plan_options *options)
{
    nps_status status = read_options(&search->options, options);
    if (status)
        return status;
    if (!(search->options.power > 1 - search->options.level && search->options.power < 1))
        return NPS_ERROR_PLAN;
    search->worst_case = !expected;
    return expected ? nps_plan_shares_read(&search->first.shares, expected) : NPS_OK;
}

/* Nobody is passive, and the scores are equally far from 0. */
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

static nps_status has_power(const struct plan_search *search, bool *enough)
{
    double power = 0;
    const nps_status status = (search->is_quick ? nps_plan_approximate_power : nps_plan_arms_power)(
        &search->first, &search->second, search->options.method, search->options.level, &power);
    *enough = power >= search->options.power;
    return status;
}

static double second_size(const struct plan_search *search, uint64_t n)
{
    return ceil(search->options.ratio * (double)n * ROUNDED);
}

static nps_status groups_have_power(void *context, uint64_t n, bool *enough)
{
    struct plan_search *search = context;
    nps_status status;
    search->first.n = n;
    search->second.n = (uint64_t)second_size(search, n);
    status = set_change(search);
    return status ? status : has_power(search, enough);
}

static nps_status sample_has_power(void *context, uint64_t n, bool *enough)
{
    struct plan_search *search = context;
    search->first.n = n;
    return has_power(search, enough);
}

/* The sum of the deviates of level and power, squared, times the variance over the squared difference. */
static double formula(const struct plan_search *search, double variance, double difference)
{
    const double z =
        nps_normal_two_sided_quantile(1 - search->options.level) - nps_normal_upper_quantile(search->options.power);
    return z * z * fmax(variance, 0.01) / (difference * difference);
}

/* The largest first group whose second is allowed too. */
static uint64_t largest_group(const struct plan_search *search)
{
    const uint64_t most = search->options.method == NPS_METHOD_EXACT ? NPS_EXACT_MAX : NPS_PLAN_MAX;
    const double largest = floor((double)most / search->options.ratio);
    return largest < (double)most ? (uint64_t)largest : most;
}

/* Above it the power changes by less than its error from one size to the next. */
static double ragged(const struct plan_search *search)
{
    return search->options.method == NPS_METHOD_BAYES ? 1e6 : 1e13;
}

/* Where to begin: sums over tables and exact comparisons take long, so the formula goes before them, with a method that
 * has nearly the same power. */
static double guess(nps_plan_condition condition, const struct plan_search *search, double from, uint64_t most)
{
    struct plan_search quick = *search;
    uint64_t n;
    quick.is_quick = true;
    if (search->options.method == NPS_METHOD_EXACT || search->options.method == NPS_METHOD_BAYES)
        quick.options.method = NPS_METHOD_SKEWNESS_SCORE;
    return nps_plan_find(condition, &quick, from, most, ragged(search), &n) ? from : (double)n;
}

static nps_status find_size(nps_plan_condition condition, struct plan_search *search, double from, uint64_t *n)
{
    const uint64_t most = largest_group(search);
    nps_status status = NPS_ERROR_UNREACHABLE;
    if (most > 0)
        status = nps_plan_find(condition, search, guess(condition, search, from, most), most, ragged(search), n);
    if (status != NPS_ERROR_UNREACHABLE)
        return status;
    return search->options.method == NPS_METHOD_EXACT ? NPS_ERROR_TOO_MANY : NPS_ERROR_OVERFLOW;
}

nps_status nps_plan_comparison(double change, const nps_plan_shares *expected, const nps_plan_options *options,
                               nps_plan_sizes *sizes)
{
    struct plan_search search = {.change = change};
    double ratio;
    uint64_t n;
    nps_status status;
    if (!sizes)
        return NPS_ERROR_NULL;
    status = read_search(&search, expected, options);
    if (status)
        return status;
    ratio = search.options.ratio;
    if (!(fabs(change) <= 200) || change == 0 || !(ratio > 0 && isfinite(ratio)))
        return NPS_ERROR_PLAN;
    search.first.n = search.second.n = 1;
    status = set_change(&search);
    if (!status)
        status = find_size(groups_have_power, &search,
                           formula(&search,
                                   nps_plan_shares_variance(&search.first.shares) +
                                       nps_plan_shares_variance(&search.second.shares) / ratio,
                                   change / 100),
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
    if (status)
        return status;
    difference = nps_plan_shares_theta(&search.first.shares) - benchmark / 100;
    /* Shares that sum to 1 are rounded. */
    if (fabs(difference) < 1e-15)
        return NPS_ERROR_UNREACHABLE;
    search.options.ratio = 1;
    return find_size(sample_has_power, &search,
                     formula(&search, nps_plan_shares_variance(&search.first.shares), difference), respondents);
}

/* The largest rise that is possible. A sum, because 1 - theta is 0 long before all are promoters. */
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

static nps_status find_change(struct plan_search *search, double *change)
{
    static const double precision = 0.001;
    double low = 0, high = largest_change(search);
    bool enough = false;
    nps_status status = change_has_power(search, high, &enough);
    if (!status && !enough)
        status = NPS_ERROR_UNREACHABLE;
    while (!status && high - low > precision) {
        const double middle = low + (high - low) / 2;
        status = change_has_power(search, middle, &enough);
        *(enough ? &high : &low) = middle;
    }
    /* Where even no change is found so often, so few differ that their number is far from normal. */
    if (!status && low == 0) {
        status = change_has_power(search, 0, &enough);
        if (!status && enough)
            status = NPS_ERROR_UNREACHABLE;
    }
    if (!status)
        *change = high;
    return status;
}

nps_status nps_plan_change(const nps_plan_sizes *sizes, const nps_plan_shares *expected,
                           const nps_plan_options *options, double *change)
{
    struct plan_search search = {.change = 0};
    nps_status status;
    if (!sizes || !change)
        return NPS_ERROR_NULL;
    status = check_respondents(sizes->first);
    if (!status)
        status = check_respondents(sizes->second);
    if (!status)
        status = read_search(&search, expected, options);
    if (status)
        return status;
    search.first.n = sizes->first;
    search.second.n = sizes->second;
    return find_change(&search, change);
}

/* Invitations that bring enough answers with some assurance. */
struct mailing {
    uint64_t respondents;
    double rate, shortfall;
};

static nps_status is_assured(void *context, uint64_t invitations, bool *enough)
{
    const struct mailing *mailing = context;
    *enough = nps_binomial_below(mailing->respondents, invitations, mailing->rate) <= mailing->shortfall;
    return NPS_OK;
}

static nps_status find_assured(const struct mailing *mailing, uint64_t *invitations)
{
    /* Larger deviates do not improve the first guess. */
    const double z = fmin(8, fmax(-8, nps_normal_upper_quantile(mailing->shortfall)));
    const double n = (double)mailing->respondents;
    const double guess = (n + z * sqrt(n * (1 - mailing->rate))) / mailing->rate;
    struct mailing context = *mailing;
    const nps_status status = nps_plan_find(is_assured, &context, guess, NPS_PLAN_MAX, INFINITY, invitations);
    return status == NPS_ERROR_UNREACHABLE ? NPS_ERROR_OVERFLOW : status;
}

nps_status nps_plan_invitations(uint64_t respondents, double rate, double assurance, uint64_t *invitations)
{
    /* So long does it take to sum a binomial distribution. */
    static const uint64_t most_assured = 1000000000;
    const double mean = ceil((double)respondents / rate * ROUNDED);
    if (!invitations)
        return NPS_ERROR_NULL;
    if (respondents == 0)
        return NPS_ERROR_EMPTY;
    if (!(rate > 0 && rate <= 1) || !(assurance == 0 || (assurance >= 0.5 && assurance < 1)))
        return NPS_ERROR_PLAN;
    if (respondents > NPS_PLAN_MAX)
        return NPS_ERROR_OVERFLOW;
    if (assurance > 0 && respondents > most_assured)
        return NPS_ERROR_TOO_MANY;
    if (rate == 1) {
        *invitations = respondents;
        return NPS_OK;
    }
    if (assurance > 0)
        return find_assured(&(struct mailing){respondents, rate, 1 - assurance}, invitations);
    if (mean > (double)NPS_PLAN_MAX)
        return NPS_ERROR_OVERFLOW;
    *invitations = (uint64_t)mean;
    return NPS_OK;
}

nps_status nps_plan_waves(uint64_t base, uint64_t invitations, double rest_days, nps_plan_rotation *rotation)
{
    if (!rotation)
        return NPS_ERROR_NULL;
    if (invitations == 0)
        return NPS_ERROR_EMPTY;
    if (!(rest_days >= 0 && isfinite(rest_days)))
        return NPS_ERROR_PLAN;
    if (invitations > base)
        return NPS_ERROR_UNREACHABLE;
    rotation->waves = base / invitations;
    rotation->days = rest_days / (double)rotation->waves;
    return NPS_OK;
}
