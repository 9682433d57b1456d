/* SPDX-License-Identifier: MIT */
#include "../allocator.h"
#include "../math/special.h"
#include "exact.h"

#include <math.h>
#include <nps/composition.h>
#include <string.h>

/* A statistic that is a sum over categories of whole numbers, one for each number of answers that the first sample may
 * have in a category. Sums from `limit` on count as `limit`. */
typedef struct lattice_statistic {
    int step[NPS_TABLE_CATEGORIES][NPS_DISTRIBUTION_EXACT_MAX + 1];
    int limit;
} lattice_statistic;

/* The distribution of a statistic after some categories: for each number of answers taken, a row of the probabilities
 * of its values 0 to `limit`. */
typedef struct distribution {
    const nps_share_table *table;
    const lattice_statistic *statistic;
    double *rows;
    int n_a;
} distribution;

/* How many answers of a category the smaller sample can have. */
static int takes_at_most(const nps_share_table *table, int category)
{
    return (int)fmin(table->both[category], table->n_a);
}

static size_t row_length(const lattice_statistic *statistic)
{
    return (size_t)statistic->limit + 1;
}

/* Adds a row, times a factor, to another one, `step` higher. */
static void add_row(double *to, const double *from, double factor, int step, int limit)
{
    const int kept = limit - step > 0 ? limit - step : 0;
    double beyond = 0;
    for (int value = 0; value < kept; value++)
        to[value + step] += factor * from[value];
    for (int value = kept; value <= limit; value++)
        beyond += from[value];
    to[limit] += factor * beyond;
}

/* In descending order of the numbers taken: a row depends on itself and on those with fewer answers. `scratch` has the
 * length of a row. */
static void add_category(distribution *self, int category, double *scratch)
{
    const int *step = self->statistic->step[category], limit = self->statistic->limit;
    const double both = self->table->both[category];
    const size_t length = row_length(self->statistic);
    for (int taken = self->n_a; taken >= 0; taken--) {
        memset(scratch, 0, length * sizeof *scratch);
        for (int own = 0; own <= taken && own <= both; own++)
            add_row(scratch, self->rows + (size_t)(taken - own) * length,
                    nps_binomial_probability(own, both, self->table->n_a / self->table->n), step[own], limit);
        memcpy(self->rows + (size_t)taken * length, scratch, length * sizeof *scratch);
    }
}

/* P(the value is at most `low`, or at least `high`), given that the first sample has its number of answers. */
static double tails_of(const distribution *self, double low, double high)
{
    const double *row = self->rows + (size_t)self->n_a * row_length(self->statistic);
    double all = 0, tails = 0;
    for (int value = 0; value <= self->statistic->limit; value++) {
        all += row[value];
        tails += value <= low || value >= high ? row[value] : 0;
    }
    return tails / all;
}

static nps_status find_tails(const nps_share_table *table, const lattice_statistic *statistic, const double ends[2],
                             const nps_allocator *allocator, double *p)
{
    distribution all = {table, statistic, NULL, (int)table->n_a};
    const size_t length = row_length(statistic), rows = (size_t)all.n_a + 2;
    all.rows = nps_allocator_array(allocator, rows * length, sizeof *all.rows);
    if (!all.rows)
        return NPS_ERROR_MEMORY;
    memset(all.rows, 0, rows * length * sizeof *all.rows);
    all.rows[0] = 1;
    for (int j = 0; j < table->count; j++)
        add_category(&all, j, all.rows + (rows - 1) * length);
    *p = tails_of(&all, ends[0], ends[1]);
    nps_allocator_release(allocator, all.rows, rows * length, sizeof *all.rows);
    return NPS_OK;
}

/* Twice the distance of the logarithm of a probability from the largest one, near to Pearson's statistic, is counted in
 * so many steps for each 1, and rounded up to whole ones. Smaller samples, which have fewer rows and coarser
 * probabilities, have finer steps in as much memory. */
static double steps_of_one(const nps_share_table *table)
{
    static const double steps = 128;
    return floor(steps * (NPS_DISTRIBUTION_EXACT_MAX + 2) / (table->n_a + 2));
}

/* Splits beyond this distance count alike. */
static const double FARTHEST = 100;

/* In steps. */
static double distance(double probability, double largest, double steps)
{
    return probability > 0 ? fmin(2 * steps * log(largest / probability), FARTHEST * steps) : FARTHEST * steps;
}

/* A split counts if its steps reach the distance of the observed one, which is not rounded: so no split that is equally
 * probable is lost, and some count that are more probable by less than a step for each category. */
static void measure_distances(lattice_statistic *self, const nps_share_table *table)
{
    static const double error = 1e-6; /* of the distances, and more than theirs */
    const double steps = steps_of_one(table);
    double observed = 0;
    for (int j = 0; j < table->count; j++) {
        const int most = takes_at_most(table, j);
        double probability[NPS_DISTRIBUTION_EXACT_MAX + 1] = {0}, largest = 0;
        for (int k = 0; k <= most; k++) {
            probability[k] = nps_binomial_probability(k, table->both[j], table->n_a / table->n);
            largest = fmax(largest, probability[k]);
        }
        for (int k = 0; k <= most; k++)
            self->step[j][k] = (int)ceil(distance(probability[k], largest, steps) - error);
        observed += distance(probability[(int)table->a[j]], largest, steps);
    }
    self->limit = (int)ceil(fmax(fmin(observed, FARTHEST * steps) - NPS_TABLE_CATEGORIES * error, 0));
}

/* Ranks from the lowest one, so that no sum is negative. More than this many are rounded to as many. */
static const double RANKS = 2 * 2 * NPS_DISTRIBUTION_EXACT_MAX;

static int rank_of(const nps_share_table *table, int category)
{
    const double range = table->rank[table->count - 1] - table->rank[0];
    return (int)((table->rank[category] - table->rank[0]) * fmin(1, RANKS / range) + 0.5);
}

/* The rank sum of the smaller sample, and its mean if shares are equal. */
typedef struct rank_sums {
    int observed;
    double mean;
} rank_sums;

static rank_sums measure_ranks(lattice_statistic *self, const nps_share_table *table)
{
    rank_sums out = {0, 0};
    self->limit = (int)table->n_a * rank_of(table, table->count - 1);
    for (int j = 0; j < table->count; j++) {
        for (int k = 0; k <= takes_at_most(table, j); k++)
            self->step[j][k] = k * rank_of(table, j);
        out.observed += (int)table->a[j] * rank_of(table, j);
        out.mean += table->both[j] / table->n * (table->n_a * rank_of(table, j));
    }
    return out;
}

nps_status nps_share_table_recurse(const nps_share_table *table, const nps_allocator *allocator,
                                   nps_share_evidence *out)
{
    const nps_share_table smaller = nps_share_table_smaller_first(table);
    lattice_statistic statistic = {{{0}}, 0};
    nps_share_evidence found;
    rank_sums ranks;
    double away;
    nps_status status;
    measure_distances(&statistic, &smaller);
    status = find_tails(&smaller, &statistic, (const double[]){-1, statistic.limit}, allocator, &found.shares);
    if (status)
        return status;
    ranks = measure_ranks(&statistic, &smaller);
    away = fabs(ranks.observed - ranks.mean) - 1e-9; /* ties may differ by rounding */
    status = find_tails(&smaller, &statistic, (const double[]){ranks.mean - away, ranks.mean + away}, allocator,
                        &found.ranks);
    if (status)
        return status;
    *out = found;
    return NPS_OK;
}
