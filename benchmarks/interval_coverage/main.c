/* Exact coverage of the intervals, by enumeration: for every truth on a grid, the probability that the interval of
 * the sample contains it, summed over all samples of n answers; and the lowest coverage, by a search that begins at the
 * lowest truths of the grid. No simulation, no seed. Prints CSV:
 *
 *     method, level, n
 *     region                              region of the truths, see truths.h
 *     truths                              number of truths on the grid
 *     lowest                              the lowest coverage that the search found in the region; above 150
 *                                         answers, but for auto, that of the grid
 *     mean, fifth                         coverage over the truths of the grid: the mean and the 5th percentile
 *     promoters, passives, detractors     the truth with the lowest coverage
 *     width                               the mean width over all samples of n, in points
 *
 * usage: interval_coverage [SIZES [LEVELS]], both comma-separated; the defaults are 5,10,20,50 and 0.95
 *
 *
 * SPDX-License-Identifier: MIT */
#include "search.h"
#include "tables.h"
#include "truths.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

static const nps_method METHODS[] = {NPS_METHOD_WALD,         NPS_METHOD_ADJUSTED_WALD, NPS_METHOD_AGRESTI_MIN,
                                     NPS_METHOD_BONETT_PRICE, NPS_METHOD_SCORE,         NPS_METHOD_SKEWNESS_SCORE,
                                     NPS_METHOD_EXACT,        NPS_METHOD_BAYES,         NPS_METHOD_ANYTIME};
enum { METHOD_COUNT = sizeof METHODS / sizeof *METHODS, LIST_MAX = 16 };

/* All exact intervals of 200 answers take a minute per level, so they are computed for one level only. Other
 * sizes above 100 are measured for auto, which is not exact there. */
static int is_studied(nps_method method, unsigned n, double level)
{
    return method != NPS_METHOD_EXACT || n <= NPS_EXACT_AUTO_MAX || (n == 200 && level == 0.95);
}

/* A search of 200 answers takes minutes, so it is made for auto only. */
static int is_searched(nps_method method, unsigned n)
{
    return n <= 150 || method == NPS_METHOD_SKEWNESS_SCORE;
}

/* All samples of n answers, and the truths. */
struct study {
    unsigned n;
    size_t table_count, truth_count;
    nps_counts *tables;
    double *ways;
    struct truth *truths;
};

/* The coverage of one method for each truth. */
static double *cover(const struct study *study, const struct intervals *intervals)
{
    double *coverage = obtain(study->truth_count, sizeof *coverage);
    size_t t;
    for (t = 0; t < study->truth_count; t++)
        coverage[t] = coverage_at(intervals, &study->truths[t]);
    return coverage;
}

static int compare(const void *left, const void *right)
{
    const double l = *(const double *)left, r = *(const double *)right;
    return (l > r) - (l < r);
}

static double mean_width(const nps_bounds *bounds, size_t count)
{
    double sum = 0;
    size_t i;
    for (i = 0; i < count; i++)
        sum += bounds[i].upper - bounds[i].lower;
    return sum / (double)count;
}

static void print_region(const struct study *study, const struct intervals *intervals, nps_method method, double level,
                         enum region region, const double *coverage)
{
    double *values = obtain(study->truth_count, sizeof *values), sum = 0;
    size_t count = 0, t;
    for (t = 0; t < study->truth_count; t++)
        if (is_in(region, &study->truths[t], study->n)) {
            sum += coverage[t];
            values[count++] = coverage[t];
        }
    if (count > 0) {
        const struct lowest lowest = find_lowest(intervals, region, study->truths, coverage, study->truth_count);
        qsort(values, count, sizeof *values, compare);
        printf("%s,%g,%u,%s,%zu,%.4f,%.4f,%.4f,%.10g,%.10g,%.10g,%.2f\n", nps_method_string(method), level, study->n,
               region_name(region), count, lowest.coverage, sum / (double)count, values[count / 20],
               lowest.truth.promoters, lowest.truth.passives, lowest.truth.detractors,
               mean_width(intervals->bounds, study->table_count));
        fflush(stdout);
    }
    free(values);
}

static void print_method(const struct study *study, nps_method method, double level)
{
    nps_bounds *bounds = make_bounds(study->tables, study->table_count, method, level);
    const struct intervals intervals = {study->n, study->table_count,           study->tables, study->ways,
                                        bounds,   is_searched(method, study->n)};
    double *coverage = cover(study, &intervals);
    int region;
    for (region = 0; region < REGION_COUNT; region++)
        print_region(study, &intervals, method, level, (enum region)region, coverage);
    free(bounds);
    free(coverage);
}

static void print_level(const struct study *study, double level)
{
    int m;
    for (m = 0; m < METHOD_COUNT; m++)
        if (is_studied(METHODS[m], study->n, level))
            print_method(study, METHODS[m], level);
}

static void print_size(unsigned n, const double *levels, size_t level_count)
{
    struct study study = {.n = n, .table_count = count_of_tables(n), .tables = make_tables(n)};
    size_t i;
    study.ways = make_log_ways(study.tables, study.table_count);
    for (i = 0; i < study.table_count; i++)
        study.ways[i] = exp(study.ways[i]);
    study.truths = make_truths(&study.truth_count);
    for (i = 0; i < level_count; i++)
        print_level(&study, levels[i]);
    free(study.tables);
    free(study.ways);
    free(study.truths);
}

/* Parses comma-separated numbers, each above `least` and below `most`; returns their count, or 0 for any other text. */
static size_t read_list(const char *text, double least, double most, double *out)
{
    size_t count = 0;
    for (;;) {
        char *end;
        const double value = strtod(text, &end);
        if (end == text || !(value > least && value < most) || count == LIST_MAX)
            return 0;
        out[count++] = value;
        if (*end == '\0')
            return count;
        if (*end != ',')
            return 0;
        text = end + 1;
    }
}

int main(int argc, char **argv)
{
    double sizes[LIST_MAX], levels[LIST_MAX];
    const size_t size_count = read_list(argc > 1 ? argv[1] : "5,10,20,50", 0.5, ANSWERS_MAX + 0.5, sizes);
    const size_t level_count = read_list(argc > 2 ? argv[2] : "0.95", 0, 1, levels);
    size_t i;
    if (size_count == 0 || level_count == 0) {
        fprintf(stderr, "usage: interval_coverage [SIZES [LEVELS]]\n");
        return 2;
    }
    puts("method,level,n,region,truths,lowest,mean,fifth,promoters,passives,detractors,width");
    for (i = 0; i < size_count; i++)
        print_size((unsigned)sizes[i], levels, level_count);
    return 0;
}
