/* Compares NPS_METHOD_EXACT with the oracle, for every table of every n up to a limit.
 *
 * Each bound must be where the oracle stops accepting: no theta beyond it is accepted, neither on a scan of [0, 1]
 * nor just outside; and some theta just inside it is accepted, so the interval is not wider than necessary. Negative
 * theta are the mirror image: the library's intervals must be mirror images, and then the scan of the other table
 * covers them.
 *
 * usage: test_exact_oracle [LAST [FIRST [STEP]]]    every STEP-th (1) n from FIRST (1) to LAST (12)
 *
 * SPDX-License-Identifier: MIT */
#include "exact_oracle.h"

#include <math.h>
#include <nps/nps.h>
#include <stdio.h>

enum { LEVELS = 5, COMPLAINTS_MAX = 20 };

static const double levels[LEVELS] = {0.95, 0.80, 0.90, 0.99, 0.999};

/* In theta: the rounding error of the library, and the largest distance of a bound outside the last accepted theta. */
static const double rounding = 1e-12, tightness = 1e-6;

/* In p: the rounding error of the oracle, and the largest distance of the library's bound above the supremum. */
static const double p_rounding = 1e-12, p_slack = 1e-9;

static struct oracle oracle;
static struct {
    double lower, upper;
} intervals[LEVELS][ORACLE_TABLES_MAX];
static int complaints;

static void complain(int table, double level, const char *what, double got, double expected)
{
    const struct oracle_table *t = &oracle.tables[table];
    if (++complaints <= COMPLAINTS_MAX)
        fprintf(stderr, "%d/%d/%d at %g: %s: %.12f, %.12f\n", t->promoters, t->passives, t->detractors, level, what,
                got, expected);
}

/* The other levels are tested for some n only: they use the same code, and the library's time is most of the cost. */
static int level_count(int n)
{
    return n <= 20 || n % 10 == 0 ? LEVELS : 1;
}

static void compute_intervals(int level)
{
    int table;
    for (table = 0; table < oracle.count; table++) {
        const nps_counts counts = oracle_counts(&oracle, table);
        nps_bounds bounds = {NAN, NAN};
        if (nps_interval(&counts, NPS_METHOD_EXACT, levels[level], &bounds))
            complain(table, levels[level], "no interval", 0, 0);
        intervals[level][table].lower = bounds.lower / 100;
        intervals[level][table].upper = bounds.upper / 100;
    }
}

static void check_mirror(int level)
{
    int table;
    for (table = 0; table < oracle.count; table++) {
        const double upper = intervals[level][table].upper;
        const double lower = intervals[level][oracle_mirror(&oracle, table)].lower;
        if (!(fabs(upper + lower) <= rounding))
            complain(table, levels[level], "upper bound and lower bound of the mirror image", upper, lower);
    }
}

static int is_inside(int level, int table, double theta)
{
    return theta >= intervals[level][table].lower - rounding && theta <= intervals[level][table].upper + rounding;
}

static void check_all_at(double theta, int level_end)
{
    static double p[ORACLE_TABLES_MAX];
    int level, table;
    oracle_p_values(&oracle, theta, p);
    for (level = 0; level < level_end; level++)
        for (table = 0; table < oracle.count; table++)
            if (p[table] > 1 - levels[level] + p_rounding && !is_inside(level, table, theta))
                complain(table, levels[level], "outside, but accepted: theta, p", theta, p[table]);
}

/* Within a cell p is continuous and falls slowly, so theta accepted beyond a gap begin at the edge of a cell. */
static void check_scan(int level_end)
{
    static const double parts[] = {0, 0.25, 0.5, 0.75, 1 - 1e-9};
    size_t part;
    int cell;
    for (cell = 0; cell < ORACLE_CELLS; cell++)
        for (part = 0; part < sizeof parts / sizeof *parts; part++)
            check_all_at((cell + parts[part]) / ORACLE_CELLS, level_end);
    check_all_at(1, level_end);
}

static double p_value(int table, double theta)
{
    return oracle_p_value(&oracle, table, fmax(0, fmin(1, theta)), NPS_TWO_SIDED);
}

