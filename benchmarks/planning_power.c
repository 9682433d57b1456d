/* Compares plans with reality: the power and the width that nps/planning.h expects, and those that the comparisons
 * and intervals have. The latter are enumerated over all tables where that is possible, and simulated elsewhere.
 *
 * usage: planning_power
 *        planning_power worst DRAWS [MOST]
 *
 * The second form searches for the plan whose power is farthest from that of its test: random groups, of which some are
 * rare or empty, then changes of the worst of them that make it worse. It prints the worst plan of each goal. MOST is
 * the largest size of a group, 22 if it is not given.
 *
 * SPDX-License-Identifier: MIT */
#include <math.h>
#include <nps/nps.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const double level = 0.95;

/* Tables with a smaller probability are ignored. */
static const double NEGLIGIBLE = 1e-9;

static void check(nps_status status)
{
    if (status) {
        fprintf(stderr, "planning_power: %s\n", nps_status_string(status));
        exit(1);
    }
}

static nps_plan_options options_of(nps_method method)
{
    nps_plan_options options;
    nps_plan_options_init(&options);
    options.method = method;
    options.level = level;
    return options;
}

/* All tables of n answers with their probabilities. */
struct tables {
    nps_counts *counts;
    double *probabilities;
    size_t count;
};

static double log_of_power(double share, unsigned times)
{
    return times == 0 ? 0 : times * log(share);
}

static struct tables make_tables(unsigned n, const nps_plan_shares *shares)
{
    const size_t most = (size_t)(n + 1) * (n + 2) / 2;
    struct tables tables = {calloc(most, sizeof(nps_counts)), calloc(most, sizeof(double)), 0};
    unsigned p, d;
    if (!tables.counts || !tables.probabilities)
        abort();
    for (p = 0; p <= n; p++)
        for (d = 0; p + d <= n; d++) {
            const unsigned m = n - p - d;
            const double likely = exp(lgamma(n + 1.) - lgamma(p + 1.) - lgamma(m + 1.) - lgamma(d + 1.) +
                                      log_of_power(shares->promoters, p) + log_of_power(shares->passives, m) +
                                      log_of_power(shares->detractors, d));
            if (likely < NEGLIGIBLE)
                continue;
            tables.counts[tables.count] = (nps_counts){p, m, d};
            tables.probabilities[tables.count++] = likely;
        }
    return tables;
}

static void free_tables(struct tables *tables)
{
    free(tables->counts);
    free(tables->probabilities);
}

static int differ(const nps_counts *a, const nps_counts *b, nps_method method)
{
    nps_comparison comparison;
    check(nps_compare(a, b, method, level, &comparison));
    return comparison.p_value < 1 - level;
}

static double enumerated_power(const nps_plan_shares *first, unsigned n_first, const nps_plan_shares *second,
                               unsigned n_second, nps_method method)
{
    struct tables a = make_tables(n_first, first), b = make_tables(n_second, second);
    double power = 0;
    size_t i, j;
    for (i = 0; i < a.count; i++)
        for (j = 0; j < b.count; j++)
            if (a.probabilities[i] * b.probabilities[j] > NEGLIGIBLE && differ(&a.counts[i], &b.counts[j], method))
                power += a.probabilities[i] * b.probabilities[j];
    free_tables(&a);
    free_tables(&b);
    return power;
}

/* xorshift64* (Vigna 2016), in [0, 1). */
static double draw(void)
{
    static uint64_t state = 88172645463325252;
    state ^= state >> 12;
    state ^= state << 25;
    state ^= state >> 27;
    return (double)((state * 0x2545F4914F6CDD1D) >> 11) * 0x1p-53;
}

static nps_counts draw_table(unsigned n, const nps_plan_shares *shares)
{
    nps_counts table = {0, 0, 0};
    unsigned i;
    for (i = 0; i < n; i++) {
        const double u = draw();
        if (u < shares->promoters)
            table.promoters++;
        else if (u < shares->promoters + shares->detractors)
            table.detractors++;
        else
            table.passives++;
    }
    return table;
}

enum { DRAWS = 20000 };

