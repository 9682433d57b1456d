/* The time that exact intervals take, and their width: for each table in a call of its own, and for many segments in
 * one call; or the same of exact comparisons of two samples, beside the width of the skewness-corrected score.
 *
 * usage: exact_speed [compare]
 *
 *
 * SPDX-License-Identifier: MIT */
#include <nps/nps.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum { TABLES_MAX = (NPS_EXACT_MAX + 1) * (NPS_EXACT_MAX + 2) / 2, SEGMENTS = 10000, SEGMENT_N_MAX = 50 };

static const double level = 0.95;

static void fail(void)
{
    fputs("exact_speed: no interval\n", stderr);
    exit(1);
}

static double milliseconds(void)
{
    return 1e3 * (double)clock() / CLOCKS_PER_SEC;
}

static int compare(const void *left, const void *right)
{
    const double l = *(const double *)left, r = *(const double *)right;
    return (l > r) - (l < r);
}

/* Every `stride`-th table of n answers, one call each, so that no work is shared. */
static void measure_tables(unsigned n, unsigned stride)
{
    static double times[TABLES_MAX];
    unsigned promoters, detractors, table = 0;
    size_t count = 0;
    double width = 0, sum = 0;
    for (promoters = 0; promoters <= n; promoters++)
        for (detractors = 0; promoters + detractors <= n; detractors++) {
            const nps_counts counts = {promoters, n - promoters - detractors, detractors};
            nps_bounds bounds;
            double start;
            if (table++ % stride)
                continue;
            start = milliseconds();
            if (nps_interval(&counts, NPS_METHOD_EXACT, level, &bounds))
                fail();
            times[count] = milliseconds() - start;
            sum += times[count++];
            width += bounds.upper - bounds.lower;
        }
    qsort(times, count, sizeof *times, compare);
    printf("n = %4u: %5zu tables, median %7.3f ms, mean %7.3f ms, longest %7.3f ms, mean width %.4f\n", n, count,
           times[count / 2], sum / (double)count, times[count - 1], width / (double)count / 100);
}

/* The linear congruential generator of Numerical Recipes: the same segments on every machine. */
static unsigned draw(unsigned below)
{
    static uint32_t state = 1;
    state = state * UINT32_C(1664525) + UINT32_C(1013904223);
    return (unsigned)((uint64_t)state * below >> 32);
}

static nps_counts draw_segment(void)
{
    const unsigned n = 1 + draw(SEGMENT_N_MAX), first = draw(n + 1), second = draw(n + 1);
    const unsigned low = first < second ? first : second, high = first < second ? second : first;
    return (nps_counts){low, high - low, n - high};
}

static void measure_segments(void)
{
    static nps_counts counts[SEGMENTS];
    static nps_interval_result results[SEGMENTS];
    nps_interval_options options;
    double start;
    size_t i;
    nps_interval_options_init(&options);
    options.method = NPS_METHOD_EXACT;
    options.level = level;
    for (i = 0; i < SEGMENTS; i++)
        counts[i] = draw_segment();
    start = milliseconds();
    if (nps_interval_many(counts, SEGMENTS, &options, results, NULL))
        fail();
    printf("%d segments of up to %d answers in one call: %.0f ms\n", SEGMENTS, SEGMENT_N_MAX, milliseconds() - start);
}

/* The table with some index, in the order of promoters and detractors. */
static nps_counts table_at(unsigned n, unsigned index)
{
    unsigned promoters = 0;
    for (; index > n - promoters; promoters++)
        index -= n - promoters + 1;
    return (nps_counts){promoters, n - promoters - index, index};
}

/* Every `stride`-th pair of tables. */
static void measure_pairs(unsigned n_a, unsigned n_b, unsigned stride)
{
    const unsigned tables_b = (n_b + 1) * (n_b + 2) / 2, pairs = (n_a + 1) * (n_a + 2) / 2 * tables_b;
    double longest = 0, sum = 0, width = 0, other_width = 0;
    unsigned pair, count = 0;
    for (pair = 0; pair < pairs; pair += stride) {
        const nps_counts a = table_at(n_a, pair / tables_b), b = table_at(n_b, pair % tables_b);
        nps_comparison exact, other;
        double start = milliseconds();
        if (nps_compare(&a, &b, NPS_METHOD_EXACT, level, &exact))
            fail();
        start = milliseconds() - start;
        if (nps_compare(&a, &b, NPS_METHOD_SKEWNESS_SCORE, level, &other))
            fail();
        longest = start > longest ? start : longest;
        sum += start;
        width += exact.bounds.upper - exact.bounds.lower;
        other_width += other.bounds.upper - other.bounds.lower;
        count++;
    }
    printf("%2u + %2u: %4u pairs, mean width %.1f, skewness-corrected %.1f, mean %.1f ms, longest %.1f ms\n", n_a, n_b,
           count, width / count, other_width / count, sum / count, longest);
}

int main(int count, char **arguments)
{
    if (count > 1 && strcmp(arguments[1], "compare") == 0) {
        measure_pairs(3, 3, 1);
        measure_pairs(5, 5, 1);
        measure_pairs(10, 10, 7);
        measure_pairs(20, 20, 599);
        return 0;
    }
    measure_tables(5, 1);
    measure_tables(10, 1);
    measure_tables(20, 1);
    measure_tables(50, 1);
    measure_tables(100, 10);
    measure_tables(200, 101);
    measure_tables(300, 307);
    measure_tables(500, 1009);
    measure_tables(1000, 5003);
    measure_segments();
    return 0;
}
