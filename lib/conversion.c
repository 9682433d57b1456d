/* SPDX-License-Identifier: MIT */
#include <nps/conversion.h>

#include "conversion/least_cost.h"
#include "counts.h"
#include "method.h"
#include "status.h"

#include <math.h>
#include <stdbool.h>

/* More respondents are refused, so that no sum of conversions overflows. */
static const uint64_t MOST_RESPONDENTS = UINT64_C(1) << 62;

static nps_status convert(const nps_counts *counts, const nps_conversions *conversions, nps_counts *out)
{
    const uint64_t detractors_kept = counts->detractors - conversions->detractors;
    if (conversions->passives > counts->passives || conversions->detractors > counts->detractors ||
        conversions->detractors_to_passives > detractors_kept)
        return NPS_ERROR_UNDERFLOW;
    out->promoters = counts->promoters + conversions->passives + conversions->detractors;
    out->passives = counts->passives - conversions->passives + conversions->detractors_to_passives;
    out->detractors = detractors_kept - conversions->detractors_to_passives;
    return NPS_OK;
}

/* Everything but the cost. */
static nps_status read_after(const nps_counts *counts, const nps_conversions *conversions,
                             const nps_interval_options *options, nps_conversion *out)
{
    nps_interval_result interval;
    double before;
    nps_status status = nps_score(counts, &before);
    if (!status)
        status = convert(counts, conversions, &out->counts);
    if (!status)
        status = nps_score(&out->counts, &out->score);
    if (!status)
        status = nps_interval_with(&out->counts, options, &interval);
    if (status)
        return status;
    out->conversions = *conversions;
    out->change = out->score - before;
    out->bounds = interval.bounds;
    out->method = interval.method;
    return NPS_OK;
}

nps_status nps_convert(const nps_counts *counts, const nps_conversions *conversions,
                       const nps_interval_options *options, nps_conversion *out)
{
    nps_conversion result;
    nps_status status;
    if (!counts || !conversions || !out)
        return NPS_ERROR_NULL;
    status = read_after(counts, conversions, options, &result);
    if (status)
        return status;
    result.cost =
        (double)conversions->passives + (double)conversions->detractors + (double)conversions->detractors_to_passives;
    *out = result;
    return NPS_OK;
}

static bool is_cost(double cost)
{
    return cost >= 0;
}

static nps_status check_reach(const nps_counts *counts, double target, const nps_conversion_costs *costs,
                              nps_error_detail *detail)
{
    uint64_t n;
    const nps_status status = nps_counts_total(counts, &n);
    if (status)
        return nps_explain_status(detail, status);
    if (n > MOST_RESPONDENTS)
        return nps_explain(detail, NPS_ERROR_OVERFLOW, "there are more than 2^62 respondents");
    if (nps_method_check_reference(target))
        return nps_explain(detail, NPS_ERROR_REFERENCE, "the target is not a score from -100 to 100");
    if (!is_cost(costs->passives) || !is_cost(costs->detractors) || !is_cost(costs->detractors_to_passives))
        return nps_explain(detail, NPS_ERROR_PLAN, "a cost is negative or not a number");
    return NPS_OK;
}

/* Whether the score is at least the target when there are so many promoters more than detractors, of n. */
static bool reaches(int64_t net, uint64_t n, double target)
{
    const uint64_t size = (uint64_t)(net < 0 ? -net : net);
    const nps_counts counts = {net > 0 ? size : 0, n - size, net < 0 ? size : 0};
    double score;
    return nps_score(&counts, &score) == NPS_OK && score >= target;
}

/* How many promoters more than now, net of detractors, the target needs. */
static uint64_t steps_to(const nps_counts *counts, double target)
{
    const uint64_t n = counts->promoters + counts->passives + counts->detractors;
    const int64_t now = (int64_t)counts->promoters - (int64_t)counts->detractors;
    int64_t below = now, reached = (int64_t)n; /* a score of 100 reaches every target */
    if (reaches(now, n, target))
        return 0;
    while (reached - below > 1) {
        const int64_t middle = below + (reached - below) / 2;
        if (reaches(middle, n, target))
            reached = middle;
        else
            below = middle;
    }
    return (uint64_t)(reached - now);
}

static double cost_of(uint64_t conversions, double cost)
{
    return conversions > 0 ? (double)conversions * cost : 0;
}

nps_status nps_reach(const nps_counts *counts, double target, const nps_conversion_costs *costs,
                     const nps_interval_options *options, nps_conversion *out, nps_error_detail *detail)
{
    static const nps_conversion_costs equal = {1, 1, 1};
    nps_conversions least;
    nps_conversion result;
    uint64_t steps, most;
    nps_status status;
    if (!counts || !out)
        return nps_explain_status(detail, NPS_ERROR_NULL);
    if (!costs)
        costs = &equal;
    status = check_reach(counts, target, costs, detail);
    if (status)
        return status;
    steps = steps_to(counts, target);
    most = nps_most_steps(counts, costs);
    if (steps > most)
        return nps_explain(detail, NPS_ERROR_UNREACHABLE,
                           "the target needs %llu more promoters, net of detractors, and %llu can be had",
                           (unsigned long long)steps, (unsigned long long)most);
    least = nps_least_cost(counts, costs, steps);
    status = read_after(counts, &least, options, &result);
    if (status)
        return nps_explain_status(detail, status);
    result.cost = cost_of(least.passives, costs->passives) + cost_of(least.detractors, costs->detractors) +
                  cost_of(least.detractors_to_passives, costs->detractors_to_passives);
    *out = result;
    return NPS_OK;
}
