/* The power of plans for samples of clusters, and that of the test of such samples, simulated.
 *
 * Clusters have the same number of respondents; their shares are Dirichlet, with a given intraclass correlation. The
 * samples are read by nps_weighted_design_read() and compared by nps_weighted_compare(), or with a benchmark.
 *
 * usage: cluster_plans [SAMPLES]                  8000 samples take a minute
 *        cluster_plans random PLANS [SAMPLES]     plans for random designs with 2 to 60 clusters a group
 *
 * SPDX-License-Identifier: MIT */
#include "random.h"

#include <math.h>
#include <nps/nps.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { GROUPS = 3 };

static const double LEVEL = 0.95, CORRELATION = 0.3; /* of the answers of a person in two waves */

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
    int is_benchmark, is_paired;
    nps_plan_goal goal;
    double margin;
};

/* The categories of the members of a cluster, drawn answer by answer from Polya's urn. */
static int next_of_urn(double *urn, int count, uint64_t *random)
{
    double sum = 0, u;
    int i, k = 0;
    for (i = 0; i < count; i++)
        sum += urn[i];
    u = next_uniform(random) * sum;
    while (k < count - 1 && u >= urn[k])
        u -= urn[k++];
    urn[k]++;
    return k;
}

static const uint8_t ANSWERS[GROUPS] = {10, 8, 0};

static void fill_urn(double *urn, const double *shares, int count, double icc)
{
    int i;
    for (i = 0; i < count; i++)
        urn[i] = (1 - icc) / fmax(icc, 1e-9) * shares[i];
}

