/* The type I error of nps_compare_noninferiority() at level 0.95 with the default method, in samples that are too large
 * for the enumeration of margin_errors: the probability that non-inferiority is found although the scores differ by
 * exactly the margin.
 *
 * edges: each sample has an empty group, so that there are few samples, and all are enumerated. The score is searched
 *        along all pairs of edges, on a grid and then by steps of decreasing size.
 * inner: truths anywhere are drawn at random and estimated by simulation; those with the largest estimates are
 *        simulated again, with other random numbers and more samples, and the largest of these second estimates is
 *        printed.
 *
 * usage: margin_errors_large edges PAIRS        such as 95+95,200+200
 *        margin_errors_large inner PAIRS TRUTHS such as 200+200 300
 *
 * SPDX-License-Identifier: MIT */
#include "random.h"

#include <math.h>
#include <nps/nps.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const double MARGINS[] = {5, 10, 20, 30, 50};
enum { MARGIN_COUNT = sizeof MARGINS / sizeof *MARGINS, GRID = 400, EDGES = 3, MOST = 200 };

/* The groups of an edge: the one with the higher answers, and the other. */
static const int HIGH[EDGES] = {0, 0, 1}, LOW[EDGES] = {1, 2, 2};
static const char *const EDGE_NAMES[EDGES] = {"promoters and passives", "promoters and detractors",
                                              "passives and detractors"};
static const double VALUE[3] = {1, 0, -1};

static int is_found(const nps_counts *a, const nps_counts *b, double margin)
{
    nps_comparison out;
    if (nps_compare_noninferiority(a, b, margin, NPS_METHOD_AUTO, 0.95, &out))
        abort();
    return out.p_value < 0.05;
}

/* ---- edges ---- */

/* Both samples on an edge: for every pair of numbers in the higher groups whether non-inferiority is found. */
struct edge_pair {
    unsigned n_a, n_b;
    int edge_a, edge_b;
    double margin;
    unsigned char found[MOST + 1][MOST + 1];
};

static nps_counts table_on(int edge, unsigned high, unsigned n)
{
    uint64_t groups[3] = {0, 0, 0};
    groups[HIGH[edge]] = high;
    groups[LOW[edge]] = n - high;
    return (nps_counts){groups[0], groups[1], groups[2]};
}

static void compare_all(struct edge_pair *pair)
{
    unsigned i, j;
    for (i = 0; i <= pair->n_a; i++)
        for (j = 0; j <= pair->n_b; j++) {
            const nps_counts a = table_on(pair->edge_a, i, pair->n_a), b = table_on(pair->edge_b, j, pair->n_b);
            pair->found[i][j] = (unsigned char)is_found(&a, &b, pair->margin);
        }
}

/* The share of the higher group at a score in theta; outside [0, 1] where the edge has no such score. */
static double share_at(int edge, double theta)
{
    return (theta - VALUE[LOW[edge]]) / (VALUE[HIGH[edge]] - VALUE[LOW[edge]]);
}

static void set_binomial(double *probabilities, unsigned n, double share)
{
    unsigned k;
    for (k = 0; k <= n; k++)
        probabilities[k] = exp(lgamma(n + 1.) - lgamma(k + 1.) - lgamma(n - k + 1.) + (k > 0 ? k * log(share) : 0) +
                               (n > k ? (n - k) * log1p(-share) : 0));
}

/* The error when a has the score theta; -1 where that is impossible. */
static double error_at(const struct edge_pair *pair, double theta)
{
    const double of_a = share_at(pair->edge_a, theta), of_b = share_at(pair->edge_b, theta + pair->margin / 100);
    double a[MOST + 1], b[MOST + 1], error = 0;
    unsigned i, j;
    if (of_a < 0 || of_a > 1 || of_b < 0 || of_b > 1)
        return -1;
    set_binomial(a, pair->n_a, of_a);
    set_binomial(b, pair->n_b, of_b);
    for (i = 0; i <= pair->n_a; i++)
        for (j = 0; j <= pair->n_b; j++)
            error += pair->found[i][j] ? a[i] * b[j] : 0;
    return error;
}

static double largest_on(const struct edge_pair *pair, double *theta)
{
    double largest = -1, step;
    int i;
    *theta = -1;
    for (i = 0; i <= GRID; i++) {
        const double at = -1 + 2.0 * i / GRID, error = error_at(pair, at);
        if (error > largest) {
            largest = error;
            *theta = at;
        }
    }
    for (step = 1.0 / GRID; step > 1e-7; step /= 2) {
        const double up = error_at(pair, *theta + step), down = error_at(pair, *theta - step);
        if (fmax(up, down) > largest) {
            largest = fmax(up, down);
            *theta += up > down ? step : -step;
            step *= 2;
        }
    }
    return largest;
}

