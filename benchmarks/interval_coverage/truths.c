/* SPDX-License-Identifier: MIT */
#include "truths.h"

#include <math.h>

/* Shares below 1 %. */
static const double RARE[] = {0, 0.0002, 0.0005, 0.001, 0.0015, 0.002, 0.003, 0.004, 0.005, 0.0065, 0.008};
enum { RARE_COUNT = sizeof RARE / sizeof *RARE, STEPS = 100, TRUTHS_MAX = 20000 };

const char *region_name(enum region region)
{
    static const char *const names[] = {"grid", "boundary", "expected 5"};
    return names[region];
}

static double smallest(const struct truth *truth)
{
    return fmin(truth->promoters, fmin(truth->passives, truth->detractors));
}

int is_in(enum region region, const struct truth *truth, unsigned n)
{
    const int is_grid = smallest(truth) >= 0.01 - 1e-12;
    switch (region) {
    case REGION_GRID: return is_grid;
    case REGION_BOUNDARY: return !is_grid;
    default: return is_grid && n * smallest(truth) >= 5 - 1e-9;
    }
}

/* A rare group in each of the three places; the other two groups share the rest. */
static size_t add_with_rare(struct truth *truths, size_t count, double rare, double other)
{
    const double rest = 1 - rare - other;
    truths[count++] = (struct truth){rare, other, rest};
    truths[count++] = (struct truth){other, rare, rest};
    truths[count++] = (struct truth){other, rest, rare};
    return count;
}

struct truth *make_truths(size_t *count)
{
    struct truth *truths = obtain(TRUTHS_MAX, sizeof *truths);
    int i, j;
    *count = 0;
    for (i = 1; i < STEPS; i++)
        for (j = 1; i + j < STEPS; j++)
            truths[(*count)++] = (struct truth){i / 100.0, (STEPS - i - j) / 100.0, j / 100.0};
    for (i = 0; i < RARE_COUNT; i++) {
        for (j = 1; j < STEPS; j++)
            *count = add_with_rare(truths, *count, RARE[i], j / 100.0);
        for (j = 0; j < RARE_COUNT; j++) {
            *count = add_with_rare(truths, *count, RARE[i], RARE[j]);
            *count = add_with_rare(truths, *count, RARE[i], 1 - RARE[i] - RARE[j]);
        }
    }
    return truths;
}
