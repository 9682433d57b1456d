/* Tests the guarantee of NPS_METHOD_EXACT: under every truth the coverage is at least the level.
 *
 * The coverage of one truth is a finite sum over all tables. It is computed where it can be lowest: just outside
 * every end of every interval, because the set of covering tables is constant between two ends; on a lattice of
 * truths; and at the corners, where some group has an expected count of only lambda. The guarantee holds for any
 * ordering of the tables.
 *
 * usage: test_exact_coverage [LAST [FIRST [STEP]]]    every STEP-th (1) n from FIRST (1) to LAST (10)
 *
 * SPDX-License-Identifier: MIT */
#include "exact_oracle.h"

#include <math.h>
#include <nps/interval.h>
#include <stdio.h>
#include <stdlib.h>

enum { NUISANCES = 100, ZOOMS = 4, LATTICE_STEPS = 120, LAMBDAS = 16, SPLITS = 24 };

static const double levels[] = {0.80, 0.90, 0.95, 0.99, 0.999};
static const double rounding = 1e-10;

/* In points: a truth at the very end of an interval is itself rounded. */
static const double truth_rounding = 1e-13;

static struct oracle oracle;
static nps_bounds intervals[ORACLE_TABLES_MAX];

/* The largest probability of a miss found so far, and its truth. */
static struct {
    long double probability, theta, p1, p3;
} worst;

/* The tables whose interval does not contain a given theta. */
static struct {
    long double theta;
    int count;
    int tables[ORACLE_TABLES_MAX];
} missing;

static void find_missing(long double theta)
{
    int table;
    missing.theta = theta;
    missing.count = 0;
    for (table = 0; table < oracle.count; table++)
        if (100 * theta < intervals[table].lower - truth_rounding ||
            100 * theta > intervals[table].upper + truth_rounding)
            missing.tables[missing.count++] = table;
}

static long double miss_probability(long double p1, long double p2, long double p3)
{
    static long double probability[ORACLE_TABLES_MAX];
    long double sum = 0;
    int i;
    oracle_probabilities(&oracle, p1, p2, p3, probability);
    for (i = 0; i < missing.count; i++)
        sum += probability[missing.tables[i]];
    if (sum > worst.probability) {
        worst.probability = sum;
        worst.theta = missing.theta;
        worst.p1 = p1;
        worst.p3 = p3;
    }
    return sum;
}

/* The smaller of p1 and p3 is (1 - |theta|) sin^2(phi) / 2: equal steps of phi are fine near the corners. */
static long double miss_at(long double phi)
{
    const long double theta = missing.theta, rest = 1 - fabsl(theta), sine = sinl(phi), cosine = cosl(phi);
    const long double smaller = rest * sine * sine / 2;
    return miss_probability(smaller + fmaxl(theta, 0), rest * cosine * cosine, smaller + fmaxl(-theta, 0));
}

/* All nuisances for one theta: equal steps, then finer and finer ones around the worst. */
static void check_theta(long double theta)
{
    const long double quarter_turn = acosl(0);
    long double width = quarter_turn / NUISANCES, worst_phi = 0, highest = 0;
    int step, zoom;
    if (fabsl(theta) > 1)
        return;
    find_missing(theta);
    for (step = 0; step <= NUISANCES; step++) {
        const long double miss = miss_at(width * step);
        if (miss > highest) {
            highest = miss;
            worst_phi = width * step;
        }
    }
    for (zoom = 0; zoom < ZOOMS; zoom++) {
        const long double center = worst_phi;
        for (step = -4; step <= 4; step++) {
            const long double miss = miss_at(center + width * step / 4);
            if (miss > highest) {
                highest = miss;
                worst_phi = center + width * step / 4;
            }
        }
        width /= 4;
    }
}

static int compare_doubles(const void *left, const void *right)
{
    const double l = *(const double *)left, r = *(const double *)right;
    return (l > r) - (l < r);
}

/* At every end, just below it and just above it. Ends that differ by less than the rounding error of the library
 * count as one. */
static void check_ends(void)
{
    static double ends[2 * ORACLE_TABLES_MAX];
    const size_t count = 2 * (size_t)oracle.count;
    size_t i;
    for (i = 0; i < count; i++)
        ends[i] = i % 2 ? intervals[i / 2].upper : intervals[i / 2].lower;
    qsort(ends, count, sizeof *ends, compare_doubles);
    for (i = 0; i < count; i++) {
        if (i > 0 && ends[i] - ends[i - 1] < 1e-8)
            continue;
        check_theta((long double)ends[i] / 100 - 1e-9L);
        check_theta((long double)ends[i] / 100);
        check_theta((long double)ends[i] / 100 + 1e-9L);
    }
}

static void check_lattice(void)
{
    int step;
    for (step = -LATTICE_STEPS; step <= LATTICE_STEPS; step++)
        check_theta((long double)step / LATTICE_STEPS);
}

static void check_truth(long double p1, long double p2, long double p3)
{
    if (p1 >= 0 && p2 >= 0 && p3 >= 0) {
        find_missing(p1 - p3);
        miss_probability(p1, p2, p3);
    }
}

/* 0, and .001 to 6 in a geometric sequence: expected counts of a rare group. */
static long double lambda(int step)
{
    return step ? 0.001L * powl(6000, (long double)(step - 1) / (LAMBDAS - 1)) : 0;
}

static void check_two_rare(long double first, long double second)
{
    const long double rest = 1 - first - second;
    check_truth(first, second, rest);
    check_truth(first, rest, second);
    check_truth(rest, first, second);
}

static void check_one_rare(long double rare)
{
    int step;
    for (step = 0; step <= SPLITS; step++) {
        const long double second = (1 - rare) * step / SPLITS, third = 1 - rare - second;
        check_truth(rare, second, third);
        check_truth(second, rare, third);
        check_truth(second, third, rare);
    }
}

static void check_corners(void)
{
    int i, j;
    for (i = 0; i <= LAMBDAS; i++) {
        check_one_rare(lambda(i) / oracle.n);
        for (j = 0; j <= LAMBDAS; j++)
            check_two_rare(lambda(i) / oracle.n, lambda(j) / oracle.n);
    }
}

static int compute_intervals(double level)
{
    int table;
    for (table = 0; table < oracle.count; table++) {
        const nps_counts counts = oracle_counts(&oracle, table);
        if (nps_interval(&counts, NPS_METHOD_EXACT, level, &intervals[table]))
            return 0;
    }
    return 1;
}

/* Whether the coverage reaches the level, for one n and level. */
static int covers(double level)
{
    if (!compute_intervals(level)) {
        fprintf(stderr, "n = %d, level %g: no interval\n", oracle.n, level);
        return 0;
    }
    worst.probability = -1;
    check_ends();
    check_lattice();
    check_corners();
    printf("n = %2d, level %.3f: lowest coverage %.12Lf, at promoters %.6Lf, detractors %.6Lf\n", oracle.n, level,
           1 - worst.probability, worst.p1, worst.p3);
    fflush(stdout);
    return 1 - worst.probability >= level - rounding;
}

int main(int argc, char **argv)
{
    const struct oracle_sizes sizes = oracle_read_sizes(argc, argv, 10);
    int n, failures = 0;
    size_t level;
    for (n = sizes.first; n <= sizes.last; n += sizes.step) {
        oracle_init(&oracle, n);
        for (level = 0; level < sizeof levels / sizeof *levels; level++)
            failures += !covers(levels[level]);
    }
    if (failures)
        fprintf(stderr, "%d times the coverage is below the level\n", failures);
    return failures ? 1 : 0;
}