/* `outward` is 1 for an upper bound and -1 for a lower one. */
static void check_outside(int level, int table, double bound, int outward)
{
    static const double distances[] = {1e-9, 1e-6, 1e-5, 1e-4};
    size_t i;
    for (i = 0; i < sizeof distances / sizeof *distances; i++) {
        const double theta = bound + outward * distances[i];
        const double p = theta < 0 || theta > 1 ? 0 : p_value(table, theta);
        if (p > 1 - levels[level] + p_rounding)
            complain(table, levels[level], "just outside, but accepted: theta, p", theta, p);
    }
}

/* The second distance is for a bound just beyond an edge of a cell, where p jumps. */
static void check_inside(int level, int table, double bound, int outward)
{
    const double enough = 1 - levels[level] - p_slack;
    if (p_value(table, bound - outward * tightness) < enough && p_value(table, bound - outward * 1e-9) < enough)
        complain(table, levels[level], "just inside, but not accepted: theta, p", bound, p_value(table, bound));
}

static void check_bound(int level, int table, double bound, int outward)
{
    if (bound < 0)
        return;
    check_outside(level, table, bound, outward);
    check_inside(level, table, bound, outward);
}

static void check_intervals(void)
{
    const int level_end = level_count(oracle.n);
    int level, table;
    for (level = 0; level < level_end; level++) {
        compute_intervals(level);
        check_mirror(level);
        for (table = 0; table < oracle.count; table++) {
            check_bound(level, table, intervals[level][table].lower, -1);
            check_bound(level, table, intervals[level][table].upper, 1);
        }
    }
    check_scan(level_end);
}

static double library_p_value(int table, double theta, nps_alternative alternative)
{
    const nps_counts counts = oracle_counts(&oracle, table);
    double p = NAN;
    nps_test(&counts, 100 * theta, NPS_METHOD_EXACT, alternative, &p);
    return p;
}

static void check_one_sided(int table, double theta, nps_alternative alternative, nps_alternative opposite)
{
    const double expected = oracle_p_value(&oracle, table, theta, alternative);
    const double p = library_p_value(table, theta, alternative);
    const double mirrored = library_p_value(oracle_mirror(&oracle, table), -theta, opposite);
    if (!(fabs(p - expected) <= 1e-6 * expected))
        complain(table, theta, alternative == NPS_GREATER ? "p of greater" : "p of less", p, expected);
    if (!(fabs(p - mirrored) <= 1e-9 * p))
        complain(table, theta, "p and p of the mirror image", p, mirrored);
}

/* One-sided p-values equal the oracle's. Two-sided p-values may be larger, because they never rise away from the
 * score. */
static void check_p_values(void)
{
    /* At quarters tables tie exactly. At 1 / 3 they do not, because the nearest double is not 1 / 3. */
    static const double thetas[] = {0, 0.07, 0.25, 0.5, 0.81, 0.97};
    size_t i;
    int table;
    for (i = 0; i < sizeof thetas / sizeof *thetas; i++) {
        for (table = 0; table < oracle.count; table++) {
            const double least = p_value(table, thetas[i]);
            const double p = library_p_value(table, thetas[i], NPS_TWO_SIDED);
            if (!(p >= least - p_rounding))
                complain(table, thetas[i], "two-sided p and what it cannot be below", p, least);
            check_one_sided(table, thetas[i], NPS_GREATER, NPS_LESS);
            check_one_sided(table, thetas[i], NPS_LESS, NPS_GREATER);
        }
    }
}

int main(int argc, char **argv)
{
    const struct oracle_sizes sizes = oracle_read_sizes(argc, argv, 12);
    int n;
    for (n = sizes.first; n <= sizes.last; n += sizes.step) {
        oracle_init(&oracle, n);
        check_intervals();
        if (n <= 12)
            check_p_values();
        printf("n = %d: %d tables, %d levels, %d complaints so far\n", n, oracle.count, level_count(n), complaints);
        fflush(stdout);
    }
    return complaints ? 1 : 0;
}