static double simulated_power(const nps_plan_shares *first, unsigned n_first, const nps_plan_shares *second,
                              unsigned n_second, nps_method method)
{
    int found = 0, i;
    for (i = 0; i < DRAWS; i++) {
        const nps_counts a = draw_table(n_first, first), b = draw_table(n_second, second);
        found += differ(&a, &b, method);
    }
    return (double)found / DRAWS;
}

/* Two groups of given sizes: the power that the plan expects, and the actual power. */
static void study_power(const nps_plan_shares *first, double change, nps_plan_sizes sizes, nps_method method)
{
    const nps_plan_options options = options_of(method);
    const int enumerated = sizes.first <= 16 && sizes.second <= 16;
    const unsigned n = (unsigned)sizes.first, m = (unsigned)sizes.second;
    nps_plan_shares second;
    double expected, real;
    check(nps_plan_shift(first, change, &second));
    check(nps_plan_power(first, n, &second, m, &options, &expected));
    real = (enumerated ? enumerated_power : simulated_power)(first, n, &second, m, method);
    printf("%-24s .%02.0f/.%02.0f/.%02.0f %+6.0f  %5u + %5u  %.3f  %.3f  %+.3f  %s\n", nps_method_string(method),
           100 * first->promoters, 100 * first->passives, 100 * first->detractors, change, n, m, expected, real,
           real - expected, enumerated ? "exactly" : "simulated");
    fflush(stdout);
}

struct plan {
    nps_plan_shares first;
    double change, ratio, power;
};

/* Two groups of the sizes that a plan returns. */
static void study_groups(const struct plan *plan, nps_method method)
{
    nps_plan_options options = options_of(method);
    nps_plan_sizes sizes;
    options.ratio = plan->ratio;
    options.power = plan->power;
    check(nps_plan_comparison(plan->change, &plan->first, &options, &sizes));
    study_power(&plan->first, plan->change, sizes, method);
}

/* One sample against a benchmark, enumerated. */
static void study_benchmark(const nps_plan_shares *shares, double benchmark, unsigned n, nps_method method)
{
    const nps_plan_options options = options_of(method);
    struct tables tables = make_tables(n, shares);
    double expected, real = 0;
    size_t i;
    check(nps_plan_benchmark_power(shares, n, benchmark, &options, &expected));
    for (i = 0; i < tables.count; i++) {
        double p;
        check(nps_test(&tables.counts[i], benchmark, method, NPS_TWO_SIDED, &p));
        real += p < 1 - level ? tables.probabilities[i] : 0;
    }
    free_tables(&tables);
    printf("%-24s .%02.0f/.%02.0f/.%02.0f %6.0f  %5u  %.3f  %.3f  %+.3f\n", nps_method_string(method),
           100 * shares->promoters, 100 * shares->passives, 100 * shares->detractors, benchmark, n, expected, real,
           real - expected);
}

/* The planned margin, and the mean half-width of all intervals. */
static void study_margin(const nps_plan_shares *shares, unsigned n, nps_method method)
{
    const nps_plan_options options = options_of(method);
    struct tables tables = make_tables(n, shares);
    nps_interval_result *results = calloc(tables.count, sizeof *results);
    nps_interval_options interval;
    double expected, mean = 0;
    size_t i;
    nps_interval_options_init(&interval);
    interval.method = method;
    interval.level = level;
    if (!results)
        abort();
    check(nps_plan_margin(n, shares, &options, &expected));
    check(nps_interval_many(tables.counts, tables.count, &interval, results, NULL));
    for (i = 0; i < tables.count; i++)
        mean += tables.probabilities[i] * (results[i].bounds.upper - results[i].bounds.lower) / 2;
    free(results);
    free_tables(&tables);
    printf("%-24s .%02.0f/.%02.0f/.%02.0f  %4u  %6.2f  %6.2f  %+.2f\n", nps_method_string(method),
           100 * shares->promoters, 100 * shares->passives, 100 * shares->detractors, n, expected, mean,
           mean - expected);
}

static const nps_plan_shares PILOTS[] = {{0.5, 0, 0.5}, {0.5, 0.3, 0.2}, {0.7, 0.2, 0.1}, {0.2, 0.7, 0.1}};
enum { PILOT_COUNT = sizeof PILOTS / sizeof *PILOTS };

static const unsigned SIZES[] = {10, 20, 50, 100, 200, 400};
enum { SIZE_COUNT = sizeof SIZES / sizeof *SIZES };

