/* Errors of families of weighted segments in few clusters: domains of one design, and segments with designs of their
 * own; and of non-inferiority between two clustered samples.
 *
 * usage: segment_coverage [SAMPLES]     prints the tables of docs/weighted.md; a minute for 1000 samples
 *
 * SPDX-License-Identifier: MIT */
#include "random.h"

#include <math.h>
#include <nps/nps.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>

enum { GROUPS = 3, SEGMENTS = 4, PAIRS = SEGMENTS * (SEGMENTS - 1) / 2 };

static const double TRUTHS[][GROUPS] = {{0.50, 0.30, 0.20}, {0.34, 0.33, 0.33}, {0.80, 0.15, 0.05}};
enum { TRUTH_COUNT = sizeof TRUTHS / sizeof *TRUTHS };

static const uint8_t ANSWERS[GROUPS] = {10, 8, 0};

static void must(nps_status status)
{
    if (status != NPS_OK) {
        fprintf(stderr, "%s\n", nps_status_string(status));
        exit(1);
    }
}

/* The answers of a cluster are drawn from Polya's urn: their shares are Dirichlet. */
struct urn {
    double balls[GROUPS], total;
};

static struct urn new_urn(const double *shares, double correlation)
{
    const double total = (1 - correlation) / correlation;
    return (struct urn){{total * shares[0], total * shares[1], total * shares[2]}, total};
}

static int64_t draw(struct urn *urn, uint64_t *random)
{
    const double chances[GROUPS] = {urn->balls[0] / urn->total, urn->balls[1] / urn->total, urn->balls[2] / urn->total};
    const int group = next_category(random, chances, GROUPS);
    urn->balls[group]++;
    urn->total++;
    return ANSWERS[group];
}

/* One design whose clusters hold people of all segments, or a design for each segment. */
struct sample {
    nps_weighted_design *whole, *parts[SEGMENTS];
};

static void open_sample(struct sample *sample)
{
    nps_weighted_design_options options;
    int i;
    nps_weighted_design_options_init(&options);
    options.hash_key[0] = 1;
    must(nps_weighted_design_create(&options, &sample->whole));
    for (i = 0; i < SEGMENTS; i++)
        must(nps_weighted_design_create(&options, &sample->parts[i]));
}

static void close_sample(struct sample *sample)
{
    int i;
    nps_weighted_design_destroy(sample->whole);
    for (i = 0; i < SEGMENTS; i++)
        nps_weighted_design_destroy(sample->parts[i]);
}

static double next_weight(uint64_t *random)
{
    return 0.5 + 1.5 * next_uniform(random);
}

static void fill_domains(struct sample *sample, const double *shares, int clusters, uint64_t *random)
{
    int cluster, i, people;
    for (cluster = 0; cluster < clusters; cluster++) {
        struct urn urn = new_urn(shares, 0.2);
        people = 20 + (int)(next_random(random) % 41);
        for (i = 0; i < people; i++) {
            const int segment = (int)(next_random(random) % SEGMENTS);
            const int64_t answer = draw(&urn, random);
            const double weight = next_weight(random);
            must(nps_weighted_design_add_cluster(sample->whole, 0, cluster, answer, weight, 1));
            must(nps_weighted_design_add_cluster(sample->parts[segment], 0, cluster, answer, weight, 1));
        }
    }
}

static void fill_design(nps_weighted_design *design, const double *shares, int clusters, uint64_t *random)
{
    int cluster, i, people;
    for (cluster = 0; cluster < clusters; cluster++) {
        struct urn urn = new_urn(shares, 0.2);
        people = 5 + (int)(next_random(random) % 11);
        for (i = 0; i < people; i++)
            must(nps_weighted_design_add_cluster(design, 0, cluster, draw(&urn, random), next_weight(random), 1));
    }
}

/* What is counted of a family: samples in which an interval misses, in which a p-value is below .05, in which a rank is
 * told; and the widths. */
struct tally {
    double missed, rejected, width;
};

static void count_family(const nps_segment_comparison *family, int size, struct tally *tally)
{
    bool missed = false, rejected = false;
    int i;
    for (i = 0; i < size; i++) {
        const nps_bounds *bounds = &family[i].comparison.bounds;
        must(family[i].status);
        missed = missed || bounds->lower > 0 || bounds->upper < 0;
        rejected = rejected || family[i].adjusted < 0.05;
        tally->width += (bounds->upper - bounds->lower) / size;
    }
    tally->missed += missed;
    tally->rejected += rejected;
}

static void print(const char *what, const struct tally *tallies, int samples)
{
    double worst = 0, missed = 0, rejected = 0, width = 0;
    int t;
    for (t = 0; t < TRUTH_COUNT; t++) {
        worst = fmax(worst, tallies[t].missed / samples);
        missed += tallies[t].missed / samples / TRUTH_COUNT;
        rejected += tallies[t].rejected / samples / TRUTH_COUNT;
        width += tallies[t].width / samples / TRUTH_COUNT;
    }
    printf("%-60s  %.3f %.3f  %.3f  %6.1f\n", what, 1 - worst, 1 - missed, rejected, width);
    fflush(stdout);
}

