/* SPDX-License-Identifier: MIT */
#include "overlap.h"

#include "../compare/difference.h"
#include "../math/numerics.h"

#include <math.h>
#include <stdbool.h>

/* The deviate of the intervals that are compared: weights do not depend on the caller's level. */
static const double COMPARED_DEVIATE = 1.959963984540054;

/* A change that rounding alone may leave where there is none, in points. */
static const double ROUNDING = 1e-12;

static const nps_overlap_weights BOTH_ONLY = {1, 1}, OTHERS_ONLY = {0, 0};

static double square(double x)
{
    return x * x;
}

/* The weighted changes of the people in both waves. The lowest value is that of promoters who became detractors, the
 * highest that of the reverse. */
static nps_cells changes_of_both(const nps_overlap *self, nps_overlap_weights weights)
{
    nps_cells cells;
    int i, j;
    for (i = 0; i < NPS_GROUPS; i++)
        for (j = 0; j < NPS_GROUPS; j++) {
            cells.values[3 * i + 2 - j] = weights.second * (1 - j) - weights.first * (1 - i);
            cells.counts[3 * i + 2 - j] = self->both[i][j];
        }
    return cells;
}

/* The middle of a sum of parts, and the squares of the distances down and up. */
struct joined {
    double center, down, up;
};

static void join(struct joined *sum, double center, nps_bounds bounds)
{
    sum->center += center;
    sum->down += square(center - bounds.lower);
    sum->up += square(bounds.upper - center);
}

/* Joins people in one wave only, with a weight that is negative for the first wave. */
static nps_status join_others(struct joined *sum, const nps_overlap *self, const nps_real_counts *others, double weight,
                              double z)
{
    nps_bounds theta;
    nps_status status;
    if (weight == 0)
        return NPS_OK;
    status = nps_procedure_bounds(self->procedure, &(nps_setting){.memory = NULL}, others,
                                  fmin(1, 2 * nps_normal_upper_tail(z)), &theta);
    if (!status)
        join(sum, weight * nps_real_counts_theta(others),
             weight > 0 ? (nps_bounds){weight * theta.lower, weight * theta.upper}
                        : (nps_bounds){weight * theta.upper, weight * theta.lower});
    return status;
}

/* MOVER on the three parts. */
static nps_status join_parts(const nps_overlap *self, nps_overlap_weights weights, double z, nps_bounds *theta)
{
    const nps_cells both = changes_of_both(self, weights);
    struct joined sum = {0, 0, 0};
    nps_status status;
    join(&sum, nps_cells_mean(&both), nps_cells_interval(&both, self->method, z));
    status = join_others(&sum, self, &self->second_only, 1 - weights.second, z);
    if (!status)
        status = join_others(&sum, self, &self->first_only, weights.first - 1, z);
    if (!status)
        *theta = (nps_bounds){sum.center - sqrt(sum.down), sum.center + sqrt(sum.up)};
    return status;
}

/* Whether a change rests on nobody in both waves, so that it is the difference of two independent samples. */
static bool is_of_others_only(nps_overlap_weights weights)
{
    return weights.first == 0 && weights.second == 0;
}

static nps_pair pair_of_others(const nps_overlap *self, const nps_setting *setting)
{
    return (nps_pair){self->procedure, setting, self->second_only, self->first_only};
}

nps_status nps_overlap_bounds(const nps_overlap *self, nps_overlap_weights weights, double z, nps_bounds *theta)
{
    if (is_of_others_only(weights)) {
        const nps_setting setting = {.memory = NULL};
        const nps_pair pair = pair_of_others(self, &setting);
        return nps_difference_bounds(&pair, fmin(1, 2 * nps_normal_upper_tail(z)), theta);
    }
    return join_parts(self, weights, z, theta);
}

/* The estimate of the score of a wave. The score of nobody has no weight, and is not a number. */
static double estimate_wave(double both, double others, double weight)
{
    return (weight > 0 ? weight * both : 0) + (weight < 1 ? (1 - weight) * others : 0);
}

double nps_overlap_change(const nps_overlap *self, nps_overlap_weights weights)
{
    const nps_overlap_scores *scores = &self->scores;
    const double first = estimate_wave(scores->both_first, scores->first_only, weights.first);
    const double second = estimate_wave(scores->both_second, scores->second_only, weights.second);
    return fabs(second - first) <= ROUNDING ? 0 : second - first;
}

/* Variances of the scores of the parts, and the covariance of the people in both waves. */
struct variances {
    double first, second, covariance, first_only, second_only;
};

/* Sums of weighted values 1, 0, -1 of people, for variances. */
struct wave_moments {
    double n, first, second, first_squares, second_squares, products;
};

static void add_people(struct wave_moments *sums, int first, int second, double people)
{
    sums->n += people;
    sums->first += people * first;
    sums->second += people * second;
    sums->first_squares += people * first * first;
    sums->second_squares += people * second * second;
    sums->products += people * first * second;
}

/* Three people are added, a quarter of them promoters and a quarter detractors, in both waves independently. Variances
 * are then not 0 where everybody answered alike. */
static struct wave_moments added_people(void)
{
    static const double shares[NPS_GROUPS] = {0.25, 0.5, 0.25};
    struct wave_moments sums = {0, 0, 0, 0, 0, 0};
    int i, j;
    for (i = 0; i < NPS_GROUPS; i++)
        for (j = 0; j < NPS_GROUPS; j++)
            add_people(&sums, 1 - i, 1 - j, 3 * shares[i] * shares[j]);
    return sums;
}

