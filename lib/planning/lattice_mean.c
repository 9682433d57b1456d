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
    const double least = NEGLIGIBLE * nps_binomial_probability(mode, values->trials, values->rate);
    double weight = nps_binomial_probability(k, values->trials, values->rate);
    while (k >= 0 && k <= values->trials && weight > least) {
        into->weights += weight;
        into->total += weight * function(context, k);
        k += step;
        weight = nps_binomial_probability(k, values->trials, values->rate);
    }
}

double nps_plan_mean(const nps_plan_values *values, nps_plan_conditional function, void *context,
                     nps_plan_guesses *guesses)
{
    const nps_plan_guesses before = *guesses;
    const double mode = fmin(values->trials, floor((values->trials + 1) * values->rate));
    struct weighted_sum mean = {0, 0};
    add_values(values, mode, values->step, function, context, &mean);
    *guesses = before;
    add_values(values, mode - values->step, -values->step, function, context, &mean);
    *guesses = before;
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
