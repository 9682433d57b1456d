/* The power of several looks at a comparison.
 *
 * In small samples it is summed over the tables. Elsewhere the probability that a look detects the difference, whatever
 * the others do, is that of a plan for one look, and the looks depend on each other as normal deviates do: their
 * limits are those that have these probabilities.
 *
 * SPDX-License-Identifier: MIT */
#include <nps/planning.h>

#include "../math/numerics.h"
#include "first_passage.h"
#include "looks.h"
#include "looks_sum.h"
#include "options.h"
#include "pair_test.h"
#include "power.h"
#include "shares.h"

#include <math.h>
#include <stddef.h>

/* The smallest increment of the information between two looks, of that at the last. */
static const double LEAST_INCREMENT = 1e-3;

/* The variance of the difference of the scores at a look. */
static double variance_at(const nps_plan_schedule *schedule, int look)
{
    const nps_plan_arm *first = &schedule->first[look], *second = &schedule->second[look];
    return nps_plan_shares_variance(&first->shares) / (double)first->n +
           nps_plan_shares_variance(&second->shares) / (double)second->n;
}

/* What a look knows, the inverse of the variance; where all answers are alike, every look knows as much as any other.
 */
static double information_at(const nps_plan_schedule *schedule, int look)
{
    const double variance = variance_at(schedule, look);
    return variance > 0 ? 1 / variance : look + 1;
}

/* The share of a power that is on the upper side: of a difference that rises. */
static double share_above(const nps_plan_schedule *schedule, int look)
{
    const double variance = variance_at(schedule, look);
    const double change =
        nps_plan_shares_theta(&schedule->first[look].shares) - nps_plan_shares_theta(&schedule->second[look].shares);
    const double z = nps_normal_two_sided_quantile(1 - schedule->levels[look]);
    const double drift = variance > 0 ? change / sqrt(variance) : change > 0 ? 40 : -40;
    const double above = nps_normal_upper_tail(z - drift), below = nps_normal_upper_tail(z + drift);
    return above + below > 0 ? above / (above + below) : 0.5;
}

/* Limits with the power of each look. */
static nps_status set_path(const nps_plan_schedule *schedule, const nps_plan_criterion *criterion, nps_plan_path *path)
{
    const double most = information_at(schedule, schedule->count - 1);
    nps_plan_criterion at = *criterion;
    double known = 0;
    nps_status status = NPS_OK;
    int look;
    for (look = 0; !status && look < schedule->count; look++) {
        const double share = share_above(schedule, look);
        double power;
        known = fmax(known + LEAST_INCREMENT * most, information_at(schedule, look));
        at.level = schedule->levels[look];
        status = nps_plan_arms_power(&schedule->first[look], &schedule->second[look], &at, &power);
        if (status)
            continue;
        power = fmin(power, 1 - 1e-12);
        path->variance[look] = known;
        path->upper[look] = nps_normal_upper_quantile(power * share) * sqrt(known);
        path->lower[look] = -nps_normal_upper_quantile(power * (1 - share)) * sqrt(known);
    }
    return status;
}

static nps_status power_of_looks(const nps_plan_schedule *schedule, const nps_plan_criterion *criterion, double *power)
{
    nps_plan_path path;
    nps_status status;
    if (nps_plan_can_sum_looks(schedule, criterion))
        return nps_plan_sum_looks(schedule, criterion, power);
    status = set_path(schedule, criterion, &path);
    if (!status)
        *power = fmin(1, nps_plan_first_passage(&path, schedule->count));
    return status;
}

/* The respondents of a sample at a look, in independent ones. */
static nps_status set_arm(nps_plan_arm *arm, const nps_plan_shares *shares, uint64_t n, uint64_t look, uint64_t looks,
                          const nps_plan_options *options)
{
    const uint64_t part = n / looks * look + (n % looks * look + looks - 1) / looks; /* n look / looks, rounded up */
    nps_status status = nps_plan_check_respondents(n);
    arm->degrees = INFINITY;
    if (!status)
        status = nps_plan_shares_read(&arm->shares, shares);
    if (!status)
        status = nps_plan_effective(part, options, &arm->n);
    return status || arm->n != 0 ? status : NPS_ERROR_EMPTY;
}

nps_status nps_plan_looks_power(const nps_plan_shares *first, const nps_plan_shares *second,
                                const nps_plan_sizes *sizes, const nps_plan_stages *stages,
                                const nps_plan_options *options, double *power)
{
    nps_plan_schedule schedule = {0};
    nps_plan_options read;
    nps_plan_criterion criterion;
    nps_status status;
    uint64_t i;
    if (!sizes || !stages || !power)
        return NPS_ERROR_NULL;
    status = nps_plan_options_read(&read, options);
    if (!status)
        status = nps_plan_criterion_read(&criterion, &read);
    if (!status)
        status = nps_plan_check_looks(stages->looks, stages->last, stages->boundary);
    if (!status && (!nps_plan_can_enumerate(read.method) || read.goal != NPS_PLAN_DIFFERENCE || read.cluster_size > 0))
        status = NPS_ERROR_UNAVAILABLE;
    for (i = 0; !status && i < stages->last; i++) {
        status = set_arm(&schedule.first[i], first, sizes->first, i + 1, stages->looks, &read);
        if (!status)
            status = set_arm(&schedule.second[i], second, sizes->second, i + 1, stages->looks, &read);
    }
    if (status)
        return status;
    schedule.count = (int)stages->last;
    nps_plan_look_levels((int)stages->looks, stages->boundary, 1 - read.level, schedule.levels);
    return power_of_looks(&schedule, &criterion, power);
}
