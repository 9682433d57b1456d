/* SPDX-License-Identifier: MIT */
#include "exact_oracle.h"

#include <float.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

/* Passives added to every table before Tango's statistic orders it. Without them the exact intervals are wider: on
 * average .8382 and .5986 at n = 10 and 20, against .8315 and .5915. */
#define ADDED_PASSIVES 2

/* The nuisance is psi = theta + (1 - theta) sin^2(phi): steps of phi resolve the corners, where the probability of a
 * table changes over psi of the order 1 / n. */
#define NUISANCES   96
#define REFINEMENTS 24

static const long double quarter_turn = 1.57079632679489661923132169163975144L;
static const long double golden = 0.61803398874989484820458683436563812L;

/* Rounding error of S in long double; genuine differences are far larger. */
static const long double rounding = 1e-15L;

static long double multinomial(int promoters, int passives, int detractors)
{
    long double ways = 1;
    int i;
    for (i = 1; i <= passives; i++)
        ways = ways * (promoters + i) / i;
    for (i = 1; i <= detractors; i++)
        ways = ways * (promoters + passives + i) / i;
    return ways;
}

void oracle_init(struct oracle *self, int n)
{
    int promoters, detractors;
    self->n = n;
    self->count = 0;
    for (promoters = 0; promoters <= n; promoters++) {
        for (detractors = 0; detractors <= n - promoters; detractors++) {
            const int passives = n - promoters - detractors;
            const struct oracle_table table = {promoters, passives, detractors,
                                               multinomial(promoters, passives, detractors)};
            self->tables[self->count++] = table;
        }
    }
}

struct oracle_sizes oracle_read_sizes(int argc, char **argv, int last)
{
    const long to = argc > 1 ? strtol(argv[1], NULL, 10) : last, from = argc > 2 ? strtol(argv[2], NULL, 10) : 1,
               step = argc > 3 ? strtol(argv[3], NULL, 10) : 1;
    if (from < 1 || to < from || to > ORACLE_N_MAX || step < 1 || step > ORACLE_N_MAX) {
        fprintf(stderr, "usage: %s [LAST [FIRST [STEP]]], 1 <= FIRST <= LAST <= %d, STEP >= 1\n", argv[0],
                ORACLE_N_MAX);
        exit(2);
    }
    return (struct oracle_sizes){(int)from, (int)to, (int)step};
}

nps_counts oracle_counts(const struct oracle *self, int table)
{
    const struct oracle_table *t = &self->tables[table];
    const nps_counts counts = {(uint64_t)t->promoters, (uint64_t)t->passives, (uint64_t)t->detractors};
    return counts;
}

int oracle_mirror(const struct oracle *self, int table)
{
    const struct oracle_table *t = &self->tables[table];
    int i;
    for (i = 0; i < self->count; i++)
        if (self->tables[i].promoters == t->detractors && self->tables[i].detractors == t->promoters)
            return i;
    abort();
}

long double oracle_statistic(const struct oracle *self, int table, long double theta)
{
    const struct oracle_table *t = &self->tables[table];
    const long double n = self->n + ADDED_PASSIVES, a = t->promoters, c = t->detractors;
    const long double linear = (2 * n - a + c) * theta - a - c, product = c * theta * (1 - theta);
    const long double q = (sqrtl(linear * linear + 8 * n * product) - linear) / (4 * n);
    const long double distance = a - c - n * theta;
    /* At theta = 1 the variance is 0; the smallest positive number keeps the order of the limit. */
    const long double variance = fmaxl(2 * q + theta * (1 - theta), LDBL_MIN);
    return distance == 0 ? 0 : distance / sqrtl(n * variance);
}

/* The end of theta's cell that is nearer to 0. */
static long double frozen(long double theta)
{
    return floorl(theta * ORACLE_CELLS) / ORACLE_CELLS;
}

long double oracle_extremeness(const struct oracle *self, int table, long double theta, nps_alternative alternative)
{
    switch (alternative) {
    case NPS_GREATER: return oracle_statistic(self, table, theta);
    case NPS_LESS: return -oracle_statistic(self, table, theta);
    case NPS_TWO_SIDED: break;
    }
    return fabsl(oracle_statistic(self, table, frozen(theta)));
}

/* The powers of the three probabilities. */
struct powers {
    long double promoters[ORACLE_N_MAX + 1], passives[ORACLE_N_MAX + 1], detractors[ORACLE_N_MAX + 1];
};

static void raise_all(long double *power, long double base, int n)
{
    int i;
    power[0] = 1;
    for (i = 1; i <= n; i++)
        power[i] = power[i - 1] * base;
}

static void powers_init(struct powers *self, long double p1, long double p2, long double p3, int n)
{
    raise_all(self->promoters, p1, n);
    raise_all(self->passives, p2, n);
    raise_all(self->detractors, p3, n);
}

static void powers_init_nuisance(struct powers *self, long double theta, long double phi, int n)
{
    const long double sine = sinl(phi), cosine = cosl(phi);
    const long double p3 = (1 - theta) * sine * sine / 2;
    powers_init(self, p3 + theta, (1 - theta) * cosine * cosine, p3, n);
}

