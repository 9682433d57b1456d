/* SPDX-License-Identifier: MIT */
#include "exact_order.h"

#include "../math/numerics.h"

#include <math.h>
#include <string.h>

/* One passive is added to each sample. Any order of the tables is valid; this one makes the intervals narrow, and the
 * restricted estimate exists at every sum (docs/exact.md). */
enum { MORE_PASSIVES = 1 };

/* Tables that miss the condition for a tail by less than this, relative to its terms, belong to the tail. Rounding
 * errors are below a hundredth of it. */
static const double TIE = 0x1p-36;

/* Differences of scores are multiples of 1 / (21 * 21 * 512), so a smaller one is 0. */
static const double SMALLEST_DISTANCE = 1e-9;

nps_exact_tables nps_exact_mirror(const nps_exact_tables *tables)
{
    const nps_real_counts *a = &tables->a, *b = &tables->b;
    return (nps_exact_tables){{a->detractors, a->passives, a->promoters}, {b->detractors, b->passives, b->promoters}};
}

/* At a sum of 2 only one pair of tables is possible; the line before has an order. */
static double sum_of_line(int line)
{
    const int last = NPS_EXACT_SUM_LAST - 1;
    return (double)(line > last ? last : line < -last ? -last : line) / NPS_EXACT_SUM_LINES;
}

static double score_of(const nps_real_counts *counts)
{
    return (counts->promoters - counts->detractors) / (nps_real_counts_total(counts) + MORE_PASSIVES);
}

double nps_exact_sum_centre(const nps_exact_tables *tables)
{
    return score_of(&tables->a) + score_of(&tables->b);
}

/* With the multiplier lambda > 0 of the sum, the most likely shares are a / (y + 2 lambda), m / (y + lambda) and c / y;
 * y makes them sum to 1. The reciprocal of that sum is a concave function of y, as every harmonic mean is, and rises;
 * so Newton's method for it never goes beyond the root, and converges from below. Returns 0 when c = 0 and the other
 * two do not reach 1. */
static double multiplier_rest(double promoters, double passives, double detractors, double lambda)
{
    const double total = promoters + passives + detractors, score = promoters - detractors;
    double y = fmax(detractors, total - lambda * (score / total + 1));
    int step;
    if (y <= 0) {
        if (promoters / (2 * lambda) + passives / lambda <= 1)
            return 0;
        y = 0;
    }
    for (step = 0; step < 60; step++) {
        const double up = 1 / (y + 2 * lambda), level = 1 / (y + lambda), down = detractors > 0 ? 1 / y : 0;
        const double p1 = promoters * up, p2 = passives * level, p3 = detractors * down;
        const double sum = p1 + p2 + p3, move = sum * (sum - 1) / (p1 * up + p2 * level + p3 * down);
        y += move;
        if (!(move > 1e-9 * y))
            break;
    }
    return y;
}

static double rest_of(const nps_real_counts *counts, double lambda)
{
    return multiplier_rest(counts->promoters, counts->passives + MORE_PASSIVES, counts->detractors, lambda);
}

/* A search for the multiplier at which the most likely scores have the tested sum. */
struct multiplier_equation {
    const nps_exact_tables *tables;
    double total, sum;
};

/* Negative while lambda is too small. */
static double multiplier_excess(double lambda, const void *context)
{
    const struct multiplier_equation *self = context;
    return rest_of(&self->tables->a, lambda) + rest_of(&self->tables->b, lambda) -
           (self->total - lambda * (self->sum + 2));
}

/* For a positive distance. */
static double statistic_above(const nps_exact_tables *tables, double sum, double distance)
{
    const double n_a = nps_real_counts_total(&tables->a) + MORE_PASSIVES;
    const double n_b = nps_real_counts_total(&tables->b) + MORE_PASSIVES;
    const struct multiplier_equation equation = {tables, n_a + n_b, sum};
    /* distance = lambda V, and V is below 1 / n_a + 1 / n_b. */
    double low = 0.5 * distance / (1 / n_a + 1 / n_b), high = 2 * low;
    while (multiplier_excess(high, &equation) < 0) {
        low = high;
        high *= 2;
    }
    return sqrt(distance * nps_find_root(multiplier_excess, &equation, low, high));
}

double nps_exact_sum_statistic(const nps_exact_tables *tables, int line)
{
    const double distance = nps_exact_sum_centre(tables) - sum_of_line(line);
    nps_exact_tables mirror;
    if (fabs(distance) < SMALLEST_DISTANCE)
        return 0;
    if (distance > 0)
        return statistic_above(tables, sum_of_line(line), distance);
    mirror = nps_exact_mirror(tables);
    return -statistic_above(&mirror, -sum_of_line(line), -distance);
}