static void study_small_groups(nps_method method)
{
    static const unsigned sizes[] = {5, 8, 10, 12};
    size_t i, j;
    for (i = 0; i < PILOT_COUNT; i++)
        for (j = 0; j < sizeof sizes / sizeof *sizes; j++) {
            study_power(&PILOTS[i], 0, (nps_plan_sizes){sizes[j], sizes[j]}, method);
            study_power(&PILOTS[i], -70, (nps_plan_sizes){sizes[j], sizes[j]}, method);
        }
}

static void study_all_groups(nps_method method)
{
    static const struct plan plans[] = {
        {{0.5, 0.0, 0.5}, 100, 1, 0.8}, {{0.5, 0.3, 0.2}, 60, 1, 0.8},    {{0.2, 0.7, 0.1}, 60, 1, 0.8},
        {{0.7, 0.2, 0.1}, -90, 1, 0.8}, {{0.5, 0.3, 0.2}, 40, 1, 0.8},    {{0.5, 0.3, 0.2}, -30, 1, 0.9},
        {{0.7, 0.2, 0.1}, 20, 1, 0.8},  {{0.7, 0.2, 0.1}, 20, 0.25, 0.8}, {{0.2, 0.7, 0.1}, 15, 1, 0.9},
        {{0.5, 0.0, 0.5}, 10, 1, 0.8},  {{0.5, 0.3, 0.2}, 10, 1, 0.8},
    };
    size_t i;
    for (i = 0; i < sizeof plans / sizeof *plans; i++)
        study_groups(&plans[i], method);
}

static void study_comparisons(void)
{
    printf("method                   first group change       sizes   plan   real    more\n");
    study_all_groups(NPS_METHOD_SCORE);
    study_all_groups(NPS_METHOD_SKEWNESS_SCORE);
    study_small_groups(NPS_METHOD_SKEWNESS_SCORE);
}

static void study_benchmarks(void)
{
    size_t i, j;
    printf("\nmethod                   shares      benchmark  n   plan   real    more\n");
    for (i = 0; i < PILOT_COUNT; i++)
        for (j = 0; j < SIZE_COUNT; j++) {
            const double score = 100 * (PILOTS[i].promoters - PILOTS[i].detractors);
            const double benchmark = fmax(-100, score - 240 / sqrt(SIZES[j]));
            if (SIZES[j] <= 50)
                study_benchmark(&PILOTS[i], benchmark, SIZES[j], NPS_METHOD_EXACT);
            study_benchmark(&PILOTS[i], benchmark, SIZES[j], NPS_METHOD_SKEWNESS_SCORE);
        }
}

static void study_margins(void)
{
    size_t i, j;
    printf("\nmethod                   shares         n    plan    mean   more\n");
    for (i = 0; i < PILOT_COUNT; i++)
        for (j = 0; j < SIZE_COUNT; j++) {
            if (SIZES[j] <= 50)
                study_margin(&PILOTS[i], SIZES[j], NPS_METHOD_EXACT);
            study_margin(&PILOTS[i], SIZES[j], NPS_METHOD_SKEWNESS_SCORE);
        }
}

/* ---- the worst plan ---- */

/* A plan of two groups. */
struct candidate {
    nps_plan_shares first;
    unsigned n, m;
    double change, level, margin;
};

static int is_shown(const nps_counts *a, const nps_counts *b, const nps_plan_options *options)
{
    nps_comparison comparison;
    if (options->goal == NPS_PLAN_DIFFERENCE)
        check(nps_compare(a, b, options->method, options->level, &comparison));
    else if (options->goal == NPS_PLAN_NONINFERIORITY)
        check(nps_compare_noninferiority(b, a, options->margin, options->method, options->level, &comparison));
    else
        check(nps_compare_equivalence(a, b, options->margin, options->method, options->level, &comparison));
    return comparison.p_value < 1 - options->level;
}

