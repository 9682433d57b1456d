/* SPDX-License-Identifier: MIT */
#include "variation.h"

#include "../math/special.h"

#include <math.h>

enum { CATEGORIES = 3, FEW = 16 };

/* What is added to the sum of each category, so that no mean share is 0. */
static const double SMALL = 0.5;

static void read_categories(const nps_real_counts *counts, double *out)
{
    out[0] = counts->promoters;
    out[1] = counts->passives;
    out[2] = counts->detractors;
}

/* log Gamma(a + n) - log Gamma(a). */
static double log_rising(double a, double n)
{
    double product = 1;
    int i;
    if (n > FEW)
        return (a - 0.5) * log1p(n / a) + n * (log(a + n) - 1) + nps_stirling_error(a + n) - nps_stirling_error(a);
    for (i = 0; i < (int)n; i++)
        product *= a + i;
    return log(product);
}

/* The optimal weight of a segment for the mean. */
static double weight_of(double n, double variation)
{
    return n / (1 + (n - 1) * variation);
}

static double theta_variance(const double *shares)
{
    const double theta = shares[0] - shares[2];
    return shares[0] + shares[2] - theta * theta;
}

/* Finds the mean shares for a variation; returns the sum of the weights. */
static double find_mean(nps_variation *self, const nps_counts *counts, size_t count)
{
    double weights = 0, sums[CATEGORIES] = {0, 0, 0};
    size_t i;
    int j;
    for (i = 0; i < count; i++) {
        const nps_real_counts real = nps_counts_to_real(&counts[i]);
        const double n = nps_real_counts_total(&real);
        double categories[CATEGORIES], weight;
        if (n == 0)
            continue;
        weight = weight_of(n, self->variation);
        read_categories(&real, categories);
        for (j = 0; j < CATEGORIES; j++)
            sums[j] += weight * (categories[j] / n);
        weights += weight;
    }
    for (j = 0; j < CATEGORIES; j++)
        self->shares[j] = (sums[j] + SMALL) / (weights + CATEGORIES * SMALL);
    self->variance = theta_variance(self->shares) / weights;
    return weights;
}

static double log_likelihood(const nps_variation *self, const nps_counts *counts, size_t count)
{
    double sum = 0;
    size_t i;
    int j;
    for (i = 0; i < count; i++) {
        const nps_real_counts real = nps_counts_to_real(&counts[i]);
        double categories[CATEGORIES];
        read_categories(&real, categories);
        sum -= log_rising(self->strength, nps_real_counts_total(&real));
        for (j = 0; j < CATEGORIES; j++)
            sum += log_rising(self->strength * self->shares[j], categories[j]);
    }
    return sum;
}

/* The variation at a place t in (0, 1); its log-likelihood, with the mean integrated out: the two shares of the mean
 * have a variance that falls with the weights. */
static double fit(nps_variation *self, double t, const nps_counts *counts, size_t count)
{
    double weights;
    self->variation = t * t * t * t;
    self->strength = (1 - self->variation) / self->variation;
    weights = find_mean(self, counts, count);
    self->likelihood = log_likelihood(self, counts, count) - log(weights);
    return self->likelihood;
}

static double place_of(int index)
{
    return (index + 0.5) / NPS_VARIATIONS;
}

void nps_variations_fill(nps_variation *variations, const nps_counts *counts, size_t count)
{
    double largest = -INFINITY, sum = 0;
    int i;
    for (i = 0; i < NPS_VARIATIONS; i++) {
        /* Equally likely variations, at places that are dense near 0. */
        variations[i].likely = fit(&variations[i], place_of(i), counts, count) + 3 * log(place_of(i));
        largest = fmax(largest, variations[i].likely);
    }
    for (i = 0; i < NPS_VARIATIONS; i++) {
        variations[i].likely = exp(variations[i].likely - largest);
        sum += variations[i].likely;
    }
    for (i = 0; i < NPS_VARIATIONS; i++)
        variations[i].likely /= sum;
}

bool nps_variations_find_best(nps_variation *best, const nps_variation *variations, const nps_counts *counts,
                              size_t count)
{
    nps_variation other;
    double low, high;
    int i, found = 0;
    for (i = 1; i < NPS_VARIATIONS; i++)
        if (variations[i].likelihood > variations[found].likelihood)
            found = i;
    low = place_of(found > 0 ? found - 1 : 0);
    high = place_of(found < NPS_VARIATIONS - 1 ? found + 1 : found);
    while (high - low > 1e-9 * high) {
        const double third = (high - low) / 3;
        if (fit(&other, low + third, counts, count) < fit(best, high - third, counts, count))
            low += third;
        else
            high -= third;
    }
    (void)fit(best, (low + high) / 2, counts, count);
    best->likely = 1;
    return found > 0;
}

double nps_variation_between(const nps_variation *self)
{
    return self->variation * theta_variance(self->shares);
}

nps_pooled_moments nps_variations_pool(const nps_variation *variations, const nps_real_counts *counts)
{
    const double n = nps_real_counts_total(counts);
    nps_pooled_moments moments = {0, 0, 0};
    double square = 0;
    int i;
    for (i = 0; i < NPS_VARIATIONS; i++) {
        const nps_variation *self = &variations[i];
        const double all = n + self->strength, borrowed = self->strength / all;
        const double shares[] = {(counts->promoters + self->strength * self->shares[0]) / all,
                                 (counts->passives + self->strength * self->shares[1]) / all,
                                 (counts->detractors + self->strength * self->shares[2]) / all};
        const double mean = shares[0] - shares[2];
        moments.mean += self->likely * mean;
        square += self->likely * mean * mean;
        moments.variance += self->likely * (theta_variance(shares) / (all + 1) + borrowed * borrowed * self->variance);
        moments.own += self->likely * (1 - borrowed);
    }
    moments.mean = fmax(-1, fmin(moments.mean, 1));
    moments.own = fmin(moments.own, 1);
    moments.variance += fmax(square - moments.mean * moments.mean, 0);
    return moments;
}
