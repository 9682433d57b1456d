/* Exact coverage of the interval of a difference, by enumeration over all pairs of samples: its mean over random
 * truths, and its lowest value, by a search over all pairs of truths. A search may miss the worst pair, so the value
 * found is an upper bound of the lowest coverage; the seeds are fixed. Prints CSV:
 *
 *     method, level, n_a, n_b
 *     region                          of truths: anywhere, or every group at least 1 %
 *     lowest                          the lowest coverage found
 *     a_promoters ... b_detractors    the pair of truths with the lowest coverage
 *     mean                            mean coverage over 500 pairs of truths with every group at least 1 %
 *     width                           the mean width over all pairs of samples, in points
 *
 * usage: two_sample_coverage [PAIRS [LEVEL]], such as 20+5,10+10 0.95
 *
 *
 * SPDX-License-Identifier: MIT */
#include "../random.h"
#include "tables.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const nps_method METHODS[] = {NPS_METHOD_WALD,          NPS_METHOD_ADJUSTED_WALD, NPS_METHOD_AGRESTI_MIN,
                                     NPS_METHOD_BONETT_PRICE,  NPS_METHOD_SCORE,         NPS_METHOD_EXACT,
                                     NPS_METHOD_SKEWNESS_SCORE};
enum { METHOD_COUNT = sizeof METHODS / sizeof *METHODS, MEAN_OVER = 500 };

/* Two sizes, one method, one level, and the intervals of all pairs of samples; those of the same sample of a are
 * adjacent. */
struct study {
    struct side a, b;
    nps_bounds *bounds;
};

/* A pair of truths and its coverage. */
struct candidate {
    struct truth a, b;
    double coverage;
};

static double score_of(const nps_counts *counts)
{
    double score;
    if (nps_score(counts, &score))
        abort();
    return score;
}

/* MOVER on intervals around the score, as in nps_compare(), which would also compute p-values of exact tests. */
static void join_intervals(struct study *study, nps_method method, double level)
{
    nps_bounds *a = make_bounds(study->a.tables, study->a.count, method, level);
    nps_bounds *b = make_bounds(study->b.tables, study->b.count, method, level);
    size_t i, j;
    for (i = 0; i < study->a.count; i++)
        for (j = 0; j < study->b.count; j++) {
            const double of_a = score_of(&study->a.tables[i]), of_b = score_of(&study->b.tables[j]);
            nps_bounds *out = &study->bounds[i * study->b.count + j];
            out->lower = of_a - of_b - sqrt(pow(of_a - a[i].lower, 2) + pow(b[j].upper - of_b, 2));
            out->upper = of_a - of_b + sqrt(pow(a[i].upper - of_a, 2) + pow(of_b - b[j].lower, 2));
        }
    free(a);
    free(b);
}

/* The intervals of nps_compare(). The mirror image of a pair has the mirror image of its interval, so half of the
 * pairs are computed. */
static void compare_all(struct study *study, nps_method method, double level)
{
    const size_t columns = study->b.count;
    size_t i, j;
    for (i = 0; i < study->a.count; i++)
        for (j = 0; j < columns; j++) {
            const size_t mirror = place_of_mirror(&study->a.tables[i]) * columns + place_of_mirror(&study->b.tables[j]);
            nps_comparison comparison;
            if (mirror < i * columns + j)
                continue;
            if (nps_compare(&study->a.tables[i], &study->b.tables[j], method, level, &comparison))
                abort();
            study->bounds[i * columns + j] = comparison.bounds;
            study->bounds[mirror] = (nps_bounds){-comparison.bounds.upper, -comparison.bounds.lower};
        }
}

static double coverage_of(const struct study *study, const struct truth *a, const struct truth *b)
{
    const double difference = 100 * (a->promoters - a->detractors - b->promoters + b->detractors);
    const double low = difference - 1e-7, high = difference + 1e-7;
    const size_t of_a = find_likely_on(&study->a, a);
    const size_t of_b = find_likely_on(&study->b, b);
    double missed = 0;
    size_t i, j;
    for (i = 0; i < of_a; i++) {
        const nps_bounds *bounds = study->bounds + study->a.likely[i].place * study->b.count;
        double missed_by_b = 0;
        if (study->a.likely[i].probability < 1e-10)
            continue;
        for (j = 0; j < of_b; j++) {
            const nps_bounds *with_b = &bounds[study->b.likely[j].place];
            missed_by_b += with_b->lower <= high && low <= with_b->upper ? 0 : study->b.likely[j].probability;
        }
        missed += study->a.likely[i].probability * missed_by_b;
    }
    return 1 - missed;
}

/* Three random shares that sum to 1, each at least `least`: anywhere, or mostly near the ends of the scale. */
static struct truth draw_truth(uint64_t *random, double least)
{
    const int near_ends = next_uniform(random) < 0.6;
    double shares[3], sum = 0;
    int i;
    for (i = 0; i < 3; i++) {
        const double u = next_uniform(random);
        shares[i] = near_ends ? pow(u, 8) : -log(1 - u);
    }
    if (near_ends && next_uniform(random) < 0.3)
        shares[(int)(3 * next_uniform(random))] = 0;
    for (i = 0; i < 3; i++)
        sum += shares[i];
    if (sum == 0)
        shares[0] = sum = 1;
    for (i = 0; i < 3; i++)
        shares[i] = least + (1 - 3 * least) * shares[i] / sum;
    return (struct truth){shares[0], shares[1], shares[2]};
}

