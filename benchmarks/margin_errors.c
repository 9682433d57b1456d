/* The largest type I error of nps_compare_noninferiority() at level 0.95 with the default method: the probability, by
 * enumeration over all pairs of samples, that non-inferiority is found although the scores differ by exactly the
 * margin. The pair of truths with the largest probability is searched: on a grid that includes the vertices and edges
 * of both triangles of shares, then by steps of decreasing size from the largest values found. A search may miss the
 * largest value, so what it finds is a lower bound of the largest error. Prints CSV:
 *
 *     n_a, n_b, margin
 *     error                           the largest probability found
 *     a_promoters ... b_detractors    the truths with that probability
 *
 * usage: margin_errors [PAIRS], such as 12+30,50+50
 *
 * SPDX-License-Identifier: MIT */
#include "interval_coverage/tables.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

static const double MARGINS[] = {5, 10, 20, 30, 50};
enum { MARGIN_COUNT = sizeof MARGINS / sizeof *MARGINS, PARAMETERS = 3, GRID_MAX = 4000, STARTS = 12 };

/* Two sizes, the lower bounds of all pairs of samples in points, and the margin. */
struct study {
    struct side a, b;
    float *lower;
    double margin;
};

/* A pair of truths: theta of a, and how many of the answers that theta leaves open are passive, in a and in b. */
struct candidate {
    double at[PARAMETERS];
    double error;
};

static double theta_of(const nps_counts *counts)
{
    const double n = (double)(counts->promoters + counts->passives + counts->detractors);
    return ((double)counts->promoters - (double)counts->detractors) / n;
}

/* Pairs that cannot be found at any margin are left out, and pairs so far above that their probability is below 1e-6
 * whatever the truths are (Hoeffding's inequality) count as found. */
static float lower_bound(const nps_counts *a, const nps_counts *b, double far)
{
    const double difference = theta_of(a) - theta_of(b);
    nps_comparison out;
    if (difference <= -MARGINS[MARGIN_COUNT - 1] / 100)
        return -200;
    if (difference + MARGINS[0] / 100 > far)
        return 200;
    if (nps_compare_noninferiority(a, b, MARGINS[0], NPS_METHOD_AUTO, 0.95, &out))
        abort();
    return (float)out.bounds.lower;
}

static void compare_all(struct study *study)
{
    const double far = sqrt(2 * log(1e6) * (1.0 / study->a.n + 1.0 / study->b.n));
    size_t i, j;
    for (i = 0; i < study->a.count; i++)
        for (j = 0; j < study->b.count; j++)
            study->lower[i * study->b.count + j] = lower_bound(&study->a.tables[i], &study->b.tables[j], far);
}

static struct truth truth_at(double theta, double passive)
{
    const double open = 1 - fabs(theta), passives = passive * open, others = (open - passives) / 2;
    return (struct truth){fmax(0, theta) + others, passives, fmax(0, -theta) + others};
}

static struct truth truth_of_a(const struct candidate *candidate)
{
    return truth_at(candidate->at[0], candidate->at[1]);
}

static struct truth truth_of_b(const struct study *study, const struct candidate *candidate)
{
    return truth_at(candidate->at[0] + study->margin / 100, candidate->at[2]);
}

static double error_at(const struct study *study, const struct candidate *candidate)
{
    const struct truth a = truth_of_a(candidate), b = truth_of_b(study, candidate);
    const size_t of_a = find_likely_on(&study->a, &a);
    const size_t of_b = find_likely_on(&study->b, &b);
    double error = 0;
    size_t i, j;
    for (i = 0; i < of_a; i++) {
        const float *lower = study->lower + study->a.likely[i].place * study->b.count;
        double found = 0;
        if (study->a.likely[i].probability < 1e-9)
            continue;
        for (j = 0; j < of_b; j++)
            found += lower[study->b.likely[j].place] > -study->margin + 1e-5 ? study->b.likely[j].probability : 0;
        error += study->a.likely[i].probability * found;
    }
    return error;
}

static double most_of(const struct study *study, int parameter)
{
    return parameter == 0 ? 1 - study->margin / 100 : 1;
}

static double least_of(int parameter)
{
    return parameter == 0 ? -1 : 0;
}

