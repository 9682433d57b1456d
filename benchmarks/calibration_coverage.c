/* Standard errors and 95 % intervals of raked scores, with and without clusters. Simulated, with a fixed seed.
 *
 * A line of the output is a way to draw samples and a way to read them, over five truths: the mean standard error as a
 * part of the true standard deviation of the score, at the lowest and on average; the coverage of the interval of the
 * default method, lowest and mean; the coverage of the score plus and minus t standard errors, with t of its degrees
 * of freedom, likewise; and the mean width of the interval of the default method in points.
 *
 * usage: calibration_coverage [SAMPLES [LOWEST]], which fails when a calibrated design, read with its clusters, or
 * a jackknife covers less than LOWEST on average
 *
 * SPDX-License-Identifier: MIT
 */
#include "random.h"

#include <math.h>
#include <nps/nps.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { FIRST = 3, SECOND = 4, CELLS = FIRST * SECOND, GROUPS = 3, MOST_ROWS = 4000, LARGEST_CLUSTER = 60 };

static const double TRUTHS[][GROUPS] = {
    {0.50, 0.30, 0.20}, {0.34, 0.33, 0.33}, {0.10, 0.20, 0.70}, {0.05, 0.90, 0.05}, {0.90, 0.08, 0.02}};
enum { TRUTH_COUNT = sizeof TRUTHS / sizeof *TRUTHS };

static const uint8_t ANSWERS[GROUPS] = {10, 8, 0};

/* What the reader knows of the sample. */
enum reading { WEIGHTED, MARGINS, CLUSTERS, BOTH, SMALL_SAMPLE, JACKKNIFE, READING_COUNT };
static const char *const READINGS[] = {"weights given",     "margins",       "clusters",
                                       "margins, clusters", "Satterthwaite", "jackknife"};

/* How the sizes of clusters are distributed. */
enum sizes { ONE, EVEN, SKEWED };

/* A way to draw samples. */
struct scenario {
    double tilt;   /* of the answers in logits, from one category to the next */
    double spread; /* of the clusters, the standard deviation of their tilt in logits */
    enum sizes sizes;
    size_t clusters;
};

/* The population: which cells people are in, who answers, and what. */
struct population {
    double answering[CELLS]; /* the share of each cell among those who answer */
    double first[FIRST], second[SECOND];
    double theta;
};

struct rows {
    size_t count;
    uint8_t answers[MOST_ROWS];
    uint32_t first[MOST_ROWS], second[MOST_ROWS];
    int64_t clusters[MOST_ROWS];
    double weights[MOST_ROWS];
};

/* What was found in the samples of one truth. */
struct sums {
    double errors, scores, squares, covered, covered_by_t, width;
};

static void must(nps_status status)
{
    if (status != NPS_OK) {
        fprintf(stderr, "%s\n", nps_status_string(status));
        exit(1);
    }
}

/* The shares of a truth for people who are more content by so many logits. */
static void tilt(const double truth[GROUPS], double logits, double out[GROUPS])
{
    double sum = 0;
    int i;
    for (i = 0; i < GROUPS; i++)
        sum += out[i] = truth[i] * exp(logits * (1 - i));
    for (i = 0; i < GROUPS; i++)
        out[i] /= sum;
}

static double logits_of(const struct scenario *scenario, int cell)
{
    return scenario->tilt * (cell / SECOND - 1 + 0.5 * (cell % SECOND - 1.5));
}

/* Theta of a cell, on average over the clusters: a sum over a fine grid of their tilts. */
static double theta_of_cell(const struct scenario *scenario, const double truth[GROUPS], int cell)
{
    double sum = 0, weights = 0, shares[GROUPS];
    int i;
    for (i = -80; i <= 80; i++) {
        const double z = i / 20.0, weight = exp(-z * z / 2);
        tilt(truth, logits_of(scenario, cell) + scenario->spread * z, shares);
        sum += weight * (shares[0] - shares[2]);
        weights += weight;
    }
    return sum / weights;
}

static struct population population_of(const struct scenario *scenario, const double truth[GROUPS])
{
    static const double people[CELLS] = {0.15, 0.10, 0.06, 0.03, 0.10, 0.10, 0.08, 0.05, 0.04, 0.07, 0.10, 0.12};
    static const double first_rate[FIRST] = {0.3, 0.5, 1}, second_rate[SECOND] = {0.4, 0.6, 0.8, 1};
    struct population population = {.theta = 0};
    double sum = 0;
    int i;
    for (i = 0; i < CELLS; i++) {
        population.answering[i] = people[i] * first_rate[i / SECOND] * second_rate[i % SECOND];
        sum += population.answering[i];
        population.first[i / SECOND] += people[i];
        population.second[i % SECOND] += people[i];
        population.theta += people[i] * theta_of_cell(scenario, truth, i);
    }
    for (i = 0; i < CELLS; i++)
        population.answering[i] /= sum;
    return population;
}

