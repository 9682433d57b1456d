/* SPDX-License-Identifier: MIT */
#include "search.h"

#include <math.h>
#include <stdlib.h>

enum { GROUPS = 3, STARTS = 24 };

/* The distance of a truth from the bound that it is just beyond, in points. */
static const double BESIDE = 1e-6;

/* The largest and the smallest step between truths with the same score. */
static const double FIRST_STEP = 0.02, LAST_STEP = 2e-5;

/* A fall of the coverage that is worth a step. */
static const double WORTHWHILE = 3e-6;

/* The score of a group in points. */
static const double POINTS[GROUPS] = {100, 0, -100};

struct search {
    const struct intervals *intervals;
    enum region region;
    double *ends; /* the bounds of all intervals, in ascending order */
    size_t end_count;
    struct lowest best;
};

/* Whether an interval contains a truth. A bound that equals the truth may be rounded to either side of it. */
static int contains(const nps_bounds *bounds, double score)
{
    return bounds->lower <= score + 1e-9 && score - 1e-9 <= bounds->upper;
}

static double score_of(const struct truth *truth)
{
    return 100 * (truth->promoters - truth->detractors);
}

/* The powers of a share, from 0 to n. */
static void set_powers(double share, unsigned n, double *powers)
{
    unsigned i;
    powers[0] = 1;
    for (i = 1; i <= n; i++)
        powers[i] = powers[i - 1] * share;
}

double coverage_at(const struct intervals *intervals, const struct truth *truth)
{
    double promoters[ANSWERS_MAX + 1], passives[ANSWERS_MAX + 1], detractors[ANSWERS_MAX + 1], covered = 0;
    const double score = score_of(truth);
    size_t i;
    set_powers(truth->promoters, intervals->n, promoters);
    set_powers(truth->passives, intervals->n, passives);
    set_powers(truth->detractors, intervals->n, detractors);
    for (i = 0; i < intervals->count; i++) {
        const nps_counts *table = &intervals->tables[i];
        const double probability = intervals->ways[i] * promoters[table->promoters] * passives[table->passives] *
                                   detractors[table->detractors];
        covered += contains(&intervals->bounds[i], score) ? probability : 0;
    }
    return covered;
}

/* Tries a truth, given by its shares; whether its coverage is lower. */
static int try_shares(struct search *search, const double *shares)
{
    const struct truth truth = {shares[0], shares[1], shares[2]};
    double coverage;
    if (shares[0] < 0 || shares[1] < 0 || shares[2] < 0 || !is_in(search->region, &truth, search->intervals->n))
        return 0;
    coverage = coverage_at(search->intervals, &truth);
    if (coverage >= search->best.coverage - WORTHWHILE)
        return 0;
    search->best = (struct lowest){truth, coverage};
    return 1;
}

/* Moves a share of one group to another. */
static int try_move(struct search *search, int from, int to, double moved)
{
    double shares[GROUPS] = {search->best.truth.promoters, search->best.truth.passives, search->best.truth.detractors};
    shares[from] -= moved;
    shares[to] += moved;
    return try_shares(search, shares);
}

/* Moves passives to both other groups, or back. */
static int try_same_score(struct search *search, double step)
{
    const struct truth *truth = &search->best.truth;
    const double shares[GROUPS] = {truth->promoters + step, truth->passives - 2 * step, truth->detractors + step};
    return try_shares(search, shares);
}

