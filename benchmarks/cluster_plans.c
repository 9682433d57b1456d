/* The power of plans for samples of clusters, and that of the test of such samples, simulated.
 *
 * Clusters have the same number of respondents; their shares are Dirichlet, with a given intraclass correlation. The
 * samples are read by nps_weighted_design_read() and compared by nps_weighted_compare(), or with a benchmark.
 *
 * usage: cluster_plans [SAMPLES]     8000 samples take a minute
 *
 * SPDX-License-Identifier: MIT */
#include "random.h"

#include <math.h>
#include <nps/nps.h>
#include <stdio.h>
#include <stdlib.h>

enum { GROUPS = 3 };

static const double LEVEL = 0.95;

static void must(nps_status status)
{
    if (status != NPS_OK) {
        fprintf(stderr, "%s\n", nps_status_string(status));
        exit(1);
    }
}

/* A survey in clusters, and what is to be detected. */
struct survey {
    nps_plan_shares first;
    double change; /* of the second group, or the distance of a benchmark */
    int size;      /* of a cluster */
    double icc;
    uint64_t strata;
    int is_benchmark;
    nps_plan_goal goal;
    double margin;
};

/* The members of a cluster, drawn answer by answer from Polya's urn. */
static void add_cluster(nps_weighted_design *design, const struct survey *survey, const nps_plan_shares *shares,
                        int64_t stratum, int64_t cluster, uint64_t *random)
{
    static const uint8_t answers[GROUPS] = {10, 8, 0};
    const double balls = (1 - survey->icc) / fmax(survey->icc, 1e-9);
    double urn[GROUPS] = {balls * shares->promoters, balls * shares->passives, balls * shares->detractors};
    int i;
    for (i = 0; i < survey->size; i++) {
        double u = next_uniform(random) * (urn[0] + urn[1] + urn[2]);
        int k = 0;
        while (k < GROUPS - 1 && u >= urn[k])
            u -= urn[k++];
        urn[k]++;
        must(nps_weighted_design_add_cluster(design, stratum, cluster, answers[k], 1, 1));
    }
}

static void draw(const struct survey *survey, const nps_plan_shares *shares, uint64_t clusters, uint64_t *random,
                 nps_weighted_estimate *out)
{
    nps_weighted_design *design;
    uint64_t i;
    must(nps_weighted_design_create(NULL, &design));
    for (i = 0; i < clusters; i++)
        add_cluster(design, survey, shares, (int64_t)(i % survey->strata), (int64_t)i, random);
    must(nps_weighted_design_read(design, NULL, out, NULL));
    nps_weighted_design_destroy(design);
}

static int is_shown(const struct survey *survey, const nps_weighted_estimate *a, const nps_weighted_estimate *b,
                    double benchmark)
{
    nps_comparison comparison;
    if (survey->is_benchmark)
        must(nps_weighted_compare_benchmark(a, benchmark, 0, NPS_METHOD_AUTO, LEVEL, &comparison));
    else if (survey->goal == NPS_PLAN_NONINFERIORITY)
        must(nps_weighted_compare_noninferiority(b, a, survey->margin, NPS_METHOD_AUTO, LEVEL, &comparison));
    else if (survey->goal == NPS_PLAN_EQUIVALENCE)
        must(nps_weighted_compare_equivalence(a, b, survey->margin, NPS_METHOD_AUTO, LEVEL, &comparison));
    else
        must(nps_weighted_compare(a, b, NPS_METHOD_AUTO, LEVEL, &comparison));
    return comparison.p_value < 1 - LEVEL;
}

static double power_of(const struct survey *survey, const nps_plan_shares *second, uint64_t n, double benchmark,
                       const nps_plan_options *options)
{
    double power;
    if (survey->is_benchmark)
        must(nps_plan_benchmark_power(&survey->first, n, benchmark, options, &power));
    else
        must(nps_plan_power(&survey->first, n, second, n, options, &power));
    return power;
}