/* A cluster's size: 1, from 5 to 15, or lognormal with sigma 1.3 and median 5, at most LARGEST_CLUSTER. */
static size_t draw_size(enum sizes sizes, uint64_t *random)
{
    if (sizes == ONE)
        return 1;
    if (sizes == EVEN)
        return 5 + next_random(random) % 11;
    return (size_t)fmin(LARGEST_CLUSTER, 1 + floor(5 * exp(1.3 * next_normal(random))));
}

static void draw(const struct scenario *scenario, const double truth[GROUPS], const struct population *population,
                 uint64_t *random, struct rows *rows)
{
    size_t cluster, i;
    rows->count = 0;
    for (cluster = 0; cluster < scenario->clusters; cluster++) {
        const double of_cluster = scenario->spread > 0 ? scenario->spread * next_normal(random) : 0;
        const size_t size = draw_size(scenario->sizes, random);
        for (i = 0; i < size && rows->count < MOST_ROWS; i++, rows->count++) {
            const int cell = next_category(random, population->answering, CELLS);
            double shares[GROUPS];
            tilt(truth, logits_of(scenario, cell) + of_cluster, shares);
            rows->answers[rows->count] = ANSWERS[next_category(random, shares, GROUPS)];
            rows->first[rows->count] = (uint32_t)(cell / SECOND);
            rows->second[rows->count] = (uint32_t)(cell % SECOND);
            rows->clusters[rows->count] = (int64_t)cluster;
        }
    }
}

/* A jackknife that repeats the raking; false when a category lies in one cluster. */
static bool read_jackknife(const nps_calibration_sample *sample, const nps_column *answers, nps_weighted_estimate *out)
{
    nps_replication_options options;
    nps_replicates replicates;
    size_t length;
    double *numbers;
    nps_status status;
    nps_replication_options_init(&options);
    options.calibrate = 1;
    must(nps_replicates_length(sample, &options, &length));
    numbers = malloc(length * sizeof *numbers);
    if (!numbers)
        abort();
    status = nps_replicates_make(sample, &options, numbers, length, &replicates, NULL);
    if (!status)
        must(nps_replicates_read(&replicates, answers, NULL, out, NULL, NULL));
    free(numbers);
    return status == NPS_OK;
}

/* Reads a raked sample; false when it cannot be read so. */
static bool read_sample(enum reading reading, const struct rows *rows, nps_calibration_sample sample,
                        nps_weighted_estimate *out)
{
    nps_calibration_options options;
    nps_variance_options variance;
    nps_column answers;
    nps_column_init(&answers, NPS_COLUMN_U8, rows->answers, rows->count);
    nps_calibration_options_init(&options);
    nps_variance_options_init(&variance);
    options.variance = &variance;
    variance.degrees = reading == SMALL_SAMPLE ? NPS_DEGREES_SATTERTHWAITE : NPS_DEGREES_DESIGN;
    if (reading == WEIGHTED || reading == CLUSTERS) { /* the calibrated weights as if they were given */
        sample.weights = rows->weights;
        sample.margin_count = 0;
    } else {
        sample.calibrated = rows->weights;
    }
    sample.clusters = reading == WEIGHTED || reading == MARGINS ? NULL : rows->clusters;
    if (reading == JACKKNIFE)
        return read_jackknife(&sample, &answers, out);
    must(nps_calibration_read(&sample, &answers, NULL, &options, out, NULL));
    return true;
}

/* The 97.5 % quantile of Student's t, by the expansion of Cornish and Fisher; to 1 % from 4 degrees on. */
static double t_quantile(double degrees)
{
    const double z = 1.959963984540054, z3 = z * z * z, z5 = z3 * z * z, z7 = z5 * z * z, n = degrees;
    return z + (z3 + z) / 4 / n + (5 * z5 + 16 * z3 + 3 * z) / 96 / n / n +
           (3 * z7 + 19 * z5 + 17 * z3 - 15 * z) / 384 / n / n / n;
}

static void add(const nps_weighted_estimate *estimate, double truth, struct sums *sums)
{
    nps_interval_result interval;
    must(nps_weighted_interval(estimate, NPS_METHOD_AUTO, 0.95, &interval));
    sums->errors += estimate->standard_error;
    sums->scores += estimate->score;
    sums->squares += estimate->score * estimate->score;
    sums->covered += interval.bounds.lower <= truth + 1e-9 && truth - 1e-9 <= interval.bounds.upper;
    sums->covered_by_t += fabs(estimate->score - truth) <= t_quantile(estimate->degrees) * estimate->standard_error;
    sums->width += interval.bounds.upper - interval.bounds.lower;
}

