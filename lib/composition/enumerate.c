/* SPDX-License-Identifier: MIT */
#include "../math/special.h"
#include "exact.h"

#include <math.h>
#include <nps/composition.h>

/* Tables that are equally probable may differ by rounding, as in other programs with this test. */
static const double TIE = 1 + 1e-7;
static const double RANK_TIE = 1 + 1e-12;

/* The smaller sample takes answers of each category: the probabilities of taking 0, 1, ..., and the observed split. */
typedef struct splits {
    double of[3][NPS_COMPOSITION_EXACT_MAX + 1];
    int both[3], n_a; /* of a category no more than can be taken */
    double rank[3];
    double most_probable, least_rank_sum; /* what makes a split count */
} splits;

static void prepare(splits *self, const nps_share_table *table)
{
    self->n_a = (int)table->n_a;
    self->most_probable = TIE;
    self->least_rank_sum = fabs(nps_share_table_rank_sum(table)) / RANK_TIE;
    for (int j = 0; j < 3; j++) {
        const double both = j < table->count ? table->both[j] : 0;
        self->both[j] = (int)fmin(both, table->n_a);
        self->rank[j] = j < table->count ? table->rank[j] : 0;
        for (int k = 0; k <= self->both[j]; k++)
            self->of[j][k] = nps_binomial_probability(k, both, table->n_a / table->n);
        self->most_probable *= self->of[j][j < table->count ? (int)table->a[j] : 0];
    }
}

static int least(int wanted, int available_elsewhere)
{
    return wanted > available_elsewhere ? wanted - available_elsewhere : 0;
}

static int most(int wanted, int available)
{
    return wanted < available ? wanted : available;
}

/* Sums over the splits with `first` answers of the first category, without its factor. */
typedef struct split_sums {
    double all, shares, ranks;
} split_sums;

static void add_splits_with(const splits *self, int first, split_sums *to)
{
    const int wanted = self->n_a - first, last = most(wanted, self->both[1]);
    const double factor = self->of[0][first], own_rank = first * self->rank[0];
    for (int second = least(wanted, self->both[2]); second <= last; second++) {
        const int third = wanted - second;
        const double probability = factor * self->of[1][second] * self->of[2][third];
        const double rank_sum = own_rank + second * self->rank[1] + third * self->rank[2];
        to->all += probability;
        to->shares += probability <= self->most_probable ? probability : 0;
        to->ranks += fabs(rank_sum) >= self->least_rank_sum ? probability : 0;
    }
}

nps_share_evidence nps_share_table_enumerate(const nps_share_table *table)
{
    const nps_share_table smaller = nps_share_table_smaller_first(table);
    splits all = {.n_a = 0};
    split_sums sum = {0, 0, 0};
    prepare(&all, &smaller);
    for (int first = least(all.n_a, all.both[1] + all.both[2]); first <= most(all.n_a, all.both[0]); first++)
        add_splits_with(&all, first, &sum);
    return (nps_share_evidence){sum.shares / sum.all, sum.ranks / sum.all};
}