/* Steps along each parameter in both directions, halved when none improves. */
static void refine(const struct study *study, struct candidate *best)
{
    double step = 0.2;
    while (step > 5e-4) {
        int improved = 0, k;
        for (k = 0; k < 2 * PARAMETERS; k++) {
            struct candidate next = *best;
            const double moved = next.at[k / 2] + (k % 2 ? step : -step) * (k < 2 ? 0.25 : 1);
            next.at[k / 2] = fmax(least_of(k / 2), fmin(most_of(study, k / 2), moved));
            next.error = error_at(study, &next);
            if (next.error > best->error) {
                *best = next;
                improved = 1;
            }
        }
        step *= improved ? 1 : 0.5;
    }
}

static int compare_candidates(const void *left, const void *right)
{
    const double l = ((const struct candidate *)left)->error, r = ((const struct candidate *)right)->error;
    return (l < r) - (l > r);
}

/* Scores near both ends and near the middle, where a few tables have nearly the whole probability, and between. */
static size_t make_grid(const struct study *study, struct candidate *out)
{
    static const double from_end[] = {0, 0.003, 0.01, 0.02, 0.04, 0.07, 0.1, 0.15, 0.2, 0.3, 0.4, 0.5};
    static const double from_middle[] = {0, -0.01, -0.03, -0.06, -0.1, 0.25, 0.5, 0.75, 1};
    static const double passive[] = {0, 0.05, 0.3, 0.6, 0.9, 1};
    enum { ENDS = sizeof from_end / sizeof *from_end, MIDDLES = sizeof from_middle / sizeof *from_middle, SHARES = 6 };
    const double margin = study->margin / 100, width = 2 - margin;
    size_t count = 0;
    int i, j;
    for (i = 0; i < 2 * ENDS + MIDDLES; i++) {
        const double middle = i < 2 * ENDS ? 0 : from_middle[i - 2 * ENDS];
        const double theta = i >= 2 * ENDS ? (middle > 0 ? -middle * margin : middle)
                             : i % 2 == 0  ? -1 + from_end[i / 2] * width
                                           : 1 - margin - from_end[i / 2] * width;
        for (j = 0; j < SHARES * SHARES && count < GRID_MAX; j++)
            if (theta >= -1 && theta <= 1 - margin)
                out[count++] = (struct candidate){{theta, passive[j / SHARES], passive[j % SHARES]}, 0};
    }
    return count;
}

static struct candidate find_largest(const struct study *study)
{
    struct candidate *grid = obtain(GRID_MAX, sizeof *grid), largest;
    const size_t count = make_grid(study, grid);
    size_t i;
    for (i = 0; i < count; i++)
        grid[i].error = error_at(study, &grid[i]);
    qsort(grid, count, sizeof *grid, compare_candidates);
    for (i = 0; i < STARTS; i++)
        refine(study, &grid[i]);
    qsort(grid, STARTS, sizeof *grid, compare_candidates);
    largest = grid[0];
    free(grid);
    return largest;
}

static void print_pair(unsigned n_a, unsigned n_b)
{
    struct study study = {.a = make_side(n_a), .b = make_side(n_b)};
    int i;
    study.lower = obtain(study.a.count * study.b.count, sizeof *study.lower);
    compare_all(&study);
    for (i = 0; i < MARGIN_COUNT; i++) {
        struct candidate largest;
        struct truth a, b;
        study.margin = MARGINS[i];
        largest = find_largest(&study);
        a = truth_of_a(&largest);
        b = truth_of_b(&study, &largest);
        printf("%u,%u,%g,%.4f,%.4f,%.4f,%.4f,%.4f,%.4f,%.4f\n", n_a, n_b, study.margin, largest.error, a.promoters,
               a.passives, a.detractors, b.promoters, b.passives, b.detractors);
        fflush(stdout);
    }
    free(study.lower);
    free_side(&study.a);
    free_side(&study.b);
}

int main(int argc, char **argv)
{
    const char *pairs =
        argc > 1 ? argv[1] : "2+2,3+3,5+5,7+9,5+15,10+10,12+12,12+30,20+20,4+60,8+60,8+100,30+30,15+60,50+50";
    unsigned n_a, n_b;
    int length;
    puts("n_a,n_b,margin,error,a_promoters,a_passives,a_detractors,b_promoters,b_passives,b_detractors");
    while (sscanf(pairs, "%4u+%4u%n", &n_a, &n_b, &length) == 2 && n_a > 0 && n_b > 0 && n_a <= 200 && n_b <= 200) {
        print_pair(n_a, n_b);
        pairs += length;
        if (*pairs == '\0')
            return 0;
        pairs += *pairs == ',';
    }
    fprintf(stderr, "usage: margin_errors [PAIRS], such as 12+30,50+50\n");
    return 2;
}