static void study_edges(unsigned n_a, unsigned n_b, double margin)
{
    static struct edge_pair pair;
    double largest = -1, at = 0;
    int i, edge_a = 0, edge_b = 0;
    pair.n_a = n_a;
    pair.n_b = n_b;
    pair.margin = margin;
    for (i = 0; i < EDGES * EDGES; i++) {
        double theta, error;
        pair.edge_a = i / EDGES;
        pair.edge_b = i % EDGES;
        compare_all(&pair);
        error = largest_on(&pair, &theta);
        if (error > largest) {
            largest = error;
            at = theta;
            edge_a = pair.edge_a;
            edge_b = pair.edge_b;
        }
    }
    printf("edges,%u,%u,%g,%.4f,%s with score %.3f against %s\n", n_a, n_b, margin, largest, EDGE_NAMES[edge_a],
           100 * at, EDGE_NAMES[edge_b]);
    fflush(stdout);
}

/* ---- truths anywhere ---- */

/* A pair of truths whose scores differ by the margin. */
struct truths {
    double a[3], b[3], error;
};

static void set_truth(double *shares, double theta, double passive)
{
    const double open = 1 - fabs(theta), others = (1 - passive) * open / 2;
    shares[0] = fmax(0, theta) + others;
    shares[1] = passive * open;
    shares[2] = fmax(0, -theta) + others;
}

static struct truths draw_truths(double margin, uint64_t *random)
{
    struct truths truths;
    const double width = 2 - margin / 100, u = next_uniform(random), v = next_uniform(random);
    const double from_end = next_uniform(random) < 0.5 ? u : 0.2 * u * u; /* often near an end of the scale */
    const double theta = v < 0.5 ? -1 + from_end * width : 1 - margin / 100 - from_end * width;
    set_truth(truths.a, theta, next_uniform(random));
    set_truth(truths.b, theta + margin / 100, next_uniform(random));
    truths.error = 0;
    return truths;
}

static void estimate(struct truths *truths, unsigned n_a, unsigned n_b, double margin, int samples, uint64_t *random)
{
    int i, found = 0;
    for (i = 0; i < samples; i++) {
        const nps_counts a = next_counts(random, truths->a, (int)n_a), b = next_counts(random, truths->b, (int)n_b);
        found += is_found(&a, &b, margin);
    }
    truths->error = (double)found / samples;
}

static int compare_truths(const void *left, const void *right)
{
    const double l = ((const struct truths *)left)->error, r = ((const struct truths *)right)->error;
    return (l < r) - (l > r);
}

static void study_inner(unsigned n_a, unsigned n_b, double margin, int count)
{
    enum { FIRST = 1500, SECOND = 20000, AGAIN = 6 };
    struct truths *truths = calloc((size_t)count, sizeof *truths);
    uint64_t random = 8;
    int i;
    if (!truths)
        abort();
    for (i = 0; i < count; i++) {
        truths[i] = draw_truths(margin, &random);
        estimate(&truths[i], n_a, n_b, margin, FIRST, &random);
    }
    qsort(truths, (size_t)count, sizeof *truths, compare_truths);
    for (i = 0; i < AGAIN && i < count; i++)
        estimate(&truths[i], n_a, n_b, margin, SECOND, &random);
    qsort(truths, (size_t)(count < AGAIN ? count : AGAIN), sizeof *truths, compare_truths);
    printf("inner,%u,%u,%g,%.4f,%.3f/%.3f/%.3f against %.3f/%.3f/%.3f (standard error %.4f)\n", n_a, n_b, margin,
           truths[0].error, truths[0].a[0], truths[0].a[1], truths[0].a[2], truths[0].b[0], truths[0].b[1],
           truths[0].b[2], sqrt(0.05 * 0.95 / SECOND));
    fflush(stdout);
    free(truths);
}

int main(int argc, char **argv)
{
    const char *pairs = argc > 2 ? argv[2] : "";
    const int is_inner = argc > 1 && strcmp(argv[1], "inner") == 0;
    const int truths = argc > 3 ? (int)strtol(argv[3], NULL, 10) : 300;
    unsigned n_a, n_b;
    int length, i;
    puts("truths,n_a,n_b,margin,error,where");
    while (sscanf(pairs, "%4u+%4u%n", &n_a, &n_b, &length) == 2 && n_a > 0 && n_b > 0 && n_a <= MOST && n_b <= MOST) {
        for (i = 0; i < MARGIN_COUNT; i++) {
            if (is_inner)
                study_inner(n_a, n_b, MARGINS[i], truths);
            else
                study_edges(n_a, n_b, MARGINS[i]);
        }
        pairs += length;
        if (*pairs == '\0')
            return 0;
        pairs += *pairs == ',';
    }
    fprintf(stderr, "usage: margin_errors_large edges|inner PAIRS [TRUTHS], such as edges 95+95,200+200\n");
    return 2;
}
