/* How long plans take: random inputs for every function, usual ones and absurd ones, then a search among the neighbours
 * of the slowest ones, and the slowest that were found. The times are those of the processor, so that other programs
 * disturb little; a slow plan is run three times, and the shortest time counts.
 *
 * usage: planning_speed [PLANS [SEED [FUNCTION [METHOD]]]]   so many random plans of every function, and as many
 *                                                            neighbours; 1000 take some minutes
 *        planning_speed results ...                          the status and the figure of every random plan, to compare
 *                                                            two versions of the library
 *
 * SPDX-License-Identifier: MIT */
#include "random.h"

#include <math.h>
#include <nps/nps.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

/* The inputs of a plan, of which each function takes some. */
struct plan_inputs {
    nps_plan_options options;
    nps_plan_shares first, second;
    int has_shares; /* 0: the worst case */
    uint64_t n, m;
    double change, margin, benchmark, correlation, rate, assurance;
    nps_plan_stages stages;
};

static uint64_t random_state;

/* The method of all plans, or NULL: any. */
static const char *only_method;

static double uniform(void)
{
    return next_uniform(&random_state);
}

static int one_of(int count)
{
    return (int)(next_random(&random_state) % (unsigned)count);
}

static double power_of_ten(double least, double most)
{
    return pow(10, least + (most - least) * uniform());
}

/* ---- inputs ---- */

static double next_share(void)
{
    switch (one_of(4)) {
    case 0: return 0;
    case 1: return power_of_ten(-9, 0);
    default: return uniform();
    }
}

static nps_plan_shares next_shares(void)
{
    nps_plan_shares shares = {next_share(), next_share(), next_share()};
    if (!(shares.promoters + shares.passives + shares.detractors > 0))
        shares.passives = 1;
    return shares;
}

/* Half of the second groups are the first one after a change, often a small one. */
static nps_plan_shares next_other_shares(const nps_plan_shares *first)
{
    nps_plan_shares shares;
    if (one_of(2) == 0 || nps_plan_shift(first, power_of_ten(-6, 2) * (one_of(2) == 0 ? 1 : -1), &shares) != NPS_OK)
        return next_shares();
    return shares;
}

/* A benchmark, half of them near the expected score. */
static double next_benchmark(const nps_plan_shares *expected)
{
    const double sum = expected->promoters + expected->passives + expected->detractors;
    const double score = 100 * (expected->promoters - expected->detractors) / sum;
    return one_of(2) == 0 ? 200 * uniform() - 100
                          : fmax(-100, fmin(100, score + power_of_ten(-6, 1.5) * (one_of(2) == 0 ? 1 : -1)));
}

static uint64_t next_size(void)
{
    static const uint64_t sizes[] = {1, 5, 20, 100, 200, 400, 500, 1000, 5000, UINT64_C(1) << 53};
    switch (one_of(3)) {
    case 0: return sizes[one_of(sizeof sizes / sizeof *sizes)];
    case 1: return (uint64_t)power_of_ten(0, 4);
    default: return (uint64_t)power_of_ten(0, 15.9);
    }
}

static double next_level(void)
{
    static const double levels[] = {0.9, 0.99, 0.5, 0.2, 1e-10, 1 - 1e-6, 1 - 1e-10, 1 - 1e-15};
    return one_of(2) == 0 ? 0.95 : levels[one_of(sizeof levels / sizeof *levels)];
}

static double next_power(double level)
{
    static const double powers[] = {0.5, 0.9, 0.99, 0.9999, 1 - 1e-9, 1 - 1e-15};
    switch (one_of(4)) {
    case 0: return powers[one_of(sizeof powers / sizeof *powers)];
    case 1: return fmin(1 - 1e-9, 1 - level + power_of_ten(-9, -1));
    default: return 0.8;
    }
}

static nps_method method_named(const char *name)
{
    nps_method method = NPS_METHOD_AUTO;
    while (method < NPS_METHOD_ANYTIME && strcmp(nps_method_string(method), name) != 0)
        method = (nps_method)(method + 1);
    return method;
}

