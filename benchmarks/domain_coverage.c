/* Coverage of intervals for domains of clustered samples, and for clusters of very unequal size.
 *
 * usage: domain_coverage [SAMPLES]     prints the tables of docs/weighted.md; a minute for 4000 samples
 *
 * SPDX-License-Identifier: MIT */
#include "random.h"

#include <math.h>
#include <nps/nps.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>

enum { GROUPS = 3 };

static const double TRUTHS[][GROUPS] = {{0.50, 0.30, 0.20}, {0.34, 0.33, 0.33}, {0.10, 0.20, 0.70}};
enum { TRUTH_COUNT = sizeof TRUTHS / sizeof *TRUTHS };

static const uint8_t ANSWERS[GROUPS] = {10, 8, 0};

static void must(nps_status status)
{
    if (status != NPS_OK && status != NPS_ERROR_EMPTY) {
        fprintf(stderr, "%s\n", nps_status_string(status));
        exit(1);
    }
}

/* A way to draw samples: strata of clusters, of which some have members of the domain. */
struct scenario {
    int strata, clusters; /* clusters of each stratum */
    double with_members;  /* the chance of a cluster to have members */
    double sigma;         /* of the lognormal sizes, whose median is 10; 0: 5 to 15 */
    double correlation;   /* within clusters */
};

static int next_size(const struct scenario *scenario, uint64_t *random)
{
    if (scenario->sigma == 0)
        return 5 + (int)(next_random(random) % 11);
    return 1 + (int)fmin(2000, 10 * exp(scenario->sigma * next_normal(random)));
}

/* The members of a cluster: their shares are Dirichlet, drawn answer by answer from Polya's urn. */
static void add_members(const struct scenario *scenario, const double *shares, int64_t stratum, int64_t cluster,
                        nps_weighted_design *const designs[2], uint64_t *random)
{
    const double balls = (1 - scenario->correlation) / fmax(scenario->correlation, 1e-9);
    const int size = next_size(scenario, random);
    double urn[GROUPS], chances[GROUPS];
    int i, k, d;
    for (k = 0; k < GROUPS; k++)
        urn[k] = balls * shares[k];
    for (i = 0; i < size; i++) {
        for (k = 0; k < GROUPS; k++)
            chances[k] = urn[k] / (balls + i);
        k = next_category(random, chances, GROUPS);
        urn[k]++;
        for (d = 0; d < 2; d++)
            must(nps_weighted_design_add_cluster(designs[d], stratum, cluster, ANSWERS[k], 1, 1));
    }
}

/* A sample: the whole design, and the domain. */
static void draw(const struct scenario *scenario, const double *shares, nps_weighted_design *const designs[2],
                 uint64_t *random)
{
    int stratum, cluster;
    for (stratum = 0; stratum < scenario->strata; stratum++)
        for (cluster = 0; cluster < scenario->clusters; cluster++) {
            must(nps_weighted_design_add_cluster_missing(designs[0], stratum, cluster, 1, 1));
            if (next_uniform(random) < scenario->with_members)
                add_members(scenario, shares, stratum, cluster, designs, random);
        }
}

/* How a sample is read: the domain's clusters alone, the whole design, and with Satterthwaite's degrees. */
enum reading { ALONE, DESIGN, SATTERTHWAITE, READINGS };
static const char *const NAMES[READINGS] = {"its clusters alone", "design", "satterthwaite"};
static const nps_method METHODS[] = {NPS_METHOD_SKEWNESS_SCORE, NPS_METHOD_WALD};
enum { METHOD_COUNT = sizeof METHODS / sizeof *METHODS };