/* The respondents of each group that the plan asks for, in whole clusters, and their power. */
static void study(const struct survey *survey, int samples)
{
    const double score = 100 * (survey->first.promoters - survey->first.detractors);
    const double benchmark = score + survey->change;
    uint64_t random = 20, clusters, n;
    nps_plan_options options;
    nps_plan_sizes sizes;
    nps_plan_shares second;
    double planned, before;
    int i, shown = 0;
    nps_plan_options_init(&options);
    options.goal = survey->goal;
    options.margin = survey->margin;
    must(nps_plan_design_effect(survey->size, 0, survey->icc, &options.design_effect));
    must(nps_plan_shift(&survey->first, survey->is_benchmark ? 0 : survey->change, &second));
    options.cluster_size = survey->size;
    options.cluster_strata = survey->strata;
    if (survey->is_benchmark) {
        must(nps_plan_benchmark_respondents(&survey->first, benchmark, &options, &n));
    } else {
        must(nps_plan_comparison(survey->change, &survey->first, &options, &sizes));
        n = sizes.first;
    }
    clusters = (n + (uint64_t)survey->size - 1) / (uint64_t)survey->size;
    n = clusters * (uint64_t)survey->size;
    planned = power_of(survey, &second, n, benchmark, &options);
    options.cluster_size = 0;
    before = power_of(survey, &second, n, benchmark, &options);
    for (i = 0; i < samples; i++) {
        nps_weighted_estimate a, b;
        draw(survey, &survey->first, clusters, &random, &a);
        b = a;
        if (!survey->is_benchmark)
            draw(survey, &second, clusters, &random, &b);
        shown += is_shown(survey, &a, &b, benchmark);
    }
    printf("%-15s %+5.0f  %3d x %2d (%d)  %.2f  %.3f  %.3f  %.3f  %+.3f\n",
           survey->is_benchmark                      ? "benchmark"
           : survey->goal == NPS_PLAN_NONINFERIORITY ? "non-inferiority"
           : survey->goal == NPS_PLAN_EQUIVALENCE    ? "equivalence"
                                                     : "difference",
           survey->change, (int)clusters, survey->size, (int)survey->strata, survey->icc, before, planned,
           (double)shown / samples, (double)shown / samples - planned);
    fflush(stdout);
}

int main(int count, char **arguments)
{
    static const struct survey surveys[] = {
        {{0.5, 0.3, 0.2}, 50, 20, 0.1, 1, 0, NPS_PLAN_DIFFERENCE, 0},
        {{0.5, 0.3, 0.2}, 30, 20, 0.1, 1, 0, NPS_PLAN_DIFFERENCE, 0},
        {{0.5, 0.3, 0.2}, 15, 20, 0.1, 1, 0, NPS_PLAN_DIFFERENCE, 0},
        {{0.5, 0.3, 0.2}, 30, 10, 0.3, 4, 0, NPS_PLAN_DIFFERENCE, 0},
        {{0.3, 0.4, 0.3}, 20, 40, 0.02, 1, 0, NPS_PLAN_DIFFERENCE, 0},
        {{0.3, 0.4, 0.3}, 40, 30, 0.05, 1, 0, NPS_PLAN_DIFFERENCE, 0},
        {{0.5, 0.3, 0.2}, -20, 20, 0.1, 1, 1, NPS_PLAN_DIFFERENCE, 0},
        {{0.5, 0.3, 0.2}, -40, 20, 0.1, 2, 1, NPS_PLAN_DIFFERENCE, 0},
        {{0.5, 0.3, 0.2}, 0, 20, 0.1, 1, 0, NPS_PLAN_NONINFERIORITY, 40},
        {{0.5, 0.3, 0.2}, 0, 20, 0.1, 1, 0, NPS_PLAN_EQUIVALENCE, 40},
    };
    const int samples = count > 1 ? atoi(arguments[1]) : 2000;
    size_t i;
    printf("power of clusters at %.0f %%; %d samples, standard error %.3f\n", 100 * LEVEL, samples,
           sqrt(0.16 / samples));
    printf("goal           change  clusters (strata)  icc  variances known  planned  real  real - planned\n");
    for (i = 0; i < sizeof surveys / sizeof *surveys; i++)
        study(&surveys[i], samples);
    return 0;
}
