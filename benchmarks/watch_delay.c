/* How long nps_watch runs without a change, and how long it takes to find one; beside a CUSUM chart and the weekly test
 * of dashboards. Simulated with a seed for each stream, by all processors. Prints the tables of docs/watch.md.
 *
 * The CUSUM is the usual one, for a shift of 10 points in either direction: with x = 1, 1/2 and 0 for a promoter, a
 * passive and a detractor, a side adds the difference to the mean beyond half the shift, never falls below 0, and gives
 * an alarm at a limit h (Page, Biometrika 41:100, 1954). Its h is tuned so that its average run length with the shares
 * 50, 30 and 20 % is that of the watch.
 *
 * The dashboard tests each week of 100 answers against the reference: an alarm when the 95 % Wald interval misses it.
 *
 * usage: watch_delay [STREAMS]; the default is 10000. With "check" as a second argument it prints nothing and ends
 * with 1 when the watch runs shorter than promised.
 *
 * SPDX-License-Identifier: MIT */
#include "random.h"

#include <math.h>
#include <nps/nps.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* Shares of promoters, passives and detractors. */
struct truth {
    double shares[3];
};

/* All have a score of 30. */
static const struct truth TRUTHS[] = {{{0.50, 0.30, 0.20}}, {{0.65, 0.00, 0.35}}, {{0.60, 0.10, 0.30}},
                                      {{0.40, 0.50, 0.10}}, {{0.35, 0.60, 0.05}}, {{0.30, 0.70, 0.00}}};
enum { TRUTH_COUNT = sizeof TRUTHS / sizeof *TRUTHS };

static const double REFERENCE = 30;
enum { WEEK = 100 };

/* The shares after the score has changed: promoters become detractors, or the reverse. */
static struct truth moved(const struct truth *truth, double points)
{
    return (struct truth){{truth->shares[0] + points / 200, truth->shares[1], truth->shares[2] - points / 200}};
}

/* A detector that sees one answer after the other; `category` is 0, 1, 2 for promoters, passives, detractors. */
struct detector {
    enum { WATCH, BASELINE, CUSUM, WEEKLY } kind;
    double every; /* of a watch */
    double limit; /* of the CUSUM */
    nps_watch watch;
    double higher, lower;
    nps_counts week;
};

static void must(nps_status status)
{
    if (status == NPS_OK)
        return;
    (void)fprintf(stderr, "%s\n", nps_status_string(status));
    exit(1);
}

static nps_watch new_watch(double every)
{
    nps_watch_options options;
    nps_watch watch;
    nps_watch_options_init(&options);
    options.false_alarm_every = every;
    must(nps_watch_init(&watch, REFERENCE, &options));
    return watch;
}

static uint64_t *group_of(nps_counts *counts, int category)
{
    return category == 0 ? &counts->promoters : category == 1 ? &counts->passives : &counts->detractors;
}

enum { BASELINE_SIZE = 500 };

static nps_watch new_baseline_watch(double every, const struct truth *truth, uint64_t *random)
{
    nps_counts baseline = {0, 0, 0};
    nps_watch_options options;
    nps_watch watch;
    int i;
    for (i = 0; i < BASELINE_SIZE; i++)
        ++*group_of(&baseline, next_category(random, truth->shares, 3));
    nps_watch_options_init(&options);
    options.false_alarm_every = every;
    must(nps_watch_init_baseline(&watch, &baseline, &options));
    return watch;
}

static bool cusum_alarms(struct detector *self, int category)
{
    const double mean = (REFERENCE / 100 + 1) / 2, half = 10. / 200 / 2, x = 1 - category / 2.;
    self->higher = fmax(0, self->higher + x - mean - half);
    self->lower = fmax(0, self->lower + mean - x - half);
    return self->higher >= self->limit || self->lower >= self->limit;
}

static bool week_alarms(struct detector *self, int category)
{
    nps_bounds bounds;
    ++*group_of(&self->week, category);
    if (self->week.promoters + self->week.passives + self->week.detractors < WEEK)
        return false;
    must(nps_interval(&self->week, NPS_METHOD_WALD, 0.95, &bounds));
    self->week = (nps_counts){0, 0, 0};
    return bounds.lower > REFERENCE || bounds.upper < REFERENCE;
}