/* The number of ends below a score. */
static size_t rank_of(const struct search *search, double score)
{
    size_t low = 0, high = search->end_count;
    while (low < high) {
        const size_t middle = low + (high - low) / 2;
        if (search->ends[middle] < score)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

/* Moves answers between two groups until the score is just beside the end that is so many places away. */
static int try_end(struct search *search, long places, int from, int to)
{
    const double score = score_of(&search->best.truth), per_share = POINTS[to] - POINTS[from];
    const long end = (long)rank_of(search, score) + places;
    int side, improved = 0;
    if (end < 0 || end >= (long)search->end_count)
        return 0;
    for (side = -1; side <= 1; side += 2)
        improved |=
            try_move(search, from, to, (search->ends[end] + side * BESIDE - score_of(&search->best.truth)) / per_share);
    return improved;
}

static int try_ends(struct search *search)
{
    static const long places[] = {0, 1, 2, 3, 5, 8, 13, 34, 120};
    int improved = 0, from;
    size_t i;
    for (i = 0; i < sizeof places / sizeof *places; i++)
        for (from = 0; from < GROUPS; from++) {
            const int to = (from + 1) % GROUPS;
            improved |= try_end(search, places[i], from, to);
            improved |= try_end(search, -1 - places[i], from, to);
        }
    return improved;
}

static void descend(struct search *search)
{
    double step = FIRST_STEP;
    while (step > LAST_STEP) {
        int improved = try_ends(search);
        improved |= try_same_score(search, step);
        improved |= try_same_score(search, -step);
        step *= improved ? 1 : 0.5;
    }
}

static int compare_numbers(const void *left, const void *right)
{
    const double l = *(const double *)left, r = *(const double *)right;
    return (l > r) - (l < r);
}

static void set_ends(struct search *search)
{
    const struct intervals *intervals = search->intervals;
    size_t i, distinct = 0;
    search->ends = obtain(2 * intervals->count, sizeof *search->ends);
    for (i = 0; i < intervals->count; i++) {
        search->ends[2 * i] = intervals->bounds[i].lower;
        search->ends[2 * i + 1] = intervals->bounds[i].upper;
    }
    qsort(search->ends, 2 * intervals->count, sizeof *search->ends, compare_numbers);
    for (i = 0; i < 2 * intervals->count; i++)
        if (distinct == 0 || search->ends[i] > search->ends[distinct - 1] + 2 * BESIDE)
            search->ends[distinct++] = search->ends[i];
    search->end_count = distinct;
}

/* The truths of the region with the lowest coverages; the mirror image of a truth has its coverage. */
static size_t find_starts(const struct search *search, const struct truth *truths, const double *coverage, size_t count,
                          struct lowest *starts)
{
    size_t found = 0, t;
    for (t = 0; t < count; t++) {
        size_t place;
        if (!is_in(search->region, &truths[t], search->intervals->n) || truths[t].promoters < truths[t].detractors ||
            (found == STARTS && coverage[t] >= starts[STARTS - 1].coverage))
            continue;
        found += found < STARTS;
        for (place = found - 1; place > 0 && starts[place - 1].coverage > coverage[t]; place--)
            starts[place] = starts[place - 1];
        starts[place] = (struct lowest){truths[t], coverage[t]};
    }
    return found;
}

/* The truth of the region with the lowest coverage of all. */
static struct lowest lowest_listed(enum region region, unsigned n, const struct truth *truths, const double *coverage,
                                   size_t count)
{
    struct lowest lowest = {{0, 0, 0}, 2};
    size_t t;
    for (t = 0; t < count; t++)
        if (is_in(region, &truths[t], n) && coverage[t] < lowest.coverage - 1e-9)
            lowest = (struct lowest){truths[t], coverage[t]};
    return lowest;
}

struct lowest find_lowest(const struct intervals *intervals, enum region region, const struct truth *truths,
                          const double *coverage, size_t count)
{
    struct search search = {.intervals = intervals, .region = region};
    const struct lowest listed = lowest_listed(region, intervals->n, truths, coverage, count);
    struct lowest starts[STARTS], lowest = {{0, 0, 0}, 2};
    const size_t start_count = find_starts(&search, truths, coverage, count, starts);
    size_t i;
    if (!intervals->is_searched)
        return listed;
    set_ends(&search);
    for (i = 0; i < start_count; i++) {
        search.best = starts[i];
        descend(&search);
        if (search.best.coverage < lowest.coverage)
            lowest = search.best;
    }
    /* A truth without a mirror image on the list. */
    if (listed.coverage < lowest.coverage) {
        search.best = listed;
        descend(&search);
        lowest = search.best;
    }
    free(search.ends);
    return lowest;
}