/* The planned power minus the enumerated one; 0 for a plan that is impossible. */
static double error_of(const struct candidate *candidate, nps_plan_goal goal, double *planned)
{
    nps_plan_options options = options_of(NPS_METHOD_AUTO);
    nps_plan_shares second;
    struct tables a, b;
    double real = 0;
    size_t i, j;
    options.level = candidate->level;
    options.goal = goal;
    options.margin = candidate->margin;
    if (nps_plan_shift(&candidate->first, candidate->change, &second) != NPS_OK)
        return 0;
    check(nps_plan_power(&candidate->first, candidate->n, &second, candidate->m, &options, planned));
    a = make_tables(candidate->n, &candidate->first);
    b = make_tables(candidate->m, &second);
    for (i = 0; i < a.count; i++)
        for (j = 0; j < b.count; j++)
            if (a.probabilities[i] * b.probabilities[j] > 1e-7 && is_shown(&a.counts[i], &b.counts[j], &options))
                real += a.probabilities[i] * b.probabilities[j];
    free_tables(&a);
    free_tables(&b);
    return *planned - real;
}

/* Shares of which one may be rare or 0. */
static nps_plan_shares draw_shares(void)
{
    const double rare = draw() < 0.2 ? 0 : 0.4 * draw() * draw(), part = draw();
    const double a = (1 - rare) * part, b = (1 - rare) * (1 - part), which = draw();
    if (which < 1 / 3.)
        return (nps_plan_shares){rare, a, b};
    return which < 2 / 3. ? (nps_plan_shares){a, rare, b} : (nps_plan_shares){a, b, rare};
}

static struct candidate draw_candidate(unsigned most)
{
    struct candidate drawn = {draw_shares(), 1 + (unsigned)(most * draw()), 1 + (unsigned)(most * draw()), 0, 0.95, 0};
    drawn.change = 200 * (draw() - 0.5);
    drawn.level = draw() < 0.5 ? 0.95 : 0.8 + 0.19 * draw();
    drawn.margin = 10 + 80 * draw();
    return drawn;
}

/* A plan near another. */
static struct candidate neighbour_of(const struct candidate *candidate)
{
    struct candidate near = *candidate;
    near.first.promoters *= 0.8 + 0.4 * draw();
    near.first.passives *= 0.8 + 0.4 * draw();
    (void)nps_plan_shift(&near.first, 0, &near.first); /* shares that sum to 1 */
    near.change *= 0.9 + 0.2 * draw();
    near.margin *= 0.9 + 0.2 * draw();
    if (draw() < 0.3)
        near.n = near.n > 1 && draw() < 0.5 ? near.n - 1 : near.n + 1;
    if (draw() < 0.3)
        near.m = near.m > 1 && draw() < 0.5 ? near.m - 1 : near.m + 1;
    return near;
}

static void study_worst(int draws, unsigned most, nps_plan_goal goal)
{
    static const char *const names[] = {"difference", "noninferiority", "equivalence"};
    struct candidate worst = {PILOTS[0], 1, 1, 0, level, 10};
    double planned = 0, error = 0;
    int i;
    for (i = 0; i < 2 * draws; i++) {
        const struct candidate tried = i < draws ? draw_candidate(most) : neighbour_of(&worst);
        double power = 0, found;
        if (tried.n > most || tried.m > most)
            continue;
        found = error_of(&tried, goal, &power);
        if (fabs(found) > fabs(error)) {
            error = found;
            planned = power;
            worst = tried;
        }
    }
    printf("%-14s  %.4f/%.4f/%.4f  change %+.2f  %u + %u  level %.4f  margin %.2f  plan %.4f  real %.4f  error %+.4f\n",
           names[goal], worst.first.promoters, worst.first.passives, worst.first.detractors, worst.change, worst.n,
           worst.m, worst.level, goal == NPS_PLAN_DIFFERENCE ? 0 : worst.margin, planned, planned - error, error);
    fflush(stdout);
}

int main(int argc, char **argv)
{
    if ((argc == 3 || argc == 4) && strcmp(argv[1], "worst") == 0) {
        const unsigned most = argc == 4 ? (unsigned)strtoul(argv[3], NULL, 10) : 22;
        int goal;
        for (goal = NPS_PLAN_DIFFERENCE; goal <= NPS_PLAN_EQUIVALENCE; goal++)
            study_worst((int)strtol(argv[2], NULL, 10), most, (nps_plan_goal)goal);
        return 0;
    }
    study_comparisons();
    study_benchmarks();
    study_margins();
    return 0;
}
