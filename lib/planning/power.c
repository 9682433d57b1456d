/* SPDX-License-Identifier: MIT */
#include "power.h"

#include "../method.h"
#include "approximate_power.h"
#include "benchmark_power.h"
#include "clusters.h"
#include "enumerated_power.h"
#include "exact_benchmark.h"
#include "exact_power.h"
#include "pair_test.h"
#include "shares.h"

#include <math.h>
#include <stddef.h>

/* If every non-empty group has at least this number of expected answers, the error of the formula is at most 0.006. */
static const double LARGE = 50;

/* The same for the test of one sample where a group is empty: the score has few values there, and the formula errs by
 * half the probability of one, 0.2 / sqrt(n p q). The sum has a single term. */
static const double LARGE_BESIDE_EMPTY = 2500;

static bool has_in_every_group(const nps_plan_arm *arm, double expected)
{
    const double shares[] = {arm->shares.promoters, arm->shares.passives, arm->shares.detractors};
    int i;
    for (i = 0; i < 3; i++)
        if (shares[i] > 0 && shares[i] * (double)arm->n < expected)
            return false;
    return true;
}

static bool is_large(const nps_plan_arm *arm)
{
    return has_in_every_group(arm, LARGE);
}

static bool is_large_alone(const nps_plan_arm *arm)
{
    const nps_plan_shares *shares = &arm->shares;
    const bool is_without_empty = shares->promoters > 0 && shares->passives > 0 && shares->detractors > 0;
    return has_in_every_group(arm, is_without_empty ? LARGE : LARGE_BESIDE_EMPTY);
}

bool nps_plan_is_exact_comparison(const nps_plan_arm *first, const nps_plan_arm *second,
                                  const nps_plan_criterion *criterion)
{
    const uint64_t most = NPS_EXACT_COMPARE_AUTO_MAX;
    return criterion->method == NPS_METHOD_AUTO && second->n != 0 && first->n <= most && second->n <= most;
}

bool nps_plan_is_exact_benchmark(const nps_plan_arm *first, const nps_plan_arm *second,
                                 const nps_plan_criterion *criterion)
{
    return second->n == 0 && (criterion->method == NPS_METHOD_EXACT ||
                              (criterion->method == NPS_METHOD_AUTO && first->n <= NPS_EXACT_AUTO_MAX));
}

bool nps_plan_is_summed(const nps_plan_arm *first, const nps_plan_arm *second, const nps_plan_criterion *criterion)
{
    if (second->n == 0)
        return nps_plan_is_exact_benchmark(first, second, criterion) || !is_large_alone(first);
    return nps_plan_can_enumerate(criterion->method) && !(is_large(first) && is_large(second));
}

/* Whether there is a power for these samples. */
static nps_status check_method(const nps_plan_arm *first, const nps_plan_arm *second,
                               const nps_plan_criterion *criterion)
{
    const nps_method method = criterion->method;
    nps_method really;
    const nps_procedure *procedure;
    /* An exact test of 4 + 4 answers takes 6 milliseconds, so that the 225 pairs of tables take more than a second. */
    if (second->n != 0 && method == NPS_METHOD_EXACT)
        return NPS_ERROR_UNAVAILABLE;
    if (criterion->goal != NPS_PLAN_DIFFERENCE && method == NPS_METHOD_ANYTIME)
        return NPS_ERROR_UNAVAILABLE;
    /* The formula is right for large samples only, and a sum would take seconds. */
    if (second->n != 0 && (method == NPS_METHOD_BAYES || method == NPS_METHOD_ANYTIME) &&
        !(is_large(first) && is_large(second)))
        return NPS_ERROR_UNAVAILABLE;
    if (nps_plan_is_exact_benchmark(first, second, criterion) && first->n > NPS_PLAN_EXACT_MAX)
        return NPS_ERROR_TOO_MANY;
    return nps_method_find(method, second->n == 0 ? NPS_ONE_SAMPLE : NPS_JOINED_SAMPLES,
                           first->n > second->n ? first->n : second->n, 0, &really, &procedure);
}

/* The power if the variances are known. */
static nps_status independent_power(const nps_plan_arm *first, const nps_plan_arm *second,
                                    const nps_plan_criterion *criterion, double *power)
{
    if (nps_plan_is_exact_comparison(first, second, criterion))
        return nps_plan_exact_power(first, second, criterion, power);
    if (nps_plan_is_exact_benchmark(first, second, criterion))
        return nps_plan_exact_benchmark_power(first, second->benchmark, criterion, power);
    if (!nps_plan_is_summed(first, second, criterion))
        return nps_plan_approximate_power(first, second, criterion, power);
    if (second->n == 0)
        return nps_plan_benchmark_sum(first, second->benchmark, criterion, power);
    return nps_plan_enumerated_power(first, second, criterion, power);
}

