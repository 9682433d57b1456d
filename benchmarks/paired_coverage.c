/* The coverage of intervals for the change of the same people. It is exact, by enumeration of all samples, when all
 * respondents answer in both waves; the lowest coverage is searched for, from random truths. It is simulated with a
 * fixed seed when some answer in one wave only.
 *
 * SPDX-License-Identifier: MIT */
#include "random.h"

#include <math.h>
#include <nps/nps.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const double LEVEL = 0.95;

static const nps_method METHODS[] = {NPS_METHOD_SKEWNESS_SCORE, NPS_METHOD_SCORE, NPS_METHOD_WALD};
enum { METHOD_COUNT = sizeof METHODS / sizeof *METHODS };

/* Results of one method over the truths. */
struct result {
    double lowest, sum, width;
};

static void start(struct result results[METHOD_COUNT])
{
    int k;
    for (k = 0; k < METHOD_COUNT; k++)
        results[k] = (struct result){1, 0, 0};
}

static void add_truth(struct result *result, double coverage, double width)
{
    result->lowest = fmin(result->lowest, coverage);
    result->sum += coverage;
    result->width += width;
}

static void print(const char *what, const struct result results[METHOD_COUNT], int truths)
{
    int k;
    printf("%-24s", what);
    for (k = 0; k < METHOD_COUNT; k++)
        printf("   %.3f %.3f %6.1f", results[k].lowest, results[k].sum / truths, results[k].width / truths);
    printf("\n");
    fflush(stdout);
}

static void print_header(const char *title)
{
    int k;
    printf("%s\n%-24s", title, "");
    for (k = 0; k < METHOD_COUNT; k++)
        printf("   %-18.18s", nps_method_string(METHODS[k]));
    printf("\n%-24s", "");
    for (k = 0; k < METHOD_COUNT; k++)
        printf("   lowest mean  width");
    printf("\n");
}

static nps_comparison compare(const nps_paired *waves, nps_method method)
{
    nps_comparison comparison;
    if (nps_paired_compare(waves, method, LEVEL, &comparison) != NPS_OK)
        abort();
    return comparison;
}

static nps_comparison compare_proportionally(const nps_paired *waves)
{
    nps_paired_options options;
    nps_paired_change change;
    nps_paired_options_init(&options);
    options.estimator = NPS_PAIRED_PROPORTIONAL;
    if (nps_paired_compare_with(waves, &options, &change) != NPS_OK)
        abort();
    return change.comparison;
}

/* Shares of a truth, each at least `smallest`. Of the three kinds of truths, the third is near the corners. */
static void draw_truth(uint64_t *random, int kind, double smallest, double *shares, int count)
{
    double sum = 0;
    int i;
    for (i = 0; i < count; i++) {
        shares[i] = pow(-log(1 - next_uniform(random)), kind == 2 ? 4 : kind + 1);
        sum += shares[i];
    }
    for (i = 0; i < count; i++)
        shares[i] = smallest + (1 - count * smallest) * shares[i] / sum;
}

/* A change is -2, -1, 0, 1 or 2. */
enum { CHANGES = 5 };

struct table {
    int counts[CHANGES];
    double log_ways;
    nps_bounds bounds[METHOD_COUNT];
};

static struct table make_table(const int counts[CHANGES], int n)
{
    const nps_paired waves = {.promoters = {0, (uint64_t)counts[1], (uint64_t)counts[0]},
                              .passives = {0, (uint64_t)counts[2], 0},
                              .detractors = {(uint64_t)counts[4], (uint64_t)counts[3], 0}};
    struct table table = {.log_ways = lgamma(n + 1)};
    int i;
    for (i = 0; i < CHANGES; i++) {
        table.counts[i] = counts[i];
        table.log_ways -= lgamma(counts[i] + 1);
    }
    for (i = 0; i < METHOD_COUNT; i++)
        table.bounds[i] = compare(&waves, METHODS[i]).bounds;
    return table;
}

/* All tables of n changes. */
static size_t make_tables(int n, struct table *tables)
{
    size_t count = 0;
    int a, b, c, d;
    for (a = 0; a <= n; a++)
        for (b = 0; a + b <= n; b++)
            for (c = 0; a + b + c <= n; c++)
                for (d = 0; a + b + c + d <= n; d++)
                    tables[count++] = make_table((const int[CHANGES]){a, b, c, d, n - a - b - c - d}, n);
    return count;
}