static bool covers(nps_weighted_design *const designs[2], enum reading reading, nps_method method, double truth,
                   double *width)
{
    nps_variance_options options;
    nps_weighted_estimate estimate;
    nps_interval_result result;
    nps_variance_options_init(&options);
    options.degrees = reading == SATTERTHWAITE ? NPS_DEGREES_SATTERTHWAITE : NPS_DEGREES_DESIGN;
    if (nps_weighted_design_domain(designs[reading != ALONE], designs[1], &options, NULL, &estimate, NULL) != NPS_OK)
        return true; /* no members: nothing is claimed */
    must(nps_weighted_interval(&estimate, method, 0.95, &result));
    *width += result.bounds.upper - result.bounds.lower;
    return result.bounds.lower <= truth + 1e-9 && truth - 1e-9 <= result.bounds.upper;
}

static void study(const char *what, const struct scenario *scenario, int samples)
{
    double lowest[READINGS][METHOD_COUNT], mean[READINGS][METHOD_COUNT] = {{0}}, width[READINGS][METHOD_COUNT] = {{0}};
    uint64_t random = 1;
    int t, i, r, m;
    for (t = 0; t < TRUTH_COUNT; t++) {
        const double truth = 100 * (TRUTHS[t][0] - TRUTHS[t][2]);
        double covered[READINGS][METHOD_COUNT] = {{0}};
        for (i = 0; i < samples; i++) {
            nps_weighted_design *designs[2];
            nps_weighted_design_options options;
            nps_weighted_design_options_init(&options);
            options.hash_key[0] = 1;
            for (r = 0; r < 2; r++)
                must(nps_weighted_design_create(&options, &designs[r]));
            draw(scenario, TRUTHS[t], designs, &random);
            for (r = 0; r < READINGS; r++)
                for (m = 0; m < METHOD_COUNT; m++)
                    covered[r][m] += covers(designs, (enum reading)r, METHODS[m], truth, &width[r][m]);
            for (r = 0; r < 2; r++)
                nps_weighted_design_destroy(designs[r]);
        }
        for (r = 0; r < READINGS; r++)
            for (m = 0; m < METHOD_COUNT; m++) {
                const double of_truth = covered[r][m] / samples;
                lowest[r][m] = t == 0 ? of_truth : fmin(lowest[r][m], of_truth);
                mean[r][m] += of_truth / TRUTH_COUNT;
            }
    }
    for (r = 0; r < READINGS; r++) {
        printf("%-44s  %-18s", what, NAMES[r]);
        for (m = 0; m < METHOD_COUNT; m++)
            printf("  %.3f %.3f %5.1f", lowest[r][m], mean[r][m], width[r][m] / samples / TRUTH_COUNT);
        printf("\n");
    }
    fflush(stdout);
}

int main(int argc, char **argv)
{
    const int samples = argc > 1 ? atoi(argv[1]) : 4000;
    if (samples < 1) {
        fprintf(stderr, "usage: domain_coverage [SAMPLES]\n");
        return 2;
    }
    printf("lowest and mean coverage, and mean width, of 95 %% intervals over %d truths, %d samples of each\n",
           TRUTH_COUNT, samples);
    printf("%-64s  skewness-corrected   wald\n", "");
    study("2 x 12 clusters, half with members, ICC .05", &(struct scenario){2, 12, 0.5, 0, 0.05}, samples);
    study("2 x 12 clusters, half with members, ICC .2", &(struct scenario){2, 12, 0.5, 0, 0.2}, samples);
    study("2 x 12 clusters, half with members, ICC .5", &(struct scenario){2, 12, 0.5, 0, 0.5}, samples);
    study("2 x 12 clusters, a quarter with members", &(struct scenario){2, 12, 0.25, 0, 0.2}, samples);
    study("30 clusters, sizes lognormal .5, ICC .3", &(struct scenario){1, 30, 1, 0.5, 0.3}, samples);
    study("30 clusters, sizes lognormal 1.3, ICC .3", &(struct scenario){1, 30, 1, 1.3, 0.3}, samples);
    study("100 clusters, sizes lognormal 1.3, ICC .3", &(struct scenario){1, 100, 1, 1.3, 0.3}, samples);
    return 0;
}
