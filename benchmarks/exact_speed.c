/* The time that exact intervals take, and their width: for each table in a call of its own, and for many segments in
 * one call.
 *
 * usage: exact_speed
 *
 *
 * SPDX-License-Identifier: MIT */
#include <nps/nps.h>
#include <stdio.h>
#include <stdlib.h>
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
    printf("n = %3u: %5zu tables, median %7.3f ms, mean %7.3f ms, longest %7.3f ms, mean width %.4f\n", n, count,
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

int main(void)
{
    measure_tables(5, 1);
    measure_tables(10, 1);
    measure_tables(20, 1);
    measure_tables(50, 1);
    measure_tables(100, 10);
    measure_tables(200, 100);
    measure_segments();
    return 0;
}
