/* SPDX-License-Identifier: MIT */
#define _DEFAULT_SOURCE

#include "measure.h"

#include "../../lib/support/cpu.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <time.h>

/* Calls that read fewer bytes than this are repeated, so that the cost of reading the clock is negligible. */
enum { SMALL = 4000000 };

/* The largest number of repetitions for slow and large measurements. */
enum { NAIVE = 3 };

static double now(clockid_t clock)
{
    struct timespec time;
    clock_gettime(clock, &time);
    return (double)time.tv_sec + 1e-9 * (double)time.tv_nsec;
}

/* Seconds for one call. One thread is measured in processor time, which other programs disturb less. */
static double seconds(const struct speed_work *work, int threads, size_t calls)
{
    const clockid_t clock = threads == 1 ? CLOCK_THREAD_CPUTIME_ID : CLOCK_MONOTONIC;
    const double start = now(clock);
    size_t i;
    for (i = 0; i < calls; i++)
        work->run(work->context);
    return (now(clock) - start) / (double)calls;
}

static int compare(const void *a, const void *b)
{
    const double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

static double quantile(double *values, int n, double at)
{
    qsort(values, (size_t)n, sizeof *values, compare);
    return values[(int)(at * (n - 1) + .5)];
}

static const char *verdict(double reached, double target)
{
    if (target == 0)
        return "";
    return reached >= target ? "reached" : "**missed**";
}

static void print_target(double reached, double target, const char *unit)
{
    if (target != 0)
        printf(" %.2g%s %s |", target, unit, verdict(reached, target));
}

/* The median ratios of a row: to the read limit, with quartiles, and to the naive loop. */
struct ratios {
    double read, lower, upper, naive;
};

static void print_ratios(const struct speed_row *row, const struct ratios *ratios)
{
    printf("| %s | %.2f | %.2f-%.2f | %.1f |", row->name, ratios->read, ratios->lower, ratios->upper, ratios->naive);
    if (row->target.read == 0 && row->target.naive == 0)
        printf(" |");
    print_target(ratios->read, row->target.read, "");
    print_target(ratios->naive, row->target.naive, " x");
    printf("\n");
}

/* The read limit and the count alternate on the same memory, so that their ratio is meaningful on a busy machine too.
 */
void speed_measure(const struct speed_row *row, const struct speed_options *options)
{
    static double limit[SPEED_REPETITIONS_MAX], count[SPEED_REPETITIONS_MAX], ratio[SPEED_REPETITIONS_MAX],
        naive[SPEED_REPETITIONS_MAX];
    const int n = options->repetitions, naive_n = row->bytes < SMALL || n < NAIVE ? n : NAIVE;
    const size_t calls = row->bytes < SMALL ? 1 + SMALL / row->bytes : 1;
    const double gigabytes = (double)row->bytes / 1e9;
    struct ratios ratios;
    double median;
    int i;
    for (i = 0; i < naive_n; i++)
        naive[i] = seconds(&row->naive, 1, 1 + calls / 8);
    for (i = 0; i < n; i++) {
        limit[i] = seconds(&row->limit, row->threads, calls);
        count[i] = seconds(&row->count, row->threads, calls);
        ratio[i] = limit[i] / count[i];
        if (!row->is_right(row->count.context)) {
            fprintf(stderr, "speed: %s: the result is wrong\n", row->name);
            exit(1);
        }
    }
    median = quantile(count, n, .5);
    ratios.read = quantile(ratio, n, .5);
    ratios.lower = quantile(ratio, n, .25);
    ratios.upper = quantile(ratio, n, .75);
    ratios.naive = quantile(naive, naive_n, .5) / median;
    if (options->ratios_only)
        print_ratios(row, &ratios);
    else
        printf("| %-37s | %-8s | %6.1f | %6.1f | %5.1f-%5.1f | %11.1f | %8.1f | %5.2f | %4.2f | %5.1f |\n", row->name,
               nps_cpu_name(nps_cpu_best()), gigabytes / quantile(limit, n, .5), gigabytes / median,
               gigabytes / quantile(count, n, .75), gigabytes / quantile(count, n, .25), median * 1e9,
               (double)row->rows / 1e6 / median, ratios.read, quantile(limit, n, 0) / quantile(count, n, 0),
               ratios.naive);
    fflush(stdout);
}

bool speed_is_chosen(const struct speed_options *options, const char *name)
{
    return strstr(name, options->filter) != NULL;
}

void speed_print_heading(const struct speed_options *options)
{
    printf("Large columns have %zu MiB; medians of %d; one in 64 values is not an answer.\n\n", options->large >> 20,
           options->repetitions);
    if (options->ratios_only)
        printf("| case | of the read limit | quartiles | times the naive loop | target |\n"
               "|------|------------------:|----------:|---------------------:|--------|\n");
    else
        printf("| %-37s | path     | read   | count  | quartiles   | ns a call   | M rows/s | ratio | best | naive |\n"
               "|---------------------------------------|----------|--------|--------|-------------|-------------|"
               "----------|-------|------|-------|\n",
               "case");
}

size_t speed_column_bytes(const nps_column *column)
{
    return column->length * (column->stride ? (size_t)column->stride : nps_column_width(column->type));
}

void *speed_map(size_t bytes)
{
    void *const memory = mmap(NULL, bytes, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    if (memory == MAP_FAILED) {
        perror("speed");
        exit(1);
    }
#ifdef MADV_HUGEPAGE
    madvise(memory, bytes, MADV_HUGEPAGE);
#endif
    return memory;
}

void speed_unmap(void *memory, size_t bytes)
{
    munmap(memory, bytes);
}

uint64_t speed_random(uint64_t *state)
{
    *state ^= *state >> 12;
    *state ^= *state << 25;
    *state ^= *state >> 27;
    return *state * 0x2545F4914F6CDD1D;
}
