/* Weighted surveys from the tables of reference figures, and short functions to read them.
 * SPDX-License-Identifier: MIT */
#ifndef NPS_TESTS_WEIGHTED_SURVEYS_H
#define NPS_TESTS_WEIGHTED_SURVEYS_H

#include "figures.h"

static inline nps_weighted_estimate read_weighted(const nps_weighted *weighted)
{
    nps_weighted_estimate estimate;
    assert_ok(nps_weighted_read(weighted, nps_scale_0_10(), &estimate, NULL));
    return estimate;
}

static inline nps_weighted_estimate read_design(const nps_weighted_design *design)
{
    nps_weighted_estimate estimate;
    assert_ok(nps_weighted_design_read(design, nps_scale_0_10(), &estimate, NULL));
    return estimate;
}

static inline nps_weighted_design *new_design(void)
{
    nps_weighted_design *design;
    assert_ok(nps_weighted_design_create(NULL, &design));
    return design;
}

static inline nps_interval_result interval_of(const nps_weighted_estimate *estimate, nps_method method, double level)
{
    nps_interval_result result;
    assert_ok(nps_weighted_interval(estimate, method, level, &result));
    return result;
}

static inline double p_of(const nps_weighted_estimate *estimate, double reference, nps_method method,
                          nps_alternative alternative)
{
    nps_test_result result;
    assert_ok(nps_weighted_test(estimate, reference, method, alternative, &result));
    assert_int_equal(result.method, interval_of(estimate, method, 0.95).method);
    return result.p_value;
}

static inline nps_weighted airport(const char *year)
{
    struct figures figures = figures_open("../../docs/examples/data/sfo_recommend_weights.csv");
    nps_weighted weighted = {0};
    while (figures_next(&figures)) {
        const double weight = figures_number(&figures, 3);
        const uint64_t respondents = strtoull(figures.fields[4], NULL, 10);
        if (strcmp(figures.fields[0], year) != 0)
            continue;
        if (figures.fields[2][0] == '\0' || strcmp(figures.fields[2], "11") == 0)
            assert_ok(nps_weighted_add_missing(&weighted, weight, respondents));
        else
            assert_ok(nps_weighted_add_n(&weighted, strtol(figures.fields[2], NULL, 10), weight, respondents));
    }
    return weighted;
}

/* One of the surveys of weighted_rows.csv, with its strata and clusters and without. */
static inline void read_survey(const char *name, nps_weighted *weighted, nps_weighted_design *design)
{
    struct figures figures = figures_open("weighted_rows.csv");
    memset(weighted, 0, sizeof *weighted);
    while (figures_next(&figures)) {
        const int64_t stratum = strtol(figures.fields[1], NULL, 10), answer = strtol(figures.fields[3], NULL, 10);
        const double weight = figures_number(&figures, 4);
        if (strcmp(figures.fields[0], name) != 0)
            continue;
        assert_ok(nps_weighted_add(weighted, answer, weight));
        if (figures.fields[2][0] == '\0')
            assert_ok(nps_weighted_design_add(design, stratum, answer, weight, 1));
        else
            assert_ok(nps_weighted_design_add_cluster(design, stratum, strtol(figures.fields[2], NULL, 10), answer,
                                                      weight, 1));
    }
}

static inline void assert_relative(double actual, double expected)
{
    assert_double_near(actual, expected, 1e-12 * fabs(expected));
}

/* A multiple of 2^-20 below 1000, so that sums are exact in 64 bits. */
static inline double random_weight(uint64_t *random)
{
    return (double)(1 + next_below(random, 1000 << 20)) / (1 << 20);
}

#endif
