/* SPDX-License-Identifier: MIT */
#include "tables.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

void *obtain(size_t count, size_t size)
{
    void *memory = calloc(count, size);
    if (!memory) {
        fputs("interval_coverage: no memory\n", stderr);
        exit(1);
    }
    return memory;
}

size_t count_of_tables(unsigned n)
{
    return (size_t)(n + 1) * (n + 2) / 2;
}

nps_counts *make_tables(unsigned n)
{
    nps_counts *tables = obtain(count_of_tables(n), sizeof *tables);
    size_t count = 0;
    unsigned promoters, detractors;
    for (promoters = 0; promoters <= n; promoters++)
        for (detractors = 0; promoters + detractors <= n; detractors++)
            tables[count++] = (nps_counts){promoters, n - promoters - detractors, detractors};
    return tables;
}

size_t place_of_mirror(const nps_counts *counts)
{
    const uint64_t n = counts->promoters + counts->passives + counts->detractors, first = counts->detractors;
    return (size_t)(first * (n + 1) - first * (first - 1) / 2 + counts->promoters);
}

/* The mirror image of a sample has the mirror image of its interval. */
nps_bounds *make_bounds(const nps_counts *tables, size_t count, nps_method method, double level)
{
    nps_bounds *bounds = obtain(count, sizeof *bounds);
    nps_counts *halves = obtain(count, sizeof *halves);
    nps_interval_result *results = obtain(count, sizeof *results);
    nps_interval_options options;
    size_t half = 0, i;
    nps_interval_options_init(&options);
    options.method = method;
    options.level = level;
    for (i = 0; i < count; i++)
        if (tables[i].promoters >= tables[i].detractors)
            halves[half++] = tables[i];
    if (nps_interval_many(halves, half, &options, results, NULL)) {
        fprintf(stderr, "interval_coverage: no %s intervals\n", nps_method_string(method));
        exit(1);
    }
    for (i = half = 0; i < count; i++)
        if (tables[i].promoters >= tables[i].detractors) {
            const nps_bounds *found = &results[half++].bounds;
            bounds[place_of_mirror(&tables[i])] = (nps_bounds){-found->upper, -found->lower};
            bounds[i] = *found;
        }
    free(halves);
    free(results);
    return bounds;
}

static double log_factorial(uint64_t n)
{
    return lgamma((double)n + 1);
}

double *make_log_ways(const nps_counts *tables, size_t count)
{
    double *log_ways = obtain(count, sizeof *log_ways);
    size_t i;
    for (i = 0; i < count; i++) {
        const nps_counts *t = &tables[i];
        log_ways[i] = log_factorial(t->promoters + t->passives + t->detractors) - log_factorial(t->promoters) -
                      log_factorial(t->passives) - log_factorial(t->detractors);
    }
    return log_ways;
}

/* count log(share); 0 if the count is 0, also for a share of 0. */
static double log_power(uint64_t count, double log_share)
{
    return count == 0 ? 0 : (double)count * log_share;
}

size_t find_likely(const nps_counts *tables, const double *log_ways, size_t count, const struct truth *truth,
                   struct likely *out)
{
    static const double negligible = 1e-14;
    const double log_p = log(truth->promoters), log_m = log(truth->passives), log_d = log(truth->detractors);
    const double log_negligible = log(negligible);
    size_t found = 0, i;
    for (i = 0; i < count; i++) {
        const double log_probability = log_ways[i] + log_power(tables[i].promoters, log_p) +
                                       log_power(tables[i].passives, log_m) + log_power(tables[i].detractors, log_d);
        if (log_probability > log_negligible)
            out[found++] = (struct likely){i, exp(log_probability)};
    }
    return found;
}

struct side make_side(unsigned n)
{
    struct side side = {.n = n, .count = count_of_tables(n), .tables = make_tables(n)};
    side.log_ways = make_log_ways(side.tables, side.count);
    side.likely = obtain(side.count, sizeof *side.likely);
    return side;
}

void free_side(struct side *side)
{
    free(side->tables);
    free(side->log_ways);
    free(side->likely);
}

size_t find_likely_on(const struct side *side, const struct truth *truth)
{
    return find_likely(side->tables, side->log_ways, side->count, truth, side->likely);
}