static void study_truth(const struct scenario *scenario, const double truth[GROUPS], uint64_t *random, int samples,
                        struct sums sums[READING_COUNT], struct population *population)
{
    static struct rows rows;
    int i, reading;
    *population = population_of(scenario, truth);
    for (i = 0; i < samples; i++) {
        const nps_margin margins[] = {{rows.first, population->first, FIRST},
                                      {rows.second, population->second, SECOND}};
        nps_calibration_sample sample = {.margins = margins, .margin_count = 2};
        nps_weighted_estimate estimates[READING_COUNT];
        bool is_read = false;
        while (!is_read) { /* a small sample may lack a whole category, or have it in one cluster */
            draw(scenario, truth, population, random, &rows);
            sample.row_count = rows.count;
            is_read = nps_calibration_rake(&sample, NULL, rows.weights, NULL, NULL) == NPS_OK;
            for (reading = READING_COUNT - 1; is_read && reading >= 0; reading--)
                is_read = read_sample((enum reading)reading, &rows, sample, &estimates[reading]);
        }
        for (reading = 0; reading < READING_COUNT; reading++)
            add(&estimates[reading], 100 * population->theta, &sums[reading]);
    }
}

/* Prints a scenario for all ways to read it; returns the lowest mean coverage of those that know all. */
static double study(const char *what, const struct scenario *scenario, int samples)
{
    struct sums sums[TRUTH_COUNT][READING_COUNT];
    double lowest_mean = 1;
    uint64_t random = 1;
    int i, reading;
    memset(sums, 0, sizeof sums);
    for (i = 0; i < TRUTH_COUNT; i++) {
        struct population population;
        study_truth(scenario, TRUTHS[i], &random, samples, sums[i], &population);
    }
    for (reading = 0; reading < READING_COUNT; reading++) {
        double ratio[2] = {INFINITY, 0}, covered[2] = {1, 0}, by_t[2] = {1, 0}, width = 0;
        if (scenario->sizes == ONE && (reading == CLUSTERS || reading == BOTH || reading == SMALL_SAMPLE))
            continue;
        for (i = 0; i < TRUTH_COUNT; i++) {
            const struct sums *const found = &sums[i][reading];
            const double mean = found->scores / samples, deviation = sqrt(found->squares / samples - mean * mean);
            const double part = found->errors / samples / deviation;
            ratio[0] = fmin(ratio[0], part);
            ratio[1] += part / TRUTH_COUNT;
            covered[0] = fmin(covered[0], found->covered / samples);
            covered[1] += found->covered / samples / TRUTH_COUNT;
            by_t[0] = fmin(by_t[0], found->covered_by_t / samples);
            by_t[1] += found->covered_by_t / samples / TRUTH_COUNT;
            width += found->width / samples / TRUTH_COUNT;
        }
        printf("%-40s %4zu  %-18s %.2f %.2f  %.3f %.3f  %.3f %.3f  %5.1f\n", what, scenario->clusters,
               READINGS[reading], ratio[0], ratio[1], covered[0], covered[1], by_t[0], by_t[1], width);
        if (reading >= BOTH)
            lowest_mean = fmin(lowest_mean, covered[1]);
    }
    fflush(stdout);
    return lowest_mean;
}

int main(int argc, char **argv)
{
    static const struct {
        const char *what;
        struct scenario scenario;
    } studies[] = {{"the margins explain nothing", {0, 0, ONE, 40}},
                   {"the margins explain nothing", {0, 0, ONE, 60}},
                   {"the margins explain nothing", {0, 0, ONE, 100}},
                   {"the margins explain much", {0.9, 0, ONE, 40}},
                   {"the margins explain much", {0.9, 0, ONE, 60}},
                   {"the margins explain much", {0.9, 0, ONE, 100}},
                   {"clusters of 5 to 15", {0.9, 0.7, EVEN, 10}},
                   {"clusters of 5 to 15", {0.9, 0.7, EVEN, 24}},
                   {"clusters of 5 to 15", {0.9, 0.7, EVEN, 60}},
                   {"lognormal clusters, sigma 1.3", {0.9, 0.7, SKEWED, 10}},
                   {"lognormal clusters, sigma 1.3", {0.9, 0.7, SKEWED, 24}},
                   {"lognormal clusters, sigma 1.3", {0.9, 0.7, SKEWED, 60}}};
    const int samples = argc > 1 ? atoi(argv[1]) : 2000;
    const double lowest = argc > 2 ? strtod(argv[2], NULL) : 0;
    bool is_good = true;
    size_t i;
    if (samples < 1) {
        fprintf(stderr, "usage: calibration_coverage [SAMPLES [LOWEST]]\n");
        return 2;
    }
    printf("%d samples of each of %d truths, raked to margins of %d and %d categories; lowest and mean\n", samples,
           TRUTH_COUNT, FIRST, SECOND);
    printf("%-40s %4s  %-18s %-9s  %-11s  %-11s  %5s\n", "", "n", "read by", "SE / sd", "interval", "+- t SE", "width");
    for (i = 0; i < sizeof studies / sizeof *studies; i++)
        is_good = study(studies[i].what, &studies[i].scenario, samples) >= lowest && is_good;
    return is_good ? 0 : 1;
}
