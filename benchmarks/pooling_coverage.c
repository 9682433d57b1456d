/* What the intervals of nps_pool() keep of their level, by simulation with a fixed seed, in CSV: the mean over
 * segments, whose true shares are drawn from a Dirichlet distribution with the given mean and variation; the mean width
 * of the pooled intervals; and the root mean square errors of pooled and own scores, in points.
 *
 * usage: pooling_coverage [SEGMENTS [LEVEL]]: the number of segments simulated in each setting, such as 20000, and the
 * level, 0.95 if it is not given
 *
 * SPDX-License-Identifier: MIT */
#include "random.h"

#include <math.h>
#include <nps/nps.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { MOST_SEGMENTS = 100, CATEGORIES = 3 };

/* Segments whose answers are drawn. */
struct setting {
    int segments;
    int fewest, most; /* answers of a segment; its logarithm is uniform between them */
    double shares[CATEGORIES];
    double variation;
};

/* What is summed over segments. */
struct sums {
    double segments, covered, width, pooled, own;
};

/* A gamma variable (Marsaglia and Tsang, ACM Transactions on Mathematical Software 26:363, 2000). */
static double next_gamma(uint64_t *state, double shape)
{
    const double d = (shape < 1 ? shape + 1 : shape) - 1.0 / 3, c = 1 / sqrt(9 * d);
    for (;;) {
        const double x = next_normal(state), cube = 1 + c * x, v = cube * cube * cube;
        if (cube > 0 && log(1 - next_uniform(state)) < x * x / 2 + d - d * v + d * log(v))
            return d * v * (shape < 1 ? pow(1 - next_uniform(state), 1 / shape) : 1);
    }
}

static void draw_shares(uint64_t *state, const struct setting *setting, double *shares)
{
    double sum = 0;
    int i;
    memcpy(shares, setting->shares, sizeof setting->shares);
    if (setting->variation == 0)
        return;
    for (i = 0; i < CATEGORIES; i++) {
        shares[i] = next_gamma(state, setting->shares[i] * (1 - setting->variation) / setting->variation);
        sum += shares[i];
    }
    for (i = 0; i < CATEGORIES; i++)
        shares[i] /= sum;
}

static nps_counts draw_counts(uint64_t *state, const struct setting *setting, const double *shares)
{
    uint64_t counts[CATEGORIES] = {0, 0, 0};
    int answers = (int)(setting->fewest * pow((double)setting->most / setting->fewest, next_uniform(state)) + 0.5);
    while (answers-- > 0)
        counts[next_category(state, shares, CATEGORIES)]++;
    return (nps_counts){counts[0], counts[1], counts[2]};
}

static void simulate(uint64_t *state, const struct setting *setting, double level, struct sums *sums)
{
    nps_counts counts[MOST_SEGMENTS];
    nps_pooled_segment pooled[MOST_SEGMENTS];
    nps_pooling pooling;
    nps_segments_options options;
    double truths[MOST_SEGMENTS];
    int i;
    for (i = 0; i < setting->segments; i++) {
        double shares[CATEGORIES];
        draw_shares(state, setting, shares);
        truths[i] = 100 * (shares[0] - shares[2]);
        counts[i] = draw_counts(state, setting, shares);
    }
    nps_segments_options_init(&options);
    options.level = level;
    options.method = NPS_METHOD_WALD; /* the interval of the own score, which is not looked at */
    if (nps_pool(counts, (size_t)setting->segments, &options, pooled, &pooling) != NPS_OK)
        exit(1);
    for (i = 0; i < setting->segments; i++) {
        const nps_bounds *bounds = &pooled[i].pooled_bounds;
        sums->segments++;
        sums->covered += bounds->lower <= truths[i] && truths[i] <= bounds->upper;
        sums->width += bounds->upper - bounds->lower;
        sums->pooled += (pooled[i].pooled - truths[i]) * (pooled[i].pooled - truths[i]);
        sums->own += (pooled[i].score - truths[i]) * (pooled[i].score - truths[i]);
    }
}

static void measure(const struct setting *setting, long segments, double level, uint64_t seed)
{
    struct sums sums = {0, 0, 0, 0, 0};
    while (sums.segments < (double)segments)
        simulate(&seed, setting, level, &sums);
    printf("%d,%d,%d,%.2f/%.2f/%.2f,%g,%.3f,%.1f,%.1f,%.1f\n", setting->segments, setting->fewest, setting->most,
           setting->shares[0], setting->shares[1], setting->shares[2], setting->variation, sums.covered / sums.segments,
           sums.width / sums.segments, sqrt(sums.pooled / sums.segments), sqrt(sums.own / sums.segments));
    (void)fflush(stdout);
}

static const int SEGMENTS[] = {5, 20, 100};
static const int ANSWERS[][2] = {{3, 3}, {10, 10}, {30, 30}, {200, 200}, {3, 200}};
static const double SHARES[][CATEGORIES] = {{0.5, 0.3, 0.2}, {0.8, 0.17, 0.03}};
static const double VARIATIONS[] = {0, 0.003, 0.01, 0.03, 0.1, 0.3};

#define COUNT(array) (sizeof(array) / sizeof *(array))

int main(int argc, char **argv)
{
    const long segments = argc > 1 ? strtol(argv[1], NULL, 10) : 20000;
    const double level = argc > 2 ? strtod(argv[2], NULL) : 0.95;
    uint64_t seed = 1;
    size_t i, j, k, l;
    printf("segments,fewest,most,shares,variation,coverage,width,error,own error\n");
    for (i = 0; i < COUNT(SEGMENTS); i++)
        for (j = 0; j < COUNT(ANSWERS); j++)
            for (k = 0; k < COUNT(SHARES); k++)
                for (l = 0; l < COUNT(VARIATIONS); l++) {
                    struct setting setting = {SEGMENTS[i], ANSWERS[j][0], ANSWERS[j][1], {0, 0, 0}, VARIATIONS[l]};
                    memcpy(setting.shares, SHARES[k], sizeof setting.shares);
                    measure(&setting, segments, level, seed++);
                }
    return 0;
}
