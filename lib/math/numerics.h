/* The normal distribution and root finding, on libm alone.
 * SPDX-License-Identifier: MIT */
#ifndef NPS_NUMERICS_H
#define NPS_NUMERICS_H

/** P(Z > z) for a standard normal Z; full relative precision in both tails, 0 above z = 38.6. */
double nps_normal_upper_tail(double z);

/** The z with P(Z > z) = p, for p in (0, 1); the relative error is a few units in the last place. */
double nps_normal_upper_quantile(double p);

/** Beyond this z, twice the upper tail is no longer a normal double. */
#define NPS_NORMAL_FARTHEST 37.5

/** The z of a two-sided interval: P(|Z| > z) = alpha, for alpha in (0, 1]. */
double nps_normal_two_sided_quantile(double alpha);

/** A function of one variable, with its parameters. */
typedef double (*nps_root_function)(double x, const void *context);

/**
 * The root of a monotone function between a and b, to the last bits of x, but with an absolute error of at least 1e-18.
 *
 * The signs at a and b must differ, or one value must be zero; infinite values are allowed. Chandrupatla's method
 * (Advances in Engineering Software 28:145, 1997) is bisection with inverse quadratic interpolation where that is safe.
 * It usually needs about ten evaluations, and never many more than bisection.
 */
double nps_find_root(nps_root_function function, const void *context, double a, double b);

/**
 * The bound of an interval: the root of a decreasing function between an end of the scale and the estimate.
 *
 * The result is `end` if the root is not inside the scale, or if the estimate is there. It is `estimate` if rounding
 * moved the root beyond it, which may happen at a level near 0.
 */
double nps_find_bound(nps_root_function function, const void *context, double end, double estimate);

/**
 * The two-sided p-value of the deviate z at which a decreasing function is 0: 1 if the function is not positive at 0,
 * and 0 if it is still positive at NPS_NORMAL_FARTHEST.
 *
 * If the function is the distance from a hypothesis to the nearer bound of an interval of z deviates, this is the
 * p-value of the test that inverts the interval.
 */
double nps_normal_p_value_of_root(nps_root_function function, const void *context);

#endif
