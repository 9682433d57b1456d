/* SPDX-License-Identifier: MIT */
#include "variation.h"

#include "../math/special.h"

#include <math.h>

enum { CATEGORIES = 3, FEW = 16 };

/* What is added to the sum of each category, so that no mean share is 0. */
static const double SMALL = 0.5;

/* Values whose logarithm is this much below the largest add less than a double of the sum holds. */
static const double NEGLIGIBLE = 37;

/* The relative distance of places at which rounding hides which of two is more likely. */
static const double CLOSE = 1e-8;

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
static double find_mean(nps_variation *self, const nps_variations *all)
{
    double weights = 0, sums[CATEGORIES] = {0, 0, 0};
    size_t i;
    int j;
    for (i = 0; i < all->count; i++) {
        const nps_real_counts real = nps_counts_to_real(&all->counts[i]);
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

static double log_likelihood(const nps_variation *self, const nps_variations *all)
{
    double sum = 0;
    size_t i;
    int j;
    for (i = 0; i < all->count; i++) {
        const nps_real_counts real = nps_counts_to_real(&all->counts[i]);
        double categories[CATEGORIES];
        read_categories(&real, categories);
        sum -= log_rising(self->strength, nps_real_counts_total(&real));
        for (j = 0; j < CATEGORIES; j++)
            sum += log_rising(self->strength * self->shares[j], categories[j]);
    }
    return sum;
}

/* The variation at a place in (0, 1), with its log-likelihood from which the mean is integrated out: the two shares of
 * the mean have a variance that falls with the weights. */
static nps_status fit(nps_variation *self, double place, const nps_variations *all)
{
    const nps_status status = nps_interrupt_check(all->interrupt);
    double weights;
    if (status)
        return status;
    self->place = place;
    self->variation = place * place * place * place;
    self->strength = (1 - self->variation) / self->variation;
    weights = find_mean(self, all);
    self->likelihood = log_likelihood(self, all) - log(weights);
    return NPS_OK;
}

/* Fills values whose places are evenly spaced from `low` to `high`; `likely` is a logarithm yet. */
static nps_status fill_between(nps_variations *self, double low, double high)
{
    nps_status status = NPS_OK;
    int i;
    for (i = 0; !status && i < NPS_VARIATIONS; i++) {
        nps_variation *const value = &self->values[i];
        status = fit(value, low + (high - low) * ((i + 0.5) / NPS_VARIATIONS), self);
        /* Equally likely variations, at places that are dense near 0. */
        value->likely = value->likelihood + 3 * log(value->place);
    }
    return status;
}

static double largest_likely(const nps_variations *self)
{
    double largest = -INFINITY;
    int i;
    for (i = 0; i < NPS_VARIATIONS; i++)
        largest = fmax(largest, self->values[i].likely);
    return largest;
}

/* Narrows the places from `low` to `high` to those that are not negligible, and one more at each end. */
static void narrow(const nps_variations *self, double *low, double *high)
{
    const double least = largest_likely(self) - NEGLIGIBLE;
    int first = 0, last = NPS_VARIATIONS - 1;
    while (first < last && self->values[first].likely < least)
        first++;
    while (last > first && self->values[last].likely < least)
        last--;
    if (first > 0)
        *low = self->values[first - 1].place;
    if (last < NPS_VARIATIONS - 1)
        *high = self->values[last + 1].place;
}

/* Makes probabilities of logarithms. */
static void normalize(nps_variations *self)
{
    const double largest = largest_likely(self);
    double sum = 0;
    int i;
    for (i = 0; i < NPS_VARIATIONS; i++) {
        self->values[i].likely = exp(self->values[i].likely - largest);
        sum += self->values[i].likely;
    }
    for (i = 0; i < NPS_VARIATIONS; i++)
        self->values[i].likely /= sum;
}

nps_status nps_variations_fill(nps_variations *self)
{
    double low = 0, high = 1, width;
    nps_status status;
    do {
        width = high - low;
        status = fill_between(self, low, high);
        if (status)
            return status;
        narrow(self, &low, &high);
    } while (high - low < width / 2);
    normalize(self);
    return NPS_OK;
}

/* The maximum of a function with one peak, by golden sections: `best` has been fitted last there. */
static nps_status climb(const nps_variations *self, double low, double high, nps_variation *best)
{
    const double section = (sqrt(5) - 1) / 2;
    nps_variation other;
    nps_status status = fit(best, high - section * (high - low), self);
    if (status)
        return status;
    while (high - low > CLOSE * high) {
        const bool is_above = best->place - low < high - best->place;
        status = fit(&other, low + high - best->place, self);
        if (status)
            return status;
        if (other.likelihood < best->likelihood) {
            *(is_above ? &high : &low) = other.place;
        } else {
            *(is_above ? &low : &high) = best->place;
            *best = other;
        }
    }
    best->likely = 1;
    return NPS_OK;
}

nps_status nps_variations_find_best(const nps_variations *self, nps_variation *best, bool *is_found)
{
    const int last = NPS_VARIATIONS - 1;
    int i, found = 0;
    for (i = 1; i <= last; i++)
        if (self->values[i].likelihood > self->values[found].likelihood)
            found = i;
    *is_found = found > 0;
    return climb(self, self->values[found > 0 ? found - 1 : 0].place,
                 self->values[found < last ? found + 1 : last].place, best);
}

double nps_variation_between(const nps_variation *self)
{
    return self->variation * theta_variance(self->shares);
}

nps_pooled_moments nps_variations_pool(const nps_variations *all, const nps_real_counts *counts)
{
    const double n = nps_real_counts_total(counts);
    nps_pooled_moments moments = {0, 0, 0};
    double square = 0;
    int i;
    for (i = 0; i < NPS_VARIATIONS; i++) {
        const nps_variation *self = &all->values[i];
        const double answers = n + self->strength, borrowed = self->strength / answers;
        const double shares[] = {(counts->promoters + self->strength * self->shares[0]) / answers,
                                 (counts->passives + self->strength * self->shares[1]) / answers,
                                 (counts->detractors + self->strength * self->shares[2]) / answers};
        const double mean = shares[0] - shares[2];
        moments.mean += self->likely * mean;
        square += self->likely * mean * mean;
        moments.variance +=
            self->likely * (theta_variance(shares) / (answers + 1) + borrowed * borrowed * self->variance);
        moments.own += self->likely * (1 - borrowed);
    }
    moments.mean = fmax(-1, fmin(moments.mean, 1));
    moments.own = fmin(moments.own, 1);
    moments.variance += fmax(square - moments.mean * moments.mean, 0);
    return moments;
}
