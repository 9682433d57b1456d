/* Plans of surveys, and what they are compared with: expectations over all tables of a few answers.
 * SPDX-License-Identifier: MIT */
#ifndef NPS_TESTS_PLANS_H
#define NPS_TESTS_PLANS_H

#include "test.h"

static const nps_plan_shares PILOTS[] = {{0.5, 0.3, 0.2}, {7, 2, 1}, {20, 70, 10}, {95, 3, 2}};

static const double LARGEST = 9007199254740992.0; /* 2^53 */

static inline nps_plan_options options_of(nps_method method)
{
    nps_plan_options options;
    nps_plan_options_init(&options);
    options.method = method;
    return options;
}

static inline double margin_of(uint64_t n, const nps_plan_shares *expected, const nps_plan_options *options)
{
    double margin;
    assert_ok(nps_plan_margin(n, expected, options, &margin));
    return margin;
}

static inline double power_of(const nps_plan_shares *first, uint64_t n, const nps_plan_shares *second, uint64_t m,
                              const nps_plan_options *options)
{
    double power;
    assert_ok(nps_plan_power(first, n, second, m, options, &power));
    return power;
}

static inline double half_width(nps_counts counts, nps_method method)
{
    nps_bounds bounds;
    assert_ok(nps_interval(&counts, method, 0.95, &bounds));
    return (bounds.upper - bounds.lower) / 2;
}

/* Enumeration of all pairs of tables. */
static inline double probability(const nps_counts *counts, const nps_plan_shares *shares)
{
    const uint64_t groups[] = {counts->promoters, counts->passives, counts->detractors};
    const double p[] = {shares->promoters, shares->passives, shares->detractors};
    double product = 1;
    uint64_t drawn = 0, i;
    int group;
    for (group = 0; group < 3; group++)
        for (i = 1; i <= groups[group]; i++)
            product *= p[group] * (double)++drawn / (double)i;
    return product;
}

/* Sums over every table of n answers. */
typedef double (*table_function)(const nps_counts *counts, const void *context);

static inline double expectation(uint64_t n, const nps_plan_shares *shares, table_function function,
                                 const void *context)
{
    double sum = 0;
    uint64_t p, d;
    for (p = 0; p <= n; p++)
        for (d = 0; p + d <= n; d++) {
            const nps_counts counts = {p, n - p - d, d};
            const double likely = probability(&counts, shares);
            if (likely > 1e-6)
                sum += likely * function(&counts, context);
        }
    return sum;
}

#endif