/* The exact coverage and mean width of a method for one truth. */
static double cover(const struct table *tables, size_t count, const double shares[CHANGES], int method, double *width)
{
    double truth = 0, logs[CHANGES], coverage = 0;
    size_t i;
    int k;
    *width = 0;
    for (k = 0; k < CHANGES; k++) {
        truth += 100 * shares[k] * (k - 2);
        logs[k] = log(shares[k]);
    }
    for (i = 0; i < count; i++) {
        const nps_bounds *bounds = &tables[i].bounds[method];
        double log_p = tables[i].log_ways, p;
        for (k = 0; k < CHANGES; k++)
            if (tables[i].counts[k] > 0)
                log_p += tables[i].counts[k] * logs[k];
        p = exp(log_p);
        coverage += bounds->lower <= truth + 1e-9 && truth - 1e-9 <= bounds->upper ? p : 0;
        *width += p * (bounds->upper - bounds->lower);
    }
    return coverage;
}

/* Moves a part of one share to another, again and again by smaller parts, while the coverage falls. */
static double search_lowest(const struct table *tables, size_t count, double smallest, int method,
                            double shares[CHANGES])
{
    double width, lowest = cover(tables, count, shares, method, &width), part;
    int from, to;
    for (part = 0.5; part > 1e-3; part /= 2)
        for (from = 0; from < CHANGES; from++)
            for (to = 0; to < CHANGES; to++) {
                double moved[CHANGES], coverage;
                memcpy(moved, shares, sizeof moved);
                if (from == to)
                    continue;
                moved[from] -= part * (shares[from] - smallest);
                moved[to] += part * (shares[from] - smallest);
                coverage = cover(tables, count, moved, method, &width);
                if (coverage < lowest) {
                    lowest = coverage;
                    memcpy(shares, moved, sizeof moved);
                }
            }
    return lowest;
}

static void study_both(int n, int truths, double smallest)
{
    const size_t most = (size_t)(n + 1) * (size_t)(n + 2) * (size_t)(n + 3) * (size_t)(n + 4) / 24;
    struct table *tables = calloc(most, sizeof *tables);
    struct result results[METHOD_COUNT];
    double lowest = 1, worst[CHANGES] = {0};
    uint64_t random = (uint64_t)n;
    char what[64];
    size_t count;
    int i, k;
    if (!tables)
        abort();
    count = make_tables(n, tables);
    start(results);
    for (i = 0; i < truths; i++) {
        double shares[CHANGES], searched[CHANGES], width;
        draw_truth(&random, i % 3, smallest, shares, CHANGES);
        for (k = 0; k < METHOD_COUNT; k++) {
            const double coverage = cover(tables, count, shares, k, &width);
            add_truth(&results[k], coverage, width);
            memcpy(searched, shares, sizeof searched);
            if (i % 10 == 0)
                results[k].lowest = fmin(results[k].lowest, search_lowest(tables, count, smallest, k, searched));
            if (k == 0 && results[k].lowest < lowest) {
                lowest = results[k].lowest;
                memcpy(worst, i % 10 == 0 ? searched : shares, sizeof worst);
            }
        }
    }
    free(tables);
    snprintf(what, sizeof what, "n = %d, each >= %g %%", n, 100 * smallest);
    print(what, results, truths);
    printf("%-24s   changes of -2 to 2 with the lowest: %.4f %.4f %.4f %.4f %.4f\n", "", worst[0], worst[1], worst[2],
           worst[3], worst[4]);
}

enum { GROUPS = 3, MOVES = GROUPS * GROUPS };

/* A truth for two waves: the shares of the nine moves, and the shares that follow for each wave. */
struct moves {
    double shares[MOVES], first[GROUPS], second[GROUPS], change;
};

static const double WAVES[][GROUPS] = {
    {0.5, 0.3, 0.2}, {0.34, 0.33, 0.33}, {0.05, 0.9, 0.05}, {0.85, 0.1, 0.05}, {0.7, 0.02, 0.28}};
enum { WAVE_COUNT = sizeof WAVES / sizeof *WAVES };

/* A person answers anew with the probability 1 - stable, and keeps the place in the order of all people otherwise. So
 * `stable` is the correlation where both waves have the same shares. */
