/* SPDX-License-Identifier: MIT */
#include "binomial.h"

#include "../math/special.h"
#include "edgeworth.h"

#include <math.h>
#include <stddef.h>

/* Terms below this share of the largest term do not change probabilities above 1e-17. */
static const double NEGLIGIBLE = 1e-36;

double nps_binomial_below(uint64_t k, uint64_t trials, double rate)
{
    const double odds = rate / (1 - rate), n = (double)trials;
    const double mode = fmin(n, floor((n + 1) * rate));
    double below = 0, rest = 0, term = 1;
    uint64_t x;
    /* The loop ends at 0, because the factor of that term is 0. */
    for (x = (uint64_t)mode; term > NEGLIGIBLE; x--) {
        *(x < k ? &below : &rest) += term;
        term *= (double)x / ((double)(trials - x + 1) * odds);
    }
    term = (n - mode) / (mode + 1) * odds;
    for (x = (uint64_t)mode + 1; x <= trials && term > NEGLIGIBLE; x++) {
        *(x < k ? &below : &rest) += term;
        term *= (double)(trials - x) / (double)(x + 1) * odds;
    }
    return below / (below + rest);
}

/* The table covers this number of standard deviations on either side of the mean. */
static const double REACH = 9;

/* The probabilities of the table, outwards from the largest by the ratios of neighbours. */
static void fill_probabilities(nps_binomial_cdf *self)
{
    const double n = self->trials, odds = self->rate / (1 - self->rate);
    const double mode = fmin(self->count - 1, fmax(0, floor((n + 1) * self->rate) - self->first));
    const size_t largest = (size_t)mode;
    double *const table = self->table;
    size_t i;
    table[largest] = nps_binomial_probability(self->first + mode, n, self->rate);
    for (i = largest + 1; i < (size_t)self->count; i++) {
        const double k = self->first + (double)i;
        table[i] = table[i - 1] * ((n - k + 1) / k * odds);
    }
    for (i = largest; i > 0; i--) {
        const double k = self->first + (double)i;
        table[i - 1] = table[i] * (k / ((n - k + 1) * odds));
    }
}

void nps_binomial_cdf_init(nps_binomial_cdf *self, double trials, double rate)
{
    const double mean = trials * rate, deviation = sqrt(mean * (1 - rate));
    const double last = fmin(trials, ceil(mean + REACH * deviation));
    double sum = 0;
    size_t i;
    self->trials = trials;
    self->rate = rate;
    self->first = fmax(0, floor(mean - REACH * deviation));
    self->count = last - self->first + 1;
    if (self->count > NPS_BINOMIAL_TABLE)
        self->count = 0;
    else
        fill_probabilities(self);
    for (i = 0; i < (size_t)self->count; i++) {
        sum += self->table[i];
        self->table[i] = fmin(1, sum);
    }
}

/* The normal approximation with corrections for skewness and continuity. */
static double approximate(const nps_binomial_cdf *self, double k)
{
    const double variance = self->trials * self->rate * (1 - self->rate), deviation = sqrt(variance);
    const double z = (k + 0.5 - self->trials * self->rate) / deviation, skewness = (1 - 2 * self->rate) / deviation;
    return nps_edgeworth_upper_tail(-z, -skewness);
}

double nps_binomial_cdf_at(const nps_binomial_cdf *self, double k)
{
    if (k < 0)
        return 0;
    if (k >= self->trials)
        return 1;
    if (self->count == 0)
        return approximate(self, k);
    if (k < self->first)
        return 0;
    return k < self->first + self->count ? self->table[(int)(k - self->first)] : 1;
}