/* Segments that are domains of one design: with their covariance, and as if they were independent samples. */
static void study_domains(int clusters, int samples)
{
    struct tally pairs[TRUTH_COUNT] = {{0}}, rest[TRUTH_COUNT] = {{0}}, alone[TRUTH_COUNT] = {{0}};
    char name[80];
    uint64_t random = 1;
    int t, i, k;
    for (t = 0; t < TRUTH_COUNT; t++)
        for (i = 0; i < samples; i++) {
            struct sample sample;
            nps_weighted_domains domains;
            nps_weighted_estimate estimates[SEGMENTS];
            nps_segment_comparison family[PAIRS];
            open_sample(&sample);
            fill_domains(&sample, TRUTHS[t], clusters, &random);
            domains = (nps_weighted_domains){sample.whole, (const nps_weighted_design *const *)sample.parts, SEGMENTS,
                                             NULL, NULL};
            must(nps_weighted_domains_compare_pairs(&domains, NULL, family));
            count_family(family, PAIRS, &pairs[t]);
            must(nps_weighted_domains_compare_rest(&domains, NULL, family));
            count_family(family, SEGMENTS, &rest[t]);
            for (k = 0; k < SEGMENTS; k++)
                must(nps_weighted_design_domain(sample.whole, sample.parts[k], NULL, NULL, &estimates[k], NULL));
            must(nps_weighted_segments_compare_pairs(estimates, SEGMENTS, NULL, family));
            count_family(family, PAIRS, &alone[t]);
            close_sample(&sample);
        }
    snprintf(name, sizeof name, "4 domains in %d clusters, pairs", clusters);
    print(name, pairs, samples);
    snprintf(name, sizeof name, "4 domains in %d clusters, rest", clusters);
    print(name, rest, samples);
    snprintf(name, sizeof name, "4 domains in %d clusters, pairs as if independent", clusters);
    print(name, alone, samples);
}

/* Segments with clusters of their own: with these, and without. */
static void study_segments(int clusters, int samples)
{
    struct tally pairs[TRUTH_COUNT] = {{0}}, rest[TRUTH_COUNT] = {{0}}, without[TRUTH_COUNT] = {{0}};
    char name[80];
    uint64_t random = 1;
    int t, i, k;
    for (t = 0; t < TRUTH_COUNT; t++)
        for (i = 0; i < samples; i++) {
            struct sample sample;
            nps_weighted_estimate estimates[SEGMENTS], ignorant[SEGMENTS];
            nps_segment_comparison family[PAIRS];
            open_sample(&sample);
            for (k = 0; k < SEGMENTS; k++) {
                nps_weighted total;
                fill_design(sample.parts[k], TRUTHS[t], clusters, &random);
                must(nps_weighted_design_read(sample.parts[k], NULL, &estimates[k], NULL));
                must(nps_weighted_design_total(sample.parts[k], &total));
                must(nps_weighted_read(&total, NULL, &ignorant[k], NULL));
            }
            must(nps_weighted_segments_compare_pairs(estimates, SEGMENTS, NULL, family));
            count_family(family, PAIRS, &pairs[t]);
            must(nps_weighted_segments_compare_rest(estimates, SEGMENTS, NULL, family));
            count_family(family, SEGMENTS, &rest[t]);
            must(nps_weighted_segments_compare_pairs(ignorant, SEGMENTS, NULL, family));
            count_family(family, PAIRS, &without[t]);
            close_sample(&sample);
        }
    snprintf(name, sizeof name, "4 segments of %d clusters each, pairs", clusters);
    print(name, pairs, samples);
    snprintf(name, sizeof name, "4 segments of %d clusters each, rest", clusters);
    print(name, rest, samples);
    snprintf(name, sizeof name, "4 segments of %d clusters each, pairs without the clusters", clusters);
    print(name, without, samples);
}

/* The share of samples in which a is called not inferior although it is lower by the whole margin of 15 points. */
static void study_margin(int clusters, int samples)
{
    static const double lower[GROUPS] = {0.45, 0.25, 0.30}, higher[GROUPS] = {0.55, 0.20, 0.25};
    double found = 0, ignorant = 0;
    uint64_t random = 1;
    int i, k;
    for (i = 0; i < samples; i++) {
        struct sample sample;
        nps_weighted_estimate estimates[2], without[2];
        nps_comparison comparison;
        open_sample(&sample);
        for (k = 0; k < 2; k++) {
            nps_weighted total;
            fill_design(sample.parts[k], k == 0 ? lower : higher, clusters, &random);
            must(nps_weighted_design_read(sample.parts[k], NULL, &estimates[k], NULL));
            must(nps_weighted_design_total(sample.parts[k], &total));
            must(nps_weighted_read(&total, NULL, &without[k], NULL));
        }
        must(nps_weighted_compare_noninferiority(&estimates[0], &estimates[1], 15, NPS_METHOD_AUTO, 0.95, &comparison));
        found += comparison.p_value < 0.05;
        must(nps_weighted_compare_noninferiority(&without[0], &without[1], 15, NPS_METHOD_AUTO, 0.95, &comparison));
        ignorant += comparison.p_value < 0.05;
        close_sample(&sample);
    }
    printf("non-inferiority at the margin, %2d clusters in each sample: error %.3f; without the clusters %.3f\n",
           clusters, found / samples, ignorant / samples);
    fflush(stdout);
}

int main(int argc, char **argv)
{
    const int samples = argc > 1 ? atoi(argv[1]) : 1000;
    if (samples < 1) {
        fprintf(stderr, "usage: segment_coverage [SAMPLES]\n");
        return 2;
    }
    printf("four segments with the same true score, correlation .2 within clusters: lowest and mean coverage of all 95 "
           "%%\n"
           "intervals together over %d truths, share of samples with an adjusted p-value below .05, mean width\n",
           TRUTH_COUNT);
    study_domains(12, samples);
    study_domains(24, samples);
    study_segments(8, samples);
    study_segments(20, samples);
    study_margin(8, samples);
    study_margin(20, samples);
    return 0;
}
