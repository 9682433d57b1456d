/* The lowest coverage that a search finds, in CSV, of the intervals of nps_ces_mean(), nps_mean_compare() and
 * nps_proportion_compare() at level 0.95. The search tries random truths, of which some have rare answers, then changes
 * of the worst of them that make it worse; every coverage is a sum over all samples.
 *
 * usage: mean_coverage [DRAWS], such as 2000
 *
 * SPDX-License-Identifier: MIT */
#include "random.h"

#include <math.h>
#include <nps/nps.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { POINTS_MAX = 7, SAMPLES_MAX = 4000 };

static const double LEVEL = 0.95;

static uint64_t seed = 1;

static void check(nps_status status)
{
    if (status) {
        (void)fprintf(stderr, "%s\n", nps_status_string(status));
        exit(EXIT_FAILURE);
    }
}

/* All samples of n answers 1..points. */
struct samples {
    int n, points, count;
    nps_accumulator of[SAMPLES_MAX];
    double log_ways[SAMPLES_MAX];
};

static nps_scale scale_of(int points)
{
    return (nps_scale){1, (uint8_t)points, 1, (uint8_t)points};
}

static void list_from(struct samples *self, nps_accumulator *sample, int point, int left)
{
    int count;
    if (point == self->points) {
        int i;
        sample->answers[point] = (uint64_t)left;
        self->of[self->count] = *sample;
        self->log_ways[self->count] = lgamma(self->n + 1.0);
        for (i = 1; i <= self->points; i++)
            self->log_ways[self->count] -= lgamma((double)sample->answers[i] + 1);
        self->count++;
        return;
    }
    for (count = 0; count <= left; count++) {
        sample->answers[point] = (uint64_t)count;
        list_from(self, sample, point + 1, left - count);
    }
}

static void list_samples(struct samples *self, int n, int points)
{
    nps_accumulator sample;
    memset(&sample, 0, sizeof sample);
    self->n = n;
    self->points = points;
    self->count = 0;
    list_from(self, &sample, 1, n);
}

static double probability_of(const struct samples *self, int which, const double *shares)
{
    double log_probability = self->log_ways[which];
    int i;
    for (i = 0; i < self->points; i++) {
        const uint64_t times = self->of[which].answers[i + 1];
        if (times > 0)
            log_probability += (double)times * log(shares[i]);
    }
    return exp(log_probability);
}

static double mean_of(const double *shares, int points)
{
    double mean = 0;
    int i;
    for (i = 0; i < points; i++)
        mean += (i + 1) * shares[i];
    return mean;
}

static void normalise(double *shares, int points)
{
    double sum = 0;
    int i;
    for (i = 0; i < points; i++)
        sum += shares[i];
    for (i = 0; i < points; i++)
        shares[i] /= sum;
}

/* Half of all shares are rare or 0. */
static void draw_truth(double *shares, int points)
{
    int i;
    for (i = 0; i < points; i++) {
        const double share = next_uniform(&seed);
        shares[i] = next_uniform(&seed) < 0.5 ? share : next_uniform(&seed) < 0.5 ? 0 : 0.1 * share * share;
    }
    shares[next_random(&seed) % (uint64_t)points] += 0.01;
    normalise(shares, points);
}

static void change_truth(const double *from, double *shares, int points)
{
    int i;
    for (i = 0; i < points; i++)
        shares[i] = from[i] * (0.8 + 0.4 * next_uniform(&seed));
    normalise(shares, points);
}

/* Intervals of all samples or pairs of samples, and the function that sums their coverage at a truth of all shares. */
struct study {
    const struct samples *a, *b; /* b is NULL for one sample */
    double *lower, *upper;
};

static double coverage_of(const struct study *study, const double *shares)
{
    static const double ROUNDED = 1e-9;
    const struct samples *a = study->a, *b = study->b;
    double covered = 0;
    int i, j;
    for (i = 0; i < a->count; i++) {
        const double of_a = probability_of(a, i, shares);
        for (j = 0; j < (b ? b->count : 1); j++) {
            const int place = b ? i * b->count + j : i;
            const double both = b ? of_a * probability_of(b, j, shares + a->points) : of_a;
            const double true_value = mean_of(shares, a->points) - (b ? mean_of(shares + a->points, b->points) : 0);
            if (study->lower[place] - ROUNDED <= true_value && true_value <= study->upper[place] + ROUNDED)
                covered += both;
        }
    }
    return covered;
}

