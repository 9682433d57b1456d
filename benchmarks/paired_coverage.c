/* The coverage of intervals for the change of the same people. It is exact, by enumeration of all samples, when all
 * respondents answer in both waves; it is simulated with a fixed seed when some answer in one wave only. The truths
 * are random: even ones, uneven ones, and some near the corners.
 *
 *
 * SPDX-License-Identifier: MIT */
#include "random.h"

#include <math.h>
#include <nps/nps.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>

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

/* The exact coverage for one truth. */
static void enumerate(const struct table *tables, size_t count, const double shares[CHANGES],
                      struct result results[METHOD_COUNT])
{
    double truth = 0, logs[CHANGES], coverage[METHOD_COUNT] = {0}, width[METHOD_COUNT] = {0};
    size_t i;
    int k;
    for (k = 0; k < CHANGES; k++) {
        truth += 100 * shares[k] * (k - 2);
        logs[k] = log(shares[k]);
    }
    for (i = 0; i < count; i++) {
        double log_p = tables[i].log_ways, p;
        for (k = 0; k < CHANGES; k++)
            log_p += tables[i].counts[k] * logs[k];
        p = exp(log_p);
        for (k = 0; k < METHOD_COUNT; k++) {
            const nps_bounds *bounds = &tables[i].bounds[k];
            coverage[k] += bounds->lower <= truth + 1e-9 && truth - 1e-9 <= bounds->upper ? p : 0;
            width[k] += p * (bounds->upper - bounds->lower);
        }
    }
    for (k = 0; k < METHOD_COUNT; k++)
        add_truth(&results[k], coverage[k], width[k]);
}

static void study_both(int n, int truths, double smallest)
{
    const size_t most = (size_t)(n + 1) * (size_t)(n + 2) * (size_t)(n + 3) * (size_t)(n + 4) / 24;
    struct table *tables = calloc(most, sizeof *tables);
    struct result results[METHOD_COUNT];
    uint64_t random = (uint64_t)n;
    char what[64];
    size_t count;
    int i;
    if (!tables)
        abort();
    count = make_tables(n, tables);
    start(results);
    for (i = 0; i < truths; i++) {
        double shares[CHANGES];
        draw_truth(&random, i % 3, smallest, shares, CHANGES);
        enumerate(tables, count, shares, results);
    }
    free(tables);
    snprintf(what, sizeof what, "n = %d, each >= %g %%", n, 100 * smallest);
    print(what, results, truths);
}

enum { GROUPS = 3, MOVES = GROUPS * GROUPS };

/* A truth for two waves: the shares of the nine moves, and the shares that follow for each wave. */
struct moves {
    double shares[MOVES], first[GROUPS], second[GROUPS], change;
};

/* Most people keep their category. */
static struct moves draw_moves(uint64_t *random, int kind)
{
    struct moves moves = {{0}, {0}, {0}, 0};
    double sum = 0;
    int i;
    for (i = 0; i < MOVES; i++) {
        moves.shares[i] = -log(1 - next_uniform(random));
        if (kind == 1)
            moves.shares[i] *= moves.shares[i];
        if (i % (GROUPS + 1) == 0)
            moves.shares[i] *= kind == 2 ? 8 : 3;
        sum += moves.shares[i];
    }
    for (i = 0; i < MOVES; i++) {
        moves.shares[i] = 0.003 + 0.973 * moves.shares[i] / sum;
        moves.first[i / GROUPS] += moves.shares[i];
        moves.second[i % GROUPS] += moves.shares[i];
    }
    moves.change = 100 * (moves.second[0] - moves.second[2] - moves.first[0] + moves.first[2]);
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

static void study_overlap(const struct sizes *sizes, int truths, int samples)
{
    struct result results[METHOD_COUNT];
    uint64_t random = 1;
    char what[64];
    int i, j, k;
    start(results);
    for (i = 0; i < truths; i++) {
        const struct moves moves = draw_moves(&random, i % 3);
        int covered[METHOD_COUNT] = {0};
        double width[METHOD_COUNT] = {0};
        for (j = 0; j < samples; j++) {
            const nps_paired waves = draw_waves(&random, &moves, sizes);
            for (k = 0; k < METHOD_COUNT; k++) {
                const nps_bounds bounds = compare(&waves, METHODS[k]).bounds;
                covered[k] += bounds.lower <= moves.change + 1e-9 && moves.change - 1e-9 <= bounds.upper;
                width[k] += bounds.upper - bounds.lower;
            }
        }
        for (k = 0; k < METHOD_COUNT; k++)
            add_truth(&results[k], (double)covered[k] / samples, width[k] / samples);
    }
    snprintf(what, sizeof what, "%d + %d + %d", sizes->both, sizes->first_only, sizes->second_only);
    print(what, results, truths);
}

int main(void)
{
    static const struct sizes overlaps[] = {{10, 10, 10}, {40, 20, 20}, {20, 0, 30}, {100, 100, 50}};
    size_t i;
    print_header("exact coverage and mean width in points of 95 % intervals of a change, all in both waves");
    study_both(5, 1500, 0.01);
    study_both(10, 1500, 0.01);
    study_both(20, 600, 0.01);
    study_both(10, 1500, 0.0001);
    print_header("\nsimulated: people in both waves + the first only + the second only");
    for (i = 0; i < sizeof overlaps / sizeof *overlaps; i++)
        study_overlap(&overlaps[i], 24, 2000);
    return 0;
}
