/* The estimate of a variance is treated as chi-squared with the degrees of freedom of the design, and independent of
 * the score. The comparison takes the quantile of Student's t for each sample, so that a difference is significant
 * above sqrt(t1^2 v1 + t2^2 v2), v1 and v2 being the estimated variances; their sum has the degrees of Satterthwaite
 * (Biometrics Bulletin 2:110, 1946).
 * SPDX-License-Identifier: MIT */
#include "clusters.h"

#include "../math/numerics.h"
#include "../math/student.h"
#include "shares.h"

#include <math.h>

/* A sum of two variances: the distance at which a difference is significant, in standard deviations of the score, and
 * the degrees of freedom of its square. */
struct threshold {
    double distance, degrees;
};

static bool is_known(const nps_plan_arm *arm)
{
    return arm->n == 0 || isinf(arm->degrees);
}

static double variance_of(const nps_plan_arm *arm)
{
    return arm->n == 0 ? 0 : nps_plan_shares_variance(&arm->shares) / (double)arm->n;
}

static struct threshold threshold_of(const nps_plan_arm *first, const nps_plan_arm *second, double tail)
{
    const nps_plan_arm *const arms[] = {first, second};
    double variance = 0, squared = 0, spread = 0;
    int i;
    for (i = 0; i < 2; i++) {
        const double t = arms[i]->n == 0 ? 0 : nps_student_upper_quantile(tail, arms[i]->degrees);
        const double of_arm = variance_of(arms[i]) * t * t;
        variance += variance_of(arms[i]);
        squared += of_arm;
        spread += is_known(arms[i]) ? 0 : of_arm * of_arm / arms[i]->degrees;
    }
    return (struct threshold){sqrt(squared / variance), squared * squared / spread};
}

/* The mean over the chi distribution of the estimated standard deviation, by Simpson's rule: the probability that a
 * normal deviate with a mean of `shift` is above the threshold. */
static double probability_beyond(const struct threshold *threshold, double shift)
{
    enum { STEPS = 200 };
    static const double reach = 7; /* standard deviations */
    const double degrees = threshold->degrees, deviation = sqrt(0.5 / degrees);
    const double mode = sqrt(fmax(0, 1 - 1 / degrees));
    const double low = fmax(0, mode - reach * deviation), step = (mode + reach * deviation - low) / STEPS;
    double sum = 0, weights = 0;
    int i;
    for (i = 0; i <= STEPS; i++) {
        const double s = low + i * step;
        const double log_density = (degrees - 1) * (s > 0         ? log(s / fmax(mode, 1e-300))
                                                    : degrees > 1 ? -INFINITY
                                                                  : 0) -
                                   0.5 * degrees * (s * s - mode * mode);
        const double simpson = i == 0 || i == STEPS ? 1 : i % 2 == 1 ? 4 : 2;
        const double weight = simpson * (degrees > 1 ? exp(log_density) : exp(-0.5 * degrees * s * s));
        weights += weight;
        sum += weight * nps_normal_upper_tail(threshold->distance * s - shift);
    }
    return sum / weights;
}

/* The distance from what is expected to what is to be rejected, in standard deviations of the score. */
static double expected_distance(const nps_plan_arm *first, const nps_plan_arm *second,
                                const nps_plan_criterion *criterion)
{
    const double theta = nps_plan_shares_theta(&first->shares);
    const double reference = second->n == 0 ? second->benchmark / 100 : nps_plan_shares_theta(&second->shares);
    const double difference =
        criterion->goal == NPS_PLAN_NONINFERIORITY ? reference - theta + criterion->margin : fabs(theta - reference);
    return difference / sqrt(variance_of(first) + variance_of(second));
}

/* The power of a test that is significant from a distance on which is larger than that of Wald's test, as its variance
 * is that of the hypothesis. The power with known variances tells how much larger, unless it is rounded to 1. */
static double on_one_side(struct threshold threshold, double shift, double z, double power)
{
    const double factor = (shift + nps_normal_upper_quantile(fmin(fmax(power, 1e-9), 1 - 1e-9))) / z;
    threshold.distance *= fmin(1.5, fmax(1, factor));
    return probability_beyond(&threshold, shift);
}

double nps_plan_power_of_clusters(const nps_plan_arm *first, const nps_plan_arm *second,
                                  const nps_plan_criterion *criterion, double power)
{
    const double tail = nps_plan_alpha(criterion) / 2, z = nps_normal_upper_quantile(tail);
    struct threshold threshold;
    double shift;
    if (is_known(first) && is_known(second))
        return power;
    if (!(first->degrees > 0) || (second->n != 0 && !(second->degrees > 0)))
        return 0;
    if (!(variance_of(first) + variance_of(second) > 0))
        return power;
    threshold = threshold_of(first, second, tail);
    switch (criterion->goal) {
    case NPS_PLAN_EQUIVALENCE: /* missed on either side */
        power = 1 - (1 - power) / 2;
        shift = z - nps_normal_upper_quantile(fmin(fmax(power, 1e-9), 1 - 1e-9));
        return fmax(0, 2 * probability_beyond(&threshold, shift) - 1);
    case NPS_PLAN_NONINFERIORITY:
    case NPS_PLAN_DIFFERENCE: break;
    }
    shift = expected_distance(first, second, criterion);
    power = on_one_side(threshold, shift, z, power);
    return criterion->goal == NPS_PLAN_DIFFERENCE ? power + probability_beyond(&threshold, -shift) : power;
}