/* A power that was found before, or NULL. */
static const double *find_known(const nps_plan_powers *powers, const struct nps_plan_known_power *wanted)
{
    const unsigned most = sizeof powers->known / sizeof *powers->known;
    unsigned i;
    for (i = 0; powers && i < powers->count && i < most; i++) {
        const struct nps_plan_known_power *known = &powers->known[i];
        if (known->first == wanted->first && known->second == wanted->second &&
            known->first_degrees == wanted->first_degrees && known->second_degrees == wanted->second_degrees &&
            known->method == wanted->method && known->is_coarse == wanted->is_coarse &&
            known->is_formula == wanted->is_formula)
            return &known->power;
    }
    return NULL;
}

static void keep(nps_plan_powers *powers, const struct nps_plan_known_power *found)
{
    if (powers)
        powers->known[powers->count++ % (sizeof powers->known / sizeof *powers->known)] = *found;
}

/* The power if the variances are known, by the formula or, where it is not right, by a sum. */
static nps_status power_once(const nps_plan_arm *first, const nps_plan_arm *second, const nps_plan_criterion *criterion,
                             bool is_formula, double *power)
{
    struct nps_plan_known_power wanted = {first->n,   second->n, 0, 0, criterion->method, criterion->is_coarse,
                                          is_formula, 0};
    nps_plan_powers *powers = criterion->powers;
    const double *known = find_known(powers, &wanted);
    nps_status status = NPS_OK;
    if (known)
        wanted.power = *known;
    else
        status = is_formula ? nps_plan_approximate_power(first, second, criterion, &wanted.power)
                            : independent_power(first, second, criterion, &wanted.power);
    if (status)
        return status;
    if (!known)
        keep(powers, &wanted);
    *power = wanted.power;
    return NPS_OK;
}

static nps_plan_estimate estimate_of(const nps_plan_arm *arm)
{
    if (arm->n == 0)
        return (nps_plan_estimate){0, INFINITY, 1};
    return (nps_plan_estimate){nps_plan_shares_variance(&arm->shares) / (double)arm->n, arm->degrees,
                               arm->least_variance};
}

static double difference_of(const nps_plan_arm *first, const nps_plan_arm *second)
{
    const double reference = second->n == 0 ? second->benchmark / 100 : nps_plan_shares_theta(&second->shares);
    return nps_plan_shares_theta(&first->shares) - reference;
}

/* The power of a test that can be looked at. */
static double looked_at_power(const nps_plan_arm *first, const nps_plan_arm *second,
                              const nps_plan_criterion *criterion, const nps_plan_estimate estimates[2],
                              const nps_plan_strictness *strictness)
{
    struct nps_plan_known_power wanted = {first->n,          second->n, first->degrees, second->degrees,
                                          criterion->method, false,     false,          0};
    const double *known = find_known(criterion->powers, &wanted);
    if (known)
        return *known;
    wanted.power = nps_plan_power_of_clusters(estimates, difference_of(first, second), criterion, 0, strictness);
    keep(criterion->powers, &wanted);
    return wanted.power;
}

/* Nothing is significant where a variance cannot be estimated, and a sum would take long for nothing. Where the test
 * can be looked at, no sum is needed either. */
static nps_status power_of_clusters(const nps_plan_arm *first, const nps_plan_arm *second,
                                    const nps_plan_criterion *criterion, bool is_formula, double *power)
{
    const nps_plan_estimate estimates[] = {estimate_of(first), estimate_of(second)};
    const bool has_clusters = isfinite(estimates[0].degrees) || isfinite(estimates[1].degrees);
    const bool is_varied = estimates[0].variance + estimates[1].variance > 0;
    nps_plan_strictness strictness;
    nps_status status;
    double known = 0;
    if (!(estimates[0].degrees > 0 && estimates[1].degrees > 0)) {
        *power = 0;
        return NPS_OK;
    }
    if (has_clusters && is_varied && nps_plan_strictness_init(&strictness, first, second, criterion)) {
        *power = looked_at_power(first, second, criterion, estimates, &strictness);
        return NPS_OK;
    }
    status = power_once(first, second, criterion, is_formula, &known);
    if (!status)
        *power = nps_plan_power_of_clusters(estimates, difference_of(first, second), criterion, known, NULL);
    return status;
}

nps_status nps_plan_formula_power(const nps_plan_arm *first, const nps_plan_arm *second,
                                  const nps_plan_criterion *criterion, double *power)
{
    return power_of_clusters(first, second, criterion, true, power);
}

nps_status nps_plan_arms_power(const nps_plan_arm *first, const nps_plan_arm *second,
                               const nps_plan_criterion *criterion, double *power)
{
    const nps_status status = check_method(first, second, criterion);
    return status ? status : power_of_clusters(first, second, criterion, false, power);
}
