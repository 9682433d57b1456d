/* The estimate of a variance is treated as chi-squared with the degrees of freedom of the design, and independent of
 * the score. The comparison takes the quantile of Student's t for each sample, so that a difference is significant
 * above sqrt(t1^2 v1 + t2^2 v2), v1 and v2 being the estimated variances. The power is averaged over both. An estimate
 * is never below the variance of a simple random sample, because the effective respondents of a weighted estimate are
 * never more than its respondents.
 * SPDX-License-Identifier: MIT */
#include "clusters.h"

#include "../math/numerics.h"
#include "../math/student.h"

#include <math.h>
#include <stdbool.h>

/* The steps of a sum over an estimate, and after how many the test is looked at. */
enum { STEPS = 80, STRIDE = 8, NODES = STEPS / STRIDE + 1 };

/* The estimated variance of a sample divided by the true one, times the squared quantile of Student's t: values and
 * their probabilities. */
struct values {
    double variance, degrees; /* the true variance, and the degrees of freedom of the estimate */
    double squares[STEPS + 1], weights[STEPS + 1];
    int count;
};

/* Wald's distance from the reference divided by the distance from which on a test is significant, for values of both
 * samples; 0 where it never is. */
struct leniency {
    double at[NODES][NODES];
};

/* The largest leniency, so that it can be interpolated. */
static const double MOST_LENIENT = 10;

/* An estimate with more degrees of freedom varies by less than a third. */
static const double MANY_DEGREES = 200;

/* How far the difference is from the references of the test above and below it, in standard deviations of the
 * difference. */
struct decision {
    const nps_plan_criterion *criterion;
    double above, below;
    struct leniency leniency_above, leniency_below;
};

static bool is_known(const nps_plan_estimate *estimate)
{
    return isinf(estimate->degrees);
}

/* The logarithm of the density of the chi distribution at s sqrt(degrees), but for a constant. */
static double log_density(double s, double degrees, double mode)
{
    const double power = degrees > 1 ? (degrees - 1) * log(s / mode) : 0;
    return power - 0.5 * degrees * (s * s - mode * mode);
}

/* By Simpson's rule over the estimated standard deviation. */
static struct values values_of(const nps_plan_estimate *estimate, double tail)
{
    static const double reach = 7; /* standard deviations of the estimate */
    const double degrees = estimate->degrees, t = nps_student_upper_quantile(tail, degrees);
    struct values found = {estimate->variance, degrees, {t * t}, {1}, 1};
    double mode, low, step, sum = 0;
    int i;
    if (is_known(estimate))
        return found;
    mode = sqrt(fmax(0, 1 - 1 / degrees));
    low = fmax(0, mode - reach * sqrt(0.5 / degrees));
    step = (mode + reach * sqrt(0.5 / degrees) - low) / STEPS;
    for (i = 0; i <= STEPS; i++) {
        const double s = low + i * step, simpson = i == 0 || i == STEPS ? 1 : i % 2 == 1 ? 4 : 2;
        found.weights[i] = simpson * exp(log_density(s, degrees, mode));
        found.squares[i] = t * t * fmax(s * s, estimate->least_variance);
        sum += found.weights[i];
    }
    for (i = 0; i <= STEPS; i++)
        found.weights[i] /= sum;
    found.count = STEPS + 1;
    return found;
}

/* The upper tail, where it is neither 0 nor 1 to 18 digits: the sum asks for many such. */
static double quick_tail(double deviate)
{
    static const double far_away = 9;
    return deviate > far_away ? 0 : deviate < -far_away ? 1 : nps_normal_upper_tail(deviate);
}

/* The leniency at values, by interpolation. */
static double leniency_at(const struct leniency *self, int first, int second)
{
    const int i = first / STRIDE, j = second / STRIDE;
    const int next_i = i < NODES - 1 ? i + 1 : i, next_j = j < NODES - 1 ? j + 1 : j;
    const double u = first % STRIDE / (double)STRIDE, v = second % STRIDE / (double)STRIDE;
    return (1 - u) * ((1 - v) * self->at[i][j] + v * self->at[i][next_j]) +
           u * ((1 - v) * self->at[next_i][j] + v * self->at[next_i][next_j]);
}

/* The probability of the goal, if the difference is significant beyond these distances. */
static double probability(const struct decision *decision, double above, double below)
{
    return nps_plan_joined(decision->criterion, quick_tail(above - decision->above),
                           quick_tail(below - decision->below));
}

/* Wald's distance. */
static double distance_of(const struct values *first, int i, const struct values *second, int j)
{
    return sqrt(first->variance * first->squares[i] + second->variance * second->squares[j]);
}

static double mean_probability(const struct decision *decision, const struct values *first, const struct values *second,
                               double deviation)
{
    double sum = 0;
    int i, j;
    for (i = 0; i < first->count; i++)
        for (j = 0; j < second->count; j++) {
            const double distance = distance_of(first, i, second, j) / deviation;
            sum += first->weights[i] * second->weights[j] *
                   probability(decision, distance / leniency_at(&decision->leniency_above, i, j),
                               distance / leniency_at(&decision->leniency_below, i, j));
        }
    return fmin(1, sum);
}

