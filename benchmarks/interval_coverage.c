/* Exact coverage of the intervals, by enumeration: for every truth on a grid, the probability that the interval of
 * the sample contains it, summed over all samples of n answers. No simulation, no seed.
 *
 * SPDX-License-Identifier: MIT */
#include <math.h>
#include <nps/nps.h>
#include <stdio.h>
#include <stdlib.h>

enum { STEPS = 100 }; /* the grid of truths: shares of whole per cents */

static const nps_method METHODS[] = {NPS_METHOD_WALD,         NPS_METHOD_ADJUSTED_WALD, NPS_METHOD_AGRESTI_MIN,
                                     NPS_METHOD_BONETT_PRICE, NPS_METHOD_SCORE,         NPS_METHOD_SKEWNESS_SCORE,
                                     NPS_METHOD_EXACT};

struct table {
    nps_counts counts;
    nps_bounds bounds;
    double log_ways; /* log of n! / (a! m! c!) */
};

static size_t make_tables(int n, nps_method method, double level, struct table *tables)
{
    size_t count = 0;
    int promoters, detractors;
    for (promoters = 0; promoters <= n; promoters++)
        for (detractors = 0; promoters + detractors <= n; detractors++) {
            const int passives = n - promoters - detractors;
            struct table *table = &tables[count++];
            table->counts = (nps_counts){(uint64_t)promoters, (uint64_t)passives, (uint64_t)detractors};
            if (nps_interval(&table->counts, method, level, &table->bounds) != NPS_OK)
                abort();
            table->log_ways = lgamma(n + 1) - lgamma(promoters + 1) - lgamma(passives + 1) - lgamma(detractors + 1);
        }
    return count;
}

/* The probability that the interval contains the truth, given in whole per cents, every group at least 1 %. */
static double coverage(const struct table *tables, size_t count, int promoters, int detractors)
{
    const double log_p = log(promoters / 100.0), log_d = log(detractors / 100.0);
    const double log_m = log((STEPS - promoters - detractors) / 100.0);
    const double truth = promoters - detractors;
    double covered = 0;
    size_t i;
    for (i = 0; i < count; i++) {
        const struct table *t = &tables[i];
        if (t->bounds.lower <= truth + 1e-9 && truth - 1e-9 <= t->bounds.upper)
            covered += exp(t->log_ways + (double)t->counts.promoters * log_p + (double)t->counts.passives * log_m +
                           (double)t->counts.detractors * log_d);
    }
    return covered;
}

static void study(int n, nps_method method, double level)
{
    struct table *tables = calloc((size_t)(n + 1) * (size_t)(n + 2) / 2, sizeof *tables);
    double sum = 0, lowest = 1, width = 0;
    int truths = 0, promoters, detractors;
    size_t count, i;
    if (!tables)
        abort();
    count = make_tables(n, method, level, tables);
    for (promoters = 1; promoters < STEPS; promoters++)
        for (detractors = 1; promoters + detractors < STEPS; detractors++) {
            const double covered = coverage(tables, count, promoters, detractors);
            sum += covered;
            lowest = fmin(lowest, covered);
            truths++;
        }
    for (i = 0; i < count; i++)
        width += tables[i].bounds.upper - tables[i].bounds.lower;
    printf("%-24s %4d  %.3f  %.3f  %5.1f\n", nps_method_string(method), n, sum / truths, lowest, width / (double)count);
    free(tables);
}

int main(int argc, char **argv)
{
    static const int sizes[] = {5, 10, 20, 50};
    const double level = argc > 1 ? strtod(argv[1], NULL) : 0.95;
    size_t i, j;
    if (!(level > 0 && level < 1)) {
        fprintf(stderr, "usage: interval_coverage [LEVEL between 0 and 1]\n");
        return 2;
    }
    printf("coverage of intervals at level %g, over truths in whole per cents with every group at least 1 %%\n", level);
    printf("method                      n   mean lowest  width\n");
    for (i = 0; i < sizeof METHODS / sizeof *METHODS; i++)
        for (j = 0; j < sizeof sizes / sizeof *sizes; j++)
            study(sizes[j], METHODS[i], level);
    return 0;
}