static nps_plan_options next_options(void)
{
    static const double effects[] = {0.5, 1.3, 2.9, 20, 1e-9, 1e9}, ratios[] = {0.5, 2, 10, 0.01, 1e-3, 1e3, 1e9, 1e-9},
                        cluster_sizes[] = {1, 2.5, 20, 100, 1e4, 1e6, 1e9, 1e12, 1e15, 1e300};
    static const uint64_t strata[] = {1, 2, 10, 1000, UINT64_MAX}, families[] = {3, 10, 190, 1000000};
    nps_plan_options options;
    nps_plan_options_init(&options);
    if (one_of(2) == 0)
        options.method = (nps_method)one_of(NPS_METHOD_ANYTIME + 1);
    if (only_method)
        options.method = method_named(only_method);
    options.level = next_level();
    options.power = next_power(options.level);
    if (one_of(3) == 0)
        options.ratio = ratios[one_of(sizeof ratios / sizeof *ratios)];
    if (one_of(4) == 0)
        options.comparisons = families[one_of(sizeof families / sizeof *families)];
    if (one_of(2) == 0)
        options.design_effect = effects[one_of(sizeof effects / sizeof *effects)];
    if (one_of(2) == 0) {
        options.cluster_size =
            one_of(2) == 0 ? power_of_ten(0, 15) : cluster_sizes[one_of(sizeof cluster_sizes / sizeof *cluster_sizes)];
        options.cluster_strata = strata[one_of(sizeof strata / sizeof *strata)];
    }
    if (one_of(6) == 0)
        options.population = next_size();
    if (one_of(3) == 0) {
        options.goal = (nps_plan_goal)(1 + one_of(2));
        options.margin = one_of(2) == 0 ? 10 : power_of_ten(-6, 2.3);
    }
    return options;
}

static double next_points(void)
{
    const double size = one_of(2) == 0 ? 1 + 60 * uniform() : power_of_ten(-9, 2.3);
    return one_of(2) == 0 ? size : -size;
}

static struct plan_inputs next_inputs(void)
{
    struct plan_inputs inputs;
    inputs.options = next_options();
    inputs.first = next_shares();
    inputs.second = next_other_shares(&inputs.first);
    inputs.has_shares = one_of(4) != 0;
    inputs.n = next_size();
    inputs.m = one_of(2) == 0 ? inputs.n : next_size();
    inputs.change = next_points();
    inputs.margin = power_of_ten(-9, 2);
    inputs.benchmark = next_benchmark(&inputs.first);
    inputs.correlation = one_of(3) == 0 ? 0 : 1.9 * uniform() - 0.95;
    inputs.rate = one_of(2) == 0 ? 1 - uniform() : power_of_ten(-15, 0);
    inputs.assurance = 0.5 + 0.5 * uniform();
    inputs.stages.looks = 1 + (uint64_t)one_of(NPS_PLAN_LOOKS_MAX);
    inputs.stages.last = 1 + (uint64_t)one_of((int)inputs.stages.looks);
    inputs.stages.boundary = (nps_plan_boundary)one_of(2);
    return inputs;
}

/* ---- neighbours ---- */

/* Sometimes exchanges a value for another one, or moves it a little. */
static void move_double(double *value, double other, double most)
{
    switch (one_of(8)) {
    case 0: *value = other; break;
    case 1: *value = fmin(most, *value * pow(10, 0.2 * uniform() - 0.1)); break;
    case 2: *value = fmin(most, *value * (1 + 0.01 * uniform() - 0.005)); break;
    default: break;
    }
}

static void move_size(uint64_t *value, uint64_t other)
{
    double moved = (double)*value;
    move_double(&moved, (double)other, 0x1p53);
    if (moved != (double)*value)
        *value = (uint64_t)ceil(moved);
}

/* Moves the distance from 1, which decides for a level and a power. */
static void move_below_1(double *value, double other)
{
    double rest = 1 - *value;
    move_double(&rest, 1 - other, 1);
    *value = 1 - rest;
}

static void move_shares(nps_plan_shares *shares, const nps_plan_shares *other)
{
    move_double(&shares->promoters, other->promoters, 1);
    move_double(&shares->passives, other->passives, 1);
    move_double(&shares->detractors, other->detractors, 1);
}

static void move_options(nps_plan_options *options, const nps_plan_options *other)
{
    if (one_of(16) == 0)
        options->method = other->method;
    move_below_1(&options->level, other->level);
    move_below_1(&options->power, other->power);
    move_double(&options->ratio, other->ratio, INFINITY);
    move_double(&options->design_effect, other->design_effect, INFINITY);
    move_double(&options->margin, other->margin, 200);
    if (one_of(8) == 0)
        options->comparisons = other->comparisons;
    if (one_of(8) == 0)
        options->population = other->population;
    if (one_of(8) == 0) {
        options->goal = other->goal;
        options->margin = other->margin;
    }
    if (one_of(8) == 0) {
        options->cluster_size = other->cluster_size;
        options->cluster_strata = other->cluster_strata;
    }
}

/* Plans like another one. */
static struct plan_inputs neighbour_of(const struct plan_inputs *inputs)
{
    const struct plan_inputs other = next_inputs();
    struct plan_inputs moved = *inputs;
    move_options(&moved.options, &other.options);
    move_shares(&moved.first, &other.first);
    move_shares(&moved.second, &other.second);
    move_size(&moved.n, other.n);
    move_size(&moved.m, other.m);
    move_double(&moved.change, other.change, 200);
    move_double(&moved.margin, other.margin, 100);
    move_double(&moved.benchmark, other.benchmark, 100);
    move_double(&moved.correlation, other.correlation, 1);
    move_double(&moved.rate, other.rate, 1);
    move_below_1(&moved.assurance, other.assurance);
    if (one_of(8) == 0)
        moved.stages = other.stages;
    return moved;
}

