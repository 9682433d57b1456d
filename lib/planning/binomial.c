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
    for (i = 0; i < (size_t)self->count; i++) {
        sum += nps_binomial_probability(self->first + (double)i, trials, rate);
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
