/* SPDX-License-Identifier: MIT */
#include "lattice_mean.h"

#include "../math/special.h"

#include <math.h>

/* Values whose probability is below this share of the largest probability are left out. */
static const double NEGLIGIBLE = 1e-5;

/* The weighted sum of the values of a function, and the sum of the weights. */
struct weighted_sum {
    double total, weights;
};

/* Adds the values from `k` on in steps, while their probability is large enough. */
static void add_values(const nps_plan_values *values, double k, double step, nps_plan_conditional function,
                       void *context, struct weighted_sum *into)
{
    const double mode = fmin(values->trials, floor((values->trials + 1) * values->rate));
    const double largest = nps_binomial_probability(mode, values->trials, values->rate);
    const double share = values->share ? *values->share : 1, least = NEGLIGIBLE * largest / share;
    double weight = nps_binomial_probability(k, values->trials, values->rate);
    while (k >= 0 && k <= values->trials && weight > least) {
        if (values->share)
            *values->share = share * weight / largest;
        into->weights += weight;
        into->total += weight * function(context, k);
        k += step;
        weight = nps_binomial_probability(k, values->trials, values->rate);
    }
    if (values->share)
        *values->share = share;
}

/* The guesses at the most likely value, from which the values go up and down. */
static nps_plan_guesses begin_at(const nps_plan_guesses *found)
{
    const double above = found->above.last, below = found->below.last;
    return (nps_plan_guesses){{above, above}, {below, below}};
}

double nps_plan_mean(const nps_plan_values *values, nps_plan_conditional function, void *context,
                     nps_plan_guesses *guesses)
{
    const double mode = fmin(values->trials, floor((values->trials + 1) * values->rate));
    const double weight = nps_binomial_probability(mode, values->trials, values->rate);
    struct weighted_sum mean = {weight * function(context, mode), weight};
    const nps_plan_guesses at_mode = *guesses;
    *guesses = begin_at(&at_mode);
    add_values(values, mode + values->step, values->step, function, context, &mean);
    *guesses = begin_at(&at_mode);
    add_values(values, mode - values->step, -values->step, function, context, &mean);
    *guesses = at_mode;
    return mean.total / mean.weights;
}

double nps_plan_deviation(double trials, double rate)
{
    return sqrt(trials * rate * (1 - rate));
}

static double terms_of(double standard_deviation, double step)
{
    static const double both_tails = 9.6; /* 2 sqrt(-2 log NEGLIGIBLE) */
    return 1 + both_tails * standard_deviation / step;
}

/* The next larger step of a sum. */
static double longer(double step)
{
    return fmax(step + 1, floor(1.1 * step));
}

bool nps_plan_choose_steps(const nps_plan_step *steps, int count, double largest, double most)
{
    bool is_whole = true;
    for (;;) {
        double terms = 1, smallest = largest;
        int i, chosen = -1;
        for (i = 0; i < count; i++) {
            const double step = *steps[i].step, deviation = steps[i].deviation;
            terms *= terms_of(deviation, step);
            if (step / deviation < smallest && longer(step) <= largest * deviation) {
                smallest = step / deviation;
                chosen = i;
            }
        }
        if (terms <= most || chosen < 0)
            return is_whole;
        *steps[chosen].step = longer(*steps[chosen].step);
        is_whole = false;
    }
}