/* ---- the functions ---- */

static const nps_plan_shares *shares_of(const struct plan_inputs *inputs)
{
    return inputs->has_shares ? &inputs->first : NULL;
}

static nps_status run_margin(const struct plan_inputs *inputs, double *figure)
{
    return nps_plan_margin(inputs->n, shares_of(inputs), &inputs->options, figure);
}

static nps_status run_respondents(const struct plan_inputs *inputs, double *figure)
{
    uint64_t n = 0;
    const nps_status status = nps_plan_respondents(inputs->margin, shares_of(inputs), &inputs->options, &n);
    *figure = (double)n;
    return status;
}

static nps_status run_power(const struct plan_inputs *inputs, double *figure)
{
    return nps_plan_power(&inputs->first, inputs->n, &inputs->second, inputs->m, &inputs->options, figure);
}

static nps_status run_comparison(const struct plan_inputs *inputs, double *figure)
{
    nps_plan_sizes sizes = {0, 0};
    const nps_status status = nps_plan_comparison(inputs->change, shares_of(inputs), &inputs->options, &sizes);
    *figure = (double)sizes.first;
    return status;
}

static nps_status run_change(const struct plan_inputs *inputs, double *figure)
{
    const nps_plan_sizes sizes = {inputs->n, inputs->m};
    return nps_plan_change(&sizes, shares_of(inputs), &inputs->options, figure);
}

static nps_status run_looks(const struct plan_inputs *inputs, double *figure)
{
    nps_plan_look look = {0, 0, 0, 0};
    const nps_status status =
        nps_plan_looks(inputs->stages.looks, inputs->stages.last, inputs->stages.boundary, &inputs->options, &look);
    *figure = look.detected;
    return status;
}

static nps_status run_looks_power(const struct plan_inputs *inputs, double *figure)
{
    const nps_plan_sizes sizes = {inputs->n, inputs->m};
    struct plan_inputs without = *inputs;
    without.options.cluster_size = 0;
    without.options.goal = NPS_PLAN_DIFFERENCE;
    return nps_plan_looks_power(&inputs->first, &inputs->second, &sizes, &inputs->stages, &without.options, figure);
}

static nps_status run_benchmark_power(const struct plan_inputs *inputs, double *figure)
{
    return nps_plan_benchmark_power(&inputs->first, inputs->n, inputs->benchmark, &inputs->options, figure);
}

static nps_status run_benchmark_respondents(const struct plan_inputs *inputs, double *figure)
{
    uint64_t n = 0;
    const nps_status status = nps_plan_benchmark_respondents(&inputs->first, inputs->benchmark, &inputs->options, &n);
    *figure = (double)n;
    return status;
}

/* Half of the tables have a correlation, the others are anything. */
static nps_plan_joint joint_of(const struct plan_inputs *inputs)
{
    nps_plan_joint joint;
    const nps_plan_shares third = {inputs->second.detractors, inputs->first.promoters, inputs->second.passives};
    if (!inputs->has_shares ||
        nps_plan_joint_shares(&inputs->first, &inputs->second, inputs->correlation, &joint) != NPS_OK)
        joint = (nps_plan_joint){inputs->first, inputs->second, third};
    return joint;
}

static nps_status run_paired_power(const struct plan_inputs *inputs, double *figure)
{
    const nps_plan_joint joint = joint_of(inputs);
    return nps_plan_paired_power(&joint, inputs->n, &inputs->options, figure);
}

static nps_status run_paired_people(const struct plan_inputs *inputs, double *figure)
{
    const nps_plan_joint joint = joint_of(inputs);
    uint64_t n = 0;
    const nps_status status = nps_plan_paired_people(&joint, &inputs->options, &n);
    *figure = (double)n;
    return status;
}

static nps_status run_invitations(const struct plan_inputs *inputs, double *figure)
{
    uint64_t n = 0;
    const nps_status status = nps_plan_invitations(inputs->n, inputs->rate, inputs->assurance, &n);
    *figure = (double)n;
    return status;
}

static const struct {
    const char *name;
    nps_status (*run)(const struct plan_inputs *inputs, double *figure);
} FUNCTIONS[] = {
    {"margin", run_margin},
    {"respondents", run_respondents},
    {"power", run_power},
    {"comparison", run_comparison},
    {"change", run_change},
    {"looks", run_looks},
    {"looks_power", run_looks_power},
    {"benchmark_power", run_benchmark_power},
    {"benchmark_respondents", run_benchmark_respondents},
    {"paired_power", run_paired_power},
    {"paired_people", run_paired_people},
    {"invitations", run_invitations},
};

