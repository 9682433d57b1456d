/* SPDX-License-Identifier: MIT */
#include "score.h"

#include "../math/chi_square.h"
#include "../math/numerics.h"

#include <math.h>

/* P(X >= x) of a multiple of a chi-square variable with a mean and a variance. */
static double matched_tail(double x, double mean, double variance)
{
    const double degrees = 2 * mean * mean / variance;
    return nps_chi_square_upper_tail(x / mean * degrees, degrees);
}

/* The variance of Pearson's statistic given both rows and all columns (Haldane, Biometrika 33:234, 1945). */
static double variance_of(const nps_share_table *table)
{
    const double n = table->n, rows = 2, columns = table->count;
    double inverse = 0, row_part, column_part, row_rest, column_rest;
    for (int j = 0; j < table->count; j++)
        inverse += n / table->both[j];
    row_rest = (n / table->n_a * (n / table->n_b) - rows * rows) / (n - 2);
    column_rest = (inverse - columns * columns) / (n - 2);
    row_part = (n - rows) / (n - 1) - row_rest;
    column_part = (n - columns) / (n - 1) * (columns - 1) - column_rest;
    return 2 * n / (n - 3) * row_part * column_part + n * n / (n - 1) * row_rest * column_rest;
}

static double shares_p_value(const nps_share_table *table)
{
    const double n = table->n, x = nps_share_table_statistic(table);
    const double mean = n / (n - 1) * (table->count - 1), usual = 2 * mean;
    double variance, p;
    if (n < 4)
        return 1; /* no table of three answers is improbable */
    variance = variance_of(table);
    if (!(variance > 0))
        return 1; /* every split has the same statistic */
    p = matched_tail(x, mean, variance);
    /* A large variance that is due to a rare category makes the distribution one of tiny values with a long tail. What
     * is not significant for chi-square must not be so because of it. */
    return fmin(1, variance > usual ? fmax(p, matched_tail(x, mean, usual)) : p);
}

/* The kurtosis of the rank sum, minus that of a normal variable, given both rows and all columns: that of a sum of
 * independent choices of a share `taken`, corrected for their known number. */
static double excess_of_ranks(const nps_share_table *table, double squares)
{
    const double taken = table->n_a / table->n * (table->n_b / table->n);
    double fourth = 0;
    for (int j = 0; j < table->count; j++)
        fourth += table->both[j] / table->n * pow(table->rank[j] / table->n, 4);
    return ((1 - 6 * taken) * (fourth / squares / squares) - 3 * (1 - 4 * taken)) / (table->n * taken);
}

static double ranks_p_value(const nps_share_table *table)
{
    const double n = table->n;
    double squares = 0, z, excess, p;
    for (int j = 0; j < table->count; j++)
        squares += table->both[j] / n * (table->rank[j] / n) * (table->rank[j] / n);
    z = nps_share_table_rank_sum(table) / n / sqrt(squares * table->n_a * (table->n_b / (n - 1)));
    excess = excess_of_ranks(table, squares);
    p = 2 * nps_normal_upper_tail(fabs(z));
    return fmin(1, excess > 0 ? fmax(p, matched_tail(z * z, 1, 2 + excess)) : p);
}

nps_share_evidence nps_share_table_score(const nps_share_table *table)
{
    /* The ranks of the smaller sample lose less by rounding. */
    const nps_share_table smaller = nps_share_table_smaller_first(table);
    if (table->count < 2)
        return (nps_share_evidence){1, 1};
    return (nps_share_evidence){shares_p_value(&smaller), ranks_p_value(&smaller)};
}