int nps_exact_sum_is_lower(const nps_exact_tables *tables, int line, double deviate)
{
    const nps_exact_tables mirror = nps_exact_mirror(tables);
    const double n_a = nps_real_counts_total(&tables->a) + MORE_PASSIVES;
    const double n_b = nps_real_counts_total(&tables->b) + MORE_PASSIVES;
    const double distance = sum_of_line(line) - nps_exact_sum_centre(tables);
    const double lambda = deviate * deviate / distance;
    const struct multiplier_equation equation = {&mirror, n_a + n_b, -sum_of_line(line)};
    return distance >= SMALLEST_DISTANCE && multiplier_excess(lambda, &equation) <= 0;
}

int nps_exact_table_index(int n, int passives, int detractors)
{
    return detractors * (n + 1) - detractors * (detractors - 1) / 2 + passives;
}

/* The tables of one sample that have a certain score, by the number of detractors. */
struct tables_of_score {
    int answers, score, fewest, count; /* fewest: the smallest number of detractors */
    int known;                         /* the number of the values below that are known */
    double lambda;
    double rest[NPS_EXACT_COMPARE_MAX / 2 + 1]; /* rises with the number of detractors */
};

static void start_tables(struct tables_of_score *self, int answers, int score, double lambda)
{
    self->answers = answers;
    self->score = score;
    self->fewest = score < 0 ? -score : 0;
    self->count = (answers - (score < 0 ? -score : score)) / 2 + 1;
    self->known = 0;
    self->lambda = lambda;
}

static double compute_rest(const struct tables_of_score *self, int i)
{
    const int c = self->fewest + i;
    return multiplier_rest(c + self->score, self->answers - self->score - 2 * c + MORE_PASSIVES, c, self->lambda);
}

static double rest_at(struct tables_of_score *self, int i)
{
    for (; self->known <= i; self->known++)
        self->rest[self->known] = compute_rest(self, self->known);
    return self->rest[i];
}

static void add_to_tail(nps_exact_tail *tail, const struct tables_of_score *b, int last_b, int passives, int detractors)
{
    int i;
    for (i = 0; i <= last_b; i++) {
        const int c = b->fewest + i;
        int8_t *most = &tail->most[nps_exact_table_index(b->answers, b->answers - b->score - 2 * c, c)][detractors];
        if (*most < passives)
            *most = (int8_t)passives;
    }
}

/* How many of the pairs with two certain scores belong to the tail. If all with one score of a do, then all with a
 * higher one; if none does, then none with a lower one. */
enum share_of_scores { ALL, SOME, NONE };

/* Adds the pairs with two certain scores: with each further detractor of a, fewer tables of b belong to the tail. */
static enum share_of_scores add_scores(nps_exact_tail *tail, struct tables_of_score *a, struct tables_of_score *b,
                                       double limit, int may_be_all)
{
    int last_b = b->count - 1, i;
    if (may_be_all && compute_rest(a, a->count - 1) + compute_rest(b, last_b) <= limit) {
        for (i = 0; i < a->count; i++)
            add_to_tail(tail, b, last_b, a->answers - a->score - 2 * (a->fewest + i), a->fewest + i);
        return ALL;
    }
    if (rest_at(a, 0) + rest_at(b, 0) > limit)
        return NONE;
    for (i = 0; i < a->count; i++) {
        const int c = a->fewest + i;
        while (last_b >= 0 && rest_at(a, i) + rest_at(b, last_b) > limit)
            last_b--;
        if (last_b < 0)
            break;
        add_to_tail(tail, b, last_b, a->answers - a->score - 2 * c, c);
    }
    return SOME;
}

void nps_exact_find_tail(nps_exact_tail *tail, int answers_a, int answers_b, double least, int line)
{
    const double n_a = answers_a + MORE_PASSIVES, n_b = answers_b + MORE_PASSIVES, sum = sum_of_line(line);
    int score_a, score_b;
    tail->answers_a = answers_a;
    tail->answers_b = answers_b;
    memset(tail->most, -1, sizeof tail->most);
    for (score_b = -answers_b; score_b <= answers_b; score_b++) {
        enum share_of_scores share = ALL;
        for (score_a = answers_a; score_a >= -answers_a && share != NONE; score_a--) {
            const double distance = score_a / n_a + score_b / n_b - sum;
            const double lambda = least * least / distance;
            struct tables_of_score a, b;
            if (distance < SMALLEST_DISTANCE)
                break;
            start_tables(&a, answers_a, score_a, lambda);
            start_tables(&b, answers_b, score_b, lambda);
            share =
                add_scores(tail, &a, &b, n_a + n_b - lambda * (sum + 2) + TIE * (n_a + n_b + 2 * lambda), share == ALL);
        }
    }
}