static void add_cluster(nps_weighted_design *design, const struct survey *survey, const nps_plan_shares *shares,
                        int64_t stratum, int64_t cluster, uint64_t *random)
{
    const double all[GROUPS] = {shares->promoters, shares->passives, shares->detractors};
    double urn[GROUPS];
    int i;
    fill_urn(urn, all, GROUPS, survey->icc);
    for (i = 0; i < survey->size; i++)
        must(
            nps_weighted_design_add_cluster(design, stratum, cluster, ANSWERS[next_of_urn(urn, GROUPS, random)], 1, 1));
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

/* The same people in two waves, evaluated as two domains of one design. */
static int is_shown_by_pairs(const struct survey *survey, const nps_plan_joint *joint, uint64_t clusters,
                             uint64_t *random)
{
    enum { WHOLE, FIRST, SECOND, DESIGNS };
    const double *shares = &joint->promoters.promoters;
    nps_weighted_design *designs[DESIGNS];
    nps_weighted_difference difference;
    nps_comparison comparison;
    uint64_t cluster;
    int i;
    for (i = 0; i < DESIGNS; i++)
        must(nps_weighted_design_create(NULL, &designs[i]));
    for (cluster = 0; cluster < clusters; cluster++) {
        const int64_t stratum = (int64_t)(cluster % survey->strata);
        double urn[GROUPS * GROUPS];
        fill_urn(urn, shares, GROUPS * GROUPS, survey->icc);
        for (i = 0; i < survey->size; i++) {
            const int cell = next_of_urn(urn, GROUPS * GROUPS, random);
            const uint8_t answers[] = {ANSWERS[cell / GROUPS], ANSWERS[cell % GROUPS]};
            int wave;
            for (wave = 0; wave < 2; wave++) {
                must(nps_weighted_design_add_cluster(designs[WHOLE], stratum, (int64_t)cluster, answers[wave], 1, 1));
                must(nps_weighted_design_add_cluster(designs[FIRST + wave], stratum, (int64_t)cluster, answers[wave], 1,
                                                     1));
            }
        }
    }
    must(nps_weighted_design_compare(designs[WHOLE], designs[FIRST], designs[SECOND], NULL, NULL, &difference));
    must(nps_weighted_difference_compare(&difference, NPS_METHOD_WALD, LEVEL, &comparison));
    for (i = 0; i < DESIGNS; i++)
        nps_weighted_design_destroy(designs[i]);
    return comparison.p_value < 1 - LEVEL;
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

static nps_plan_joint joint_of(const struct survey *survey, const nps_plan_shares *second)
{
    nps_plan_joint joint;
    must(nps_plan_joint_shares(&survey->first, second, CORRELATION, &joint));
    return joint;
}

static double power_of(const struct survey *survey, const nps_plan_shares *second, uint64_t n, double benchmark,
                       const nps_plan_options *options)
{
    double power;
    if (survey->is_paired) {
        const nps_plan_joint joint = joint_of(survey, second);
        must(nps_plan_paired_power(&joint, n, options, &power));
    } else if (survey->is_benchmark)
        must(nps_plan_benchmark_power(&survey->first, n, benchmark, options, &power));
    else
        must(nps_plan_power(&survey->first, n, second, n, options, &power));
    return power;
}

static double simulated_power(const struct survey *survey, const nps_plan_shares *second, uint64_t clusters,
                              double benchmark, int samples)
{
    uint64_t random = 20;
    nps_plan_joint joint;
    int i, shown = 0;
    if (survey->is_paired)
        joint = joint_of(survey, second);
    for (i = 0; i < samples; i++) {
        nps_weighted_estimate a, b;
        if (survey->is_paired) {
            shown += is_shown_by_pairs(survey, &joint, clusters, &random);
            continue;
        }
        draw(survey, &survey->first, clusters, &random, &a);
        b = a;
        if (!survey->is_benchmark)
            draw(survey, second, clusters, &random, &b);
        shown += is_shown(survey, &a, &b, benchmark);
    }
    return (double)shown / samples;
}

static const char *name_of(const struct survey *survey)
{
    return survey->is_paired                         ? "paired"
           : survey->is_benchmark                    ? "benchmark"
           : survey->goal == NPS_PLAN_NONINFERIORITY ? "non-inferiority"
           : survey->goal == NPS_PLAN_EQUIVALENCE    ? "equivalence"
                                                     : "difference";
}

static nps_plan_options options_of(const struct survey *survey)
{
    nps_plan_options options;
    nps_plan_options_init(&options);
    options.goal = survey->goal;
    options.margin = survey->margin;
    must(nps_plan_design_effect(survey->size, 0, survey->icc, &options.design_effect));
    options.cluster_size = survey->size;
    options.cluster_strata = survey->strata;
    return options;
}

/* The respondents of each group that the plan asks for, in whole clusters, and their power. */
static void study(const struct survey *survey, int samples)
{
    const double score = 100 * (survey->first.promoters - survey->first.detractors);
    const double benchmark = score + survey->change;
    uint64_t clusters, n;
    nps_plan_options options = options_of(survey);
    nps_plan_sizes sizes;
    nps_plan_shares second;
    double planned, before, real;
    must(nps_plan_shift(&survey->first, survey->is_benchmark ? 0 : survey->change, &second));
    if (survey->is_paired) {
        const nps_plan_joint joint = joint_of(survey, &second);
        must(nps_plan_paired_people(&joint, &options, &n));
    } else if (survey->is_benchmark) {
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
    real = simulated_power(survey, &second, clusters, benchmark, samples);
    printf("%-15s %+5.0f  %3d x %2d (%d)  %.2f  %.3f  %.3f  %.3f  %+.3f\n", name_of(survey), survey->change,
           (int)clusters, survey->size, (int)survey->strata, survey->icc, before, planned, real, real - planned);
    fflush(stdout);
}

static int next_of(uint64_t *random, const int *values, int count)
{
    return values[(int)(next_uniform(random) * count)];
}

static struct survey next_survey(uint64_t *random)
{
    static const nps_plan_shares shares[] = {{0.5, 0.3, 0.2},   {0.3, 0.4, 0.3}, {0.7, 0.2, 0.1}, {0.2, 0.7, 0.1},
                                             {0.5, 0.05, 0.45}, {0.3, 0.7, 0},   {0.6, 0.4, 0},   {0.3, 0.65, 0.05}};
    static const int sizes[] = {2, 5, 10, 20, 40}, correlations[] = {1, 2, 5, 10, 20, 40}, strata[] = {1, 1, 2, 4};
    struct survey survey = {.first = shares[(int)(next_uniform(random) * 8)]};
    const int kind = (int)(next_uniform(random) * 6);
    survey.size = next_of(random, sizes, 5);
    survey.icc = next_of(random, correlations, 6) / 100.0;
    survey.strata = (uint64_t)next_of(random, strata, 4);
    survey.is_benchmark = kind == 4;
    survey.is_paired = kind == 5;
    survey.goal = kind == 2 ? NPS_PLAN_NONINFERIORITY : kind == 3 ? NPS_PLAN_EQUIVALENCE : NPS_PLAN_DIFFERENCE;
    return survey;
}

/* A change, or a margin, of 1.5 to 4 standard errors, and more with few clusters. */
static void study_random(uint64_t *random, int samples)
{
    static const int numbers[] = {2, 3, 4, 6, 8, 10, 15, 20, 30, 60};
    struct survey survey = next_survey(random);
    const uint64_t clusters = (uint64_t)next_of(random, numbers, 10) * survey.strata;
    const uint64_t n = clusters * (uint64_t)survey.size;
    const double variance =
        survey.first.promoters + survey.first.detractors - pow(survey.first.promoters - survey.first.detractors, 2);
    nps_plan_options options = options_of(&survey);
    const double reach = (1.5 + 2.5 * next_uniform(random)) * (1 + 3.0 * (double)survey.strata / (double)clusters) *
                         100 * sqrt((survey.is_benchmark ? 1 : 2) * variance * options.design_effect / (double)n);
    double benchmark, planned, real;
    nps_plan_shares second;
    if (survey.goal == NPS_PLAN_DIFFERENCE)
        survey.change = -reach;
    else
        survey.margin = options.margin = reach;
    benchmark = 100 * (survey.first.promoters - survey.first.detractors) + survey.change;
    if (options.margin > 200 || benchmark <= -100 ||
        nps_plan_shift(&survey.first, survey.is_benchmark ? 0 : survey.change, &second) != NPS_OK)
        return;
    planned = power_of(&survey, &second, n, benchmark, &options);
    real = simulated_power(&survey, &second, clusters, benchmark, samples);
    printf("%-15s %2.0f/%2.0f/%2.0f %+7.1f %6.1f  %3d x %2d (%d)  %.2f  %.3f  %.3f  %+.3f\n", name_of(&survey),
           100 * survey.first.promoters, 100 * survey.first.passives, 100 * survey.first.detractors, survey.change,
           survey.margin, (int)clusters, survey.size, (int)survey.strata, survey.icc, planned, real, real - planned);
    fflush(stdout);
}

int main(int count, char **arguments)
{
    static const struct survey surveys[] = {
        {{0.5, 0.3, 0.2}, 50, 20, 0.1, 1, 0, 0, NPS_PLAN_DIFFERENCE, 0},
        {{0.5, 0.3, 0.2}, 30, 20, 0.1, 1, 0, 0, NPS_PLAN_DIFFERENCE, 0},
        {{0.5, 0.3, 0.2}, 15, 20, 0.1, 1, 0, 0, NPS_PLAN_DIFFERENCE, 0},
        {{0.5, 0.3, 0.2}, 30, 10, 0.3, 4, 0, 0, NPS_PLAN_DIFFERENCE, 0},
        {{0.3, 0.4, 0.3}, 20, 40, 0.02, 1, 0, 0, NPS_PLAN_DIFFERENCE, 0},
        {{0.3, 0.4, 0.3}, 40, 30, 0.05, 1, 0, 0, NPS_PLAN_DIFFERENCE, 0},
        {{0.5, 0.3, 0.2}, -20, 20, 0.1, 1, 1, 0, NPS_PLAN_DIFFERENCE, 0},
        {{0.5, 0.3, 0.2}, -40, 20, 0.1, 2, 1, 0, NPS_PLAN_DIFFERENCE, 0},
        {{0.5, 0.3, 0.2}, 0, 20, 0.1, 1, 0, 0, NPS_PLAN_NONINFERIORITY, 40},
        {{0.5, 0.3, 0.2}, 0, 20, 0.1, 1, 0, 0, NPS_PLAN_EQUIVALENCE, 40},
        {{0.5, 0.3, 0.2}, 20, 20, 0.1, 1, 0, 1, NPS_PLAN_DIFFERENCE, 0},
        {{0.5, 0.3, 0.2}, 30, 10, 0.3, 4, 0, 1, NPS_PLAN_DIFFERENCE, 0},
    };
    const int is_random = count > 2 && strcmp(arguments[1], "random") == 0;
    const int samples = is_random ? (count > 3 ? atoi(arguments[3]) : 4000) : count > 1 ? atoi(arguments[1]) : 2000;
    uint64_t random = 6;
    size_t i;
    printf("power of clusters at %.0f %%; %d samples, standard error %.3f\n", 100 * LEVEL, samples,
           sqrt(0.16 / samples));
    if (is_random) {
        for (i = (size_t)atol(arguments[2]); i > 0; i--)
            study_random(&random, samples);
        return 0;
    }
    printf("goal           change  clusters (strata)  icc  variances known  planned  real  real - planned\n");
    for (i = 0; i < sizeof surveys / sizeof *surveys; i++)
        study(&surveys[i], samples);
    return 0;
}