static void set_leniency(struct leniency *self, double everywhere)
{
    int i, j;
    for (i = 0; i < NODES; i++)
        for (j = 0; j < NODES; j++)
            self->at[i][j] = everywhere;
}

/* A test may be significant from a larger distance on than Wald's test, as its variance is that of the hypothesis. The
 * power with known variances tells how much larger, unless it is so near 1 that its error tells more. */
static double find_leniency(const struct decision *decision, double z, double power)
{
    static const double nearly_sure = 0.9999;
    double low = 1 / 1.5, high = 1;
    int i;
    if (power > nearly_sure)
        return 1;
    for (i = 0; i < 40; i++) {
        const double middle = 0.5 * (low + high);
        if (probability(decision, z / middle, z / middle) > power)
            high = middle;
        else
            low = middle;
    }
    return high;
}

/* What the test tells at a node: an estimated variance makes a sample worth so many respondents. */
static double look_at_node(const nps_plan_strictness *strictness, const struct values *first, int a,
                           const struct values *second, int b, double sign, double *guess)
{
    const double square = strictness->test.z * strictness->test.z;
    nps_plan_strictness estimated = *strictness;
    estimated.respondents[0] *= square / first->squares[a];
    estimated.respondents[1] *= square / second->squares[b];
    *guess = nps_plan_least_significant(&estimated, sign, *guess);
    return fmin(MOST_LENIENT, distance_of(first, a, second, b) / *guess);
}

/* The nodes between those that were looked at. */
static void interpolate(struct leniency *self)
{
    int i, j;
    for (i = 0; i < NODES; i += 2)
        for (j = 1; j < NODES; j += 2)
            self->at[i][j] = 0.5 * (self->at[i][j - 1] + self->at[i][j + 1]);
    for (i = 1; i < NODES; i += 2)
        for (j = 0; j < NODES; j++)
            self->at[i][j] = 0.5 * (self->at[i - 1][j] + self->at[i + 1][j]);
}

/* Asks the test at the nodes; at a quarter of them where it takes long and the estimates vary little. */
static void look_at_test(struct leniency *self, const nps_plan_strictness *strictness, const struct values *first,
                         const struct values *second, double sign)
{
    const bool is_steady = first->degrees >= MANY_DEGREES && second->degrees >= MANY_DEGREES;
    const int every = is_steady && nps_plan_is_slow(&strictness->test) ? 2 : 1;
    double guess = 0;
    int i, j;
    for (i = 0; i < NODES; i += every)
        for (j = 0; j < NODES; j += every)
            self->at[i][j] = j > 0 && second->count == 1
                                 ? self->at[i][0]
                                 : look_at_node(strictness, first, first->count > 1 ? i * STRIDE : 0, second,
                                                second->count > 1 ? j * STRIDE : 0, sign, &guess);
    if (every == 2)
        interpolate(self);
}

static struct decision decision_of(const nps_plan_criterion *criterion, double difference, double deviation)
{
    struct decision decision = {.criterion = criterion};
    decision.above = difference / deviation;
    decision.below = -difference / deviation;
    switch (criterion->goal) {
    case NPS_PLAN_DIFFERENCE: break;
    case NPS_PLAN_NONINFERIORITY:
        decision.above = -INFINITY;
        decision.below = (criterion->margin - difference) / deviation;
        break;
    case NPS_PLAN_EQUIVALENCE:
        decision.above = (criterion->margin + difference) / deviation;
        decision.below = (criterion->margin - difference) / deviation;
        break;
    }
    return decision;
}

double nps_plan_power_of_clusters(const nps_plan_estimate estimates[2], double difference,
                                  const nps_plan_criterion *criterion, double power,
                                  const nps_plan_strictness *strictness)
{
    static const double hopeless = -6; /* standard deviations from the reference, on the wrong side of it */
    const double tail = nps_plan_alpha(criterion) / 2, variance = estimates[0].variance + estimates[1].variance;
    struct values first, second;
    struct decision decision;
    if (is_known(&estimates[0]) && is_known(&estimates[1]))
        return power;
    if (!(estimates[0].degrees > 0 && estimates[1].degrees > 0))
        return 0;
    if (!(variance > 0))
        return power;
    first = values_of(&estimates[0], tail);
    second = values_of(&estimates[1], tail);
    decision = decision_of(criterion, difference, sqrt(variance));
    set_leniency(&decision.leniency_above,
                 strictness ? 1 : find_leniency(&decision, nps_normal_upper_quantile(tail), power));
    decision.leniency_below = decision.leniency_above;
    if (strictness && decision.above > hopeless)
        look_at_test(&decision.leniency_above, strictness, &first, &second, 1);
    if (strictness && decision.below > hopeless)
        look_at_test(&decision.leniency_below, strictness, &first, &second, -1);
    return mean_probability(&decision, &first, &second, sqrt(variance));
}
