/* SPDX-License-Identifier: MIT */
#include "exact_power.h"

#include "../compare/exact.h"
#include "../counts.h"
#include "../interrupt.h"
#include "../math/special.h"

#include <stdbool.h>
#include <stddef.h>

/* The probability of a table. */
static double probability_of(const nps_plan_arm *arm, const nps_real_counts *table)
{
    const nps_plan_shares *shares = &arm->shares;
    const double n = (double)arm->n, rest = 1 - shares->promoters;
    const double of_rest = rest > 0 ? shares->passives / rest : 0;
    return nps_binomial_probability(table->promoters, n, shares->promoters) *
           nps_binomial_probability(table->passives, n - table->promoters, of_rest < 1 ? of_rest : 1);
}

/* A figure of a table. */
typedef double table_function(const nps_real_counts *table, void *context);

/* The mean of a figure over the tables of an arm. */
static double mean_over_tables(const nps_plan_arm *arm, table_function *figure, void *context)
{
    const double n = (double)arm->n;
    nps_real_counts table;
    double sum = 0;
    uint64_t promoters, passives;
    for (promoters = 0; promoters <= arm->n; promoters++)
        for (passives = 0; promoters + passives <= arm->n; passives++) {
            double probability;
            table.promoters = (double)promoters;
            table.passives = (double)passives;
            table.detractors = n - table.promoters - table.passives;
            probability = probability_of(arm, &table);
            if (probability > 0)
                sum += probability * figure(&table, context);
        }
    return sum;
}

/* A table of the first sample, with which tables of the second are compared. */
struct exact_pair {
    const nps_real_counts *first;
    const nps_plan_criterion *criterion;
};

static bool shows_goal(const nps_real_counts *first, const nps_real_counts *second, const nps_plan_criterion *criterion)
{
    const double alpha = 1 - criterion->level;
    if (criterion->goal == NPS_PLAN_DIFFERENCE)
        return nps_exact_rejects(first, second, alpha);
    if (!nps_exact_rejects_margin(second, first, criterion->margin, alpha))
        return false;
    return criterion->goal == NPS_PLAN_NONINFERIORITY ||
           nps_exact_rejects_margin(first, second, criterion->margin, alpha);
}

static int number_of(const nps_real_counts *table)
{
    return (int)table->promoters * (NPS_EXACT_COMPARE_AUTO_MAX + 1) + (int)table->passives;
}

static double is_rejected(const nps_real_counts *second, void *context)
{
    const struct exact_pair *pair = context;
    nps_plan_exact_results *results = pair->criterion->exact_results;
    nps_plan_exact_result *known = results ? &results->of[number_of(pair->first)][number_of(second)] : NULL;
    bool is_shown;
    if (known && *known != NPS_PLAN_NOT_TESTED)
        return *known == NPS_PLAN_SHOWN;
    is_shown = shows_goal(pair->first, second, pair->criterion);
    if (known)
        *known = is_shown ? NPS_PLAN_SHOWN : NPS_PLAN_NOT_SHOWN;
    return is_shown;
}

/* The second sample, with which tables of the first are compared, until somebody interrupts. */
struct exact_sum {
    const nps_plan_arm *second;
    const nps_plan_criterion *criterion;
    nps_status status;
};

/* The probability that a table of the first sample and any of the second are significantly different. */
static double power_beside(const nps_real_counts *first, void *context)
{
    struct exact_sum *sum = context;
    struct exact_pair pair = {first, sum->criterion};
    if (!sum->status)
        sum->status = nps_interrupt_check(&sum->criterion->interrupt);
    return sum->status ? 0 : mean_over_tables(sum->second, is_rejected, &pair);
}

nps_status nps_plan_exact_power(const nps_plan_arm *first, const nps_plan_arm *second,
                                const nps_plan_criterion *criterion, double *power)
{
    struct exact_sum sum = {second, criterion, NPS_OK};
    const double mean = mean_over_tables(first, power_beside, &sum);
    if (!sum.status)
        *power = mean < 1 ? mean : 1;
    return sum.status;
}