/* Moves a part of one group to another group, sometimes all of it. */
static void move_some(uint64_t *random, struct truth *truth, double step, double least)
{
    double shares[3] = {truth->promoters, truth->passives, truth->detractors};
    const int from = (int)(3 * next_uniform(random)), to = (from + 1 + (int)(2 * next_uniform(random))) % 3;
    const double moved = fmin(step * next_uniform(random), shares[from] - least);
    shares[from] = moved == shares[from] - least ? least : shares[from] - moved;
    shares[to] += moved;
    *truth = (struct truth){shares[0], shares[1], shares[2]};
}

static int compare_candidates(const void *left, const void *right)
{
    const double l = ((const struct candidate *)left)->coverage, r = ((const struct candidate *)right)->coverage;
    return (l > r) - (l < r);
}

/* Searches for a lower coverage by random steps of decreasing size. */
static void refine(const struct study *study, struct candidate *best, double least, int steps, uint64_t *random)
{
    double step = 0.2;
    int failures = 0;
    for (; steps > 0; steps--) {
        struct candidate next = *best;
        const double which = next_uniform(random);
        if (which < 0.75)
            move_some(random, &next.a, step, least);
        if (which > 0.25)
            move_some(random, &next.b, step, least);
        next.coverage = coverage_of(study, &next.a, &next.b);
        if (next.coverage < best->coverage) {
            *best = next;
            failures = 0;
        } else if (++failures > 12) {
            failures = 0;
            step *= 0.6;
        }
    }
}

static struct candidate find_lowest(const struct study *study, double least)
{
    const int is_large = study->a.count * study->b.count > 500000;
    const int starts = is_large ? 500 : 4000, walks = is_large ? 12 : 40, steps = is_large ? 400 : 800;
    struct candidate *candidates = obtain((size_t)starts, sizeof *candidates), lowest;
    uint64_t random = 1;
    int i;
    for (i = 0; i < starts; i++) {
        candidates[i].a = draw_truth(&random, least);
        candidates[i].b = draw_truth(&random, least);
        candidates[i].coverage = coverage_of(study, &candidates[i].a, &candidates[i].b);
    }
    qsort(candidates, (size_t)starts, sizeof *candidates, compare_candidates);
    for (i = 0; i < walks; i++)
        refine(study, &candidates[i], least, steps, &random);
    qsort(candidates, (size_t)walks, sizeof *candidates, compare_candidates);
    lowest = candidates[0];
    free(candidates);
    return lowest;
}

static double mean_coverage(const struct study *study)
{
    uint64_t random = 2;
    double sum = 0;
    int i;
    for (i = 0; i < MEAN_OVER; i++) {
        struct truth truths[2];
        int k;
        for (k = 0; k < 2; k++) {
            const double x = -log(1 - next_uniform(&random)), y = -log(1 - next_uniform(&random));
            const double z = -log(1 - next_uniform(&random)), unit = 0.97 / (x + y + z);
            truths[k] = (struct truth){0.01 + x * unit, 0.01 + y * unit, 0.01 + z * unit};
        }
        sum += coverage_of(study, &truths[0], &truths[1]);
    }
    return sum / MEAN_OVER;
}

static double mean_width(const struct study *study)
{
    const size_t count = study->a.count * study->b.count;
    double sum = 0;
    size_t i;
    for (i = 0; i < count; i++)
        sum += fmin(200, study->bounds[i].upper) - fmax(-200, study->bounds[i].lower);
    return sum / (double)count;
}

static void print_method(struct study *study, nps_method method, double level)
{
    double mean, width;
    int i;
    if (method == NPS_METHOD_SCORE || method == NPS_METHOD_EXACT)
        join_intervals(study, method, level);
    else
        compare_all(study, method, level);
    mean = mean_coverage(study);
    width = mean_width(study);
    for (i = 0; i < 2; i++) {
        const struct candidate lowest = find_lowest(study, i == 0 ? 0 : 0.01);
        printf("%s,%g,%u,%u,%s,%.4f,%.4f,%.4f,%.4f,%.4f,%.4f,%.4f,%.4f,%.2f\n", nps_method_string(method), level,
               study->a.n, study->b.n, i == 0 ? "anywhere" : "every group 1 %", fmax(0, lowest.coverage),
               lowest.a.promoters, lowest.a.passives, lowest.a.detractors, lowest.b.promoters, lowest.b.passives,
               lowest.b.detractors, mean, width);
        fflush(stdout);
    }
}

static void print_pair(unsigned n_a, unsigned n_b, double level)
{
    struct study study = {.a = make_side(n_a), .b = make_side(n_b)};
    int m;
    study.bounds = obtain(study.a.count * study.b.count, sizeof *study.bounds);
    for (m = 0; m < METHOD_COUNT; m++)
        print_method(&study, METHODS[m], level);
    free(study.bounds);
    free_side(&study.a);
    free_side(&study.b);
}

/* The number of pairs of tables grows with the fourth power of the sizes. */
enum { SIZE_LIMIT = 200 };

int main(int argc, char **argv)
{
    const char *pairs = argc > 1 ? argv[1] : "5+5,10+10,20+5,20+20";
    const double level = argc > 2 ? strtod(argv[2], NULL) : 0.95;
    unsigned n_a, n_b;
    int length;
    puts("method,level,n_a,n_b,region,lowest,a_promoters,a_passives,a_detractors,b_promoters,b_passives,b_detractors,"
         "mean,width");
    while (level > 0 && level < 1 && sscanf(pairs, "%4u+%4u%n", &n_a, &n_b, &length) == 2 && n_a > 0 && n_b > 0 &&
           n_a <= SIZE_LIMIT && n_b <= SIZE_LIMIT) {
        print_pair(n_a, n_b, level);
        pairs += length;
        if (*pairs == '\0')
            return 0;
        pairs += *pairs == ',';
    }
    fprintf(stderr, "usage: two_sample_coverage [PAIRS [LEVEL]], such as 20+5,10+10 0.95\n");
    return 2;
}