static void measure_both(const nps_overlap *self, struct variances *variances)
{
    struct wave_moments sums = added_people();
    int i, j;
    for (i = 0; i < NPS_GROUPS; i++)
        for (j = 0; j < NPS_GROUPS; j++)
            add_people(&sums, 1 - i, 1 - j, self->both[i][j]);
    variances->first = (sums.first_squares - sums.first * sums.first / sums.n) / sums.n / self->n_both;
    variances->second = (sums.second_squares - sums.second * sums.second / sums.n) / sums.n / self->n_both;
    variances->covariance = (sums.products - sums.first * sums.second / sums.n) / sums.n / self->n_both;
}

static double variance_of_others(const nps_real_counts *others, double n)
{
    struct wave_moments sums = added_people();
    add_people(&sums, 1, 0, others->promoters);
    add_people(&sums, 0, 0, others->passives);
    add_people(&sums, -1, 0, others->detractors);
    return (sums.first_squares - sums.first * sums.first / sums.n) / sums.n / n;
}

static struct variances measure_variances(const nps_overlap *self)
{
    struct variances variances = {0, 0, 0, 0, 0};
    measure_both(self, &variances);
    if (self->n_first_only > 0)
        variances.first_only = variance_of_others(&self->first_only, self->n_first_only);
    if (self->n_second_only > 0)
        variances.second_only = variance_of_others(&self->second_only, self->n_second_only);
    return variances;
}

static double variance_of(const struct variances *v, nps_overlap_weights weights)
{
    return square(weights.first) * v->first + square(weights.second) * v->second -
           2 * weights.first * weights.second * v->covariance + square(1 - weights.first) * v->first_only +
           square(1 - weights.second) * v->second_only;
}

/* The best weight in one wave for a given weight in the other. */
static double best_first(const struct variances *v, double second)
{
    return (v->first_only + second * v->covariance) / (v->first + v->first_only);
}

static double best_second(const struct variances *v, double first)
{
    return (v->second_only + first * v->covariance) / (v->second + v->second_only);
}

/* Keeps the better of two pairs of weights. */
static void keep_better(const struct variances *v, nps_overlap_weights candidate, nps_overlap_weights *best)
{
    candidate.first = fmax(0, fmin(1, candidate.first));
    candidate.second = fmax(0, fmin(1, candidate.second));
    if (variance_of(v, candidate) < variance_of(v, *best))
        *best = candidate;
}

/* The minimum of a quadratic over the square of possible weights: inside, or on an edge. */
static nps_overlap_weights minimize(const nps_overlap *self, const struct variances *v)
{
    const double first = v->first + v->first_only, second = v->second + v->second_only;
    const double determinant = first * second - square(v->covariance);
    nps_overlap_weights best = self->proportional;
    if (self->n_first_only == 0) {
        keep_better(v, (nps_overlap_weights){1, best_second(v, 1)}, &best);
        return best;
    }
    if (self->n_second_only == 0) {
        keep_better(v, (nps_overlap_weights){best_first(v, 1), 1}, &best);
        return best;
    }
    keep_better(v,
                (nps_overlap_weights){(v->first_only * second + v->second_only * v->covariance) / determinant,
                                      (v->second_only * first + v->first_only * v->covariance) / determinant},
                &best);
    keep_better(v, (nps_overlap_weights){0, best_second(v, 0)}, &best);
    keep_better(v, (nps_overlap_weights){1, best_second(v, 1)}, &best);
    keep_better(v, (nps_overlap_weights){best_first(v, 0), 0}, &best);
    keep_better(v, (nps_overlap_weights){best_first(v, 1), 1}, &best);
    return best;
}

/* Keeps the weights whose 95 % interval is the narrower one. */
static nps_status keep_narrower(const nps_overlap *self, nps_overlap_weights candidate, double *width,
                                nps_overlap_weights *best)
{
    nps_bounds theta;
    const nps_status status = nps_overlap_bounds(self, candidate, COMPARED_DEVIATE, &theta);
    if (!status && theta.upper - theta.lower < *width) {
        *width = theta.upper - theta.lower;
        *best = candidate;
    }
    return status;
}

nps_status nps_overlap_best_weights(const nps_overlap *self, nps_overlap_weights *weights)
{
    nps_overlap_weights best = OTHERS_ONLY;
    double width = INFINITY;
    nps_status status = NPS_OK;
    if (self->n_both > 0) {
        const struct variances variances = measure_variances(self);
        status = keep_narrower(self, minimize(self, &variances), &width, &best);
        if (!status)
            status = keep_narrower(self, BOTH_ONLY, &width, &best);
        if (!status && self->n_first_only > 0 && self->n_second_only > 0)
            status = keep_narrower(self, OTHERS_ONLY, &width, &best);
    }
    if (!status)
        *weights = best;
    return status;
}

double nps_overlap_share(double both, double others)
{
    return both > 0 ? both / (both + others) : 0;
}

/* A change, and on which side of 0 it lies. */
struct sided {
    const nps_overlap *overlap;
    nps_overlap_weights weights;
    bool above;
};

/* How far the near bound still is from no change when the intervals reach z deviates: positive while 0 is outside. */
static double clearance(double z, const void *context)
{
    const struct sided *self = context;
    nps_bounds theta;
    if (nps_overlap_bounds(self->overlap, self->weights, z, &theta))
        return 0; /* cannot happen: the method succeeded at the caller's level */
    return self->above ? theta.lower : -theta.upper;
}

double nps_overlap_p_value(const nps_overlap *self, nps_overlap_weights weights, double change)
{
    const struct sided sided = {self, weights, change > 0};
    if (is_of_others_only(weights)) {
        const nps_setting setting = {.memory = NULL};
        const nps_pair pair = pair_of_others(self, &setting);
        return nps_difference_p_value(&pair, 0, NPS_TWO_SIDED);
    }
    return change == 0 ? 1 : nps_normal_p_value_of_root(clearance, &sided);
}
