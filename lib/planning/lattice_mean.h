/* The mean of a function over a binomial number, by a sum over some of its values.
 * SPDX-License-Identifier: MIT */
#ifndef NPS_PLANNING_LATTICE_MEAN_H
#define NPS_PLANNING_LATTICE_MEAN_H

#include <stdbool.h>

/** A binomial number of which every `step`-th value is used. */
typedef struct nps_plan_values {
    double trials, rate, step;
    /** In nested sums that leave out what is improbable together: the probability of the values of the other sums,
     * relative to the likeliest ones; while the function is called, of its value too. Or NULL. */
    double *share;
} nps_plan_values;

/** A function of the value of a binomial number. */
typedef double (*nps_plan_conditional)(void *context, double value);

/** Where a function begins to search at a value, and what it found at the one before; it sets both. */
typedef struct nps_plan_guess {
    double next, last;
} nps_plan_guess;

/** Guesses of both sides. */
typedef struct nps_plan_guesses {
    nps_plan_guess above, below;
} nps_plan_guesses;

/** The mean. The function is called for the most likely value, from there upwards, and then downwards, because
 * neighbouring values have similar guesses; at the end they are again what the function made of them at the most likely
 * value. */
double nps_plan_mean(const nps_plan_values *values, nps_plan_conditional function, void *context,
                     nps_plan_guesses *guesses);

/** The standard deviation of a binomial number. */
double nps_plan_deviation(double trials, double rate);

/** A step of a sum and the standard deviation of the number. */
typedef struct nps_plan_step {
    double *step, deviation;
} nps_plan_step;

/** Chooses steps of at most `largest` standard deviations for at most `most` terms of a nested sum, if possible; the
 * step that is smallest relative to its standard deviation grows first. Returns whether all steps are 1. */
bool nps_plan_choose_steps(const nps_plan_step *steps, int count, double largest, double most);

#endif
