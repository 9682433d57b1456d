/* The errors of nps_trend_test() and nps_homogeneity() at level 0.95 for weighted periods, by simulation with a fixed
 * seed. Prints a table of docs/trend.md: how often each finds something where all periods have the same shares, and how
 * often the interval of the slope has the true slope inside where promoters become detractors at a steady rate.
 *
 *     equal    every weight is 1
 *     uneven   lognormal weights of sigma .7, which do not depend on the answers; the effective respondents are about
 *              three fifths of all
 *     clusters groups of ten answers with the correlation .05 within, such as shops, and a design that knows them
 *
 * usage: weighted_trend_errors [SIMULATIONS], such as 4000
 *
 * SPDX-License-Identifier: MIT */
#include "random.h"

#include <math.h>
#include <nps/nps.h>
#include <stdio.h>
#include <stdlib.h>

enum { GROUPS = 3, MOST_PERIODS = 12, CLUSTER = 10 };

static const uint8_t ANSWERS[GROUPS] = {10, 8, 0};

enum weights { EQUAL, UNEVEN, CLUSTERS, WEIGHTS };
static const char *const NAMES[WEIGHTS] = {"equal", "uneven", "clusters"};

/* The shares of the first and of the last period, in per cent; those between are on a line. */
struct change {
    double from[GROUPS], to[GROUPS];
};

static const struct change CHANGES[] = {
    {{50, 30, 20}, {40, 30, 30}}, {{80, 0, 20}, {75, 0, 25}}, {{90, 10, 0}, {80, 20, 0}}, {{98, 0, 2}, {96, 0, 4}}};

struct setting {
    enum weights weights;
    int answers, periods;
    const struct change *change;
};

static void must(nps_status status)
{
    if (status == NPS_OK)
        return;
    (void)fprintf(stderr, "%s\n", nps_status_string(status));
    exit(1);
}

static nps_weighted_estimate draw_rows(const struct setting *setting, const double *shares, uint64_t *random)
{
    nps_weighted state = {0};
    nps_weighted_estimate estimate;
    int i;
    for (i = 0; i < setting->answers; i++) {
        const double weight = setting->weights == UNEVEN ? exp(0.7 * next_normal(random)) : 1;
        must(nps_weighted_add(&state, ANSWERS[next_category(random, shares, GROUPS)], weight));
    }
    must(nps_weighted_read(&state, NULL, &estimate, NULL));
    return estimate;
}

/* The shares of a cluster are Dirichlet, drawn answer by answer from Polya's urn. */
static void add_cluster(nps_weighted_design *design, int64_t cluster, const double *shares, uint64_t *random)
{
    const double balls = (1 - 0.05) / 0.05;
    double urn[GROUPS], chances[GROUPS];
    int i, k;
    for (k = 0; k < GROUPS; k++)
        urn[k] = balls * shares[k];
    for (i = 0; i < CLUSTER; i++) {
        for (k = 0; k < GROUPS; k++)
            chances[k] = urn[k] / (balls + i);
        k = next_category(random, chances, GROUPS);
        urn[k]++;
        must(nps_weighted_design_add_cluster(design, 0, cluster, ANSWERS[k], 1, 1));
    }
}

static nps_weighted_estimate draw_clusters(const struct setting *setting, const double *shares, uint64_t *random)
{
    nps_weighted_design_options options;
    nps_weighted_design *design;
    nps_weighted_estimate estimate;
    int64_t i;
    nps_weighted_design_options_init(&options);
    options.hash_key[0] = 1;
    must(nps_weighted_design_create(&options, &design));
    for (i = 0; i < setting->answers / CLUSTER; i++)
        add_cluster(design, i, shares, random);
    must(nps_weighted_design_read(design, NULL, &estimate, NULL));
    nps_weighted_design_destroy(design);
    return estimate;
}

/* Draws the periods; `moved` is 0 where all have the shares of the first. */
static void draw(const struct setting *setting, double moved, uint64_t *random, nps_trend_period *periods)
{
    int i, k;
    for (i = 0; i < setting->periods; i++) {
        const double along = moved * i / (setting->periods - 1);
        double shares[GROUPS];
        for (k = 0; k < GROUPS; k++)
            shares[k] = ((1 - along) * setting->change->from[k] + along * setting->change->to[k]) / 100;
        periods[i] = (nps_trend_period){.is_weighted = 1};
        periods[i].weighted =
            setting->weights == CLUSTERS ? draw_clusters(setting, shares, random) : draw_rows(setting, shares, random);
    }
}

static double score_of(const double *shares)
{
    return shares[0] - shares[2];
}

static void study(const struct setting *setting, int simulations)
{
    const double *from = setting->change->from;
    const double slope = (score_of(setting->change->to) - score_of(from)) / (setting->periods - 1);
    nps_trend_period periods[MOST_PERIODS];
    nps_trend_result trend;
    nps_homogeneity_result homogeneity;
    double trends = 0, differences = 0, covered = 0;
    uint64_t random = 1;
    int i;
    for (i = 0; i < simulations; i++) {
        draw(setting, 0, &random, periods);
        must(nps_trend_test(periods, (size_t)setting->periods, NULL, &trend, NULL));
        must(nps_homogeneity(periods, (size_t)setting->periods, &homogeneity, NULL));
        trends += trend.p_value < 0.05;
        differences += homogeneity.p_value < 0.05;
        draw(setting, 1, &random, periods);
        must(nps_trend_test(periods, (size_t)setting->periods, NULL, &trend, NULL));
        covered += trend.bounds.lower <= slope + 1e-9 && slope - 1e-9 <= trend.bounds.upper;
    }
    printf("| %s | %d | %d | %.0f/%.0f/%.0f | %.1f | %.1f | %.1f |\n", NAMES[setting->weights], setting->answers,
           setting->periods, from[0], from[1], from[2], 100 * trends / simulations, 100 * differences / simulations,
           100 * covered / simulations);
    (void)fflush(stdout);
}

int main(int argc, char **argv)
{
    static const int answers[] = {50, 500}, periods[] = {4, 12};
    const int simulations = argc > 1 ? atoi(argv[1]) : 4000;
    size_t n, k, c;
    int weights;
    if (simulations < 1) {
        (void)fputs("usage: weighted_trend_errors [SIMULATIONS], such as 4000\n", stderr);
        return 2;
    }
    puts("| weights | answers | periods | shares | trend | homogeneity | coverage |\n|---|---|---|---|---|---|---|");
    for (weights = EQUAL; weights < WEIGHTS; weights++)
        for (n = 0; n < sizeof answers / sizeof *answers; n++)
            for (k = 0; k < sizeof periods / sizeof *periods; k++)
                for (c = 0; c < sizeof CHANGES / sizeof *CHANGES; c++) {
                    const struct setting setting = {(enum weights)weights, answers[n], periods[k], &CHANGES[c]};
                    study(&setting, simulations);
                }
    return 0;
}
