/* The density of the sum while it has never been outside is integrated from look to look (Armitage, McPherson and
 * Rowe, Journal of the Royal Statistical Society A 132:235, 1969), by Simpson's rule.
 * SPDX-License-Identifier: MIT */
#include "first_passage.h"

#include "../math/numerics.h"

#include <math.h>

/* The step of the integration, in standard deviations of an increment; its error is below 1e-5. */
static const double STEP = 0.2;

/* Standard deviations beyond which a sum has no probability. */
static const double FAR = 8.5;

/* Enough for NPS_PLAN_LOOKS_MAX looks after equal increments. */
enum { MOST_STEPS = 400, MOST_POINTS = 2 * MOST_STEPS + 1 }; /* pairs of steps, and points */

/* The density of the sum, multiplied by the weights of the integration. */
struct sum_density {
    int count;
    double at[MOST_POINTS], weights[MOST_POINTS];
};

/* The standard deviation of the increment that ends at a look. */
static double deviation_of(const nps_plan_path *path, int look)
{
    return sqrt(path->variance[look] - (look == 0 ? 0 : path->variance[look - 1]));
}

/* The upper tail, where it is neither 0 nor 1 to 16 digits. */
static double tail(double deviate)
{
    return deviate > FAR ? 0 : deviate < -FAR ? 1 : nps_normal_upper_tail(deviate);
}

/* The probability that a look is the first outside. */
static double leaves(const struct sum_density *density, const nps_plan_path *path, int look)
{
    const double deviation = deviation_of(path, look);
    double probability = 0;
    int i;
    for (i = 0; i < density->count; i++)
        probability += density->weights[i] * (tail((path->upper[look] - density->at[i]) / deviation) +
                                              tail((density->at[i] - path->lower[look]) / deviation));
    return probability;
}

/* The sum of the normal density over the points from one on, in one direction, in which they are `spacing` standard
 * deviations farther each; the first is at `z`. The ratios of neighbours have a constant ratio. */
static double sum_towards(const struct sum_density *density, int from, int direction, double z, double spacing)
{
    static const double inverse_sqrt_2pi = 0.39894228040143267794;
    const double change = exp(-spacing * spacing);
    double ratio = exp(-spacing * (z + 0.5 * spacing)), weight = exp(-0.5 * z * z), sum = 0;
    int i;
    for (i = from; i >= 0 && i < density->count && z <= FAR; i += direction) {
        sum += weight * density->weights[i];
        weight *= ratio;
        ratio *= change;
        z += spacing;
    }
    return sum * inverse_sqrt_2pi;
}

/* The density of a sum that ends at a point, before it is divided by the deviation of its last increment. */
static double density_at(const struct sum_density *density, double point, double deviation)
{
    const double first = density->at[0];
    const double step = density->count > 1 ? density->at[1] - first : deviation;
    const int nearest = (int)fmax(0, fmin(density->count - 1, floor((point - first) / step + 0.5)));
    const double z = (density->at[nearest] - point) / deviation, spacing = step / deviation;
    return sum_towards(density, nearest, 1, z, spacing) + sum_towards(density, nearest - 1, -1, spacing - z, spacing);
}

/* The density after the increment that ends at a look. */
static void advance(struct sum_density *density, const nps_plan_path *path, int look)
{
    const double deviation = deviation_of(path, look), far = FAR * sqrt(path->variance[look]);
    const double from = fmax(path->lower[look], -far), to = fmin(path->upper[look], far);
    const double finest = STEP * fmin(deviation, deviation_of(path, look + 1));
    const int half = (int)fmax(1, fmin(MOST_STEPS, ceil((to - from) / 2 / finest)));
    const double step = (to - from) / 2 / half;
    struct sum_density next;
    int i;
    next.count = 2 * half + 1;
    for (i = 0; i < next.count; i++) {
        const double simpson = i == 0 || i == next.count - 1 ? 1 : i % 2 == 1 ? 4 : 2;
        next.at[i] = from + i * step;
        next.weights[i] = simpson * step / 3 * density_at(density, next.at[i], deviation) / deviation;
    }
    *density = next;
}

double nps_plan_first_passage(const nps_plan_path *path, int count)
{
    struct sum_density density = {.count = 1, .at = {0}, .weights = {1}};
    double probability = 0;
    int look;
    for (look = 0; look < count; look++) {
        probability += leaves(&density, path, look);
        if (look + 1 < count)
            advance(&density, path, look);
    }
    return probability;
}