/* ---- measuring ---- */

static void print_inputs(const struct plan_inputs *inputs)
{
    const nps_plan_options *options = &inputs->options;
    printf("    %s, level %.17g, power %.17g, ratio %g, comparisons %llu, design effect %g, clusters of %.17g in %llu "
           "strata, population %llu, goal %d, margin %.17g\n",
           nps_method_string(options->method), options->level, options->power, options->ratio,
           (unsigned long long)options->comparisons, options->design_effect, options->cluster_size,
           (unsigned long long)options->cluster_strata, (unsigned long long)options->population, (int)options->goal,
           options->margin);
    printf("    shares %.17g %.17g %.17g (%s) and %.17g %.17g %.17g, sizes %llu and %llu\n", inputs->first.promoters,
           inputs->first.passives, inputs->first.detractors, inputs->has_shares ? "expected" : "worst case",
           inputs->second.promoters, inputs->second.passives, inputs->second.detractors, (unsigned long long)inputs->n,
           (unsigned long long)inputs->m);
    printf("    change %.17g, margin of error %.17g, benchmark %.17g, correlation %.17g, rate %.17g, assurance %.17g, "
           "look "
           "%llu of %llu (%d)\n",
           inputs->change, inputs->margin, inputs->benchmark, inputs->correlation, inputs->rate, inputs->assurance,
           (unsigned long long)inputs->stages.last, (unsigned long long)inputs->stages.looks,
           (int)inputs->stages.boundary);
}

static double seconds_of(size_t function, const struct plan_inputs *inputs, nps_status *status, double *figure)
{
    const clock_t before = clock();
    *status = FUNCTIONS[function].run(inputs, figure);
    return (double)(clock() - before) / CLOCKS_PER_SEC;
}

/* The slowest plan so far. */
struct slowest {
    struct plan_inputs inputs;
    double seconds, figure;
    nps_status status;
};

/* Runs a plan, and notes it where it is the slowest; returns its time. */
static double try_plan(size_t function, const struct plan_inputs *inputs, struct slowest *slowest, nps_status *status)
{
    static const double slow = 0.05;
    double figure = 0, seconds = seconds_of(function, inputs, status, &figure);
    int again;
    for (again = 0; again < 2 && seconds > slow && seconds > slowest->seconds; again++)
        seconds = fmin(seconds, seconds_of(function, inputs, status, &figure));
    if (seconds > slowest->seconds)
        *slowest = (struct slowest){*inputs, seconds, figure, *status};
    return seconds;
}

/* The slowest of some plans, and of as many neighbours of the slowest one. */
static void measure(size_t function, int plans)
{
    struct slowest slowest = {.seconds = -1};
    double total = 0, longest_of_random;
    nps_status status;
    int i, valid = 0;
    for (i = 0; i < plans; i++) {
        const struct plan_inputs inputs = next_inputs();
        total += try_plan(function, &inputs, &slowest, &status);
        valid += status == NPS_OK;
    }
    longest_of_random = slowest.seconds;
    for (i = 0; i < plans; i++) {
        const struct plan_inputs inputs = neighbour_of(&slowest.inputs);
        try_plan(function, &inputs, &slowest, &status);
    }
    printf(
        "%s: longest %.3f s (%.3f s before its neighbours), mean %.2f ms, %d of %d plans possible; the slowest: %.10g "
        "(%s)\n",
        FUNCTIONS[function].name, slowest.seconds, longest_of_random, 1e3 * total / plans, valid, plans, slowest.figure,
        nps_status_string(slowest.status));
    print_inputs(&slowest.inputs);
    fflush(stdout);
}

static void print_results(size_t function, int plans)
{
    int i;
    for (i = 0; i < plans; i++) {
        const struct plan_inputs inputs = next_inputs();
        double figure = 0;
        const nps_status status = FUNCTIONS[function].run(&inputs, &figure);
        printf("%s %d: %.17g (%s)\n", FUNCTIONS[function].name, i, status == NPS_OK ? figure : 0,
               nps_status_string(status));
    }
}

int main(int argc, char **argv)
{
    const bool are_results = argc > 1 && strcmp(argv[1], "results") == 0;
    const int first = are_results ? 2 : 1, plans = argc > first ? atoi(argv[first]) : 1000;
    size_t i;
    only_method = argc > first + 3 ? argv[first + 3] : NULL;
    for (i = 0; i < sizeof FUNCTIONS / sizeof *FUNCTIONS; i++) {
        random_state = argc > first + 1 ? strtoull(argv[first + 1], NULL, 10) : 1;
        if (argc < first + 3 || strcmp(FUNCTIONS[i].name, argv[first + 2]) == 0)
            (are_results ? print_results : measure)(i, plans);
    }
    return 0;
}