static bool alarms(struct detector *self, int category)
{
    if (self->kind == CUSUM)
        return cusum_alarms(self, category);
    if (self->kind == WEEKLY)
        return week_alarms(self, category);
    must(nps_watch_add(&self->watch, category == 0 ? 10 : category == 1 ? 7 : 0));
    return self->watch.alarm_at != 0;
}

struct runs {
    double mean, error; /* the standard error of the mean */
    double median;
    double cut; /* the share of streams that were cut off */
};

static int compare_doubles(const void *a, const void *b)
{
    const double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

/* Streams that are run by several threads, each the next one. */
struct work {
    const struct detector *begun;
    const struct truth *before, *truth; /* of the baseline, and of the answers */
    double longest;
    double *lengths;
    bool *are_cut;
    int streams;
    atomic_int next;
};

static double length_of(const struct work *work, uint64_t seed, bool *is_cut)
{
    struct detector detector = *work->begun;
    uint64_t random = seed;
    double length = 0;
    bool is_found = false;
    if (detector.kind == BASELINE)
        detector.watch = new_baseline_watch(detector.every, work->before, &random);
    while (!is_found && length < work->longest) {
        is_found = alarms(&detector, next_category(&random, work->truth->shares, 3));
        length++;
    }
    *is_cut = !is_found;
    return length;
}

static void *run_streams(void *argument)
{
    struct work *work = argument;
    int i;
    while ((i = atomic_fetch_add(&work->next, 1)) < work->streams)
        work->lengths[i] = length_of(work, (uint64_t)i, &work->are_cut[i]);
    return NULL;
}

static void run_all_streams(struct work *work)
{
    enum { THREADS_MAX = 64 };
    pthread_t threads[THREADS_MAX];
    const long processors = sysconf(_SC_NPROCESSORS_ONLN);
    int more = 0;
    while (more < processors - 1 && more < THREADS_MAX && pthread_create(&threads[more], NULL, run_streams, work) == 0)
        more++;
    (void)run_streams(work);
    while (more > 0)
        (void)pthread_join(threads[--more], NULL);
}

/* The lengths of `streams` runs, each at most `longest`. */
static struct runs run(const struct detector *begun, const struct truth *before, const struct truth *truth, int streams,
                       double longest)
{
    struct work work = {.begun = begun, .before = before, .truth = truth, .longest = longest, .streams = streams};
    struct runs runs = {0, 0, 0, 0};
    double sum = 0, squares = 0;
    int i;
    work.lengths = calloc((size_t)streams, sizeof *work.lengths);
    work.are_cut = calloc((size_t)streams, sizeof *work.are_cut);
    if (!work.lengths || !work.are_cut)
        exit(1);
    run_all_streams(&work);
    for (i = 0; i < streams; i++) {
        sum += work.lengths[i];
        squares += work.lengths[i] * work.lengths[i];
        runs.cut += work.are_cut[i];
    }
    qsort(work.lengths, (size_t)streams, sizeof *work.lengths, compare_doubles);
    runs.mean = sum / streams;
    runs.error = sqrt((squares / streams - runs.mean * runs.mean) / streams);
    runs.median = work.lengths[streams / 2];
    runs.cut /= streams;
    free(work.lengths);
    free(work.are_cut);
    return runs;
}

/* A limit of the CUSUM at which its runs with the first truth are as long as those of the watch. */
static double tuned(double wanted, int streams)
{
    double low = 1, high = 30;
    while (high - low > 0.02) {
        struct detector cusum = {.kind = CUSUM, .limit = (low + high) / 2};
        if (run(&cusum, TRUTHS, TRUTHS, streams, 10 * wanted).mean < wanted)
            low = cusum.limit;
        else
            high = cusum.limit;
    }
    return (low + high) / 2;
}

static void print_shares(const struct truth *truth)
{
    printf("| %.0f / %.0f / %.0f |", 100 * truth->shares[0], 100 * truth->shares[1], 100 * truth->shares[2]);
}

/* A mean; runs that were cut off make it too small. */
static void print_mean(const struct runs *runs)
{
    printf(runs->cut > 0 ? " over %.0f |" : " %.0f |", runs->mean);
}

/* Runs with a baseline, and those of charts that hardly ever alarm, take long: they are cut off at so many times what
 * is promised. Delays with a baseline are those of fewer streams. */
enum { LONGEST = 3, LONGEST_CHARTED = 10, LONGEST_DELAY = 10, FEWER = 10 };

/* Returns the limit of the CUSUM. */
static double print_run_lengths(double every, int streams)
{
    const struct detector watch = {.kind = WATCH, .watch = new_watch(every)};
    const struct detector weekly = {.kind = WEEKLY}, baseline = {.kind = BASELINE, .every = every};
    struct detector cusum = {.kind = CUSUM};
    int t;
    cusum.limit = tuned(run(&watch, TRUTHS, TRUTHS, streams, INFINITY).mean, streams);
    printf("\nAverage run lengths without a change, promised %.0f; CUSUM with h = %.2f\n\n", every, cusum.limit);
    printf("| promoters / passives / detractors, %% | watch | with a baseline | CUSUM | weekly test |\n");
    printf("|---|---:|---:|---:|---:|\n");
    for (t = 0; t < TRUTH_COUNT; t++) {
        const struct truth *truth = &TRUTHS[t];
        const struct runs watched = run(&watch, truth, truth, streams, INFINITY);
        const struct runs based = run(&baseline, truth, truth, streams, LONGEST * every);
        const struct runs charted = run(&cusum, truth, truth, streams, LONGEST_CHARTED * every);
        const struct runs tested = run(&weekly, truth, truth, streams, INFINITY);
        print_shares(truth);
        print_mean(&watched);
        print_mean(&based);
        print_mean(&charted);
        print_mean(&tested);
        printf("\n");
        (void)fflush(stdout);
    }
    return cusum.limit;
}

static void print_delays(double every, double limit, int streams)
{
    static const double CHANGES[] = {-5, -10, -20, 5, 10, 20};
    const struct detector watch = {.kind = WATCH, .watch = new_watch(every)};
    const struct detector weekly = {.kind = WEEKLY}, baseline = {.kind = BASELINE, .every = every};
    const struct detector cusum = {.kind = CUSUM, .limit = limit};
    int t;
    printf("\nMean delay in answers after a change of 50 / 30 / 20, promised %.0f; with a baseline the median\n\n",
           every);
    printf("| change in points | watch | with a baseline | CUSUM | weekly test |\n|---:|---:|---:|---:|---:|\n");
    for (t = 0; t < (int)(sizeof CHANGES / sizeof *CHANGES); t++) {
        const struct truth after = moved(TRUTHS, CHANGES[t]);
        printf(
            "| %+.0f | %.0f | %.0f | %.0f | %.0f |\n", CHANGES[t], run(&watch, TRUTHS, &after, streams, INFINITY).mean,
            run(&baseline, TRUTHS, &after, streams / FEWER, LONGEST_DELAY * every).median,
            run(&cusum, TRUTHS, &after, streams, INFINITY).mean, run(&weekly, TRUTHS, &after, streams, INFINITY).mean);
        (void)fflush(stdout);
    }
}

/* Whether all runs are as long as promised; four standard errors are allowed, for 6 means of chance. */
static bool is_kept(double every, int streams)
{
    const struct detector watch = {.kind = WATCH, .watch = new_watch(every)};
    int t;
    for (t = 0; t < TRUTH_COUNT; t++) {
        const struct runs runs = run(&watch, TRUTHS, &TRUTHS[t], streams, INFINITY);
        if (runs.mean + 4 * runs.error < every)
            return false;
    }
    return true;
}

int main(int argc, char **argv)
{
    const int streams = argc > 1 ? atoi(argv[1]) : 10000;
    if (streams < 200) {
        (void)fputs("usage: watch_delay [STREAMS [check]], with at least 200 streams\n", stderr);
        return 2;
    }
    if (argc > 2)
        return strcmp(argv[2], "check") == 0 && is_kept(200, streams) ? 0 : 1;
    print_delays(1000, print_run_lengths(1000, streams), streams);
    print_delays(10000, print_run_lengths(10000, streams), streams);
    return 0;
}