static long double probability_of(const struct oracle_table *t, const struct powers *powers)
{
    return t->ways * powers->promoters[t->promoters] * powers->passives[t->passives] *
           powers->detractors[t->detractors];
}

void oracle_probabilities(const struct oracle *self, long double p1, long double p2, long double p3,
                          long double *probability)
{
    struct powers powers;
    int i;
    powers_init(&powers, p1, p2, p3, self->n);
    for (i = 0; i < self->count; i++)
        probability[i] = probability_of(&self->tables[i], &powers);
}

/* A table, its extremeness, and its original index. */
struct ranked {
    struct oracle_table table;
    long double extremeness;
    int index;
};

static int compare_extremeness(const void *left, const void *right)
{
    const long double l = ((const struct ranked *)left)->extremeness, r = ((const struct ranked *)right)->extremeness;
    return (l < r) - (l > r);
}

static int is_tie(const struct ranked *left, const struct ranked *right)
{
    return fabsl(left->extremeness - right->extremeness) <= rounding * (1 + fabsl(right->extremeness));
}

static void rank(const struct oracle *self, long double theta, struct ranked *ranked)
{
    int i;
    for (i = 0; i < self->count; i++) {
        ranked[i].table = self->tables[i];
        ranked[i].extremeness = oracle_extremeness(self, i, theta, NPS_TWO_SIDED);
        ranked[i].index = i;
    }
    qsort(ranked, (size_t)self->count, sizeof *ranked, compare_extremeness);
}

void oracle_p_values(const struct oracle *self, double theta, double *p)
{
    static struct ranked ranked[ORACLE_TABLES_MAX];
    static long double highest[ORACLE_TABLES_MAX];
    struct powers powers;
    int step, i;

    rank(self, theta, ranked);
    for (i = 0; i < self->count; i++)
        highest[i] = 0;
    for (step = 0; step <= NUISANCES; step++) {
        long double sum = 0;
        powers_init_nuisance(&powers, theta, quarter_turn * step / NUISANCES, self->n);
        for (i = 0; i < self->count; i++) {
            sum += probability_of(&ranked[i].table, &powers);
            if (sum > highest[i])
                highest[i] = sum;
        }
    }
    /* Among tied tables, the sum at the last one includes all of them. */
    for (i = self->count - 2; i >= 0; i--)
        if (is_tie(&ranked[i], &ranked[i + 1]))
            highest[i] = highest[i + 1];
    for (i = 0; i < self->count; i++)
        p[ranked[i].index] = (double)highest[i];
}

/* The tables at least as extreme as a given one, and the theta at which they are. */
struct tail {
    long double theta;
    int n, count;
    struct oracle_table tables[ORACLE_TABLES_MAX];
};

static void tail_init(struct tail *self, const struct oracle *oracle, int table, long double theta,
                      nps_alternative alternative)
{
    const long double extremeness = oracle_extremeness(oracle, table, theta, alternative);
    const long double least = extremeness - rounding * (1 + fabsl(extremeness));
    int i;
    self->theta = theta;
    self->n = oracle->n;
    self->count = 0;
    for (i = 0; i < oracle->count; i++)
        if (oracle_extremeness(oracle, i, theta, alternative) >= least)
            self->tables[self->count++] = oracle->tables[i];
}

static long double tail_probability(const struct tail *self, long double phi)
{
    struct powers powers;
    long double sum = 0;
    int i;
    powers_init_nuisance(&powers, self->theta, phi, self->n);
    for (i = 0; i < self->count; i++)
        sum += probability_of(&self->tables[i], &powers);
    return sum;
}

/* Golden-section search for the largest probability between two nuisances. */
static long double refine(const struct tail *tail, long double from, long double to)
{
    long double left = to - golden * (to - from), right = from + golden * (to - from);
    long double at_left = tail_probability(tail, left), at_right = tail_probability(tail, right);
    int i;
    for (i = 0; i < REFINEMENTS; i++) {
        if (at_left > at_right) {
            to = right;
            right = left;
            at_right = at_left;
            left = to - golden * (to - from);
            at_left = tail_probability(tail, left);
        } else {
            from = left;
            left = right;
            at_left = at_right;
            right = from + golden * (to - from);
            at_right = tail_probability(tail, right);
        }
    }
    return fmaxl(at_left, at_right);
}

static long double tail_supremum(const struct tail *tail)
{
    const long double width = quarter_turn / NUISANCES;
    long double found[NUISANCES + 1], highest = 0;
    int step;
    for (step = 0; step <= NUISANCES; step++) {
        found[step] = tail_probability(tail, width * step);
        highest = fmaxl(highest, found[step]);
    }
    for (step = 1; step < NUISANCES; step++)
        if (found[step] >= found[step - 1] && found[step] >= found[step + 1])
            highest = fmaxl(highest, refine(tail, width * (step - 1), width * (step + 1)));
    return highest;
}

double oracle_p_value(const struct oracle *self, int table, double theta, nps_alternative alternative)
{
    static struct tail tail;
    tail_init(&tail, self, table, theta, alternative);
    return (double)tail_supremum(&tail);
}