static struct moves make_moves(const double first[GROUPS], const double second[GROUPS], double stable)
{
    struct moves moves = {{0}, {0}, {0}, 100 * (second[0] - second[2] - first[0] + first[2])};
    double left[GROUPS], right[GROUPS];
    int i, j;
    memcpy(moves.first, first, sizeof moves.first);
    memcpy(moves.second, second, sizeof moves.second);
    memcpy(left, first, sizeof left);
    memcpy(right, second, sizeof right);
    for (i = 0; i < GROUPS; i++)
        for (j = 0; j < GROUPS; j++) {
            const double same = fmin(left[i], right[j]);
            moves.shares[GROUPS * i + j] = stable * same + (1 - stable) * first[i] * second[j];
            left[i] -= same;
            right[j] -= same;
        }
    return moves;
}

static void add_person(nps_counts *counts, int group)
{
    *(group == 0 ? &counts->promoters : group == 1 ? &counts->passives : &counts->detractors) += 1;
}

/* Numbers of people in both waves, and in one wave only. */
struct sizes {
    int both, first_only, second_only;
};

static nps_paired draw_waves(uint64_t *random, const struct moves *moves, const struct sizes *sizes)
{
    nps_paired waves = {.first_only = {0, 0, 0}};
    int i;
    for (i = 0; i < sizes->both; i++) {
        const int move = next_category(random, moves->shares, MOVES);
        add_person(move < GROUPS       ? &waves.promoters
                   : move < 2 * GROUPS ? &waves.passives
                                       : &waves.detractors,
                   move % GROUPS);
    }
    for (i = 0; i < sizes->first_only; i++)
        add_person(&waves.first_only, next_category(random, moves->first, GROUPS));
    for (i = 0; i < sizes->second_only; i++)
        add_person(&waves.second_only, next_category(random, moves->second, GROUPS));
    return waves;
}

/* Each wave with itself and with the first one. Widths are relative to those of the better part alone. */
static void study_overlap(const struct sizes *sizes, double stable, int samples)
{
    double lowest = 1, sum = 0, width = 0, proportional = 0;
    uint64_t random = 1;
    int truths = 0, first, second, i;
    for (first = 0; first < WAVE_COUNT; first++)
        for (second = 0; second < WAVE_COUNT; second++) {
            const struct moves moves = make_moves(WAVES[first], WAVES[second], stable);
            int covered = 0;
            if (second != first && second != 0)
                continue;
            for (i = 0; i < samples; i++) {
                const nps_paired waves = draw_waves(&random, &moves, sizes);
                const nps_bounds bounds = compare(&waves, NPS_METHOD_AUTO).bounds;
                const nps_bounds other = compare_proportionally(&waves).bounds;
                covered += bounds.lower <= moves.change + 1e-9 && moves.change - 1e-9 <= bounds.upper;
                width += bounds.upper - bounds.lower;
                proportional += other.upper - other.lower;
            }
            lowest = fmin(lowest, (double)covered / samples);
            sum += (double)covered / samples;
            truths++;
        }
    printf("%4d %4d %4d   %.1f   %.3f  %.3f  %6.1f  %6.1f\n", sizes->both, sizes->first_only, sizes->second_only,
           stable, lowest, sum / truths, width / truths / samples, proportional / truths / samples);
    fflush(stdout);
}

int main(void)
{
    static const struct sizes overlaps[] = {{10, 10, 10}, {40, 20, 20}, {20, 0, 30}, {100, 100, 50}, {20, 200, 200}};
    static const double stable[] = {0, 0.3, 0.8};
    size_t i, j;
    print_header("exact coverage and mean width in points of 95 % intervals of a change, all in both waves");
    study_both(5, 1500, 0.01);
    study_both(10, 1500, 0.01);
    study_both(20, 600, 0.01);
    study_both(10, 1500, 0.0001);
    printf("\nsimulated: people in both waves, in the first only, in the second only; correlation; lowest and mean\n"
           "coverage; mean width of the best combination, and of the proportional one\n");
    for (i = 0; i < sizeof overlaps / sizeof *overlaps; i++)
        for (j = 0; j < sizeof stable / sizeof *stable; j++)
            study_overlap(&overlaps[i], stable[j], 4000);
    return 0;
}
