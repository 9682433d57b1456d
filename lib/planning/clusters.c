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

enum { STEPS = 80 };

/* The estimated variance of a sample, times the squared quantile of Student's t: values and their probabilities. */
struct values {
    double squares[STEPS + 1], weights[STEPS + 1];
    int count;
};

/* How far the difference is from the references of the test above and below it, and how much farther it must be than in
 * Wald's test to be significant; in standard deviations of the difference. */
struct decision {
    const nps_plan_criterion *criterion;
    double above, below, factor;
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
    const double square = estimate->variance * t * t;
    struct values found = {{square}, {1}, 1};
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
        found.squares[i] = square * fmax(s * s, estimate->least_variance);
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

/* The probability of the goal if a difference is significant from `distance` on. */
static double probability(const struct decision *decision, double distance)
{
    const double needed = decision->factor * distance;
    return nps_plan_joined(decision->criterion, quick_tail(needed - decision->above),
                           quick_tail(needed - decision->below));
}

/* The squares grow with the index, and the probability falls, so that the rest is 0 from the first 0 on. */
static double mean_probability(const struct decision *decision, const struct values *first, const struct values *second,
                               double variance)
{
    double sum = 0;
    int i, j;
    for (i = 0; i < first->count; i++) {
        double likely = 1;
        for (j = 0; j < second->count && likely > 0; j++) {
            likely = probability(decision, sqrt((first->squares[i] + second->squares[j]) / variance));
            sum += first->weights[i] * second->weights[j] * likely;
        }
    }
    return fmin(1, sum);
}

/* A test may be significant from a larger distance on than Wald's test, as its variance is that of the hypothesis. The
 * power with known variances tells how much larger, unless it is so near 1 that its error tells more. */
static double find_factor(struct decision decision, double z, double power)
{
    static const double nearly_sure = 0.9999;
    double low = 1, high = 1.5;
    int i;
    if (power > nearly_sure)
        return 1;
    for (i = 0; i < 40; i++) {
        decision.factor = 0.5 * (low + high);
        if (probability(&decision, z) > power)
            low = decision.factor;
        else
            high = decision.factor;
    }
    return low;
}

static struct decision decision_of(const nps_plan_criterion *criterion, double difference, double deviation)
{
    struct decision decision = {criterion, difference / deviation, -difference / deviation, 1};
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
                                  const nps_plan_criterion *criterion, double power)
{
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
    decision.factor = find_factor(decision, nps_normal_upper_quantile(tail), power);
    return mean_probability(&decision, &first, &second, variance);
}
