/* SPDX-License-Identifier: MIT */
#include "table.h"

#include <math.h>
#include <string.h>

void nps_share_table_read(nps_share_table *self, const uint64_t *a, const uint64_t *b, int count)
{
    double lower = 0, higher = 0;
    *self = (nps_share_table){0};
    for (int category = 0; category < count; category++) {
        const int j = self->count;
        if (a[category] == 0 && b[category] == 0)
            continue;
        self->a[j] = (double)a[category];
        self->b[j] = (double)b[category];
        self->both[j] = self->a[j] + self->b[j];
        self->n_a += self->a[j];
        self->n_b += self->b[j];
        self->count++;
    }
    self->n = self->n_a + self->n_b;
    for (int j = 0; j < self->count; j++) {
        self->rank[j] = lower;
        lower += self->both[j];
    }
    for (int j = self->count - 1; j >= 0; j--) {
        self->rank[j] -= higher;
        higher += self->both[j];
    }
}

nps_share_table nps_share_table_smaller_first(const nps_share_table *self)
{
    nps_share_table out = *self;
    if (self->n_a > self->n_b) {
        memcpy(out.a, self->b, sizeof out.a);
        memcpy(out.b, self->a, sizeof out.b);
        out.n_a = self->n_b;
        out.n_b = self->n_a;
    }
    return out;
}

static double difference(const nps_share_table *self, int category)
{
    return self->a[category] / self->n_a - self->b[category] / self->n_b;
}

double nps_share_table_statistic(const nps_share_table *self)
{
    double sum = 0;
    for (int j = 0; j < self->count; j++)
        sum += difference(self, j) * difference(self, j) * (self->n_a / self->both[j]);
    return sum * self->n_b;
}

double nps_share_table_rank_sum(const nps_share_table *self)
{
    double sum = 0;
    for (int j = 0; j < self->count; j++)
        sum += self->a[j] * self->rank[j];
    return sum;
}

double nps_share_table_variation(const nps_share_table *self)
{
    double sum = 0;
    for (int j = 0; j < self->count; j++)
        sum += fabs(difference(self, j));
    return fmin(1, sum / 2);
}
