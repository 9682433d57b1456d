/* SPDX-License-Identifier: MIT */
#include "exact_pairs.h"

#include "multinomial.h"

#include <math.h>
#include <nps/compare.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

enum { TABLES_MAX = 231, LATTICE = 6 };

/* The truth of one sample. */
struct truth {
    double shares[3]; /* of promoters, passives and detractors */
};

static struct {
    int n, count;
    nps_counts tables[TABLES_MAX];
    double probabilities[TABLES_MAX];
} samples[2];

static nps_comparison comparisons[TABLES_MAX][TABLES_MAX];
static double default_width;

/* What is searched for: a miss of the interval, or a p-value below alpha. */
static double searched_alpha;

static uint64_t state = 1;

static double uniform(void)
{
    state = state * 6364136223846793005U + 1442695040888963407U;
    return (double)(state >> 11) * 0x1p-53;
}

static void make_tables(int which, int n)
{
    int detractors, passives;
    samples[which].n = n;
    samples[which].count = 0;
    for (detractors = 0; detractors <= n; detractors++)
        for (passives = 0; passives <= n - detractors; passives++)
            samples[which].tables[samples[which].count++] =
                (nps_counts){(uint64_t)(n - detractors - passives), (uint64_t)passives, (uint64_t)detractors};
}

void pairs_set(int n_a, int n_b, double level)
{
    int i, j;
    make_tables(0, n_a);
    make_tables(1, n_b);
    default_width = 0;
    for (i = 0; i < samples[0].count; i++) {
        for (j = 0; j < samples[1].count; j++) {
            const nps_counts *a = &samples[0].tables[i], *b = &samples[1].tables[j];
            nps_comparison usual;
            if (nps_compare(a, b, NPS_METHOD_EXACT, level, &comparisons[i][j]) ||
                nps_compare(a, b, NPS_METHOD_SKEWNESS_SCORE, level, &usual)) {
                fprintf(stderr, "nps_compare failed\n");
                exit(1);
            }
            default_width += usual.bounds.upper - usual.bounds.lower;
        }
    }
}

static double score_of(const struct truth *truth)
{
    return 100 * (truth->shares[0] - truth->shares[2]);
}

static int is_wrong(const nps_comparison *comparison, double difference)
{
    if (searched_alpha > 0)
        return comparison->p_value < searched_alpha;
    return difference < comparison->bounds.lower - 1e-10 || difference > comparison->bounds.upper + 1e-10;
}

/* The probability of a wrong statement under two truths. */
static double wrong_probability(const struct truth truths[2])
{
    const double difference = score_of(&truths[0]) - score_of(&truths[1]);
    double sum = 0;
    int which, i, j;
    for (which = 0; which < 2; which++)
        for (i = 0; i < samples[which].count; i++)
            samples[which].probabilities[i] = multinomial(&samples[which].tables[i], truths[which].shares);
    for (i = 0; i < samples[0].count; i++)
        for (j = 0; j < samples[1].count; j++)
            if (is_wrong(&comparisons[i][j], difference))
                sum += samples[0].probabilities[i] * samples[1].probabilities[j];
    return sum;
}

/* Scales the shares to a sum of 1; for false alarms the second truth gets the score of the first as nearly as possible
 * by moving promoters or detractors. 0 when that is impossible. */
static int repair(struct truth truths[2])
{
    int which, i;
    double excess;
    for (which = 0; which < 2; which++) {
        double *const shares = truths[which].shares, sum = shares[0] + shares[1] + shares[2];
        if (!(sum > 0))
            return 0;
        for (i = 0; i < 3; i++)
            shares[i] /= sum;
    }
    if (searched_alpha == 0)
        return 1;
    excess = (score_of(&truths[1]) - score_of(&truths[0])) / 100;
    truths[1].shares[excess > 0 ? 0 : 2] -= fabs(excess) / 2;
    truths[1].shares[excess > 0 ? 2 : 0] += fabs(excess) / 2;
    return truths[1].shares[0] >= 0 && truths[1].shares[2] >= 0;
}

/* Random steps that become shorter while they do not help. */
static double climb(struct truth truths[2], int steps)
{
    double best = wrong_probability(truths), length = 0.3;
    for (; steps > 0; steps--) {
        struct truth next[2] = {truths[0], truths[1]};
        double probability;
        int which, i;
        for (which = 0; which < 2; which++)
            for (i = 0; i < 3; i++)
                next[which].shares[i] = fmax(0, next[which].shares[i] + length * (uniform() - 0.5));
        if (!repair(next))
            continue;
        probability = wrong_probability(next);
        if (probability > best) {
            best = probability;
            truths[0] = next[0];
            truths[1] = next[1];
        } else {
            length = fmax(1e-5, 0.97 * length);
        }
    }
    return best;
}

static struct truth lattice_truth(int index)
{
    int promoters, passives;
    for (promoters = 0; promoters <= LATTICE; promoters++)
        for (passives = 0; passives <= LATTICE - promoters; passives++)
            if (index-- == 0)
                return (struct truth){{(double)promoters / LATTICE, (double)passives / LATTICE,
                                       (double)(LATTICE - promoters - passives) / LATTICE}};
    return (struct truth){{0}};
}

static struct truth random_truth(void)
{
    struct truth truth;
    int i;
    for (i = 0; i < 3; i++)
        truth.shares[i] = uniform() < 0.2 ? 0 : -log(uniform());
    return truth;
}

static double worst(int starts, int steps)
{
    enum { TRUTHS = (LATTICE + 1) * (LATTICE + 2) / 2 };
    double highest = 0;
    int i, j;
    for (i = 0; i < TRUTHS; i++) {
        for (j = 0; j < TRUTHS; j++) {
            struct truth truths[2] = {lattice_truth(i), lattice_truth(j)};
            double probability;
            if (!repair(truths))
                continue;
            probability = wrong_probability(truths);
            if (probability > 0.9 * highest)
                highest = fmax(highest, climb(truths, steps));
        }
    }
    for (; starts > 0; starts--) {
        struct truth truths[2] = {random_truth(), random_truth()};
        if (repair(truths))
            highest = fmax(highest, climb(truths, steps));
    }
    return highest;
}

double pairs_worst_miss(int starts, int steps)
{
    searched_alpha = 0;
    return worst(starts, steps);
}

double pairs_worst_false_alarm(int starts, int steps, double alpha)
{
    searched_alpha = alpha;
    return worst(starts, steps);
}

double pairs_mean_width(void)
{
    double sum = 0;
    int i, j;
    for (i = 0; i < samples[0].count; i++)
        for (j = 0; j < samples[1].count; j++)
            sum += comparisons[i][j].bounds.upper - comparisons[i][j].bounds.lower;
    return sum / samples[0].count / samples[1].count;
}

double pairs_mean_default_width(void)
{
    return default_width / samples[0].count / samples[1].count;
}