static double search(const struct study *study, int draws, double *worst_shares)
{
    const size_t points = (size_t)study->a->points, parts = study->b ? 2 : 1;
    double worst = 2, shares[2 * POINTS_MAX];
    size_t part;
    int i;
    for (i = 0; i < 2 * draws; i++) {
        double found;
        for (part = 0; part < parts; part++)
            if (i < draws)
                draw_truth(shares + part * points, (int)points);
            else
                change_truth(worst_shares + part * points, shares + part * points, (int)points);
        found = coverage_of(study, shares);
        if (found < worst) {
            worst = found;
            memcpy(worst_shares, shares, sizeof shares);
        }
    }
    return worst;
}

static void print(const char *of, const struct study *study, int draws)
{
    double shares[2 * POINTS_MAX] = {0};
    const double lowest = search(study, draws, shares);
    int i;
    printf("%s,%d,%d,%d,%.4f", of, study->a->points, study->a->n, study->b ? study->b->n : 0, lowest);
    for (i = 0; i < study->a->points * (study->b ? 2 : 1); i++)
        printf("%c%.3f", i == 0 ? ',' : ' ', shares[i]);
    printf("\n");
    (void)fflush(stdout);
}

static void *reserve(int count)
{
    void *const memory = malloc((size_t)count * sizeof(double));
    if (!memory)
        check(NPS_ERROR_MEMORY);
    return memory;
}

static struct samples first, second;

static void study_mean(int n, int points, int draws)
{
    const nps_scale scale = scale_of(points);
    struct study study = {.a = &first};
    int i;
    list_samples(&first, n, points);
    study.lower = reserve(first.count);
    study.upper = reserve(first.count);
    for (i = 0; i < first.count; i++) {
        nps_mean_result found;
        check(nps_ces_mean(&first.of[i], &scale, LEVEL, &found, NULL));
        study.lower[i] = found.lower;
        study.upper[i] = found.upper;
    }
    print("mean", &study, draws);
    free(study.lower);
    free(study.upper);
}

static void study_pair(const char *of, int n, int m, int points, int draws)
{
    const nps_scale scale = scale_of(points);
    struct study study = {.a = &first, .b = &second};
    int i, j;
    list_samples(&first, n, points);
    list_samples(&second, m, points);
    study.lower = reserve(first.count * second.count);
    study.upper = reserve(first.count * second.count);
    for (i = 0; i < first.count; i++)
        for (j = 0; j < second.count; j++) {
            const int place = i * second.count + j;
            nps_mean_difference found;
            nps_proportion_difference shares;
            const nps_proportion a = {first.of[i].answers[2], (uint64_t)n}, b = {second.of[j].answers[2], (uint64_t)m};
            if (strcmp(of, "proportions") == 0) {
                check(nps_proportion_compare(&a, &b, LEVEL, &shares));
                study.lower[place] = shares.lower;
                study.upper[place] = shares.upper;
            } else {
                check(nps_mean_compare(&first.of[i], &second.of[j], &scale, LEVEL, &found));
                study.lower[place] = found.lower;
                study.upper[place] = found.upper;
            }
        }
    print(of, &study, draws);
    free(study.lower);
    free(study.upper);
}

int main(int argc, char **argv)
{
    static const int shares[][2] = {{5, 5}, {6, 6}, {10, 10}, {5, 50}, {20, 20}, {50, 50}, {10, 100}, {100, 100}};
    const int draws = argc > 1 ? (int)strtol(argv[1], NULL, 10) : 2000;
    size_t i;
    printf("of,points,n,m,lowest,truth\n");
    study_mean(3, 5, draws);
    study_mean(5, 3, draws);
    study_mean(20, 3, draws);
    study_mean(5, 5, draws);
    study_mean(10, 5, draws);
    study_mean(4, 7, draws);
    study_mean(8, 7, draws / 4);
    study_pair("means", 5, 5, 3, draws);
    study_pair("means", 3, 8, 3, draws);
    study_pair("means", 4, 4, 5, draws / 4);
    study_pair("means", 10, 10, 3, draws / 4);
    for (i = 0; i < sizeof shares / sizeof *shares; i++)
        study_pair("proportions", shares[i][0], shares[i][1], 2, draws / 2);
    return 0;
}
